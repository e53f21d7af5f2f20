"""Meta's adversarial threat reports as operations: one for each file of indicators, and one for each listed report.

Emitted is the kill-chain table (Tactic, Technique, Procedure, Indicator) with the counts, followers, spending and
addresses that the operation holds.
"""

import csv
import io
import re
from datetime import date

from overt.disclosure.exchange.defang import defanged
from overt.disclosure.exchange.meta_cells import MetaRow
from overt.disclosure.exchange.meta_indicators import INDEX, REPORTS, STEPS, MetaFile, looks_like
from overt.disclosure.exchange.meta_indicators import parse as rows_of
from overt.disclosure.exchange.meta_names import named
from overt.disclosure.exchange.meta_quantities import ASSETS, FOLLOWERS, SPEND, Quantity
from overt.disclosure.operation import Count, Operation, Report
from overt.disclosure.reports.base import identity, listed, made, span
from overt.registry.export import defused

NAME = "meta"
REPORTER = "Meta"
_STEPS = {
    "facebook": ("0.9.1 Acquiring Facebook assets", "Facebook "),
    "instagram": ("0.9.2 Acquiring Instagram accounts", "Instagram "),
}
_FOLLOWED = {
    "facebook pages": ("7.2.2 Acquiring Page followers", "Pages"),
    "facebook groups": ("7.2.3 Acquiring Group members", "Groups"),
    "instagram accounts": ("7.2.4 Acquiring Instagram followers", "Instagram accounts"),
}
_ACQUIRE = ("0. Acquiring assets", "0.9 Acquiring social media accounts")
_ENGAGE = "7. Targeted engagement"

__all__ = ["NAME", "REPORTER", "emit", "looks_like", "parse"]


def parse(name: str, text: str) -> Report:
    """The operations of a file. Raises InputError where it is none of Meta's forms."""
    file = rows_of(name, text)
    left: list[str] = []
    if file.form in (INDEX, STEPS):
        return Report(REPORTER, NAME, (), title=file.named.title)
    if file.form == REPORTS:
        found = [op for place, row in enumerate(file.rows, 1) if (op := _listed(name, place, row, left))]
    else:
        operation = _operation(name, file, left)
        found = [operation] if operation else []
    period = _period(file.named.period)
    first, last = period or (None, file.named.last_day)
    return Report(REPORTER, NAME, tuple(found), file.named.title, first, last, left=tuple(left))


def emit(report: Report) -> str:
    """The kill-chain table of each operation, one after the other, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Tactic", "Technique", "Procedure", "Indicator"])
    for operation in report.operations:
        writer.writerows([[defused(cell) for cell in row] for row in _rows(operation)])
    return out.getvalue()


def _operation(name: str, file: MetaFile, left: list[str]) -> Operation | None:
    told = [row.quantity for row in file.rows if row.quantity] or list(file.quantities)
    spent = [int(q.number) for q in told if q.measure == SPEND]
    own = [row for row in file.rows if row.relation == "asset"]
    days = sorted({row.day for row in file.rows if row.day})
    period = _period(file.named.period)
    return made(
        name,
        left,
        id=identity(REPORTER, name, 1),
        reporter=REPORTER,
        name=file.named.title,
        aliases=file.named.aliases,
        origins=file.named.origins,
        audiences=file.named.targets,
        surfaces=_counts(told, ASSETS),
        followers=_counts(told, FOLLOWERS),
        spend_usd=sum(spent) if spent else None,
        recidivist=True if file.named.sort == "recidivist CIB" else None,
        period_start=period[0] if period else None,
        period_end=period[1] if period else file.named.last_day,
        reported_on=_day(days[-1]) if days else None,
        touched=tuple(dict.fromkeys(row.account.platform for row in own if row.account)),
        indicators=tuple(row.value for row in own if row.value),
        summary=file.summary,
        attribution_basis=f"The name or heading of the file: {file.named.title}" if file.named.origins else None,
        source=name,
    )


def _listed(name: str, place: int, row: MetaRow, left: list[str]) -> Operation | None:
    facts = dict(line.split(": ", 1) for line in (row.note or "").splitlines() if ": " in line)
    title, period = named(row.text), _period(row.day)
    return made(
        f"{name}:{row.line}",
        left,
        id=identity(REPORTER, name, place),
        reporter=REPORTER,
        name=title.title,
        aliases=title.aliases,
        origins=listed(facts.get("Origin", "")),
        audiences=listed(facts.get("Targets", "")),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        source=f"{name}:{row.line}",
    )


def _counts(told: list[Quantity], measure: str) -> tuple[Count, ...]:
    """Counts by surface; a page about two clusters states each, and they are added up."""
    found: dict[str, Count] = {}
    for quantity in told:
        if quantity.measure == measure:
            before = found.get(quantity.surface, Count(quantity.surface, 0))
            total = before.number + int(quantity.number)
            found[quantity.surface] = Count(quantity.surface, total, before.about or quantity.about)
    return tuple(found.values())


def _period(text: str | None) -> tuple[date, date] | None:
    """The days of "Q1 2023", "H2 2025" and "Q2-3 2025"."""
    both = re.fullmatch(r"Q([1-4])-([1-4]) (20\d\d)", text or "")
    if both:
        first, last = span(f"Q{both[1]} {both[3]}"), span(f"Q{both[2]} {both[3]}")
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    return span(text or "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _rows(operation: Operation) -> list[list[str]]:
    rows = []
    for count in operation.surfaces:
        platform, _, thing = count.what.partition(" ")
        procedure, place = _STEPS.get(platform, ("0.9.12 Acquiring other social media assets", f"{platform} "))
        about = "About " if count.about else ""
        rows.append([*_ACQUIRE, procedure, f"{about}{count.number:,} {place}{thing}"])
    rows += [[_ACQUIRE[0], "", "", defanged(value)] for value in operation.indicators]
    for count in operation.followers:
        procedure, what = _FOLLOWED.get(count.what, ("", count.what))
        told = f"{'About ' if count.about else ''}{count.number:,} accounts followed one or more of these {what}"
        rows.append([_ENGAGE, "7.2 Engaging with users outside the operation", procedure, told])
    if operation.spend_usd is not None:
        told = f"${operation.spend_usd:,} in spending for ads"
        rows.append([_ENGAGE, "7.1 Running ads", "7.1.1 Advertising to promote content", told])
    return rows
