"""The plain count as a sweep over sorted arrays: the embedded engine's fast path for large inputs.

Uses are sorted by object and time; a pointer runs to both sides of each use as far as the interval reaches. One
accumulator per account counts the distinct objects that it shares with each other account, so that no list of
co-actions is ever held: memory is a few arrays of the input's length, whatever the popularity of an object. The
relational `plain_counts` is its reference in the tests. Signatures are given so that the machine code, kept from the
first use on, is loaded with the module.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

Codes = npt.NDArray[np.int32]
Times = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

SHRUNK = 0.95
"""Pruning goes on while it leaves less than this share of the uses."""


@dataclass(frozen=True)
class Uses:
    """Who used what, when: account and object as codes from 0, times in microseconds. One row per use, any order."""

    account: Codes
    object: Codes
    t: Times
    accounts: int
    objects: int


@dataclass(frozen=True)
class Counts:
    """One row per pair a < b: distinct objects used within the interval, and distinct objects at any gap."""

    a: Codes
    b: Codes
    within: Codes
    shared: Codes


@dataclass(frozen=True)
class Kept:
    """The uses that can count, sorted by object and time, and how many steps counting them takes."""

    start: Places
    object: Codes
    account: Codes
    t: Times
    steps: int


def kept(uses: Uses, interval: int, least: int) -> Kept:
    """Prunes without losing a pair: uses close to another account's, by accounts with `least` such objects."""
    reach = interval * 1_000_000
    start, object_, account, t = _by_object(uses)
    rows = _pruned(start, object_, account, t, reach, least, uses)
    object_, account, t = object_[rows], account[rows], t[rows]
    start = _offsets(object_, uses.objects)
    return Kept(start, object_, account, t, int(_steps(start, t, reach)))


def sweep(uses: Uses, kept: Kept, interval: int, least: int) -> Counts:
    """The pairs with at least `least` distinct objects used no more than `interval` seconds apart."""
    mine, place = _grouped(kept.account, uses.accounts)
    arrays = (kept.start, kept.object, kept.account, kept.t, mine, place)
    a, b, within = _counted(*arrays, interval * 1_000_000, least)
    return Counts(a, b, within, _shared_objects(uses, a, b))


def _shared_objects(uses: Uses, a: Codes, b: Codes) -> Codes:
    """Distinct objects that both accounts of each pair used at any gap. Pairs are sorted by a."""
    asked = np.zeros(uses.accounts, bool)
    asked[a], asked[b] = True, True
    rows = asked[uses.account]
    mine, place = _grouped(uses.account[rows], uses.accounts)
    shared: Codes = _shared(a, b, *_distinct(mine, place, uses.object[rows], uses.objects), uses.objects)
    return shared


def _by_object(uses: Uses) -> tuple[Places, Codes, Codes, Times]:
    """Offsets of each object's uses, and the uses sorted by object and time."""
    start = _offsets(uses.object, uses.objects)
    account, t = _scattered(uses.object, uses.account, uses.t, start[:-1].copy())
    object_ = np.repeat(np.arange(uses.objects, dtype=np.int32), np.diff(start))
    if _in_order(start, t):
        return start, object_, account, t
    order = np.lexsort((t, object_))
    return start, object_, account[order], t[order]


def _pruned(start: Places, object_: Codes, account: Codes, t: Times, reach: int, least: int, uses: Uses) -> Places:
    """The uses that can count: close to another account's, by accounts with enough such objects. Loses no pair."""
    kept = np.flatnonzero(_near(start, account, t, reach))
    while len(kept):
        busy = np.bincount(account[kept], minlength=uses.accounts) >= least
        enough = kept[busy[account[kept]]]
        near = _near(_offsets(object_[enough], uses.objects), account[enough], t[enough], reach)
        before, kept = len(kept), enough[near]
        if len(kept) > SHRUNK * before:
            break
    return kept


def _offsets(codes: Codes, number: int) -> Places:
    return np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=number))]).astype(np.int64)


def _grouped(codes: Codes, number: int) -> tuple[Places, Places]:
    """Offsets of each group, and the rows group by group, in the order in which they stood."""
    start = _offsets(codes, number)
    return start, _placed(codes, start[:-1].copy())


@njit("i8[::1](i4[::1], i8[::1])", cache=True)  # type: ignore[untyped-decorator]
def _placed(codes: Codes, free: Places) -> Places:
    place = np.empty(len(codes), np.int64)
    for row in range(len(codes)):
        place[free[codes[row]]] = row
        free[codes[row]] += 1
    return place


@njit("Tuple((i4[::1], i8[::1]))(i4[::1], i4[::1], i8[::1], i8[::1])", cache=True)  # type: ignore[untyped-decorator]
def _scattered(codes: Codes, account: Codes, t: Times, free: Places) -> tuple[Codes, Times]:
    """account and t, group by group, in the order in which they stood."""
    by_account, by_t = np.empty(len(codes), np.int32), np.empty(len(codes), np.int64)
    for row in range(len(codes)):
        place = free[codes[row]]
        by_account[place], by_t[place] = account[row], t[row]
        free[codes[row]] = place + 1
    return by_account, by_t


