"""Behavioural traces, one per file, and the list of them."""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.model.action import ACTIONS_SCHEMA
from overt.traces.base import Example, Trace, Uses
from overt.traces.canonical_url import canonical_url
from overt.traces.domain import Domain
from overt.traces.hashtag import Hashtag
from overt.traces.hashtag_sequence import HashtagSequence
from overt.traces.id_column import IdColumn
from overt.traces.normal_text import normal_text
from overt.traces.posts import Posts
from overt.traces.repost import Repost
from overt.traces.text import Text
from overt.traces.url import Url

TRACES: tuple[type[Trace], ...] = (Url, Domain, Repost, HashtagSequence, Hashtag, Text)
"""Every trace that is looked for unasked. Id columns join them."""

__all__ = ["TRACES", "Example", "IdColumn", "Trace", "actions", "canonical_url", "chosen", "normal_text"]


def chosen(id_traces: Sequence[str], only: Sequence[str] = (), min_text: int = 20) -> list[Trace]:
    """The traces of a scan: all of them, or those named in `only`. Raises UsageError on an unknown name."""
    everything = [Text(min_text) if kind is Text else kind() for kind in TRACES]
    everything += [IdColumn(name) for name in id_traces]
    known = {trace.name: trace for trace in everything}
    for name in only:
        if name not in known:
            raise UsageError(f"no trace is called {name}", mend="known here: " + ", ".join(sorted(known)))
    return [trace for trace in everything if not only or trace.name in only]


def actions(batches: Iterable[pa.RecordBatch], traces: Sequence[Trace], offset: int = 0) -> Iterator[pa.Table]:
    """Rows of the actions table, a batch of posts and a trace at a time; `post` counts the posts from `offset` on."""
    for batch in batches:
        posts = Posts(batch)
        for trace in traces:
            uses = trace.uses(posts)
            if len(uses.rows):
                yield _rows(posts, trace, uses, offset)
        offset += batch.num_rows


def _rows(posts: Posts, trace: Trace, uses: Uses, offset: int) -> pa.Table:
    kept = posts.batch.select(["platform", "account_id", "created_at", "lang"])
    authors = posts.column("repost_of_account")
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
