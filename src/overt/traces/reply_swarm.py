"""Two accounts reply to the same account at the same time."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import platform_id, platform_ids
from overt.traces.posts import Posts


class ReplySwarm(Trace):
    """The account that is replied to, whatever the post. Accounts that very many reply to are no object."""

    name = "reply_swarm"
    plural = "accounts replied to"
    meaning = "replies to posts of the same account"
    innocent: ClassVar[tuple[str, ...]] = (
        "followers of one account who answer it whenever it posts",
        "customers of one company, or readers of one newspaper, who complain on the same day",
        "friends in conversation, or people who often argue with each other",
    )
    generic_phrases = True
    author = "reply_to_account"

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        platforms, accounts = column(batch, "platform"), column(batch, "account_id")
        for row, target in enumerate(column(batch, "reply_to_account")):
            if target and target != accounts[row]:
                yield row, platform_id(platforms[row], target)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        target = posts.column("reply_to_account")
        own = pc.fill_null(pc.equal(target, posts.column("account_id")), False)
        return Uses.of_rows(pc.if_else(own, "", platform_ids(posts.column("platform"), target)))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "x", "reply_to": "77", "reply_to_account": "b"}, ("x:b",)),
            Example({"account_id": "a", "reply_to_account": "a"}, ()),
            Example({"reply_to": "77"}, ()),
        )
