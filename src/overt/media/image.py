"""Which pictures are the same picture: re-encoded, resized, cropped, mirrored, framed, marked or written on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.media.hamming import Index, Ints, Near, Rule
from overt.media.likeness import likeness, placed, telling
from overt.media.pdq import HASH_BYTES, TRANSPOSED, turned_hashes
from overt.media.star import Comparison, Proposed, stars
from overt.media.view import Asked, Described, asked_hashes, stored_hashes
from overt.media.windows import STORED, shape_of

PARTS = Rule(radius=76, low=11)
"""Parts whose hashes are this near are compared as pictures. Unrelated photographs begin at 82 bits."""
HASHES = Rule(radius=31)
"""Where there is only a hash it has to be this near: the distance that its makers recommend."""
LEAST_HASH_QUALITY = 50
"""Quality below which a hash alone says too little, as its makers recommend."""
STRETCHED = 1.25
"""How much one side of a copy may be stretched against the other."""
GUESSES = 3
"""Ways in which two pictures may fit on one another that are tried."""


@dataclass(frozen=True)
class Picture:
    """One picture: what is kept of it, or only the PDQ hash that an export has; and how many pixels it had."""

    described: Described | None
    pdq: bytes | None = None
    pixels: int = 0


@dataclass(frozen=True)
class Guess:
    """A part of a view of one item (as it is or turned) may be a part of a view of another; or only hashes are near.

    asked, stored: rows of the views; turn: see pdq.turned; distance in bits.
    """

    asked: int
    stored: int
    part: int = 0
    turn: int = 0
    base: int = 0
    distance: int = 0
    hash_only: bool = False


def groups(pictures: Sequence[Picture]) -> Ints:
    """For each picture the place of its group's representative, which it was compared with itself."""
    order = sorted(range(len(pictures)), key=lambda i: (-pictures[i].pixels, i))
    return stars(order, Pictures(pictures))


class Pictures(Comparison[Guess]):
    """Pictures, ready to be compared."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        self._shapes: list[float] = []
        views: list[npt.NDArray[np.uint8]] = []
        self._item: list[int] = []
        for item, picture in enumerate(pictures):
            if picture.described is not None:
                for view, shape in zip(picture.described.views, picture.described.shapes, strict=True):
                    views.append(view)
                    self._shapes.append(shape)
                    self._item.append(item)
        self._views = np.array(views, np.uint8).reshape(-1, 64, 64)
        compared = telling(self._views)
        self._of_item: dict[int, list[int]] = {}
        for view, item in enumerate(self._item):
            if compared[view]:
                self._of_item.setdefault(item, []).append(view)
        rows = np.flatnonzero(compared)
        self._parts = _Chosen(
            np.concatenate([stored_hashes(self._views[v]) for v in rows] or [np.zeros((0, HASH_BYTES), np.uint8)]),
            np.repeat(rows, len(STORED)),
            PARTS,
        )
        hashed = [(i, h) for i, p in enumerate(pictures) if (h := _hash(p)) is not None]
        self._hash = dict(hashed)
        self._hashes = _Chosen(
            np.frombuffer(b"".join(h for _, h in hashed), np.uint8).reshape(-1, HASH_BYTES),
            np.array([i for i, _ in hashed], np.int64),
            HASHES,
        )
        self._last: tuple[int, Asked] | None = None

    def choose(self, item: int) -> None:
        """See Comparison.choose."""
        for view in self._of_item.get(item, []):
            self._parts.choose(view)
        self._hashes.choose(item)

    def near(self, item: int, representatives_only: bool) -> list[Proposed[Guess]]:
        """See Comparison.near."""
        found: dict[int, list[Guess]] = {}
        for view in self._of_item.get(item, []):
            asked = self._asked(view)
            for q, row, d in self._parts.near(asked.hashes, representatives_only):
                other = int(self._parts.owner[row])
                guess = Guess(view, other, int(asked.part[q]), int(asked.turn[q]), row % len(STORED), d)
                if self._undistorted(guess, asked):
                    found.setdefault(self._item[other], []).append(guess)
        if item in self._hash:
            turns = turned_hashes(np.frombuffer(self._hash[item], np.uint8)[None])[:, 0]
            for _, row, d in self._hashes.near(turns, representatives_only):
                other = int(self._hashes.owner[row])
                if item not in self._of_item or other not in self._of_item:
                    found.setdefault(other, []).append(Guess(item, other, distance=d, hash_only=True))
        found.pop(item, None)
        return [
            Proposed(other, guess)
            for other, guesses in sorted(found.items())
            for guess in sorted(guesses, key=lambda g: (g.distance, g.part, g.turn))[:GUESSES]
        ]

    def likeness(self, guess: Guess) -> float:
        """See Comparison.likeness."""
        if guess.hash_only:
            return 1 - guess.distance / (8 * HASH_BYTES)
        asked = self._asked(guess.asked)
        mapping = placed(asked.parts[guess.part], guess.turn, STORED[guess.base])
        return likeness(self._views[guess.asked], self._views[guess.stored], mapping)

    def _undistorted(self, guess: Guess, asked: Asked) -> bool:
        """Whether the two parts have about the same shape."""
        one = self._shapes[guess.asked] * shape_of(asked.parts[guess.part])
        other = self._shapes[guess.stored] * shape_of(STORED[guess.base])
        return 1 / STRETCHED < (1 / one if guess.turn >= TRANSPOSED else one) / other < STRETCHED

    def _asked(self, view: int) -> Asked:
        if self._last is None or self._last[0] != view:
            self._last = view, asked_hashes(self._views[view], self._shapes[view])
        return self._last[1]


def _hash(picture: Picture) -> bytes | None:
    if picture.described is None:
        return picture.pdq
    return picture.described.pdq if picture.described.quality >= LEAST_HASH_QUALITY else None


class _Chosen:
    """An index whose rows have owners, and the rows whose owners are representatives."""

    def __init__(self, hashes: npt.NDArray[np.uint8], owner: Ints, rule: Rule) -> None:
        self.owner = owner
        self._index = Index(hashes, rule)
        self._first = {int(o): int(r) for r, o in reversed(list(enumerate(owner)))}
        self._size = {int(o): int(n) for o, n in zip(*np.unique(owner, return_counts=True), strict=True)}
        self._rows = np.zeros(len(owner), np.int32)
        self._allowed = np.zeros(len(owner), np.bool_)
        self._number = 0

    def choose(self, owner: int) -> None:
        """The rows of this owner (they are neighbours) are among those of representatives from now on."""
        first, size = self._first.get(owner, 0), self._size.get(owner, 0)
        self._rows[self._number : self._number + size] = np.arange(first, first + size)
        self._allowed[first : first + size] = True
        self._number += size

    def near(self, hashes: npt.NDArray[np.uint8], representatives_only: bool) -> list[tuple[int, int, int]]:
        """(asked, row, distance) of every near row."""
        among = (self._rows[: self._number], self._allowed) if representatives_only else None
        found: Near = self._index.near_marked(hashes, *among) if among else self._index.near(hashes)
        return list(zip(found.asked.tolist(), found.stored.tolist(), found.distance.tolist(), strict=True))
