"""Scans of real data that lie outside the repository; skipped where they are not there."""

import datetime
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.long
MAYWEATHER, IRA = "mayweather_2017/posts.parquet", "ira_2016q4/posts.parquet"
FLOOR = 0.25
"""Recall among the accounts with 20 or more posts below which something is broken."""


def scanned(overt: Any, out: Path, *paths: Path) -> dict[str, Any]:
    done = overt("scan", *paths, "--out", out, "--quiet")
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads((out / "findings.json").read_text("utf-8"))
    return found


def ids(path: Path, column: str = "account_id") -> set[str]:
    return {str(v) for v in pc.unique(pq.read_table(path, columns=[column])[column]).to_pylist()}


def test_a_public_event(shared_data: Any, overt: Any, tmp_path: Path) -> None:
    """Eleven thousand people who watch the same match are no network."""
    found = scanned(overt, tmp_path / "o", shared_data(MAYWEATHER))
    assert found["networks"] == []
    assert found["run"]["posts"] == 12_118
    assert found["run"]["rows_rejected"] == 0


def test_operators_and_the_public(shared_data: Any, overt: Any, members: Any, tmp_path: Path) -> None:
    """A part of the operators' posts beside the public's: the networks hold operators alone."""
    posts = pq.read_table(shared_data(IRA))
    late = pc.greater(posts["created_at"].cast(pa.timestamp("us")), datetime.datetime(2016, 11, 1))
    part = posts.filter(pc.and_(pc.equal(posts["account_category"], "LeftTroll"), late))
    assert part.num_rows > 5_000
    pq.write_table(part, tmp_path / "part.parquet")
    found = scanned(overt, tmp_path / "o", tmp_path / "part.parquet", shared_data(MAYWEATHER))
    assert found["totals"]["members"] > 0
    assert not members(found) & ids(shared_data(MAYWEATHER))


def test_rings_across_platforms(shared_data: Any, overt: Any, tmp_path: Path) -> None:
    """Ids alone, two platforms: rings are found, and what crosses platforms is shown as such."""
    found = scanned(overt, tmp_path / "o", shared_data("coortweet/german_elections.parquet"))
    assert found["totals"]["networks"] > 5
    assert found["run"]["platforms"] == ["fb", "tw"]
    edges = pq.read_table(tmp_path / "o" / "edges.parquet").to_pylist()
    crossing = [e for e in edges if e["platform_a"] != e["platform_b"] and e["kind"] == "synchronised"]
    mixed = [n["id"] for n in found["networks"] if set(n["platforms"]) == {"fb", "tw"}]
    print(f"{len(crossing)} synchronised pairs across platforms, {len(mixed)} networks")
    assert crossing
    accounts = set(pq.read_table(tmp_path / "o" / "accounts.parquet")["account_id"].to_pylist())
    assert accounts == ids(shared_data("coortweet/german_elections.parquet"))


def recall(found: dict[str, Any], members: Any, path: Path) -> float:
    counts = pc.value_counts(pq.read_table(path, columns=["account_id"])["account_id"]).to_pylist()
    active = {str(c["values"]) for c in counts if c["counts"] >= 20}
    assert len(active) == 441
    return len(active & members(found)) / len(active)


@pytest.mark.nightly
def test_all_operators(shared_data: Any, overt: Any, members: Any, tmp_path: Path) -> None:
    """All the operators' posts: recall, memory, the same bytes twice."""
    path = shared_data(IRA)
    found = scanned(overt, tmp_path / "o", path)
    share = recall(found, members, path)
    run = json.loads((tmp_path / "o" / "run.json").read_text())
    print(f"recall {share:.3f}, {run['peak_memory_mb']['total']} MB, {run['seconds']['total']:.0f} s")
    assert share >= FLOOR
    assert run["peak_memory_mb"]["total"] < 2000
    again = overt("scan", path, "--out", tmp_path / "again", "--threads", 1, "--quiet")
    assert again.code == 0
    assert (tmp_path / "o" / "findings.json").read_bytes() == (tmp_path / "again" / "findings.json").read_bytes()


@pytest.mark.nightly
def test_all_operators_and_the_public(shared_data: Any, overt: Any, members: Any, tmp_path: Path) -> None:
    """Both files whole."""
    found = scanned(overt, tmp_path / "o", shared_data(IRA), shared_data(MAYWEATHER))
    assert found["totals"]["members"] > 0
    assert not members(found) & ids(shared_data(MAYWEATHER))
