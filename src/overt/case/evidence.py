"""Evidence: a post, a capture, a file, a report or a note, with its SHA-256, who took it, when, with what, from
where.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from overt.case import policy
from overt.case.cases import case_of, text_of
from overt.case.people import Who
from overt.case.store import Acting, Reading, Record, Store, Writing
from overt.case.tables import blobs, evidence
from overt.errors import InputError, UsageError

POST, CAPTURE, FILE, REPORT, NOTE = KINDS = ("post", "capture", "file", "report", "note")
LARGEST = 256 * 2**20
"""Bytes of one item."""


@dataclass(frozen=True)
class Item:
    """One piece of evidence. source: from where; tool: with what; captured_at: when it was taken, as far as it is
    known.
    """

    kind: str
    title: str
    data: bytes
    media_type: str = "application/octet-stream"
    source: str | None = None
    tool: str | None = None
    captured_at: datetime.datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def keep(writing: Writing, acting: Acting, case: str, item: Item, because: str | None = None) -> str:
    """Enters an item; the caller has looked whether it is allowed. Raises UsageError."""
    if item.kind not in KINDS:
        raise UsageError(f"no kind of evidence is called {item.kind[:40]!r}", mend=f"choose one of {', '.join(KINDS)}")
    if len(item.data) > LARGEST:
        raise UsageError(f"{item.title[:60]} has {len(item.data):,} bytes, at most {LARGEST:,} are kept")
    facts: dict[str, Any] = {
        "title": text_of(item.title, "the title"),
        "media_type": item.media_type,
        "source": item.source,
        "tool": item.tool,
        "captured_at": item.captured_at,
        "facts": dict(item.facts),
    }
    sha256 = writing.keep_blob(item.data)
    return writing.add(evidence, acting, because=because, case=case, kind=item.kind, sha256=sha256,
                       size=len(item.data), **facts)  # fmt: skip


def add(store: Store, who: Who, case: str, items: list[Item], because: str | None = None) -> list[str]:
    """Enters items, all or none, and returns their ids. Raises Denied, UsageError."""

    def work(writing: Writing) -> list[str]:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "add_evidence", policy.case(row))
        return [keep(writing, person.acting, row.root, item, because) for item in items]

    return store.write(work)


def of_case(reading: Reading, case: str) -> list[Record]:
    """The evidence of a case."""
    return reading.all(evidence, case=case)


def data_of(reading: Reading, item: str) -> bytes:
    """The bytes of an item, checked against the SHA-256 that was entered. Raises InputError, UsageError."""
    import hashlib

    row = reading.get(item)
    data = reading.connection.execute(select(blobs.c.data).where(blobs.c.sha256 == row.sha256)).scalar()
    if data is None or hashlib.sha256(bytes(data)).hexdigest() != row.sha256:
        raise InputError("the bytes are not those that were entered", where=item, mend="see `overt ledger fsck`")
    return bytes(data)
