"""Two accounts use the same hashtags, in whatever order."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.normal_text import folded_tag
from overt.traces.posts import Posts

MIN_TAGS = 3


class HashtagSet(Trace):
    """The distinct hashtags of a post that has three or more, in the order of the alphabet."""

    name = "hashtag_set"
    plural = "hashtag sets"
    meaning = "the same three or more hashtags, in any order"
    innocent: ClassVar[tuple[str, ...]] = (
        "an app or a form that fills in its own hashtags",
        "a public call to post with given hashtags, as fans and campaigns make",
        "the few tags that everybody uses who writes of one match, show or town",
    )
    generic_phrases = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        for row, tags in enumerate(column(batch, "hashtags")):
            folded = {t for t in (folded_tag(tag) for tag in tags or () if tag) if t}  # type: ignore[attr-defined]
            if len(folded) >= MIN_TAGS:
                yield row, " ".join(sorted(folded))

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        rows, sets = posts.tags.sets(MIN_TAGS)
        return Uses(pa.array(rows), sets)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"hashtags": ["c3", "a1", "B2", "A1"]}, ("a1 b2 c3",)),
            Example({"hashtags": ["a1", "b2", "b2"]}, ()),
            Example({"hashtags": None}, ()),
        )
