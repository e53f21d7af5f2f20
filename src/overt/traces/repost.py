"""Two accounts repost the same post."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.normal_text import normal_text
from overt.traces.posts import Posts

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

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        original, platform = posts.column("repost_of"), posts.column("platform")
        unnamed = pc.fill_null(pc.equal(platform, "unknown"), True)
        named = original if pc.all(unnamed).as_py() else _joined(unnamed, platform, original)
        bare = pc.fill_null(pc.equal(original, ""), True)
        wordy = pc.and_(bare, pc.fill_null(pc.equal(posts.column("kind"), "repost"), False))
        wordy = pc.and_(wordy, posts.column("text").is_valid())
        if not pc.any(wordy).as_py():
            return Uses.of_rows(named if not pc.any(bare).as_py() else pc.if_else(bare, "", named))
        long = pc.fill_null(pc.greater_equal(pc.utf8_length(posts.texts), MIN_TEXT), False)
        author = pc.fill_null(posts.column("repost_of_account"), "")
        written = pc.if_else(pc.and_(wordy, long), pc.binary_join_element_wise(author, posts.texts, ": "), "")
        return Uses.of_rows(pc.if_else(bare, written, named))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "unknown", "kind": "repost", "repost_of": "77", "text": "anything"}, ("77",)),
            Example({"platform": "x", "kind": "repost", "repost_of": "77"}, ("x:77",)),
            Example({"kind": "repost", "text": "Read this, all of you!"}, (": read this all of you",)),
            Example({"kind": "post", "text": "Read this, all of you!"}, ()),
        )


def _joined(unnamed: pa.BooleanArray, platform: pa.StringArray, original: pa.StringArray) -> pa.StringArray:
    return pc.if_else(unnamed, original, pc.binary_join_element_wise(platform, original, ":"))
