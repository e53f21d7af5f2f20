"""Library: the media files that the user points to, decoded and described, and which of them a post shows."""

import json
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from overt.media import decode
from overt.media.decode import REASONS, Jail, Limits
from overt.media.entry import MADE_BY, Entry
from overt.media.files import BIG, DAMAGED, EMPTY, LOCKED, NO_MEDIA, Left, MediaFile, media_files
from overt.media.store import Store

Step = Callable[[str, str], None]

SHOWN_EVERY = 500
WORDS = {
    NO_MEDIA: "hold no picture, film or sound",
    BIG: "are too large, or unpack to too much",
    EMPTY: "are empty",
    DAMAGED: "are damaged or cannot be read",
    LOCKED: "need a password",
    **REASONS,
}


class Library:
    """Media files by what posts call them: their sha256, the last part of their address, the id of their post."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.left = Left()
        self.notices: list[str] = []
        self._names: dict[str, set[str]] = {}
        self._stems: dict[str, set[str]] = {}

    def named(self, name: str, sha: str) -> None:
        """A file of this name has these bytes."""
        path = PurePosixPath(name)
        self._names.setdefault(path.name.lower(), set()).add(sha)
        for stem in {path.stem.lower(), _without_number(path.stem.lower()), path.parent.name.lower()} - {""}:
            self._stems.setdefault(stem, set()).add(sha)

    def digest(self) -> str:
        """What stands for the content: it changes with any file, any name, and the way in which entries are made."""
        every = [(name, sorted(shas)) for names in (self._names, self._stems) for name, shas in sorted(names.items())]
        return sha256(json.dumps([MADE_BY, every, sorted(self.left.counts.items())]).encode()).hexdigest()

    def facts(self) -> dict[str, Any]:
        """For findings.json: how many files there were, and of what."""
        kinds = Counter(entry.kind for entry in self.entries.values() if entry.well)
        left = Counter(self.left.counts) + Counter(e.ended for e in self.entries.values() if not e.well)
        return {"files": dict(sorted(kinds.items())), "left_out": dict(sorted(left.items())), "sha256": self.digest()}

    def names(self) -> dict[str, set[str]]:
        """The sha256 of the files with each name (lower case, without folders)."""
        return self._names

    def by_name(self, name: str) -> str | None:
        """The sha256 of the only file with this name, or with this name before its ending."""
        found = self._names.get(name.lower(), set()) or self._stems.get(name.lower(), set())
        return next(iter(found)) if len(found) == 1 else None

    def of_post(self, post_id: str) -> list[str]:
        """The files that are named after a post: ID.jpg, ID_2.jpg, ID/anything.jpg."""
        return sorted(self._stems.get(post_id.lower(), set()))


def read_library(
    places: Sequence[Path],
    store: Path,
    step: Step = lambda stage, detail: None,
    workers: int | None = None,
    limits: dict[str, Limits] | None = None,
) -> Library:
    """Describes every media file in the folders and archives; `store`: where media.parquet is or will be.

    Files that `store` knows already are not decoded again. Raises InputError, UsageError and OutputError; never for
    what a single file does, which becomes one of `notices`.
    """
    decode.available()
    library, seen = Library(), set()
    with Store(store) as kept, _Workers(workers or os.cpu_count() or 1, limits) as every:
        files = (file for place in places for file in media_files(Path(place), library.left))
        for number, (file, entry) in enumerate(every.entries(files, kept.known), 1):
            seen.add(file.sha256)
            library.named(file.name, file.sha256)
            if entry:
                kept.add(entry)
            if number % SHOWN_EVERY == 0:
                step("media", f"{number:,} files")
    library.entries = {entry.sha256: entry for entry in Store(store).entries() if entry.sha256 in seen}
    library.notices = list(_notices(library))
    return library


class _Workers:
    """Threads, each with a jail of its own, that make entries ahead of whoever asks for them."""

    def __init__(self, number: int, limits: dict[str, Limits] | None) -> None:
        self._ahead = 4 * number
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="media")
        self._own = threading.local()
        self._jails: list[Jail] = []
        self._limits = limits

    def __enter__(self) -> "_Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for jail in self._jails:
            jail.close()

    def entries(self, files: Iterable[MediaFile], known: set[str]) -> Iterator[tuple[MediaFile, Entry | None]]:
        """Each file with its entry, in order; without one if it is known or was met before."""
        waiting: deque[tuple[MediaFile, Future[Entry] | None]] = deque()
        met = set(known)
        for file in files:
            new = file.sha256 not in met
            met.add(file.sha256)
            waiting.append((file, self._threads.submit(self._made, file) if new else None))
            if len(waiting) >= self._ahead:
                yield _taken(waiting)
        while waiting:
            yield _taken(waiting)

    def _made(self, file: MediaFile) -> Entry:
        jail = getattr(self._own, "jail", None)
        if jail is None:
            jail = self._own.jail = Jail(self._limits)
            self._jails.append(jail)
        return Entry.made(jail, file.path, file.kind, file.sha256)


def _taken(waiting: deque[tuple[MediaFile, Future[Entry] | None]]) -> tuple[MediaFile, Entry | None]:
    file, made = waiting.popleft()
    try:
        return file, made.result() if made else None
    finally:
        file.done()


def _notices(library: Library) -> Iterator[str]:
    """One line for each reason for which files were left out."""
    counts = Counter(entry.ended for entry in library.entries.values() if not entry.well)
    for reason, number in sorted((Counter(library.left.counts) + counts).items()):
        first = library.left.first.get(reason)
        if first is None:
            bad = {e.sha256 for e in library.entries.values() if e.ended == reason}
            first = min((n for n, shas in library.names().items() if shas & bad), default="")
        yield f"{number:,} media file{'s' if number > 1 else ''} left out: they {WORDS[reason]} (first: {first})"


def _without_number(stem: str) -> str:
    """`123_2` and `123-2` without what counts the pictures of one post."""
    for sign in "_-":
        head, found, tail = stem.rpartition(sign)
        if found and head and tail.isdigit() and len(tail) <= 2:
            return head
    return stem
