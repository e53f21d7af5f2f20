"""Which of very many names look like listed ones, found without comparing each with each.

Names are hashed as whole columns of code points: by what they look like (names.skeleton), and with each letter in turn
left out, so that names one edit apart meet. Only names that meet are compared letter by letter (names.py, which is the
slow and obvious version: the tests compare the two).
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from overt.registry.names import MAX_EDITED, fold_handle, handle_likeness, name_likeness, skeleton, strokes

Hashes = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]
WIDE = 128
"""Code points of a name that are hashed as columns; longer names are read one by one."""
EACH = 3
"""Strokes of a character that are hashed as columns."""
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 2**64)
MASK = 2**64 - 1
BITS = 24
NEAR = 20
"""Listed names that are looked at for one hash: more would be alike among themselves."""


class _Strokes:
    """What each code point looks like, as far as code points were met."""

    def __init__(self) -> None:
        self.known = np.zeros(0x110000, np.bool_)
        self.more = np.zeros(0x110000, np.bool_)
        self.codes = np.zeros((EACH, 0x110000), np.uint32)
        self.known[0] = True  # what fills a row

    def meet(self, codes: Codes) -> None:
        """Learns the code points that are new."""
        for point in np.unique(codes[~self.known[codes]]).tolist():
            drawn = strokes(chr(point))
            self.more[point] = len(drawn) > EACH
            for place, char in enumerate(drawn[:EACH]):
                self.codes[place, point] = ord(char)
            self.known[point] = True


_STROKES = _Strokes()


def _columns(texts: Sequence[str], widest: int) -> Codes:
    """Code points, one row per place and one column per text; 0 behind the end."""
    wide = max(1, min(widest, max(map(len, texts), default=1)))
    rows = np.array(texts, dtype=f"U{wide}").view(np.uint32).reshape(len(texts), wide)
    return np.ascontiguousarray(rows.T)


def _hash(text: str) -> int:
    found = 0
    for char in text:
        found = (found * BASE + ord(char)) & MASK
    return found


def shapes(texts: Sequence[str]) -> Hashes:
    """A hash of what each text looks like: equal where skeletons are; 0 where nothing is to be seen."""
    if not texts:
        return np.zeros(0, np.uint64)
    codes = _columns(texts, WIDE)
    _STROKES.meet(codes)
    found = np.zeros(len(texts), np.uint64)
    slow = np.fromiter((len(t) > WIDE for t in texts), np.bool_, len(texts))
    base = np.uint64(BASE)
    for row in codes:
        slow |= _STROKES.more[row]
        for place in range(EACH):
            stroke = _STROKES.codes[place, row]
            there = stroke != 0
            if not there.any():
                break
            found = np.where(there, found * base + stroke, found)
    for i in np.flatnonzero(slow).tolist():
        found[i] = _hash(skeleton(texts[i]))
    return found


def without_one(texts: Sequence[str]) -> tuple[Hashes, npt.NDArray[np.bool_]]:
    """Hashes of each text (row 0) and of the text without its first, second ... letter, and which of them there are.

    Texts longer than MAX_EDITED have none.
    """
    short = ["" if len(t) > MAX_EDITED else t for t in texts]
    codes = _columns(short, MAX_EDITED)
    powers = np.array([pow(BASE, n, 2**64) for n in range(len(codes))], np.uint64)
    terms = codes.astype(np.uint64) * powers[:, None]
    before = np.cumsum(terms, axis=0, dtype=np.uint64)
    whole = before[-1:]
    left = before - terms + (whole - before) * np.uint64(INVERSE)
    there = codes != 0
    return np.concatenate([whole, left]), np.concatenate([there[:1], there])


class Table:
    """Hashes of listed names, and which names each stands for."""

    def __init__(self, hashes: Hashes, names: npt.NDArray[np.int64]) -> None:
        order = np.lexsort((names, hashes))
        hashes, names = hashes[order], names[order]
        starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.zeros(0, np.int64)
        self._keys = hashes[starts]
        self._starts = starts
        self._ends = np.r_[starts[1:], len(hashes)] if len(starts) else starts
        self._names = names
        self._there = np.zeros(1 << BITS, np.bool_)
        self._there[self._place(hashes)] = True

    @staticmethod
    def _place(hashes: Hashes) -> Hashes:
        return (hashes * np.uint64(BASE)) >> np.uint64(64 - BITS)

    def meet(self, hashes: Hashes, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """(row, listed name) of each hash that a listed name has; at most NEAR names a hash."""
        likely = np.flatnonzero(self._there[self._place(hashes)])
        if not len(likely) or not len(self._keys):
            return
        place = np.minimum(np.searchsorted(self._keys, hashes[likely]), len(self._keys) - 1)
        for i, key in zip(likely.tolist(), place.tolist(), strict=True):
            if self._keys[key] == hashes[i]:
                start = int(self._starts[key])
                for name in self._names[start : min(int(self._ends[key]), start + NEAR)].tolist():
                    yield int(rows[i]), name


class Likeness:
    """Listed handles and names, ready to be asked for what looks like them."""

    def __init__(self, handles: Sequence[str], names: Sequence[str]) -> None:
        self._handles, self._names = list(handles), list(names)
        self._drawn = self._by_shape(self._handles)
        self._called = self._by_shape(self._names)
        hashes, there = without_one([fold_handle(h) for h in self._handles]) if handles else _nothing()
        _, column = np.nonzero(there)
        self._edited = Table(hashes[there], column.astype(np.int64))

    @staticmethod
    def _by_shape(texts: Sequence[str]) -> Table:
        found = shapes(texts)
        seen = np.flatnonzero(found)
        return Table(found[seen], seen)

    def handles(self, given: Sequence[str]) -> list[tuple[int, int, str]]:
        """(row, listed handle, how) of every handle that looks like a listed one and is not that."""
        rows = np.arange(len(given))
        met = set(self._drawn.meet(shapes(given), rows))
        if given:
            hashes, there = without_one([fold_handle(h) for h in given])
            _, column = np.nonzero(there)
            met.update(self._edited.meet(hashes[there], column.astype(np.int64)))
        return self._compared(met, given, self._handles, handle_likeness)

    def names(self, given: Sequence[str]) -> list[tuple[int, int, str]]:
        """(row, listed name, how) of every display name that is, or looks like, a listed name."""
        met = set(self._called.meet(shapes(given), np.arange(len(given))))
        return self._compared(met, given, self._names, name_likeness)

    @staticmethod
    def _compared(
        met: set[tuple[int, int]], given: Sequence[str], listed: Sequence[str], how: Callable[[str, str], str | None]
    ) -> list[tuple[int, int, str]]:
        return [(row, name, found) for row, name in sorted(met) if (found := how(given[row], listed[name])) is not None]


def _nothing() -> tuple[Hashes, npt.NDArray[np.bool_]]:
    return np.zeros((1, 0), np.uint64), np.zeros((1, 0), np.bool_)
