"""Records, their places, what is private, and what is erased."""

import stat
import threading

import pytest
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ledger.held import ORIGIN, Held, lite
from overt.ledger import Keys, Ledger
from overt.ledger import merkle as tree
from overt.ledger.errors import BadKey, BadRecord, Erased, Fork, NoLedger, NotInLedger
from overt.ledger.notes import parse_checkpoint
from overt.ledger.tables import KEYS, LEAVES, PENDING, SEALED

WHO = {"subject": "case:1", "actor": "person:ana"}


def test_a_new_ledger_is_an_empty_signed_tree(held: Held):
    head = held.ledger.head()
    assert (head.size, head.pending, head.root) == (0, 0, tree.EMPTY.hex())
    assert parse_checkpoint(head.checkpoint).signed_by(held.ledger.keys.public) == 0


def test_the_key_is_for_its_owner_only(held: Held):
    place = held.folder / "overt.db.key"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert Keys.read(place).public == held.ledger.keys.public
    assert held.ledger.keys.seed.hex() not in repr(held.ledger.keys)


def test_creating_again_opens_what_is_there(held: Held):
    held.add(3)
    again = Ledger.create(lite(held.folder), ORIGIN)
    assert again.head() == held.ledger.head()
    with pytest.raises(NoLedger, match=r"the key is the one of overt\.example/log"):
        Ledger.create(lite(held.folder), "other.example/log")


def test_a_record_counts_once_its_transaction_commits(held: Held):
    engine = held.ledger.engine
    with engine.connect() as connection:
        held.ledger.record(connection, kind="note", **WHO)
        connection.rollback()
    assert held.ledger.sequence().size == 0
    with engine.begin() as connection:
        entry = held.ledger.record(connection, kind="note", **WHO)
    assert held.ledger.head().pending == 1
    with pytest.raises(NotInLedger):
        held.ledger.prove(entry.entry_id)
    head = held.ledger.sequence()
    assert (head.size, head.pending) == (1, 0)
    assert held.ledger.prove(entry.entry_id).index == 0


def test_an_orm_session_will_do(held: Held):
    with Session(held.ledger.engine) as session, session.begin():
        entry = held.ledger.record(session, kind="note", **WHO, private={"name": "x"})
    held.ledger.sequence()
    with Session(held.ledger.engine) as session:
        assert held.ledger.private(session, entry.entry_id) == {"name": "x"}


def test_places_are_dense_and_in_the_order_of_recording(held: Held):
    for many in (1, 5, 300, 2):
        held.add(many)
    with held.ledger.engine.connect() as connection:
        rows = connection.execute(select(LEAVES.c.idx, LEAVES.c.entry_id).order_by(LEAVES.c.idx)).all()
    assert [row.idx for row in rows] == list(range(308))
    assert [row.entry_id for row in rows] == held.ids


def test_every_entry_is_proven(held: Held):
    held.add(300)
    head = held.ledger.head()
    for index in (0, 1, 255, 256, 257, 299):
        proof = held.ledger.prove(held.ids[index])
        own = tree.leaf_hash(proof.leaf)
        assert tree.leads_to(own, index, head.size, proof.path, bytes.fromhex(head.root))
        assert not tree.leads_to(own, index + 1, head.size, proof.path, bytes.fromhex(head.root))


def test_old_checkpoints_are_shown_to_be_the_beginning(held: Held):
    old = []
    for many in (1, 2, 7, 250, 100):
        held.add(many)
        old.append(parse_checkpoint(held.ledger.head().checkpoint))
    now = old[-1]
    for before in old:
        path = held.ledger.since(before)
        assert tree.extends(before.size, before.root, now.size, now.root, path)


def test_what_was_never_signed_is_a_fork(held: Held):
    held.add(5)
    old = parse_checkpoint(held.ledger.head().checkpoint)
    other = parse_checkpoint(held.ledger.keys.checkpoint(5, b"x" * 32))
    later = parse_checkpoint(held.ledger.keys.checkpoint(6, old.root))
    with pytest.raises(Fork, match="the first 5 records are not those"):
        held.ledger.since(other)
    with pytest.raises(Fork, match="6 records were signed, only 5 are left"):
        held.ledger.since(later)


def test_private_fields_are_sealed_and_committed_to(held: Held):
    secret = "a name that nobody else may read"
    (own,) = held.add(private={"name": secret, "more": [1, {"a": None}]})
    with held.ledger.engine.connect() as connection:
        leaf = held.ledger.leaf(connection, own)
        openings = held.ledger.openings(connection, own)
        assert held.ledger.private(connection, own) == {"name": secret, "more": [1, {"a": None}]}
        payload = connection.execute(select(SEALED.c.payload)).scalar_one()
    assert leaf["commitments"] == {name: opening.commitment for name, opening in openings.items()}
    assert secret.encode() not in payload
    held.ledger.engine.dispose()
    for path in held.folder.iterdir():
        assert secret.encode() not in path.read_bytes(), path.name


def test_the_same_value_is_committed_to_in_two_ways(held: Held):
    one, two = held.add(2, private={"name": "x"})
    with held.ledger.engine.connect() as connection:
        leaves = [held.ledger.leaf(connection, own)["commitments"]["name"] for own in (one, two)]
    assert leaves[0] != leaves[1]


