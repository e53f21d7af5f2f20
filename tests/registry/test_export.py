"""Labels leave and come back; no spreadsheet runs anything."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import OutputError, UsageError
from overt.registry import Registry, Typology
from overt.registry.export import defused, export
from overt.registry.importers.own_list import undefused

from .made import SOURCE, label, registry

FULL = label(
    other_names=("The D. E.",),
    actor="outlet",
    country="Atlantis",
    organisation="Example & Sons",
    statement='"a newsroom", it says',
    typology=Typology("CaPr", None, False, True),
    handles={"x": ("daily", "daily_en"), "tiktok": ("d.example",)},
    ids={"youtube": ("UC0123456789abcdefghijkl",)},
    domains=("daily.example", "daily.test"),
    valid_from="2020-01-01",
    note="=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".ndjson"])
def test_there_and_back(tmp_path, suffix):
    held = registry(tmp_path, FULL, label(name="@SUM(A1)", handles={"x": ("plus",)}))
    out = tmp_path / f"out{suffix}"
    assert export(held.labels(), out) == 2
    other = Registry.open(tmp_path / "other.ndjson")
    (done,) = other.import_lists(out, "a tester")
    assert (done.added, done.rejected) == (2, [])
    ours = sorted((e.label.facts() for e in held.labels()), key=str)
    theirs = [e.label.facts() for e in other.labels()]
    for facts in theirs:
        facts["source"] = {k: v for k, v in facts["source"].items() if k not in ("file", "sha256")}
    assert sorted(theirs, key=str) == ours
    assert other.import_lists(out, "a tester")[0].added == 0
    if suffix == ".ndjson":
        assert [e.id for e in other.labels()] == [e.id for e in held.labels()]


def test_formulas_are_defused(tmp_path):
    held = registry(tmp_path, FULL, label(name="+1 Radio"), label(name=" -2"), label(name="＝1"))
    export(held.labels(), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        cells = [c for row in csv.reader(file) for c in row]
    assert not any(c.lstrip().startswith(tuple("=+-@＝＋－＠\t\r")) for c in cells)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10))
def test_what_was_defused_comes_back(text):
    assert undefused(defused(text)) == text or text.startswith((" ", "'"))
    assert not defused(text).lstrip(" ").startswith(tuple("=+-@"))


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda t: t.strip())


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, max_size=4, unique_by=lambda t: " ".join(t.split())))
def test_ndjson_loses_nothing(names):
    with tempfile.TemporaryDirectory() as folder:
        held = Registry.open(Path(folder) / "labels.ndjson")
        for name in names:
            held.add(label(name="A" + name), "a tester")
        out = Path(folder) / "out.ndjson"
        export(held.labels(), out)
        if names:
            other = Registry.open(Path(folder) / "other.ndjson")
            other.import_lists(out, "a tester")
            assert {e.id: e.label for e in other.labels()} == {e.id: e.label for e in held.labels()}


def test_what_cannot_be_written(tmp_path):
    held = registry(tmp_path, label())
    with pytest.raises(UsageError, match=r"ends in none of \.ndjson, \.csv, \.parquet"):
        export(held.labels(), tmp_path / "out.xlsx")
    with pytest.raises(OutputError):
        export(held.labels(), tmp_path / "none" / "out.csv")
    assert SOURCE.title in (tmp_path / "labels.ndjson").read_text("utf-8")
