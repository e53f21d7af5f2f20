"""A label says what its source says, in one spelling, and nothing that cannot be."""

import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.registry import KINDS, Label, Source
from overt.registry.kinds import MODELS
from overt.registry.label import Typology, checked, from_facts, typology_of

from .made import SOURCE, label


def test_one_spelling():
    found = checked(
        label(
            name="  The \n Daily\tExample ",
            handles={"Twitter": ("@Daily", "daily", "Daily_EN"), "x": ("DAILY",)},
            ids={"x": ("1001", "1001")},
            domains=("https://www.daily.example/en", "daily.example"),
        )
    )
    assert found.name == "The Daily Example"
    assert found.handles == {"x": ("Daily", "Daily_EN")}
    assert found.ids == {"x": ("1001",)}
    assert found.domains == ("daily.example",)


@pytest.mark.parametrize(
    ("given_", "why"),
    [
        ({"kind": "troll"}, "no kind of label is called troll; one of state_controlled_media"),
        ({"source": Source("  ")}, "a label names its source"),
        ({"name": None}, "a label names somebody"),
        ({"name": "x" * 301}, "name has 301 characters, more than 300"),
        ({"actor": "robot"}, "no actor is called robot"),
        ({"handles": {"x": ("two words",)}}, "two words is no handle on x"),
        ({"handles": {"unknown": ("somebody",)}}, "the handle somebody is of no platform"),
        ({"ids": {"x": ("1.0E+14",)}}, "1.0E+14 is no account id on x"),
        ({"domains": ("facebook.com",)}, "facebook.com is no domain of anybody's own"),
        ({"valid_from": "2024-13-01"}, "valid from is 2024-13-01, which is no day"),
        ({"valid_from": "20240101"}, "valid from is 20240101; write it as 2024-01-01"),
        ({"valid_from": "2024-02-01", "valid_to": "2024-01-01"}, "is no time"),
        ({"source": Source("A list", retrieved_on="yesterday")}, "the day of retrieval is yesterday"),
        ({"handles": {f"p{n}": ("somebody",) for n in range(51)}}, "more than 50 platforms"),
        ({"typology": Typology("SC", funding="perhaps")}, "funding is true, false or missing"),
    ],
)
def test_what_cannot_be(given_, why):
    with pytest.raises(UsageError, match=re.escape(why)) as error:
        checked(label(**given_))
    assert "\n" not in str(error.value)


def test_a_label_without_a_name_is_called_by_what_it_lists():
    assert checked(label(name=None, handles={"x": ("daily",)})).title == "daily"
    assert checked(label(name=None, domains=("daily.example",))).title == "daily.example"


def test_days():
    found = label(valid_from="2024-01-01", valid_to="2024-01-31")
    days = [
        datetime.date(2024, 1, 1),
        datetime.date(2024, 1, 31),
        datetime.date(2024, 2, 1),
        datetime.date(2023, 12, 31),
    ]
    assert [found.holds(d) for d in days] == [True, True, False, False]
    assert label().holds(days[0])


def test_only_an_indicator_is_no_openness():
    assert [k for k, v in KINDS.items() if v.openness is None] == ["indicator"]


@pytest.mark.parametrize("code", [*MODELS, "ISFM?"])
def test_typologies(code):
    found, kind = typology_of(code)
    assert found.code == code
    assert kind in KINDS
    directed = kind in ("state_controlled_media", "state_affiliated_media")
    assert found.editorial == directed  # a state that only pays is no state that directs


def test_an_unknown_typology():
    with pytest.raises(UsageError, match="no model of the typology is called XX"):
        typology_of("XX")


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(exclude_categories=[]), max_size=8)),
    lambda x: st.one_of(st.lists(x, max_size=3), st.dictionaries(st.text(max_size=6), x, max_size=3)),
    max_leaves=8,
)
FIELDS = (
    "kind",
    "name",
    "source",
    "handles",
    "ids",
    "domains",
    "typology",
    "other_names",
    "actor",
    "note",
    "valid_from",
)


@given(
    name=WORDS,
    country=WORDS,
    other=st.lists(WORDS, max_size=4),
    handle=st.lists(st.from_regex(r"[A-Za-z0-9_]{1,15}", fullmatch=True), max_size=4),
)
def test_facts_come_back(name, country, other, handle):
    given_ = label(
        name=name, country=country, other_names=tuple(other), handles={"x": tuple(handle)}, ids={"x": ("7",)}
    )
    found = checked(given_)
    assert from_facts(found.facts()) == found == checked(found)


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
def test_hostile_facts_are_refused_in_one_line(facts):
    try:
        found = from_facts({"kind": "newsroom", "name": "A", "source": {"title": SOURCE.title}} | facts)
    except UsageError as error:
        assert "\n" not in str(error)
    else:
        assert isinstance(found, Label)
        found.facts()
