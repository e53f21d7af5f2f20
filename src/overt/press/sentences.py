"""The sentences of a report with their offsets."""

import re

from overt.press.document import Document, Place, Sentence
from overt.press.words import WORD, folded, terms, tokens

LONGEST = 2_000
"""Characters of a sentence; a longer one is cut, so that no rule looks at more at once."""
MOST = 5_000
"""Sentences of a report; what follows is not looked at."""
_END = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s)")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|no|vs|inc|ltd|co|corp|gen|col|sen|rep|gov|mme|mlle|mm|m|etc|cf|p|art|jan|feb|aug|sept|"
    r"oct|nov|dec)|\b[a-z]|\b(?:[a-z]\.)+[a-z])\.$",
    re.I,
)
_LINE = re.compile(r"[^\n]*(?:\n|$)")


def sentences(document: Document, number: int) -> list[Sentence]:
    """The sentences of a document, which is the one with that number."""
    common = _common(document.text)
    found = []
    for start, end in _stretches(document.text):
        for first, last in _split(document.text, start, end):
            text = document.text[first:last]
            words = tokens(text, document.language, first, common)
            if words:
                kept = terms(words, document.language)
                found.append(Sentence(Place(number, first, last), text, tuple(words), tuple(kept)))
            if len(found) >= MOST:
                return found
    return found


def _common(text: str) -> frozenset[str]:
    return frozenset(folded(m.group()) for m in WORD.finditer(text) if m.group()[0].islower())


def _stretches(text: str) -> list[tuple[int, int]]:
    """Paragraphs: lines, joined where a text is broken into lines of one width."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.end() > m.start()]
    widths = [len(text[a:b].rstrip()) for a, b in lines if text[a:b].strip()]
    widest = max(widths, default=0)
    wrapped = len(widths) >= 5 and widest <= 130 and sum(w >= 0.7 * widest for w in widths) >= 0.6 * len(widths)
    made: list[tuple[int, int]] = []
    joined = False
    for start, end in lines:
        line = text[start:end].strip()
        if not line:
            joined = False
            continue
        goes_on = joined and (line[0].islower() or wrapped)
        if goes_on and made:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
        short = wrapped and len(text[start:end].rstrip()) < 0.7 * widest
        joined = not short and (wrapped or line[-1] not in '.!?…:”»"')
    return made


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    made, begin = [], start
    for match in _END.finditer(text, start, end):
        after = text[match.end() : match.end() + 4].lstrip(" \t\n\r\u00a0\u202f\"“«‘'([")
        if after[:1].islower() or _SHORT.search(text, max(begin, match.start() - 12), match.start() + 1):
            continue
        made.append((begin, match.end()))
        begin = match.end()
    made.append((begin, end))
    trimmed = []
    for first, last in _capped(made):
        piece = text[first:last]
        if piece.strip():
            trimmed.append((first + len(piece) - len(piece.lstrip()), last - (len(piece) - len(piece.rstrip()))))
    return trimmed


def _capped(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(begin, min(begin + LONGEST, last)) for first, last in stretches for begin in range(first, last, LONGEST)]
