"""The Python face of overt: `read`, `scan` and `Scan`. Tables come and go as pyarrow, pandas, polars or DuckDB."""

import json
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq

from overt import report as report_room
from overt.errors import UsageError
from overt.scan import Request
from overt.scan import scan as run_scan
from overt.sources import ReadOptions, open_posts
from overt.sources.remote import is_remote

Frame = Any
"""A pyarrow table, a pandas or polars frame, a DuckDB relation, or anything with the Arrow C stream."""


def read(*paths: str | Path, options: ReadOptions | None = None, rejected: str | Path | None = None) -> pa.Table:
    """The posts of one or more export files as one posts table (docs/tables.md).

    Rows that cannot be read go to the CSV file `rejected`, if one is named. Raises InputError and UsageError.
    """
    with tempfile.TemporaryDirectory() as aside:
        log = Path(rejected) if rejected else Path(aside) / "rejected.csv"
        reading = open_posts(list(paths), options or ReadOptions(), log)
        return pa.Table.from_batches(list(reading.batches()), schema=reading.schema)


def scan(
    posts: Frame | str | Path | Sequence[str | Path],
    *,
    out: str | Path | None = None,
    engine: str = "duckdb",
    master: str | None = None,
    remote: str | None = None,
    threads: int | None = None,
    memory: str = "4GB",
    max_rejected: float = 0.05,
    traces: Sequence[str] = (),
    also: Sequence[str] = (),
    redirects: str | Path | None = None,
    media: Sequence[str | Path] = (),
    reference: str | Path | None = None,
    freeze: bool = False,
    options: ReadOptions | None = None,
    **parameters: Any,
) -> "Scan":
    """Finds accounts that act together more tightly than chance explains.

    `posts` is a table or one or more paths; `parameters` are those of `overt scan` (q, seed, hub_cap, ...).
    `traces` names the only traces to look for, `also` further ones; `redirects` is a file that says where links lead.
    `media` are folders and archives with the posts' pictures and films (docs/media.md). `reference`: what is usual,
    frozen from an earlier period by a scan with `freeze` (docs/reference.md).

    The files of the scan go to `out`, or to a temporary directory that lives as long as the result. `engine` is duckdb
    or spark, with `master` or `remote` saying where (docs/engine.md); a remote engine has to share the directory `out`.

    Raises OvertError: InputError and UsageError, OutputError, and TooManyRejected where more than the share
    `max_rejected` of a file's rows could not be read.
    """
    if out and is_remote(str(out)):
        raise UsageError(f"out={out} is no directory here", mend="give one, or use the command `overt scan --out`")
    keep = None if out else tempfile.TemporaryDirectory(prefix="overt-")
    directory = Path(out) if out else Path(keep.name)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="overt-posts-") as aside:
        request = Request(
            paths=_paths(posts, Path(aside)),
            out=directory,
            parameters=parameters,
            read=options or ReadOptions(),
            only=traces,
            also=also,
            redirects=redirects,
            media=media,
            reference=reference,
            freeze=freeze,
            engine=engine,
            master=master,
            remote=remote,
            threads=threads,
            memory=memory,
            max_rejected=max_rejected,
        )
        run_scan(request)
    return Scan(directory, keep)


def _paths(posts: Any, aside: Path) -> list[str | Path]:
    if isinstance(posts, str | Path):
        return [posts]
    if isinstance(posts, list | tuple):
        return list(posts)
    path = aside / "posts.parquet"
    pq.write_table(to_arrow(posts), path)
    return [path]


def to_arrow(frame: Frame) -> pa.Table:
    """Any supported table as a pyarrow table. Raises UsageError for anything else."""
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    try:
        native = nw.from_native(frame)
    except TypeError as error:
        if hasattr(frame, "__arrow_c_stream__"):
            return pa.table(frame)
        raise UsageError(
            f"a {type(frame).__name__} is no table that overt can read",
            mend="give a path, a pyarrow table, a pandas or polars frame or a DuckDB relation",
        ) from error
    eager = native.collect("pyarrow") if isinstance(native, nw.LazyFrame) else native
    return eager.to_arrow()


class Scan:
    """A finished scan: findings as plain data, tables as pyarrow, and the directory that holds its files."""

    def __init__(self, directory: str | Path, keep: Any = None) -> None:
        self.directory = Path(directory)
        self._keep = keep
        self.findings: dict[str, Any] = json.loads((self.directory / "findings.json").read_text("utf-8"))

    def _table(self, name: str) -> pa.Table:
        return pq.read_table(self.directory / f"{name}.parquet")

    @property
    def edges(self) -> pa.Table:
        """Every edge (model/tables.py)."""
        return self._table("edges")

    @property
    def accounts(self) -> pa.Table:
        """Every account that was read, with its network and role."""
        return self._table("accounts")

    @property
    def networks(self) -> pa.Table:
        """Every network."""
        return self._table("networks")

    @property
    def receipts(self) -> pa.Table:
        """Every co-action behind a synchronised edge, with both posts."""
        return self._table("receipts")

    def report(self, path: str | Path | None = None) -> Path:
        """The dossier: copied to `path`, if one is given. Returns where it lies."""
        source = self.directory / "report.html"
        if path is None:
            return source
        Path(path).write_bytes(source.read_bytes())
        return Path(path)

    def summary(self) -> list[dict[str, Any]]:
        """One row per network, in plain words."""
        return report_room.summary(self.findings)

    def __repr__(self) -> str:
        """What was found, in one line."""
        totals = self.findings["totals"]
        return (
            f"<Scan: {totals['networks']} networks, {totals['members']} accounts, "
            f"{totals['synchronised_edges']} synchronised pairs among {self.findings['run']['accounts']:,} accounts>"
        )

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        rows = "".join(
            f"<tr><td>{escape(str(r['network']))}</td><td>{escape(str(r['class']))}</td><td>{r['members']}</td>"
            f"<td>{escape(', '.join(r['traces']))}</td><td>{escape(str(r['sentence']))}</td></tr>"
            for r in self.summary()
        )
        head = "<tr><th>network</th><th>class</th><th>members</th><th>traces</th><th>in words</th></tr>"
        return f"<p>{escape(repr(self))}. Coordination is not guilt.</p><table>{head}{rows}</table>"
