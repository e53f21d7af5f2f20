"""Run: the state of one scan on disk, so that it can be interrupted and resumed, and accounted for afterwards.

Stages lie in OUT/.work, in a folder named after everything that decides their content: the version, the inputs'
bytes, the parameters and the reading options. `--resume` goes on from the stages that are whole; without it the
folder is made anew. Results are written there, too, and moved to OUT in one go when all of them are whole: the old
findings.json goes first and the new one comes last, so whoever reads beside it never meets a mixture. Until then
what an earlier scan left in OUT stays as it was. When a scan has ended the folder is removed.
"""

import contextlib
import csv
import datetime
import hashlib
import json
import os
import platform
import re
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.engine import Session
from overt.engine.session import writing
from overt.errors import InputError, TooManyRejected, unwritable
from overt.findings.canonical import dumps
from overt.findings.write import write_text
from overt.model.action import ACTIONS_SCHEMA
from overt.model.input_file import InputFile
from overt.model.post import posts_schema
from overt.sources import Profiles, Reading, ReadOptions, open_posts
from overt.state import PROFILES, keep, load, nothing
from overt.traces import Trace, actions, is_late, late_actions
from overt.version import __version__

STAGES_VERSION = 3
"""Raised whenever the content of a stage changes its meaning."""

REPEATED = ["trace", "platform", "kind", "lang", "client"]
"""Columns that say few different things: only for these are dictionaries worth the time."""

WORK, REJECTED, FINDINGS = ".work", "rejected.csv", "findings.json"


