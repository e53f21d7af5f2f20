"""Operations as plain CSV: one column for each field of an operation. What others keep in a spreadsheet is read, too.

Lists stand between semicolons, counts as "what=number" ("~" in front of a rounded number), days as 2026-03-01. Values
that a spreadsheet would take for a formula get an apostrophe in front, which is taken away in reading.
"""

import csv
import io
from dataclasses import fields
from datetime import date
from types import UnionType
from typing import Any, get_args

from overt.disclosure.operation import Count, Operation, Report
from overt.disclosure.reports.base import first_cells, identity, table, undefused
from overt.errors import InputError
from overt.registry.export import defused

NAME = "csv"
ALIASES = {
    "platform": "reporter",
    "company": "reporter",
    "operation": "name",
    "title": "name",
    "origin": "origins",
    "country": "origins",
    "country of origin": "origins",
    "linked to": "linked_to",
    "target": "audiences",
    "targets": "audiences",
    "audience": "audiences",
    "accounts": "surfaces",
    "detection source": "detection",
    "start": "period_start",
    "end": "period_end",
    "date": "reported_on",
    "published": "reported_on",
    "reported": "reported_on",
    "platforms": "touched",
    "url": "source",
    "description": "summary",
    "confidence": "attribution_confidence",
    "basis": "attribution_basis",
}
"""Headers that others use -> field."""
_FIELDS = {each.name: each.type for each in fields(Operation)}
_COUNTS = ("surfaces", "followers")


def looks_like(name: str, text: str) -> bool:
    """Whether the first line names a reporter or an operation, and at least one other field."""
    columns = {_column(cell) for cell in first_cells(text)}
    return len(columns - {None}) >= 2 and bool(columns & {"reporter", "name", "id"})


def parse(name: str, text: str) -> Report:
    """The operations of a table. Raises InputError where its header says nothing."""
    if not looks_like(name, text):
        raise InputError("has no header of operations", where=name, mend="it names the fields of docs/reports.md")
    header, *rows = table(text, name)
    columns = [_column(cell) for cell in header]
    left: list[str] = []
    found: list[Operation] = []
    for place, cells in enumerate(rows, 1):
        where = f"{name}, row {place}"
        try:
            found.append(_operation(name, place, columns, cells))
        except (InputError, ValueError, KeyError) as error:
            left.append(f"{where}: {error}")
    reporters = {op.reporter for op in found}
    return Report(reporters.pop() if len(reporters) == 1 else "several", NAME, tuple(found), left=tuple(left))


def emit(report: Report) -> str:
    """The table, with every field."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_FIELDS)
    for operation in report.operations:
        writer.writerow([defused(_cell(name, getattr(operation, name))) for name in _FIELDS])
    return out.getvalue()


def _operation(name: str, place: int, columns: list[str | None], cells: list[str]) -> Operation:
    given: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        value = undefused(cell).strip()
        if column and value:
            given[column] = _value(column, value)
    given.setdefault("reporter", "not named")
    given.setdefault("id", identity(str(given["reporter"]), name, place))
    return Operation(**given)


def _value(column: str, text: str) -> Any:
    wanted = _FIELDS[column]
    kinds = get_args(wanted) if isinstance(wanted, UnionType) else (wanted,)
    if column in _COUNTS:
        return tuple(_count(part) for part in _parts(text))
    if date in kinds:
        return date.fromisoformat(text)
    if bool in kinds:
        return {"yes": True, "true": True, "no": False, "false": False}[text.lower()]
    if int in kinds:
        return int(text.replace(",", ""))
    return text if str in kinds else tuple(_parts(text))


def _count(text: str) -> Count:
    what, equals, number = text.rpartition("=")
    plain = number.strip().replace(",", "")
    return Count(what.strip() if equals else "accounts", int(plain.lstrip("~")), plain.startswith("~"))


def _parts(text: str) -> list[str]:
    """What stands between semicolons; one after a backslash belongs to its part."""
    found, part, escaped = [], "", False
    for char in text:
        if escaped:
            part, escaped = part + char, False
        elif char == "\\":
            escaped = True
        elif char == ";":
            found.append(part)
            part = ""
        else:
            part += char
    return [p.strip() for p in (*found, part) if p.strip()]


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _COUNTS:
        value = tuple(f"{c.what}={'~' if c.about else ''}{c.number}" for c in value)
    if isinstance(value, tuple):
        return ";".join(v.replace("\\", "\\\\").replace(";", "\\;") for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _column(cell: str) -> str | None:
    words = " ".join(cell.strip().lower().replace("_", " ").split())
    field = words.replace(" ", "_")
    return field if field in _FIELDS else ALIASES.get(words)
