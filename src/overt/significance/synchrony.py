"""Synchrony test: given what two accounts share, are their times closer together than chance explains?

Interval jitter (Amarasingham, Harrison, Hatsopoulos & Geman 2012, doi:10.1152/jn.00633.2011): who used what is
kept, and when to within B; the finer timing is free. Held fixed: the co-uses closer than B. Tested: how many
B-windows hold one closer than w.

- The chance pi of one co-use is 2 v/B - (v/B)^2 with v = w + r/2, both times uniform in one common window of
  length B, r the coarser of the two accounts' time resolutions; scales with w < r are dropped.
- Where B exceeds an hour (and w is less than a day) pi is multiplied by the overlap of the two accounts' daily
  rhythms (`rhythm`).
- pi is never smaller than what unrelated accounts show on the same object and window (`background`).
- pi is never smaller than what the pair's own uses of the object on other days show (`schedule`), if w is less than a
  day.
- The odds of pi are multiplied by the scale's `habit`: what two people's unseen common habits could do.
- From 5 min on the pair must also be close without the one account that it passes on most (`favourite`).
- One trial per pair and B-window, over all objects and repeated uses of a trace: 1 - prod(1 - pi) (`folding`).
- p is the binomial upper tail at the mean chance: at least the Poisson-binomial tail (Hoeffding 1956,
  doi:10.1214/aoms/1177728178).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import binom

from overt.model.co_use import CoUses, Floats, Ints
from overt.model.scale import SECOND, Scale
from overt.model.trial import PairTest, Trials
from overt.significance.background import HubTotals, background
from overt.significance.favourite import of_favourite
from overt.significance.folding import LARGEST_CHANCE, Close, folded
from overt.significance.rhythm import overlap
from overt.significance.schedule import with_schedule
from overt.significance.strangers import Ties

RHYTHM_FROM = 3_600
"""Seconds: windows longer than this are corrected for daily rhythm."""
FOLLOWING_FROM = 300
"""Seconds: people who are told of a new post by their telephones pass it on within minutes, hardly within one."""
CORRECTIONS = ("rhythm", "background", "schedule", "habit", "favourite")
"""What makes a co-action less surprising than bare interval jitter does, in order."""


def jitter_chance(within: Floats, window: float) -> Floats:
    """Chance that two times, uniform in one window, lie closer than `within`; all in the same unit."""
    share = np.minimum(within / window, 1.0)
    return np.asarray(2 * share - share**2, dtype=float)


def with_odds(chance: Floats, factor: float) -> Floats:
    """The chance after its odds were multiplied by `factor`."""
    return factor * chance / (1 - chance + factor * chance)


@dataclass(frozen=True)
class Origin:
    """sources: per object, whose post or site it is; authors: per post, whose post it passes on. -1: unknown."""

    sources: Ints
    authors: Ints


def usable(scales: Sequence[Scale], resolution: int, span_seconds: float) -> list[Scale]:
    """The scales whose w is not finer than the resolution and whose B is at most a third of the data's span."""
    return [s for s in scales if s.within >= resolution and s.window <= span_seconds / 3]


def trials(
    co: CoUses,
    trace: int,
    scale: Scale,
    resolution: Ints,
    profile: Floats,
    ties: Ties,
    hubs: HubTotals,
    origin: Origin,
    span: int,
    without: frozenset[str] = frozenset(),
) -> Trials:
    """The trials of one trace at one scale.

    `ties` are per co-use; `resolution` per account, in seconds. `without` names corrections (CORRECTIONS) that are
    left out, to show what each of them costs.
    """
    coarser = np.maximum(resolution[co.first], resolution[co.second])
    chosen = (co.trace == trace) & (co.gap <= scale.window * SECOND) & (coarser <= scale.within)
    rows = np.flatnonzero(chosen)
    here = co.select(rows)
    hit = here.gap <= scale.within * SECOND
    chance = jitter_chance(scale.within + coarser[rows] / 2.0, float(scale.window))
    if scale.window > RHYTHM_FROM and not scale.by_day and "rhythm" not in without:
        chance = np.minimum(chance * overlap(profile, here.first, here.second), 1.0)
    window = here.t_first // (scale.window * SECOND)
    pair = here.pair
    if "background" not in without:
        item = here.object * span + window
        chance = background(item, origin.sources[here.object], pair, hit, ties.select(rows), hubs, chance)
    if not scale.by_day and "schedule" not in without:
        swapped = here.first > here.second
        low, high = np.where(swapped, here.t_second, here.t_first), np.where(swapped, here.t_first, here.t_second)
        chance = with_schedule(pair, here.object, low, high, scale.within, scale.window, chance)
    if "habit" not in without:
        chance = with_odds(chance, scale.habit)
    close = Close(rows, here.object, pair, window, chance, hit)
    made = folded(trace, scale, close)
    if scale.within < FOLLOWING_FROM or "favourite" in without:
        return made
    author = origin.authors[here.post_first]
    rest = ~of_favourite(pair, np.where(author == origin.authors[here.post_second], author, -1))
    if rest.all():
        return made
    return replace(made, beyond=folded(trace, scale, close.select(rest)))


def pair_test(trials: Trials, least: int) -> PairTest:
    """The binomial test of every pair with at least `least` trials (a choice made on n alone).

    Where the trials beyond the pair's favourite account are given, the larger of the two p stands.
    """
    whole = _binomial(trials, least)
    if trials.beyond is None:
        return whole
    part = _binomial(trials.beyond, least)
    p, attainable = np.ones(len(whole.pair)), np.ones(len(whole.pair))
    spot = np.searchsorted(whole.pair, part.pair)
    p[spot], attainable[spot] = part.p, part.attainable
    return replace(whole, p=np.maximum(whole.p, p), attainable=np.maximum(whole.attainable, attainable))


def _binomial(trials: Trials, least: int) -> PairTest:
    pairs, group = np.unique(trials.pair, return_inverse=True)
    n = np.bincount(group, minlength=len(pairs))
    x = np.bincount(group, weights=trials.hit, minlength=len(pairs)).astype(np.int64)
    total = np.bincount(group, weights=trials.chance, minlength=len(pairs))
    enough = n >= least
    n, x, pairs = n[enough], x[enough], pairs[enough]
    chance = np.minimum(total[enough] / np.maximum(n, 1), LARGEST_CHANCE)
    return PairTest(
        trace=trials.trace,
        scale=trials.scale,
        pair=pairs,
        n=n,
        x=x,
        chance=chance,
        p=np.asarray(binom.sf(x - 1, n, chance), dtype=float),
        attainable=chance**n,
    )
