"""Two accounts repost the same post."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, column
from overt.traces.normal_text import normal_text

MIN_TEXT = 8


class Repost(Trace):
    """The post that was reposted; where the export does not name it, its author and normalised text."""

    name = "repost"
    plural = "reposts"
    meaning = "reposts of the same post"
    innocent: ClassVar[tuple[str, ...]] = (
        "followers of the same account who repost it when they see it",
        "fans with notifications switched on",
        "apps that repost for their users, and which the users installed",
    )

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        texts, kinds = column(batch, "text"), column(batch, "kind")
        platforms = column(batch, "platform")
        authors = column(batch, "repost_of_account")
        for row, original in enumerate(column(batch, "repost_of")):
            if original:
                named = platforms[row] not in (None, "unknown")
                yield row, f"{platforms[row]}:{original}" if named else str(original)
            elif kinds[row] == "repost" and texts[row]:
                text = normal_text(str(texts[row]))
                if len(text) >= MIN_TEXT:
                    yield row, f"{authors[row] or ''}: {text}"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "unknown", "kind": "repost", "repost_of": "77", "text": "anything"}, ("77",)),
            Example({"platform": "x", "kind": "repost", "repost_of": "77"}, ("x:77",)),
            Example({"kind": "repost", "text": "Read this, all of you!"}, (": read this all of you",)),
            Example({"kind": "post", "text": "Read this, all of you!"}, ()),
        )
