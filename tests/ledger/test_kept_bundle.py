"""A bundle of an earlier version is kept here: every later verifier has to find it fine, and to find the edit."""

from pathlib import Path

from ledger.test_verify import run

KEPT = Path(__file__).parents[1] / "golden" / "ledger"


def test_the_kept_bundle_holds():
    keys = ("--trust", KEPT / "log.key", "--witness", KEPT / "witness.key")
    asked = ("--since", KEPT / "earlier", "--record", (KEPT / "record").read_text().strip())
    done = run(KEPT / "bundle.zip", *keys, *asked)
    assert (done.returncode, done.stderr) == (0, "")
    for said in (
        "282 records",
        "begins with the 281 records",
        "cosigned 281 records",
        "a timestamp of 281",
        "record 77",
    ):
        assert said in done.stdout


def test_the_kept_proof_holds():
    assert run(KEPT / "one.tlog-proof", "--trust", KEPT / "log.key").returncode == 0


def test_an_edit_of_the_kept_bundle_is_found(tmp_path: Path):
    whole = (KEPT / "bundle.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(whole.replace(b'"subject":"case:1"', b'"subject":"case:2"', 1))
    assert run(tmp_path / "b.zip", "--trust", KEPT / "log.key").returncode == 1
