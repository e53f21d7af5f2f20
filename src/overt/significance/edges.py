"""From tests of parts to edges: combine traces and scales per pair, control the false discovery rate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Bools, CoUses, Floats, Ints
from overt.model.scale import SECOND, Scale
from overt.model.trial import PairTest, Trials
from overt.significance.combine import cauchy
from overt.significance.fdr import rejected


@dataclass(frozen=True)
class Synchrony:
    """The synchrony family: one row per pair with enough trials in some trace and scale."""

    pair: Ints
    p: Floats
    q: Floats
    rejected: Bools
    m: int

    @property
    def threshold(self) -> float:
        """The largest p that was rejected; 0 where none was."""
        return float(self.p[self.rejected].max()) if self.rejected.any() else 0.0


def family(tests: Sequence[PairTest], q: float) -> Synchrony:
    """One combined p per pair over all its parts, and Benjamini-Hochberg by Tarone and Gilbert over pairs."""
    pair = np.concatenate([t.pair for t in tests]) if tests else np.zeros(0, np.int64)
    pairs, group = np.unique(pair, return_inverse=True)
    p = cauchy(_joined(tests, "p"), group, len(pairs))
    attainable = cauchy(_joined(tests, "attainable"), group, len(pairs))
    decision, values, m = rejected(p, attainable, q)
    return Synchrony(pairs, p, values, decision, m)


def second_stage(first: Synchrony, tests: Sequence[PairTest], accounts: Ints, everybody: int, q: float) -> Synchrony:
    """The pairs that touch one of `accounts` (members of networks that stand), tested as a family of their own.

    Hierarchical testing (Yekutieli 2008, doi:10.1198/016214507000001373): which networks there are is decided among
    all pairs; who else belongs to them only among the pairs that lead to them, so that a large crowd of bystanders
    does not hide a network's own members. Rejections of the first stage stand.
    """
    touching = np.isin(first.pair // everybody, accounts) | np.isin(first.pair % everybody, accounts)
    if not touching.any():
        return first
    pair = np.concatenate([t.pair for t in tests])
    _, group = np.unique(pair, return_inverse=True)
    attainable = cauchy(_joined(tests, "attainable"), group, len(first.pair))
    decision, values, _ = rejected(first.p[touching], attainable[touching], q)
    both, q_values = first.rejected.copy(), first.q.copy()
    both[touching] |= decision
    q_values[touching] = np.minimum(q_values[touching], values)
    return Synchrony(first.pair, first.p, q_values, both, first.m)


def _joined(tests: Sequence[PairTest], name: str) -> Floats:
    return np.concatenate([getattr(t, name) for t in tests]) if tests else np.zeros(0)


def occasions(co: CoUses, pairs: Ints, scales: Sequence[Scale]) -> Ints:
    """Distinct co-action occasions of each pair: disjoint posts in different windows, over all traces.

    Per scale the smallest of: windows, posts of the one, posts of the other; then the largest over scales. One
    repost seen as text, url and hashtags is one occasion.
    """
    most = np.zeros(len(pairs), np.int64)
    everyone = co.pair
    known = np.isin(everyone, pairs)
    for scale in scales:
        here = co.select(known & (co.gap <= scale.within * SECOND))
        if not len(here):
            continue
        spot = np.searchsorted(pairs, here.pair)
        swapped = here.first > here.second
        low = np.where(swapped, here.post_second, here.post_first)
        high = np.where(swapped, here.post_first, here.post_second)
        window = here.t_first // (scale.window * SECOND)
        counts = [_distinct(spot, values, len(pairs)) for values in (window, low, high)]
        most = np.maximum(most, np.minimum.reduce(counts))
    return most


def _distinct(group: Ints, values: Ints, groups: int) -> Ints:
    """Distinct values per group."""
    order = np.lexsort([values, group])
    group_, values_ = group[order], values[order]
    new = np.concatenate([[True], (np.diff(group_) != 0) | (np.diff(values_) != 0)])
    return np.bincount(group_[new], minlength=groups)


def first_acts(co: CoUses, trials: Sequence[Trials], pairs: Ints) -> tuple[Ints, Ints]:
    """(low_first, untied) per pair: co-actions in which the lower account acted first, and those without a tie.

    Each pair of posts counts once, whatever the traces and scales it was seen in. Ties count for neither.
    """
    rows = [t.rows[co.gap[t.rows] <= t.scale.within * SECOND] for t in trials]
    chosen = np.unique(np.concatenate(rows)) if rows else np.zeros(0, np.int64)
    here = co.select(chosen)
    here = here.select(np.isin(here.pair, pairs) & (here.gap > 0))
    spot = np.searchsorted(pairs, here.pair)
    key = np.stack([spot, here.post_first, here.post_second], axis=1)
    _, once = np.unique(key, axis=0, return_index=True)
    spot, low_first = spot[once], (here.first < here.second)[once]
    return (
        np.bincount(spot, weights=low_first, minlength=len(pairs)).astype(np.int64),
        np.bincount(spot, minlength=len(pairs)),
    )
