"""Whether a platform disclosed fewer operations from a place than others report, by an exact test.

Of the operations that the platform disclosed and those that others report for the same period, so many in all are from
a place. If who reports an operation had nothing to do with where it is from, the number of them among the platform's
would be hypergeometric (Fisher's exact test); p is the chance of as few as there are, or fewer. Many places are looked
at: p is multiplied by the number of those for which any outcome could have been below the limit (Tarone 1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from overt.disclosure.audit.entries import Entry
from overt.disclosure.audit.omission import Known, Period, counted, covered
from overt.disclosure.audit.places import shown

ALPHA = Fraction(1, 20)
"""The chance of at least one flag where who reports has nothing to do with origins."""
ASSUMES = (
    "each operation is one draw, independent of the others, and the same operation is not on both sides unseen",
    "the platform would meet operations from a place as often as those who report do: they are the yardstick",
    "whether an origin is stated has nothing to do with which it is; operations of no stated origin are left out",
    "the disclosures given are all that the platform published for the period",
)
CANNOT_SHOW = (
    "why there are few or none: not looked for, not found, not there, or not published look the same",
    "that there were operations from the place on the platform; the list of operations says that, where it does",
    "anything outside the period, or of places that others do not report, either",
)


@dataclass(frozen=True)
class Share:
    """One place: of how many disclosed and reported operations, and how surprising that is. `p` is corrected.

    `p_if_unknown` is the p, not corrected, if all disclosed operations of no stated origin had come from the place.
    """

    place: str
    disclosed: int
    of_disclosed: int
    unknown: int
    reported: int
    of_reported: int
    p_alone: float
    p: float
    p_if_unknown: float
    flag: bool
    told: str
    disclosed_sources: tuple[str, ...]
    reported_sources: tuple[str, ...]


def at_most(count: int, drawn: int, marked: int, total: int) -> Fraction:
    """The chance of `count` or fewer marked ones among `drawn` of `total`, of which `marked` are marked. Exact."""
    if not (0 <= drawn <= total and 0 <= marked <= total):
        raise ValueError("neither more drawn nor more marked than there are")
    lowest = max(0, drawn - (total - marked))
    ways = sum(comb(marked, k) * comb(total - marked, drawn - k) for k in range(lowest, min(count, marked, drawn) + 1))
    return Fraction(ways, comb(total, drawn))


def tarone(least: Sequence[Fraction], alpha: Fraction = ALPHA) -> int:
    """The factor of Tarone's correction: the smallest k for which at most k tests can reach alpha / k. At least 1."""
    k = 1
    while sum(each <= alpha / k for each in least) > k:
        k += 1
    return k


def shares(platform: str, known: Sequence[Known], period: Period | None) -> list[Share]:
    """Every place that others report, the most surprising first. Each operation counts once on a side."""
    held = [[entry for entry in each.disclosed if period and period.holds(entry.dated)] for each in known]
    mine = [entries for entries in held if entries]
    given = [entry for entries in mine for entry in entries]
    others = [
        (frozenset(place for entry in inside for place in entry.origins), tuple(entry.source for entry in inside))
        for each in known
        if (
            inside := [e for e in each.reported if period and period.holds(e.dated) and covered(e.dated, given, period)]
        )
    ]
    others = [(origins, sources) for origins, sources in others if origins]
    if not mine or not others:
        return []
    places = sorted({place for origins, _ in others for place in origins})
    tables = [_table(place, mine, others) for place in places]
    factor = tarone([at_most(0, t.of_disclosed, t.all_from, t.of_disclosed + t.of_reported) for t in tables])
    found = [_share(platform, period, table, factor) for table in tables]
    return sorted(found, key=lambda s: (s.p, s.p_alone, s.place))


@dataclass(frozen=True)
class _Table:
    """Sources of the disclosed and the reported operations, from the place or not."""

    place: str
    disclosed: tuple[str, ...]
    of_disclosed: int
    unknown: int
    reported: tuple[str, ...]
    of_reported: int

    @property
    def all_from(self) -> int:
        return len(self.disclosed) + len(self.reported)


def _table(
    place: str, given: Sequence[Sequence[Entry]], others: Sequence[tuple[frozenset[str], tuple[str, ...]]]
) -> _Table:
    """`given`: the entries of each disclosed operation; `others`: origins and sources of each that others report."""
    told = [held for held in given if any(entry.origins or place in entry.not_from for entry in held)]
    return _Table(
        place,
        tuple(held[0].source for held in told if any(place in entry.origins for entry in held)),
        len(told),
        len(given) - len(told),
        tuple(sources[0] for origins, sources in others if place in origins),
        len(others),
    )


def _share(platform: str, period: Period | None, table: _Table, factor: int) -> Share:
    mine, n, theirs, m = len(table.disclosed), table.of_disclosed, len(table.reported), table.of_reported
    alone = at_most(mine, n, mine + theirs, n + m)
    if_unknown = at_most(mine + table.unknown, n + table.unknown, mine + table.unknown + theirs, n + table.unknown + m)
    p = min(Fraction(1), alone * factor)
    place = shown(table.place)
    told = f"{counted(n)} that {platform} disclosed for {period} with a word on where they are from, "
    told += f"{'none' if not mine else f'{mine:,}'} from {place}; of {m:,} that others report for it, {theirs:,} "
    told += f"{'is' if theirs == 1 else 'are'}: p = {float(p):.2g}"
    told += f" (exact; alone {float(alone):.2g}, times {factor} for the places looked at)" if factor > 1 else " (exact)"
    if table.unknown:
        told += f"; of {counted(table.unknown, 'more disclosed operation')} it is not said where they are from"
    if mine * m >= theirs * n and mine:
        told += "; that is no smaller share than others report"
    return Share(
        place,
        mine,
        n,
        table.unknown,
        theirs,
        m,
        float(alone),
        float(p),
        float(if_unknown),
        p <= ALPHA and mine * m < theirs * n,
        told,
        table.disclosed,
        table.reported,
    )
