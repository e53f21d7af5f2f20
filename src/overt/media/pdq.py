"""PDQ: 256 bits that say what a picture looks like at a glance. Hamming distances of re-encoded copies are small.

After Meta's reference implementation in ThreatExchange (BSD): brightness, two box filters in each direction, every 64th
of the picture's height and width, the 16 x 16 lowest frequencies without the constant one, each compared with their
median. The filters are linear and separable, so here they are one matrix for the rows and one for the columns.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

SIDE, KEPT = 64, 16
HASH_BYTES = KEPT * KEPT // 8
TRANSPOSED = 4
"""From this place on the ways in `turned` exchange rows and columns."""
GRADIENTS = 90
"""Divisor of the sum of gradients that gives the quality (a constant of the reference)."""


def pdq(grey: npt.NDArray[np.generic]) -> tuple[Bytes, int]:
    """Hash (32 bytes, most significant first, as in the usual hex form) and quality (0 to 100) of a grey picture.

    grey: height x width, brightness 0 to 255. Quality 0: no detail, as in a plain colour; such a hash says nothing.
    """
    block = shrunk(grey.astype(np.float32), filters(grey.shape[0]), filters(grey.shape[1]))
    return packed(frequencies(block))[0], int(quality(block)[0])


def shrunk(grey: Floats, rows: Floats, columns: Floats) -> Floats:
    """Blocks (n x 64 x 64) of one picture, for one or more row and column filters (64 x height, 64 x width)."""
    return np.asarray(np.matmul(np.matmul(rows, grey), np.swapaxes(columns, -1, -2)).reshape(-1, SIDE, SIDE))


@lru_cache(maxsize=64)
def filters(size: int) -> Floats:
    """The reference's filter for one direction: two means over a 128th of the size, then every 64th value."""
    window = (size + 2 * SIDE - 1) // (2 * SIDE)
    ahead = (window + 2) // 2 - 1
    place = np.arange(size)
    first = np.maximum(place - (window - ahead - 1), 0)
    last = np.minimum(place + ahead, size - 1)
    mean = ((place >= first[:, None]) & (place <= last[:, None])) / (last - first + 1)[:, None]
    chosen = ((np.arange(SIDE) + 0.5) * size / SIDE).astype(np.int64)
    return np.asarray(mean[chosen] @ mean, np.float32)


@lru_cache(maxsize=4096)
def window_filters(size: int, start: float, stop: float) -> Floats:
    """Means over 64 equal parts of the window from start to stop (shares of the size), parts of pixels included."""
    edges = np.linspace(start * size, stop * size, SIDE + 1)
    overlap = np.minimum(edges[1:, None], np.arange(1, size + 1)) - np.maximum(edges[:-1, None], np.arange(size))
    part = np.maximum(overlap, 0.0)
    return np.asarray(part / part.sum(1, keepdims=True), np.float32)


@lru_cache(maxsize=1)
def _cosines() -> Floats:
    k, j = np.arange(1, KEPT + 1)[:, None], np.arange(SIDE)
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / 2 / SIDE * k * (2 * j + 1)), np.float32)


def frequencies(blocks: Floats) -> Floats:
    """The lowest frequencies (n x 16 x 16) of blocks (n x 64 x 64)."""
    return np.asarray(_cosines() @ blocks @ _cosines().T, np.float32)


def quality(blocks: Floats) -> npt.NDArray[np.int64]:
    """How much detail blocks have, 0 to 100: differences of neighbours, each cut to whole percents of full contrast."""
    down = np.trunc(np.diff(blocks, axis=1) * (100 / 255))
    across = np.trunc(np.diff(blocks, axis=2) * (100 / 255))
    total = np.abs(down).sum((1, 2)) + np.abs(across).sum((1, 2))
    return np.asarray(np.minimum(total // GRADIENTS, 100), np.int64)


def packed(found: Floats) -> Bytes:
    """Hashes (n x 32 bytes) of frequencies (n x 16 x 16): which of them are above their lower median."""
    flat = found.reshape(-1, KEPT * KEPT)
    median = np.partition(flat, KEPT * KEPT // 2 - 1, axis=1)[:, KEPT * KEPT // 2 - 1]
    return np.packbits((flat > median[:, None])[:, ::-1], axis=1)


def turned(found: Floats) -> Floats:
    """The frequencies (8 x n x 16 x 16) of the pictures turned and mirrored: first unchanged, then the mirror image.

    A mirror changes the sign of every second frequency, a transposition swaps rows and columns.
    """
    odd = np.where(np.arange(KEPT) % 2, np.float32(1), np.float32(-1))  # frequency 1, at place 0, changes its sign
    across, down = odd[None, :], odd[:, None]
    plain = np.stack([found, found * across, found * down, found * down * across])
    return np.concatenate([plain, np.swapaxes(plain, -1, -2)])


def from_hex(text: str) -> bytes | None:
    """The 32 bytes of a hash in hex; None where the text is not one, or is all zeros (no detail)."""
    if len(text) != 2 * HASH_BYTES:
        return None
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == HASH_BYTES and any(found) else None


def turned_hashes(hashes: Bytes) -> Bytes:
    """Hashes (8 x n x 32) of the pictures turned and mirrored, from hashes (n x 32) alone: about 6 bits off."""
    bits = np.unpackbits(hashes, axis=1)[:, ::-1].reshape(-1, KEPT, KEPT)
    above = turned(np.where(bits, np.float32(1), np.float32(-1))).reshape(8, -1, KEPT * KEPT) > 0
    return np.packbits(above[..., ::-1], axis=2)
