"""Ordinary input that must not be rejected, and data in which there is nothing to find."""

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

START = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)


def scanned(overt: Any, path: Path, out: Path, *options: object) -> dict[str, Any]:
    done = overt("scan", path, "--out", out, "--quiet", *options)
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads((out / "findings.json").read_text("utf-8"))
    assert len(list(out.iterdir())) == 9
    return found


def test_times_without_zone(overt: Any, tmp_path: Path) -> None:
    """They are UTC, with one notice; --timezone says otherwise."""
    lines = [f"a{i},2024-03-01 12:00:{i:02},text number {i} of the day" for i in range(20)]
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(["account_id,created_at,text", *lines]))
    found = scanned(overt, path, tmp_path / "o")
    assert found["run"]["rows_rejected"] == 0
    assert found["run"]["notices"] == ["posts.csv: times carry no zone and were read as UTC"]
    assert found["run"]["span"]["first"] == "2024-03-01T12:00:00Z"
    done = overt("scan", path, "--out", tmp_path / "o", "--quiet")
    assert done.out.count("Note: ") == 1
    found = scanned(overt, path, tmp_path / "o", "--timezone", "Asia/Tokyo")
    assert found["run"]["span"]["first"] == "2024-03-01T03:00:00Z"


def test_integral_floats_are_ids(overt: Any, tmp_path: Path) -> None:
    ids = [float(2**53 - 1 - i % 5) for i in range(40)]
    times = [START + datetime.timedelta(minutes=i) for i in range(40)]
    path = tmp_path / "posts.parquet"
    pq.write_table(pa.table({"account_id": ids, "created_at": times, "post_id": [float(i) for i in range(40)]}), path)
    found = scanned(overt, path, tmp_path / "o")
    assert (found["run"]["posts"], found["run"]["rows_rejected"]) == (40, 0)
    accounts = pq.read_table(tmp_path / "o" / "accounts.parquet")["account_id"].to_pylist()
    assert accounts == [str(2**53 - 1 - i) for i in (4, 3, 2, 1, 0)]


def test_one_post_with_several_objects(overt: Any, tmp_path: Path) -> None:
    """Rows with one post id and different objects are one post; exact repeats are counted."""
    rows = [(f"a{i % 4}", START + datetime.timedelta(minutes=i), f"p{i}", f"o{i}") for i in range(20)]
    rows += [(a, t, p, f"{o}-second") for a, t, p, o in rows[:8]]
    rows += rows[:3]
    path = tmp_path / "posts.parquet"
    names = ("account_id", "created_at", "post_id", "url_id")
    pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), path)
    run = scanned(overt, path, tmp_path / "o")["run"]
    assert (run["rows_read"], run["rows_rejected"], run["posts"], run["exact_repeats"]) == (31, 0, 20, 3)
    assert sum(pq.read_table(tmp_path / "o" / "accounts.parquet")["posts"].to_pylist()) == 20
    (trace,) = [t for t in run["traces"] if t["name"] == "url_id"]
    assert (trace["objects"], trace["accounts"]) == (28, 4)


def posts(accounts: int, each: int, gap: datetime.timedelta, **extra: Any) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "account_id": f"a{a}",
                "created_at": START + gap * (i * accounts + a),
                **{k: v(a, i) for k, v in extra.items()},
            }
            for i in range(each)
            for a in range(accounts)
        ]
    )


HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
NOTHING_TO_FIND = {
    "no trace at all": posts(5, 10, HOUR),
    "one account": posts(1, 50, HOUR, text=lambda a, i: f"the very same long text again {i % 3}"),
    "no co-use": posts(6, 10, HOUR, text=lambda a, i: f"something of account {a} and number {i} only"),
    "one post": posts(1, 1, HOUR, text=lambda a, i: "the only post there is in the file"),
    "two posts": posts(2, 1, HOUR, text=lambda a, i: "the same post by two accounts"),
    "ids alone": posts(6, 8, HOUR, url_id=lambda a, i: str(i * 7 + a)),
    "a day's resolution": posts(9, 30, DAY, url_id=lambda a, i: str((a * 31 + i * i) % 97)),
    "all at one time": posts(8, 6, datetime.timedelta(0), url_id=lambda a, i: str(i)),
    "same text everywhere": posts(40, 3, HOUR, text=lambda a, i: "good morning to all of you out there"),
}


@pytest.mark.parametrize("case", NOTHING_TO_FIND)
def test_calm_where_there_is_nothing(case: str, overt: Any, tmp_path: Path) -> None:
    """No network, no crash, all nine files."""
    path, table = tmp_path / "posts.parquet", NOTHING_TO_FIND[case]
    pq.write_table(table, path)
    found = scanned(overt, path, tmp_path / "o")
    assert found["networks"] == []
    assert found["totals"] == {**found["totals"], "networks": 0, "members": 0, "targets": 0}
    assert found["run"]["rows_read"] == table.num_rows
    for name in ("networks", "receipts", "edges"):
        pq.read_table(tmp_path / "o" / f"{name}.parquet")
    accounts = pq.read_table(tmp_path / "o" / "accounts.parquet")
    assert accounts["account_id"].to_pylist() == sorted(set(table["account_id"].to_pylist()))
    assert set(accounts["role"].to_pylist()) <= {None, "lead"}


def test_a_day_scale_for_days(overt: Any, tmp_path: Path) -> None:
    """Dates without a time of day are tested at the scale of days alone."""
    pq.write_table(NOTHING_TO_FIND["a day's resolution"], tmp_path / "posts.parquet")
    run = scanned(overt, tmp_path / "posts.parquet", tmp_path / "o")["run"]
    assert run["time_resolution_seconds"] == 86_400
    assert run["scales"] == ["1 d / 14 d"]
