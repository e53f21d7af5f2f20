"""The slow, obvious version of both tests: plain loops, straight from the definitions.

Nothing in a scan runs this. Tests compare the fast paths with it on random input.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np

from overt.model.co_use import CO_USE_COLUMNS, CoUses, Floats
from overt.model.margins import Margins
from overt.model.scale import SECOND, Scale

DAY = 86_400 * SECOND
Hubs = dict[int, tuple[int, int]]
"""item -> (pairs of uses closer than B, pairs closer than w)."""


def expected_shared(margins: Margins, a: int, b: int) -> float:
    """The sum over strata of k_a k_b S / E^2, with E the sum of d over objects and S that of d (d - 1)."""
    total = 0.0
    for stratum in range(margins.strata):
        e = s = 0
        for where, d, objects in zip(margins.class_stratum, margins.class_d, margins.class_objects, strict=True):
            if where == stratum:
                e += int(objects * d)
                s += int(objects * d * (d - 1))
        k = {a: 0, b: 0}
        for account, where, number in zip(margins.account, margins.stratum, margins.k, strict=True):
            if where == stratum and int(account) in k:
                k[int(account)] += int(number)
        total += k[a] * k[b] * s / e**2 if e else 0.0
    return total


def poisson_tail(count: int, mean: float) -> float:
    """P(X >= count), term by term from the count upwards."""
    if count <= 0:
        return 1.0
    if mean == 0:
        return 0.0
    total, x = 0.0, count
    while True:
        term = math.exp(-mean + x * math.log(mean) - math.lgamma(x + 1))
        total += term
        if x > mean and term <= total * 1e-17:
            return min(total, 1.0)
        x += 1


def reachable_pairs(margins: Margins, threshold: float) -> int:
    """Pairs of accounts that could reach p <= threshold if they shared all that the less active one used."""
    totals: dict[int, int] = {}
    for account, k in zip(margins.account, margins.k, strict=True):
        totals[int(account)] = totals.get(int(account), 0) + int(k)
    rates = [rate for rate in margins.rates() if rate > 0]
    if not rates:
        return 0
    least = (min(one, other) for one, other in combinations((k for k in totals.values() if k), 2))
    return sum(poisson_tail(k, min(rates) * k) <= threshold for k in least)


def bicm(k: Sequence[int], d: Sequence[int], rounds: int) -> Floats:
    """P(account uses object) for every single account (degrees k) and object (degrees d), by fixed-point iteration."""
    total = math.sqrt(sum(k))
    x, y = [degree / total for degree in k], [degree / total for degree in d]
    for _ in range(rounds):
        x = [k[i] / sum(y[j] / (1 + x[i] * y[j]) for j in range(len(d))) for i in range(len(k))]
        y = [d[j] / sum(x[i] / (1 + x[i] * y[j]) for i in range(len(k))) for j in range(len(d))]
    return np.array([[x[i] * y[j] / (1 + x[i] * y[j]) for j in range(len(d))] for i in range(len(k))])


def background(
    item: Sequence[int],
    source: Sequence[int],
    pair: Sequence[int],
    close: Sequence[bool],
    related: Sequence[bool],
    tied: Sequence[bool],
    hubs: Hubs,
    jitter: Sequence[float],
    prior: float,
    crowd: int,
) -> list[float]:
    """The chance of each co-use: what other pairs that are not tied did on the item, or all where a crowd trickles in;
    else what unrelated pairs did on other items of the source; else the jitter."""
    rows = range(len(item))

    def seen(items: set[int], own: int, related: Sequence[bool]) -> tuple[float, float]:
        """Unrelated co-uses and co-actions on these items, those of the pair `own` left out."""
        near = closer = 0.0
        for one in items:
            here = [r for r in rows if item[r] == one]
            unrelated = [r for r in here if not related[r]]
            if one in hubs:  # hubs count all pairs: the related ones go
                among = [r for r in here if related[r]]
                near += max(hubs[one][0] - len(among), 0)
                closer += max(hubs[one][1] - sum(close[r] for r in among), 0)
            else:
                near += len(unrelated)
                closer += sum(close[r] for r in unrelated)
            mine = [r for r in unrelated if pair[r] == own]
            near -= len(mine)
            closer -= sum(close[r] for r in mine)
        return near, closer

    result = []
    for r in rows:
        fallback = jitter[r]
        if source[r] >= 0:
            near, closer = seen({item[o] for o in rows if source[o] == source[r]} - {item[r]}, pair[r], related)
            fallback = max(jitter[r], (closer + prior * jitter[r]) / (near + prior))
        everybody = seen({item[r]}, -1, [False] * len(item))
        trickling = everybody[0] >= crowd and everybody[1] < 0.7 * everybody[0]
        near, closer = seen({item[r]}, pair[r], [False] * len(item) if trickling else tied)
        result.append(min(max((closer + prior * fallback) / (near + prior), jitter[r]), 1.0))
    return result


def hub_totals(uses: Sequence[tuple[int, int, int]], window: int, within: int, span: int) -> Hubs:
    """item -> counts of pairs of uses (object, account, t) by different accounts; the earlier use gives the window."""
    result: Hubs = {object_ * span + t // window: (0, 0) for object_, _, t in uses}
    for one, other in combinations(uses, 2):
        if one[0] != other[0] or one[1] == other[1]:
            continue
        item = one[0] * span + min(one[2], other[2]) // window
        gap = abs(one[2] - other[2])
        near, close = result[item]
        result[item] = (near + (gap <= window), close + (gap <= within))
    return result


def clock_distance(one: int, other: int) -> int:
    """Microseconds between two times of day, the shorter way round the clock."""
    apart = abs(one % DAY - other % DAY)
    return min(apart, DAY - apart)


def with_schedule(
    pair: Sequence[int],
    object_: Sequence[int],
    low: Sequence[int],
    high: Sequence[int],
    scale: Scale,
    chance: Sequence[float],
    prior: float,
    most: int,
) -> list[float]:
    """Each chance, raised to what the pair's uses of the same object on other days show."""
    window, within = scale.window * SECOND, scale.within * SECOND
    result = []
    for r in range(len(pair)):
        mine = [o for o in range(len(pair)) if (pair[o], object_[o]) == (pair[r], object_[r])]
        mine = sorted(mine, key=lambda o: low[o])[:most]
        near = close = 0
        for one in mine:
            for other in mine:
                if abs(low[one] - high[other]) <= window or len(mine) < 2:
                    continue
                near += clock_distance(low[one], high[other]) <= window
                close += clock_distance(low[one], high[other]) <= within
        result.append(max(chance[r], (close + prior * chance[r]) / (near + prior)))
    return result


