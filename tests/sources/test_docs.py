"""docs/sources.md is made from the code where it lists, and runs where it shows."""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

from overt.sources import format_names
from overt.sources.aliases import ALIASES

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def formats() -> str:
    rows = [f"| `{f.name}` | {f.reads} | {f.cannot} |" for f in format_names()]
    return "\n".join(["| name | reads | cannot supply |", "|---|---|---|", *rows])


def aliases() -> str:
    rows = [f"| `{name}` | {', '.join(names)} |" for name, names in ALIASES.items()]
    return "\n".join(["| field | names of columns, best first |", "|---|---|", *rows])


@pytest.mark.parametrize(("mark", "made"), [("formats", formats()), ("aliases", aliases())])
def test_lists_are_made_from_the_code(mark: str, made: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(f"<!-- {mark} -->\n")
    inner, after = rest.split(f"<!-- /{mark} -->", 1)
    if os.environ.get("OVERT_WRITE_GOLDEN"):
        PAGE.write_text(f"{before}<!-- {mark} -->\n{made}\n<!-- /{mark} -->{after}", encoding="utf-8")
        inner = made + "\n"
    assert inner == made + "\n"


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("posts.csv").write_text("user_id,created_at\na,2020-01-01 10:00\nb,soon\n", encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example[1], "docs/sources.md", "exec"), {})
    assert said.getvalue() == (
        "1 ['platform', 'post_id', 'account_id']\n"
        "2 1 ['posts.csv: times carry no zone and were read as Europe/Berlin']\n"
    )
    assert "b,soon" in Path("rejected.csv").read_text(encoding="utf-8")
