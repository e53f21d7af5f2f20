"""The rows of a list: Parquet, CSV with any common separator, or NDJSON, within caps."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import InputError
from overt.registry.importers.base import Row

MAX_FILE, MAX_UNPACKED = 2**28, 2**30
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 1_000_000, 500, 1_000_000
SUFFIXES = (".parquet", ".csv", ".tsv", ".ndjson", ".jsonl")
HOW = "give Parquet, CSV in UTF-8 or NDJSON"


@dataclass(frozen=True)
class Listing:
    """A file that was opened: its columns, its rows with their numbers (from 1), and its SHA-256."""

    path: Path
    columns: tuple[str, ...]
    rows: list[tuple[int, Row]]
    sha256: str


def listing(path: Path) -> Listing:
    """Opens a list. Raises InputError."""
    try:
        if not path.is_file():
            raise InputError("is no file" if path.exists() else "is not there", where=str(path))
        if path.stat().st_size > MAX_FILE:
            raise InputError(f"has more than {MAX_FILE >> 20} MiB, too much for a list", where=str(path))
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    try:
        columns, rows = _parquet(raw) if raw[:4] == b"PAR1" else _text(raw)
    except (pa.ArrowException, ValueError, csv.Error, RecursionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise InputError(f"cannot be read as a list: {reason}", where=str(path), mend=HOW) from error
    return Listing(path, columns, rows, hashlib.sha256(raw).hexdigest())


def _parquet(raw: bytes) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    file = pq.ParquetFile(pa.BufferReader(raw))
    about = file.metadata
    unpacked = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
    if about.num_rows > MAX_ROWS or about.num_columns > MAX_COLUMNS or unpacked > MAX_UNPACKED:
        raise ValueError(f"{about.num_rows:,} rows of {about.num_columns:,} columns are too much for a list")
    table = file.read()
    names = _names(table.column_names)
    return names, [(n, dict(zip(names, row.values(), strict=True))) for n, row in enumerate(_plain(table), 1)]


def _plain(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def _text(raw: bytes) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    if b"\x00" in raw[:4_096]:
        raise ValueError("it is neither Parquet nor text")
    text = raw.decode("utf-8-sig")
    return _ndjson(text) if text.lstrip()[:1] == "{" else _csv(text)


def _ndjson(text: str) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    rows: list[tuple[int, Row]] = []
    for n, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        value = json.loads(line)
        if not isinstance(value, dict) or len(value) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
            raise ValueError(f"line {n:,} is no object of a list")
        rows.append((n, value))
    return tuple(dict.fromkeys(k for _, row in rows[:100] for k in row)), rows


def _csv(text: str) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    header, _, _ = text.lstrip("\r\n").partition("\n")
    separator = max(",;\t|", key=header.count)
    before = csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
        names: tuple[str, ...] = ()
        rows: list[tuple[int, Row]] = []
        for n, cells in enumerate(reader):
            if not names:
                names = _names(cells)
                continue
            if n > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise ValueError(f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns")
            held = dict(zip(names, cells, strict=False))
            if any(c.strip() for c in cells[len(names) :]):
                held[""] = "more cells than columns"
            rows.append((n, held))
    finally:
        csv.field_size_limit(before)
    return names, rows


def _names(given: list[str]) -> tuple[str, ...]:
    """Names of columns without blanks around them; those without a name, or named twice, get a number."""
    if len(given) > MAX_COLUMNS:
        raise ValueError(f"{len(given):,} columns are too many for a list")
    found: dict[str, None] = {}
    for n, name in enumerate(given):
        plain = str(name).strip()
        found[plain if plain and plain not in found else f"column {n + 1}"] = None
    return tuple(found)
