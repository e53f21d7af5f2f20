"""How a person is to read a network: what was seen, an innocent reading first, what speaks against it, what is unknown.

No sentence here says who is behind an account, and none names a country. What is asked and ordinary speaks for an
innocent reading; what was not known is said to be unknown, never to be absent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from overt.findings.confidence import hidden, together
from overt.findings.sentences import listed, number, some

NOTHING_HIDDEN = "coordinated, nothing hidden was seen"
HEADLINES = {
    "coordinated": NOTHING_HIDDEN,
    "suspected covert": "coordinated, and there are signs that something is hidden: a lead for people, not a verdict",
    "openly affiliated": "coordinated, and open about it",
    "syndication or declared automation": "the same source or the same machine, openly",
    "insufficient evidence": "too little to say that they act together as one network",
}
"""Class -> how the network reads in one line."""
MIXED = {
    "openly affiliated": "coordinated, and most of the accounts are open about it",
    "syndication or declared automation": "for the most part the same source or the same machine, openly",
}
"""The same where some members are open about themselves and others are not."""
ONE_SIGN = "coordinated; one kind of sign that something may be hidden, too little to suspect it"
DIMENSIONS = {
    "identity": "who they are",
    "location": "where they are",
    "relationships": "whom they belong with",
    "popularity": "how popular they are",
    "purpose": "why they speak",
}
NEVER_KNOWN = (
    "Who is behind the accounts, whether one person or many, and whether they know of one another: nothing here looks "
    "at that."
)
ORDINARY = "Nothing out of the way"
NO_PROFILES = "Whether anything is hidden: nothing was asked."
NAMED = 8
"""Accounts that a sentence names before it counts the rest."""


@dataclass(frozen=True)
class Found:
    """What is known of one network. names: of the members; open: of each what it is openly, by kind, or None.

    assessment: as findings.json has it, None where nothing was asked. q: what the run allowed; p: None without copies.
    """

    summary: str
    label: str
    names: Sequence[str]
    open: Sequence[str | None]
    assessment: Mapping[str, Any] | None
    innocent: Sequence[str]
    against: Sequence[str]
    coordination: Sequence[str]
    q: float
    p: float | None
    links: int
    occasions: float


def reading(found: Found) -> dict[str, Any]:
    """The `reading` of a network in findings.json."""
    cues = _cues(found.assessment)
    holding = [cue for cue in cues if cue["holds"]]
    level = (found.assessment or {}).get("confidence", "none")
    return {
        "headline": headline(found.label, bool(holding), all(found.open)),
        "seen": [found.summary],
        "innocent": list(dict.fromkeys([*found.innocent, *(x for cue in holding for x in cue["innocent"])])),
        "speaks_for_it": [*openness(found), *found.against, *(ordinary(cue) for cue in cues if _asked(cue))],
        "speaks_against_it": [*found.coordination, *(standing_out(cue) for cue in holding)],
        "unknown": [*(unknown(cue) for cue in cues if not cue["enough_data"]), *_general(found.assessment)],
        "confidence": [
            together(found.q, found.p, found.links, found.occasions),
            hidden(found.label, level, cues, holding),
        ],
        "techniques": list((found.assessment or {}).get("disarm", [])),
    }


def headline(label: str, signs: bool, all_open: bool) -> str:
    """The network in one line."""
    if label == "coordinated" and signs:
        return ONE_SIGN
    return HEADLINES[label] if all_open else MIXED.get(label, HEADLINES[label])


def _cues(assessment: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    if assessment is None:
        return []
    return [cue for dimension in DIMENSIONS for cue in assessment["dimensions"][dimension]]


def _asked(cue: Mapping[str, Any]) -> bool:
    return bool(cue["enough_data"] and not cue["holds"])


def openness(found: Found) -> list[str]:
    """Which members are openly what, and that the others' silence is no sign."""
    kinds: dict[str, list[str]] = {}
    for name, kind in zip(found.names, found.open, strict=True):
        if kind:
            kinds.setdefault(kind, []).append(name)
    if not kinds:
        return []
    number_open = sum(map(len, kinds.values()))
    parts = "; ".join(f"{kind}: {_named(names)}" for kind, names in sorted(kinds.items()))
    lines = [f"{number_open} of {some(len(found.names), 'member')} are open about themselves ({parts})."]
    rest = [name for name, kind in zip(found.names, found.open, strict=True) if not kind]
    if rest:
        lines.append(
            f"Of the other {some(len(rest), 'member')} nothing of the kind is known: {_named(rest)}. "
            "That alone is no sign that anything is hidden."
        )
    return lines


def _named(names: Sequence[str]) -> str:
    shown = list(names[:NAMED])
    more = len(names) - len(shown)
    return listed([*shown, f"{more:,} more"]) if more else listed(shown)


def ordinary(cue: Mapping[str, Any]) -> str:
    """A question whose answer is nothing out of the way."""
    return f"{ORDINARY}: {cue['says']}"


def standing_out(cue: Mapping[str, Any]) -> str:
    """A question in which the members stand out, how far, and what even that cannot show."""
    strength, low, high = cue["strength"], cue["low"], cue["high"]
    if cue["kind"] == "flag":
        how = (
            f"The odds are between {number(low)} and {number(high)} times theirs (95% interval; best estimate "
            f"{number(strength)})"
        )
    else:
        how = f"Of a hundred comparable groups, 95 lie between {low:.0%} and {high:.0%}"
    return (
        f"A sign ({DIMENSIONS[cue['dimension']]}): {cue['says']} {how}; q = {number(cue['q'])}. "
        f"It cannot show {cue['cannot_show']}."
    )


def unknown(cue: Mapping[str, Any]) -> str:
    """A question that could not be asked."""
    asks = cue["asks"]
    return f"{asks[0].upper()}{asks[1:]}: not enough data. That takes {cue['needs']}."


def _general(assessment: Mapping[str, Any] | None) -> list[str]:
    return [NEVER_KNOWN] if assessment is not None else [NO_PROFILES, NEVER_KNOWN]
