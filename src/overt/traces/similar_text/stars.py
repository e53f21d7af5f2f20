"""Groups around a representative: every text of a group was found similar to the representative itself.

Chains (A like B, B like C) make no group, so a group cannot drift from one text to another. The text with the most
similar ones takes them all, then the next one of those that are left (doi:10.1007/978-3-662-05414-4_3, offline star).
"""

import numpy as np
import numpy.typing as npt
from numba import njit

Places = npt.NDArray[np.int64]


def stars(number: int, pairs: Places) -> Places:
    """The representative of each of `number` texts, given the similar pairs as keys (see `similar_pairs`)."""
    low, high = pairs >> 32, pairs & 0xFFFFFFFF
    near = np.concatenate([high, low])[np.argsort(np.concatenate([low, high]), kind="stable")]
    degree = np.bincount(low, minlength=number) + np.bincount(high, minlength=number)
    starts = np.concatenate([[0], np.cumsum(degree)]).astype(np.int64)
    met = np.flatnonzero(degree)
    order = met[np.argsort(-degree[met], kind="stable")]
    chosen: Places = _taken(starts, near, order, number)
    return chosen


@njit("i8[::1](i8[::1], i8[::1], i8[::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _taken(starts: Places, near: Places, order: Places, number: int) -> Places:
    chosen = np.full(number, -1, np.int64)
    for text in order:
        if chosen[text] < 0:
            chosen[text] = text
            for i in range(starts[text], starts[text + 1]):
                if chosen[near[i]] < 0:
                    chosen[near[i]] = text
    for text in range(number):
        if chosen[text] < 0:
            chosen[text] = text
    return chosen
