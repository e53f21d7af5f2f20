"""Two accounts address the same two accounts, which few others address together."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import folded_name
from overt.traces.posts import Posts

OWN_WORDS = ("post", "quote")
"""Kinds of posts whose mentions the author wrote: replies inherit those of a conversation, reposts of the original."""


class MentionPair(Trace):
    """The two accounts that a post mentions. Pairs that many accounts name together are no object."""

    name = "mention_pair"
    plural = "pairs of mentions"
    meaning = "mentions of the same two accounts, which few accounts in the data name together; no replies or reposts"
    innocent: ClassVar[tuple[str, ...]] = (
        "a couple, a duo or two opponents that belong together for everybody who writes of them",
        "people who write to the same two offices about one matter",
    )
    rare_only = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        kinds = column(batch, "kind")
        for row, mentions in enumerate(column(batch, "mentions")):
            if kinds[row] in OWN_WORDS:
                names = {n for n in (folded_name(m) for m in mentions or () if m) if n}  # type: ignore[attr-defined]
                if len(names) == 2:
                    yield row, " ".join(sorted(names))

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        own = pc.is_in(posts.column("kind"), pa.array(OWN_WORDS)).to_numpy(zero_copy_only=False)
        two = np.bincount(posts.mentions.once().rows, minlength=len(posts)) == 2
        rows, pairs = posts.mentions.sets(2, own & two)
        return Uses(pa.array(rows), pairs)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"mentions": ["b", "@A", "a"]}, ("a b",)),
            Example({"mentions": ["a", "b", "c"]}, ()),
            Example({"mentions": ["a", "b"], "kind": "reply"}, ()),
        )
