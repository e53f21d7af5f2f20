"""The one way into the database: a record and its leaf are written in one transaction, and nothing is changed.

`Store.write` opens a transaction, lets the caller add records, commits, has the ledger sequence what is pending, and
only then returns: what was acknowledged stands in the ledger. There is no other function that writes.
"""

import datetime
import hashlib
import json
import math
import secrets as chance
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Row,
    Select,
    Table,
    and_,
    delete,
    exists,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from overt.case import database
from overt.case.moment import stamp
from overt.case.tables import PREFIXES, blobs, case_keys, evidence, read_accounts, secrets
from overt.case.together import Together
from overt.errors import InputError, UsageError
from overt.ledger import Ledger

T = TypeVar("T")
Leaf = tuple[str, str, str, Mapping[str, Any] | None, Mapping[str, Any] | None]
AT_ONCE = 1_000
"""Records of one statement."""
Record = Row[Any]
"""A version of a record: the columns of its table as attributes."""
ORIGIN = "overt.local/log"
BY_ITSELF = "system:overt"
"""Who acts where no person does, such as the watch that opens a case."""


def now() -> datetime.datetime:
    """The present time."""
    return datetime.datetime.now(datetime.UTC)


def canonical(value: Any) -> Any:
    """The value as JSON has it: times as text, sets sorted."""
    if isinstance(value, datetime.datetime):
        return stamp(value)
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    return value


