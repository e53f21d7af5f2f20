"""Two people who use the same thing every day at the same hour: the correction for habits of the clock.

Where a pair used one object in several windows, its own uses on different days tell how often chance alone brings
them this close on the clock: if one posts a hashtag at nine every morning and so does the other, nine o'clock is a
habit, not an agreement. The chance of a co-action is never taken smaller than that. Objects used once have no habit:
sharing something new at nine every morning takes an agreement on what to share.
"""

from collections.abc import Iterator

import numpy as np

from overt.model.co_use import Floats, Ints
from overt.model.scale import SECOND

DAY = 86_400 * SECOND
PRIOR = 3.0
"""Weight, in pairs of uses, of the chance without a habit."""
MOST = 30
"""Co-uses of one pair and object that are looked at."""
PART = 50_000
"""Co-uses that are crossed at a time: at most PART * MOST pairs of uses."""


def with_schedule(pair: Ints, object_: Ints, low: Ints, high: Ints, within: int, window: int, chance: Floats) -> Floats:
    """`chance` of each co-use, raised to what the pair's uses of the same object on other days show.

    low, high: times of the lower and the higher account, in microseconds; within and window in seconds.
    """
    result = chance.copy()
    if not len(pair):
        return result
    order = np.lexsort([low, object_, pair])
    new = np.concatenate([[True], (np.diff(pair[order]) != 0) | (np.diff(object_[order]) != 0)])
    group = np.cumsum(new) - 1
    starts = np.flatnonzero(new)
    rank = np.arange(len(order)) - starts[group]
    size = np.bincount(group)
    kept = (size[group] > 1) & (rank < MOST)
    rows, groups = order[kept], group[kept]
    if not len(rows):
        return result
    near, close = np.zeros(len(size)), np.zeros(len(size))
    for part in _parts(groups):
        here = groups[part]
        left, right = _crossed(here)
        a, b = low[rows[part][left]], high[rows[part][right]]
        other_day = np.abs(a - b) > window * SECOND
        apart = np.abs((a - b + DAY // 2) % DAY - DAY // 2)
        near += np.bincount(here[left], weights=other_day & (apart <= window * SECOND), minlength=len(size))
        close += np.bincount(here[left], weights=other_day & (apart <= within * SECOND), minlength=len(size))
    seen = (close[group] + PRIOR * chance[order]) / (near[group] + PRIOR)
    result[order] = np.maximum(chance[order], seen)
    return result


def _parts(groups: Ints) -> Iterator[slice]:
    """Runs of whole groups with at most `PART` rows each (a group has at most MOST), to bound memory."""
    start = 0
    while start < len(groups):
        stop = len(groups)
        if start + PART < stop:
            stop = int(np.searchsorted(groups, groups[start + PART]))
        yield slice(start, stop)
        start = stop


def _crossed(groups: Ints) -> tuple[Ints, Ints]:
    """All ordered pairs of places within each run of equal groups."""
    _, starts, sizes = np.unique(groups, return_index=True, return_counts=True)
    squares = sizes**2
    offset = np.concatenate([[0], np.cumsum(squares)[:-1]])
    place = np.arange(int(squares.sum())) - np.repeat(offset, squares)
    size, start = np.repeat(sizes, squares), np.repeat(starts, squares)
    return start + place // size, start + place % size
