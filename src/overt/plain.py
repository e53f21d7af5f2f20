"""The plain count of co-actions, for people who come from CooRTweet or the coordination-network-toolkit."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from overt.engine import Session
from overt.errors import UsageError
from overt.findings.write import whole
from overt.pairs import counts, uses
from overt.run import Run
from overt.sources import ReadOptions
from overt.sources.rejected import safe
from overt.traces import chosen

NAMES = ("account_a", "account_b", "platform_a", "platform_b")


@dataclass(frozen=True)
class PlainPairs:
    """What was counted, from how many rows, and where the rows lie that could not be read."""

    pairs: int
    rows_read: int
    rows_rejected: int
    rejected: Path
    notices: list[str]


def plain_pairs(
    paths: Sequence[str | Path],
    trace: str,
    interval: int,
    min_shared: int,
    out: Path,
    read: ReadOptions,
    threads: int | None,
    memory: str,
    step: Callable[[str, str], None],
) -> PlainPairs:
    """Writes account_a, account_b, shared, within (and the platforms) to `out`.

    One row per unordered pair of different accounts with a co-action (gap <= interval seconds) on at least
    `min_shared` distinct objects: `within` counts those, `shared` the distinct objects at any gap. In a CSV file,
    ids that a spreadsheet would run get an apostrophe in front. Raises OvertError.
    """
    if out.suffix not in (".parquet", ".csv"):
        raise UsageError(f"--out {out} is neither .parquet nor .csv", mend="choose one of the two endings")
    rejected = out.with_suffix(".rejected.csv")
    with tempfile.TemporaryDirectory(prefix="overt-pairs-") as aside:
        run = Run(paths, Path(aside), {}, read, [trace], False, step, rejected)
        with Session(run.work, threads=threads, memory=memory) as session:
            run.read(session, lambda ids: chosen(ids, [trace], min_text=1))
            step("count", f"co-actions within {interval} s")
            table = _count(session, interval, min_shared)
    with whole(out) as aside_file:
        if out.suffix == ".csv":
            pacsv.write_csv(_defused(table), aside_file)
        else:
            pq.write_table(table, aside_file, compression="zstd")
    rows, lost = sum(f.rows_read for f in run.files), sum(f.rows_rejected for f in run.files)
    return PlainPairs(table.num_rows, rows, lost, rejected, run.notices)


def _defused(table: pa.Table) -> pa.Table:
    for name in NAMES:
        values = pa.array([safe(value) for value in table[name].to_pylist()], pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, values)
    return table


def _count(session: Session, interval: int, min_shared: int) -> pa.Table:
    posts, actions = session.table("posts"), session.table("actions")
    keys = session.materialise("post_keys", uses.post_keys(posts))
    accounts = session.materialise("accounts", uses.accounts(posts, keys))
    objects = session.materialise("objects", uses.objects(actions))
    origins = uses.origins(posts.limit(0), accounts)  # the plain count knows no exceptions
    used = session.materialise("uses", uses.uses(actions, keys, accounts, objects, origins))
    pairs = session.fetch(counts.plain_counts(used, interval, min_shared)).sort_by(
        [("a", "ascending"), ("b", "ascending")]
    )
    named = session.fetch(accounts).sort_by("account")
    return pa.table(
        {
            "account_a": named["account_id"].take(pairs["a"]),
            "account_b": named["account_id"].take(pairs["b"]),
            "shared": pairs["shared"].cast(pa.int64()),
            "within": pairs["within"].cast(pa.int64()),
            "platform_a": named["platform"].take(pairs["a"]),
            "platform_b": named["platform"].take(pairs["b"]),
        }
    )
