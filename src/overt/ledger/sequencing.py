"""From pending to proven: what was committed gets its place in the tree, many records at a time.

The places, the tiles and the signed checkpoint are one transaction. Killed before its commit, nothing has happened and
the entries still wait; killed after it, nothing is left to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, delete, func, insert, select

from overt.ledger import merkle
from overt.ledger.errors import Fork
from overt.ledger.keys import Keys
from overt.ledger.leaf import ERASED, Leaf
from overt.ledger.notes import Checkpoint, opened_checkpoint
from overt.ledger.tables import CHECKPOINTS, KEYS, LEAVES, PENDING, SEALED
from overt.ledger.tiles import Tiles

BATCH = 20_000
"""Entries of one commit: bounds memory and the length of the transaction."""
TOMBSTONE = f'"kind":"{ERASED}"'.encode()
"""How a record of an erasure reads in canonical JSON; a text cannot read so, its quotes would be escaped."""
NAMED_AT_ONCE = 500
WAIT, SEAL, KEEP = insert(PENDING), insert(SEALED), insert(KEYS)
PLACE, SIGN = insert(LEAVES), insert(CHECKPOINTS)
LAST = select(CHECKPOINTS.c.note).order_by(CHECKPOINTS.c.size.desc()).limit(1)
TOP = select(func.max(LEAVES.c.idx))
NEXT = select(PENDING.c.ticket, PENDING.c.entry_id, PENDING.c.leaf).order_by(PENDING.c.ticket).limit(bindparam("most"))
DONE = delete(PENDING).where(PENDING.c.ticket.in_(bindparam("tickets", expanding=True)))


def put(connection: Connection, leaves: Sequence[Leaf], keys: Keys) -> None:
    """Leaves that wait for their place, with what is sealed, in the caller's transaction."""
    if not leaves:
        return
    _all(connection, WAIT, [{"entry_id": e.entry_id, "at": e.at, "leaf": e.data} for e in leaves])
    sealed = [(e.entry_id, e.sealed) for e in leaves if e.sealed]
    if sealed:
        _all(connection, SEAL, [{"entry_id": i, "payload": s.payload} for i, s in sealed])
        _all(connection, KEEP, [{"entry_id": i, "wrapped": keys.wrap(s.data_key, i)} for i, s in sealed])


def _all(connection: Connection, statement: Insert, rows: list[dict[str, Any]]) -> None:
    connection.execute(statement, rows if len(rows) > 1 else rows[0])


def last(connection: Connection, keys: Keys) -> Checkpoint:
    """The newest checkpoint, its signature checked."""
    note = connection.execute(LAST).scalar()
    if note is None:
        raise Fork("the ledger has no checkpoint", where=keys.name)
    return opened_checkpoint(note, keys.public)


@dataclass(frozen=True)
class Placed:
    """How many entries got their places, and whether one of them tells of an erasure."""

    count: int = 0
    erased: bool = False


def integrate(connection: Connection, keys: Keys, at: str, most: int = BATCH) -> Placed:
    """Gives up to `most` pending entries their places and signs the new head. Needs `alone`."""
    rows = connection.execute(NEXT, {"most": most}).all()
    if not rows:
        return Placed()
    old = last(connection, keys)
    _no_leaf_after(connection, old.size)
    tiles = Tiles(connection, old.size)
    if tiles.root() != old.root:
        raise Fork(f"the tiles do not lead to the root that was signed at {old.size} leaves", where=keys.name)
    connection.execute(
        PLACE, [{"idx": old.size + i, "entry_id": r.entry_id, "leaf": r.leaf} for i, r in enumerate(rows)]
    )
    tiles.append(merkle.leaf_hash(bytes(row.leaf)) for row in rows)
    tiles.flush()
    sign(connection, keys, tiles, at)
    tickets = [row.ticket for row in rows]
    for start in range(0, len(tickets), NAMED_AT_ONCE):
        connection.execute(DONE, {"tickets": tickets[start : start + NAMED_AT_ONCE]})
    return Placed(len(rows), any(TOMBSTONE in bytes(row.leaf) for row in rows))


def sign(connection: Connection, keys: Keys, tiles: Tiles, at: str) -> None:
    """Signs and keeps the checkpoint of the tree as it stands."""
    note = keys.checkpoint(tiles.size, tiles.root())
    connection.execute(SIGN, {"size": tiles.size, "note": note, "at": at})


def _no_leaf_after(connection: Connection, size: int) -> None:
    """A leaf beyond the signed tree was put there by somebody else."""
    top = connection.execute(TOP).scalar()
    found = 0 if top is None else int(top) + 1
    if found != size:
        raise Fork(f"{found} leaves are kept, but {size} were signed for")
