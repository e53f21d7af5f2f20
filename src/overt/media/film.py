"""Which films show the same: frames in the same order, at the same or a slightly changed speed.

One frame proves nothing: studios, title cards and black look alike. Two films are the same where frames that differ
among themselves follow one another in both, in step, through most of the shorter one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.media.borders import without_borders
from overt.media.hamming import HASH_BYTES, Index, Ints, Rule, distances
from overt.media.likeness import telling
from overt.media.pdq import SIDE, frequencies, packed, shrunk, turned_hashes, window_filters
from overt.media.program import RATE
from overt.media.star import Comparison, Proposed, stars
from overt.media.windows import WHOLE, Part

Bytes = npt.NDArray[np.uint8]

STORED: tuple[Part, ...] = (
    WHOLE,
    (0.0, 0.0, 1.0, 0.75), (0.0, 0.25, 1.0, 1.0),  # without a caption or a bar
    (0.0, 0.25, 1.0, 0.75), (0.25, 0.0, 0.75, 1.0),  # what a split screen shows if it does not squeeze
)  # fmt: skip
ASKED: tuple[Part, ...] = (
    *STORED,
    (0.04, 0.04, 0.96, 0.96), (0.08, 0.08, 0.92, 0.92), (0.12, 0.12, 0.88, 0.88),
    (0.0, 0.1, 1.0, 1.0), (0.0, 0.0, 1.0, 0.9),
    (0.0, 0.0, 1.0, 0.5), (0.0, 0.5, 1.0, 1.0), (0.0, 0.0, 0.5, 1.0), (0.5, 0.0, 1.0, 1.0),  # halves of a split screen
)  # fmt: skip
ASKED_STEP = 2
"""Every second frame is asked for, all are stored."""
FRAMES = Rule(radius=60, low=11)
AGREE = 0.6
"""Share of the frames that have to show the same borders."""

SPEEDS = np.round(np.arange(0.92, 1.0801, 0.01), 2)
STEP_SECONDS = 0.8
"""How far a frame may be out of step."""
LEAST_FRAMES, LEAST_DIFFERENT, DIFFERENT = 4, 3, 76
"""Frames that have to match, how many of these have to differ from one another, by how many bits: more than two frames
may differ that match, or a face before a wall would be in step with itself."""
SAME = 0.6
"""Share of the asked frames, where both films run, that has to match."""
LEAST_COMMON = 0.5
"""Share of the shorter film that has to be there."""
GENERIC = 200
"""A frame that is in more representatives than this tells nothing."""


@dataclass(frozen=True)
class Film:
    """What is kept of a film: hashes of STORED parts of each frame, of ASKED parts of every second one, and whether a
    frame has enough detail. `stored`: n x 5 x 32, `asked`: m x 14 x 32, `tells`: n."""

    stored: Bytes
    asked: Bytes
    tells: npt.NDArray[np.bool_]

    @property
    def seconds(self) -> float:
        """How long the film is, as far as it was looked at."""
        return len(self.tells) / RATE


@dataclass(frozen=True)
class Guess:
    """Frames that look alike: rows (asked frame, stored frame, mirrored) of two items."""

    item: int
    other: int
    rows: Ints


def filmed(frames: Bytes) -> Film:
    """What is kept of frames (n x height x width, two a second). Borders that most frames have are left out."""
    if not len(frames):
        none = np.zeros((0, 1, HASH_BYTES), np.uint8)
        return Film(none.repeat(len(STORED), 1), none.repeat(len(ASKED), 1), np.zeros(0, np.bool_))
    box = _box(frames)
    plain = np.concatenate([_parts(frames[i : i + 32], (box,)) for i in range(0, len(frames), 32)])[:, 0]
    inner = plain.astype(np.float32)
    return Film(
        _hashes(inner, STORED),
        _hashes(inner[::ASKED_STEP], ASKED),
        telling(np.rint(inner).clip(0, 255).astype(np.uint8)),
    )


def _box(frames: Bytes) -> Part:
    """The part inside the borders that most frames have."""
    found = np.array([without_borders(frame) for frame in frames[:: 2 * ASKED_STEP]])
    middle = np.median(found, 0)
    agree = (np.abs(found - middle).max(1) < 0.03).mean()
    left, top, right, bottom = middle.tolist()
    return (left, top, right, bottom) if agree >= AGREE else WHOLE


def _parts(frames: Bytes, parts: tuple[Part, ...]) -> npt.NDArray[np.float32]:
    height, width = frames.shape[1:]
    rows = np.stack([window_filters(height, top, bottom) for _, top, _, bottom in parts])
    columns = np.stack([window_filters(width, left, right) for left, _, right, _ in parts])
    found = [shrunk(frame.astype(np.float32), rows, columns) for frame in frames]
    return np.array(found, np.float32)


def _hashes(frames: npt.NDArray[np.float32], parts: tuple[Part, ...]) -> Bytes:
    rows = np.stack([window_filters(SIDE, top, bottom) for _, top, _, bottom in parts])
    columns = np.stack([window_filters(SIDE, left, right) for left, _, right, _ in parts])
    found = [packed(frequencies(shrunk(frame, rows, columns))) for frame in frames]
    return np.array(found, np.uint8).reshape(-1, len(parts), HASH_BYTES)


def groups(films: Sequence[Film]) -> Ints:
    """For each film the place of its group's representative, which it was compared with itself."""
    order = sorted(range(len(films)), key=lambda i: (-len(films[i].tells), i))
    return stars(order, Films(films))


