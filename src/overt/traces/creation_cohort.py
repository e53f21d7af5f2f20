"""Two accounts were made on the same day."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace, moments
from overt.traces.base import Example


class CreationCohort(AccountTrace):
    """The day on which an account was made (UTC). Days on which many accounts of the data were made are no object."""

    name = "creation_cohort"
    plural = "days of creation"
    meaning = "accounts made on the same day, on which few others in the data were made"
    innocent: ClassVar[tuple[str, ...]] = (
        "chance: with many accounts some share a birthday",
        "an event that made many people sign up at once",
        "a class, a club or a campaign that signed up together",
    )
    rare_only = True
    known = ("created_at",)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account."""
        for row, made in enumerate(moments(batch, "created_at")):
            if made:
                yield row, f"{made:%Y-%m-%d}"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"created_at": 1_478_691_419_000_000}, ("2016-11-09",)),
            Example({"created_at": None}, ()),
        )
