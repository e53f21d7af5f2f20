"""How many records a second go into the ledger, and how long does a whole log take to check?

Records are written as people's programs write them: one call each, many to a transaction, each transaction followed by
`sequence()`. The ratios are against the same rows written into a plain table of the same database with as many commits,
and against the bare hashing of the same leaves: what the promise costs, and what no verifier can be faster than.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, insert

from overt.case.database import engine_of
from overt.ledger import Ledger, verify
from overt.ledger.export import export
from overt.ledger.fsck import fsck
from overt.ledger.keys import Keys

Step = Callable[[str, str], None]
ORIGIN = "bench.example/log"
COMMITS = 200
"""Commits of one run at most."""
FILL = 2_000
"""Records of one transaction where a large log is only filled."""
PLAIN = Table("bench_plain", MetaData(), Column("id", Integer, primary_key=True), Column("row", LargeBinary))


@dataclass(frozen=True)
class Rate:
    """Records of one kind written, and the same rows in a plain table."""

    what: str
    together: int
    records: int
    seconds: float
    cpu: float
    plain_cpu: float

    def facts(self) -> dict[str, Any]:
        """As plain data, with the ratio."""
        rates = {"per_second": self.records / self.seconds, "per_cpu_second": self.records / self.cpu}
        return {**self.__dict__, **rates, "times_plain": self.cpu / self.plain_cpu}


@dataclass(frozen=True)
class Checked:
    """One way to check a whole log, and the bare hashing of its leaves."""

    what: str
    records: int
    seconds: float
    cpu: float
    bare_cpu: float

    def facts(self) -> dict[str, Any]:
        """As plain data, with the ratio."""
        return {**self.__dict__, "times_bare": self.cpu / self.bare_cpu}


def rates(records: int, database: str | None, step: Step) -> Iterator[Rate]:
    """Records a second, by how many share a commit, without and with private fields; a call each, or all at once."""
    for what, private in (("clear", None), ("private", {"name": "somebody", "note": "a line of text"})):
        for together, at_once in ((1, False), (10, False), (100, False), (1000, False), (1000, True)):
            many = min(records, together * COMMITS)
            name = f"{what}, in one call" if at_once else what
            step("records", f"{name}, {together} to a commit")
            with tempfile.TemporaryDirectory(prefix="overt-ledger-bench-") as folder:
                yield _rate(Path(folder), database, name, together, many, private)


def _rate(
    folder: Path, database: str | None, what: str, together: int, many: int, private: dict[str, Any] | None
) -> Rate:
    engine = engine_of(database or folder / "bench.db")
    ledger = Ledger.create(engine, ORIGIN, None if database is None else _keys())
    began, cpu = time.perf_counter(), time.process_time()
    for start in range(0, many, together):
        numbers = range(start, min(start + together, many))
        rows = [("note", f"case:{n % 97}", "ana", _clear(n), private) for n in numbers]
        with engine.begin() as connection:
            for part in [rows] if "," in what else ([row] for row in rows):
                ledger.record_many(connection, part)
        ledger.sequence()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    PLAIN.metadata.create_all(engine)
    row = b"x" * 400
    plain = time.process_time()
    for start in range(0, many, together):
        with engine.begin() as connection:
            for _ in range(start, min(start + together, many)):
                connection.execute(insert(PLAIN), {"row": row})
    plain = time.process_time() - plain
    with engine.begin() as connection:
        PLAIN.metadata.drop_all(connection)
    engine.dispose()
    return Rate(what, together, many, seconds, cpu, plain)


def _keys() -> Keys:
    """The key of a bench on a server: the same for each run on its database."""
    seed = sha256(b"overt bench ledger").digest()
    return Keys(ORIGIN, seed, seed)


def _clear(n: int) -> dict[str, Any]:
    return {"n": n, "verdict": "unsure", "confidence": 0.5, "account": f"x:{n:08d}"}


def checks(records: int, step: Step) -> Iterator[Checked]:
    """A log of so many records, checked as a regulator does and as its keeper does."""
    with tempfile.TemporaryDirectory(prefix="overt-ledger-bench-") as folder:
        engine = engine_of(Path(folder) / "bench.db")
        ledger = Ledger.create(engine, ORIGIN)
        for start in range(0, records, FILL):
            if start % (50 * FILL) == 0:
                step("fill", f"{start} records")
            rows = [
                ("note", f"case:{n % 97}", "ana", _clear(n), None) for n in range(start, min(records, start + FILL))
            ]
            with engine.begin() as connection:
                ledger.record_many(connection, rows)
            ledger.sequence()
        out = Path(folder) / "bundle.zip"
        step("export", str(records))
        export(ledger, out, actor="bench")
        bare = _bare(out)
        step("verify", str(records))
        began, cpu = time.perf_counter(), time.process_time()
        facts, faults = verify.verify(str(out), str(ledger.keys.public), [], [], [])
        yield Checked("verify.py", facts["size"], time.perf_counter() - began, time.process_time() - cpu, bare)
        step("fsck", str(records))
        began, cpu = time.perf_counter(), time.process_time()
        found = fsck(ledger)
        if faults or found.faults:
            raise RuntimeError(f"a fresh ledger does not hold: {faults or found.faults}")
        yield Checked("fsck", found.records, time.perf_counter() - began, time.process_time() - cpu, bare)
        engine.dispose()


def _bare(bundle: Path) -> float:
    """CPU seconds to read the records and hash each leaf and each pair, and nothing else."""
    inside = verify.opened(bundle)
    began = time.process_time()
    for name in sorted(n for n in inside.names if n.startswith("tile/entries/")):
        width = int(name.rpartition("/")[2]) if ".p/" in name else 256
        for raw in verify.records_in(inside.read(name, verify.ENTRIES), width, name):
            digest = sha256(b"\0" + raw).digest()
            sha256(b"\1" + digest + digest).digest()
    return time.process_time() - began
