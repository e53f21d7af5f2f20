"""Two different human beings in two different roles agree, or nothing is decided."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.case import appeals, decisions, people, policy, tables, undo
from overt.case.decisions import AGREED, CLASS, CONTESTED, COVERT, OPEN, UNCONFIRMED
from overt.case.imports import import_scan
from overt.case.people import Newcomer, Who
from overt.case.store import Store
from overt.errors import Denied, UsageError

from .conftest import START
from .desk import (
    ADMIN,
    ANALYST,
    BOTH,
    OTHER_ANALYST,
    OVERSEER,
    PUBLISHER,
    REVIEWER,
    SECOND_REVIEWER,
    Desk,
    enter,
)
from .scan_made import ring


@pytest.fixture
def network(desk, tmp_path):
    return import_scan(desk.store, ANALYST, ring(tmp_path / "scan")).networks[0]


def ask(desk, network, class_=COVERT):
    return decisions.propose(desk.store, ANALYST, network, CLASS, {"class": class_}, "it hides who it is")


def class_of(desk, network):
    with desk.reading() as reading:
        return appeals.standing_class(reading, network)


def test_two_people_in_two_roles_make_it_covert(desk, network):
    proposal = ask(desk, network)
    assert class_of(desk, network) == UNCONFIRMED
    assert desk.agree(proposal, ANALYST).state == OPEN
    assert class_of(desk, network) == UNCONFIRMED
    assert desk.agree(proposal, REVIEWER).state == AGREED
    assert class_of(desk, network) == COVERT


def test_two_people_in_one_role_do_not(desk, network):
    proposal = ask(desk, network)
    assert desk.agree(proposal, REVIEWER, SECOND_REVIEWER).state == OPEN
    assert desk.agree(proposal, Who(BOTH, "reviewer")).state == OPEN
    assert class_of(desk, network) == UNCONFIRMED
    assert desk.agree(proposal, ANALYST).state == AGREED


def test_one_person_in_two_roles_does_not(desk, network):
    proposal = ask(desk, network)
    desk.agree(proposal, Who(BOTH, "reviewer"))
    with pytest.raises(Denied, match="two-people"):
        desk.agree(proposal, Who(BOTH, "publisher"))
    assert class_of(desk, network) == UNCONFIRMED


def test_a_vote_is_cast_in_one_role(desk, network):
    proposal = ask(desk, network)
    with pytest.raises(UsageError, match="--role"):
        desk.agree(proposal, Who(BOTH))
    with pytest.raises(UsageError, match="is no overseer"):
        desk.agree(proposal, Who(BOTH, "overseer"))


def test_a_second_account_of_a_person_is_refused_where_the_identity_provider_shows_it(desk):
    again = Newcomer("anna", ("reviewer",), issuer="https://login.example", subject="subject-ann")
    with pytest.raises(UsageError, match="knows anna and ann as one person"):
        enter(desk.store, again)
    other = Newcomer("anna", ("reviewer",), issuer="https://other.example", subject="subject-ann")
    assert enter(desk.store, other)


def test_two_accounts_that_turn_out_to_be_of_one_person_never_agree(desk, network):
    enter(desk.store, Newcomer("benjamin", ("publisher",)))
    proposal = ask(desk, network)
    desk.agree(proposal, REVIEWER, Who("benjamin", "publisher"))
    assert class_of(desk, network) == COVERT
    one_human(desk, "ben", "benjamin")
    assert class_of(desk, network) == UNCONFIRMED
    with pytest.raises(Denied, match="two-people"):
        desk.agree(proposal, Who("benjamin", "publisher"))
    assert desk.agree(proposal, ANALYST).state == AGREED


def one_human(desk, *names):
    def work(writing):
        person = policy.allowed(writing, ADMIN, "manage_people", policy.database())
        one, other = (people.person_of(writing, Who(name)).id for name in names)
        people.same(writing, person.acting, one, other, "the same desk telephone")
        decisions.settle_all(writing, (one, other))

    desk.store.write(work)


def test_sameness_goes_on_through_a_third_account(desk, network):
    for name in ("b2", "b3"):
        enter(desk.store, Newcomer(name, ("publisher", "overseer")))
    one_human(desk, "ben", "b2")
    one_human(desk, "b3", "b2")
    proposal = ask(desk, network)
    desk.agree(proposal, REVIEWER)
    with pytest.raises(Denied, match="two-people"):
        desk.agree(proposal, Who("b3", "overseer"))


def test_who_says_no_holds_it_up(desk, network):
    proposal = ask(desk, network)
    desk.agree(proposal, ANALYST, REVIEWER)
    assert decisions.vote(desk.store, PUBLISHER, proposal, False, "the account says who it is").state == CONTESTED
    assert class_of(desk, network) == UNCONFIRMED
    assert decisions.vote(desk.store, PUBLISHER, proposal, True, "it does not, after all").state == AGREED
    assert class_of(desk, network) == COVERT


def test_a_vote_that_is_undone_takes_the_decision_with_it_and_back(desk, network):
    proposal = ask(desk, network)
    desk.agree(proposal, ANALYST, REVIEWER)
    with desk.reading() as reading:
        vote = reading.all(tables.votes, proposal=proposal)[1].root
    with pytest.raises(Denied, match="undo"):
        undo.undo(desk.store, ANALYST, vote, "not mine")
    undo.undo(desk.store, REVIEWER, vote, "looked at the wrong network")
    assert class_of(desk, network) == UNCONFIRMED
    with pytest.raises(UsageError, match="whose word"):
        undo.undo(desk.store, OVERSEER, vote, "it was right")
    undo.undo(desk.store, REVIEWER, vote, "it was the right one")
    assert class_of(desk, network) == COVERT
    with desk.reading() as reading:
        assert [(v.withdrawn, v.agrees) for v in reading.versions(vote)] == [(False, True), (True, True), (False, True)]
        decision = reading.all(tables.decisions, proposal=proposal)[0]
        assert [v.outcome for v in reading.versions(decision.root)] == ["agreed", "fallen", "agreed"]


def test_one_proposal_at_a_time(desk, network):
    proposal = ask(desk, network)
    with pytest.raises(UsageError, match="not decided"):
        ask(desk, network, decisions.NOT_COORDINATED)
    desk.agree(proposal, ANALYST, REVIEWER)
    second = ask(desk, network, decisions.NOT_COORDINATED)
    assert class_of(desk, network) == COVERT
    desk.later(hours=1)
    desk.agree(second, ANALYST, REVIEWER)
    assert class_of(desk, network) == decisions.NOT_COORDINATED


def test_an_appeal_is_decided_by_others(desk, network):
    desk.agree(ask(desk, network), ANALYST, REVIEWER)
    desk.later(days=3)
    appeal = appeals.appeal(desk.store, OVERSEER, network, "the people behind it", "we say openly who we are")
    proposal = appeals.decide(desk.store, PUBLISHER, appeal, "granted", "they do, on their page")
    for who in (ANALYST, REVIEWER):
        with pytest.raises(Denied, match="independent-appeal"):
            desk.agree(proposal, who)
    assert desk.agree(proposal, OTHER_ANALYST).state == OPEN
    assert desk.agree(proposal, PUBLISHER).state == AGREED
    assert class_of(desk, network) == decisions.OVERTURNED
    with desk.reading() as reading:
        assert [outcome for _, outcome in appeals.on(reading, network)] == ["granted"]
    desk.later(days=3)
    desk.agree(ask(desk, network), ANALYST, SECOND_REVIEWER)
    assert class_of(desk, network) == COVERT  # decided again, on something new


def test_an_appeal_that_is_refused_changes_nothing(desk, network):
    desk.agree(ask(desk, network), ANALYST, REVIEWER)
    appeal = appeals.appeal(desk.store, OVERSEER, network, "the people behind it", "we are not one")
    proposal = appeals.decide(desk.store, PUBLISHER, appeal, "refused", "nothing new was shown")
    desk.agree(proposal, PUBLISHER, OVERSEER)
    assert class_of(desk, network) == COVERT


def test_questions_are_about_what_they_can_be_about(desk, network):
    for about, question, terms in (
        (network, "withhold", {}),
        (network, "love", {}),
        (network, CLASS, {"class": "guilty"}),
        (desk.case(), CLASS, {"class": COVERT}),
    ):
        with pytest.raises(UsageError):
            decisions.propose(desk.store, ANALYST, about, question, terms, "because")
    with pytest.raises(UsageError, match="nothing to vote on"):
        desk.agree(network, ANALYST)


PEOPLE = (
    ANALYST,
    OTHER_ANALYST,
    REVIEWER,
    SECOND_REVIEWER,
    PUBLISHER,
    OVERSEER,
    Who(BOTH, "reviewer"),
    Who(BOTH, "publisher"),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["yes", "no"])), max_size=9))
def test_any_order_of_votes_gives_what_the_slow_rule_says(made_file, cast):
    """Against the rule in plain words: the last word of each, nobody against, two names in two roles."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(made_file, Path(folder) / "held")
        desk = Desk(Store.open(Path(folder) / "held" / "overt.db"), START)
        network = import_scan(desk.store, ANALYST, ring(Path(folder) / "scan")).networks[0]
        proposal = ask(desk, network)
        said = {}
        for who, word in cast:
            if who.name in said and said[who.name][0] != who.role:
                with pytest.raises(Denied):
                    decisions.vote(desk.store, who, proposal, word == "yes", "because")
                continue
            decisions.vote(desk.store, who, proposal, word == "yes", "because")
            said[who.name] = (who.role, word)
        yes = {(name, role) for name, (role, word) in said.items() if word == "yes"}
        two = any(a != b and r != s for a, r in yes for b, s in yes)
        expected = COVERT if two and len(yes) == len(said) else UNCONFIRMED
        assert class_of(desk, network) == expected
        desk.store.engine.dispose()
