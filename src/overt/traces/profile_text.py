"""Two accounts describe themselves in the same words."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace
from overt.traces.base import Example, column
from overt.traces.normal_text import normal_text

MIN_LETTERS = 20


class ProfileText(AccountTrace):
    """The normalised description of an account, from 20 letters on; one that many accounts have is no object."""

    name = "profile_text"
    plural = "profile texts"
    meaning = "the same words in the description of the account"
    innocent: ClassVar[tuple[str, ...]] = (
        "one person or one firm with several accounts that say so",
        "members of a club or employees whose text is given",
        "quotations, verses, mottos and disclaimers",
    )
    generic_phrases = True
    known = ("bio",)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account."""
        for row, bio in enumerate(column(batch, "bio")):
            folded = normal_text(str(bio)) if bio else ""
            if sum(c != " " for c in folded) >= MIN_LETTERS:
                yield row, folded

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example(
                {"bio": "Gardener. Father of three. Weather and BEES!"}, ("gardener father of three weather and bees",)
            ),
            Example({"bio": "Just a gardener"}, ()),
            Example({}, ()),
        )
