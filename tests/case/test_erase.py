"""Erasing: what was said of a person is gone everywhere, and everything else still holds."""

import pytest

from overt.case import cases, erase, evidence, imports, view
from overt.case.tables import accounts, blobs
from overt.errors import Denied, InputError, UsageError
from overt.ledger.errors import Erased

from .desk import ANALYST, OVERSEER
from .scan_made import ring


def test_what_was_said_of_a_person_is_gone_and_the_ledger_still_holds(desk, tmp_path):
    case = imports.import_scan(desk.store, ANALYST, ring(tmp_path / "scan")).case
    with desk.reading() as reading:
        rows = {a.account_id: a for a in reading.all(accounts, case=case)}
    one = rows["702"]
    proof = desk.store.ledger.prove(one.entry)
    assert erase.erase(desk.store, OVERSEER, one.root, "the account holder asked for it") == 1
    with desk.reading() as reading:
        left = reading.get(one.root)
        assert (left.account_id, left.handle, left.display_name) == (f"erased {one.id}", None, None)
        assert {a.account_id for a in reading.all(accounts, case=case)} >= {"700", "701", "703"}
        with pytest.raises(Erased):
            desk.store.ledger.private(reading.connection, one.entry)
        assert len(view.shown(reading, case)) == 4
    assert desk.store.ledger.prove(one.entry).leaf == proof.leaf
    assert desk.store.ledger.head().pending == 0
    with pytest.raises(InputError, match="erase"):
        erase.erase(desk.store, OVERSEER, one.root, "again")


def test_every_version_and_the_bytes_go_unless_others_need_them(desk):
    case = desk.case()
    item = evidence.Item("note", "a name", b"the words", "text/plain", source="somebody")
    one, two = (evidence.add(desk.store, ANALYST, case, [item])[0] for _ in range(2))
    erase.erase(desk.store, OVERSEER, one, "a right")
    with desk.reading() as reading:
        assert evidence.data_of(reading, two) == b"the words"
        assert reading.get(one).source is None
    erase.erase(desk.store, OVERSEER, two, "a right")
    with desk.reading() as reading:
        assert list(reading.connection.execute(blobs.select())) == []
        with pytest.raises(InputError):
            evidence.data_of(reading, two)


def test_who_may_erase_and_what(desk):
    case = desk.case()
    comment = cases.comment(desk.store, ANALYST, case, "a name")
    with pytest.raises(Denied, match="erase"):
        erase.erase(desk.store, ANALYST, comment, "mine")
    with pytest.raises(UsageError, match="is not erased"):
        erase.erase(desk.store, OVERSEER, case, "all of it")
    erase.erase(desk.store, OVERSEER, comment, "a right")
    with desk.reading() as reading:
        assert "a name" not in str(reading.versions(comment))
