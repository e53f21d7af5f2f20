"""Trial: one window in which two accounts used the same object; and the test made of a pair's trials."""

from dataclasses import dataclass

from overt.model.co_use import Bools, Floats, Ints
from overt.model.scale import Scale


@dataclass(frozen=True)
class Trials:
    """The trials of one trace and scale: one row per pair and window, and where each co-use went.

    rows: indices into the co-uses, those of one object of a trial side by side; trial: the trial of each such row.
    needed: how many objects of a trial have to be close to make it a hit. beyond: the same without the co-uses on posts
    of the account that each pair passes on most, where that is asked for and makes a difference.
    """

    trace: int
    scale: Scale
    rows: Ints
    trial: Ints
    chance: Floats
    hit: Bools
    pair: Ints
    window: Ints
    needed: Ints
    beyond: "Trials | None" = None


@dataclass(frozen=True)
class PairTest:
    """Per pair of one trace and scale: n trials, x of them hits, the mean chance, p and the smallest p possible."""

    trace: int
    scale: Scale
    pair: Ints
    n: Ints
    x: Ints
    chance: Floats
    p: Floats
    attainable: Floats
