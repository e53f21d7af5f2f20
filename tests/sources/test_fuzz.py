"""A short run over hostile files, and all that failed once. The long runs are in tests/nightly/test_fuzz_readers.py."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from .fuzz_changes import dumps, scrambled, structured
from .fuzzing import NAMES, Cage, examples, seeds

EXAMPLES = examples()


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage() as found:
        yield found


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
