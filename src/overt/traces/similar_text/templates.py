"""Groups that are no copies of a text but fillings of a template: the weather of every town, what a radio plays.

A copy differs from its original anywhere; fillings differ in the same places, each in its own way. So the texts
around a representative that share half of its words are looked at: a word is a slot where nearly all of them have
another one, and most of them not the same. Words at the end do not count, where copiers put tags. With enough slots
the group is taken apart; texts that are equal stay one text in any case.
"""

import numpy as np
import numpy.typing as npt
from numba import njit, types

from overt.traces.similar_text.candidates import NUMBERS, Numbers, Places, Shelves
from overt.traces.similar_text.distance import KNOWN, MOST, Known, cost, forget, learn, room, slot
from overt.traces.similar_text.letters import BYTES, I8, LETTERS, LONGEST, PLACES, Bytes, Letters, Offsets, Texts
from overt.traces.similar_text.reading import READING, READINGS, Reading, Readings, read, reading

Flags = npt.NDArray[np.bool_]

LOOKED_AT = 48
"""Texts around a representative that are looked at, at most; from a shelf every n-th, so that it gives a third of
them."""
LEAST = 5
"""Texts that share half the words, at least, or the group stays as it is."""
CHANGED, SAME = 70, 50
"""Per cent of these texts that have another word in a slot, at least; and of these, that have the same word, at
most."""
SLOTS = 5
"""Per cent of the words of a template that are slots, at least."""

_FILLED = types.uint64[:, ::1]
_TEMPLATES = types.boolean[::1](
    *(PLACES, BYTES, PLACES, PLACES, NUMBERS, PLACES, NUMBERS),
    *(READINGS, READING, READING, KNOWN),
)


def templates(texts: Texts, leaders: Places, held: Shelves, so_far: Readings) -> Flags:
    """Which of the representatives are fillings of a template."""
    found: Flags = _templates(leaders, *texts, *held, so_far, reading(), reading(), room())
    return found


@njit(types.void(KNOWN, READING, I8, PLACES, LETTERS), cache=True)  # type: ignore[untyped-decorator]
def _filled(known: Known, other: Reading, nw: int, places: Places, out: Letters) -> None:
    """Writes what another text has at the places of the known words: 0 the same word, 1 none. `places` is work
    room."""
    places[: known.sizes[1] + 1] = -1
    for j in range(nw - 1, -1, -1):
        places[known.ids[slot(known.table, known.ids, other.words[j])]] = j
    at = -1
    for i in range(known.sizes[0]):
        found = places[known.ids[slot(known.table, known.ids, known.keys[i])]]
        at = found if found >= 0 else at + 1
        out[i] = 0 if found >= 0 else other.words[at] if at < nw else 1


@njit(types.boolean(_FILLED, I8, I8), cache=True)  # type: ignore[untyped-decorator]
def _is_template(filled: Letters, number: int, m: int) -> bool:
    """Whether enough of m words are slots, given what `number` texts have in their places."""
    changed, last = np.zeros(m, np.int64), -1
    for p in range(m):
        for i in range(number):
            changed[p] += filled[i, p] != 0
        if 100 * changed[p] < CHANGED * number:
            last = p
    slots = 0
    for p in range(last):
        if 100 * changed[p] >= CHANGED * number:
            often = 0
            for i in range(number):
                same = 0
                for k in range(number):
                    same += filled[i, p] != 0 and filled[k, p] == filled[i, p]
                often = max(often, same)
            slots += 100 * often <= SAME * changed[p]
    return 100 * slots >= SLOTS * m


@njit(_TEMPLATES, cache=True)  # type: ignore[untyped-decorator]
def _templates(
    leaders: Places, data: Bytes, offsets: Offsets, starts: Places, held: Numbers, firsts: Places, mine: Numbers,
    so_far: Readings, one: Reading, other: Reading, known: Known,
) -> Flags:  # fmt: skip
    result = np.zeros(len(leaders), np.bool_)
    letters, places = np.empty(LONGEST, np.uint64), np.empty(MOST + 1, np.int64)
    filled, stamps = np.empty((LOOKED_AT, MOST), np.uint64), np.full(len(offsets) - 1, -1, np.int32)
    for k in range(len(leaders)):
        a, number = leaders[k], 0
        read(data, offsets, a, so_far, letters, one)
        m = one.facts[0]
        known.keys[:m] = one.words[:m]
        learn(known, m)
        for q in range(firsts[a], firsts[a + 1]):
            start, end = starts[mine[q]], starts[mine[q] + 1]
            for i in range(start, end, max(1, 3 * (end - start) // LOOKED_AT)):
                b = held[i]
                if number == LOOKED_AT or b == a or stamps[b] == k:
                    continue
                stamps[b] = k
                read(data, offsets, b, so_far, letters, other)
                limit = max(m, other.facts[0])
                if cost(known, other.words, other.facts[0], limit) <= limit:
                    _filled(known, other, other.facts[0], places, filled[number])
                    number += 1
        result[k] = number >= LEAST and _is_template(filled, number, m)
        forget(known)
    return result
