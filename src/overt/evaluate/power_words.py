"""What a power run says: what came back, and for each closeness the smallest operation that would be found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from scipy.stats import binomtest

from overt.findings.sentences import some
from overt.model.scale import duration

SCHEMA = "overt.power/1"
PLURAL = {"url": "link", "text": "text", "hashtag_sequence": "sequence of tags"}


class Copy(NamedTuple):
    """What came of one copy: planted members found, and other accounts that are members only because of the ring."""

    found: int
    others: int


@dataclass(frozen=True)
class Cell:
    """Rings of one size at one closeness (seconds), one Copy for each repeat."""

    accounts: int
    within: int
    copies: tuple[Copy, ...]

    @property
    def planted(self) -> int:
        """Members planted over all repeats."""
        return self.accounts * len(self.copies)

    @property
    def found(self) -> int:
        """Members found over all repeats."""
        return sum(copy.found for copy in self.copies)

    @property
    def recall(self) -> float:
        """Share of the planted members that came back."""
        return self.found / self.planted

    def whole(self, share: float) -> int:
        """Repeats in which at least this share of the ring came back."""
        return sum(copy.found >= share * self.accounts for copy in self.copies)

    def facts(self, share: float) -> dict[str, Any]:
        """For power.json, with 95% Clopper-Pearson intervals of both shares."""
        low, high = interval(self.found, self.planted)
        whole = self.whole(share)
        whole_low, whole_high = interval(whole, len(self.copies))
        return {
            "within_seconds": self.within,
            "accounts": self.accounts,
            "repeats": len(self.copies),
            "members_planted": self.planted,
            "members_found": self.found,
            "recall": self.recall,
            "low": low,
            "high": high,
            "rings_found": whole,
            "rings_low": whole_low,
            "rings_high": whole_high,
            "others_drawn_in": sum(copy.others for copy in self.copies),
        }


def interval(hits: int, trials: int) -> tuple[float, float]:
    """The 95% interval of Clopper and Pearson (1934, doi:10.1093/biomet/26.4.404)."""
    found = binomtest(hits, trials).proportion_ci(method="exact")
    return float(found.low), float(found.high)


def smallest(cells: Sequence[Cell], share: float) -> Cell | None:
    """The smallest size at which the share comes back, and at every larger size that was tried; None if there is none.

    `cells`: of one closeness, in order of size.
    """
    best = None
    for cell in reversed(cells):
        if cell.recall < share:
            break
        best = cell
    return best


def sentence(cells: Sequence[Cell], share: float) -> str:
    """What would be missed at one closeness. `cells`: in order of size."""
    near, best = duration(cells[0].within), smallest(cells, share)
    if best is None:
        last = cells[-1]
        return (
            f"Here you would miss operations acting within {near}, even such of {some(last.accounts, 'account')}, "
            f"the most that were tried: {_counted(last)}."
        )
    if best is cells[0]:
        return (
            f"Here you would find operations of {some(best.accounts, 'account')} or more acting within {near}, the "
            f"fewest that were tried: {_counted(best)}.{_doubt(best, share)}"
        )
    return (
        f"Here you would miss operations smaller than {some(best.accounts, 'account')} acting within {near}; of rings "
        f"of {best.accounts}, {_counted(best)}.{_doubt(best, share)}"
    )


def _doubt(best: Cell, share: float) -> str:
    """That the rings were too few to be sure of the share, where they were."""
    return " More rings (--repeats) would make that surer." if interval(best.found, best.planted)[0] < share else ""


def _counted(cell: Cell) -> str:
    low, high = interval(cell.found, cell.planted)
    return (
        f"{cell.found:,} of {some(cell.planted, 'planted member')} came back (95% interval {low:.0%} to {high:.0%}, "
        f"{some(len(cell.copies), 'ring')})"
    )


def condition(planted: dict[str, Any]) -> str:
    """What the rings did, in one sentence: what the figures hold for."""
    through = planted["through"]
    things = some(planted["objects"], PLURAL.get(through, f"object of {through}"))
    cover = f"{planted['cover']:g} made-up ordinary {'post' if planted['cover'] == 1 else 'posts'} around each"
    return (
        f"This holds for rings whose accounts all share {things}, each time within the time given, with {cover}. "
        "Operations that share fewer things, or take part in turns, need to be larger or stay unseen."
    )


def facts(asked: dict[str, Any], cells: Sequence[Cell], members: int, share: float) -> dict[str, Any]:
    """The content of power.json. `members`: accounts in networks of the posts as they are."""
    by_within: dict[int, list[Cell]] = {}
    for cell in cells:
        by_within.setdefault(cell.within, []).append(cell)
    least = {within: smallest(mine, share) for within, mine in by_within.items()}
    return {
        "schema": SCHEMA,
        **asked,
        "members_as_it_is": members,
        "cells": [cell.facts(share) for cell in cells],
        "smallest": [
            {"within_seconds": within, "accounts": best.accounts if best else None} for within, best in least.items()
        ],
        "sentences": [sentence(mine, share) for mine in by_within.values()],
        "condition": condition(asked["planted"]),
    }
