"""Groups of texts whose directions are close to one text's direction: candidates by random planes, then the cosine.

Each of TABLES tables cuts the space by PLANES random planes; texts on the same side of all of them are candidates
(Charikar 2002, doi:10.1145/509907.509965). Two texts at a cosine of 0.9 meet in some table with a chance of 0.97. In a
crowded cell each text is compared with its next NEIGHBOURS in the order of the texts and with the first LEADERS, so the
work is bounded whatever the input, at the price of recall in such cells.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from overt.traces.reworded.model import Floats

Places = npt.NDArray[np.int64]

TABLES, PLANES, SEED = 40, 16, 20_021
NEIGHBOURS, LEADERS = 64, 8


def groups(directions: Floats, least: float) -> Places:
    """For each row the place of its group's representative. `least`: the cosine to it, from 0 to 1."""
    number = len(directions)
    known = np.flatnonzero(directions.any(axis=1))
    held = np.ascontiguousarray(directions[known])
    found = [np.zeros(0, np.uint64)]
    rng = np.random.default_rng(SEED)
    for _ in range(TABLES if len(held) > 1 else 0):
        planes = rng.standard_normal((directions.shape[1], PLANES)).astype(np.float32)
        cells = ((held @ planes) > 0) @ (1 << np.arange(PLANES))
        order = np.argsort(cells, kind="stable")
        found.append(close_pairs(held, order, cells[order], np.float32(least)))
    pairs = np.unique(np.concatenate(found))
    low, high = (
        known[(pairs >> np.uint64(32)).astype(np.int64)],
        known[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)],
    )
    return stars(number, low, high)


@njit("u8[::1](f4[:, ::1], i8[::1], i8[::1], f4)", cache=True)  # type: ignore[untyped-decorator]
def close_pairs(rows: Floats, order: Places, cells: Places, least: float) -> npt.NDArray[np.uint64]:
    """Pairs of rows in the same cell whose cosine reaches `least`, as low << 32 | high."""
    found = np.empty(1024, np.uint64)
    size, start = 0, 0
    for i in range(len(order)):
        if i and cells[i] != cells[i - 1]:
            start = i
        for k in range(min(i - start, NEIGHBOURS + LEADERS)):
            j = i - 1 - k if k < NEIGHBOURS else start + k - NEIGHBOURS
            cosine = np.float32(0)
            for d in range(rows.shape[1]):
                cosine += rows[order[i], d] * rows[order[j], d]
            if cosine >= least:
                if size == len(found):
                    wider = np.empty(2 * size, np.uint64)
                    wider[:size] = found
                    found = wider
                low, high = min(order[i], order[j]), max(order[i], order[j])
                found[size] = np.uint64(low) << np.uint64(32) | np.uint64(high)
                size += 1
    return found[:size].copy()


def stars(number: int, low: Places, high: Places) -> Places:
    """The row with the most close ones takes them all, then the next of those that are left; ties by place."""
    degree = np.bincount(low, minlength=number) + np.bincount(high, minlength=number)
    both, other = np.concatenate([low, high]), np.concatenate([high, low])
    near = other[np.argsort(both, kind="stable")]
    starts = np.concatenate([[0], np.cumsum(degree)])
    chosen = np.arange(number, dtype=np.int64)
    free = np.ones(number, np.bool_)
    met = np.flatnonzero(degree)
    for row in met[np.argsort(-degree[met], kind="stable")].tolist():
        if free[row]:
            mine = near[starts[row] : starts[row + 1]]
            taken = mine[free[mine]]
            chosen[taken] = row
            free[taken] = False
            free[row] = False
    return chosen
