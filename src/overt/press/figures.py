"""Figures: numbers with what they count, in digits or small words, apart from dates."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.press.document import Document, Place, Sentence
from overt.press.lexicon import SCALES
from overt.press.times import Date
from overt.press.words import scaled


@dataclass(frozen=True, order=True)
class Figure:
    """A number, what it counts (the word after it, as a key across languages), and in which sentence it stands."""

    place: Place
    value: float
    unit: str
    sentence: int


def figures(documents: Sequence[Document], sentences: Sequence[Sentence], dates: Sequence[Date]) -> list[Figure]:
    """All figures that have a unit, by place."""
    taken = {(d.place.document, place) for d in dates for place in range(d.place.start, d.place.end)}
    found = []
    for number, sentence in enumerate(sentences):
        text = documents[sentence.place.document].text
        kept = {t.start for t in sentence.terms}
        for at, token in enumerate(sentence.tokens):
            if token.kind != "number" or not token.key.startswith("#"):
                continue
            if (sentence.place.document, token.start) in taken:
                continue
            value, end = float(token.key[1:]), token.end
            rest = list(sentence.tokens[at + 1 : at + 7])
            if rest and rest[0].folded in SCALES:
                value, end, rest = scaled(value, rest[0].folded), rest[0].end, rest[1:]
            sign = _sign(text, token.start, end)
            following = next((t.key for t in rest if t.start in kept and t.kind == "word"), "")
            unit = sign or following
            if unit:
                found.append(Figure(Place(sentence.place.document, token.start, end), value, unit, number))
    return found


def _sign(text: str, start: int, end: int) -> str:
    around = text[max(0, start - 1) : start] + text[end : end + 2].strip()[:1]
    return next((c for c in around if c in "%€$£¥‰"), "")