def test_erasing_destroys_the_key_and_leaves_a_tombstone(held: Held):
    own, other = held.add(2, private={"name": "somebody"})
    before = held.ledger.prove(own)
    with held.ledger.engine.connect() as connection:
        wrapped = connection.execute(select(KEYS.c.wrapped).where(KEYS.c.entry_id == own)).scalar_one()
    with held.ledger.engine.begin() as connection:
        stone = held.ledger.erase(connection, own, "they asked for it", actor="person:ana")
    head = held.ledger.sequence()
    with held.ledger.engine.connect() as connection:
        with pytest.raises(Erased):
            held.ledger.private(connection, own)
        assert held.ledger.private(connection, other) == {"name": "somebody"}
        leaf = held.ledger.leaf(connection, stone.entry_id)
    assert (leaf["kind"], leaf["clear"]) == ("ledger.erased", {"erased": own, "reason": "they asked for it"})
    after = held.ledger.prove(own)
    assert after.leaf == before.leaf
    assert tree.leads_to(tree.leaf_hash(after.leaf), after.index, head.size, after.path, bytes.fromhex(head.root))
    held.ledger.engine.dispose()
    for path in held.folder.glob("overt.db*"):
        assert wrapped not in path.read_bytes(), path.name


def test_erasing_twice_or_nothing_is_refused(held: Held):
    (plain,) = held.add()
    (own,) = held.add(private={"a": 1})
    with held.ledger.engine.begin() as connection:
        held.ledger.erase(connection, own, "asked")
    for what in (plain, own):
        with held.ledger.engine.begin() as connection, pytest.raises(Erased):
            held.ledger.erase(connection, what, "again")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "Note"),
        ("kind", "a" * 65),
        ("subject", ""),
        ("subject", "a\nb"),
        ("actor", "x" * 513),
        ("clear", {"a": float("nan")}),
        ("clear", {"a": 2**53}),
        ("clear", {"a": {1: 2}}),
        ("clear", {"a": b"x"}),
        ("clear", {"a": "\ud800"}),
        ("clear", {"a": "x" * 65_536}),
        ("private", {"a": float("inf")}),
    ],
)
def test_what_cannot_become_a_leaf_is_refused(held: Held, field: str, value: object):
    with held.ledger.engine.begin() as connection, pytest.raises(BadRecord):
        held.ledger.record(connection, **{"kind": "note", **WHO, field: value})
    assert held.ledger.sequence().size == 0


def test_too_deep_is_refused(held: Held):
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with held.ledger.engine.begin() as connection, pytest.raises(BadRecord, match="more than 32 levels"):
        held.ledger.record(connection, kind="note", **WHO, clear={"deep": deep})


@pytest.mark.parametrize("sql", ["UPDATE ledger_leaves SET leaf = x'00'", "DELETE FROM ledger_checkpoints"])
def test_the_tables_of_the_log_only_grow(held: Held, sql: str):
    held.add(2)
    with held.ledger.engine.connect() as connection, pytest.raises(DatabaseError, match="only grows"):
        connection.execute(text(sql))


def test_a_leaf_from_elsewhere_stops_the_log(held: Held):
    held.add(2)
    with held.ledger.engine.begin() as connection:
        connection.execute(insert(LEAVES), {"idx": 2, "entry_id": "x", "leaf": b"{}"})
        held.ledger.record(connection, kind="note", **WHO)
    with pytest.raises(Fork, match="3 leaves are kept, but 2 were signed for"):
        held.ledger.sequence()


def test_a_key_of_another_log_does_not_open_it(held: Held, tmp_path):
    with pytest.raises(NoLedger, match="the key does not belong"):
        Ledger.open(held.ledger.engine, Keys.new(ORIGIN))
    with pytest.raises(NoLedger, match="the database has no ledger"):
        Ledger.open(create_engine(f"sqlite:///{tmp_path / 'empty.db'}"))
    (held.folder / "overt.db.key").write_text("PRIVATE+KEY+x\n")
    with pytest.raises(BadKey, match="not a key file"):
        Ledger.open(held.ledger.engine)


def test_a_lost_key_is_told_in_one_line(held: Held):
    (held.folder / "overt.db.key").unlink()
    with pytest.raises(BadKey, match="cannot be read") as told:
        Ledger.open(held.ledger.engine)
    assert "\n" not in str(told.value)


def test_the_key_may_come_from_the_environment(held: Held, monkeypatch, tmp_path):
    monkeypatch.setenv("OVERT_LEDGER_KEY", held.ledger.keys.text())
    (held.folder / "overt.db.key").unlink()
    assert Ledger.open(lite(held.folder)).keys.public == held.ledger.keys.public
    held.ledger.keys.write(tmp_path / "elsewhere.key")
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "elsewhere.key"))
    assert Ledger.open(lite(held.folder)).keys.public == held.ledger.keys.public


def test_many_writers_at_once_lose_and_double_nothing(held: Held):
    made: list[str] = []
    trouble: list[Exception] = []

    def write() -> None:
        try:
            own = Ledger.open(lite(held.folder))
            for _ in range(20):
                with own.engine.begin() as connection:
                    connection.execute(text("UPDATE ledger_log SET id = id"))
                    entry = own.record(connection, kind="note", **WHO)
                own.sequence()
                own.prove(entry.entry_id)  # before anybody is told, it has its place
                made.append(entry.entry_id)
        except Exception as error:  # noqa: BLE001 - told to the main thread
            trouble.append(error)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not trouble
    with held.ledger.engine.connect() as connection:
        kept = connection.execute(select(LEAVES.c.entry_id)).scalars().all()
        waiting = connection.execute(select(func.count()).select_from(PENDING)).scalar()
    assert sorted(kept) == sorted(made)
    assert len(kept) == 120
    assert waiting == 0
