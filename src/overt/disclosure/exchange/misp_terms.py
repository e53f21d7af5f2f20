"""MISP: object templates for the parts of a case record, and tags of its taxonomies.

Accounts use MISP's own `user-account`. For the rest overt has templates of its own, made from the parts themselves: an
instance that does not know them shows them all the same, and `overt exchange write --format misp-templates` writes them
for one that wants to.
"""

import re
from dataclasses import fields
from datetime import datetime
from functools import cache
from types import UnionType
from typing import Any, get_args
from uuid import uuid5

from overt.disclosure.exchange.disarm import ids_by_name, techniques
from overt.disclosure.exchange.stix_terms import NAMESPACE
from overt.disclosure.exchange.wording import confidence_of, likelihood_of
from overt.disclosure.record import KINDS, PARTS, RESPONSIBILITY, CaseRecord

VALUE_TYPES = {
    "domain": "domain",
    "url": "url",
    "ip": "ip-dst",
    "email": "email",
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "android_package": "mobile-application-id",
    "ios_app": "mobile-application-id",
    "phone": "phone-number",
    "pattern": "stix2-pattern",
}
"""Kind of indicator -> MISP's type; `text` for any other."""
NOUNS = {kind.__name__.lower(): name for name, kind in PARTS.items() if name != "accounts"}
"""Noun of a part with a template of its own -> field of a record."""
REFERENCES = {"member": "includes", "target": "targets", "lead": "related-to"}
"""Role in a network -> relationship of the network to the account."""
_PUBLISHED = {
    "state-prohibited": "state-prohibited.",
    "state-prohibited-but-inadequate": "state-prohibited-but-inadequate.",
}
"""Two predicates end in a full stop in the published taxonomy."""
_TAG = re.compile(r'([\w-]+):([\w.-]+)(?:="(.*)")?', re.DOTALL)
_WHY = {
    "case": "A case of overt: its status is what people decided, never who is behind it",
    "network": "Accounts that act together",
    "indicator": "Something to recognise a network by, or that it touched (relation)",
    "judgement": "What one person thinks of it, under a pseudonym",
    "cue": "What was seen that may hide something, with DISARM ids",
    "attribution": "Who somebody claims to be behind it: a claim of its author, not a finding",
    "source": "Where it is published",
    "sighting": "An indicator was seen somewhere",
    "note": "What somebody wrote about it",
    "narrative": "A story that was pushed",
    "content": "A post, page or file that shows it",
}


def relation_of(kind: str) -> str:
    """The name of the attribute that holds the value of an indicator of that kind."""
    return f"value-{kind.replace('_', '-')}"


KIND_OF = {relation_of(kind): kind for kind in KINDS}
"""Name of such an attribute -> kind."""


@cache
def template(noun: str) -> dict[str, Any]:
    """The object template `overt-NOUN`, as a definition file of MISP has it."""
    kind: Any = CaseRecord if noun == "case" else PARTS[NOUNS[noun]]
    held: dict[str, Any] = {}
    for each in fields(kind):
        if each.name in PARTS or each.name == "members":
            continue
        if noun == "indicator" and each.name == "value":
            held |= {relation_of(k): _attribute(VALUE_TYPES.get(k, "text"), f"The {k}") for k in KINDS}
            continue
        words = each.name.replace("_", " ")
        held[each.name.replace("_", "-")] = _attribute(_type_of(each.name, each.type), words[0].upper() + words[1:])
    if noun == "case":
        held["meaning"] = _attribute("text", "What the status means")
    return {
        "name": f"overt-{noun}",
        "uuid": str(uuid5(NAMESPACE, f"misp template {noun}")),
        "version": 1,
        "meta-category": "misc",
        "description": _WHY[noun],
        "attributes": held,
        "requiredOneOf": ["id"],
    }


def _attribute(kind: str, why: str) -> dict[str, Any]:
    return {"misp-attribute": kind, "description": why, "ui-priority": 0, "multiple": True, "disable_correlation": True}


def _type_of(name: str, kind: Any) -> str:
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    if datetime in kinds:
        return "datetime"
    if int in kinds:
        return "counter"
    return "link" if name == "url" else "text"


def tag(namespace: str, predicate: str, value: str | None = None) -> str:
    """A machine tag."""
    return f"{namespace}:{predicate}" + (f'="{value}"' if value is not None else "")


def responsibility_tag(word: str) -> str:
    """The tag of MISP's taxonomy of state responsibility."""
    return tag("state-responsibility", _PUBLISHED.get(word, word))


def likelihood_tag(confidence: int) -> str:
    """The tag of estimative language for a confidence in per cent."""
    return tag("estimative-language", "likelihood-probability", likelihood_of(confidence))


def admiralty_tags(reliability: str | None, credibility: str | None) -> list[str]:
    """The tags of the admiralty scale."""
    given = (("source-reliability", reliability), ("information-credibility", credibility))
    return [tag("admiralty-scale", name, value.lower()) for name, value in given if value]


def technique_tag(external_id: str) -> str:
    """The tag of MISP's galaxy of DISARM techniques, which goes by their names; the bare id where it has no name."""
    known = techniques().get(external_id)
    if known is None or ids_by_name().get(known.name.casefold()) != external_id:
        return tag("overt", "disarm", external_id)
    return tag("misp-galaxy", "disarm-techniques", known.name)


def read_tag(text: str) -> tuple[str, Any] | None:
    """What a tag says: responsibility, confidence, reliability, credibility or technique; None for any other."""
    found = _TAG.fullmatch(text.strip())
    if not found:
        return None
    namespace, predicate, value = found[1], found[2], found[3] or ""
    if namespace == "state-responsibility" and predicate.rstrip(".") in RESPONSIBILITY:
        return "responsibility", predicate.rstrip(".")
    if (namespace, predicate) == ("estimative-language", "likelihood-probability"):
        return "confidence", confidence_of(value)
    if namespace == "admiralty-scale":
        return predicate.rsplit("-", 1)[-1], value.upper()
    return _technique(namespace, predicate, value)


def _technique(namespace: str, predicate: str, value: str) -> tuple[str, str] | None:
    if (namespace, predicate) == ("overt", "disarm"):
        return "technique", value
    return _named_technique(value) if namespace == "misp-galaxy" and predicate.startswith("disarm") else None


def _named_technique(value: str) -> tuple[str, str] | None:
    """The galaxy names a technique by its name; some builds put the id behind it."""
    behind = re.search(r"(T\d{4}(?:\.\d{3})?)\s*$", value)
    found = behind[1] if behind else ids_by_name().get(value.casefold())
    return ("technique", found) if found else None
