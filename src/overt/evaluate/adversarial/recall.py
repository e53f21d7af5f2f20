"""Recall at a given false-positive rate, from scores with ties, with bootstrap intervals over accounts.

Accounts of one score cannot be told apart: of them a part is taken, in the same proportion of either kind. Accounts of
score 0 are never taken: a method that has nothing to say of an account does not accuse it by lot.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

REPLICATES = 1_000


@dataclass(frozen=True)
class Curve:
    """Points of a receiver operating curve, from (0, 0) up to all accounts with any score, and what lies between."""

    wrong: Floats
    """Share of the innocents accused."""
    right: Floats
    """Share of the operation found."""

    def recall_at(self, rate: float) -> float:
        """Share of the operation that is found while the share `rate` of innocents is accused at most."""
        last = int(np.searchsorted(self.wrong, rate, side="right")) - 1
        if last + 1 == len(self.wrong):
            return float(self.right[last])
        run = (rate - self.wrong[last]) / (self.wrong[last + 1] - self.wrong[last])
        return float(self.right[last] + run * (self.right[last + 1] - self.right[last]))

    def wrong_at(self, recall: float) -> float | None:
        """Share of the innocents accused where the share `recall` of the operation is found; None: never found."""
        first = int(np.searchsorted(self.right, recall - 1e-12, side="left"))
        if first == len(self.right):
            return None
        if first == 0 or self.right[first] == self.right[first - 1]:
            return float(self.wrong[first])
        run = (recall - self.right[first - 1]) / (self.right[first] - self.right[first - 1])
        return float(self.wrong[first - 1] + run * (self.wrong[first] - self.wrong[first - 1]))


def curve(
    covert: Floats, innocent: Floats, covert_weight: Floats | None = None, innocent_weight: Floats | None = None
) -> Curve:
    """The curve of two sets of scores, which count once each, or as often as their weights say."""
    cuts = np.unique(np.concatenate([covert, innocent]))[::-1]
    cuts = cuts[cuts > 0]
    return Curve(_taken(innocent, innocent_weight, cuts), _taken(covert, covert_weight, cuts))


def _taken(score: Floats, weight: Floats | None, cuts: Floats) -> Floats:
    """0, and the share of the scores that reach each cut; cuts descend."""
    whole = np.ones(len(score)) if weight is None else weight
    order = np.argsort(-score, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(whole[order])])
    reached = total[np.searchsorted(-score[order], -cuts, side="right")]
    shares: Floats = np.concatenate([[0.0], reached]) / max(whole.sum(), 1.0)
    return shares


def interval(
    covert: Floats, innocent: Floats, rate: float, covert_of: Ints, innocent_of: Ints, seed: int = 0
) -> tuple[float, float]:
    """95% bootstrap interval of the recall at a rate: accounts of either kind are drawn again, with replacement.

    `covert_of` and `innocent_of` say whose each score is: an account that stands in several seeds is drawn as one.
    """
    rng = np.random.default_rng([seed, 95])
    found = []
    for _ in range(REPLICATES):
        weights = []
        for whose in (covert_of, innocent_of):
            number = int(whose.max(initial=-1)) + 1
            times = np.bincount(rng.integers(0, max(number, 1), number), minlength=number)
            weights.append(times[whose].astype(float))
        found.append(curve(covert, innocent, *weights).recall_at(rate))
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
