"""Anchors: the few long runs of letters by which a text is looked up.

A run that no other text has leads nowhere, and one that many have leads everywhere. So runs are counted first, in a
table too small for all of them: a run's count may come out too high, never too low. Then the runs of a text are dealt
to ANCHORS lanes by their hash, and the first of each lane is kept, in an order by chance in which rare runs tend to
come early. The order is the same for all texts, so two texts with common runs keep common ones: a lane agrees as
often as their weighted runs do (one-permutation hashing, doi:10.48550/arXiv.1208.1259).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.letters import BYTES, I8, LETTERS, LONGEST, PLACES, Bytes, Offsets, Texts, decoded
from overt.traces.similar_text.likeness import by_chance
from overt.traces.similar_text.outlines import LANES, outline
from overt.traces.similar_text.shingles import LONG, SHORT, Hashes, runs, sums

Counts = npt.NDArray[np.uint16]

ANCHORS = 12
LEAST_LETTERS = 26
"""Shorter texts stay alone; in dense scripts half as many letters are enough."""
MOST_SLOTS = 1 << 26
"""Counters of the table, at most, two bytes each; else the power of two above twice the number of bytes."""
FULL = 4_095
"""Where counting ends."""
RARITY = 0.3
"""A run that n texts have comes 1 / n ** RARITY as early. Near 0 common phrases fill the lanes; near 1 the chance runs
that a text shares with one stranger do."""

_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)
_ONE, _NONE = np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
_COUNTS = types.uint16[::1]
_CHOOSE = I8(*(BYTES, PLACES, _COUNTS, LETTERS, I8), *(LETTERS, types.uint8[:, ::1], types.uint8[::1], PLACES))


class Anchored(NamedTuple):
    """Per text up to ANCHORS keys, a hash above and the text's number in the low bits, text by text; the outline;
    how typical the text is, which is eight times the mean logarithm of its runs' counts; and how many texts stayed
    alone as too short, and how many were cut at LONGEST letters."""

    keys: Hashes
    outlines: Bytes
    typical: Bytes
    short: int
    cut: int


def anchored(texts: Texts) -> Anchored:
    """Chooses the anchors of all texts and draws their outlines."""
    counts = np.zeros(min(MOST_SLOTS, 1 << (2 * len(texts.data) | 1_024).bit_length()), np.uint16)
    _count(texts.data, texts.offsets, counts)
    keys = np.empty(texts.number * ANCHORS, np.uint64)
    outlines = np.zeros((texts.number, LANES), np.uint8)
    typical = np.zeros(texts.number, np.uint8)
    apart = np.zeros(2, np.int64)
    number = _choose(
        *(texts.data, texts.offsets, counts, _costs(), text_bits(texts.number)), *(keys, outlines, typical, apart)
    )
    return Anchored(keys[:number], outlines, typical, int(apart[0]), int(apart[1]))


def text_bits(number: int) -> int:
    """Low bits of a key that hold the text's number."""
    return max(1, (number - 1).bit_length())


def _costs() -> Hashes:
    """For a run of each count: in the upper half, by how much its place in the order is put back, 0 if no other
    text has it; in the lower half, how typical it is."""
    counts = np.arange(FULL + 1).clip(1)
    back = (256 * counts**RARITY).astype(np.uint64) * (counts > 1)
    costs: Hashes = back << _HALF | (8 * np.log2(counts)).astype(np.uint64)
    return costs


@njit(types.void(BYTES, PLACES, _COUNTS), cache=True)  # type: ignore[untyped-decorator]
def _count(data: Bytes, offsets: Offsets, counts: Counts) -> None:
    """Counts every long run of every text in the table."""
    letters, running = np.empty(LONGEST, np.uint64), np.empty(LONGEST + 1, np.uint64)
    found, mask = np.empty(LONGEST, np.uint64), np.uint64(len(counts) - 1)
    for text in range(len(offsets) - 1):
        n = decoded(data, offsets[text], offsets[text + 1], letters)
        sums(letters, n, running)
        for i in range(runs(letters, n, running, LONG, found)):
            slot = found[i] & mask
            counts[slot] += counts[slot] < FULL


@njit(_CHOOSE, cache=True)  # type: ignore[untyped-decorator]
def _choose(
    data: Bytes, offsets: Offsets, counts: Counts, costs: Hashes, bits: int,
    keys: Hashes, outlines: Bytes, typical: Bytes, apart: Offsets,
) -> int:  # fmt: skip
    """Fills `keys`, `outlines`, `typical` and the two numbers of `apart`; the number of keys."""
    letters, running = np.empty(LONGEST, np.uint64), np.empty(LONGEST + 1, np.uint64)
    found, mask, upper = np.empty(LONGEST, np.uint64), np.uint64(len(counts) - 1), np.uint64(bits)
    first, chosen, number = np.empty(ANCHORS, np.uint64), np.empty(ANCHORS, np.uint64), 0
    for text in range(len(offsets) - 1):
        n = decoded(data, offsets[text], offsets[text + 1], letters)
        if n < LEAST_LETTERS and (2 * n < LEAST_LETTERS or by_chance(letters, n) > 0):
            apart[0] += 1
            continue
        apart[1] += n == LONGEST
        sums(letters, n, running)
        outline(found, runs(letters, n, running, SHORT, found), outlines[text])
        size, sum_ = runs(letters, n, running, LONG, found), np.uint64(0)
        first[:] = _NONE
        for i in range(size):
            run = found[i]
            cost = costs[counts[run & mask]]
            sum_ += cost & _LOW
            place = (run >> _HALF) * (cost >> _HALF) - _ONE  # of a run that no other text has: 0 - 1, which is _NONE
            lane = ((run & _LOW) * np.uint64(ANCHORS)) >> _HALF
            if place < first[lane]:
                first[lane], chosen[lane] = place, run
        typical[text] = sum_ // np.uint64(max(size, 1))
        for lane in range(ANCHORS):
            if first[lane] != _NONE:
                keys[number] = chosen[lane] >> upper << upper | np.uint64(text)
                number += 1
    return number
