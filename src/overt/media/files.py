"""The media files in a folder or an archive, one after the other, whatever else lies there.

Nothing is unpacked by the name it has in an archive, no link is followed out of the folder, nothing that is no plain
file is opened, and nothing unpacks to more than its cap.
"""

import bz2
import gzip
import lzma
import os
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from overt.errors import InputError
from overt.media.sniff import HEAD_BYTES, kind_of

MOST_BYTES = 1 << 30
"""Of one file."""
MOST_FILES = 5_000_000
BOMB_RATIO, BOMB_BYTES, BOMBS = 50, 1 << 24, 100
"""Media hardly shrink: what unpacks to more than BOMB_RATIO times its size is left once it has reached BOMB_BYTES, and
an archive after that many such files."""
PIECE = 1 << 20
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
"""What damaged archives raise."""

_PACKERS: tuple[tuple[bytes, Callable[..., Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)

NO_MEDIA, BIG, EMPTY, DAMAGED, LOCKED = "no media", "big", "empty", "damaged", "locked"


@dataclass(frozen=True)
class MediaFile:
    """One media file: its name (path in the folder or archive), where it lies now, its kind and its sha256."""

    name: str
    path: str
    kind: str
    sha256: str
    size: int
    temporary: bool = False

    def done(self) -> None:
        """Removes what was unpacked for it."""
        if self.temporary:
            Path(self.path).unlink(missing_ok=True)


@dataclass
class Left:
    """What was left out, by reason: how many files, and the first one."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, name: str) -> None:
        """One more file left out."""
        self.counts[reason] = self.counts.get(reason, 0) + 1
        self.first.setdefault(reason, name)


def media_files(place: Path, left: Left) -> Iterator[MediaFile]:
    """The media files of a folder in order of their names, of a zip or tar archive as they are stored, or the one file.

    What was unpacked has to be given back with `done`. Raises InputError where the place cannot be read at all.
    """
    if place.is_dir():
        yield from _of_folder(place, left)
    elif not place.exists():
        raise InputError("no such folder or archive", where=str(place), mend="check the path")
    elif not place.is_file():
        raise InputError("is neither a folder nor a file", where=str(place), mend="name a folder or an archive")
    elif found := _plain(place, place.name, left, quiet=True):
        yield found
    elif zipfile.is_zipfile(place):
        yield from _unpacked(place, _of_zip, left)
    else:
        yield from _unpacked(place, _of_tar, left)


def _of_folder(folder: Path, left: Left) -> Iterator[MediaFile]:
    root, number = folder.resolve(), 0
    for here, folders, names in os.walk(folder, onerror=lambda error: left.add(DAMAGED, str(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if name.startswith(".") or not path.resolve().is_relative_to(root):
                continue
            number += 1
            if number > MOST_FILES:
                raise InputError(f"has more than {MOST_FILES:,} files", where=str(folder), mend="scan a part of them")
            if found := _plain(path, path.relative_to(folder).as_posix(), left):
                yield found


def _plain(path: Path, name: str, left: Left, quiet: bool = False) -> MediaFile | None:
    """A file that lies there. Pipes and devices are never opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            left.add(NO_MEDIA, name)
            return None
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            reason = _reason(head, status.st_size)
            if reason:
                if not quiet:
                    left.add(reason, name)
                return None
            file.seek(0)
            hashed = sha256()
            while piece := file.read(PIECE):
                hashed.update(piece)
    except OSError:
        left.add(DAMAGED, name)
        return None
    return MediaFile(name, str(path), kind_of(head) or "", hashed.hexdigest(), status.st_size)


def _reason(head: bytes, size: int) -> str | None:
    """Why a file is left out before it is read."""
    if not size:
        return EMPTY
    return NO_MEDIA if kind_of(head) is None else BIG if size > MOST_BYTES else None


def _unpacked(
    archive: Path, members: Callable[[Path, Left, "_Shelf"], Iterator[MediaFile]], left: Left
) -> Iterator[MediaFile]:
    """The media files of an archive; damage ends it, what came before it counts."""
    with tempfile.TemporaryDirectory(prefix="overt-media-") as folder:
        try:
            yield from members(archive, left, _Shelf(folder))
        except BROKEN as error:
            left.add(DAMAGED, f"{archive.name}: {error}"[:200])


class _Shelf:
    """Where members of an archive are put, under names of our own."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._number = 0
        self.bombs = 0

    def put(self, name: str, member: IO[bytes], size: int, packed: int, left: Left) -> MediaFile | None:
        """One member, if it is a media file. `size`: as the archive says; `packed`: bytes that it takes there."""
        head = member.read(HEAD_BYTES)
        reason = _reason(head, min(size, len(head)) if size <= MOST_BYTES else size)
        if reason:
            left.add(reason, name)
            return None
        most = min(MOST_BYTES, max(BOMB_BYTES, packed * BOMB_RATIO))
        hashed, total, path = sha256(), 0, Path(self._folder, str(self._number))
        self._number += 1
        with path.open("wb") as file:
            piece = head
            while piece and total <= most:
                hashed.update(piece)
                file.write(piece)
                total += len(piece)
                piece = member.read(PIECE)
        found = MediaFile(name, str(path), kind_of(head) or "", hashed.hexdigest(), total, temporary=True)
        if total <= most:
            return found
        found.done()
        left.add(BIG, name)
        self.bombs += 1
        return None


def _of_zip(path: Path, left: Left, shelf: _Shelf) -> Iterator[MediaFile]:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist()[:MOST_FILES]:
            name = PurePosixPath(entry.filename).as_posix()
            if entry.is_dir() or _hidden(name):
                continue
            if entry.flag_bits & 1:
                left.add(LOCKED, name)
                continue
            try:
                with archive.open(entry) as member:
                    found = shelf.put(name, member, entry.file_size, entry.compress_size, left)
            except (*BROKEN, NotImplementedError, RuntimeError):
                left.add(DAMAGED, name)
                continue
            if found:
                yield found
            if shelf.bombs >= BOMBS:
                return


def _of_tar(path: Path, left: Left, shelf: _Shelf) -> Iterator[MediaFile]:
    with _opened(path) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        packed = path.stat().st_size
        for number, entry in enumerate(archive):
            if number >= MOST_FILES:
                return
            if not entry.isreg() or entry.issparse() or _hidden(entry.name):
                continue
            member = archive.extractfile(entry)
            if member and (found := shelf.put(entry.name, member, entry.size, packed, left)):
                yield found
            if shelf.bombs:  # what is left of it would have to be unpacked to get to the next
                return


def _opened(path: Path) -> IO[bytes]:
    """The bytes of a tar archive, however it was packed. Raises InputError where it is no archive."""
    with path.open("rb") as file:
        head = file.read(512)
    for start, opener in _PACKERS:
        if head.startswith(start):
            stream: IO[bytes] = opener(path)
            return stream
    if head[257:262] == b"ustar":
        return path.open("rb")
    raise InputError(
        "is no media file and no archive that overt opens",
        where=str(path),
        mend="give a folder, a zip or a tar archive",
    )


def _hidden(name: str) -> bool:
    """What file managers add to archives."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)
