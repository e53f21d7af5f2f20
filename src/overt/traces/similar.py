"""Similar: the rule that turns posts into objects which are groups of similar things, such as texts or pictures.

What is similar to what is known only once all posts were read. So the items of all posts come first, distinct ones are
put into groups, and a use of any item of a group is a use of the group. A group is a star: every item of it is similar
to its representative, never only to a neighbour of a neighbour, since an object has to mean one thing.
"""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Trace, Uses
from overt.traces.posts import Posts

Ints = npt.NDArray[np.int64]


class Similar(Trace):
    """A trace whose objects are groups of similar items. The name of an object is its representative."""

    single: ClassVar[bool] = False
    """Whether an item that is similar to no other is an object, too; not where another trace covers equal items."""

    @abstractmethod
    def items(self, posts: Posts) -> Uses:
        """The uses of items in one batch: row and item."""

    @abstractmethod
    def groups(self, items: pa.StringArray) -> Ints:
        """For each of the distinct items, sorted by their bytes: the place of its group's representative."""

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """The objects of a batch that is all there is."""
        found = self.items(Posts(batch))
        uses = once(found.rows, grouped(self, found.objects))
        yield from zip(uses.rows.to_pylist(), uses.objects.to_pylist(), strict=True)


def once(rows: pa.Array, objects: pa.StringArray) -> Uses:
    """The uses of objects (null: none), each object of a row once: two items of a post may be in one group."""
    kept = objects.is_valid()
    row, name = pc.filter(rows, kept), pc.filter(objects, kept)
    codes = name.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
    keys = row.to_numpy(zero_copy_only=False).astype(np.int64) * (len(codes) + 1) + codes
    _, first = np.unique(keys, return_index=True)
    first.sort()
    return Uses(row, name) if len(first) == len(row) else Uses(row.take(pa.array(first)), name.take(pa.array(first)))


def grouped(trace: Similar, items: pa.Array | pa.ChunkedArray) -> pa.StringArray:
    """The object of every item; null where it is none."""
    whole = pa.chunked_array([items]) if isinstance(items, pa.Array) else items
    distinct = pa.array(sorted(set(whole.unique().to_pylist()), key=str.encode), pa.string())
    if not len(distinct):
        return pa.nulls(len(whole), pa.string())
    group = np.asarray(trace.groups(distinct), np.int64)
    alone = np.bincount(group, minlength=len(distinct))[group] == 1
    names = distinct.take(pa.array(group, mask=alone & (not trace.single)))
    places = pa.compute.index_in(whole, value_set=distinct)
    found = names.take(places)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
