"""Packed files: gzip, zstd, bzip2, xz and zip become plain files in a temporary directory, which are then read.

A bomb does no harm: what a file may unpack to is bounded by its own size, by a limit and by the disk, and all is done
a piece at a time. Names in a zip archive are shown, never used as paths.
"""

import bz2
import gzip
import lzma
import re
import shutil
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import IO, Any

from overt.errors import InputError
from overt.sources.encoding import archive_or_document

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SIZE_LIMIT = 50 << 30
"""Bytes that one packed file may unpack to."""
RATIO_LIMIT = 200
"""How many times its own size a packed file may unpack to; exports have 5 to 30."""
SMALL = 256 << 20
"""Bytes that any packed file may unpack to, however small it is."""
ROOM_LEFT = 1 << 30
"""Bytes that stay free on the disk."""
MEMBER_LIMIT = 1_000
"""Files of one zip archive that are read."""
ENTRY_LIMIT = 1_000_000
"""Entries that a zip archive may have, pictures and folders among them; and streams that follow one another."""
DIRECTORY_LIMIT = 32 << 20
"""Bytes of the list of a zip archive's entries, which is held in memory."""
DATA = (".csv", ".tsv", ".tab", ".json", ".ndjson", ".jsonl", ".jsonlines", ".ldjson", ".parquet")
"""Ends of names in a zip archive that have to be readable; of others, those are read that turn out to be posts."""
PICTURES = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".svg", ".tgs"),
    *(".mp4", ".mov", ".webm", ".avi", ".mkv", ".mp3", ".ogg", ".oga", ".opus", ".m4a", ".wav", ".pdf"),
)
"""Ends of names that need no look: archives of chats hold thousands of them."""
SUFFIXES = (".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz")
SHOWN = 5
"""Names that a notice lists."""

BROKEN = (OSError, zlib.error, zipfile.BadZipFile, ValueError, RuntimeError, OverflowError)
"""What the libraries raise for archives that are none."""

_PIECE = 1 << 20
_BITE = 1 << 14  # small: a stream of many empty streams is copied once a stream
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
_UNSAFE = re.compile(r"[^\w.()@+-]+")
_ZIP_END, _ZIP64_END, _ZIP64_PLACE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


@dataclass(frozen=True)
class Unpacked:
    """One plain file: as the user knows it, by its name in findings, where it lies, whether it must be readable."""

    shown: str
    name: str
    path: Path
    sure: bool = True


@dataclass
class Contents:
    """What a packed file held, and names of what was left in it."""

    files: list[Unpacked] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def notice(self, name: str) -> list[str]:
        """The line that says what was left, if anything was."""
        if not self.left:
            return []
        more = f" and {len(self.left) - SHOWN:,} more" if len(self.left) > SHOWN else ""
        return [f"{name}: these files in it hold no posts and were not read: {', '.join(self.left[:SHOWN])}{more}"]


