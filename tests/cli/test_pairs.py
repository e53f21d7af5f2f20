"""`overt pairs`: the plain count, compared with one written in plain pandas."""

import csv
import datetime
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

COLUMNS = ["account_a", "account_b", "shared", "within", "platform_a", "platform_b"]
START = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)


def reference(uses: pd.DataFrame, interval: int, min_shared: int = 1) -> dict[tuple[str, str], tuple[int, int]]:
    """{pair: (shared, within)} of a frame account, object, seconds, with nothing clever in it."""
    objects = {account: set(rows) for account, rows in uses.groupby("account")["object"]}
    within: dict[tuple[str, str], set[str]] = {}
    for name, rows in uses.sort_values("seconds").groupby("object"):
        acts = list(zip(rows["account"], rows["seconds"], strict=True))
        for place, (one, first) in enumerate(acts):
            for other, second in acts[place + 1 :]:
                if second - first > interval:
                    break
                if one != other:
                    within.setdefault((min(one, other), max(one, other)), set()).add(str(name))
    return {
        pair: (len(objects[pair[0]] & objects[pair[1]]), len(mine))
        for pair, mine in within.items()
        if len(mine) >= min_shared
    }


def counted(path: Path) -> dict[tuple[str, str], tuple[int, int]]:
    rows = pq.read_table(path).to_pylist()
    assert all(row["account_a"] < row["account_b"] for row in rows), "unordered: the smaller id first, once"
    found = {(r["account_a"], r["account_b"]): (r["shared"], r["within"]) for r in rows}
    assert len(found) == len(rows)
    return found


def table(rows: list[tuple[str, str, int]]) -> pa.Table:
    return pa.table(
        {
            "account_id": [account for account, _, _ in rows],
            "url_id": [name for _, name, _ in rows],
            "created_at": [START + datetime.timedelta(seconds=seconds) for _, _, seconds in rows],
            "post_id": [str(i) for i in range(len(rows))],
        }
    )


def random_rows() -> list[tuple[str, str, int]]:
    import numpy as np

    rng = np.random.default_rng(4)
    return [
        (f"a{a}", f"o{o}", int(s))
        for a, o, s in zip(rng.integers(0, 12, 300), rng.integers(0, 15, 300), rng.integers(0, 900, 300), strict=True)
    ]


@pytest.mark.parametrize(("interval", "min_shared"), [(0, 1), (10, 1), (10, 2), (60, 3), (10_000, 1)])
def test_against_the_reference(interval: int, min_shared: int, overt: Any, tmp_path: Path) -> None:
    rows = random_rows()
    pq.write_table(table(rows), tmp_path / "posts.parquet")
    out = tmp_path / "p.parquet"
    options = ("--interval", interval, "--min-shared", min_shared, "--out", out, "--json", "--quiet")
    done = overt("pairs", tmp_path / "posts.parquet", "--trace", "url_id", *options)
    expected = reference(pd.DataFrame(rows, columns=["account", "object", "seconds"]), interval, min_shared)
    assert expected
    assert counted(out) == expected
    assert pq.read_table(out).column_names == COLUMNS
    answer = json.loads(done.out)
    assert (answer["pairs"], answer["rows_read"], answer["rows_rejected"]) == (len(expected), 300, 0)


def test_the_gap_itself_counts(overt: Any, tmp_path: Path) -> None:
    """10 s is within 10 s, 11 s is not; an account is no pair with itself."""
    rows = [("a", "x", 0), ("b", "x", 10), ("c", "x", 21), ("a", "y", 0), ("a", "y", 5)]
    pq.write_table(table(rows), tmp_path / "posts.parquet")
    assert overt("pairs", tmp_path / "posts.parquet", "--trace", "url_id", "--out", tmp_path / "p.parquet").code == 0
    assert counted(tmp_path / "p.parquet") == {("a", "b"): (1, 1)}


def test_a_sheet_runs_nothing(overt: Any, tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-7", "@x", "plain", "\uff1d2", 'a"b,c']
    pq.write_table(table([(name, "x", i) for i, name in enumerate(names)]), tmp_path / "posts.parquet")
    out = tmp_path / "p.csv"
    assert overt("pairs", tmp_path / "posts.parquet", "--trace", "url_id", "--out", out).code == 0
    with out.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == COLUMNS
    assert len(rows) == 21
    assert {cell for row in rows for cell in row[:2]} == {"'=1+1", "'+1", "'-7", "'@x", "plain", "'\uff1d2", 'a"b,c'}


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_no_pair(ending: str, overt: Any, tmp_path: Path) -> None:
    """An empty table with its columns, not a crash; and so for a trace that no post has."""
    pq.write_table(table([("a", "x", 0), ("b", "y", 0)]), tmp_path / "posts.parquet")
    for trace in ("url_id", "url"):
        out = tmp_path / f"{trace}.{ending}"
        done = overt("pairs", tmp_path / "posts.parquet", "--trace", trace, "--out", out, "--quiet")
        assert (done.code, done.err) == (0, "")
        assert f"0 pairs used the same {trace} within 10 s" in done.out
        found = pq.read_table(out) if ending == "parquet" else pacsv.read_csv(out)
        assert (found.num_rows, found.column_names) == (0, COLUMNS)


def test_what_cannot_be_read_is_kept(overt: Any, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(
        "account_id,created_at,url\na,2024-03-01,http://x.org/1\nb,never,http://x.org/1\n"
    )
    done = overt("pairs", tmp_path / "posts.csv", "--trace", "url", "--out", tmp_path / "p.csv", "--quiet")
    assert done.code == 0
    assert f"1 of 2 rows could not be read: {tmp_path / 'p.rejected.csv'}" in done.out
    assert "never" in (tmp_path / "p.rejected.csv").read_text()
    (tmp_path / "posts.csv").write_text("account_id,created_at,url\nb,never,http://x.org/1\n")
    done = overt("pairs", tmp_path / "posts.csv", "--trace", "url", "--out", tmp_path / "q.csv", "--quiet")
    assert done.code == 2
    assert f"see {tmp_path / 'q.rejected.csv'} for each row" in done.line
    assert not (tmp_path / "q.csv").exists()


def test_parity_with_coortweet(shared_data: Any, overt: Any, tmp_path: Path) -> None:
    """The 1,092 pairs of METHOD section 7."""
    path = shared_data("coortweet/russian_coord_tweets.parquet")
    out = tmp_path / "pairs.parquet"
    done = overt("pairs", path, "--trace", "repost", "--interval", 10, "--min-shared", 1, "--out", out, "--quiet")
    assert done.code == 0
    frame = pd.read_parquet(path)
    uses = pd.DataFrame(
        {
            "account": frame["account_id"].astype(str),
            "object": frame["object_id"].astype(str),
            "seconds": frame["timestamp_share"].astype("int64"),
        }
    )
    expected = reference(uses, 10)
    found = counted(out)
    assert len(found) == len(expected) == 1092
    assert found == expected
