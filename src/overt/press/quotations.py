"""Quotations in any quotation marks, and which of them are one: the same words, nearly the same, or a translation."""

import bisect
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from overt.press.document import Document, Place, Sentence, Token
from overt.press.parts import Parts
from overt.press.speakers import speaker
from overt.press.words import terms, tokens

MOST = 1_000
"""Quotations of all reports together that are compared; what follows is not looked at."""
MOST_PLACES = 100
"""Places at which the words of one quotation are listed without its marks."""
LONGEST = 2_000
"""Characters of a quotation; a mark that is not closed by then opens none."""
LONG = 5
"""Words from which a quotation may be near-verbatim."""
NEAR = 0.8
"""Share of the shorter quotation's words that the longer one has in the same order."""
TRANSLATED = 0.42
"""Share of the shorter quotation's terms that the other has in another language."""
_MARKS = {"“": '”"', "«": "»", "„": "“”", '"': '"”', "‘": "’"}
_OPENING = re.compile(r"[“«„\"‘]")


@dataclass(frozen=True)
class Quotation:
    """Words in quotation marks: their place (without the marks), who says them and to whom."""

    place: Place
    tokens: tuple[Token, ...]
    terms: tuple[Token, ...]
    speaker: Place | None
    to: str
    sentence: int
    language: str


def quotations(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[Quotation]:
    """All quotations, by document and offset."""
    found = []
    for number, document in enumerate(documents):
        own = [(at, s) for at, s in enumerate(sentences) if s.place.document == number]
        for start, end in _marked(document.text):
            words = tokens(document.text[start:end], document.language, start)
            at = next((at for at, s in own if s.place.start <= start < s.place.end), None)
            if not words or at is None:
                continue
            whole = _ending_at(own, at, end)
            by, to = speaker(document, whole, start, end)
            kept = terms(words, document.language)
            found.append(Quotation(Place(number, start, end), tuple(words), tuple(kept), by, to, at, document.language))
            if len(found) >= MOST:
                return found
    return found


def _ending_at(own: list[tuple[int, Sentence]], at: int, end: int) -> Sentence:
    """The sentences from the one where a quotation opens to the one where it closes and its speaker may follow."""
    first = next(s for number, s in own if number == at)
    last = next((s for _, s in own if s.place.start <= end <= s.place.end), first)
    place = Place(first.place.document, first.place.start, max(first.place.end, last.place.end))
    return Sentence(place, "")


def _marked(text: str) -> list[tuple[int, int]]:
    made, at = [], 0
    while match := _OPENING.search(text, at):
        start, mark = match.end(), match.group()
        at = start
        if mark == "‘" and match.start() and text[match.start() - 1].isalnum():
            continue
        if mark == '"' and (text[start : start + 1].isspace() or not text[start : start + 1]):
            continue
        end = _closing(text, start, mark)
        if end is None:
            continue
        first, last = start, end
        while first < last and not text[first].isalnum():
            first += 1
        while last > first and not text[last - 1].isalnum() and text[last - 1] not in ")]":
            last -= 1
        if any(c.isalpha() for c in text[first:last]):
            made.append((first, last))
        at = end + 1
    return made


def _closing(text: str, start: int, mark: str) -> int | None:
    paragraph = text.find("\n\n", start, start + LONGEST)
    stop = min(paragraph if paragraph >= 0 else len(text), start + LONGEST, len(text))
    for place in range(start, stop):
        char = text[place]
        if char not in _MARKS[mark]:
            if char == mark:
                return None  # opened again before it was closed: the first mark opened nothing
            continue
        if char == "’" and text[place + 1 : place + 2].isalnum():
            continue  # an apostrophe
        if mark == "‘" and text[place + 1 : place + 2].isspace() and text.find("’", place + 1, place + 60) > 0:
            following = text[place + 1 : text.find("’", place + 1, place + 60)]
            if "‘" not in following and text[place - 1] == "s":
                continue  # a genitive in the middle: the platforms’ rules’
        return place
    return None


def likeness(one: Quotation, two: Quotation) -> tuple[str, float]:
    """How two quotations are one: verbatim, near-verbatim or translation, with a share to 1; "" if they are not."""
    a, b = [t.folded for t in one.tokens], [t.folded for t in two.tokens]
    if a == b:
        return ("verbatim", 1.0) if one.terms else ("", 0.0)
    if min(len(a), len(b)) < LONG:
        return "", 0.0
    if one.language != two.language:
        share = _by_terms({t.key for t in one.terms}, {t.key for t in two.terms})
        return ("translation", share) if share >= TRANSLATED else ("", 0.0)
    if len(set(a) & set(b)) < NEAR * 0.7 * min(len(set(a)), len(set(b))):
        return "", 0.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    share = sum(block.size for block in blocks if block.size >= 2) / min(len(a), len(b))
    return ("near-verbatim", share) if share >= NEAR else ("", 0.0)


def _by_terms(one: set[str], two: set[str]) -> float:
    common = len(one & two)
    return common / min(len(one), len(two)) if common >= 4 else 0.0


def groups(found: Sequence[Quotation]) -> list[tuple[list[int], str]]:
    """Quotations that are one and stand in two places or more, with the loosest likeness that binds them."""
    order = {"verbatim": 0, "near-verbatim": 1, "translation": 2}
    parts = Parts(len(found))
    loosest: dict[int, str] = {}
    for one in range(len(found)):
        for two in range(one + 1, len(found)):
            kind, _ = likeness(found[one], found[two])
            if kind:
                a, b = parts.of(one), parts.of(two)
                worst = max((loosest.get(a, "verbatim"), loosest.get(b, "verbatim"), kind), key=order.__getitem__)
                loosest[parts.join(one, two)] = worst
    members: dict[int, list[int]] = {}
    for place in range(len(found)):
        members.setdefault(parts.of(place), []).append(place)
    return [(held, loosest[name]) for name, held in members.items() if len(held) > 1]


def unmarked(found: Sequence[Quotation], sentences: Sequence[Sentence]) -> dict[int, list[Place]]:
    """Where the words of a quotation (5 or more) stand in another report without quotation marks, by its number."""
    alike: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    marked: dict[int, list[tuple[int, int]]] = {}
    for number, quotation in enumerate(found):
        said = tuple(t.folded for t in quotation.tokens)
        if len(said) >= LONG:
            alike.setdefault((quotation.place.document, said), []).append(number)
        marked.setdefault(quotation.place.document, []).append((quotation.place.start, quotation.place.end))
    wanted: dict[tuple[str, ...], list[tuple[int, tuple[str, ...]]]] = {}
    for document, said in alike:
        wanted.setdefault(said[:LONG], []).append((document, said))
    own = {document: sorted(places) for document, places in marked.items()}
    places: dict[tuple[int, tuple[str, ...]], list[Place]] = {}
    for sentence in sentences:
        words = tuple(t.folded for t in sentence.tokens)
        here = sentence.place.document
        for at in range(len(words) - LONG + 1):
            for document, said in wanted.get(words[at : at + LONG], ()):
                if document == here or words[at : at + len(said)] != said:
                    continue
                start, end = sentence.tokens[at].start, sentence.tokens[at + len(said) - 1].end
                known = places.setdefault((document, said), [])
                if len(known) < MOST_PLACES and not _within(own.get(here, []), start, end):
                    known.append(Place(here, start, end))
    return {number: known for key, known in places.items() if known for number in alike[key]}


def _within(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted places, none of which holds another, covers the stretch."""
    before = bisect.bisect_right(places, (start, sys.maxsize))
    return any(first <= start and end <= last for first, last in places[max(before - 2, 0) : before])
