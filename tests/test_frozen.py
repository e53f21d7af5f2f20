"""A reference is frozen from one scan and read by another."""

import hashlib
import json

import pytest

import overt
from overt.errors import InputError
from overt.frozen import read_reference
from overt.model.frozen_reference import parsed
from overt.simulate import CrowdSpec, OperationSpec, crowd, plant


@pytest.fixture(scope="module")
def earlier(tmp_path_factory):
    """A crowd's own usual: the directory of the scan that froze it."""
    out = tmp_path_factory.mktemp("earlier")
    overt.scan(crowd(CrowdSpec(accounts=200, days=14, seed=8)), out=out, freeze=True, permutations=20)
    return out


@pytest.fixture(scope="module")
def present():
    spec = OperationSpec(accounts=8, objects=20, jitter=60, participation=0.9, cover=1, traces=("url", "text"))
    return plant(crowd(CrowdSpec(accounts=200, days=14, seed=9)), [spec], 1)


def ring(answers):
    return {row["account_id"] for row in answers.to_pylist() if row["role"] == "operation"}


def test_the_digest_is_that_of_the_file_and_the_ring_is_found_as_without(earlier, present):
    posts, answers = present
    found = overt.scan(posts, reference=earlier, permutations=20)
    members = {row["account_id"] for row in found.accounts.to_pylist() if row["role"] == "member"}
    assert members == ring(answers)
    facts = found.findings["run"]["beside"]["reference"]
    assert facts["sha256"] == hashlib.sha256((earlier / "reference.json").read_bytes()).hexdigest()
    assert facts["period"] == {"first": "2024-03-01", "last": "2024-03-14"}
    assert any(facts["sha256"][:12] in notice for notice in found.findings["run"]["notices"])
    again = overt.scan(posts, reference=earlier / "reference.json", permutations=20)
    assert again.findings == found.findings


def test_its_own_period_has_not_drifted(earlier):
    found = overt.scan(crowd(CrowdSpec(accounts=200, days=14, seed=8)), reference=earlier, permutations=20)
    assert found.findings["run"]["beside"]["reference"]["drift"] == []


def test_decoys_are_told_as_drift_and_do_not_become_usual(earlier, present):
    """Sixty accounts share decoys until sharing a link says little; the frozen figure does not move."""
    posts, answers = present
    decoys = OperationSpec(accounts=60, objects=100, jitter=5 * 3_600, participation=0.4, cover=0, traces=("url",))
    poisoned, _ = plant(posts, [decoys], 2)
    found = overt.scan(poisoned, reference=earlier, permutations=20)
    drift = found.findings["run"]["beside"]["reference"]["drift"]
    assert ("popularity", "url") in {(d["what"], d["trace"]) for d in drift}
    assert any(notice.startswith("drift: uses are more concentrated") for notice in found.findings["run"]["notices"])
    plain = overt.scan(poisoned, permutations=20)
    interest = [each.findings["totals"]["shared_interest_edges"] for each in (found, plain)]
    assert interest[0] > interest[1]  # what the decoys made to look ordinary stands out again
    accused = {row["account_id"] for row in found.accounts.to_pylist() if row["role"] == "member"}
    assert accused == ring(answers)


def test_no_account_is_named_in_it(earlier, present):
    text = (earlier / "reference.json").read_text("utf-8")
    accounts = overt.scan(crowd(CrowdSpec(accounts=200, days=14, seed=8)), permutations=20).accounts["account_id"]
    assert not any(account in text for account in accounts.to_pylist())


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.pop("rhythm"),
        lambda d: d.update(schema="other/1"),
        lambda d: d.update(rhythm=[1.0] * 24),
        lambda d: d.update(extra=1),
        lambda d: d["popularity"].update(url={"en": [{"week": 1, "uses": 1, "accounts": 1, "concentration": "many"}]}),
        lambda d: d["popularity"].update(url={"en": [{"week": 1, "uses": 1, "accounts": 1, "concentration": -1}]}),
        lambda d: d["popularity"].update(url=3),
        lambda d: d["activity"].update(url=["x"]),
    ],
)
def test_what_is_no_reference_is_refused(earlier, change):
    plain = json.loads((earlier / "reference.json").read_text("utf-8"))
    assert parsed(json.dumps(plain), "here") == read_reference(earlier)
    change(plain)
    with pytest.raises(InputError):
        parsed(json.dumps(plain), "here")


@pytest.mark.parametrize(
    "text", ["", "[]", "3", "null", '{"schema": "overt-reference/1"}', "[" * 100_000, '{"a": NaN}']
)
def test_hostile_texts_are_refused(text):
    with pytest.raises(InputError):
        parsed(text, "here")
