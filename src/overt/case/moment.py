"""Times in the database: UTC to the microsecond, aware in Python, the same text everywhere else."""

import datetime

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from overt.errors import UsageError


class Moment(TypeDecorator[datetime.datetime]):
    """A time of UTC. Naive times are refused: nobody can say when they were."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """As the database holds it. Raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(datetime.UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime.datetime | None, dialect: Dialect) -> datetime.datetime | None:
        """As Python holds it."""
        return None if value is None else value.replace(tzinfo=datetime.UTC)


def stamp(value: datetime.datetime) -> str:
    """The time as text: 2026-05-01T12:00:00.000000Z."""
    return value.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str | None, what: str = "the time") -> datetime.datetime | None:
    """The time that a text says: a day (its first moment), or ISO 8601. Without a zone it is UTC. Raises UsageError."""
    if text is None or not text.strip():
        return None
    try:
        found = datetime.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(
            f"{what} {text[:60]!r} is no time", mend="write it as 2026-05-01 or 2026-05-01T12:00"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)
