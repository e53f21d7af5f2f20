"""How sure: two questions, answered apart. Do they act together? Is something hidden?

A likelihood is a word of ICD 203 for a share that was computed, and never stands without one. Confidence (low,
moderate, high) says how much the answer rests on, and stands in a sentence of its own. Of what is hidden no likelihood
is computed, so none is said; and confidence is never high: that is for people to say.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from overt.findings.sentences import listed, number, some
from overt.model.likelihood import likelihood

CHANCE = 0.05
"""p of a network from which shuffled copies say that it may be nothing."""
OCCASIONS = 5
"""Occasions of the median pair from which confidence is high."""
SHUFFLED = "Copies of the data in which only the finer timing was shuffled"
OPEN = ("openly affiliated", "syndication or declared automation")
"""Classes of networks whose accounts say what they are."""
TOGETHER, HIDDEN = "Do they act together?", "Is something hidden?"


def together(q: float, p: float | None, links: int, occasions: float) -> dict[str, Any]:
    """Whether the network's links are more than chance. q: false discovery rate that the run allowed; p: the network's
    own, None where no copies were made; occasions: of the median pair.
    """
    word = likelihood(1 - q)
    basis = [
        f"Of a hundred links that this run accepted, {number(100 * q)} may be chance (false discovery rate).",
        f"{some(links, 'link')}; the median pair acted together on {number(occasions)} separate occasions.",
    ]
    if p is None:
        basis.append("No shuffled copies of the data were made: nothing is said of the network as a whole.")
        level = "low"
    elif p > CHANCE:
        basis.append(f"{SHUFFLED} held networks as large, too (p = {number(p)}).")
        level = "low"
    else:
        basis.append(f"{SHUFFLED} hardly ever held a network as large (p = {number(p)}).")
        level = "high" if occasions >= OCCASIONS else "moderate"
    chance = p is not None and p > CHANCE
    return {
        "question": TOGETHER,
        "says": "Whether they are one network stays open: chance makes networks as large as this one."
        if chance
        else f"A link picked at random is {word} not chance. A common cause that overt does not know of is not "
        "chance either.",
        "likelihood": None if chance else word,
        "confidence": level,
        "basis": basis,
    }


def hidden(label: str, level: str, cues: Sequence[Mapping[str, Any]], holding: Sequence[Mapping[str, Any]]) -> Any:
    """Whether anything is hidden. cues: all that were asked; holding: those that stand out."""
    asked = [cue for cue in cues if cue["enough_data"]]
    count = f"{len(asked)} of {some(len(cues), 'question')} about deception had enough data"
    if not asked:
        basis = [f"None of the {len(cues)} questions about deception had enough data: this says little."]
    elif not holding:
        basis = [f"{count}; in none do the members stand out from comparable accounts."]
    else:
        dimensions = list(dict.fromkeys(cue["dimension"] for cue in holding))
        basis = [
            f"{count}; in {len(holding)} the members stand out from comparable accounts ({listed(dimensions)}).",
            "Each sign has innocent explanations of its own; they are listed first.",
        ]
    if level != "none":
        says = "Something may be hidden: a lead for people to check. No likelihood is given, for none was computed."
    elif not holding:
        says = "Nothing hidden was seen. That is no proof that nothing is hidden."
    elif label in OPEN:
        says = "Signs were seen, but most of the accounts are open about themselves: nothing is suspected."
    else:
        says = "One kind of sign was seen, which is too little to suspect anything."
    return {
        "question": HIDDEN,
        "says": says,
        "likelihood": None,
        "confidence": None if level == "none" else level,
        "basis": basis,
    }
