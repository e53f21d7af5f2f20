"""Packed files: what comes out, what is refused, and that nothing is written elsewhere or beyond the caps."""

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from overt.errors import InputError
from overt.sources import unpacked
from overt.sources.unpacked import packing, unpack

from .conftest import Files

POSTS = b"user_id,created_at,text\na,2020-01-01 10:00,one\nb,2020-01-01 10:01,two\n"
WINDOW = zstd.CompressionParameter.window_log


def long_window(data: bytes) -> bytes:
    """A frame as Pushshift's dumps are: a window of 2 GiB, and no size told."""
    machine = zstd.ZstdCompressor(options={WINDOW: 31, zstd.CompressionParameter.content_size_flag: 0})
    return machine.compress(data) + machine.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": (".gz", gzip.compress),
    "bzip2": (".bz2", bz2.compress),
    "xz": (".xz", lzma.compress),
    "zstd": (".zst", zstd.compress),
}


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("kind", PACKERS)
def test_a_packed_file_is_read_like_the_plain_one(files: Files, kind: str) -> None:
    suffix, pack = PACKERS[kind]
    plain = files.open(files.write("posts.csv", POSTS))
    reading = files.open(files.write("posts.csv" + suffix, pack(POSTS)))
    assert files.rows(reading) == files.rows(plain)
    assert packing(pack(POSTS)) == kind
    assert reading.files[0].name == "posts.csv" + suffix
    assert reading.files[0].path == str(files.folder / ("posts.csv" + suffix))
    assert reading.files[0].sha256 == plain.files[0].sha256


@pytest.mark.parametrize("kind", PACKERS)
def test_streams_that_follow_one_another_are_one(files: Files, kind: str) -> None:
    """pigz, pbzip2, pzstd and appended dumps."""
    _, pack = PACKERS[kind]
    whole = b"".join(pack(POSTS[i : i + 7]) for i in range(0, len(POSTS), 7)) + pack(b"")
    assert len(files.read("posts", whole)) == 2


def test_padding_and_frames_to_skip(files: Files) -> None:
    half = len(POSTS) // 2
    padded = lzma.compress(POSTS[:half]) + bytes(8) + lzma.compress(POSTS[half:]) + bytes(4)
    assert len(files.read("padded.xz", padded)) == 2
    skipped = struct.pack("<II", 0x184D2A53, 4) + b"note"
    assert packing(skipped) == "zstd"
    assert len(files.read("skipped.zst", skipped + zstd.compress(POSTS))) == 2


def test_the_long_windows_of_dumps_need_memory(files: Files) -> None:
    path = files.write("dump.ndjson.zst", long_window(b'{"user_id": "a", "created_at": 1577836800}\n' * 3))
    assert len(files.rows(files.open(path))) == 3
    with pytest.raises(InputError, match="takes more memory to unpack than is allowed; give more with --memory"):
        files.open(path, memory=1 << 30)


def test_a_zip_archive_is_its_files(files: Files) -> None:
    path = files.write(
        "export.zip",
        zipped({"a/": b"", "a/one.csv": POSTS, "two.CSV": POSTS, ".hidden.csv": b"x", "__MACOSX/._one.csv": b"x"}),
    )
    reading = files.open(path)
    rows = files.rows(reading)
    assert [f.path for f in reading.files] == [f"{path}/a/one.csv", f"{path}/two.CSV"]
    assert [f.name for f in reading.files] == ["export.zip/a/one.csv", "export.zip/two.CSV"]
    assert [r["file"] for r in rows] == [0, 0, 1, 1]
    assert not [n for n in reading.notices if "not read" in n]


def test_what_holds_no_posts_is_named(files: Files) -> None:
    others = {f"photos/{i}.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF" for i in range(7)}
    others["photos/6.jpg"] = POSTS  # the name is believed
    members = {"README.txt": "Made today.\nBy us.\n", "posts.csv": POSTS, "more": POSTS, "none.csv": b"", **others}
    reading = files.open(files.write("export.zip", zipped(members)))
    assert [f.name for f in reading.files] == ["export.zip/posts.csv", "export.zip/more"]
    assert reading.notices[0] == (
        "export.zip: these files in it hold no posts and were not read: none.csv, photos/0.jpg, photos/1.jpg, "
        "photos/2.jpg, photos/3.jpg and 4 more"
    )
    with pytest.raises(InputError, match=r"no\.zip/README\.txt: no column looks like the time"):
        files.open(files.write("no.zip", zipped({"README.txt": "Made today.\nBy us.\n"})))
    with pytest.raises(InputError, match="no file that overt reads"):
        files.open(files.write("pictures.zip", zipped(others)))


def test_data_in_an_archive_must_be_readable(files: Files) -> None:
    path = files.write("export.zip", zipped({"posts.csv": POSTS, "other.csv": "a,b\n1,2\n"}))
    with pytest.raises(InputError, match=r"export\.zip/other\.csv: no column looks like the time"):
        files.open(path)


@pytest.mark.parametrize("inner", ["x.csv.gz", "x.zip", "x.csv"])
def test_archives_in_archives_stay_closed(files: Files, inner: str) -> None:
    packed = zipped({"y.csv": POSTS}) if inner == "x.zip" else gzip.compress(POSTS)
    with pytest.raises(InputError, match=r"archive|no file that overt reads"):
        files.open(files.write("export.zip", zipped({inner: packed})))
    with pytest.raises(InputError, match=r"posts\.csv\.gz: is a (gzip|zip) archive"):
        files.open(files.write("posts.csv.gz", gzip.compress(packed)))


