"""Combination, error control, occasions and leads against their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.scale import SCALES, Scale
from overt.model.trial import PairTest
from overt.significance import reference
from overt.significance.combine import CAP, cauchy
from overt.significance.edges import family, first_acts, occasions
from overt.significance.fdr import q_values, rejected, tarone
from significance.test_synchrony import co_uses_of, ints, made, timed

modest = settings(max_examples=100, deadline=None)
# Few distinct values, so that ties and values at a threshold are common.
p_values = st.one_of(st.floats(1e-9, 1), st.sampled_from([1e-5, 1e-3, 0.0025, 0.005, 0.01, 0.05, 1.0]))


@modest
@given(st.lists(st.floats(1e-6, 1), max_size=8))
def test_cauchy(p):
    found = cauchy(np.array(p), np.zeros(len(p), np.int64), 1)[0]
    assert found == pytest.approx(reference.cauchy(p, CAP), rel=1e-6)


@given(st.floats(1e-250, 0.98))
def test_cauchy_of_equal_parts_is_that_part(p):
    assert cauchy(np.full(3, p), np.zeros(3, np.int64), 1)[0] == pytest.approx(p, rel=1e-9)


def test_cauchy_by_group():
    p = np.array([1e-8, 1.0, 0.3, 1e-200])
    found = cauchy(p, ints([0, 0, 2, 3]), 4)
    assert found[0] == pytest.approx(2e-8, rel=1e-3)  # one part of two: twice as large, not swamped by the 1
    assert found[1] == 1
    assert found[2] == pytest.approx(0.3)
    assert found[3] == pytest.approx(1e-200, rel=1e-9)


def test_cauchy_holds_its_level_under_dependence():
    rng = np.random.default_rng(2)
    from scipy.stats import norm

    common = rng.standard_normal((20_000, 1))
    p = norm.sf(np.sqrt(0.6) * common + np.sqrt(0.4) * rng.standard_normal((20_000, 6)))
    combined = cauchy(p.ravel(), np.repeat(np.arange(20_000), 6), 20_000)
    for level in (0.001, 0.01):
        share = (combined <= level).mean()
        assert share <= 1.15 * level + 3 * np.sqrt(level / 20_000)
        assert share >= 0.3 * level


@modest
@given(st.lists(p_values, max_size=20), st.integers(0, 40), st.sampled_from([0.01, 0.05, 0.2]))
def test_benjamini_hochberg(p, more, q):
    m = max(len(p) + more, 1)
    values = q_values(np.array(p), m)
    near = np.isclose(values, q, rtol=1e-12)  # q to the last bit belongs to neither side
    expected = np.array(reference.benjamini_hochberg(p, m, q), bool)
    assert (((values <= q) == expected) | near).all()
    assert (values >= np.array(p) * (1 - 1e-12)).all()
    assert (np.diff(values[np.argsort(p, kind="stable")]) >= 0).all()


@modest
@given(st.lists(p_values, max_size=25), st.sampled_from([0.01, 0.05, 0.2]))
def test_tarone(attainable, q):
    ordered = np.sort(np.array(attainable))
    found = tarone(lambda t: int(np.searchsorted(ordered, t, side="right")), q, max(1, len(attainable)))
    assert found == reference.tarone(attainable, q)


@modest
@given(st.lists(st.tuples(p_values, st.floats(0, 1)), min_size=1, max_size=25), st.sampled_from([0.01, 0.05, 0.2]))
def test_gilbert(drawn, q):
    p = [x for x, _ in drawn]
    attainable = [x * share for x, share in drawn]
    decision, values, m = rejected(np.array(p), np.array(attainable), q)
    near = np.isclose(values, q, rtol=1e-12)
    assert ((decision == np.array(reference.gilbert(p, attainable, q))) | near).all()
    assert m == reference.tarone(attainable, q)
    assert (values[~decision] > q).all()


def test_false_discoveries_stay_below_q():
    """Discrete tests under the null next to real ones: the share of false rejections is at most q on average."""
    from scipy.stats import binom

    rng = np.random.default_rng(9)
    shares = []
    for _ in range(200):
        n = rng.integers(3, 20, 400)
        x = rng.binomial(n, 0.05)
        real = np.arange(400) < 20
        x[real] = n[real]
        p, attainable = binom.sf(x - 1, n, 0.05), 0.05**n
        decision, _, _ = rejected(p, attainable, 0.05)
        shares.append((decision & ~real).sum() / max(decision.sum(), 1))
        assert (decision & real).sum() > 10
    assert np.mean(shares) <= 0.05


def test_family_pools_traces_and_scales_by_pair():
    def part(trace, scale, pair, p):
        k = len(pair)
        return PairTest(
            trace, scale, ints(pair), ints([5] * k), ints([5] * k), np.full(k, 0.1), np.array(p), np.array(p)
        )

    tests = [
        part(0, SCALES[0], [3, 7], [1e-9, 0.4]),
        part(0, SCALES[1], [7], [0.6]),
        part(1, SCALES[0], [3, 9], [0.5, 0.2]),
    ]
    found = family(tests, 0.01)
    assert found.pair.tolist() == [3, 7, 9]
    for place, parts in enumerate(([1e-9, 0.5], [0.4, 0.6], [0.2])):
        assert found.p[place] == pytest.approx(reference.cauchy(parts, CAP), rel=1e-5)
    assert found.rejected.tolist() == [True, False, False]
    assert found.threshold == found.p[0]
    assert family([], 0.01).threshold == 0


@modest
@given(timed())
def test_occasions(co):
    scales = (Scale(5, 600), Scale(60, 3_600))
    pairs = np.unique(co.pair)
    expected = [reference.occasions(co, int(pair), scales) for pair in pairs]
    assert occasions(co, pairs, scales).tolist() == expected


def test_one_repost_seen_in_three_traces_is_one_occasion():
    seen = [(trace, trace, 0, 1, 0, 5, 0, 1) for trace in range(3)]
    assert occasions(co_uses_of(seen), ints([1]), SCALES).tolist() == [1]
    again = [(0, d, 0, 1, 90_000 * d, 90_000 * d + 5, 2 * d, 2 * d + 1) for d in range(4)]
    assert occasions(co_uses_of(again), ints([1]), SCALES).tolist() == [4]
    # The same post of one account, met by four of the other, is one occasion.
    one_post = [(0, d, 0, 1, 90_000 * d, 90_000 * d + 5, 0, d + 1) for d in range(4)]
    assert occasions(co_uses_of(one_post), ints([1]), SCALES).tolist() == [1]


@modest
@given(timed())
def test_first_acts(co):
    scales = (Scale(5, 600), Scale(60, 3_600))
    every = [made(co, trace, scale) for trace in (0, 1) for scale in scales]
    pairs = np.unique(co.pair)
    low_first, untied = first_acts(co, every, pairs)
    expected = [reference.first_acts(co, int(pair), scales) for pair in pairs]
    assert list(zip(low_first.tolist(), untied.tolist(), strict=True)) == expected
