"""Statements of reasons: each rule is broken once, and the message names the field and the rule."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.disclosure.exchange import dsa_words as words
from overt.disclosure.exchange.dsa_rules import ENUMS, LENGTHS, LISTS, REQUIRED, WITH, faults, faults_of_call
from overt.disclosure.exchange.dsa_statement import Decision, calls, names_of, statements
from overt.disclosure.record import Account, Member
from overt.errors import InputError

from .made import FULL, example, records

TERMS = {
    "incompatible_content_ground": "Deceptive behaviour, section 4",
    "incompatible_content_explanation": "Accounts hid that one operator runs them.",
}
DECISION = Decision("2026-03-02", "2026-03-01", **TERMS)


def good(**changes):
    made = statements(example(), DECISION)[0] | changes
    return {k: v for k, v in made.items() if v is not ...}


ILLEGAL = {
    "decision_ground": words.ILLEGAL,
    "illegal_content_legal_ground": "A law",
    "illegal_content_explanation": "It says so",
    **dict.fromkeys(TERMS, ...),
}
BROKEN = [
    ({"colour": "red"}, "colour", "known-field"),
    ({"url": "https://a.example"}, "url", "known-field"),
    ({"decision_account": ...}, "decision_visibility", "one-decision"),
    *[({name: ...}, name, "required") for name in REQUIRED],
    *[({name: "NOPE"}, name, "one-of") for name in ENUMS],
    *[({name: 3}, name, "one-of") for name in ENUMS],
    *[({name: ["NOPE"]}, name, "one-of") for name in LISTS],
    *[({name: "NOPE"}, name, "array") for name in LISTS],
    ({"content_type": ["CONTENT_TYPE_TEXT"] * 2}, "content_type", "distinct"),
    *[({name: "a" * (most + 1)}, name, "length") for name, most in LENGTHS.items()],
    *[({name: ["a"]}, name, "text") for name in LENGTHS],
    ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other", "required-with"),
    ({"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other", "required-with"),
    ({"content_type": ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_OTHER"]}, "content_type_other", "required-with"),
    ({"category_specification": ["KEYWORD_OTHER"]}, "category_specification_other", "required-with"),
    *[({name: ...}, name, "required-with") for name in TERMS],
    *[(ILLEGAL | {name: ...}, name, "required-with") for name in ILLEGAL if name.startswith("illegal")],
    *[({name: "a"}, name, "only-with") for name in WITH if name not in TERMS],
    *[(ILLEGAL | {name: "a"}, name, "only-with") for name in TERMS],
    (ILLEGAL | {"incompatible_content_illegal": "Yes"}, "incompatible_content_illegal", "only-with"),
    ({"source_identity": "Somebody"}, "source_identity", "only-with"),
    ({"decision_ground_reference_url": "the terms"}, "decision_ground_reference_url", "url"),
    ({"decision_ground_reference_url": "ftp://a.example/x"}, "decision_ground_reference_url", "url"),
    ({"content_date": "1999-12-31"}, "content_date", "earliest"),
    ({"application_date": "2019-12-31"}, "application_date", "earliest"),
    ({"content_date": "01.03.2026"}, "content_date", "date"),
    ({"application_date": "2026-02-30"}, "application_date", "date"),
    ({"application_date": "2026-03-01-12"}, "application_date", "date"),
    *[
        ({f"end_date_{w}_restriction": "soon"}, f"end_date_{w}_restriction", "date")
        for w in ("account", "monetary", "service", "visibility")
    ],
    ({"end_date_account_restriction": "2026-03-01"}, "end_date_account_restriction", "after-application"),
    ({"territorial_scope": ["DE", "US"]}, "territorial_scope", "one-of"),
    ({"content_language": "en"}, "content_language", "one-of"),
    ({"content_id": {"EAN-13": "123"}}, "content_id", "ean-13"),
    ({"content_id": {"ISBN": "0123456789123"}}, "content_id", "ean-13"),
    ({"puid": "a b"}, "puid", "letters-digits-hyphens"),
    ({"puid": "ä"}, "puid", "letters-digits-hyphens"),
    ({"decision_facts": "Write to someone@mail.example"}, "decision_facts", "no-personal-data"),
    ({"decision_facts": "The account @someone did it"}, "decision_facts", "no-personal-data"),
    ({"decision_facts": "See https://x.example/@someone"}, "decision_facts", "no-personal-data"),
    ({"decision_facts": "Call +49 30 1234567"}, "decision_facts", "no-personal-data"),
    ({"decision_facts": "It came from 192.0.2.17"}, "decision_facts", "no-personal-data"),
    ({"decision_facts": "This is Weather One"}, "decision_facts", "no-personal-data"),
    (
        {"incompatible_content_explanation": "Run by WEATHER_TWO"},
        "incompatible_content_explanation",
        "no-personal-data",
    ),
    ({"puid": "6812345678901234567"}, "puid", "no-personal-data"),
]


def test_the_statement_of_the_example_holds():
    made = statements(example(), DECISION)
    assert len(made) == 2
    for each in made:
        assert not faults(each, names_of(example()))
    for changes in (ILLEGAL, {"content_id": {"EAN-13": "0123456789123"}}, {"content_language": "DE"}):
        assert not faults(good(**changes))


@pytest.mark.parametrize(("changes", "field", "rule"), BROKEN, ids=lambda v: str(v)[:40])
def test_each_rule_is_broken_once(changes, field, rule):
    found = faults(good(**changes), names_of(example()))
    assert (field, rule) in {(f.field, f.rule) for f in found}
    said = next(str(f) for f in found if (f.field, f.rule) == (field, rule))
    assert said.startswith(f"{field}: ")
    assert said.endswith(f"(rule {rule})")


def test_every_rule_is_among_those_that_are_broken():
    import inspect
    import re

    from overt.disclosure.exchange import dsa_rules

    named = set(
        re.findall(
            r'"([a-z0-9]+(?:-[a-z0-9]+)+|length|text|date|url|array|earliest|required|distinct|unique|object)"',
            inspect.getsource(dsa_rules),
        )
    )
    tested = {rule for _, _, rule in BROKEN} | {"object", "unique", "at-most-100"}
    assert tested <= named
    assert named - tested <= {"ean-13"}


def test_a_call_holds_a_hundred():
    record = example()
    many = tuple(Account(f"m{i}", "x", f"99{i:05d}") for i in range(250))
    network = replace(record.networks[0], members=tuple(Member(a.id) for a in many))
    made = statements(record.with_parts(accounts=(*record.accounts, *many), networks=(network,)), DECISION)
    bodies = [json.loads(body)["statements"] for body in calls(made)]
    assert [len(b) for b in bodies] == [100, 100, 50]
    assert all(not faults_of_call(b) for b in bodies)
    assert {f.rule for f in faults_of_call(made)} == {"at-most-100"}
    assert {f.rule for f in faults_of_call([made[0], made[0]])} == {"unique"}
    assert {f.rule for f in faults_of_call([3])} == {"object"}
    assert {f.rule for f in faults_of_call(None)} == {"array"}
    assert {f.rule for f in faults_of_call([])} == {"at-most-100"}


@pytest.mark.parametrize("status", ["unconfirmed", "not covert", "overturned"])
def test_no_statement_without_people_who_confirmed(status):
    with pytest.raises(InputError, match="no account of a confirmed network"):
        statements(example(status), DECISION)


def test_only_members_and_only_one_platform():
    assert len(statements(example(), DECISION, "tiktok")) == 1
    with pytest.raises(InputError):
        statements(example(), DECISION, "facebook")


def test_a_broken_decision_is_refused_with_its_rule():
    with pytest.raises(InputError, match=r"content_date: .*\(rule earliest\)"):
        statements(example(), replace(DECISION, content_date="1990-01-01"))


def test_a_statement_names_no_state_and_no_account():
    text = json.dumps(statements(example(), DECISION))
    for word in ("Exampleland", "A. Laboratory", "weather", "6812345678901234567", "P-3"):
        assert word.lower() not in text.lower()


@given(records())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_statements_of_any_confirmed_case_hold(record):
    confirmed = [n for n in record.networks if record.confirmed(n)]
    members = {m.account for n in confirmed for m in n.members if m.role == "member"}
    try:
        made = statements(record, DECISION)
    except InputError as error:
        assert not members or "no-personal-data" in str(error)
        return
    assert len(made) == len(members)
    assert not faults_of_call(made)


@given(
    st.dictionaries(
        st.sampled_from([*LENGTHS, *LISTS, *ENUMS, "content_id", "content_date"]),
        st.recursive(
            st.none() | st.integers() | FULL,
            lambda s: st.lists(s, max_size=2) | st.dictionaries(FULL, s, max_size=2),
            max_leaves=3,
        ),
    )
)
@settings(max_examples=200, deadline=None)
def test_rubbish_only_makes_faults(found):
    assert faults(found)
