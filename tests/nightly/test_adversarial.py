"""All scenarios on three backgrounds, twenty seeds, and the mixed set: hours. Last results: docs/adversarial.md."""

import os
from pathlib import Path

import pytest

import overt
from overt.evaluate.adversarial import SIMULATED, backgrounds, mixed, plays, summed
from overt.evaluate.scale import toolkit_python
from overt.simulate.scenarios import SCENARIOS

SHARED = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
PEOPLE = SHARED / "mayweather_2017/posts.parquet"

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not SHARED.exists(), reason="the shared data is absent: set OVERT_SHARED"),
]


def silent(stage: str, detail: str) -> None:
    """No progress."""


@pytest.fixture(scope="module")
def toolkit() -> Path:
    """The peer's Python."""
    return toolkit_python(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt")


@pytest.mark.parametrize("background", [SIMULATED, str(PEOPLE)])
def test_crowds_are_never_accused_and_operations_are_found(background: str, toolkit: Path) -> None:
    publics = backgrounds([background], False, overt.read)
    every = plays(publics, SCENARIOS, range(1, 21), toolkit, silent)
    lines = {line.scenario: line for line in summed([t for some in every for t in some]) if line.method == "overt"}
    kinds = {scenario.id: scenario.kind for scenario in SCENARIOS}
    accused = {name: line.accused[1] for name, line in lines.items() if kinds[name] == "crowd"}
    assert not any(accused.values()), accused
    framed = {name: line.facts()["accused_by_role"].get("framed", 0) for name, line in lines.items()}
    assert not any(framed.values()), framed
    wanted = {"E1-30s": 0.95, "E1-5m": 0.95, "E1-15m": 0.95, "E1-1h": 0.8, "E10-5": 0.9}
    missed = {name: lines[name].recall for name, least in wanted.items() if (lines[name].recall or 0) < least}
    assert not missed


def test_fewer_innocents_than_any_rule_at_equal_recall(toolkit: Path) -> None:
    """Among a crowd of equal activity; people who post once or twice give no rule an occasion."""
    posts = overt.read(SHARED / "ira_2016q4/posts.parquet")
    made = list(mixed(posts, {"people": overt.read(PEOPLE)}, range(1, 4), toolkit, silent))
    ours = {one.name: one for one in made if one.method == "overt"}
    assert not any(one.innocent.taken for one in ours.values())
    crowd = "simulated, of equal activity"
    assert ours[crowd].recall > 0.15
    rows = [one.facts(ours[crowd]) for one in made if one.name == crowd and one.method != "overt"]
    assert len(rows) == 4
    short = {r["method"]: r["times_overt"] for r in rows if r["times_overt"] is not None and r["times_overt"] < 10}
    assert not short
