"""A MISP event as a case record: overt's own without loss, those of others as far as a record has a place for it."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from overt.disclosure.exchange.meta_cells import account_in
from overt.disclosure.exchange.misp_terms import KIND_OF, NOUNS, REFERENCES, VALUE_TYPES, read_tag
from overt.disclosure.exchange.misp_write import ONLY_PSEUDONYM, PSEUDONYM
from overt.disclosure.exchange.reading import Gathering, Read, moment, safe_id
from overt.disclosure.record import CaseRecord
from overt.disclosure.record_json import time_text
from overt.errors import InputError

MAX_OBJECTS = 200_000
_KINDS = {theirs: own for own, theirs in VALUE_TYPES.items() if own not in ("android_package", "ios_app")} | {
    "hostname": "domain",
    "ip-src": "ip",
    "link": "url",
    "uri": "url",
    "email-src": "email",
    "email-dst": "email",
    "mobile-application-id": "android_package",
    "phone-number": "phone",
    "text": "text",
    "comment": "text",
    "other": "text",
    "stix2-pattern": "pattern",
}
"""MISP's type of an attribute -> kind of indicator."""
_ACCOUNTS = {
    "user-account": "unknown",
    "twitter-account": "x",
    "facebook-account": "facebook",
    "instagram-account": "instagram",
    "telegram-account": "telegram",
    "reddit-account": "reddit",
    "parler-account": "parler",
    "github-user": "github",
}
"""Object templates that are accounts -> platform."""
_NAMES = {
    "user-id": "account_id",
    "id": "account_id",
    "account-id": "account_id",
    "username": "handle",
    "name": "handle",
    "account-name": "handle",
    "screen-name": "handle",
    "displayed-name": "display_name",
    "display-name": "display_name",
    "user-name": "display_name",
    "link": "url",
    "url": "url",
    "account-type": "platform",
}
_LISTS = ("aliases", "techniques", "alternatives")
_ROLES = {relation: role for role, relation in REFERENCES.items()}


def read_misp(value: Any, where: str = "") -> Read:
    """The record of an event. Raises InputError where it is none."""
    event = _event(value, where)
    gathered = Gathering()
    facts: dict[str, Any] = {}
    objects = [o for o in event.get("Object") or [] if isinstance(o, dict)]
    accounts: dict[str, str] = {}
    for each in sorted(objects, key=lambda o: o.get("name") not in _ACCOUNTS):
        name = str(each.get("name"))
        gathered.found[f"object {name}"] += 1
        with gathered.guarded(f"object {each.get('uuid')}"):
            if name == "overt-case":
                facts = _fields(each)
            else:
                _object(gathered, each, name, accounts)
    for each in event.get("Attribute") or []:
        gathered.found["attribute"] += 1
        with gathered.guarded(f"attribute {each.get('uuid') if isinstance(each, dict) else each}"):
            _attribute(gathered, each)
    if not facts:
        _tagged(gathered, event)
    return Read(
        _record(gathered, event, facts, where), "misp", dict(sorted(gathered.found.items())), tuple(gathered.left_out)
    )


def fault_of(value: Any) -> str | None:
    """What the official library says against an event; None where it loads."""
    from pymisp import MISPEvent

    try:
        MISPEvent().load(deepcopy(value))  # it takes apart what it is given
    except Exception as error:  # noqa: BLE001 - the library raises errors of many kinds for what strangers write
        return " ".join(str(error).split()) or type(error).__name__
    return None


def _event(value: Any, where: str) -> dict[str, Any]:
    event = value.get("Event") if isinstance(value, dict) else None
    if not isinstance(event, dict) or not isinstance(event.get("info"), str):
        raise InputError("is no MISP event", where=where, mend="it is an object `Event` with an `info`")
    for name in ("Object", "Attribute", "Tag"):
        held = event.get(name)
        if held is not None and not isinstance(held, list):
            raise InputError(f"is no MISP event: {name} is no list", where=where, mend="ask its sender")
        if held and len(held) > MAX_OBJECTS:
            raise InputError(f"holds more than {MAX_OBJECTS:,} in {name}", where=where, mend="split it")
    fault = fault_of(value)
    if fault:
        raise InputError(f"is no MISP event that holds: {fault[:300]}", where=where, mend="ask its sender")
    return event


def _record(gathered: Gathering, event: dict[str, Any], facts: dict[str, Any], where: str) -> CaseRecord:
    facts = {k: v for k, v in facts.items() if k != "meaning"}
    if not facts:
        at = moment(event.get("date")) or datetime.now(UTC)
        last = _stamp(event.get("timestamp")) or at
        facts = {"id": safe_id(str(event.get("uuid")), "misp"), "title": event["info"], "status": "unconfirmed"}
        facts |= {"created": min(at, last), "modified": last}
    for name in ("created", "modified"):
        facts[name] = moment(facts.get(name))
    facts["aliases"] = tuple(facts.get("aliases", ()))
    try:
        return gathered.record(facts)
    except TypeError as error:
        raise InputError("the case object of the event is incomplete", where=where, mend="ask its sender") from error


