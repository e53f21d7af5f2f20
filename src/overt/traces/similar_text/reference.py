"""The plain definition of what the fast files of this room compute. Tests compare with it; a scan never runs it."""

import re
from collections.abc import Sequence

DENSE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\U0010ffff"
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
WORD = re.compile(f"[{DENSE}]|[^ {DENSE}]+")
NUMBER = re.compile("[0-9]+")


def similar(a: str, b: str) -> bool:
    """Whether two texts are similar: see likeness.similar."""
    by_words, by_letters = shares(a, b)
    short = min(len(words(a)), len(words(b))) < 7
    short_letters = min(len(a), len(b)) * (1 if max(by_chance(a), by_chance(b)) else 2) < 45
    slip = 1e-9  # what is exactly at the limit is similar
    return by_words >= (0.82 if short else 0.74) - slip or by_letters >= (0.82 if short_letters else 0.74) - slip


def similarity(a: str, b: str) -> float:
    """See likeness.similarity."""
    return max(shares(a, b)) if a and b else float(a == b)


def shares(a: str, b: str) -> tuple[float, float]:
    """The share of words that need not be changed, and that of letters, corrected for chance; 0 if it does not
    count."""
    of_words, of_letters = distance(words(a), words(b)), distance(a, b)
    longer, longer_words = max(len(a), len(b)), max(len(words(a)), len(words(b)))
    by_words = 1 - of_words / longer_words if min(len(words(a)), len(words(b))) >= 5 else 0.0
    chance = max(by_chance(a), by_chance(b))
    other_words = chance == 0.2 and 3 * of_letters * longer_words > of_words * longer
    if other_words or numbers(a) != numbers(b):
        return by_words, 0.0
    return by_words, max(0.0, 1 - of_letters / longer / (1 - chance))


def words(text: str) -> list[str]:
    """Words and dense letters, a number three times."""
    return [part for word in WORD.findall(text) for part in [word] * (3 if NUMBER.fullmatch(word) else 1)]


def numbers(text: str) -> list[str]:
    """The numbers of a text, sorted."""
    return sorted(word for word in WORD.findall(text) if NUMBER.fullmatch(word))


def by_chance(text: str) -> float:
    """The share of letters in which unrelated texts agree, by the script of most letters."""
    dense, unspaced = len(re.findall(f"[{DENSE}]", text)), len(re.findall(f"[{UNSPACED}]", text))
    return 0.0 if 2 * dense >= len(text) else 0.1 if 2 * (dense + unspaced) >= len(text) else 0.2


def distance(a: Sequence[str], b: Sequence[str]) -> float:
    """The least cost of making one of the other: each item changed, added or dropped costs one, but items at the
    end of the longer that the shorter one lacks cost half."""
    short, long = sorted((a, b), key=len)
    above = list(range(len(long) + 1))
    for i, item in enumerate(short):
        row = [i + 1]
        for j, other in enumerate(long):
            row.append(min(above[j] + (item != other), above[j + 1] + 1, row[j] + 1))
        above = row
    # above[j]: changes between all of the short one and the first j items of the long one
    ends = range(len(long) + 1) if len(short) < len(long) else [len(long)]
    return min(above[j] + (len(long) - j) / 2 for j in ends)
