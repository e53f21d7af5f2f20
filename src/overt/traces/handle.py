"""Two accounts have the same handle: under another id, or on another platform."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace
from overt.traces.base import Example, column
from overt.traces.names import folded_name

MIN_LETTERS = 4


class Handle(AccountTrace):
    """The handle, folded. The same one twice on a platform is a name that was taken up again, as after a removal."""

    name = "handle"
    plural = "handles"
    meaning = "the same handle, under another id or on another platform"
    innocent: ClassVar[tuple[str, ...]] = (
        "one person or one firm with accounts on several platforms: the usual case",
        "a name that was given up and taken by somebody else",
        "short names and common words that different people chose",
    )
    known = ("handle",)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account. Fediverse handles count without their server."""
        for row, handle in enumerate(column(batch, "handle")):
            folded = folded_name(str(handle)).partition("@")[0] if handle else ""
            if len(folded) >= MIN_LETTERS:
                yield row, folded

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"handle": "@Green_Hill"}, ("green_hill",)),
            Example({"handle": "green_hill@social.example.org"}, ("green_hill",)),
            Example({"handle": "abc"}, ()),
            Example({}, ()),
        )
