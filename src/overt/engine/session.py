"""Session: one connection to an engine, with bounded memory, that materialises stages as Parquet files."""

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from overt.engine.expressions import Table
from overt.errors import OutputError, UsageError, unwritable

DEFAULT_MEMORY = "1GB"
SPILL_SHARE = 0.5
"""Spilling may take at most this share of the disk space that is free when the session opens."""
MOST_THREADS = 1024

CAUSES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS, errno.EIO)
"""What the engine may name as the cause of a failed write."""


class Session:
    """An embedded engine over a work directory. Each finished stage is one Parquet file there.

    A stage file appears only when it is whole (written aside, then renamed), so a run that was killed
    goes on from the last whole stage.
    """

    def __init__(self, work: Path, *, threads: int | None = None, memory: str = DEFAULT_MEMORY) -> None:
        if threads is not None and not 1 <= threads <= MOST_THREADS:
            raise UsageError(f"--threads is {threads}", mend=f"give a value from 1 to {MOST_THREADS}")
        self.work = work
        spill = work / "spill"
        with writing(work):
            spill.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(work).free
        options: dict[str, object] = {
            "memory_limit": memory,
            "temp_directory": str(spill),
            "max_temp_directory_size": f"{max(1, int(free * SPILL_SHARE / 2**20))}MiB",
            "preserve_insertion_order": False,
        }
        if threads:
            options["threads"] = threads
        try:
            self._connection = ibis.duckdb.connect(**options)
        except (duckdb.ParserException, duckdb.InvalidInputException) as error:
            raise UsageError(f"--memory {memory} is no amount of memory", mend="write it as 1GB or 500MB") from error
        self.engine = f"duckdb {duckdb.__version__}"
        self.threads = int(self._connection.raw_sql("SELECT current_setting('threads')").fetchall()[0][0])

    def __enter__(self) -> "Session":
        """Returns the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection and removes what was spilled."""
        self._connection.disconnect()
        shutil.rmtree(self.work / "spill", ignore_errors=True)

    def path(self, stage: str) -> Path:
        """Where the Parquet file of a stage lies."""
        return self.work / f"{stage}.parquet"

    def has(self, stage: str) -> bool:
        """Whether the stage is there and whole."""
        return whole(self.path(stage))

    def table(self, stage: str) -> Table:
        """The table of a finished stage, as an expression."""
        with writing(self.path(stage)):
            return self._connection.read_parquet(str(self.path(stage)))

    def materialise(self, stage: str, expression: Table) -> Table:
        """Runs the expression unless its file is there already, and returns the stage's table."""
        if not self.has(stage):
            aside = self.work / f".{stage}.parquet"
            with writing(aside):
                self._connection.to_parquet(expression, str(aside))
                aside.replace(self.path(stage))
        return self.table(stage)

    def fetch(self, expression: Table) -> pa.Table:
        """The rows of an expression."""
        with writing(self.work):
            return self._connection.to_pyarrow(expression)

    def temporary(self, table: pa.Table) -> Table:
        """Rows from outside as a table of the engine, for one query."""
        return ibis.memtable(table)

    def store(self, stage: str, table: pa.Table) -> Path:
        """Writes a table that was computed outside the engine as a stage."""
        aside = self.work / f".{stage}.parquet"
        with writing(aside):
            pq.write_table(table, aside, compression="zstd")
            aside.replace(self.path(stage))
        return self.path(stage)


def whole(path: Path) -> bool:
    """Whether a Parquet file is there and was written to its end."""
    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return False
    return True


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a failed write (disk full, no right to write) into one line. Raises OutputError."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error
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
