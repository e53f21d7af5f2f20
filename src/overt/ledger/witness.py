"""Witnesses: others who watch that the log only grows, and sign what they saw (C2SP tlog-witness, cosignature/v1).

A witness is run by somebody else, with a key of its own and a memory of the last checkpoint of each log. The log hands
it a request (checkpoint and consistency proof); it cosigns, or it refuses and holds the evidence of two versions.
"""

import base64
import secrets
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select

from overt.ledger import merkle
from overt.ledger.errors import BadKey, Fork, LedgerError
from overt.ledger.keys import SIGNING, write_once
from overt.ledger.log import Ledger
from overt.ledger.notes import (
    COSIGNER,
    NAME,
    NUMBER,
    Checkpoint,
    VerifierKey,
    cosigned_message,
    opened_checkpoint,
    parse_checkpoint,
    signature_line,
    unbase64,
)
from overt.ledger.tables import CHECKPOINTS, COSIGNATURES

MOST_STEPS, LONGEST_REQUEST = 63, 100_000
SEEN = "CREATE TABLE IF NOT EXISTS seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL)"


@dataclass(frozen=True)
class Witness:
    """A witness: its name, its secret, and the file of its memory."""

    name: str
    seed: bytes = field(repr=False)
    memory: Path

    @classmethod
    def new(cls, name: str, path: Path) -> "Witness":
        """Makes a key file, 0600. Raises BadKey for a name that is none, LedgerError where a file stands already."""
        if not NAME.fullmatch(name):
            raise BadKey("not a name for a witness", where=repr(name)[:80], mend="write it like example.org/witness")
        made = cls(name, secrets.token_bytes(32), _memory(path))
        secret = base64.b64encode(bytes([COSIGNER]) + made.seed).decode()
        write_once(path, f"{SIGNING}+{name}+{made.public.key_id.hex()}+{secret}\n")
        return made

    @classmethod
    def read(cls, path: Path) -> "Witness":
        """Reads a key file. Raises BadKey."""
        try:
            parts = path.read_text("ascii").strip().split("+", 4)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "not text"
            raise BadKey(f"the key of the witness cannot be read: {why}", where=str(path)) from error
        secret = unbase64(parts[-1]) or b""
        if len(parts) != 5 or "+".join(parts[:2]) != SIGNING or len(secret) != 33 or secret[0] != COSIGNER:
            raise BadKey("not a key file of a witness", where=str(path))
        found = cls(parts[2], secret[1:], _memory(path))
        if found.public.key_id.hex() != parts[3]:
            raise BadKey("the key id does not fit the key", where=str(path))
        return found

    @property
    def public(self) -> VerifierKey:
        """The key that others verify with."""
        own = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return VerifierKey(self.name, COSIGNER, own.public_bytes_raw())

    def last(self, origin: str) -> int:
        """How many records the last checkpoint of a log had that this witness cosigned; 0 if none."""
        with closing(sqlite3.connect(self.memory)) as seen:
            seen.execute(SEEN)
            row = seen.execute("SELECT size FROM seen WHERE origin = ?", (origin,)).fetchone()
        return int(row[0]) if row else 0

    def cosign(self, request: str, log: VerifierKey, now: int | None = None) -> str:
        """The checkpoint of a request with this witness's line under it, remembered before it is given away.

        Raises Fork where the log is not the one that was seen before, LedgerError where the request cannot be read.
        """
        old, path, note = _read(request)
        new = opened_checkpoint(note, log)
        with closing(sqlite3.connect(self.memory, isolation_level=None, timeout=60)) as seen:
            seen.execute("PRAGMA synchronous=FULL")
            seen.execute(SEEN)
            seen.execute("BEGIN IMMEDIATE")
            row = seen.execute("SELECT note FROM seen WHERE origin = ?", (new.origin,)).fetchone()
            before = parse_checkpoint(row[0]) if row else Checkpoint(new.origin, 0, merkle.EMPTY, "")
            _grown(before, new, old, path)
            values = (new.origin, new.size, new.note)
            seen.execute("INSERT OR REPLACE INTO seen (origin, size, note) VALUES (?, ?, ?)", values)
            seen.execute("COMMIT")
        moment = int(time.time()) if now is None else now
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(cosigned_message(moment, new.body))
        line = signature_line(self.public, moment.to_bytes(8, "big") + signature)
        return f"{new.note}{line}\n"


def _memory(key: Path) -> Path:
    return key.with_name(key.name + ".seen")


def _grown(before: Checkpoint, new: Checkpoint, old: int, path: list[bytes]) -> None:
    """Does the log still begin as it was seen? Raises Fork, or LedgerError where the request is for another size."""
    if new.size < before.size:
        raise Fork(f"this witness saw {before.size} records; the log shows only {new.size}", where=new.origin)
    if new.size == before.size and new.root != before.root:
        raise Fork(f"this witness saw another log of {before.size} records", where=new.origin)
    if old != before.size:
        raise LedgerError(
            f"this witness last saw {before.size} records, the request begins at {old}",
            where=new.origin,
            mend=f"make the request with --since {before.size}",
        )
    if not merkle.extends(before.size, before.root, new.size, new.root, path):
        raise Fork(
            f"the log is not shown to begin with the {before.size} records that this witness saw", where=new.origin
        )


def _read(request: str) -> tuple[int, list[bytes], str]:
    """Old size, proof and checkpoint of a request. Raises LedgerError."""
    head, _, note = request.partition("\n\n")
    first, *rest = head.split("\n")
    steps = [unbase64(line) or b"" for line in rest]
    number = first.removeprefix("old ")
    right = first.startswith("old ") and NUMBER.fullmatch(number) and len(steps) <= MOST_STEPS
    if len(request) > LONGEST_REQUEST or not right or any(len(step) != 32 for step in steps):
        raise LedgerError("not a request to a witness", mend="make it with overt ledger prove --since")
    return int(number), steps, note


def request(ledger: Ledger, old: int) -> str:
    """What a witness is asked, that last saw `old` records. Raises Fork where the log has fewer."""
    with ledger.engine.connect() as connection:
        path, note = ledger.grown(connection, old)
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in path)]
    return "\n".join(lines) + "\n\n" + note


def add(ledger: Ledger, connection: Connection, cosigned: str, witness: VerifierKey) -> int:
    """Keeps a witness's cosignature. Returns the size that it is for. Raises Fork if it saw another log."""
    seen = parse_checkpoint(cosigned)
    own = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == seen.size)).scalar()
    if own is None or parse_checkpoint(own).body != seen.body:
        raise Fork(f"the witness saw another log of {seen.size} records", where=witness.name)
    if witness.kind != COSIGNER or seen.signed_by(witness) is None:
        raise LedgerError("the checkpoint is not cosigned by this witness", where=witness.name)
    alone = {line: parse_checkpoint(f"{seen.body}\n{line}\n") for line in seen.lines}
    line = next(line for line, one in alone.items() if one.signed_by(witness) is not None)
    held = (COSIGNATURES.c.size == seen.size) & (COSIGNATURES.c.witness == str(witness))
    if not connection.execute(select(COSIGNATURES.c.size).where(held)).first():
        connection.execute(insert(COSIGNATURES), {"size": seen.size, "witness": str(witness), "line": line})
    return seen.size
