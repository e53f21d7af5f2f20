"""Grants and reads: nothing is seen without one, as far as it goes, and every look is logged."""

import datetime

import pyarrow as pa
import pytest

from overt.case import cases, grants, imports, people, policy, reads, view
from overt.case.grants import APPROVE, CONFIRM, COUNTERSIGN, REFUSE, REVOKE, Asked
from overt.case.people import Newcomer, Who
from overt.case.reads import Query, Source
from overt.case.tables import read_accounts
from overt.errors import Denied, InputError, UsageError

from .desk import (
    ADMIN,
    ANALYST,
    NOBODY,
    OTHER_ANALYST,
    OVERSEER,
    PUBLISHER,
    REGULATOR,
    REVIEWER,
    SECOND_OVERSEER,
    enter,
)
from .scan_made import ring

FIELDS = ("platform", "account_id", "created_at", "ip")


def data(at):
    rows = [
        {
            "platform": "x",
            "account_id": f"70{n % 6}",
            "created_at": at + datetime.timedelta(days=n),
            "ip": f"198.51.100.{n}",
            "reply_to_account": "700",
            "text": "hello",
        }
        for n in range(30)
    ]
    return Source(pa.Table.from_pylist(rows), "logins.parquet", "0" * 64)


@pytest.fixture
def case(desk, tmp_path):
    return imports.import_scan(desk.store, ANALYST, ring(tmp_path / "scan")).case


def ask(desk, case, who=ANALYST, **facts):
    known = {
        "purpose": "investigation",
        "fields": FIELDS,
        "necessity": "whether one office runs them all",
        "starts": desk.at,
        "ends": desk.at + datetime.timedelta(days=10),
    }
    return grants.ask(desk.store, who, case, Asked(**(known | facts)))


def granted(desk, case, **facts):
    grant = ask(desk, case, **facts)
    grants.sign(desk.store, REVIEWER, grant, APPROVE, "it is needed")
    grants.sign(desk.store, OVERSEER, grant, COUNTERSIGN, "it is in proportion")
    return grant


def read(desk, grant, who=ANALYST, fields=("account_id", "ip"), purpose="investigation", **facts):
    return reads.read(desk.store, who, grant, Query(purpose, fields, **facts), data(desk.at))


def denied(policies, do, *args, **facts):
    with pytest.raises(Denied) as refused:
        do(*args, **facts)
    assert refused.value.facts["policies"] == policies
    assert policies[0] in str(refused.value)


def looks(desk, **facts):
    with desk.reading() as reading:
        return reads.looks(reading, OVERSEER, **facts)


def test_data_is_read_under_a_grant_by_pseudonym_and_logged(desk, case):
    grant = granted(desk, case)
    result = read(desk, grant)
    assert result.table.column_names == ["account_id", "ip"]
    assert result.table.num_rows == 20  # 700 to 703, not the two bystanders
    names = set(result.table["account_id"].to_pylist())
    assert len(names) == 4
    assert all(name.startswith("acct-") for name in names)
    with desk.reading() as reading:
        assert names == {s.name for s in view.shown(reading, case)}
    (look,) = looks(desk, account="x:701")
    assert (look["who"], look["why"], look["grant"], look["rows"], look["fields"]) == (
        "ann",
        "whether one office runs them all",
        grant,
        20,
        ["account_id", "ip"],
    )
    assert look["allowed"]
    assert look["policies"] == ["grants-are-read-under"]
    assert looks(desk, account="x:900") == looks(desk, account="y:701") == []
    head = desk.store.ledger.head()
    assert desk.store.ledger.prove(look["entry"]).index < head.size


def test_a_pseudonym_may_be_asked_for(desk, case):
    grant = granted(desk, case)
    name = read(desk, grant).table["account_id"][0].as_py()
    assert set(read(desk, grant, accounts=(name,)).table["account_id"].to_pylist()) == {name}
    assert len(looks(desk, account="x:700")) + len(looks(desk, account="x:701")) == 3
    with pytest.raises(UsageError, match="no account of the case"):
        read(desk, grant, accounts=("acct-aaaaaaaaaaaaaaaa",))
    with pytest.raises(UsageError, match="not one of the case"):
        read(desk, grant, accounts=("x:900",))


def test_accounts_are_named_only_where_the_grant_says_so(desk, case):
    with pytest.raises(UsageError, match="may name people"):
        ask(desk, case, fields=("text",))
    grant = granted(desk, case, identified=True, fields=("account_id", "text"), accounts=("x:700", "x:900"))
    shown = read(desk, grant, fields=("account_id", "text")).table
    assert set(shown["account_id"].to_pylist()) == {"700"}  # 900 has no rows
    plain = granted(desk, case, fields=("account_id", "reply_to_account"))
    columns = read(desk, plain, fields=("account_id", "reply_to_account")).table
    assert all(v.startswith("acct-") for c in columns.columns for v in c.to_pylist())