def of_favourite(pair: Sequence[int], author: Sequence[int]) -> list[bool]:
    """Whether each co-use is on posts of the author (-1: unknown) whom its pair has most co-uses on, two at least."""
    result = []
    for r in range(len(pair)):
        mine = [author[o] for o in range(len(pair)) if pair[o] == pair[r] and author[o] >= 0]
        best = min(set(mine), key=lambda a: (-mine.count(a), a), default=-2)
        result.append(author[r] == best and mine.count(best) >= 2)
    return result


def one_per_window(
    pair: Sequence[int], window: Sequence[int], chance: Sequence[float], hit: Sequence[bool]
) -> dict[tuple[int, int], tuple[float, bool]]:
    """(pair, window) -> (chance that any co-use is a hit, whether one is)."""
    result: dict[tuple[int, int], tuple[float, bool]] = {}
    for key in set(zip(pair, window, strict=True)):
        mine = [r for r in range(len(pair)) if (pair[r], window[r]) == key]
        result[key] = (1 - math.prod(1 - chance[r] for r in mine), any(hit[r] for r in mine))
    return result


def nearly_all(
    pair: Sequence[int],
    window: Sequence[int],
    object_: Sequence[int],
    chance: Sequence[float],
    hit: Sequence[bool],
    even: float,
    share: float,
) -> dict[tuple[int, int], tuple[float, bool]]:
    """(pair, window) -> (chance, hit) where crowded windows ask for nearly all of their objects."""
    result: dict[tuple[int, int], tuple[float, bool]] = {}
    for key, (some, any_hit) in one_per_window(pair, window, chance, hit).items():
        mine = [r for r in range(len(pair)) if (pair[r], window[r]) == key]
        if some <= even:
            result[key] = (some, any_hit)
            continue
        told = []
        for name in sorted({object_[r] for r in mine}):
            rows = [r for r in mine if object_[r] == name]
            alone = 1 - math.prod(1 - chance[r] for r in rows)
            if alone <= even:
                told.append((alone, any(hit[r] for r in rows)))
        if told:
            needed = next(k for k in range(1, len(told) + 1) if k >= share * len(told) - 1e-9)
            result[key] = (min(some, sum(c for c, _ in told) / needed), sum(h for _, h in told) >= needed)
    return result


