"""JSON: an array of objects, or an object that holds one under a key such as data, posts or messages."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from overt.errors import InputError
from overt.sources.base import (
    COLUMN_LIMIT,
    FIELD_LIMIT,
    PLAIN_ROWS,
    RAW_LIMIT,
    Chunk,
    Format,
    Reject,
    Source,
    cut,
    portions,
)
from overt.sources.encoding import Encoding, detect
from overt.sources.strict_json import LENIENT, STRICT, NotStrict, checked, flatten, writable

SIZE_LIMIT = 512 << 20
"""Bytes of a JSON file, which is held in memory; NDJSON has no such limit."""
KEYS = ("data", "posts", "items", "tweets", "messages", "statuses", "results", "records", "rows")
_SPACE = re.compile(r"[ \t\r\n]*")
_CONTROL = re.compile(r"((?<!\\)(?:\\\\)*)\\x([0-9A-Fa-f]{2})")
"""A control character as Telegram Desktop writes it, which is no JSON: `\\x1B`."""


class JsonArraySource(Source):
    """One JSON file: its text, and where in it the array begins."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__([])
        self.text = text
        self.start = start
        found: dict[str, None] = {}
        for at, end in spans(self.text, self.start):
            value = _lenient(text, at, end)
            if isinstance(value, dict):
                found.update(dict.fromkeys(flatten(value)))
        self.columns = writable(found)[:COLUMN_LIMIT]

    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """The elements in order."""
        row, line, seen = 0, 1, 0
        for part in portions(spans(self.text, self.start), min(batch_rows, PLAIN_ROWS), lambda span: span[1] - span[0]):
            columns: dict[str, list[Any]] = {name: [] for name in wanted}
            kept: list[tuple[int, int, int, int]] = []
            rejects: list[Reject] = []
            for at, end in part:
                row += 1
                line += self.text.count("\n", seen, at)
                seen = at
                try:
                    value = flatten(_strict(self.text, at, end))
                except NotStrict as error:
                    rejects.append(Reject(line, str(error), cut(self.text[at : min(end, at + RAW_LIMIT)], end - at)))
                    continue
                for name, cells in columns.items():
                    cells.append(value.get(name))
                kept.append((row, line, at, end))
            yield self._chunk(columns, kept, rejects)

    def _chunk(
        self, columns: dict[str, list[Any]], kept: list[tuple[int, int, int, int]], rejects: list[Reject]
    ) -> Chunk:
        rows = np.array([k[0] for k in kept], np.int64)
        bounded = all(end - start <= FIELD_LIMIT for _, _, start, end in kept)
        at = np.array([k[1] for k in kept], np.int64)
        return Chunk(dict(columns), rows, at, lambda i: self._raw(*kept[i][2:]), rejects, bounded)

    def _raw(self, at: int, end: int) -> str:
        return cut(self.text[at : min(end, at + RAW_LIMIT)], end - at)


def spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each element of the array that begins at `start` begins and ends. Raises JSONDecodeError."""
    at = skip(text, start + 1)
    if text[at : at + 1] == "]":
        return ended(text, start, at)
    while True:
        _, end = LENIENT.raw_decode(text, at)
        yield at, end
        at = skip(text, end)
        if text[at : at + 1] == "]":
            return ended(text, start, at)
        if text[at : at + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' or ']'", text, at)
        at = skip(text, at + 1)


def ended(text: str, start: int, at: int) -> None:
    """Nothing may follow an array that stands alone. Raises JSONDecodeError."""
    after = skip(text, at + 1)
    if after != len(text) and skip(text, 0) == start:
        raise json.JSONDecodeError("Extra data", text, after)


def skip(text: str, at: int) -> int:
    """The next place that is no blank."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _lenient(text: str, at: int, end: int) -> Any:
    return LENIENT.raw_decode(text, at)[0] if end > at else None


def _strict(text: str, at: int, end: int) -> dict[str, Any]:
    value, _ = STRICT.raw_decode(text, at)
    return checked(value, text.count("{", at, end) + text.count("[", at, end))


