"""What a registry says as of a time: its records, played in their order up to then."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from overt.errors import InputError, OvertError, UsageError
from overt.registry.label import Label, from_facts
from overt.registry.record import APPEAL, CORRECTION, DECISION, GRANTED, LABEL, WITHDRAWAL, Record

LISTED, WITHDRAWN = "listed", "withdrawn"


@dataclass(frozen=True)
class Entry:
    """A label as it stands: what it says, whether it is withdrawn, and the records that made it so.

    first: the record that entered it; last: the one that said what stands; ended: its withdrawal, or the decision that
    granted an appeal; appeal: one that is still open. imported: what its source said when it was imported last.
    """

    id: str
    label: Label
    first: Record
    last: Record
    ended: Record | None = None
    appeal: Record | None = None
    origin: dict[str, Any] = field(default_factory=dict)
    imported: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """Whether it is listed or withdrawn."""
        return WITHDRAWN if self.ended else LISTED


def moment(text: str | None) -> datetime.datetime | None:
    """The time that a day (its end) or a time names, in UTC. Raises UsageError."""
    if text is None:
        return None
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text[:40]} is no day", mend="write it as 2024-12-31") from error
    if len(text) <= len("2024-12-31"):
        return datetime.datetime.combine(found, datetime.time.max, datetime.UTC)
    return found.astimezone(datetime.UTC) if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def replay(
    records: Iterable[Record],
    as_of: datetime.datetime | None = None,
    where: str = "",
    before: dict[str, Entry] | None = None,
) -> dict[str, Entry]:
    """Label id -> how it stands after every record up to `as_of`, beginning with what stood `before`.

    Raises InputError where a record points nowhere.
    """
    found: dict[str, Entry] = dict(before or {})
    for record in records:
        if as_of is not None and record.at > as_of:
            break
        if not record.label:
            continue
        try:
            found[record.label] = _after(found.get(record.label), record)
        except (OvertError, TypeError, KeyError) as error:
            what = error.what if isinstance(error, OvertError) else str(error)
            raise InputError(f"line {record.n:,}: {what}", where=where, line=record.n) from error
    return found


def _after(entry: Entry | None, record: Record) -> Entry:
    body = record.body
    if record.type == LABEL:
        if entry is not None:
            raise UsageError(f"enters the label {record.label} anew")
        says = body["says"]
        return Entry(
            record.label,
            from_facts(says),
            record,
            record,
            origin=_part(body, "origin"),
            imported=_part(body, "imported") or (says if body.get("origin") else {}),
        )
    if entry is None:
        raise UsageError(f"is about the label {record.label}, which is not there")
    if record.type == CORRECTION:
        says = body["says"]
        return replace(
            entry,
            label=from_facts(says),
            last=record,
            origin=_part(body, "origin") or entry.origin,
            imported=_part(body, "imported") or (says if body.get("origin") else entry.imported),
        )
    if record.type == WITHDRAWAL:
        return replace(entry, ended=record, appeal=None)
    if record.type == APPEAL:
        return replace(entry, appeal=record)
    if record.type == DECISION and body["decision"] == GRANTED:
        return replace(entry, ended=record, appeal=None)
    return replace(entry, appeal=None)


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name) or {}
    if not isinstance(found, dict) or not isinstance(found.get("keys", []), list):
        raise UsageError(f"has {name} that is none")
    return found


def of_label(records: Iterable[Record], label: str) -> list[Record]:
    """Every record about a label, in order: nothing is left out."""
    return [r for r in records if r.label == label]
