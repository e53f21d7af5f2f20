"""Meta's published indicators: every form in which they come, row for row.

Forms: a list (`indicator_type, indicator_value, comment, ds`; CSV or JSON), a kill-chain table (Tactic, Technique,
Procedure, Indicator and a last column of five spellings), the table of the kill chain itself, a disclosure in Markdown,
a list of reports (README), the index of the repository (JSON). Every row of a file becomes one row here; rows without
any text only separate the others, and are counted.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from overt.disclosure.exchange.documents import json_of
from overt.disclosure.exchange.meta_cells import MetaRow, row_of
from overt.disclosure.exchange.meta_markdown import Page, page, unlinked
from overt.disclosure.exchange.meta_names import Named, named
from overt.disclosure.exchange.meta_quantities import Quantity, quantities_in
from overt.errors import InputError

LIST, KILL_CHAIN, STEPS, MARKDOWN, REPORTS, INDEX = (
    "list of indicators",
    "kill-chain table",
    "kill chain",
    "disclosure",
    "list of reports",
    "index",
)
"""Forms."""
COLUMNS = {
    "tactic": "tactic",
    "technique": "technique",
    "procedure": "procedure",
    "indicator": "text",
    "indicator_value": "text",
    "indicator value": "text",
    "indicator_type": "declared",
    "indicator type": "declared",
    "comment": "note",
    "comments": "note",
    "commernts": "note",
    "note": "note",
    "notes": "note",
    "ds": "day",
}
"""Headers as they come, in lower case and without blanks around them -> what the column is."""
MAX_FIELD = 1_000_000
"""Characters of one cell."""


@dataclass(frozen=True)
class MetaFile:
    """One file: what its name and prose say, and every row of it. `blank` counts the rows that only separate."""

    name: str
    form: str
    columns: tuple[str, ...]
    rows: tuple[MetaRow, ...]
    named: Named
    blank: int = 0
    summary: str | None = None
    quantities: tuple[Quantity, ...] = ()
    links: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def parse(name: str, text: str) -> MetaFile:
    """The rows of a file. `name`: its file name. Raises InputError where it is none of the forms."""
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("[", "{"):
        return _json(name, json_of(text, name))
    if name.lower().endswith(".md") or start == "#":
        return _markdown(name, page(text))
    return _table(name, text)


def looks_like(name: str, text: str) -> bool:
    """Whether a file may be one of the forms, from its beginning."""
    head = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    first = head.split("\n", 1)[0]
    columns = {c.strip().strip('"') for c in first.split(",")}
    listed = {"indicator_type", "indicator_value"} <= columns or {"tactic", "technique", "procedure"} <= columns
    marks = ("indicator type", "coordinated inauthentic", "| report | origin |")
    told = name.lower().endswith(".md") and any(mark in text.lower() for mark in marks)
    return listed or told or '"indicator_type"' in head or '"indicators"' in head


def _made(name: str, form: str, columns: list[str], rows: list[MetaRow], **more: Any) -> MetaFile:
    told = more.pop("named", None) or named(name)
    counts = dict(sorted(Counter(row.kind for row in rows).items()))
    return MetaFile(name, form, tuple(columns), tuple(rows), told, counts=counts, **more)


def _table(name: str, text: str) -> MetaFile:
    """CSV with one of the headers."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[MetaRow] = []
    blank, line = 0, 1
    try:
        header = next(reader, [])
        meant = [COLUMNS.get(cell.strip().lower()) for cell in header]
        form = _form(meant, name)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, meant, cells))
            else:
                blank += 1
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=f"{name}:{line}", mend="check that the file is whole") from error
    return _made(name, form, header, rows, blank=blank)


