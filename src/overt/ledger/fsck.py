"""Derives the whole ledger again from its leaves, and names everything that does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text

from overt.ledger import durable, leaf, memory, merkle, sealing, verify
from overt.ledger.errors import LedgerError
from overt.ledger.keys import Keys
from overt.ledger.log import Ledger
from overt.ledger.notes import VerifierKey, opened_checkpoint, parse_checkpoint
from overt.ledger.tables import (
    CHECKPOINTS,
    COSIGNATURES,
    GROWING,
    KEYS,
    LEAVES,
    LOG,
    PENDING,
    SEALED,
    TILES,
    TIMESTAMPS,
)

MOST_FAULTS = 1000


@dataclass
class Fsck:
    """What was counted, and each fault in one line."""

    records: int = 0
    checkpoints: int = 0
    sealed: int = 0
    erased: int = 0
    pending: int = 0
    faults: list[str] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return dict(self.__dict__)

    def fault(self, line: str) -> None:
        """One more thing that does not fit; a thousand are enough to know."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(line)


def fsck(ledger: Ledger) -> Fsck:
    """Reads everything in one snapshot. The cost grows with the number of records: about 20,000 a second."""
    found = Fsck()
    with durable.snapshot(ledger.engine) as connection:
        _database(connection, found)
        log = connection.execute(select(LOG.c.origin, LOG.c.key)).all()
        if [tuple(row) for row in log] != [(ledger.keys.name, str(ledger.keys.public))]:
            found.fault("ledger_log: does not name this log and its key, once")
        erased, unkeyed = set[str](), set[str]()
        waiting = _pending(connection, ledger.keys, found, erased, unkeyed)
        _tree(connection, ledger.keys, found, erased, unkeyed)
        _erasures(connection, found, erased, unkeyed)
        _others(connection, found)
        try:
            memory.compare(connection, ledger.keys, memory.remembered(ledger.keys))
        except (LedgerError, LookupError) as error:
            found.fault(f"memory: {error}")
        found.pending = waiting
    return found


def _database(connection: Connection, found: Fsck) -> None:
    """The database's own check, and whether it still promises what the ledger needs."""
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if list(said) != ["ok"]:
            found.fault(f"SQLite: {'; '.join(str(s) for s in said)[:300]}")
        if connection.execute(text("PRAGMA synchronous")).scalar_one() < 2:
            found.fault("SQLite: synchronous is not FULL, so a power cut may lose what was acknowledged")
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        wanted = {f"{table.name}_no_{verb}" for table in GROWING for verb in ("update", "delete")}
    else:
        working = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        names = connection.execute(text(working)).scalars().all()
        wanted = {f"{table.name}_only_grows" for table in GROWING}
    for name in sorted(wanted - set(names)):
        found.fault(f"trigger {name}: is gone, so rows could have been changed")
    if not inspect(connection).has_table(LOG.name):
        found.fault("ledger_log: is gone")


def _pending(connection: Connection, keys: Keys, found: Fsck, erased: set[str], unkeyed: set[str]) -> int:
    rows = connection.execute(
        select(PENDING.c.entry_id, PENDING.c.leaf, SEALED.c.payload, KEYS.c.wrapped, LEAVES.c.idx)
        .outerjoin(SEALED, SEALED.c.entry_id == PENDING.c.entry_id)
        .outerjoin(KEYS, KEYS.c.entry_id == PENDING.c.entry_id)
        .outerjoin(LEAVES, LEAVES.c.entry_id == PENDING.c.entry_id)
    ).all()
    for row in rows:
        if row.idx is not None:
            found.fault(f"pending {row.entry_id}: has its place {row.idx} already")
        _entry(row, f"pending {row.entry_id}", keys, found, erased, unkeyed)
    return len(rows)


def _tree(connection: Connection, keys: Keys, found: Fsck, erased: set[str], unkeyed: set[str]) -> None:
    """Every leaf, tile and checkpoint, the tree built by the verifier's code and not by the one that wrote it."""
    tiles = 0

    def told(level: int, n: int, row: list[bytes]) -> None:
        nonlocal tiles
        tiles += 1
        held = connection.execute(select(TILES.c.hashes).where(TILES.c.level == level, TILES.c.n == n)).scalar()
        if bytes(held or b"") != b"".join(row):
            found.fault(f"tile {level}/{n}: does not hold the hashes of the records")

    tree = verify.Tree(told)
    checkpoints = _checkpoints(connection)
    due = next(checkpoints, None)
    rows = connection.execution_options(yield_per=2000).execute(
        select(LEAVES.c.idx, LEAVES.c.entry_id, LEAVES.c.leaf, SEALED.c.payload, KEYS.c.wrapped)
        .outerjoin(SEALED, SEALED.c.entry_id == LEAVES.c.entry_id)
        .outerjoin(KEYS, KEYS.c.entry_id == LEAVES.c.entry_id)
        .order_by(LEAVES.c.idx)
    )
    for row in rows:
        while due and due[0] <= tree.size:
            _compared(due, tree, keys, found)
            due = next(checkpoints, None)
        if row.idx != tree.size:
            found.fault(f"record {tree.size}: is missing, the next one is {row.idx}")
            break
        _entry(row, f"record {row.idx}", keys, found, erased, unkeyed)
        tree.push(merkle.leaf_hash(bytes(row.leaf)))
    last = None
    while due:
        last = due[0]
        _compared(due, tree, keys, found)
        due = next(checkpoints, None)
    for level, n, hashes in tree.last_tiles():
        told(level, n, hashes)
    if last != tree.size:
        found.fault(f"{tree.size} records are kept, but the last checkpoint is not for as many")
    if connection.execute(select(func.count()).select_from(TILES)).scalar_one() != tiles:
        found.fault(f"there are other tiles than the {tiles} of {tree.size} records")
    found.records = tree.size


