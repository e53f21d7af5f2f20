"""Which sounds are the same recording: chromaprint numbers laid side by side, in step, few bits apart.

A number stands for about two seconds around its moment, and there are about eight numbers a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.media.hamming import Ints
from overt.media.star import Comparison, Proposed, stars

Numbers = npt.NDArray[np.uint32]

PER_SECOND = 11025 * 3 / 4096
HALF_BITS = 16
SPEEDS = (1.0, 0.98, 1.02, 0.96, 1.04, 0.95, 1.05)
NEAR_SHIFT = 3
"""Votes for shifts this close together (in numbers) count as one, and shifts this far from the best are tried."""
LEAST_VOTES = 6
TRIED = 20
"""Other sounds with the most votes that are compared."""
PIECE = 16
"""Numbers in a piece, about two seconds."""
CLOSE = 0.22
"""Share of different bits below which a piece is the same. Unrelated sounds differ in about half of them."""
SAME = 0.6
"""Share of the pieces, where both sounds run, that have to be the same."""
LEAST_SECONDS, SHORTEST = 8.0, 4.0
"""Seconds that the same sound has to last, or nearly all of the shorter one; and how short that may be."""
NEARLY_ALL = 0.8
LEAST_COMMON = 0.5
LEAST_VARIED = 0.3
"""Share of the numbers that have to differ from the one before: silence and a steady tone say nothing."""


@dataclass(frozen=True)
class Guess:
    """Around number `at` one sound may be the other, shifted by so many numbers."""

    item: int
    other: int
    shift: int
    at: int


def groups(sounds: Sequence[Numbers]) -> Ints:
    """For each sound the place of its group's representative, which it was compared with itself."""
    order = sorted(range(len(sounds)), key=lambda i: (-len(sounds[i]), i))
    return stars(order, Sounds(sounds))


class Sounds(Comparison[Guess]):
    """Sounds, ready to be compared."""

    def __init__(self, sounds: Sequence[Numbers]) -> None:
        self._sounds = sounds
        item = np.concatenate([np.full(len(s), i, np.int64) for i, s in enumerate(sounds)] or [np.zeros(0, np.int64)])
        place = np.concatenate([np.arange(len(s), dtype=np.int64) for s in sounds] or [np.zeros(0, np.int64)])
        every = np.concatenate([*sounds, np.zeros(0, np.uint32)])
        fresh = _fresh(every) | (place == 0)
        item, place, every = item[fresh], place[fresh], every[fresh]
        self._halves = []
        for half in (every >> HALF_BITS, every & 0xFFFF):
            order = np.argsort(half, kind="stable")
            self._halves.append((half[order], item[order], place[order]))
        self._chosen = np.zeros(len(sounds), np.bool_)

    def choose(self, item: int) -> None:
        """See Comparison.choose."""
        self._chosen[item] = True

    def near(self, item: int, representatives_only: bool) -> list[Proposed[Guess]]:
        """See Comparison.near: the sounds with the most equal halves of numbers at about one shift."""
        sound = self._sounds[item]
        own = np.flatnonzero(_fresh(sound))
        votes = []
        for (values, items, places), half in zip(self._halves, (sound >> HALF_BITS, sound & 0xFFFF), strict=True):
            start, stop = np.searchsorted(values, half[own]), np.searchsorted(values, half[own], "right")
            rows = _ranges(start, stop)
            mine = np.repeat(own, stop - start)
            kept = items[rows] != item
            if representatives_only:
                kept &= self._chosen[items[rows]]
            votes.append(np.stack([items[rows][kept], (places[rows] - mine)[kept] // NEAR_SHIFT, mine[kept]], 1))
        every = np.concatenate(votes)
        keys, vote, number = np.unique(every[:, :2], axis=0, return_inverse=True, return_counts=True)
        at = np.bincount(vote.ravel(), every[:, 2], len(keys)) / np.maximum(number, 1)
        order = np.argsort(-number, kind="stable")
        best: dict[int, Guess] = {}
        for row in order[number[order] >= LEAST_VOTES]:
            other = int(keys[row, 0])
            best.setdefault(other, Guess(item, other, int(keys[row, 1]) * NEAR_SHIFT, round(at[row])))
            if len(best) == TRIED and representatives_only:
                break
        return [Proposed(other, guess) for other, guess in best.items()]

    def likeness(self, guess: Guess) -> float:
        """See Comparison.likeness."""
        one, other = self._sounds[guess.item], self._sounds[guess.other]
        if min(len(one), len(other)) < SHORTEST * PER_SECOND:
            return 0.0
        tried = [
            in_step(one, other, guess.shift + step + (1 - speed) * guess.at, speed)
            for speed in SPEEDS
            for step in range(-NEAR_SHIFT, 2 * NEAR_SHIFT + 1)
        ]
        return max(tried)


def in_step(one: Numbers, other: Numbers, shift: float, speed: float) -> float:
    """Share of the pieces that are the same if number i of one is number i * speed + shift of the other; 0: too few."""
    mine = np.arange(len(one))
    place = np.rint(mine * speed + shift).astype(np.int64)
    both = (place >= 0) & (place < len(other))
    mine, place = mine[both], place[both]
    pieces = len(mine) // PIECE
    shorter = min(len(one), len(other))
    if pieces == 0 or len(mine) < LEAST_COMMON * shorter:
        return 0.0
    apart = np.bitwise_count(one[mine] ^ other[place])[: pieces * PIECE].reshape(pieces, PIECE)
    varied = _fresh(one[mine])[: pieces * PIECE].reshape(pieces, PIECE).mean(1) >= LEAST_VARIED
    same = varied & (apart.mean(1) < CLOSE * 32)
    long = same.sum() * PIECE
    if long < min(LEAST_SECONDS * PER_SECOND, NEARLY_ALL * shorter - PIECE) or varied.sum() == 0:
        return 0.0
    share = float(same.sum() / varied.sum())
    return share if share >= SAME else 0.0


def _fresh(numbers: Numbers) -> npt.NDArray[np.bool_]:
    """Which numbers differ from the one before."""
    return np.asarray(np.diff(numbers, prepend=~numbers[:1]) != 0)


def _ranges(start: Ints, stop: Ints) -> Ints:
    """The numbers from each start to before its stop, one after the other."""
    sizes = stop - start
    offsets = np.repeat(start - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) if len(sizes) else sizes
    return np.asarray(offsets + np.arange(int(sizes.sum())), np.int64)
