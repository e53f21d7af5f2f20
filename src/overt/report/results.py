"""The finished results of a scan, read back from its directory."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import InputError
from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA, RECEIPTS_SCHEMA

SCHEMA = "overt.findings/1"
"""The version of findings.json that this room reads."""

Key = tuple[str, str]
"""An account: platform and account id."""

Pair = tuple[Key, Key]
"""Two accounts, the smaller key first."""


def pair_of(one: Key, other: Key) -> Pair:
    """The pair of two accounts, whatever their order."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True)
class Edge:
    """One synchronised pair of accounts, as edges.parquet or a top receipt of findings.json holds it."""

    a: Key
    b: Key
    trace: str
    scale: str | None
    shared: int | None = None
    expected_shared: float | None = None
    within: int | None = None
    trials: int | None = None
    expected_within: float | None = None
    occasions: int | None = None
    p: float | None = None
    q: float | None = None
    lead: float | None = None
    untied: int | None = None
    network: str | None = None
    sentence: str = ""

    @property
    def pair(self) -> Pair:
        """The two accounts, the smaller key first."""
        return pair_of(self.a, self.b)

    @property
    def rank(self) -> tuple[float, int, Pair]:
        """Sorts the most surprising edges first."""
        return (2.0 if self.q is None else self.q, -(self.within or 0), self.pair)


@dataclass(frozen=True)
class Account:
    """One account of accounts.parquet that has a role."""

    key: Key
    posts: int | None
    network: str | None
    role: str | None
    edges: int | None
    p: float | None
    x: float | None
    y: float | None
    handle: str | None = None
    display_name: str | None = None
    stands: int | None = None


@dataclass
class Results:
    """Everything the dossier is made from; receipts stay on disk until they are asked for."""

    findings: dict[str, Any]
    findings_sha256: str
    edges: list[Edge]
    accounts: dict[Key, Account]
    receipts: Path
    edges_of: dict[str, list[Edge]] = field(default_factory=dict)
    accounts_of: dict[str, list[Account]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for edge in sorted(self.edges, key=lambda edge: edge.rank):
            self.edges_of.setdefault(edge.network or "", []).append(edge)
        for account in sorted(self.accounts.values(), key=lambda account: account.key):
            self.accounts_of.setdefault(account.network or "", []).append(account)

    @property
    def run(self) -> dict[str, Any]:
        """The `run` part of findings.json."""
        return dict(self.findings.get("run") or {})

    @property
    def networks(self) -> list[dict[str, Any]]:
        """The networks of findings.json, in its order."""
        return list(self.findings.get("networks") or [])

    @property
    def trace_order(self) -> list[str]:
        """Every trace of the run, those with most edges first."""
        edges = Counter(edge.trace for edge in self.edges)
        named = [str(trace.get("name")) for trace in self.run.get("traces") or []]
        return sorted({*edges, *named}, key=lambda name: (-edges[name], name))


def read(directory: Path) -> Results:
    """The results in `directory`. Raises InputError where one is missing, damaged or of another version."""
    findings, sha256 = _findings(directory / "findings.json")
    _table(directory / "networks.parquet", NETWORKS_SCHEMA, [])
    edges = _table(directory / "edges.parquet", EDGES_SCHEMA, EDGES_SCHEMA.names, [("kind", "==", "synchronised")])
    accounts = _table(directory / "accounts.parquet", ACCOUNTS_SCHEMA, ACCOUNTS_SCHEMA.names, [("role", "in", ROLES)])
    receipts = directory / "receipts.parquet"
    _table(receipts, RECEIPTS_SCHEMA, [])
    return Results(
        findings,
        sha256,
        [_edge(row) for row in edges],
        {(a := _account(row)).key: a for row in accounts},
        receipts,
    )


ROLES = ["member", "target", "lead"]


def _findings(path: Path) -> tuple[dict[str, Any], str]:
    try:
        raw = path.read_bytes()
        findings = json.loads(raw)
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), mend="run `overt scan` into this directory first") from error
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON ({error})", where=str(path), mend="run the scan again") from error
    schema = findings.get("schema") if isinstance(findings, dict) else None
    if schema != SCHEMA:
        raise InputError(
            f"the schema is {schema!r}, expected {SCHEMA!r}",
            where=str(path),
            mend="scan again with this version of overt",
        )
    return findings, hashlib.sha256(raw).hexdigest()


def _table(
    path: Path, schema: pa.Schema, columns: list[str], filters: list[tuple[str, str, Any]] | None = None
) -> Iterable[dict[str, Any]]:
    try:
        names = pq.read_schema(path).names
        missing = [name for name in schema.names if name not in names]
        if missing:
            raise InputError(f"has no column {missing[0]}", where=str(path), mend="run the scan again")
        return list(pq.read_table(path, columns=columns, filters=filters).to_pylist()) if columns else []
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), mend="run `overt scan` into this directory first") from error
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"cannot be read as Parquet ({error})", where=str(path), mend="run the scan again") from error


_SAME = ("scale", "shared", "expected_shared", "within", "trials", "expected_within", "occasions", "p", "q",
         "lead", "untied")  # fmt: skip


def _edge(row: dict[str, Any]) -> Edge:
    same = {name: row[name] for name in _SAME}
    return Edge(
        a=(row["platform_a"] or "", row["account_a"] or ""),
        b=(row["platform_b"] or "", row["account_b"] or ""),
        trace=row["trace"] or "unknown",
        network=row["network_id"],
        **same,
    )


def _account(row: dict[str, Any]) -> Account:
    same = {name: row[name] for name in ("handle", "display_name", "posts", "role", "edges", "p", "x", "y")}
    return Account(
        key=(row["platform"] or "", row["account_id"] or ""),
        network=row["network_id"],
        stands=row["stands_without"],
        **same,
    )
