"""Writes a scan's files so that each is whole or not there."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import unwritable


def write_text(path: Path, text: str) -> None:
    """Writes aside, then renames. Raises OutputError."""
    with whole(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="\n")


def write_table(path: Path, table: pa.Table) -> None:
    """Writes a Parquet file aside, then renames. Raises OutputError."""
    with whole(path) as aside:
        pq.write_table(table, aside, compression="zstd")


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; renamed when all went well, removed when not. Raises OutputError."""
    aside = path.with_name(f".{path.name}.part")
    try:
        yield aside
        aside.replace(path)
    except OSError as error:
        raise unwritable(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
