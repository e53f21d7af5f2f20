"""What is said where an engine is wrongly asked for or cannot be had: one line each."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from overt.engine import Session, literal
from overt.engine.options import EngineOptions
from overt.errors import OutputError, UsageError

from .clusters import free_port


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("posts") / "posts.csv"
    path.write_text("account_id,created_at,text\na,2024-01-01T00:00:00Z,hello\n")
    return path


def test_the_lines(
    overt: Callable[..., Any], golden: Callable[[str, str], None], posts: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """A machine's own words (paths, ports) are replaced by names."""
    pytest.importorskip("pyspark", reason="no tests of Spark: pyspark is missing")
    nobody = free_port()
    monkeypatch.setenv("JAVA_HOME", "/no/java")
    cases: list[tuple[str, list[str]]] = [
        ("unknown engine", ["--engine", "flink"]),
        ("both places", ["--engine", "spark", "--master", "local[2]", "--remote", "sc://localhost"]),
        ("a master for duckdb", ["--master", "local[2]"]),
        ("an endpoint for duckdb", ["--remote", "sc://localhost"]),
        ("no endpoint", ["--engine", "spark", "--remote", "http://localhost"]),
        ("no amount", ["--engine", "duckdb", "--memory", "lots"]),
        ("too many threads", ["--engine", "spark", "--threads", "4096"]),
        ("nobody at the endpoint", ["--engine", "spark", "--remote", f"sc://127.0.0.1:{nobody}/;token=secret"]),
        ("no Java", ["--engine", "spark"]),
    ]
    lines = [(name, overt("scan", posts, "--out", tmp_path / "o", "--quiet", *words)) for name, words in cases]
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    lines.append(("no Java on the path", overt("scan", posts, "--out", tmp_path / "o", "--engine", "spark")))
    (tmp_path / "java").write_text("#!/bin/sh\n")
    (tmp_path / "java").chmod(0o755)
    for name, words in (
        ("nobody at the master", ["--master", f"spark://127.0.0.1:{nobody}"]),
        ("too little memory", ["--memory", "300MB"]),
        ("no amount for Spark", ["--memory", "lots"]),
        ("an odd directory", ["--out", str(tmp_path / "results [1]")]),
        ("an escape in a directory", ["--out", str(tmp_path / "a%20b")]),
    ):
        lines.append((name, overt("scan", posts, "--out", tmp_path / "o", "--engine", "spark", "--quiet", *words)))
    for name in ("pyspark", "overt.engine.spark", "overt.engine.spark_driver"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "overt.engine.spark")
    lines.append(("no pyspark", overt("scan", posts, "--out", tmp_path / "o", "--engine", "spark")))
    assert {done.code for _, done in lines} == {2}
    told = "".join(f"{name}: {done.line}\n" for name, done in lines)
    told = told.replace(str(tmp_path), "FOLDER").replace(str(nobody), "PORT")
    told = re.sub(r"/\.work/[0-9a-f]{16}", "/.work/RUN", told)
    golden("engines.txt", told)


@pytest.mark.parametrize(
    ("written", "bytes_"),
    [("1GB", 10**9), ("512 MiB", 2**29), ("1.5gb", 1_500_000_000), ("2TB", 2 * 10**12), ("700kb", 700_000)],
)
def test_amounts_of_memory(written: str, bytes_: int) -> None:
    assert EngineOptions(memory=written).memory_bytes() == bytes_


@pytest.mark.parametrize("written", ["", "1", "GB", "-1GB", "1 PB", "1GBs", "80%"])
def test_no_amounts_of_memory(written: str) -> None:
    with pytest.raises(UsageError, match="is no amount of memory; write it as 1GB or 500MB"):
        EngineOptions(memory=written).memory_bytes()


def test_a_stage_may_be_a_directory(tmp_path: Path) -> None:
    """As another engine leaves it, in a folder whose name looks like a pattern."""
    with Session(tmp_path / "x[1]", threads=1) as session:
        session.store("some", pa.table({"a": [1, 2]}))
        part = session.path("some").rename(session.work / "part.parquet")
        session.path("some").mkdir()
        assert not session.has("some")
        part.rename(session.path("some") / "part-0.parquet")
        (session.path("some") / "_SUCCESS").touch()
        assert session.has("some")
        assert session.fetch(session.table("some"))["a"].to_pylist() == [1, 2]
        (session.path("some") / "part-1.parquet").write_bytes(b"PAR1")
        assert not session.has("some")
        session.store("some", pa.table({"a": [3]}))
        assert session.path("some").is_file()
        assert session.fetch(session.table("some"))["a"].to_pylist() == [3]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".uses.0a0b.parquet").mkdir()
    (tmp_path / ".uses.0a0b.parquet" / "part").touch()
    (tmp_path / "spill").mkdir()
    (tmp_path / "spill" / "left").touch()
    with Session(tmp_path, threads=1) as session:
        session.store("some", pa.table({"a": [1]}))
        assert names(tmp_path) == ["some.parquet", "spill"]
        with pytest.raises(OutputError, match="the engine cannot go on"):
            text = session.table("some").mutate(b=literal("no number").cast("int64"))
            session.materialise("bad", text)
        assert names(tmp_path / "spill") == []
    assert names(tmp_path) == ["some.parquet"]


def test_the_embedded_engine_loads_no_spark() -> None:
    """Start-up stays short, and nobody needs pyspark who does not ask for it."""
    code = (
        "import sys, overt.scan, overt.engine.duckdb; print([m for m in sys.modules if m.split('.')[0] == 'pyspark'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
