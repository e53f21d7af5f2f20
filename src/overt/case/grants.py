"""Access grants: data that is not public is read under a grant only, which three different human beings have signed.

Who asks says for what purpose and case, which fields of which accounts and days, why it is needed, and for how long. A
second one approves, a third one, an independent overseer, countersigns. In an emergency the overseer may come later,
within three days; without that the grant is dead. The rules are policies in policies/grants.cedar and separation.cedar.
"""

import datetime
from dataclasses import dataclass, fields
from typing import Any

from overt.case import policy
from overt.case.cases import CLOSED, case_of, text_of
from overt.case.people import Who, human_of, person_by_id
from overt.case.store import Reading, Record, Store, Writing
from overt.case.tables import grants, signatures
from overt.errors import UsageError

PURPOSES = ("investigation", "appeal", "audit", "legal duty", "research")
MODALITIES = ("secure environment", "export", "pseudonymised")
APPROVE, COUNTERSIGN, REVOKE, CONFIRM, REFUSE = KINDS = ("approve", "countersign", "revoke", "confirm", "refuse")
LONGEST = datetime.timedelta(days=90)
LONGEST_EMERGENCY = datetime.timedelta(days=7)
REVIEW_WITHIN = datetime.timedelta(hours=72)
NAMING = frozenset(
    {"handle", "display_name", "bio", "profile_url", "avatar_url", "mentions", "raw", "text", "email", "phone"}
)
"""Fields that may name people: only where the grant says that accounts are named."""
MOST_FIELDS = 100


@dataclass(frozen=True)
class Asked:
    """What is asked for. accounts: `platform:id`, or none for all accounts of the case; region: where the reader has to
    be, or `any`; identified: accounts are named, not shown as pseudonyms.
    """

    purpose: str
    fields: tuple[str, ...]
    necessity: str
    starts: datetime.datetime
    ends: datetime.datetime
    accounts: tuple[str, ...] = ()
    data_from: datetime.datetime | None = None
    data_to: datetime.datetime | None = None
    region: str = "any"
    proportionality: str | None = None
    measures: str | None = None
    modality: str = "pseudonymised"
    identified: bool = False
    emergency: bool = False


def _check(asked: Asked) -> None:
    if asked.purpose not in PURPOSES:
        raise UsageError(f"{asked.purpose[:40]!r} is no purpose", mend=f"choose one of {', '.join(PURPOSES)}")
    if asked.modality not in MODALITIES:
        raise UsageError(f"{asked.modality[:40]!r} is no modality", mend=f"choose one of {', '.join(MODALITIES)}")
    if not 0 < len(asked.fields) <= MOST_FIELDS:
        raise UsageError("a grant names its fields", mend="say which: --field")
    naming = sorted(NAMING.intersection(asked.fields))
    if naming and not asked.identified:
        raise UsageError(
            f"{', '.join(naming)} may name people", mend="ask for a grant that names accounts: --identified"
        )
    longest = LONGEST_EMERGENCY if asked.emergency else LONGEST
    if not asked.starts < asked.ends <= asked.starts + longest:
        raise UsageError(f"a grant is for {longest.days} days at most", mend="choose other days")
    if asked.data_from and asked.data_to and asked.data_from >= asked.data_to:
        raise UsageError("the period of the data ends before it begins")
    for account in asked.accounts:
        if ":" not in account:
            raise UsageError(f"{account[:60]} names no platform", mend="write it as tiktok:7012345678901234567")


def ask(store: Store, who: Who, case: str, asked: Asked) -> str:
    """Asks for a grant. Raises Denied, UsageError."""
    _check(asked)

    def work(writing: Writing) -> str:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "ask_grant", policy.case(row))
        said = {f.name: getattr(asked, f.name) for f in fields(asked)} | {
            "necessity": text_of(asked.necessity, "the necessity")
        }
        due = asked.starts + REVIEW_WITHIN if asked.emergency else None
        return writing.add(grants, person.acting, case=row.root, review_due=due, **said)

    return store.write(work)


