"""Entries: every operation of every report that is given, with the file and the rows that say so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from overt.disclosure.audit.places import elsewhere, places
from overt.disclosure.exchange import documents
from overt.disclosure.exchange.meta_indicators import REPORTS
from overt.disclosure.exchange.meta_indicators import parse as meta_rows
from overt.disclosure.operation import Operation, Report
from overt.disclosure.reports import meta_report, plain_csv
from overt.disclosure.reports.reading import files_in, read_report
from overt.errors import InputError

_ROW = re.compile(r":(\d+)$")
"""The place of a row, with which the id of an operation of a table ends that states none."""
MAX_ENTRIES = 10_000
"""Operations that are compared at once."""
MAX_ROWS = 20
"""Rows that are cited for one operation."""


@dataclass(frozen=True)
class Entry:
    """One operation as one file tells it. `rows`: line -> the account there that is on the platform asked about."""

    operation: Operation
    file: str
    format: str
    rows: tuple[tuple[int, str], ...] = ()
    links: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call it here."""
        one = self.operation
        return one.aliases[0] if one.aliases else one.name or one.id

    @property
    def source(self) -> str:
        """File and row, or the file where the whole of it is about the operation."""
        told, name = (self.operation.source or "").strip(), Path(self.file).name.strip()
        if told.startswith(name):
            return self.file + told[len(name) :]
        row = _ROW.search(self.operation.id) if self.format == plain_csv.NAME else None
        where = f"{self.file}, row {row[1]}" if row else f"{self.file}, {self.operation.id}"
        return f"{where} ({told})" if told else where

    @property
    def origins(self) -> frozenset[str]:
        """Where it was operated from; where the report says only whom it was linked to, that."""
        one = self.operation
        return places(one.origins) or places(one.linked_to)

    @property
    def not_from(self) -> frozenset[str]:
        """Places of which the report says that it was not from there."""
        return elsewhere(self.operation.origins)

    @property
    def dated(self) -> date | None:
        """The day by which it is put into a period: the last of its own period, or when it was published."""
        return self.operation.period_end or self.operation.reported_on or self.operation.period_start

    def sources(self) -> list[str]:
        """Where the report says so: file and row, with what stands there."""
        return [self.source, *(f"{self.file}:{line} {text}" for line, text in self.rows[:MAX_ROWS])]


@dataclass(frozen=True)
class Gathered:
    """What was read: entries, and what was not understood, with why."""

    entries: tuple[Entry, ...]
    left: tuple[str, ...] = ()
    others: tuple[Path, ...] = ()


def gather(paths: Sequence[Path], platform: str) -> Gathered:
    """Every operation in files and folders. Files of no known report format are named in `others`."""
    entries: list[Entry] = []
    left: list[str] = []
    others: list[Path] = []
    for given in paths:
        if not given.exists():
            raise InputError("does not exist", where=str(given), mend="check the path")
        for path in files_in(given):
            shown = str(path.relative_to(given)) if given.is_dir() else path.name
            try:
                report = read_report(path)
            except InputError:
                others.append(path)
                continue
            left += [f"{shown}: {line}" for line in report.left]
            entries += _entries(path, shown, report, platform)
            if len(entries) > MAX_ENTRIES:
                raise InputError(f"hold more than {MAX_ENTRIES:,} operations", where=str(given), mend="give fewer")
    return Gathered(tuple(entries), tuple(left), tuple(others))


def _entries(path: Path, shown: str, report: Report, platform: str) -> list[Entry]:
    if report.format != meta_report.NAME or not report.operations:
        return [Entry(one, shown, report.format) for one in report.operations]
    file = meta_rows(path.name, documents.text_of(documents.read_bytes(path)))
    if file.form == REPORTS:
        links = {f"{path.name}:{row.line}": tuple((row.note or "").split()) for row in file.rows}
        return [Entry(one, shown, report.format, links=links.get(one.source or "", ())) for one in report.operations]
    rows = tuple(
        (row.line, row.value or row.text) for row in file.rows if row.account and row.account.platform == platform
    )
    return [Entry(one, shown, report.format, rows) for one in report.operations]
