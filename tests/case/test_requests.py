"""The register of requests: what is entered, who reviews it, and what the public learns, when."""

import datetime

import pytest

from overt.case import policy, register, requests, undo, watch
from overt.case.moment import stamp
from overt.case.people import Newcomer, Who
from overt.case.requests import ACCEPTED, ASKS, CHANNELS, DECLINED, DIMENSIONS, ESCALATED, PARTIAL, PENDING, Demand
from overt.case.tables import reviews
from overt.errors import Denied, UsageError

from .desk import ANALYST, BOTH, OVERSEER, PUBLISHER, REGULATOR, REVIEWER, SECOND_REVIEWER, enter


def demand(desk, **facts):
    known = {
        "channel": "chat",
        "sender": "somebody",
        "principal": "an office",
        "ask": ("create account",),
        "target_audience": ("north",),
        "text": "what was said",
        "received_at": desk.at,
    }
    return Demand(**(known | facts))


def entered(desk, who=ANALYST, **facts):
    return requests.enter(desk.store, who, demand(desk, **facts))


def review(desk, who, request, decision=DECLINED):
    return requests.review(desk.store, who, request, decision, "it would hide who speaks")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"channel": "carrier pigeon"}, "is no channel"),
        ({"ask": ()}, "asks for something"),
        ({"ask": ("make tea",)}, "thing to ask for"),
        ({"conceals": ("weather",)}, "thing to hide"),
        ({"consideration": "love"}, "consideration"),
        ({"state_link": "state-of-mind"}, "link to a state"),
        ({"confidence": "certain"}, "confidence"),
        ({"target_audience": ()}, "no market"),
        ({"sender": " "}, "sender is empty"),
        ({"principal": ""}, "principal is empty"),
        ({"text": "x" * 20_001}, "at most"),
    ],
)
def test_what_is_missing_or_no_word_of_the_register_is_refused(facts, told):
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    known = {
        "channel": "chat",
        "sender": "somebody",
        "principal": "an office",
        "ask": ("create account",),
        "target_audience": ("north",),
        "text": "what was said",
        "received_at": at,
    }
    with pytest.raises(UsageError, match=told):
        requests.check(Demand(**(known | facts)))


def test_every_word_of_the_register_is_kept(desk):
    for channel in CHANNELS:
        entered(desk, channel=channel, ask=ASKS, conceals=DIMENSIONS)
    with desk.reading() as reading:
        rows = requests.listed(reading, REGULATOR)
        assert [r.channel for r in rows] == list(CHANNELS)
        assert all(tuple(r.ask) == ASKS and tuple(r.conceals) == DIMENSIONS for r in rows)


def test_two_reviewers_of_the_market_do_not_decide(desk):
    enter(desk.store, Newcomer("bob", ("reviewer",), ("North",)))
    request = entered(desk)
    assert review(desk, REVIEWER, request) == PENDING
    assert review(desk, Who("bob"), request) == PENDING
    assert review(desk, SECOND_REVIEWER, request) == DECLINED


def test_a_reviewer_of_the_teams_that_carry_requests_is_not_outside(desk):
    enter(desk.store, Newcomer("bob", ("reviewer",), ("south",), team="Government Relations"))
    request = entered(desk)
    review(desk, REVIEWER, request)
    assert review(desk, Who("bob"), request) == PENDING


def test_a_reviewer_whose_market_nobody_knows_is_not_outside(desk):
    enter(desk.store, Newcomer("bob", ("reviewer",)))
    request = entered(desk)
    review(desk, REVIEWER, request)
    assert review(desk, Who("bob"), request) == PENDING


def test_reviewers_who_differ_decide_nothing_and_one_who_escalates_does(desk):
    request = entered(desk)
    review(desk, REVIEWER, request)
    assert review(desk, SECOND_REVIEWER, request, ACCEPTED) == PENDING
    assert review(desk, REVIEWER, request, ACCEPTED) == ACCEPTED
    assert review(desk, OVERSEER, request, ESCALATED) == ESCALATED
    assert review(desk, OVERSEER, request, PARTIAL) == PENDING


def test_who_entered_a_request_does_not_review_it(desk):
    request = entered(desk, REVIEWER)
    with pytest.raises(Denied, match="self-review") as refused:
        review(desk, REVIEWER, request)
    assert refused.value.facts["policies"] == ("self-review",)


def test_one_person_reviews_once_whatever_the_account(desk):
    from overt.case import people

    request = entered(desk)
    enter(desk.store, Newcomer("benno", ("reviewer",), ("south",)))

    def one(writing):
        person = policy.allowed(writing, Who("ann", "admin"), "manage_people", policy.database())
        ids = [people.person_of(writing, Who(name)).id for name in ("ben", "benno")]
        people.same(writing, person.acting, *ids, "one identity card")

    review(desk, REVIEWER, request)
    desk.store.write(one)
    with pytest.raises(Denied, match="two-people"):
        review(desk, Who("benno"), request)


def test_reviews_given_before_two_accounts_turned_out_to_be_one_count_as_one(desk):
    from overt.case import people

    request = entered(desk)
    review(desk, REVIEWER, request)
    assert review(desk, SECOND_REVIEWER, request) == DECLINED

    def one(writing):
        person = policy.allowed(writing, Who("ann", "admin"), "manage_people", policy.database())
        ids = [people.person_of(writing, Who(name)).id for name in ("ben", "bea")]
        people.same(writing, person.acting, *ids, "one identity card")
        requests.settle_all(writing, ids)

    desk.store.write(one)
    with desk.reading() as reading:
        assert reading.get(request).decision == PENDING


