"""Which stored 256-bit hashes are near a given one? Every one of them is found: multi-index hashing.

Hashes that differ in few bits have a piece of 16 bits in which they differ in very few: with d <= 31 over 16 pieces,
some piece differs in at most one bit. So each piece of a hash, and each piece with one bit (two, three) flipped, is
looked up in a table of the stored pieces, and what is found there is compared as a whole. Where real hashes crowd
into the same entries, so that there would be more to compare than there are hashes, all of them are compared instead.
Norouzi, Punjani, Fleet 2012, doi:10.1109/CVPR.2012.6248043.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from numba import njit

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

HASH_BYTES, PIECES, PIECE_BITS = 32, 16, 16
ENTRIES = 1 << PIECE_BITS
LOW = 8
"""The lowest 8 x 8 of a PDQ hash's 16 x 16 frequencies are its first 64 bits here."""
FEWER = 4
"""Comparing one after the other is this many times faster than looking up and comparing."""


@dataclass(frozen=True)
class Rule:
    """When two hashes are near: they differ in at most `radius` bits, and in at most `low` of the lowest 64."""

    radius: int = 31
    low: int = 64

    @property
    def pieces(self) -> int:
        """How many pieces are looked up: the four of the lowest frequencies where these alone are bound closer."""
        return 4 if self.low // 4 <= self.radius // PIECES else PIECES

    @property
    def flips(self) -> int:
        """In how many bits some piece differs at most."""
        return self.low // 4 if self.pieces == 4 else self.radius // PIECES


@dataclass(frozen=True)
class Near:
    """Pairs of an asked and a stored hash, in order of both, and how many bits they differ in."""

    asked: Ints
    stored: Ints
    distance: Ints


class Index:
    """Stored hashes (n x 32 bytes), ready to be asked for those near others by one rule."""

    def __init__(self, stored: Bytes, rule: Rule) -> None:
        self.rule = rule
        self.words = words(stored)
        pieces = self.words.view(np.uint16).reshape(-1, PIECES)[:, : rule.pieces]
        self._rows = np.empty((rule.pieces, len(stored)), np.int32)
        self._starts = np.zeros((rule.pieces, ENTRIES + 1), np.int64)
        for i in range(rule.pieces):
            self._rows[i] = np.argsort(pieces[:, i], kind="stable")
            np.cumsum(np.bincount(pieces[:, i], minlength=ENTRIES), out=self._starts[i, 1:])
        self._flips = _flips(rule.flips)

    def __len__(self) -> int:
        return len(self.words)

    def near(self, asked: Bytes, among: Rows | None = None) -> Near:
        """Every stored hash near each asked one; with `among` only those rows (distinct) count."""
        rows = np.arange(len(self), dtype=np.int32) if among is None else np.ascontiguousarray(among, np.int32)
        allowed = np.full(len(self), among is None, np.bool_)
        allowed[rows] = True
        return self.near_marked(asked, rows, allowed)

    def near_marked(self, asked: Bytes, rows: Rows, allowed: npt.NDArray[np.bool_]) -> Near:
        """The same where the rows that count are marked already."""
        rule, sought = self.rule, words(asked)
        found = _search(
            sought, self.words, self._rows, self._starts, self._flips, rule.flips, rule.radius, rule.low, rows, allowed
        )
        order = np.lexsort((found[:, 1], found[:, 0]))
        return Near(*(np.ascontiguousarray(column) for column in found[order].T))


def words(hashes: Bytes) -> Words:
    """Hashes (n x 32 bytes) as four words of 64 bits each, the lowest frequencies first."""
    if hashes.ndim != 2 or hashes.shape[1] != HASH_BYTES:
        raise ValueError(f"hashes are n x {HASH_BYTES} bytes, not {hashes.shape}")
    bits = np.unpackbits(np.ascontiguousarray(hashes), axis=1)[:, _low_first()]
    return np.ascontiguousarray(np.packbits(bits, axis=1)).view(np.uint64)


def distances(left: Bytes, right: Bytes) -> Ints:
    """In how many bits each hash of `left` differs from the one at the same place (or the only one) of `right`."""
    return np.asarray(np.bitwise_count(left ^ right).sum(-1), np.int64)


