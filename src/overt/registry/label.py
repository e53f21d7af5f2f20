"""Label: what one source says of one actor, checked field by field.

A label never says more than its source. Missing is null, never a guess.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from overt.errors import UsageError
from overt.registry.domains import labelled
from overt.registry.kinds import ACTORS, KINDS, MODELS
from overt.registry.platforms import handle_of, id_of, platform_name

MAX_NAME, MAX_NOTE, MAX_LIST, MAX_PLATFORMS = 300, 2_000, 1_000, 50
Names = dict[str, tuple[str, ...]]
"""Values per platform."""
_CUT = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Source:
    """Who says it: title, address, licence, the day it was retrieved, and the file with its SHA-256, if it was one."""

    title: str
    url: str | None = None
    licence: str | None = None
    retrieved_on: str | None = None
    file: str | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Typology:
    """A source's classes: its code as it stands there, and whether the state holds funding, governance, editing."""

    code: str | None = None
    funding: bool | None = None
    governance: bool | None = None
    editorial: bool | None = None


@dataclass(frozen=True)
class Label:
    """What one source says of one actor.

    kind: one of KINDS. statement: the source's own words for it. country, organisation: as the source states them.
    handles and ids per platform, domains without 'www.'. valid_from and valid_to: days, both included.
    """

    kind: str
    name: str | None
    source: Source
    other_names: tuple[str, ...] = ()
    actor: str | None = None
    country: str | None = None
    organisation: str | None = None
    statement: str | None = None
    typology: Typology | None = None
    handles: Names = field(default_factory=dict)
    ids: Names = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    note: str | None = None

    @property
    def title(self) -> str:
        """What to call the actor: the name, or else the first thing that it is listed by."""
        held = (self.name, *self.other_names, *self.domains)
        listed = (v for values in (*self.handles.values(), *self.ids.values()) for v in values)
        return next((h for h in (*held, *listed) if h), "somebody without a name")

    @property
    def openness(self) -> str | None:
        """What sort of openness it is; None for an indicator."""
        return KINDS[self.kind].openness

    def holds(self, day: datetime.date) -> bool:
        """Whether it is valid on that day."""
        text = day.isoformat()
        return (self.valid_from or text) <= text <= (self.valid_to or text)

    def facts(self) -> dict[str, Any]:
        """For JSON: what is missing is left out."""
        return {
            f.name: _plain(value) for f in fields(self) if (value := getattr(self, f.name)) not in (None, (), {}, "")
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Source | Typology):
        return {f.name: getattr(value, f.name) for f in fields(value) if getattr(value, f.name) is not None}
    if isinstance(value, dict):
        return {k: list(v) for k, v in sorted(value.items())}
    return list(value) if isinstance(value, tuple) else value


def from_facts(facts: Mapping[str, Any]) -> Label:
    """The label that `facts` wrote, checked. Raises UsageError."""
    known = {f.name for f in fields(Label)}
    if unknown := sorted(set(facts) - known):
        raise UsageError(f"a label has no field {_shown(unknown[0])}")
    source, typology = facts.get("source"), facts.get("typology")
    if not isinstance(source, Mapping):
        raise UsageError("a label names its source", mend="give its title")
    rest = {k: v for k, v in facts.items() if k not in ("source", "typology", "kind", "name")}
    for name in ("other_names", "domains"):
        rest[name] = tuple(_listed(rest.get(name), name))
    for name in ("handles", "ids"):
        given = rest.get(name) or {}
        if not isinstance(given, Mapping):
            raise UsageError(f"{name} are lists by platform")
        rest[name] = {str(k): tuple(_listed(v, name)) for k, v in given.items()}
    try:
        label = Label(
            facts.get("kind"),  # type: ignore[arg-type]
            facts.get("name"),
            Source(**source),
            typology=Typology(**typology) if isinstance(typology, Mapping) else None,
            **rest,
        )
    except TypeError as error:
        raise UsageError(f"a label is not made like this: {_shown(error)}") from error
    return checked(label)


