"""Folders and archives: everything that is a media file is found, nothing gets out, nothing unpacks for ever."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import InputError
from overt.media import files
from overt.media.files import Left, media_files
from overt.media.sniff import kind_of

from .made import jpeg, put

ONE, TWO = jpeg(1), jpeg(2)
FILES = {"b.jpg": ONE, "a/c.jpg": TWO, "a/notes.txt": b"no picture", "a/empty.jpg": b"", "page.jpg": b"<html>"}
FOUND = {("b.jpg", sha256(ONE).hexdigest()), ("a/c.jpg", sha256(TWO).hexdigest())}
REASONS = {"no media": 2, "empty": 1}


def zipped(entries, **options) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(entries, extra=()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return out.getvalue()


def read(place):
    """What is found, and what was left out; everything that was unpacked is gone afterwards."""
    left, found, paths = Left(), set(), []
    for file in media_files(place, left):
        assert sha256(Path(file.path).read_bytes()).hexdigest() == file.sha256
        assert file.kind == "image"
        found.add((file.name, file.sha256))
        file.done()
        paths.append((file.path, file.temporary))
    assert all(Path(path).exists() != temporary for path, temporary in paths)
    return found, left.counts


PACKED = {
    "zip": zipped(FILES),
    "tar": tarred(FILES),
    "tar.gz": gzip.compress(tarred(FILES)),
    "tar.bz2": bz2.compress(tarred(FILES)),
    "tar.xz": lzma.compress(tarred(FILES)),
}


@pytest.mark.parametrize("form", PACKED)
def test_archives_hold_what_was_put_in(tmp_path, form):
    (tmp_path / "archive").write_bytes(PACKED[form])
    assert read(tmp_path / "archive") == (FOUND, REASONS)


def test_folders_and_single_files(tmp_path):
    put(tmp_path / "in", {**FILES, ".hidden.jpg": ONE, ".git/x.jpg": ONE})
    assert read(tmp_path / "in") == (FOUND, REASONS)
    assert read(tmp_path / "in" / "b.jpg") == ({("b.jpg", sha256(ONE).hexdigest())}, {})


@pytest.mark.parametrize(
    "name", ["../up.jpg", "/root.jpg", "a/../../up.jpg", "C:\\x.jpg", "a\nb.jpg", "x" * 300 + ".jpg"]
)
def test_names_in_archives_are_names_only(tmp_path, name):
    inside = tmp_path / "deep" / "in"
    put(inside, {"z.zip": zipped({name: ONE}), "t.tar": tarred({name: ONE})})
    for archive in ("z.zip", "t.tar"):
        found, _ = read(inside / archive)
        assert {sha for _, sha in found} == {sha256(ONE).hexdigest()}
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["deep", "in", "t.tar", "z.zip"]
    assert not Path("/root.jpg").exists()


def test_links_do_not_lead_out(tmp_path):
    put(tmp_path, {"secret/x.jpg": ONE, "in/y.jpg": TWO})
    (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "secret" / "x.jpg")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "secret")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.jpg").symlink_to(tmp_path / "in" / "nothing")
    found, counts = read(tmp_path / "in")
    assert found == {("y.jpg", sha256(TWO).hexdigest())}
    assert counts == {"damaged": 1}


def test_links_and_devices_in_tar_archives_are_passed_over(tmp_path):
    extra = []
    for name, kind in (
        ("l.jpg", tarfile.SYMTYPE),
        ("h.jpg", tarfile.LNKTYPE),
        ("d", tarfile.CHRTYPE),
        ("f", tarfile.FIFOTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        extra.append(info)
    (tmp_path / "t.tar").write_bytes(tarred({"b.jpg": ONE}, extra))
    assert read(tmp_path / "t.tar")[0] == {("b.jpg", sha256(ONE).hexdigest())}


def test_pipes_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert read(tmp_path) == (set(), {"no media": 1})


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_bombs_are_left(tmp_path, monkeypatch, form):
    monkeypatch.setattr(files, "BOMB_BYTES", 1 << 16)
    bomb = ONE + bytes(40 << 20)
    entries = {"a.jpg": TWO, "bomb.jpg": bomb}
    (tmp_path / "x").write_bytes(zipped(entries) if form == "zip" else gzip.compress(tarred(entries)))
    found, counts = read(tmp_path / "x")
    assert found == {("a.jpg", sha256(TWO).hexdigest())}
    assert counts == {"big": 1}


def test_an_archive_of_bombs_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "BOMB_BYTES", 1 << 12)
    monkeypatch.setattr(files, "BOMBS", 5)
    (tmp_path / "x.zip").write_bytes(zipped({f"{i}.jpg": ONE[:2000] + bytes(1 << 20) for i in range(20)}))
    assert read(tmp_path / "x.zip") == (set(), {"big": 5})


def test_a_size_beyond_the_cap_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    put(tmp_path / "in", {"a.jpg": ONE, "b.jpg": ONE[:900]})
    (tmp_path / "x.zip").write_bytes(zipped({"a.jpg": ONE, "b.jpg": ONE[:900]}))
    for place in ("in", "x.zip"):
        found, counts = read(tmp_path / place)
        assert {name for name, _ in found} == {"b.jpg"}
        assert counts == {"big": 1}


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(sorted(PACKED)),
    kept=st.floats(0.01, 1),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=12),
)
def test_damaged_archives_end_well(tmp_path_factory, form, kept, changes):
    data = bytearray(PACKED[form])
    for place, value in changes:
        data[int(place * len(data))] = value
    path = tmp_path_factory.mktemp("damaged") / "x"
    path.write_bytes(data[: int(kept * len(data))])
    left = Left()
    try:
        for file in media_files(path, left):
            file.done()
    except InputError as error:
        assert error.mend


def test_locked_members_are_told(tmp_path):
    data = bytearray(zipped({"a.jpg": ONE}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    assert read(tmp_path / "x.zip") == (set(), {"locked": 1})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda p: None, "no such folder or archive; check the path"),
        (lambda p: p.write_text("just words"), "no archive that overt opens; give a folder, a zip or a tar archive"),
        (lambda p: p.write_bytes(b""), "no archive that overt opens"),
        (os.mkfifo, "neither a folder nor a file"),
    ],
)
def test_what_is_no_place_is_refused(tmp_path, make, said):
    make(tmp_path / "x")
    with pytest.raises(InputError, match=said):
        list(media_files(tmp_path / "x", Left()))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (ONE[:20], "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"\0\0\0 ftypavif", "image"),
        (b"\0\0\0 ftypisom", "video"),
        (b"\x1aE\xdf\xa3" + bytes(20), "video"),
        ((b"\x47" + bytes(187)) * 3, "video"),
        (b"OggS" + bytes(20) + b"\x80theora", "video"),
        (b"OggS" + bytes(20) + b"\x01vorbis", "audio"),
        (b"ID3\x04" + bytes(20), "audio"),
        (b"\xff\xfb\x90\x00", "audio"),
        (b"\xff\xf1\x50\x80", "audio"),
        (b"\0\0\0 ftypM4A ", "audio"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio"),
        (b"RIFF\0\0\0\0ACON", None),
        (b"#EXTM3U\n", None),
        (b"\xff\xfe\x00", None),
        (b"%PDF-1.4", None),
        (b"", None),
        (b"{}", None),
    ],
)
def test_kinds_are_told_from_the_first_bytes(head, kind):
    assert kind_of(head) == kind
