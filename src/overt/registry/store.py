"""The file of a registry: one record a line, appended under a lock and synchronised to the disk.

A crash while a line was being written leaves a line without an end. Readers pass over it; the next writer puts its
bytes aside in PATH.torn, so that nothing is lost, and goes on behind the last whole line.
"""

import contextlib
import datetime
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from overt.errors import InputError, OutputError, unwritable
from overt.registry.record import FORMAT, REGISTRY, START, Line, Record, digest, line, parsed, written

PATIENCE = 60.0
"""Seconds to wait for another writer."""
MAX_FILE = 2**31
ELSEWHERE = "choose another --registry"


@dataclass
class Store:
    """The records of a file as far as they were read. `torn`: bytes of a last line without its end."""

    path: Path
    records: list[Record] = field(default_factory=list)
    head: str = START
    torn: bytes = b""
    heads: list[str] = field(default_factory=list)
    """The digest of every line."""
    added: list[Line] = field(default_factory=list)
    """What was appended here, by this process, and by no other one that writes to the same file."""
    _size: int = 0

    def read(self) -> "Store":
        """Reads what was appended since the last time. A file that is not there is an empty registry.

        Raises InputError where a line does not follow from the one before it.
        """
        _regular(self.path)
        try:
            with self.path.open("rb") as file, _locked(file.fileno(), self.path, shared=True):
                self._catch_up(file)
        except FileNotFoundError:
            if self.records:
                raise InputError("was there a moment ago and is gone", where=str(self.path)) from None
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", where=str(self.path), mend=ELSEWHERE) from error
        return self

    def _catch_up(self, file: Any) -> None:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_FILE:
            raise InputError(f"has more than {MAX_FILE >> 30} GiB, too much for a registry", where=str(self.path))
        if size < self._size:
            raise InputError("became shorter while it was read", where=str(self.path))
        file.seek(self._size)
        rest: bytes = file.read()
        whole = rest.rfind(b"\n") + 1
        head, found, heads = self.head, list[Record](), list[str]()
        for text in (part + b"\n" for part in rest[:whole].split(b"\n")[:-1]):
            n = len(self.records) + len(found) + 1
            found.append(parsed(text, n, head, str(self.path)))
            head = digest(text)
            heads.append(head)
        self.records += found
        self.heads += heads
        self.head, self.torn, self._size = head, rest[whole:], self._size + whole

    @contextlib.contextmanager
    def writing(self) -> Iterator["Store"]:
        """Holds the lock of a writer, everything read and a torn line mended. Raises OutputError and InputError."""
        _regular(self.path)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        except OSError as error:
            raise _failed(error, self.path) from error
        with os.fdopen(number, "r+b", buffering=0) as file, _locked(number, self.path, shared=False):
            try:
                self._catch_up(file)
                self._mend(number)
            except OSError as error:
                raise _failed(error, self.path) from error
            self._number = number
            try:
                yield self
            finally:
                del self._number

    def _mend(self, number: int) -> None:
        """Puts a line without an end aside. One that is whole but for its end only gets that."""
        if not self.torn:
            return
        with contextlib.suppress(InputError):
            record = parsed(self.torn + b"\n", len(self.records) + 1, self.head, str(self.path))
            _write(number, b"\n")
            os.fsync(number)
            self.records.append(record)
            self.head, self._size = digest(self.torn + b"\n"), self._size + len(self.torn) + 1
            self.heads.append(self.head)
            self.torn = b""
            return
        with self.path.with_name(self.path.name + ".torn").open("ab") as aside:
            aside.write(self.torn + b"\n")
            aside.flush()
            os.fsync(aside.fileno())
        os.ftruncate(number, self._size)
        os.fsync(number)
        self.torn = b""

    def append(self, by: str, bodies: Sequence[tuple[str, str, dict[str, Any]]]) -> list[Record]:
        """Appends records (type, label, the rest), all or none, within `writing`. Raises OutputError."""
        now = datetime.datetime.now(datetime.UTC)
        if self.records:
            now = max(now, self.records[-1].at)  # a clock that was set back does not reorder the record
        else:
            bodies = [(REGISTRY, "", {"format": FORMAT}), *bodies]
        made, text, head = list[Record](), list[bytes](), self.head
        for kind, label, body in bodies:
            record = Record(len(self.records) + len(made) + 1, kind, now, by, label, body)
            one = line(record, head)
            made.append(parsed(one, record.n, head, str(self.path)))
            text.append(one)
            head = digest(one)
        try:
            _write(self._number, b"".join(text))
            os.fsync(self._number)
            _synchronised(self.path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._number, self._size)
            raise _failed(error, self.path) from error
        self.records += made
        own = [Line(record, digest(one)) for record, one in zip(made, text, strict=True)]
        self.heads += [one.sha256 for one in own]
        self.added += own
        self.head, self._size = head, self._size + sum(map(len, text))
        return made

    def verified(self) -> dict[str, Any]:
        """What `overt label verify` says: how many records, the last one's time and the digest of the last line."""
        last = self.records[-1] if self.records else None
        return {
            "path": str(self.path),
            "records": len(self.records),
            "last": written(last.at) if last else None,
            "head": self.head if last else None,
            "torn_bytes": len(self.torn),
        }


def _regular(path: Path) -> None:
    """Raises InputError where something else than a file is there: a pipe would be waited for without an end."""
    if path.exists() and not path.is_file():
        raise InputError("is no file", where=str(path), mend=ELSEWHERE)


def _write(number: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(number, rest) :]


def _synchronised(folder: Path) -> None:
    """A new file is only safe once its folder is."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _failed(error: OSError, path: Path) -> OutputError:
    found = unwritable(error, path)
    return OutputError(found.what, where=str(path), mend=found.mend.replace("--out", "--registry"))


@contextlib.contextmanager
def _locked(number: int, path: Path, shared: bool) -> Iterator[None]:
    """Holds the file's lock. Raises OutputError where another process keeps it too long, or there are no locks."""
    try:
        import fcntl
    except ImportError:
        if shared:
            yield
            return
        raise OutputError("this system has no file locks, so that nothing is written", where=str(path)) from None
    how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(number, how | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise OutputError(
                    "another process is writing to it", where=str(path), mend="try again when it is done"
                ) from None
            time.sleep(0.02)
    try:
        yield
    finally:
        fcntl.flock(number, fcntl.LOCK_UN)
