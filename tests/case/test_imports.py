"""Scans are taken in whole or not at all, whatever is in them; both databases refuse the same."""

import json

import pytest

from overt.case import imports
from overt.case.tables import RECORDS
from overt.errors import Denied, InputError, OvertError, UsageError

from .desk import ANALYST, REGULATOR
from .scan_made import account, ring, scan


def changed(folder, change):
    path = folder / "findings.json"
    findings = json.loads(path.read_text("utf-8"))
    change(findings)
    path.write_text(json.dumps(findings), "utf-8")
    return folder


def deep(levels):
    made = []
    for _ in range(levels):
        made = [made]
    return made


CHANGES = {
    "no id": lambda f: f["networks"][0].pop("id"),
    "accounts are no list": lambda f: f["networks"][0].update(accounts=7),
    "an account is no object": lambda f: f["networks"][0].update(accounts=["x"]),
    "no account id": lambda f: f["networks"][0]["accounts"][0].pop("account_id"),
    "p is a word": lambda f: f["networks"][0]["accounts"][0].update(p="often"),
    "p is infinite": lambda f: f["networks"][0]["accounts"][0].update(p="inf"),
    "an id without end": lambda f: f["networks"][0]["accounts"][0].update(account_id="7" * 300),
    "a class without end": lambda f: f["networks"][0].update({"class": "c" * 300}),
    "an account twice": lambda f: f["networks"][0]["accounts"].append(f["networks"][0]["accounts"][0]),
    "a network twice": lambda f: f["networks"].append(f["networks"][0]),
    "deep": lambda f: f["networks"][0].update(top_receipts=deep(700)),
    "another schema": lambda f: f.update(schema="overt.findings/9"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_scan_that_is_not_as_it_has_to_be_leaves_nothing(desk, tmp_path, name):
    folder = changed(ring(tmp_path / "scan"), CHANGES[name])
    before = desk.records(), desk.store.ledger.head().size
    with pytest.raises(OvertError) as told:
        imports.import_scan(desk.store, ANALYST, folder)
    assert "\n" not in str(told.value)
    head = desk.store.ledger.head()
    assert (desk.records(), head.size, head.pending) == (*before, 0)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b'{"schema": NaN}', b"[" * 100_000, b"\xff\xfe", b'{"networks": 1e999}']
)
def test_what_is_no_json_is_told(desk, tmp_path, text):
    folder = ring(tmp_path / "scan")
    (folder / "findings.json").write_bytes(text)
    with pytest.raises(InputError):
        imports.import_scan(desk.store, ANALYST, folder)


@pytest.mark.parametrize("name", ["accounts.parquet", "receipts.parquet", "findings.json"])
def test_a_file_that_is_not_there_is_named(desk, tmp_path, name):
    folder = ring(tmp_path / "scan")
    (folder / name).unlink()
    with pytest.raises(InputError, match=name):
        imports.import_scan(desk.store, ANALYST, folder)


def test_odd_names_are_kept(desk, tmp_path):
    names = ["\u202eevil", "=1+1", "<script>", "a\x00b", "\U0001f600" * 300, ""]
    people = [account("x", f"{n}", name, name, "N1", "member") for n, name in enumerate(names)]
    done = imports.import_scan(desk.store, ANALYST, scan(tmp_path / "scan", people))
    with desk.reading() as reading:
        assert len(reading.all(RECORDS["accounts"], case=done.case)) == len(names)


def test_a_scan_is_in_a_case_once(desk, tmp_path):
    folder = ring(tmp_path / "scan")
    done = imports.import_scan(desk.store, ANALYST, folder)
    with pytest.raises(UsageError, match="in the case already"):
        imports.import_scan(desk.store, ANALYST, folder, case=done.case)
    other = imports.import_scan(desk.store, ANALYST, ring(tmp_path / "other", seed=1), case=done.case)
    assert other.case == done.case
    with pytest.raises(Denied, match="import scan"):
        imports.import_scan(desk.store, REGULATOR, folder)
