"""Who has something in common: by the structure test, by rare company, by friends in common; never by timing."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.margins import Margins
from overt.significance.strangers import FRIENDS, RELATED, ties
from overt.significance.structure import StructureTest

ACCOUNTS = 13
EVERY = [a * ACCOUNTS + b for a, b in itertools.combinations(range(ACCOUNTS), 2)]


def structure_of(p):
    """A structure test of every pair given, in one trace."""
    pair = np.array(sorted(p), np.int64)
    size = len(pair)
    one = np.ones(size)
    values = np.array([p[key] for key in sorted(p)], float)
    return StructureTest(np.zeros(size, np.int64), pair, np.ones(size, np.int64), one, values, one)


def margins():
    """A trace that everybody uses."""
    zero, one = np.zeros(ACCOUNTS, np.int64), np.zeros(1, np.int64)
    return [Margins(np.arange(ACCOUNTS), zero, zero + 9, one, one + 2, one + 1, ACCOUNTS)]


def plain(p, pair):
    """The definition, with sets."""
    friends = {a: set() for a in range(ACCOUNTS)}
    for key, value in p.items():
        if value <= RELATED:
            a, b = divmod(key, ACCOUNTS)
            friends[a].add(b)
            friends[b].add(a)
    a, b = divmod(pair, ACCOUNTS)
    common = friends[a] & friends[b]
    fewer = min(len(friends[a]), len(friends[b]))
    return p.get(pair, 1.0) <= RELATED or (len(common) >= FRIENDS and 2 * len(common) >= fewer)


@given(st.dictionaries(st.sampled_from(EVERY), st.sampled_from([0.001, RELATED, 0.02, 1.0]), max_size=len(EVERY)))
@settings(max_examples=200, deadline=None)
def test_the_definition(p):
    every = np.array(EVERY)
    found = ties(structure_of(p), margins(), every, np.ones(len(p), bool), ACCOUNTS)
    assert found.related.tolist() == [p.get(key, 1.0) <= RELATED for key in EVERY]
    assert found.tied.tolist() == [plain(p, key) for key in EVERY]


@pytest.mark.parametrize(("alone", "expected"), [(3, True), (4, False)])
def test_half_of_the_friends_have_to_be_common(alone, expected):
    """Accounts 0 and 1 have 2, 3 and 4 in common, and each has as many others of its own."""
    p = {a * ACCOUNTS + b: 0.001 for a in (0, 1) for b in (2, 3, 4)}
    p |= {a * ACCOUNTS + 5 + 4 * a + i: 0.001 for a in (0, 1) for i in range(alone)}
    found = ties(structure_of(p), margins(), np.array([1]), np.ones(len(p), bool), ACCOUNTS)
    assert found.tied.tolist() == [expected]
    assert not found.related.any()


def test_what_has_no_say_makes_no_friends():
    p = {a * ACCOUNTS + b: 0.001 for a in (0, 1) for b in (2, 3, 4)}
    telling = np.zeros(len(p), bool)
    assert not ties(structure_of(p), margins(), np.array([1, 2]), telling, ACCOUNTS).tied.any()
