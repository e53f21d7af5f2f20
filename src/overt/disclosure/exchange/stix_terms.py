"""STIX ids and constants: the same record makes the same ids, wherever it is written."""

import json
from typing import Any
from uuid import UUID, uuid5

NAMESPACE = UUID("5b4b2c0e-2f0a-5d9b-9a41-6f1d1b5f7c11")
"""Of the ids that overt makes."""
OPENCTI = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""Of the ids that OpenCTI makes, for its own kinds of objects."""

PART = f"extension-definition--{uuid5(NAMESPACE, 'part of a case record')}"
"""What of a part of a case record has no property of its own in STIX."""
OPENCTI_EXTENSION = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba"

BORN = "2026-01-01T00:00:00.000Z"
"""When the objects that are the same in every bundle were made."""
DISARM_BORN = "2024-11-22T00:00:00.000Z"
MAKER = f"identity--{uuid5(NAMESPACE, 'overt')}"

SAID = {
    "unconfirmed": "Not confirmed by people: a lead, not a finding. Acting together is no guilt, and nothing here may "
    "be used against an account before people have looked at it.",
    "covert": "People in different roles agreed that this network is covert. Who is behind it is not part of that "
    "decision: each attribution here is a claim of its author.",
    "not covert": "People looked at this and did not find it covert. Nothing here may be used against an account.",
    "overturned": "This was called covert and is not any more: the decision was overturned. Nothing here may be used "
    "against an account; what was shared before is withdrawn.",
}
"""What the status of a case means, in words that go out with it."""


def made_id(kind: str, *words: str) -> str:
    """The id of an object of that type, from what makes it this one."""
    return f"{kind}--{uuid5(NAMESPACE, json.dumps([kind, *words]))}"


def opencti_id(kind: str, **name: str) -> str:
    """The id that OpenCTI would give it."""
    canonical = json.dumps(name, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{kind}--{uuid5(OPENCTI, canonical)}"


def account_type(platform: str) -> str:
    """STIX's name of a platform; its vocabulary knows X by its old name."""
    return "twitter" if platform == "x" else platform


def extensions(rest: dict[str, Any], noun: str) -> dict[str, Any]:
    """The property that says what part of a record an object is, with what STIX has no place for."""
    return {PART: {"extension_type": "property-extension", "noun": noun, **({"part": rest} if rest else {})}}


def part_of(value: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Noun and fields that overt wrote into an object of a bundle; None for what others wrote."""
    held = value.get("extensions")
    own = held.get(PART) if isinstance(held, dict) else None
    if not isinstance(own, dict) or not isinstance(own.get("noun"), str):
        return None
    rest = own.get("part", {})
    return own["noun"], rest if isinstance(rest, dict) else {}
