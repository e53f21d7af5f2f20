"""Documents: the JSON objects at the top of a file, one after the other, in bounded memory.

In NDJSON every line is a document; so is every element of an array. A file that is one object is one document, whose
arrays of objects (`{"messages": [{...}, ...]}`) are not held: each is an `Elements`, whose objects are decoded as they
are asked for.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from overt.sources.base import LINE_LIMIT, RAW_LIMIT, LongText, Reject, cut
from overt.sources.encoding import Encoding, lines
from overt.sources.json_array import decoded, skip, spans
from overt.sources.strict_json import LENIENT, STRICT, NotStrict, checked, load

BLANK = " \t\r\x1e\ufeff"
LEVELS = 3
"""Objects in objects whose arrays are read piece by piece."""
LARGE = LINE_LIMIT
"""Characters from which on an object in an array (a chat of many) is itself read piece by piece."""


class Placed(dict[str, Any]):
    """An object of a JSON file: where in the text it begins and ends, and why it cannot be used, if so."""

    __slots__ = ("broken", "end", "start")

    def __init__(self, value: dict[str, Any], start: int, end: int, broken: str = "") -> None:
        super().__init__(value)
        self.start, self.end, self.broken = start, end, broken


class Elements:
    """The objects of an array, decoded anew each time they are asked for."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start

    def __iter__(self) -> Iterator[Placed]:
        """The objects; one that is not strict JSON comes empty, with its reason."""
        for begins, ends in within(self._text, self._start):
            if ends - begins > LARGE and self._text[begins] == "{":
                yield lazy(self._text, begins, LEVELS)[0]
                continue
            try:
                brackets = self._text.count("{", begins, ends) + self._text.count("[", begins, ends)
                value = checked(STRICT.raw_decode(self._text, begins)[0], brackets)
            except (NotStrict, ValueError, RecursionError) as error:
                yield Placed({}, begins, ends, str(error) if isinstance(error, NotStrict) else "not JSON")
                continue
            yield Placed(value, begins, ends)


class Documents:
    """The documents of one JSON or NDJSON file. A file in one piece is held while it is gone through, not before."""

    def __init__(self, path: Path, encoding: Encoding, by_line: bool) -> None:
        self._path, self._encoding, self._by_line = path, encoding, by_line
        self._text = ""

    def __iter__(self) -> Iterator[tuple[int, str, dict[str, Any] | Reject]]:
        """Line, raw text and object of each; a Reject in the place of an object that cannot be used.

        Raises JSONDecodeError where a file in one piece is broken.
        """
        return self._lines() if self._by_line else self._pieces()

    def _lines(self) -> Iterator[tuple[int, str, dict[str, Any] | Reject]]:
        for number, line in enumerate(lines(self._path, self._encoding), start=1):
            if type(line) is LongText:
                yield number, line, Reject(number, f"a line of more than {LINE_LIMIT:,} characters", line)
            elif line.strip(BLANK):
                try:
                    yield number, line, load(line.strip(BLANK))
                except NotStrict as error:
                    yield number, line, Reject(number, str(error), line)

    def _pieces(self) -> Iterator[tuple[int, str, dict[str, Any] | Reject]]:
        self._text = decoded(self._path, self._encoding)
        try:
            yield from self._in_pieces()
        finally:
            self._text = ""

    def _in_pieces(self) -> Iterator[tuple[int, str, dict[str, Any] | Reject]]:
        start = skip(self._text, 0)
        if self._text[start : start + 1] != "[":
            value, _ = lazy(self._text, start, LEVELS)
            yield 1, "", value
            return
        line, seen = 1, 0
        for found in Elements(self._text, start):
            line += self._text.count("\n", seen, found.start)
            seen = found.start
            raw = self.raw(found)
            yield line, raw, Reject(line, found.broken, raw) if found.broken else found

    def raw(self, found: Placed) -> str:
        """The text of an object, its beginning where it is long."""
        return cut(self._text[found.start : min(found.end, found.start + RAW_LIMIT)], found.end - found.start)

    def line(self, found: Placed, before: int, line: int) -> int:
        """The line on which an object begins, where `line` is that of the place `before`."""
        return line + self._text.count("\n", before, found.start)


def lazy(text: str, start: int, levels: int) -> tuple[Placed, int]:
    """The object that begins there, its arrays of objects as Elements, and where it ends. Raises JSONDecodeError."""
    found: dict[str, Any] = {}
    place = skip(text, start + 1)
    while text[place : place + 1] == '"':
        key, place = LENIENT.raw_decode(text, place)
        place = skip(text, expect(text, skip(text, place), ":"))
        inner = skip(text, place + 1)
        if text[place : place + 1] == "[" and text[inner : inner + 1] == "{":
            begins, place = place, array_end(text, place)
            found[key] = Elements(text, begins)
        elif text[place : place + 1] == "{" and levels > 1:
            found[key], place = lazy(text, place, levels - 1)
        else:
            found[key], place = LENIENT.raw_decode(text, place)
        place = skip(text, place)
        if text[place : place + 1] == ",":
            place = skip(text, place + 1)
    return Placed(found, start, place), expect(text, place, "}")


def expect(text: str, place: int, char: str) -> int:
    """The place after that character. Raises JSONDecodeError."""
    if text[place : place + 1] != char:
        raise json.JSONDecodeError(f"Expecting {char!r} delimiter", text, place)
    return place + 1


def array_end(text: str, start: int) -> int:
    """Where the array that begins there ends."""
    last = start + 1
    for _, end in within(text, start):
        last = end
    return skip(text, last) + 1


def within(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each element of that array begins and ends. Raises JSONDecodeError where it is broken, nothing else."""
    try:
        yield from spans(text, start)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise json.JSONDecodeError("Nested too deeply", text, start) from error
    except ValueError as error:
        raise json.JSONDecodeError("A number with too many digits", text, start) from error
