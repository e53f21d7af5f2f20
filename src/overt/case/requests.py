"""The register of requests: what governments and intermediaries ask of a platform, formally or not.

A request that comes by word of mouth is entered like one on paper. Sender and principal are told apart: who brought it
is seldom who wants it. At least two people review it, one of them outside of the market that it is about; what they
decide, and on which day the public learns of it, stands in the ledger. What was asked for is watched for afterwards
(watch.py).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from overt.case import policy, watch
from overt.case.cases import text_of
from overt.case.people import Person, Who, human_of
from overt.case.store import SYSTEM, Reading, Record, Store, Writing
from overt.case.tables import requests, reviews
from overt.errors import Denied, UsageError

CHANNELS = ("formal legal", "official letter", "email", "chat", "verbal", "via employee", "via intermediary", "sales")
ASKS = ("create account", "conceal affiliation", "avoid label", "amplify", "suppress", "remove", "restrict",
        "user data", "buy advertising", "other")  # fmt: skip
DIMENSIONS = ("identity", "location", "relationships", "popularity", "purpose")
"""What somebody may be misled about; a request may ask to hide any of them."""
CONSIDERATIONS = ("none", "payment", "access", "threat", "unknown")
STATE_LINKS = ("state-prohibited", "state-prohibited-but-inadequate", "state-ignored", "state-encouraged",
               "state-shaped", "state-coordinated", "state-ordered", "state-rogue-conducted", "state-executed",
               "state-integrated")  # fmt: skip
"""How close the principal is to a state, in the words of MISP's state-responsibility taxonomy."""
CONFIDENCES = ("low", "moderate", "high")
PENDING, DECLINED, ACCEPTED, PARTIAL, ESCALATED = DECISIONS = (
    "pending",
    "declined",
    "accepted",
    "partial",
    "escalated",
)
GOVERNMENT_TEAMS = frozenset({"government relations", "public policy", "sales"})
"""Teams that carry such requests: whoever is in one is not outside of the matter."""
LATEST = datetime.timedelta(days=180)
"""When the public learns of a request for which nobody says anything else."""


@dataclass(frozen=True)
class Demand:
    """What is known of a request when it is entered."""

    channel: str
    sender: str
    principal: str
    ask: tuple[str, ...]
    target_audience: tuple[str, ...]
    text: str
    received_at: datetime.datetime
    principal_kind: str | None = None
    principal_country: str | None = None
    state_link: str | None = None
    confidence: str | None = None
    relationship: str | None = None
    conceals: tuple[str, ...] = ()
    consideration: str = "unknown"
    legal_basis: str | None = None
    policy_refs: tuple[str, ...] = ()
    disclose_on: datetime.datetime | None = None


def _one(value: str | None, allowed: tuple[str, ...], what: str) -> None:
    if value is not None and value not in allowed:
        raise UsageError(f"{value[:60]!r} is no {what}", mend=f"choose from {', '.join(allowed)}")


def check(demand: Demand) -> None:
    """Raises UsageError where something is missing or not a word of the register."""
    for name in ("sender", "principal", "text"):
        text_of(getattr(demand, name), name)
    if not demand.ask:
        raise UsageError("a request asks for something", mend=f"say what: {', '.join(ASKS)}")
    if not demand.target_audience:
        raise UsageError("no market is named that the request is about", mend="say whom it would reach: --audience")
    _one(demand.channel, CHANNELS, "channel")
    _one(demand.consideration, CONSIDERATIONS, "consideration")
    _one(demand.state_link, STATE_LINKS, "link to a state")
    _one(demand.confidence, CONFIDENCES, "confidence")
    for ask in demand.ask:
        _one(ask, ASKS, "thing to ask for")
    for dimension in demand.conceals:
        _one(dimension, DIMENSIONS, "thing to hide")


def enter(store: Store, who: Who, demand: Demand, terms: "watch.Terms | None" = None) -> str:
    """Enters a request, and what to look for afterwards. Raises Denied, UsageError."""
    check(demand)

    def work(writing: Writing) -> str:
        person = policy.allowed(writing, who, "enter_request", policy.database())
        said = {f.name: getattr(demand, f.name) for f in fields(demand)}
        said |= {name: text_of(said[name], name) for name in ("sender", "principal", "text")}
        said["disclose_on"] = demand.disclose_on or demand.received_at + LATEST
        made = writing.add(requests, person.acting, decision=PENDING, **said)
        if terms is not None:
            watch.begin(writing, person.acting, made, terms)
        return made

    return store.write(work)


def request_of(reading: Reading, id: str) -> Record:
    """The request with that id. Raises UsageError."""
    row = reading.get(id)
    if not row.root.startswith("request-"):
        raise UsageError(f"{id[:60]} is no request")
    return row


def outside(person: Person, request: Record) -> bool:
    """Whether a reviewer stands outside of the market that a request is about, and of the teams that carry requests."""
    affected = {m.casefold() for m in request.target_audience}
    own = {m.casefold() for m in person.markets}
    carries = (person.team or "").casefold() in GOVERNMENT_TEAMS
    return bool(own) and not own & affected and not carries


def review(store: Store, who: Who, request: str, decision: str, because: str) -> str:
    """Enters what a reviewer decides, or decides now. Returns how the request stands. Raises Denied, UsageError."""
    _one(decision, DECISIONS[1:], "decision")

    def work(writing: Writing) -> str:
        row = request_of(writing, request)
        person = policy.allowed(writing, who, "review_request", policy.request(writing, row))
        writing.lock(row)
        row = request_of(writing, request)
        said: dict[str, Any] = {"decision": decision, "outside": outside(person, row)}
        reason = text_of(because, "the reason")
        before = next((r for r in writing.all(reviews, request=row.root, withdrawn=True)
                       if human_of(writing, r.person) == person.human), None)  # fmt: skip
        if before is None:
            writing.add(reviews, person.acting, because=reason, request=row.root, person=person.id, **said)
        elif before.person != person.id:
            raise Denied(
                f"{person.name} has reviewed it already with another account [policy two-people]",
                policies=("two-people",),
            )
        else:
            writing.amend(before, person.acting, because=reason, **said)
        return settle(writing, row)

    return store.write(work)


def decided(reading: Reading, request: Record) -> str:
    """What two reviewers agree on, one of them outside of the market, while nobody says otherwise; else pending."""
    found = {human_of(reading, r.person): r for r in reading.all(reviews, request=request.root)}
    said = {r.decision for r in found.values()}
    if ESCALATED in said:
        return ESCALATED
    agreed = len(found) >= 2 and len(said) == 1 and any(r.outside for r in found.values())
    return str(said.pop()) if agreed else PENDING


def settle(writing: Writing, request: Record) -> str:
    """Enters the decision that follows from the reviews."""
    found = decided(writing, request)
    if found != request.decision:
        at = None if found == PENDING else writing.at
        writing.amend(request, SYSTEM, because="follows from the reviews", decision=found, decided_at=at)
    return found


def settle_all(writing: Writing, persons: Iterable[str]) -> None:
    """Looks again at everything that these accounts reviewed."""
    for request in sorted({r.request for person in persons for r in writing.all(reviews, person=person)}):
        settle(writing, request_of(writing, request))


def reviews_of(reading: Reading, request: str) -> list[Record]:
    """The reviews of a request."""
    return reading.all(reviews, request=request)


def listed(reading: Reading, who: Who) -> list[Record]:
    """Every request. Raises Denied."""
    policy.allowed(reading, who, "view_request", policy.database())
    return reading.all(requests)
