"""One batch of posts with what its columns fold to, worked out once and for distinct values only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.canonical_url import canonical_url
from overt.traces.names import folded_name
from overt.traces.normal_text import folded_tag, normal_text
from overt.traces.plain_links import plain_links
from overt.traces.simple_texts import simple_texts

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Items:
    """The items of a list column that are objects: item i stands in row `rows[i]` and is `words[codes[i]]`."""

    rows: Ints
    codes: Ints
    words: pa.StringArray

    def mapped(self, words: pa.StringArray) -> "Items":
        """The same items under other words, one for each of `words`; those that became null are gone."""
        distinct = words.dictionary_encode()
        codes = distinct.indices.fill_null(-1).to_numpy(zero_copy_only=False)[self.codes]
        kept = codes >= 0
        return Items(self.rows[kept], codes[kept].astype(np.int64), distinct.dictionary)

    def once(self) -> "Items":
        """The items without those that stand in their row already."""
        if not (self.rows[1:] == self.rows[:-1]).any():
            return self
        _, first = np.unique(self.rows * len(self.words) + self.codes, return_index=True)
        first.sort()
        return Items(self.rows[first], self.codes[first], self.words)

    def sets(self, least: int, among: npt.NDArray[np.bool_] | None = None) -> tuple[Ints, pa.StringArray]:
        """Rows with `least` distinct items or more (of those rows that are `among`), and the items of each in the
        order of the alphabet, with spaces between them."""
        once = self.once()
        size = 1 + (int(once.rows.max()) if len(once.rows) else -1)
        enough = np.bincount(once.rows, minlength=size) >= least
        if among is not None:
            enough &= among[:size]
        kept = enough[once.rows]
        rows, codes = once.rows[kept], once.codes[kept]
        rank = np.empty(len(self.words), np.int64)
        rank[pc.sort_indices(self.words).to_numpy()] = np.arange(len(self.words))
        order = np.lexsort([rank[codes], rows])
        offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size)[enough])]).astype(np.int32)
        lists = pa.ListArray.from_arrays(pa.array(offsets), self.words.take(pa.array(codes[order])))
        return np.flatnonzero(enough), pc.binary_join(lists, " ")


class Posts:
    """The columns of one batch, and their folded forms."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def column(self, name: str) -> pa.Array:
        """A column of text, or nulls where the batch has none of that name."""
        index = self.batch.schema.get_field_index(name)
        return pa.nulls(len(self), pa.string()) if index < 0 else self.batch.column(index)

    @cached_property
    def links(self) -> Items:
        """The canonical form of every link."""
        return self._items("urls", lambda urls: settled(plain_links(urls), urls, canonical_url))

    @cached_property
    def tags(self) -> Items:
        """Every hashtag, folded."""
        return self._items("hashtags", lambda tags: each(tags, folded_tag))

    @cached_property
    def mentions(self) -> Items:
        """Every account that is mentioned, folded."""
        return self._items("mentions", lambda names: each(names, folded_name))

    @cached_property
    def effects(self) -> Items:
        """Every filter and effect, as it is."""
        return self._items("effects", lambda effects: effects)

    @cached_property
    def texts(self) -> pa.StringArray:
        """The normalised text of every post; null where it has none."""
        found = self.column("text").dictionary_encode()
        words = found.dictionary
        return settled(simple_texts(words), words, normal_text).take(found.indices)

    def _items(self, name: str, folded: Callable[[pa.StringArray], pa.StringArray]) -> Items:
        lists = self.column(name)
        if lists.null_count == len(lists):
            none = np.zeros(0, np.int64)
            return Items(none, none, pa.array([], pa.string()))
        sizes = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
        found = lists.flatten().dictionary_encode()
        codes = found.indices.fill_null(len(found.dictionary)).to_numpy(zero_copy_only=False)
        words = pa.concat_arrays([folded(found.dictionary), pa.nulls(1, pa.string())])
        rows = np.repeat(np.arange(len(lists), dtype=np.int64), sizes)
        return Items(rows, codes.astype(np.int64), words).mapped(_without_empty(words))


def each(words: pa.StringArray, fold: Callable[[str], str | None]) -> pa.StringArray:
    """Every word folded by itself."""
    return pa.array([None if word is None else fold(word) for word in words.to_pylist()], pa.string())


def settled(
    found: tuple[pa.StringArray, pa.BooleanArray], words: pa.StringArray, fold: Callable[[str], str | None]
) -> pa.StringArray:
    """What was `found` for all words at once; the words that the second array leaves open are folded one by one."""
    folded, opened = found
    places = pc.indices_nonzero(opened)
    if not len(places):
        return folded
    late = each(words.take(places), fold)
    order = np.arange(len(words))
    order[places.to_numpy()] = len(words) + np.arange(len(places))
    return pa.concat_arrays([folded, late]).take(pa.array(order))


def _without_empty(words: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.fill_null(pc.equal(words, ""), False), pa.scalar(None, pa.string()), words)
