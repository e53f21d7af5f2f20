"""Two accounts post with the same unusual program."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, column
from overt.traces.normal_text import fold


class Client(Trace):
    """The program that a post was made with. Programs that many accounts use are no object."""

    name = "client"
    plural = "posting programs"
    meaning = "posts made with the same program, which few accounts in the data use"
    innocent: ClassVar[tuple[str, ...]] = (
        "a program made for one country, language, screen reader or telephone",
        "an agency, a newsroom or a party that posts for its members with a program of its own",
        "a hobbyist's program and its users",
    )
    rare_only = True
    weak = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        for row, client in enumerate(column(batch, "client")):
            folded = fold(str(client)) if client else ""
            if folded:
                yield row, folded

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"client": "Post-O-Matic 3"}, ("post o matic 3",)),
            Example({"client": "  "}, ()),
            Example({}, ()),
        )
