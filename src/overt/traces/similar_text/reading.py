"""Texts as words, read once and kept: a text that many others are compared with is not read anew each time."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.distance import MOST
from overt.traces.similar_text.letters import BYTES, I8, LETTERS, PLACES, Bytes, Letters, Offsets, Texts, decoded
from overt.traces.similar_text.likeness import by_chance
from overt.traces.similar_text.shingles import numbers, words

KEPT = 1 << 26
"""Words that are kept, four bytes each; texts beyond are read anew."""
HEAD = 4
"""What stands before the words of a text: their number, the letters, the letters in ten that agree by chance, and 32
bits for the numbers in the text."""


class Readings(NamedTuple):
    """What is kept of text i stands from `kept[at[i]]`; at -1 nothing yet. `used` is one number: how much is taken."""

    kept: npt.NDArray[np.uint32]
    at: Offsets
    used: Offsets


READINGS = types.NamedTuple((types.uint32[::1], PLACES, PLACES), Readings)


class Reading(NamedTuple):
    """One text: facts (as in HEAD) and words."""

    facts: Offsets
    words: Letters


READING = types.NamedTuple((PLACES, LETTERS), Reading)


def readings(texts: Texts) -> Readings:
    """Nothing read yet."""
    size = min(KEPT, len(texts.data) // 3 + HEAD * texts.number)
    return Readings(np.empty(size, np.uint32), np.full(texts.number, -1, np.int64), np.zeros(1, np.int64))


def reading() -> Reading:
    """Room for a text."""
    return Reading(np.zeros(HEAD, np.int64), np.empty(MOST, np.uint64))


@njit(types.void(BYTES, PLACES, I8, READINGS, LETTERS, READING), cache=True)  # type: ignore[untyped-decorator]
def read(data: Bytes, offsets: Offsets, text: int, so_far: Readings, letters: Letters, out: Reading) -> None:
    """Writes the facts and the words of a text to `out`; `letters` is room to work in."""
    at = so_far.at[text]
    if at >= 0:
        for i in range(HEAD):
            out.facts[i] = so_far.kept[at + i]
        for i in range(out.facts[0]):
            out.words[i] = so_far.kept[at + HEAD + i]
        return
    n = decoded(data, offsets[text], offsets[text + 1], letters)
    out.facts[0], out.facts[1] = words(letters, n, out.words), n
    out.facts[2], out.facts[3] = by_chance(letters, n), numbers(letters, n)
    start, size = so_far.used[0], HEAD + out.facts[0]
    if start + size <= len(so_far.kept):
        so_far.at[text], so_far.used[0] = start, start + size
        for i in range(HEAD):
            so_far.kept[start + i] = out.facts[i]
        for i in range(out.facts[0]):
            so_far.kept[start + HEAD + i] = out.words[i]
