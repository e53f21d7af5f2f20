"""An audit of what a platform published: files in, verdicts and flags out, as plain JSON values."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from overt.disclosure.audit import omission, shares, statutory
from overt.disclosure.audit.entries import Entry, gather
from overt.disclosure.audit.omission import Known, Period, Verdict
from overt.disclosure.audit.reconciliation import Disagreement, disagreements
from overt.disclosure.audit.same import Join, groups, joins, judgements
from overt.disclosure.audit.shares import Share
from overt.disclosure.exchange import documents
from overt.errors import UsageError

NOT = omission.NOT_DISCLOSED
VERDICTS = (NOT, omission.UNDECIDABLE, omission.DISCLOSED)
SAME_PLATFORM = {"twitter": "x"}
OWNERS = {
    "tiktok": ("tiktok", "bytedance"),
    "facebook": ("meta", "facebook"),
    "instagram": ("meta", "facebook"),
    "threads": ("meta", "facebook"),
    "youtube": ("google", "youtube"),
    "x": ("x", "twitter"),
}
"""Platform -> reporters whose words are the platform's own."""


@dataclass(frozen=True)
class Given:
    """What an audit is given. `start` and `end` bound the period; without them it is what the disclosures speak of."""

    platform: str
    reported: Sequence[Path]
    disclosed: Sequence[Path] = ()
    judged: Path | None = None
    start: date | None = None
    end: date | None = None


def audit(given: Given) -> dict[str, Any]:
    """The audit: period, verdicts, shares, reconciliation, statutory faults, flags, and what was not understood.

    Raises InputError where a path is not there, UsageError where the period ends before it begins.
    """
    platform = given.platform.strip().lower()
    platform = SAME_PLATFORM.get(platform, platform)
    reported, disclosed = gather(given.reported, platform), gather(given.disclosed, platform)
    own = [entry for entry in reported.entries if is_owner(entry.operation.reporter, platform)]
    others = [entry for entry in reported.entries if not is_owner(entry.operation.reporter, platform)]
    mine = [*disclosed.entries, *own]
    period = _period(given, mine)
    entries = [*others, *mine]
    joined = joins(entries, judgements(given.judged) if given.judged else ())
    known = _known(entries, joined, len(others))
    verdicts = omission.verdicts(platform, known, period)
    compared = shares.shares(platform, known, period)
    differing = disagreements(entries, [(join.one, join.other, join.why) for join in joined])
    faults, unread = _statutory(disclosed.others)
    number = sum(bool(each.reported) for each in known)
    counted = {word: sum(v.verdict == word for v in verdicts) for word in VERDICTS}
    result: dict[str, Any] = _plain(
        {
            "platform": platform,
            "period": period and {"start": period.start, "end": period.end, "given": bool(given.start or given.end)},
            "reported": {"entries": len(others), "operations": number},
            "disclosed": {"entries": len(mine), "operations": sum(bool(each.disclosed) for each in known)},
            "touching": counted | {"none named": number - len(verdicts)},
            "omission": [asdict(v) for v in verdicts],
            "shares": {
                "alpha": float(shares.ALPHA),
                "test": "Fisher's exact test, one-sided, Tarone's correction",
                "assumes": shares.ASSUMES,
                "cannot_show": shares.CANNOT_SHOW,
                "places": [asdict(s) for s in compared],
            },
            "joined": [_told(entries, join) for join in joined],
            "reconciliation": [asdict(d) | {"own": is_owner(d.reporter, platform)} for d in differing],
            "statutory": [asdict(f) for f in faults],
            "flags": _flags(platform, verdicts, compared, differing, faults),
            "left": [*reported.left, *disclosed.left],
            "not_read": [path.name for path in (*reported.others, *unread)],
        }
    )
    return result


def _flags(
    platform: str,
    verdicts: Sequence[Verdict],
    compared: Sequence[Share],
    differing: Sequence[Disagreement],
    faults: Sequence[statutory.Fault],
) -> list[dict[str, Any]]:
    """Every flag, in the order of the checks. What disagrees in reports of others is none."""
    found = [_omitted(each, compared) for each in verdicts if each.verdict == NOT]
    found += [
        {"check": "omission", "told": s.told, "p": s.p, "sources": (*s.disclosed_sources, *s.reported_sources)}
        for s in compared
        if s.flag
    ]
    found += [
        {"check": "reconciliation", "told": f"{d.reporter}, {d.name}: {d.told}", "sources": d.sources}
        for d in differing
        if is_owner(d.reporter, platform)
    ]
    for each in faults:
        sources = [f"{each.file}:{row}" for row in each.rows] or [each.file]
        found.append({"check": "statutory", "told": f"{each.rule}: {each.told}", "sources": sources})
    return found


def _omitted(verdict: Verdict, compared: Sequence[Share]) -> dict[str, Any]:
    """The flag of an operation, with the comparison of the place that it is from."""
    held = [each for each in compared if each.place in verdict.origins]
    flag: dict[str, Any] = {"check": "omission", "told": verdict.told, "sources": verdict.sources}
    if held:
        flag |= {"told": f"{verdict.told}. {held[0].told}", "p": held[0].p}
    return flag


def is_owner(reporter: str, platform: str) -> bool:
    """Whether the words of a reporter are the platform's own."""
    return reporter.strip().lower() in OWNERS.get(platform, (platform,))


def _statutory(files: Sequence[Path]) -> tuple[list[statutory.Fault], list[Path]]:
    """The faults of the statutory files among these, and the files that are none."""
    found: list[statutory.Fault] = []
    unread = []
    for path in files:
        text = documents.text_of(documents.read_bytes(path))
        if statutory.is_statutory(text):
            found += statutory.faults(path.name, text)
        else:
            unread.append(path)
    return found, unread


def _period(given: Given, mine: Sequence[Entry]) -> Period | None:
    found = omission.period_of(mine)
    start = given.start or (found.start if found else None)
    end = given.end or (found.end if found else None)
    if start is None or end is None:
        return None
    if end < start:
        raise UsageError(f"the period ends on {end}, before it begins on {start}", mend="check --from and --until")
    return Period(start, end)


def _known(entries: Sequence[Entry], joined: Sequence[Join], others: int) -> list[Known]:
    """The operations, each with what others report of it and what the platform disclosed."""
    why: dict[int, list[str]] = {}
    for join in joined:
        why.setdefault(join.one, []).append(f"{entries[join.one].source} and {entries[join.other].source}: {join.why}")
    return [
        Known(
            tuple(entries[place] for place in group if place < others),
            tuple(entries[place] for place in group if place >= others),
            tuple(dict.fromkeys(line for place in group for line in why.get(place, ()))),
        )
        for group in groups(len(entries), joined)
    ]


def _told(entries: Sequence[Entry], join: Join) -> dict[str, Any]:
    return {"one": entries[join.one].source, "other": entries[join.other].source, "why": join.why}


def _plain(value: Any) -> Any:
    """Dates as text, what is missing left out."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
