"""Which pairs of texts are worth comparing: those that share an anchor, found without ever listing all pairs.

The keys of all anchors are sorted; texts with the same one stand on a shelf. Texts on a small shelf are all compared.
On a large one every text is compared with the few most typical texts of the shelf: of a text with a thousand edited
copies that is the text itself. So the work is bounded by texts x anchors x SHELF, whatever the input.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.anchors import Anchored, text_bits
from overt.traces.similar_text.letters import I8, LETTERS, PLACES, Bytes
from overt.traces.similar_text.shingles import Hashes

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

SHELF = 16
"""Texts on a shelf that are all compared with each other."""
LEADERS = 6
"""Texts of a larger shelf with which every other is compared."""

NUMBERS = types.int32[::1]


class Shelves(NamedTuple):
    """Shelf s holds `texts[starts[s]:starts[s + 1]]`, leaders first where it is large; text i stands on the shelves
    `mine[firsts[i]:firsts[i + 1]]`."""

    starts: Places
    texts: Numbers
    firsts: Places
    mine: Numbers

    @property
    def crowded(self) -> int:
        """How many texts stand on a shelf on which not all are compared with each other."""
        large = np.diff(self.starts) > SHELF
        return len(np.unique(self.texts[np.repeat(large, np.diff(self.starts))]))


def shelves(found: Anchored) -> Shelves:
    """The shelves with two texts or more. Sorts the keys in place."""
    number, bits = len(found.typical), text_bits(len(found.typical))
    found.keys.sort()
    sizes = _sizes(found.keys, bits)
    starts, texts = np.empty(sizes[0] + 1, np.int64), np.empty(sizes[1], np.int32)
    _fill(found.keys, bits, starts, texts)
    firsts = np.concatenate([[0], np.cumsum(np.bincount(texts, minlength=number))]).astype(np.int64)
    mine = _stood(starts, texts, firsts[:-1].copy())
    _leaders_first(starts, texts, found.typical)
    return Shelves(starts, texts, firsts, mine)


@njit(PLACES(LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def _sizes(keys: Hashes, bits: int) -> Places:
    """How many shelves there are, and how many places on them."""
    upper, sizes, begin = np.uint64(bits), np.zeros(2, np.int64), 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] >> upper != keys[begin] >> upper:
            if i - begin > 1:
                sizes[0] += 1
                sizes[1] += i - begin
            begin = i
    return sizes


@njit(types.void(LETTERS, I8, PLACES, NUMBERS), cache=True)  # type: ignore[untyped-decorator]
def _fill(keys: Hashes, bits: int, starts: Places, texts: Numbers) -> None:
    """Writes the places of `_sizes`."""
    upper, text = np.uint64(bits), (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    starts[0] = shelf = number = begin = 0
    for i in range(1, len(keys) + 1):
        if i == len(keys) or keys[i] >> upper != keys[begin] >> upper:
            if i - begin > 1:
                for k in range(begin, i):
                    texts[number] = keys[k] & text
                    number += 1
                shelf += 1
                starts[shelf] = number
            begin = i


@njit(NUMBERS(PLACES, NUMBERS, PLACES), cache=True)  # type: ignore[untyped-decorator]
def _stood(starts: Places, texts: Numbers, free: Places) -> Numbers:
    """The shelves of each text."""
    mine = np.empty(len(texts), np.int32)
    for shelf in range(len(starts) - 1):
        for i in range(starts[shelf], starts[shelf + 1]):
            mine[free[texts[i]]] = shelf
            free[texts[i]] += 1
    return mine


@njit(types.void(PLACES, NUMBERS, types.uint8[::1]), cache=True)  # type: ignore[untyped-decorator]
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
