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
_KNOWN = frozenset(fold(a) for names in ALIASES.values() for a in names) | frozenset(map(fold, TRACE_COLUMNS))
_SEP = re.compile(r'"?sep=(.)"?\Z', re.IGNORECASE)


class DelimitedSource(Source):
    """One delimited text file."""

    def __init__(self, path: Path, encoding: Encoding, delimiter: str, header: list[str], has_header: bool) -> None:
        columns = _unique(header) if has_header else [f"column {i}" for i in range(1, len(header) + 1)]
        super().__init__(columns)
        self.path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self.has_header = has_header
        self.spare = has_header and len(header) > 1 and not header[-1].strip()

    def records(self, text: Iterator[str]) -> Records:
        """The rows of these lines, the header taken off."""
        records = Records(text, self.delimiter, 0 if self.has_header else len(self.columns))
        records.spare_column = self.spare
        if self.has_header:
            next((r for r in records if not _SEP.match(r.raw)), None)
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
        delimiter, records = _choose(head)
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
        has_header = not any(is_time(cell) for cell in header)
        source = DelimitedSource(path, encoding, delimiter, header, has_header)
        if encoding.notice:
            source.notices.append(f"{path.name}: {encoding.notice}")
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


def _choose(head: list[str]) -> tuple[str, list[Record]]:
    """The delimiter whose header has most known names, then gives the most even and the widest rows."""
    head = [line for line in head if type(line) is not LongText]
    first = next((i for i, line in enumerate(head) if line.strip()), None)
    if first is not None and (m := _SEP.match(head[first].strip())):
        return m[1], list(Records(iter(head[first + 1 :]), m[1]))
    best: tuple[tuple[int, float, int], str, list[Record]] = ((-1, 0.0, 0), ",", [])
    for delimiter in DELIMITERS:
        records = list(Records(iter(head), delimiter))
        if not records:
            continue
        header = records[0].cells
        known = sum(1 for cell in header if fold(cell) in _KNOWN)
        rows = [r for r in records[1:] if not r.reason]
        even = sum(1 for r in rows if len(r.cells) == len(header)) / max(1, len(records) - 1)
        score = (known, even if len(header) > 1 else 0.0, len(header))
        if score > best[0]:
            best = (score, delimiter, records)
    return best[1], best[2]


def _unique(header: list[str]) -> list[str]:
    """Names of columns, each once; a nameless column is called by its place."""
    found: list[str] = []
    for i, cell in enumerate(header, start=1):
        name = cell.strip() or f"column {i}"
        tried, n = name, 1
        while tried in found:
            n += 1
            tried = f"{name} ({n})"
        found.append(tried)
    return found
