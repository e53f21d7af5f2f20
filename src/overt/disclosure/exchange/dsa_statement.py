"""Statements of reasons for the accounts of a confirmed network, one for each, without personal data.

A statement says what was done to an account and why. It never says who is behind a network, and holds no name, id or
address of an account: only an id of the platform's own (`puid`), from which nobody can tell the account.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import uuid5

from overt.disclosure.exchange import dsa_words as words
from overt.disclosure.exchange.disarm import technique
from overt.disclosure.exchange.dsa_rules import LENGTHS, MAX_IN_ONE_CALL, faults, names_in
from overt.disclosure.exchange.stix_terms import NAMESPACE
from overt.disclosure.record import CaseRecord, Network
from overt.errors import InputError

NO_AUTOMATION = "AUTOMATED_DECISION_NOT_AUTOMATED"


@dataclass(frozen=True)
class Decision:
    """What was decided, in the fields of the database. Empty fields are left out; `decision_facts` is made if empty."""

    application_date: str
    content_date: str
    incompatible_content_ground: str | None = None
    incompatible_content_explanation: str | None = None
    decision_account: str | None = "DECISION_ACCOUNT_TERMINATED"
    decision_visibility: list[str] = field(default_factory=list)
    decision_visibility_other: str | None = None
    decision_monetary: str | None = None
    decision_monetary_other: str | None = None
    decision_provision: str | None = None
    decision_ground: str = words.INCOMPATIBLE
    decision_ground_reference_url: str | None = None
    illegal_content_legal_ground: str | None = None
    illegal_content_explanation: str | None = None
    incompatible_content_illegal: str | None = None
    account_type: str | None = None
    content_type: list[str] = field(default_factory=lambda: ["CONTENT_TYPE_TEXT"])
    content_type_other: str | None = None
    category: str = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    category_addition: list[str] = field(default_factory=list)
    category_specification: list[str] = field(default_factory=lambda: ["KEYWORD_INAUTHENTIC_ACCOUNTS"])
    category_specification_other: str | None = None
    territorial_scope: list[str] = field(default_factory=list)
    content_language: str | None = None
    end_date_account_restriction: str | None = None
    end_date_monetary_restriction: str | None = None
    end_date_service_restriction: str | None = None
    end_date_visibility_restriction: str | None = None
    decision_facts: str | None = None
    source_type: str = words.VOLUNTARY
    source_identity: str | None = None
    automated_detection: str = "Yes"
    automated_decision: str = NO_AUTOMATION


def statements(record: CaseRecord, decision: Decision, platform: str | None = None) -> list[dict[str, Any]]:
    """One statement for each member of the confirmed networks, on one platform where that is given.

    Raises InputError where no network is confirmed, or where a statement breaks a rule: the first such rule is named.
    """
    members = {
        member.account: network
        for network in reversed(record.networks)
        if record.confirmed(network)
        for member in network.members
        if member.role == "member"
    }
    wanted = [a.id for a in record.accounts if a.id in members and platform in (None, a.platform)]
    if not wanted:
        raise InputError("no account of a confirmed network to write a statement for", mend="only people confirm one")
    made = [_statement(record, members[account], account, decision) for account in wanted]
    own = {"puid"} if decision.decision_facts else {"puid", "decision_facts"}
    for each in made:
        broken = faults(each) + names_in(each, names_of(record), [f for f in LENGTHS if f not in own])
        if broken:
            raise InputError(f"the statement breaks a rule: {broken[0]}", mend="change the decision", fault=broken[0])
    return made


def calls(made: list[dict[str, Any]]) -> Iterator[str]:
    """The statements as bodies of calls, at most 100 in each."""
    for start in range(0, len(made), MAX_IN_ONE_CALL):
        body = {"statements": made[start : start + MAX_IN_ONE_CALL]}
        yield json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def names_of(record: CaseRecord) -> list[str]:
    """What would tell an account of the record: handles, names, ids, addresses, pseudonyms."""
    fields = ("account_id", "handle", "display_name", "url", "pseudonym")
    return [name for account in record.accounts for f in fields if (name := getattr(account, f))]


def puid_of(record: CaseRecord, account: str) -> str:
    """The id of a statement, the same for the same account of the same case."""
    return str(uuid5(NAMESPACE, json.dumps(["statement", record.id, account])))


def _statement(record: CaseRecord, network: Network, account: str, decision: Decision) -> dict[str, Any]:
    shown = asdict(decision) | {"decision_facts": decision.decision_facts or facts_of(record, network)}
    made = {name: value for name, value in shown.items() if value not in (None, [])}
    return made | {"puid": puid_of(record, account)}


def facts_of(record: CaseRecord, network: Network) -> str:
    """The facts in dull words: how many accounts, and the techniques that what was seen resembles."""
    members = sum(member.role == "member" for member in network.members)
    cues = [c for c in record.cues if c.of in ("case", network.id)]
    seen = sorted({f"{technique(t).name} ({t})" for cue in cues for t in cue.techniques})
    told = f"The account was one of {members:,} that acted together more closely than chance explains. "
    told += "People in different roles looked at the evidence and agreed that the coordination was hidden."
    return told + (f" What was seen resembles these DISARM techniques: {', '.join(seen)}." if seen else "")
