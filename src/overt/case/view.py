"""A case as a person sees it: accounts under pseudonyms, or by name where that is allowed and logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from overt.case import appeals, parameters, policy, reads
from overt.case.cases import accounts_of, case_of, networks_of
from overt.case.people import Who, person_of
from overt.case.pseudonyms import pseudonyms_of
from overt.case.store import Reading, Record, Store, Writing
from overt.case.tables import hypotheses, judgements, links, tags

HIDDEN = "(no name: the key was destroyed)"
NAMES = ("account_id", "handle", "display_name")


@dataclass(frozen=True)
class Shown:
    """An account as it is shown."""

    root: str
    network: str
    platform: str
    name: str
    part: str
    handle: str | None = None
    display_name: str | None = None


def shown(reading: Reading, case: str) -> list[Shown]:
    """The accounts of a case under its pseudonyms."""
    names = pseudonyms_of(reading, case)
    return [
        Shown(a.root, a.network, a.platform, names.of(a.platform, a.account_id) if names else HIDDEN, a.part)
        for a in accounts_of(reading, case)
    ]


def named(store: Store, who: Who, case: str) -> list[Shown]:
    """The accounts of a case by name, where its data is public; the look is logged. Raises Denied."""

    def work(writing: Writing) -> tuple[policy.Answer, list[Record]]:
        row = case_of(writing, case)
        person = person_of(writing, who)
        found = policy.asked(writing, person, "view_named", policy.case(row))
        rows = accounts_of(writing, row.root)
        seen = [(a.platform, a.account_id) for a in rows]
        look = reads.Look(
            None, row.root, "investigation", reads.PUBLIC, NAMES, {"case": row.root, "fields": list(NAMES)}
        )
        reads.note(writing, person, look, found, len(rows) if found.allowed else 0, seen)
        return found, rows

    found, rows = store.write(work)
    if not found.allowed:
        with store.reading() as reading:
            raise policy.denied(person_of(reading, who), "view_named", found)
    return [Shown(a.root, a.network, a.platform, a.account_id, a.part, a.handle, a.display_name) for a in rows]


def facts(reading: Reading, who: Who, case: str) -> dict[str, Any]:
    """All that is known of a case, accounts under pseudonyms. Raises Denied, UsageError."""
    row = case_of(reading, case)
    policy.allowed(reading, who, "view_case", policy.case(row))
    accounts = shown(reading, row.root)
    judged: dict[str, list[dict[str, Any]]] = {}
    for j in reading.all(judgements, case=row.root):
        said = {"id": j.root, "verdict": j.verdict, "confidence": j.confidence, "because": j.because, "at": j.at}
        judged.setdefault(j.about, []).append(said)
    found = []
    for network in networks_of(reading, row.root):
        found.append({
            "id": network.root, "name": network.name, "scan_says": network.found,
            "class": appeals.standing_class(reading, network.root), "summary": network.summary,
            "accounts": [_account(a, judged) for a in accounts if a.network == network.root],
            "judgements": judged.get(network.root, []),
            "appeals": [{"id": a.root, "outcome": outcome} for a, outcome in appeals.on(reading, network.root)],
        })  # fmt: skip
    return {
        "id": row.root, "title": row.title, "status": row.status, "origin": row.origin, "nonpublic": row.nonpublic,
        "opened_at": reading.versions(row.root)[0].at, "tags": [t.tag for t in reading.all(tags, case=row.root)],
        "networks": found, "accounts_without_network": [_account(a, judged) for a in accounts if not a.network],
        "hypotheses": [{"id": h.root, "statement": h.statement, "alternative": h.alternative, "standing": h.standing}
                       for h in reading.all(hypotheses, case=row.root)],
        "parameters": parameters.different(reading, row.root),
        "links": [{"kind": x.kind, "to": x.other} for x in reading.all(links, one=row.root)],
    }  # fmt: skip


def _account(account: Shown, judged: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"id": account.root, "platform": account.platform, "name": account.name, "part": account.part,
            "judgements": judged.get(account.root, [])}  # fmt: skip
