"""A registry of labels and the ledger say the same, and where they do not, comparing finds it."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, text, update

from overt.case import database as databases
from overt.case import erase, labels
from overt.case.tables import labels as table
from overt.case.tables import parameters
from overt.errors import Denied, InputError
from overt.registry import Label, Registry, Source

from .desk import ADMIN, ANALYST, OVERSEER, PUBLISHER, REVIEWER


@pytest.fixture
def registry(tmp_path):
    """A registry with every kind of record."""
    held = Registry.open(tmp_path / "labels.ndjson")
    one = held.add(Label("newsroom", "The Daily Example", Source("Its imprint"), domains=("daily.example",)), "Abel")
    two = held.add(Label("politician", "Cain Example", Source("A list")), "Abel")
    held.correct(one, {"country": "Atlantis"}, "its imprint says so", "Abel")
    held.appeal(one, "it is a shop", "Abel")
    held.decide(one, "upheld", "it is none", "Abel")
    held.withdraw(two, "the source took it back", "Abel")
    return held


def compared(desk, held):
    with desk.reading() as reading:
        return labels.compared(reading, held.origin, held.lines)


def record(desk, held, lines=None, who=ANALYST, **more):
    return labels.record(desk.store, who, held.origin, held.lines if lines is None else lines, **more)


def test_each_record_has_a_leaf_that_names_nobody(desk, registry):
    before = desk.store.ledger.head().size
    assert record(desk, registry) == 6
    assert desk.store.ledger.head().size == before + 6
    with desk.reading() as reading:
        rows = reading.all(table)
        said = [desk.store.ledger.leaf(reading.connection, row.entry) for row in rows]
        private = desk.store.ledger.private(reading.connection, rows[3].entry)
    assert {leaf["kind"] for leaf in said} == {"label"}
    whats = ["label", "label", "correction", "appeal", "decision upheld", "withdrawal"]
    assert [leaf["clear"]["what"] for leaf in said] == whats
    assert [leaf["clear"]["line"] for leaf in said] == [2, 3, 4, 5, 6, 7]
    assert [leaf["clear"]["sha256"] for leaf in said] == [line.sha256 for line in registry.lines]
    assert {leaf["clear"]["registry"] for leaf in said} == {registry.origin}
    for word in ("Abel", "Daily", "Cain", "daily.example", "Atlantis", "shop", "imprint"):
        assert word not in str(said)
    assert (private["entered_by"], private["because"]) == ("Abel", "it is a shop")
    found = compared(desk, registry)
    assert (found.holds, found.leaves, found.others) == (True, 6, {})


def test_a_record_has_one_leaf(desk, registry):
    assert record(desk, registry, registry.lines[2:4]) == 2
    assert record(desk, registry, late=True) == 4
    assert record(desk, registry) == 0
    with desk.reading() as reading:
        assert sorted((row.line, row.late) for row in reading.all(table)) == [
            (2, True), (3, True), (4, False), (5, False), (6, True), (7, True),
        ]  # fmt: skip


@pytest.mark.parametrize("left_out", range(6))
def test_a_record_without_a_leaf_is_found(desk, registry, left_out):
    record(desk, registry, [line for n, line in enumerate(registry.lines) if n != left_out])
    found = compared(desk, registry)
    assert not found.holds
    assert [row["sha256"] for row in found.without_leaf] == [registry.lines[left_out].sha256]
    assert (found.without_record, found.different) == ([], [])


@pytest.mark.parametrize("kept", range(1, 7))
def test_records_that_were_taken_from_the_end_of_the_file_are_found(desk, registry, kept):
    record(desk, registry)
    gone = registry.lines[kept - 1 :]
    registry.path.write_bytes(b"".join(registry.path.read_bytes().splitlines(keepends=True)[:kept]))
    found = compared(desk, Registry.open(registry.path))
    assert not found.holds
    assert [row["sha256"] for row in found.without_record] == [line.sha256 for line in gone]
    assert found.without_leaf == []


def test_a_registry_that_was_written_anew_is_another_one(desk, registry, tmp_path):
    record(desk, registry)
    other = Registry.open(tmp_path / "other.ndjson")
    other.add(Label("newsroom", "The Daily Example", Source("Its imprint")), "Abel")
    found = compared(desk, other)
    assert (found.holds, len(found.without_leaf), found.others) == (False, 1, {registry.origin: 6})
    record(desk, other)
    assert compared(desk, other).holds
    assert compared(desk, registry).holds


def test_tables_that_were_changed_do_not_deceive_it(desk, registry):
    record(desk, registry)
    with desk.store.engine.begin() as connection:
        connection.execute(update(table).where(table.c.line == 2).values(sha256="0" * 64))
        connection.execute(delete(table).where(table.c.line == 3))
    assert compared(desk, registry).holds


def test_a_leaf_that_says_something_else_of_a_record_is_found(desk, registry):
    wrong = registry.lines[0]
    record(desk, registry, [replace(wrong, record=replace(wrong.record, label="L000000000000"))])
    record(desk, registry, registry.lines[1:])
    found = compared(desk, registry)
    assert not found.holds
    assert [row["sha256"] for row in found.different] == [wrong.sha256]


def test_who_may_and_what_a_denial_leaves(desk, registry):
    before = desk.store.ledger.head().size
    for who in (ADMIN, PUBLISHER):
        with pytest.raises(Denied, match="record label"):
            labels.may(desk.store, who)
        with pytest.raises(Denied):
            record(desk, registry, who=who)
    assert desk.store.ledger.head().size == before
    labels.may(desk.store, REVIEWER)
    assert record(desk, registry, who=OVERSEER) == 6


def test_names_are_erased_and_the_leaf_stays(desk, registry):
    record(desk, registry)
    with desk.reading() as reading:
        row = reading.all(table)[1]
    assert erase.erase(desk.store, OVERSEER, row.root, "a right") == 1
    with desk.reading() as reading:
        left = reading.get(row.root)
    assert (left.name, left.because) == (None, None)
    assert left.entered_by.startswith("erased")
    assert compared(desk, registry).holds


def test_what_others_entered_meanwhile_is_not_taken_for_ones_own(registry):
    mine, other = Registry.open(registry.path), Registry.open(registry.path)
    other.add(Label("newsroom", "Another one", Source("A list")), "Abel")
    mine.add(Label("newsroom", "A third", Source("A list")), "Abel")
    assert [line.record.n for line in mine.added] == [9]
    assert mine.added == mine.lines[-1:] == Registry.open(registry.path).lines[-1:]
    assert Registry.open(registry.path).added == []


def test_an_empty_registry_against_a_ledger(desk, registry, tmp_path):
    empty = Registry.open(tmp_path / "none.ndjson")
    assert compared(desk, empty).holds
    record(desk, registry)
    found = compared(desk, empty)
    assert (found.holds, found.leaves, found.others) == (False, 0, {registry.origin: 6})


def test_a_database_of_the_first_version_is_upgraded(desk, registry):
    with desk.store.engine.begin() as connection:
        table.drop(connection)
        parameters.drop(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(InputError, match="overt db upgrade"):
        record(desk, registry)
    assert databases.upgrade(desk.store.engine) == ["0002"]
    assert record(desk, registry) == 6
