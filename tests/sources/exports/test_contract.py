"""Contracts that every known export keeps: its examples are recognised, read whole, and come back from Parquet."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.model.account import ACCOUNTS_SCHEMA
from overt.model.post import KINDS, POST_FIELDS
from overt.sources.exports import EXPORTS, ColumnExport, RecordExport

from ..conftest import Files

EXAMPLES = [(e, name, data) for e in EXPORTS for name, data in e.examples().items()]
RECORDS = [(e, name, data) for e, name, data in EXAMPLES if isinstance(e, RecordExport)]
NAMES = [f"{e.name}:{name}" for e, name, _ in EXAMPLES]
RECORD_NAMES = [f"{e.name}:{name}" for e, name, _ in RECORDS]
FIELDS = {f.name for f in POST_FIELDS}


@pytest.mark.parametrize(("export", "name", "data"), EXAMPLES, ids=NAMES)
def test_examples_are_recognised_and_read(files: Files, export: Any, name: str, data: bytes) -> None:
    reading = files.open(files.write(name, data))
    rows = files.rows(reading)
    info, accounts = reading.files[0], reading.profiles.table()
    assert info.format == export.name
    assert rows or accounts.num_rows
    assert all(row["kind"] in KINDS for row in rows)
    if export.platform:
        assert info.platforms == ([export.platform] if rows else [])
        assert set(accounts["platform"].to_pylist()) <= {export.platform}
    for row in rows:
        assert row["account_id"].strip() == row["account_id"] != ""


@pytest.mark.parametrize(("export", "name", "data"), EXAMPLES, ids=NAMES)
def test_the_name_of_a_file_says_nothing(files: Files, export: Any, name: str, data: bytes) -> None:
    bare = "export.txt" if not data.startswith(b"PAR1") else "export"
    assert files.open(files.write(bare, data)).files[0].format == export.name


@pytest.mark.parametrize(("export", "name", "data"), EXAMPLES, ids=NAMES)
def test_posts_and_accounts_come_back_from_parquet(files: Files, export: Any, name: str, data: bytes) -> None:
    reading = files.open(files.write(name, data))
    posts = pa.Table.from_batches(list(reading.batches()), schema=reading.schema)
    accounts = reading.profiles.table()
    for table, kind in ((posts, "posts"), (accounts, "accounts")):
        if not table.num_rows:
            continue
        path = files.folder / f"{kind}.parquet"
        pq.write_table(table, path)
        again = files.open(path)
        batches = list(again.batches())
        if kind == "accounts":
            assert again.profiles.table().equals(accounts)
            continue
        back = pa.Table.from_batches(batches, schema=again.schema)
        for column in FIELDS - {"row", "file"}:
            assert back[column].to_pylist() == posts[column].to_pylist(), column


def test_names_are_their_own() -> None:
    assert len({e.name for e in EXPORTS}) == len(EXPORTS)
    examples = [name for e in EXPORTS for name in e.examples()]
    assert len(set(examples)) == len(examples)
    for export in EXPORTS:
        assert export.reads
        assert export.cannot
        assert export.examples()


@pytest.mark.parametrize("export", [e for e in EXPORTS if isinstance(e, RecordExport)], ids=lambda e: e.name)
def test_what_is_supplied_are_fields_of_posts(export: Any) -> None:
    assert export.supplies <= FIELDS
    assert {"account_id", "created_at"} <= export.supplies


ODD = [None, 7, -1.5, "", "x", [], {}, [None], {"a": {"b": []}}, True, "\ud800", 10**400, float("nan")]
MADE = [(e, name) for e in EXPORTS if isinstance(e, ColumnExport) for name in e.made]


@pytest.mark.parametrize(("export", "name"), MADE, ids=[f"{e.name}:{name}" for e, name in MADE])
def test_what_is_made_of_cells_takes_anything(export: Any, name: str) -> None:
    assert name in FIELDS | {"is_repost", "is_reply", "is_quote"}
    made = export.made[name]
    for odd in ODD:
        for place in range(len(made.columns)):
            made.make(*(odd if i == place else "x" for i in range(len(made.columns))))
        made.make(*(odd for _ in made.columns))


@pytest.mark.parametrize(("export", "name", "data"), RECORDS, ids=RECORD_NAMES)
def test_rows_have_fields_that_are_known(export: Any, name: str, data: bytes, files: Files) -> None:
    """A misspelt field would be lost in silence."""
    from overt.sources.documents import Documents
    from overt.sources.encoding import detect
    from overt.sources.exports.base import Passed, Unreadable

    path = files.write(name, data)
    by_line = not isinstance(_whole(data), dict | list)
    for _, _, document in Documents(path, detect(path, name), by_line):
        for record, context in export.records(document):
            try:
                found = list(export.rows(record, context))
            except (Passed, Unreadable):
                continue
            for row in found:
                assert set(row.post or {}) <= set(export.supplies), set(row.post or {}) - export.supplies
                assert set(row.profile or {}) <= set(ACCOUNTS_SCHEMA.names)


def _whole(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return None


def spoiled(value: Any, odd: Any, path: tuple[Any, ...] = ()) -> Any:
    """Copies of a JSON value, each with one of its parts replaced."""
    yield odd
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        for other in spoiled(child, odd):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = other
            yield copy


@pytest.mark.parametrize("odd", ODD[:-1])
@pytest.mark.parametrize(("export", "name", "data"), RECORDS, ids=RECORD_NAMES)
def test_a_platform_that_changes_a_field_breaks_one_column(
    export: Any, name: str, data: bytes, odd: Any, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any part of any record may be anything: the reader says Passed or Unreadable, or gives rows."""
    from overt.sources.exports.base import Passed, Unreadable

    whole = _whole(data)
    documents = (
        [json.loads(line) for line in data.decode().splitlines() if line.strip()]
        if whole is None
        else (whole if isinstance(whole, list) else [whole])
    )
    for document in documents:
        for other in spoiled(document, odd):
            if not isinstance(other, dict):
                continue
            export.recognise(other)
            for record, context in export.records(other):
                try:
                    list(export.rows(record, context))
                except (Passed, Unreadable):
                    continue


@pytest.mark.parametrize(("export", "name", "data"), RECORDS, ids=RECORD_NAMES)
def test_a_new_field_is_kept_and_told(export: Any, name: str, data: bytes, files: Files) -> None:
    if _whole(data) is not None or not export.known:
        pytest.skip("records of this example are not its lines")
    lines = [{**json.loads(line), "brand_new": {"a": 1}} for line in data.decode().splitlines() if line.strip()]
    text = "\n".join(json.dumps(line) for line in lines)
    reading = files.open(files.write(name, text))
    rows = files.rows(reading)
    if not any("brand_new" in (row["raw"] or "") for row in rows):
        pytest.skip("records of this example lie inside its lines")
    assert any("brand_new" in notice for notice in reading.notices)


def test_a_folder_of_all_examples_is_one_reading(files: Files) -> None:
    paths = [files.write(name, data) for _, name, data in EXAMPLES]
    rows = files.rows(files.open(*paths))
    assert {row["file"] for row in rows} <= set(range(len(paths)))
    assert Path(files.rejected).exists()
