"""The long benchmarks on real data: `make nightly`. Their last results stand in docs/benchmarks.md."""

import os
from pathlib import Path

import pytest

import overt
from overt.evaluate.calibration import calibrate
from overt.evaluate.overlay import alone, overlays

SHARED = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
SETS = (
    "mayweather_2017/posts.parquet",
    "coortweet/russian_coord_tweets.parquet",
    "coortweet/german_elections.parquet",
    "ira_2016q4/posts.parquet",
)

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not SHARED.exists(), reason="the shared data is absent: set OVERT_SHARED"),
]


@pytest.mark.parametrize("name", SETS)
def test_null_copies_give_no_more_edges_than_allowed(name: str) -> None:
    lines = calibrate([SHARED / name], 20, (), 0, None, lambda stage, detail: None)
    assert lines
    broken = [line.facts() for line in lines if not line.holds]
    assert not broken


def test_no_innocent_is_a_member_and_the_recall_stays() -> None:
    posts = overt.read(SHARED / "ira_2016q4/posts.parquet")
    by_itself = alone(posts)
    rows = list(overlays(posts, range(100, 120), mixing=0.05))
    assert [row.accused for row in rows] == [0] * 20
    assert abs(sum(row.recall for row in rows) / len(rows) - by_itself.recall) <= 0.05
