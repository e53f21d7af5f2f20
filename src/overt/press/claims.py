"""Claims: what a sentence says on a facet, or of who somebody is, with polarity and hedges."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from overt.press.document import Document, Place, Sentence
from overt.press.facets import FACETS, HEDGE, NEGATION
from overt.press.words import WORD, folded, key

NEAR = 9
"""Words on either side of a claim's own words that say what it is about."""
TURNS = 25
"""Characters before a word in which a negation turns it round."""


@dataclass(frozen=True)
class Claim:
    """One side taken on one question. `about`: keys of the words around, for comparison across languages."""

    question: str
    side: str
    place: Place
    sentence: int
    negated: bool
    hedged: bool
    about: frozenset[str]


@dataclass(frozen=True)
class Identity:
    """Who somebody is said to be: a name, and the words that stand beside it."""

    name: str
    place: Place
    heads: frozenset[str]
    sentence: int


def claims(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[Claim]:
    """All claims on all facets, by sentence."""
    found = []
    for number, sentence in enumerate(sentences):
        document = documents[sentence.place.document]
        language = document.language
        if language not in NEGATION:
            continue
        hedged = HEDGE[language].search(sentence.text) is not None
        for facet in FACETS:
            for side, words in facet.sides.items():
                if language not in words:
                    continue
                for match in words[language].finditer(document.text, sentence.place.start, sentence.place.end):
                    place = Place(sentence.place.document, match.start(), match.end())
                    negated = _negated(document, sentence, match.start(), language)
                    about = _about(sentence, match.start())
                    found.append(Claim(facet.name, side, place, number, negated, hedged, about))
    return found


def _negated(document: Document, sentence: Sentence, start: int, language: str) -> bool:
    begin = max(sentence.place.start, start - TURNS)
    piece = document.text[begin:start]
    ends = [m.end() for m in NEGATION[language].finditer(piece)]
    return bool(ends) and not re.search(r"[,;:.“”\"]", piece[ends[-1] :])


def _about(sentence: Sentence, start: int) -> frozenset[str]:
    before = [t for t in sentence.terms if t.end <= start][-NEAR:]
    after = [t for t in sentence.terms if t.start >= start][: NEAR + 1]
    return frozenset(t.key for t in before + after)


_APPOSITION = re.compile(
    r"(?P<name>(?:[A-ZÀ-Þ][\w’'-]+\s+){1,3}[A-ZÀ-Þ][\w-]+),\s+"
    r"(?P<who>(?:the |an? |l['’]|le |la |un |une )?[^,;:.()“”«»\"\n]{4,120})"
)


def identities(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[Identity]:
    """Names with a description beside them: "First Last, head of the office"."""
    found = []
    for number, sentence in enumerate(sentences):
        document = documents[sentence.place.document]
        for match in _APPOSITION.finditer(document.text, sentence.place.start, sentence.place.end):
            words = [m.group() for m in WORD.finditer(match["who"])]
            keys = frozenset(key(folded(w), document.language) for w in words[:12])
            heads = frozenset(k for k in keys if k in OFFICES)
            if heads:
                place = Place(sentence.place.document, match.start(), match.end())
                found.append(Identity(folded(match["name"]), place, heads, number))
    return found


OFFICES = frozenset(
    f"={name}"
    for name in (
        "head executive spokesperson employee colleague friend official minister mayor chair member law-maker judge "
        "police"
    ).split()
)
"""Keys of words that say what somebody is."""
