"""Many seeds of one scenario in one line: the median, and the worst seed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from overt.evaluate.adversarial.play import Tally


@dataclass(frozen=True)
class Line:
    """One method on one scenario and background, over seeds."""

    background: str
    scenario: str
    method: str
    tallies: tuple[Tally, ...]

    @property
    def operation(self) -> int:
        """Accounts to be found, in the median seed."""
        return int(median(t.operation for t in self.tallies))

    @property
    def recall(self) -> float | None:
        """Median share of the operation that was found; None where there is none."""
        shares = [t.found / t.operation for t in self.tallies if t.operation]
        return median(shares) if shares else None

    @property
    def found(self) -> tuple[float, int]:
        """Accounts of the operation that were found: median, fewest."""
        return median(t.found for t in self.tallies), min(t.found for t in self.tallies)

    @property
    def accused(self) -> tuple[float, int]:
        """Innocents accused: median, most."""
        return median(t.accused for t in self.tallies), max(t.accused for t in self.tallies)

    @property
    def worst(self) -> Tally:
        """The seed with most innocents accused; among equals the one with fewest found."""
        return max(self.tallies, key=lambda t: (t.accused, t.missed, -t.seed))

    @property
    def classes(self) -> dict[str, int]:
        """Networks by class, over all seeds."""
        return dict(sorted(sum((Counter(t.classes) for t in self.tallies), Counter()).items()))

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        (found, fewest), (accused, most), worst = self.found, self.accused, self.worst
        return {
            "background": self.background,
            "scenario": self.scenario,
            "method": self.method,
            "seeds": [t.seed for t in self.tallies],
            "operation": self.operation,
            "found": found,
            "found_least": fewest,
            "recall": self.recall,
            "innocents": int(median(t.innocents for t in self.tallies)),
            "accused": accused,
            "accused_most": most,
            "worst_seed": worst.seed,
            "accused_by_role": dict(sorted(sum((Counter(t.roles) for t in self.tallies), Counter()).items())),
            "classes": self.classes,
            "seconds": median(t.seconds for t in self.tallies),
        }

    def cell(self) -> str:
        """For the table: found and accused, the worst seed in brackets where it differs."""
        found = _both(*self.found) if self.operation else "-"
        return f"{found} / {_both(*self.accused)}"


def summed(tallies: Sequence[Tally]) -> list[Line]:
    """One line per background, scenario and method, in the order in which they come."""
    lines: dict[tuple[str, str, str], list[Tally]] = {}
    for tally in tallies:
        lines.setdefault((tally.background, tally.scenario, tally.method), []).append(tally)
    return [Line(*key, tuple(several)) for key, several in lines.items()]


def _both(middle: float, worst: int) -> str:
    return f"{middle:g}" if middle == worst else f"{middle:g} ({worst})"
