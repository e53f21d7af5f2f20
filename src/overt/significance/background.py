"""How close in time do unrelated accounts use this object? The object's own life (METHOD section 4).

A link that breaks, or a popular account's new post, is shared by everybody at once: two people who share it within
five minutes show nothing. So the chance of a co-action is never taken smaller than what is seen, on the very same
object in the very same window, between pairs of accounts that have nothing else in common (`strangers`).

Windows are the tested window B, never finer. The pair under test is left out. Small objects have few users, so
the objects of one source (the posts of one account that are passed on, the pages of one site) are pooled: followers
of one account all see its posts at the same moment.
"""

from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Bools, Floats, Ints
from overt.significance.strangers import Ties

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
    item: Ints, source: Ints, pair: Ints, close: Bools, ties: Ties, hubs: HubTotals, jitter: Floats
) -> Floats:
    """The chance of a co-action for each co-use (same length as `item`): at least `jitter`, at most 1.

    All arrays describe the co-uses closer than B of one scale. `item` is the object and window, `source` whose
    post or site the object is (-1: unknown), `jitter` the chance under interval jitter. Where few strangers used the
    item itself, the source's other objects stand in; where there are none either, interval jitter does.
    """
    uses = _Uses(item, pair, close, hubs)
    by_source = _shrunk(*uses.on_other_items(source, ties.related), jitter)
    known = np.where(source >= 0, np.maximum(by_source, jitter), jitter)
    seen = _shrunk(*uses.on_same_item(ties.tied), known)
    return np.minimum(np.maximum(seen, jitter), 1.0)


def _shrunk(near: Floats, close: Floats, prior: Floats) -> Floats:
    return (close + PRIOR * prior) / (near + PRIOR)


class _Uses:
    """The co-uses of one scale, and what pairs other than their own did: (co-uses, co-actions) for each."""

    def __init__(self, item: Ints, pair: Ints, close: Bools, hubs: HubTotals) -> None:
        self._items, self._place = np.unique(item, return_inverse=True)
        self._pair, self._close, self._hubs = pair, close, hubs

    def on_same_item(self, related: Bools) -> tuple[Floats, Floats]:
        """What unrelated pairs did on the same item."""
        near, closer = self._of_items(related)
        own_near, own_close = _own(self._place, self._pair, self._close, related)
        return near[self._place] - own_near, closer[self._place] - own_close

    def on_other_items(self, source: Ints, related: Bools) -> tuple[Floats, Floats]:
        """What unrelated pairs did on the other items of the same source."""
        sources, which = np.unique(source, return_inverse=True)
        of_item = np.zeros(len(self._items), np.int64)
        of_item[self._place] = which
        own, here = _own(which, self._pair, self._close, related), self.on_same_item(related)
        near, closer = (
            np.bincount(of_item, weights=values, minlength=len(sources))[which] for values in self._of_items(related)
        )
        return near - own[0] - here[0], closer - own[1] - here[1]

    def _of_items(self, related: Bools) -> tuple[Floats, Floats]:
        size = len(self._items)
        near: Floats = np.bincount(self._place, weights=~related, minlength=size).astype(float)
        closer: Floats = np.bincount(self._place, weights=~related & self._close, minlength=size).astype(float)
        if len(self._hubs.item):
            return _with_hubs(self._items, self._place, self._close, related, self._hubs, near, closer)
        return near, closer


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
