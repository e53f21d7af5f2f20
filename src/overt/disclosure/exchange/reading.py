"""What a reader of an exchange format hands on: a record, and an account of everything that was in the file."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from overt.disclosure.record import PARTS, Account, CaseRecord
from overt.disclosure.record_json import made
from overt.errors import InputError

MAX_SHOWN = 200


@dataclass(frozen=True)
class LeftOut:
    """Something in the file that is not in the record, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Read:
    """A record as read. `found` counts everything in the file by type; what is not in the record is in `left_out`."""

    record: CaseRecord
    format: str
    found: dict[str, int]
    left_out: tuple[LeftOut, ...] = ()


@dataclass
class Gathering:
    """A record as it grows. What does not hold is left out and said."""

    parts: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in PARTS})
    found: Counter[str] = field(default_factory=Counter)
    left_out: list[LeftOut] = field(default_factory=list)
    _accounts: dict[tuple[str | None, ...], str] = field(default_factory=dict)
    _number: int = 0

    def leave(self, what: object, why: object) -> None:
        """Says that something is not in the record."""
        self.left_out.append(LeftOut(str(what)[:MAX_SHOWN], str(why)[:MAX_SHOWN]))

    @contextmanager
    def guarded(self, what: object) -> Iterator[None]:
        """Leaves something out whose fields are not of the types that they should have."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            self.leave(what, f"its fields are not as the format has them ({type(error).__name__}: {error})")

    def new_id(self) -> str:
        """An id for a part that brought none."""
        self._number += 1
        return f"r{self._number}"

    def add(self, name: str, value: dict[str, Any], what: object) -> str | None:
        """Adds a part; its id, or None where it does not hold. An account that is there already is not added again."""
        if not isinstance(value, dict):
            self.leave(what, "it is no object")
            return None
        given = {"id": None, **{k: v for k, v in value.items() if v not in (None, [])}}
        given["id"] = given["id"] or self.new_id()
        try:
            part = made(PARTS[name], given)
        except InputError as error:
            self.leave(what, error)
            return None
        if isinstance(part, Account):
            known = self._accounts.setdefault(part.same(), part.id)
            if known != part.id:
                return known
        self.parts[name].append(part)
        return str(part.id)

    def record(self, facts: dict[str, Any]) -> CaseRecord:
        """The record. Parts that point to something that was left out go, too. Raises InputError."""
        kept = {part.id for held in self.parts.values() for part in held}
        for name in ("judgements", "cues", "attributions", "notes", "sightings"):
            for part in [p for p in self.parts[name] if p.of != "case" and p.of not in kept]:
                self.parts[name].remove(part)
                self.leave(f"{name[:-1]} {part.id}", f"it is about {part.of}, which is not in the record")
        return CaseRecord(**facts | {name: tuple(held) for name, held in self.parts.items()})


def safe_id(text: str, prefix: str) -> str:
    """An id of a record from what others call it."""
    return f"{prefix}-{re.sub(r'[^A-Za-z0-9._-]', '-', text)[:80]}"


def moment(text: Any) -> datetime | None:
    """A time of others in UTC; None where it is none, or lies outside of what a record takes."""
    if isinstance(text, datetime):
        found = text
    else:
        try:
            found = datetime.fromisoformat(str(text))
        except ValueError:
            return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if 1971 <= found.year <= 2199 else None
