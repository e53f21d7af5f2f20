"""A case record as a JSON document of its own, and back: the form in which overt hands a case from room to room."""

from dataclasses import MISSING, fields
from datetime import datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from overt.disclosure.record import PARTS, CaseRecord, Member, Network
from overt.errors import InputError

SCHEMA = "overt.case-record/1"


def to_json(record: CaseRecord) -> dict[str, Any]:
    """The record as plain JSON values; what is missing is left out."""
    return {"schema": SCHEMA} | _plain(record)


def from_json(value: Any) -> CaseRecord:
    """The record of such a document. Raises InputError where it is none, or does not hold."""
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise InputError("this is no case record", mend=f"its schema has to be {SCHEMA}")
    parts: dict[str, Any] = {}
    for name, kind in PARTS.items():
        held = value.get(name, [])
        if not isinstance(held, list):
            raise InputError(f"{name} is no list", mend="see docs/exchange.md for the fields")
        parts[name] = tuple(made(kind, each) for each in held)
    rest = {k: v for k, v in value.items() if k not in PARTS and k != "schema"}
    record: CaseRecord = _built(CaseRecord, rest, parts)
    return record


def plain(part: Any) -> dict[str, Any]:
    """One part as JSON values."""
    return _plain(part)


def made(kind: type, value: Any) -> Any:
    """One part of JSON values. Raises InputError."""
    if kind is Network and isinstance(value, dict):
        held = value.get("members", [])
        if not isinstance(held, list):
            raise InputError("members is no list", mend="see docs/exchange.md for the fields")
        members = tuple(_built(Member, each, {}) for each in held)
        return _built(kind, {k: v for k, v in value.items() if k != "members"}, {"members": members})
    return _built(kind, value, {})


def time_text(moment: datetime) -> str:
    """A time as ISO 8601 in UTC, microseconds only where there are some."""
    return moment.isoformat().replace("+00:00", "Z")


def time_of(text: str) -> datetime:
    """The time of such a text. Raises ValueError."""
    return datetime.fromisoformat(text)


def _plain(noun: Any) -> dict[str, Any]:
    shown = {each.name: _value(getattr(noun, each.name)) for each in fields(noun)}
    return {name: value for name, value in shown.items() if value not in (None, [])}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, tuple):
        return [v if isinstance(v, str) else _plain(v) for v in value]
    return value


def _built(kind: type, value: Any, more: dict[str, Any]) -> Any:
    noun = kind.__name__.lower()
    if not isinstance(value, dict):
        raise InputError(f"a {noun} is no object", mend="see docs/exchange.md for the fields")
    known = {each.name: each for each in fields(kind)}
    given = dict(more)
    for name, held in value.items():
        if name not in known or name in more:
            raise InputError(f"{noun} has a field {str(name)[:60]!r} that is not known", mend="leave it out")
        given[name] = _typed(noun, name, known[name].type, held)
    for name, each in known.items():
        if name not in given and each.default is MISSING:
            raise InputError(f"{noun} has no {name}", mend="it has to be given")
    return kind(**given)


def _typed(noun: str, name: str, wanted: Any, value: Any) -> Any:
    kinds = get_args(wanted) if isinstance(wanted, UnionType) else (wanted,)
    if value is None and NoneType in kinds:
        return None
    if datetime in kinds and isinstance(value, str):
        try:
            return time_of(value)
        except ValueError as error:
            raise InputError(f"{noun}: {name} {value[:60]!r} is no time", mend="write it as ISO 8601") from error
    if get_origin(wanted) is tuple and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if type(value) in kinds:
        return value
    words = " or ".join(_WORDS.get(k, "list of texts") for k in kinds if k is not NoneType)
    raise InputError(f"{noun}: {name} is {type(value).__name__}", mend=f"it has to be a {words}")


_WORDS: dict[Any, str] = {str: "text", int: "whole number", datetime: "time"}
