"""Results on an object store or a distributed file system: made here, then copied there, the findings last."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as pafs

from overt.errors import OutputError

FINDINGS = "findings.json"


@contextmanager
def staged(shown: str) -> Iterator[Path]:
    """A directory on this machine whose files are copied to the store `shown` when the block ends well.

    It lies in the user's cache under a name made from `shown`, so that `--resume` finds it again after an interruption;
    once everything has been copied it is removed. Raises OutputError, at once if the store cannot be written to.
    """
    with storing(shown):
        system, folder = pafs.FileSystem.from_uri(shown)
        system.create_dir(folder, recursive=True)
    here = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt" / _name(shown)
    here.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield here
    with storing(shown):
        _publish(here, system, folder)
    shutil.rmtree(here, ignore_errors=True)


def _name(shown: str) -> str:
    return sha256(shown.encode()).hexdigest()[:16]


def _publish(here: Path, system: pafs.FileSystem, folder: str) -> None:
    """Old findings go first and new ones come last, so whoever reads meanwhile meets no mixture."""
    if system.get_file_info(f"{folder}/{FINDINGS}").type == pafs.FileType.File:
        system.delete_file(f"{folder}/{FINDINGS}")
    files = [path for path in sorted(here.rglob("*")) if path.is_file() and not _hidden(path, here)]
    for path in sorted(files, key=lambda p: p == here / FINDINGS):
        there = f"{folder}/{path.relative_to(here).as_posix()}"
        system.create_dir(there.rpartition("/")[0], recursive=True)
        pafs.copy_files(str(path), there, source_filesystem=pafs.LocalFileSystem(), destination_filesystem=system)


def _hidden(path: Path, here: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(here).parts)


@contextmanager
def storing(shown: str) -> Iterator[None]:
    """Turns what a store refuses into one line. Raises OutputError."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        why = str(error).splitlines()[0]
        raise OutputError(f"cannot be written: {why}", where=shown, mend="check the path and your rights") from error
