"""When two texts count as similar: most of their words are the same, or nearly all of their letters.

Words changed tell a copy from a template with other words in its gaps. Letters changed tell a copy with typing errors or
look-alike letters, of which hardly a word may be left: no more than two letters per changed word, or it is another word.
Letters agree by chance, too: in an alphabet about one in five of two unrelated words, and where letters stand for
syllables next to none. So the share of letters is corrected for chance, as Cohen's kappa is. A number counts as two words
and is never a typing error: week 3 is not week 4. `reference.similar` says the same slowly.
"""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numba import njit, types

from overt.traces.similar_text.distance import KNOWN, MOST, Known, cost, forget, learn, room
from overt.traces.similar_text.letters import BYTES, I8, LETTERS, LONGEST, PLACES, Bytes, Letters, Offsets, Texts, decoded, dense, unspaced
from overt.traces.similar_text.shingles import numbers, words

SIMILAR, SHORT_SIMILAR = 74, 82
"""Per cent of likeness from which texts are similar, and short texts."""
SHORT_WORDS, SHORT_LETTERS = 8, 45
"""A text with fewer words is short by its words; one with fewer letters is short by its letters, where a dense letter
counts as two."""
LEAST_WORDS = 5
"""Texts with fewer words are not compared by their words."""
LETTERS_PER_WORD = 2
"""Letters changed per changed word, at most, where texts are compared by their letters."""
WHOLE = 8 * LONGEST
"""A limit that no cost reaches."""
SPACED = 2
"""Letters in ten that agree by chance in an alphabet that is written with spaces."""


class Read(NamedTuple):
    """A text that others are compared with."""

    words: Known
    letters: Known


READ = types.NamedUniTuple(KNOWN, 2, Read)


@njit(I8(LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def by_chance(letters: Letters, n: int) -> int:
    """How many letters in ten agree by chance, by the script of most of them: 0 dense, 1 unspaced, 2 any other."""
    of_dense = of_unspaced = 0
    for i in range(n):
        of_dense += dense(letters[i])
        of_unspaced += unspaced(letters[i])
    return 0 if 2 * of_dense >= n else 1 if 2 * (of_dense + of_unspaced) >= n else SPACED


@njit(I8(I8), cache=True)  # type: ignore[untyped-decorator]
def most_words(longer: int) -> int:
    """The greatest cost at which texts, the longer of which has so many words, are similar by their words."""
    return 2 * longer * (100 - (SHORT_SIMILAR if longer < SHORT_WORDS else SIMILAR)) // 100


@njit(I8(I8, I8), cache=True)  # type: ignore[untyped-decorator]
def most_letters(longer: int, chance: int) -> int:
    """The greatest cost at which texts, the longer of which has so many letters, are similar by their letters."""
    short = longer * (1 if chance else 2) < SHORT_LETTERS
    return 2 * longer * (100 - (SHORT_SIMILAR if short else SIMILAR)) * (10 - chance) // 1000


@njit(types.void(BYTES, PLACES, I8, READ), cache=True)  # type: ignore[untyped-decorator]
def begin(data: Bytes, offsets: Offsets, text: int, read: Read) -> None:
    """Reads a text that others are to be compared with; `end` makes room for the next one."""
    read.letters.sizes[0] = decoded(data, offsets[text], offsets[text + 1], read.letters.keys[:LONGEST])
    learn(read.words, words(read.letters.keys, read.letters.sizes[0], read.words.keys))


@njit(types.void(READ), cache=True)  # type: ignore[untyped-decorator]
def end(read: Read) -> None:
    """Forgets the text."""
    forget(read.words)
    forget(read.letters)


@njit(types.boolean(READ, LETTERS, I8, LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def similar(read: Read, letters: Letters, n: int, found: Letters, nw: int) -> bool:
    """Whether the text that was read is similar to one of n letters and nw words."""
    m, mw = read.letters.sizes[0], read.words.sizes[0]
    by_words = cost(read.words, found, nw, WHOLE)
    if min(mw, nw) >= LEAST_WORDS and by_words <= most_words(max(mw, nw)):
        return True
    chance = max(by_chance(read.letters.keys, m), by_chance(letters, n))
    limit = most_letters(max(m, n), chance)
    if chance == SPACED:
        limit = min(limit, LETTERS_PER_WORD * by_words)
    if abs(m - n) > limit or numbers(read.letters.keys, m) != numbers(letters, n):
        return False
    if read.letters.sizes[1] == 0:
        learn(read.letters, m)
    return cost(read.letters, letters, n, limit) <= limit


@njit(types.float64(READ, LETTERS, I8, LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def likeness(read: Read, letters: Letters, n: int, found: Letters, nw: int) -> float:
    """The larger of the shares of words and of letters that need not be changed, the latter corrected for chance."""
    m, mw = read.letters.sizes[0], read.words.sizes[0]
    by_words = cost(read.words, found, nw, WHOLE)
    share = 1.0 - by_words / (2 * max(mw, nw)) if min(mw, nw) >= LEAST_WORDS else 0.0
    chance = max(by_chance(read.letters.keys, m), by_chance(letters, n))
    if read.letters.sizes[1] == 0:
        learn(read.letters, m)
    by_letters = cost(read.letters, letters, n, WHOLE)
    same_words = chance < SPACED or by_letters <= LETTERS_PER_WORD * by_words
    if same_words and numbers(read.letters.keys, m) == numbers(letters, n):
        share = max(share, 1.0 - by_letters * 10 / (2 * max(m, n) * (10 - chance)))
    return share


def similarity(a: str, b: str) -> float:
    """How alike two normalised texts are, from 0 to 1 and the same whichever comes first.

    From .74 on they are similar, short ones from .82 on. Of long texts the first LONGEST letters are compared."""
    if not a or not b:
        return float(a == b)
    texts = Texts.of(pa.array([a, b], pa.string()))
    read = Read(room(), room())
    begin(*texts, 0, read)
    letters, found = np.empty(LONGEST, np.uint64), np.empty(MOST, np.uint64)
    n = decoded(*texts[:1], texts.offsets[1], texts.offsets[2], letters)
    return float(likeness(read, letters, n, found, words(letters, n, found)))
