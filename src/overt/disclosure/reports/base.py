"""What the report formats share: how a file is told, ids of operations, lists in prose, periods in words."""

import calendar
import csv
import io
import re
from datetime import date

from overt.disclosure.operation import Operation
from overt.errors import InputError

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAY = r"(?P<{0}month>[A-Z][a-z]+)\.?\s+(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<{0}year>\d{{4}}))?"
_SPAN = re.compile(
    _DAY.format("a")
    + r"\s*(?:-|–|—|to|and|through)\s*(?:"
    + _DAY.format("b")
    + r"|(?P<last>\d{1,2}),?\s+(?P<year>\d{4}))"
)
MAX_TEXT = 20_000
"""Characters of a description that are looked at."""
MAX_FIELD = 1_000_000
"""Characters of one cell."""
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_PART = re.compile(r"\b(?:(Q)([1-4])|(H)([12]))\s+(20\d\d)\b")


def safe(text: str) -> str:
    """A piece of an id."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-")[:60] or "report"


def identity(reporter: str, name: str, place: int) -> str:
    """The id of the operation at that place of a file."""
    return f"{safe(reporter)}:{safe(name)}:{place}"


def span(text: str) -> tuple[date, date] | None:
    """The first period that a text names: "July 1 - September 30, 2024", "Q3 2024", "H1 2025"."""
    found = _SPAN.search(text)
    if found:
        start_month, end_month = _MONTHS.get(found["amonth"].lower()), _MONTHS.get((found["bmonth"] or "").lower())
        year = int(found["year"] or found["byear"] or found["ayear"] or 0)
        if found["last"]:
            end_month = start_month
        if start_month and end_month and year:
            first = _date(int(found["ayear"] or year), start_month, int(found["aday"]))
            last = _date(year, end_month, int(found["last"] or found["bday"]))
            return (first, last) if first and last and first <= last else None
    part = _PART.search(text)
    if part:
        months = 3 if part[1] else 6
        end = int(part[2] or part[4]) * months
        return date(int(part[5]), end - months + 1, 1), last_day(int(part[5]), end)
    return None


def month_of(text: str) -> int | None:
    """The number of a month by its English name; None for any other word."""
    return _MONTHS.get(text.strip().lower())


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def in_words(start: date, end: date) -> str:
    """A period as reports write it."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{calendar.month_name[start.month]} {start.day}-{end.day}, {end.year}"
    first = f"{calendar.month_name[start.month]} {start.day}"
    first += f", {start.year}" if start.year != end.year else ""
    return f"{first} - {calendar.month_name[end.month]} {end.day}, {end.year}"


def listed(text: str) -> tuple[str, ...]:
    """The items of "Russian, French, Arabic, and Chinese"."""
    parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.sub(r"(?<=\w\w)\.+$", "", text.strip()))
    return tuple(dict.fromkeys(re.sub(r"^the\s+", "", p, flags=re.I).strip() for p in parts if p.strip()))


def joined(items: tuple[str, ...]) -> str:
    """Items as prose lists them."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def one_line(text: str) -> str:
    """The text without line breaks and bars, as a cell of a published table."""
    return " ".join(text.replace("|", "/").split())


def table(text: str, where: str) -> list[list[str]]:
    """The rows of a CSV text that hold anything, the header first. Raises InputError where it is no CSV."""
    csv.field_size_limit(MAX_FIELD)
    try:
        rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=where, mend="check that the file is whole") from error


def first_cells(text: str) -> list[str]:
    """The cells of the first line of a text, as far as it is CSV."""
    line = next(iter(text.lstrip("\ufeff").splitlines()), "")
    try:
        return next(csv.reader([line]), [])
    except csv.Error:
        return []


def undefused(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula: what `defused` put there."""
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" '").startswith(_FORMULA) else text


def made(where: str, left: list[str], **fields: object) -> Operation | None:
    """An operation, or None where it does not hold: then why is added to `left`."""
    try:
        return Operation(**fields)  # type: ignore[arg-type]
    except InputError as error:
        left.append(f"{where}: {error}")
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
