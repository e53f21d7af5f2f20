"""The plain count of co-actions, for people who come from CooRTweet or the coordination-network-toolkit."""

import tempfile
from collections.abc import Callable, Sequence
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
from overt.traces import chosen


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
) -> int:
    """Writes account_a, account_b, shared, within (and the platforms) to `out`; returns the number of pairs.

    One row per unordered pair of different accounts with a co-action (gap <= interval seconds) on at least
    `min_shared` distinct objects: `within` counts those, `shared` the distinct objects at any gap. Raises OvertError.
    """
    if out.suffix not in (".parquet", ".csv"):
        raise UsageError(f"--out {out} is neither .parquet nor .csv", mend="choose one of the two endings")
    with tempfile.TemporaryDirectory(prefix="overt-pairs-") as aside:
        run = Run(paths, Path(aside), {}, read, [trace], False, step)
        with Session(run.work, threads=threads, memory=memory) as session:
            run.read(session, lambda ids: chosen(ids, [trace], min_text=1))
            step("count", f"co-actions within {interval} s")
            table = _count(session, interval, min_shared)
    with whole(out) as aside_file:
        if out.suffix == ".csv":
            pacsv.write_csv(table, aside_file)
        else:
            pq.write_table(table, aside_file, compression="zstd")
    return int(table.num_rows)


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
