"""Memory: one viral object costs little, and what does not fit is refused before it is begun."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.errors import OutputError
from overt.scan import Request, scan

from .process import OVERT

pytestmark = pytest.mark.long
VIRAL = 40_000
LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A small process in between: to the kernel, a new process has been as large as the one that started it."""
START = 1_600_000_000


@pytest.fixture(scope="module")
def viral(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One object that 40,000 accounts used within hours, ordinary ones of every popularity, three rings of twelve."""
    rng = np.random.default_rng(0)
    rows = [(f"v{n}", "viral", START + rng.exponential(7_200)) for n in range(VIRAL)]
    rows += [
        (f"v{rng.integers(VIRAL)}", f"o{int(20_000 * rng.random() ** 3)}", START + rng.uniform(-5, 5) * 86_400)
        for _ in range(60_000)
    ]
    for ring in range(3):
        for shared in range(15):
            begin = START + rng.uniform(-5, 5) * 86_400
            rows += [(f"r{ring}_{n}", f"ring{ring}_{shared}", begin + rng.uniform(0, 20)) for n in range(12)]
    rows.sort(key=lambda row: row[2])
    account, object_, t = zip(*rows, strict=True)
    path = tmp_path_factory.mktemp("viral") / "posts.parquet"
    times = pa.array([int(moment * 1e6) for moment in t], pa.timestamp("us", "UTC"))
    pq.write_table(pa.table({"account_id": account, "object_id": object_, "created_at": times}), path)
    return path


def test_a_viral_object_under_a_gigabyte(viral: Path, tmp_path: Path) -> None:
    command = [*OVERT, "scan", str(viral), "--out", str(tmp_path / "o"), "--quiet"]
    done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) * 1024 < 1e9
    found = json.loads((tmp_path / "o" / "findings.json").read_text("utf-8"))
    members = [{a["account_id"].partition("_")[0] for a in n["accounts"]} for n in found["networks"]]
    assert sorted(map(sorted, members)) == [["r0"], ["r1"], ["r2"]]
    assert found["totals"]["members"] == 36


def test_what_does_not_fit_is_refused(viral: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"takes about .* GB; --memory allows 0\.5 GB"):
        scan(Request([viral], tmp_path / "o", memory="500MB"))
    assert not (tmp_path / "o" / "findings.json").exists()
