"""How close in time do unrelated accounts use this object? The object's own life (METHOD section 4).

A link that breaks, or a popular account's new post, is shared by everybody at once: two people who share it within
five minutes show nothing. So the chance of a co-action is never taken smaller than what is seen, on the very same
object in the very same window, between pairs of accounts that have nothing else in common (`strangers`).

Windows are the tested window B, never finer. The pair under test is left out. Small objects have few users, so
the objects of one source (the posts of one account that are passed on, the pages of one site) are pooled: followers
of one account all see its posts at the same moment.

Those who sign the same petitions, or answer the same calls, week after week have so much in common that hardly a
stranger is left among them. But they come one after the other. So where a crowd used an object and most of its pairs
are not close, all of them are heard: a ring of thirty that acts together does so at once, on some scale.
"""

from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Bools, Floats, Ints
from overt.significance.strangers import Ties

Seen = tuple[Floats, Floats]
"""Co-uses, and the co-actions among them."""
CROWD = 30 * 29 // 2
"""Pairs on one item from which its users are a crowd: those of thirty accounts."""
AT_ONCE = 0.7
"""Share of these pairs that are close where a crowd acts at once."""
PRIOR = 3.0
"""Weight, in pairs, of the interval-jitter chance against the pairs seen."""


@dataclass(frozen=True)
class HubTotals:
    """Co-uses of every pair, related or not, on the objects whose pairs are not listed one by one.

    item: object * SPAN + window; near: closer than B; close: closer than w. Sorted by item.
    """

    item: Ints
    near: Ints
    close: Ints


def background(
    item: Ints,
    source: Ints,
    pair: Ints,
    close: Bools,
    ties: Ties,
    hubs: HubTotals,
    jitter: Floats,
    crowd: int = CROWD,
) -> Floats:
    """The chance of a co-action for each co-use (same length as `item`): at least `jitter`, at most 1.

    All arrays describe the co-uses closer than B of one scale. `item` is the object and window, `source` whose
    post or site the object is (-1: unknown), `jitter` the chance under interval jitter. Where few strangers used the
    item itself, the source's other objects stand in; where there are none either, interval jitter does.
    """
    items, place = np.unique(item, return_inverse=True)
    own = _own(place, pair, close)
    uses = _of_items(items, place, close, ties.related, hubs)
    here = _of_others(uses, place, own, ties.related)
    by_source = _shrunk(*_on_other_items(uses, here, place, source, pair, close, ties.related), jitter)
    known = np.where(source >= 0, np.maximum(by_source, jitter), jitter)
    nobody = np.zeros(len(item), bool)
    silent = ties.tied & ~_trickling(_of_items(items, place, close, nobody, hubs), crowd)[place]
    seen = _of_others(_of_items(items, place, close, silent, hubs), place, own, silent)
    return np.minimum(np.maximum(_shrunk(*seen, known), jitter), 1.0)


def _trickling(everybody: Seen, crowd: int) -> Bools:
    """Items that a crowd used one after the other rather than at once: there all are heard, tied or not."""
    near, closer = everybody
    return np.asarray((near >= crowd) & (closer < AT_ONCE * near))


def _shrunk(near: Floats, close: Floats, prior: Floats) -> Floats:
    return (close + PRIOR * prior) / (near + PRIOR)


def _of_items(items: Ints, place: Ints, close: Bools, related: Bools, hubs: HubTotals) -> Seen:
    """What unrelated pairs did on each item."""
    near: Floats = np.bincount(place, weights=~related, minlength=len(items)).astype(float)
    closer: Floats = np.bincount(place, weights=~related & close, minlength=len(items)).astype(float)
    return _with_hubs(items, place, close, related, hubs, near, closer) if len(hubs.item) else (near, closer)


