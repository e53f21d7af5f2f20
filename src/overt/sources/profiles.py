"""Profiles: what the rows of posts, or rows of their own, tell of accounts.

Of each account the last value that was read counts, field by field.
"""

import pyarrow as pa
import pyarrow.compute as pc

from overt.model.account import ACCOUNTS_SCHEMA, PROFILE_FIELDS
from overt.sources.base import Chunk, Mask
from overt.sources.columns import Plan
from overt.sources.times import TimeReader
from overt.sources.values import counts, flags, texts

TIMES, COUNTS, FLAGS = (
    ("created_at", "deleted_at"),
    ("followers", "following", "posts_total"),
    ("verified", "is_bot_declared"),
)
COMPACT_ROWS = 200_000
"""Rows that may wait until the last value of each account is taken."""
KEY = ["platform", "account_id"]


class Profiles:
    """The accounts table as it grows."""

    def __init__(self) -> None:
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._settled = 0

    def add(self, table: pa.Table) -> None:
        """More rows, later than all before."""
        if not table.num_rows:
            return
        self._waiting.append(table)
        self._rows += table.num_rows
        if self._rows > max(COMPACT_ROWS, 2 * self._settled):
            self._waiting = [self.table()]
            self._rows = self._settled = self._waiting[0].num_rows

    def table(self) -> pa.Table:
        """One row per account, sorted by platform and account_id."""
        whole = pa.concat_tables([ACCOUNTS_SCHEMA.empty_table(), *self._waiting])
        grouped = whole.group_by(KEY, use_threads=False).aggregate([(name, "last") for name in PROFILE_FIELDS])
        grouped = grouped.select([*KEY, *(f"{name}_last" for name in PROFILE_FIELDS)])
        return (
            grouped.rename_columns(ACCOUNTS_SCHEMA.names).cast(ACCOUNTS_SCHEMA).sort_by([(k, "ascending") for k in KEY])
        )


def profiles(
    plan: Plan, chunk: Chunk, platforms: pa.StringArray, accounts: pa.StringArray, good: Mask, times: TimeReader
) -> pa.Table:
    """The profiles in the good rows of a chunk, the last row of each account; nothing where the file tells none."""
    held = {name: column for name, column in plan.profile.items() if column in chunk.columns}
    rows = pa.table({"platform": platforms, "account_id": accounts, "row": pa.array(range(len(chunk)), pa.int64())})
    rows = rows.filter(pa.array(good)).group_by(KEY, use_threads=False).aggregate([("row", "last")])
    if not held or not rows.num_rows:
        return ACCOUNTS_SCHEMA.empty_table()
    taken = rows["row_last"].combine_chunks()
    columns = {"platform": rows["platform"], "account_id": rows["account_id"]}
    for name in PROFILE_FIELDS:
        kind = ACCOUNTS_SCHEMA.field(name).type
        if name not in held:
            columns[name] = pa.nulls(rows.num_rows, kind)
            continue
        column = chunk.columns[held[name]]
        values = [column[i] for i in taken.to_pylist()] if isinstance(column, list) else column.take(taken)
        columns[name] = _field(name, values, rows.num_rows, times)
    found = pa.table(columns, schema=ACCOUNTS_SCHEMA)
    told = pa.array([False] * found.num_rows)
    for name in held:
        told = pc.or_(told, found[name].is_valid())
    return found.filter(told)


def _field(name: str, values: pa.Array | list[object], size: int, times: TimeReader) -> pa.Array:
    if name in COUNTS:
        return counts(values)
    if name in FLAGS:
        return flags(values)
    if name in TIMES:
        found = times.read(values, size)
        mask = pa.array([i in found.bad for i in range(size)])
        stamps = pa.array(found.utc).cast(pa.timestamp("us", tz="UTC"))
        missing = pa.array([v is None or v == "" for v in (values if isinstance(values, list) else values.to_pylist())])
        return pc.if_else(pc.or_(mask, missing), pa.scalar(None, stamps.type), stamps)
    words = pc.utf8_trim_whitespace(texts(values))
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)
