"""The group test beside known figures and beside drawing members at random."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.deception.group_test import exact_p, group_test, odds_ratio


def test_a_table_from_a_textbook() -> None:
    """Two strata; the ratio by hand: (20*40/100 + 5*50/80) / (10*30/100 + 15*10/80)."""
    a, b, c, d = (np.array(x, float) for x in ([20, 5], [10, 15], [30, 10], [40, 50]))
    ratio, low, high = odds_ratio(a, b, c, d)
    assert ratio == pytest.approx((8 + 3.125) / (3 + 1.875))
    assert low < ratio < high


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_p_is_the_share_of_random_draws(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, 3, 120)
    cue, member = rng.random(120) < 0.3, rng.random(120) < 0.2
    found = group_test(cue, np.ones(120, bool), member, ~member, stratum)
    if not found.enough:
        return
    seen, draws = found.with_cue, 2000
    reached = 0
    for _ in range(draws):
        shuffled = cue.copy()
        for s in range(3):
            here = np.flatnonzero(stratum == s)
            shuffled[here] = shuffled[rng.permutation(here)]
        both = [s for s in range(3) if (member & (stratum == s)).any() and (~member & (stratum == s)).any()]
        reached += (shuffled & member & np.isin(stratum, both)).sum() >= seen
    assert found.p == pytest.approx(reached / draws, abs=0.05)


def test_activity_explains_what_is_common_among_the_active() -> None:
    """Everyone active has the cue; members are active; within the stratum nothing is left."""
    stratum = np.repeat([0, 1], [100, 100])
    cue, member = stratum == 1, (stratum == 1) & (np.arange(200) % 10 == 0)
    found = group_test(cue, np.ones(200, bool), member, ~member, stratum)
    assert found.p == pytest.approx(1)


def test_a_plain_difference_is_seen() -> None:
    member = np.arange(210) < 10
    cue = member | (np.arange(210) % 20 == 0)
    found = group_test(cue, np.ones(210, bool), member, ~member, np.zeros(210, int))
    assert found.p is not None
    assert found.p < 1e-8
    assert found.low is not None
    assert found.low > 10


def test_too_little_is_not_nothing() -> None:
    member = np.arange(30) < 2
    found = group_test(member, np.ones(30, bool), member, ~member, np.zeros(30, int))
    assert not found.enough
    assert found.odds_ratio is None
    unknown = group_test(member, np.zeros(30, bool), np.arange(30) < 10, np.arange(30) >= 10, np.zeros(30, int))
    assert not unknown.enough
    assert unknown.members == 0


def test_strata_without_controls_do_not_count() -> None:
    member = np.arange(40) < 10
    stratum = np.where(np.arange(40) < 5, 1, 0)
    found = group_test(member, np.ones(40, bool), member, ~member, stratum)
    assert found.members == 5


@given(st.lists(st.tuples(*(st.integers(0, 6) for _ in range(4))), min_size=1, max_size=4))
def test_p_is_a_probability(rows: list[tuple[int, ...]]) -> None:
    a, b, c, d = np.array(rows, float).T
    assert 0 <= exact_p(a, b, c, d) <= 1
    assert exact_p(np.zeros_like(a), a + b, a + c, d) == pytest.approx(1)
