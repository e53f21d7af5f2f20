"""The database of cases: a file of SQLite for one desk, PostgreSQL for a team, the same tables and rules in both."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, NoSuchModuleError, OperationalError

from overt.errors import InputError, OutputError, UsageError
from overt.ledger.errors import LedgerError

WAIT = 60
"""Seconds that a writer waits for another one."""
SQLITE = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON",
          f"PRAGMA busy_timeout={WAIT * 1000}")  # fmt: skip
WRITING = {"overt_writing": True}
"""Execution options of a connection that writes: on SQLite it waits for other writers before its first statement."""


def engine_of(database: str | Path, pool: int = 5) -> Engine:
    """The engine for a file (SQLite) or a URL such as postgresql+psycopg://user@host/name. Raises UsageError."""
    text = str(database)
    url = text if "://" in text else f"sqlite:///{Path(text).absolute()}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise UsageError(f"{parsed.get_backend_name()} is no database of overt's", mend="use a file or PostgreSQL")
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        return create_engine(parsed, pool_size=pool, max_overflow=pool, pool_timeout=WAIT, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        mend = "install overt[postgres]" if isinstance(error, ImportError) else "give a file or a URL"
        raise UsageError(f"{parsed_name(text)} cannot be a database: {error}", mend=mend) from error


def parsed_name(database: str) -> str:
    """The database as it may be shown: without a password."""
    try:
        return make_url(database).render_as_string(hide_password=True) if "://" in database else database
    except (ArgumentError, ValueError):
        return "--database"


def _sqlite(url: Any) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def connected(raw: Any, _: Any) -> None:
        for pragma in SQLITE:
            raw.execute(pragma)

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writing = connection.get_execution_options().get("overt_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextlib.contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Errors of the database as errors of overt: one line, without the statement and its values."""
    where = parsed_name(engine.url.render_as_string(hide_password=True))
    try:
        yield
    except LedgerError as error:
        raise InputError(error.what, where=error.where or where, mend=error.mend) from error
    except OperationalError as error:
        line = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no answer"
        if "no such table" in line or "does not exist" in line:
            raise InputError(
                "holds no cases, or of an older version", where=where, mend="run `overt db upgrade`"
            ) from error
        if "disk is full" in line or "I/O error" in line or "readonly" in line:
            raise OutputError(
                f"cannot be written: {line}", where=where, mend="nothing of this entry was kept"
            ) from error
        raise InputError(f"cannot be used: {line}", where=where, mend="check --database") from error
    except (DataError, RecursionError) as error:
        raise InputError("holds something that cannot be kept: too deep, or too large", where=where) from error
    except DBAPIError as error:
        line = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error).__name__
        if "does not exist" in line or "not a database" in line:
            raise InputError(
                "holds no cases, or of an older version", where=where, mend="run `overt db upgrade`"
            ) from error
        raise


def upgrade(engine: Engine) -> list[str]:
    """Brings the tables to the present version and says which steps were taken. Raises InputError."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    with told(engine):
        before = revision(engine)
        script = ScriptDirectory.from_config(config)
        steps = [step.revision for step in script.iterate_revisions("head", before or "base")]
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return steps[::-1]


def revision(engine: Engine) -> str | None:
    """The version of the tables; None where there are none."""
    from alembic.migration import MigrationContext

    with told(engine), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
