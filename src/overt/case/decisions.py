"""Decisions: two different human beings in two different roles agree, and nobody says no.

A proposal is voted on. The decision follows from the votes that stand and is entered with the vote that makes it; it
falls with the vote that is undone, or with the word that two of its voters are one human being. There is no other way
to a network that is classed `covert`, or to anything that is disclosed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from overt.case import policy
from overt.case.cases import case_behind, text_of
from overt.case.people import Who, human_of
from overt.case.store import SYSTEM, Reading, Record, Store, Writing
from overt.case.tables import decisions, proposals, votes
from overt.errors import Denied, UsageError

CLASS, DISCLOSE, APPEAL, WITHHOLD = QUESTIONS = ("class", "disclose", "appeal", "withhold")
ABOUT = {CLASS: ("network",), DISCLOSE: ("case", "network", "request"), APPEAL: ("appeal",), WITHHOLD: ("request",)}
"""What a question may be about."""
COVERT, OPENLY, NOT_COORDINATED, UNCLEAR, OVERTURNED = CLASSES = (
    "covert", "openly affiliated", "not coordinated", "unclear", "overturned",
)  # fmt: skip
UNCONFIRMED = "unconfirmed"
OPEN, AGREED, CONTESTED, FALLEN = "open", "agreed", "contested", "fallen"


@dataclass(frozen=True)
class Tally:
    """How a proposal stands: open, agreed or contested, the two votes that make it, and everybody's."""

    state: str
    pair: tuple[str, ...]
    agree: tuple[Record, ...]
    against: tuple[Record, ...]


def tally(reading: Reading, proposal: Record) -> Tally:
    """Counts human beings, not accounts, and only those who may decide on it."""
    excluded = _excluded(reading, proposal)
    cast = [v for v in reading.all(votes, proposal=proposal.root) if human_of(reading, v.person) not in excluded]
    agree = tuple(v for v in cast if v.agrees)
    against = tuple(v for v in cast if not v.agrees)
    pair = next(
        (
            (one.root, other.root)
            for one, other in combinations(agree, 2)
            if one.role != other.role and human_of(reading, one.person) != human_of(reading, other.person)
        ),
        (),
    )
    state = CONTESTED if against else AGREED if pair else OPEN
    return Tally(state, pair, agree, against)


def _excluded(reading: Reading, proposal: Record) -> set[str]:
    """Who has no say in an appeal: those who voted for what it is against."""
    if proposal.question != APPEAL:
        return set()
    about = reading.get(proposal.about, withdrawn=True).about
    earlier = [p for p in reading.all(proposals, about=about, withdrawn=True) if p.at <= proposal.at]
    cast = [v for p in earlier for v in reading.all(votes, proposal=p.root, withdrawn=True)]
    return {human_of(reading, v.person) for v in cast if v.agrees}


def propose(store: Store, who: Who, about: str, question: str, terms: dict[str, Any], because: str) -> str:
    """Puts a question; who puts it has not voted yet. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        return put(writing, who, about, question, terms, because)

    return store.write(work)


def put(writing: Writing, who: Who, about: str, question: str, terms: dict[str, Any], because: str) -> str:
    """The same within a transaction."""
    thing = writing.get(about)
    if question not in QUESTIONS or thing.root.partition("-")[0] not in ABOUT[question]:
        raise UsageError(f"{question[:40]!r} is no question about {about[:60]}")
    if question == CLASS and terms.get("class") not in CLASSES:
        raise UsageError(f"no network is classed {terms.get('class')!r}", mend=f"choose one of {', '.join(CLASSES)}")
    person = policy.allowed(writing, who, "propose", _resource(writing, thing))
    writing.lock(thing)
    before = writing.all(proposals, about=thing.root, question=question, withdrawn=True)
    if before and not before[-1].withdrawn and tally(writing, before[-1]).state == OPEN:
        raise UsageError(f"{before[-1].root} asks this and is not decided", mend="vote on it, or undo it first")
    case = None if thing.root.startswith("request-") else case_behind(writing, thing).root
    kept = {"case": case, "about": thing.root, "question": question, "round": len(before), "terms": dict(terms)}
    return writing.add(proposals, person.acting, because=text_of(because, "the reason"), **kept)


def _resource(reading: Reading, thing: Record) -> policy.Entity:
    if thing.root.startswith("request-"):
        return policy.request(reading, thing)
    return policy.case(case_behind(reading, thing))


def vote(store: Store, who: Who, proposal: str, agrees: bool, because: str) -> Tally:
    """Votes in one role, once for each human being; a second vote takes the place of the first. The decision that
    follows stands in the same transaction. Raises Denied, UsageError.
    """

    def work(writing: Writing) -> Tally:
        row = writing.get(proposal)
        if not row.root.startswith("proposal-"):
            raise UsageError(f"{proposal[:60]} is nothing to vote on")
        person = policy.allowed(writing, who, "vote", _resource(writing, writing.get(row.about)))
        acting = person.ask()
        writing.lock(row)
        row = writing.get(row.root)  # as it is now that others wait
        if person.human in _excluded(writing, row):
            raise Denied(
                f"{person.name} voted for what the appeal is against, and has no say in it [policy independent-appeal]",
                policies=("independent-appeal",),
            )
        reason = text_of(because, "the reason")
        own = next((v for v in writing.all(votes, proposal=row.root, withdrawn=True)
                    if human_of(writing, v.person) == person.human), None)  # fmt: skip
        if own is None:
            writing.add(votes, acting, because=reason, proposal=row.root, person=person.id, agrees=agrees)
        elif own.person != person.id or (own.role != person.role and not own.withdrawn):
            raise Denied(
                f"{person.name} has voted already as {own.role}: one human being has one vote, whatever the account or "
                "the role [policy two-people]",
                policies=("two-people",),
            )
        else:
            writing.amend(own, acting, because=reason, agrees=agrees)
        return settle(writing, row)

    return store.write(work)


def settle(writing: Writing, proposal: Record) -> Tally:
    """Enters the decision that follows from the votes, or that it has fallen."""
    found = tally(writing, proposal)
    stands = found.state == AGREED and not proposal.withdrawn
    before = writing.first(decisions, proposal=proposal.root)
    if before is None and stands:
        kept = {"about": proposal.about, "question": proposal.question, "outcome": AGREED, "votes": list(found.pair)}
        writing.add(decisions, SYSTEM, proposal=proposal.root, **kept)
    elif before is not None and stands != (before.outcome == AGREED):
        outcome = AGREED if stands else FALLEN
        because = "the votes agree again" if stands else f"the proposal is {found.state}"
        writing.amend(before, SYSTEM, because=because, outcome=outcome, votes=list(found.pair))
    return found


def settle_all(writing: Writing, persons: Iterable[str]) -> None:
    """Looks again at everything that these accounts voted on."""
    for proposal in sorted({v.proposal for person in persons for v in writing.all(votes, person=person)}):
        settle(writing, writing.get(proposal, withdrawn=True))


def agreed(reading: Reading, about: str, question: str) -> Record | None:
    """The latest decision on it that stands."""
    found = reading.all(decisions, about=about, question=question, outcome=AGREED)
    return max(found, key=lambda row: (row.at, row.id), default=None)


def terms_of(reading: Reading, decision: Record) -> dict[str, Any]:
    """What was agreed."""
    return dict(reading.get(decision.proposal, withdrawn=True).terms)


def class_of(reading: Reading, network: str) -> str:
    """What a network is classed as by people; `unconfirmed` until two of them agree."""
    found = agreed(reading, network, CLASS)
    return UNCONFIRMED if found is None else str(terms_of(reading, found)["class"])
