"""What the public learns of the register: which requests, when, and which of them are overdue.

The day is named when a request is entered. Two people in two roles agree to its disclosure, at any time before; once
the day has come it is published. It is held back only if two people agree to that, with a reason, for half a year at
most.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from overt.case import decisions, policy
from overt.case.decisions import DISCLOSE, WITHHOLD
from overt.case.moment import moment_of, stamp
from overt.case.people import Who
from overt.case.requests import PENDING, reviews_of
from overt.case.store import Reading, Record, Store, Writing, digest
from overt.case.tables import disclosures, hits, requests, watches
from overt.errors import UsageError

LONGEST = datetime.timedelta(days=180)
REASONS = ("safety of a person", "open investigation", "order of a court")
"""Why a request may be held back."""
SCHEMA = "overt.requests/1"


@dataclass(frozen=True)
class Standing:
    """A request before the public: not due, due, withheld or disclosed."""

    request: Record
    state: str
    agreed: bool
    day: datetime.datetime
    reason: str | None = None


def standing(reading: Reading, request: Record) -> Standing:
    """How a request stands before the public."""
    agreed = decisions.agreed(reading, request.root, DISCLOSE)
    day = request.disclose_on
    if reading.first(disclosures, about=request.root) is not None:
        return Standing(request, "disclosed", True, day)
    held = decisions.agreed(reading, request.root, WITHHOLD)
    if held is not None:
        terms = decisions.terms_of(reading, held)
        until = moment_of(terms["until"])
        if until is not None and reading.at < until:
            return Standing(request, "withheld", agreed is not None, until, terms["reason"])
    return Standing(request, "due" if reading.at >= day else "not due", agreed is not None, day)


def propose(store: Store, who: Who, request: str, because: str) -> str:
    """Proposes to disclose a request once its day has come. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        row = writing.get(request)
        return decisions.put(writing, who, request, DISCLOSE, {"on": stamp(row.disclose_on)}, because)

    return store.write(work)


def withhold(store: Store, who: Who, request: str, until: datetime.datetime, reason: str, because: str) -> str:
    """Proposes to hold a request back, for half a year at most from now. Raises Denied, UsageError."""
    if reason not in REASONS:
        raise UsageError(f"{reason[:60]!r} is no reason to withhold", mend=f"choose from {', '.join(REASONS)}")

    def work(writing: Writing) -> str:
        if not writing.at < until <= writing.at + LONGEST:
            raise UsageError(f"a request is withheld for {LONGEST.days} days at most", mend="choose an earlier day")
        return decisions.put(writing, who, request, WITHHOLD, {"until": stamp(until), "reason": reason}, because)

    return store.write(work)


def publish(store: Store, who: Who) -> dict[str, Any]:
    """Discloses every request that is due and agreed on, and returns the public register: all that was ever disclosed,
    and how many are due, withheld and not due. Raises Denied.
    """

    def work(writing: Writing) -> dict[str, Any]:
        policy.allowed(writing, who, "view_request", policy.database())
        for row in writing.all(requests):
            found = standing(writing, row)
            if found.state == "due" and found.agreed:
                person = policy.allowed(writing, who, "disclose_request", policy.request(writing, row))
                decision = decisions.agreed(writing, row.root, DISCLOSE)
                facts = {"about": row.root, "decision": decision.root if decision else "", "kind": "register"}
                writing.add(disclosures, person.acting, sha256=digest(public(writing, row)), **facts)
        return register(writing)

    return store.write(work)


def register(reading: Reading) -> dict[str, Any]:
    """The public register as it stands."""
    found = [standing(reading, row) for row in reading.all(requests)]
    counts = {state: sum(f.state == state for f in found) for state in ("disclosed", "due", "withheld", "not due")}
    rows = [public(reading, f.request) for f in found if f.state == "disclosed"]
    held = [{"received_at": stamp(f.request.received_at), "until": stamp(f.day), "reason": f.reason}
            for f in found if f.state == "withheld"]  # fmt: skip
    return {"schema": SCHEMA, "at": stamp(reading.at), "counts": counts, "requests": rows, "withheld": held}


SHOWN = ("channel", "principal", "principal_kind", "principal_country", "state_link", "confidence", "relationship",
         "ask", "conceals", "target_audience", "consideration", "legal_basis", "policy_refs", "decision")  # fmt: skip


def public(reading: Reading, request: Record) -> dict[str, Any]:
    """What the public learns of a request: all but the sender, who is often a private person, and the words used."""
    said = reviews_of(reading, request.root)
    disclosed = reading.first(disclosures, about=request.root)
    watched = reading.first(watches, request=request.root)
    seen = reading.all(hits, watch=watched.root) if watched else []
    first = reading.versions(request.root)[0]
    return {
        "id": request.root,
        "received_at": stamp(request.received_at),
        "entered_at": stamp(first.at),
        **{name: getattr(request, name) for name in SHOWN},
        "reasons": [r.because for r in said if request.decision != PENDING],
        "reviewers": len(said),
        "reviewers_outside_market": sum(bool(r.outside) for r in said),
        "decided_at": stamp(request.decided_at) if request.decided_at else None,
        "disclosed_at": stamp(disclosed.at) if disclosed else None,
        "appeared_anyway": len(seen),
        "entry": first.entry,
    }


def due(reading: Reading) -> list[Standing]:
    """The requests whose day has come and of which the public knows nothing."""
    found = [standing(reading, row) for row in reading.all(requests)]
    return [f for f in found if f.state == "due"]


def written(register_: dict[str, Any]) -> str:
    """The public register as JSON."""
    return json.dumps(register_, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
