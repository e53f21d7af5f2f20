"""Ten thousand edits, drops, swaps and rollbacks of exported bundles: the verifier catches each one."""

import io
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import forge
from ledger.forge import Memory, loaded, token
from ledger.held import Held
from overt.ledger import Keys, verify
from overt.ledger.export import export
from overt.ledger.timestamps import add as add_stamp
from overt.ledger.witness import Witness, add, request

pytestmark = pytest.mark.long
Files = dict[str, bytes]
EDITS, ZIP_EDITS = 10_000, 3_000


@dataclass(frozen=True)
class Export:
    """A bundle with a bit of everything, an older one of the same log, and what a regulator holds."""

    files: Files
    older: Files
    key: str
    checkpoint: bytes

    def caught(self, files: Files) -> bool:
        """Does the verifier object?"""
        check = verify.Check(Memory(files)).run(self.key, since=[("held", self.checkpoint)])
        return bool(check.faults)


def grown(held: Held, folder: Path, name: str, many: int) -> Export:
    """Records, an erasure, a witness, a timestamp; an export; more records; a second export."""
    engine, seen = held.ledger.engine, Witness.new("w.example/1", folder / f"{name}.key")
    bundles = []
    for step in (1, 2):
        held.add(many, private={"name": "somebody"})
        with engine.begin() as connection:
            held.ledger.erase(connection, held.ids[step], "asked for")
        held.ledger.sequence()
        size, note = held.ledger.signed()
        with engine.begin() as connection:
            asked = request(held.ledger, seen.last(held.ledger.keys.name))
            add(held.ledger, connection, seen.cosign(asked, held.ledger.keys.public), seen.public)
            add_stamp(connection, size, token(sha256(note.encode()).digest()))
        export(
            held.ledger, folder / f"{name}{step}", actor="person:ana", show=held.ids[-2:], attached={"a.txt": b"hello"}
        )
        bundles.append(loaded(folder / f"{name}{step}"))
    _, held_by_regulator = held.ledger.signed()
    return Export(bundles[1], bundles[0], str(held.ledger.keys.public), held_by_regulator.encode())


def one_of(dice: random.Random, files: Files) -> str:
    return dice.choice(sorted(files))


def flip(dice: random.Random, files: Files, _: Export) -> None:
    name = one_of(dice, files)
    data = bytearray(files[name])
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    files[name] = bytes(data)


def cut(dice: random.Random, files: Files, _: Export) -> None:
    name = one_of(dice, files)
    start = dice.randrange(len(files[name]))
    files[name] = files[name][:start] + files[name][start + dice.randint(1, 40) :]


def put_in(dice: random.Random, files: Files, _: Export) -> None:
    name = one_of(dice, files)
    start = dice.randrange(len(files[name]) + 1)
    more = dice.choice([b" ", b"\n", b"\0", dice.randbytes(5), files[name][:40] or b"x"])
    files[name] = files[name][:start] + more + files[name][start:]


def other_text(dice: random.Random, files: Files, _: Export) -> None:
    """An edit that a person would make: another name, another number."""
    name = one_of(dice, files)
    before, after = dice.choice([(b"ana", b"ben"), (b'"n":1', b'"n":2'), (b"2026", b"2025"), (b"case:1", b"case:2")])
    files[name] = files[name].replace(before, after, 1)


def drop(dice: random.Random, files: Files, _: Export) -> None:
    for name in dice.sample(sorted(files), dice.choice([1, 1, 2, 5])):
        del files[name]


def swap(dice: random.Random, files: Files, _: Export) -> None:
    one, two = dice.sample(sorted(files), 2)
    files[one], files[two] = files[two], files[one]


def rename(dice: random.Random, files: Files, _: Export) -> None:
    name = one_of(dice, files)
    files[dice.choice([name + "x", name.replace("/", "-"), "attached/" + name])] = files.pop(name)


