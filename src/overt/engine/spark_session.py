"""What the two ways to Spark have in common: a session that was started, how it is set, and what is told of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from overt.errors import UsageError

PATIENCE = 10
"""Seconds in which somebody has to answer."""
PARTITIONS_PER_CORE = 2

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",  # trace_a and trace_A are two columns
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}


LOUD = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")
"""Loggers that print a page of Java for every error, which comes out as one line anyway."""


class Stop(Protocol):
    """Ends a session. `answering`: whether the other side still does; if not, it is not waited for."""

    def __call__(self, *, answering: bool) -> None:
        """Returns when nothing of the session is left here."""


@dataclass(frozen=True)
class Started:
    """A running session, what it is called, how many cores it has (None: unknown), how it fares, how to end it."""

    session: Any
    name: str
    threads: int | None
    distant: bool
    alive: Callable[[], bool]
    stop: Stop


def nobody(at: str, what: str, check: str) -> UsageError:
    """The error for an engine that cannot be reached."""
    return UsageError(what, where=at, mend=f"check {check} or leave the work to --engine duckdb")


def hush() -> None:
    """Keeps the libraries from printing what nobody asked for. Whoever has set up logging gets it there."""
    for name in LOUD:
        logging.getLogger(name).disabled = True
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())