def _low_first() -> Ints:
    """Places of the bits in a hash, those of the lowest frequencies in both directions first."""
    place = np.arange(8 * HASH_BYTES)
    frequency = place[::-1]  # the first bit of a hash is the highest frequency
    high = (frequency % PIECES >= LOW) | (frequency // PIECES >= LOW)
    return np.argsort(high, kind="stable")


def _flips(most: int) -> npt.NDArray[np.uint16]:
    """Every pattern of at most `most` of 16 bits."""
    found = [sum(1 << bit for bit in chosen) for k in range(most + 1) for chosen in combinations(range(PIECE_BITS), k)]
    return np.array(found, np.uint16)


@njit("i8(u8)", cache=True)  # type: ignore[untyped-decorator]
def _ones(x: np.uint64) -> np.int64:
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit("i8(u8[:,::1], i8, u8[:,::1], i8, i8, i8)", cache=True)  # type: ignore[untyped-decorator]
def _distance(asked: Words, q: int, stored: Words, s: int, radius: int, low: int) -> int:
    """Bits that differ, or -1 where they are too many."""
    found = _ones(asked[q, 0] ^ stored[s, 0])
    if found > low:
        return -1
    for i in range(1, 4):
        found += _ones(asked[q, i] ^ stored[s, i])
    return found if found <= radius else -1


@njit("b1(u8[:,::1], i8, u8[:,::1], i8, i8, i8)", cache=True)  # type: ignore[untyped-decorator]
def _met_before(asked: Words, q: int, stored: Words, s: int, piece: int, flips: int) -> bool:
    """Whether an earlier piece is near as well, so that the pair has been reported."""
    for i in range(piece):
        other = (asked[q, i // 4] ^ stored[s, i // 4]) >> np.uint64(16 * (i % 4)) & np.uint64(0xFFFF)
        if _ones(other) <= flips:
            return True
    return False


@njit("i8[:,::1](i8[:,::1], i8, i8, i8, i8)", cache=True)  # type: ignore[untyped-decorator]
def _added(found: Ints, number: int, q: int, s: int, d: int) -> Ints:
    if number == len(found):
        more = np.empty((2 * number, 3), np.int64)
        more[:number] = found
        found = more
    found[number, 0], found[number, 1], found[number, 2] = q, s, d
    return found


@njit("i8[:,::1](u8[:,::1], u8[:,::1], i4[:,::1], i8[:,::1], u2[::1], i8, i8, i8, i4[::1], b1[::1])", cache=True)  # type: ignore[untyped-decorator]
def _search(
    asked: Words,
    stored: Words,
    sorted_rows: npt.NDArray[np.int32],
    starts: Ints,
    patterns: npt.NDArray[np.uint16],
    flips: int,
    radius: int,
    low: int,
    rows: Rows,
    allowed: npt.NDArray[np.bool_],
) -> Ints:
    """Rows (asked, stored, distance); see the module's text."""
    found = np.empty((1024, 3), np.int64)
    number = 0
    for q in range(len(asked)):
        work = 0
        for i in range(len(starts)):
            piece = asked[q, i // 4] >> np.uint64(16 * (i % 4)) & np.uint64(0xFFFF)
            for pattern in patterns:
                entry = np.int64(piece ^ np.uint64(pattern))
                work += starts[i, entry + 1] - starts[i, entry]
            if work * FEWER > len(rows):
                break
        if work * FEWER > len(rows):
            for s in rows:
                d = _distance(asked, q, stored, s, radius, low)
                if d >= 0:
                    found = _added(found, number, q, s, d)
                    number += 1
            continue
        for i in range(len(starts)):
            piece = asked[q, i // 4] >> np.uint64(16 * (i % 4)) & np.uint64(0xFFFF)
            for pattern in patterns:
                entry = np.int64(piece ^ np.uint64(pattern))
                for k in range(starts[i, entry], starts[i, entry + 1]):
                    s = sorted_rows[i, k]
                    if allowed[s]:
                        d = _distance(asked, q, stored, s, radius, low)
                        if d >= 0 and not _met_before(asked, q, stored, s, i, flips):
                            found = _added(found, number, q, s, d)
                            number += 1
    return found[:number].copy()
