"""The co-uses of candidate pairs on popular objects, by merging the two accounts' uses: the embedded engine's way.

Each account's uses stand sorted by object and time; for a candidate pair one pointer runs through each list. An
object costs no more for being popular, and nothing is held but the uses, the candidates and the answer. The
relational `co_use.of_candidates` is the reference in the tests.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numba import njit

from overt.engine import parts as files
from overt.model.co_use import Ints
from overt.pairs.arrays import sorted_columns

COLUMNS = ("object", "first", "second", "t_first", "t_second", "post_first", "post_second")

PIECE = 1_000_000
"""Candidate pairs that are looked at at a time."""


def of_candidates(uses: pa.Table, candidates: Path, window_seconds: int, enough: int) -> pa.Table:
    """The co-uses of candidate pairs within the window, of pairs with at least `enough` co-uses.

    uses: trace, account, object, t, post_key, source. candidates: a Parquet file with trace, a, b (a < b), listed
    (co-uses that the pair has on other objects; they count towards `enough`); it is read a piece at a time.
    """
    lists = {name: _lists(uses.filter(pc.equal(uses["trace"], name))) for name in uses["trace"].unique().to_pylist()}
    empty = dict.fromkeys(COLUMNS, np.zeros(0, np.int64))
    parts = [pa.table({"trace": pa.array([], pa.string())} | empty)]
    for batch in (rows for file in files(candidates) for rows in pq.ParquetFile(file).iter_batches(PIECE)):
        piece = pa.table(batch)
        for name, mine in lists.items():
            pairs = piece.filter(pc.equal(piece["trace"], name))
            a, b, listed = (pairs[column].to_numpy() for column in ("a", "b", "listed"))
            rows = _merged(a, b, listed, *mine, window_seconds * 1_000_000, enough)
            columns: Sequence[Ints] = list(rows)
            trace = pa.repeat(pa.scalar(name), rows.shape[1])
            parts.append(pa.table({"trace": trace} | dict(zip(COLUMNS, columns, strict=True))))
    return pa.concat_tables(parts)


def _lists(uses: pa.Table) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Offsets of each account, and its uses by object and time: object, t, post_key, source."""
    by = sorted_columns(uses, ("account", "object", "t", "post_key", "source"))
    start = np.searchsorted(by["account"], np.arange(int(by["account"].max(initial=-1)) + 2))
    return start, by["object"], by["t"], by["post_key"], by["source"]


@njit(cache=True)  # type: ignore[untyped-decorator]
def _merged(
    a: Ints,
    b: Ints,
    listed: Ints,
    start: Ints,
    object_: Ints,
    t: Ints,
    post: Ints,
    source: Ints,
    reach: int,
    enough: int,
) -> Ints:
    found, rows = np.empty((7, 1024), np.int64), 0
    for pair in range(len(a)):
        one, other = a[pair], b[pair]
        if max(one, other) + 1 >= len(start):
            continue  # used no popular object at all
        before = rows
        i, j = start[one], start[other]
        while i < start[one + 1] and j < start[other + 1]:
            if object_[i] < object_[j]:
                i += 1
            elif object_[i] > object_[j]:
                j += 1
            else:
                # Every use of this object by the one against every use by the other, then on to the next use.
                k = j
                while k < start[other + 1] and object_[k] == object_[i]:
                    if abs(t[i] - t[k]) <= reach and source[i] != other and source[k] != one:
                        if rows == found.shape[1]:
                            wider = np.empty((7, 2 * rows), np.int64)
                            wider[:, :rows] = found
                            found = wider
                        first = t[i] <= t[k]  # of two at the same moment the lower account stands first
                        found[0, rows] = object_[i]
                        found[1, rows], found[2, rows] = (one, other) if first else (other, one)
                        found[3, rows], found[4, rows] = (t[i], t[k]) if first else (t[k], t[i])
                        found[5, rows], found[6, rows] = (post[i], post[k]) if first else (post[k], post[i])
                        rows += 1
                    k += 1
                i += 1
        if rows - before + listed[pair] < enough:
            rows = before
    return found[:, :rows].copy()
