"""What a scan left behind, as the case file takes it: findings, the accounts of networks, everybody who was seen."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.case.watch import Seen
from overt.errors import InputError

SCHEMA = "overt.findings/1"
LARGEST = 512 * 2**20
"""Bytes of findings.json."""
LINKED = ("url", "canonical_url", "domain")
"""Traces whose objects are addresses."""
ROWS = 50_000
ACCOUNTS = ("platform", "account_id", "handle", "display_name", "role")
RECEIPTS = ("network_id", "platform_a", "account_a", "platform_b", "account_b", "trace", "object")
"""Columns that are needed; a scan of another version may have more or fewer of the others."""


@dataclass(frozen=True)
class ScanFiles:
    """A finished scan."""

    directory: Path
    findings: dict[str, Any]
    raw: bytes

    @property
    def sha256(self) -> str:
        """Of findings.json."""
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def networks(self) -> list[dict[str, Any]]:
        """The networks, as findings.json has them."""
        return [n for n in self.findings.get("networks") or [] if isinstance(n, dict)]

    def files(self) -> list[dict[str, str]]:
        """Names and SHA-256 of the tables beside it."""
        found = []
        for name in ("accounts.parquet", "edges.parquet", "networks.parquet", "receipts.parquet"):
            path = self.directory / name
            if path.exists():
                with path.open("rb") as source:
                    found.append({"name": name, "sha256": hashlib.file_digest(source, "sha256").hexdigest()})
        return found

    def named(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The accounts that have a part in it, by platform and account id."""
        table = _table(self.directory / "accounts.parquet", ACCOUNTS)
        rows = table.filter(pc.is_valid(table["role"])).to_pylist()
        return {(r["platform"] or "", r["account_id"] or ""): r for r in rows}

    def receipts(self, network: str) -> bytes:
        """The receipts of a network: JSON, one a line."""
        table = _table(self.directory / "receipts.parquet", RECEIPTS)
        kept = table.filter(pc.equal(table["network_id"], network)).to_pylist()
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True, default=_text) for row in kept]
        return "".join(line + "\n" for line in lines).encode("utf-8", "replace")

    def seen(self) -> Iterator[Seen]:
        """Everybody whom the scan read, whether in a network or not, with the sites that the receipts say they used."""
        sites = self._sites()
        path = self.directory / "accounts.parquet"
        columns = list(ACCOUNTS[:4])
        _table(path, ACCOUNTS, rows=False)
        for batch in pq.ParquetFile(path).iter_batches(ROWS, columns=columns):
            for row in batch.to_pylist():
                key = row["platform"] or "", row["account_id"] or ""
                yield Seen(*key, row["handle"], row["display_name"], tuple(sites.get(key, ())))

    def _sites(self) -> dict[tuple[str, str], list[str]]:
        table = _table(self.directory / "receipts.parquet", RECEIPTS)
        table = table.filter(pc.is_in(table["trace"], pa.array(LINKED)))
        found: dict[tuple[str, str], dict[str, None]] = {}
        for side in ("a", "b"):
            columns = [table[c].to_pylist() for c in (f"platform_{side}", f"account_{side}", "object")]
            for platform, account, thing in zip(*columns, strict=True):
                if thing:
                    found.setdefault((platform or "", account or ""), {})[thing] = None
        return {key: list(things) for key, things in found.items()}


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _table(path: Path, needed: Sequence[str], *, rows: bool = True) -> pa.Table:
    try:
        names = pq.read_schema(path).names
        missing = [name for name in needed if name not in names]
        if missing:
            raise InputError(f"has no column {missing[0]}", where=str(path), mend="run the scan again")
        return pq.read_table(path) if rows else None
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), mend="give the directory of a finished scan") from error
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"cannot be read as Parquet ({error})", where=str(path), mend="run the scan again") from error


def _refused(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def read_scan(directory: Path) -> ScanFiles:
    """The scan in a directory. Raises InputError where a file is missing, damaged or of another version."""
    path = directory / "findings.json"
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"is larger than {LARGEST:,} bytes", where=str(path))
        raw = path.read_bytes()
        findings = json.loads(raw, parse_constant=_refused)
    except FileNotFoundError as error:
        raise InputError("no such file", where=str(path), mend="run `overt scan` into this directory first") from error
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON ({error})", where=str(path), mend="run the scan again") from error
    schema = findings.get("schema") if isinstance(findings, dict) else None
    if schema != SCHEMA:
        raise InputError(f"the schema is {schema!r}, expected {SCHEMA!r}", where=str(path), mend="scan again")
    return ScanFiles(directory, findings, raw)