def _values(value: dict[str, Any]) -> list[dict[str, Any]]:
    return [a for a in value.get("Attribute") or [] if isinstance(a, dict) and not a.get("deleted")]


def _fields(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of a part that overt wrote."""
    found: dict[str, Any] = {}
    for each in _values(value):
        name, told = str(each["object_relation"]).replace("-", "_"), str(each["value"])
        if each["object_relation"] in KIND_OF:
            found["value"] = told
        elif name in _LISTS:
            found.setdefault(name, []).append(told)
        elif each["type"] == "counter":
            found[name] = int(told)
        elif each["type"] == "datetime":
            at = moment(told)
            found[name] = time_text(at) if at else None
        else:
            found[name] = told
    return found


def _object(gathered: Gathering, value: dict[str, Any], name: str, accounts: dict[str, str]) -> None:
    noun = name.removeprefix("overt-")
    if name in _ACCOUNTS:
        part = gathered.add("accounts", _account(value, _ACCOUNTS[name]), f"object {value.get('uuid')}")
        if part:
            accounts[str(value.get("uuid"))] = part
    elif name.startswith("overt-") and noun in NOUNS:
        shown = _fields(value)
        if noun == "network":
            shown["members"] = _members(value, accounts)
        gathered.add(NOUNS[noun], shown, f"object {value.get('uuid')}")
    else:
        for each in _values(value):
            _attribute(gathered, each, f"{name}: {each.get('object_relation')}")


def _account(value: dict[str, Any], platform: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"platform": platform}
    said = ""
    for each in _values(value):
        relation = str(each.get("object_relation"))
        if relation == "description":
            said = str(each["value"])
        elif relation in _NAMES and each.get("value"):
            shown[_NAMES[relation]] = str(each["value"])
    for start in (PSEUDONYM, ONLY_PSEUDONYM):
        if said.startswith(start):
            shown["pseudonym"] = said.removeprefix(start)
            if start == ONLY_PSEUDONYM:
                shown.pop("handle", None)
            shown["id"] = value.get("comment") or None
    own = str(value.get("comment") or "")
    return shown | ({"id": own} if own and " " not in own and len(own) <= 100 and own != "case" else {})


def _members(value: dict[str, Any], accounts: dict[str, str]) -> list[dict[str, str]]:
    found = []
    for each in value.get("ObjectReference") or []:
        role = _ROLES.get(str(each.get("relationship_type")))
        to = accounts.get(str(each.get("referenced_uuid")))
        if role and to:
            found.append({"account": to, "role": role})
    return found


def _attribute(gathered: Gathering, value: dict[str, Any], place: str | None = None) -> None:
    """An attribute of others; an address of a profile is an account."""
    kind = _KINDS.get(str(value.get("type")))
    what = f"attribute {value.get('uuid')}"
    told = str(value.get("value", ""))
    if kind is None or not told.strip():
        gathered.leave(what, f"a case record has no place for the type {value.get('type')}")
        return
    note = "; ".join(filter(None, (place, str(value.get("comment") or ""))))
    account = account_in(told) if kind == "url" else None
    if account and (account.handle or account.account_id):
        shown = {"platform": account.platform, "handle": account.handle, "account_id": account.account_id, "url": told}
        gathered.add("accounts", shown, what)
        return
    relation = "asset" if value.get("to_ids") in (True, 1, "1") else "mentioned"
    gathered.add("indicators", {"kind": kind, "value": told, "relation": relation, "note": note or None}, what)


def _tagged(gathered: Gathering, event: dict[str, Any]) -> None:
    """What the tags of an event of others say. A tag about a state is a claim of the event's maker."""
    at = time_text(moment(event.get("date")) or datetime.now(UTC))
    maker = event.get("Orgc") if isinstance(event.get("Orgc"), dict) else {}
    author = str((maker or {}).get("name") or "the maker of the event")
    names = [str(t.get("name")) for t in event.get("Tag") or [] if isinstance(t, dict)]
    read = [(name, found) for name in names if (found := read_tag(name))]
    sure = next((value for _, (what, value) in read if what == "confidence"), None)
    for name, (what, value) in read:
        if what == "technique":
            gathered.add("cues", {"name": name, "techniques": [value]}, f"tag {name}")
        elif what == "responsibility":
            claim = {"claim": name, "author": author, "basis": "A tag of the event", "at": at, "confidence": sure}
            gathered.add("attributions", claim | {"responsibility": value}, f"tag {name}")


def _stamp(text: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return moment(text)
