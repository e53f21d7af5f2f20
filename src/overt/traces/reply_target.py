"""Two accounts reply to the same post."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import platform_id, platform_ids
from overt.traces.posts import Posts


class ReplyTarget(Trace):
    """The post that is replied to. Replies to oneself, as in threads, are no object."""

    name = "reply_target"
    plural = "posts replied to"
    meaning = "replies to the same post"
    innocent: ClassVar[tuple[str, ...]] = (
        "followers of one account who answer it when they see its posts",
        "friends in conversation, or people who often argue with each other",
        "a question, a quiz or a prize that asks everybody to reply",
    )
    author = "reply_to_account"

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        platforms, accounts = column(batch, "platform"), column(batch, "account_id")
        authors = column(batch, "reply_to_account")
        for row, target in enumerate(column(batch, "reply_to")):
            if target and authors[row] != accounts[row]:
                yield row, platform_id(platforms[row], target)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        own = pc.fill_null(pc.equal(posts.column("reply_to_account"), posts.column("account_id")), False)
        names = platform_ids(posts.column("platform"), posts.column("reply_to"))
        return Uses.of_rows(pc.if_else(own, "", names))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "x", "reply_to": "77", "reply_to_account": "b"}, ("x:77",)),
            Example({"platform": "unknown", "reply_to": "77"}, ("77",)),
            Example({"account_id": "a", "reply_to": "77", "reply_to_account": "a"}, ()),
            Example({"reply_to_account": "b"}, ()),
        )
