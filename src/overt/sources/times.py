"""Times of any shape become microseconds since 1970, UTC.

A value keeps two numbers: the wall clock as written (it shows the resolution: a date has no hours) and UTC.
"""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.sources.base import Column, Ints
from overt.sources.plain_times import plain_times
from overt.sources.time_text import BAD, EPOCH, MICROSECOND, NAIVE, SECOND, Parsed, micros, number_to_micros, parse
from overt.sources.values import is_text, valid_text

FIRST_YEAR, LAST_YEAR = 1990, 2100
EARLIEST = (datetime(FIRST_YEAR, 1, 1) - EPOCH) // MICROSECOND
LATEST = (datetime(LAST_YEAR + 1, 1, 1) - EPOCH) // MICROSECOND
OUTSIDE = f"time {{!r}} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
CACHE_LIMIT = 200_000
QUARTER = 900 * SECOND
RESOLUTIONS = (60, 3_600, 86_400)


@dataclass
class Times:
    """Times of one chunk: UTC and wall clock in microseconds, and why a row has none."""

    utc: Ints
    wall: Ints
    bad: dict[int, str]
    naive: bool


def zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises UsageError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UsageError(
            f"no time zone is called {name!r}",
            where="--timezone",
            mend="give a name such as UTC or Europe/Berlin",
        ) from error


