"""The tables of the ledger. They live in the database of the cases, so that a record and its leaf are one transaction.

`ledger_leaves` and `ledger_checkpoints` only ever grow: triggers refuse to change or delete their rows. That stops
mistakes; an insider who removes the triggers is caught by the signatures, the witnesses and the bundles handed out.
"""

from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

METADATA = MetaData()

Ticket = BigInteger().with_variant(Integer, "sqlite")
"""Only an INTEGER primary key counts by itself in SQLite."""

LOG = Table(
    "ledger_log",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("origin", String(255), nullable=False),
    Column("key", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
)
"""One row: what this log is called, and the public key that signs it."""

PENDING = Table(
    "ledger_pending",
    METADATA,
    Column("ticket", Ticket, primary_key=True, autoincrement=True),
    Column("entry_id", String(64), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("leaf", LargeBinary, nullable=False),
)
"""Committed with the record it speaks of, not yet in the tree."""

LEAVES = Table(
    "ledger_leaves",
    METADATA,
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", String(64), nullable=False, unique=True),
    Column("leaf", LargeBinary, nullable=False),
)
"""The leaves of the tree, 0, 1, 2 ... without a gap."""

TILES = Table(
    "ledger_tiles",
    METADATA,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)
"""Up to 256 hashes of 32 bytes each, as in C2SP tlog-tiles; the last tile of each level grows."""

CHECKPOINTS = Table(
    "ledger_checkpoints",
    METADATA,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", String(32), nullable=False),
)
"""Every checkpoint that was signed: one for each size at most."""

COSIGNATURES = Table(
    "ledger_cosignatures",
    METADATA,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("witness", Text, primary_key=True),
    Column("line", Text, nullable=False),
)
"""What witnesses signed: the witness's verifier key and its signature line under the checkpoint of that size."""

TIMESTAMPS = Table(
    "ledger_timestamps",
    METADATA,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), primary_key=True),
    Column("token", LargeBinary, nullable=False),
    Column("added_at", String(32), nullable=False),
)
"""RFC 3161 responses, byte for byte as the server sent them, on the checkpoint of that size."""

SEALED = Table(
    "ledger_sealed",
    METADATA,
    Column("entry_id", String(64), primary_key=True),
    Column("payload", LargeBinary, nullable=False),
)
"""Private fields and their salts, encrypted under a key of their own."""

KEYS = Table(
    "ledger_keys",
    METADATA,
    Column("entry_id", String(64), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)
"""The key of each sealed payload, wrapped by the store's master key. Erasing an entry deletes its row here."""

GROWING = (LEAVES, CHECKPOINTS)


def _statement(sql: str, dialect: str) -> Any:
    ddl: Any = DDL
    return ddl(sql).execute_if(dialect=dialect)


def _refuse_changes(table: Table) -> None:
    for verb in ("UPDATE", "DELETE"):
        trigger = (
            f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{table.name} only grows'); END"
        )
        event.listen(table, "after_create", _statement(trigger, "sqlite"))
    function = (
        "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%% only grows', TG_TABLE_NAME; END $$"
    )
    trigger = (
        f"CREATE OR REPLACE TRIGGER {table.name}_only_grows BEFORE UPDATE OR DELETE ON {table.name} "
        "FOR EACH ROW EXECUTE FUNCTION ledger_only_grows()"
    )
    event.listen(table, "after_create", _statement(function, "postgresql"))
    event.listen(table, "after_create", _statement(trigger, "postgresql"))


for _table in GROWING:
    _refuse_changes(_table)