_ACTION = {APPROVE: "approve", COUNTERSIGN: "countersign", REVOKE: "revoke", CONFIRM: "after_review",
           REFUSE: "after_review"}  # fmt: skip


def sign(store: Store, who: Who, grant: str, kind: str, because: str) -> str:
    """Approves, countersigns or revokes a grant, or says after an emergency whether it was one. Raises Denied,
    UsageError.
    """
    if kind not in KINDS:
        raise UsageError(f"a grant is not signed to {kind[:40]!r}", mend=f"choose one of {', '.join(KINDS)}")

    def work(writing: Writing) -> str:
        row = grant_of(writing, grant)
        writing.lock(row)
        person = policy.allowed(writing, who, _ACTION[kind], entity(writing, row))
        if kind in (CONFIRM, REFUSE) and not row.emergency:
            raise UsageError(f"{grant} was no emergency", mend="countersign it")
        if kind in (CONFIRM, REFUSE) and writing.all(
            signatures, signatures.c.kind.in_((CONFIRM, REFUSE)), grant=row.root
        ):
            raise UsageError(f"{grant} was reviewed already")
        return writing.add(signatures, person.acting, because=text_of(because, "the reason"), grant=row.root, kind=kind)

    return store.write(work)


def grant_of(reading: Reading, id: str) -> Record:
    """The grant with that id. Raises UsageError."""
    row = reading.get(id)
    if not row.root.startswith("grant-"):
        raise UsageError(f"{id[:60]} is no grant")
    return row


def signed(reading: Reading, grant: str) -> dict[str, Record]:
    """The signatures of a grant by kind."""
    return {s.kind: s for s in reading.all(signatures, grant=grant)}


def entity(reading: Reading, grant: Record) -> policy.Entity:
    """A grant as the policies see it."""
    found = signed(reading, grant.root)
    requester = person_by_id(reading, grant.actor)
    due = grant.review_due or grant.ends
    attributes: dict[str, Any] = {
        "requester": policy.reference(requester.human),
        "purpose": grant.purpose,
        "region": grant.region,
        "fields": sorted(grant.fields),
        "accounts": sorted(grant.accounts),
        "starts": int(grant.starts.timestamp()),
        "ends": int(grant.ends.timestamp()),
        "review_due": int(due.timestamp()),
        "emergency": grant.emergency,
        "reviewed": CONFIRM in found,
        "refused": REFUSE in found,
        "revoked": REVOKE in found,
        "case_closed": reading.get(grant.case, withdrawn=True).status == CLOSED,
    }
    attributes |= {"team": requester.team} if requester.team else {}
    for kind, name in ((APPROVE, "approver"), (COUNTERSIGN, "overseer")):
        if kind in found:
            attributes[name] = policy.reference(human_of(reading, found[kind].actor))
    return policy.grant(grant.root, attributes)


def unreviewed(reading: Reading) -> list[Record]:
    """Emergencies that nobody has reviewed, whose time has come or will."""
    done = {s.grant for s in reading.all(signatures, signatures.c.kind.in_((CONFIRM, REFUSE, COUNTERSIGN)))}
    return [row for row in reading.all(grants, emergency=True) if row.root not in done]


def state(reading: Reading, grant: Record) -> str:
    """In one word or two: what a person needs to know of a grant."""
    found = signed(reading, grant.root)
    if REVOKE in found or REFUSE in found:
        return "revoked" if REVOKE in found else "not confirmed"
    if reading.at >= grant.ends:
        return "ended"
    if APPROVE not in found:
        return "asked for"
    if COUNTERSIGN not in found and CONFIRM not in found:
        return "emergency, to be reviewed" if grant.emergency else "approved, not countersigned"
    return "in force" if reading.at >= grant.starts else "not begun"
