"""CSV and its kin: comma, semicolon, tab or bar between cells, in any usual encoding."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from overt.errors import InputError
from overt.sources.aliases import ALIASES, TRACE_COLUMNS, fold
from overt.sources.base import COLUMN_LIMIT, PLAIN_ROWS, PLAIN_SIZE, Chunk, Format, LongText, Reject, Source, portions
from overt.sources.blocks import Blocks
from overt.sources.encoding import Encoding, detect, lines
from overt.sources.plain_rows import PlainRows, chunk_of, plain_rows
from overt.sources.records import Record, Records, is_time

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
LOOK_LINES = 200
"""Lines from the head by which the delimiter is chosen."""
PREAMBLE = 30
"""Rows that may stand before the header, with a label and a value each."""
_KNOWN = frozenset(fold(a) for names in ALIASES.values() for a in names) | frozenset(map(fold, TRACE_COLUMNS))
_SEP = re.compile(r'"?sep=(.)"?\Z', re.IGNORECASE)


class DelimitedSource(Source):
    """One delimited text file."""

    def __init__(
        self, path: Path, encoding: Encoding, delimiter: str, header: list[str], has_header: bool, before: int = 0
    ) -> None:
        columns = _unique(header) if has_header else [f"column {i}" for i in range(1, len(header) + 1)]
        super().__init__(columns)
        self.path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self.has_header = has_header
        self.before = before  # rows before the header
        self.spare = has_header and len(header) > 1 and not header[-1].strip()

    def records(self, text: Iterator[str]) -> Records:
        """The rows of these lines, the header taken off."""
        records = Records(text, self.delimiter, 0 if self.has_header else len(self.columns))
        records.spare_column = self.spare
        if self.has_header:
            rows = (r for r in records if not _SEP.match(r.raw))
            next(islice(rows, self.before, None), None)
            records.width = len(self.columns)
        return records

    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """The rows in file order."""
        places = {name: self.columns.index(name) for name in wanted}
        if batch_rows > PLAIN_ROWS and self.encoding.plain and self.delimiter in DELIMITERS:
            with Blocks(self.path, self.encoding) as blocks:
                yield from self._by_block(blocks, places, batch_rows)
            return
        number = 0
        records = self.records(lines(self.path, self.encoding))
        for part in portions(records, min(batch_rows, PLAIN_ROWS), lambda r: len(r.raw)):
            yield _chunk(part, places, number)
            number += len(part)

    def _by_block(self, blocks: Blocks, places: dict[str, int], batch_rows: int) -> Iterator[Chunk]:
        """Plain rows a block at a time, the rows of all other blocks one by one."""
        records = self.records(blocks)
        number, ahead = 0, blocks.ahead()
        while True:
            taken: list[PlainRows] = []
            first, line, size, weight = number, records.lines_read + 1, 0, 0
            while ahead and size * 10 < batch_rows * 9 and weight < PLAIN_SIZE:
                found = plain_rows(ahead, self.delimiter, len(self.columns))
                if found is None:
                    break
                taken.append(found)
                size += len(found)
                weight += len(ahead)
                blocks.skip(len(ahead))
                ahead = blocks.ahead()
            if taken:
                records.lines_read += size
                number += size
                yield chunk_of(taken, places, first + 1, line)
                continue
            rest = records.until(records.lines_read + (ahead.count(b"\n") or PLAIN_ROWS))
            seen = number
            for part in portions(rest, PLAIN_ROWS, lambda r: len(r.raw)):
                yield _chunk(part, places, number)
                number += len(part)
            ahead = blocks.ahead()
            if number == seen and not ahead and records.ended:
                return


def _chunk(part: list[Record], places: dict[str, int], number: int) -> Chunk:
    """A chunk of records, before which stood `number` others."""
    rejects = [Reject(r.line, r.reason, r.raw) for r in part if r.reason]
    records = [r for r in part if not r.reason]
    cells = list(zip(*(r.cells for r in records), strict=True)) if records else []
    columns = {name: list(cells[at]) if cells else [] for name, at in places.items()}
    rows = np.array([number + i for i, r in enumerate(part, start=1) if not r.reason], np.int64)
    return Chunk(
        columns,
        rows,
        np.array([r.line for r in records], np.int64),
        lambda i: records[i].raw,
        rejects,
        bounded=True,
    )


class Delimited(Format):
    """CSV, TSV and the like."""

    name = "csv"
    reads = "cells between commas, semicolons, tabs or bars (.csv, .tsv) in UTF-8, UTF-16 or Windows-1252"
    cannot = "nothing: whatever columns the file has"

    def recognise(self, path: Path, head: bytes) -> bool:
        """Whatever no other format claims."""
        return True

    def open(self, path: Path, shown: str) -> Source:
        """The file, once encoding, delimiter and header are known. Raises InputError."""
        encoding = detect(path, shown)
        head = list(islice(lines(path, encoding), LOOK_LINES))
        delimiter, records, before = _choose(head)
        if not records:
            raise InputError("holds no rows", where=shown, mend="give a file with posts")
        header = records[0].cells
        if records[0].reason or not header:
            raise InputError(
                "its first line is no header",
                where=shown,
                mend="begin the file with the names of its columns",
            )
        if len(header) > COLUMN_LIMIT:
            raise InputError(f"has more than {COLUMN_LIMIT:,} columns", where=shown, mend="keep the ones needed")
        has_header = bool(before) or not any(is_time(cell) for cell in header)
        source = DelimitedSource(path, encoding, delimiter, header, has_header, before)
        if encoding.notice:
            source.notices.append(f"{path.name}: {encoding.notice}")
        if before:
            source.notices.append(
                f"{path.name}: {before} rows before the header tell of the export and were passed over"
            )
        if not has_header:
            source.notices.append(
                f"{path.name}: has no header; its columns are called column 1 to column {len(header)}"
            )
        return source

    def examples(self) -> dict[str, bytes]:
        """The same two posts in three dialects."""
        rows = [
            ("User ID", "Created At", "Text"),
            ("a", "2016-09-01 15:12", 'one; "two"'),
            ("b", "2016-09-01 15:13", "x"),
        ]
        quoted = [[f'"{c.replace(chr(34), chr(34) * 2)}"' for c in row] for row in rows]
        return {
            "comma.csv": "\n".join(",".join(row) for row in quoted).encode(),
            "semicolon.csv": "\r\n".join(";".join(row) for row in quoted).encode("utf-8-sig"),
            "tab.tsv": "\n".join("\t".join(row) for row in quoted).encode("utf-16"),
        }


def _choose(head: list[str]) -> tuple[str, list[Record], int]:
    """The delimiter whose header has most known names, then gives the most even and the widest rows; the rows from the
    header on; and how many stand before it.
    """
    head = [line for line in head if type(line) is not LongText]
    first = next((i for i, line in enumerate(head) if line.strip()), None)
    if first is not None and (m := _SEP.match(head[first].strip())):
        records = list(Records(iter(head[first + 1 :]), m[1]))
        before = _before(records)
        return m[1], records[before:], before
    best: tuple[tuple[int, float, int], str, list[Record], int] = ((-1, 0.0, 0), ",", [], 0)
    for delimiter in DELIMITERS:
        records = list(Records(iter(head), delimiter))
        if not records:
            continue
        before = _before(records)
        records = records[before:]
        header = records[0].cells
        known = _known(header)
        rows = [r for r in records[1:] if not r.reason]
        even = sum(1 for r in rows if len(r.cells) == len(header)) / max(1, len(records) - 1)
        score = (known, even if len(header) > 1 else 0.0, len(header))
        if score > best[0]:
            best = (score, delimiter, records, before)
    return best[1], best[2], best[3]


def _known(cells: list[str]) -> int:
    return sum(1 for cell in cells if fold(cell) in _KNOWN)


def _before(records: list[Record]) -> int:
    """How many rows stand before the header that tell of the export, a label and a value each, as Brandwatch writes.

    They end with a row of four names or more, three of them known, which holds no time; else there are none.
    """
    for number, record in enumerate(records[: PREAMBLE + 1]):
        cells = [cell for cell in record.cells if cell.strip()]
        if len(cells) > 2 or record.reason:
            named = len(cells) > 3 and _known(cells) > 2 and len(set(cells)) == len(cells)
            return number if named and not any(map(is_time, cells)) else 0
    return 0


def _unique(header: list[str]) -> list[str]:
    """Names of columns, each once; a nameless column is called by its place."""
    found: dict[str, None] = {}
    times: dict[str, int] = {}
    for i, cell in enumerate(header, start=1):
        name = cell.strip() or f"column {i}"
        tried = name
        while tried in found:
            times[name] = times.get(name, 1) + 1
            tried = f"{name} ({times[name]})"
        found[tried] = None
    return list(found)
