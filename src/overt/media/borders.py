"""What is the picture, and what was put around it: black bars, a frame, a strip of one colour with words on it."""

import numpy as np
import numpy.typing as npt

from overt.media.windows import WHOLE, Part

Grey = npt.NDArray[np.uint8]

CLOSE = 10
"""Brightness (of 255) by which a strip may differ from its own colour."""
MOSTLY, HARDLY = 0.5, 0.35
"""A line belongs to a strip while this share of it has the strip's colour; the picture beside it has less than that."""
WORDS = 3
"""Lines of a strip that words may fill are passed over if the strip goes on within this share (percent) of the side."""
LEAST_STRIP, LEAST_LEFT = 0.02, 0.3


def without_borders(grey: Grey) -> Part:
    """The part of a picture inside its borders, in shares of its sides; the whole where it has none.

    A strip ends sharply. What fades, such as a sky, is no border; nor is what would leave under a third of a side.
    """
    top, bottom = _strip(grey), _strip(grey[::-1])
    if 1 - top - bottom < LEAST_LEFT:
        return WHOLE
    height = len(grey)
    inner = grey[round(top * height) : height - round(bottom * height)].T
    left, right = _strip(inner), _strip(inner[::-1])
    if 1 - left - right < LEAST_LEFT:
        left = right = 0.0
    return left, top, 1 - right, 1 - bottom


def _strip(grey: Grey) -> float:
    """How much of the height a strip at the top takes, 0 where there is none."""
    height = len(grey)
    colour = float(np.median(grey[: max(1, height // 100)]))
    like = (np.abs(grey - np.float32(colour)) <= CLOSE).mean(1)
    inside = like >= MOSTLY
    gap, end, passed = max(1, height * WORDS // 100), 0, 0
    for place, yes in enumerate(inside):
        passed = 0 if yes else passed + 1
        if yes:
            end = place + 1
        elif passed > gap:
            break
    if end < LEAST_STRIP * height or end == height:
        return 0.0
    beyond = like[end : end + max(2, height // 50)]
    return end / height if beyond.mean() < HARDLY else 0.0
