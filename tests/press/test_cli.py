"""`overt press` as people and programs see it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from overt.cli.app import app

from . import invented


@pytest.fixture
def files(tmp_path):
    for name, text in invented.PIER.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [str(tmp_path / name) for name in invented.PIER]


def test_json_has_its_keys_and_places(files):
    done = CliRunner().invoke(app, ["press", *files, "--json"])
    assert done.exit_code == 0
    result = json.loads(done.stdout)
    assert {"incidents", "quotations", "claims", "contradictions"} <= result.keys()
    for found in result["contradictions"]:
        for side in found["sides"]:
            for at in side["at"]:
                text = invented.PIER[at["file"]]
                assert text[at["start"] : at["end"]] == at["text"]
    assert all(claim["file"] and claim["start"] >= 0 for claim in result["claims"])


def test_lines_for_people_are_short_and_cite(files):
    done = CliRunner().invoke(app, ["press", *files])
    assert done.exit_code == 0
    assert "differs from" in done.stdout
    assert re.search(r"pier_post\.txt line 4, offset 189", done.stdout)
    assert max(map(len, done.stdout.splitlines())) < 300


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    from overt.errors import InputError

    done = CliRunner().invoke(app, ["press", str(tmp_path / "absent.txt")])
    assert isinstance(done.exception, InputError)


def test_one_report_alone_is_an_incident_without_differences(files):
    result = json.loads(CliRunner().invoke(app, ["press", files[0], "--json"]).stdout)
    assert len(result["incidents"]) == 1
    assert result["incidents"][0]["copies"] == []
    assert result["incidents"][0]["aligned"] == []


def test_the_example_in_the_docs_is_what_is_printed(tmp_path):
    names = ("gazette.txt", "post.txt", "courrier.txt")
    for name, text in zip(names, invented.PIER.values(), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["press", *[str(tmp_path / name) for name in names]])
    page = (Path(__file__).parents[2] / "docs" / "press.md").read_text("utf-8")
    example = page.split("## An example")[1].split("```\n")[1]
    assert example.strip() == done.stdout.split("Note:")[0].strip()
