"""Groups around a representative: every text of a group was found similar to the representative itself.

Chains (A like B, B like C) make no group, so a group cannot drift from one text to another. The text with the most
similar ones takes them all, then the next one of those that are left (the star clustering of Aslam, Pelekhov and Rus,
J. Graph Algorithms Appl. 8, 2004). A frame, to which most texts with the same pieces are not similar, represents only
what is the same but for a tenth: its posts share a template, and a few of them look similar by chance.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from overt.traces.similar_text.letters import I8, PLACES
from overt.traces.similar_text.verify import Similar

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

COMPARED, ALIKE = 20, 15
"""A text that was compared with so many others, of which less than so many per cent are similar, is a frame."""


def frames(found: Similar) -> Flags:
    """Which texts are frames."""
    rare: Flags = found.alike.astype(np.int64) * 100 < found.compared.astype(np.int64) * ALIKE
    return (found.compared >= COMPARED) & rare


def stars(found: Similar) -> Places:
    """The representative of each text, itself where it is alone. Of texts with as many similar ones the first
    leads."""
    number, frame = len(found.compared), frames(found)
    low, high, near = found.pairs >> 32, (found.pairs & 0xFFFFFFFF) >> 1, (found.pairs & 1).astype(np.bool_)
    by_low, by_high = near | ~frame[low], near | ~frame[high]
    leader = np.concatenate([low[by_low], high[by_high]])
    others = np.concatenate([high[by_low], low[by_high]])[np.argsort(leader, kind="stable")]
    degree = np.bincount(leader, minlength=number)
    starts = np.concatenate([[0], np.cumsum(degree)]).astype(np.int64)
    met = np.flatnonzero(degree)
    order = met[np.argsort(-degree[met], kind="stable")]
    chosen: Places = _taken(starts, others, order, number)
    return chosen


@njit(PLACES(PLACES, PLACES, PLACES, I8), cache=True)  # type: ignore[untyped-decorator]
def _taken(starts: Places, others: Places, order: Places, number: int) -> Places:
    """Goes through the leaders in order; each that is not taken takes its similar texts that are not."""
    chosen = np.full(number, -1, np.int64)
    for text in order:
        if chosen[text] < 0:
            chosen[text] = text
            for i in range(starts[text], starts[text + 1]):
                if chosen[others[i]] < 0:
                    chosen[others[i]] = text
    for text in range(number):
        if chosen[text] < 0:
            chosen[text] = text
    return chosen
