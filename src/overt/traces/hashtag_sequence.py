"""Two accounts use the same hashtags in the same order."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.normal_text import folded_tag
from overt.traces.posts import Posts

MIN_TAGS = 3


class HashtagSequence(Trace):
    """The ordered hashtags of a post that has three or more."""

    name = "hashtag_sequence"
    plural = "hashtag sequences"
    meaning = "the same three or more hashtags in the same order"
    innocent: ClassVar[tuple[str, ...]] = (
        "an app or a form that fills in its own hashtags",
        "a public call to post with given hashtags, as fans and campaigns make",
    )
    generic_phrases = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        for row, tags in enumerate(column(batch, "hashtags")):
            if tags:
                folded = [t for t in (folded_tag(tag) for tag in tags if tag) if t]  # type: ignore[attr-defined]
                if len(folded) >= MIN_TAGS:
                    yield row, " ".join(folded)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        tags = posts.tags
        counts = np.bincount(tags.rows, minlength=len(posts))
        enough = counts >= MIN_TAGS
        words = tags.words.take(pa.array(tags.codes[enough[tags.rows]]))
        offsets = np.concatenate([[0], np.cumsum(counts[enough])]).astype(np.int32)
        lists = pa.ListArray.from_arrays(pa.array(offsets), words)
        return Uses(pa.array(np.flatnonzero(enough)), pc.binary_join(lists, " "))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"hashtags": ["a1", "B2", "c3"]}, ("a1 b2 c3",)),
            Example({"hashtags": ["a1", "b2"]}, ()),
        )
