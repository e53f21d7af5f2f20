"""Reading: several files become one stream of posts."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from overt.errors import InputError, UsageError
from overt.model.input_file import InputFile
from overt.model.post import posts_schema
from overt.sources.base import Column, Source
from overt.sources.canonical import Canonical
from overt.sources.columns import Plan, check, check_options, find, listed, make_plan
from overt.sources.day_order import settle
from overt.sources.documents import Documents
from overt.sources.encoding import detect
from overt.sources.exports import EXPORTS, ColumnExport, RecordExport
from overt.sources.exports.source import ExportSource
from overt.sources.formats import FORMATS
from overt.sources.json_array import SIZE_LIMIT, JsonArray
from overt.sources.json_lines import JsonLines
from overt.sources.profiles import Profiles
from overt.sources.rejected import RejectedFile
from overt.sources.remote import fetched, is_remote
from overt.sources.times import TimeReader, zone
from overt.sources.unpacked import Unpacked, packing, unpack

HEAD = 1 << 20
BATCH_BYTES = 128 << 20
LOOKED_AT = 20
"""Documents from the head of a JSON file by which a known export is recognised."""


@dataclass(frozen=True)
class ReadOptions:
    """How files are read where the files themselves do not say. `memory`: bytes that unpacking may take."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    trace_columns: Mapping[str, str] = field(default_factory=dict)
    platform: str | None = None
    timezone: str = "UTC"
    batch_rows: int = 50_000
    memory: int = 4 << 30


@dataclass
class _Open:
    """One file with its plan."""

    info: InputFile
    source: Source
    plan: Plan


class Reading:
    """Posts of several files. `files` and `profiles` (of accounts) are complete once `batches()` is exhausted.

    `aside` holds what was fetched from elsewhere or unpacked; it goes with the reading.
    """

    def __init__(
        self,
        opened: list[_Open],
        options: ReadOptions,
        rejected: Path,
        aside: "_Aside",
        notices: list[str],
    ) -> None:
        self._aside = aside
        self._opened = opened
        self._options = options
        self._rejected = rejected
        self._zone = zone(options.timezone)
        self.id_traces: list[str] = sorted({t for o in opened for t in o.plan.traces})
        self.schema: pa.Schema = posts_schema(self.id_traces)
        self.files: list[InputFile] = [o.info for o in opened]
        self.profiles = Profiles()
        self.notices: list[str] = [*map(_writable, notices)]
        self.notices += [_writable(n) for o in opened for n in [*o.source.notices, *o.plan.notices]]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Posts in file order; unreadable rows go to rejected.csv. Raises InputError and OutputError."""
        with RejectedFile(self._rejected) as rejected:
            for number, opened in enumerate(self._opened):
                yield from self._file(number, opened, rejected)

    def _file(self, number: int, opened: _Open, rejected: RejectedFile) -> Iterator[pa.RecordBatch]:
        info = opened.info
        info.rows_read = info.rows_rejected = info.accounts_read = 0
        plan = opened.plan
        times = TimeReader(zone("UTC") if plan.utc else self._zone, plan.day_first)
        canonical = Canonical(plan, times, number, self.id_traces, profiles=self.profiles)
        size = max(1, self._options.batch_rows)
        waiting: list[pa.RecordBatch] = []
        for chunk in opened.source.chunks(plan.wanted(), size):
            if not (chunk.posts and plan.posts):
                rejects = canonical.accounts(chunk)
                info.accounts_read += len(chunk) + len(chunk.rejects) - len(rejects)
                info.rows_read += len(rejects)
                info.rows_rejected += len(rejects)
                rejected.write(info.path, rejects)
                continue
            batch, rejects = canonical.posts(chunk)
            info.rows_read += len(chunk) + len(chunk.rejects)
            info.rows_rejected += len(rejects)
            rejected.write(info.path, rejects)
            waiting.append(batch)
            if sum(b.num_rows for b in waiting) * 10 >= size * 9 or sum(b.nbytes for b in waiting) > BATCH_BYTES:
                yield from _joined(waiting)
                waiting = []
        yield from _joined(waiting)
        for line in opened.source.late:
            self._notice(_writable(line))
        info.time_resolution = canonical.resolution.seconds()
        info.platforms = sorted(canonical.platforms)
        if canonical.naive and not plan.utc:
            self._notice(f"{info.name}: times carry no zone and were read as {self._options.timezone}")

    def _notice(self, line: str) -> None:
        if line not in self.notices:
            self.notices.append(line)


def open_posts(paths: Sequence[str | Path], options: ReadOptions, rejected: Path) -> Reading:
    """Open files for reading: format, encoding and columns of each are settled here.

    Raises InputError for a file that cannot be read at all and UsageError for an option that fits no file.
    """
    check_options(options.mapping, options.trace_columns)
    zone(options.timezone)
    if not paths:
        raise UsageError("no file was given", mend="name at least one file with posts")
    aside, notices = _Aside(), list[str]()
    found = [f for path in paths for f in _files(str(path), aside, options, notices)]
    _check_columns(found, options)
    opened = [_planned(one, options) for one in found]
    return Reading(opened, options, rejected, aside, notices)


class _Aside:
    """A temporary directory, once it is needed."""

    def __init__(self) -> None:
        self._held: TemporaryDirectory[str] | None = None

    @property
    def path(self) -> Path:
        self._held = self._held or TemporaryDirectory(prefix="overt-aside-")
        return Path(self._held.name)


def _joined(batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Small batches as one; none where they hold no rows."""
    filled = [b for b in batches if b.num_rows]
    if filled:
        yield filled[0] if len(filled) == 1 else pa.concat_batches(filled)


