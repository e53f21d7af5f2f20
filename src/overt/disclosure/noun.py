"""What the parts of a record share: cleaned texts, times in UTC, and errors that name the field."""

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from overt.errors import InputError

WHOLE = "case"
"""What `of` says where something is about the whole case."""
FIRST, LAST = 1970, 2200
"""Years of a time."""
MAX_TEXT = 100_000
"""Characters of one text."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_SURROGATE = re.compile("[\ud800-\udfff\x00]")


def cleaned(text: str) -> str:
    """The text as every format can hold it: no blanks around it, no NUL, no half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text.strip())


@dataclass(frozen=True)
class Noun:
    """A part of a record: texts are cleaned, an empty one is missing, equal values of a list come once."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str):
                value = self._text(each.name, value) or None
            elif isinstance(value, datetime):
                value = self._time(each.name, value)
            elif isinstance(value, tuple) and all(isinstance(v, str) for v in value):
                value = tuple(dict.fromkeys(t for v in value if (t := self._text(each.name, v))))
            object.__setattr__(self, each.name, value)
        self.check()

    def _text(self, name: str, value: str) -> str:
        if len(value) > MAX_TEXT:
            raise self.wrong(name, f"has {len(value):,} characters", f"at most {MAX_TEXT:,} are taken")
        return cleaned(value)

    def _time(self, name: str, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise self.wrong(name, f"{value} has no zone", "give it in UTC")
        if not FIRST <= value.year <= LAST:
            raise self.wrong(name, f"lies in the year {value.year}", f"times from {FIRST} to {LAST} are taken")
        return value.astimezone(UTC)

    def wrong(self, name: str, what: str, mend: str) -> InputError:
        """The error for a field that does not hold."""
        noun = type(self).__name__.lower()
        return InputError(f"{noun} {getattr(self, 'id', '')}: {name} {what}", mend=mend, noun=noun, field=name)

    def need(self, *names: str) -> None:
        """Raises InputError where one of the fields is missing."""
        for name in names:
            if getattr(self, name) is None:
                raise self.wrong(name, "is missing", "it has to be given")

    def among(self, name: str, allowed: tuple[str, ...] | str) -> None:
        """Raises InputError where a field that is given is none of the allowed values."""
        value = getattr(self, name)
        if value is not None and value not in tuple(allowed):
            raise self.wrong(name, f"is {value[:60]!r}", f"it is one of {', '.join(allowed)}")

    def within(self, name: str, low: int, high: int) -> None:
        """Raises InputError where a number that is given lies outside."""
        value = getattr(self, name)
        if value is not None and not low <= value <= high:
            raise self.wrong(name, f"is {value}", f"it lies between {low} and {high:,}")

    def in_order(self, first: str, last: str) -> None:
        """Raises InputError where a period ends before it begins."""
        start, end = getattr(self, first), getattr(self, last)
        if start is not None and end is not None and end < start:
            raise self.wrong(last, "is before its beginning", f"exchange it with {first}")

    def check(self) -> None:
        """Raises InputError where the fields do not hold."""
        self.need("id")
        identity = getattr(self, "id")  # noqa: B009 - each noun has it
        if not _ID.fullmatch(identity) or identity == WHOLE:
            raise self.wrong("id", f"is {identity[:60]!r}", "use up to 100 letters, digits and ._:- of ASCII")
