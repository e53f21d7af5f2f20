"""A case in the formats of others: the record of what was decided, handed to the writers of the disclosure room."""

import hashlib
import json
from pathlib import Path
from typing import Any

from overt.case import appeals, cases, decisions, policy, pseudonyms
from overt.case.bundle import cleared
from overt.case.cases import case_of
from overt.case.moment import moment_of
from overt.case.people import Who
from overt.case.store import Reading, Record, Store, Writing
from overt.case.tables import comments, disclosures, judgements
from overt.disclosure import record as nouns
from overt.errors import OutputError, UsageError

FORMATS = ("record", "stix", "misp", "csv", "dsa")
CONFIDENCE = {"low": 25, "moderate": 50, "high": 85}
"""The middle of each band, in per cent."""


def export(
    store: Store, who: Who, case: str, path: Path, format: str, *, named: bool = False, decision: Path | None = None
) -> str:
    """Writes a case in a format of others and returns the SHA-256 of what was written. Two people have to have agreed.

    decision: for statements of reasons (dsa), what was decided, as a file. Raises Denied, OutputError, UsageError.
    """
    from overt.disclosure.exchange import files

    if format not in FORMATS:
        raise UsageError(f"no format is called {format[:40]!r}", mend=f"choose bundle, {', '.join(FORMATS)}")
    more: dict[str, Any] = {}
    if format == files.DSA:
        if decision is None:
            raise UsageError("--format dsa needs --decision", mend="give a file with what was decided; see the docs")
        more = {"decision": files.decision_of(decision), "platform": None}
    if path.exists():
        raise OutputError("is there already", where=str(path), mend="name a new file")

    def work(writing: Writing) -> tuple[dict[str, str], str]:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "export_case", policy.case(row))
        decided = cleared(writing, row, named)
        made = files.written(record_of(writing, row, named=named), format, False, **more)
        text = next(iter(made.values())) if len(made) == 1 else json.dumps(made, sort_keys=True)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        said = {"about": row.root, "decision": decided.root, "kind": format, "sha256": sha256}
        writing.add(disclosures, person.acting, **said)
        return made, sha256

    made, sha256 = store.write(work)
    files.save(made, path)
    return sha256


def record_of(reading: Reading, case: Record, *, named: bool) -> nouns.CaseRecord:
    """What is known of a case, as a record for others: accounts by their pseudonyms unless they may be named."""
    names = None if named else pseudonyms.has_key(reading, case.root)
    held = cases.accounts_of(reading, case.root)
    networks = cases.networks_of(reading, case.root)
    accounts, ids = _accounts(held, names)
    said = [*reading.all(judgements, case=case.root), *reading.all(comments, case=case.root)]
    writer = {person: f"person {n}" for n, person in enumerate(dict.fromkeys(j.actor for j in said), start=1)}
    about = set(ids.values()) | {n.root for n in networks}
    opened = reading.versions(case.root)[0].at
    return nouns.CaseRecord(
        id=case.root,
        title=case.title,
        status=status_of(reading, networks),
        created=opened,
        modified=max([opened, case.at, *[s.at for s in said]]),
        accounts=tuple(accounts),
        networks=tuple(_network(reading, n, held, ids) for n in networks),
        judgements=tuple(
            nouns.Judgement(j.root, writer[j.actor], j.verdict, j.at, _about(j.about, ids, about),
                            CONFIDENCE[j.confidence], j.because)
            for j in said if j.root.startswith("judgement-")
        ),
        notes=tuple(
            nouns.Note(c.root, c.text, writer[c.actor], c.at, _about(c.about, ids, about))
            for c in said if c.root.startswith("comment-")
        ),
    )  # fmt: skip


def _accounts(held: list[Record], names: pseudonyms.Pseudonyms | None) -> tuple[list[nouns.Account], dict[str, str]]:
    """Each account once, though it may be in several networks; and which of them each row is."""
    made: dict[tuple[str, str], nouns.Account] = {}
    ids = {}
    for a in held:
        key = (a.platform, a.account_id)
        if key not in made:
            if names is None:
                made[key] = nouns.Account(a.root, a.platform or "unknown", a.account_id, a.handle, a.display_name)
            else:
                made[key] = nouns.Account(a.root, a.platform or "unknown", pseudonym=names.of(*key))
        ids[a.root] = made[key].id
    return list(made.values()), ids


def _network(reading: Reading, network: Record, held: list[Record], ids: dict[str, str]) -> nouns.Network:
    first, last = (moment_of(str(network.facts.get(name) or "")) for name in ("first_action", "last_action"))
    members = {ids[a.root]: a.part for a in held if a.network == network.root and a.part in nouns.ROLES}
    return nouns.Network(
        id=network.root,
        classification=appeals.standing_class(reading, network.root),
        name=network.name,
        summary=network.summary or None,
        first_seen=first,
        last_seen=last,
        members=tuple(nouns.Member(a, part) for a, part in members.items()),
    )


def _about(about: str, ids: dict[str, str], known: set[str]) -> str:
    found = ids.get(about, about)
    return found if found in known else nouns.CASE


def status_of(reading: Reading, networks: list[Record]) -> str:
    """The status of a case as others know it: that of its networks, the gravest first."""
    classes = {appeals.standing_class(reading, n.root) for n in networks}
    if decisions.COVERT in classes:
        return "covert"
    if decisions.OVERTURNED in classes:
        return "overturned"
    clear = {decisions.OPENLY, decisions.NOT_COORDINATED}
    return "not covert" if classes and classes <= clear else "unconfirmed"
