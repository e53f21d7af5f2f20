"""media.parquet: what is kept of each media file, by the sha256 of its bytes, so that no file is decoded twice.

New entries are written in parts as they come, and the parts become one file in the end: what was killed goes on.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import unwritable
from overt.media.entry import MADE_BY, SCHEMA, Entry

PART_ROWS = 2_000


class Store:
    """The table at a path, with entries added to it. Use as a context; leaving it makes one file of the parts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._parts = path.with_name(path.name + ".parts")
        self._late: list[Entry] = []
        self.known = {str(row["sha256"]) for row in self._rows(["sha256"])}

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write_part()
        if error is None:
            self._unite()

    def add(self, entry: Entry) -> None:
        """One more entry."""
        self.known.add(entry.sha256)
        self._late.append(entry)
        if len(self._late) >= PART_ROWS:
            self._write_part()

    def entries(self) -> Iterator[Entry]:
        """Every entry that has been written."""
        return (Entry.of_row(row) for row in self._rows(SCHEMA.names))

    def _files(self) -> list[Path]:
        parts = sorted(self._parts.glob("*.parquet")) if self._parts.is_dir() else []
        return [path for path in (self.path, *parts) if path.is_file()]

    def _batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Rows of this version; a file that is no such table (another program's, half of one) is passed over."""
        for path in self._files():
            try:
                with pq.ParquetFile(path) as file:
                    if file.schema_arrow.equals(SCHEMA):
                        for batch in file.iter_batches(PART_ROWS, columns=[*columns, "made_by"]):
                            yield batch.filter(pa.compute.equal(batch.column("made_by"), MADE_BY))
            except (OSError, pa.ArrowException):
                continue

    def _rows(self, columns: list[str]) -> Iterator[dict[str, object]]:
        for batch in self._batches(columns):
            yield from batch.to_pylist()

    def _write_part(self) -> None:
        if self._late:
            rows = pa.Table.from_pylist([entry.row() for entry in self._late], SCHEMA)
            try:
                self._parts.mkdir(parents=True, exist_ok=True)
                number = len(list(self._parts.glob("*.parquet")))
                _moved(rows.to_batches(), self._parts / f"{number:06d}.parquet")
            except OSError as error:
                raise unwritable(error, self._parts) from error
            self._late = []

    def _unite(self) -> None:
        if not self._parts.is_dir():
            return
        try:
            _moved(self._batches(SCHEMA.names[:]), self.path)
            for part in self._parts.glob("*.parquet"):
                part.unlink()
            self._parts.rmdir()
        except OSError as error:
            raise unwritable(error, self.path) from error


def _moved(batches: Iterator[pa.RecordBatch] | list[pa.RecordBatch], path: Path) -> None:
    """Writes a file under another name and gives it its own when it is whole."""
    late = path.with_name(path.name + ".late")
    with pq.ParquetWriter(late, SCHEMA, compression="zstd") as file:
        for batch in batches:
            file.write_batch(batch.select(SCHEMA.names))
    late.replace(path)