def poisson_binomial_tail(count: int, chances: Sequence[float]) -> float:
    """P(at least `count` of these independent events), exactly."""
    weights = [1.0]
    for chance in chances:
        weights = [
            (weights[x] * (1 - chance) if x < len(weights) else 0.0) + (weights[x - 1] * chance if x else 0.0)
            for x in range(len(weights) + 1)
        ]
    return math.fsum(weights[max(count, 0) :])


def binomial_tail(count: int, n: int, chance: float) -> float:
    """P(at least `count` of n)."""
    return math.fsum(math.comb(n, x) * chance**x * (1 - chance) ** (n - x) for x in range(max(count, 0), n + 1))


def cauchy(p: Sequence[float], cap: float) -> float:
    """The p of the mean of tan((1/2 - p) pi), each p capped; 1 without a part."""
    if not p:
        return 1.0
    return 0.5 - math.atan(sum(math.tan((0.5 - min(x, cap)) * math.pi) for x in p) / len(p)) / math.pi


def tarone(attainable: Iterable[float], q: float) -> int:
    """The smallest m, from 1, with no more than m tests that can reach q / m."""
    values = list(attainable)
    m = 1
    while sum(p <= q / m for p in values) > m:
        m += 1
    return m


def benjamini_hochberg(p: Sequence[float], m: int, q: float) -> list[bool]:
    """Which of `p` are rejected among m hypotheses: the k smallest, for the largest k with p_(k) <= k q / m."""
    ordered = sorted(p)
    passing = [k for k in range(1, len(p) + 1) if ordered[k - 1] <= k * q / m]
    return [bool(passing) and x <= ordered[passing[-1] - 1] for x in p]


def gilbert(p: Sequence[float], attainable: Sequence[float], q: float) -> list[bool]:
    """Benjamini-Hochberg among the tests that could reach q / m, with m by Tarone."""
    m = tarone(attainable, q)
    tested = [i for i in range(len(p)) if attainable[i] <= q / m]
    decisions = benjamini_hochberg([p[i] for i in tested], max(m, len(tested)), q)
    found = {i for i, decision in zip(tested, decisions, strict=True) if decision}
    return [i in found for i in range(len(p))]


def rows_of(co: CoUses) -> list[dict[str, int]]:
    """The co-uses as dictionaries, each with its unordered pair."""
    names = CO_USE_COLUMNS
    rows = [dict(zip(names, map(int, row), strict=True)) for row in zip(*(getattr(co, n) for n in names), strict=True)]
    for row in rows:
        row["pair"] = min(row["first"], row["second"]) * co.accounts + max(row["first"], row["second"])
    return rows


def occasions(co: CoUses, pair: int, scales: Sequence[Scale]) -> int:
    """Per scale the smallest of windows, posts of the one and posts of the other with a co-action; the largest."""
    most = 0
    for scale in scales:
        close = [r for r in rows_of(co) if r["pair"] == pair and r["t_second"] - r["t_first"] <= scale.within * SECOND]
        windows = {r["t_first"] // (scale.window * SECOND) for r in close}
        low = {r["post_first"] if r["first"] < r["second"] else r["post_second"] for r in close}
        high = {r["post_second"] if r["first"] < r["second"] else r["post_first"] for r in close}
        most = max(most, min(len(windows), len(low), len(high)))
    return most


def first_acts(co: CoUses, pair: int, scales: Sequence[Scale]) -> tuple[int, int]:
    """(co-actions in which the lower account was first, co-actions that are no tie), each pair of posts once."""
    widest = max(scale.within for scale in scales) * SECOND
    seen = {
        (r["post_first"], r["post_second"]): r["first"] < r["second"]
        for r in rows_of(co)
        if r["pair"] == pair and 0 < r["t_second"] - r["t_first"] <= widest
    }
    return sum(seen.values()), len(seen)
