"""The documentation says what the code does: commands, parameters, traces, links, examples."""

import ast
import re
from pathlib import Path

import pytest
import typer

from overt.cli import main  # noqa: F401 - the command line must import
from overt.model.parameter import PARAMETERS
from overt.traces import ON_REQUEST, TRACES

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"])


def commands() -> list[str]:
    """Every command and sub-command, as a person types it."""
    from overt.cli.app import app

    group = typer.main.get_command(app)
    names = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        names += [f"{name} {sub}" for sub in inner] if inner else [name]
    return names


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`overt {command}" in (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_no_command_is_documented_that_does_not_exist() -> None:
    known = commands()
    for found in re.findall(r"^\| `overt ([a-z ]+?)(?: [A-Z-]|`)", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.M):
        assert found.strip() in known


def test_the_parameter_table_is_the_one_of_the_code() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for p in PARAMETERS:
        assert f"| `--{p.name.replace('_', '-')}` | {p.default} | {p.unit} | {p.help} |" in text
    assert text.count("\n| `--") == len(PARAMETERS)


@pytest.mark.parametrize("trace", [t.name for t in (*TRACES, *ON_REQUEST)])
def test_every_trace_is_documented(trace: str) -> None:
    assert f"| `{trace}` |" in (ROOT / "docs" / "traces.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_examples_are_python(page: Path) -> None:
    for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S):
        ast.parse(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_no_page_has_an_unfilled_place(page: Path) -> None:
    assert not re.search(r"@[A-Z]{3,}@|TODO|TBD", page.read_text("utf-8"))


def test_every_room_has_a_page() -> None:
    text = (ROOT / "docs" / "how_it_works.md").read_text("utf-8")
    for room in (
        "sources",
        "traces",
        "pairs",
        "significance",
        "networks",
        "findings",
        "report",
        "simulate",
        "evaluate",
    ):
        assert f"| {room} |" in text