def find_array(text: str) -> tuple[int | None, list[str]]:
    """Where the array of posts begins, None if there is none, and the names of other arrays of objects.

    Raises JSONDecodeError for broken JSON.
    """
    at = skip(text, 0)
    if text[at : at + 1] == "[":
        return at, []
    if text[at : at + 1] != "{":
        return None, []
    starts: dict[str, int] = {}
    end = skip(text, _walk(text, at, 2, starts))
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    chosen = next((key for key in KEYS if key in starts), None)
    if chosen is None and len(starts) == 1:
        chosen = next(iter(starts))
    return (None if chosen is None else starts[chosen]), [key for key in starts if key != chosen]


def _walk(text: str, at: int, levels: int, starts: dict[str, int]) -> int:
    """Note keys of an object, and of objects in it, that hold an array of objects. Gives where it ends."""
    at = skip(text, at + 1)
    while text[at : at + 1] == '"':
        key, end = LENIENT.raw_decode(text, at)
        colon = skip(text, end)
        if text[colon : colon + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", text, colon)
        start = skip(text, colon + 1)
        _, end = LENIENT.raw_decode(text, start)
        inner = skip(text, start + 1)
        if text[start] == "[" and text[inner : inner + 1] == "{":
            starts.setdefault(key, start)
        elif text[start] == "{" and levels > 1:
            _walk(text, start, levels - 1, starts)
        at = skip(text, end)
        if text[at : at + 1] == ",":
            at = skip(text, at + 1)
    if text[at : at + 1] != "}":
        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    return at + 1


class JsonArray(Format):
    """JSON in one piece."""

    name = "json"
    reads = "a JSON array of objects, or an object that holds one under a key such as data or posts"
    cannot = f"files beyond {SIZE_LIMIT >> 20} MiB: give those as NDJSON"

    def recognise(self, path: Path, head: bytes) -> bool:
        """By the bracket that opens it."""
        text = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        text = text.replace(b"\x00", b"").lstrip(b" \t\r\n")
        if text.startswith(b"{"):
            return True
        if text.startswith(b"[") and path.suffix.lower() == ".json":
            return True
        return text.startswith(b"[") and text[1:].lstrip(b" \t\r\n")[:1] in (b"{", b"]", b"")

    def open(self, path: Path, shown: str) -> Source:
        """The file, wholly parsed once. Raises InputError."""
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            raise InputError(
                f"is a JSON file of {size >> 20:,} MiB; at most {SIZE_LIMIT >> 20} can be read in one piece",
                where=shown,
                mend="write it as NDJSON, one object a line",
            )
        encoding = detect(path, shown)
        text = decoded(path, encoding)
        try:
            start, others = find_array(text)
            if start is None:
                raise InputError(
                    f"holds several arrays: {', '.join(others[:10])}" if others else "holds no array of objects",
                    where=shown,
                    mend="give an array of posts, or one under a key such as data or posts",
                )
            source = JsonArraySource(text, start)
            if others:
                source.notices.append(f"{path.name}: other arrays were not read: {', '.join(others[:10])}")
        except json.JSONDecodeError as error:
            raise InputError(
                f"is broken JSON: {error.msg} at line {error.lineno}, column {error.colno}",
                where=shown,
                mend="export it again, or give one object a line as NDJSON",
            ) from error
        except (RecursionError, ValueError) as error:
            raise InputError(
                "is JSON nested too deeply or with endless numbers",
                where=shown,
                mend="give one flat object a line as NDJSON",
            ) from error
        if encoding.notice:
            source.notices.append(f"{path.name}: {encoding.notice}")
        if not source.columns:
            raise InputError("holds no rows", where=shown, mend="give a file with posts")
        return source

    def examples(self) -> dict[str, bytes]:
        """An array, and an object that holds one."""
        post = '{"post_id": "1", "author_id": "a", "created_at": "2016-09-01T15:12:00+02:00", "text": "one"}'
        return {
            "array.json": f"[{post}]".encode(),
            "held.json": f'{{"meta": {{}}, "posts": [{post}]}}'.encode(),
        }


def decoded(path: Path, encoding: Encoding) -> str:
    """The text of a file in one piece, control characters that are written in a way of their own put right."""
    codec = "latin-1" if encoding.codec == "cp1252" else encoding.codec
    text = path.read_bytes()[encoding.skip :].decode(codec, "replace")
    return _CONTROL.sub(r"\1\\u00\2", text) if "\\x" in text else text
