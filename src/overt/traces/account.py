"""AccountTrace: the rule that turns what is known of an account into objects, such as its name or its birthday."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Trace

FIRST, LAST = 946_684_800_000_000, 4_102_444_800_000_000
"""Microseconds of 2000 and 2100: before and after there is no account, only a wrong date."""


class AccountTrace(Trace):
    """A trace of accounts. `objects` gets rows of the accounts table (model/account.py) instead of posts.

    An account has what it has once and for all, so such a trace is weak: it ties accounts to one another, and says
    nothing of acting together. An object counts as used when the account first posted in the data: strata go by week,
    and accounts made in different years would stand in strata of their own.
    """

    weak = True
    known: ClassVar[tuple[str, ...]]
    """Fields of accounts that it looks at; where an export has none of them there is nothing to look for."""

    @abstractmethod
    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """Pairs (row of the accounts table, object). Raises nothing on odd input."""


def moments(batch: pa.RecordBatch, name: str) -> list[datetime | None]:
    """The times of a column, UTC; None where there is none that an account could have."""
    index = batch.schema.get_field_index(name)
    if index < 0:
        return [None] * batch.num_rows
    values = batch.column(index).cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_pylist()
    return [None if v is None or not FIRST <= v < LAST else datetime.fromtimestamp(v // 1_000_000, UTC) for v in values]
