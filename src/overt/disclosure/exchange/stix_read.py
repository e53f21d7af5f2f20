"""A STIX 2.1 bundle as a case record: overt's own without loss, those of others as far as a record has a place for it.

What others call a campaign is a network here, and never confirmed: their decision is not ours. An `attributed-to` of
theirs becomes a claim of theirs. Everything that finds no place is said.
"""

from datetime import UTC, datetime
from typing import Any

from overt.disclosure.exchange import opencti
from overt.disclosure.exchange.reading import Gathering, Read, moment, safe_id
from overt.disclosure.exchange.stix_foreign import Foreign
from overt.disclosure.exchange.stix_pattern import read_pattern
from overt.disclosure.exchange.stix_terms import part_of
from overt.disclosure.exchange.stix_write import valid
from overt.disclosure.record_json import time_text
from overt.errors import InputError

MAX_OBJECTS = 500_000
_DERIVED = ("member", "status", "channel", "technique")
"""What overt wrote only for others: it stands elsewhere in the record."""
_NOTED = ("cue", "attribution", "narrative", "content", "sighting", "indicator")


def read_stix(value: Any, where: str = "") -> Read:
    """The record of a bundle. Raises InputError where it is none."""
    objects = _objects(value, where)
    gathered, facts, others = Gathering(), None, []
    for each in objects:
        kind = str(each.get("type"))
        gathered.found[kind] += 1
        fault = fault_of(each)
        if fault:
            gathered.leave(each.get("id"), f"not valid: {fault}")
            continue
        own = part_of(each)
        if own is None:
            others.append(each)
            continue
        with gathered.guarded(each["id"]):
            if own[0] == "case":
                facts = _case(each, own[1])
                for source in own[1].get("sources", []):
                    gathered.add("sources", source, each["id"])
            else:
                _own(gathered, each, *own)
    foreign = Foreign(gathered, others)
    foreign.read()
    facts = facts or foreign.facts(str(value.get("id")))
    try:
        record = gathered.record(facts)
    except TypeError as error:
        raise InputError("the case object of the bundle is incomplete", where=where, mend="ask its sender") from error
    return Read(record, "stix", dict(sorted(gathered.found.items())), tuple(gathered.left_out))


def _objects(value: Any, where: str) -> list[dict[str, Any]]:
    objects = value.get("objects") if isinstance(value, dict) and value.get("type") == "bundle" else None
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        raise InputError("is no STIX bundle", where=where, mend="a bundle has the type `bundle` and a list of objects")
    if len(objects) > MAX_OBJECTS:
        raise InputError(f"holds more than {MAX_OBJECTS:,} objects", where=where, mend="split it")
    return objects


def fault_of(value: dict[str, Any]) -> str | None:
    """What the official library says against an object; None where it holds."""
    kind, identity = value.get("type"), value.get("id")
    if not isinstance(kind, str) or not isinstance(identity, str) or not identity.startswith(f"{kind}--"):
        return "an object needs a type, and an id that begins with it"
    if value.get("spec_version", "2.1") != "2.1":
        return f"STIX {str(value.get('spec_version'))[:20]} is not read, only 2.1"
    try:
        valid(value, custom=True)
    except Exception as error:  # noqa: BLE001 - the library raises errors of many kinds for what strangers write
        return " ".join(str(error).split()) or type(error).__name__
    return None


def _case(value: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "id": rest.get("id") or safe_id(value["id"], "stix"),
        "title": value.get("name", "Untitled"),
        "status": rest.get("status", "unconfirmed"),
        "created": moment(value.get("created")) or datetime.now(UTC),
        "modified": moment(value.get("modified")) or datetime.now(UTC),
        "summary": value.get("description"),
    }
    return facts | {"aliases": tuple(str(a) for a in rest.get("aliases", ()))}


def _own(gathered: Gathering, value: dict[str, Any], noun: str, rest: dict[str, Any]) -> None:
    """A part of a record that overt wrote."""
    if noun in _DERIVED:
        return
    shown = _shown(value, noun, rest)
    if shown is None:
        gathered.leave(value["id"], f"a part of a case record that is not known: {noun}")
        return
    gathered.add({"content": "contents"}.get(noun, noun + "s"), shown, value["id"])


def _shown(value: dict[str, Any], noun: str, rest: dict[str, Any]) -> dict[str, Any] | None:
    """The fields of a part: what stands in properties of STIX, and the rest; None for a noun that is not known."""
    if value["type"] == "note" and noun in _NOTED:
        return rest
    if value["type"] in ("narrative", "media-content"):
        return rest | opencti.fields_of(value)
    return rest | _NATIVE[noun](value, rest) if noun in _NATIVE else None


def _network(value: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    unnamed = rest.pop("unnamed", False)
    return {"name": None if unnamed else value.get("name"), "summary": value.get("description")}


def _indicator(value: dict[str, Any], rest: dict[str, Any]) -> dict[str, Any]:
    kind, said = read_pattern(value["pattern"])
    return {"kind": kind, "value": said, "note": value.get("description")} | rest


def _authors(value: dict[str, Any]) -> str | None:
    return ", ".join(value.get("authors", [])) or None


def _judgement(value: dict[str, Any], _rest: dict[str, Any]) -> dict[str, Any]:
    told = {"reason": value.get("explanation"), "confidence": value.get("confidence")}
    return told | {"by": _authors(value), "at": _time(value, "created")}


def _note(value: dict[str, Any], _rest: dict[str, Any]) -> dict[str, Any]:
    return {"text": value["content"], "author": _authors(value), "at": _time(value, "created")}


def _sighting(value: dict[str, Any], _rest: dict[str, Any]) -> dict[str, Any]:
    seen = {name: _time(value, name) for name in ("first_seen", "last_seen")}
    return seen | {"count": value.get("count", 1)}


def _account(value: dict[str, Any], _rest: dict[str, Any]) -> dict[str, Any]:
    known = {"platform": value.get("account_type"), "account_id": value.get("user_id")}
    known["handle"] = value.get("account_login")
    if known["account_id"] is not None or known["handle"] is not None:
        known["display_name"] = value.get("display_name")
    return known


def _time(value: dict[str, Any], name: str) -> str | None:
    found = moment(value.get(name))
    return time_text(found) if found else None


_NATIVE = {
    "account": _account,
    "network": _network,
    "indicator": _indicator,
    "judgement": _judgement,
    "note": _note,
    "sighting": _sighting,
}
