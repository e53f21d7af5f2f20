"""docs/registry.md says what the code does."""

import re
from pathlib import Path

from overt.registry import KINDS
from overt.registry.importers import IMPORTERS
from overt.registry.importers.own_list import COLUMNS
from overt.registry.match import HOW, MATCHES, MEANS
from overt.registry.record import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "registry.md").read_text("utf-8")


def part(name):
    return PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]


def test_kinds():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", part("kinds"), re.M)
    assert rows == [(k.name, k.words, k.openness or "none") for k in KINDS.values()]


def test_lists():
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \|$", part("lists"), re.M)
    assert rows == [(i.name, i.reads) for i in IMPORTERS]


def test_columns_of_ones_own_list():
    table = PAGE.split("### A list of your own")[1].split("\n#")[0]
    told = set(re.findall(r"`(\w+)`", "\n".join(x.split(" | ")[0] for x in table.splitlines() if x.startswith("| `"))))
    assert {c for c in told if not c.startswith(("handle_", "id_"))} == set(COLUMNS)


def test_meanings_and_columns():
    for word in (*MEANS, *MATCHES.names, *TYPES):
        assert word in PAGE, word
    for how in HOW:
        assert how in PAGE or how.startswith("same handle"), how
