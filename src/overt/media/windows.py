"""Which parts of a picture are hashed: what is left of it when someone crops it, and what a box or a caption spares.

A part is (left, top, right, bottom) in shares of the width and height. Every picture is stored with few parts and asked
for with many, so that one of two copies being cropped is enough: either it is the crop that is asked for, or the other
one is. Steps of 4 to 6 percent are as far apart as the hash lets them be (docs/media.md has the measurements).
"""

from functools import lru_cache
from itertools import product

Part = tuple[float, float, float, float]

WHOLE: Part = (0.0, 0.0, 1.0, 1.0)
SPARED: tuple[Part, ...] = ((0.0, 0.0, 1.0, 0.75), (0.0, 0.25, 1.0, 1.0), (0.0, 0.0, 0.75, 1.0), (0.25, 0.0, 1.0, 1.0))
"""What is stored beside the whole: a box, a mark or a caption at one edge leaves one of these untouched."""
STORED: tuple[Part, ...] = (WHOLE, *SPARED)

EVEN = (0.04, 0.08, 0.12, 0.16)
CORNERS = (0.04, 0.08, 0.12)
UNEVEN = ((0.0, 0.06), (0.0, 0.12), (0.06, 0.14))
SHAPES = (1.0, 4 / 5, 9 / 16, 16 / 9, 4 / 3, 3 / 2)
"""Width by height of the frames that platforms cut pictures to."""
LEAST_SIDE = 0.1


def shape_of(part: Part) -> float:
    """Width by height of a part of a square."""
    left, top, right, bottom = part
    return (right - left) / (bottom - top)


@lru_cache(maxsize=1)
def cropped() -> tuple[Part, ...]:
    """The whole, and what is left when the same or different shares are cut off at one to four sides."""
    found: list[Part] = [WHOLE]
    for k in EVEN:
        found += [(k, k, 1 - k, 1 - k), (k, 0, 1, 1), (0, k, 1, 1), (0, 0, 1 - k, 1), (0, 0, 1, 1 - k)]
        found += [(k, 0, 1 - k, 1), (0, k, 1, 1 - k)]
    for k in CORNERS:
        found += [(k, k, 1, 1), (0, k, 1 - k, 1), (k, 0, 1, 1 - k), (0, 0, 1 - k, 1 - k)]
    for steps in UNEVEN:
        found += [(left, top, 1 - right, 1 - bottom) for left, top, right, bottom in product(steps, repeat=4)]
    rounded = [(round(a, 4), round(b, 4), round(c, 4), round(d, 4)) for a, b, c, d in found]
    return tuple(dict.fromkeys(rounded))


def asked(aspect: float) -> tuple[Part, ...]:
    """The parts that a picture of a shape (width by height) is asked for with, the whole first."""
    return tuple(dict.fromkeys((*cropped(), *SPARED, *_framed(aspect))))


def _framed(aspect: float) -> list[Part]:
    """The middle of a picture, cut to the frames of platforms."""
    found: list[Part] = []
    for shape in SHAPES:
        across, down = (1 - shape / aspect) / 2, (1 - aspect / shape) / 2
        if 0.01 < across < (1 - LEAST_SIDE) / 2:
            found.append((round(across, 3), 0.0, round(1 - across, 3), 1.0))
        if 0.01 < down < (1 - LEAST_SIDE) / 2:
            found.append((0.0, round(down, 3), 1.0, round(1 - down, 3)))
    return found