class Films(Comparison[Guess]):
    """Films, ready to be compared."""

    def __init__(self, films: Sequence[Film]) -> None:
        self._films = films
        hashes, item, frame = [], [], []
        self._first, self._size = {}, {}
        number = 0
        for place, film in enumerate(films):
            rows = np.flatnonzero(film.tells)
            hashes.append(film.stored[rows].reshape(-1, HASH_BYTES))
            item.append(np.full(len(rows) * len(STORED), place))
            frame.append(np.repeat(rows, len(STORED)))
            self._first[place], self._size[place] = number, len(rows) * len(STORED)
            number += len(rows) * len(STORED)
        self._item = np.concatenate([*item, np.zeros(0, np.int64)]).astype(np.int64)
        self._frame = np.concatenate([*frame, np.zeros(0, np.int64)]).astype(np.int64)
        self._index = Index(np.concatenate([*hashes, np.zeros((0, HASH_BYTES), np.uint8)]), FRAMES)
        self._rows = np.zeros(number, np.int32)
        self._allowed = np.zeros(number, np.bool_)
        self._number = 0

    def choose(self, item: int) -> None:
        """See Comparison.choose."""
        first, size = self._first[item], self._size[item]
        self._rows[self._number : self._number + size] = np.arange(first, first + size)
        self._allowed[first : first + size] = True
        self._number += size

    def near(self, item: int, representatives_only: bool) -> list[Proposed[Guess]]:
        """See Comparison.near."""
        film = self._films[item]
        frames = np.flatnonzero(film.tells[::ASKED_STEP])
        plain = film.asked[frames].reshape(-1, HASH_BYTES)
        asked = np.concatenate([plain, turned_hashes(plain)[1]])
        if representatives_only:
            found = self._index.near_marked(asked, self._rows[: self._number], self._allowed)
        else:
            found = self._index.near(asked)
        mirrored = found.asked >= len(plain)
        own = frames[found.asked % max(len(plain), 1) // len(ASKED)] * ASKED_STEP
        other = self._item[found.stored]
        rows = np.unique(np.stack([other, own, self._frame[found.stored], mirrored], 1), axis=0)
        rows = rows[rows[:, 0] != item]
        rows = rows[~_generic(rows)]
        starts = np.flatnonzero(np.diff(rows[:, 0], prepend=-1))
        return [
            Proposed(int(part[0, 0]), Guess(item, int(part[0, 0]), part[:, 1:]))
            for part in np.split(rows, starts[1:])
            if len(np.unique(part[:, 1])) >= LEAST_FRAMES
        ]

    def likeness(self, guess: Guess) -> float:
        """See Comparison.likeness."""
        return max(self._in_step(guess, guess.rows[guess.rows[:, 2] == way]) for way in (0, 1))

    def _in_step(self, guess: Guess, rows: Ints) -> float:
        """Share of the asked frames that match in step, 0 where that is too little."""
        if not len(rows):
            return 0.0
        one, other = self._films[guess.item], self._films[guess.other]
        own, its = rows[:, 0] / RATE, rows[:, 1] / RATE
        best, speed, offset = 0, 1.0, 0.0
        for s in SPEEDS:
            shift = its - s * own
            for place in np.unique(np.round(shift / STEP_SECONDS)):
                near = np.abs(shift - place * STEP_SECONDS) <= STEP_SECONDS
                number = len(np.unique(own[near]))
                if number > best or (number == best and abs(s - 1) < abs(speed - 1)):
                    best, speed, offset = number, float(s), float(np.median(shift[near]))
        met = np.unique(rows[np.abs(its - speed * own - offset) <= STEP_SECONDS, 0])
        asked = np.flatnonzero(one.tells[::ASKED_STEP]) * ASKED_STEP
        place = speed * asked / RATE + offset
        both = (place >= 0) & (place <= other.seconds)
        common = (min(one.seconds, (other.seconds - offset) / speed) - max(0.0, -offset / speed)) / min(
            one.seconds, other.seconds
        )
        share = len(met) / max(both.sum(), 1)
        if len(met) < LEAST_FRAMES or share < SAME or common < LEAST_COMMON or not _different(one, met):
            return 0.0
        return float(min(share, 1.0))


def _generic(rows: Ints) -> npt.NDArray[np.bool_]:
    """Which rows are of an asked frame that is in too many other films."""
    pairs = np.unique(rows[:, :2], axis=0)
    films = np.bincount(pairs[:, 1], minlength=int(rows[:, 1].max(initial=0)) + 1)
    return np.asarray(films[rows[:, 1]] > GENERIC)


def _different(film: Film, frames: Ints) -> bool:
    """Whether enough of the frames look different from one another."""
    kept: list[Bytes] = []
    for frame in frames:
        seen = film.stored[frame, 0]
        if all(int(distances(seen, other)) > DIFFERENT for other in kept):
            kept.append(seen)
            if len(kept) >= LEAST_DIFFERENT:
                return True
    return False
