"""Structure test: do two accounts share more objects than their activity and the objects' popularity explain?

Held fixed, on average: how many objects each account used and how many accounts used each object, within each
stratum. Under that configuration model (Chung & Lu 2002, doi:10.1007/PL00012580; Saracco et al. 2017,
doi:10.1088/1367-2630/aa6b38) the shared count is a sum of independent rare events; its upper tail is bounded by
that of a Poisson with the same mean (Hodges & Le Cam 1960, doi:10.1214/aoms/1177705799). Survivors are tested
again under the bipartite configuration model with maximum entropy, in which no probability exceeds one.
A significant structure test alone means shared interest, never coordination (METHOD section 3).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.stats import poisson

from overt.model.co_use import Bools, Floats, Ints
from overt.model.margins import Margins
from overt.significance.bicm import connection_probabilities
from overt.significance.combine import cauchy
from overt.significance.fdr import q_values, tarone

CHUNK = 200_000
RARE_TRACE = 0.05
"""A trace used by no more than this share of all accounts is rare."""
COMPANY = 3


@dataclass(frozen=True)
class StructureTest:
    """Per pair and trace: shared count, its expectation, p, and the smallest p that the pair could have reached."""

    trace: Ints
    pair: Ints
    shared: Ints
    expected: Floats
    p: Floats
    attainable: Floats


def expected_shared(margins: Margins, a: Ints, b: Ints) -> Floats:
    """lambda of each pair: the sum over strata of k_a k_b S / E^2."""
    shape = (margins.accounts, margins.strata)
    plain = sparse.csr_matrix((margins.k.astype(float), (margins.account, margins.stratum)), shape)
    priced = plain @ sparse.diags(margins.rates())
    return paired_sums(plain, priced.tocsr(), a, b)


def paired_sums(left: sparse.csr_matrix, right: sparse.csr_matrix, a: Ints, b: Ints) -> Floats:
    """Row a of `left` times row b of `right`, pair by pair, in chunks of bounded size."""
    result = np.zeros(len(a))
    for start in range(0, len(a), CHUNK):
        part = slice(start, start + CHUNK)
        result[part] = np.asarray(left[a[part]].multiply(right[b[part]]).sum(axis=1)).ravel()
    return result


def tail(shared: Ints, expected: Floats) -> Floats:
    """P(X >= shared) for a Poisson count with the expected mean."""
    return np.asarray(poisson.sf(shared - 1, expected), dtype=float)


def attainable(margins: Margins, a: Ints, b: Ints, expected: Floats) -> Floats:
    """The p of each pair if it shared all that the less active account used."""
    totals = np.bincount(margins.account, weights=margins.k, minlength=margins.accounts).astype(np.int64)
    return tail(np.minimum(totals[a], totals[b]), expected)


def rare_company(margins: Margins, a: Ints, b: Ints, shared: Ints) -> Bools:
    """Pairs that share `COMPANY` objects and half of the less active account's, in a trace that few accounts use.

    Where a ring is nearly alone in a trace, the margins say that its members had to share everything, and the
    structure test is silent. Using a trace that one account in twenty uses, and the same objects in it, is a tie all
    the same: such pairs are no strangers whose timing could tell what chance does.
    """
    totals = np.bincount(margins.account, weights=margins.k, minlength=margins.accounts)
    if (totals > 0).sum() > RARE_TRACE * margins.accounts:
        return np.zeros(len(a), bool)
    return np.asarray((shared >= COMPANY) & (2 * shared >= np.minimum(totals[a], totals[b])))


def hypotheses(margins: Margins, threshold: float) -> int:
    """How many pairs of active accounts could reach p <= threshold if they shared all they can (Tarone).

    Accounts are taken by their total k. Two accounts that share all of the smaller one's k objects have at least
    that expectation times the smallest rate (one object per stratum), so the count is never too small.
    """
    totals = np.bincount(margins.account, weights=margins.k, minlength=margins.accounts).astype(np.int64)
    sizes, counts = np.unique(totals[totals > 0], return_counts=True)
    # Accounts active in disjoint strata have expectation 0 and share nothing: they cannot be rejected. For the
    # rest the smallest positive rate bounds the expectation from below.
    rates = margins.rates()
    lowest = rates[rates > 0].min() if (rates > 0).any() else 0.0
    if lowest == 0.0:
        return 0
    reachable = tail(sizes, np.asarray(lowest * sizes, float)) <= threshold
    more = np.append(np.cumsum(counts[::-1])[::-1][1:], 0)  # accounts with a larger total
    pairs = counts * (counts - 1) // 2 + counts * more
    return int(pairs[reachable].sum())


def refit(margins: Margins, a: Ints, b: Ints) -> Floats:
    """lambda of each pair under the maximum-entropy bipartite model, for the few pairs that survived."""
    result = np.zeros(len(a))
    involved = np.unique(np.concatenate([a, b])) if len(a) else np.zeros(0, np.int64)
    eased = margins.rates() / np.maximum(margins.present_rates(), np.finfo(float).tiny)
    for stratum in range(margins.strata):
        mine = margins.stratum == stratum
        here = margins.class_stratum == stratum
        d, objects = margins.class_d[here], margins.class_objects[here]
        accounts, k = margins.account[mine], margins.k[mine]
        wanted = np.isin(accounts, involved)
        if not wanted.any() or not (d >= 2).any():
            continue
        sizes, number = np.unique(k, return_counts=True)
        probability = connection_probabilities(sizes, number, d, objects)
        rows = np.zeros((margins.accounts, len(d)))
        rows[accounts[wanted]] = probability[np.searchsorted(sizes, k[wanted])]
        result += eased[stratum] * np.einsum("ij,ij,j->i", rows[a], rows[b], objects * (d >= 2))
    return result


def combined(tests: StructureTest, margins: list[Margins], q: float) -> tuple[Ints, Floats, Floats, int]:
    """(pair, p, q-value, m): traces combined per pair, Benjamini-Hochberg over all pairs that could be rejected.

    Pairs that could not reach q / m whatever they shared are no hypotheses; their q-value is 1.
    """
    pairs, group = np.unique(tests.pair, return_inverse=True)
    group = group.astype(np.int64)
    p = cauchy(tests.p, group, len(pairs))
    best = cauchy(tests.attainable, group, len(pairs))
    active = np.unique(np.concatenate([m.account for m in margins])) if margins else np.zeros(0)
    everyone = len(active) * (len(active) - 1) // 2

    def possible(threshold: float) -> int:
        return min(everyone, sum(hypotheses(m, threshold) for m in margins))

    m = max(tarone(possible, q, max(1, everyone)), 1)
    tested = best <= q / m
    values = np.ones(len(pairs))
    values[tested] = q_values(p[tested], max(m, int(tested.sum())))
    return pairs, p, values, m
