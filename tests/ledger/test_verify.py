"""What the verifier says of bundles that are right, and of those that a log that lies could sign."""

import ast
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from ledger import forge
from ledger.forge import KEYS, Memory, closing, faults, forged, loaded, raw, record, token
from ledger.held import Held
from overt.ledger import Keys, verify
from overt.ledger.export import export

SOURCE = Path(verify.__file__)
KEY = str(KEYS.public)


def run(*arguments: object, at: Path = SOURCE) -> subprocess.CompletedProcess[str]:
    """The verifier as a regulator runs it: alone, with nothing of overt in sight."""
    command = [sys.executable, "-I", str(at), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/", check=False)


def test_it_imports_nothing_but_the_standard_library_and_cryptography():
    names = set()
    for node in ast.walk(ast.parse(SOURCE.read_text("utf-8"), feature_version=(3, 9))):  # as its first lines promise
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level
            names.add((node.module or "").split(".")[0])
    assert names - {"cryptography"} <= set(sys.stdlib_module_names)
    assert "cryptography" in names


def test_it_runs_alone_from_the_bundle(held: Held, tmp_path: Path):
    held.add(300)
    (tmp_path / "held").write_text(held.ledger.head().checkpoint)
    held.add(5, private={"name": "x"})
    export(held.ledger, tmp_path / "bundle", actor="person:ana", show=held.ids[-1:])
    done = run(
        tmp_path / "bundle", "--trust", held.ledger.keys.public, "--since", tmp_path / "held", "--record", held.ids[7],
        at=tmp_path / "bundle" / "verify.py",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "FINE" in done.stdout
    assert "begins with the 300 records" in done.stdout
    assert held.ids[7] in done.stdout


def test_a_directory_and_a_zip_hold_the_same(held: Held, tmp_path: Path):
    held.add(600)
    export(held.ledger, tmp_path / "a", actor="person:ana")
    (tmp_path / "b.zip").write_bytes(forge.zipped(loaded(tmp_path / "a")))
    one, two = (verify.Check(verify.opened(tmp_path / name)).run() for name in ("a", "b.zip"))
    assert not one.faults
    assert not two.faults
    assert one.facts == two.facts
    assert one.facts["size"] == 601


def test_export_writes_the_zip_that_is_expected(held: Held, tmp_path: Path):
    held.add(3)
    export(held.ledger, tmp_path / "b.zip", actor="person:ana")
    assert (tmp_path / "b.zip").read_bytes() == forge.zipped(loaded(tmp_path / "b.zip"))
    shutil.unpack_archive(tmp_path / "b.zip", tmp_path / "out")  # other programs read it, too
    assert loaded(tmp_path / "out") == loaded(tmp_path / "b.zip")


def test_forged_bundles_that_hold_are_fine():
    assert faults(forged(), KEY) == []
    assert faults(forged([raw(record(n)) for n in range(700)]), KEY) == []
    assert faults(forged([]), KEY) == []


def test_without_a_key_it_says_what_it_could_not_check(tmp_path: Path):
    (tmp_path / "b.zip").write_bytes(forge.zipped(forged()))
    done = run(tmp_path / "b.zip")
    assert done.returncode == 0
    assert "NOT CHECKED: whose key that is" in done.stdout


SALTED = record(5, commitments={"name": "ab" * 32}, sealed="cd" * 32)
DEEP = b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
NOTE = KEYS.checkpoint(4, b"r" * 32)
OLD = KEYS.checkpoint(2, forge.root_of([raw(record(0)), raw(record(1))])).encode()
RIGHT = forged()


def swapped(old: str, new: str) -> bytes:
    """The right checkpoint with some of its text replaced."""
    text = RIGHT["checkpoint"].decode()
    assert old in text
    return text.replace(old, new).encode()


WRONG = {
    "nothing": {},
    "no checkpoint": forged(checkpoint=None),
    "no key": forged(key=None),
    "key with spaces": forged(key=f" {KEYS.public}\n".encode()),
    "key that is none": forged(key=b"a+b+c\n"),
    "key of a witness": forged(key=str(verify.Key(str(KEYS.public), "").text).replace("+AT", "+BT").encode()),
    "size with a zero before": forged(checkpoint=swapped("\n4\n", "\n04\n")),
    "size with a plus": forged(checkpoint=swapped("\n4\n", "\n+4\n")),
    "another size": forged(checkpoint=swapped("\n4\n", "\n3\n")),
    "base64 with a bit too many": forged(checkpoint=swapped("=\n\n", "\n\n")),
    "carriage returns": forged(checkpoint=RIGHT["checkpoint"].replace(b"\n", b"\r\n")),
    "not UTF-8": forged(checkpoint=b"\xff\xfe"),
    "a line more under it": forged(checkpoint=RIGHT["checkpoint"] + RIGHT["checkpoint"].split(b"\n")[-2] + b"\n"),
    "signed for more than is there": forged(checkpoint=KEYS.checkpoint(10**15, b"r" * 32).encode()),
    "signed for something else": forged(checkpoint=NOTE.encode()),
    "an empty log": forged(checkpoint=KEYS.checkpoint(0, forge.tree.EMPTY).encode()),
    "a doubled name": forged([raw(record(0))[:-1] + b',"v":1}']),
    "not a number": forged([raw(record(0)).replace(b'"n":0', b'"n":NaN')]),
    "an endless number": forged([raw(record(0)).replace(b'"n":0', b'"n":1e999')]),
    "ten thousand digits": forged([raw(record(0)).replace(b'"n":0', b'"n":' + b"9" * 10_000)]),
    "too deep": forged([raw(record(0)).replace(b'{"n":0}', DEEP)]),
    "half a surrogate pair in bytes": forged([raw(record(0)).replace(b"ana", b"\xed\xa0\x80")]),
    "not an object": forged([b"[]"]),
    "an empty record": forged([b""]),
    "another version": forged([raw(record(0, v=2))]),
    "version true": forged([raw(record(0, v=True))]),
    "a field more": forged([raw(record(0, more=1))]),
    "an id that is none": forged([raw(record(0, id="../../etc"))]),
    "a time that is none": forged([raw(record(0, at="yesterday"))]),
    "time in other digits": forged([raw(record(0, at="٢٠٢٦-01-02T03:04:05.000006Z"))]),
    "clear is a list": forged([raw(record(0, clear=[]))]),
    "a commitment that is none": forged([raw(record(0, commitments={"a": "b"}))]),
    "sealed is a number": forged([raw(record(0, sealed=5))]),
    "the same id twice": forged([raw(record(0)), raw(record(0, actor="person:ben"))]),
    "erases what is not there": forged([raw(record(0, kind="ledger.erased", clear={"erased": "f" * 32}))]),
    "erases a list": forged([raw(record(0, kind="ledger.erased", clear={"erased": ["x"]}))]),
    "manifest of two versions": forged(**{"manifest.json": b'{"v":1,"v":1,"files":{}}'}),
    "manifest too deep": forged(**{"manifest.json": DEEP}),
    "manifest that is a list": forged(**{"manifest.json": b"[]"}),
    "another manifest": forged(**{"manifest.json": b'{"files":{},"v":1} '}),
    "manifest with a path out": forged(beside={"../up": b"x"}),
    "manifest with a root path": forged(beside={"/etc/passwd": b"x"}),
    "manifest with a hidden file": forged(beside={".x": b"x"}),
    "manifest that speaks of a tile": forged(beside={"tile/9/000": b"x"}),
    "manifest without a size": forged(**{"manifest.json": b'{"files":{"a":["x",1]},"v":1}'}),
    "manifest with a size of true": forged(**{"manifest.json": b'{"files":{"a":[true,"x"]},"v":1}'}),
    "a listed file is missing": forged(beside={"a.txt": b"x"}, **{"a.txt": None}),
    "a listed file is longer": forged(beside={"a.txt": b"x"}, **{"a.txt": b"xy"}),
    "a listed file differs": forged(beside={"a.txt": b"x"}, **{"a.txt": b"y"}),
    "a file more": forged(**{"evil.py": b""}),
    "a name that turns round": forged(**{"a\u202etxt": b""}),
    "a tile is missing": forged(**{"tile/0/000.p/4": None}),
    "a tile of other hashes": forged(**{"tile/0/000.p/4": bytes(128)}),
    "a tile is too long": forged(**{"tile/0/000.p/4": b"x" * 9000}),
    "an entry bundle is missing": forged(**{"tile/entries/000.p/4": None}),
    "an entry bundle ends early": forged(**{"tile/entries/000.p/4": RIGHT["tile/entries/000.p/4"][:-1]}),
    "an entry bundle holds less": forged(**{"tile/entries/000.p/4": b"\0\0"}),
    "the last record is no export": {
        **(other := {k: v for k, v in RIGHT.items() if not k.startswith("tile")}),
        **forge.log_files([raw(record(0))]),
        "checkpoint": KEYS.checkpoint(1, forge.root_of([raw(record(0))])).encode(),
    },
    "an earlier checkpoint under a wrong name": forged(beside={"checkpoints/3": OLD}),
    "an earlier checkpoint of another log": forged(
        beside={"checkpoints/2": Keys("a.example/b", b"s" * 32, b"m" * 32).checkpoint(2, b"r" * 32).encode()}
    ),
    "an earlier checkpoint that is none": forged(beside={"checkpoints/2": b"hello"}),
    "an earlier checkpoint of more records": forged(beside={"checkpoints/5": KEYS.checkpoint(5, b"r" * 32).encode()}),
    "an earlier checkpoint of other records": forged(beside={"checkpoints/2": KEYS.checkpoint(2, b"r" * 32).encode()}),
    "an earlier checkpoint unsigned": forged(
        beside={"checkpoints/2": Keys(KEYS.name, b"t" * 32, b"m" * 32).checkpoint(2, b"r" * 32).encode()}
    ),
    "a timestamp of nothing": forged(beside={"timestamps/2/a.tsr": token(b"x" * 32)}),
    "a timestamp of something else": forged(beside={"checkpoints/2": OLD, "timestamps/2/a.tsr": token(b"x" * 32)}),
    "a timestamp that was refused": forged(
        beside={"checkpoints/2": OLD, "timestamps/2/a.tsr": token(verify.sha256(OLD).digest(), status=b"\2")}
    ),
    "a timestamp that is none": forged(
        beside={"checkpoints/2": OLD, "timestamps/2/a.tsr": b"\x30\x84\xff\xff\xff\xff"}
    ),
    "an opening of no record": forged(beside={f"openings/{'f' * 32}.json": b"{}"}),
    "an opening that is a list": forged([raw(SALTED)], {f"openings/{SALTED['id']}.json": b"[]"}),
    "an opening with a short salt": forged([raw(SALTED)], {f"openings/{SALTED['id']}.json": b'{"name":["ab","1"]}'}),
    "an opening of a field that is not there": forged(
        [raw(SALTED)], {f"openings/{SALTED['id']}.json": json.dumps({"age": ["ab" * 32, "1"]}).encode()}
    ),
    "an opening with another value": forged(
        [raw(SALTED)], {f"openings/{SALTED['id']}.json": json.dumps({"name": ["ab" * 32, '"\ud800"']}).encode()}
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_each_wrong_bundle_is_caught(what: str):
    assert faults(WRONG[what], KEY if "key" in WRONG[what] and what != "key of a witness" else None)


def test_the_words_of_the_faults(golden):
    lines = []
    for what, files in WRONG.items():
        said = faults(files, None)
        lines += [f"{what}:", *(f"  {line[:200]}" for line in said[:3])]
        assert all("\n" not in line and "\u202e" not in line for line in said)
    golden("ledger_faults.txt", "\n".join(lines) + "\n")


def test_every_fault_has_been_seen():
    codes = {fault.code for files in WRONG.values() for fault in verify.Check(Memory(files)).run(None).faults}
    elsewhere = {"bad-zip", "other-key", "no-record", "not-witnessed", "bad-proof"}  # tested below
    assert codes | elsewhere == set(verify.WORDS)


def test_questions_of_the_caller():
    held = forged()
    other = str(Keys.new("x.example/log").public)
    assert "not by the trusted key" in faults(held, other)[0]
    assert faults(held, "hello") == ["--trust: not a verifier key (name+keyid+base64 of an Ed25519 key)"]
    assert faults(held, KEY, records=["0" * 32]) == []
    assert faults(held, KEY, records=["e" * 32]) == [f"no record has the id {'e' * 32}"]
    assert faults(held, KEY, since=[("mine", OLD)]) == []
    assert "rolled" not in str(faults(held, KEY, since=[("mine", held["checkpoint"])]))
    later = KEYS.checkpoint(9, b"r" * 32).encode()
    assert "the bundle has 4: records are gone" in faults(held, KEY, since=[("mine", later)])[0]
    fork = KEYS.checkpoint(2, b"r" * 32).encode()
    assert "the first 2 records of this bundle are not those" in faults(held, KEY, since=[("mine", fork)])[0]
    assert faults(held, KEY, witnesses=[KEY]) == [f"witness {KEYS.name} has cosigned no checkpoint in this bundle"]


def test_an_unknown_witness_is_named_and_not_believed(held: Held, tmp_path: Path):
    from overt.ledger.notes import VerifierKey
    from overt.ledger.witness import Witness, add, request

    held.add(3)
    seen = Witness.new("w.example/1", tmp_path / "w.key")
    other = Witness.new("w.example/2", tmp_path / "v.key")
    with held.ledger.engine.begin() as connection:
        add(held.ledger, connection, seen.cosign(request(held.ledger, 0), held.ledger.keys.public, 5), seen.public)
    export(held.ledger, tmp_path / "b", actor="person:ana")
    plain = verify.Check(verify.opened(tmp_path / "b")).run(None)
    assert (plain.faults, plain.facts["other_witnesses"], plain.facts["cosigned"]) == ([], ["w.example/1"], [])
    asked = verify.Check(verify.opened(tmp_path / "b")).run(None, witnesses=[str(seen.public)])
    assert asked.facts["cosigned"] == [{"witness": str(seen.public), "size": 3, "time": 5}]
    refused = verify.Check(verify.opened(tmp_path / "b")).run(None, witnesses=[str(other.public)])
    assert [fault.code for fault in refused.faults] == ["not-witnessed"]
    same_name = VerifierKey("w.example/1", 4, other.public.public)
    assert [f.code for f in verify.Check(verify.opened(tmp_path / "b")).run(None, witnesses=[str(same_name)]).faults]


@pytest.mark.parametrize("how", ["link", "folder link", "pipe", "huge", "unreadable"])
def test_files_that_are_traps(tmp_path: Path, how: str):
    for name, data in forged().items():
        place = tmp_path / "b" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    assert run(tmp_path / "b").returncode == 0
    victim = tmp_path / "b" / "tile" / "0" / "000.p" / "4"
    keep = victim.read_bytes()
    if how == "folder link":
        shutil.move(tmp_path / "b" / "tile" / "0", tmp_path / "elsewhere")
        (tmp_path / "b" / "tile" / "0").symlink_to(tmp_path / "elsewhere")
    else:
        victim.unlink()
    if how == "link":
        (tmp_path / "same").write_bytes(keep)
        victim.symlink_to(tmp_path / "same")
    elif how == "pipe":
        os.mkfifo(victim)
    elif how == "huge":
        with victim.open("wb") as file:
            file.truncate(1 << 40)
    elif how == "unreadable":
        victim.mkdir()
    done = run(tmp_path / "b", "--trust", KEY)
    assert done.returncode == 1, done.stdout
    assert "FAULT: tile/0" in done.stdout
    assert done.stderr == ""


def test_folders_without_end(tmp_path: Path):
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(3_000):  # deeper than any path can say
        os.mkdir("a", dir_fd=handle)
        inner = os.open("a", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    subprocess.run(["rm", "-rf", tmp_path / "a"], check=True)


@settings(max_examples=400, deadline=None)
@given(some.data())
def test_whatever_a_liar_signs_is_answered(data: some.DataObject):
    """Random records and files under right signatures and hashes: an answer each time, never a crash."""
    loose = some.recursive(
        some.none()
        | some.booleans()
        | some.integers()
        | some.floats()
        | some.text(max_size=5)
        | some.sampled_from(GOOD),
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(NAMES), inner, max_size=4),
        max_leaves=6,
    )
    fields = some.dictionaries(some.sampled_from(sorted(verify.LEAF)), loose, max_size=3)
    leaves = [raw(record(n, **given)) for n, given in enumerate(data.draw(some.lists(fields, max_size=3)))]
    whole = some.builds(lambda value: raw({"x": value})[5:-1], loose) | some.binary(max_size=60)
    paths = some.sampled_from([*verify.FIXED, *PLACES])
    beside = data.draw(some.dictionaries(some.sampled_from(PLACES), whole, max_size=3))
    files = data.draw(some.dictionaries(paths, whole, max_size=1))
    for text in faults(forged(leaves, beside, **files), KEY):
        assert "\n" not in text


PLACES = (
    f"openings/{0:032x}.json", "openings/x.json", "checkpoints/1", "checkpoints/x", "cosigned/2", "timestamps/1/a.tsr",
    "timestamps/x", "attached/a", "verify.py", "tile/0/000.p/2", "../x", "openings/", "timestamps//",
)  # fmt: skip
NAMES = ("erased", "manifest", "a", "files", "v", "x")
GOOD = ("ledger.erased", "ledger.exported", "a" * 32, "b" * 64, f"{0:032x}", f"{1:032x}")


def test_hostile_zips(tmp_path: Path):
    import zipfile

    whole = forge.zipped(forged())
    assert not verify.Check(verify.Zip(io.BytesIO(whole), len(whole), "b")).run(KEY).faults
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as other:
        other.writestr("checkpoint", b"0" * 10_000_000)
    twice = {"a": b"1", "b": b"2"}
    for data in (
        b"",
        b"PK\5\6",
        whole[:-1],
        whole + b"\0",
        b"\0" + whole,
        packed.getvalue(),
        whole.replace(b"manifest.json", b"manifest.jsom"),
        forge.zipped(twice).replace(b"b", b"a"),
        forge.zipped({"../../x": b"1"}),
        verify.Zip.END.pack(b"PK\5\6", 0, 0, 65_535, 65_535, 0, 0, 0),
    ):
        (tmp_path / "b.zip").write_bytes(data)
        done = run(tmp_path / "b.zip")
        assert done.returncode == 1, data[:50]
        assert "FAULT" in done.stdout
        assert done.stderr == ""


def test_a_proof_stands_alone(held: Held, tmp_path: Path):
    held.add(300)
    text = held.ledger.prove(held.ids[77]).text()
    place = tmp_path / "one.tlog-proof"
    place.write_text(text)
    key = str(held.ledger.keys.public)
    done = run(place, "--trust", key, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["records"][0]["record"]["id"] == held.ids[77]
    assert run(place).returncode == 2
    assert run(place, "--trust", KEY).returncode == 1
    lines = text.split("\n")
    for number in range(len(lines) - 1):
        for wrong in (
            lines[:number] + lines[number + 1 :],
            [*lines[:number], lines[number] + "A", *lines[number + 1 :]],
        ):
            with pytest.raises(verify.Fault):
                verify.check_proof("\n".join(wrong).encode(), key, "p")
    other = held.ledger.prove(held.ids[78])
    for change in ({"index": 76}, {"leaf": other.leaf}, {"path": other.path}, {"index": 10**18}, {"path": ()}):
        from dataclasses import replace

        with pytest.raises(verify.Fault):
            verify.check_proof(replace(held.ledger.prove(held.ids[77]), **change).text().encode(), key, "p")


def test_usage(tmp_path: Path):
    for arguments in ((tmp_path / "none",), (tmp_path, "--since", tmp_path / "none"), ()):
        assert run(*arguments).returncode == 2
    assert run(tmp_path).returncode == 1
    long = "x" * 5_000
    assert run(long).returncode == 2
    for name in (long, "a\nb", "+++", ""):
        done = run(tmp_path, "--trust", name, "--witness", name)
        assert (done.returncode, done.stderr) == (1, ""), name


def test_no_more_than_a_hundred_faults_are_told(tmp_path: Path):
    files = forged(**{f"x{n}": b"" for n in range(150)})
    (tmp_path / "b.zip").write_bytes(forge.zipped(files))
    done = run(tmp_path / "b.zip")
    assert done.stdout.count("FAULT") == 101
    assert "and 50 more" in done.stdout
    assert closing(b"")  # the forger is used as it is
