"""The sentences of a finding. Numbers first, innocent explanations before suspicions, no accusation."""

import math

from overt.model.scale import Scale, duration


def number(value: float) -> str:
    """A number as a person reads it: 1,234, 12.3, 0.04, 2e-9, never a long tail of digits."""
    if math.isnan(value):
        return "unknown"
    if value == 0:
        return "0"
    if value >= 1_000:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.0f}"
    if value >= 0.001:
        return f"{value:.2g}"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def receipt(
    plural: str,
    shared: int,
    possible: int,
    expected: float,
    scale: Scale | None,
    hits: int,
    trials: int,
    expected_hits: float,
    q: float,
) -> str:
    """The one line that stands for an edge: what was shared, what was expected, how close, how sure."""
    first = (
        f"shared {shared} of {possible} {plural}, expected {number(expected)}"
        if shared
        else f"shared only {plural} that very many accounts used"
    )
    if scale is None:
        return f"{first}; q = {number(q)}"
    sittings = "sitting" if trials == 1 else "sittings"
    return (
        f"{first}; within {duration(scale.within)} of each other in {hits} of {trials} {sittings}, "
        f"expected {number(expected_hits)}; q = {number(q)}"
    )


def about(seconds: float) -> str:
    """A length of time as a person says it: "40 s", "3 min", "2 h", "5 d"."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size):,} {unit}"
    return f"{seconds:.2g} s" if seconds < 10 else f"{round(seconds)} s"


def some(count: int, noun: str) -> str:
    """ "1 account", "2 accounts"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(names: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"


def network_summary(members: int, platforms: list[str], plurals: list[str], first: str, last: str) -> str:
    """What a network is, in two sentences without an accusation."""
    where = f"on {listed(platforms)}" if platforms != ["unknown"] else "in this data set"
    crossing = " across platforms" if len(platforms) > 1 else ""
    return (
        f"{some(members, 'account')} {where} used the same {listed(plurals)} close together in time{crossing}, "
        f"again and again, between {first[:10]} and {last[:10]}: "
        "more often than chance, news and shared habits explain."
    )
