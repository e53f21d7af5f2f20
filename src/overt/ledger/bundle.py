"""Where an export is written: a directory, or a zip of the one form that the verifier accepts."""

import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from overt.ledger import verify
from overt.ledger.errors import LedgerError
from overt.ledger.keys import sync_folder

MOST_IN_ZIP, LARGEST_ZIP = 65_534, (1 << 32) - 1


class Target(Protocol):
    """Takes the files of a bundle, sorted by name."""

    def write(self, name: str, data: bytes) -> None:
        """One file."""


class Folder:
    """Files in a directory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, name: str, data: bytes) -> None:
        """One file, on the disk when this returns."""
        place = self._path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


class Zip:
    """Files in a zip: stored, sorted, without dates, so that every byte of it is told by the files."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory: list[bytes] = []
        self._offset = 0

    def write(self, name: str, data: bytes) -> None:
        """One file."""
        raw, crc = name.encode("ascii"), zlib.crc32(data)
        head = verify.local(raw, crc, len(data))
        if len(self._directory) >= MOST_IN_ZIP or self._offset + len(head) + len(data) > LARGEST_ZIP:
            raise LedgerError("the log is too large for a zip", mend="export to a directory")
        self._directory.append(verify.central(raw, crc, len(data), self._offset) + raw)
        self._file.write(head + data)
        self._offset += len(head) + len(data)

    def directory(self) -> None:
        """The end of the zip: its directory."""
        directory, count = b"".join(self._directory), len(self._directory)
        self._file.write(directory)
        self._file.write(verify.Zip.END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._offset, 0))


def _away(path: Path) -> None:
    """What a broken run left."""
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


@contextmanager
def written(path: Path) -> Iterator[Target]:
    """Writes a bundle beside `path` and moves it there when it is whole. Raises LedgerError where something stands."""
    if path.exists():
        raise LedgerError("is there already", where=str(path), mend="choose another --out")
    scratch = path.with_name(f"{path.name}.unfinished")
    try:
        _away(scratch)
        if path.suffix == ".zip":
            with scratch.open("xb") as file:
                zipped = Zip(file)
                yield zipped
                zipped.directory()
                file.flush()
                os.fsync(file.fileno())
        else:
            scratch.mkdir()
            yield Folder(scratch)
            for folder, _, _ in os.walk(scratch):
                sync_folder(Path(folder))
        scratch.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise LedgerError(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        with suppress(OSError):
            _away(scratch)
