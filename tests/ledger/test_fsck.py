"""What fsck finds in a database that somebody changed behind the ledger's back."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.held import Held, lite
from overt.ledger import Keys, Ledger
from overt.ledger.errors import Fork
from overt.ledger.fsck import fsck

UNLOCK = "DROP TRIGGER ledger_leaves_no_update; DROP TRIGGER ledger_leaves_no_delete; " + "".join(
    f"DROP TRIGGER ledger_checkpoints_no_{verb};" for verb in ("update", "delete")
)
GONE = "trigger ledger_checkpoints_no_delete: is gone, so rows could have been changed"


@pytest.fixture
def full(held: Held) -> Held:
    """A ledger with a bit of everything: several tiles, sealed, erased, pending."""
    held.add(300)
    held.add(3, private={"name": "x"})
    with held.ledger.engine.begin() as connection:
        held.ledger.erase(connection, held.ids[-1], "asked")
    held.ledger.sequence()
    with held.ledger.engine.begin() as connection:
        held.ledger.record(connection, kind="note", subject="case:1", actor="a", private={"b": 1})
    return held


def test_a_ledger_that_was_left_alone_is_clean(full: Held):
    found = fsck(full.ledger)
    assert found.faults == []
    assert (found.records, found.pending, found.sealed, found.erased) == (304, 1, 4, 1)
    assert found.checkpoints == 4


CHANGES = {
    "a record edited": "UPDATE ledger_leaves SET leaf = CAST(replace(CAST(leaf AS TEXT), 'ana', 'ben') AS BLOB) "
    "WHERE idx = 7",
    "a record that is no JSON": "UPDATE ledger_leaves SET leaf = x'00' WHERE idx = 7",
    "a record under another id": "UPDATE ledger_leaves SET entry_id = 'x' WHERE idx = 7",
    "a record taken out": "DELETE FROM ledger_leaves WHERE idx = 7",
    "the last record taken out": "DELETE FROM ledger_leaves WHERE idx = 303",
    "a record put in": "INSERT INTO ledger_leaves SELECT 304, 'y', leaf FROM ledger_leaves WHERE idx = 1",
    "two records swapped": "UPDATE ledger_leaves SET idx = CASE idx WHEN 7 THEN -8 ELSE -7 END WHERE idx IN (7, 8);"
    "UPDATE ledger_leaves SET idx = -idx WHERE idx < 0",
    "a tile edited": "UPDATE ledger_tiles SET hashes = zeroblob(8192) WHERE level = 0 AND n = 0",
    "a tile taken out": "DELETE FROM ledger_tiles WHERE level = 1",
    "a tile put in": "INSERT INTO ledger_tiles VALUES (3, 0, x'00')",
    "a checkpoint edited": "UPDATE ledger_checkpoints SET note = replace(note, 'overt.', 'evert.') WHERE size = 300",
    "a checkpoint under another size": "UPDATE ledger_checkpoints SET size = 299 WHERE size = 300",
    "the last checkpoint taken out": "DELETE FROM ledger_checkpoints WHERE size = 304",
    "a key taken out": "DELETE FROM ledger_keys WHERE entry_id = (SELECT entry_id FROM ledger_leaves WHERE idx = 301)",
    "a key put back": "INSERT INTO ledger_keys SELECT (SELECT entry_id FROM ledger_leaves WHERE idx = 302), wrapped "
    "FROM ledger_keys LIMIT 1",
    "a key changed": "UPDATE ledger_keys SET wrapped = zeroblob(60)",
    "a payload changed": "UPDATE ledger_sealed SET payload = zeroblob(60)",
    "a payload taken out": "DELETE FROM ledger_sealed",
    "a payload of no record": "INSERT INTO ledger_sealed VALUES ('z', x'00')",
    "a payload for a record without": "INSERT INTO ledger_sealed SELECT entry_id, x'00' FROM ledger_leaves "
    "WHERE idx = 1",
    "a waiting record that has its place": "INSERT INTO ledger_pending SELECT 99, entry_id, 'x', leaf "
    "FROM ledger_leaves WHERE idx = 1",
    "another log": "UPDATE ledger_log SET origin = 'other.example/log'",
    "a cosignature of nobody": "INSERT INTO ledger_cosignatures VALUES (300, 'x', 'y')",
    "a timestamp of nothing": "INSERT INTO ledger_timestamps VALUES (300, 'x', x'00', 'y')",
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_found(full: Held, what: str):
    raw = full.ledger.engine.raw_connection()
    raw.executescript(UNLOCK + CHANGES[what])
    raw.close()
    found = fsck(full.ledger)
    assert [fault for fault in found.faults if "trigger" not in fault], what
    assert GONE in found.faults


def test_the_words_of_fsck(full: Held, golden):
    lines = []
    full.ledger.engine.dispose()
    for what, change in CHANGES.items():
        place = full.folder / what.replace(" ", "-")
        place.mkdir()
        for name in ("overt.db", "overt.db.key"):
            shutil.copy(full.folder / name, place / name)
        engine = lite(place)
        raw = engine.raw_connection()
        raw.executescript(UNLOCK + change)
        raw.close()
        said = [fault for fault in fsck(Ledger(engine, full.ledger.keys)).faults if "trigger" not in fault]
        lines += [f"{what}:", *(f"  {line}" for line in said[:3])]
        engine.dispose()
    told = "\n".join(lines) + "\n"
    key = str(full.ledger.keys.public)
    golden("ledger_fsck.txt", hidden(told.replace(key, "KEY")))


def hidden(told: str) -> str:
    """Ids and places that are new in each run, hidden."""
    return re.sub(r"remembered in [^)]*", "remembered in FILE", re.sub(r"[0-9a-f]{32}", "ENTRY", told))


def test_a_database_put_back_to_an_older_state_is_not_opened(held: Held, tmp_path: Path):
    held.add(3)
    held.ledger.engine.dispose()
    shutil.copy(held.folder / "overt.db", tmp_path / "backup")
    held.add(2)
    held.ledger.engine.dispose()
    shutil.copy(tmp_path / "backup", held.folder / "overt.db")
    with pytest.raises(Fork, match="5 records were signed, only 3 are left"):
        Ledger.open(lite(held.folder))
    assert any("memory" in fault for fault in fsck(Ledger(lite(held.folder), held.ledger.keys)).faults)


def test_another_history_of_the_same_length_is_not_opened(held: Held, tmp_path: Path):
    held.add(3)
    held.ledger.engine.dispose()
    for name in ("overt.db", "overt.db.key"):
        shutil.copy(held.folder / name, tmp_path / f"{name}.copy")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(tmp_path / "overt.db.copy", other / "overt.db")
    held.add(1, x=1)
    held.ledger.engine.dispose()
    there = Held(Ledger.open(lite(other), Keys.read(tmp_path / "overt.db.key.copy")), other)
    there.add(1, x=2)
    there.add(1, x=3)
    there.ledger.engine.dispose()
    shutil.copy(other / "overt.db", held.folder / "overt.db")
    with pytest.raises(Fork, match="the first 4 records are not those"):
        Ledger.open(lite(held.folder))


def test_a_memory_that_cannot_be_kept_stops_nothing(held: Held):
    held.add(1)
    place = held.folder / "overt.db.key.head"
    place.unlink()
    place.mkdir()
    held.add(1)
    assert Ledger.open(lite(held.folder)).head().size == 2


@pytest.mark.parametrize("left", ["", "overt.example/log\n1", "\0" * 200, "other.example/log\n9\n"])
def test_half_a_memory_is_none(held: Held, left: str):
    held.add(1)
    place = held.folder / "overt.db.key.head"
    whole = place.read_text()
    for half in (left, left + whole[len(left) :], whole.replace("\n1\n", "\n2\n"), whole + left + "x"):
        place.write_text(half)
        assert Ledger.open(lite(held.folder)).head().size == 1


def test_a_database_that_no_longer_waits_for_the_disk_is_told(full: Held):
    with full.ledger.engine.connect() as connection:
        connection.execute(text("PRAGMA synchronous=OFF"))
    assert any("synchronous" in fault for fault in fsck(full.ledger).faults)
