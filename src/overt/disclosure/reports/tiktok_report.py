"""TikTok's report on covert influence operations: a table of four columns, and prose with a fixed opening.

`Detection Source | Accounts in network | Followers of Network | Description`. Origin and audience stand in the prose
only: "We assess that this network operated from X and targeted a Y audience. The individuals behind this network
created inauthentic accounts in order to GOAL." A network without a place of origin ("operated via a fake engagement
vendor") has none here, either. Text with bars, CSV and pages copied as text are read.
"""

import re
from datetime import date

from overt.disclosure.operation import Count, Operation, Report, number
from overt.disclosure.reports.base import MAX_TEXT, identity, in_words, joined, listed, made, one_line, span, table
from overt.errors import InputError

NAME = "tiktok-report"
REPORTER = "TikTok"
COLUMNS = ("Detection Source", "Accounts in network", "Followers of Network", "Description")
_SENTENCE = re.compile(
    r"We assess(?:ed)? that (?:this|the) network (?:was )?operated "
    r"(?:from (?P<origin>.+?)|via (?P<via>.+?)|by (?P<by>.+?)) and targeted "
    r"(?:(?:an?|the) (?P<one>.+?) audiences?|audiences in (?P<places>.+?)|(?P<many>.+?) audiences)(?=[,.]|$)"
)
_GOAL = re.compile(
    r"The individuals behind this network (?:created|used|utili[sz]ed) (?:inauthentic|fake) accounts in order to "
    r"(?P<goal>.+?)(?:\.(?=\s|$)|$)",
    re.DOTALL,
)
_TITLE = re.compile(r"^(?P<title>Accounts targeting .+?)(?=\s*We assess|\s*$)")
_RECIDIVISTS = re.compile(r"we removed ([\d,]+) accounts associated with previously disrupted networks")
_CORROBORATED = re.compile(r"(?:we received|following) (?:a )?leads? from (?P<who>.+?)(?:[.,](?=\s|$)|$)", re.I)


def looks_like(name: str, text: str) -> bool:
    """Whether the table's header is in the text."""
    head = text[:20_000].lower()
    return all(column.lower() in head for column in COLUMNS)


def parse(name: str, text: str) -> Report:
    """The networks of the report. Raises InputError where the table is not there."""
    if not looks_like(name, text):
        raise InputError("has no table of networks", where=name, mend=f"its columns are {' | '.join(COLUMNS)}")
    period = span(text[:20_000])
    removed = _RECIDIVISTS.search(text[:20_000])
    left: list[str] = []
    found = [
        op for place, cells in enumerate(_rows(text, left), 1) if (op := _network(name, place, cells, period, left))
    ]
    return Report(
        REPORTER,
        NAME,
        tuple(found),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        recidivist_accounts_removed=number(removed[1]) if removed else None,
        left=tuple(left),
    )


def emit(report: Report) -> str:
    """The report as a page of text with the table in it."""
    lines = []
    if report.period_start and report.period_end:
        when = in_words(report.period_start, report.period_end)
        lines.append(
            f"This report contains information about the covert influence operations disrupted between {when}."
        )
    if report.recidivist_accounts_removed is not None:
        lines.append(
            f"In addition to these new network disruptions, we removed {report.recidivist_accounts_removed:,} accounts "
            "associated with previously disrupted networks attempting to re-establish their presence within this "
            "reporting period."
        )
    lines.append(" | ".join(COLUMNS))
    for operation in report.operations:
        cells = [
            (operation.detection or "").capitalize(),
            _told(operation.accounts("tiktok")),
            _told(operation.followers[0].number if operation.followers else None),
            _description(operation),
        ]
        lines.append(" | ".join(map(one_line, cells)))
    return "\n".join(lines) + "\n"


def read_description(text: str) -> dict[str, object]:
    """What the fixed prose of a description says: name, origins, entities, audiences, goal, lead_sources."""
    text = " ".join(text[:MAX_TEXT].split())
    said: dict[str, object] = {}
    title, sentence, goal = _TITLE.search(text), _SENTENCE.search(text), _GOAL.search(text)
    leads = _CORROBORATED.search(text)
    if title:
        said["name"] = title["title"].strip().rstrip(".")
    if sentence:
        said["origins"] = listed(sentence["origin"]) if sentence["origin"] else ()
        said["entities"] = tuple(filter(None, (sentence["via"] or sentence["by"],)))
        said["audiences"] = listed(sentence["one"] or sentence["places"] or sentence["many"])
    if goal:
        said["goal"] = goal["goal"].strip()
    if leads:
        said["lead_sources"] = listed(leads["who"])
    return said


def _rows(text: str, left: list[str]) -> list[list[str]]:
    """The cells of the table, from text with bars or from CSV."""
    lines = text.splitlines()
    heads = (i for i, line in enumerate(lines) if all(c.lower() in line.lower() for c in COLUMNS[:3]))
    start = next(heads, None)
    if start is None:
        raise InputError("has no line with the table's header", where=NAME, mend=f"it is {' | '.join(COLUMNS)}")
    if "|" not in lines[start]:
        header, *rows = table("\n".join(lines[start:]), NAME)
        columns = [cell.strip().lower() for cell in header]
        named = [dict(zip(columns, row, strict=False)) for row in rows]
        return [[row.get(c.lower(), "") for c in COLUMNS] for row in named]
    found = []
    for line in lines[start + 1 :]:
        cells = _cells(line)
        if len(cells) == len(COLUMNS) and not all(set(c) <= set(":- ") for c in cells):
            found.append(cells)
        elif "|" in line and not all(set(c) <= set(":- ") for c in cells):
            left.append(f"a row with {len(cells)} cells: {line.strip()[:100]}")
    return found


def _cells(line: str) -> list[str]:
    """The cells between bars; bars at the edges bound the table and hold nothing."""
    cells = [c.strip() for c in line.split("|")]
    while len(cells) > len(COLUMNS) and not cells[-1]:
        cells.pop()
    while len(cells) > len(COLUMNS) and not cells[0]:
        cells.pop(0)
    return cells


def _network(
    name: str, place: int, cells: list[str], period: tuple[date, date] | None, left: list[str]
) -> Operation | None:
    source, accounts, followers, told = cells
    where = f"{name}, row {place}"
    try:
        counted, followed = number(accounts, where), number(followers, where)
    except InputError as error:
        left.append(str(error))
        return None
    detection = source.strip().lower() or None
    said = read_description(told)
    if "audiences" not in said:
        left.append(f"{where}: the description has none of the sentences that name an audience")
    return made(
        where,
        left,
        id=identity(REPORTER, name, place),
        reporter=REPORTER,
        surfaces=() if counted is None else (Count("tiktok accounts", counted),),
        followers=() if followed is None else (Count("tiktok accounts", followed),),
        detection=detection,
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        summary=" ".join(told.split())[:MAX_TEXT] or None,
        source=where,
        **said,
    )


def _told(count: int | None) -> str:
    return "" if count is None else f"{count:,}"


def _description(operation: Operation) -> str:
    """The summary as it was published, or the fixed prose made from the fields."""
    if operation.summary:
        return operation.summary
    place = f"operated from {joined(operation.origins)}" if operation.origins else ""
    place = place or (f"was operated via {operation.entities[0]}" if operation.entities else "")
    audience = joined(operation.audiences)
    parts = [operation.name or "", ""]
    if place and audience:
        parts[1] = f"We assess that this network {place} and targeted a {audience} audience."
    if operation.goal:
        goal = operation.goal.rstrip(".")
        parts.append(f"The individuals behind this network created inauthentic accounts in order to {goal}.")
    return " ".join(filter(None, parts))
