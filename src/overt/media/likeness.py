"""Are two views the same picture? One is laid over the other, shifted until it fits, and compared place by place.

Hashes propose which part of one picture may be which part of the other; this decides. So a picture with a mark on it
is the same picture, and two screenshots with the same frame around different words are not.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from overt.media.pdq import SIDE
from overt.media.windows import Part

Floats = npt.NDArray[np.float64]
Grey = npt.NDArray[np.uint8]

COARSE, FINE, ENOUGH = 8, 4, 5e-4
"""Steps on every second point each way, then on every point; a step smaller than ENOUGH (of the side) is the last."""
TILES, TILE = 8, SIDE // 8
EDGE = 0.004
"""How far (of the side) a point may lie outside of a view and still have its brightness."""
LEAST_CONTRAST = 1.5
"""Tiles whose brightness, of 255, spreads less than this around a plain slope in both views say nothing."""
FULL_CONTRAST = 8.0
"""Contrast from which a tile counts fully; those with less may be drowned by what JPEG leaves of them."""
ALIKE = 0.75
"""Correlation from which a tile is alike."""
LIGHTER = 0.4
"""How much lighter or darker a tile may be, once contrast and brightness of the pictures are the same; in spreads."""
FARTHEST = 0.12
"""How far (of the side) fitting may move a corner."""
LEAST_TILES = 16
LEAST_COMMON = 0.4
"""Share of the view that has to be covered by the other."""
SAME, SAME_OF_FEW, FEW = 0.75, 0.88, 32
"""Share of the telling tiles that have to be alike; more where few tell, as on a page with a line of words: the
platform's own frame around the words is alike in all."""

_TURNS = np.array(
    [
        [[1, 0, 0], [0, 1, 0]],
        [[-1, 0, 1], [0, 1, 0]],
        [[1, 0, 0], [0, -1, 1]],
        [[-1, 0, 1], [0, -1, 1]],
        [[0, 1, 0], [1, 0, 0]],
        [[0, -1, 1], [1, 0, 0]],
        [[0, 1, 0], [-1, 0, 1]],
        [[0, -1, 1], [-1, 0, 1]],
    ],
    float,
)
"""Where a point (x, y, 1) of the turned picture is in the unturned one, in the order of pdq.turned."""


_CORNERS = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0]])


def placed(asked: Part, turn: int, stored: Part) -> Floats:
    """Where points of the stored view are in the asked one (2 x 3), if these parts of them are the same picture."""
    within = _between(stored, (0.0, 0.0, 1.0, 1.0))
    return _onto(asked) @ _square(_TURNS[turn]) @ _square(within)


def _onto(part: Part) -> Floats:
    left, top, right, bottom = part
    return np.array([[right - left, 0, left], [0, bottom - top, top]])


def _between(part: Part, whole: Part) -> Floats:
    left, top, right, bottom = part
    wide, high = (whole[2] - whole[0]) / (right - left), (whole[3] - whole[1]) / (bottom - top)
    return np.array([[wide, 0, -left * wide], [0, high, -top * high]])


def _square(mapping: Floats) -> Floats:
    return np.vstack([mapping, [0.0, 0.0, 1.0]])


def likeness(asked: Grey, stored: Grey, mapping: Floats) -> float:
    """Share of the telling tiles of the stored view that are alike in the asked one, 0 where these are not the same.

    mapping: where points of the stored view are in the asked one at first; it is fitted (shift, scale, turn, shear).
    """
    a, b = asked.astype(np.float64), stored.astype(np.float64)
    down, across = np.gradient(a)
    fitted = mapping.copy()
    for stride, steps in ((2, COARSE), (1, FINE)):
        for _ in range(steps):
            normal, pull, points = _pull(a, across * SIDE, down * SIDE, b, fitted, stride)
            if points * stride * stride < LEAST_COMMON * SIDE * SIDE / 2:
                return 0.0
            step = np.linalg.solve(normal + np.eye(8) * 1e-5 * points, pull)
            fitted += step[:6].reshape(2, 3)
            if np.abs(step[:6]).max() < ENOUGH:
                break
    if not np.abs(_CORNERS @ (fitted - mapping).T).max() < FARTHEST:
        return 0.0
    gain, level, spread = _levels(a, b, fitted)
    alike, tiles, common = _tiles(a, b, fitted, gain, level, spread * LIGHTER)
    if tiles < LEAST_TILES or common < LEAST_COMMON:
        return 0.0
    return alike if alike >= (SAME if tiles >= FEW else SAME_OF_FEW) else 0.0