def test_a_tar_archive_is_named(files: Files) -> None:
    tar = b"posts.csv".ljust(257, b"\0") + b"ustar\0" + bytes(249)
    with pytest.raises(InputError, match=r"posts\.tar\.gz: is a tar archive; unpack it first"):
        files.open(files.write("posts.tar.gz", gzip.compress(tar)))


@pytest.mark.parametrize(
    "name",
    ["../../evil.csv", "/etc/evil.csv", "C:\\evil.csv", "a\\..\\..\\evil.csv", "..", "x" * 5000 + ".csv", "~.csv"],
)
def test_no_name_leads_out(files: Files, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    aside = tmp_path_factory.mktemp("aside")
    path = files.write("export.zip", zipped({name: POSTS}))
    outside = {p for p in files.folder.parent.rglob("*") if not p.is_relative_to(aside)}
    found = unpack(path, "export.zip", "zip", aside, 1 << 30).files
    assert [f.path.read_bytes() for f in found] == [POSTS]
    assert all(f.path.resolve().is_relative_to(aside.resolve()) and not f.path.is_symlink() for f in found)
    assert {p for p in files.folder.parent.rglob("*") if not p.is_relative_to(aside)} == outside


def test_a_link_in_an_archive_is_no_file(files: Files) -> None:
    entry = zipfile.ZipInfo("link.csv")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("posts.csv", POSTS)
    reading = files.open(files.write("export.zip", sink.getvalue()))
    assert [f.name for f in reading.files] == ["export.zip/posts.csv"]


def test_names_of_entries_fit_one_line(files: Files) -> None:
    reading = files.open(files.write("export.zip", zipped({"a\n\x1b[31m.csv": POSTS})))
    assert reading.files[0].name == "export.zip/a\\n\\x1b[31m.csv"


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_a_bomb_is_refused_before_the_disk_is_full(
    files: Files, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setattr(unpacked, "SMALL", 3 << 20)
    zeros = bytes(40 << 20)
    data = zipped({"a.csv": zeros[: 2 << 20], "b.csv": zeros}) if kind == "zip" else PACKERS[kind][1](zeros)
    aside = tmp_path_factory.mktemp("aside")
    path = files.write("bomb", data)
    limit = max(3 << 20, 200 * len(data))
    with pytest.raises(InputError, match=f"unpacks to more than {limit >> 20} MiB"):
        unpack(path, "bomb", kind, aside, 1 << 30)
    assert sum(p.stat().st_size for p in aside.rglob("*") if p.is_file()) <= limit


def test_the_disk_keeps_room(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "ROOM_LEFT", 1 << 60)
    with pytest.raises(InputError, match="than the temporary directory has room for; set TMPDIR"):
        files.open(files.write("posts.csv.gz", gzip.compress(POSTS)))


def test_many_members_and_streams_are_refused(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MEMBER_LIMIT", 3)
    with pytest.raises(InputError, match="holds more than 3 files"):
        files.open(files.write("many.zip", zipped({f"{i}.csv": POSTS for i in range(4)})))
    monkeypatch.setattr(unpacked, "ENTRY_LIMIT", 3)
    with pytest.raises(InputError, match="says that it holds more than 3 files"):
        files.open(files.write("many.zip", zipped({f"{i}/": b"" for i in range(4)})))
    with pytest.raises(InputError, match="more than 3 streams"):
        files.open(files.write("many.zst", zstd.compress(b"x\n") * 4))


def test_an_encrypted_member_is_refused(files: Files) -> None:
    data = bytearray(zipped({"posts.csv": POSTS}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(InputError, match=r"export\.zip: is encrypted \(posts\.csv\); unpack it with its password"):
        files.open(files.write("export.zip", bytes(data)))


def test_other_methods_are_refused(files: Files) -> None:
    data = zipped({"posts.csv": POSTS}, zipfile.ZIP_LZMA)
    with pytest.raises(InputError, match=r"packed in a way that overt does not read \(posts\.csv\)"):
        files.open(files.write("export.zip", data))


def test_a_workbook_is_named(files: Files) -> None:
    data = zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    with pytest.raises(InputError, match="is a workbook or an Office document; save the sheet as CSV"):
        files.open(files.write("posts.xlsx", data))


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_damage_is_one_line(files: Files, kind: str) -> None:
    text = b"".join(b"user%d,2020-01-01,%d\n" % (i, i * i) for i in range(2_000))
    data = zipped({"posts.csv": text}) if kind == "zip" else PACKERS[kind][1](b"user_id,created_at,text\n" + text)
    middle = len(data) // 2
    for broken in (data[:middle], data[:40] + os.urandom(40) + data[80:], data[:-9]):
        with pytest.raises(InputError) as caught:
            files.rows(files.open(files.write("posts", broken)))
        assert "\n" not in str(caught.value)


@given(st.data())
def test_any_change_to_an_archive_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from([*PACKERS, "zip"]))
    packed = bytearray(zipped({"posts.csv": POSTS}) if kind == "zip" else PACKERS[kind][1](POSTS))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.getbasetemp() / "changed"
    folder.mkdir(exist_ok=True)
    (folder / "posts").write_bytes(packed)
    try:
        Files(folder).open(folder / "posts")
    except InputError as error:
        assert "\n" not in str(error)


def test_nothing_is_left_behind(
    files: Files, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import gc
    import tempfile

    aside = tmp_path_factory.mktemp("tmp")
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    reading = files.open(files.write("posts.csv.gz", gzip.compress(POSTS)))
    assert list(Path(aside).iterdir())
    assert len(files.rows(reading)) == 2
    del reading
    gc.collect()
    assert not list(Path(aside).iterdir())
