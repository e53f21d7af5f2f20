"""Edge: a pair of accounts that survives error control. All edges of a scan, as arrays."""

from dataclasses import dataclass, field

import numpy as np

from overt.model.co_use import Bools, Floats, Ints
from overt.model.scale import Scale

ALWAYS = 0.9
ENOUGH = 3
"""Untied co-actions that an edge needs before it can say who leads."""


def always_first(low_first: Ints, untied: Ints) -> tuple[Bools, Bools]:
    """For each edge: whether its lower account always acts first, and whether its higher one does."""
    share: Floats = low_first / np.maximum(untied, 1)
    decided = untied >= ENOUGH
    return decided & (share >= ALWAYS), decided & (1 - share >= ALWAYS)


@dataclass(frozen=True)
class Strongest:
    """For each edge its strongest part: trace (key), scale (place in `scales`), trials, hits, expected hits."""

    trace: Ints
    scale: Ints
    trials: Ints
    hits: Ints
    expected: Floats


@dataclass(frozen=True)
class Edges:
    """One row per edge, a < b (account keys), sorted by (a, b). -1 stands for "none" in whole numbers.

    synchronised: the synchrony family rejects and there are enough occasions; otherwise the edge is shared interest.
    shared and expected_shared are those of the strongest part's trace. low_first: co-actions in which a was first.
    """

    a: Ints
    b: Ints
    synchronised: Bools
    p: Floats
    q: Floats
    p_structure: Floats
    p_synchrony: Floats
    strongest: Strongest
    shared: Ints
    expected_shared: Floats
    occasions: Ints
    low_first: Ints
    untied: Ints
    scales: tuple[Scale, ...] = field(default=())

    def __len__(self) -> int:
        """Number of edges."""
        return len(self.a)

    def sync(self) -> Ints:
        """Places of the synchronised edges."""
        return np.flatnonzero(self.synchronised)
