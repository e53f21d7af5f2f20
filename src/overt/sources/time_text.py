"""One time written as text: the wall clock as written, and how far it is from UTC, in microseconds."""

import math
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import numpy as np

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
NAIVE = np.iinfo(np.int64).min
"""In place of an offset: the value carried no zone."""
BAD = NAIVE + 1
"""In place of a time: the value is not one."""

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
    "akst": -9,
    "akdt": -8,
    "hst": -10,
    "brt": -3,
    "sast": 2,
    "eat": 3,
    "sgt": 8,
    "hkt": 8,
    "jst": 9,
    "kst": 9,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
}
"""Names of zones that are taken as they stand, in hours: those of RFC 2822, and others that have one meaning only."""

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


def micros(moment: datetime) -> Parsed:
    """Wall clock and offset of a datetime, NAIVE where it carries no zone."""
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
    wall, _ = micros(datetime(int(year), month, int(day), hours, int(minute or 0), int(second or 0), micro))
    if zulu:
        return wall, 0
    if off_hour is None:
        return wall, NAIVE
    sign = -1 if off_hour[0] == "-" else 1
    return wall, sign * (int(off_hour[1:]) * 60 + int(off_minute or 0)) * 60 * SECOND


def _digits(text: str) -> Parsed:
    if len(text) in (8, 14) and text.isdigit() and text[:2] in ("19", "20"):
        form = "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S"
        return micros(datetime.strptime(text, form))
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
    return micros(parsedate_to_datetime(text))


def parse(text: str, day_first: bool = False) -> Parsed:
    """Wall clock and offset in microseconds, NAIVE where it carries no zone. Raises ValueError."""
    text = text.strip()
    if not text or len(text) > 80:
        raise ValueError(text)
    if NUMBER.match(text):
        return _digits(text)
    try:
        return micros(datetime.fromisoformat(text))
    except ValueError:
        return _odd(text, day_first)
