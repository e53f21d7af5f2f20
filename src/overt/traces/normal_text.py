"""One spelling for texts that a reader would call the same.

Compatibility forms (NFKC), case, links, mentions, a leading "RT", zero-width and control characters, accents on
look-alikes, points of Hebrew and Arabic, punctuation and emoji are folded away; letters of other alphabets that look
Latin become Latin. The fold is the same for every text, so texts in Cyrillic or Greek still match each other.
"""

import re
import unicodedata
from functools import lru_cache

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MENTION = re.compile(r"(?<![\w@])@[\w.]+")
LEADING_RT = re.compile(r"^\s*rt\s*@[\w.]+\s*:?\s*", re.IGNORECASE)
POINTING = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
"""Points of Hebrew and Arabic, which most writers leave out."""
MARKS = "".join(chr(c) for c in range(0x0700, 0x1D00) if unicodedata.category(chr(c)) in ("Mn", "Mc"))
"""Vowel signs of India and South-East Asia: a part of their words, though not a letter by itself."""
NOT_WORD = re.compile(f"(?:[^\\w{MARKS}]|_)+")
MAX_REMEMBERED = 1_000
"""Texts longer than this are folded anew each time: a memory of long texts would not be bounded."""
MAX_TEXT = 20_000
"""Characters of a text that are looked at."""

# Letters that are drawn like a Latin one (after Unicode Technical Standard 39), in lower case.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝѵԍкмтнвгёєүҍαορνυτικγχηεıɑɡʟօսցո",
    "aeopcyxijshdqwvgkmthbreeybaopvutikyxneiaglouqn",
)
SINGLE = (0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0)
RANGES = ((0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10), (0xE0000, 0xE0080))
INVISIBLE = dict.fromkeys([*SINGLE, *(code for start, stop in RANGES for code in range(start, stop))])
"""Code points that a reader does not see, for str.translate."""


def normal_text(text: str) -> str:
    """The folded text: words of letters and digits with single spaces between them."""
    return _remembered(text) if len(text) <= MAX_REMEMBERED else _normal(text)


@lru_cache(maxsize=100_000)
def _remembered(text: str) -> str:
    return _normal(text)


def _normal(text: str) -> str:
    text = LEADING_RT.sub("", text[:MAX_TEXT])
    text = MENTION.sub(" ", LINK.sub(" ", text))
    return fold(text)


@lru_cache(maxsize=100_000)
def folded_tag(tag: str) -> str:
    """A hashtag without '#', folded as texts are but kept in one word."""
    return fold(tag.lstrip("#")).replace(" ", "")


def fold(text: str) -> str:
    """Case, compatibility forms, invisible characters, look-alikes and punctuation folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(INVISIBLE)).translate(INVISIBLE)
        marks = unicodedata.normalize("NFD", text.casefold())
        text = "".join(c for c in marks if not "\u0300" <= c <= "\u036f").casefold()
        text = unicodedata.normalize("NFC", POINTING.sub("", text)).translate(LOOKALIKES)
    else:
        text = text.casefold()
    return NOT_WORD.sub(" ", text).strip()