def test_the_period_of_the_data_is_the_grants(desk, case):
    grant = granted(
        desk, case, data_from=desk.at + datetime.timedelta(days=6), data_to=desk.at + datetime.timedelta(days=12)
    )
    assert read(desk, grant).table.num_rows == 4
    assert read(desk, grant, since=desk.at, until=desk.at + datetime.timedelta(days=8)).table.num_rows == 2
    without = reads.Source(data(desk.at).table.drop_columns(["created_at"]), "logins", "0" * 64)
    with pytest.raises(UsageError, match="no time"):
        reads.read(desk.store, ANALYST, grant, Query("investigation", ("ip",)), without)


def test_every_refused_read_names_its_policy_and_is_logged(desk, case):
    grant = ask(desk, case, region="region-1")
    denied(("missing-approval", "missing-countersign"), read, desk, grant)
    grants.sign(desk.store, REVIEWER, grant, APPROVE, "it is needed")
    denied(("missing-countersign",), read, desk, grant)
    grants.sign(desk.store, OVERSEER, grant, COUNTERSIGN, "it is in proportion")
    denied(("not-the-requester",), read, desk, grant, OTHER_ANALYST)
    denied(("wrong-purpose",), read, desk, grant, purpose="research")
    denied(("field-not-granted",), read, desk, grant, fields=("account_id", "text"))
    assert read(desk, grant).table.num_rows == 20
    desk.later(days=10)
    denied(("expired-grant",), read, desk, grant)
    found = looks(desk, case=case)
    assert [look["allowed"] for look in found] == [False] * 5 + [True, False]
    assert [look["policies"][0] for look in found if not look["allowed"]] == [
        "missing-approval",
        "missing-countersign",
        "not-the-requester",
        "wrong-purpose",
        "field-not-granted",
        "expired-grant",
    ]


def test_nobody_signs_twice_or_for_himself(desk, case):
    enter(desk.store, Newcomer("max", ("reviewer", "overseer", "analyst")))
    grant = ask(desk, case, Who("max", "analyst"))
    denied(("self-approval",), grants.sign, desk.store, Who("max", "reviewer"), grant, APPROVE, "mine")
    denied(("self-countersign",), grants.sign, desk.store, Who("max", "overseer"), grant, COUNTERSIGN, "mine")
    second = ask(desk, case)
    grants.sign(desk.store, Who("max", "reviewer"), second, APPROVE, "fine")
    denied(("self-countersign",), grants.sign, desk.store, Who("max", "overseer"), second, COUNTERSIGN, "fine, too")
    denied(("overseer-not-independent",), grants.sign, desk.store, SECOND_OVERSEER, second, COUNTERSIGN, "same desk")
    with pytest.raises(UsageError, match="already"):
        grants.sign(desk.store, REVIEWER, second, APPROVE, "again")


def test_a_second_account_of_the_one_who_asks_cannot_approve(desk, case):
    enter(desk.store, Newcomer("anne", ("reviewer",)))
    grant = ask(desk, case)

    def one(writing):
        person = policy.allowed(writing, Who("ann", "admin"), "manage_people", policy.database())
        people.same(
            writing, person.acting, *(people.person_of(writing, Who(n)).id for n in ("ann", "anne")), "one face"
        )

    desk.store.write(one)
    denied(("self-approval",), grants.sign, desk.store, Who("anne"), grant, APPROVE, "it is needed")


def test_an_emergency_is_reviewed_afterwards_or_dies(desk, case):
    grant = ask(desk, case, emergency=True, ends=desk.at + datetime.timedelta(days=7))
    denied(("missing-approval",), read, desk, grant)
    grants.sign(desk.store, REVIEWER, grant, APPROVE, "somebody is in danger")
    assert read(desk, grant).table.num_rows == 20
    with desk.reading() as reading:
        assert [g.root for g in grants.unreviewed(reading)] == [grant]
    desk.later(hours=72)
    denied(("emergency-unreviewed",), read, desk, grant)
    grants.sign(desk.store, OVERSEER, grant, CONFIRM, "it was one")
    assert read(desk, grant).table.num_rows == 20
    with desk.reading() as reading:
        assert grants.unreviewed(reading) == []
    with pytest.raises(UsageError, match="reviewed already"):
        grants.sign(desk.store, OVERSEER, grant, REFUSE, "it was none")
    other = ask(desk, case, emergency=True, ends=desk.at + datetime.timedelta(days=7))
    grants.sign(desk.store, REVIEWER, other, APPROVE, "somebody is in danger")
    grants.sign(desk.store, OVERSEER, other, REFUSE, "nobody was")
    denied(("emergency-not-confirmed",), read, desk, other)


