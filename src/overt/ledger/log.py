"""The ledger of one database: record, sequence, prove, export, erase.

A record is committed together with the table rows that it speaks of. `sequence()` is called after the commit and before
anybody is told that it is done: then the record has its place in the tree under a signed checkpoint.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, delete, func, insert, inspect, select

from overt.ledger import durable, leaf, memory, merkle, sealing, sequencing
from overt.ledger.errors import Erased, Fork, NoLedger, NotInLedger
from overt.ledger.keys import Keys, found_keys
from overt.ledger.notes import Checkpoint, opened_checkpoint, parse_checkpoint
from overt.ledger.proof import Proof
from overt.ledger.tables import CHECKPOINTS, COSIGNATURES, KEYS, LEAVES, LOG, METADATA, PENDING, SEALED
from overt.ledger.tiles import Tiles

NEWEST = (
    select(
        CHECKPOINTS.c.note,
        CHECKPOINTS.c.at,
        select(func.count()).select_from(PENDING).scalar_subquery().label("waiting"),
        select(func.min(PENDING.c.at)).scalar_subquery().label("oldest"),
        select(func.max(COSIGNATURES.c.size)).scalar_subquery().label("cosigned"),
    )
    .order_by(CHECKPOINTS.c.size.desc())
    .limit(1)
)
WAITS = select(PENDING.c.ticket).limit(1)


class Session(Protocol):
    """Something that has a connection, as an ORM session does."""

    def connection(self) -> Connection:
        """The connection of its transaction."""


@dataclass(frozen=True)
class Entry:
    """One record of the ledger, by its id."""

    entry_id: str
    at: str


@dataclass(frozen=True)
class Head:
    """The newest signed checkpoint, and what waits to be under the next one."""

    origin: str
    size: int
    root: str
    at: str
    checkpoint: str
    key: str
    pending: int
    oldest_pending: str | None
    cosigned: int

    def facts(self) -> dict[str, Any]:
        """As plain data."""
        return dict(self.__dict__)


class Ledger:
    """The append-only log of one database."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys

    @classmethod
    def create(cls, engine: Engine, origin: str, key: Keys | Path | None = None) -> Self:
        """Makes the tables, the key and the first, empty checkpoint. Called again, it opens what is there.

        Raises NoLedger where another log lives in the database, BadKey where the key is another log's.
        """
        durable.promise(engine)
        found = found_keys(engine, key)
        if isinstance(found, Path):
            found = Keys.read(found) if found.exists() else Keys.new(origin).write(found)
        if found.name != origin:
            raise NoLedger(f"the key is the one of {found.name}", where=origin, mend="name another key file")
        METADATA.create_all(engine)
        at = leaf.moment()
        with engine.begin() as connection:
            if not connection.execute(select(LOG.c.id)).first():
                connection.execute(insert(LOG), {"id": 1, "origin": origin, "key": str(found.public), "created_at": at})
                sequencing.sign(connection, found, Tiles(connection, 0), at)
        return cls._fitting(engine, found)

    @classmethod
    def open(cls, engine: Engine, key: Keys | Path | None = None) -> Self:
        """Opens the ledger of a database. Raises NoLedger, BadKey; Fork where the newest checkpoint is not its own."""
        durable.promise(engine)
        if not inspect(engine).has_table(LOG.name):
            raise NoLedger("the database has no ledger", where=engine.url.render_as_string(hide_password=True))
        found = found_keys(engine, key)
        return cls._fitting(engine, Keys.read(found) if isinstance(found, Path) else found)

    @classmethod
    def _fitting(cls, engine: Engine, keys: Keys) -> Self:
        before = memory.remembered(keys)  # read first: the log may grow meanwhile, the memory may not run ahead of it
        with engine.connect() as connection:
            row = connection.execute(select(LOG.c.origin, LOG.c.key)).first()
            if row is None:
                raise NoLedger("the database has no ledger", where=engine.url.render_as_string(hide_password=True))
            if row.key != str(keys.public):
                raise NoLedger(f"the key does not belong to the log {row.origin}", where=keys.name)
            sequencing.last(connection, keys)
            memory.compare(connection, keys, before)
        return cls(engine, keys)

    def record(
        self,
        connection: Connection | Session,
        *,
        kind: str,
        subject: str,
        actor: str,
        clear: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
    ) -> Entry:
        """Writes one record within the caller's transaction; it counts once that commits. Raises BadRecord.

        clear: what everybody who gets the log may read; private: committed to in the leaf, kept encrypted beside it.
        """
        return self.record_many(connection, [(kind, subject, actor, clear, private)])[0]

    def record_many(
        self,
        connection: Connection | Session,
        records: Iterable[tuple[str, str, str, Mapping[str, Any] | None, Mapping[str, Any] | None]],
    ) -> list[Entry]:
        """Many records (kind, subject, actor, clear, private) in one go."""
        at = leaf.moment()
        made = [leaf.make(kind, subject, actor, clear, private, at) for kind, subject, actor, clear, private in records]
        sequencing.put(_connection(connection), made, self.keys)
        return [Entry(one.entry_id, one.at) for one in made]

    def sequence(self) -> Head:
        """Gives all committed records their places under a signed checkpoint. Safe to call at any time, by anybody."""
        placed = sequencing.Placed(sequencing.BATCH)
        while placed.count == sequencing.BATCH and self._waiting():
            with durable.alone(self.engine) as connection:
                placed = sequencing.integrate(connection, self.keys, leaf.moment())
            if placed.erased:
                durable.scrub(self.engine)
        head = self.head()
        if placed.count:
            memory.remember(self.keys, head.checkpoint)
        return head

    def _waiting(self) -> bool:
        with self.engine.connect() as connection:
            return connection.execute(WAITS).first() is not None

    def head(self) -> Head:
        """The newest checkpoint, how many entries wait, and since when."""
        with self.engine.connect() as connection:
            row = connection.execute(NEWEST).first()
        if row is None:
            raise Fork("the ledger has no checkpoint", where=self.keys.name)
        found, key = opened_checkpoint(row.note, self.keys.public), str(self.keys.public)
        waits = (row.waiting, row.oldest)
        return Head(found.origin, found.size, found.root.hex(), row.at, found.note, key, *waits, row.cosigned or 0)

    def prove(self, entry_id: str) -> Proof:
        """The proof that an entry is under the newest checkpoint. Raises NotInLedger."""
        with self.engine.connect() as connection:
            row = connection.execute(select(LEAVES.c.idx, LEAVES.c.leaf).where(LEAVES.c.entry_id == entry_id)).first()
            found = sequencing.last(connection, self.keys)
            if row is None or row.idx >= found.size:
                raise NotInLedger("no entry of the log has this id", where=entry_id)
            path = merkle.inclusion(Tiles(connection, found.size).node, row.idx, found.size)
        return Proof(row.idx, tuple(path), bytes(row.leaf), found.note)

    def signed(self, size: int | None = None) -> tuple[int, str]:
        """Size and note of a checkpoint: the newest, or the one of that size. Raises NotInLedger."""
        with self.engine.connect() as connection:
            if size is None:
                found = sequencing.last(connection, self.keys)
                return found.size, found.note
            note = connection.execute(select(CHECKPOINTS.c.note).where(CHECKPOINTS.c.size == size)).scalar()
        if note is None:
            raise NotInLedger(f"no checkpoint of {size} records was signed", where=self.keys.name)
        return size, note

    def since(self, old: Checkpoint) -> list[bytes]:
        """The hashes that show that the log still begins as an old checkpoint of it says; raises Fork if not."""
        with self.engine.connect() as connection:
            path, note = self.grown(connection, old.size)
            now = parse_checkpoint(note)
            if merkle.root(Tiles(connection, now.size).node, old.size) != old.root:
                raise Fork(f"the first {old.size} records are not those that were signed", where=old.origin)
        return path

    def grown(self, connection: Connection, old: int) -> tuple[list[bytes], str]:
        """The proof that the log of `old` records is the beginning of the newest checkpoint, and that one's note."""
        now = sequencing.last(connection, self.keys)
        if old > now.size:
            raise Fork(f"{old} records were signed, only {now.size} are left", where=now.origin)
        return merkle.consistency(Tiles(connection, now.size).node, old, now.size), now.note

    def leaf(self, connection: Connection | Session, entry_id: str) -> dict[str, Any]:
        """The clear fields of an entry, sequenced or pending. Raises NotInLedger."""
        connection = _connection(connection)
        for table in (LEAVES, PENDING):
            data = connection.execute(select(table.c.leaf).where(table.c.entry_id == entry_id)).scalar()
            if data is not None:
                return leaf.read(bytes(data))
        raise NotInLedger("no entry of the log has this id", where=entry_id)

    def openings(self, connection: Connection | Session, entry_id: str) -> dict[str, sealing.Opening]:
        """Salts and values of an entry's private fields. Raises NotInLedger, Erased. Record why before you look."""
        connection = _connection(connection)
        fields = self.leaf(connection, entry_id)
        if fields["sealed"] is None:
            return {}
        wrapped = connection.execute(select(KEYS.c.wrapped).where(KEYS.c.entry_id == entry_id)).scalar()
        payload = connection.execute(select(SEALED.c.payload).where(SEALED.c.entry_id == entry_id)).scalar()
        if wrapped is None or payload is None:
            raise Erased("the private part was erased", where=entry_id)
        return sealing.unseal(bytes(payload), self.keys.unwrap(bytes(wrapped), entry_id), entry_id)

    def private(self, connection: Connection | Session, entry_id: str) -> dict[str, Any]:
        """The private fields of an entry."""
        return {name: opening.value for name, opening in self.openings(connection, entry_id).items()}

    def erase(self, connection: Connection | Session, entry_id: str, reason: str, *, actor: str = "unnamed") -> Entry:
        """Destroys the key of an entry's private part and records that, in the caller's transaction.

        The leaf, its commitments and every proof stay. Raises NotInLedger, and Erased where nothing is left to erase.
        """
        connection = _connection(connection)
        fields = self.leaf(connection, entry_id)
        gone = connection.execute(delete(KEYS).where(KEYS.c.entry_id == entry_id)).rowcount
        if not gone:
            raise Erased("there is no private part to erase", where=entry_id)
        clear = {"erased": entry_id, "reason": reason}
        return self.record(connection, kind=leaf.ERASED, subject=fields["subject"], actor=actor, clear=clear)


def _connection(given: Connection | Session) -> Connection:
    return given if isinstance(given, Connection) else given.connection()
