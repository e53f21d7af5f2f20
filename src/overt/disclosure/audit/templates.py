"""The CSV templates of the EU's harmonised transparency reports (Implementing Regulation 2024/2835), as published.

Publishers vary them: a column of labels or none, thousands separators, cut headers, KEYWORD_OTHER once for each
sub-category, empty rows at the end. Read are sheet 1 (identification), the sheets with a row for each category (orders,
notices, own initiative), and sheet 7 (complaints).
"""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from overt.disclosure.reports.base import MAX_FIELD, first_cells
from overt.errors import InputError

IDENTIFICATION, CATEGORIES, COMPLAINTS = "report identification", "measures by category", "complaints"
"""Kinds of sheets."""
TOTAL = "TOTAL"
MAX_ROWS = 200_000


@dataclass(frozen=True)
class Line:
    """One row: where it stands, what it is about, and its cells as numbers. A blank cell is None."""

    row: int
    group: tuple[str, ...]
    word: str
    description: str
    values: dict[str, Decimal | None]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet: its kind, its columns of numbers and its rows in order."""

    name: str
    kind: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    texts: dict[str, tuple[int, str]]


def looks_like(text: str) -> bool:
    """Whether the first line is the header of a sheet."""
    return _kind([_plain(cell) for cell in first_cells(text)]) is not None


def parse(name: str, text: str) -> Sheet:
    """The sheet in a file. Raises InputError where it is none."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        header = [_plain(cell) for cell in next(reader, [])]
        kind = _kind(header)
        if kind is None:
            raise InputError("is no sheet of a harmonised report", where=name, mend="its header names what it is about")
        rows: list[tuple[int, list[str]]] = []
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            if len(rows) > MAX_ROWS:
                raise InputError(f"has more than {MAX_ROWS:,} rows", where=name, mend="give one report")
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=name, mend="check that the file is whole") from error
    if kind == IDENTIFICATION:
        texts = {cells[2].strip().lower(): (at, cells[3].strip()) for at, cells in rows if len(cells) > 3}
        return Sheet(name, kind, (), (), texts)
    if kind == COMPLAINTS:
        return Sheet(name, kind, ("value",), tuple(_complaint(header, at, cells) for at, cells in rows), {})
    return _categories(name, header, rows)


def _kind(header: list[str]) -> str | None:
    if {"indicator", "value"} <= set(header) and "scope" not in header and len(header) <= 6:
        return IDENTIFICATION
    if {"indicator", "scope", "value"} <= set(header):
        return COMPLAINTS
    if "reporting period" in header and any(cell.startswith("category of") for cell in header):
        return CATEGORIES
    return None


def _categories(name: str, header: list[str], rows: list[tuple[int, list[str]]]) -> Sheet:
    word = next(i for i, cell in enumerate(header) if cell.startswith("category of"))
    told = next((i for i, cell in enumerate(header) if cell.startswith("description of the sub")), None)
    scope = header.index("scope") if "scope" in header else None
    first = max(i for i in (word, told, scope) if i is not None) + 1
    context = next((i for i, cell in enumerate(header) if cell.startswith("contextual")), len(header))
    columns = {i: header[i] for i in range(first, context) if header[i] and "median" not in header[i]}
    lines = []
    for at, cells in rows:
        if len(cells) <= word or not cells[word].strip():
            continue
        before = tuple(cells[i].strip() for i in range(min(3, word)))
        group = (*before, cells[scope].strip() if scope is not None and scope < len(cells) else "")
        values, wrong = _numbers({column: cells[i] if i < len(cells) else "" for i, column in columns.items()})
        description = cells[told].strip() if told is not None and told < len(cells) else ""
        lines.append(Line(at, group, cells[word].strip().upper(), description, values, wrong))
    return Sheet(name, CATEGORIES, tuple(columns.values()), tuple(lines), {})


def _complaint(header: list[str], at: int, cells: list[str]) -> Line:
    told = {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
    values, wrong = _numbers({"value": told.get("value", "")})
    group = (told.get("section", ""), _plain(told.get("indicator", "")))
    return Line(at, group, _plain(told.get("scope", "")), "", values, wrong)


def _numbers(cells: dict[str, str]) -> tuple[dict[str, Decimal | None], tuple[str, ...]]:
    """The cells as numbers, and the columns in which something else stands."""
    values: dict[str, Decimal | None] = {}
    wrong = []
    for column, cell in cells.items():
        plain = re.sub(r"[\s,\u00a0\u202f]", "", cell).rstrip("%")
        values[column] = None
        if plain:
            try:
                number = Decimal(plain[:40])
                values[column] = number if number.is_finite() and number >= 0 else None
            except InvalidOperation:
                pass
            if values[column] is None:
                wrong.append(column)
    return values, tuple(wrong)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