def test_a_revoked_grant_and_one_of_a_closed_case_are_dead(desk, case):
    one, two = granted(desk, case), granted(desk, case)
    grants.sign(desk.store, OVERSEER, one, REVOKE, "the case is clear without it")
    denied(("revoked-grant",), read, desk, one)
    before = read(desk, two).table["account_id"].to_pylist()
    cases.close(desk.store, PUBLISHER, case, "all is said")
    denied(("case-of-grant-closed",), read, desk, two)
    with desk.reading() as reading:
        names = {s.name for s in view.shown(reading, case)}
    assert names == {view.HIDDEN}
    assert not names & set(before)
    assert len(looks(desk, account="x:700")) == 1  # who looked is known, also now


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"purpose": "curiosity"}, "is no purpose"),
        ({"fields": ()}, "names its fields"),
        ({"necessity": " "}, "necessity is empty"),
        ({"modality": "fax"}, "is no modality"),
        ({"accounts": ("700",)}, "names no platform"),
        ({"days": 91}, "90 days"),
        ({"days": 0}, "90 days"),
        ({"days": 8, "emergency": True}, "7 days"),
    ],
)
def test_what_cannot_be_asked_for(facts, told, desk, case):
    more = {"ends": desk.at + datetime.timedelta(days=facts["days"])} if "days" in facts else {}
    with pytest.raises(UsageError, match=told):
        ask(desk, case, **{name: value for name, value in facts.items() if name != "days"} | more)


def test_data_that_does_not_fit_is_refused_before_anything_is_looked_at(desk, case):
    grant = granted(desk, case)
    with pytest.raises(InputError, match="no column age"):
        read(desk, grant, fields=("age",))
    with pytest.raises(UsageError, match="names its fields"):
        read(desk, grant, fields=())
    assert looks(desk) == []


def test_names_of_public_accounts_are_seen_and_the_look_is_logged(desk, case):
    assert {s.handle for s in view.named(desk.store, ANALYST, case)} == {f"member_{n}" for n in range(4)}
    denied(("nothing-permits-it",), view.named, desk.store, PUBLISHER, case)
    assert [(look["who"], look["allowed"], look["why"]) for look in looks(desk, account="x:702")] == [
        ("ann", True, reads.PUBLIC),
        ("cas", False, reads.PUBLIC),
    ]


def test_accounts_of_a_case_with_data_that_is_not_public_are_named_under_a_grant_only(desk):
    case = desk.case(nonpublic=True)
    denied(("nonpublic-needs-grant",), view.named, desk.store, ANALYST, case)


def test_only_overseers_and_regulators_see_who_looked(desk, case):
    with desk.reading() as reading:
        assert reads.looks(reading, REGULATOR) == []
        for who in (ANALYST, REVIEWER, PUBLISHER, NOBODY, Who("ann", "admin")):
            with pytest.raises(Denied, match="view reads"):
                reads.looks(reading, who)


def test_the_list_of_reads_is_no_list_of_accounts(desk, case):
    read(desk, granted(desk, case))
    with desk.reading() as reading:
        tags = [row.tag for row in reading.connection.execute(read_accounts.select())]
    assert len(tags) == 4
    assert all(len(tag) == 16 and tag.isalnum() for tag in tags)


def test_policies_are_edited_and_the_edit_is_a_record(desk, case):
    grant = granted(desk, case)
    own = (
        policy.shipped()["grants.cedar"]
        + """
@id("no-addresses")
@says("addresses of the net are not read here")
forbid(principal, action == Action::"read_data", resource is Grant) when { context.fields.contains("ip") };
"""
    )

    def put(text, who=ADMIN, name="grants.cedar"):
        desk.store.write(lambda writing: policy.enter(writing, who, name, text, "decided by the board"))

    put(own)
    denied(("no-addresses",), read, desk, grant)
    denied(("nothing-permits-it",), put, own, ANALYST)
    for text, told in (
        ("permit(", "cannot be used"),
        (own + "permit(principal, action, resource);", "@id"),
        (own.replace("read_data", "read_date"), "cannot be used"),
    ):
        with pytest.raises(UsageError, match=told):
            put(text)
    with pytest.raises(UsageError, match="no file of policies"):
        put(own, name="other.cedar")
    put(policy.shipped()["grants.cedar"])
    assert read(desk, grant).table.num_rows == 20
