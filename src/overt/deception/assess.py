"""Assessment of networks: every cue of every network, error control over all of them, and the class (METHOD section 6).

Only people may call anything covert. `suspected covert` is a lead for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from overt.deception.cue import DIMENSIONS, Cue, Seen
from overt.deception.disarm import matched
from overt.deception.identity import CreationBurst, HandleTemplate, Impersonation, SharedAvatar, SharedProfile
from overt.deception.location import CountryMismatch, WorkShift
from overt.deception.openness import AUTOMATED, MOST, OUTLET, Open, openness
from overt.deception.people import People, controls
from overt.deception.popularity import ReciprocalAmplification
from overt.deception.purpose import LabelledSites
from overt.deception.relationships import SharedSites
from overt.model.network import Network

CUES: tuple[Cue, ...] = (
    HandleTemplate(),
    SharedProfile(),
    SharedAvatar(),
    Impersonation(),
    CreationBurst(),
    WorkShift(),
    CountryMismatch(),
    SharedSites(),
    ReciprocalAmplification(),
    LabelledSites(),
)
"""The visible list."""

COORDINATED, SUSPECTED, AFFILIATED = "coordinated", "suspected covert", "openly affiliated"
AUTOMATION, INSUFFICIENT = "syndication or declared automation", "insufficient evidence"
CLASSES = (COORDINATED, SUSPECTED, AFFILIATED, AUTOMATION, INSUFFICIENT)
"""What a scan may say of a network. `covert` is for people to say, `shared interest` is said of pairs."""

HOLDS, HOLDS_ALONE = 0.05, 0.001
"""q at which a cue holds beside one of another dimension, and by itself."""
ALONE = ("identity", "purpose")
"""Dimensions of which one strong cue is enough for a lead."""
NONE, LOW, MODERATE = "none", "low", "moderate"
"""Confidence that something is hidden. High is for people to say, and a likelihood is never given: none is computed."""
CHANCE = 0.05
"""p of a network above which it may be nothing at all."""


@dataclass(frozen=True)
class Assessed:
    """A network's class and what stands behind it. `open`: account key -> why it is open about itself.

    `confidence` that something is hidden: one of NONE, LOW, MODERATE.
    """

    label: str
    seen: tuple[Seen, ...]
    open: dict[int, Open]
    confidence: str

    @property
    def holding(self) -> list[Seen]:
        """The cues that hold."""
        return [s for s in self.seen if s.q is not None and s.q <= HOLDS]

    def facts(self) -> dict[str, Any]:
        """For findings.json: the five dimensions, each with its cues."""
        return {
            "class": self.label,
            "confidence": self.confidence,
            "dimensions": {
                d: [s.facts() | {"holds": s in self.holding} for s in self.seen if s.cue.dimension == d]
                for d in DIMENSIONS
            },
            "disarm": matched((s.cue.name, s.cue.disarm) for s in self.holding),
        }


def assess(people: People, networks: Sequence[Network], involved: set[int], seed: int) -> dict[str, Assessed]:
    """Network id -> what is seen of it. `involved`: accounts (keys) with any edge, which are no controls."""
    free, stratum = controls(len(people), involved), people.strata()
    seen = {
        network.id: [
            cue.look(people, np.array(network.members, np.int64), free, stratum, np.random.default_rng([seed, n, c]))
            for c, cue in enumerate(CUES)
        ]
        for n, network in enumerate(networks)
    }
    adjusted = q_values([s.p for each in seen.values() for s in each])
    flat = iter(adjusted)
    result = {}
    for network in networks:
        with_q = tuple(replace(s, q=next(flat)) for s in seen[network.id])
        open_ = openness(people, network.members)
        result[network.id] = classified(network, with_q, open_)
    return result


def q_values(p: Sequence[float | None]) -> list[float | None]:
    """Benjamini and Hochberg (1995) over those that are there, which may depend on one another positively."""
    known = [i for i, v in enumerate(p) if v is not None]
    values = np.array([p[i] for i in known], float)
    order = np.argsort(values)
    steps = values[order] * len(values) / np.arange(1, len(values) + 1)
    found: list[float | None] = [None] * len(p)
    for place, q in zip(order, np.minimum.accumulate(steps[::-1])[::-1], strict=True):
        found[known[place]] = float(min(q, 1.0))
    return found


def classified(network: Network, seen: tuple[Seen, ...], open_: dict[int, Open]) -> Assessed:
    """The class of a network: openness first, then whether anything hidden was seen."""
    size = len(network.members)
    automatic = sum(o.kind in (AUTOMATED, OUTLET) for o in open_.values())
    if len(open_) >= MOST * size:
        label = AUTOMATION if 2 * automatic > len(open_) else AFFILIATED
        return Assessed(label, seen, open_, NONE)
    holding = [s for s in seen if s.q is not None and s.q <= HOLDS]
    alone = any(s.q is not None and s.q <= HOLDS_ALONE and s.cue.dimension in ALONE for s in holding)
    if alone or len({s.cue.dimension for s in holding}) >= 2:
        return Assessed(SUSPECTED, seen, open_, MODERATE if alone and len(holding) > 1 else LOW)
    if network.p > CHANCE:
        return Assessed(INSUFFICIENT, seen, open_, NONE)
    return Assessed(COORDINATED, seen, open_, NONE)
