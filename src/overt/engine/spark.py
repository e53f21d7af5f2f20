"""Spark: the same expressions on a cluster, or at any Spark Connect endpoint.

Stages are directories of Parquet files in the work directory, which every process of the engine has to see.
"""

import contextlib
import errno
import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.engine.base import Engine, parts
from overt.engine.expressions import Table
from overt.engine.options import EngineOptions
from overt.errors import OutputError, OvertError, UsageError, unwritable

try:
    import grpc
    import ibis
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    from overt.engine.spark_driver import driver
    from overt.engine.spark_remote import remote
    from overt.engine.spark_session import hush

    ibis.pyspark  # noqa: B018 - ibis loads it here
except (ImportError, AttributeError) as missing:
    raise UsageError("--engine spark needs pyspark", mend='pip install "overt[spark]"') from missing

ODD = re.compile(r"[\[\]{}*?\\\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")
"""What Spark, or an engine that speaks its protocol, takes for a pattern or an escape in a path, or cannot bear."""

CAUSES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES, errno.EROFS)
"""What the engine may name as the cause of a failed write."""


class Spark(Engine):
    """A session of Spark over a work directory that it shares with this process."""

    def __init__(self, options: EngineOptions, work: Path, spill: Path) -> None:
        self._work, self._spill, self._gone = work, spill, False
        self._places = (spill / f"rows-{number}.parquet" for number in count())
        odd = ODD.search(str(work.resolve()))
        if odd:
            raise UsageError(
                f"Spark cannot work in a directory with {odd[0]!r} in its name",
                where=str(work.resolve()),
                mend="choose another --out",
            )
        hush()
        self._started = remote(options.remote, options.threads) if options.remote else driver(options, spill)
        self.name, self.threads = self._started.name, self._started.threads
        try:
            self._session = self._started.session
            self._ibis: Any = ibis.pyspark.connect(self._session)
            self._meet()
        except BaseException:
            self.close()
            raise

    def _meet(self) -> None:
        """Both sides see the same files, or there is no use in going on. Raises OutputError."""
        here, there, token = self._spill / "here.parquet", self._spill / "there.parquet", os.urandom(8).hex()
        pq.write_table(pa.table({"token": [token]}), here)
        try:
            self.write(self.read(here), there)
            seen = pq.read_table(there)["token"].to_pylist()
        except (OutputError, OSError, pa.ArrowException):
            seen = []
        if seen != [token]:
            raise OutputError(
                f"{self.name} cannot read and write here",
                where=str(self._work.resolve()),
                mend="choose an --out on a file system that the engine shares, and may write to",
            )

    def read(self, path: Path) -> Table:
        """A file from here, or a directory from there. Both sides have to see the same rows in it."""
        with self._told(path):
            table = self._ibis.read_parquet(url(path))
            if self._started.distant:  # one that sees no file, or not yet, may take it for an empty one
                there, here = self._session.table(table.get_name()).count(), rows_in(path)
                if there != here:
                    raise OutputError(
                        f"{self.name} sees {there:,} rows where there are {here:,}",
                        where=str(path),
                        mend="choose an --out on a file system that the engine shares",
                    )
            return table

    def write(self, expression: Table, aside: Path) -> None:
        """A directory with a file for every partition; where there are no rows, an empty file at least."""
        with self._told(aside):
            self._frame(expression).write.parquet(url(aside))
        if not any(aside.glob("*.parquet")):  # an engine may write nothing where there is nothing
            aside.mkdir(exist_ok=True)
            pq.write_table(expression.schema().to_pyarrow().empty_table(), aside / "none.parquet")

    def rows(self, expression: Table) -> pa.Table:
        """As Arrow: whole numbers stay whole beside nulls. No column promises that it has none, as with DuckDB."""
        with self._told(self._work):
            table = self._frame(expression).toArrow()
        return table.cast(pa.schema([(field.name, field.type) for field in table.schema]))

    def temporary(self, table: pa.Table) -> Table:
        """By way of a file: no row passes through Python objects."""
        place = next(self._places)
        pq.write_table(table, place)
        return self.read(place)

    def close(self) -> None:
        """Leaves the endpoint, unless it has died and would be waited for, or ends the driver."""
        self._started.stop(answering=not self._gone)

    @contextlib.contextmanager
    def _told(self, path: Path) -> Iterator[None]:
        """Turns what Spark says into one line. Raises OutputError."""
        try:
            yield
        except (PySparkException, Py4JError, grpc.RpcError, ConnectionError, EOFError) as error:
            text = str(error) or type(error).__name__
            if "RETRIES_EXCEEDED" in text:
                self._gone, text = True, f"{self.name} does not answer any more"
            elif not self._started.alive():
                text = "the Java process of Spark has ended"
            raise line(text, path) from error

    def _frame(self, expression: Table) -> Any:
        """The expression as a frame of Spark, whole numbers as wide as ibis says: Spark's ranks have 32 bits only."""
        frame = self._session.sql(self._ibis.compile(expression))
        wide = {name for name, kind in expression.schema().items() if kind.is_int64()}
        here = {field.name: field.dataType.typeName() for field in frame.schema.fields}
        if all(here[name] == "long" for name in wide):
            return frame
        return frame.select(*[frame[n].cast("long").alias(n) if n in wide else frame[n] for n in frame.columns])


def url(path: Path) -> str:
    """The path as Spark wants it: not quoted."""
    return f"file://{path.resolve()}"


def rows_in(path: Path) -> int:
    """How many rows a Parquet file, or a directory of them, has by what stands at the end of each."""
    return sum(pq.read_metadata(file).num_rows for file in parts(path))


def line(text: str, path: Path) -> OvertError:
    """The error behind the many lines of a Java trace."""
    cause = next((OSError(n, os.strerror(n)) for n in CAUSES if os.strerror(n) in text), None)
    if cause:
        return unwritable(cause, path)
    if "OutOfMemoryError" in text or "Java heap space" in text:
        return OutputError("the work does not fit into memory", where=str(path), mend="give more with --memory")
    return OutputError(
        f"the engine cannot go on: {reason(text)}",
        where=str(path),
        mend="run the command again, with --resume to go on",
    )


def reason(text: str) -> str:
    """The one line of a Java trace that says what happened."""
    lines = [part.strip() for part in text.splitlines() if part.strip()]
    if len(lines) > 1 and lines[0].startswith("An error occurred while calling"):
        causes = [part for part in lines if part.startswith("Caused by: ")]
        return (causes or lines[1:])[-1 if causes else 0].removeprefix("Caused by: ").lstrip(": ")
    return lines[0] if lines else "no reason is given"
