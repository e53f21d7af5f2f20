"""A short run over hostile files, and all that failed once. The long runs are in tests/nightly/test_fuzz_readers.py."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from backports import zstd

from .fuzz_changes import dumps, scrambled, structured
from .fuzzing import NAMES, Cage, examples, seeds

EXAMPLES = examples()


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage() as found:
        yield found


HEADER = b"user_id,created_at,text\na,2020-01-01,x\n"
WORST: dict[str, tuple[str, bytes]] = {
    "quotes": ("posts.csv", HEADER + b'"' * 900_001 + b",2020-01-01,y\n"),
    "quotes in many lines": ("posts.csv", HEADER + b'"a""\n' * 40_000),
    "commas": ("posts.csv", HEADER + b"," * 900_000),
    "a long name": ("posts.csv", b"user_id,created_at," + "١".encode() * 900_000 + b"\na,2020-01-01,x\n"),
    "long names": ("posts.csv", b",".join([HEADER[:23], *(b"%d" % i * 60 for i in range(1_000, 5_000))]) + b"\na,1,x"),
    "one name": ("posts.csv", b"a," * 4_000 + b"\n"),
    "brackets": ("posts.json", b"[" * 2_000_000),
    "objects": ("posts.json", b'{"a":' * 500_000),
    "empty objects": ("posts.json", b"[" + b"{}," * 300_000 + b"{}]"),
    "one key": ("posts.ndjson", b"{" + b",".join(b'"k%d":1' % i for i in range(60_000)) + b"}\n{}"),
    "digits": ("posts.ndjson", b'{"user_id": ' + b"9" * 900_000 + b', "created_at": 1}\n{}'),
    "zeros": ("posts.zst", zstd.compress(bytes(200 << 20))),
    "empty frames": ("posts.zst", zstd.compress(b"") * 60_000),
}
"""Files that are made to take long: each once did, or would with an obvious way of reading."""


@pytest.mark.parametrize("case", WORST)
def test_what_is_made_to_take_long(cage: Cage, tmp_path: Path, case: str) -> None:
    name, data = WORST[case]
    (tmp_path / name).write_bytes(data)
    assert not cage.read(tmp_path / name)


@pytest.mark.parametrize(("name", "data"), seeds(), ids=lambda v: v if isinstance(v, str) else "")
def test_what_failed_once(cage: Cage, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert not cage.read(tmp_path / name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_parts_changed(cage: Cage, tmp_path: Path, name: str) -> None:
    draw = random.Random(name)
    for _ in range(6):
        path = tmp_path / draw.choice((name, draw.choice(NAMES)))
        path.write_bytes(structured(draw, name, EXAMPLES[name]))
        assert not cage.read(path)


@pytest.mark.parametrize("name", EXAMPLES)
def test_bytes_changed(cage: Cage, tmp_path: Path, name: str) -> None:
    draw = random.Random(name)
    for _ in range(6):
        path = tmp_path / draw.choice((name, draw.choice(NAMES)))
        path.write_bytes(scrambled(draw, EXAMPLES[name]))
        assert not cage.read(path)


def test_the_cage_tells_a_hang_a_crash_and_a_lack_of_memory(tmp_path: Path) -> None:
    path, small = tmp_path / "posts.json", tmp_path / "posts.csv"
    path.write_text(json.dumps([{"user_id": "a", "created_at": 1, "text": "x" * 1000}] * 100_000))
    small.write_text("user_id,created_at\na,2020-01-01\n")
    with Cage(memory=64 << 20) as tight:
        assert "too much memory" in tight.read(path)
        assert not tight.read(small)
    with Cage(seconds=0.05) as hasty:
        assert "takes too long" in hasty.read(path)
    with Cage() as cage:
        assert not cage.read(small)
        cage._child.kill()
        assert cage.read(small).startswith("crashes")
        assert not cage.read(small)


def test_what_is_written_is_json() -> None:
    value = {"a": [1, {"b": None}], "c": "\ud800é"}
    assert json.loads(dumps(value, True)) == value
