"""Null copies: the same data with the coordination taken out, in ways that leave something else in.

- jitter: every post is moved to a uniform time within its own window of the widest scale. Who used what stays.
- rewire: whole posts change hands within a language and week. Activity, popularity and every time stay; who acts
  together does not. This is the structure test's null, and it keeps each object's own life.
- days: each account's days are moved by whole days, accounts that met by different shifts, as far as there are days
  enough. Rhythm within the day, sittings and who used what stay.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from overt.model.co_use import CoUses, Ints
from overt.model.scale import SECOND

DAY = 86_400 * SECOND
WEEK = 7 * DAY
KINDS = ("jitter", "rewire", "days")
REDRAWS = 40


@dataclass(frozen=True)
class Original:
    """The posts and actions stages of a scan, and the co-uses of the data (post keys are places in `posts`)."""

    posts: pa.Table
    actions: pa.Table
    widest: int
    resolution: int
    met: tuple[Ints, Ints]

    @property
    def times(self) -> Ints:
        """Microseconds of every post."""
        return np.asarray(self.posts["created_at"].cast(pa.int64()).to_numpy())


def met(co: CoUses, rows_of_key: Ints) -> tuple[Ints, Ints]:
    """The distinct pairs of posts (rows) that were co-used."""
    first, second = rows_of_key[co.post_first], rows_of_key[co.post_second]
    pairs = np.unique(np.stack([first, second], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def null_copy(original: Original, kind: str, rng: np.random.Generator) -> tuple[pa.Table, pa.Table]:
    """(posts, actions) of one copy of the kind."""
    if kind == "jitter":
        return with_times(original, jittered(original, rng))
    if kind == "rewire":
        return with_owners(original, rewired(original, rng))
    return with_times(original, shifted_days(original, rng))


def jittered(original: Original, rng: np.random.Generator) -> Ints:
    """Times redrawn within windows of the widest scale, on the data's own resolution."""
    width = original.widest * SECOND
    step = original.resolution * SECOND
    start = original.times // width * width
    return np.asarray((start + rng.integers(0, width, len(start))) // step * step)


def rewired(original: Original, rng: np.random.Generator) -> Ints:
    """For each post the row of the post whose account it gets: a shuffle within language and week."""
    lang = pc.fill_null(original.posts["lang"], "?").combine_chunks().dictionary_encode().indices.to_numpy()
    stratum = lang.astype(np.int64) * 1_000_000 + original.times // WEEK
    shuffled = np.lexsort([rng.random(len(stratum)), stratum])
    owners = np.empty(len(stratum), np.int64)
    owners[np.argsort(stratum, kind="stable")] = shuffled
    return owners


def shifted_days(original: Original, rng: np.random.Generator) -> Ints:
    """Times with whole days of each account shifted around the data's span, co-used posts by different shifts."""
    times = original.times
    day = times // DAY
    first, span = int(day.min()), int(day.max() - day.min()) + 1
    names = pc.binary_join_element_wise(original.posts["platform"], original.posts["account_id"], "\x00")
    account = names.combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    nodes, node = np.unique(account * (span + 1) + (day - first), return_inverse=True)
    shift = _parted(node[original.met[0]], node[original.met[1]], len(nodes), span, rng)
    return np.asarray((first + (day - first + shift[node]) % span) * DAY + times % DAY)


def _parted(left: Ints, right: Ints, size: int, span: int, rng: np.random.Generator) -> Ints:
    """A shift for each node, so that few of those that met get the same, and those that met often last of all.

    Where more met on one day than the data have days they cannot all be parted. In turns half of the nodes that share
    a shift with one that they met take the shift that the fewest of these have.
    """
    other = left != right
    ends = np.append(left[other], right[other]), np.append(right[other], left[other])
    meetings = sparse.csr_matrix((np.ones(len(ends[0])), ends), (size, size))
    shift = rng.integers(0, span, size)
    for _ in range(REDRAWS):
        chosen = sparse.csr_matrix((np.ones(size), (np.arange(size), shift)), (size, span))
        same = np.asarray((meetings @ chosen).multiply(chosen).sum(axis=1)).ravel()
        moved = np.flatnonzero((same > 0) & (rng.random(size) < 0.5))
        if not same.any():
            break
        crowd = (meetings[moved] @ chosen).toarray()
        shift[moved] = np.argmin(crowd + rng.random(crowd.shape) / 2, axis=1)
    return shift


def with_times(original: Original, times: Ints) -> tuple[pa.Table, pa.Table]:
    """The same posts and actions at other times."""
    posts = _set(original.posts, "created_at", pa.array(times).cast(pa.timestamp("us", tz="UTC")))
    acted = pa.array(times).take(original.actions["post"].combine_chunks())
    return posts, _set(original.actions, "acted_at", acted)


def with_owners(original: Original, owners: Ints) -> tuple[pa.Table, pa.Table]:
    """The same posts and actions by other accounts."""
    posts, actions = original.posts, original.actions
    rows = pa.array(owners)
    for name in ("platform", "account_id"):
        column = original.posts[name].combine_chunks().take(rows)
        posts = _set(posts, name, column)
        actions = _set(actions, name, column.take(original.actions["post"].combine_chunks()))
    return posts, actions


def _set(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), values)
