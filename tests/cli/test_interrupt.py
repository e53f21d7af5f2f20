"""Ctrl-C and sudden death at any moment: one line, nothing half-written, --resume ends in the same bytes."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .process import run, same_findings, started

LINE = "overt: interrupted; what is done is kept, the same command with --resume goes on\n"


STAGES = ("read", "uses", "margins", "co-uses", "collect", "structure", "synchrony", "networks", "findings", "report")


def reached(process: subprocess.Popen[str], stage: str, moment: int) -> list[str]:
    """What it said until the stage began and a random moment had passed."""
    said: list[str] = []
    assert process.stderr
    while not said or f"] {stage}: " not in said[-1]:
        said.append(process.stderr.readline())
        assert said[-1], "it ended early"
    time.sleep(float(np.random.default_rng([11, moment]).random()) * 0.06)
    return said


def resumed(ring: Any, out: Path) -> None:
    """A run with --resume leaves what an undisturbed one leaves, and nothing else."""
    assert run("scan", ring.path, "--out", out, "--quiet", "--resume").returncode == 0
    assert same_findings(out, ring.results)
    assert len(list(out.iterdir())) == 9


@pytest.mark.parametrize("delay", [0, 0.05, 0.1, 0.2, 0.4])
def test_interrupted_at_the_start(delay: float, ring: Any, tmp_path: Path) -> None:
    """While libraries are loaded."""
    process = started("scan", ring.path, "--out", tmp_path / "o", "--quiet")
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    assert (process.communicate(), process.returncode) == (("", LINE), 130)


@pytest.mark.parametrize("stage", STAGES)
def test_interrupted(stage: str, ring: Any, tmp_path: Path) -> None:
    """A moment after each stage has begun."""
    moment = STAGES.index(stage)
    process = started("scan", ring.path, "--out", tmp_path / "o")
    said = reached(process, stage, moment)
    process.send_signal(signal.SIGINT)
    out, rest = process.communicate()
    assert (process.returncode, out) == (130, "")
    *lines, last = [*said, *rest.splitlines(keepends=True)]
    assert last == LINE
    assert all(re.match(r"\[ +[\d.]+ s\] [a-z-]+: ", line) for line in lines)
    left = {p.name for p in (tmp_path / "o").iterdir()}
    assert left == {".work"}, "no result before all are whole"
    if moment % 3 == 0:
        resumed(ring, tmp_path / "o")


@pytest.mark.nightly  # test_kill.py has moments enough
@pytest.mark.parametrize("stage", ["read", "co-uses", "report"])
def test_killed(stage: str, ring: Any, tmp_path: Path) -> None:
    """No chance to clear up, and still the next run goes on."""
    process = started("scan", ring.path, "--out", tmp_path / "o")
    reached(process, stage, 50)
    process.kill()
    process.communicate()
    resumed(ring, tmp_path / "o")


def test_the_other_commands(tmp_path: Path) -> None:
    """They do not speak of --resume, which they have not."""
    process = started("simulate", "--accounts", 20_000, "--days", 30, "--out", tmp_path / "s")
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (130, "", "overt: interrupted\n")
    assert not (tmp_path / "s" / "posts.parquet").exists()


def test_pressed_twice(ring: Any, tmp_path: Path) -> None:
    """The second Ctrl-C does not wait for anything."""
    process = started("scan", ring.path, "--out", tmp_path / "o", "--quiet")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    begin = time.perf_counter()
    _, err = process.communicate()
    assert time.perf_counter() - begin < 5
    assert process.returncode == 130
    assert set(err.splitlines()) == {LINE.strip()}


def test_the_reader_went_away(tmp_path: Path) -> None:
    """`overt sources | head -1` ends quietly."""
    shell = f"set -o pipefail; {sys.executable} -m overt sources --json | head -c 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[", "")
