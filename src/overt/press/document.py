"""Document: one report as text, and places in it. An offset counts characters of the text as it was read."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Document:
    """One report. `drawn` says how the text came about: plain (the decoded file), html or pdf."""

    name: str
    text: str
    language: str = ""
    drawn: str = "plain"

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(place + 1 for place, char in enumerate(self.text) if char == "\n")]

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self._starts, offset)


@dataclass(frozen=True, order=True)
class Place:
    """A stretch of one document: number of the document, start, end."""

    document: int
    start: int
    end: int


@dataclass(frozen=True)
class Token:
    """One word or number. `stem` compares within a language, `key` across languages; `kind`: word, name or number."""

    start: int
    end: int
    folded: str
    stem: str
    key: str
    kind: str = "word"


@dataclass(frozen=True)
class Sentence:
    """One sentence with its words that carry meaning (`terms`) and all of its words (`tokens`)."""

    place: Place
    text: str
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    terms: tuple[Token, ...] = field(default=(), repr=False)


def cited(documents: list[Document], place: Place) -> dict[str, Any]:
    """A place as it stands in the JSON: file, start, end, line, text."""
    document = documents[place.document]
    return {
        "file": document.name,
        "start": place.start,
        "end": place.end,
        "line": document.line(place.start),
        "text": document.text[place.start : place.end],
    }
