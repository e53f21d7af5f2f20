"""DuckDB: the embedded engine. Memory is bounded; what does not fit is spilled beside the stages."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa

from overt.engine.base import Engine, parts
from overt.engine.expressions import Table
from overt.engine.options import EngineOptions, no_amount
from overt.errors import OutputError, unwritable

SPILL_SHARE = 0.5
"""Spilling may take at most this share of the disk space that is free when the session opens."""

CAUSES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS, errno.EIO)
"""What the engine may name as the cause of a failed write."""


class DuckDB(Engine):
    """One process, this one. A stage is one Parquet file."""

    def __init__(self, options: EngineOptions, work: Path, spill: Path) -> None:
        self._work = work
        free = shutil.disk_usage(work).free
        settings: dict[str, object] = {
            "memory_limit": f"{options.engine_bytes() // 2**20}MiB",
            "temp_directory": str(spill),
            "max_temp_directory_size": f"{max(1, int(free * SPILL_SHARE / 2**20))}MiB",
            "preserve_insertion_order": False,
        }
        if options.threads:
            settings["threads"] = options.threads
        try:
            self._connection = ibis.duckdb.connect(**settings)
        except (duckdb.ParserException, duckdb.InvalidInputException) as error:
            raise no_amount(options.memory) from error
        self.name = f"duckdb {duckdb.__version__}"
        self.threads = int(self._connection.raw_sql("SELECT current_setting('threads')").fetchall()[0][0])

    def read(self, path: Path) -> Table:
        """Another engine may have left a directory."""
        with told(path):
            return self._connection.read_parquet([str(file) for file in parts(path)])

    def write(self, expression: Table, aside: Path) -> None:
        """One file."""
        with told(aside):
            self._connection.to_parquet(expression, str(aside))

    def rows(self, expression: Table) -> pa.Table:
        """As ibis types them."""
        with told(self._work):
            return self._connection.to_pyarrow(expression)

    def temporary(self, table: pa.Table) -> Table:
        """Nothing is copied."""
        return ibis.memtable(table)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.disconnect()


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what DuckDB says into one line. Raises OutputError."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OutputError(
            "the work does not fit into memory and the space to spill into is used up",
            where=str(path),
            mend="give more with --memory, or free some disk space",
        ) from error
    except duckdb.IOException as error:
        text = str(error).splitlines()[0]
        cause = next((OSError(n, os.strerror(n)) for n in CAUSES if os.strerror(n) in text), OSError(text))
        raise unwritable(cause, path) from error
    except duckdb.Error as error:
        raise OutputError(
            f"the engine cannot go on: {str(error).splitlines()[0]}",
            where=str(path),
            mend="run the command again without --resume",
        ) from error
