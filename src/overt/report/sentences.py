"""The sentences about one edge: the receipt's own, and what it means."""

from overt.report.results import Edge
from overt.report.words import count, decimal

_THINGS = {
    "url": "urls",
    "domain": "domains",
    "repost": "reposts",
    "hashtag": "hashtags",
    "hashtag_sequence": "hashtag sequences",
    "text": "texts",
}


def things(trace: str) -> str:
    """What a trace counts, in the plural: "urls", "hashtag sequences", "objects of sound_id"."""
    return _THINGS.get(trace, f"objects of {trace}")


def receipt(edge: Edge) -> str:
    """The receipt sentence of findings.json, or the same made from the edge's own numbers."""
    if edge.sentence:
        return edge.sentence
    near = (edge.scale or "").split(" / ")[0]
    parts = [f"shared {count(edge.shared)} {things(edge.trace)}, expected {decimal(edge.expected_shared)}"]
    if edge.within is not None:
        of = f" of {count(edge.trials)} times" if edge.trials is not None else ""
        parts.append(
            f"{count(edge.within)}{of} within {near or 'the interval'}, expected {decimal(edge.expected_within)}"
        )
    parts.append(f"q = {decimal(edge.q)}")
    return "; ".join(parts)


def meaning(edge: Edge) -> str:
    """The same in plain words; an empty text where the numbers for it are missing."""
    if edge.within is None or edge.expected_within is None or not edge.scale or " / " not in edge.scale:
        return ""
    near, window = edge.scale.split(" / ", 1)
    of = f"Of {count(edge.trials)} sittings of {window} in which both did the same thing, " if edge.trials else "In "
    sittings = "" if edge.trials else " sittings"
    return (
        f"{of}{count(edge.within)}{sittings} saw them do it within {near} of each other; chance alone would "
        f"give about {decimal(edge.expected_within)}."
    )


def lead(edge: Edge, a: str, b: str) -> str:
    """Who of the two acted first, where there is anything to say; ties count for neither."""
    if edge.lead is None or not edge.untied:
        return ""
    first, share = (a, edge.lead) if edge.lead >= 0.5 else (b, 1 - edge.lead)
    if share < 0.75 or edge.untied < 4:
        return ""
    return f"{first} acted first in {share:.0%} of {count(edge.untied)} co-actions that were not ties."
