"""Engine: what a session needs of whatever runs its expressions."""

from abc import ABC, abstractmethod
from pathlib import Path

import pyarrow as pa

from overt.engine.expressions import Table


def parts(path: Path) -> list[Path]:
    """The Parquet files of a stage: itself, or those in it where it is a directory."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


class Engine(ABC):
    """A connection that reads, runs and writes. Its errors come out as OutputError, in one line.

    `name` says what runs where; `threads` is how many it uses, None where only the other side knows.
    """

    name: str
    threads: int | None

    @abstractmethod
    def read(self, path: Path) -> Table:
        """A Parquet file, or a directory of them, as an expression."""

    @abstractmethod
    def write(self, expression: Table, aside: Path) -> None:
        """Runs the expression into a Parquet file, or a directory with at least one, at `aside`."""

    @abstractmethod
    def rows(self, expression: Table) -> pa.Table:
        """Runs the expression and brings its rows here."""

    @abstractmethod
    def temporary(self, table: pa.Table) -> Table:
        """Rows from here as a table of the engine, for one query."""

    @abstractmethod
    def close(self) -> None:
        """Stops what was started."""