@njit("f8(f8[:,::1], f8, f8)", cache=True)  # type: ignore[untyped-decorator]
def _at(picture: Floats, x: float, y: float) -> float:
    """Brightness between the points of a picture; x and y from 0 to 1."""
    px, py = min(max(x * SIDE - 0.5, 0.0), SIDE - 1.001), min(max(y * SIDE - 0.5, 0.0), SIDE - 1.001)
    i, j = int(py), int(px)
    fy, fx = py - i, px - j
    above = picture[i, j] * (1 - fx) + picture[i, j + 1] * fx
    below = picture[i + 1, j] * (1 - fx) + picture[i + 1, j + 1] * fx
    return float(above * (1 - fy) + below * fy)


@njit("UniTuple(f8, 2)(f8[:,::1], i8, i8)", cache=True)  # type: ignore[untyped-decorator]
def _mapped(mapping: Floats, row: int, column: int) -> tuple[float, float]:
    x, y = (column + 0.5) / SIDE, (row + 0.5) / SIDE
    return (
        mapping[0, 0] * x + mapping[0, 1] * y + mapping[0, 2],
        mapping[1, 0] * x + mapping[1, 1] * y + mapping[1, 2],
    )


@njit("Tuple((f8[:,::1], f8[::1], i8))(f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], f8[:,::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _pull(
    a: Floats, across: Floats, down: Floats, b: Floats, mapping: Floats, stride: int
) -> tuple[Floats, Floats, int]:
    """The normal equations of one Gauss-Newton step (six of the mapping, contrast, brightness), and points covered.

    Points that differ much weigh little, so that a mark or a caption does not pull.
    """
    n, sa, sb, saa, sbb = 0, 0.0, 0.0, 0.0, 0.0
    for row in range(0, SIDE, stride):
        for column in range(0, SIDE, stride):
            x, y = _mapped(mapping, row, column)
            if 0 < x < 1 and 0 < y < 1:
                va, vb = _at(a, x, y), b[row, column]
                n += 1
                sa, sb, saa, sbb = sa + va, sb + vb, saa + va * va, sbb + vb * vb
    normal, pull, j = np.zeros((8, 8)), np.zeros(8), np.zeros(8)
    if n == 0:
        return normal, pull, n
    ma, mb = sa / n, sb / n
    da, db = max(saa / n - ma * ma, 0.0) ** 0.5 + 1e-3, max(sbb / n - mb * mb, 0.0) ** 0.5 + 1e-3
    for row in range(0, SIDE, stride):
        for column in range(0, SIDE, stride):
            x, y = _mapped(mapping, row, column)
            if 0 < x < 1 and 0 < y < 1:
                za, zb = (_at(a, x, y) - ma) / da, (b[row, column] - mb) / db
                gx, gy = _at(across, x, y) / da, _at(down, x, y) / da
                px, py = (column + 0.5) / SIDE, (row + 0.5) / SIDE
                j[0], j[1], j[2], j[3], j[4], j[5], j[6], j[7] = gx * px, gx * py, gx, gy * px, gy * py, gy, za, 1.0
                rest = zb - za
                weight = 1 / (1 + 4 * rest * rest)
                for p in range(8):
                    pull[p] += weight * j[p] * rest
                    for q in range(p + 1):
                        normal[p, q] += weight * j[p] * j[q]
    for p in range(8):
        for q in range(p):
            normal[q, p] = normal[p, q]
    return normal, pull, n


@njit("void(f8[:,::1])", cache=True)  # type: ignore[untyped-decorator]
def _without_slope(tile: Floats) -> None:
    """Takes mean and slope from a tile: two skies that both grow brighter upwards are not the same sky."""
    middle, spread = (TILE - 1) / 2, (TILE * TILE - 1) / 12
    mean, down, across = 0.0, 0.0, 0.0
    for row in range(TILE):
        for column in range(TILE):
            mean += tile[row, column]
            down += tile[row, column] * (row - middle)
            across += tile[row, column] * (column - middle)
    points = TILE * TILE
    for row in range(TILE):
        for column in range(TILE):
            tile[row, column] -= (mean + (down * (row - middle) + across * (column - middle)) / spread) / points


