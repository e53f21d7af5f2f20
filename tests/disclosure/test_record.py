"""Case records hold what they promise, and go through JSON unchanged."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from overt.disclosure.record import Account, CaseRecord, Indicator, Judgement, Member, Network, Sighting
from overt.disclosure.record_json import from_json, to_json
from overt.errors import InputError

from .made import example, records

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@given(records())
@settings(max_examples=150, deadline=None)
def test_json_loses_nothing(record):
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Account("a", "x"), "account a: account_id is missing"),
        (lambda: Account("a b", "x", "1"), "account a b: id is 'a b'"),
        (lambda: Account("case", "x", "1"), "id is 'case'"),
        (lambda: Account("a", " ", "1"), "platform is missing"),
        (lambda: Indicator("i", "colour", "red"), "indicator i: kind is 'colour'"),
        (lambda: Indicator("i", "text", "v", "friend"), "relation is 'friend'"),
        (
            lambda: Indicator("i", "text", "v", first_seen=datetime(2026, 1, 1)),
            "first_seen 2026-01-01 00:00:00 has no zone",
        ),
        (lambda: Indicator("i", "text", "v", first_seen=DAY, last_seen=DAY.replace(year=2025)), "last_seen is before"),
        (lambda: Indicator("i", "text", "v", first_seen=DAY.replace(year=1200)), "lies in the year 1200"),
        (lambda: Judgement("j", "p", "guilty", DAY), "verdict is 'guilty'"),
        (lambda: Judgement("j", "p", "positive", DAY, confidence=101), "confidence is 101"),
        (lambda: Network("n", members=(Member("a"), Member("a", "lead"))), "members has an account twice"),
        (lambda: Network("n", members=(Member("a", "boss"),)), "role is 'boss'"),
        (lambda: example(networks=(Network("n1", members=(Member("nobody"),)),), judgements=()), "names 'nobody'"),
        (lambda: example(sightings=(Sighting("g1", "a1", "x"),)), "there is no indicator of that id"),
        (lambda: example(judgements=(Judgement("i1", "p", "positive", DAY),)), "i1 is used twice"),
        (
            lambda: example(accounts=(Account("a1", "x", "1"), Account("a2", "x", "1"), Account("a3", "x", "2"))),
            "one account twice",
        ),
        (lambda: CaseRecord("c", "t", "guilty", DAY, DAY), "status is 'guilty'"),
        (lambda: Indicator("i", "text", "x" * 100_001), "value has 100,001 characters"),
    ],
)
def test_what_does_not_hold_is_refused(make, says):
    with pytest.raises(InputError) as caught:
        make()
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"schema": "other"},
        {"schema": "overt.case-record/1"},
        {"schema": "overt.case-record/1", "accounts": {}},
    ],
)
def test_other_json_is_refused(value):
    with pytest.raises(InputError):
        from_json(value)


@pytest.mark.parametrize(
    "change", [{"title": 3}, {"created": "soon"}, {"networks": [{"id": "n", "members": 1}]}, {"colour": "red"}]
)
def test_broken_fields_are_refused(change):
    with pytest.raises(InputError):
        from_json(to_json(example()) | change)


def test_texts_are_cleaned():
    account = Account("a", " x ", "\x00", " \ud800h ", "  ")
    assert (account.platform, account.account_id, account.handle, account.display_name) == (
        "x",
        "\ufffd",
        "\ufffdh",
        None,
    )
