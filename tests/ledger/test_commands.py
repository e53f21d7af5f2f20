"""`overt ledger` as people type it, and the page about it, line by line."""

import json
import re
import shlex
from pathlib import Path

import pytest

from ledger.held import Held

DOCS = Path(__file__).parents[2] / "docs" / "ledger.md"


@pytest.fixture
def desk(held: Held, monkeypatch: pytest.MonkeyPatch) -> Held:
    """A folder with a database, as a person stands in it."""
    held.add(5, private={"name": "somebody"})
    monkeypatch.chdir(held.folder)
    monkeypatch.delenv("OVERT_DATABASE", raising=False)
    return held


def test_the_page_runs_from_top_to_bottom(desk: Held, overt):
    blocks = re.findall(r"```sh\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) >= 11
    for line in lines:
        typed = line.replace("ENTRY", desk.ids[1]).replace("KEY", str(desk.ledger.keys.public))
        command, _, target = typed.partition(" > ")
        words = shlex.split(command)
        assert words.pop(0) == "overt"
        done = overt(*words)
        assert (done.code, done.err) == (0, ""), line
        if target:
            Path(target).write_text(done.out)
    assert Path("witnessed.zip").exists()


def test_head(desk: Held, overt):
    with desk.ledger.engine.begin() as connection:
        desk.ledger.record(connection, kind="note", subject="s", actor="a")
    said = overt("ledger", "head")
    assert f"{desk.ledger.keys.name}: 5 records" in said.out
    assert "1 records wait for their place" in said.out
    assert json.loads(overt("ledger", "head", "--json").out) == desk.ledger.head().facts()


def test_verify_tells_each_fault_and_ends_with_1(desk: Held, overt):
    assert overt("ledger", "export", "--as", "ana", "--out", "b").code == 0
    Path("b/README.txt").write_text("something else")
    Path("b/more").touch()
    done = overt("ledger", "verify", "b", "--trust", desk.ledger.keys.public)
    assert done.code == 1
    assert re.findall("FAULT: (.*)", done.out) == [
        "README.txt: is not what the manifest says",
        "more: belongs to no part of the bundle",
    ]
    found = json.loads(overt("ledger", "verify", "b", "--json").out)
    assert [fault["code"] for fault in found["faults"]] == ["bad-file", "extra-file"]


def test_fsck_ends_with_1_where_something_does_not_fit(desk: Held, overt):
    assert overt("ledger", "fsck").out.endswith("clean\n")
    raw = desk.ledger.engine.raw_connection()
    raw.executescript("DELETE FROM ledger_keys")
    raw.close()
    done = overt("ledger", "fsck")
    assert done.code == 1
    assert done.out.count("its key is gone, but no record says that it was erased") == 5
    assert len(json.loads(overt("ledger", "fsck", "--json").out)["faults"]) == 5


def test_timestamps_by_file(desk: Held, overt, tmp_path_factory):
    from ledger.test_timestamps import Authority

    clock = Authority(tmp_path_factory.mktemp("clock"))
    assert overt("ledger", "timestamp", "--query", "q.tsq").code == 0
    Path("a.tsr").write_bytes(clock.answer(Path("q.tsq").read_bytes()))
    assert overt("ledger", "timestamp", "--add", "a.tsr", "--size", 5).code == 0
    assert overt("ledger", "export", "--as", "ana", "--out", "b.zip").code == 0
    Path("root.pem").write_bytes(clock.root)
    done = overt("ledger", "verify", "b.zip", "--roots", "root.pem")
    assert done.code == 0
    assert "is signed under root.pem" in done.out
    other = Authority(tmp_path_factory.mktemp("other"))
    Path("other.pem").write_bytes(other.root)
    refused = overt("ledger", "verify", "b.zip", "--roots", "other.pem")
    assert refused.code == 1
    assert "it does not hold" in refused.out


WRONG = [
    "head --database none.db",
    "head --database ledger.txt",
    "prove",
    "prove x --since 3",
    "prove ffff",
    "prove --since 99",
    "prove --since ledger.txt",
    "export --as ana --out there",
    "export --as ana --out b --show ffff",
    "verify none",
    "verify one.tlog-proof",
    "witness new bad+name --key w.key",
    "witness cosign ledger.txt --key none.key --trust x",
    "witness add ledger.txt --witness x",
    "timestamp",
    "timestamp --server ftp://x",
    "timestamp --add ledger.txt",
    "timestamp --query q --size 99",
]


def test_each_mistake_is_told_in_one_line(desk: Held, overt, golden):
    Path("ledger.txt").write_text("hello\n")
    Path("there").mkdir()
    (desk.folder / "one.tlog-proof").write_text(desk.ledger.prove(desk.ids[0]).text())
    lines = []
    for words in WRONG:
        done = overt("ledger", *words.split())
        assert done.code == 2, words
        lines.append(f"{words}\n  {done.line.replace(str(desk.folder), 'HERE')}")
    golden("ledger_mistakes.txt", "\n".join(lines) + "\n")
    assert not list(desk.folder.glob("*.unfinished"))