def why_not(value: Any) -> str:
    """The reason why a value is not a time that overt reads."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return "no time"
    shown = str(value)[:60]
    if isinstance(value, float) and math.isinf(value):
        return f"time {shown} is not finite"
    if shown.lstrip().startswith("0000"):
        return OUTSIDE.format(shown)
    return f"time {shown!r} is not one that overt reads"


@dataclass
class TimeReader:
    """Reads the time column of one file. `day_first` tells 01/02/2020 apart; decided once for a file."""

    zone: ZoneInfo
    day_first: bool = False
    _cache: dict[str, Parsed] = field(default_factory=dict)

    def read(self, column: Column, size: int) -> Times:
        """Times of a column. A row that has none, or one out of range, is in `bad`."""
        if column is None:
            return Times(np.zeros(size, np.int64), np.zeros(size, np.int64), {}, False)
        if isinstance(column, list):
            wall, offset = self._values(column)
        elif pa.types.is_dictionary(column.type):
            return self.read(column.dictionary_decode(), size)
        elif pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
            wall, offset = _typed(column)
        elif pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
            wall, offset = _numeric(column)
        elif is_text(column.type):
            column = valid_text(column)
            wall, offset = self._texts(column)
        else:
            wall, offset = self._values(column.to_pylist())
        return self._finish(column, wall, offset)

    def _texts(self, column: pa.StringArray) -> tuple[Ints, Ints]:
        """Texts in a usual form at once, the others one by one."""
        wall, offset, opened = plain_times(column, NAIVE, lambda numbers: _numeric(numbers)[0])
        if len(opened):
            wall[opened], offset[opened] = self._values(column.take(pa.array(opened)).to_pylist())
        return wall, offset

    def _values(self, values: list[Any]) -> tuple[Ints, Ints]:
        wall = np.full(len(values), BAD, np.int64)
        offset = np.zeros(len(values), np.int64)
        cache = self._cache
        for i, value in enumerate(values):
            if type(value) is str:
                found = cache.get(value)
                if found is None:
                    found = self._parsed(value)
            else:
                found = _plain(value)
            wall[i], offset[i] = found
        return wall, offset

    def _parsed(self, value: str) -> Parsed:
        try:
            found = parse(value, self.day_first)
        except (ValueError, OverflowError, IndexError, TypeError):
            found = (BAD, 0)
        if len(self._cache) >= CACHE_LIMIT:
            self._cache.clear()
        self._cache[value] = found
        return found

    def _finish(self, column: Column, wall: Ints, offset: Ints) -> Times:
        naive = (offset == NAIVE) & (wall != BAD)
        usable = (wall >= EARLIEST - 2 * 86_400 * SECOND) & (wall <= LATEST + 2 * 86_400 * SECOND)
        utc = np.where(usable, wall, 0)
        utc = np.where(naive & usable, self._localise(utc), utc - np.where(naive | ~usable, 0, offset))
        inside = usable & (utc >= EARLIEST) & (utc < LATEST)
        bad: dict[int, str] = {}
        for i in np.flatnonzero(~inside).tolist():
            value = column[i] if isinstance(column, list) else _python(column, i)
            bad[i] = why_not(value) if wall[i] == BAD else OUTSIDE.format(str(value)[:60])
        return Times(utc, wall, bad, bool(naive.any()))

    def _localise(self, wall: Ints) -> Ints:
        """Wall clock of the zone to UTC; the earlier of two. Offsets change on quarters of an hour only."""
        if self.zone.key in ("UTC", "Etc/UTC"):
            return wall
        quarters, back = np.unique(wall // QUARTER, return_inverse=True)
        offsets = [_offset(self.zone, int(q) * QUARTER) for q in quarters]
        return np.asarray(wall - np.array(offsets, np.int64)[back.reshape(-1)], dtype=np.int64)


def _offset(where: ZoneInfo, wall: int) -> int:
    offset = (EPOCH + wall * MICROSECOND).replace(tzinfo=where).utcoffset()
    return 0 if offset is None else offset // MICROSECOND


def _plain(value: Any) -> Parsed:
    if isinstance(value, datetime):
        return micros(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_to_micros(value), 0
    return BAD, 0


def _python(column: pa.Array, i: int) -> Any:
    """One value for a message; Arrow refuses years that Python does not know."""
    try:
        return column[i].as_py()
    except (ValueError, OverflowError):
        return column[i].cast(pa.int64()).as_py() if pa.types.is_timestamp(column.type) else None


def _typed(column: pa.Array) -> tuple[Ints, Ints]:
    """Arrow timestamps and dates."""
    missing = column.is_null().to_numpy(zero_copy_only=False)
    kind = column.type
    offset = np.full(len(column), NAIVE, np.int64)
    if pa.types.is_date(kind):
        unit = 86_400 * SECOND if pa.types.is_date32(kind) else 1_000
        raw = column.cast(pa.int32() if pa.types.is_date32(kind) else pa.int64()).cast(pa.int64())
    else:
        unit = {"s": SECOND, "ms": 1_000, "us": 1, "ns": 0}[kind.unit]
        raw = column.cast(pa.int64())
        if kind.tz is not None:
            offset[:] = 0
    values = raw.fill_null(0).to_numpy(zero_copy_only=False)
    if unit == 0:
        values = values // 1_000
    else:
        limit = LATEST // unit * 2
        values = np.clip(values, -limit, limit) * unit
    return np.where(missing, BAD, values), offset


def _numeric(column: pa.Array) -> tuple[Ints, Ints]:
    """Epoch numbers, vectorised form of number_to_micros."""
    missing = column.is_null().to_numpy(zero_copy_only=False)
    whole = pa.types.is_integer(column.type)
    filled = pc.fill_null(column, pa.scalar(0, column.type)).to_numpy(zero_copy_only=False)
    size = np.abs(filled.astype(np.float64))
    wrong = missing | ~(size < 9e18)
    values = np.where(wrong, 0, filled)
    if whole:
        values = values.astype(np.int64)
        steps = [np.where(size < 1e11, values, 0) * SECOND, np.where(size < 1e14, values, 0) * 1_000, values]
        last = values // 1_000
    else:
        steps = [np.rint(values * SECOND), np.rint(values * 1e3), np.rint(values)]
        last = np.rint(values / 1e3)
    chosen = np.select([size < 1e11, size < 1e14, size < 1e17], steps, last)
    chosen = np.where(wrong, 0, chosen).astype(np.int64)
    return np.where(wrong, BAD, chosen), np.zeros(len(column), np.int64)


@dataclass
class Resolution:
    """Streaming counters behind the time resolution of a file."""

    seen: int = 0
    divided: dict[int, int] = field(default_factory=lambda: dict.fromkeys(RESOLUTIONS, 0))

    def add(self, wall: Ints) -> None:
        """Count the wall clocks of accepted rows."""
        self.seen += len(wall)
        for step in RESOLUTIONS:
            self.divided[step] += int(np.count_nonzero(wall % (step * SECOND) == 0))

    def seconds(self) -> int:
        """The largest of 1, 60, 3600, 86400 s that divides at least 99% of 30 or more times; else 1."""
        if self.seen < 30:
            return 1
        fitting = [step for step in RESOLUTIONS if self.divided[step] * 100 >= self.seen * 99]
        return max(fitting, default=1)


def iso(micros: int) -> str:
    """Microseconds as ISO 8601, for messages."""
    return datetime.fromtimestamp(micros / SECOND, UTC).isoformat()
