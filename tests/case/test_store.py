"""What is written stands in the ledger, once, or not at all; nothing is changed in place."""

import ast
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

import overt.case
from overt.case import cases
from overt.case.cases import Opening
from overt.case.moment import Moment, moment_of, stamp
from overt.case.store import Acting, Store, Twice
from overt.case.tables import METADATA, RECORDS, blobs, tags
from overt.errors import InputError, UsageError

from .desk import ANALYST, PUBLISHER

SOURCE = Path(overt.case.__file__).parent


def test_every_version_of_every_record_has_a_leaf_of_its_own(desk):
    case = desk.case()
    cases.comment(desk.store, ANALYST, case, "something was seen")
    cases.tag(desk.store, ANALYST, case, "first")
    cases.tag(desk.store, ANALYST, case, "first", remove=True)
    with desk.reading() as reading:
        entries = []
        for table in RECORDS.values():
            for row in reading.connection.execute(select(table)):
                leaf = desk.store.ledger.leaf(reading.connection, row.entry)
                assert leaf["clear"]["id"] == row.id
                assert leaf["kind"] == table.info["prefix"]
                entries.append(row.entry)
    head = desk.store.ledger.head()
    assert len(set(entries)) == len(entries) == desk.records() == head.size
    assert head.pending == 0
    for entry in entries:
        assert desk.store.ledger.prove(entry).index < head.size


def test_columns_that_are_not_clear_are_commitments_and_their_values_are_sealed(desk):
    case = desk.case("A title that only people of the desk read")
    with desk.reading() as reading:
        row = reading.get(case)
        leaf = desk.store.ledger.leaf(reading.connection, row.entry)
        assert "title" not in leaf["clear"]
        assert "title" in leaf["commitments"]
        assert desk.store.ledger.private(reading.connection, row.entry)["title"] == row.title
        assert row.title not in str(leaf)


def test_a_transaction_that_fails_leaves_neither_a_record_nor_a_leaf(desk):
    before = desk.records(), desk.store.ledger.head().size

    def work(writing):
        cases.begin(writing, Acting("person-x"), Opening("Half a case"))
        raise UsageError("something else is wrong")

    with pytest.raises(UsageError, match="something else"):
        desk.store.write(work)
    head = desk.store.ledger.head()
    assert (desk.records(), head.size, head.pending) == (*before, 0)


def test_a_record_is_entered_once_and_a_version_corrected_once(desk):
    case = desk.case()

    def enter(writing):
        return writing.add(tags, Acting("person-x"), case=case, tag="same")

    root = desk.store.write(enter)
    with pytest.raises(Twice):
        desk.store.write(enter)
    with desk.reading() as reading:
        row = reading.get(root)

    def correct(writing):
        return writing.amend(row, Acting("person-x"), because="seen", tag="other")

    desk.store.write(correct)
    with pytest.raises(Twice, match="somebody else changed it"):
        desk.store.write(correct)
    with desk.reading() as reading:
        assert [v.tag for v in reading.versions(root)] == ["same", "other"]


def test_what_was_said_before_stays(desk):
    case = desk.case("First title")
    cases.close(desk.store, PUBLISHER, case, "nothing more to do")
    with desk.reading() as reading:
        assert [(v.version, v.status) for v in reading.versions(case)] == [(0, "open"), (1, "closed")]
        assert reading.get(case).status == "closed"


def test_the_migrations_make_the_tables_of_the_code(desk):
    def of_ours(_thing, name, kind, _reflected, _other):
        return not (kind == "table" and name.startswith("ledger_"))

    with desk.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": of_ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_no_database_is_told_in_one_line(tmp_path):
    with pytest.raises(InputError, match="overt db init"):
        Store.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database " * 100)
    with pytest.raises(InputError):
        Store.open(tmp_path / "text.db")
    with pytest.raises(UsageError, match="mysql"):
        Store.open("mysql://host/name")


def test_only_the_store_writes():
    """No other file of the room makes a statement that changes rows."""
    verbs = {"insert", "update", "delete"}
    for path in sorted(SOURCE.glob("*.py")):
        if path.name in ("store.py",):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
                assert not verbs & {a.name for a in node.names}, path.name
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"exec_driver_sql"} or path.name == "database.py", path.name


def test_only_keys_are_destroyed_and_only_erasing_changes_a_row():
    tree = ast.parse((SOURCE / "store.py").read_text("utf-8"))
    found = [
        (function.name, call.func.id, ast.unparse(call.args[0]))
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("update", "delete")
    ]
    assert sorted(found) == [
        ("destroy_key", "delete", "case_keys"),
        ("erase", "delete", "blobs"),
        ("erase", "update", "table"),
    ]


def test_times_keep_their_microseconds_and_need_a_zone(desk):
    with desk.reading() as reading:
        assert reading.at == desk.at
    at = moment_of("2026-05-01T12:00:00.123456+02:00")
    assert stamp(at) == "2026-05-01T10:00:00.123456Z"
    assert moment_of(" ") is None
    with pytest.raises(UsageError):
        moment_of("yesterday")
    with pytest.raises(ValueError, match="zone"):
        Moment().process_bind_param(at.replace(tzinfo=None), None)


def test_bytes_are_kept_once(desk):
    def work(writing):
        return writing.keep_blob(b"same"), writing.keep_blob(b"same"), writing.keep_blob(b"other")

    one, two, _ = desk.store.write(work)
    assert one == two
    with desk.reading() as reading:
        assert len(list(reading.connection.execute(select(blobs.c.sha256)))) == 2


def test_odd_texts_are_kept_as_far_as_a_database_can(desk):
    for text in ("a\x00b", "\ud800", "😀" * 100, "'; drop table cases; --", "x" * 20_000):
        cases.comment(desk.store, ANALYST, desk.case(), text)
    with pytest.raises(UsageError, match="at most"):
        cases.comment(desk.store, ANALYST, desk.case(), "x" * 20_001)


def test_without_the_key_of_the_ledger_nothing_is_opened_or_made(postgres, tmp_path, monkeypatch):
    monkeypatch.delenv("OVERT_LEDGER_KEY", raising=False)
    url = postgres.database()
    with pytest.raises(InputError, match="OVERT_LEDGER_KEY"):
        Store.create(url)
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "ledger.key"))
    Store.create(url).engine.dispose()
    monkeypatch.delenv("OVERT_LEDGER_KEY")
    with pytest.raises(InputError, match="OVERT_LEDGER_KEY"):
        Store.open(url)
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "ledger.key"))
    Store.open(url).engine.dispose()
