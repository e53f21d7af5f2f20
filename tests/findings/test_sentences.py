"""The words of a finding: numbers first, no accusation."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.findings.sentences import listed, network_summary, number, receipt, some
from overt.model.scale import SCALES, duration

ACCUSATIONS = ("fake", "bot", "troll", "inauthentic", "manipulat", "propaganda", "guilty", "criminal")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (math.nan, "unknown"),
        (0.02999999, "0.03"),
        (0.4, "0.4"),
        (2, "2"),
        (9.96, "10"),
        (12.34, "12"),
        (999.4, "999"),
        (1234.5, "1,234"),
        (1e6, "1,000,000"),
        (2e-9, "2e-9"),
        (2.4e-12, "2e-12"),
        (1e-300, "1e-300"),
        (0.001, "0.001"),
        (0.00099, "1e-3"),
    ],
)
def test_numbers(value, said):
    assert number(value) == said


@given(st.floats(1e-200, 1e12))
def test_a_number_is_short_and_near_the_truth(value):
    said = number(value)
    assert float(said.replace(",", "")) == pytest.approx(value, rel=0.5 if value < 0.001 else 0.06)
    assert len(said.replace(",", "")) <= 13


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (10, "10 s"),
        (60, "1 min"),
        (90, "90 s"),
        (3_600, "1 h"),
        (5_400, "90 min"),
        (86_400, "1 d"),
        (1_209_600, "14 d"),
    ],
)
def test_durations(seconds, said):
    assert duration(seconds) == said


def test_receipt_as_the_method_has_it():
    said = receipt("urls", 11, 14, 0.03, SCALES[1], 9, 10, 0.4, 2e-9)
    assert said == (
        "shared 11 of 14 urls, expected 0.03; within 1 min of each other in 9 of 10 sittings, expected 0.4; q = 2e-9"
    )
    assert "1 of 1 sitting," in receipt("urls", 11, 14, 0.03, SCALES[1], 1, 1, 0.4, 2e-9)


def test_receipt_without_a_scale_or_without_shared_objects():
    assert receipt("texts", 3, 5, 0.1, None, -1, -1, math.nan, 0.004) == "shared 3 of 5 texts, expected 0.1; q = 0.004"
    said = receipt("texts", 0, 5, math.nan, SCALES[0], 4, 4, 0.1, 1e-6)
    assert said.startswith("shared only texts that very many accounts used; within 10 s")


def test_lists_and_counts():
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "nothing",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [some(n, "account") for n in (0, 1, 2, 1_000)] == ["0 accounts", "1 account", "2 accounts", "1,000 accounts"]


@pytest.mark.parametrize("platforms", [["x"], ["facebook", "x"], ["unknown"]])
def test_summary(platforms):
    said = network_summary(7, platforms, ["urls", "texts"], "2016-10-01T05:00:00Z", "2016-11-02T00:00:00Z")
    assert said.startswith("7 accounts ")
    assert "urls and texts" in said
    assert "between 2016-10-01 and 2016-11-02" in said
    assert ("across platforms" in said) is (len(platforms) > 1)
    assert "unknown" not in said
    assert not any(word in said.lower() for word in ACCUSATIONS)
    assert "than chance, news and shared habits explain" in said