def _checkpoints(connection: Connection) -> Iterator[tuple[int, str]]:
    after = -1
    while rows := connection.execute(
        select(CHECKPOINTS.c.size, CHECKPOINTS.c.note)
        .where(CHECKPOINTS.c.size > after)
        .order_by(CHECKPOINTS.c.size)
        .limit(1000)
    ).all():
        yield from ((row.size, row.note) for row in rows)
        after = rows[-1].size


def _compared(due: tuple[int, str], tree: verify.Tree, keys: Keys, found: Fsck) -> None:
    """One checkpoint against the tree as it stood."""
    size, note = due
    found.checkpoints += 1
    try:
        signed = opened_checkpoint(note, keys.public)
    except LedgerError as error:
        found.fault(f"checkpoint {size}: {error}")
        return
    if (signed.size, signed.root) != (size, tree.root()) or tree.size != size:
        found.fault(f"checkpoint {size}: was signed for other records")


def _entry(row: Any, name: str, keys: Keys, found: Fsck, erased: set[str], unkeyed: set[str]) -> None:
    """One leaf: its fields, its id, what is sealed beside it."""
    try:
        fields = verify.leaf_of(bytes(row.leaf), row.idx or 0)
    except verify.Fault as fault:
        found.fault(f"{name}: {fault.facts['why']}")
        return
    if fields["id"] != row.entry_id:
        found.fault(f"{name}: is kept under the id {row.entry_id}, but says {fields['id']}")
    if fields["kind"] == leaf.ERASED:
        erased.add(str(fields["clear"].get("erased")))
    payload = None if row.payload is None else bytes(row.payload)
    if fields["sealed"] is None:
        if payload is not None or row.wrapped is not None:
            found.fault(f"{name}: something is sealed that the record does not know of")
        return
    found.sealed += 1
    if payload is None or sha256(payload).hexdigest() != fields["sealed"]:
        found.fault(f"{name}: the sealed payload is not the one that was recorded")
    elif row.wrapped is None:
        unkeyed.add(row.entry_id)
    else:
        try:
            opened = sealing.unseal(payload, keys.unwrap(bytes(row.wrapped), row.entry_id), row.entry_id)
        except LedgerError as error:
            found.fault(f"{name}: {error}")
            return
        if {own: opening.commitment for own, opening in opened.items()} != fields["commitments"]:
            found.fault(f"{name}: the sealed fields are not those that the record commits to")


def _erasures(connection: Connection, found: Fsck, erased: set[str], unkeyed: set[str]) -> None:
    """A key is gone where, and only where, a record says so."""
    found.erased = len(erased)
    for own in sorted(unkeyed - erased):
        found.fault(f"entry {own}: its key is gone, but no record says that it was erased")
    for own in sorted(erased - unkeyed):
        found.fault(f"entry {own}: was erased, but its key is still there, or it never was sealed")
    for table in (SEALED, KEYS):
        lost = connection.execute(
            select(func.count())
            .select_from(table)
            .where(
                table.c.entry_id.not_in(select(LEAVES.c.entry_id)),
                table.c.entry_id.not_in(select(PENDING.c.entry_id)),
            )
        ).scalar_one()
        if lost:
            found.fault(f"{table.name}: {lost} rows belong to no record")


def _others(connection: Connection, found: Fsck) -> None:
    """What witnesses and timestamp servers signed."""
    notes = select(COSIGNATURES, CHECKPOINTS.c.note).outerjoin(CHECKPOINTS, CHECKPOINTS.c.size == COSIGNATURES.c.size)
    for row in connection.execute(notes):
        try:
            held = parse_checkpoint(f"{row.note or ''}{row.line}\n").signed_by(VerifierKey.parse(row.witness))
        except LedgerError:
            held = None
        if held is None:
            found.fault(f"cosignature of {row.size} records by {row.witness}: does not hold")
    stamps = select(TIMESTAMPS, CHECKPOINTS.c.note).outerjoin(CHECKPOINTS, CHECKPOINTS.c.size == TIMESTAMPS.c.size)
    for row in connection.execute(stamps):
        try:
            about = verify.stamp(bytes(row.token))[0] == sha256((row.note or "").encode()).digest()
        except (ValueError, IndexError):
            about = False
        if not about or sha256(bytes(row.token)).hexdigest() != row.digest:
            found.fault(f"timestamp {row.digest} of {row.size} records: is about something else")
