"""The file: torn lines, changed lines, many writers at once, full disks. Nothing is lost and nothing is passed over."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from overt.errors import InputError, OutputError
from overt.registry import Registry
from overt.registry.record import APPEAL, FORMAT, LABEL
from overt.registry.store import Store

from .made import label, registry

FACTS = label().facts()
WRITER = """
import sys
from overt.registry import Label, Registry, Source
held = Registry.open(sys.argv[1])
for n in range(int(sys.argv[3])):
    held.add(Label("newsroom", f"Outlet {sys.argv[2]}.{n}", Source("A list")), "writer " + sys.argv[2])
    print(n, flush=True)
"""


def writer(path: Path, name: str, many: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", WRITER, str(path), name, str(many)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def names(path: Path) -> list[str]:
    return sorted(e.label.title for e in Registry.open(path).labels())


def test_a_registry_that_is_not_there_is_empty(tmp_path):
    held = Registry.open(tmp_path / "none" / "labels.ndjson")
    assert held.labels() == []
    assert held.lookup("anybody") == []
    assert held.verify()["records"] == 0
    assert not held.path.exists()  # asking makes nothing


def test_lines(tmp_path):
    held = registry(tmp_path, label(), label(name="Another"))
    lines = [json.loads(line) for line in held.path.read_text("utf-8").splitlines()]
    assert [x["type"] for x in lines] == ["registry", "label", "label"]
    assert [x["n"] for x in lines] == [1, 2, 3]
    assert lines[0]["format"] == FORMAT
    assert lines[0]["prev"] == "0" * 64
    assert all(x["by"] == "a tester" and x["at"].endswith("Z") for x in lines)
    assert all(x["says"]["source"]["title"] == "A list" for x in lines[1:])


@pytest.mark.parametrize("whole", [False, True])
def test_a_torn_line_is_put_aside_and_nothing_is_lost(tmp_path, whole):
    """Wherever the last line breaks off, the lines before it stay, and its bytes are kept."""
    held = registry(tmp_path, label(), label(name="Another"))
    text = held.path.read_bytes()
    start = text[:-1].rfind(b"\n") + 1
    cuts = [len(text) - 1] if whole else range(start + 1, len(text) - 1, 37)
    for cut in cuts:
        held.path.write_bytes(text[:cut])
        torn = held.path.with_name("labels.ndjson.torn")
        torn.unlink(missing_ok=True)
        seen = Registry.open(held.path)
        assert seen.torn == cut - start
        assert [e.label.title for e in seen.labels()] == ["The Daily Example"]
        assert held.path.read_bytes() == text[:cut]  # reading changes nothing
        seen.add(label(name="A Third"), "a tester")
        assert seen.torn == 0
        assert names(held.path) == sorted(["The Daily Example", "A Third", *(["Another"] if whole else [])])
        assert (torn.read_bytes() == text[start:cut] + b"\n") if not whole else not torn.exists()


@pytest.mark.parametrize("line", range(3))
def test_a_changed_line_is_refused(tmp_path, line):
    held = registry(tmp_path, label(), label(name="Another"), label(name="A Third"))
    lines = held.path.read_bytes().split(b"\n")
    lines[line] = lines[line].replace(b"a tester", b"somebody")
    held.path.write_bytes(b"\n".join(lines))
    with pytest.raises(InputError) as error:
        Registry.open(held.path)
    assert error.value.facts["line"] == line + 2  # the one after it does not follow from it
    assert "\n" not in str(error.value)


def test_a_changed_last_line_shows_by_a_noted_digest(tmp_path):
    held = registry(tmp_path, label(), label(name="Another"))
    noted = held.verify()["head"]
    assert held.verify(noted)["holds"]
    held.add(label(name="A Third"), "a tester")
    assert Registry.open(held.path).verify(noted)["holds"]  # only added to
    text = held.path.read_bytes()
    held.path.write_bytes(b"\n".join(text.split(b"\n")[:2]) + b"\n")  # cut short
    assert not Registry.open(held.path).verify(noted)["holds"]
    held.path.write_bytes(text.replace(b"A Third", b"A Fifth"))
    assert Registry.open(held.path).verify(noted)["holds"]  # what was noted is still there
    assert not Registry.open(held.path).verify("0" * 64)["holds"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [lines[0], *lines[2:]],  # a line taken out
        lambda lines: [lines[0], lines[2], lines[1]],  # changed places
        lambda lines: lines[1:],  # the beginning gone
        lambda lines: [*lines, lines[-1]],  # a line twice
        lambda lines: [*lines, b"{}"],
        lambda lines: [*lines, b"not json"],
        lambda lines: [*lines, b"\xff\xfe"],
        lambda lines: [*lines, b""],
        lambda lines: [*lines, b"[" * 100_000],
        lambda lines: [lines[0] + b"\r", *lines[1:]],
        lambda lines: [b'{"n":1,"type":"registry","format":"overt.labels/9","at":"2026-01-01T00:00:00Z","by":"x"}'],
        lambda lines: [b"x" * 2_000_000],
    ],
)
def test_damaged_files_are_refused_in_one_line(tmp_path, damage):
    held = registry(tmp_path, label(), label(name="Another"))
    lines = held.path.read_bytes().rstrip(b"\n").split(b"\n")
    held.path.write_bytes(b"\n".join(damage(lines)) + b"\n")
    with pytest.raises(InputError) as error:
        Registry.open(held.path)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize(
    ("kind", "label_id", "body"),
    [
        (APPEAL, "L0123456789ab", {"reason": "points nowhere"}),
        (LABEL, "L0123456789ab", {"says": {"kind": "troll", "name": "A", "source": {"title": "A list"}}}),
        (LABEL, "L0123456789ab", {"says": {"kind": "newsroom", "name": [], "source": {"title": "A list"}}}),
        (LABEL, "L0123456789ab", {"says": {"kind": "newsroom", "name": "A", "source": "A list"}}),
        (LABEL, "L0123456789ab", {"says": FACTS, "origin": ["a list"]}),
        (LABEL, "L0123456789ab", {"says": FACTS, "origin": {"keys": 7}}),
        (LABEL, "L0123456789ab", {"says": FACTS, "imported": "a list"}),
    ],
)
def test_records_that_say_what_cannot_be_are_refused(tmp_path, kind, label_id, body):
    """A chain proves that nothing was changed, not that it was overt that wrote it."""
    store = Store(tmp_path / "labels.ndjson")
    with store.writing():
        store.append("a tester", [(kind, label_id, body)])
    with pytest.raises(InputError, match="line 2"):
        Registry.open(store.path).labels()


def test_a_folder_or_a_pipe_is_no_registry(tmp_path):
    with pytest.raises(InputError, match="is no file"):
        Registry.open(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is no file"):
        Registry.open(tmp_path / "pipe")


def test_many_writers_at_once(tmp_path):
    path, many = tmp_path / "labels.ndjson", 12
    running = [writer(path, name, many) for name in "abcd"]
    for process in running:
        _, err = process.communicate(timeout=240)
        assert (process.returncode, err) == (0, "")
    assert names(path) == sorted(f"Outlet {name}.{n}" for name in "abcd" for n in range(many))
    assert Registry.open(path).verify()["records"] == 1 + 4 * many


def test_a_writer_that_is_killed_loses_nothing_that_it_told_of(tmp_path):
    path = tmp_path / "labels.ndjson"
    told = set()
    for name in ("a", "b", "c"):
        process = writer(path, name, 10_000)
        assert process.stdout
        for n in range(5):
            assert process.stdout.readline() == f"{n}\n"
            told.add(f"Outlet {name}.{n}")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=240)
        seen = names(path)
        assert told <= set(seen)
        assert len(seen) == len(set(seen))
    registry(tmp_path, label(name="And one more"))
    assert "And one more" in names(path)


def test_a_reader_waits_for_a_writer(tmp_path):
    held = registry(tmp_path, label())
    code = (
        "import fcntl,sys,time; f=open(sys.argv[1]); fcntl.flock(f,fcntl.LOCK_EX); print(1,flush=True); time.sleep(1)"
    )
    words = [sys.executable, "-c", code, str(held.path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "1\n"
        started = time.monotonic()
        assert len(Registry.open(held.path).labels()) == 1
        assert process.poll() is not None or time.monotonic() - started > 0.5


def test_a_writer_that_waits_too_long_says_so(tmp_path, monkeypatch):
    held = registry(tmp_path, label())
    monkeypatch.setattr("overt.registry.store.PATIENCE", 0.1)
    with held._store.writing(), pytest.raises(OutputError, match="another process is writing"):
        Registry(Store(held.path)).add(label(name="Another"), "a tester")


def test_a_full_disk_takes_nothing_away(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(disk)]
    if os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        held = registry(disk, label())
        before = held.path.read_bytes()
        with pytest.raises(OutputError, match="the disk is full"):
            for n in range(500):
                held.add(label(name=f"Outlet {n}", note="x" * 1_500), "a tester")
                before = held.path.read_bytes()
        assert held.path.read_bytes() == before
        seen = Registry.open(held.path)
        assert seen.torn == 0
        assert seen.verify()["records"] == before.count(b"\n")
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_clock_that_was_set_back_keeps_the_order(tmp_path):
    store = Store(registry(tmp_path, label()).path)
    with store.writing():
        later = store.records[-1].at.replace(year=2099)
        store.records[-1] = replace(store.records[-1], at=later)
        made = store.append("a tester", [(APPEAL, store.records[-1].label, {"reason": "later"})])
    assert made[0].at == later
