"""No acknowledged record is lost and fsck is clean, whatever call to the disk fails, and whenever the power goes."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from ledger import desk, power
from ledger.sweep import FAULTS
from overt.ledger import LedgerError

SWEEP = Path(__file__).with_name("sweep.py")
SEEN = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "mkdir", "openat")
"""Calls of the sweep; the first and the last are many, and make test takes every eighth of them."""
FEW = 8
LEAST = 150
pytestmark = pytest.mark.long


class Sweep:
    """The process that runs the work and breaks it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._job = subprocess.Popen(
            [sys.executable, str(SWEEP), str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.begun: list[str] = self._read()

    def _read(self) -> Any:
        assert self._job.stdout
        line = self._job.stdout.readline()
        assert line, "the sweep ended"
        return json.loads(line)

    def ask(self, order: str) -> Any:
        """One run."""
        assert self._job.stdin
        self._job.stdin.write(order + "\n")
        self._job.stdin.flush()
        return self._read()

    def close(self) -> None:
        """Ends it."""
        assert self._job.stdin
        self._job.stdin.close()
        self._job.wait(30)


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sweep]:
    """A sweep, where strace may trace; CI has to have it."""
    works = shutil.which("strace") and subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode == 0
    if not works and os.environ.get("CI") != "true":
        pytest.skip("strace is not there or may not trace: see tools/strace.sh")
    assert works, "CI has to run the sweep of disk faults: strace is not there or may not trace"
    made = Sweep(tmp_path_factory.mktemp("sweep"))
    yield made
    made.close()


def points(sweep: Sweep, every: int) -> list[str]:
    """Every call of a run, counted unbroken, with every fault; of the frequent ones each `every`-th."""
    whole = sweep.ask("trace")
    assert whole["status"] == 0
    assert [line.split()[0] for line in whole["said"]] == ["recorded", "erased", "recorded", "exported"]
    assert {"pwrite64", "fdatasync", "fsync", "rename"} <= set(whole["counts"])
    return [
        f"{call} {when} {fault}"
        for call in SEEN
        for when in range(1, whole["counts"].get(call, 0) + 1, every if call in ("pwrite64", "openat") else 1)
        for fault in FAULTS
    ]


def swept(sweep: Sweep, orders: list[str]) -> None:
    """All runs; what is wrong after each, together."""
    wrong, cut_short = {}, 0
    for order in orders:
        done = sweep.ask(order)
        cut_short += len(done["said"]) < 4
        if done["wrong"]:
            wrong[order] = done["wrong"]
    assert not wrong
    assert cut_short > len(orders) / 2, "the faults hardly hit anything"


def test_a_disk_that_fails_once_loses_nothing(sweep: Sweep):
    orders = points(sweep, FEW)
    assert len(orders) >= LEAST
    swept(sweep, orders)


@pytest.mark.nightly
def test_every_call_and_every_fault(sweep: Sweep):
    orders = points(sweep, 1)
    assert len(orders) >= 4 * LEAST
    swept(sweep, orders)


Wrong = dict[str, list[str]]


def cut(
    sweep: Sweep, tmp_path: Path, ways: list[tuple[str, int]], step: int = 1, order: str = "trace"
) -> tuple[int, Wrong]:
    """The power goes after each operation of a run: how often, and what is wrong with what is found after each."""
    whole = sweep.ask(order)
    ops = power.operations(Path(whole["trace"]).read_text(), sweep.folder / "run")
    assert power.said(ops) == whole["said"]
    disk, runs = power.Disk(sweep.folder / "base"), 0
    wrong: Wrong = {}
    for n, op in enumerate(ops, start=1):
        disk.do(op)
        for how, seed in ways if n % step == 0 or n == len(ops) else []:
            folder = tmp_path / "found"
            shutil.rmtree(folder, ignore_errors=True)
            disk.found(folder, how, random.Random(n * 100 + seed))
            engine = desk.lite(folder)
            try:
                left = desk.left(engine, folder, power.said(ops[:n]), sweep.begun)
            except (LedgerError, SQLAlchemyError) as error:
                left = [str(error)]
            engine.dispose()
            runs += 1
            if left:
                wrong[f"{n} {op.what} {op.path}: {how} {seed}"] = left
    return runs, wrong


def test_a_power_cut_with_torn_writes_loses_nothing(sweep: Sweep, tmp_path: Path):
    runs, wrong = cut(sweep, tmp_path, [("lost", 0), ("torn", 0), ("mixed", 0)], step=3)
    assert not wrong
    assert runs >= LEAST


def test_the_same_power_cuts_find_a_ledger_that_does_not_wait_for_the_disk(sweep: Sweep, tmp_path: Path):
    _, wrong = cut(sweep, tmp_path, [("lost", 0)], step=4, order="careless")
    assert any("lost: " in line for lines in wrong.values() for line in lines)


@pytest.mark.nightly
def test_power_cuts_after_every_operation_in_many_ways(sweep: Sweep, tmp_path: Path):
    ways = [("lost", 0), *(("torn", n) for n in range(4)), *(("mixed", n) for n in range(8))]
    runs, wrong = cut(sweep, tmp_path, ways)
    assert not wrong
    assert runs >= 10 * LEAST


def test_the_model_of_the_disk_loses_what_was_not_waited_for(tmp_path: Path):
    """The model itself: without a sync nothing is safe, with one everything is."""
    base = tmp_path / "base"
    base.mkdir()
    (base / "a").write_bytes(b"0000")
    ops = [power.Op("write", "a", b"11", 1), power.Op("create", "b"), power.Op("write", "b", b"xyz")]
    disk = power.Disk(base)
    for op in ops:
        disk.do(op)
    disk.found(tmp_path / "lost", "lost", random.Random(0))
    assert {p.name: p.read_bytes() for p in (tmp_path / "lost").iterdir()} == {"a": b"0000"}
    for op in (power.Op("sync", "a"), power.Op("sync", "b"), power.Op("sync", "")):
        disk.do(op)
    disk.do(power.Op("name", "b", to="c"))
    disk.found(tmp_path / "safe", "lost", random.Random(0))
    assert {p.name: p.read_bytes() for p in (tmp_path / "safe").iterdir()} == {"a": b"0110", "b": b"xyz"}
    torn = {len((tmp_path / "t").joinpath("a").read_bytes()) for _ in range(1) if not found(disk, tmp_path / "t")}
    assert torn == {4}
    assert (tmp_path / "t" / "c").read_bytes() == b"xyz"


def found(disk: power.Disk, folder: Path) -> None:
    """The files with everything that may have survived."""
    disk.found(folder, "torn", random.Random(1))
