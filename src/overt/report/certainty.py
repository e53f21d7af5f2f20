"""How sure: the run's error control in plain words. The words grade statistics, never intent."""

from typing import Any

from overt.report.words import decimal, estimate, some

CLASSES = {
    "coordinated": "they act together; nothing hidden was seen",
    "suspected covert": "evidence of deception holds so far; a lead for people, not a verdict",
    "covert": "people, not software, judged that the coordination hides something",
    "openly affiliated": "they act together and say so",
    "syndication or declared automation": "a newswire, a scheduler or a declared bot explains it",
    "shared interest": "they like the same things; their timing is ordinary",
    "insufficient evidence": "too little to say either way",
}
"""What each outcome class of a network means."""


def of_edges(q: Any) -> str:
    """One or two sentences on the false discovery rate behind the edges."""
    if q is None:
        return "The false discovery rate of this run is not recorded."
    hundred = float(q) * 100
    about = f"about {hundred:.0f}" if hundred >= 1 else "fewer than one"
    return (
        f"Links between accounts were accepted at a false discovery rate of {hundred:g}%: of every hundred "
        f"links shown, {about} may be chance. A link picked at random is {estimate(q)} not chance, which "
        "is not the same as not innocent."
    )


def of_network(p: Any, run: dict[str, Any]) -> str:
    """What a network's own p says; an empty text where there is none."""
    if not isinstance(p, (int, float)):
        return ""
    share = float(p)
    if share < 0.01:
        rarity = f"fewer than {max(1, round(share * 1000))} in 1,000"
    else:
        rarity = f"about {round(share * 100)} in 100"
    return (
        f"p = {decimal(p)}: if only the finer timing were shuffled, {rarity} such data sets would hold a "
        f"network at least this large by chance.{_floor(share, run)}"
    )


def _floor(p: float, run: dict[str, Any]) -> str:
    """That a p is the smallest there can be: 1 / (copies + 1), times the scales that were tried."""
    copies, scales = (run.get("parameters") or {}).get("permutations"), len(run.get("scales") or [])
    if not isinstance(copies, int) or not scales or abs(p * (copies + 1) / scales - 1) > 0.01:
        return ""
    return f" It is the smallest value that {copies} shuffled copies at {some(scales, 'scale')} can give."
