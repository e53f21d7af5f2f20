"""View: a picture as it is compared, 64 x 64 shades of grey, and the hashes of its parts made from them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from overt.media.borders import without_borders
from overt.media.pdq import SIDE, frequencies, packed, pdq, shrunk, turned, window_filters
from overt.media.windows import STORED, WHOLE, Part, asked

Bytes = npt.NDArray[np.uint8]
Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Described:
    """What is kept of a picture: its PDQ hash and quality, and one or two views (n x 64 x 64) with their shapes.

    The first view is the whole, the second what is inside its borders. `shapes`: width by height.
    """

    pdq: bytes
    quality: int
    views: Grey
    shapes: tuple[float, ...]


@dataclass(frozen=True)
class Asked:
    """Hashes that a view is asked for with: of which part, and whether mirrored or turned (places in `turned`)."""

    hashes: Bytes
    part: npt.NDArray[np.int64]
    turn: npt.NDArray[np.int64]
    parts: tuple[Part, ...]


def described(grey: Grey, shape: float) -> Described:
    """A decoded picture (any size, brightness 0 to 255) that is shown `shape` times as wide as high."""
    hashed, detail = pdq(grey)
    whole = grey.astype(np.float32)
    box = without_borders(grey)
    parts = [WHOLE] if box == WHOLE else [WHOLE, box]
    blocks = np.concatenate([part_of(whole, part) for part in parts])
    shapes = tuple(shape * (p[2] - p[0]) / (p[3] - p[1]) for p in parts)
    return Described(hashed.tobytes(), detail, np.rint(blocks).clip(0, 255).astype(np.uint8), shapes)


def part_of(picture: npt.NDArray[np.float32], part: Part) -> npt.NDArray[np.float32]:
    """A part of a picture as one block (1 x 64 x 64)."""
    left, top, right, bottom = part
    height, width = picture.shape
    return shrunk(picture, window_filters(height, top, bottom), window_filters(width, left, right))


def stored_hashes(view: Grey) -> Bytes:
    """One hash (32 bytes) for each of windows.STORED."""
    return packed(_of_parts(view, STORED))


def asked_hashes(view: Grey, shape: float) -> Asked:
    """Hashes of all parts as they are and mirrored, and of the whole turned in the six other ways."""
    parts = asked(shape)
    every = turned(_of_parts(view, parts))
    number = np.arange(len(parts))
    rest = np.arange(2, 8)
    return Asked(
        np.concatenate([packed(every[0]), packed(every[1]), packed(every[2:, 0])]),
        np.concatenate([number, number, np.zeros(6, np.int64)]),
        np.concatenate([np.zeros(len(parts), np.int64), np.ones(len(parts), np.int64), rest]),
        parts,
    )


def _of_parts(view: Grey, parts: tuple[Part, ...]) -> npt.NDArray[np.float32]:
    rows = np.stack([window_filters(SIDE, top, bottom) for _, top, _, bottom in parts])
    columns = np.stack([window_filters(SIDE, left, right) for left, _, right, _ in parts])
    return frequencies(shrunk(view.astype(np.float32), rows, columns))
