"""Witnesses: what they sign, what they refuse, and what they remember."""

import stat
from pathlib import Path

import pytest

from ledger.held import Held
from overt.ledger import Keys
from overt.ledger.errors import BadKey, Fork, LedgerError
from overt.ledger.notes import VerifierKey, parse_checkpoint, signature_line
from overt.ledger.witness import Witness, add, request


@pytest.fixture
def seen(tmp_path: Path) -> Witness:
    """A witness with a key of its own."""
    return Witness.new("w.example/1", tmp_path / "w.key")


def test_a_witness_signs_what_only_grew(held: Held, seen: Witness):
    key = held.ledger.keys.public
    for many in (3, 0, 4, 300):
        if many:
            held.add(many)
        signed = seen.cosign(request(held.ledger, seen.last(key.name)), key, 1_700_000_000)
        assert parse_checkpoint(signed).signed_by(seen.public) == 1_700_000_000
        assert parse_checkpoint(signed).signed_by(key) == 0
        assert seen.last(key.name) == held.ledger.head().size


def test_it_remembers_over_a_restart(held: Held, seen: Witness, tmp_path: Path):
    held.add(3)
    seen.cosign(request(held.ledger, 0), held.ledger.keys.public)
    assert stat.S_IMODE((tmp_path / "w.key").stat().st_mode) == 0o600
    again = Witness.read(tmp_path / "w.key")
    assert again.public == seen.public
    assert again.last(held.ledger.keys.name) == 3
    with pytest.raises(LedgerError, match="make the request with --since 3"):
        again.cosign(request(held.ledger, 0), held.ledger.keys.public)


def test_it_refuses_two_versions_of_one_log(held: Held, seen: Witness):
    keys = held.ledger.keys
    held.add(3)
    seen.cosign(request(held.ledger, 0), keys.public)
    with pytest.raises(Fork, match="saw another log of 3 records"):
        seen.cosign("old 3\n\n" + keys.checkpoint(3, b"x" * 32), keys.public)
    with pytest.raises(Fork, match="the log shows only 2"):
        seen.cosign("old 2\n\n" + keys.checkpoint(2, b"x" * 32), keys.public)
    held.add(2)
    asked = request(held.ledger, 3)
    with pytest.raises(Fork, match="is not shown to begin with the 3 records"):
        seen.cosign(asked.replace(asked.split("\n")[1] + "\n", ""), keys.public)
    assert seen.last(keys.name) == 3
    seen.cosign(asked, keys.public)


def test_it_signs_for_the_right_log_only(held: Held, seen: Witness):
    held.add(1)
    asked = request(held.ledger, 0)
    with pytest.raises(Fork, match="not signed by the log's key"):
        seen.cosign(asked, Keys.new(held.ledger.keys.name).public)
    with pytest.raises(Fork, match="not signed by the log's key"):
        seen.cosign(asked, VerifierKey("other.example/log", 1, held.ledger.keys.public.public))
    assert seen.last(held.ledger.keys.name) == 0


@pytest.mark.parametrize(
    "text", ["", "old 1", "old -1\n\nx", "old 01\n\nx", "new 0\n\n", "old 0\nAAAA\n\nx", "old 0\n" + "A" * 200_000]
)
def test_what_is_no_request(held: Held, seen: Witness, text: str):
    with pytest.raises(LedgerError, match="not a"):
        seen.cosign(text, held.ledger.keys.public)


def test_what_is_no_key(tmp_path: Path):
    with pytest.raises(BadKey, match="not a name for a witness"):
        Witness.new("a b", tmp_path / "k")
    Witness.new("a", tmp_path / "k")
    with pytest.raises(LedgerError, match="File exists"):
        Witness.new("a", tmp_path / "k")
    (tmp_path / "x").write_text(Keys.new("a").text())
    with pytest.raises(BadKey):
        Witness.read(tmp_path / "x")
    for text in ("", "a+b", "a+00000000+AAAA", str(Keys.new("a").public)[:-3], "é" + str(Keys.new("a").public)):
        with pytest.raises(BadKey):
            VerifierKey.parse(text)


def test_the_log_keeps_what_it_is_given_back_once(held: Held, seen: Witness):
    held.add(2)
    signed = seen.cosign(request(held.ledger, 0), held.ledger.keys.public, 7)
    for _ in range(2):
        with held.ledger.engine.begin() as connection:
            assert add(held.ledger, connection, signed, seen.public) == 2
    assert held.ledger.head().cosigned == 2
    other = Witness(seen.name, b"x" * 32, seen.memory)
    with held.ledger.engine.begin() as connection:
        with pytest.raises(LedgerError, match="not cosigned by this witness"):
            add(held.ledger, connection, signed, other.public)
        with pytest.raises(Fork, match="saw another log"):
            add(held.ledger, connection, held.ledger.keys.checkpoint(2, b"x" * 32), seen.public)


def test_the_published_example_of_a_cosignature_is_read():
    """C2SP tlog-cosignature shows this note; its lines have to parse, its keys are unknown."""
    note = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE"
        "+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
        "xUe+mbIUBkBIfZ+qnA==\n"
    )
    found = parse_checkpoint(note)
    assert (found.origin, found.size, len(found.lines)) == ("example.com/behind-the-sofa", 20852163, 2)
    assert int.from_bytes(__import__("base64").b64decode(found.lines[1].split()[2])[4:12], "big") == 1679315147
    assert signature_line(Keys.new("a").public, b"x" * 64).startswith("— a ")