def packing(head: bytes) -> str:
    """How a file is packed, by its first bytes; nothing where it is not."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd") or (head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F):
        return "zstd"
    if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bzip2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    return "zip" if head.startswith((b"PK\x03\x04", _ZIP_END)) else ""


def unpack(path: Path, shown: str, kind: str, aside: Path, memory: int) -> Contents:
    """The plain files of a packed one, in folders of their own below `aside`. Raises InputError.

    `memory`: bytes that unpacking may take (zstd with long windows needs up to 2 GiB).
    """
    folder = Path(mkdtemp(dir=aside))
    room = _Room(path.stat().st_size, shown, folder)
    try:
        if kind == "zip":
            return _members(path, shown, folder, room)
        name = path.name.removesuffix(path.suffix) if path.suffix.lower() in SUFFIXES else path.name
        place = folder / _plain(name)
        room.fill(place, _pieces(path, kind, memory))
        return Contents([Unpacked(shown, path.name, place)])
    except _Tight as error:
        raise InputError(
            f"is a {kind} archive that takes more memory to unpack than is allowed",
            where=shown,
            mend="give more with --memory, or unpack it by hand",
        ) from error
    except _Damaged as error:
        raise InputError(
            f"is a damaged {kind} archive: {error}", where=shown, mend="fetch it again, or unpack it by hand"
        ) from error


class _Damaged(Exception):  # noqa: N818 - the name says what happened
    """Why an archive cannot be unpacked."""


class _Tight(Exception):  # noqa: N818 - the name says what happened
    """Memory does not suffice to unpack it."""


class _Room:
    """How much may still be unpacked from one packed file."""

    def __init__(self, size: int, shown: str, folder: Path) -> None:
        self._limit = min(SIZE_LIMIT, max(SMALL, RATIO_LIMIT * size))
        self._left, self._unseen = self._limit, 0
        self._shown, self._folder = shown, folder

    def fill(self, place: Path, pieces: Iterator[bytes]) -> None:
        """Writes a file piece by piece. Raises InputError where it takes too much."""
        try:
            with place.open("xb") as file:
                for piece in _sound(pieces):
                    self._take(len(piece))
                    file.write(piece)
        except OSError as error:
            why = error.strerror or str(error)
            raise InputError(
                f"cannot be unpacked: {why}", where=self._shown, mend="unpack it by hand, or set TMPDIR"
            ) from error

    def _take(self, size: int) -> None:
        self._left -= size
        self._unseen -= size
        if self._left < 0:
            raise InputError(
                f"unpacks to more than {self._limit >> 20:,} MiB, which is the most for a file of its size",
                where=self._shown,
                mend="unpack it by hand if you trust it",
            )
        if self._unseen < 0:
            free = shutil.disk_usage(self._folder).free
            if free < ROOM_LEFT:
                raise InputError(
                    "unpacks to more than the temporary directory has room for",
                    where=self._shown,
                    mend="set TMPDIR to a folder on a larger disk",
                )
            self._unseen = min(ROOM_LEFT, free - ROOM_LEFT) // 2


def _sound(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; whatever goes wrong on the way is _Damaged."""
    while True:
        try:
            piece = next(pieces, None)
        except EOFError as error:
            raise _Damaged("it ends early") from error
        except (zstd.ZstdError, lzma.LZMAError) as error:
            raise (_Tight if "memory" in str(error).lower() else _Damaged)(_line(error)) from error
        except BROKEN as error:
            raise _Damaged(_line(error)) from error
        if piece is None:
            return
        yield piece


def _line(error: Exception) -> str:
    text = " ".join(str(error).split())[:100] or type(error).__name__
    return text if text.isprintable() else ascii(text)


def _pieces(path: Path, kind: str, memory: int) -> Iterator[bytes]:
    """The contents of a stream."""
    if kind == "gzip":
        with gzip.open(path) as plain:
            yield from iter(lambda: plain.read(_PIECE), b"")
        return
    with path.open("rb") as file:
        yield from _streams(file, _opener(kind, memory))


def _opener(kind: str, memory: int) -> Callable[[], Any]:
    if kind == "zstd":
        window = max(27, min(31, memory.bit_length() - 1))
        options = {int(zstd.DecompressionParameter.window_log_max): window}
        return lambda: zstd.ZstdDecompressor(options=options)
    if kind == "xz":
        return lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=memory)
    return bz2.BZ2Decompressor


def _streams(file: IO[bytes], fresh: Callable[[], Any]) -> Iterator[bytes]:
    """The contents of streams that follow one another, with zeros between them as xz writes. Raises EOFError."""
    rest, number = b"", 0
    while rest := (rest or file.read(_BITE)):
        rest = rest.lstrip(b"\0") if number else rest
        if not rest:
            continue
        number += 1
        if number > ENTRY_LIMIT:
            raise ValueError(f"more than {ENTRY_LIMIT:,} streams")
        machine = fresh()
        while not machine.eof:
            if machine.needs_input and not rest and not (rest := file.read(_BITE)):
                raise EOFError
            piece, rest = machine.decompress(rest, _PIECE), b""
            if piece:
                yield piece
        rest = machine.unused_data