@dataclass(frozen=True)
class _Found:
    """One file, its format known."""

    shown: str
    name: str
    path: Path
    digest: str
    format: str
    source: Source


def _files(shown: str, aside: _Aside, options: ReadOptions, notices: list[str]) -> list[_Found]:
    """The file of that name, or those that are packed in it. Raises InputError."""
    path = fetched(shown, aside.path) if is_remote(shown) else Path(shown)
    kind = packing(_head(path, shown))
    if not kind:
        return [_find(Unpacked(shown, path.name, path), options)]
    contents = unpack(path, shown, kind, aside.path, options.memory)
    found: list[_Found] = []
    failed: InputError | None = None
    for file in contents.files:
        try:
            one = _find(file, options)
            if not file.sure:
                _planned(one, options)
            found.append(one)
        except InputError as error:
            if file.sure:
                raise
            failed = error
            contents.left.append(file.name.partition("/")[2])
    if failed and not found:
        raise failed
    notices += contents.notice(path.name)
    return found


def _find(file: Unpacked, options: ReadOptions) -> _Found:
    shown, path = file.shown, file.path
    head, digest = _head(path, shown), _digest(path, shown)
    form = next((f for f in FORMATS if f.recognise(path, head)), None)
    if form is None:
        raise InputError(
            "is no text and no Parquet file",
            where=shown,
            mend="export the posts as CSV, NDJSON, JSON or Parquet",
        )
    source = None if options.mapping else _known(form.name, path, shown)
    return _Found(shown, file.name, path, digest, form.name, source or form.open(path, shown))


def _known(form: str, path: Path, shown: str) -> ExportSource | None:
    """The file as a known export of JSON, if one of its first documents is recognised."""
    if form not in (JsonLines.name, JsonArray.name):
        return None
    if form == JsonArray.name and path.stat().st_size > SIZE_LIMIT:
        return None  # the container will refuse it
    encoding = detect(path, shown)
    documents = Documents(path, encoding, form == JsonLines.name)
    readers = [e for e in EXPORTS if isinstance(e, RecordExport)]
    try:
        for _, _, document in islice(documents, LOOKED_AT):
            export = next((e for e in readers if isinstance(document, dict) and e.recognise(document)), None)
            if export:
                return ExportSource(export, documents, path, shown)
    except (ValueError, RecursionError):
        return None  # the container will say what is broken
    return None


def _planned(found: _Found, options: ReadOptions) -> _Open:
    shown, path, source = found.shown, found.path, found.source
    sample = source.sample()
    if source.empty and not isinstance(source, ExportSource):
        raise InputError("holds no rows", where=shown, mend="give a file with posts")
    plan = source.plan() if isinstance(source, ExportSource) else _by_columns(found, sample, options)
    if options.platform:
        plan.platform = options.platform
    settle(source, plan, path.name)
    source.forget()
    info = InputFile(
        path=_writable(shown),
        name=_writable(found.name),
        format=plan.shape or found.format,
        sha256=found.digest,
        columns=plan.read_from(),
    )
    return _Open(info, source, plan)


def _by_columns(found: _Found, sample: Mapping[str, Column], options: ReadOptions) -> Plan:
    """The plan of a file that is known by its columns, or not at all. Raises InputError."""
    columns = found.source.columns
    export = next((e for e in EXPORTS if isinstance(e, ColumnExport) and e.recognise(columns)), None)
    adapt = partial(export.adapt, columns=columns, shown=found.path.name) if export else None
    plan = make_plan(found.shown, columns, sample, options.mapping, options.trace_columns, adapt)
    plan.shape = export.name if export else ""
    check(plan, found.shown, columns)
    return plan


def _writable(text: str) -> str:
    """A text with the name of a file in it as UTF-8 can hold it: bytes of the name that are none stand as escapes."""
    return os.fsencode(text).decode("utf-8", "backslashreplace")


def _head(path: Path, shown: str) -> bytes:
    """First bytes. Raises InputError for what is not a readable, filled file."""
    try:
        if path.is_dir():
            raise InputError("is a directory", where=shown, mend="name the files in it")
        if not path.exists():
            raise InputError("no such file", where=shown, mend="check the path")
        if not path.is_file():
            raise InputError("is not a regular file", where=shown, mend="save it to disk first")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError) as error:
        raise _unopened(error, shown) from error
    if not head:
        raise InputError("is empty", where=shown, mend="give a file with posts")
    return head


def _digest(path: Path, shown: str) -> str:
    """SHA-256 of the file. Raises InputError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _unopened(error, shown) from error


def _unopened(error: Exception, shown: str) -> InputError:
    why = getattr(error, "strerror", None) or str(error)
    return InputError(f"cannot be opened: {why}", where=ascii(shown)[1:-1], mend="check the path and its rights")


def _check_columns(opened: list[_Found], options: ReadOptions) -> None:
    """Raises UsageError for a column that no file has."""
    for flag, pairs in (("--map", options.mapping), ("--trace-column", options.trace_columns)):
        for name, column in pairs.items():
            if column and not any(find(column, o.source.columns) for o in opened):
                raise UsageError(
                    f"{flag} {name}={column}: no column is called {column}",
                    where=opened[0].shown,
                    mend="it has " + listed(opened[0].source.columns),
                )
