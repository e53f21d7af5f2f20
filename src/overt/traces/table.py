"""The actions table: every use of an object that the traces find in batches of posts."""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from overt.model.action import ACTIONS_SCHEMA
from overt.traces.base import Trace, Uses
from overt.traces.posts import Posts


def actions(batches: Iterable[pa.RecordBatch], traces: Sequence[Trace], offset: int = 0) -> Iterator[pa.Table]:
    """Rows of the actions table, a batch of posts and a trace at a time; `post` counts the posts from `offset` on."""
    for batch in batches:
        posts = Posts(batch)
        for trace in traces:
            uses = trace.uses(posts)
            if len(uses.rows):
                yield rows_of(posts, trace, uses, offset)
        offset += batch.num_rows


def rows_of(posts: Posts, trace: Trace, uses: Uses, offset: int) -> pa.Table:
    """The uses that a trace found in a batch whose first post is number `offset`."""
    kept = posts.batch.select(["platform", "account_id", "created_at", "lang"])
    authors = posts.column(trace.author)
    if not _every_row_once(uses.rows, len(posts)):
        kept, authors = kept.take(uses.rows), authors.take(uses.rows)
    named = pa.types.is_dictionary(uses.objects.type)
    return pa.table(
        [
            pa.repeat(pa.scalar(trace.name, pa.string()), len(uses.rows)),
            kept["platform"],
            kept["account_id"],
            uses.objects.dictionary_decode() if named else uses.objects,
            kept["created_at"].cast(pa.int64()),
            pc.add(uses.rows.cast(pa.int64()), offset),
            kept["lang"],
            trace.sources(uses.objects, authors),
        ],
        schema=ACTIONS_SCHEMA,
    )


def _every_row_once(rows: pa.Array, size: int) -> bool:
    """Whether the rows are those of the whole batch: nothing need be taken then. Rows ascend."""
    return len(rows) == size and pc.count_distinct(rows).as_py() == size
