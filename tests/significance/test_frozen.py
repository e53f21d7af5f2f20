"""Ceilings and drift under a frozen reference."""

from dataclasses import replace

import numpy as np
import pytest

from overt.model.frozen_reference import Reference, WeekOfUses
from overt.model.margins import Margins
from overt.significance import frozen, structure
from overt.significance.rhythm import of_everybody

FLAT = [1 / 24] * 24


def margins(d, objects, accounts=40, names=("en|10",)):
    """One stratum: `objects` objects of `d` accounts each, shared out evenly."""
    k = np.full(accounts, d * objects // accounts, np.int64)
    return Margins(
        np.arange(accounts),
        np.zeros(accounts, np.int64),
        k,
        np.array([0]),
        np.array([d]),
        np.array([objects]),
        accounts,
        names,
    )


def reference(concentration, language="en", **changes):
    week = WeekOfUses(3, 1_000, 40, concentration)
    made = Reference("2024-01-01", "2024-01-20", 1_000, 40, {"url": {language: [week]}}, FLAT, {"url": [20, 20, 20]})
    return replace(made, **changes)


def test_a_ceiling_lowers_what_popularity_explains_and_never_raises_it():
    present = margins(20, 40)
    rate = float(present.rates()[0])
    (under,) = frozen.under([present], ["url"], reference(rate / 10))
    assert under.rates()[0] == pytest.approx(rate / 10 * frozen.SLACK)
    a, b = np.array([0]), np.array([1])
    assert structure.expected_shared(under, a, b) < structure.expected_shared(present, a, b)
    assert structure.refit(under, a, b) == pytest.approx(structure.refit(present, a, b) / 10 * frozen.SLACK)
    (above,) = frozen.under([present], ["url"], reference(rate * 10))
    assert above.rates()[0] == rate
    assert structure.refit(above, a, b) == structure.refit(present, a, b)


@pytest.mark.parametrize(
    ("trace", "language", "objects"), [("text", "en", 40), ("url", "de", 40), ("url", "en", 9)], ids=str
)
def test_no_ceiling_where_then_or_now_is_too_little(trace, language, objects):
    """Another trace, another language, too few uses now."""
    (under,) = frozen.under([margins(20, objects)], [trace], reference(1e-9, language))
    assert under.rates() == pytest.approx(margins(20, objects).rates())


def test_drift():
    present = frozen.under([margins(20, 40)], ["url"], reference(0.001))
    flat, night = np.array(FLAT), np.zeros(24)
    night[:6] = 1 / 6
    popular, active = frozen.drifts(present, ["url"], flat, reference(0.001, activity={"url": [1, 50, 90]}))
    assert (popular.what, popular.trace, popular.language) == ("popularity", "url", "en")
    assert popular.times == pytest.approx(float(present[0].present_rates()[0]) / 0.001)
    assert (active.what, active.now, active.then) == ("activity", 20, 50)
    high = reference(1.0)
    (moved,) = frozen.drifts(frozen.under([margins(20, 40)], ["url"], high), ["url"], night, high)
    assert (moved.what, round(moved.now, 2)) == ("rhythm", 0.75)


def test_one_account_weighs_little_in_everybodys_rhythm():
    rng = np.random.default_rng(2)
    counts = rng.poisson(2, (500, 24)).astype(float)
    before = of_everybody(counts)
    counts[0, 3] = 1e6
    after = of_everybody(counts)
    assert np.abs(after - before).sum() / 2 < 0.011
