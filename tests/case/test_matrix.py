"""Role x action x object, complete: every one that is not in this table is denied, and the policy is named."""

import itertools

import pytest

from overt.case import policy
from overt.case.people import ROLES, Person
from overt.case.policy import NOTHING_PERMITS

A, R, P, O, G, M = ROLES  # noqa: E741 - analyst, reviewer, publisher, overseer, regulator, admin
ACTIONS = (
    "open_case import_scan view_case add_evidence add_hypothesis judge comment tag appeal merge split close_case "
    "export_case ask_grant view_named propose vote undo erase enter_request view_request review_request "
    "disclose_request approve countersign revoke after_review read_data view_reads manage_people manage_policies "
    "record_label"
).split()
OBJECTS = ("Database", "Case", "Request", "Grant", "Record")
MAY = {
    ("open_case", "Database"): {A},
    ("import_scan", "Database"): {A},
    ("import_scan", "Case"): {A},
    ("view_case", "Case"): {A, R, P, O, G},
    ("add_evidence", "Case"): {A, R},
    ("add_hypothesis", "Case"): {A, R},
    ("judge", "Case"): {A, R},
    ("comment", "Case"): {A, R, P, O},
    ("tag", "Case"): {A, R},
    ("appeal", "Case"): {A, R, P, O},
    ("merge", "Case"): {A},
    ("split", "Case"): {A},
    ("close_case", "Case"): {P, O},
    ("export_case", "Case"): {P},
    ("ask_grant", "Case"): {A, R},
    ("view_named", "Case"): {A, R},
    ("propose", "Case"): {A, R, P},
    ("propose", "Request"): {R, P, O},
    ("vote", "Case"): {A, R, P, O},
    ("vote", "Request"): {R, P, O},
    ("undo", "Record"): {O},
    ("erase", "Record"): {O},
    ("enter_request", "Database"): {A, R, P, O},
    ("view_request", "Database"): {A, R, P, O, G},
    ("view_request", "Request"): {A, R, P, O, G},
    ("review_request", "Request"): {R, O},
    ("disclose_request", "Request"): {P},
    ("approve", "Grant"): {R},
    ("countersign", "Grant"): {O},
    ("revoke", "Grant"): {R, O},
    ("after_review", "Grant"): {O},
    ("read_data", "Grant"): {A, R},
    ("view_reads", "Database"): {O, G},
    ("record_label", "Database"): {A, R, O},
    ("manage_people", "Database"): {M},
    ("manage_policies", "Database"): {M},
}
"""Roles of somebody who has nothing to do with the thing yet. A grant that is read is his or her own, and in force."""
SOMEBODY, ELSE = "person-1", "person-2"
CONTEXT = {"now": 50, "purpose": "investigation", "fields": ["a"], "accounts": ["x:1"]}
FILES = policy.shipped()


def person(*roles, id=SOMEBODY, **facts):
    known = {"markets": frozenset(), "team": None, "region": None} | facts
    return policy.principal(
        Person(id, "somebody", id, frozenset(roles), known["markets"], known["team"], known["region"])
    )


def thing(kind, requester=ELSE, **facts):
    other = policy.reference(ELSE)
    grant = {
        "requester": policy.reference(requester),
        "approver": policy.reference("person-3"),
        "overseer": policy.reference("person-4"),
        "purpose": "investigation",
        "region": "any",
        "fields": ["a", "b"],
        "accounts": ["x:1", "x:2"],
        "starts": 10,
        "ends": 90,
        "review_due": 90,
        "emergency": False,
        "reviewed": False,
        "refused": False,
        "revoked": False,
        "case_closed": False,
    }
    attributes = {
        "Database": {},
        "Case": {"status": "open", "nonpublic": False},
        "Request": {"enterer": other, "status": "open"},
        "Record": {"actor": other, "kind": "comment"},
        "Grant": grant,
    }[kind] | facts
    attributes = {name: value for name, value in attributes.items() if value is not None}
    return {"uid": {"type": kind, "id": f"{kind}-1"}, "attrs": attributes, "parents": []}


def asked(who, action, on, **context):
    return policy.answer(FILES, who, action, on, CONTEXT | context)


@pytest.mark.parametrize("action", ACTIONS)
def test_the_matrix(action):
    for role, kind in itertools.product((*ROLES, None), OBJECTS):
        on = thing(kind, requester=SOMEBODY if action == "read_data" else ELSE)
        found = asked(person(*([role] if role else [])), action, on)
        assert found.allowed == (role in MAY.get((action, kind), set())), (role, action, kind, found)
        assert found.policies
        if not found.allowed and kind != "Grant":
            assert found.policies == (NOTHING_PERMITS,)


def test_the_matrix_knows_every_action_of_the_policies():
    import re

    named = set(re.findall(r'Action::"([a-z_]+)"', "".join(FILES.values())))
    assert named == set(ACTIONS)
    assert set(re.findall(r'"([a-z_]+)"', policy.schema())) == set(ACTIONS)


def test_roles_add_up_and_never_take_away():
    for action, kind in itertools.product(ACTIONS, OBJECTS):
        on = thing(kind, requester=SOMEBODY if action == "read_data" else ELSE)
        every = asked(person(*ROLES), action, on).allowed
        assert every == any(asked(person(role), action, on).allowed for role in ROLES), (action, kind)