def _of_others(totals: Seen, group: Ints, own: Seen, related: Bools) -> Seen:
    """For each co-use the totals of its group without what its own pair added; a related pair added nothing."""
    near, closer = (total[group] - np.where(related, 0.0, mine) for total, mine in zip(totals, own, strict=True))
    return near, closer


def _on_other_items(
    uses: Seen, here: Seen, place: Ints, source: Ints, pair: Ints, close: Bools, related: Bools
) -> Seen:
    """For each co-use what unrelated pairs, its own left out, did on the other items of its source. `uses`: per item;
    `here`: on its own item."""
    sources, which = np.unique(source, return_inverse=True)
    of_item = np.zeros(len(uses[0]), np.int64)
    of_item[place] = which
    near: Floats = np.bincount(of_item, weights=uses[0], minlength=len(sources)).astype(float)
    closer: Floats = np.bincount(of_item, weights=uses[1], minlength=len(sources)).astype(float)
    whole = _of_others((near, closer), which, _own(which, pair, close), related)
    return whole[0] - here[0], whole[1] - here[1]


def _own(group: Ints, pair: Ints, close: Bools) -> Seen:
    """What each co-use's own pair did in its group: co-uses and co-actions."""
    _, dense = np.unique(pair, return_inverse=True)
    _, both = np.unique(dense.astype(np.int64) * (int(group.max(initial=0)) + 1) + group, return_inverse=True)
    near: Floats = np.bincount(both).astype(float)[both] if len(both) else np.zeros(0)
    closer: Floats = np.bincount(both, weights=close).astype(float)[both] if len(both) else np.zeros(0)
    return near, closer


def _with_hubs(
    items: Ints, place: Ints, close: Bools, related: Bools, hubs: HubTotals, near: Floats, closer: Floats
) -> Seen:
    """On hubs: all pairs less the related ones, instead of the listed unrelated ones."""
    spot = np.minimum(np.searchsorted(hubs.item, items), len(hubs.item) - 1)
    is_hub = hubs.item[spot] == items
    related_near = np.bincount(place, weights=related, minlength=len(items))
    related_close = np.bincount(place, weights=related & close, minlength=len(items))
    return (
        np.where(is_hub, np.maximum(hubs.near[spot] - related_near, 0), near),
        np.where(is_hub, np.maximum(hubs.close[spot] - related_close, 0), closer),
    )


def hub_totals(object_: Ints, account: Ints, t: Ints, window: int, within: int, span: int) -> HubTotals:
    """Counts all pairs of uses of each object by different accounts, by window of the earlier use.

    Times, `window` and `within` are in microseconds. No pair is ever listed: sorted times and a binary search give
    the counts, so an object used n times costs n log n.
    """
    if not len(t):
        nothing = np.zeros(0, np.int64)
        return HubTotals(nothing, nothing, nothing)
    item = object_ * span + t // window
    near = _later_within(object_, t, window) - _own_later_within(object_, account, t, window)
    close = _later_within(object_, t, within) - _own_later_within(object_, account, t, within)
    items, place = np.unique(item, return_inverse=True)
    return HubTotals(
        items,
        np.bincount(place, weights=near).astype(np.int64),
        np.bincount(place, weights=close).astype(np.int64),
    )


def _later_within(group: Ints, t: Ints, reach: int) -> Ints:
    """For each use: how many uses of the same group follow it in sorted order, no more than `reach` later."""
    _, dense = np.unique(group, return_inverse=True)
    start = int(t.min())
    stride = int(t.max()) - start + reach + 1
    key = dense.astype(np.int64) * stride + (t - start)
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    last = np.searchsorted(ordered, ordered + reach, side="right")
    result = np.empty(len(t), np.int64)
    result[order] = last - 1 - np.arange(len(t))
    return result


def _own_later_within(object_: Ints, account: Ints, t: Ints, reach: int) -> Ints:
    """The same, among the uses by the same account."""
    key = object_ * (int(account.max()) + 1) + account
    return _later_within(key, t, reach)
