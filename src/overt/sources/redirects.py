"""Stored redirects: a file that says where links lead, as a collector once found out. Nothing is ever fetched."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import InputError
from overt.sources.base import Chunk
from overt.sources.columns import find
from overt.sources.formats import FORMATS
from overt.sources.times import TimeReader, zone
from overt.sources.unpacked import packing
from overt.sources.values import texts, typed

MOST = 5_000_000
"""Rows of such a file."""
HEAD = 1 << 20
BATCH = 50_000
FROM = ("from", "url", "short_url", "shortlink", "source", "original_url", "original")
TO = (
    "to",
    "target",
    "final_url",
    "landing_page",
    "landing",
    "expanded_url",
    "resolved_url",
    "redirect_url",
    "location",
)
WHEN = ("fetched_at", "resolved_at", "captured_at", "timestamp", "date")
SCHEMA = pa.schema([("from", pa.string()), ("to", pa.string()), ("fetched_at", pa.int64())])


@dataclass(frozen=True)
class StoredRedirects:
    """The redirects of one file, in its order: from, to, fetched_at (microseconds since 1970; null where unknown)."""

    name: str
    sha256: str
    links: pa.Table
    rows: int
    left_out: int

    def facts(self) -> dict[str, object]:
        """What findings.json says of the file: no path, so that a moved file gives the same bytes."""
        return {"name": self.name, "sha256": self.sha256, "rows": self.rows, "rows_left_out": self.left_out}


def stored_redirects(path: Path) -> StoredRedirects:
    """Reads a CSV, Parquet, NDJSON or JSON file with the columns from, to and, if there is one, fetched_at.

    Rows without one of the two links are counted and left out. Raises InputError.
    """
    shown = str(path)
    head, digest = _looked_at(path)
    if kind := packing(head):
        raise InputError(f"is packed ({kind})", where=shown, mend="unpack it first")
    form = next((f for f in FORMATS if f.recognise(path, head)), None)
    if form is None:
        raise InputError("is no text and no Parquet file", where=shown, mend="give CSV, NDJSON, JSON or Parquet")
    source = form.open(path, shown)
    columns = [next((c for name in names if (c := find(name, source.columns))), None) for names in (FROM, TO, WHEN)]
    if not columns[0] or not columns[1]:
        raise InputError("has no columns that say from where to where", where=shown, mend="name them `from` and `to`")
    times = TimeReader(zone("UTC"))
    parts, rows = [SCHEMA.empty_table()], 0
    for chunk in source.chunks([c for c in columns if c], BATCH):
        rows += len(chunk) + len(chunk.rejects)
        if rows > MOST:
            raise InputError(f"has more than {MOST:,} rows", where=shown, mend="keep the links that the posts hold")
        parts.append(_links(chunk, columns, times))
    links = pa.concat_tables(parts)
    return StoredRedirects(path.name, digest, links, rows, rows - links.num_rows)


def _looked_at(path: Path) -> tuple[bytes, str]:
    try:
        if not path.is_file():
            raise InputError("is no file", where=str(path), mend="give a file with the columns from and to")
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            return head, hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be opened: {why}", where=ascii(str(path))[1:-1], mend="check the path") from error


def _links(chunk: Chunk, columns: list[str | None], times: TimeReader) -> pa.Table:
    """The rows of a chunk that have both links."""
    start, target = (texts(typed(chunk.columns[name])) for name in columns[:2] if name)
    if columns[2]:
        found = times.read(typed(chunk.columns[columns[2]]), len(chunk))
        unknown = np.zeros(len(chunk), np.bool_)
        unknown[list(found.bad)] = True
        when = pa.array(found.utc, mask=unknown)
    else:
        when = pa.nulls(len(chunk), pa.int64())
    whole = pa.table([start, target, when], schema=SCHEMA)
    said = pc.and_(pc.not_equal(start, ""), pc.not_equal(target, ""))
    return whole.filter(pc.fill_null(said, False))
