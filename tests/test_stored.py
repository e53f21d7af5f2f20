"""Results on a store: the same files as in a directory here, and nothing left behind."""

import json
from pathlib import Path
from typing import Any

import pytest

from overt.errors import OutputError, TooManyRejected
from overt.scan import Request, scan


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "overt"


def test_the_same_files_as_here(ring: Any, tmp_path: Path, cache: Path) -> None:
    there = tmp_path / "a store"
    there.mkdir()
    (there / "findings.json").write_text("of an earlier scan")
    scan(Request([ring.path], there.as_uri(), keep_state=True))
    assert {p.name for p in there.iterdir()} == {*(p.name for p in ring.results.iterdir()), "state"}
    assert (there / "findings.json").read_bytes() == (ring.results / "findings.json").read_bytes()
    assert json.loads((there / "run.json").read_text())["out"] == there.as_uri()
    assert not list(cache.iterdir())


@pytest.mark.parametrize("out", ["hdfs://nowhere.invalid:1/x", "file:///proc/overt"])
def test_a_store_that_refuses_is_told_of_before_the_work(ring: Any, cache: Path, out: str) -> None:
    seen: list[str] = []
    with pytest.raises(OutputError, match=r"cannot be written: .*; check the path and your rights"):
        scan(Request([ring.path], out), lambda stage, detail: seen.append(stage))
    assert not seen
    assert not cache.exists()


def test_an_interrupted_scan_is_resumed(ring: Any, tmp_path: Path, cache: Path) -> None:
    class Stop(Exception):
        pass

    def stop(stage: str, detail: str) -> None:
        if stage == "networks":
            raise Stop

    there = tmp_path / "store"
    with pytest.raises(Stop):
        scan(Request([ring.path], there.as_uri()), stop)
    assert list(there.iterdir()) == []
    seen: list[str] = []
    scan(Request([ring.path], there.as_uri(), resume=True), lambda stage, detail: seen.append(stage))
    assert "read" not in seen
    assert (there / "findings.json").read_bytes() == (ring.results / "findings.json").read_bytes()


def test_rows_that_could_not_be_read_are_told_of_where_the_results_are(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "p.csv").write_text("account_id,created_at\na,2024-03-01\nb,never\n")
    there = (tmp_path / "store").as_uri()
    with pytest.raises(TooManyRejected, match=f"see {there}/rejected.csv"):
        scan(Request([tmp_path / "p.csv"], there))
    assert (tmp_path / "store" / "rejected.csv").exists()