def digest(value: Any) -> str:
    """SHA-256 of the value as canonical JSON."""
    text = json.dumps(canonical(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _safe(value: Any) -> Any:
    """As RFC 8785 can write it: floats that are whole stay floats, integers beyond 2^53 become text."""
    if isinstance(value, bool) or value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_safe(key): _safe(item) for key, item in value.items()}
    return [_safe(item) for item in value]


@cache
def standing(table: Table) -> Select[Any]:
    """The versions that stand: the last of each record, unless it is withdrawn."""
    return last(table).where(~table.c.withdrawn)


@cache
def last(table: Table) -> Select[Any]:
    """The last version of each record, withdrawn or not, in the order in which the records were first entered."""
    newer = table.alias()
    return select(table).where(~exists().where(newer.c.supersedes == table.c.id)).order_by(table.c.root)


class Reading:
    """What is read in one transaction, so that it belongs together."""

    def __init__(self, connection: Connection, at: datetime.datetime) -> None:
        self.connection = connection
        self.at = at
        self.seen: dict[str, Any] = {}
        """What was looked up once and holds for the whole transaction."""

    def all(self, table: Table, *where: Any, withdrawn: bool = False, **equal: Any) -> list[Record]:
        """The records that stand and have these values, in the order of their entry."""
        chosen = (last if withdrawn else standing)(table)
        return list(self.connection.execute(chosen.where(_equal(table, equal), *where)))

    def first(self, table: Table, *where: Any, withdrawn: bool = False, **equal: Any) -> Record | None:
        """The first of these records."""
        found = self.all(table, *where, withdrawn=withdrawn, **equal)
        return found[0] if found else None

    def get(self, record: str, *, withdrawn: bool = False) -> Record:
        """The last version of the record that has this id, or whose version has it. Raises UsageError."""
        table = table_of(record)
        root = select(table.c.root).where(table.c.id == record).scalar_subquery()
        found = self.connection.execute(last(table).where(table.c.root == root)).first()
        if found is None:
            raise UsageError(f"there is no {table.info['prefix']} {record[:60]}", mend="see `overt case list`")
        if found.withdrawn and not withdrawn:
            raise UsageError(f"{record} was withdrawn", mend=f"its history is kept: `overt case history {record}`")
        return found

    def versions(self, record: str) -> list[Record]:
        """Every version of a record, the first one first."""
        table = table_of(record)
        root = self.get(record, withdrawn=True).root
        return list(self.connection.execute(select(table).where(table.c.root == root).order_by(table.c.version)))


def _equal(table: Table, equal: Mapping[str, Any]) -> Any:
    return and_(true(), *[table.c[name] == value for name, value in equal.items()])


def table_of(record: str) -> Table:
    """The table that an id belongs to. Raises UsageError."""
    found = PREFIXES.get(record.partition("-")[0])
    if found is None:
        raise UsageError(f"{record[:60]!r} is no id of a record", mend="ids look like case-0123456789abcdef")
    return found


@dataclass(frozen=True)
class Acting:
    """Who acts, and in which of his or her roles."""

    person: str
    role: str | None = None


SYSTEM = Acting(BY_ITSELF)


class Writing(Reading):
    """A transaction that adds records."""

    def __init__(self, connection: Connection, at: datetime.datetime, ledger: Ledger) -> None:
        super().__init__(connection, at)
        self._ledger = ledger

    def add(self, table: Table, acting: Acting, *, because: str | None = None, **values: Any) -> str:
        """Enters a record and its leaf, and returns its id. Raises Twice where it is there already."""
        made = _id(table)
        return self._put(table, acting, because, {"id": made, "root": made, "version": 0} | values)

    def amend(
        self, record: Record, acting: Acting, *, because: str | None, withdrawn: bool = False, **values: Any
    ) -> str:
        """Enters the next version of a record: what it says now, or that it is withdrawn."""
        table = table_of(record.id)
        own = [c.name for c in table.columns if c.name not in _COMMON]
        body = {name: getattr(record, name) for name in own} | values
        made = _id(table)
        chain = {"id": made, "root": record.root, "version": record.version + 1, "supersedes": record.id}
        return self._put(table, acting, because, chain | {"withdrawn": withdrawn} | body)

    def add_all(self, table: Table, acting: Acting, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Enters many records at once, each with its leaf, and returns their ids."""
        made = [_id(table) for _ in rows]
        chains = [{"id": i, "root": i, "version": 0} for i in made]
        self._put_all(table, acting, None, [chain | dict(row) for chain, row in zip(chains, rows, strict=True)])
        return made

    def _put(self, table: Table, acting: Acting, because: str | None, row: dict[str, Any]) -> str:
        self._put_all(table, acting, because, [row])
        return str(row["root"])

    def _put_all(self, table: Table, acting: Acting, because: str | None, rows: list[dict[str, Any]]) -> None:
        base: dict[str, Any] = {c.name: None for c in table.columns if c.nullable}
        base |= {"supersedes": None, "withdrawn": False, "role": acting.role, "because": because}
        full = [{name: _kept(value) for name, value in (base | row).items()} for row in rows]
        for row in full:
            _fitting(table, row)
        for start in range(0, len(full), AT_ONCE):
            part = full[start : start + AT_ONCE]
            leaves = [_leaf(table, acting, row) for row in part]
            for row, entry in zip(part, self._ledger.record_many(self.connection, leaves), strict=True):
                row |= {"at": self.at, "actor": acting.person, "entry": entry.entry_id}
            self.seen.clear()
            try:
                self.connection.execute(insert(table), part)
            except IntegrityError as error:
                raise Twice(table.info["prefix"]) from error

    def keep_blob(self, data: bytes) -> str:
        """Keeps the bytes of an evidence item, once, and returns their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.connection.execute(select(blobs.c.sha256).where(blobs.c.sha256 == sha256)).first() is None:
            self.connection.execute(insert(blobs).values(sha256=sha256, data=data))
        return sha256

    def keep_tags(self, read: str, tags: Iterable[str]) -> None:
        """Notes whose data a read showed."""
        rows = [{"read": read, "tag": tag} for tag in sorted(set(tags))]
        if rows:
            self.connection.execute(insert(read_accounts), rows)

    def keep_key(self, table: Table, name: str, key: bytes) -> None:
        """Keeps a key of a case or of the database."""
        column: Column[Any] = table.c[0]
        self.connection.execute(insert(table).values({column: name, table.c.key: key}))

    def destroy_key(self, case: str) -> None:
        """Destroys the key of a case: its pseudonyms can never be made again."""
        self.connection.execute(delete(case_keys).where(case_keys.c.case == case))

    def erase(self, version: Record, columns: Sequence[str], acting: Acting, because: str) -> None:
        """Erases columns of one version, and what the ledger keeps sealed of it; the tombstone is a leaf of its own."""
        table = table_of(version.root)
        gone = {name: _nothing(table.c[name], version.id) for name in columns}
        self._ledger.erase(self.connection, version.entry, because, actor=acting.person)
        self.connection.execute(update(table).where(table.c.id == version.id).values(**gone, because=None))
        if table is evidence:
            same = (table.c.sha256 == version.sha256, table.c.root != version.root)
            needed = select(table.c.id).where(*same, table.c.title != literal("erased ") + table.c.id)
            if self.connection.execute(needed).first() is None:
                self.connection.execute(delete(blobs).where(blobs.c.sha256 == version.sha256))

    def lock(self, record: Record) -> None:
        """Others who lock the same record wait until this transaction ends."""
        table = table_of(record.id)
        self.connection.execute(select(table.c.id).where(table.c.id == record.root).with_for_update())


_TURN = threading.Lock()
_last = 0


def _id(table: Table) -> str:
    """A new id: the kind, the microsecond, and chance. Ids of one process are in the order in which they were made."""
    global _last  # noqa: PLW0603 - two ids of one microsecond would have no order
    with _TURN:
        _last = max(_last + 1, time.time_ns() // 1_000)
        return f"{table.info['prefix']}-{_last:013x}{chance.token_hex(3)[:5]}"


def _nothing(column: Column[Any], id: str) -> Any:
    """What stands in place of something erased; not the same for two records, where columns have to differ."""
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else f"erased {id}"


def _leaf(table: Table, acting: Acting, row: Mapping[str, Any]) -> Leaf:
    """What the ledger says of a version: some columns as they are, the others as commitments."""
    clear, hashed = table.info["clear"], table.info["hashed"]
    said = {n: _safe(canonical(v)) for n, v in row.items() if v is not None and n not in hashed}
    said |= {n: digest(row[n]) for n in hashed if row[n] is not None}
    shown = {n: v for n, v in said.items() if n in clear}
    kind = table.info["prefix"]
    return kind, f"{kind}:{row['root']}", acting.person, shown, {n: v for n, v in said.items() if n not in clear}


_COMMON = ("id", "root", "version", "supersedes", "withdrawn", "at", "actor", "role", "because", "entry")


def _kept(value: Any) -> Any:
    """As both databases can hold it: without NUL and halves of surrogate pairs, tuples as lists, sets sorted."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, frozenset | set):
        return sorted(map(_kept, value))
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    if isinstance(value, dict):
        return {str(_kept(key)): _kept(item) for key, item in value.items()}
    return value


def _fitting(table: Table, row: Mapping[str, Any]) -> None:
    """What one of the databases could not hold is refused by both. Raises InputError."""
    for name, value in row.items():
        length = getattr(table.c[name].type, "length", None)
        if isinstance(value, str) and length is not None and len(value) > length:
            raise InputError(f"{name} has {len(value):,} characters, at most {length} are kept", where=value[:40])
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(f"{name} is no number", where=table.info["prefix"])


class Twice(UsageError):  # noqa: N818 - the name says what happened
    """The record is there already, or somebody else corrected it first."""

    def __init__(self, what: str) -> None:
        super().__init__(f"this {what} is there already, or somebody else changed it just now", mend="look again")


class Store:
    """The database of cases and its ledger."""

    def __init__(self, engine: Engine, ledger: Ledger, clock: Callable[[], datetime.datetime] = now) -> None:
        self.engine = engine
        self.ledger = ledger
        self.clock = clock
        self._sequencing = Together(ledger.sequence)

    @classmethod
    def create(cls, database_: str | Path, origin: str = ORIGIN, pool: int = 5) -> "Store":
        """A new, empty database with its ledger. Raises UsageError where there is one."""
        engine = database.engine_of(database_, pool)
        if database.revision(engine) is not None:
            raise UsageError(
                "there is a database of cases already", mend="run `overt db upgrade` to bring it up to date"
            )
        with database.told(engine):
            ledger = Ledger.create(engine, origin=origin)  # first: without a key nothing else is made
            database.upgrade(engine)
            store = cls(engine, ledger)
            with store._transaction() as writing:
                writing.keep_key(secrets, "reads", chance.token_bytes(32))
        return store

    @classmethod
    def open(cls, database_: str | Path, pool: int = 5) -> "Store":
        """The database. Raises InputError where there is none, or one of another version."""
        engine = database.engine_of(database_, pool)
        name = engine.url.render_as_string(hide_password=True)
        file = engine.url.database if engine.url.get_backend_name() == "sqlite" else None
        if file and not Path(file).exists():
            raise InputError("no such database", where=file, mend="run `overt db init` first")
        if database.revision(engine) is None:
            raise InputError("holds no cases", where=name, mend="run `overt db init` first")
        with database.told(engine):
            return cls(engine, Ledger.open(engine))

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One consistent view."""
        with database.told(self.engine), self.engine.connect() as connection:
            yield Reading(connection, self.clock())

    def write(self, work: Callable[[Writing], T]) -> T:
        """What `work` adds, as one transaction; when this returns, it stands in the ledger. Raises what `work`
        raises.
        """
        with database.told(self.engine):
            with self._transaction() as writing:
                done = work(writing)
            self._sequencing.done()
        return done

    @contextmanager
    def _transaction(self) -> Iterator[Writing]:
        with self.engine.connect().execution_options(**database.WRITING) as connection, connection.begin():
            yield Writing(connection, self.clock(), self.ledger)
