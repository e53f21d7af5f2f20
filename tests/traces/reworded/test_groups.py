"""Groups of directions beside a plain loop over all pairs, and inputs that crowd one cell."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.reworded.groups import groups
from overt.traces.reworded.model import unit


def families(seed: int, number: int, copies: int, noise: float, width: int = 32) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((number, width))
    rows = np.repeat(centres, copies, axis=0)
    return unit((rows + noise * rng.standard_normal(rows.shape)).astype(np.float32))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 20), st.integers(1, 5), st.floats(0, 0.5), st.sampled_from([0.7, 0.9]))
def test_every_member_is_close_to_its_representative(
    seed: int, number: int, copies: int, noise: float, least: float
) -> None:
    rows = families(seed, number, copies, noise)
    found = groups(rows, least)
    assert (found[found] == found).all()
    cosines = (rows * rows[found]).sum(axis=1)
    assert (cosines[found != np.arange(len(rows))] >= least - 1e-5).all()
    assert (found == groups(rows, least)).all()


def test_close_pairs_are_found() -> None:
    rows = families(1, 500, 2, 0.22)
    found, cosines = groups(rows, 0.9), (rows[::2] * rows[1::2]).sum(axis=1)
    close = cosines >= 0.92
    assert close.sum() > 100
    assert (found[::2] == found[1::2])[close].mean() >= 0.97


def test_a_crowded_cell_costs_no_square() -> None:
    rows = np.tile(families(2, 1, 1, 0), (15_000, 1))
    found = groups(rows, 0.9)
    assert len(np.unique(found)) < 2_000


def test_texts_without_a_direction_are_alone() -> None:
    assert groups(np.zeros((3, 8), np.float32), 0.9).tolist() == [0, 1, 2]
    assert groups(np.zeros((0, 8), np.float32), 0.9).tolist() == []
