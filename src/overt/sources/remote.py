"""Files on an object store or a distributed file system: brought here once, then read like any other."""

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as pafs

from overt.errors import InputError, unwritable

SCHEME = re.compile(r"^(s3|gs|gcs|hdfs|viewfs|abfs|abfss|file)://")
PIECE = 16 << 20


def is_remote(shown: str) -> bool:
    """Whether a path names a store: s3://, gs://, hdfs://, abfs:// or file://."""
    return bool(SCHEME.match(shown))


def fetched(shown: str, folder: Path) -> Path:
    """A copy of the file in `folder`, under a name of its own. Raises InputError and OutputError.

    Who may read is for the store's own settings to say (environment, configuration files); nothing is asked here.
    """
    place = folder / sha256(shown.encode()).hexdigest()[:8] / shown.rstrip("/").rpartition("/")[2]
    try:
        system, path = pafs.FileSystem.from_uri(shown)
        kind = system.get_file_info(path).type
        if kind != pafs.FileType.File:
            missing = kind == pafs.FileType.NotFound
            raise InputError(
                "no such file" if missing else "is a directory",
                where=shown,
                mend="check the path" if missing else "name the files in it",
            )
        source = system.open_input_stream(path)
    except (OSError, pa.ArrowException) as error:
        why = str(error).splitlines()[0]
        raise InputError(f"cannot be opened: {why}", where=shown, mend="check the path and your rights") from error
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with source, place.open("wb") as copy:
            shutil.copyfileobj(source, copy, PIECE)
    except OSError as error:
        raise unwritable(error, place) from error
    return place
