"""What the database has to promise, and how the ledger takes its lock: what is committed is on the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, event, text, update
from sqlalchemy.exc import DBAPIError

from overt.ledger.tables import LOG

LOCK = 0x6F766572746C6F67
"""The advisory lock of PostgreSQL that sequencing holds."""
MINE = update(LOG).values(id=LOG.c.id)
"""Changes nothing, and takes the write lock of SQLite."""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=60000")


def promise(engine: Engine) -> None:
    """SQLite: every connection writes ahead, waits for the disk, overwrites what is deleted, and waits for its turn."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _pragmas):
        event.listen(engine, "connect", _pragmas)
        if engine.url.database not in (None, "", ":memory:"):
            engine.dispose()  # connections that were opened before come back with the promise


def _pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other sequencer runs beside, and that sees all that was committed before it began.

    PostgreSQL: under REPEATABLE READ the snapshot would be older than the lock, so READ COMMITTED is asked for.
    SQLite: the first statement writes, which takes the write lock at once, as BEGIN IMMEDIATE would, however the
    engine begins its transactions.
    """
    with engine.connect() as plain:
        postgres = plain.dialect.name == "postgresql"
        connection = plain.execution_options(isolation_level="READ COMMITTED") if postgres else plain
        with connection.begin():
            if postgres:
                connection.execute(text("SET LOCAL synchronous_commit = on"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            else:
                connection.execute(MINE)
            yield connection


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A transaction in which everything is read as it stood at one moment."""
    with engine.connect() as plain:
        if plain.dialect.name == "postgresql":
            connection = plain.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection
            return
        with plain.begin():
            driver: Any = plain.connection.dbapi_connection
            if not driver.in_transaction:  # Python's driver begins a transaction for writing only
                plain.exec_driver_sql("BEGIN")
            yield plain


def scrub(engine: Engine) -> None:
    """After an erasure: what was deleted leaves the write-ahead log (SQLite) and the dead rows (PostgreSQL).

    Where a reader is in the way it is put off to the next checkpoint of SQLite, or PostgreSQL's next vacuum.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection, suppress(DBAPIError):
            connection.execute(text("VACUUM ledger_keys"))
        return
    raw = engine.raw_connection()  # outside of any transaction, however the engine begins them
    try:
        with suppress(sqlite3.Error):
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
