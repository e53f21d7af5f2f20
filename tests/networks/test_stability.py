"""How many other accounts a membership stands without: against taking every set of them away."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.networks.roles import belonging
from overt.networks.stability import stands_without

ACCOUNTS = 8
edges = st.dictionaries(
    st.sampled_from(list(combinations(range(ACCOUNTS), 2))), st.sampled_from([0, 5, 10]), max_size=20
)
"""(a, b) -> of ten untied co-actions those in which a was first."""


def columns(known):
    rows = sorted((a, b, first, 10) for (a, b), first in known.items())
    return [np.array(column, np.int64) for column in zip(*rows, strict=True)] if rows else [np.zeros(0, np.int64)] * 4


def members(known):
    core, attached = belonging(*columns(known))
    return core | attached


def without(known, gone):
    return {pair: first for pair, first in known.items() if not set(pair) & set(gone)}


@settings(max_examples=400, deadline=None)
@given(edges)
def test_a_membership_stands_whoever_is_taken_away(known):
    found = stands_without(*columns(known))
    assert set(found) == members(known)
    for member, number in found.items():
        others = [x for x in range(ACCOUNTS) if x != member]
        for gone in combinations(others, min(number, len(others))):
            assert member in members(without(known, gone))


@settings(max_examples=200, deadline=None)
@given(edges, st.sets(st.integers(0, ACCOUNTS - 1), min_size=1), st.integers(1, 4))
def test_copiers_lend_nobody_stability(known, copied, copiers):
    """New accounts that only follow the copied, and act together among themselves."""
    more = dict(known)
    for number in range(copiers):
        new = ACCOUNTS + number
        more |= {(account, new): 10 for account in copied}
        more |= {(ACCOUNTS + other, new): 5 for other in range(number)}
    before, after = stands_without(*columns(known)), stands_without(*columns(more))
    assert {x: n for x, n in after.items() if x < ACCOUNTS} == before


def test_plain_cases():
    triangle = dict.fromkeys(combinations(range(3), 2), 5)
    assert stands_without(*columns(triangle)) == {0: 0, 1: 0, 2: 0}
    clique = dict.fromkeys(combinations(range(7), 2), 5)
    assert stands_without(*columns(clique)) == dict.fromkeys(range(7), 2)  # three triangles without a common account
    pendant = clique | {(0, 7): 5, (1, 7): 5}
    assert stands_without(*columns(pendant))[7] == 0  # 0 and 1 are joined: one triangle
    assert stands_without(*columns(clique | {(0, 7): 5}))[7] == 0
