"""The pairs of texts that are similar: candidates whose outlines agree, compared word by word and letter by letter."""

from typing import NamedTuple

import numpy as np
from numba import njit, types

from overt.traces.similar_text.candidates import LEADERS, NUMBERS, SHELF, Numbers, Places, Shelves
from overt.traces.similar_text.distance import KNOWN, Known, cost, forget, learn, room
from overt.traces.similar_text.letters import BYTES, LONGEST, PLACES, Bytes, Offsets, Texts, decoded
from overt.traces.similar_text.likeness import WHOLE, by_words, close, letters_allowed
from overt.traces.similar_text.outlines import agreeing
from overt.traces.similar_text.reading import READING, READINGS, Reading, Readings, read, reading
from overt.traces.similar_text.shingles import Hashes

LANES_AGREEING = 8
"""Lanes of 32 in which the outlines of similar texts agree, at least."""

_SIMILAR = types.Tuple((PLACES, NUMBERS, NUMBERS))(
    *(BYTES, PLACES, PLACES, NUMBERS, PLACES, NUMBERS, types.uint64[:, ::1]),
    *(READINGS, READING, READING, KNOWN, KNOWN),
)


class Similar(NamedTuple):
    """Similar pairs as a key each, ascending: the lower text's number times 2^32, plus twice the higher's, plus one
    where they are the same but for a tenth. Per text, with how many it was compared, and to how many it is similar."""

    pairs: Places
    compared: Numbers
    alike: Numbers


def similar_pairs(texts: Texts, outlines: Bytes, held: Shelves, so_far: Readings) -> Similar:
    """Compares the texts that stand on a shelf together."""
    room_to_work = (so_far, reading(), reading(), room(), room())
    pairs, compared, alike = _similar(*texts, *held, outlines.view(np.uint64), *room_to_work)
    return Similar(np.unique(pairs), compared, alike)


@njit(PLACES(PLACES, types.int64), cache=True)  # type: ignore[untyped-decorator]
def _with_room(pairs: Places, number: int) -> Places:
    """Twice as long an array where `number` fill it."""
    return np.append(pairs, pairs) if number == len(pairs) else pairs


@njit(_SIMILAR, cache=True)  # type: ignore[untyped-decorator]
def _similar(
    data: Bytes, offsets: Offsets, starts: Places, held: Numbers, firsts: Places, mine: Numbers, outlines: Hashes,
    so_far: Readings, one: Reading, other: Reading, known: Known, spelt: Known,
) -> tuple[Places, Numbers, Numbers]:  # fmt: skip
    """Text a is `known` by its words from its first candidate on, and by its letters (`spelt`) when these are
    needed."""
    letters, stamps = np.empty(LONGEST, np.uint64), np.full(len(offsets) - 1, -1, np.int32)
    compared, alike = np.zeros(len(offsets) - 1, np.int32), np.zeros(len(offsets) - 1, np.int32)
    pairs, number = np.empty(1024, np.int64), 0
    for a in range(len(offsets) - 1):
        for q in range(firsts[a], firsts[a + 1]):
            start, end = starts[mine[q]], starts[mine[q] + 1]
            large = end - start > SHELF
            if large:
                end = start + LEADERS
            for i in range(start, end):
                b = held[i]
                if b == a or (b < a and not large) or stamps[b] == a:
                    continue
                stamps[b] = a
                if agreeing(outlines, a, b) < LANES_AGREEING:
                    continue
                if known.sizes[0] == 0:
                    read(data, offsets, a, so_far, letters, one)
                    known.keys[: one.facts[0]] = one.words[: one.facts[0]]
                    learn(known, one.facts[0])
                read(data, offsets, b, so_far, letters, other)
                compared[a] += 1
                compared[b] += 1
                changes, mw, nw = cost(known, other.words, other.facts[0], WHOLE), one.facts[0], other.facts[0]
                near = close(changes, mw, nw)
                if not by_words(changes, mw, nw):
                    m, n = one.facts[1], other.facts[1]
                    limit = letters_allowed(changes, mw, nw, m, n, max(one.facts[2], other.facts[2]))
                    if abs(m - n) > limit or one.facts[3] != other.facts[3]:
                        continue
                    if spelt.sizes[0] == 0:
                        learn(spelt, decoded(data, offsets[a], offsets[a + 1], spelt.keys[:LONGEST]))
                    decoded(data, offsets[b], offsets[b + 1], letters)
                    changes = cost(spelt, letters, n, limit)
                    if changes > limit:
                        continue
                    near = close(changes, m, n)
                pairs = _with_room(pairs, number)
                alike[a] += 1
                alike[b] += 1
                pairs[number] = (np.int64(min(a, b)) << 32) | (np.int64(max(a, b)) << 1) | near
                number += 1
        if known.sizes[0] > 0:
            forget(known)
            forget(spelt)
    return pairs[:number].copy(), compared, alike
