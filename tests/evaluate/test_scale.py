"""The scale benchmark: its actions, its jobs, its figures. How fast anything is, is no test."""

import os
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from overt.evaluate.scale import BURSTY, Cost, Size, growth, scale, toolkit_python
from overt.simulate.actions import RING_OBJECTS, RING_SIZE, RINGS, VIRAL_ACCOUNTS, action_stream


def test_the_actions_are_what_they_are_said_to_be():
    made = action_stream(BURSTY, 7)
    assert 0.9 * BURSTY < len(made) <= BURSTY
    assert (np.diff(made.t) >= 0).all()
    assert len(np.unique(made.object * 10**6 + made.account)) == len(made), "an account uses an object once"
    viral = np.bincount(made.object).argmax()
    mine = made.object == viral
    assert mine.sum() == VIRAL_ACCOUNTS
    assert np.ptp(made.t[mine]) <= 3600
    assert (made.object > viral).sum() == RINGS * RING_SIZE * RING_OBJECTS
    again = action_stream(BURSTY, 7)
    assert (again.account == made.account).all()
    assert (again.t == made.t).all()


def pairs_by_loops(made, interval, least):
    """Pairs with `least` distinct objects used within `interval` seconds: every co-action is looked at."""
    order = np.lexsort((made.t, made.object))
    object_, account, t = (column[order] for column in (made.object, made.account, made.t))
    step, keys = 1, []
    while True:
        same = (object_[step:] == object_[:-step]) & (t[step:] - t[:-step] <= interval)
        if not same.any():
            break
        low = np.minimum(account[step:][same], account[:-step][same])
        high = np.maximum(account[step:][same], account[:-step][same])
        keys.append(np.stack([low, high, object_[step:][same]], axis=1))
        step += 1
    triples = np.unique(np.concatenate(keys), axis=0)
    pairs, number = np.unique(triples[:, :2], axis=0, return_counts=True)
    return {(f"a{a}", f"a{b}"): n for (a, b), n in zip(pairs.tolist(), number.tolist(), strict=True) if n >= least}


@pytest.mark.nightly
def test_a_run_without_the_peer(tmp_path: Path):
    (size,) = scale([], tmp_path, None, "2GB", 7, lambda stage, detail: None)
    facts = size.facts()
    assert facts["plan"] == "sweep"
    assert facts["peer_cpu"] is facts["pairs_agree"] is None
    assert facts["overt_cpu"] > 0
    assert facts["times_floor"] == facts["overt_cpu"] / facts["floor_cpu"]
    found = pq.read_table(tmp_path / "pairs.parquet").to_pylist()
    counted = {tuple(sorted((row["account_a"], row["account_b"]))): row["within"] for row in found}
    by_loops = {tuple(sorted(pair)): n for pair, n in pairs_by_loops(action_stream(BURSTY, 7), 10, 2).items()}
    assert counted == by_loops
    assert facts["pairs"] == len(by_loops) > RINGS * RING_SIZE * (RING_SIZE - 1) // 2


def test_growth():
    def size(actions, cpu):
        return Size("", actions, Cost(cpu, 0, 0), Cost(1, 0, 0), None, None)

    assert growth([size(300_000, 1), size(3_000_000, 2)]) is None
    assert growth([size(3_000_000, 2), size(300_000, 9), size(30_000_000, 20)]) == pytest.approx(1)


@pytest.mark.nightly
def test_the_peer_finds_the_same_pairs(tmp_path: Path):
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"
    for size in scale([0.3, 3], tmp_path, toolkit_python(home), "2GB", 1, lambda stage, detail: None):
        assert size.agree, size.name
        assert size.facts()["peer_times_overt"] > 12
