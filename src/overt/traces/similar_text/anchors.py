"""Anchors: the few long runs of letters by which a text is looked up.

A run that no other text has leads nowhere, and one that many have leads everywhere. So runs are counted first, in a table
too small for all of them: a run's count may come out too high, never too low. Then each text keeps the ANCHORS runs that
come first in an order by chance in which rare runs come early; as the order is the same for every text, two texts with
common runs are likely to keep a common one (weighted bottom-k sampling, doi:10.1145/1281100.1281133).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.letters import BYTES, LONGEST, Bytes, Offsets, Texts, decoded
from overt.traces.similar_text.likeness import by_chance
from overt.traces.similar_text.outlines import LANES, outline
from overt.traces.similar_text.shingles import LONG, SHORT, Hashes, runs, sums

Counts = npt.NDArray[np.uint16]

import os
ANCHORS = int(os.environ.get("ANCHORS","12"))
LEAST_SLOTS, MOST_SLOTS = 1 << 12, 1 << int(os.environ.get("SLOTS","26"))
"""Counters of the table: twice the number of letters, within these bounds; two bytes each."""
LEAST_LETTERS = 26
"""Shorter texts stay alone; dense letters count as two."""
FULL = 65_535

_CHOOSE = types.int64(
    *(BYTES, types.int64[::1], types.uint16[::1], types.uint64[::1], types.int64),
    *(types.uint64[::1], types.uint8[:, ::1], types.uint8[::1]),
)


class Anchored(NamedTuple):
    """Per text: up to ANCHORS keys, a hash above and the text's number in the low bits, text by text; the outline;
    and how typical the text is: the mean number of binary digits of its runs' counts, times eight."""

    keys: Hashes
    outlines: Bytes
    typical: Bytes


def anchored(texts: Texts) -> Anchored:
    """Chooses the anchors of all texts and draws their outlines."""
    wanted = min(MOST_SLOTS, max(LEAST_SLOTS, 2 * len(texts.data)))
    counts = np.zeros(1 << (wanted - 1).bit_length(), np.uint16)
    _count(texts.data, texts.offsets, counts)
    keys = np.empty(texts.number * ANCHORS, np.uint64)
    outlines = np.zeros((texts.number, LANES), np.uint8)
    typical = np.zeros(texts.number, np.uint8)
    number = _choose(texts.data, texts.offsets, counts, _costs(), text_bits(texts.number), keys, outlines, typical)
    return Anchored(keys[:number], outlines, typical)


def text_bits(number: int) -> int:
    """Low bits of a key that hold the text's number."""
    return max(1, (number - 1).bit_length())


def _costs() -> Hashes:
    """By how much the place in the order is put back, by the binary digits of a run's count; 0: not eligible."""
    costs = (16 * 2.0 ** (float(os.environ.get("ALPHA",".3")) * np.arange(17))).astype(np.uint64)
    costs[:2] = 0
    return costs


@njit(types.void(BYTES, types.int64[::1], types.uint16[::1]), cache=True)  # type: ignore[untyped-decorator]
def _count(data: Bytes, offsets: Offsets, counts: Counts) -> None:
    """Counts every long run of every text in the table."""
    letters, running, found = (
        np.empty(LONGEST, np.uint64),
        np.empty(LONGEST + 1, np.uint64),
        np.empty(LONGEST, np.uint64),
    )
    mask = np.uint64(len(counts) - 1)
    for text in range(len(offsets) - 1):
        n = decoded(data, offsets[text], offsets[text + 1], letters)
        sums(letters, n, running)
        for i in range(runs(letters, n, running, LONG, found)):
            slot = found[i] & mask
            if counts[slot] < FULL:
                counts[slot] += 1


@njit("i8(u8[::1], u8[::1], i8, u8, u8)", cache=True)  # type: ignore[untyped-decorator]
def _insert(places: Hashes, chosen: Hashes, kept: int, place: np.uint64, run: np.uint64) -> int:
    """Puts a run at its place among the first ones, unless it stands there; how many are kept now."""
    i = kept
    while i > 0 and places[i - 1] >= place:
        if chosen[i - 1] == run:
            return kept
        i -= 1
    for k in range(min(kept, ANCHORS - 1), i, -1):
        places[k], chosen[k] = places[k - 1], chosen[k - 1]
    places[i], chosen[i] = place, run
    return min(kept + 1, ANCHORS)


@njit(_CHOOSE, cache=True)  # type: ignore[untyped-decorator]
def _choose(
    data: Bytes,
    offsets: Offsets,
    counts: Counts,
    costs: Hashes,
    bits: int,
    keys: Hashes,
    outlines: Bytes,
    typical: Bytes,
) -> int:
    """Fills `keys`, `outlines` and `typical`; the number of keys."""
    letters, running, found = (
        np.empty(LONGEST, np.uint64),
        np.empty(LONGEST + 1, np.uint64),
        np.empty(LONGEST, np.uint64),
    )
    places, chosen = np.empty(ANCHORS + 1, np.uint64), np.empty(ANCHORS + 1, np.uint64)
    mask, number = np.uint64(len(counts) - 1), 0
    for text in range(len(offsets) - 1):
        n = decoded(data, offsets[text], offsets[text + 1], letters)
        if n < LEAST_LETTERS and (n < LEAST_LETTERS >> 1 or by_chance(letters, n) > 0):
            continue
        sums(letters, n, running)
        outline(found, runs(letters, n, running, SHORT, found), outlines[text])
        size, kept, digits_sum = runs(letters, n, running, LONG, found), 0, 0
        for i in range(size):
            count, digits = counts[found[i] & mask], 0
            while count:
                count >>= 1
                digits += 1
            digits_sum += digits
            place = (found[i] >> np.uint64(32)) * costs[digits]
            if place and (kept < ANCHORS or place < places[kept - 1]):
                kept = _insert(places, chosen, kept, place, found[i])
        if size:
            typical[text] = 8 * digits_sum // size
        for i in range(kept):
            keys[number] = chosen[i] >> np.uint64(bits) << np.uint64(bits) | np.uint64(text)
            number += 1
    return number
