"""A disk that fills while a scan writes: one line, exit 2, earlier results as they were, --resume ends it."""

import os
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .process import mounted, run, same_findings


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted(folder, "20m")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def resized(disk: Path, size: str) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def taken(disk: Path) -> int:
    """Kilobytes in use."""
    room = os.statvfs(disk)
    return (room.f_blocks - room.f_bfree) * room.f_frsize // 1024


def files(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.is_file()}


def test_full(ring: Any, disk: Path) -> None:
    """Full at once, in the middle, at the end; then room is made."""
    out = disk / "o"
    assert run("scan", ring.path, "--out", out, "--seed", 5, "--quiet").returncode == 0
    before = files(out)
    used = taken(disk)
    lines = []
    for more in (8, 250, 500):
        resized(disk, f"{used + more}k")
        done = run("scan", ring.path, "--out", out, "--quiet", "--resume")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        lines.append(done.stderr)
        assert files(out) == before, "what an earlier scan left is untouched"
    assert all("the disk is full" in line or "No space left on device" in line for line in lines), lines
    assert all("; free " in line for line in lines)
    resized(disk, "20m")
    assert run("scan", ring.path, "--out", out, "--quiet", "--resume").returncode == 0
    assert same_findings(out, ring.results)
    assert not (out / ".work").exists()


@pytest.mark.parametrize("kilobytes", [0, 40, 150])
def test_files_may_not_grow(kilobytes: int, ring: Any, tmp_path: Path) -> None:
    """A limit on the size of files (ulimit -f) is told like a full disk, not died of."""
    out = tmp_path / "o"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)

    done = run("scan", ring.path, "--out", out, "--quiet", preexec_fn=limit)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "cannot be written: File too large; free some space" in done.stderr
    assert not (out / "findings.json").exists()
    assert run("scan", ring.path, "--out", out, "--quiet", "--resume").returncode == 0
    assert same_findings(out, ring.results)


def test_pairs_on_a_full_disk(ring: Any, disk: Path) -> None:
    """The pairs of an earlier count stay where they are."""
    words = ("pairs", ring.path, "--trace", "domain", "--interval", 3600, "--out", disk / "p.csv", "--quiet")
    assert run(*words).returncode == 0
    before = (disk / "p.csv").read_bytes()
    assert len(before) > 8192
    resized(disk, f"{taken(disk) + 8}k")
    done = run(*words)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"{disk / 'p.csv'}: cannot be written: the disk is full" in done.stderr
    assert (disk / "p.csv").read_bytes() == before
