"""Jittered copies of the tested pairs: which edges would chance alone have given at one scale?

Every post is moved by a uniform draw within half of B to either side, all its uses together; the co-uses, the
trials and their chances stay as they are. Only co-uses of tested pairs are looked at, never the input.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from numba import njit
from scipy.stats import binom

from overt.model.co_use import CoUses, Floats, Ints
from overt.model.scale import SECOND, Scale
from overt.model.trial import PairTest, Trials
from overt.significance.combine import from_score, score

Places = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Part:
    """One trace at one scale, ready to be redrawn: co-uses by trial, trials by pair, scores by pair and count.

    first, second: the two posts of each co-use, as places among the posts of the scale. item: runs of co-uses of one
    object in one trial; needed: how many of these have to be close to make the trial a hit.
    """

    first: Places
    second: Places
    item: Places
    ends: Ints
    needed: Ints
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
        self.pairs: Ints = _rejectable(tests, threshold)
        self.threshold = threshold
        self.resolution = resolution * SECOND
        chosen = [kept for t, p in zip(trials, tests, strict=True) if (kept := _tested(t, p, self.pairs))]
        rows = np.concatenate([k.rows for k in chosen]) if chosen else np.zeros(0, np.int64)
        here = co.select(rows)
        posts, place = np.unique(np.concatenate([here.post_first, here.post_second]), return_inverse=True)
        self.t = np.zeros(len(posts), np.int64)  # a post has one time, whatever was used in it
        self.t[place] = np.concatenate([here.t_first, here.t_second])
        self.start = int(self.t.min(initial=0))
        places = place.astype(np.int32)
        cuts = np.cumsum(np.array([len(k.rows) for k in chosen], np.int64))[:-1]
        first, second = (np.split(side, cuts) for side in (places[: len(rows)], places[len(rows) :]))
        item = np.split(_runs(here.object, np.concatenate([k.of_row for k in chosen]) if chosen else rows), cuts)
        self.parts = [
            _part(k, self.pairs, a, b, i) for k, a, b, i in zip(chosen, first, second, item, strict=bool(chosen))
        ]

    def observed(self) -> Ints:
        """The pairs that this scale alone rejects, in the data as they are."""
        return self._rejected(self.t - self.start, self.scale.within * SECOND)

    def copy(self, rng: np.random.Generator) -> Ints:
        """The pairs that this scale alone rejects in one jittered copy."""
        half = self.scale.window * SECOND // 2
        shift = rng.integers(-half, half, len(self.t), endpoint=True)
        t = (self.t + shift) // self.resolution - self.start // self.resolution
        return self._rejected(t.astype(np.int32), self.scale.within * SECOND // self.resolution)

    def _rejected(self, t: Ints, within: int) -> Ints:
        total = np.zeros(len(self.pairs))
        number = np.zeros(len(self.pairs))
        for part in self.parts:
            x = np.zeros(len(part.offset), np.int64)
            _count_hits(t, within, part.first, part.second, part.item, part.ends, part.needed, part.pair_of_trial, x)
            total[part.place] += part.scores[part.offset + x]
            number[part.place] += 1
        return self.pairs[from_score(total / np.maximum(number, 1)) <= self.threshold]


@njit(cache=True)  # type: ignore[untyped-decorator]
def _count_hits(
    t: Ints,
    within: int,
    first: Places,
    second: Places,
    item: Places,
    ends: Ints,
    needed: Ints,
    pair_of_trial: Ints,
    x: Ints,
) -> None:
    """Adds to x, per tested pair, the trials in which as many objects as needed have a co-use that lies within."""
    row = 0
    for trial in range(len(ends)):
        missing, last = needed[trial], -1
        while row < ends[trial]:
            if item[row] != last and abs(t[first[row]] - t[second[row]]) <= within:
                last = item[row]
                missing -= 1
                if missing == 0:
                    x[pair_of_trial[trial]] += 1
                    break
            row += 1
        row = ends[trial]


def _rejectable(tests: Sequence[PairTest], threshold: float) -> Ints:
    """The pairs that some copy could reject: those whose p is small enough where every trial is a hit."""
    every = np.concatenate([t.pair for t in tests])
    best = np.concatenate([score(t.chance**t.n) for t in tests])
    pairs, place = np.unique(every, return_inverse=True)
    mean = np.bincount(place, weights=best) / np.maximum(np.bincount(place), 1)
    return pairs[from_score(mean) <= threshold]


@dataclass(frozen=True)
class Tested:
    """What is left of one trace: the test of the pairs that matter, their co-uses, the trial of each, where each trial
    ends, how many objects it needs, its pair."""

    test: PairTest
    rows: Ints
    of_row: Ints
    ends: Ints
    needed: Ints
    pair_of_trial: Ints


def _tested(trials: Trials, whole: PairTest, pairs: Ints) -> Tested | None:
    mine = np.isin(whole.pair, pairs)
    if not mine.any():
        return None
    columns = {name: getattr(whole, name)[mine] for name in ("pair", "n", "x", "chance", "p", "attainable")}
    kept = np.isin(trials.pair, columns["pair"])
    inside = kept[trials.trial]
    ends = np.cumsum(np.bincount(trials.trial[inside], minlength=len(kept))[kept])
    return Tested(
        replace(whole, **columns),
        trials.rows[inside],
        trials.trial[inside],
        ends,
        trials.needed[kept],
        np.searchsorted(columns["pair"], trials.pair[kept]),
    )


def _runs(object_: Ints, trial: Ints) -> Places:
    """A number for each run of co-uses of the same object in the same trial."""
    turns = (object_[1:] != object_[:-1]) | (trial[1:] != trial[:-1])
    return np.concatenate([[0], np.cumsum(turns)]).astype(np.int32)[: len(object_)]


def _part(tested: Tested, pairs: Ints, first: Places, second: Places, item: Places) -> Part:
    test = tested.test
    lengths = test.n + 1
    x = np.concatenate([np.arange(n) for n in lengths])
    p = binom.sf(x - 1, np.repeat(test.n, lengths), np.repeat(test.chance, lengths))
    return Part(
        first=first,
        second=second,
        item=item,
        ends=tested.ends,
        needed=tested.needed,
        pair_of_trial=tested.pair_of_trial,
        scores=score(np.asarray(p, dtype=float)),
        offset=np.concatenate([[0], np.cumsum(lengths)[:-1]]),
        place=np.searchsorted(pairs, test.pair),
    )
