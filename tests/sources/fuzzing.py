"""A cage in which hostile files are read: with a clock, a limit of memory, and a watch; and the files that failed once.

Whatever a file holds, reading it may raise OvertError and nothing else, lose no row, take no more than SECONDS and no
more than MEMORY.
"""

import contextlib
import multiprocessing
import resource
import signal
import tempfile
import traceback
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).with_name("fuzz_seeds")
SECONDS = 10
"""Of processor time: a machine that has much to do is no hang."""
MEMORY = 1 << 30
"""Bytes beyond those that the bare program takes."""
NAMES = ("posts", "posts.json", "posts.ndjson", "posts.csv", "posts.parquet", "posts.zip", "posts.txt")


def examples() -> dict[str, bytes]:
    """The examples of every format and every known export."""
    from overt.sources.exports import EXPORTS
    from overt.sources.formats import FORMATS

    return {name: data for source in (*FORMATS, *EXPORTS) for name, data in source.examples().items()}


def read(path: Path) -> None:
    """Reads a file to its end, profiles included. Raises OvertError, and AssertionError for lost rows."""
    from overt.sources import ReadOptions, open_posts

    reading = open_posts([path], ReadOptions(), path.with_name("rejected.csv"))
    batches = list(reading.batches())
    rows = sum(b.num_rows for b in batches)
    read_, rejected = sum(f.rows_read for f in reading.files), sum(f.rows_rejected for f in reading.files)
    assert read_ == rows + rejected, (read_, rows, rejected)
    for batch in batches:
        batch.validate(full=True)
        assert not batch["account_id"].null_count
    reading.profiles.table().validate(full=True)
    for line in reading.notices:
        assert "\n" not in line, line
        line.encode()


def told(path: Path) -> str:
    """What went wrong while a file was read; nothing where it was read or refused in one line."""
    from overt.errors import OvertError

    try:
        read(path)
    except OvertError as error:
        return "" if "\n" not in str(error) else f"more than one line: {error!r}"
    except MemoryError:
        return "takes too much memory\n" + traceback.format_exc()
    except BaseException:  # noqa: BLE001 - whatever it is, it is told
        return traceback.format_exc()
    return ""


def _work(line: Connection, memory: int, seconds: float) -> None:
    """Reads the files whose paths come down the line, one after the other."""
    read(_written(Path(tempfile.mkdtemp()), "posts.csv", b"user_id,created_at\na,2020-01-01\n"))
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))
    signal.signal(signal.SIGPROF, _late)
    while path := _asked(line):
        signal.setitimer(signal.ITIMER_PROF, seconds)
        said = told(Path(path))
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send(said)


def _asked(line: Connection) -> str:
    with contextlib.suppress(EOFError):
        return str(line.recv())
    return ""


def _late(*_: Any) -> None:
    raise Late("takes too long")


class Late(BaseException):
    """The time is over; nothing in the reader may take it for an error of a file."""


class Cage:
    """A process of its own that reads files. A crash, a hang and a lack of memory are told like any other failure."""

    def __init__(self, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self._limits = memory, seconds
        self._child: Any = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, end = context.Pipe()
        self._child = context.Process(target=_work, args=(end, *self._limits), daemon=True)
        self._child.start()
        end.close()

    def read(self, path: Path) -> str:
        """What went wrong; nothing where the file was read or refused in one line."""
        if self._child is None:
            self._start()
        try:
            self._line.send(str(path))
            if self._line.poll(SECONDS * 9):
                return str(self._line.recv())
            said = f"hangs: no answer within {SECONDS * 9} s"
        except (EOFError, OSError):
            self._child.join(5)
            said = f"crashes: the process ended with {self._child.exitcode}"
        self.close()
        return said

    def close(self) -> None:
        """Ends the process."""
        if self._child is not None and self._child.pid:
            self._child.kill()
            self._child.join()
            self._line.close()
        self._child = None

    def __enter__(self) -> "Cage":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def keep(name: str, data: bytes) -> Path:
    """Puts a file that failed among the seeds, which every later run of the tests reads again."""
    SEEDS.mkdir(exist_ok=True)
    return _written(SEEDS, f"{sha256(data).hexdigest()[:12]}.{name}", data)


def seeds() -> list[tuple[str, bytes]]:
    """The files that failed once: the name under which each is read, and its bytes."""
    return [(p.name.partition(".")[2], p.read_bytes()) for p in sorted(SEEDS.glob("*.*"))]
