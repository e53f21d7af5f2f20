"""NDJSON (JSON Lines): one object a line. A line that is not strict JSON is rejected, the others are read."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from overt.errors import InputError
from overt.sources.base import (
    COLUMN_LIMIT,
    FIELD_LIMIT,
    LINE_LIMIT,
    PLAIN_ROWS,
    Chunk,
    Format,
    LongText,
    Reject,
    Source,
    portions,
)
from overt.sources.encoding import Encoding, detect, lines
from overt.sources.strict_json import NotStrict, flatten, load, writable

SUFFIXES = (".ndjson", ".jsonl", ".jsonlines", ".ldjson")
_BLANK = " \t\r\x1e\ufeff"


class JsonLinesSource(Source):
    """One NDJSON file. Its columns are found in a first pass, as any line may bring new ones."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.path = path
        self.encoding = encoding
        super().__init__([])
        found: dict[str, None] = {}
        for _, line in self._lines():
            if type(line) is LongText:
                continue
            try:
                value = json.loads(line)
                if isinstance(value, dict):
                    found.update(dict.fromkeys(flatten(value)))
            except (ValueError, RecursionError):
                continue
            if len(found) > COLUMN_LIMIT:
                self.notices.append(f"{path.name}: has more than {COLUMN_LIMIT:,} columns; the first were read")
                break
        self.columns = writable(found)[:COLUMN_LIMIT]

    def _lines(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(lines(self.path, self.encoding), start=1):
            if type(line) is LongText or line.strip(_BLANK):
                yield number, line

    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """The rows in file order."""
        numbered = self._lines()
        row = 0
        for part in portions(numbered, min(batch_rows, PLAIN_ROWS), lambda line: len(line[1])):
            yield build(part, wanted, row)
            row += len(part)


def build(part: list[tuple[int, str]], wanted: Sequence[str], row: int) -> Chunk:
    """A chunk from lines with their numbers; `row` rows went before."""
    columns: dict[str, list[Any]] = {name: [] for name in wanted}
    rows: list[int] = []
    kept: list[tuple[int, str]] = []
    rejects: list[Reject] = []
    for i, (number, line) in enumerate(part, start=1):
        try:
            value = flatten(_object(line))
        except NotStrict as error:
            rejects.append(Reject(number, str(error), line))
            continue
        for name, cells in columns.items():
            cells.append(value.get(name))
        rows.append(row + i)
        kept.append((number, line))
    at = np.array([number for number, _ in kept], np.int64)
    return Chunk(
        dict(columns),
        np.array(rows, np.int64),
        at,
        lambda i: kept[i][1],
        rejects,
        bounded=all(len(line) <= FIELD_LIMIT for _, line in kept),
    )


def _object(line: str) -> dict[str, Any]:
    if type(line) is LongText:
        raise NotStrict(f"a line of more than {LINE_LIMIT:,} characters")
    return load(line.strip(_BLANK))


class JsonLines(Format):
    """NDJSON."""

    name = "ndjson"
    reads = "one JSON object a line (.ndjson, .jsonl); objects in objects become columns such as user.id"
    cannot = "nothing: whatever keys the objects have"

    def recognise(self, path: Path, head: bytes) -> bool:
        """Two lines that begin with an object each, or the name of the file."""
        text = (
            head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        )
        starts = [line.strip(b" \t\r\x1e") for line in text.split(b"\n")]
        starts = [line for line in starts if line]
        if not starts or not starts[0].startswith(b"{"):
            return path.suffix.lower() in SUFFIXES and bool(starts) and not starts[0].startswith(b"[")
        if path.suffix.lower() in SUFFIXES:
            return True
        return len(starts) > 1 and starts[0].endswith(b"}") and starts[1].startswith(b"{")

    def open(self, path: Path, shown: str) -> Source:
        """The file, once its columns are known. Raises InputError."""
        encoding = detect(path, shown)
        source = JsonLinesSource(path, encoding)
        if encoding.notice:
            source.notices.append(f"{path.name}: {encoding.notice}")
        if not source.columns:
            raise InputError("holds no JSON object that can be read", where=shown, mend="give one object a line")
        return source

    def examples(self) -> dict[str, bytes]:
        """Two posts, one with the account in an object of its own."""
        return {
            "posts.ndjson": b'{"id": 1, "user": {"id": "a"}, "created_at": 1472742720, "text": "one"}\n'
            b'{"id": 2, "user": {"id": "b"}, "created_at": "2016-09-01T15:13Z", "text": "two"}\n'
        }
