"""How many words or letters must be changed, added or dropped to make one text of another.

This is Levenshtein's distance, except that what the longer text has at its end counts half: added hashtags make no
other text. Sixty-four places are compared at a time (Myers, doi:10.1145/316542.316550; in blocks: Hyyro, 2003). A
sequence is an array of keys: hashes of words, or letters.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.letters import I8, LETTERS, LONGEST, PLACES
from overt.traces.similar_text.shingles import NUMBER_WORDS

Keys = npt.NDArray[np.uint64]
Ids = npt.NDArray[np.int16]
Places = npt.NDArray[np.int64]

MOST = (LONGEST + 1) * NUMBER_WORDS // 2 + 1
"""Keys of a sequence, at most: so many words are made of numbers of one digit."""
SLOTS = 4_096
"""Of the table from keys to numbers: twice LONGEST, for keys that differ, and more; a power of two."""
_BITS = np.uint64(64 - 12)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_ZERO, _ONE, _TOP = np.uint64(0), np.uint64(1), np.uint64(63)


class Known(NamedTuple):
    """A sequence, learnt so that others can be compared with it."""

    keys: Keys
    table: Keys
    ids: Ids
    """The number of the key in each slot of the table, from 1; 0: none."""
    masks: Keys
    """Where each key stands, a bit per place of the sequence, key after key."""
    sizes: Places
    """Length of the sequence, and how many different keys it has; 0 while nothing is learnt."""


KNOWN = types.NamedTuple((LETTERS, LETTERS, types.int16[::1], LETTERS, PLACES), Known)


def room() -> Known:
    """Room to learn one sequence after another."""
    masks = np.zeros((MOST + 1) * ((MOST + 63) >> 6), np.uint64)
    return Known(
        np.zeros(MOST, np.uint64), np.zeros(SLOTS, np.uint64), np.zeros(SLOTS, np.int16), masks, np.zeros(2, int)
    )


@njit(I8(LETTERS, types.int16[::1], types.uint64), cache=True)  # type: ignore[untyped-decorator]
def slot(table: Keys, ids: Ids, key: np.uint64) -> np.int64:
    """Where a key stands in the table, or the free place for it."""
    place = np.int64((key * _FACTOR) >> _BITS)
    while ids[place] != 0 and table[place] != key:
        place = (place + 1) & (SLOTS - 1)
    return place


@njit(types.void(KNOWN, I8), cache=True)  # type: ignore[untyped-decorator]
def learn(known: Known, m: int) -> None:
    """Learns the first m of `known.keys`. What was learnt before must be forgotten."""
    blocks, different = (m + 63) >> 6, 0
    for i in range(m):
        place = slot(known.table, known.ids, known.keys[i])
        if known.ids[place] == 0:
            different += 1
            known.table[place], known.ids[place] = known.keys[i], different
        known.masks[known.ids[place] * blocks + (i >> 6)] |= _ONE << np.uint64(i & 63)
    known.sizes[0], known.sizes[1] = m, different


@njit(types.void(KNOWN), cache=True)  # type: ignore[untyped-decorator]
def forget(known: Known) -> None:
    """Forgets what was learnt."""
    known.ids[:] = 0
    known.masks[: (known.sizes[1] + 1) * ((known.sizes[0] + 63) >> 6)] = 0
    known.sizes[:] = 0


@njit(I8(KNOWN, LETTERS, I8, I8), cache=True)  # type: ignore[untyped-decorator]
def cost(known: Known, other: Keys, n: int, limit: int) -> int:
    """Twice the changes between the known sequence and another of n; if they are more than `limit`, any such number.

    What the longer one has at its end costs one each, all else two; of two sequences of one length neither is longer.
    """
    m = known.sizes[0]
    blocks = (m + 63) >> 6
    plus, minus = np.empty((MOST + 63) >> 6, np.uint64), np.empty((MOST + 63) >> 6, np.uint64)
    for k in range(blocks):
        plus[k], minus[k] = ~_ZERO, _ZERO
    last = np.uint64((m - 1) & 63)
    down, best = m, 2 * m + n
    for j in range(n):
        base = known.ids[slot(known.table, known.ids, other[j])] * blocks
        up_in, down_in = _ONE, _ZERO
        for k in range(blocks):
            same, pv, mv = known.masks[base + k], plus[k], minus[k]
            xv = same | mv
            same |= down_in
            xh = (((same & pv) + pv) ^ pv) | same
            ph, mh = mv | ~(xh | pv), pv & xh
            if k == blocks - 1:
                down += np.int64((ph >> last) & _ONE) - np.int64((mh >> last) & _ONE)
            up_out, down_out = ph >> _TOP, mh >> _TOP
            ph, mh = (ph << _ONE) | up_in, (mh << _ONE) | down_in
            plus[k], minus[k] = mh | ~(xv | ph), ph & xv
            up_in, down_in = up_out, down_out
        if n > m or (n == m and j == n - 1):
            best = min(best, 2 * down + n - 1 - j)
        if n >= m and best > limit and 2 * (down - (n - 1 - j)) > limit:
            return limit + 1
    if m > n:
        best = 2 * down
        for i in range(m - 1, -1, -1):  # up the last column: what of the known sequence stands at its end
            k, bit = i >> 6, np.uint64(i & 63)
            down -= np.int64((plus[k] >> bit) & _ONE) - np.int64((minus[k] >> bit) & _ONE)
            best = min(best, 2 * down + m - i)
    changes: int = best
    return changes
