"""What this machine remembers of its log: the last checkpoint that it signed, beside the key and outside the database.

A log must never sign two versions of itself. A database that was put back to an older state would do that with its next
record; the memory notices first. It is written after each commit without waiting for the disk: an old one is harmless.
"""

import os
import secrets
from pathlib import Path

from sqlalchemy import Connection

from overt.ledger import merkle, sequencing
from overt.ledger.errors import Fork, LedgerError
from overt.ledger.keys import Keys
from overt.ledger.notes import Checkpoint, opened_checkpoint, parse_checkpoint
from overt.ledger.tiles import Tiles

MEND = "find the newer database; a log that lost records has to begin anew under another name"


def place(keys: Keys) -> Path | None:
    """Where the memory of these keys is kept, if they stand in a file."""
    return keys.path.with_name(keys.path.name + ".head") if keys.path else None


def remember(keys: Keys, note: str) -> None:
    """Keeps the checkpoint. A disk that refuses it does not undo what was committed, so nothing is raised."""
    path = place(keys)
    if path is None:
        return
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        scratch.write_text(note, "utf-8")
        scratch.replace(path)
    except OSError:
        try:
            scratch.unlink(missing_ok=True)
        except OSError:
            return


def remembered(keys: Keys) -> Checkpoint | None:
    """The checkpoint that was kept, if any. Raises Fork if somebody put another one there.

    A power cut may leave half of it, because nobody waited for the disk: that is no memory, and no fault.
    """
    path = place(keys)
    try:
        note = path.read_text("utf-8") if path else ""
        parse_checkpoint(note)
    except (OSError, ValueError, LedgerError):
        return None
    return opened_checkpoint(note, keys.public)


def compare(connection: Connection, keys: Keys, before: Checkpoint | None) -> None:
    """Does the log still hold what this machine had signed? `before` was read first. Raises Fork."""
    if before is None:
        return
    now = sequencing.last(connection, keys)
    where = f"{keys.name} (remembered in {os.fspath(place(keys) or '')})"
    if before.size > now.size:
        raise Fork(f"{before.size} records were signed, only {now.size} are left", where=where, mend=MEND)
    if merkle.root(Tiles(connection, now.size).node, before.size) != before.root:
        raise Fork(f"the first {before.size} records are not those that were signed", where=where, mend=MEND)