def more(dice: random.Random, files: Files, _: Export) -> None:
    files[dice.choice(["x", "tile/0/999", "attached/b", "checkpoints/1", "tile/entries/001.p/1"])] = b"more"


def roll_back(dice: random.Random, files: Files, export: Export) -> None:
    """Some or all files as they were in the older export, its own files, too, and no others."""
    names = sorted(set(files) | set(export.older))
    for name in dice.sample(names, dice.choice([1, 2, 5, len(names) - 1, len(names)])):
        files.pop(name, None)
        if name in export.older:
            files[name] = export.older[name]


def records(files: Files) -> list[bytes]:
    """All records of a bundle."""
    names = sorted(name for name in files if name.startswith("tile/entries/"))
    return [
        leaf
        for name in names
        for leaf in verify.records_in(files[name], int(name.rpartition("/")[2]) if ".p/" in name else 256, name)
    ]


def rebuild(files: Files, leaves: list[bytes]) -> None:
    """Another log in the bundle, with all the hashes that anybody can compute."""
    for name in [name for name in files if name.startswith("tile/")]:
        del files[name]
    files |= forge.log_files(leaves)


def edit_record(dice: random.Random, files: Files, _: Export) -> None:
    leaves = records(files)
    index = dice.randrange(len(leaves))
    leaf = json.loads(leaves[index])
    leaf[dice.choice(["actor", "subject", "kind"])] = "somebody-else"
    leaves[index] = forge.raw(leaf)
    rebuild(files, leaves)


def drop_record(dice: random.Random, files: Files, _: Export) -> None:
    leaves = records(files)
    del leaves[dice.randrange(len(leaves))]
    rebuild(files, leaves)


def swap_records(dice: random.Random, files: Files, _: Export) -> None:
    leaves = records(files)
    one, two = dice.sample(range(len(leaves)), 2)
    leaves[one], leaves[two] = leaves[two], leaves[one]
    rebuild(files, leaves)


def roll_records_back(dice: random.Random, files: Files, export: Export) -> None:
    """The log as it was, under its own old and rightly signed checkpoint; the rest is new."""
    rebuild(files, records(export.older))
    files["checkpoint"] = export.older["checkpoint"]
    if dice.random() < 0.5:
        files["manifest.json"] = export.older["manifest.json"]


def sign_anew(dice: random.Random, files: Files, export: Export) -> None:
    """Everything rewritten and signed by a key of the attacker's own, under the log's name."""
    own = Keys(export.key.partition("+")[0], dice.randbytes(32), dice.randbytes(32))
    edit_record(dice, files, export)
    leaves = records(files)
    files["checkpoint"] = own.checkpoint(len(leaves), forge.root_of(leaves)).encode()
    if dice.random() < 0.5:
        files["key"] = f"{own.public}\n".encode()


def unlist(dice: random.Random, files: Files, _: Export) -> None:
    """A file taken out together with its line in the manifest, or put in with one."""
    manifest = json.loads(files["manifest.json"])
    name = dice.choice(sorted(manifest["files"]))
    if dice.random() < 0.5:
        del manifest["files"][name]
        del files[name]
    else:
        files[name] += b" "
        manifest["files"][name] = [len(files[name]), sha256(files[name]).hexdigest()]
    files["manifest.json"] = forge.raw(manifest)


def lines_away(dice: random.Random, files: Files, _: Export) -> None:
    """A line less, or two lines swapped, in a text."""
    name = dice.choice([n for n in files if n.startswith(("checkpoint", "cosigned", "key", "README", "openings"))])
    lines = files[name].split(b"\n")
    if dice.random() < 0.5:
        del lines[dice.randrange(len(lines))]
    else:
        one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
    files[name] = b"\n".join(lines)


