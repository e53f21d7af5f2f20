"""Canonical JSON: the fast way writes what the general one writes, and both what RFC 8785 shows."""

import json

import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from overt.ledger import verify
from overt.ledger.canonical import canonical
from overt.ledger.leaf import moment

Text = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
Leafs = some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | Text
Values = some.recursive(
    Leafs | some.floats(allow_nan=False, allow_infinity=False),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(Text, inner, max_size=4),
    max_leaves=12,
)


@given(Values)
def test_it_is_what_the_general_way_writes(value: object):
    assert canonical(value) == rfc8785.dumps(value)


@given(some.dictionaries(some.text('abcAB_\x7f\x01"\\', max_size=3), Leafs, max_size=6))
def test_plain_values_too(value: object):
    assert canonical(value) == rfc8785.dumps(value)


@given(Values)
def test_the_verifier_reads_it_back(value: object):
    """Large doubles come back as the whole number that RFC 8785 writes, which has the same double."""
    assert json.loads(canonical(value), parse_int=float) == json.loads(json.dumps(value), parse_int=float)
    assert verify.strict_json(canonical(value), "x") == json.loads(canonical(value))


def test_the_example_of_the_standard():
    value = {"numbers": [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], "string": '\u20ac$\x0f\nA\'B"\\\\"/'}
    assert (
        canonical({**value, "literals": [None, True, False]})
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6, "\xf6": 7}
    assert [json.loads(canonical(names))[name] for name in json.loads(canonical(names))] == [2, 4, 6, 7, 1, 5, 3]


def test_times_have_one_length():
    from datetime import UTC, datetime

    assert moment(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"
    assert verify.AT.fullmatch(moment())
