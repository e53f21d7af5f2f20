"""The methods paragraph: written by the run from what it actually did."""

from typing import Any

from overt.findings.sentences import listed, number
from overt.model.scale import Scale, duration


def paragraph(
    version: str,
    settings: dict[str, Any],
    scales: tuple[Scale, ...],
    dropped: list[Scale],
    traces: list[str],
    structure_m: int,
    synchrony_m: int,
    tested: int,
    posts: int,
    accounts: int,
    resolution: int,
) -> str:
    """One paragraph fit for the methods section of a paper, with the numbers of this very run."""
    used = listed([f"({duration(s.within)}, {duration(s.window)}, habit {s.habit:g})" for s in scales])
    left_out = (
        f" Scales left out because the times are too coarse or the data too short: {listed([s.name for s in dropped])}."
        if dropped
        else ""
    )
    sync = (
        f"The synchrony test is an interval-jitter test at the scales (w, B) {used}: given the co-uses closer than B, "
        "one trial per pair and B-window, it asks in how many windows two uses lay closer than w. The chance of that "
        "is the largest of the interval-jitter chance (corrected for the time resolution of "
        f"{duration(resolution)} and, for windows over an hour, for the two accounts' daily rhythms), of what accounts "
        "without a structural tie showed on the same object, window and source, and of what the pair's own uses of the "
        "object on other days show; its odds are multiplied by the scale's habit factor, a bound on what shared habits "
        "that the data cannot show could do. At scales from 5 min on the test is repeated without the reposts of the "
        "one account that the pair passes on most, and the larger p stands."
        if scales
        else "The synchrony test was not possible: no scale fits the resolution and the span of the times."
    )
    return (
        f"overt {version} read {posts:,} posts of {accounts:,} accounts and looked at {listed(traces)}. "
        "The structure test compares the number of objects that two accounts share in different posts with a Poisson "
        "count whose mean "
        "follows from their activity and the objects' popularity, within strata of language and week, objects of "
        f"more than {settings['hub_cap']} accounts left out, survivors refitted under the maximum-entropy bipartite "
        f"configuration model. {sync}{left_out} Traces and scales were combined per pair by the Cauchy combination; "
        f"the false discovery rate was controlled at {number(settings['q'])} by Benjamini-Hochberg in two families: "
        f"structure, over {structure_m:,} pairs, and synchrony, over {synchrony_m:,} of {tested:,} pairs with at least "
        f"{settings['min_occasions']} trials (Tarone, Gilbert). A synchronised edge needs {settings['min_occasions']} "
        "occasions with different posts in different windows. Networks are Leiden communities of synchronised edges "
        f"with at least {settings['min_members']} accounts of which three are synchronised each with the other two; "
        "accounts that only ever acted first and were copied are targets, not members. A network's own p is from "
        f"{settings['permutations']} jittered copies per scale, Bonferroni over scales. Random draws used seed "
        f"{settings['seed']}."
    )
