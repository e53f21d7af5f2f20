"""The pairs of texts that are similar: candidates whose outlines agree, compared word by word and letter by letter."""

import os

import numpy as np
from numba import njit, types

from overt.traces.similar_text.anchors import Anchored
from overt.traces.similar_text.candidates import LEADERS, SHELF, Numbers, Places, Shelves
from overt.traces.similar_text.distance import MOST, room
from overt.traces.similar_text.letters import BYTES, LONGEST, PLACES, Bytes, Offsets, Texts, decoded
from overt.traces.similar_text.likeness import READ, Read, begin, end, similar
from overt.traces.similar_text.outlines import agreeing
from overt.traces.similar_text.shingles import words

LANES_AGREEING = int(os.environ.get("LANESA", "7"))

_NUMBERS = types.int32[::1]
_SIMILAR = PLACES(BYTES, PLACES, PLACES, _NUMBERS, PLACES, _NUMBERS, types.uint8[:, ::1], READ)


def similar_pairs(texts: Texts, found: Anchored, held: Shelves) -> Places:
    """The similar pairs among the candidates, as a key each: the lower text's number times 2^32, plus the higher's.
    Ascending, each once."""
    pairs: Places = np.unique(_similar(*texts, *held, found.outlines, Read(room(), room())))
    return pairs


@njit(_SIMILAR, cache=True)  # type: ignore[untyped-decorator]
def _similar(
    data: Bytes, offsets: Offsets, starts: Places, held: Numbers, firsts: Places, mine: Numbers, outlines: Bytes, read: Read
) -> Places:
    letters, found = np.empty(LONGEST, np.uint64), np.empty(MOST, np.uint64)
    stamps = np.full(len(offsets) - 1, -1, np.int32)
    pairs, number = np.empty(1024, np.int64), 0
    for a in range(len(offsets) - 1):
        begun = False
        for q in range(firsts[a], firsts[a + 1]):
            start, end_ = starts[mine[q]], starts[mine[q] + 1]
            large = end_ - start > SHELF
            if large:
                end_ = start + LEADERS
            for i in range(start, end_):
                b = held[i]
                if b == a or (b < a and not large) or stamps[b] == a:
                    continue
                stamps[b] = a
                if agreeing(outlines[a], outlines[b]) < LANES_AGREEING:
                    continue
                if not begun:
                    begin(data, offsets, a, read)
                    begun = True
                n = decoded(data, offsets[b], offsets[b + 1], letters)
                if not similar(read, letters, n, found, words(letters, n, found)):
                    continue
                if number == len(pairs):
                    wider = np.empty(2 * number, np.int64)
                    wider[:number] = pairs
                    pairs = wider
                pairs[number] = (np.int64(min(a, b)) << 32) | max(a, b)
                number += 1
        if begun:
            end(read)
    return pairs[:number].copy()
