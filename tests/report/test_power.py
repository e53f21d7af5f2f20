"""The curve of `overt power` in the dossier: drawn where it is of the same posts and settings, left out elsewhere."""

import json
import shutil
import xml.dom.minidom
from pathlib import Path

import pytest

from overt import report
from overt.evaluate.power_words import Cell, Copy, facts
from overt.model.parameter import defaults
from overt.report import power_curve, power_view

from .markup import Page


def made(run: dict, sizes=(3, 12, 30), within=(60, 3_600)) -> dict:
    asked = {
        "inputs": run["inputs"],
        "parameters": run["parameters"],
        "planted": {"through": "url", "objects": 10, "cover": 1.0, "share": 0.95},
    }
    cells = [
        Cell(size, near, tuple(Copy(min(size, size * (n + 2) * 60 // near), 0) for n in range(4)))
        for near in within
        for size in sizes
    ]
    return facts(asked, cells, 0, 0.95)


@pytest.fixture
def copy(made_results: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_results, tmp_path / "copy"))


@pytest.fixture(params=["small", "empty"])
def made_results(request: pytest.FixtureRequest) -> Path:
    found: Path = request.getfixturevalue("made")[request.param]
    return found


def run_of(directory: Path) -> dict:
    return dict(json.loads((directory / "findings.json").read_text())["run"])


def test_the_page_shows_the_curve(copy: Path) -> None:
    (copy / "power.json").write_text(json.dumps(made(run_of(copy))))
    report.write(copy)
    page = Page((copy / "report.html").read_text(encoding="utf-8"))
    assert not page.broken
    assert "How small an operation would be found here" in page.words
    assert "Here you would find operations of 3 accounts or more acting within 1 min" in page.words
    assert "Here you would miss operations acting within 1 h, even such of 30 accounts" in page.words
    found = "Nothing found" not in page.words
    assert page.words.count("even such of 30 accounts, the most that were tried") == (2 if found else 3)
    assert found or page.words.index("What would have been found, and what not") < page.words.index(
        "What was read, and what was not"
    )
    identities = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identities) == len(set(identities)) and "power-curve" in identities


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p | {"inputs": [{"name": "other.csv", "sha256": "1e" * 32}]},
        lambda p: p | {"parameters": {**defaults(), "q": 0.2}},
        lambda p: p | {"schema": "overt.power/9"},
        lambda p: p | {"cells": []},
        lambda p: p | {"cells": [{"accounts": "many"}]},
        lambda p: p | {"cells": [None]},
        lambda p: {},
        lambda p: [],
    ],
)
def test_what_is_of_something_else_or_damaged_is_left_out(copy: Path, change) -> None:
    report.write(copy)
    before = (copy / "report.html").read_bytes()
    (copy / "power.json").write_text(json.dumps(change(made(run_of(copy)))))
    report.write(copy)
    assert (copy / "report.html").read_bytes() == before
    (copy / "power.json").write_bytes(b"\xff{")
    report.write(copy)
    assert (copy / "report.html").read_bytes() == before


def test_copies_and_seed_of_a_scan_do_not_matter() -> None:
    run = {"inputs": [{"sha256": "a"}], "parameters": {"q": 0.01, "permutations": 200, "seed": 0}}
    same = {"inputs": [{"sha256": "a"}], "parameters": {"q": 0.01, "permutations": 20, "seed": 4}}
    assert power_view.differs(run, same) == ""
    assert power_view.differs(run, run | {"inputs": []}) == "other files"
    assert power_view.differs(run, run | {"parameters": {"min_members": 3}}) == "another --min-members"


def test_the_picture_alone_is_a_whole_svg() -> None:
    run = {"inputs": [], "parameters": {}}
    text = power_curve.alone(made(run))
    parsed = xml.dom.minidom.parseString(text)
    assert parsed.documentElement.getAttribute("xmlns") == "http://www.w3.org/2000/svg"
    words = " ".join(node.firstChild.data for node in parsed.getElementsByTagName("text"))
    assert "within 1 min" in words and "within 1 h" in words and "accounts of the planted operation" in words
    assert [size in words.split() for size in ("3", "12", "30")] == [True] * 3
    assert text == power_curve.alone(made(run))
    assert power_curve.alone({"cells": []}) == ""


def test_one_size_alone_can_be_drawn() -> None:
    assert power_curve.draw("p", made({"inputs": [], "parameters": {}}, sizes=(8,), within=(60,)))


def test_more_is_higher_and_larger_is_further_right() -> None:
    assert power_curve._y(1.0) < power_curve._y(0.5) < power_curve._y(0.0)
    places = [power_curve._x(size, (3, 12, 30)) for size in (3, 12, 30)]
    assert places == sorted(set(places))