def _form(meant: list[str | None], name: str) -> str:
    known = set(meant)
    if {"declared", "text"} <= known:
        return LIST
    if {"tactic", "technique", "procedure"} <= known:
        return KILL_CHAIN if "text" in known else STEPS
    raise InputError(
        "has none of the headers of Meta's lists",
        where=name,
        mend="they begin with indicator_type,indicator_value or with Tactic,Technique,Procedure",
    )


def _row(line: int, meant: list[str | None], cells: list[str]) -> MetaRow:
    """A row; cells beyond the header, and columns that mean nothing here, are kept in the note."""
    told: dict[str, str] = {}
    for place, cell in enumerate(cells):
        what = meant[place] if place < len(meant) else None
        if what is None or (what in told and what == "note"):
            what = "note"
            cell = " ".join(filter(None, (told.get("note", ""), cell.strip())))  # noqa: PLW2901 - the joined cell
        told[what] = cell
    return row_of(line, told.pop("text", ""), told.pop("declared", None), **told)


def _json(name: str, value: Any) -> MetaFile:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise InputError("is none of Meta's lists", where=name, mend="it is a list of objects")
    if any("indicator_type" in each for each in value):
        rows = [
            row_of(
                place,
                str(each.get("indicator_value") or ""),
                str(each.get("indicator_type") or ""),
                note=str(each.get("comment") or ""),
                day=str(each.get("ds") or ""),
            )
            for place, each in enumerate(value, 1)
        ]
        return _made(name, LIST, list(value[0]), rows)
    if any("indicators" in each for each in value):
        rows = [
            row_of(place, str(each.get("id") or ""), note=" ".join(map(str, each.get("reference_urls") or [])),
                   day=str(each.get("reported_ds") or ""))
            for place, each in enumerate(value, 1)
        ]  # fmt: skip
        return _made(name, INDEX, list(value[0]), rows)
    raise InputError("is none of Meta's lists", where=name, mend="its objects have indicator_type, or indicators")


def _markdown(name: str, found: Page) -> MetaFile:
    rows: list[MetaRow] = []
    columns: list[str] = []
    form = MARKDOWN
    for table in found.tables:
        meant = [COLUMNS.get(cell.lower()) for cell in table.columns]
        columns += table.columns
        if "text" in meant:
            rows += [_row(line, meant, list(cells)) for line, cells in table.rows]
        elif {"report", "origin"} <= {c.lower() for c in table.columns}:
            form = REPORTS
            rows += [_report(line, table.columns, cells) for line, cells in table.rows]
    prose = "\n".join(unlinked(text)[0] for _, text in found.paragraphs)
    links = tuple(dict.fromkeys(url for _, text in found.paragraphs for url in unlinked(text)[1]))
    if not rows and "coordinated inauthentic" not in prose.lower():
        raise InputError("is no disclosure of Meta", where=name, mend="it has a table of indicators or reports")
    told = _heading(name, found.title, prose)
    return _made(
        name,
        form,
        columns,
        rows,
        named=told,
        summary=prose[:20_000] or None,
        quantities=tuple(quantities_in(prose)) if form == MARKDOWN else (),
        links=links,
    )


def _heading(name: str, title: str | None, prose: str) -> Named:
    """What the heading says; the period stands in the file name or in the prose ("Report H2 2025")."""
    said = named(title or name)
    if said.period is None:
        for text in (name.replace("-", " "), prose[:2_000]):
            period = named(text)
            if period.period:
                return Named(
                    said.title,
                    period.period,
                    period.last_day,
                    said.origins,
                    said.targets,
                    said.sort or "CIB",
                    said.aliases,
                )
    return said


def _report(line: int, columns: tuple[str, ...], cells: tuple[str, ...]) -> MetaRow:
    told = {column.lower(): cell for column, cell in zip(columns, cells, strict=False)}
    title, links = unlinked(told.get("report", ""))
    facts = [f"Origin: {told.get('origin', '')}", f"Targets: {told.get('targets', '')}", *links]
    return MetaRow(line, title, "report", note="\n".join(facts), day=told.get("date"))
