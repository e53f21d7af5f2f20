"""Two accounts have handles of the same making, such as one stem with other digits."""

import re
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace
from overt.traces.base import Example, column
from overt.traces.names import folded_name

DIGITS = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d_]")
MIN_LETTERS = 4
SUGGESTED = re.compile(r"[^\W\d_]+\d{8}")
"""What X suggests to everybody who signs up: a name and eight digits."""


class HandleTemplate(AccountTrace):
    """The handle with each run of digits replaced by its length. Makings that many accounts have are no object."""

    name = "handle_template"
    plural = "makings of handles"
    meaning = "handles of the same letters with other digits in the same places, which few others have"
    innocent: ClassVar[tuple[str, ...]] = (
        "namesakes with a year or a lucky number behind their name",
        "handles that a platform suggests to everybody",
        "the numbered accounts of one shop, school or transport company",
    )
    rare_only = True
    known = ("handle",)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account."""
        for row, handle in enumerate(column(batch, "handle")):
            folded = folded_name(str(handle)).partition("@")[0] if handle else ""
            digits = DIGITS.search(folded) and not SUGGESTED.fullmatch(folded)
            if digits and len(LETTER.findall(folded)) >= MIN_LETTERS:
                yield row, DIGITS.sub(lambda run: f"[{len(run[0])}]", folded)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"handle": "Green_Hill_0471"}, ("green_hill_[4]",)),
            Example({"handle": "hill7green19"}, ("hill[1]green[2]",)),
            Example({"handle": "anna48271934"}, ()),
            Example({"handle": "green_hill"}, ()),
            Example({"handle": "a1234567"}, ()),
        )
