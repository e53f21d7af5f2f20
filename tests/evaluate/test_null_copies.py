"""Null copies keep what they say they keep, and nothing of who acted with whom."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.evaluate.calibration import Line, possible
from overt.evaluate.null_copies import DAY, KINDS, WEEK, Original, met, null_copy
from overt.model.action import ACTIONS_SCHEMA
from overt.model.co_use import CoUses
from overt.model.post import posts_schema
from overt.model.scale import SECOND

START = 1_700_000_000 * SECOND // DAY * DAY
SCHEMA = posts_schema([]).append(pa.field("post", pa.int64()))
seeds = st.integers(0, 10_000)
modest = settings(max_examples=15, deadline=None)


def original(seed, days=20, posts=200, widest=86_400, resolution=1):
    rng = np.random.default_rng(seed)
    times = START + rng.integers(0, days * 86_400, posts) // resolution * resolution * SECOND
    rows = [
        {
            "platform": ["x", "y"][rng.integers(2)],
            "post_id": str(n),
            "account_id": f"u{rng.integers(8)}",
            "created_at": int(t),
            "kind": "post",
            "lang": [None, "de", "en"][rng.integers(3)],
            "file": 0,
            "row": n + 1,
            "post": n,
        }
        for n, t in enumerate(times)
    ]
    acted = [
        {
            "trace": "url",
            "platform": row["platform"],
            "account_id": row["account_id"],
            "object": f"o{rng.integers(30)}",
            "acted_at": row["created_at"],
            "post": row["post"],
            "lang": row["lang"],
        }
        for row in rows
        for _ in range(rng.integers(0, 3))
    ]
    account = np.array([hash((r["platform"], r["account_id"])) for r in rows])
    first, second = np.triu_indices(posts, 1)
    close = (account[first] != account[second]) & (np.abs(times[first] - times[second]) <= widest * SECOND)
    kept = np.flatnonzero(close)[:: max(1, close.sum() // 150)]
    return Original(
        pa.Table.from_pylist(rows, schema=SCHEMA),
        pa.Table.from_pylist(acted, schema=ACTIONS_SCHEMA),
        widest,
        resolution,
        (first[kept], second[kept]),
    )


def copied(data, kind, seed):
    posts, actions = null_copy(data, kind, np.random.default_rng(seed))
    assert posts.schema == data.posts.schema
    assert actions.schema == data.actions.schema
    # Actions follow their posts, and use what they used.
    rows = actions["post"].to_numpy()
    times = posts["created_at"].cast(pa.int64()).to_numpy()
    assert actions["acted_at"].to_pylist() == times[rows].tolist()
    for name in ("platform", "account_id"):
        column = posts[name].to_pylist()
        assert actions[name].to_pylist() == [column[row] for row in rows]
    for name in ("trace", "object", "post", "lang"):
        assert actions[name].equals(data.actions[name])
    changed = {"jitter": {"created_at"}, "days": {"created_at"}, "rewire": {"platform", "account_id"}}[kind]
    for name in set(posts.schema.names) - changed:
        assert posts[name].equals(data.posts[name])
    return posts, times


def owners(posts):
    return list(zip(posts["platform"].to_pylist(), posts["account_id"].to_pylist(), strict=True))


@modest
@given(seeds)
def test_rewire_keeps_activity_times_and_objects(seed):
    data = original(seed)
    posts, times = copied(data, "rewire", seed)
    assert times.tolist() == data.times.tolist()
    langs, weeks = data.posts["lang"].to_pylist(), (data.times // WEEK).tolist()
    before = Counter(zip(owners(data.posts), langs, weeks, strict=True))
    after = Counter(zip(owners(posts), langs, weeks, strict=True))
    assert after == before  # posts per account, language and week
    assert owners(posts) != owners(data.posts)


@modest
@given(seeds, st.sampled_from([(3_600, 1), (86_400, 60), (14 * 86_400, 86_400)]))
def test_jitter_stays_in_the_window_and_on_the_clock(seed, shape):
    widest, resolution = shape
    data = original(seed, days=60, widest=widest, resolution=resolution)
    posts, times = copied(data, "jitter", seed)
    width = widest * SECOND
    assert (times // width).tolist() == (data.times // width).tolist()
    assert (times % (resolution * SECOND) == 0).all()
    assert owners(posts) == owners(data.posts)
    assert (times != data.times).mean() > 0.8


def test_jitter_is_uniform_in_the_window():
    data = original(1, posts=4_000)
    _, times = copied(data, "jitter", 2)
    place = (times % DAY) / DAY
    counts = np.histogram(place, 10, (0, 1))[0]
    assert ((counts - 400) ** 2 / 400).sum() < 27.9  # chi-square, 9 degrees of freedom, p = .001


@modest
@given(seeds)
def test_days_keep_the_time_of_day_and_each_sitting(seed):
    data = original(seed)
    posts, times = copied(data, "days", seed)
    assert (times % DAY).tolist() == (data.times % DAY).tolist()
    assert owners(posts) == owners(data.posts)
    first, last = data.times.min() // DAY, data.times.max() // DAY
    assert times.min() // DAY >= first
    assert times.max() // DAY <= last
    # A day of an account moves as one.
    moved = {}
    for owner, before, after in zip(owners(posts), data.times // DAY, times // DAY, strict=True):
        assert moved.setdefault((owner, int(before)), int(after)) == after


@modest
@given(seeds)
def test_days_leave_no_met_pair_of_posts_where_it_was(seed):
    data = original(seed)
    _, times = copied(data, "days", seed)
    left, right = data.met
    assert len(left) > 50
    before, after = data.times[left] - data.times[right], times[left] - times[right]
    assert (after != before).all()


def test_posts_that_met_on_one_day_lie_on_different_days():
    """Two accounts that always post together, every day for three weeks."""
    times = START + np.repeat(np.arange(21), 2) * DAY + np.tile([0, 5 * SECOND], 21) + 9 * 3_600 * SECOND
    rows = [
        {
            "platform": "x",
            "account_id": "ab"[n % 2],
            "created_at": int(t),
            "kind": "post",
            "file": 0,
            "row": n,
            "post": n,
        }
        for n, t in enumerate(times)
    ]
    even = np.arange(0, 42, 2)
    data = Original(
        pa.Table.from_pylist(rows, schema=SCHEMA), ACTIONS_SCHEMA.empty_table(), 86_400, 1, (even, even + 1)
    )
    for seed in range(20):
        _, moved = copied(data, "days", seed)
        assert (moved[even] // DAY != moved[even + 1] // DAY).all()


def test_one_day_of_data_ends_all_the_same():
    data = original(3, days=1, posts=40)
    _, times = copied(data, "days", 3)
    assert times.tolist() == data.times.tolist()
    assert possible(WEEK / SECOND - 1) == ("jitter", "rewire")
    assert possible(WEEK / SECOND) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_copy(kind):
    data = original(8)
    first, again, other = (copied(data, kind, seed)[0] for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_met():
    column = np.array([0, 0, 1, 0], np.int64)
    co = CoUses(column, column, column, column, column, column + 1, np.array([2, 2, 0, 2]), np.array([1, 1, 1, 0]), 3)
    left, right = met(co, np.array([10, 20, 30]))
    assert sorted(zip(left.tolist(), right.tolist(), strict=True)) == [(10, 20), (30, 10), (30, 20)]


def test_the_line_of_the_table():
    line = Line("text", "days", 1_000, [10] * 20)
    assert (line.average, line.allowed, line.holds) == (10, 10, True)
    assert not Line("text", "days", 1_000, [10] * 19 + [11]).holds
    # Few edges in the data: one edge in twenty copies is allowed, two are not.
    assert Line("text", "days", 3, [0] * 19 + [1]).holds
    assert not Line("text", "days", 3, [0] * 18 + [1, 1]).holds
    assert not Line("text", "days", 3, [0] * 19 + [2]).holds


def test_copies_with_any_edge_and_their_interval():
    hits, low, high = Line("text", "days", 0, [0] * 200).any()
    assert (hits, low) == (0, 0)
    assert high == pytest.approx(1 - 0.025 ** (1 / 200))  # Clopper-Pearson at nought
    hits, low, high = Line("text", "days", 0, [5] + [0] * 19).any()
    assert hits == 1
    assert low == pytest.approx(1 - 0.975 ** (1 / 20))
    assert 0.2 < high < 0.3
    facts = Line("text", "days", 40, [0, 2, 0, 0]).facts()
    assert facts["edges_a_copy"] == 0.5
    assert facts["allowed"] == 0.4
    assert facts["copies_with_any"] == 1
    assert facts["holds"] is False
    assert Line("text", "days", 40, [0, 2, 0, 0]).cells()[-1] == "NO"
