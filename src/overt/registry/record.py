"""Record: one line of a registry. Every line carries the SHA-256 of the line before it.

Nothing is erased: a correction, a withdrawal, an appeal and the decision on it are records that point to the one
before, by its number.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from overt.errors import InputError

FORMAT = "overt.labels/1"
START = "0" * 64
MAX_LINE = 1_048_576
REGISTRY, LABEL, CORRECTION, WITHDRAWAL, APPEAL, DECISION = (
    "registry", "label", "correction", "withdrawal", "appeal", "decision"
)  # fmt: skip
TYPES = (REGISTRY, LABEL, CORRECTION, WITHDRAWAL, APPEAL, DECISION)
UPHELD, GRANTED = "upheld", "granted"
_NEEDED = {LABEL: ("says",), CORRECTION: ("says", "reason"), WITHDRAWAL: ("reason",), APPEAL: ("reason",)}
_NEEDED[DECISION] = ("decision", "reason")


@dataclass(frozen=True)
class Record:
    """One line: its number, type, time, who entered it, the label that it is about, and the rest of it."""

    n: int
    type: str
    at: datetime.datetime
    by: str
    label: str
    body: dict[str, Any]

    def facts(self) -> dict[str, Any]:
        """For JSON."""
        head = {"n": self.n, "type": self.type, "at": written(self.at), "by": self.by}
        return head | ({"label": self.label} if self.label else {}) | self.body


@dataclass(frozen=True)
class Line:
    """A record as it stands in the file: with the SHA-256 of its line, which nothing else can have."""

    record: Record
    sha256: str


def written(when: datetime.datetime) -> str:
    """UTC with microseconds, so that times sort as texts."""
    return when.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def line(record: Record, before: str) -> bytes:
    """The record as a line with the digest of the line before it."""
    facts = record.facts() | {"prev": before}
    text = json.dumps(facts, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def digest(text: bytes) -> str:
    """The digest of a line, its end included."""
    return hashlib.sha256(text).hexdigest()


def parsed(text: bytes, n: int, before: str, where: str, verify: bool = True) -> Record:
    """The record of line `n`. Raises InputError where it is none, or does not follow from the line before it."""

    def bad(what: str) -> InputError:
        return InputError(
            f"line {n:,} {what}", where=where, mend="the record was changed: go back to a copy of it", line=n
        )

    if len(text) > MAX_LINE:
        raise bad(f"has more than {MAX_LINE:,} bytes")
    try:
        facts = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise bad(f"is no JSON: {str(error)[:80]}") from error
    if not isinstance(facts, dict) or facts.get("type") not in TYPES:
        raise bad("is no record of a registry")
    if verify and facts.get("prev") != before:
        raise bad("does not follow from the line before it")
    if facts.get("n") != n:
        raise bad(f"has the number {str(facts.get('n'))[:20]}")
    if (facts["type"] == REGISTRY) != (n == 1) or (n == 1 and facts.get("format") != FORMAT):
        raise bad(f"is no beginning of a registry ({FORMAT})" if n == 1 else "begins a registry anew")
    missing = [k for k in (*_NEEDED.get(facts["type"], ()), "at", "by") if not facts.get(k)]
    if missing or not isinstance(facts.get("says", {}), dict) or (n > 1 and not isinstance(facts.get("label"), str)):
        raise bad(f"lacks {missing[0] if missing else 'what it is about'}")
    try:
        at = datetime.datetime.fromisoformat(facts["at"])
    except (TypeError, ValueError) as error:
        raise bad("has no time") from error
    if at.tzinfo is None:
        raise bad("has a time without a zone")
    head = ("n", "type", "at", "by", "label", "prev")
    body = {k: v for k, v in facts.items() if k not in head}
    return Record(n, facts["type"], at, str(facts["by"]), facts.get("label", ""), body)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
