"""Jittered copies of the tested pairs: which edges would chance alone have given at one scale?

Every post is moved by a uniform draw within half of B to either side, all its uses together; the co-uses, the
trials and their chances stay as they are. Only co-uses of tested pairs are looked at, never the input.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from overt.model.co_use import Bools, CoUses, Floats, Ints
from overt.model.scale import SECOND, Scale
from overt.model.trial import PairTest, Trials
from overt.significance.combine import from_score, score


@dataclass(frozen=True)
class Part:
    """One trace at one scale, ready to be redrawn: co-uses by trial, trials by pair, scores by pair and count."""

    rows: Ints
    starts: Ints
    pair_of_trial: Ints
    scores: Floats
    offset: Ints
    place: Ints  # of each tested pair among the pairs of the scale


class Replicates:
    """Redraws one scale. `threshold` is the p below which the synchrony family rejects."""

    def __init__(
        self,
        co: CoUses,
        trials: Sequence[Trials],
        tests: Sequence[PairTest],
        threshold: float,
        resolution: int,
    ) -> None:
        self.scale: Scale = tests[0].scale
        self.pairs: Ints = np.unique(np.concatenate([t.pair for t in tests]))
        self.threshold = threshold
        self.resolution = resolution * SECOND
        self.parts = [part for t, p in zip(trials, tests, strict=True) if (part := _part(t, p, self.pairs))]
        used = np.unique(np.concatenate([p.rows for p in self.parts])) if self.parts else np.zeros(0, np.int64)
        self.here = co.select(used)
        self.parts = [
            Part(np.searchsorted(used, p.rows), p.starts, p.pair_of_trial, p.scores, p.offset, p.place)
            for p in self.parts
        ]
        posts = np.concatenate([self.here.post_first, self.here.post_second])
        _, self.post = np.unique(posts, return_inverse=True)
        self.number_of_posts = int(self.post.max()) + 1 if len(posts) else 0

    def observed(self) -> Ints:
        """The pairs that this scale alone rejects, in the data as they are."""
        return self._rejected(self.here.gap <= self.scale.within * SECOND)

    def copy(self, rng: np.random.Generator) -> Ints:
        """The pairs that this scale alone rejects in one jittered copy."""
        half = self.scale.window * SECOND // 2
        shift = rng.integers(-half, half, self.number_of_posts, endpoint=True)
        first, second = self.post[: len(self.here)], self.post[len(self.here) :]
        t_first = (self.here.t_first + shift[first]) // self.resolution
        t_second = (self.here.t_second + shift[second]) // self.resolution
        gap = np.abs(t_first - t_second) * self.resolution
        return self._rejected(gap <= self.scale.within * SECOND)

    def _rejected(self, close: Bools) -> Ints:
        total = np.zeros(len(self.pairs))
        number = np.zeros(len(self.pairs))
        for part in self.parts:
            hit = np.logical_or.reduceat(close[part.rows], part.starts)
            x = np.bincount(part.pair_of_trial, weights=hit, minlength=len(part.offset)).astype(np.int64)
            total[part.place] += part.scores[part.offset + x]
            number[part.place] += 1
        return self.pairs[from_score(total / np.maximum(number, 1)) <= self.threshold]


def _part(trials: Trials, test: PairTest, pairs: Ints) -> Part | None:
    if not len(test.pair):
        return None
    kept = np.isin(trials.pair, test.pair)
    new_trial = np.cumsum(kept) - 1
    inside = kept[trials.trial]
    rows, trial = trials.rows[inside], new_trial[trials.trial[inside]]
    starts = np.flatnonzero(np.concatenate([[True], np.diff(trial) != 0]))
    counts = [np.arange(n + 1) for n in test.n]
    lengths = test.n + 1
    offset = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    x = np.concatenate(counts)
    p = binom.sf(x - 1, np.repeat(test.n, lengths), np.repeat(test.chance, lengths))
    return Part(
        rows=rows,
        starts=starts,
        pair_of_trial=np.searchsorted(test.pair, trials.pair[kept]),
        scores=score(np.asarray(p, dtype=float)),
        offset=offset,
        place=np.searchsorted(pairs, test.pair),
    )
