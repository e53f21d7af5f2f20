"""The synchrony test's parts against plain loops."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from overt.model.co_use import CO_USE_COLUMNS, CoUses
from overt.model.scale import DAY_SCALE, SCALES, SECOND, Scale
from overt.model.trial import Trials
from overt.significance import background as background_module
from overt.significance import reference
from overt.significance import schedule as schedule_module
from overt.significance.background import HubTotals, background, hub_totals
from overt.significance.rhythm import overlap, profiles
from overt.significance.schedule import with_schedule
from overt.significance.strangers import Ties
from overt.significance.synchrony import Origin, jitter_chance, pair_test, trials, usable, with_odds

modest = settings(max_examples=80, deadline=None)
HOUR = 3_600
NO_HUBS = HubTotals(*[np.zeros(0, np.int64)] * 3)


def ints(values):
    return np.array(values, np.int64)


@pytest.mark.parametrize("scale", [*SCALES, DAY_SCALE])
def test_jitter_chance_by_drawing(scale):
    rng = np.random.default_rng(4)
    one, other = rng.random((2, 400_000)) * scale.window
    seen = (np.abs(one - other) <= scale.within).mean()
    told = jitter_chance(np.array([float(scale.within)]), float(scale.window))[0]
    assert told == pytest.approx(seen, abs=4 * math.sqrt(told / 400_000))


@pytest.mark.parametrize(
    ("within", "window", "resolution"), [(60, 3_600, 60), (10, 600, 1), (86_400, 14 * 86_400, 86_400)]
)
def test_jitter_chance_on_coarse_times(within, window, resolution):
    """Times cut to the resolution: the chance of a gap up to w, counted over all pairs of places, up to (r/2B)^2."""
    places = window // resolution
    reach = within // resolution
    exact = sum(abs(i - j) <= reach for i in range(places) for j in range(places)) / places**2
    told = jitter_chance(np.array([within + resolution / 2]), float(window))[0]
    assert told == pytest.approx(exact, abs=0.25 / places**2 + 1e-12)


@given(st.floats(0, 1), st.floats(1, 50))
def test_odds(chance, factor):
    result = with_odds(np.array([chance]), factor)[0]
    assert chance - 1e-12 <= result <= 1
    if 0 < chance < 0.999:
        assert result / (1 - result) == pytest.approx(factor * chance / (1 - chance), rel=1e-6)


def test_usable_scales():
    year = 365 * 86_400.0
    assert usable(SCALES, 1, year) == list(SCALES)
    assert usable(SCALES, 60, year) == list(SCALES[1:])
    assert usable(SCALES, 61, year) == list(SCALES[2:])
    assert usable(SCALES, 1, 3 * 86_400.0) == list(SCALES)
    assert usable(SCALES, 1, 3 * 86_400.0 - 1) == list(SCALES[:-1])
    assert usable(SCALES, 86_400, year) == []


@st.composite
def co_actions(draw):
    """Rows of one scale: item (object and window), source of the object, pair, hit, related and tied (one value per
    pair)."""
    size = draw(st.integers(1, 25))
    object_ = [draw(st.integers(0, 4)) for _ in range(size)]
    window = [draw(st.integers(0, 2)) for _ in range(size)]
    pair = [draw(st.integers(0, 5)) for _ in range(size)]
    related = draw(st.lists(st.booleans(), min_size=6, max_size=6))
    tied = [one or draw(st.booleans()) for one in related]
    sources = draw(st.lists(st.integers(-1, 1), min_size=5, max_size=5))
    return {
        "item": [o * 100 + w for o, w in zip(object_, window, strict=True)],
        "source": [sources[o] for o in object_],
        "pair": pair,
        "close": [draw(st.booleans()) for _ in range(size)],
        "related": [related[p] for p in pair],
        "tied": [tied[p] for p in pair],
        "jitter": [draw(st.sampled_from([0.01, 0.05, 0.4, 1.0])) for _ in range(size)],
    }


CROWD = 4
"""Pairs of a crowd, few enough to be drawn."""


def fast_background(rows, hubs, crowd=CROWD):
    table = HubTotals(
        ints(sorted(hubs)), ints([hubs[i][0] for i in sorted(hubs)]), ints([hubs[i][1] for i in sorted(hubs)])
    )
    return background(
        ints(rows["item"]),
        ints(rows["source"]),
        ints(rows["pair"]),
        np.array(rows["close"]),
        Ties(np.array(rows["related"]), np.array(rows["tied"])),
        table,
        np.array(rows["jitter"]),
        crowd,
    )


@modest
@given(co_actions())
def test_background(rows):
    slow = reference.background(**rows, hubs={}, prior=background_module.PRIOR, crowd=CROWD)
    np.testing.assert_allclose(fast_background(rows, {}), slow, rtol=1e-12)


@modest
@given(co_actions(), st.data())
def test_background_with_hubs(rows, data):
    """Some objects are hubs: their totals cover the listed pairs and others that are not listed."""
    listed = {}
    for item, close in zip(rows["item"], rows["close"], strict=True):
        near, closer = listed.get(item, (0, 0))
        listed[item] = (near + 1, closer + close)
    hub_objects = data.draw(st.sets(st.integers(0, 4)))
    hubs = {}
    for item, (near, closer) in listed.items():
        if item // 100 in hub_objects:
            more = data.draw(st.integers(0, 50))
            hubs[item] = (near + more, closer + data.draw(st.integers(0, more)))
    if hub_objects:
        hubs[data.draw(st.sampled_from(sorted(hub_objects))) * 100 + 50] = (7, 7)  # a window without a listed pair
    slow = reference.background(**rows, hubs=hubs, prior=background_module.PRIOR, crowd=CROWD)
    np.testing.assert_allclose(fast_background(rows, hubs), slow, rtol=1e-12)


@modest
@given(co_actions())
def test_background_lies_between_the_jitter_and_one(rows):
    found = fast_background(rows, {})
    assert (found >= np.array(rows["jitter"]) - 1e-15).all()
    assert (found <= 1).all()


def test_a_breaking_story_raises_the_chance_for_everybody_but_related_pairs_do_not():
    def rows(related):
        return {
            "item": [1] * 40,
            "source": [-1] * 40,
            "pair": list(range(40)),
            "close": [True] * 40,
            "related": [related] * 39 + [False],
            "tied": [related] * 39 + [False],
            "jitter": [0.02] * 40,
        }

    assert fast_background(rows(False), {}).min() > 0.9
    # A ring's own pairs share much: they are no yardstick for one another.
    assert fast_background(rows(True), {})[-1] == pytest.approx(0.02)


def test_a_crowd_that_trickles_in_is_heard_and_a_ring_that_acts_at_once_is_not():
    def rows(close):
        n = 500
        return {
            "item": [1] * n,
            "source": [-1] * n,
            "pair": list(range(n)),
            "close": [place < close * n for place in range(n)],
            "related": [True] * n,
            "tied": [True] * n,
            "jitter": [0.02] * n,
        }

    crowd = background_module.CROWD
    assert fast_background(rows(0.3), {}, crowd).min() == pytest.approx(0.3, abs=0.01)
    assert fast_background(rows(0.9), {}, crowd).max() == pytest.approx(0.02)
    assert fast_background(rows(0.3), {}, 501).max() == pytest.approx(0.02)  # too few for a crowd


@modest
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 40)), min_size=0, max_size=25),
    st.sampled_from([(10, 3), (20, 1), (5, 5)]),
)
def test_hub_totals(uses, scale):
    window, within = scale
    o, a, t = (ints([use[i] for use in uses]) for i in range(3))
    found = hub_totals(o, a, t, window, within, 1_000)
    slow = reference.hub_totals(uses, window, within, 1_000)
    told = dict(zip(found.item.tolist(), zip(found.near.tolist(), found.close.tolist(), strict=True), strict=True))
    assert told == slow


@st.composite
def habits(draw):
    """Co-uses of two pairs and two objects over five days, at times of day on a coarse grid, some across midnight."""
    scale = draw(st.sampled_from([Scale(600, 2 * HOUR), Scale(1_800, 24 * HOUR)]))
    rows = []
    for _ in range(draw(st.integers(1, 14))):
        low = draw(st.integers(0, 4)) * 86_400 + draw(st.sampled_from([0, 300, 900, 32_400, 33_000, 86_100, 85_000]))
        apart = draw(st.sampled_from([0, 60, 600, 601, 3_000, -60, -600, -5_000]))
        rows.append((draw(st.integers(0, 1)), draw(st.integers(0, 1)), low * SECOND, (low + apart) * SECOND))
    chance = [draw(st.sampled_from([0.01, 0.2, 0.9])) for _ in rows]
    return scale, rows, chance


@modest
@given(habits())
def test_with_schedule(case):
    scale, rows, chance = case
    columns = list(zip(*rows, strict=True))
    found = with_schedule(*map(ints, columns), scale.within, scale.window, np.array(chance))
    slow = reference.with_schedule(*columns, scale, chance, schedule_module.PRIOR, schedule_module.MOST)
    np.testing.assert_allclose(found, slow, rtol=1e-12)


def test_nine_every_morning_is_a_habit_and_something_new_at_nine_is_not():
    days = range(20)
    low, high = ([(d * 86_400 + 9 * HOUR + s) * SECOND for d in days] for s in (0, 30))
    same = with_schedule(ints([0] * 20), ints([5] * 20), ints(low), ints(high), 60, HOUR, np.full(20, 0.03))
    new = with_schedule(ints([0] * 20), ints(days), ints(low), ints(high), 60, HOUR, np.full(20, 0.03))
    assert same.min() > 0.9
    assert (new == 0.03).all()


def co_uses_of(rows, accounts=10):
    """rows: (trace, object, first, second, t_first s, t_second s, post_first, post_second)."""
    names = ("trace", "object", "first", "second", "t_first", "t_second", "post_first", "post_second")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    table = {n: ints(columns[n]) * (SECOND if n.startswith("t_") else 1) for n in names}
    order = np.lexsort([table[n] for n in reversed(CO_USE_COLUMNS)])
    return CoUses(**{n: v[order] for n, v in table.items()}, accounts=accounts)


@st.composite
def timed(draw):
    rows = set()
    for _ in range(draw(st.integers(1, 20))):
        a, b = draw(st.sampled_from(list(itertools.permutations(range(4), 2))))
        start, gap = draw(st.integers(0, 6)) * 500, draw(st.sampled_from([0, 5, 60, 61, 400, 3_000, 4_000]))
        posts = (10 * start + a, 10 * (start + gap) + b)  # a post has one author and one time
        rows.add((draw(st.integers(0, 1)), draw(st.integers(0, 3)), a, b, start, start + gap, *posts))
    return co_uses_of(sorted(rows), 4)


FLAT = np.full((10, 24), 1 / 24)


MINUTE = Scale(60, 3_600)


def unknown(co):
    """Objects of no known source, posts that pass on nothing."""
    posts = np.append(co.post_first, co.post_second)
    return Origin(*(np.full(int(keys.max(initial=0)) + 1, -1, np.int64) for keys in (co.object, posts)))


def made(co, trace=0, scale=MINUTE, resolution=1, origin=None, related=False):
    return trials(
        co,
        trace,
        scale,
        np.full(co.accounts, resolution, np.int64),
        FLAT[: co.accounts],
        Ties(np.full(len(co), related), np.full(len(co), related)),
        NO_HUBS,
        origin or unknown(co),
        1 << 24,
    )


@modest
@given(timed(), st.sampled_from([Scale(60, 600), Scale(60, 3_600), Scale(5, 3_600, 3.0)]))
def test_trials_are_one_per_pair_and_window(co, scale):
    """The whole of `trials` (flat days, no hub), put together from the slow parts."""
    found = made(co, 0, scale)
    rows = [
        r for r in reference.rows_of(co) if r["trace"] == 0 and r["t_second"] - r["t_first"] <= scale.window * SECOND
    ]
    window = [r["t_first"] // (scale.window * SECOND) for r in rows]
    close = [r["t_second"] - r["t_first"] <= scale.within * SECOND for r in rows]
    pair, object_ = [r["pair"] for r in rows], [r["object"] for r in rows]
    share = (scale.within + 0.5) / scale.window
    chance = reference.background(
        [o * 1_000 + w for o, w in zip(object_, window, strict=True)],
        [-1] * len(rows),
        pair,
        close,
        [False] * len(rows),
        [False] * len(rows),
        {},
        [2 * share - share**2] * len(rows),
        background_module.PRIOR,
        background_module.CROWD,
    )
    low, high = (
        [r["t_first"] if (r["first"] < r["second"]) == lower else r["t_second"] for r in rows]
        for lower in (True, False)
    )
    chance = reference.with_schedule(
        pair, object_, low, high, scale, chance, schedule_module.PRIOR, schedule_module.MOST
    )
    chance = [scale.habit * c / (1 - c + scale.habit * c) for c in chance]
    slow = reference.one_per_window(pair, window, chance, close)
    keys = list(zip(found.pair.tolist(), found.window.tolist(), strict=True))
    assert len(keys) == len(set(keys))
    assert set(keys) == set(slow)
    for key, c, hit in zip(keys, found.chance, found.hit, strict=True):
        assert c == pytest.approx(slow[key][0], rel=1e-6)
        assert hit == slow[key][1]
    assert sorted(found.rows.tolist()) == [i for i, r in enumerate(reference.rows_of(co)) if r in rows]


def test_a_scale_finer_than_the_clock_has_no_trial():
    co = co_uses_of([(0, 0, 0, 1, 0, 0, 0, 1)])
    assert len(made(co, resolution=60).pair) == 1
    assert len(made(co, resolution=61).pair) == 0


def test_one_sitting_is_one_trial_and_one_hit():
    sitting = [(0, o, 0, 1, 10 * o, 10 * o + 3, o, 100 + o) for o in range(4)]
    test = pair_test(made(co_uses_of(sitting)), 1)
    assert (test.n.tolist(), test.x.tolist()) == ([1], [1])
    apart = [(0, o, 0, 1, 7_200 * o, 7_200 * o + 3, o, 100 + o) for o in range(4)]
    test = pair_test(made(co_uses_of(apart)), 1)
    assert (test.n.tolist(), test.x.tolist()) == ([4], [4])


def trials_of(chances, hits, pair=1):
    n = len(chances)
    return Trials(
        trace=0,
        scale=SCALES[0],
        rows=ints([]),
        trial=ints([]),
        chance=np.array(chances),
        hit=np.array(hits, bool),
        pair=np.full(n, pair),
        window=np.arange(n),
        needed=np.ones(n, np.int64),
    )


@modest
@given(st.lists(st.tuples(st.floats(0.001, 0.9), st.booleans()), min_size=1, max_size=14))
def test_pair_test_is_the_binomial_tail_at_the_mean_chance(drawn):
    chances, hits = zip(*drawn, strict=True)
    test = pair_test(trials_of(chances, hits), 1)
    mean = sum(chances) / len(chances)
    assert test.p[0] == pytest.approx(reference.binomial_tail(sum(hits), len(hits), mean), rel=1e-8)
    assert test.attainable[0] == pytest.approx(mean ** len(hits), rel=1e-8)
    assert test.attainable[0] <= test.p[0] * (1 + 1e-9)


@modest
@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=14), st.data())
def test_pair_test_is_conservative(chances, data):
    """Hoeffding 1956: at counts from n * mean + 1 on, the binomial tail is at least the exact Poisson-binomial one."""
    n, mean = len(chances), sum(chances) / len(chances)
    least = math.ceil(n * mean + 1)
    if least > n:
        return
    x = data.draw(st.integers(least, n))
    test = pair_test(trials_of(chances, [True] * x + [False] * (n - x)), 1)
    assert test.p[0] >= reference.poisson_binomial_tail(x, chances) * (1 - 1e-9)


def test_poisson_binomial_reference_by_enumeration():
    chances = (0.1, 0.5, 0.7, 0.2)
    for count in range(6):
        total = sum(
            math.prod(c if hit else 1 - c for c, hit in zip(chances, hits, strict=True))
            for hits in itertools.product([0, 1], repeat=4)
            if sum(hits) >= count
        )
        assert reference.poisson_binomial_tail(count, chances) == pytest.approx(total)
    assert reference.binomial_tail(3, 8, 0.3) == pytest.approx(binom.sf(2, 8, 0.3))


def test_pairs_with_too_few_trials_are_not_tested():
    assert len(pair_test(trials_of([0.1, 0.1], [1, 1]), 3).pair) == 0
    assert len(pair_test(trials_of([0.1, 0.1, 0.1], [1, 1, 1]), 3).pair) == 1


def test_rhythm():
    hours = np.repeat(np.arange(24), 50)
    account = np.tile(np.arange(3), 400)
    flat = profiles(account, hours[np.arange(1200)], np.ones(1200, np.int64), 3)
    np.testing.assert_allclose(flat.sum(axis=1), 1)
    np.testing.assert_allclose(overlap(flat, ints([0]), ints([1])), 1, atol=0.1)
    # Two early birds and one night owl, a thousand posts each, in one hour of the day.
    sharp = profiles(ints([0, 1, 2]), ints([24 * 3 + 7, 7, 19]), ints([1_000] * 3), 3)
    np.testing.assert_allclose(sharp.sum(axis=1), 1)
    meeting, missing = overlap(sharp, ints([0, 0]), ints([1, 2]))
    assert meeting > 8
    assert missing == 1  # never below 1: an odd rhythm is no evidence


def test_the_rhythm_counts_only_where_windows_are_longer_than_an_hour():
    co = co_uses_of([(0, 0, 0, 1, 0, 3, 0, 1)])
    sharp = profiles(ints([0, 1]), ints([7, 7]), ints([1_000] * 2), 10)
    for scale, longer in ((Scale(60, 3_600), False), (Scale(300, 21_600), True)):
        plain = made(co, scale=scale).chance[0]
        args = (np.ones(10, np.int64), sharp, Ties(np.zeros(1, bool), np.zeros(1, bool)), NO_HUBS, unknown(co), 1 << 24)
        assert (trials(co, 0, scale, *args).chance[0] > plain * 2) is np.bool_(longer)
