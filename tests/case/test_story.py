"""The whole story: somebody asks through an intermediary for an account that hides who is behind it; two reviewers
decline; the public learns of it on the day that was named; the account appears anyway, and a case opens by itself.
"""

import datetime

from overt.case import cases, imports, reads, register, requests, view, watch
from overt.case.requests import DECLINED, PENDING, Demand

from .desk import ANALYST, OVERSEER, PUBLISHER, REGULATOR, REVIEWER, SECOND_REVIEWER
from .scan_made import account, scan

WORDS = "An office would like an account about our region. It would not want to be seen as an office of the state."


def demand(desk):
    return Demand(
        channel="via intermediary",
        sender="a friend of an employee",
        principal="Office for Regional Views",
        principal_kind="government body",
        principal_country="Northland",
        state_link="state-executed",
        confidence="moderate",
        relationship="knows an employee of the sales team",
        ask=("create account", "conceal affiliation"),
        conceals=("identity", "relationships"),
        target_audience=("north",),
        consideration="payment",
        legal_basis=None,
        policy_refs=("rule on coordinated inauthentic behaviour",),
        text=WORDS,
        received_at=desk.at,
        disclose_on=desk.at + datetime.timedelta(days=90),
    )


TERMS = watch.Terms(
    names=("Lovely Northland",), handles=(("tiktok", "lovely_northland"),), indicators=("lovely-northland.example",)
)


def test_the_story(desk, tmp_path):
    store = desk.store
    # A request comes in, and is entered as what it is: informal, by an intermediary, for somebody else.
    request = requests.enter(store, ANALYST, demand(desk), TERMS)
    with desk.reading() as reading:
        row = reading.get(request)
        assert (row.sender, row.principal, row.legal_basis) == (
            "a friend of an employee",
            "Office for Regional Views",
            None,
        )

    # Two reviewers decline it, one of them outside of the market.
    desk.later(days=1)
    assert requests.review(store, REVIEWER, request, DECLINED, "it would hide who speaks") == PENDING
    assert requests.review(store, SECOND_REVIEWER, request, DECLINED, "the same rule holds everywhere") == DECLINED

    # Two people in two roles agree that the public learns of it on the day that was named.
    proposal = register.propose(store, PUBLISHER, request, "the public has a right to know")
    desk.agree(proposal, PUBLISHER, REVIEWER)
    assert register.publish(store, PUBLISHER)["requests"] == []
    desk.later(days=90)
    with desk.reading() as reading:
        assert [s.request.root for s in register.due(reading)] == [request]
    public = register.publish(store, PUBLISHER)
    (told,) = public["requests"]
    assert told["decision"] == DECLINED
    assert told["conceals"] == ["identity", "relationships"]
    assert (told["reviewers"], told["reviewers_outside_market"], told["appeared_anyway"]) == (2, 1, 0)
    assert "friend" not in str(told)
    assert WORDS not in str(told)

    # Months later somebody scans posts, for another reason. The account is there, with a letter that looks the same.
    desk.later(days=120)
    folder = scan(
        tmp_path / "scan",
        [
            account("tiktok", "7001", "everyday_cooking", "Everyday Cooking"),
            account("tiktok", "7002", "lovely_n\u043erthland", "A nice place"),
            account("tiktok", "7003", "lovely.days", "Lovely Days"),
        ],
    )
    done = imports.import_scan(store, ANALYST, folder)
    assert done.case is None  # the scan itself found no network
    (opened,) = done.watched
    with desk.reading() as reading:
        case = view.facts(reading, REGULATOR, opened)
        assert case["origin"] == "watch"
        assert {"kind": "what was asked for", "to": request} in case["links"]
        (taken,) = [link["to"] for link in case["links"] if link["kind"] == "seen in"]
        assert reading.get(taken).case == imports.NO_CASE
        (seen,) = case["accounts_without_network"]
        assert seen["part"] == "watched for"
        assert seen["name"].startswith("acct-")
        assert [n["class"] for n in case["networks"]] == []  # it looks like it: nobody has said that it is
        assert register.register(reading)["requests"][0]["appeared_anyway"] == 1
    assert view.named(store, ANALYST, opened)[0].handle == "lovely_n\u043erthland"

    # Again the same scan: nothing new. Another one with another account: the same case.
    assert imports.import_scan(store, ANALYST, folder).watched == ()
    again = scan(tmp_path / "again", [account("x", "8001", "somebody", "Lovely  Northland")], seed=1)
    assert imports.import_scan(store, ANALYST, again).watched == (opened,)

    # Who looked at this account's data, and why; and everything stands in the ledger.
    with desk.reading() as reading:
        (look,) = reads.looks(reading, OVERSEER, account="tiktok:7002")
        assert (look["who"], look["why"]) == ("ann", reads.PUBLIC)
    assert store.ledger.prove(told["entry"]).index < store.ledger.head().size
    assert store.ledger.head().pending == 0


def test_the_watch_opens_no_case_for_others(desk, tmp_path):
    requests.enter(desk.store, ANALYST, demand(desk), TERMS)
    folder = scan(
        tmp_path / "scan", [account("tiktok", "1", "lovely", "Northland"), account("x", "2", "north_land_lovely")]
    )
    assert imports.import_scan(desk.store, ANALYST, folder).watched == ()


def test_a_closed_case_is_not_added_to(desk, tmp_path):
    requests.enter(desk.store, ANALYST, demand(desk), TERMS)
    one = scan(tmp_path / "one", [account("tiktok", "1", "lovely_northland")])
    (first,) = imports.import_scan(desk.store, ANALYST, one).watched
    cases.close(desk.store, PUBLISHER, first, "it was removed")
    two = scan(tmp_path / "two", [account("tiktok", "2", "lovely_northland")], seed=2)
    (second,) = imports.import_scan(desk.store, ANALYST, two).watched
    assert second != first


def test_who_decided_is_in_the_ledger_and_cannot_be_taken_back_unseen(desk):
    request = requests.enter(desk.store, ANALYST, demand(desk))
    requests.review(desk.store, REVIEWER, request, DECLINED, "it would hide who speaks")
    requests.review(desk.store, SECOND_REVIEWER, request, DECLINED, "so it would")
    requests.review(desk.store, REVIEWER, request, "accepted", "on second thoughts")
    with desk.reading() as reading:
        assert [v.decision for v in reading.versions(request)] == [PENDING, DECLINED, PENDING]
        assert [
            desk.store.ledger.leaf(reading.connection, v.entry)["clear"]["decision"] for v in reading.versions(request)
        ] == [PENDING, DECLINED, PENDING]
