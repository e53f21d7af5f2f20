"""Whole: the rule that has to see all posts at once, such as who posts at the same minute again and again."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Trace, Uses


class Whole(Trace):
    """A trace of which `found` gets all posts at once, as a table with the columns named in `reads`."""

    reads: ClassVar[tuple[str, ...]]

    @abstractmethod
    def found(self, posts: pa.Table) -> Uses:
        """The uses of objects: place of the post in the table, ascending, and object. Raises nothing on odd input."""

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """The objects of a batch that is all there is."""
        there = set(batch.schema.names)
        columns = {name: batch[name] if name in there else pa.nulls(batch.num_rows) for name in self.reads}
        uses = self.found(pa.table(columns))
        yield from zip(uses.rows.to_pylist(), uses.objects.to_pylist(), strict=True)
