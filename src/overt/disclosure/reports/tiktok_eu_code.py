"""TikTok's table under the EU Code of Conduct on Disinformation (SLI 14.2, technique 6): the same networks once more.

Columns: network_origin, accounts_in_network, removed_accounts, number_of_followers_at_removal, two that are "not
collected", and free text on trends ("Operated from X, targeted Y audience ..."). Origin is a column here.
"""

import csv
import io
import re

from overt.disclosure.operation import Count, Operation, Report, number
from overt.disclosure.reports.base import first_cells, identity, joined, listed, made, span, table, undefused
from overt.errors import InputError
from overt.registry.export import defused

NAME = "tiktok-eu-code"
REPORTER = "TikTok"
COLUMNS = (
    "network_origin",
    "accounts_in_network",
    "removed_accounts",
    "number_of_followers_at_removal",
    "views_or_impressions_after_action",
    "interaction_after_action",
    "trends_on_targeted_audiences",
)
NOT_COLLECTED = "not collected"
_TREND = re.compile(r"Operated from (?P<origin>.+?)(?:,| and) targeted (?:an? )?(?P<audience>.+?) audiences?", re.I)


def looks_like(name: str, text: str) -> bool:
    """Whether the first line has the table's columns."""
    columns = _columns(first_cells(text))
    return {"network_origin", "accounts_in_network"} <= set(columns)


def parse(name: str, text: str) -> Report:
    """The networks of the table. Raises InputError where its columns are not there."""
    if not looks_like(name, text):
        raise InputError("has no table of networks", where=name, mend=f"its columns are {', '.join(COLUMNS)}")
    header, *rows = table(text, name)
    columns = _columns(header)
    period = span(name.replace("_", " ").replace("-", " "))
    left: list[str] = []
    found = []
    for place, cells in enumerate(rows, 1):
        row = dict(zip(columns, (undefused(c).strip() for c in cells), strict=False))
        where = f"{name}, row {place}"
        try:
            counts = {c: number(row.get(c, ""), where) for c in COLUMNS[1:4]}
        except InputError as error:
            left.append(str(error))
            continue
        told = row.get(COLUMNS[6], "")
        trend = _TREND.search(told)
        surfaces = [("tiktok accounts", counts[COLUMNS[1]]), ("tiktok accounts removed", counts[COLUMNS[2]])]
        followers = counts[COLUMNS[3]]
        operation = made(
            where,
            left,
            id=identity(REPORTER, name, place),
            reporter=REPORTER,
            origins=listed(row.get(COLUMNS[0], "")) or (listed(trend["origin"]) if trend else ()),
            audiences=listed(trend["audience"]) if trend else (),
            surfaces=tuple(Count(what, many) for what, many in surfaces if many is not None),
            followers=() if followers is None else (Count("tiktok accounts", followers),),
            period_start=period[0] if period else None,
            period_end=period[1] if period else None,
            summary=told or None,
            source=where,
        )
        found += [operation] if operation else []
    return Report(
        REPORTER,
        NAME,
        tuple(found),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        left=tuple(left),
    )


def emit(report: Report) -> str:
    """The table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for operation in report.operations:
        held = {c.what: c.number for c in operation.surfaces}
        followers = operation.followers[0].number if operation.followers else ""
        trend = operation.summary or _trend(operation)
        row = [joined(operation.origins), held.get("tiktok accounts", ""), held.get("tiktok accounts removed", "")]
        writer.writerow([defused(str(c)) for c in (*row, followers, NOT_COLLECTED, NOT_COLLECTED, trend)])
    return out.getvalue()


def _trend(operation: Operation) -> str:
    if not (operation.origins and operation.audiences):
        return ""
    return f"Operated from {joined(operation.origins)}, targeted {joined(operation.audiences)} audience"


def _columns(cells: list[str]) -> list[str]:
    return [re.sub(r"[^a-z]+", "_", cell.strip().lower()).strip("_") for cell in cells]
