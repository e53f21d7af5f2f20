"""How close in time do unrelated accounts use this object? The object's own life (METHOD section 4).

A link that breaks, or a popular account's new post, is shared by everybody at once: two people who share it within
five minutes show nothing. So the chance of a co-action is never taken smaller than what is seen, on the very same
object in the very same window, between pairs of accounts that have nothing else in common. Unrelated means: the
structure test gives them no p below `RELATED`. Timing plays no part in that choice, so under the null the pairs
left out are no closer than the ones kept; members of a ring, who share much, do not hide each other.

Windows are the tested window B, never finer. The pair under test is left out. Small objects have few users, so
the objects of one source (the posts of one account that are passed on, the pages of one site) are pooled: followers
of one account all see its posts at the same moment.
"""

from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Bools, Floats, Ints

RELATED = 0.01
"""A structure p below this in any trace makes two accounts related."""

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
    item: Ints, source: Ints, pair: Ints, close: Bools, related: Bools, hubs: HubTotals, jitter: Floats
) -> Floats:
    """The chance of a co-action for each co-use (same length as `item`): at least `jitter`, at most 1.

    All arrays describe the co-uses closer than B of one scale. `item` is the object and window, `source` whose
    post or site the object is (-1: unknown), `jitter` the chance under interval jitter. Where few unrelated pairs
    used the item itself, the source's other objects stand in; where there are none either, interval jitter does.
    """
    items, place = np.unique(item, return_inverse=True)
    size = len(items)
    near: Floats = np.bincount(place, weights=~related, minlength=size).astype(float)
    closer: Floats = np.bincount(place, weights=~related & close, minlength=size).astype(float)
    if len(hubs.item):
        near, closer = _with_hubs(items, place, close, related, hubs, near, closer)
    own_near, own_close = _own(place, pair, close, related)
    by_source = _shrunk(*_by_source(source, place, near, closer, pair, close, related), jitter)
    known = np.where(source >= 0, np.maximum(by_source, jitter), jitter)
    seen = _shrunk(near[place] - own_near, closer[place] - own_close, known)
    return np.minimum(np.maximum(seen, jitter), 1.0)


def _shrunk(near: Floats, close: Floats, prior: Floats) -> Floats:
    return (close + PRIOR * prior) / (near + PRIOR)


def _by_source(
    source: Ints, place: Ints, near: Floats, closer: Floats, pair: Ints, close: Bools, related: Bools
) -> tuple[Floats, Floats]:
    """Unrelated co-uses and co-actions on all objects of each co-use's source, the pair itself left out."""
    sources, which = np.unique(source, return_inverse=True)
    of_item = np.zeros(len(near), np.int64)
    of_item[place] = which
    total_near = np.bincount(of_item, weights=near, minlength=len(sources))
    total_close = np.bincount(of_item, weights=closer, minlength=len(sources))
    own_near, own_close = _own(which, pair, close, related)
    return total_near[which] - own_near, total_close[which] - own_close


def _own(group: Ints, pair: Ints, close: Bools, related: Bools) -> tuple[Floats, Floats]:
    """What the pair itself added to the unrelated co-uses and co-actions of its group; 0 if it is related."""
    _, dense = np.unique(pair, return_inverse=True)
    _, both = np.unique(dense.astype(np.int64) * (int(group.max(initial=0)) + 1) + group, return_inverse=True)
    near = np.bincount(both).astype(float)[both] if len(both) else np.zeros(0)
    closer = np.bincount(both, weights=close)[both] if len(both) else np.zeros(0)
    return np.where(related, 0.0, near), np.where(related, 0.0, closer)


def _with_hubs(
    items: Ints, place: Ints, close: Bools, related: Bools, hubs: HubTotals, near: Floats, closer: Floats
) -> tuple[Floats, Floats]:
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
