"""Jittered copies of the tested pairs, and the second stage, against their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.scale import Scale
from overt.model.trial import PairTest
from overt.significance import reference
from overt.significance.combine import CAP
from overt.significance.edges import family, second_stage
from overt.significance.fdr import rejected
from overt.significance.replicate import Replicates
from overt.significance.synchrony import pair_test
from significance.test_synchrony import co_uses_of, ints, made, timed

SCALE = Scale(60, 3_600)


def replicates(co, threshold, least=1, related=False):
    trials = [made(co, trace, SCALE, related=related) for trace in (0, 1)]
    tests = [pair_test(t, least) for t in trials]
    kept = [i for i, t in enumerate(tests) if len(t.pair)]
    if not kept:
        return None, tests
    return Replicates(co, [trials[i] for i in kept], [tests[i] for i in kept], threshold, 1), tests


def expected(tests, threshold):
    parts = {}
    for test in tests:
        for pair, p in zip(test.pair.tolist(), test.p.tolist(), strict=True):
            parts.setdefault(pair, []).append(p)
    return sorted(pair for pair, p in parts.items() if reference.cauchy(p, CAP) <= threshold)


@settings(max_examples=80, deadline=None)
@given(timed(), st.sampled_from([0.0123, 0.0777, 0.333]), st.integers(1, 3))
def test_the_data_themselves_give_the_pairs_that_the_test_rejects(co, threshold, least):
    drawn, tests = replicates(co, threshold, least)
    if drawn is not None:
        assert drawn.observed().tolist() == expected(tests, threshold)


def ring(accounts=4, days=15):
    rows = []
    for day in range(days):
        for a in range(accounts):
            for b in range(a + 1, accounts):
                t = day * 86_400 + 1_800
                rows.append((0, day, a, b, t + a, t + b, day * 10 + a, day * 10 + b))
    return co_uses_of(rows, accounts)


def test_copies_of_a_ring_hold_no_ring():
    drawn, _ = replicates(ring(), 1e-4, least=3, related=True)
    assert len(drawn.observed()) == 6
    rng = np.random.default_rng(0)
    assert sum(len(drawn.copy(rng)) for _ in range(200)) <= 2
    first, again = (drawn.copy(np.random.default_rng(5)).tolist() for _ in range(2))
    assert first == again


def test_a_copy_moves_each_post_with_all_its_uses():
    """Two thousand pairs that met once, in two traces of the same posts: both hit or neither, at the jitter's rate."""
    rows = [
        (trace, n, 2 * n, 2 * n + 1, 7_200 * n + 1_800, 7_200 * n + 1_801, 2 * n, 2 * n + 1)
        for trace in (0, 1)
        for n in range(2_000)
    ]
    co = co_uses_of(rows, 4_000)
    chance = float(made(co, 0, SCALE).chance[0])
    drawn, _ = replicates(co, chance * 1.001)
    assert len(drawn.observed()) == 2_000
    rng = np.random.default_rng(1)
    shares = [len(drawn.copy(rng)) / 2_000 for _ in range(5)]
    # Each post moves by up to half the window: the gap is that of two uniform draws, give or take the second apart.
    assert np.mean(shares) == pytest.approx(chance, rel=0.12)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(1e-7, 0.2)), min_size=1, max_size=12),
    st.sets(st.integers(0, 4)),
)
def test_second_stage(drawn, members):
    rows = {min(a, b) * 5 + max(a, b): p for a, b, p in drawn if a != b}
    if not rows:
        return
    pair = ints(sorted(rows))
    p = np.array([rows[int(x)] for x in pair])
    five = np.full(len(pair), 5, np.int64)
    tests = [PairTest(0, SCALE, pair, five, five, p, p, p * 0.9)]
    first = family(tests, 0.01)
    both = second_stage(first, tests, ints(sorted(members)), 5, 0.01)
    touching = np.array([x // 5 in members or x % 5 in members for x in pair.tolist()])
    # What was rejected stays; what touches no member is left alone; the rest is a family of its own.
    assert (both.rejected | ~first.rejected).all()
    assert (both.rejected[~touching] == first.rejected[~touching]).all()
    alone, _, _ = rejected(p[touching], p[touching] * 0.9, 0.01)
    assert (both.rejected[touching] == (alone | first.rejected[touching])).all()
    assert (both.q <= first.q).all()
    assert ((both.q <= 0.01) == both.rejected).all()
