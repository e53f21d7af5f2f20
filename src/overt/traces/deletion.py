"""Two accounts were deleted in the same hour."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace, moments
from overt.traces.base import Example


class Deletion(AccountTrace):
    """The hour in which an account went (UTC), or the day where the export says no more."""

    name = "deletion"
    plural = "hours of deletion"
    meaning = "accounts that were deleted in the same hour, in which few others in the data were"
    innocent: ClassVar[tuple[str, ...]] = (
        "a platform that removed many accounts at once, rightly or wrongly",
        "a collector that noticed at one time what had gone on different days",
        "people who left together, as in a protest against the platform",
    )
    rare_only = True
    known = ("deleted_at",)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account."""
        for row, gone in enumerate(moments(batch, "deleted_at")):
            if gone:
                whole = (gone.hour, gone.minute, gone.second) == (0, 0, 0)
                yield row, f"{gone:%Y-%m-%d}" if whole else f"{gone:%Y-%m-%d %H} h"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"deleted_at": 1_478_691_419_000_000}, ("2016-11-09 11 h",)),
            Example({"deleted_at": 1_478_649_600_000_000}, ("2016-11-09",)),
            Example({"deleted_at": None}, ()),
        )
