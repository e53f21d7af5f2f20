"""Two accounts have the same value in a column that the user named."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.model.post import ID_TRACE_PREFIX
from overt.traces.base import Example, Trace, Uses, column
from overt.traces.posts import Posts


class IdColumn(Trace):
    """The values of one column, as they are: `--trace-column NAME=COLUMN`, or url_id, phash_id and their like."""

    name = "id"
    plural = "ids"
    meaning = "the same id in a column of the export"
    innocent: ClassVar[tuple[str, ...]] = ("whatever explains that two people used the same thing",)

    def __init__(self, name: str = "id") -> None:
        self.name = name  # type: ignore[misc]
        self.plural = f"{name} values"  # type: ignore[misc]
        self.meaning = f"the same value of {name}"  # type: ignore[misc]

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """One use per row that has a value."""
        for row, value in enumerate(column(batch, ID_TRACE_PREFIX + self.name)):
            if value:
                yield row, str(value)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        return Uses.of_rows(posts.column(ID_TRACE_PREFIX + self.name))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (Example({"trace_id": "6971"}, ("6971",)), Example({"trace_id": None}, ()))
