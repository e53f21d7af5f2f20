"""From the simulator to the findings: the planted ring, and no innocent account."""

import pytest

import overt
from overt.simulate import CrowdSpec, OperationSpec, crowd, plant


@pytest.fixture(scope="module")
def ground():
    return crowd(CrowdSpec(accounts=150, days=10, seed=5))


@pytest.mark.parametrize(
    "spec",
    [
        OperationSpec(accounts=8, objects=20, jitter=60, participation=0.9, cover=1, traces=("url", "text")),
        OperationSpec(accounts=5, objects=20, jitter=30, participation=1, cover=2, traces=("hashtag_sequence",)),
    ],
    ids=["links and texts", "hashtags"],
)
def test_ring_in_a_crowd(ground, spec):
    posts, answers = plant(ground, [spec], 1)
    ring = {row["account_id"] for row in answers.to_pylist() if row["role"] == "operation"}
    found = overt.scan(posts, permutations=20)
    members = {row["account_id"] for row in found.accounts.to_pylist() if row["role"] == "member"}
    assert members == ring
    assert found.findings["totals"]["networks"] == 1
    assert found.findings["totals"]["targets"] == 0


def test_a_crowd_alone(ground):
    found = overt.scan(ground, permutations=20)
    assert found.findings["networks"] == []
    assert found.findings["totals"]["members"] == 0
