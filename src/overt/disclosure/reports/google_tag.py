"""Google's bulletin: under each month, paragraphs in one grammar, one for each operation.

"We terminated 138 YouTube channels and 2 Ads accounts [and blocked 9 domains from eligibility ...] as part of our
[ongoing] investigation into coordinated influence operations linked to COUNTRY. The campaign [was linked to ENTITY and]
was sharing content in LANGUAGES that was supportive of ... and critical of .... We believe this operation was
financially motivated. We received leads from ORGANISATION that supported us in this investigation. Our findings are
similar to findings reported by PLATFORM." Linked to a country is not operated from it: `linked_to`, never `origins`.
"""

import re
from datetime import date

from overt.disclosure.operation import Count, Operation, Report
from overt.disclosure.reports.base import MAX_TEXT, identity, joined, last_day, listed, made, month_of, one_line, span
from overt.errors import InputError

NAME = "google-tag"
REPORTER = "Google"
BLOCKED = "google-news domains blocked"
_SURFACES = {
    "youtube channel": "youtube channels",
    "youtube account": "youtube channels",
    "ads account": "google-ads accounts",
    "advertising account": "google-ads accounts",
    "adsense account": "adsense accounts",
    "blog": "blogger blogs",
    "blogger blog": "blogger blogs",
    "play developer": "google-play developers",
    "gmail account": "gmail accounts",
    "domain": BLOCKED,
}
_WORDS = {
    "youtube channels": "YouTube channel",
    "google-ads accounts": "Ads account",
    "adsense accounts": "AdSense account",
    "blogger blogs": "blog",
    "google-play developers": "Play developer",
    "gmail accounts": "Gmail account",
}
_COUNT = re.compile(
    r"(?P<number>\d[\d,]*)\s+(?P<what>YouTube channel|YouTube account|Ads account|Advertising account|AdSense account|"
    r"Blogger blog|blog|Play developer|Gmail account|domain)s?\b",
    re.I,
)
_START = re.compile(r"\bWe (?:terminated|blocked)\b")
_MONTH = re.compile(r"^\W*([A-Z][a-z]+)(?:\s+(\d{4}))?\W*$")
_END = r"(?:(?<=[\w’)”][\w’)”])\.(?=\s|[A-Z]|$)|(?<=[A-Z]\.)(?=\s+(?:The|These|This|We|Our)\b)|\.?$)"
"""Of a sentence: not the dot of an initial or of "U.S.", unless a sentence of the grammar follows."""
_LINKED = re.compile(rf"influence operations? linked to (?P<who>.+?){_END}")
_ENTITY = re.compile(
    r"(?:campaign|operation)s? (?:was|were) linked to (?P<who>.+?)"
    rf"(?:,? and (?:was|were|posted|uploaded)|{_END})"
)
_CONTENT = re.compile(r"content in (?P<languages>[A-Z]\w+(?:(?:, and |, | and )[A-Z]\w+)*)")
_FOR = re.compile(rf"\b(?:supportive|in support) of (?P<what>.+?)(?= and critical of|, and critical of|{_END})")
_AGAINST = re.compile(rf"\bcritical of (?P<what>.+?)(?= and supportive of|, and supportive of|{_END})")
_LEADS = re.compile(rf"We received (?:a )?leads? from (?P<who>.+?)(?: that supported|,? which| in this|{_END})")
_SIMILAR = re.compile(rf"similar (?:to )?findings (?:to those )?reported by (?P<who>.+?){_END}")
_MONEY = re.compile(r"financially motivated", re.I)


def looks_like(name: str, text: str) -> bool:
    """Whether the bulletin's grammar is in the text."""
    return "We terminated" in text and "coordinated influence operation" in text