def _listed(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise UsageError(f"{name} is a list")
    return list(value)


def checked(label: Label) -> Label:
    """The label with texts trimmed and names in one spelling. Raises UsageError where it says what cannot be."""
    if not isinstance(label.kind, str) or label.kind not in KINDS:
        raise UsageError(f"no kind of label is called {_shown(label.kind)}", mend=f"one of {', '.join(KINDS)}")
    if label.actor is not None and label.actor not in ACTORS:
        raise UsageError(f"no actor is called {_shown(label.actor)}", mend=f"one of {', '.join(ACTORS)}")
    if not all(isinstance(getattr(label.source, f.name), str | None) for f in fields(Source)):
        raise UsageError("what is said of a source are texts")
    source = _source(label.source)
    first, last = _day(label.valid_from, "valid from"), _day(label.valid_to, "valid to")
    if first and last and first > last:
        raise UsageError(f"valid from {first} to {last} is no time")
    texts = {
        name: _text(getattr(label, name), name) for name in ("name", "country", "organisation", "statement", "note")
    }
    found = replace(
        label,
        source=source,
        typology=_typology(label.typology),
        other_names=_each(label.other_names, "another name"),
        handles=_by_platform(label.handles, handle_of, "handle"),
        ids=_by_platform(label.ids, id_of, "account id"),
        domains=_domains(label.domains),
        **texts,  # type: ignore[arg-type]
    )
    if not (found.name or found.handles or found.ids or found.domains):
        raise UsageError("a label names somebody", mend="give a name, a handle, an account id or a domain")
    return found


def _shown(value: Any) -> str:
    """A value in one line of an error."""
    return " ".join(str(value).split())[:60]


@lru_cache(maxsize=10_000)
def _source(given: Source) -> Source:
    told: dict[str, Any] = {f.name: _text(getattr(given, f.name), f.name) for f in fields(Source)}
    source = Source(**told)
    if not source.title:
        raise UsageError("a label names its source", mend="give its title")
    _day(source.retrieved_on, "the day of retrieval")
    return source


def _text(value: Any, name: str) -> str | None:
    """The text on one line, or None where nothing is left."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise UsageError(f"{name} is a text, not {type(value).__name__}")
    plain = value
    if not value.isprintable() or "  " in value or value != value.strip():
        plain = _CUT.sub(" ", value.encode("utf-8", "replace").decode("utf-8")).strip()
    most = MAX_NOTE if name in ("note", "statement", "url") else MAX_NAME
    if len(plain) > most:
        raise UsageError(f"{name} has {len(plain):,} characters, more than {most:,}")
    return plain or None


def _each(values: tuple[str, ...], name: str) -> tuple[str, ...]:
    if len(values) > MAX_LIST:
        raise UsageError(f"more than {MAX_LIST:,} of {name}")
    return tuple(dict.fromkeys(t for v in values if (t := _text(v, name))))


def _by_platform(given: Names, read: Any, noun: str) -> Names:
    if len(given) > MAX_PLATFORMS:
        raise UsageError(f"more than {MAX_PLATFORMS} platforms")
    found: Names = {}
    for name, values in sorted(given.items()):
        where = platform_name(_text(name, "platform"))
        if where is None:
            raise UsageError(f"the {noun} {_shown(', '.join(map(str, values)))} is of no platform")
        kept: dict[str, str] = {}
        for value in (*found.get(where, ()), *_each(values, noun)):
            one = read(where, value)
            if one is None:
                raise UsageError(f"{_shown(value)} is no {noun} on {where}")
            kept.setdefault(one.lower() if noun == "handle" else one, one)
        found[where] = tuple(kept.values())
    return {name: values for name, values in found.items() if values}


def _domains(given: tuple[str, ...]) -> tuple[str, ...]:
    found = {}
    for value in _each(given, "domain"):
        host = _own(value)
        if host is None:
            raise UsageError(f"{_shown(value)} is no domain of anybody's own", mend="give one as news.example")
        found[host] = True
    return tuple(found)


_own = lru_cache(maxsize=100_000)(labelled)


def _typology(given: Typology | None) -> Typology | None:
    if given is None:
        return None
    for name in ("funding", "governance", "editorial"):
        if getattr(given, name) not in (True, False, None):
            raise UsageError(f"{name} is true, false or missing")
    code = _text(given.code, "typology")
    found = replace(given, code=code)
    return None if found == Typology() else found


def typology_of(code: str) -> tuple[Typology, str]:
    """What the State Media Monitor's code says, and the kind of label that it makes. Raises UsageError.

    A question mark behind the code is the source's own doubt: it stays with the code.
    """
    model = MODELS.get(code.rstrip("? "))
    if model is None:
        raise UsageError(f"no model of the typology is called {_shown(code)}", mend=f"one of {', '.join(MODELS)}")
    return Typology(code, model.funding, model.governance, model.editorial), model.kind


def _day(value: Any, what: str) -> str | None:
    if value is None:
        return None
    try:
        found = datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{what} is {_shown(value)}, which is no day", mend="write it as 2024-12-31") from error
    if found.isoformat() != value:
        raise UsageError(f"{what} is {_shown(value)}", mend=f"write it as {found.isoformat()}")
    return str(value)
