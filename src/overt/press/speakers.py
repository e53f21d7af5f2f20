"""Who is quoted: the words beside a quotation that name a speaker with a verb of saying, in English and French."""

import re

from overt.press.document import Document, Place, Sentence
from overt.press.lexicon import SAYING

_VERB = {language: re.compile(rf"(?<![\w])(?:{words})(?![\w])", re.I) for language, words in SAYING.items()}
_TO = re.compile(r"\b(?:told|à|to)\s+((?:the\s+|The\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)")
_PREPOSITION = re.compile(r"according\s+to|selon|d['’]après", re.I)
_EDGE = re.compile(
    r"[,;:.!?()\"“”«»„|—–\n]|\b(?:that|who|which|when|as|where|while|but|que|qui|lorsque|dont|mais|quand)\b|\bqu['’]"
)
_LEADING = re.compile(r"^(?:and|et|has|have|had|was|were|is|ont|avait|avaient|in|en|on|to)\s+(?=\w)", re.I)
_TRAILING = re.compile(
    r"\s+(?:has|have|had|was|were|is|are|a|ont|avait|avaient|aurait|also|later|then|été|est|sont|have been|urged to|to|"
    r"il|elle|he|she|they)$",
    re.I,
)
_NOUN = re.compile(
    r"(?:\b(?:a|an|the|one|un|une|le|la|les|des|its|their|son|sa)\s+|\bl['’]|(?=[A-ZÀ-Þ]))[\w’'-]+(?:\s+[\w’'-]+){0,6}$",
    re.I,
)
LONGEST = 12
"""Words of a speaker's description."""


def speaker(document: Document, sentence: Sentence, start: int, end: int) -> tuple[Place | None, str]:
    """Where the speaker of the quotation from `start` to `end` is named in its sentence, and whom they told ("")."""
    pattern = _VERB.get(document.language, _VERB["en"])
    text = document.text
    to = ""
    told = _TO.search(text, end, sentence.place.end) or _TO.search(text, sentence.place.start, start)
    if told and "told" in told.group().lower():
        to = told.group(1)
    after = _after(text, pattern, end, sentence.place.end)
    before = None if after else _before(text, pattern, sentence.place.start, start)
    found = after or before
    return (Place(sentence.place.document, *found) if found else None), to


def _after(text: str, pattern: re.Pattern[str], start: int, stop: int) -> tuple[int, int] | None:
    for match in pattern.finditer(text, start, min(stop, start + 200)):
        if "“" in text[start : match.start()] or "«" in text[start : match.start()]:
            return None
        ahead = _trimmed(text, *_up_to_edge(text, match.end(), stop))
        behind = _trimmed(text, start, match.start())
        if _PREPOSITION.fullmatch(match.group()):
            return ahead
        if behind and not _EDGE.search(text, *behind):
            return behind
        if ahead:
            return ahead
    return None


def _before(text: str, pattern: re.Pattern[str], start: int, stop: int) -> tuple[int, int] | None:
    for match in reversed(list(pattern.finditer(text, start, stop))):
        if _PREPOSITION.fullmatch(match.group()):
            return _trimmed(text, *_up_to_edge(text, match.end(), stop))
        begin = max((m.end() for m in _EDGE.finditer(text, start, match.start())), default=start)
        place = _trimmed(text, begin, match.start())
        if place is None and begin > start:  # ", describing": the subject stands before the comma
            place = _subject(text, start, begin - 1)
        if place is not None:
            noun = _NOUN.search(text[place[0] : place[1]])
            words = text[place[0] : place[1]].split()
            if len(words) > 4 and noun and match.group().lower().endswith(("ing", "ant")):
                place = place[0] + _last_noun(text[place[0] : place[1]]), place[1]
            return place
    return None


def _last_noun(piece: str) -> int:
    starts = [m.start() for m in re.finditer(r"\b(?:a|an|the|un|une|le|la|les)\s|\bl['’]", piece)]
    return starts[-1] if starts else 0


def _subject(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """The noun before the first finite helper verb: "a message had been sent to ..., saying"."""
    match = re.search(
        r"\b((?:a|an|the|un|une|le|la|les)\s+(?:[\w’'-]+\s+){1,4}?)(?:avait|avaient|a|ont|was|were|had|has)\b",
        text[start:stop],
    )
    return (start + match.start(1), start + len(match.group(1).rstrip()) + match.start(1)) if match else None


def _up_to_edge(text: str, start: int, stop: int) -> tuple[int, int]:
    edge = _EDGE.search(text, start, stop)
    return start, edge.start() if edge else stop


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place without blanks, commas and helper verbs at its ends; None if nothing or too much is left."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    while match := _LEADING.match(text[start:end]):
        start += match.end()
    while match := _TRAILING.search(text[start:end]):
        end = start + match.start()
    words = text[start:end].split()
    if not words or not words[0][0].isalpha() or len(text[start:end]) < 2:
        return None
    if len(words) > LONGEST:
        end = start + len(" ".join(words[:LONGEST]))
    return start, end
