"""Names compared: the same, or only alike.

A handle is the same whatever its case and with or without '@'. What only looks the same (letters of other alphabets,
characters that nobody sees, one letter more, less or other) is never the same: it is a cue of impersonation.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from overt.registry.lookalikes import LOOKALIKES, SAME_STROKE

MAX_COMPARED = 1_000
"""Characters of a name that are looked at."""
MAX_EDITED = 60
"""Names longer than this are not compared letter by letter."""
ENOUGH = 5
"""Letters and digits without which a likeness is chance."""

HIDDEN, ALIKE, EDITED, SAME = "hidden characters", "look-alike letters", "one letter", "same name"
"""How a name is like another one; SAME is said of display names only, which many people share."""

_UNSEEN = (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
_UNSEEN_RANGES = ((0x180B, 0x1810), (0xFE00, 0xFE10), (0xE0100, 0xE01F0))
_MARKS = ((0x0300, 0x0370), (0x1AB0, 0x1B00), (0x1DC0, 0x1E00), (0x20D0, 0x2100), (0xFE20, 0xFE30))
"""Accents, and what is heaped upon letters. Vowel signs of other scripts are letters there, and stay."""


def fold_handle(text: str) -> str:
    """The handle in lower case without '@' and blanks around it.

    A letter of another alphabet never becomes an ASCII one by its case: the Kelvin sign is no k.
    """
    text = text.strip().removeprefix("@")
    return text.lower() if text.isascii() else "".join(_lower(c) for c in text)


def _lower(char: str) -> str:
    small = char.lower()
    return small if char.isascii() or not small[0].isascii() else char


def unseen(char: str) -> bool:
    """Whether a reader sees nothing of this character."""
    point = ord(char)
    return (
        unicodedata.category(char) in ("Cf", "Cc")
        or point in _UNSEEN
        or any(start <= point < stop for start, stop in _UNSEEN_RANGES)
    )


def _mark(char: str) -> bool:
    return any(start <= ord(char) < stop for start, stop in _MARKS)


def _letter(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=100_000)
def strokes(char: str) -> str:
    """What a character looks like, in ASCII letters where it can: the skeleton of a text is that of its characters."""
    if unseen(char):
        return ""
    drawn = LOOKALIKES.get(char)
    if drawn is None:
        parts = unicodedata.normalize("NFKD", char)
        drawn = "".join(_drawn(c) for c in parts if not _mark(c) and not unseen(c))
        drawn = unicodedata.normalize("NFC", drawn)
    return "".join(SAME_STROKE.get(c, c) for c in drawn if _letter(c) or c in SAME_STROKE)


def _drawn(char: str) -> str:
    return LOOKALIKES.get(char) or LOOKALIKES.get(char.lower()) or LOOKALIKES.get(char.upper()) or char.casefold()


def skeleton(text: str) -> str:
    """What a text looks like: two texts with one skeleton are taken for one another."""
    return "".join(map(strokes, text[:MAX_COMPARED]))


def loose(text: str) -> str:
    """Letters and digits without case, accents, blanks and punctuation: spellings that everybody calls the same."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text[:MAX_COMPARED]).casefold())
    kept = "".join(c for c in parts if _letter(c) and not _mark(c) and not unseen(c))
    return unicodedata.normalize("NFC", kept)


def hides(text: str) -> bool:
    """Whether something unseen stands between two ASCII letters or digits, where no script needs it."""
    before, gap = "", False
    for char in text[:MAX_COMPARED]:
        if unseen(char):
            gap = True
            continue
        if gap and _plain(before) and _plain(char):
            return True
        before, gap = char, False
    return False


def _plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def mixes(text: str) -> bool:
    """Whether a word holds ASCII letters beside letters of elsewhere, or styled ones, that look like ASCII ones."""
    return any(
        any(c.isascii() and c.isalpha() for c in word) and any(map(_disguised, word))
        for word in _words(text[:MAX_COMPARED])
    )


def _disguised(char: str) -> bool:
    styled = unicodedata.decomposition(char).startswith("<") and strokes(char).isascii()
    return not char.isascii() and (char in LOOKALIKES or styled)


def _words(text: str) -> Iterator[str]:
    return iter("".join(c if _letter(c) else " " for c in text if not unseen(c)).split())


def long_enough(text: str) -> bool:
    """Whether a likeness of this name is more than chance."""
    return sum(map(str.isalnum, text[:MAX_COMPARED])) >= ENOUGH


def one_edit(a: str, b: str) -> bool:
    """Whether one letter more, less or other, or two neighbours that changed places, part two different texts."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def handle_likeness(seen: str, listed: str) -> str | None:
    """How a handle is like a listed one that it is not; None where it is the same, or not alike."""
    a, b = fold_handle(seen), fold_handle(listed)
    if a == b:
        return None
    enough = long_enough(a) and long_enough(b)
    if skeleton(seen) == skeleton(listed) != "":
        if any(map(unseen, a)) and not any(map(unseen, b)):
            return HIDDEN
        if enough or mixes(a):
            return ALIKE
    edited = enough and max(len(a), len(b)) <= MAX_EDITED and one_edit(a, b)
    return EDITED if edited else None


def name_likeness(seen: str, listed: str) -> str | None:
    """How a display name is like a listed name; None where it is not. Many people share a name: SAME is no cue."""
    shape = skeleton(seen)
    if not shape or shape != skeleton(listed):
        return None
    if hides(seen) and not hides(listed):
        return HIDDEN
    if loose(seen) == loose(listed):
        return SAME if long_enough(listed) else None
    return ALIKE if long_enough(listed) or mixes(seen) else None
