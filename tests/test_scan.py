"""The page of stages: their order, and what a scan says of itself."""

from pathlib import Path
from typing import Any

import pytest

from overt.errors import TooManyRejected, UsageError
from overt.model.parameter import defaults
from overt.scan import Request, scan

ORDER = ("read", "uses", "margins", "co-uses", "collect", "structure", "synchrony", "edges", "networks", "findings")


@pytest.fixture(scope="module")
def told(ring: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[str]]:
    """What a scan returns, and the stages in the order in which they came."""
    stages: list[str] = []

    def step(stage: str, detail: str) -> None:
        if stage not in stages:
            stages.append(stage)

    return scan(Request([ring.path], tmp_path_factory.mktemp("scan")), step), stages


def test_order(told: Any) -> None:
    _, stages = told
    assert [s for s in stages if s in ORDER] == list(ORDER)
    assert stages[-2:] == ["report", "done"]


def test_what_the_run_says(told: Any, ring: Any) -> None:
    run = told[0]["run"]
    assert run["parameters"] == defaults()
    assert run["posts"] == run["rows_read"] == ring.posts.num_rows
    assert run["accounts"] == len(ring.answers)
    assert run["platforms"] == ["simnet"]
    assert (run["time_resolution_seconds"], run["exact_repeats"], run["rows_rejected"]) == (1, 0, 0)
    (file,) = run["inputs"]
    assert (file["name"], file["format"]) == ("posts.parquet", "parquet")
    assert len(file["sha256"]) == 64
    times = ring.posts["created_at"].to_pylist()
    assert run["span"]["first"].startswith(min(times).strftime("%Y-%m-%dT%H:%M:%S"))
    assert run["span"]["last"].startswith(max(times).strftime("%Y-%m-%dT%H:%M:%S"))
    assert {t["name"] for t in run["traces"]} >= {"url", "text"}
    assert "overt" in run["methods"]


def test_members_and_edges_agree(told: Any) -> None:
    found = told[0]
    for network in found["networks"]:
        people = {(a["platform"], a["account_id"]) for a in network["accounts"]}
        assert len(people) == len(network["accounts"])
        for receipt in network["top_receipts"]:
            assert (receipt["platform_a"], receipt["account_a"]) in people
            assert (receipt["platform_b"], receipt["account_b"]) in people
            assert receipt["posts"]
            assert receipt["q"] <= 0.01
    assert found["totals"]["members"] == sum(a["role"] == "member" for n in found["networks"] for a in n["accounts"])


def test_only_the_traces_that_were_asked_for(ring: Any, tmp_path: Path) -> None:
    found = scan(Request([ring.path], tmp_path, only=["url"]))
    assert [t["name"] for t in found["run"]["traces"]] == ["url"]
    assert all(set(n["traces"]) == {"url"} for n in found["networks"])


def test_a_parameter_out_of_bounds_makes_nothing(ring: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--q is 0"):
        scan(Request([ring.path], tmp_path / "o", {"q": 0.0}))
    assert not (tmp_path / "o").exists()


def test_too_many_rejected_brings_its_findings(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("account_id,created_at\na,2024-03-01\nb,never\n")
    with pytest.raises(TooManyRejected) as caught:
        scan(Request([tmp_path / "p.csv"], tmp_path / "o"))
    assert caught.value.exit_code == 3
    assert caught.value.facts["findings"]["run"]["rows_rejected"] == 1
