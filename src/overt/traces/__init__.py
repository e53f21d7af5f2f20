"""Behavioural traces, one per file, and the list of them."""

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from overt.errors import UsageError
from overt.model.action import ACTIONS_SCHEMA
from overt.traces.base import Example, Trace, column
from overt.traces.canonical_url import canonical_url
from overt.traces.domain import Domain
from overt.traces.hashtag import Hashtag
from overt.traces.hashtag_sequence import HashtagSequence
from overt.traces.id_column import IdColumn
from overt.traces.normal_text import normal_text
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
        for trace in traces:
            found = list(trace.objects(batch))
            if found:
                yield _rows(batch, trace, found, offset)
        offset += batch.num_rows


def _rows(batch: pa.RecordBatch, trace: Trace, found: list[tuple[int, str]], offset: int) -> pa.Table:
    rows = pa.array([row for row, _ in found], pa.int64())
    authors = column(batch, "repost_of_account")
    posts = batch.select(["platform", "account_id", "created_at", "lang"]).take(rows)
    return pa.table(
        [
            pa.repeat(pa.scalar(trace.name, pa.string()), len(found)),
            posts["platform"],
            posts["account_id"],
            pa.array([name for _, name in found], pa.string()),
            posts["created_at"].cast(pa.int64()),
            pa.array([row + offset for row, _ in found], pa.int64()),
            posts["lang"],
            pa.array([trace.source(name, authors[row]) for row, name in found], pa.string()),
        ],
        schema=ACTIONS_SCHEMA,
    )
