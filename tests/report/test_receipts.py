import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.tables import RECEIPTS_SCHEMA
from overt.report import receipts
from overt.report.results import pair_of

START = datetime(2020, 1, 1, tzinfo=UTC)


def table(path: Path, number: int, seed: int = 0) -> list[dict]:
    draw = random.Random(seed)
    rows = []
    for row in range(number):
        a, b = sorted(draw.sample(range(6), 2))
        time, gap = START + timedelta(seconds=draw.randrange(10**6)), draw.randrange(60)
        rows.append(
            {
                "network_id": draw.choice(["N1", "N2", None]),
                "platform_a": "x",
                "account_a": str(a),
                "platform_b": "x",
                "account_b": str(b),
                "trace": draw.choice(["url", "text"]),
                "object": f"o{draw.randrange(40)}",
                "scale": None,
                "gap_seconds": draw.choice([float(gap), None, float("nan")]),
                "post_id_a": f"a{row}",
                "time_a": time,
                "text_a": f"text {row}",
                "file_a": 0,
                "row_a": row,
                "post_id_b": f"b{row}",
                "time_b": time + timedelta(seconds=gap),
                "text_b": None,
                "file_b": 0,
                "row_b": row,
            }
        )
    pq.write_table(pa.Table.from_pylist(rows, schema=RECEIPTS_SCHEMA), path, row_group_size=500)
    return rows


def test_counts_and_times_agree_with_a_slow_count(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(receipts, "_BATCH", 97)
    rows = table(tmp_path / "r.parquet", 3_000)
    found = receipts.read(tmp_path / "r.parquet", [(("x", "0"), ("x", "1"))], 5)
    assert found.total == 3_000
    for pair, times in found.pairs.items():
        same = [row for row in rows if pair_of(("x", row["account_a"]), ("x", row["account_b"])) == pair]
        assert times.count == len(same)
        assert receipts.time_of(times.first) == min(min(row["time_a"], row["time_b"]) for row in same)
        assert receipts.time_of(times.last) == max(max(row["time_a"], row["time_b"]) for row in same)
    ticks = sum(len(times) for network in found.ticks.values() for one in network.values() for times in one.values())
    assert ticks == 2 * sum(row["network_id"] is not None for row in rows)


def test_the_closest_posts_of_different_objects_are_chosen(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(receipts, "_BATCH", 97)
    rows = table(tmp_path / "r.parquet", 3_000)
    pair = (("x", "0"), ("x", "1"))
    chosen = receipts.read(tmp_path / "r.parquet", [pair], 5).of_edge[pair]
    assert len(chosen) == 5 and len({one.object for one in chosen}) == 5
    for one in chosen:  # each is the very row
        row = rows[one.a.row]
        assert (one.a.post_id, one.a.text, one.b.post_id, one.object) == (
            row["post_id_a"],
            row["text_a"],
            row["post_id_b"],
            row["object"],
        )
    best: dict[str, float] = {}
    for row in rows:
        if (
            (row["account_a"], row["account_b"]) == ("0", "1")
            and row["gap_seconds"] is not None
            and row["gap_seconds"] >= 0
        ):
            best[row["object"]] = min(row["gap_seconds"], best.get(row["object"], 1e9))
    assert [one.gap for one in chosen] == sorted(best.values())[:5]


def test_one_object_used_often_still_gives_five_posts(tmp_path: Path) -> None:
    rows = table(tmp_path / "r.parquet", 10)
    for row in rows:
        row |= {"account_a": "0", "account_b": "1", "object": "same", "gap_seconds": 4.0}
    pq.write_table(pa.Table.from_pylist(rows, schema=RECEIPTS_SCHEMA), tmp_path / "r.parquet")
    pair = (("x", "0"), ("x", "1"))
    chosen = receipts.read(tmp_path / "r.parquet", [pair], 5).of_edge[pair]
    assert [one.a.row for one in chosen] == [0, 1, 2, 3, 4]


def test_an_empty_table_is_no_error(tmp_path: Path) -> None:
    table(tmp_path / "r.parquet", 0)
    found = receipts.read(tmp_path / "r.parquet", [(("x", "0"), ("x", "1"))], 5)
    assert found.total == 0 and found.of_edge == {(("x", "0"), ("x", "1")): []}


def test_seen_from_the_other_side() -> None:
    a, b = (receipts.Post(("x", name), name, None, None, 0, 1) for name in "ab")
    one = receipts.CoAction("url", "o", 1.0, a, b)
    assert one.seen_from(("x", "a")) is one
    assert one.seen_from(("x", "b")).a is b
