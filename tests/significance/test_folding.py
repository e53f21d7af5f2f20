"""Trials of crowded windows: against plain loops, and never too sure of themselves however the objects depend."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from overt.model.scale import DAY_SCALE, SCALES
from overt.significance import reference
from overt.significance.folding import EVEN, NEARLY_ALL, Close, folded
from overt.significance.synchrony import pair_test
from significance.test_replicate import expected
from significance.test_synchrony import co_uses_of, ints, made

DAY = 86_400


def close_of(rows):
    """rows: (pair, window, object, chance, hit), in the order of objects as all co-uses are."""
    rows = sorted(rows, key=lambda row: row[2])
    pair, window, object_, chance, hit = zip(*rows, strict=True) if rows else [()] * 5
    return Close(
        ints(range(len(rows))), ints(object_), ints(pair), ints(window), np.array(chance, float), np.array(hit, bool)
    )


some_rows = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 30),
        st.sampled_from([0.01, 0.2, 0.43, 0.5, 0.7, 0.99]),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(some_rows)
def test_crowded_windows_against_loops(rows):
    close = close_of(rows)
    found = folded(0, DAY_SCALE, close)
    listed = [getattr(close, name).tolist() for name in ("pair", "window", "object", "chance", "hit")]
    slow = reference.nearly_all(*listed, EVEN, NEARLY_ALL)
    keys = list(zip(found.pair.tolist(), found.window.tolist(), strict=True))
    assert keys == sorted(slow)
    for key, chance, hit in zip(keys, found.chance.tolist(), found.hit.tolist(), strict=True):
        assert chance == pytest.approx(slow[key][0], rel=1e-6)
        assert hit == slow[key][1]
    for trial in range(len(keys)):  # the rows of a trial give its hit back
        mine = found.rows[found.trial == trial]
        objects = {int(o) for o, h in zip(close.object[mine], close.hit[mine], strict=True) if h}
        assert (len(objects) >= found.needed[trial]) == found.hit[trial]


@settings(max_examples=100, deadline=None)
@given(some_rows)
def test_windows_of_a_day_or_less_are_judged_by_any(rows):
    close = close_of(rows)
    found = folded(0, SCALES[-1], close)
    slow = reference.one_per_window(*(getattr(close, name).tolist() for name in ("pair", "window", "chance", "hit")))
    keys = list(zip(found.pair.tolist(), found.window.tolist(), strict=True))
    assert keys == sorted(slow)
    assert [found.hit[i] for i in range(len(keys))] == [slow[key][1] for key in keys]
    assert found.chance.tolist() == pytest.approx([slow[key][0] for key in keys], rel=1e-6)
    assert (found.needed == 1).all()


@pytest.mark.parametrize("together", [0.0, 0.5, 1.0])
def test_a_crowded_window_is_hit_no_more_often_than_it_says(together):
    """Forty objects a window, each close with chance .3; with chance `together` all of them do what the first does."""
    rng = np.random.default_rng(3)
    windows, objects = 4_000, 40
    hit = rng.random((windows, objects)) < 0.3
    same = rng.random(windows) < together
    hit[same] = hit[same, :1]
    rows = [(0, w, o, 0.3, bool(hit[w, o])) for w in range(windows) for o in range(objects)]
    found = folded(0, DAY_SCALE, close_of(rows))
    assert len(found.pair) == windows
    assert (found.needed == 38).all()
    told = float(found.chance.mean())
    assert told == pytest.approx(0.3 / 0.95)
    assert binom.sf(int(found.hit.sum()) - 1, windows, told) > 1e-4


def days(*, apart, windows=14, objects=30):
    """Two accounts that share thirty things in each of some fortnights, so many days apart, on times without hours."""
    rows = []
    for window in range(windows):
        for number in range(objects):
            t = (window * 14 + number % 7) * DAY
            post = 2 * (window * objects + number)
            rows.append((0, window * objects + number, 0, 1, t, t + apart * DAY, post, post + 1))
    return co_uses_of(rows, 2)


def test_a_day_apart_is_close_and_a_week_is_not():
    scale = {"scale": DAY_SCALE, "resolution": DAY}
    near = pair_test(made(days(apart=1), **scale, related=True), 3)
    assert near.n[0] == near.x[0] == 14
    assert near.chance[0] < EVEN
    assert near.p[0] < 1e-4
    far = pair_test(made(days(apart=6), **scale, related=True), 3)
    assert far.x[0] == 0
    # What strangers do counts: where these two are the only witnesses against each other the chance stays the jitter's.
    assert near.chance[0] == far.chance[0]


def test_the_replicates_of_a_crowded_window_ask_for_the_same():
    from overt.significance.replicate import Replicates

    co = days(apart=1)
    trials = made(co, scale=DAY_SCALE, resolution=DAY, related=True)
    tests = [pair_test(trials, 3)]
    drawn = Replicates(co, [trials], tests, 0.01, DAY)
    assert drawn.observed().tolist() == expected(tests, 0.01) == [1]
    rng = np.random.default_rng(0)
    assert sum(len(drawn.copy(rng)) for _ in range(100)) <= 1
