"""Two accounts address the same accounts."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import folded_name
from overt.traces.posts import Posts

MIN_MENTIONS = 3
OWN_WORDS = ("post", "quote")
"""Kinds of posts whose mentions the author wrote: replies inherit those of a conversation, reposts of the original."""


class MentionSet(Trace):
    """The distinct accounts that a post mentions, three or more, in the order of the alphabet."""

    name = "mention_set"
    plural = "sets of mentions"
    meaning = "mentions of the same three or more accounts; replies and reposts, which inherit theirs, left out"
    innocent: ClassVar[tuple[str, ...]] = (
        "an app, a form or a petition that addresses its own recipients",
        "people who write to the same offices, clubs or editors about one matter",
        "friends, a band or a team whose members are named together",
    )
    generic_phrases = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        kinds = column(batch, "kind")
        for row, mentions in enumerate(column(batch, "mentions")):
            if kinds[row] in OWN_WORDS:
                names = {n for n in (folded_name(m) for m in mentions or () if m) if n}  # type: ignore[attr-defined]
                if len(names) >= MIN_MENTIONS:
                    yield row, " ".join(sorted(names))

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        own = pc.is_in(posts.column("kind"), pa.array(OWN_WORDS)).to_numpy(zero_copy_only=False)
        rows, sets = posts.mentions.sets(MIN_MENTIONS, own)
        return Uses(pa.array(rows), sets)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"mentions": ["cC", "@a", "B_1", "A"]}, ("a b_1 cc",)),
            Example({"mentions": ["a", "b"]}, ()),
            Example({"mentions": ["a", "b", "c"], "kind": "reply"}, ()),
            Example({"mentions": ["a", "b", "c"], "kind": "repost"}, ()),
        )
