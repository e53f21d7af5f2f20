"""`overt` in a process of its own, for what cannot be tried inside this one: signals, limits, full disks."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

OVERT = [sys.executable, "-m", "overt"]
PATIENCE = 240


def run(*args: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs `overt ARGS` to its end."""
    words = [*OVERT, *map(str, args)]
    return subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False, **options)


def started(*args: object) -> subprocess.Popen[str]:
    """`overt ARGS`, as soon as its own code runs: before that, Ctrl-C belongs to the interpreter."""
    words = [*OVERT, *map(str, args)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    maps = Path(f"/proc/{process.pid}/maps")
    if not maps.exists():
        pytest.skip("no /proc here to see when overt's own code runs")
    deadline = time.monotonic() + PATIENCE
    while "site-packages" not in maps.read_text() and process.poll() is None:  # the first compiled library it loads
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process


def same_findings(one: Path, other: Path) -> bool:
    """Whether two scans left the same bytes."""
    names = ("findings.json", "report.html", "graph.gexf", "rejected.csv")
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def mounted(folder: Path, size: str) -> None:
    """A small disk at `folder`, or a skip that says why there is none."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk to fill")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
