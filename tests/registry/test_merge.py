"""A list that is imported again and again: idempotent, following its source, never against people's word."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.registry import Registry
from overt.registry.importers import Draft
from overt.registry.imports import Options
from overt.registry.merge import merge

from .made import label

HEADER = "key,kind,name,country,handle_x,source\n"


def imported(held, folder, *rows, **options):
    path = folder / "list.csv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows), "utf-8")
    (done,) = held.import_lists(path, "an importer", Options(**options))
    return done


@pytest.fixture
def held(tmp_path):
    return Registry.open(tmp_path / "labels.ndjson")


def test_a_changed_source_is_a_correction(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S", "2,newsroom,Weekly,Atlantis,weekly,S")
    done = imported(held, tmp_path, "1,newsroom,Daily,Lemuria,daily;daily2,S", "2,newsroom,Weekly,Atlantis,weekly,S")
    assert (done.added, done.corrected, done.unchanged) == (0, 1, 1)
    (entry,) = [e for e in held.labels() if e.label.name == "Daily"]
    assert entry.label.country == "Lemuria"
    assert entry.label.handles == {"x": ("daily", "daily2")}
    assert [r.type for r in held.history(entry.id)] == ["label", "correction"]
    done = imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S", "2,newsroom,Weekly,Atlantis,weekly,S")
    assert done.corrected == 1  # and back


def test_what_people_corrected_stays(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S")
    (entry,) = held.labels()
    held.correct(entry.id, {"country": "Lemuria"}, "seen there", "ann")
    assert imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S").unchanged == 1
    done = imported(held, tmp_path, "1,newsroom,The Daily,Atlantis,daily,S")  # another field
    assert (done.corrected, done.conflicts) == (1, [])
    assert (held.labels()[0].label.name, held.labels()[0].label.country) == ("The Daily", "Lemuria")
    done = imported(held, tmp_path, "1,newsroom,The Daily,Mu,daily,S")  # the same field
    assert (done.corrected, done.conflicts) == (1, [(entry.id, "country")])
    assert held.labels()[0].label.country == "Lemuria"
    done = imported(held, tmp_path, "1,newsroom,The Daily,Mu,daily,S")
    assert (done.corrected, done.unchanged, done.conflicts) == (0, 1, [])
    assert imported(held, tmp_path, "1,newsroom,The Daily,Lemuria,daily,S").conflicts == []  # now it agrees


def test_what_people_withdrew_stays_withdrawn(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S")
    (entry,) = held.labels()
    held.appeal(entry.id, "it is none", "the outlet")
    held.decide(entry.id, "granted", "evidence", "ben")
    assert imported(held, tmp_path, "1,newsroom,Daily,Atlantis,daily,S").added == 0
    done = imported(held, tmp_path, "1,newsroom,Daily,Lemuria,daily,S")
    assert (done.added, done.corrected, done.kept_withdrawn) == (0, 0, [entry.id])
    assert held.labels() == []


def test_what_the_list_does_not_have_any_more(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,,daily,S", "2,newsroom,Weekly,,weekly,S")
    imported(held, tmp_path, "1,newsroom,Other,,other,T")  # another source's list
    done = imported(held, tmp_path, "1,newsroom,Daily,,daily,S")
    (gone,) = [e.id for e in held.labels() if e.label.name == "Weekly"]
    assert (done.missing, done.withdrawn) == ([gone], 0)
    assert len(held.labels()) == 3
    done = imported(held, tmp_path, "1,newsroom,Daily,,daily,S", withdraw_missing=True)
    assert (done.missing, done.withdrawn) == ([gone], 1)
    assert sorted(e.label.name for e in held.labels()) == ["Daily", "Other"]
    assert imported(held, tmp_path, "1,newsroom,Daily,,daily,S", withdraw_missing=True).missing == []


def test_a_copy_of_the_file_is_no_change(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,,daily,S", retrieved_on="2026-01-01")
    done = imported(held, tmp_path, "1,newsroom,Daily,,daily,S", "", retrieved_on="2026-02-01")
    assert (done.corrected, done.unchanged) == (0, 1)


def test_ids_are_those_of_the_list_wherever_it_is_imported(held, tmp_path):
    imported(held, tmp_path, "1,newsroom,Daily,,daily,S")
    other = Registry.open(tmp_path / "other.ndjson")
    imported(other, tmp_path, "1,newsroom,Daily,,daily,S")
    assert [e.id for e in held.labels()] == [e.id for e in other.labels()]


ROW = st.builds(
    lambda name, country, handles: label(name=name, country=country, handles={"x": tuple(handles)}),
    st.sampled_from(["A", "B"]),
    st.sampled_from([None, "Atlantis", "Lemuria"]),
    st.lists(st.sampled_from(["one", "two"]), min_size=1, max_size=2, unique=True),
)
LIST = st.dictionaries(st.sampled_from("abc"), ROW, max_size=3)
PEOPLE = st.lists(st.tuples(st.sampled_from(["withdraw", "correct"]), st.integers(0, 2), ROW), max_size=3)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(LIST, PEOPLE), min_size=1, max_size=4))
def test_any_history(steps):
    """However lists and people take turns: a repeated import adds nothing, and no import goes against people's word."""
    with tempfile.TemporaryDirectory() as folder:
        held = Registry.open(Path(folder) / "labels.ndjson")
        withdrawn = set()
        for list_, acts in steps:
            drafts = [Draft("the list", (key,), row) for key, row in list_.items()]
            before = held.entries()
            enter(held, drafts)
            for number, old in before.items():
                new = held.entry(number)
                ours, theirs = old.label.facts(), old.imported
                for field, value in new.label.facts().items():
                    assert value == ours.get(field) or field == "source" or ours.get(field) == theirs.get(field)
            assert merge(held.entries(), drafts).bodies == []
            for act, n, new in acts:
                entries = held.labels()
                if n < len(entries) and act == "withdraw":
                    held.withdraw(entries[n].id, "people say so", "ann")
                    withdrawn.add(entries[n].id)
                elif n < len(entries) and entries[n].label.country != new.country:
                    held.correct(entries[n].id, {"country": new.country}, "people say so", "ann")
            assert merge(held.entries(), drafts).bodies == []
            assert all(held.entry(number).ended for number in withdrawn)
        again = Registry.open(held.path)
        assert {i: (e.label, e.status) for i, e in again.entries().items()} == {
            i: (e.label, e.status) for i, e in held.entries().items()
        }


def enter(held, drafts):
    with held._store.writing() as store:
        store.append("an importer", merge(held.entries(), drafts).bodies)