def test_a_review_that_is_undone_opens_the_question_again(desk):
    request = entered(desk)
    review(desk, REVIEWER, request)
    assert review(desk, SECOND_REVIEWER, request) == DECLINED
    with desk.reading() as reading:
        own = next(r for r in reading.all(reviews, request=request) if r.outside)
    undo.undo(desk.store, SECOND_REVIEWER, own.root, "another request was meant")
    with desk.reading() as reading:
        row = reading.get(request)
        assert (row.decision, row.decided_at) == (PENDING, None)


def test_a_request_without_a_day_is_due_after_half_a_year(desk):
    request = entered(desk)
    with desk.reading() as reading:
        assert reading.get(request).disclose_on == desk.at + requests.LATEST
    desk.later(days=179)
    with desk.reading() as reading:
        assert register.due(reading) == []
    desk.later(days=1)
    with desk.reading() as reading:
        assert [s.request.root for s in register.due(reading)] == [request]


def test_nothing_is_disclosed_without_two_people_in_two_roles(desk):
    request = entered(desk, disclose_on=desk.at)
    proposal = register.propose(desk.store, PUBLISHER, request, "its day has come")
    desk.agree(proposal, PUBLISHER, Who(BOTH, "publisher"))
    assert register.publish(desk.store, PUBLISHER)["requests"] == []
    desk.agree(proposal, REVIEWER)
    with pytest.raises(Denied, match="disclose request"):
        register.publish(desk.store, REVIEWER)
    (told,) = register.publish(desk.store, PUBLISHER)["requests"]
    assert told["id"] == request
    assert told["decision"] == PENDING  # also that nobody decided on it is told
    assert register.publish(desk.store, PUBLISHER)["requests"][0]["disclosed_at"] == told["disclosed_at"]


def test_a_request_is_withheld_with_a_reason_for_half_a_year_at_most(desk):
    request = entered(desk, disclose_on=desk.at)
    with pytest.raises(UsageError, match="180 days"):
        register.withhold(
            desk.store,
            OVERSEER,
            request,
            desk.at + datetime.timedelta(days=181),
            "safety of a person",
            "somebody is in danger",
        )
    with pytest.raises(UsageError, match="no reason"):
        register.withhold(desk.store, OVERSEER, request, desk.at + datetime.timedelta(days=9), "embarrassing", "it is")
    until = desk.at + datetime.timedelta(days=180)
    proposal = register.withhold(desk.store, OVERSEER, request, until, "safety of a person", "somebody is in danger")
    shown = register.propose(desk.store, PUBLISHER, request, "its day has come")
    desk.agree(shown, PUBLISHER, OVERSEER)
    desk.agree(proposal, OVERSEER, REVIEWER)
    held = register.publish(desk.store, PUBLISHER)
    assert (held["requests"], held["counts"]["withheld"]) == ([], 1)
    assert held["withheld"] == [{"received_at": stamp(desk.at), "until": stamp(until), "reason": "safety of a person"}]
    desk.later(days=180)
    assert len(register.publish(desk.store, PUBLISHER)["requests"]) == 1


@pytest.mark.parametrize(
    ("seen", "how"),
    [
        (watch.Seen("tiktok", "1", "quiet_voice"), "same handle"),
        (watch.Seen("tiktok", "1", "@Quiet_Voice"), "same handle"),
        (watch.Seen("x", "1", "quiet_voice"), "same handle, other platform"),
        (watch.Seen("x", "quiet_voice"), "same handle, other platform"),
        (watch.Seen("tiktok", "1", "qu\u0456et_voice"), "look-alike letters"),
        (watch.Seen("tiktok", "1", "quietvoice"), "look-alike letters"),
        (watch.Seen("tiktok", "1", "quiet_voic\u200be"), "hidden characters"),
        (watch.Seen("tiktok", "1", "quiet_voices"), "one letter"),
        (watch.Seen("x", "1", "other", "A Quiet Voice"), "same name"),
        (watch.Seen("x", "1", "other", "\u0410 Quiet Voice"), "look-alike letters"),
        (watch.Seen("tiktok", "7012345"), "account id"),
        (watch.Seen("x", "7012345"), None),
        (watch.Seen("x", "1", "other", "Somebody", ("https://www.quiet-voice.example/a?b",)), "site"),
        (watch.Seen("x", "1", "other", "Somebody", ("https://not-quiet-voice.example",)), None),
        (watch.Seen("x", "1", "loud_voice", "A Loud Voice"), None),
        (watch.Seen("x", "1"), None),
    ],
)
def test_what_the_watch_sees(seen, how):
    class Held:
        root = "watch-1"
        handles = [["tiktok", "quiet_voice"]]
        names = ["A Quiet Voice"]
        indicators = ["quiet-voice.example", "tiktok:7012345"]

    found = list(watch.Lookout([Held()]).hits([seen]))
    assert [hit.how for hit in found] == ([how] if how else [])


def test_a_watch_looks_for_something(desk):
    with pytest.raises(UsageError, match="looks for something"):
        requests.enter(desk.store, ANALYST, demand(desk), watch.Terms())
    with desk.reading() as reading:
        assert requests.listed(reading, ANALYST) == []