def _members(path: Path, shown: str, folder: Path, room: _Room) -> Contents:
    """The files of a zip archive that may hold posts. Raises InputError and _Damaged."""
    found = Contents()
    with path.open("rb") as file:
        _check_directory(file)
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise _Damaged(_line(error)) from error
    with archive:
        entries = archive.infolist()
        if _OFFICE & {e.filename for e in entries[:5]}:
            raise InputError("is a workbook or an Office document", where=shown, mend="save the sheet as CSV")
        for entry in filter(_is_file, entries):
            name = _shown(entry.filename)
            sure = entry.filename.lower().endswith(DATA)
            if entry.flag_bits & 1:
                raise InputError(f"is encrypted ({name})", where=shown, mend="unpack it with its password")
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise InputError(
                    f"has a file packed in a way that overt does not read ({name})", where=shown, mend="unpack it first"
                )
            if not entry.file_size or not (sure or _may_hold_posts(archive, entry)):
                found.left.append(name)
                continue
            if len(found.files) == MEMBER_LIMIT:
                raise InputError(
                    f"holds more than {MEMBER_LIMIT:,} files", where=shown, mend="unpack it and give the ones needed"
                )
            place = folder / str(len(found.files)) / _plain(entry.filename)
            place.parent.mkdir()
            room.fill(place, _member(archive, entry))
            found.files.append(Unpacked(f"{shown}/{name}", f"{path.name}/{name}", place, sure))
    if not found.files:
        raise InputError("holds no file that overt reads", where=shown, mend="give an archive with posts in it")
    return found


def _check_directory(file: IO[bytes]) -> None:
    """Raises _Damaged where the list of entries is too long to be held in memory, or is not there."""
    size = file.seek(0, 2)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    end = tail.rfind(_ZIP_END)
    if end < 0 or len(tail) < end + 22:
        raise _Damaged("it has no list of its files at its end")
    entries, length = (
        int.from_bytes(tail[end + 10 : end + 12], "little"),
        int.from_bytes(tail[end + 12 : end + 16], "little"),
    )
    if tail[max(0, end - 20) : end].startswith(_ZIP64_PLACE):
        file.seek(min(size, int.from_bytes(tail[end - 12 : end - 4], "little")))
        record = file.read(56)
        if record.startswith(_ZIP64_END):
            entries, length = int.from_bytes(record[32:40], "little"), int.from_bytes(record[40:48], "little")
    if entries > ENTRY_LIMIT or min(length, size) > DIRECTORY_LIMIT:
        raise _Damaged(f"it says that it holds more than {ENTRY_LIMIT:,} files")


def _is_file(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file that a person put there: no folder, no link, nothing hidden."""
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    hidden = any(p.startswith(".") and p not in (".", "..") for p in parts) or "__MACOSX" in parts
    return not (entry.is_dir() or hidden or not parts or stat.S_ISLNK(entry.external_attr >> 16))


def _may_hold_posts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a file of another name is text or Parquet, by its first bytes."""
    if entry.filename.lower().endswith(PICTURES):
        return False
    head = b"".join(_sound(_member(archive, entry, 512)))
    if head.startswith(b"PAR1"):
        return True
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return bool(head) and not archive_or_document(head) and (wide or b"\0" not in head)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int | None = None) -> Iterator[bytes]:
    """The contents of a file in an archive, or its first bytes."""
    with archive.open(entry) as file:
        if most is not None:
            yield file.read(most)
            return
        yield from iter(lambda: file.read(_PIECE), b"")


def _shown(name: str) -> str:
    """The name of an entry on one line of bounded length."""
    name = name if name.isprintable() else ascii(name)[1:-1]
    return name if len(name) <= 200 else f"{name[:100]}...{name[-80:]}"


def _plain(name: str) -> str:
    """A name of a file that is safe anywhere and ends like the given one."""
    last = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1].encode("ascii", "replace").decode())
    return last[-100:].lstrip(".-") or "member"
