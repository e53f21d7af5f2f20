"""Parquet: read by batches of row groups, the wanted columns only; its sizes are not believed."""

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.errors import InputError
from overt.sources.base import COLUMN_LIMIT, FIELD_LIMIT, Chunk, Column, Format, Source
from overt.sources.values import is_text

BATCH_BYTES = 64 << 20
"""Decoded bytes of one batch, about."""
GROUP_ROWS = 5_000
"""Rows of a row group from which on it pays to look into its dictionaries first."""


class ParquetSource(Source):
    """One Parquet file."""

    def __init__(self, path: Path, shown: str, file: pq.ParquetFile) -> None:
        super().__init__(list(dict.fromkeys(file.schema_arrow.names)))
        self.path = path
        self.shown = shown
        self.rows = file.metadata.num_rows
        self.schema = file.schema_arrow
        self.weight = _weight(file)
        self._widths: dict[str, int] | None = None

    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """The rows in file order."""
        kinds = {field.name: field.type for field in self.schema}
        texts = [n for n in wanted if is_text(kinds[n])]
        views = [n for n in texts if pa.types.is_string_view(kinds[n])]  # of which Arrow cannot tell the lengths
        size = max(1, min(batch_rows, BATCH_BYTES // self.weight))
        row = 1
        try:
            hidden = texts if size * self._longest(texts) > BATCH_BYTES else views
            with pq.ParquetFile(self.path, read_dictionary=hidden) as file:
                for batch in file.iter_batches(size, columns=list(wanted), use_threads=False):
                    for part in _slices(batch):
                        yield _chunk(part, row)
                        row += part.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:
            raise broken(self.shown, error) from error

    def _longest(self, texts: list[str]) -> int:
        """Bytes that one row of texts may take by the dictionaries of the file, in which a short file may hide much.

        With so few rows to a row group that looking costs more than it saves, as much as may be.
        """
        if not texts:
            return 0
        if self._widths is None:
            names = [f.name for f in self.schema if is_text(f.type)]
            with pq.ParquetFile(self.path, read_dictionary=names) as file:
                groups = file.num_row_groups
                if groups * GROUP_ROWS > self.rows + GROUP_ROWS:
                    self._widths = dict.fromkeys(names, BATCH_BYTES)
                else:
                    self._widths = _widths(file, names)
        return sum(self._widths[name] for name in texts)


class Parquet(Format):
    """Apache Parquet."""

    name = "parquet"
    reads = "Apache Parquet files of any column types (.parquet)"
    cannot = "nothing: whatever columns the file has"

    def recognise(self, path: Path, head: bytes) -> bool:
        """By the magic number; by the name where even that is damaged."""
        return head[:4] == b"PAR1" or path.suffix.lower() in (".parquet", ".pq")

    def open(self, path: Path, shown: str) -> Source:
        """The file, once its footer can be read. Raises InputError."""
        try:
            with pq.ParquetFile(path) as file:
                if len(file.schema_arrow.names) > COLUMN_LIMIT:
                    raise InputError(f"has more than {COLUMN_LIMIT} columns", where=shown, mend="keep the ones needed")
                if file.metadata.num_rows == 0:
                    raise InputError("holds no rows", where=shown, mend="give a file with posts")
                return ParquetSource(path, shown, file)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise broken(shown, error) from error

    def examples(self) -> dict[str, bytes]:
        """A small file."""
        sink = pa.BufferOutputStream()
        pq.write_table(
            pa.table(
                {
                    "account_id": ["a", "b"],
                    "created_at": pa.array([1472688000, 1472688060], pa.timestamp("s")),
                    "text": ["one #tag", "two https://example.org/"],
                }
            ),
            sink,
        )
        return {"posts.parquet": sink.getvalue().to_pybytes()}


def broken(shown: str, error: BaseException) -> InputError:
    """The one line for a Parquet file that Arrow cannot read."""
    why = " ".join(str(error).split())[:120]
    return InputError("is truncated or no Parquet file", where=shown, mend="copy or export it again", cause=why)


def _weight(file: pq.ParquetFile) -> int:
    """Bytes that a row takes in its widest row group, as the file itself says."""
    meta = file.metadata
    groups = [meta.row_group(i) for i in range(min(meta.num_row_groups, 10_000))]
    return max([1, *(int(g.total_byte_size // g.num_rows) for g in groups if g.num_rows > 0)])


def _widths(file: pq.ParquetFile, names: list[str]) -> dict[str, int]:
    """The longest word in the dictionaries of each column, by the first row of every row group."""
    longest = dict.fromkeys(names, 0)
    for group in range(file.num_row_groups):
        first = next(file.iter_batches(1, row_groups=[group], columns=names, use_threads=False), None)
        for name, column in zip(first.schema.names, first.columns, strict=True) if first else ():
            if pa.types.is_dictionary(column.type):
                longest[name] = max(longest[name], pc.max(pc.binary_length(column.dictionary)).as_py() or 0)
    return longest


def _slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Parts of a batch whose texts, once decoded, stay near BATCH_BYTES. A dictionary may hide far more."""
    sizes = np.zeros(batch.num_rows, np.int64)
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            lengths = pc.fill_null(pc.binary_length(column.dictionary), 0).take(column.indices)
        elif is_text(column.type):
            lengths = pc.binary_length(column)
        else:
            continue
        sizes += pc.fill_null(lengths, 0).cast(pa.int64()).to_numpy(zero_copy_only=False)
    marks = np.cumsum(sizes) // BATCH_BYTES
    edges = [0, *(np.flatnonzero(np.diff(marks)) + 1).tolist(), batch.num_rows]
    for start, end in itertools.pairwise(edges):
        if end > start:
            yield batch.slice(start, end - start)


def _chunk(batch: pa.RecordBatch, row: int) -> Chunk:
    columns = {name: _decoded(batch.column(i)) for i, name in enumerate(batch.schema.names)}
    rows = np.arange(row, row + batch.num_rows, dtype=np.int64)
    return Chunk(columns, rows, rows, lambda i: _raw(columns, i))


def _decoded(column: pa.Array) -> pa.Array:
    """Texts as plain text. A value beyond FIELD_LIMIT is cut just beyond it; its row is rejected later."""
    if is_text(column.type):
        return _cut(column)
    if not pa.types.is_dictionary(column.type):
        return column
    words = _cut(column.dictionary)
    return pa.DictionaryArray.from_arrays(column.indices, words).dictionary_decode()


def _cut(texts: pa.Array) -> pa.Array:
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    return texts if longest <= FIELD_LIMIT + 1 else pc.binary_slice(texts.cast(pa.binary()), 0, FIELD_LIMIT + 1)


def _raw(columns: dict[str, Column], i: int) -> str:
    """A row as JSON, for rejected.csv."""
    row = {}
    for name, column in columns.items():
        try:
            row[name] = column[i].as_py()
        except (ValueError, OverflowError, UnicodeDecodeError, pa.ArrowException):
            row[name] = _unreadable(column[i])
    return json.dumps(row, ensure_ascii=False, default=str)


def _unreadable(value: pa.Scalar) -> str:
    """A value that Python does not know: bytes that are no UTF-8, or a time beyond the year 9999."""
    if is_text(value.type):
        return bytes(value.as_buffer()).decode("utf-8", "replace")
    return str(value.cast(pa.int64()).as_py()) if pa.types.is_temporal(value.type) else "?"
