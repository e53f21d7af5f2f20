"""The plain count of co-actions, for people who come from CooRTweet or the coordination-network-toolkit."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from overt.engine import DUCKDB, EngineOptions, Session
from overt.errors import UsageError
from overt.findings.write import whole
from overt.pairs import plain_counts
from overt.pairs.encode import encoded
from overt.pairs.plan import Plan, distributed, embedded
from overt.pairs.sweep import kept, sweep
from overt.run import Run
from overt.sources import ReadOptions
from overt.sources.rejected import safe
from overt.traces import TraceSettings, chosen

NAMES = ("account_a", "account_b", "platform_a", "platform_b")


@dataclass(frozen=True)
class PlainPairs:
    """What was counted, from how many rows, by which plan, and where the rows lie that could not be read."""

    pairs: int
    rows_read: int
    rows_rejected: int
    rejected: Path
    notices: list[str]
    plan: Plan


def plain_pairs(
    paths: Sequence[str | Path],
    trace: str,
    interval: int,
    min_shared: int,
    out: Path,
    read: ReadOptions,
    engine: EngineOptions,
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
    # An engine elsewhere has to see the work, as it would see the result.
    beside = None if engine.engine == DUCKDB else out.absolute().parent
    with tempfile.TemporaryDirectory(prefix=".overt-pairs-", dir=beside) as aside:
        read = replace(read, memory=engine.memory_bytes())
        run = Run(paths, Path(aside), {}, read, [trace], False, step, rejected)
        with Session(run.work, **asdict(engine)) as session:
            run.read(session, lambda ids: chosen(ids, [trace], TraceSettings(min_text=1)))
            step("count", f"co-actions within {interval} s")
            table, plan = counted(session, interval, min_shared)
    with whole(out) as aside_file:
        if out.suffix == ".csv":
            pacsv.write_csv(_defused(table), aside_file)
        else:
            pq.write_table(table, aside_file, compression="zstd")
    rows, lost = sum(f.rows_read for f in run.files), sum(f.rows_rejected for f in run.files)
    return PlainPairs(table.num_rows, rows, lost, rejected, run.notices, plan)


def _defused(table: pa.Table) -> pa.Table:
    for name in NAMES:
        values = pa.array([safe(value) for value in table[name].to_pylist()], pa.string())
        table = table.set_column(table.schema.get_field_index(name), name, values)
    return table


def counted(session: Session, interval: int, min_shared: int) -> tuple[pa.Table, Plan]:
    """The pairs of the session's actions (of one trace), sorted by name, and the plan that counted them."""
    if not session.embedded:
        squares = session.fetch(plain_counts.cost(session.table("actions"), interval))["cost"][0].as_py()
        plan = distributed(float(squares or 0))
        return _counted_by_engine(session, plan, interval, min_shared), plan
    used, accounts = encoded(session.path("actions"))
    close = kept(used, interval, min_shared)
    plan = embedded(close.steps)
    if plan.name != "sweep":
        return _counted_by_engine(session, plan, interval, min_shared), plan
    found = sweep(used, close, interval, min_shared)
    return _named(pa.table({name: getattr(found, name) for name in ("a", "b", "within", "shared")}), accounts), plan


def _counted_by_engine(session: Session, plan: Plan, interval: int, min_shared: int) -> pa.Table:
    actions = session.table("actions")
    accounts = session.materialise("accounts", plain_counts.accounts(actions))
    used = session.materialise("uses", plain_counts.uses(actions, accounts))
    if plan.name == "bucketed join":
        pairs = plain_counts.plain_counts(used, interval, min_shared)
    else:
        close = session.materialise("kept", plain_counts.pruned(used, interval, min_shared))
        candidates = session.materialise("candidates", plain_counts.prefix_candidates(close, interval, min_shared))
        pairs = plain_counts.verified(used, close, candidates, interval, min_shared)
    return _named(session.fetch(pairs), session.fetch(accounts).sort_by("account"))


def _named(pairs: pa.Table, accounts: pa.Table) -> pa.Table:
    """The counted pairs with their names, sorted. `accounts`: platform, account_id of each key."""
    pairs = pairs.sort_by([("a", "ascending"), ("b", "ascending")])
    return pa.table(
        {
            "account_a": accounts["account_id"].take(pairs["a"]),
            "account_b": accounts["account_id"].take(pairs["b"]),
            "shared": pairs["shared"].cast(pa.int64()),
            "within": pairs["within"].cast(pa.int64()),
            "platform_a": accounts["platform"].take(pairs["a"]),
            "platform_b": accounts["platform"].take(pairs["b"]),
        }
    )
