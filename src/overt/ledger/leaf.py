"""What one leaf says: who did what to what, when, in the open; private fields as commitments."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from overt.ledger.canonical import canonical
from overt.ledger.errors import BadRecord
from overt.ledger.sealing import Sealed, seal

VERSION = 1
LARGEST = 65_535
"""Bytes of a leaf: entry bundles of C2SP tlog-tiles count them with 16 bits."""
KIND = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,512}")
OWN = "ledger."
"""Kinds of leaves that the ledger writes itself begin so."""
ERASED, EXPORTED = OWN + "erased", OWN + "exported"


@dataclass(frozen=True)
class Leaf:
    """A leaf that was made: its id, its moment, its bytes, and what is sealed beside it."""

    entry_id: str
    at: str
    data: bytes
    sealed: Sealed | None = None


def moment(now: datetime | None = None) -> str:
    """A time as leaves write it: UTC with microseconds."""
    return (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def make(
    kind: str, subject: str, actor: str, clear: Mapping[str, Any] | None, private: Mapping[str, Any] | None, at: str
) -> Leaf:
    """The leaf of a record. Raises BadRecord for what cannot become one."""
    if not KIND.fullmatch(kind):
        raise BadRecord("not a kind of record", where=repr(kind)[:80], mend="small letters, digits, . _ -")
    for name, text in (("subject", subject), ("actor", actor)):
        if not isinstance(text, str) or not TEXT.fullmatch(text):
            raise BadRecord(f"the {name} is empty, longer than 512 characters, or has control characters", where=kind)
    entry_id = secrets.token_hex(16)
    sealed = seal(dict(private), entry_id) if private else None
    data = canonical(
        {
            "v": VERSION,
            "id": entry_id,
            "kind": kind,
            "at": at,
            "actor": actor,
            "subject": subject,
            "clear": dict(clear or {}),
            "commitments": sealed.commitments if sealed else {},
            "sealed": sealed.digest if sealed else None,
        },
        kind,
    )
    if len(data) > LARGEST:
        raise BadRecord(f"the leaf has {len(data)} bytes, more than {LARGEST}", where=kind, mend="put it into private")
    return Leaf(entry_id, at, data, sealed)


def read(data: bytes) -> dict[str, Any]:
    """The fields of a leaf of our own database; the verifier reads those of strangers."""
    fields: dict[str, Any] = json.loads(data)
    return fields
