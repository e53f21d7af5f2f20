"""Who may do what: policies in Cedar, shipped and editable, each with a name that a denial tells."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cedarpy

from overt.case import people
from overt.case.people import Person, Who, human_of
from overt.case.store import Reading, Record, Writing
from overt.case.tables import policies
from overt.errors import Denied, UsageError

SHIPPED = Path(__file__).with_name("policies")
FILES = ("roles.cedar", "separation.cedar", "grants.cedar")
NOTHING_PERMITS = "nothing-permits-it"
"""Named where no policy permits what was asked."""
LARGEST = 200_000
"""Characters of a file of policies."""

Entity = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """Whether something is allowed, and the policies that say so."""

    allowed: bool
    policies: tuple[str, ...]
    says: tuple[str, ...]


def schema() -> str:
    """The names that policies may use."""
    return SHIPPED.joinpath("schema.cedarschema").read_text("utf-8")


def shipped() -> dict[str, str]:
    """The policies that come with overt, by file."""
    return {name: SHIPPED.joinpath(name).read_text("utf-8") for name in FILES}


def current(reading: Reading) -> dict[str, str]:
    """The policies that are in force, by file: those that an administrator entered in place of the shipped ones."""
    return shipped() | {row.name: row.text for row in reading.all(policies)}


def enter(writing: Writing, who: Who, name: str, text: str, because: str) -> str:
    """Puts a file of policies in force; the one before it stays in the history. Raises Denied, UsageError."""
    person = allowed(writing, who, "manage_policies", database())
    if name not in FILES:
        raise UsageError(f"{name[:60]} is no file of policies", mend=f"it is one of {', '.join(FILES)}")
    if len(text) > LARGEST:
        raise UsageError(f"{name} is longer than {LARGEST:,} characters")
    check({**current(writing), name: text})
    import hashlib

    sha256 = hashlib.sha256(text.encode()).hexdigest()
    before = writing.first(policies, name=name, withdrawn=True)
    if before is None:
        return writing.add(policies, person.acting, because=because, name=name, text=text, sha256=sha256)
    return writing.amend(before, person.acting, because=because, text=text, sha256=sha256)


def check(files: dict[str, str]) -> None:
    """Raises UsageError where policies cannot be read, use unknown names, or have no id of their own."""
    text = "\n".join(files[name] for name in sorted(files))
    result = cedarpy.validate_policies(text, schema())
    if not result.validation_passed:
        raise UsageError(f"the policies cannot be used: {str(result.errors[0]).splitlines()[0]}")
    names = [p["annotations"].get("id", "") for p in _parsed(text).values()]
    if "" in names or len(set(names)) < len(names):
        raise UsageError("every policy needs an @id of its own, which a denial tells")


def _parsed(text: str) -> dict[str, Any]:
    parsed = json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"]
    return {key: {"annotations": {}} | value for key, value in parsed.items()}


@lru_cache(maxsize=16)
def _compiled(text: str) -> tuple[Any, dict[str, str]]:
    says = {p["annotations"].get("id", ""): p["annotations"].get("says", "") for p in _parsed(text).values()}
    return cedarpy.PolicySet.from_str(text), says


def answer(files: dict[str, str], person: Entity, action: str, resource: Entity, context: dict[str, Any]) -> Answer:
    """What the policies say of it."""
    text = "\n".join(files[name] for name in sorted(files))
    compiled, says = _compiled(text)
    request = {"principal": person["uid"], "action": {"type": "Action", "id": action}, "resource": resource["uid"],
               "context": context}  # fmt: skip
    entities = [person, resource]
    found = cedarpy.is_authorized(request, compiled, entities)
    named = found.diagnostics.id_annotations_by_reason
    ids = tuple(sorted(named.get(reason, reason) for reason in found.diagnostics.reasons))
    if found.diagnostics.errors:
        return Answer(False, ("broken-policy",), (str(found.diagnostics.errors[0]).splitlines()[0],))
    if not ids:
        return Answer(False, (NOTHING_PERMITS,), ("no policy permits it",))
    return Answer(found.allowed, ids, tuple(says.get(i, "") for i in ids))


def principal(person: Person) -> Entity:
    """A person as the policies see it: the human being, with the roles of this account, or the one it acts in."""
    held = [person.role] if person.role else sorted(person.roles)
    attributes: dict[str, Any] = {"roles": held, "markets": sorted(person.markets)}
    attributes |= {"team": person.team} if person.team else {}
    attributes |= {"region": person.region} if person.region else {}
    return _entity("Person", person.human, attributes)


def _entity(kind: str, id: str, attributes: dict[str, Any]) -> Entity:
    return {"uid": {"type": kind, "id": id}, "attrs": attributes, "parents": []}


def reference(human: str) -> Entity:
    """A human being as an attribute of something."""
    return {"__entity": {"type": "Person", "id": human}}


def database() -> Entity:
    """The database as a whole."""
    return _entity("Database", "here", {})


def case(row: Record) -> Entity:
    """A case."""
    return _entity("Case", row.root, {"status": row.status, "nonpublic": row.nonpublic})


def request(reading: Reading, row: Record, status: str = "open") -> Entity:
    """A request; who entered it is who did so first."""
    first = reading.versions(row.root)[0]
    return _entity("Request", row.root, {"enterer": reference(human_of(reading, first.actor)), "status": status})


def record(reading: Reading, row: Record) -> Entity:
    """Any record; its actor is who entered it first."""
    kind, first = row.root.partition("-")[0], reading.versions(row.root)[0]
    return _entity("Record", row.root, {"actor": reference(human_of(reading, first.actor)), "kind": kind})


def grant(root: str, attributes: dict[str, Any]) -> Entity:
    """A grant."""
    return _entity("Grant", root, attributes)


def asked(reading: Reading, person: Person, action: str, resource: Entity, **context: Any) -> Answer:
    """What the policies in force say of it."""
    at = {"now": int(reading.at.timestamp())} | context
    return answer(current(reading), principal(person), action, resource, at)


def allowed(reading: Reading, who: Who, action: str, resource: Entity, **context: Any) -> Person:
    """The person, if he or she may. Raises Denied with the names of the policies, UsageError."""
    person = people.person_of(reading, who)
    found = asked(reading, person, action, resource, **context)
    if not found.allowed:
        raise denied(person, action, found)
    return person


def denied(person: Person, action: str, found: Answer) -> Denied:
    """The error that names the policies."""
    roles = person.role or "/".join(sorted(person.roles)) or "no role"
    why = "; ".join(s for s in found.says if s)
    names = ", ".join(found.policies)
    what = f"{person.name} ({roles}) may not {action.replace('_', ' ')}: {why} [policy {names}]"
    return Denied(what, policies=found.policies, action=action)
