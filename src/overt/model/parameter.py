"""Parameter: one adjustable number or choice of a scan, as data.

The command line, the documentation and the methods paragraph are all made from `PARAMETERS`.
"""

import math
from dataclasses import dataclass
from typing import Any

from overt.errors import UsageError


@dataclass(frozen=True)
class Parameter:
    """A parameter with its unit, default, bounds and one sentence of help."""

    name: str
    default: Any
    help: str
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None

    def check(self, value: Any) -> Any:
        """The value, if it lies within the bounds. Raises UsageError otherwise."""
        if isinstance(self.default, int) and isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, (int, type(self.default))):
            kind = "a whole number" if isinstance(self.default, int) else "a number"
            raise UsageError(f"--{self.name.replace('_', '-')} is {value!r}", mend=f"give {kind}")
        below = self.minimum is not None and value < self.minimum
        above = self.maximum is not None and value > self.maximum
        if below or above or math.isnan(value):
            raise UsageError(
                f"--{self.name.replace('_', '-')} is {value}",
                mend=f"give a value from {self.minimum} to {self.maximum}",
            )
        return value


PARAMETERS = (
    Parameter("q", 0.01, "false discovery rate of each of the two edge families", "", 1e-6, 0.2),
    Parameter("seed", 0, "seed of every random draw", "", 0, 2**31 - 1),
    Parameter(
        "hub_cap",
        100,
        "objects used by more accounts than this are left out of the structure test",
        "accounts per stratum",
        2,
        100_000,
    ),
    Parameter(
        "min_occasions",
        3,
        "distinct co-action occasions that an edge of a finding needs",
        "occasions",
        2,
        1_000,
    ),
    Parameter("min_members", 3, "accounts that a network needs to be reported as a finding", "accounts", 2, 1_000),
    Parameter(
        "rewording",
        0.9,
        "with --model: texts whose directions are at least this close are taken for one statement",
        "cosine",
        0.5,
        1.0,
    ),
    Parameter("min_text", 20, "normalised texts shorter than this are not an object", "characters", 1, 10_000),
    Parameter(
        "generic_share",
        0.005,
        "a text used by more than this share of accounts is a generic phrase",
        "share of accounts",
        1e-6,
        1,
    ),
    Parameter(
        "generic_floor",
        200,
        "a text used by no more than this many accounts is never generic",
        "accounts",
        1,
        10**9,
    ),
    Parameter(
        "rare_hashtag",
        100,
        "a hashtag or site is an object only if no more accounts than this used it",
        "accounts",
        2,
        10**9,
    ),
    Parameter(
        "rare_uses",
        300,
        "a hashtag or site is an object only if it was used no more often than this",
        "uses",
        2,
        10**9,
    ),
    Parameter("permutations", 200, "jittered copies behind a network's own p", "copies", 20, 10_000),
)


def defaults() -> dict[str, Any]:
    """Every parameter at its default."""
    return {p.name: p.default for p in PARAMETERS}


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """Defaults overridden by what was given, within bounds. Raises UsageError."""
    known = {p.name: p for p in PARAMETERS}
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise UsageError(f"no parameter is called {unknown[0]}", mend="known: " + ", ".join(sorted(known)))
    return {**defaults(), **{name: known[name].check(value) for name, value in given.items()}}
