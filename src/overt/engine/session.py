"""Session: a work directory over an engine, in which every finished stage lies as Parquet."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from overt.engine.base import Engine, parts
from overt.engine.expressions import Table
from overt.engine.options import DEFAULT_MEMORY, DUCKDB, EngineOptions
from overt.errors import unwritable


class Session:
    """An engine over a work directory. Each finished stage is one Parquet file there, or a directory of them.

    A stage appears only when it is whole (written aside, then renamed), so a run that was killed goes on from the
    last whole stage, on the same engine or on another. Which engine it is makes no difference to the rows.
    """

    def __init__(
        self,
        work: Path,
        *,
        engine: str = DUCKDB,
        master: str | None = None,
        remote: str | None = None,
        threads: int | None = None,
        memory: str = DEFAULT_MEMORY,
    ) -> None:
        options = EngineOptions(engine, master, remote, threads, memory)
        options.check()
        self.work, self._spill = work, work / "spill"
        with writing(work):
            work.mkdir(parents=True, exist_ok=True)
            for left in (self._spill, *work.glob(".*.parquet")):  # by a run that was killed
                remove(left)
            self._spill.mkdir()
        self.memory = options.memory_bytes()
        """Bytes that a scan may take in all."""
        self.embedded = engine == DUCKDB
        """Whether the stages are made in this process, so that arrays may do what expressions do."""
        self._engine = connected(options, work, self._spill)
        self.engine, self.threads = self._engine.name, self._engine.threads

    def __enter__(self) -> "Session":
        """Returns the session itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes the connection and removes what was spilled."""
        self._engine.close()
        shutil.rmtree(self._spill, ignore_errors=True)

    def path(self, stage: str) -> Path:
        """Where the Parquet of a stage lies."""
        return self.work / f"{stage}.parquet"

    def has(self, stage: str) -> bool:
        """Whether the stage is there and whole."""
        return whole(self.path(stage))

    def table(self, stage: str) -> Table:
        """The table of a finished stage, as an expression."""
        with writing(self.path(stage)):
            return self._engine.read(self.path(stage))

    def materialise(self, stage: str, expression: Table) -> Table:
        """Runs the expression unless its rows are there already, and returns the stage's table."""
        if not self.has(stage):
            with self._appearing(stage) as aside:
                self._engine.write(expression, aside)
        return self.table(stage)

    def fetch(self, expression: Table) -> pa.Table:
        """The rows of an expression."""
        with writing(self.work):
            return self._engine.rows(expression)

    def temporary(self, table: pa.Table) -> Table:
        """Rows from outside as a table of the engine, for one query."""
        with writing(self._spill):
            return self._engine.temporary(table)

    def store(self, stage: str, table: pa.Table) -> Path:
        """Writes a table that was computed outside the engine as a stage."""
        with self._appearing(stage) as aside:
            pq.write_table(table, aside, compression="zstd")
        return self.path(stage)

    @contextlib.contextmanager
    def _appearing(self, stage: str) -> Iterator[Path]:
        """Where to write a stage, which then takes its place.

        The name is new every time: a remote engine may still be writing for a run that was killed.
        """
        aside = self.work / f".{stage}.{secrets.token_hex(4)}.parquet"
        with writing(self.path(stage)):
            try:
                yield aside
                remove(self.path(stage))  # a directory cannot be renamed over another
                aside.replace(self.path(stage))
            finally:
                remove(aside)


def connected(options: EngineOptions, work: Path, spill: Path) -> Engine:
    """The engine that was asked for. Only that one's libraries are loaded."""
    if options.engine == DUCKDB:
        from overt.engine.duckdb import DuckDB

        return DuckDB(options, work, spill)
    from overt.engine.spark import Spark

    return Spark(options, work, spill)


def whole(path: Path) -> bool:
    """Whether a Parquet file, or a directory with nothing but whole ones, is there and was written to its end."""
    try:
        files = parts(path)
        for file in files:
            pq.read_metadata(file)
    except (OSError, pa.ArrowException):
        return False
    return bool(files)


def remove(path: Path) -> None:
    """Clears a file or a directory away, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a failed write (disk full, no right to write) into one line. Raises OutputError."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error