@njit("b1(i8[::1], i8[::1])", cache=True)  # type: ignore[untyped-decorator]
def _in_order(start: Places, t: Times) -> bool:
    for o in range(len(start) - 1):
        for i in range(start[o] + 1, start[o + 1]):
            if t[i] < t[i - 1]:
                return False
    return True


@njit("i8(i8[::1], i8[::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _steps(start: Places, t: Times, reach: int) -> int:
    """Pairs of uses of one object no further apart than reach, both ways: a pointer follows each use."""
    steps = 0
    for o in range(len(start) - 1):
        first = start[o]
        for i in range(start[o], start[o + 1]):
            while t[i] - t[first] > reach:
                first += 1
            steps += i - first
    return 2 * steps


@njit("b1[::1](i8[::1], i4[::1], i8[::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _near(start: Places, account: Codes, t: Times, reach: int) -> Flags:
    """Whether another account used the same object within reach."""
    near = np.zeros(len(t), np.bool_)
    for o in range(len(start) - 1):
        last = -1  # the latest use by another account than that of the use before this one
        for i in range(start[o], start[o + 1]):
            if i > start[o] and account[i] != account[i - 1]:
                last = i - 1
            if last >= 0 and t[i] - t[last] <= reach:
                near[i] = True
        last = -1
        for i in range(start[o + 1] - 1, start[o] - 1, -1):
            if i < start[o + 1] - 1 and account[i] != account[i + 1]:
                last = i + 1
            if last >= 0 and t[last] - t[i] <= reach:
                near[i] = True
    return near


@njit("Tuple((i4[::1], i4[::1], i4[::1]))(i8[::1], i4[::1], i4[::1], i8[::1], i8[::1], i8[::1], i8, i8)", cache=True)  # type: ignore[untyped-decorator]
def _counted(
    start: Places, object_: Codes, account: Codes, t: Times, mine: Places, place: Places, reach: int, least: int
) -> tuple[Codes, Codes, Codes]:
    """The pairs a < b with at least `least` common objects, a by a: the accumulator is cleared after each."""
    accounts = len(mine) - 1
    count, last = np.zeros(accounts, np.int32), np.full(accounts, -1, np.int32)
    met = np.empty(accounts, np.int32)
    found, rows = np.empty((3, 1024), np.int32), 0
    for a in range(accounts):
        number = 0
        for q in range(mine[a], mine[a + 1]):
            i = place[q]
            o = object_[i]
            first, end = i, i + 1
            while first > start[o] and t[i] - t[first - 1] <= reach:
                first -= 1
            while end < start[o + 1] and t[end] - t[i] <= reach:
                end += 1
            for j in range(first, end):
                b = account[j]
                if b > a and last[b] != o:
                    if count[b] == 0:
                        met[number] = b
                        number += 1
                    count[b] += 1
                    last[b] = o
        for k in range(number):
            b = met[k]
            if count[b] >= least:
                if rows == found.shape[1]:
                    wider = np.empty((3, 2 * rows), np.int32)
                    wider[:, :rows] = found
                    found = wider
                found[0, rows], found[1, rows], found[2, rows] = a, b, count[b]
                rows += 1
            count[b], last[b] = 0, -1
    return found[0, :rows].copy(), found[1, :rows].copy(), found[2, :rows].copy()


@njit("Tuple((i8[::1], i4[::1]))(i8[::1], i8[::1], i4[::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _distinct(mine: Places, place: Places, object_: Codes, objects: int) -> tuple[Places, Codes]:
    """The distinct objects of each account, account by account, and where each account's begin."""
    seen = np.full(objects, -1, np.int32)
    start, kept, number = np.empty(len(mine), np.int64), np.empty(len(place), np.int32), 0
    for account in range(len(mine) - 1):
        start[account] = number
        for q in range(mine[account], mine[account + 1]):
            o = object_[place[q]]
            if seen[o] != account:
                seen[o] = account
                kept[number] = o
                number += 1
    start[len(mine) - 1] = number
    return start, kept[:number].copy()


@njit("i4[::1](i4[::1], i4[::1], i8[::1], i4[::1], i8)", cache=True)  # type: ignore[untyped-decorator]
def _shared(a: Codes, b: Codes, start: Places, objects_of: Codes, objects: int) -> Codes:
    """Distinct objects that both used at all. Pairs are sorted by a, whose objects are marked once, a bit each."""
    mark = np.zeros(objects // 8 + 1, np.uint8)  # small enough for the processor's cache
    result = np.zeros(len(a), np.int32)
    for pair in range(len(a)):
        if pair == 0 or a[pair] != a[pair - 1]:
            mark[:] = 0
            for q in range(start[a[pair]], start[a[pair] + 1]):
                o = objects_of[q]
                mark[o >> 3] |= np.uint8(1 << (o & 7))
        for q in range(start[b[pair]], start[b[pair] + 1]):
            o = objects_of[q]
            result[pair] += (mark[o >> 3] >> (o & 7)) & 1
    return result
