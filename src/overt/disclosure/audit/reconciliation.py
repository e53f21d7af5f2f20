"""The same operation in several reports of one company: counts, origins and periods that disagree.

Only what two reports both state is compared, and an origin that one of them states and the other leaves out. A report
for a longer period that holds the shorter one does not disagree with it; counts of different periods are not compared,
and a count that is the sum of two networks of the reporter does not disagree with either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from overt.disclosure.audit.entries import Entry
from overt.disclosure.audit.places import shown

ORIGIN, ORIGIN_IN_ONE, COUNT, PERIOD = "origins", "origin in one only", "counts", "periods"
"""What disagrees."""


@dataclass(frozen=True)
class Disagreement:
    """Two reports of one company that do not say the same of one operation. `why` they are held to be one operation."""

    name: str
    reporter: str
    what: str
    told: str
    sources: tuple[str, ...]
    why: str


def disagreements(entries: Sequence[Entry], pairs: Sequence[tuple[int, int, str]]) -> list[Disagreement]:
    """Every disagreement between two entries of one reporter that are one operation. `pairs`: places, and why."""
    found: dict[tuple[str, ...], Disagreement] = {}
    for one, other, why in pairs:
        mine, yours = entries[one], entries[other]
        if mine.operation.reporter.lower() == yours.operation.reporter.lower() and _comparable(mine, yours):
            for what, told in (*_origins(mine, yours), *_counts(mine, yours, entries), *_periods(mine, yours)):
                made = Disagreement(mine.name, mine.operation.reporter, what, told, (mine.source, yours.source), why)
                found.setdefault((what, *sorted(made.sources)), made)
    return list(found.values())


def _span(entry: Entry) -> tuple[date, date] | None:
    one = entry.operation
    return (one.period_start, one.period_end) if one.period_start and one.period_end else None


def _days(entry: Entry) -> tuple[date, date] | None:
    one = entry.operation
    days = [day for day in (one.period_start, one.period_end, one.reported_on) if day]
    return (min(days), max(days)) if days else None


def _comparable(mine: Entry, yours: Entry) -> bool:
    """Whether they may be about the same time: later reports of a lasting operation are not about the same."""
    first, second = _days(mine), _days(yours)
    return not first or not second or (first[0] <= second[1] and second[0] <= first[1])


def _origins(mine: Entry, yours: Entry) -> Iterator[tuple[str, str]]:
    one, other = mine.origins, yours.origins
    if one and other and one != other:
        yield ORIGIN, f"one report says that it is from {_listed(one)}, the other from {_listed(other)}"
    elif (one or other) and not (one and other):
        yield (
            ORIGIN_IN_ONE,
            f"one report says that it is from {_listed(one | other)}, the other does not say from where",
        )


def _counts(mine: Entry, yours: Entry, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    for kind in ("surfaces", "followers"):
        one = {c.what: c for c in getattr(mine.operation, kind)}
        other = {c.what: c for c in getattr(yours.operation, kind)}
        for what in sorted(one.keys() & other.keys()):
            first, second = one[what], other[what]
            if first.number == second.number or first.about or second.about:
                continue
            if not _added_up(kind, what, abs(first.number - second.number), mine, yours, entries):
                whose = "followers of " if kind == "followers" else ""
                yield COUNT, f"{first.number:,} {whose}{what} in one report, {second.number:,} in the other"


def _added_up(kind: str, what: str, rest: int, mine: Entry, yours: Entry, entries: Sequence[Entry]) -> bool:
    """Whether a third network of the reporter, for that time and place, has the rest: one report tells of both."""
    return any(
        each.operation.reporter == mine.operation.reporter
        and each.origins & mine.origins & yours.origins
        and _comparable(each, mine)
        and any(c.what == what and c.number == rest for c in getattr(each.operation, kind))
        for each in entries
        if each is not mine and each is not yours
    )


def _periods(mine: Entry, yours: Entry) -> Iterator[tuple[str, str]]:
    first, second = _span(mine), _span(yours)
    if first and second and not (_within(first, second) or _within(second, first)):
        yield PERIOD, f"reported for {first[0]} to {first[1]} and for {second[0]} to {second[1]}"


def _within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _listed(places: frozenset[str]) -> str:
    return " and ".join(sorted(map(shown, places)))