Way = Callable[[random.Random, Files, Export], None]
WAYS: list[Way] = [
    flip, cut, put_in, other_text, drop, swap, rename, more, roll_back, edit_record, drop_record, swap_records,
    roll_records_back, sign_anew, unlist, lines_away,
]  # fmt: skip


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> list[Export]:
    """A small log, and one of several tiles."""
    from ledger.held import ORIGIN, lite
    from overt.ledger import Ledger

    made = []
    for name, many in (("small", 12), ("tiles", 150)):
        folder = tmp_path_factory.mktemp(name)
        engine = lite(folder)
        made.append(grown(Held(Ledger.create(engine, ORIGIN), folder), folder, name, many))
        engine.dispose()
    return made


def test_the_bundles_are_fine_before_anybody_touches_them(exports: list[Export]):
    for held in exports:
        assert not held.caught(held.files)
        for part in ("checkpoints/", "cosigned/", "timestamps/", "openings/", "attached/", "tile/1/", "verify.py"):
            assert any(name.startswith(part) for name in held.files) or part == "tile/1/"
    assert any("tile/1/" in name for name in exports[1].files)


def test_the_older_bundle_is_fine_by_itself_and_a_rollback_to_who_holds_a_later_checkpoint(exports: list[Export]):
    for held in exports:
        assert not verify.Check(Memory(held.older)).run(held.key).faults
        assert held.caught(held.older)


def test_every_edit_is_caught(exports: list[Export]):
    dice = random.Random(6)
    done: Counter[str] = Counter()
    while done.total() < EDITS:
        held = exports[done.total() % 4 == 0]
        way = dice.choice(WAYS)
        files = dict(held.files)
        for step in [way] if dice.random() < 0.7 else [way, dice.choice(WAYS)]:
            if len(files) > 5:
                try_to(step, dice, files, held)
        if files == held.files:
            continue
        assert held.caught(files), (way.__name__, sorted(k for k in files if files.get(k) != held.files.get(k)))
        done[way.__name__] += 1
    assert len(done) == len(WAYS)
    assert min(done.values()) > 150


def try_to(
    step: Callable[[random.Random, Files, Export], None], dice: random.Random, files: Files, held: Export
) -> None:
    """An edit after an edit may find nothing left that it understands."""
    try:
        step(dice, files, held)
    except (ValueError, KeyError, IndexError, verify.Fault):
        return


def test_every_edit_of_a_zip_is_caught(exports: list[Export]):
    dice = random.Random(7)
    held = exports[0]
    whole = forge.zipped({name: data for name, data in held.files.items() if name != "verify.py"})
    for _ in range(ZIP_EDITS):
        data = bytearray(whole)
        how = dice.randrange(3)
        # As often in the container's own bytes at the end as anywhere in the files.
        place = dice.randrange(len(data)) if dice.random() < 0.5 else len(data) - 1 - dice.randrange(2500)
        if how == 0:
            data[place] ^= 1 << dice.randrange(8)
        elif how == 1:
            del data[place : place + dice.randint(1, 30)]
        else:
            data[place:place] = dice.randbytes(dice.randint(1, 30))
        try:
            bundle = verify.Zip(io.BytesIO(data), len(data), "b.zip")
        except verify.Fault:
            continue
        assert verify.Check(bundle).run(held.key).faults


def test_on_the_command_line_too(exports: list[Export], tmp_path: Path):
    from ledger.test_verify import run

    dice = random.Random(8)
    held = exports[0]
    (tmp_path / "held").write_bytes(held.checkpoint)
    options = ("--trust", held.key, "--since", tmp_path / "held")
    (tmp_path / "fine.zip").write_bytes(forge.zipped(held.files))
    assert run(tmp_path / "fine.zip", *options).returncode == 0
    for way in WAYS:
        files = dict(held.files)
        while files == held.files:
            way(dice, files, held)
        (tmp_path / "edited.zip").write_bytes(forge.zipped(files))
        done = run(tmp_path / "edited.zip", *options)
        assert (done.returncode, done.stderr) == (1, ""), way.__name__
        assert "FAULT: " in done.stdout
