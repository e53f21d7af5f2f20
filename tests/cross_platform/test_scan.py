"""The same operation on three platforms, read from three different exports, is one network."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from overt.scan import Request, scan

from . import three_platforms
from .three_platforms import PLATFORMS, Written


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("three")
    written = three_platforms.write(folder)
    out = folder / "out"
    return written, out, scan(Request(written.files, out, {"permutations": 20}))


def test_three_exports_share_one_object_space(scanned):
    written, _, found = scanned
    assert [f["format"] for f in found["run"]["inputs"]] == ["x-archive", "tiktok-research", "telegram-desktop"]
    assert found["run"]["platforms"] == sorted(PLATFORMS)
    (network,) = found["networks"]
    members = {(a["platform"], a["account_id"]) for a in network["accounts"] if a["role"] == "member"}
    assert members == written.members
    assert network["platforms"] == sorted(PLATFORMS)


def test_edges_lead_across_platforms_and_show_both_posts(scanned):
    _, out, _ = scanned
    edges = [e for e in pq.read_table(out / "edges.parquet").to_pylist() if e["kind"] == "synchronised"]
    crossing = [e for e in edges if e["platform_a"] != e["platform_b"]]
    assert len(crossing) > len(edges) / 2
    rows = pq.read_table(out / "receipts.parquet").to_pylist()
    between = [r for r in rows if {r["platform_a"], r["platform_b"]} == {"telegram", "x"}]
    assert between and all(r["file_a"] != r["file_b"] and r["text_a"] and r["text_b"] for r in between)


def test_which_platform_came_first_in_words(scanned):
    _, _, found = scanned
    facts = found["networks"][0]["across_platforms"]
    assert next(iter(facts["first"])) == "telegram"
    assert facts["things"] == sum(facts["first"].values()) + facts["ties"] > 15
    assert 0 < facts["lag_seconds"]["half"] <= facts["lag_seconds"]["nine_in_ten"] < 120
    assert "on telegram first" in facts["sentence"] and "too close together to tell" in facts["sentence"]


def test_names_support_and_do_not_decide(scanned):
    _, out, found = scanned
    (network,) = found["networks"]
    names = network["handles_across_platforms"]
    assert len(names) == 4 and all(len({a["platform"] for a in one["accounts"]}) == 3 for one in names)
    assert any("12 of 12 members have a namesake among the members" in line for line in network["evidence_for"])
    assert any("made nobody a member" in line for line in network["evidence_against"])
    # Namesakes of the crowd are in no finding, and no edge leads to them.
    rows = pq.read_table(out / "accounts.parquet").to_pylist()
    named = {(r["platform"], r["account_id"]): (r["handle"], r["display_name"]) for r in rows}
    twice = [k for k, (_, name) in named.items() if name and sum(name == other for _, other in named.values()) > 1]
    bystanders = [r for r in rows if (r["platform"], r["account_id"]) in twice and r["role"] is None]
    assert bystanders and all(not r["edges"] for r in bystanders)
    assert {a["platform"] for one in names for a in one["accounts"]} == set(PLATFORMS)


def test_the_order_of_the_files_changes_nothing_but_their_order(scanned, tmp_path):
    written, _, found = scanned
    again = scan(Request(written.files[::-1], tmp_path / "out", {"permutations": 20}))
    one, other = (json.dumps(f["networks"]).replace('"file"', "") for f in (found, again))
    assert len(again["networks"]) == 1 and len(one) == len(other)
    assert again["networks"][0]["accounts"] == found["networks"][0]["accounts"]
    assert again["networks"][0]["across_platforms"] == found["networks"][0]["across_platforms"]
