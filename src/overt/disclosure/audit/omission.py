"""Operations that others report as touching a platform, against what the platform disclosed for a period.

Every verdict is for people, in words that say no more than the records do. `disclosed`: a name, an indicator, counts
or a person joins it to an operation that the platform disclosed. `not disclosed`: nothing that was disclosed for the
period could be it, which is a flag. `undecidable`: a disclosed operation may be it, or there is nothing to compare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from overt.disclosure.audit.entries import Entry
from overt.disclosure.audit.places import shown

DISCLOSED, NOT_DISCLOSED, UNDECIDABLE = "disclosed", "not disclosed", "undecidable"
"""Verdicts. Only `not disclosed` is a flag."""
OTHERWISE = (
    "it may be covered by an operation that was disclosed under another origin or in a report that is not given here, "
    "or its accounts may have been removed without being disclosed as an operation"
)


@dataclass(frozen=True)
class Period:
    """The days that an audit is about, both included."""

    start: date
    end: date

    def meets(self, entry: Entry) -> bool:
        """Whether an operation may be of it: a day of its own period is in it, or it has none."""
        days = _days(entry)
        return not days or (min(days) <= self.end and max(days) >= self.start)

    def holds(self, day: date | None) -> bool:
        """Whether a day is in it."""
        return day is not None and self.start <= day <= self.end

    def __str__(self) -> str:
        """Both days."""
        return f"{self.start} to {self.end}"


@dataclass(frozen=True)
class Waited:
    """Days from the notice (the first dated report of others) to the action, as far as the records bound them.

    `least` and `most` are equal where both days are known. `open`: nothing was disclosed by the end of the period.
    A negative number says that the platform was first.
    """

    notice: date
    least: int
    most: int | None
    open: bool


@dataclass(frozen=True)
class Verdict:
    """What can be said of one operation, with the files and rows that say so."""

    name: str
    reporters: tuple[str, ...]
    origins: tuple[str, ...]
    dated: date | None
    verdict: str
    told: str
    sources: tuple[str, ...]
    inside: bool
    disclosed_by: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    waited: Waited | None = None


@dataclass(frozen=True)
class Known:
    """One operation: what others report of it, what the platform disclosed of it, and why they are one."""

    reported: tuple[Entry, ...]
    disclosed: tuple[Entry, ...]
    why: tuple[str, ...] = ()


def period_of(disclosed: Sequence[Entry]) -> Period | None:
    """From the first to the last day of which the disclosures speak; None where none of them has a day."""
    days = [day for entry in disclosed for day in _days(entry)]
    return Period(min(days), max(days)) if days else None


def covered(day: date | None, disclosed: Sequence[Entry], period: Period | None) -> bool:
    """Whether a disclosure speaks of that day. Of other days nothing can be said, whatever the period.

    One that has no period of its own, only a day of publication, is taken to speak of the time from the period's begin.
    """
    if day is None or period is None:
        return False
    spans = [
        (one.period_start or period.start, one.period_end or one.reported_on or one.period_start)
        for one in (entry.operation for entry in disclosed)
    ]
    return any(end and start <= day <= end for start, end in spans)


def counted(number: int, what: str = "operation") -> str:
    """A number of things."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _days(entry: Entry) -> list[date]:
    one = entry.operation
    return [day for day in (one.period_start, one.period_end, one.reported_on) if day]


def verdicts(platform: str, known: Sequence[Known], period: Period | None) -> list[Verdict]:
    """A verdict on every operation that others report as touching the platform."""
    disclosed = [[entry for entry in each.disclosed if period and period.meets(entry)] for each in known]
    given, number = [entry for held in disclosed for entry in held], sum(map(bool, disclosed))
    found = [
        _verdict(platform, each, given, number, period)
        for each in known
        if any(entry.operation.touches(platform) for entry in each.reported)
    ]
    order = (NOT_DISCLOSED, UNDECIDABLE, DISCLOSED)
    return sorted(found, key=lambda v: (order.index(v.verdict), v.dated or date.min, v.name, v.sources))


def _verdict(platform: str, each: Known, given: Sequence[Entry], number: int, period: Period | None) -> Verdict:
    touching = [entry for entry in each.reported if entry.operation.touches(platform)]
    days = sorted(day for entry in touching if (day := entry.dated))
    inside = [day for day in days if period and period.holds(day)]
    origins = frozenset(place for entry in each.reported for place in entry.origins)
    name = next((entry.name for entry in touching if entry.operation.aliases), touching[0].name)
    may_be = [entry for entry in given if _could_be(entry, origins)]
    later = [entry for entry in each.disclosed if period and entry.dated and min(_days(entry)) > period.end]
    in_time = [entry for entry in each.disclosed if entry not in later]
    verdict, told = UNDECIDABLE, ""
    if in_time:
        verdict, told = DISCLOSED, f"{name} is among the operations that {platform} disclosed"
    elif period is None or not given:
        told = f"no disclosure of {platform} with a date is given for the period: nothing to compare {name} with"
    elif not inside:
        when = f"dated {days[0]}" if days else "without a date"
        told = f"{name} is {when}, the period is {period}: nothing is said of it"
    elif not any(covered(day, given, period) for day in inside):
        told = f"{name} is dated {inside[0]}, and no disclosure that is given speaks of that day"
    elif not origins:
        told = f"{name} has no place of origin, and no name or indicator joins it to a disclosed operation"
    elif may_be:
        told = f"{name} may be covered by one of {counted(len(may_be))} that {platform} disclosed for {period}; "
        told += "no name, indicator or count tells whether it is"
    else:
        verdict = NOT_DISCLOSED
        what = f"among the {number:,} operations" if number > 1 else "the one operation"
        which = "none of which" if number > 1 else "which"
        told = f"{name} is not {what} that {platform} disclosed for {period}, {which} is "
        told += f"{'' if number > 1 else 'not '}said to be from {_or(origins)}; {OTHERWISE}"
    if later:
        told += f". It is among those disclosed later, dated {later[0].dated}"
    return Verdict(
        name,
        tuple(dict.fromkeys(entry.operation.reporter for entry in each.reported)),
        tuple(sorted(map(shown, origins))),
        inside[0] if inside else days[0] if days else None,
        verdict,
        told,
        tuple(source for entry in touching for source in entry.sources()),
        any(covered(day, given, period) for day in inside),
        tuple(entry.source for entry in each.disclosed),
        tuple(entry.source for entry in may_be) if verdict == UNDECIDABLE and inside else (),
        each.why,
        _waited(each, period, verdict),
    )


def _could_be(entry: Entry, origins: frozenset[str]) -> bool:
    """Whether a disclosed operation may be one from these places, for all that is said of it."""
    return bool(entry.origins & origins) if entry.origins else not origins <= entry.not_from


def _waited(each: Known, period: Period | None, verdict: str) -> Waited | None:
    """Only from days that are given: a notice needs the day on which it was published."""
    notices = [day for entry in each.reported if (day := entry.operation.reported_on)]
    if not notices or period is None:
        return None
    notice = min(notices)
    spans = []
    for entry in each.disclosed:
        if days := _days(entry):
            spans.append((min(days), max(days)))
    if spans:
        first, last = min(spans)
        return Waited(notice, (first - notice).days, (last - notice).days, open=False)
    if verdict == NOT_DISCLOSED and notice <= period.end:
        return Waited(notice, (period.end - notice).days, None, open=True)
    return None


def _or(origins: frozenset[str]) -> str:
    return " or ".join(sorted(map(shown, origins)))
