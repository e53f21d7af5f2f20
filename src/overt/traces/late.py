"""Actions that need everything to have been read: groups of similar items, and what is known of accounts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.action import ACTIONS_SCHEMA
from overt.traces.account import AccountTrace
from overt.traces.base import Trace, Uses
from overt.traces.posts import Posts
from overt.traces.similar import Similar, grouped, once
from overt.traces.table import rows_of
from overt.traces.whole import Whole


def is_late(trace: Trace) -> bool:
    """Whether a trace cannot be worked out batch by batch."""
    return isinstance(trace, Similar | Whole | AccountTrace)


def late_actions(posts: Path, accounts: pa.Table, traces: Sequence[Trace]) -> Iterator[pa.Table]:
    """Rows of the actions table for the traces that are late. `posts`: all posts, with their number in `post`."""
    for trace in traces:
        if isinstance(trace, Similar):
            yield from _similar(posts, trace)
        elif isinstance(trace, Whole):
            yield from _whole(posts, trace)
    of_accounts = [t for t in traces if isinstance(t, AccountTrace) and known(accounts, t)]
    if of_accounts:
        starts = first_posts(posts)
        for trace in of_accounts:
            yield _of_accounts(accounts, starts, trace)


def known(accounts: pa.Table, trace: AccountTrace) -> bool:
    """Whether anything that the trace looks at is known of any account."""
    return any(accounts[name].null_count < accounts.num_rows for name in trace.known)


def _batches(posts: Path) -> Iterator[tuple[int, pa.RecordBatch]]:
    """All posts, each batch with the number of its first post."""
    done = 0
    for batch in pq.ParquetFile(posts).iter_batches():
        yield done, batch
        done += batch.num_rows


def _similar(posts: Path, trace: Similar) -> Iterator[pa.Table]:
    found = [trace.items(Posts(batch)) for _, batch in _batches(posts)]
    texts = [f.objects.dictionary_decode() if pa.types.is_dictionary(f.objects.type) else f.objects for f in found]
    if not any(len(t) for t in texts):
        return
    objects = grouped(trace, pa.chunked_array(texts, pa.string()))
    done = 0
    for uses, (start, batch) in zip(found, _batches(posts), strict=True):
        names = objects.slice(done, len(uses.rows))
        done += len(uses.rows)
        here = once(uses.rows, names)
        if len(here.rows):
            yield rows_of(Posts(batch), trace, here, start)


def _whole(posts: Path, trace: Whole) -> Iterator[pa.Table]:
    uses = trace.found(pq.read_table(posts, columns=list(trace.reads)))
    rows = uses.rows.to_numpy()
    for start, batch in _batches(posts):
        low, high = np.searchsorted(rows, [start, start + batch.num_rows])
        if low < high:
            here = Uses(pa.array(rows[low:high] - start), uses.objects.slice(low, high - low))
            yield rows_of(Posts(batch), trace, here, start)


def first_posts(posts: Path) -> pa.Table:
    """platform, account_id, post, created_at (microseconds) of the first post of each account that has one."""
    table = pq.read_table(posts, columns=["platform", "account_id", "created_at", "post", "lang"])
    table = table.sort_by([("created_at", "ascending"), ("post", "ascending")])
    first = table.group_by(["platform", "account_id"], use_threads=False).aggregate(
        [("created_at", "first"), ("post", "first"), ("lang", "first")]
    )
    return first.rename_columns(["platform", "account_id", "created_at", "post", "lang"])


def _of_accounts(accounts: pa.Table, starts: pa.Table, trace: AccountTrace) -> pa.Table:
    keyed = starts.join(
        accounts.select(["platform", "account_id"]).append_column("row", pa.array(np.arange(accounts.num_rows))),
        ["platform", "account_id"],
        join_type="inner",
        use_threads=False,
    ).sort_by("row")
    order = keyed["row"].combine_chunks()
    with_posts = accounts.take(order)
    found = [
        (start, name)
        for batch_start, batch in _portions(with_posts)
        for start, name in ((batch_start + row, name) for row, name in trace.objects(batch))
    ]
    rows = pa.array([row for row, _ in found], pa.int64())
    names = pa.array([name for _, name in found], pa.string())
    taken = keyed.take(rows)
    return pa.table(
        [
            pa.repeat(pa.scalar(trace.name, pa.string()), len(rows)),
            taken["platform"],
            taken["account_id"],
            names,
            taken["created_at"].cast(pa.int64()),
            taken["post"],
            taken["lang"],
            pa.nulls(len(rows), pa.string()),
        ],
        schema=ACTIONS_SCHEMA,
    )


def _portions(accounts: pa.Table) -> Iterator[tuple[int, pa.RecordBatch]]:
    done = 0
    for batch in accounts.to_batches():
        yield done, batch
        done += batch.num_rows