DENIALS = [
    ("self-approval", "approve", {"requester": SOMEBODY}, {}, {}),
    ("self-countersign", "countersign", {"requester": SOMEBODY}, {}, {}),
    ("self-countersign", "countersign", {"approver": SOMEBODY}, {}, {}),
    ("self-countersign", "after_review", {"approver": SOMEBODY}, {}, {}),
    ("overseer-not-independent", "countersign", {"team": "desk"}, {}, {"team": "desk"}),
    ("not-the-requester", "read_data", {}, {}, {}),
    ("missing-approval", "read_data", {"requester": SOMEBODY, "approver": None}, {}, {}),
    ("missing-countersign", "read_data", {"requester": SOMEBODY, "overseer": None}, {}, {}),
    ("expired-grant", "read_data", {"requester": SOMEBODY, "ends": 50}, {}, {}),
    ("grant-not-begun", "read_data", {"requester": SOMEBODY, "starts": 51}, {}, {}),
    ("revoked-grant", "read_data", {"requester": SOMEBODY, "revoked": True}, {}, {}),
    ("wrong-purpose", "read_data", {"requester": SOMEBODY}, {"purpose": "research"}, {}),
    ("wrong-region", "read_data", {"requester": SOMEBODY, "region": "region-1"}, {}, {"region": "region-2"}),
    ("wrong-region", "read_data", {"requester": SOMEBODY, "region": "region-1"}, {}, {}),
    ("field-not-granted", "read_data", {"requester": SOMEBODY}, {"fields": ["a", "c"]}, {}),
    ("account-not-granted", "read_data", {"requester": SOMEBODY}, {"accounts": ["x:1", "x:3"]}, {}),
    ("case-of-grant-closed", "read_data", {"requester": SOMEBODY, "case_closed": True}, {}, {}),
    (
        "emergency-unreviewed",
        "read_data",
        {"requester": SOMEBODY, "overseer": None, "emergency": True, "review_due": 50},
        {},
        {},
    ),
    (
        "emergency-not-confirmed",
        "read_data",
        {"requester": SOMEBODY, "overseer": None, "emergency": True, "refused": True},
        {},
        {},
    ),
]


@pytest.mark.parametrize(
    ("name", "action", "grant", "context", "who"), DENIALS, ids=[f"{d[0]}-{d[1]}" for d in DENIALS]
)
def test_a_denial_names_its_policy_and_nothing_else(name, action, grant, context, who):
    grant = grant | ({"approver": policy.reference(grant["approver"])} if grant.get("approver") else {})
    found = asked(person(A, R, O, **who), action, thing("Grant", **grant), **context)
    assert not found.allowed
    assert found.policies == (name,)
    assert all(found.says)


def test_what_is_granted_is_read():
    on = thing("Grant", requester=SOMEBODY)
    for context in ({}, {"now": 10}, {"now": 89}, {"fields": ["b"]}, {"accounts": []}):
        assert asked(person(A), "read_data", on, **context).allowed
    anywhere = thing("Grant", requester=SOMEBODY) | {}
    anywhere["attrs"] = anywhere["attrs"] | {"region": "region-1", "accounts": []}
    assert asked(person(A, region="region-1"), "read_data", anywhere, accounts=["x:9"]).allowed


def test_an_emergency_is_read_without_countersign_until_its_review_is_due():
    on = thing("Grant", requester=SOMEBODY)
    on["attrs"] = {k: v for k, v in on["attrs"].items() if k != "overseer"} | {"emergency": True, "review_due": 60}
    assert asked(person(A), "read_data", on, now=59).allowed
    assert asked(person(A), "read_data", on, now=60).policies == ("emergency-unreviewed",)
    on["attrs"]["reviewed"] = True
    assert asked(person(A), "read_data", on, now=60).allowed


def test_nobody_reviews_what_he_or_she_entered():
    on = thing("Request")
    on["attrs"]["enterer"] = policy.reference(SOMEBODY)
    assert asked(person(R, O), "review_request", on).policies == ("self-review",)


def test_own_records_are_undone_by_everybody_who_works_on_cases():
    on = thing("Record")
    on["attrs"]["actor"] = policy.reference(SOMEBODY)
    assert {role for role in ROLES if asked(person(role), "undo", on).allowed} == {A, R, P, O}


def test_a_closed_case_takes_comments_and_appeals_only():
    on = thing("Case", status="closed")
    open_to = {action for action in ACTIONS if asked(person(*ROLES), action, on).allowed}
    assert {"view_case", "comment", "appeal", "propose", "vote", "export_case", "close_case"} <= open_to
    assert not open_to & {"judge", "add_evidence", "add_hypothesis", "tag", "merge", "split", "ask_grant", "view_named"}
    assert asked(person(A), "judge", on).policies == ("closed-case",)


def test_accounts_of_a_case_with_data_that_is_not_public_are_not_named():
    assert asked(person(A), "view_named", thing("Case", nonpublic=True)).policies == ("nonpublic-needs-grant",)
