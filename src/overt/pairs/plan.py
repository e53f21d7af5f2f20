"""Which way to count pairs: chosen from a cheap estimate of the work."""

from dataclasses import dataclass

MOST_STEPS = 20_000_000_000
"""Steps of the sweep, about a nanosecond each, from which the prefix filter is tried on the embedded engine."""
BUSY = 50_000_000
"""Sum of m^2 over objects and buckets from which listing every co-action costs a distributed engine more."""


@dataclass(frozen=True)
class Plan:
    """The plan's name (sweep, bucketed join, prefix filter) and why it was chosen."""

    name: str
    why: str


def embedded(steps: int) -> Plan:
    """The plan in this process. `steps`: pairs of uses that the sweep would look at."""
    if steps <= MOST_STEPS:
        return Plan("sweep", f"{steps:,} steps, at most {MOST_STEPS:,}")
    return Plan("prefix filter", f"popular objects within a long interval: {steps:,} steps")


def distributed(squares: float) -> Plan:
    """The plan elsewhere. `squares`: the sum of m^2 over objects and buckets used m times."""
    name = "prefix filter" if squares >= BUSY else "bucketed join"
    return Plan(name, f"sum of squares {squares:,.0f}, the limit {BUSY:,}")
