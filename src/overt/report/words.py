"""Numbers, times and certainty in words that a person can read aloud."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from overt.model.likelihood import likelihood

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
_SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)

LEAST_SAID = 0.55
"""The share of the band "probably"."""
_UNITS = {1: "second", 60: "minute", 3_600: "hour", 86_400: "day"}


def count(number: Any) -> str:
    """1234 as "1,234"; "unknown" for what is missing, which is not zero."""
    return f"{int(number):,}" if isinstance(number, (int, float)) and math.isfinite(number) else "unknown"


def some(number: int, noun: str, plural: str = "") -> str:
    """Number and noun agreeing: "1 network", "3 networks"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def spelled(number: int) -> str:
    """Small numbers as words, the others in digits."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def decimal(number: Any) -> str:
    """A float as a person writes it: 0.03, 12.4, 2e-9; "—" where it is missing or not a number."""
    if not isinstance(number, (int, float)) or not math.isfinite(number):
        return "—"
    value = float(number)
    if value == 0:
        return "0"
    if abs(value) < 0.001:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    if abs(value) >= 100:
        return f"{value:.2g}" if abs(value) >= 1_000_000 else f"{value:,.0f}"
    return f"{value:.2g}" if abs(value) < 1 else f"{value:.1f}".removesuffix(".0")


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def gap(seconds: Any, precision: Any = 1) -> str:
    """How far apart two times are, in the two largest units: "3 min 20 s apart". The sign is ignored.

    Equal times are "in the same second", or minute, hour, day, as the `precision` (seconds) has it.
    """
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds):
        return "at unknown times"
    value = abs(float(seconds))
    if value < 60:
        return f"in the same {_UNITS.get(precision, 'moment')}" if value == 0 else f"{value:.3g} s apart"
    parts = []
    rest = round(value)
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        whole, rest = divmod(rest, size)
        if whole:
            parts.append(f"{whole} {unit}")
    return " ".join(parts[:2]) + " apart"


def resolution(seconds: Any) -> str:
    """The unit to which times are given: "second", "minute", "hour", "day"."""
    return _UNITS.get(seconds, "unknown unit" if not isinstance(seconds, (int, float)) else f"{seconds:g} seconds")


def moment(value: Any) -> datetime | None:
    """The time in UTC from an ISO text or a datetime; None where it cannot be read."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.replace("Z", "+00:00"))
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def iso(value: Any) -> str:
    """A time as 2016-10-08T14:03:22Z; an empty text where it is missing."""
    time = moment(value)
    if time is None:
        return ""
    return time.replace(tzinfo=None).isoformat(timespec="microseconds" if time.microsecond else "seconds") + "Z"


def clock(value: Any) -> str:
    """A time as "2016-10-08 14:03:22 UTC"; what cannot be read as a time stands as it is."""
    text = iso(value)
    if not text:
        return "unknown" if value is None else str(value)
    return text.replace("T", " ").replace("Z", " UTC")


def day(value: Any) -> str:
    """A time as "8 October 2016"."""
    time = moment(value)
    return f"{time.day} {MONTHS[time.month - 1]} {time.year:04d}" if time else "an unknown day"


def span(first: Any, last: Any) -> str:
    """Two times as days: "1 to 30 September 2016", "8 October 2016"."""
    start, end = moment(first), moment(last)
    if start is None or end is None or start.date() == end.date():
        return day(first or last)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(last)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def estimate(q: Any) -> str:
    """Estimative words for a share of true findings of 1 - q (bands of ICD 203)."""
    share = 1 - float(q if q is not None else 1)
    return likelihood(share) if share >= LEAST_SAID else "possibly"
