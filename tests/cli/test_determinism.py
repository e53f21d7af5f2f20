"""Same input, parameters and seed: the same bytes, whatever the threads, the place and the run."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SAME = ("findings.json", "report.html", "graph.gexf", "rejected.csv")


def same(one: Path, other: Path) -> None:
    for name in SAME:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    for name in ("networks", "accounts", "edges", "receipts"):
        assert pq.read_table(one / f"{name}.parquet").equals(pq.read_table(other / f"{name}.parquet")), name


def test_threads_and_place(ring: Any, overt: Any, tmp_path: Path) -> None:
    """Two runs, one thread and two, a copy under another directory: all the same."""
    elsewhere = tmp_path / "some" / "where else"
    elsewhere.mkdir(parents=True)
    copy = shutil.copy(ring.path, elsewhere)
    for threads in (1, 2):
        out = tmp_path / f"o{threads}"
        assert overt("scan", copy, "--out", out, "--threads", threads, "--quiet").code == 0
        assert json.loads((out / "run.json").read_text())["threads"] == threads
        same(out, ring.results)


def test_order_of_rows(ring: Any, overt: Any, tmp_path: Path) -> None:
    """Shuffled rows change the file's hash and the pointers into it, and nothing else."""
    order = np.random.default_rng(5).permutation(ring.posts.num_rows)
    path = tmp_path / "posts.parquet"
    pq.write_table(ring.posts.take(pa.array(order)).replace_schema_metadata(None), path)
    assert overt("scan", path, "--out", tmp_path / "o", "--quiet").code == 0
    assert stripped(tmp_path / "o") == stripped(ring.results)
    assert (tmp_path / "o" / "graph.gexf").read_bytes() == (ring.results / "graph.gexf").read_bytes()


def stripped(out: Path) -> Any:
    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k not in ("row", "sha256")}
        return [without(v) for v in value] if isinstance(value, list) else value

    return without(json.loads((out / "findings.json").read_text("utf-8")))


def test_another_seed_is_said(ring: Any, overt: Any, tmp_path: Path) -> None:
    """The seed is a parameter of the findings: what it changes can be traced to it."""
    assert overt("scan", ring.path, "--out", tmp_path / "o", "--seed", 7, "--quiet").code == 0
    found = json.loads((tmp_path / "o" / "findings.json").read_text("utf-8"))
    assert found["run"]["seed"] == found["run"]["parameters"]["seed"] == 7
    assert (tmp_path / "o" / "findings.json").read_bytes() != (ring.results / "findings.json").read_bytes()