class Run:
    """One scan: where its work lies, what was read, how long each stage took."""

    def __init__(
        self,
        paths: Sequence[str | Path],
        out: Path,
        settings: dict[str, Any],
        read: ReadOptions,
        only: Sequence[str],
        resume: bool,
        step: Callable[[str, str], None],
        rejected: Path | None = None,
        since: Path | None = None,
        keep_state: bool = False,
        shown: str = "",
    ) -> None:
        """`rejected`: where rows that cannot be read go, if not to the results; `shown`: what the user calls those.

        `since`: where the state of an earlier scan lies, to which the files are added; `keep_state`: leave one.
        """
        self.out, self._step, self._settings = out, step, settings
        self._shown = shown or str(out)
        self._started = self._mark = time.perf_counter()
        self._stage = ""
        self._seconds: dict[str, float] = {}
        self._memory: dict[str, int] = {}
        with making(out):
            out.mkdir(parents=True, exist_ok=True)
        self._rejected = rejected
        self._aside = rejected or out / WORK / REJECTED
        self._keep = keep_state
        made_with = {"overt": __version__, "stages": STAGES_VERSION, "traces": sorted(only)}
        made_with |= {"min_text": settings.get("min_text")}
        self._state = load(since, made_with) if since else nothing(made_with)
        self._reading: Reading = open_posts(paths, read, self._aside)
        for file in self._reading.files:
            file.path, file.name = utf8(file.path), utf8(file.name)
        identity = [
            __version__,
            STAGES_VERSION,
            settings,
            asdict_read(read),
            sorted(only),
            [(f.name, f.sha256) for f in self._reading.files],
            self._state.digest,
        ]
        digest = hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]
        self.work = out / WORK / digest
        self.results = self.work / "results"
        if not resume or (out / WORK).is_symlink() or not (out / WORK).is_dir():
            remove(out / WORK)
        remove(self.results)
        with making(self.results):
            self.results.mkdir(parents=True, exist_ok=True)
        self._opening = list(self._reading.notices)
        self.files: list[InputFile] = [*self._state.files, *self._reading.files]
        self.notices: list[str] = []
        self.first = self.last = datetime.datetime.fromtimestamp(0, datetime.UTC)
        self._engine: dict[str, Any] = {}
        self.beside: dict[str, dict[str, Any]] = {}
        """What else was read that decides which actions there are, for findings.json."""

    def engine(self, session: Session) -> None:
        """Notes which engine runs."""
        self._engine = {"engine": session.engine, "threads": session.threads}

    def plan(self, chosen: dict[str, str]) -> None:
        """Notes by which plan the co-uses were found, and why."""
        self._engine |= {"plan": chosen}

    def step(self, stage: str, detail: str) -> None:
        """A stage begins: the time since the last call belonged to the one before."""
        now = time.perf_counter()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._mark
            self._memory[self._stage] = peak_memory()
        self._stage, self._mark = stage, now
        self._step(stage, detail)

    @property
    def resolutions(self) -> list[int]:
        """Seconds, per input file."""
        return [f.time_resolution for f in self.files]

    @property
    def span_seconds(self) -> float:
        """From the first to the last post."""
        return (self.last - self.first).total_seconds()

    def read(self, session: Session, choose: Callable[[list[str]], list[Trace]]) -> list[Trace]:
        """Stages 1 and 2: posts and actions as Parquet. Raises InputError where nothing could be read."""
        self._id_traces = sorted({*self._state.id_traces, *self._reading.id_traces})
        traces = choose(self._id_traces)
        done = self.work / "read.json"
        if not (session.has("posts") and session.has("actions") and self._restored(done)):
            with contextlib.suppress(OSError):
                done.unlink(missing_ok=True)
            new = len(self._reading.files)
            self.step("read", f"reading {new} file{'s' if new > 1 else ''}")
            self._read(session, traces)
            if not self._rejected:
                with moving(self._aside):
                    self._aside.replace(self.work / REJECTED)
            write_text(done, dumps(self._facts()))
            self._restored(done)
        return traces

    def _read(self, session: Session, traces: list[Trace]) -> None:
        schema = posts_schema(self._id_traces).append(pa.field("post", pa.int64()))
        posts, found = session.path("posts"), session.path("actions")
        number, first, last = 0, self._state.first, self._state.last
        early, late = ([t for t in traces if is_late(t) == late] for late in (False, True))
        with writing(self.work), pq.ParquetWriter(found, ACTIONS_SCHEMA, use_dictionary=REPEATED) as to_actions:
            with pq.ParquetWriter(posts, schema, use_dictionary=REPEATED) as to_posts:
                for batch in self._state.posts(schema):
                    to_posts.write_batch(batch)
                    number += batch.num_rows
                for batch in self._state.actions([t.name for t in late]):
                    to_actions.write_batch(batch)
                for batch in self._reading.batches():
                    to_posts.write_batch(numbered(batch, schema, number, len(self._state.files)))
                    for rows in actions([batch], early, number):
                        to_actions.write_table(rows)
                    number += batch.num_rows
                    low, high = pc.min_max(batch["created_at"]).as_py().values()
                    first = low if first is None else min(first, low)
                    last = high if last is None else max(last, high)
                    self._step("read", f"{number:,} posts")
            known = self._profiles()
            pq.write_table(known, self.work / PROFILES)
            for rows in late_actions(posts, known, late):
                to_actions.write_table(rows)
        self._join_rejected()
        if first is None or last is None:
            self._nothing_read()
        self.first, self.last = first, last

    def _profiles(self) -> pa.Table:
        """What is known of accounts: from the kept state, then from the files."""
        both = Profiles()
        both.add(self._state.accounts())
        both.add(self._reading.profiles.table())
        return both.table()

    def accounts(self) -> pa.Table:
        """What is known of accounts (model/account.py), once the posts were read."""
        return pq.read_table(self.work / PROFILES)

    def _join_rejected(self) -> None:
        """Puts the rows that the earlier scan could not read before those of this one."""
        if before := self._state.rejected:
            with moving(self._aside):
                self._aside.write_bytes(before + self._aside.read_bytes().partition(b"\n")[2])

    def _nothing_read(self) -> NoReturn:
        """Leaves rejected.csv where it can be found, beside no findings that it does not belong to."""
        log = self._aside
        if not self._rejected and not (self.out / FINDINGS).exists():
            log = self.out / REJECTED
            with moving(self._aside):
                self._aside.replace(log)
        with log.open(encoding="utf-8", newline="") as file:
            _, line, reason, _ = next(csv.reader(file)) and next(csv.reader(file), ["", "1", "no rows", ""])
        raise InputError(
            f"no row could be read (line {line}: {reason})",
            where=", ".join(f.path for f in self.files),
            mend=f"see {log} for each row and reason; --map field=column names columns",
        )

    def _facts(self) -> dict[str, Any]:
        told = self._reading.notices[len(self._opening) :]
        opening = [*self._state.opening, *self._opening]
        reading = [*self._state.reading, *(line for line in told if line not in self._state.reading)]
        return {
            "files": [asdict(f) for f in self.files],
            "opening": opening,
            "reading": reading,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }

    def _restored(self, done: Path) -> bool:
        """Whether the note of an earlier reading is whole; what it says then stands."""
        try:
            state = json.loads(done.read_text("utf-8"))
            paths = [f.path for f in self.files]
            files = [InputFile(**{**f, "path": path}) for f, path in zip(state["files"], paths, strict=True)]
            first, last = (datetime.datetime.fromisoformat(state[name]) for name in ("first", "last"))
            opening, reading = ([str(notice) for notice in state[name]] for name in ("opening", "reading"))
        except (OSError, ValueError, KeyError, TypeError):
            return False
        self.files, self.notices, self.first, self.last = files, [*opening, *reading], first, last
        self._kept = replace(self._state, opening=opening, reading=reading, first=first, last=last)
        whole = (self.work / PROFILES).exists()
        return whole and (self._rejected is not None or (self.work / REJECTED).exists())

    def finish(self, max_rejected: float, findings: dict[str, Any]) -> None:
        """Writes run.json, moves the results to their place, removes the work.

        Raises TooManyRejected, once all is done, where more rows could not be read than the caller allows.
        """
        self.step("done", "")
        facts = {
            **self._engine,
            "overt": __version__,
            "python": platform.python_version(),
            "inputs": [f.path for f in self.files],
            "out": self._shown,
            "seconds": {**self._seconds, "total": time.perf_counter() - self._started},
            "peak_memory_mb": {**self._memory, "total": peak_memory()},
        }
        write_text(self.results / "run.json", dumps(facts))
        if self._keep:
            made = replace(self._kept, directory=None, files=self.files, id_traces=self._id_traces)
            keep(made, self.work, self.out)
        self._publish()
        remove(self.out / WORK)
        for file in self.files[len(self._state.files) :]:
            share = file.rows_rejected / max(file.rows_read, 1)
            if share > max_rejected:
                raise TooManyRejected(
                    f"{file.rows_rejected:,} of {file.rows_read:,} rows could not be read",
                    where=file.path,
                    mend=f"see {self._shown}/{REJECTED} for each row and reason, or allow more with --max-rejected",
                    findings=findings,
                )

    def _publish(self) -> None:
        """Renames only: nothing is left half-written. The old findings go first, the new ones come last."""
        with moving(self.out):
            (self.out / FINDINGS).unlink(missing_ok=True)
            if not self._rejected:
                (self.work / REJECTED).replace(self.out / REJECTED)
            for path in sorted(self.results.iterdir(), key=lambda p: p.name == FINDINGS):
                path.replace(self.out / path.name)


