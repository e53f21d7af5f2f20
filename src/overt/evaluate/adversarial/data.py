"""The data that every method gets: posts, accounts as numbers, and who used which object when.

Objects are those of overt (links in canonical form, normalised texts), so that no rule fails for a tracker in a link.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.model.post import ID_TRACE_PREFIX
from overt.traces import actions, chosen

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

TRACES = ("url", "repost", "hashtag_sequence", "text")
"""What the published methods look at, beside id columns."""
PART = 4_000_000
"""Pairs of uses that are looked at in one go."""


@dataclass(frozen=True)
class Uses:
    """Uses of objects in one trace: codes of object and account, time in milliseconds, row of the post."""

    object: Ints
    account: Ints
    time: Ints
    post: Ints

    def __len__(self) -> int:
        """How many."""
        return len(self.object)

    @property
    def objects(self) -> int:
        """Number of objects."""
        return int(self.object.max(initial=-1)) + 1

    def of(self, rows: Ints) -> "Uses":
        """Some of them."""
        return Uses(self.object[rows], self.account[rows], self.time[rows], self.post[rows])

    def near(self, seconds: float) -> Iterator[tuple[Ints, Ints]]:
        """Places of two uses of one object by two accounts at most `seconds` apart, in parts of bounded size."""
        if not len(self):
            return
        order = np.lexsort((self.time, self.object))
        window = int(seconds * 1000)
        start = self.time - self.time.min()
        far = int(start.max()) + window + 1
        key = self.object[order] * far + start[order]
        ends = np.searchsorted(key, key + window, side="right")
        number = ends - np.arange(len(key)) - 1
        total, low = np.cumsum(number), 0
        while low < len(key):
            high = max(low + 1, int(np.searchsorted(total, total[low] - number[low] + PART, side="right")))
            some = number[low:high]
            first = np.repeat(np.arange(low, high), some)
            second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(some) - some, some)
            a, b = order[first], order[second]
            others = self.account[a] != self.account[b]
            yield a[others], b[others]
            low = high


@dataclass(frozen=True)
class Data:
    """A posts table with its accounts (platform, account_id), numbered in the order of their first post."""

    posts: pa.Table

    @cached_property
    def accounts(self) -> list[tuple[str, str]]:
        """Who posts."""
        return list(dict.fromkeys(self._names))

    @cached_property
    def numbers(self) -> Ints:
        """The account of each post."""
        place = {name: i for i, name in enumerate(self.accounts)}
        return np.array([place[name] for name in self._names], np.int64)

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        return list(zip(self.posts["platform"].to_pylist(), self.posts["account_id"].to_pylist(), strict=True))

    @cached_property
    def uses(self) -> dict[str, Uses]:
        """Trace -> its uses."""
        names = self.posts.schema.names
        ids = [name.removeprefix(ID_TRACE_PREFIX) for name in names if name.startswith(ID_TRACE_PREFIX)]
        traces = chosen(ids, [*TRACES, *ids])
        found = pa.concat_tables([*actions(self.posts.to_batches(), traces)])
        result = {}
        for trace in traces:
            rows = found.filter(pa.compute.equal(found["trace"], trace.name))
            if rows.num_rows:
                post = rows["post"].to_numpy()
                code = rows["object"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
                result[trace.name] = Uses(code, self.numbers[post], rows["acted_at"].to_numpy() // 1000, post)
        return result