@njit("Tuple((f8, f8, f8))(f8[:,::1], f8[:,::1], f8[:,::1])", cache=True)  # type: ignore[untyped-decorator]
def _levels(a: Floats, b: Floats, mapping: Floats) -> tuple[float, float, float]:
    """Contrast and brightness that make a most like b (b = contrast a + brightness), and how much b spreads.

    Points that fit badly weigh little. The sums are of weights, a, b, squares of a and b, and a times b.
    """
    gain, level, spread = 1.0, 0.0, 0.0
    for step in range(6):
        w, sa, sb, saa, sbb, sab = 1e-9, 0.0, 0.0, 0.0, 0.0, 0.0
        for row in range(SIDE):
            for column in range(SIDE):
                x, y = _mapped(mapping, row, column)
                if 0 < x < 1 and 0 < y < 1:
                    va, vb = _at(a, x, y), b[row, column]
                    rest = (vb - gain * va - level) / spread if step else 0.0
                    weight = 1 / (1 + 4 * rest * rest)
                    w += weight
                    sa, sb = sa + weight * va, sb + weight * vb
                    saa, sbb, sab = saa + weight * va * va, sbb + weight * vb * vb, sab + weight * va * vb
        va, vb = max(saa / w - (sa / w) ** 2, 1e-6), max(sbb / w - (sb / w) ** 2, 1e-6)
        gain = max((sab / w - sa / w * sb / w) / va, 0.0) if step else (vb / va) ** 0.5
        level = sb / w - gain * sa / w
        spread = vb**0.5 + 1.0
    return gain, level, spread


@njit("Tuple((f8, f8, f8))(f8[:,::1], f8[:,::1], f8[:,::1], f8, f8, f8)", cache=True)  # type: ignore[untyped-decorator]
def _tiles(
    a: Floats, b: Floats, mapping: Floats, gain: float, level: float, lighter: float
) -> tuple[float, float, float]:
    """Share (by contrast) of the telling tiles that are alike, how many tell, share that the other view covers."""
    alike, weights, tiles, common = 0.0, 0.0, 0.0, 0.0
    one, other = np.empty((TILE, TILE)), np.empty((TILE, TILE))
    for top in range(0, SIDE, TILE):
        for left in range(0, SIDE, TILE):
            covered = True
            for row in range(TILE):
                for column in range(TILE):
                    x, y = _mapped(mapping, top + row, left + column)
                    covered = covered and -EDGE < x < 1 + EDGE and -EDGE < y < 1 + EDGE
                    one[row, column] = gain * _at(a, x, y) + level
                    other[row, column] = b[top + row, left + column]
            if covered:
                common += 1
                apart = abs(one.mean() - other.mean())
                _without_slope(one)
                _without_slope(other)
                va, vb = (one * one).mean(), (other * other).mean()
                contrast = max(va, vb) ** 0.5
                if contrast > LEAST_CONTRAST:
                    tiles += 1
                    weight = min(contrast / FULL_CONTRAST, 1.0)
                    weights += weight
                    if (one * other).mean() > ALIKE * (va * vb) ** 0.5 and apart < lighter:
                        alike += weight
    return alike / max(weights, 1e-9), tiles, common / (TILES * TILES)


def telling(views: Grey) -> npt.NDArray[np.bool_]:
    """Which views (n x 64 x 64) have enough detail to be compared: plain colours are alike whoever posts them."""
    tiles = views.reshape(-1, TILES, TILE, TILES, TILE).swapaxes(2, 3).astype(np.float32)
    middle = np.arange(TILE, dtype=np.float32) - (TILE - 1) / 2
    unit = middle / np.sqrt((middle**2).sum() * TILE)
    tiles -= tiles.mean((-2, -1), keepdims=True)
    for slope in (np.broadcast_to(unit, (TILE, TILE)), np.broadcast_to(unit[:, None], (TILE, TILE))):
        tiles -= (tiles * slope).sum((-2, -1), keepdims=True) * slope
    return np.asarray((tiles.std((-2, -1)) > LEAST_CONTRAST).sum((1, 2)) >= LEAST_TILES)
