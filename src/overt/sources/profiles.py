"""Profiles: what the rows of posts, or rows of their own, tell of accounts.

Of each account the last value that was read counts, field by field. A time or a text may be taken back: False says
that, as far as is known now, there is none (an account that was deactivated is active again).
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.model.account import ACCOUNTS_SCHEMA, PROFILE_FIELDS
from overt.sources.base import Chunk, Column, Ints, Mask
from overt.sources.columns import Plan
from overt.sources.times import TimeReader
from overt.sources.values import counts, flags, is_text, texts

TIMES, COUNTS, FLAGS = (
    ("created_at", "deleted_at"),
    ("followers", "following", "posts_total"),
    ("verified", "is_bot_declared"),
)
COMPACT_ROWS = 200_000
"""Rows that may wait until the last value of each account is taken."""
KEY = ["platform", "account_id"]
STAMP = pa.timestamp("us", tz="UTC")
NEVER, NOTHING = 0, "\0"
"""In place of a time and a text that were taken back: 1970, which no time is that overt reads, and no text."""


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
        found = grouped.rename_columns(ACCOUNTS_SCHEMA.names).cast(ACCOUNTS_SCHEMA)
        for place, field in enumerate(ACCOUNTS_SCHEMA):
            if field.type in (STAMP, pa.string()) and field.nullable:
                none = pa.scalar(NEVER if field.type == STAMP else NOTHING, field.type)
                told = pc.fill_null(pc.not_equal(found[field.name], none), False)
                kept = pc.if_else(told, found[field.name], pa.scalar(None, field.type))
                found = found.set_column(place, field, kept)
        return found.sort_by([(k, "ascending") for k in KEY])


def profiles(
    plan: Plan, chunk: Chunk, platforms: pa.StringArray, accounts: pa.StringArray, good: Mask, times: TimeReader
) -> pa.Table:
    """The profiles in the good rows of a chunk: the last value of each account and field."""
    held = {name: column for name, column in plan.profile.items() if column in chunk.columns}
    rows = np.flatnonzero(good)
    if not held or not len(rows):
        return ACCOUNTS_SCHEMA.empty_table()
    whose, first = _whose(platforms, accounts, rows)
    columns = {"platform": platforms.take(first), "account_id": accounts.take(first)}
    for name in PROFILE_FIELDS:
        if name not in held:
            columns[name] = pa.nulls(len(first), ACCOUNTS_SCHEMA.field(name).type)
            continue
        column = chunk.columns[held[name]]
        filled = rows[_filled(column)[rows]]
        last = np.full(len(first), -1, np.int64)
        last[whose[filled]] = filled  # of a place that comes twice, the last value stays
        columns[name] = _field(name, _taken(column, last), len(first), times)
        if name in plan.hidden:
            repeats = pc.equal(columns[name], columns["account_id"])
            columns[name] = pc.if_else(repeats, pa.scalar(None, pa.string()), columns[name])
    found = pa.table(columns, schema=ACCOUNTS_SCHEMA)
    told = pa.array([False] * found.num_rows)
    for name in held:
        told = pc.or_(told, found[name].is_valid())
    return found.filter(told)


def _whose(platforms: pa.StringArray, accounts: pa.StringArray, rows: Ints) -> tuple[Ints, Ints]:
    """For each row a number of its account, at the place of that row; and the first row of each account."""
    platform, account = platforms.dictionary_encode().indices, accounts.dictionary_encode().indices
    codes = platform.fill_null(0).to_numpy().astype(np.int64) * len(accounts) + account.fill_null(0).to_numpy()
    _, first, back = np.unique(codes[rows], return_index=True, return_inverse=True)
    whose = np.zeros(len(accounts), np.int64)
    whose[rows] = back.reshape(-1)
    return whose, rows[first]


def _filled(column: Column) -> Mask:
    """Where a value is there, and no empty text."""
    if isinstance(column, list):
        return np.fromiter((v is not None and v != "" for v in column), np.bool_, len(column))
    there = column.is_valid()
    if is_text(column.type):
        there = pc.and_(there, pc.fill_null(pc.not_equal(pc.utf8_length(column), 0), False))
    return np.asarray(there.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _taken(column: Column, rows: Ints) -> Column:
    """The values of those rows; missing for row -1."""
    if isinstance(column, list):
        return [column[i] if i >= 0 else None for i in rows.tolist()]
    return column.take(pa.array(rows, mask=rows < 0))


def _field(name: str, values: Column, size: int, times: TimeReader) -> pa.Array:
    if name in COUNTS:
        return counts(values)
    if name in FLAGS:
        return flags(values)
    if name in TIMES:
        found = times.read(values, size)
        plain = values if isinstance(values, list) else values.to_pylist()
        missing = [v is None or v == "" or i in found.bad for i, v in enumerate(plain)]
        stamps = pa.array(found.utc, mask=np.array(missing, np.bool_)).cast(STAMP)
        never = pa.array([v is False for v in plain], pa.bool_())
        return pc.if_else(never, pa.scalar(NEVER, STAMP), stamps)
    if isinstance(values, list):
        values = [NOTHING if v is False else v for v in values]
    words = pc.utf8_trim_whitespace(texts(values))
    if name == "handle":
        words = pc.utf8_ltrim(words, characters="@＠")
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)
