import random
import resource
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.errors import InputError
from overt.sources import parquet

from .conftest import Files

TIMES = pa.array([datetime(2020, 1, 1), datetime(2020, 1, 2)], pa.timestamp("ms"))


def write(files: Files, name: str = "posts.parquet", **columns: Any) -> Path:
    path = files.folder / name
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.binary()])
def test_text_types(files: Files, kind: pa.DataType) -> None:
    path = write(
        files,
        account_id=pa.array(["a", "b"]).cast(kind),
        created_at=TIMES,
        text=pa.array(["x #y", None]).cast(kind),
    )
    rows = files.rows(files.open(path))
    assert [(r["account_id"], r["text"], r["hashtags"]) for r in rows] == [
        ("a", "x #y", ["y"]),
        ("b", None, None),
    ]


@pytest.mark.parametrize("kind", [pa.uint32(), pa.int64(), pa.uint64(), pa.float64(), pa.decimal128(20, 0)])
def test_id_types(files: Files, kind: pa.DataType) -> None:
    rows = files.rows(
        files.open(
            write(
                files,
                user_id=pa.array([1, 2]).cast(kind),
                id=pa.array([7, None]).cast(kind),
                created_at=TIMES,
            )
        )
    )
    assert [(r["account_id"], r["post_id"]) for r in rows] == [("1", "7"), ("2", None)]


def test_row_groups_and_small_batches(files: Files) -> None:
    path = files.folder / "posts.parquet"
    table = pa.table({"user_id": [str(i) for i in range(1_000)], "created_at": [1577836800 + i for i in range(1_000)]})
    pq.write_table(table, path, row_group_size=300)
    reading = files.open(path, batch_rows=70)
    batches = list(reading.batches())
    assert max(b.num_rows for b in batches) == 70
    assert [row for b in batches for row in b.column("row").to_pylist()] == list(range(1, 1_001))


def test_bad_values_cost_their_row(files: Files) -> None:
    path = write(
        files,
        user_id=pa.array([1.0, float("nan"), float("inf"), 2.0**60, 1.5, 5.0, 6.0]),
        created_at=pa.array([1577836800.0] * 5 + [float("nan"), float("inf")]),
    )
    assert [r["account_id"] for r in files.rows(files.open(path))] == ["1"]
    assert files.reasons() == [
        "2: no account id",
        "3: user_id 'inf' is infinite",
        "4: id beyond 2^53 (user_id 1.152921504606847e+18) was damaged by a float: "
        "numbers beyond 2^53 lose their "
        "last digits; export it as text",
        "5: user_id '1.5' is not a whole number",
        "6: no time",
        "7: time inf is not finite",
    ]


def test_bytes_that_are_no_text(files: Files) -> None:
    broken = pa.array([b"a\xff", b"b"]).view(pa.string())
    rows = files.rows(files.open(write(files, user_id=["a", "b"], created_at=TIMES, text=broken)))
    assert [r["text"] for r in rows] == ["a\ufffd", "b"]


def test_long_fields(files: Files) -> None:
    big = "é" * 6_000_000
    path = write(files, user_id=["a", "b"], created_at=TIMES, text=[big, "ok"], hashtags=[["x"], ["y"]])
    assert [r["account_id"] for r in files.rows(files.open(path))] == ["b"]
    assert files.reasons() == ["1: text holds more than 1,048,576 characters"]
    path = write(files, user_id=["a", "b"], created_at=TIMES, hashtags=[["x"], [big]])
    assert [r["account_id"] for r in files.rows(files.open(path))] == ["a"]


def test_a_dictionary_that_hides_its_size(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "BATCH_BYTES", 1 << 20)
    count = 400
    words = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), pa.array(["x" * 500_000]))
    path = write(files, user_id=[str(i) for i in range(count)], created_at=[1577836800] * count, text=words)
    assert path.stat().st_size < 1_000_000  # 200 MB once decoded
    reading = files.open(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = 0
    for batch in reading.batches():
        seen += batch.num_rows
    assert seen == count
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_damaged_pages_are_one_line(files: Files) -> None:
    path = write(files, user_id=[str(i) for i in range(20_000)], created_at=[1577836800 + i for i in range(20_000)])
    good = path.read_bytes()
    random.seed(3)
    for _ in range(25):
        bad = bytearray(good)
        for _ in range(30):
            bad[random.randrange(4, len(bad))] = random.randrange(256)
        path.write_bytes(bytes(bad))
        try:
            files.rows(files.open(path))
        except InputError as error:
            assert str(error).startswith(str(path))


def test_odd_columns(files: Files) -> None:
    path = write(
        files,
        **{
            "public_metrics.like_count": [1, 2],
            "user.id": ["a", "b"],
            "created_at": TIMES,
            "struct": [{"a": 1}, None],
        },
    )
    assert [(r["account_id"], r["likes"]) for r in files.rows(files.open(path))] == [("a", 1), ("b", 2)]
    double = pa.Table.from_arrays(
        [pa.array(["a", "b"]), TIMES, pa.array(["x", "y"])], names=["user_id", "created_at", "user_id"]
    )
    pq.write_table(double, path)
    assert len(files.rows(files.open(path))) == 2


def test_structs_and_lists_of_structs(files: Files) -> None:
    path = write(
        files,
        user_id=["a", "b"],
        created_at=TIMES,
        hashtags=[[{"text": "x"}], None],
        media=[[{"type": "photo", "url": "https://e.org/p"}], []],
    )
    rows = files.rows(files.open(path))
    assert rows[0]["hashtags"] == ["x"]
    assert rows[0]["media"] == [{"kind": "photo", "url": "https://e.org/p", "sha256": None, "pdq": None}]


def test_rejected_rows_that_python_cannot_hold(files: Files) -> None:
    late = pa.array([2**62, 1577836800_000_000], pa.timestamp("us"))
    broken = pa.array([b"a\xff", b"b"], pa.binary()).view(pa.string())
    rows = files.rows(files.open(write(files, user_id=["a", "b"], created_at=late, text=broken)))
    assert [r["account_id"] for r in rows] == ["b"]
    assert files.reasons() == [f"1: time '{2**62}' lies outside the years 1990 to 2100"]
    assert '"created_at"": ""4611686018427387904""' in files.rejected.read_text(encoding="utf-8")
    assert "a\ufffd" in files.rejected.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_texts_read_plainly_and_by_their_dictionaries(
    files: Files, monkeypatch: pytest.MonkeyPatch, kind: pa.DataType
) -> None:
    texts = [None if i % 7 == 0 else f"text {i % 50}" for i in range(9_000)] + ["x" * 2_000_000, "\u00e9" * 90]
    count = len(texts)
    path = write(files, user_id=["a"] * count, created_at=[1577836800] * count, text=pa.array(texts).cast(kind))
    plain = files.rows(files.open(path)), files.reasons()
    monkeypatch.setattr(parquet, "GROUP_ROWS", 1_000_000)  # no look into the dictionaries: all are kept
    assert (files.rows(files.open(path)), files.reasons()) == plain
    assert len(plain[0]) == count - 1
