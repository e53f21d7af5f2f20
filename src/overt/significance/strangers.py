"""Who are strangers? Pairs whose timing tells what chance alone does on an object.

Members of a ring must not testify for one another: all of them act at once, so each pair would say that acting at
once is nothing special. So pairs that have something in common are left out, by the structure test alone; timing has
no part in the choice, and under the null the pairs left out are no closer than the ones kept. Two have something in
common where

- the structure test gives them a p of at most RELATED in some trace; or
- they keep company in a trace that few accounts use (`structure.rare_company`); or
- they have friends in common: at least FRIENDS others are related to both by the first two rules, half of those to whom
  the one is related who has fewer. In a ring of which every time only some take part, two members may happen to share
  a single object; the ring is seen from their friends. This rule holds for the object itself only. Followers of one
  account have friends in common, too, and what they do with its other posts has to be heard.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from overt.model.co_use import Bools, Floats, Ints
from overt.model.margins import Margins
from overt.significance.structure import StructureTest, paired_sums, rare_company

RELATED = 0.01
"""A structure p at most this in any trace makes two accounts related."""
FRIENDS = 3


@dataclass(frozen=True)
class Ties:
    """For each of some pairs: `related` by the first two rules; `tied` by any of the three."""

    related: Bools
    tied: Bools

    def select(self, rows: Ints) -> "Ties":
        """Those of the rows."""
        return Ties(self.related[rows], self.tied[rows])


def ties(tests: StructureTest, margins: list[Margins], pair: Ints, telling: Bools, accounts: int) -> Ties:
    """What each of `pair` (a * accounts + b) have in common. `telling`: which rows of `tests` have a say."""
    near = telling & ((tests.p <= RELATED) | _company(tests, margins, accounts))
    direct = np.unique(tests.pair[near])
    related = np.isin(pair, direct)
    rest = np.unique(pair[~related])
    together = _have_friends(_friends(direct, accounts), rest // accounts, rest % accounts)
    return Ties(related, related | np.isin(pair, rest[together]))


def _company(tests: StructureTest, margins: list[Margins], accounts: int) -> Bools:
    """For each row: keep the two company in a trace that few accounts use?"""
    result = np.zeros(len(tests.pair), bool)
    for place, of_trace in enumerate(margins):
        mine = tests.trace == place
        pair, shared = tests.pair[mine], tests.shared[mine]
        result[mine] = rare_company(of_trace, pair // accounts, pair % accounts, shared)
    return result


def _friends(pair: Ints, accounts: int) -> sparse.csr_matrix:
    """Who is related to whom: a symmetric matrix of ones."""
    a, b = pair // accounts, pair % accounts
    ones: Floats = np.ones(2 * len(pair))
    return sparse.csr_matrix((ones, (np.append(a, b), np.append(b, a))), (accounts, accounts))


def _have_friends(friends: sparse.csr_matrix, a: Ints, b: Ints) -> Bools:
    """For each pair: do they have enough friends in common?"""
    number = np.asarray(friends.sum(axis=1)).ravel()
    fewer = np.minimum(number[a], number[b])
    worth = np.flatnonzero(fewer >= FRIENDS)
    common = paired_sums(friends, friends, a[worth], b[worth])
    result = np.zeros(len(a), bool)
    result[worth] = (common >= FRIENDS) & (2 * common >= fewer[worth])
    return result
