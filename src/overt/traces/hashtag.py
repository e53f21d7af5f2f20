"""Two accounts use the same rare hashtag."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.normal_text import folded_tag
from overt.traces.posts import Posts


class Hashtag(Trace):
    """Each hashtag of a post, case folded. Hashtags that many accounts use are no object."""

    name = "hashtag"
    plural = "rare hashtags"
    meaning = "the same hashtag, used by few accounts in the data"
    innocent: ClassVar[tuple[str, ...]] = (
        "the tag of a local event, a class or a show that few people follow",
        "a hashtag game in which people answer each other",
    )
    rare_only = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """One use per distinct hashtag of a post."""
        for row, tags in enumerate(column(batch, "hashtags")):
            if tags:
                folded = (folded_tag(tag) for tag in tags if tag)  # type: ignore[attr-defined]
                for tag in dict.fromkeys(t for t in folded if t):
                    yield row, tag

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        return Uses.of_items(posts.tags)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"hashtags": ["SaveTheWell", "savethewell", "water"]}, ("savethewell", "water")),
            Example({"hashtags": None}, ()),
        )
