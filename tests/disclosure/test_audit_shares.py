"""The exact test of where operations are from: against counting, and how often it flags where nothing differs."""

import random
from fractions import Fraction
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.disclosure.audit.entries import Entry
from overt.disclosure.audit.omission import Known, period_of
from overt.disclosure.audit.shares import ALPHA, at_most, shares, tarone
from overt.disclosure.operation import Operation

DAYS = {"period_start": "2024-01-01", "period_end": "2024-03-31"}


def entry(reporter, number, origins):
    from datetime import date

    days = {name: date.fromisoformat(day) for name, day in DAYS.items()}
    return Entry(
        Operation(id=f"{reporter}:{number}", reporter=reporter, origins=origins, **days), f"{reporter}.csv", "x"
    )


def known(disclosed, reported):
    """One operation for each tuple of origins."""
    mine = [Known((), (entry("TikTok", n, o),)) for n, o in enumerate(disclosed)]
    return [*mine, *(Known((entry("Meta", n, o),), ()) for n, o in enumerate(reported))]


def compared(disclosed, reported):
    held = known(disclosed, reported)
    return shares("tiktok", held, period_of([e for each in held for e in each.disclosed]))


@given(st.integers(0, 7), st.integers(0, 7), st.integers(0, 7), st.integers(-1, 8))
def test_at_most_is_counting(drawn, marked, rest, count):
    total = max(marked + rest, drawn)
    every = list(combinations(range(total), drawn))
    assert at_most(count, drawn, marked, total) == Fraction(
        sum(sum(i < marked for i in draw) <= count for draw in every), len(every)
    )


def test_at_most_refuses_nonsense():
    with pytest.raises(ValueError, match="drawn"):
        at_most(0, 3, 1, 2)


@given(st.lists(st.fractions(0, 1), max_size=12))
def test_tarone_against_its_definition(least):
    k = tarone(least)
    fits = [j for j in range(1, len(least) + 2) if sum(p <= ALPHA / j for p in least) <= j]
    assert k == fits[0]


def test_twenty_two_and_none():
    told = compared([("Russia",)] * 22, [("China",)] * 3 + [("Iran",)] * 8)
    china = next(s for s in told if s.place == "China")
    assert (china.disclosed, china.of_disclosed, china.reported, china.of_reported) == (0, 22, 3, 11)
    assert china.p_alone == pytest.approx(comb(30, 22) / comb(33, 22))
    assert "none from China" in china.told and "never" not in china.told


def test_two_places_are_looked_at():
    told = compared([("Russia",)] * 22, [("China",)] * 3 + [("Iran",)] * 3 + [("Georgia",)] * 2 + [("Togo",)] * 3)
    assert {s.p / s.p_alone for s in told} == {2.0}
    assert 0.05 < told[0].p < 0.1
    assert not any(s.flag for s in told)
    iran, china = compared([("Russia",)] * 22, [("China",)] * 3 + [("Iran",)] * 8)
    assert (iran.place, iran.flag, china.flag) == ("Iran", True, False)
    (alone,) = [s for s in compared([("Russia",)] * 22, [("China",)] * 3 + [(f"P{n}",) for n in range(8)]) if s.flag]
    assert (alone.place, alone.p) == ("China", alone.p_alone)


def test_one_is_not_none():
    with_one = compared([("Russia",)] * 22 + [("Chinese",)], [("China",)] * 3 + [("Georgia",)] * 8)
    china = next(s for s in with_one if s.place == "China")
    assert china.disclosed == 1 and "1 from China" in china.told and "none from China" not in china.told


def test_origins_that_are_not_stated_are_left_out_and_told():
    china = compared([("Russia",)] * 4 + [()] * 9 + [("other than China",)] * 9, [("PRC",)] * 3 + [("Iran",)] * 8)
    told = {share.place: share for share in china}
    assert (told["China"].of_disclosed, told["China"].unknown) == (13, 9)
    assert (told["Iran"].of_disclosed, told["Iran"].unknown) == (4, 18)
    assert told["China"].p_if_unknown > told["China"].p_alone
    assert "9 more disclosed operations" in told["China"].told


def test_an_operation_counts_once():
    held = [Known((), (entry("TikTok", 1, ("Russia",)), entry("TikTok", 2, ("Russia",)))), *known([], [("China",)])]
    (china,) = shares("tiktok", held, period_of([e for each in held for e in each.disclosed]))
    assert china.of_disclosed == 1


def test_it_flags_rarely_where_nothing_differs():
    """Five places, the same chances on both sides: at most one set in twenty has a flag at all."""
    draw = random.Random(7)
    places, weights = ("Aland", "Bland", "Cland", "Dland", "Eland"), (5, 3, 2, 1, 1)
    flagged = 0
    for _ in range(400):
        mine, theirs = draw.choices(places, weights, k=30), draw.choices(places, weights, k=20)
        flagged += any(s.flag for s in compared([(p,) for p in mine], [(p,) for p in theirs]))
    assert flagged <= 400 * ALPHA + 3 * (400 * 0.05 * 0.95) ** 0.5


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(["Russia", "China", "Iran", ""]), max_size=12),
    st.lists(st.sampled_from(["Russia", "China", "Iran", ""]), max_size=12),
)
def test_more_from_a_place_is_never_more_surprising(mine, theirs):
    def of(names):
        return [(n,) if n else () for n in names]

    before = {s.place: s.p_alone for s in compared(of(mine), of(theirs))}
    after = {s.place: s.p_alone for s in compared([*of(mine), ("China",)], of(theirs))}
    if "China" in before:
        assert after["China"] >= before["China"]
