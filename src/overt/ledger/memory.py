"""What this machine remembers of its log: the last checkpoint that it signed, beside the key and outside the database.

A log must never sign two versions of itself. A database that was put back to an older state would do that with its next
record; the memory notices first. It is written after each commit without waiting for the disk: an old one is harmless.
"""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection

from overt.ledger import merkle, sequencing
from overt.ledger.errors import Fork, LedgerError
from overt.ledger.keys import Keys
from overt.ledger.notes import Checkpoint, opened_checkpoint
from overt.ledger.tiles import Tiles

MEND = "find the newer database; a log that lost records has to begin anew under another name"


def place(keys: Keys) -> Path | None:
    """Where the memory of these keys is kept, if they stand in a file."""
    return keys.path.with_name(keys.path.name + ".head") if keys.path else None


def remember(keys: Keys, note: str) -> None:
    """Keeps the checkpoint. A disk that refuses it does not undo what was committed, so nothing is raised.

    Written over the old one: a rename would have the file system wait for the disk each time.
    """
    path = place(keys)
    if path is None:
        return
    raw = note.encode()
    with suppress(OSError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            os.write(handle, raw)
            os.ftruncate(handle, len(raw))
        finally:
            os.close(handle)


def remembered(keys: Keys) -> Checkpoint | None:
    """The checkpoint that was kept, if any.

    A power cut, or two programs at once, may leave half of one: what the log's key did not sign is no memory.
    """
    path = place(keys)
    try:
        return opened_checkpoint(path.read_text("utf-8"), keys.public) if path else None
    except (OSError, ValueError, LedgerError):
        return None


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
