"""Outlines: 32 bytes per text that tell whether a closer look at two texts is worth it.

Byte k says which short run of letters, among those that fall to lane k, has the smallest hash (one-permutation
MinHash, with empty lanes filled from the next one: doi:10.48550/arXiv.1406.4784). Similar texts agree in many lanes.
"""

import numpy as np
from numba import njit, types

from overt.traces.similar_text.letters import BYTES, I8, LETTERS, LONGEST, PLACES, Bytes, Offsets, Texts, decoded
from overt.traces.similar_text.shingles import SHORT, Hashes, runs, sums

LANES = 32

_LANE, _BYTE = np.uint64(LANES - 1), np.uint64(255)
_SEVEN, _EACH = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x0101010101010101)
_TOP, _LAST = np.uint64(7), np.uint64(56)
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)


@njit(types.void(LETTERS, I8, types.uint8[::1]), cache=True)  # type: ignore[untyped-decorator]
def outline(found: Hashes, number: int, out: Bytes) -> None:
    """Writes the outline of the text with these runs; zeros for a text without runs."""
    least = np.full(LANES, _EMPTY, np.uint64)
    for i in range(number):
        lane = found[i] & _LANE
        least[lane] = min(least[lane], found[i])
    if number == 0:
        return
    for lane in range(LANES):
        step = 0
        while least[(lane + step) & (LANES - 1)] == _EMPTY:
            step += 1
        smallest = least[(lane + step) & (LANES - 1)]
        out[lane] = ((smallest >> np.uint64(8)) + np.uint64(37 * step)) & _BYTE


def outlines(texts: Texts) -> Bytes:
    """The outlines of all texts, a row each."""
    out = np.zeros((texts.number, LANES), np.uint8)
    _outlines(texts.data, texts.offsets, out)
    return out


@njit(types.void(BYTES, PLACES, types.uint8[:, ::1]), cache=True)  # type: ignore[untyped-decorator]
def _outlines(data: Bytes, offsets: Offsets, out: Bytes) -> None:
    letters, running = np.empty(LONGEST, np.uint64), np.empty(LONGEST + 1, np.uint64)
    found = np.empty(LONGEST, np.uint64)
    for text in range(len(offsets) - 1):
        n = decoded(data, offsets[text], offsets[text + 1], letters)
        sums(letters, n, running)
        outline(found, runs(letters, n, running, SHORT, found), out[text])


@njit(I8(types.uint64[:, ::1], I8, I8), cache=True, inline="always")  # type: ignore[untyped-decorator]
def agreeing(outlines: Hashes, a: int, b: int) -> np.int64:
    """Lanes in which two outlines agree, each given as a row of four words: equal bytes are counted eight at a
    time."""
    found = np.uint64(0)
    for k in range(LANES // 8):
        differ = outlines[a, k] ^ outlines[b, k]
        found += ~(((differ & _SEVEN) + _SEVEN) | differ | _SEVEN) >> _TOP
    return np.int64((found * _EACH) >> _LAST)
