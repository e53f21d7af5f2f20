"""Pieces of texts, hashed: runs of letters, and words.

A long run (8 letters, or 4 of a script that writes a syllable or a word with one) is rare enough to look others up
by; a short one (4 or 2) is common enough to survive next to an edit, and serves for outlines. Neither needs word
boundaries.
"""

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.letters import I8, LETTERS, Letters, dense

Hashes = npt.NDArray[np.uint64]

LONG, SHORT = 8, 4
"""Letters of a long and a short run; half of it where the run begins with a dense letter."""

NUMBER_WORDS = 3
"""Words that a number counts for: week 3 is not week 4."""

_BASE = 0x9E3779B97F4A7C15
_B, _ONE, _SPACE = np.uint64(_BASE), np.uint64(1), np.uint64(32)
_HALF = np.uint64(0xFFFFFFFF)
_ZERO, _NINE = np.uint64(ord("0")), np.uint64(ord("9"))
_POWERS = np.array([pow(_BASE, k, 1 << 64) for k in range(LONG + 1)], np.uint64)
_M1, _M2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S1, _S2, _S3 = np.uint64(30), np.uint64(27), np.uint64(31)


@njit(types.uint64(types.uint64), cache=True, inline="always")  # type: ignore[untyped-decorator]
def mixed(value: np.uint64) -> np.uint64:
    """The value with its bits spread over all 64 (the finaliser of SplitMix)."""
    value = (value ^ (value >> _S1)) * _M1
    value = (value ^ (value >> _S2)) * _M2
    return value ^ (value >> _S3)


@njit(types.void(LETTERS, I8, LETTERS), cache=True)  # type: ignore[untyped-decorator]
def sums(letters: Letters, n: int, out: Hashes) -> None:
    """Writes to `out` the running polynomial of the first 0, 1 ... n letters, of which the hash of any run is made."""
    out[0] = _ONE
    for i in range(n):
        out[i + 1] = out[i] * _B + letters[i] + _ONE


@njit(I8(LETTERS, I8, LETTERS, I8, LETTERS), cache=True)  # type: ignore[untyped-decorator]
def runs(letters: Letters, n: int, running: Hashes, size: int, out: Hashes) -> int:
    """Writes the hash of every run of `size` letters (half of it where a dense letter begins); how many there are."""
    number = 0
    for i in range(n):
        length = size >> 1 if dense(letters[i]) else size
        if i + length <= n:
            out[number] = mixed(running[i + length] - running[i] * _POWERS[length])
            number += 1
    return number


@njit(I8(LETTERS, I8, LETTERS), cache=True)  # type: ignore[untyped-decorator]
def words(letters: Letters, n: int, out: Hashes) -> int:
    """Writes 32 bits for every word, NUMBER_WORDS times for a number; how many that makes.

    Words end at spaces, a dense letter is a word by itself, and what is all digits is a number.
    """
    number, word, digits = 0, _ONE, True
    for i in range(n + 1):
        space = i == n or letters[i] == _SPACE
        alone = not space and dense(letters[i])
        if (space or alone) and word != _ONE:
            for _ in range(NUMBER_WORDS if digits else 1):
                out[number] = mixed(word) & _HALF
                number += 1
            word, digits = _ONE, True
        if alone:
            out[number] = mixed(letters[i]) & _HALF
            number += 1
        elif not space:
            word = word * _B + letters[i] + _ONE
            digits = digits and _ZERO <= letters[i] <= _NINE
    return number


@njit(types.uint64(LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def numbers(letters: Letters, n: int) -> np.uint64:
    """32 bits for the numbers in a text, whatever their order."""
    total, word, digits = np.uint64(0), _ONE, True
    for i in range(n + 1):
        if i == n or letters[i] == _SPACE or dense(letters[i]):
            if word != _ONE and digits:
                total += mixed(word)
            word, digits = _ONE, True
        else:
            word = word * _B + letters[i] + _ONE
            digits = digits and _ZERO <= letters[i] <= _NINE
    return total & _HALF
