"""Stored redirects are read from every container, and what is no redirect is counted."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.errors import InputError
from overt.sources import redirects as module
from overt.sources import stored_redirects

ROWS = [
    {"from": "https://t.co/a", "to": "https://example.org/1", "fetched_at": "2024-03-01T10:00:00Z"},
    {"from": "https://t.co/b", "to": "https://example.org/2", "fetched_at": ""},
    {"from": "", "to": "https://example.org/3", "fetched_at": "2024-03-01"},
    {"from": "https://t.co/d", "to": None, "fetched_at": None},
]
WHEN = 1_709_287_200_000_000


def csv_file(path):
    path.write_text("from,to,fetched_at\n" + "".join(f"{r['from']},{r['to'] or ''},{r['fetched_at']}\n" for r in ROWS))


def ndjson_file(path):
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))


def parquet_file(path):
    pq.write_table(pa.Table.from_pylist(ROWS), path)


@pytest.mark.parametrize(
    ("name", "write"), [("r.csv", csv_file), ("r.ndjson", ndjson_file), ("r.parquet", parquet_file)]
)
def test_containers(tmp_path, name, write):
    write(tmp_path / name)
    found = stored_redirects(tmp_path / name)
    assert found.links.to_pylist() == [
        {"from": "https://t.co/a", "to": "https://example.org/1", "fetched_at": WHEN},
        {"from": "https://t.co/b", "to": "https://example.org/2", "fetched_at": None},
    ]
    assert (found.name, found.rows, found.left_out) == (name, 4, 2)
    assert set(found.facts()) == {"name", "sha256", "rows", "rows_left_out"}
    assert str(tmp_path) not in json.dumps(found.facts())


def test_other_names_and_no_time(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("short_url;final_url\nt.co/a;example.org/1\n")
    assert stored_redirects(path).links.to_pylist() == [{"from": "t.co/a", "to": "example.org/1", "fetched_at": None}]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"a,b\n1,2\n", "no columns that say from where to where"),
        (b"\x1f\x8b\x08\x00", "is packed"),
        (b"\x00\x01\x02\xff" * 50, "."),
        (b"PAR1" + b"\xff" * 40 + b"PAR1", "."),
        (b"", "."),
        (b'{"from": "a", "to": ' + b"[" * 100_000, "."),
    ],
    ids=["other columns", "packed", "bytes", "broken Parquet", "empty", "deep"],
)
def test_what_is_no_such_file(tmp_path, content, what):
    path = tmp_path / "r"
    path.write_bytes(content)
    with pytest.raises(InputError, match=what):
        stored_redirects(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="is no file"):
        stored_redirects(tmp_path / "r.csv")
    with pytest.raises(InputError, match="is no file"):
        stored_redirects(tmp_path)


def test_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST", 3)
    csv_file(tmp_path / "r.csv")
    with pytest.raises(InputError, match="more than 3 rows"):
        stored_redirects(tmp_path / "r.csv")
