"""Where attention goes: heavy-tailed popularity, favourite sources, reaction delays."""

import numpy as np
import numpy.typing as npt

from overt.simulate.rhythm import MINUTE, SECOND

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def heavy(rng: np.random.Generator, count: int, tail: float, most: float = 1e4) -> Floats:
    """Pareto weights from 1 to `most`; a smaller `tail` is a heavier one."""
    return np.minimum((1 - rng.random(count)) ** (-1 / tail), most)


REACTION_SPREAD = 1.4
"""Standard deviation of the logarithm of reaction delays."""


class Grouped:
    """Weighted draws within groups: items of group g are drawn in proportion to their weights."""

    def __init__(self, group: Ints, weight: Floats, groups: int) -> None:
        self.order = np.argsort(group, kind="stable")
        self.total = np.concatenate([[0.0], np.cumsum(weight[self.order])])
        sizes = np.bincount(group, minlength=groups)
        self.begin = np.concatenate([[0], np.cumsum(sizes)])

    def pick(self, rng: np.random.Generator, group: Ints) -> Ints:
        """One item for each entry of `group` (any shape), -1 where the group is empty."""
        low, high = self.begin[group], self.begin[group + 1]
        if len(self.order) == 0:
            return np.full(group.shape, -1, dtype=np.int64)
        goal = self.total[low] + rng.random(group.shape) * (self.total[high] - self.total[low])
        place = np.searchsorted(self.total, goal, side="right") - 1
        place = np.clip(place, low, np.maximum(high - 1, low))
        return np.where(high > low, self.order[np.minimum(place, len(self.order) - 1)], -1)


def reaction(rng: np.random.Generator, shape: tuple[int, ...], median_minutes: float, notified: Flags) -> Ints:
    """Microseconds from seeing something to passing it on: lognormal with a heavy tail, `notified` within 2
    min."""
    slow = rng.lognormal(np.log(median_minutes), REACTION_SPREAD, shape) * MINUTE
    quick = rng.uniform(8, 120, shape) * SECOND
    return np.where(notified, quick, slow).astype(np.int64)


def choose(rng: np.random.Generator, weights: Floats) -> tuple[Ints, Flags]:
    """One column per row in proportion to the weights, and whether the row had any weight."""
    running = np.cumsum(weights, axis=1)
    goal = rng.random(len(weights)) * running[:, -1]
    column = np.minimum((running <= goal[:, None]).sum(axis=1), weights.shape[1] - 1)
    return column, running[:, -1] > 0


def first_of_each(key: Ints) -> Flags:
    """True at the first occurrence of every value."""
    _, first = np.unique(key, return_index=True)
    flags = np.zeros(len(key), dtype=bool)
    flags[first] = True
    return flags
