"""Scenarios are laid into a public as they say: the same for the same seed, with answers, the public left as it is."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overt.simulate import CrowdSpec, crowd
from overt.simulate.scenarios import SCENARIOS, play
from overt.simulate.scenarios.script import BAIT, COVERT, FRAMED, OPEN

FORGED = "A6"


@pytest.fixture(scope="module")
def public():
    return crowd(CrowdSpec(accounts=150, days=21, seed=4))


def of(posts, accounts):
    return posts.filter(pc.is_in(posts["account_id"], value_set=pa.array(sorted(accounts), pa.string())))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)
def test_what_comes_of_it(public, scenario):
    made = play(scenario, public, 1)
    people = set(public["account_id"].to_pylist())
    roles = dict(zip(made.answers["account_id"].to_pylist(), made.answers["role"].to_pylist(), strict=True))
    assert set(made.posts["account_id"].to_pylist()) == set(roles) >= people
    cast = set(roles) - people
    assert {roles[account] for account in cast} <= {COVERT, OPEN, FRAMED, BAIT, "shift"}
    profiles = made.accounts["account_id"].to_pylist()
    assert len(set(profiles)) == len(profiles)
    assert made.posts["post_id"].combine_chunks().value_counts().field("counts").to_numpy().max() == 1
    low, high = (pc.min_max(table["created_at"]).as_py() for table in (made.posts, public))
    assert high["min"] <= low["min"] <= low["max"] <= high["max"]
    if scenario.kind != "crowd":
        assert made.of(COVERT) or scenario.id == "E17"
    if scenario.id != FORGED:
        kept = of(made.posts, people)
        kept = kept.filter(pc.is_in(kept["post_id"], value_set=public["post_id"].combine_chunks()))
        for name in ("post_id", "account_id", "created_at", "text"):
            assert kept[name].to_pylist() == public[name].to_pylist()


@pytest.mark.parametrize(
    "scenario", [s for s in SCENARIOS if s.id in ("E5", "E8", "E9", "F4", "F10", "A5", "A6", "A7")], ids=lambda s: s.id
)
def test_the_same_seed_gives_the_same(public, scenario):
    one, again, other = (play(scenario, public, seed).posts for seed in (3, 3, 4))
    assert one.equals(again)
    assert not one.equals(other)


def test_every_scenario_has_a_name_of_its_own():
    assert len({s.id for s in SCENARIOS}) == len(SCENARIOS)
    assert all(s.title and s.expect for s in SCENARIOS)
