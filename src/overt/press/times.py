"""Dates in English and French text, with their offsets and as far as they go: a day, a month, a year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from overt.press.document import Document, Place
from overt.press.words import folded

_NAMES = (
    ("january", "jan", "janvier"), ("february", "feb", "fevrier"), ("march", "mar", "mars"), ("april", "apr", "avril"),
    ("may", "mai"), ("june", "jun", "juin"), ("july", "jul", "juillet"), ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"), ("october", "oct", "octobre"), ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_MONTH = (
    "(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|"
    "Sept|Sep|Oct|Nov|Dec|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)"
)
_PATTERNS = (
    ("ymd", re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")),
    ("dmy", re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?\s+{_MONTH}\.?,?\s+(\d{{4}})\b")),
    ("mdy", re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")),
    ("my", re.compile(rf"\b{_MONTH}\.?,?\s+(\d{{4}})\b")),
    ("dm", re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?\s+{_MONTH}\b")),
    ("md", re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*\d)")),
    ("y", re.compile(r"\b(19\d\d|20\d\d)\b")),
)
_HEADING = re.compile(
    r"^\W*(?:date|dated|published|updated|posted|publi[ée](?: le)?|mis à jour(?: le)?|on|le)?[\s:|]*$", re.I
)
OPENING = 400
"""Characters at the beginning of a report in which its own date is looked for."""


@dataclass(frozen=True, order=True)
class Date:
    """A date in a text; 0 stands for a part that is not said."""

    place: Place
    year: int
    month: int = 0
    day: int = 0

    def shown(self) -> str:
        """As far as it goes: 2020, 2020-04, 2020-04-03, --04-03."""
        year = f"{self.year:04d}" if self.year else "-"
        return year + (f"-{self.month:02d}" if self.month else "") + (f"-{self.day:02d}" if self.day else "")


def dates(document: Document, number: int) -> list[Date]:
    """All dates of a document, by offset; a stretch of text is one date at most."""
    found: list[Date] = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(document.text):
            place = Place(number, match.start(), match.end())
            if any(d.place.start < place.end and place.start < d.place.end for d in found):
                continue
            made = _date(place, dict(zip(form, match.groups(), strict=True)))
            if made:
                found.append(made)
    return sorted(found)


def _date(place: Place, parts: dict[str, str]) -> Date | None:
    year, day = int(parts.get("y", 0)), int(parts.get("d", 0))
    named = parts.get("m", "0")
    month = int(named) if named.isdigit() else _MONTHS[folded(named)]
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return None
    return Date(place, year, month, day)


def disagree(one: Date, two: Date) -> bool:
    """Whether two dates cannot be the same: a part that both say differs."""
    return any(a and b and a != b for a, b in ((one.year, two.year), (one.month, two.month), (one.day, two.day)))


def published(document: Document, found: Sequence[Date]) -> Date | None:
    """The report's own date: a full date that begins one of its first lines."""
    for each in found:
        if each.day and each.year and each.place.start <= OPENING:
            begin = document.text.rfind("\n", 0, each.place.start) + 1
            if _HEADING.match(document.text[begin : each.place.start]):
                return each
    return None


def days_apart(one: Date, two: Date) -> int:
    """Days between two full dates."""
    return abs((date(one.year, one.month, one.day) - date(two.year, two.month, two.day)).days)