def numbered(batch: pa.RecordBatch, schema: pa.Schema, start: int, files: int) -> pa.RecordBatch:
    """The batch with its place among all posts, its columns those of `schema`; `files` were read before it."""
    known = dict(zip(batch.schema.names, batch.columns, strict=True))
    known["post"] = pa.array(np.arange(start, start + batch.num_rows), pa.int64())
    known["file"] = pc.add(known["file"], pa.scalar(files, pa.int32()))
    columns = [known.get(f.name, pa.nulls(batch.num_rows, f.type)) for f in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def asdict_read(read: ReadOptions) -> dict[str, Any]:
    """The reading options as plain data."""
    return {
        "map": dict(read.mapping),
        "trace_columns": dict(read.trace_columns),
        "platform": read.platform,
        "timezone": read.timezone,
    }


def peak_memory() -> int:
    """The largest resident memory of this process so far, in MB."""
    with contextlib.suppress(OSError):  # getrusage counts what a parent had before this program was loaded
        status = Path("/proc/self/status").read_text("ascii", "replace")
        found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        if found:
            return int(int(found[1]) * 1024 / 1e6)
    unit = 1 if sys.platform == "darwin" else 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6)


def utf8(name: str) -> str:
    """A file name as text that can be written: bytes that are no UTF-8 stand as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def remove(work: Path) -> None:
    """Clears the work away, whatever lies in its place."""
    with contextlib.suppress(OSError):
        if work.is_symlink() or work.is_file():
            work.unlink()
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def moving(path: Path) -> Iterator[None]:
    """Turns a failed rename into one line. Raises OutputError."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, path) from error


@contextmanager
def making(out: Path) -> Iterator[None]:
    """Turns a directory that cannot be made into one line. Raises OutputError."""
    try:
        yield
    except OSError as error:
        raise unwritable(error, out, "made") from error