def parse(name: str, text: str) -> Report:
    """The operations of a bulletin. Raises InputError where there is none."""
    if not looks_like(name, text):
        raise InputError(
            "is no bulletin", where=name, mend="it says: We terminated ... coordinated influence operation"
        )
    period = span(text[:5_000]) or span(name.replace("_", " ").replace("-", " "))
    left: list[str] = []
    found: list[Operation] = []
    month: tuple[int, int] | None = None
    for place, line in enumerate(text.splitlines(), 1):
        heading = _MONTH.match(line.strip()) if len(line) < 40 else None
        if heading and month_of(heading[1]):
            year = int(heading[2]) if heading[2] else period[0].year if period else 0
            month = (year, month_of(heading[1]) or 0) if year else None
        elif _START.search(line):
            for part in _paragraphs(line):
                where = f"{name}:{place}"
                operation = _operation(name, len(found) + 1, where, part, month, period, left)
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
    """The bulletin, month by month."""
    lines = []
    if report.period_start:
        quarter = (report.period_start.month + 2) // 3
        lines += [f"TAG Bulletin: Q{quarter} {report.period_start.year}", ""]
    before: tuple[int, int] | None = None
    for operation in report.operations:
        start = operation.period_start
        month = (start.year, start.month) if start else None
        if month and month != before and start:
            lines += [f"{start:%B} {start.year}", ""]
        before = month
        lines += [one_line(operation.summary or sentence(operation)), ""]
    return "\n".join(lines)


def sentence(operation: Operation) -> str:
    """An operation in the bulletin's grammar. Nothing is said that the operation does not hold."""
    counts = [c for c in operation.surfaces if c.what in _WORDS]
    terminated = joined(tuple(f"{c.number:,} {_WORDS[c.what]}{'' if c.number == 1 else 's'}" for c in counts))
    blocked = next((c.number for c in operation.surfaces if c.what == BLOCKED), None)
    said = f"We terminated {terminated or '0 YouTube channels'}"
    if blocked is not None:
        said += (
            f" and blocked {blocked:,} domain{'' if blocked == 1 else 's'} from eligibility to appear on Google News"
        )
        said += " surfaces and Discover"
    said += " as part of our investigation into coordinated influence operations"
    said += f" linked to {joined(operation.linked_to)}." if operation.linked_to else "."
    if operation.entities:
        said += f" The campaign was linked to {joined(operation.entities)}."
    if operation.languages:
        said += f" The campaign was sharing content in {joined(operation.languages)}"
        stances = [(operation.supportive_of, "supportive"), (operation.critical_of, "critical")]
        told = " and ".join(f"{word} of {what.rstrip('.')}" for what, word in stances if what)
        said += f" that was {told}." if told else "."
    if operation.motive == "financial":
        said += " We believe this operation was financially motivated."
    if operation.lead_sources:
        said += f" We received leads from {joined(operation.lead_sources)} that supported us in this investigation."
    if operation.corroborated_by:
        said += f" Our findings are similar to findings reported by {joined(operation.corroborated_by)}."
    return said


def _paragraphs(line: str) -> list[str]:
    """One paragraph for each "We terminated"; copies of the page run them together."""
    starts = [m.start() for m in _START.finditer(line)]
    return [line[a : min(b, a + MAX_TEXT)].strip() for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]


def _operation(
    name: str,
    place: int,
    where: str,
    text: str,
    month: tuple[int, int] | None,
    period: tuple[date, date] | None,
    left: list[str],
) -> Operation | None:
    head = text.split(" as part of ", maxsplit=1)[0]
    counts: dict[str, int] = {}
    for match in _COUNT.finditer(head):
        what = _SURFACES[match["what"].lower()]
        counts[what] = counts.get(what, 0) + int(match["number"].replace(",", "")[:12])
    if not counts:
        left.append(f"{where}: no count is understood in {text[:80]!r}")
    first = {key: pattern.search(text) for key, pattern in _PATTERNS.items()}
    lists = {key: listed(m[1]) for key, m in first.items() if m and key in _LISTS}
    texts: dict[str, object] = {key: m[1].strip() for key, m in first.items() if m and key not in _LISTS}
    if "entities" in texts:
        texts["entities"] = (texts["entities"],)  # "a firm, Its Name" is one
    when = (date(*month, 1), last_day(*month)) if month else period
    return made(
        where,
        left,
        id=identity(REPORTER, name, place),
        reporter=REPORTER,
        surfaces=tuple(Count(what, many) for what, many in counts.items()),
        detection="external" if first["lead_sources"] else None,
        motive="financial" if _MONEY.search(text) else None,
        period_start=when[0] if when else None,
        period_end=when[1] if when else None,
        summary=text,
        source=where,
        **lists,
        **texts,
    )


_PATTERNS = {
    "linked_to": _LINKED,
    "entities": _ENTITY,
    "languages": _CONTENT,
    "supportive_of": _FOR,
    "critical_of": _AGAINST,
    "lead_sources": _LEADS,
    "corroborated_by": _SIMILAR,
}
_LISTS = ("linked_to", "languages", "lead_sources", "corroborated_by")
