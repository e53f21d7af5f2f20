"""Twenty crowds of each kind that share by template: `make nightly`. The last results stand in docs/benchmarks.md."""

import pytest

import overt
from overt.simulate import CrowdSpec, TemplateSpec, crowd, fill_in

CASES = (
    ("button", 20, 35, 0.4, 0.5),
    ("button", 60, 35, 0.15, 0.5),
    ("button", 300, 35, 0.08, 0.3),
    ("petition", 20, 3, 0.7, 0.5),
    ("petition", 60, 3, 0.7, 0.5),
    ("petition", 300, 3, 0.7, 0.5),
    ("tool", 20, 7, 1.0, 0.2),
    ("tool", 100, 7, 1.0, 0.2),
    ("tool", 250, 2, 1.0, 0.2),
)
"""Kind, accounts, times a week, mean share that takes part, share that is alerted."""
LINKS = ("site", "short", "none")

pytestmark = pytest.mark.nightly


@pytest.mark.parametrize("seed", range(200, 220))
def test_nobody_is_accused(seed: int) -> None:
    people = crowd(CrowdSpec(accounts=800, days=28, seed=seed, posts_median=8))
    accused = []
    for place, (kind, accounts, per_week, zeal, alerted) in enumerate(CASES):
        spec = TemplateSpec(kind, accounts, per_week, zeal, alerted, LINKS[(seed + place) % 3])
        posts, _ = fill_in(people, [spec], seed)
        accused.append(overt.scan(posts, permutations=20).findings["totals"]["members"])
    assert accused == [0] * len(CASES)
