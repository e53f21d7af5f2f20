"""When two texts count as similar: most of their words are the same, or nearly all of their letters.

Words changed tell a copy from a template with other words in its gaps. Letters changed tell a copy with typing errors
or look-alike letters, of which hardly a word may be left: no more than a third of a changed word, or it is another
word. Letters agree by chance, too: in an alphabet about one in five of two unrelated words, and where letters stand
for syllables next to none. So the share of letters is corrected for chance, as Cohen's kappa is. A number counts as
three words and is never a typing error: week 3 is not week 4. `reference.similar` says the same slowly.
"""

import numpy as np
from numba import njit, types

from overt.traces.similar_text.distance import MOST, cost, learn, room
from overt.traces.similar_text.letters import I8, LETTERS, LONGEST, Letters, decoded, dense, unspaced
from overt.traces.similar_text.shingles import numbers, words

SIMILAR, SHORT_SIMILAR = 74, 82
"""Per cent of likeness from which texts are similar, and short texts."""
SHORT_WORDS, SHORT_LETTERS = 7, 45
"""A text with fewer words is short by its words; one with fewer letters is short by its letters, where a dense letter
counts as two."""
LEAST_WORDS = 5
"""Texts with fewer words are not compared by their words."""
PART_OF_WORD = 3
"""Of changed words one letter in so many is changed, at most, where texts are compared by their letters."""
WHOLE = 8 * LONGEST
"""A limit that no cost reaches."""
SPACED = 2
"""Letters in ten that agree by chance in an alphabet that is written with spaces."""


@njit(I8(LETTERS, I8), cache=True)  # type: ignore[untyped-decorator]
def by_chance(letters: Letters, n: int) -> int:
    """How many letters in ten agree by chance, by the script of most of them: 0 dense, 1 unspaced, 2 any other."""
    of_dense = of_unspaced = 0
    for i in range(n):
        of_dense += dense(letters[i])
        of_unspaced += unspaced(letters[i])
    return 0 if 2 * of_dense >= n else 1 if 2 * (of_dense + of_unspaced) >= n else SPACED


@njit(types.boolean(I8, I8, I8), cache=True)  # type: ignore[untyped-decorator]
def by_words(changes: int, m: int, n: int) -> bool:
    """Whether texts of m and n words are similar, half as many of which as `changes` must be changed."""
    needed = SHORT_SIMILAR if min(m, n) < SHORT_WORDS else SIMILAR
    return min(m, n) >= LEAST_WORDS and 100 * changes <= 2 * max(m, n) * (100 - needed)


@njit(I8(I8, I8, I8, I8, I8, I8), cache=True)  # type: ignore[untyped-decorator]
def letters_allowed(changes: int, mw: int, nw: int, m: int, n: int, chance: int) -> int:
    """The greatest cost in letters at which texts of m and n letters are similar, whose mw and nw words cost
    `changes`."""
    needed = SHORT_SIMILAR if min(m, n) * (1 if chance else 2) < SHORT_LETTERS else SIMILAR
    limit = 2 * max(m, n) * (100 - needed) * (10 - chance) // 1000
    if chance == SPACED:
        limit = min(limit, changes * max(m, n) // (PART_OF_WORD * max(mw, nw, 1)))
    return limit


@njit(types.boolean(I8, I8, I8), cache=True)  # type: ignore[untyped-decorator]
def close(cost: int, m: int, n: int) -> bool:
    """Whether texts of m and n words, or letters, are the same but for one in ten."""
    return 10 * cost <= 2 * max(m, n)


def similarity(a: str, b: str) -> float:
    """How alike two normalised texts are, from 0 to 1 and the same whichever comes first.

    The larger of the shares of words and of letters that need not be changed. From .74 on texts are similar, short
    ones from .82 on. Of long texts the first LONGEST letters are compared.
    """
    if not a or not b:
        return float(a == b)
    (letters, m, found, mw), (others, n, theirs, nw) = _read(a), _read(b)
    changes = _changes(found, mw, theirs, nw)
    of_words: float = 1.0 - changes / (2 * max(mw, nw)) if min(mw, nw) >= LEAST_WORDS else 0.0
    chance = max(by_chance(letters, m), by_chance(others, n))
    of_letters = _changes(letters, m, others, n)
    typing = chance < SPACED or PART_OF_WORD * of_letters * max(mw, nw) <= changes * max(m, n)
    if typing and numbers(letters, m) == numbers(others, n):
        of_words = max(of_words, 1.0 - of_letters * 10 / (2 * max(m, n) * (10 - chance)))
    return max(of_words, 0.0)


def _read(text: str) -> tuple[Letters, int, Letters, int]:
    """The letters of a text and its words, each with their number."""
    data = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    letters, found = np.empty(LONGEST, np.uint64), np.empty(MOST, np.uint64)
    n = int(decoded(data, 0, len(data), letters))
    return letters, n, found, int(words(letters, n, found))


def _changes(first: Letters, m: int, second: Letters, n: int) -> int:
    known = room()
    known.keys[:m] = first[:m]
    learn(known, m)
    return int(cost(known, second, n, WHOLE))
