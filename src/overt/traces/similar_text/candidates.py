"""Which pairs of texts are worth comparing: those that share an anchor, found without ever listing all pairs.

The keys of all anchors are sorted; a run of equal ones is a shelf of texts. Texts on a small shelf are all compared. On
a large one every text is compared with the few most typical texts of the shelf: of a text with a thousand edited copies
that is the text itself. So the work is bounded by texts x anchors x SHELF, whatever the input.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from overt.traces.similar_text.anchors import Anchored, text_bits
from overt.traces.similar_text.letters import Bytes

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

import os
SHELF = int(os.environ.get("SHELF","32"))
"""Texts on a shelf that are all compared with each other."""
LEADERS = int(os.environ.get("LEADERS","8"))
"""Texts of a larger shelf with which every other is compared."""


class Shelves(NamedTuple):
    """Shelf s holds `texts[starts[s]:starts[s + 1]]`, leaders first where it is large; text i stands on the shelves
    `mine[firsts[i]:firsts[i + 1]]`."""

    starts: Places
    texts: Numbers
    firsts: Places
    mine: Numbers


def shelves(found: Anchored) -> Shelves:
    """The shelves with two texts or more. Sorts the keys in place."""
    number = len(found.typical)
    bits = np.uint64(text_bits(number))
    keys = found.keys
    keys.sort()
    first = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:] >> bits, keys[:-1] >> bits, out=first[1:])
    starts = np.append(np.flatnonzero(first), len(keys))
    sizes = np.diff(starts)
    kept = np.repeat(sizes > 1, sizes)
    texts = (keys[kept] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    sizes = sizes[sizes > 1]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    firsts = np.concatenate([[0], np.cumsum(np.bincount(texts, minlength=number))]).astype(np.int64)
    mine = _stood(starts, texts, firsts[:-1].copy())
    _leaders_first(starts, texts, found.typical)
    return Shelves(starts, texts, firsts, mine)


@njit("i4[::1](i8[::1], i4[::1], i8[::1])", cache=True)  # type: ignore[untyped-decorator]
def _stood(starts: Places, texts: Numbers, free: Places) -> Numbers:
    """The shelves of each text."""
    mine = np.empty(len(texts), np.int32)
    for shelf in range(len(starts) - 1):
        for i in range(starts[shelf], starts[shelf + 1]):
            mine[free[texts[i]]] = shelf
            free[texts[i]] += 1
    return mine


@njit("void(i8[::1], i4[::1], u1[::1])", cache=True)  # type: ignore[untyped-decorator]
def _leaders_first(starts: Places, texts: Numbers, typical: Bytes) -> None:
    """Brings the most typical texts of each large shelf to its front; of equals the first."""
    for shelf in range(len(starts) - 1):
        start, end = starts[shelf], starts[shelf + 1]
        if end - start <= SHELF:
            continue
        for k in range(start, start + LEADERS):
            best = k
            for i in range(k + 1, end):
                if typical[texts[i]] > typical[texts[best]]:
                    best = i
            leader = texts[best]
            texts[k + 1 : best + 1] = texts[k:best].copy()
            texts[k] = leader
