"""Times of any shape become microseconds since 1970, UTC.

A value keeps two numbers: the wall clock as written (it shows the resolution: a date has no hours) and UTC.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.sources.base import Column, Ints

SECOND = 1_000_000
FIRST_YEAR, LAST_YEAR = 1990, 2100
EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
EARLIEST = (datetime(FIRST_YEAR, 1, 1) - EPOCH) // MICROSECOND
LATEST = (datetime(LAST_YEAR + 1, 1, 1) - EPOCH) // MICROSECOND
NAIVE = np.iinfo(np.int64).min
"""In place of an offset: the value carried no zone."""
BAD = NAIVE + 1
"""In place of a time: the value is not one."""
OUTSIDE = f"time {{!r}} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
CACHE_LIMIT = 200_000
QUARTER = 900 * SECOND
RESOLUTIONS = (60, 3_600, 86_400)

MONTHS = {
    name: n
    for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
ZONES = {
    "utc": 0,
    "gmt": 0,
    "ut": 0,
    "z": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "wet": 0,
    "west": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
}
"""Names of zones that are taken as they stand, in hours (RFC 2822 and the European ones)."""

_CLOCK = r"(?:(?:T|,?\s+|,)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
_OFFSET = r"(?:\s*(?:UTC|GMT)?([+-]\d{2}):?(\d{2})|\s*(Z|z))?"
NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{0,20})?(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _CLOCK + _OFFSET + r"\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + _CLOCK + _OFFSET + r"\Z", re.ASCII)
_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})[\s-]+([A-Za-z]{3,9})|([A-Za-z]{3,9})\s+(\d{1,2})),?[\s-]+"
    r"(\d{4})" + _CLOCK + _OFFSET + r"\Z",
    re.ASCII,
)
_X = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{2})(\d{2}) (\d{4})\Z", re.ASCII)
_SPACED_OFFSET = re.compile(r"\s+(?:UTC|GMT)?(?=[+-]\d{2}:?\d{2}\Z)", re.ASCII)
_ZONE_NAME = re.compile(r"(.*\d(?:\s*[AaPp]\.?[Mm]\.?)?)\s*\(?([A-Za-z]{2,4})\)?\Z", re.ASCII)

Parsed = tuple[int, int]


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


def number_to_micros(value: float) -> int:
    """Epoch seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude."""
    size = abs(value)
    if not math.isfinite(size):
        return BAD
    if size < 1e11:
        return round(value * SECOND)
    if size < 1e14:
        return round(value * 1_000)
    if size < 1e17:
        return round(value)
    return round(value / 1_000) if size < 9e18 else BAD


def _micros(moment: datetime) -> Parsed:
    offset = moment.utcoffset()
    wall = (moment.replace(tzinfo=None) - EPOCH) // MICROSECOND
    return wall, NAIVE if offset is None else offset // MICROSECOND


def _built(year: str, month: int, day: str, rest: tuple[str | None, ...]) -> Parsed:
    """A time from its parts; `rest` as _CLOCK and _OFFSET capture it. Raises ValueError."""
    hour, minute, second, fraction, half, off_hour, off_minute, zulu = rest
    hours = int(hour or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            raise ValueError(hour)
        hours = hours % 12 + (12 if half in "pP" else 0)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    wall, _ = _micros(datetime(int(year), month, int(day), hours, int(minute or 0), int(second or 0), micro))
    if zulu:
        return wall, 0
    if off_hour is None:
        return wall, NAIVE
    sign = -1 if off_hour[0] == "-" else 1
    return wall, sign * (int(off_hour[1:]) * 60 + int(off_minute or 0)) * 60 * SECOND


def _digits(text: str) -> Parsed:
    if len(text) in (8, 14) and text.isdigit() and text[:2] in ("19", "20"):
        form = "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S"
        return _micros(datetime.strptime(text, form))
    whole = text.lstrip("+-").isdigit()
    return number_to_micros(int(text) if whole else float(text)), 0


def _odd(text: str, day_first: bool) -> Parsed:  # noqa: PLR0911 - one line a shape
    """The shapes that ISO 8601 does not know. Raises ValueError."""
    if m := SLASHED.match(text):
        first, _, second, year, *rest = m.groups()
        month, day = (second, first) if day_first else (first, second)
        return _built(year, int(month), day, tuple(rest))
    if m := _YEAR_FIRST.match(text):
        year, _, month, day, *rest = m.groups()
        return _built(year, int(month), day, tuple(rest))
    if m := _X.match(text):
        month, day, hour, minute, second, off_hour, off_minute, year = m.groups()
        return _built(
            year,
            MONTHS.get(month.lower(), 0),
            day,
            (hour, minute, second, None, None, off_hour, off_minute, None),
        )
    if m := _NAMED.match(text):
        day_a, month_a, month_b, day_b, year, *rest = m.groups()
        return _built(year, MONTHS.get((month_a or month_b)[:3].lower(), 0), day_a or day_b, tuple(rest))
    if _SPACED_OFFSET.search(text):
        return parse(_SPACED_OFFSET.sub("", text), day_first)
    if (m := _ZONE_NAME.match(text)) and m[2].lower() in ZONES:
        wall, offset = parse(m[1], day_first)
        if offset != NAIVE:
            raise ValueError(text)
        return wall, ZONES[m[2].lower()] * 3_600 * SECOND
    return _micros(parsedate_to_datetime(text))


def parse(text: str, day_first: bool = False) -> Parsed:
    """Wall clock and offset in microseconds, NAIVE where it carries no zone. Raises ValueError."""
    text = text.strip()
    if not text or len(text) > 80:
        raise ValueError(text)
    if NUMBER.match(text):
        return _digits(text)
    try:
        return _micros(datetime.fromisoformat(text))
    except ValueError:
        return _odd(text, day_first)


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
        else:
            wall, offset = self._values(column.to_pylist())
        return self._finish(column, wall, offset)

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
        return _micros(value)
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
