"""What a person at a desk does to a ledger, and what has to be true afterwards, whatever went wrong meanwhile."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Column, Engine, MetaData, String, Table, create_engine, insert, select

from overt.ledger import Keys, Ledger, verify
from overt.ledger.errors import Erased
from overt.ledger.export import export
from overt.ledger.fsck import fsck
from overt.ledger.tables import LEAVES

ORIGIN = "desk.example/log"
ROWS = Table("desk_rows", MetaData(), Column("entry_id", String(64), primary_key=True), Column("what", String(64)))
"""A table of the caller's, written in one transaction with the ledger."""
Say = Callable[[str], None]


def prepare(engine: Engine, key: Keys | Path | None = None) -> list[str]:
    """A ledger with some records, from which each run starts. Returns their ids."""
    ledger = Ledger.create(engine, ORIGIN, key)
    ROWS.metadata.create_all(engine)
    made = [entry(ledger, f"before {n}", {"name": "x"}) for n in range(4)]
    ledger.sequence()
    return made


def entry(ledger: Ledger, what: str, private: dict[str, str] | None = None) -> str:
    """One record and its row, in one transaction."""
    with ledger.engine.begin() as connection:
        own = ledger.record(connection, kind="note", subject=what, actor="person:ana", private=private).entry_id
        connection.execute(insert(ROWS), {"entry_id": own, "what": what})
    return own


def work(engine: Engine, folder: Path, erase: str, say: Say) -> None:
    """Records, an erasure, an export. `say` is called once each is done; an error stops that step only."""
    ledger = Ledger.open(engine)

    def recorded(what: str, private: dict[str, str] | None) -> str:
        own = entry(ledger, what, private)
        ledger.sequence()
        return own

    def erased() -> str:
        with engine.begin() as connection:
            ledger.erase(connection, erase, "asked")
        ledger.sequence()
        return erase

    def exported() -> str:
        export(ledger, folder / "out", actor="person:ana")
        return "out"

    steps: list[tuple[str, Callable[[], str]]] = [
        ("recorded", lambda: recorded("one", {"name": "somebody"})),
        ("erased", erased),
        ("recorded", lambda: recorded("two", None)),
        ("exported", exported),
    ]
    for name, step in steps:
        try:
            own = step()
        except Exception:  # noqa: BLE001 - whatever a broken disk makes of it: what counts is what was said
            continue
        say(f"{name} {own}\n")


def left(engine: Engine, folder: Path, said: list[str], begun: list[str]) -> list[str]:
    """What is wrong after a run in which `said` was acknowledged: nothing, if the ledger keeps its word."""
    ledger = Ledger.open(engine)
    ledger.sequence()
    found = fsck(ledger)
    wrong = list(found.faults) + (["records wait"] if found.pending else [])
    with engine.connect() as connection:
        rows = set(connection.execute(select(ROWS.c.entry_id)).scalars())
        leaves = [json.loads(bytes(raw)) for raw in connection.execute(select(LEAVES.c.leaf)).scalars()]
        notes = {leaf["id"] for leaf in leaves if leaf["kind"] == "note"}
        wrong += [f"a row without a record, or a record without a row: {own}" for own in rows ^ notes]
        acknowledged = set(begun) | {line.split()[1] for line in said if line.startswith("recorded")}
        wrong += [f"lost: {own}" for own in acknowledged - notes]
        for line in said:
            if line.startswith("erased") and not is_erased(ledger, connection, line.split()[1]):
                wrong.append("an erasure was lost")
    out = folder / "out"
    if "exported out" in said and not out.exists():
        wrong.append("the export was lost")
    if out.exists():
        key = str(ledger.keys.public)
        wrong += [f"export: {fault}" for fault in verify.Check(verify.opened(out)).run(key).faults]
    return wrong


def is_erased(ledger: Ledger, connection, own: str) -> bool:
    """Is the private part gone?"""
    try:
        ledger.private(connection, own)
    except Erased:
        return True
    return False


def lite(folder: Path) -> Engine:
    """The SQLite database of a run."""
    return create_engine(f"sqlite:///{folder / 'overt.db'}")


def fresh(base: Path, folder: Path) -> Path:
    """A copy of the base to run on."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(base, folder)
    return folder


def write_all(handle: int, text: str) -> None:
    """Says it on a file descriptor, at once."""
    os.write(handle, text.encode())
