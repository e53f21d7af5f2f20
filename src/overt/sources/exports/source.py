"""ExportSource: the records of a known JSON export as columns, with what was missing, new or passed over."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from overt.errors import InputError
from overt.model.account import PROFILE_FIELDS
from overt.model.post import POST_FIELDS
from overt.sources.base import PLAIN_ROWS, RAW_LIMIT, Chunk, Reject, Source, cut
from overt.sources.columns import Plan
from overt.sources.documents import Documents, Elements, Placed
from overt.sources.exports.base import Passed, Record, RecordExport, Row, Tally, Unreadable, at

FIELDS = tuple(f.name for f in POST_FIELDS if f.name not in ("file", "row"))
PROFILE = "profile."
"""Before the name of a field of accounts where it stands as a column."""
SHOWN = 12
"""New fields that a notice names."""


class ExportSource(Source):
    """One file of a known export. Its columns are fields of posts, and those of accounts behind `profile.`."""

    def __init__(self, export: RecordExport, documents: Documents, path: Path, shown: str) -> None:
        super().__init__([*FIELDS, *(PROFILE + name for name in PROFILE_FIELDS)])
        self.export, self.documents, self.path, self.shown = export, documents, path, shown

    def plan(self) -> Plan:
        """What is read: all that the export supplies; the rest is looked for in the text, or missing."""
        found = [f for f in FIELDS if f in self.export.supplies or f in ("account_id", "created_at", "raw")]
        return Plan(
            fields={name: name for name in found},
            profile={name: PROFILE + name for name in PROFILE_FIELDS},
            platform=self.export.platform or "unknown",
            shape=self.export.name,
            utc=self.export.utc,
        )

    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """Posts and, apart from them, profiles that came without a post. `late` holds the notices afterwards."""
        self.tally, self.late = Tally(), []
        limit = min(batch_rows, PLAIN_ROWS)
        posts, profiles = _Rows(wanted, True), _Rows(wanted, False)
        for number, (line, raw, record, found) in enumerate(self._rows(), start=1):
            if isinstance(found, Reject):
                posts.rejects.append(found)
            elif found.post is None:
                profiles.add(line, raw, found, number)
            else:
                posts.add(line, raw, Row({**found.post, "raw": kept(self.export, record)}, found.profile), number)
            for rows in (posts, profiles):
                if len(rows) >= limit:
                    yield rows.chunk()
        yield posts.chunk()
        yield profiles.chunk()
        self.late = self._told()

    def _rows(self) -> Iterator[tuple[int, str, Record, Row | Reject]]:
        try:
            yield from self._records()
        except json.JSONDecodeError as error:
            raise InputError(
                f"is broken JSON: {error.msg} at line {error.lineno}, column {error.colno}",
                where=self.shown,
                mend="export it again, or give one object a line as NDJSON",
            ) from error

    def _records(self) -> Iterator[tuple[int, str, Record, Row | Reject]]:
        seen: set[str] = set()
        for line, raw, document in self.documents:
            if isinstance(document, Reject):
                yield line, raw, {}, document
                continue
            before, number = 0, line
            for record, context in self.export.records(document):
                text = raw
                if isinstance(record, Placed) and record is not document:
                    number, before = self.documents.line(record, before, number), record.start
                    text = self.documents.raw(record)
                    if record.broken:
                        yield number, text, {}, Reject(number, record.broken, text)
                        continue
                for found in self._of(record, context, number, text, seen):
                    yield number, text, record, found

    def _of(self, record: Record, context: Any, line: int, raw: str, seen: set[str]) -> Iterator[Row | Reject]:
        """What one record gives. Of an item that was captured before only the profile counts: it is the newer one."""
        looked = False
        try:
            for row in self.export.rows(record, context):
                name = row.post.get("post_id") if row.post and self.export.unique else None
                if row.post and name is not None and str(name) in seen:
                    self.tally.add(self.tally.passed, "items that were captured before")
                    if row.profile:
                        yield Row(None, {**row.profile, "account_id": row.post.get("account_id")})
                    continue
                if name is not None:
                    seen.add(str(name))
                if row.post is not None and not looked:
                    self._look(self.export.fields(record))
                    looked = True
                for remark in row.remarks:
                    self.tally.add(self.tally.remarked, remark)
                yield row
        except Passed as passed:
            self.tally.add(self.tally.passed, str(passed))
        except Unreadable as error:
            yield Reject(line, str(error), raw or shortened(record))

    def _look(self, record: Record) -> None:
        """Notes what the record lacks, and what is new in it."""
        self.tally.records += 1
        for name in self.export.expected:
            if at(record, *name.split(".")) is None:
                self.tally.add(self.tally.lacking, name)
        for name in unknown(self.export, record):
            self.tally.add(self.tally.unknown, name)

    def _told(self) -> list[str]:
        tally, name = self.tally, self.path.name
        lines = [
            f"{name}: {number:,} of {tally.records:,} records have no {field}"
            for field, number in sorted(tally.lacking.items())
        ]
        if tally.passed:
            parts = ", ".join(f"{number:,} {what}" for what, number in sorted(tally.passed.items()))
            lines.append(f"{name}: passed over: {parts}")
        if tally.remarked:
            parts = "; ".join(f"{number:,} {what}" for what, number in sorted(tally.remarked.items()))
            lines.append(f"{name}: noticed: {parts}")
        if tally.unknown:
            names = [n if n.isprintable() else ascii(n)[1:-1] for n in sorted(tally.unknown)[:SHOWN]]
            more = f" and {len(tally.unknown) - SHOWN} more" if len(tally.unknown) > SHOWN else ""
            shown = ", ".join(n[:40] for n in names)
            lines.append(f"{name}: fields that this reader does not know were kept in raw: {shown}{more}")
        return lines


class _Rows:
    """Rows on their way into a chunk."""

    def __init__(self, wanted: Sequence[str], posts: bool) -> None:
        self._wanted, self._posts = wanted, posts
        self.rejects: list[Reject] = []
        self._clear()

    def _clear(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in self._wanted}
        columns = self._columns.items()
        self._of_posts = [(name, cells) for name, cells in columns if not name.startswith(PROFILE)]
        self._of_profiles = [(name.removeprefix(PROFILE), cells) for name, cells in columns if name.startswith(PROFILE)]
        self._lines: list[int] = []
        self._numbers: list[int] = []
        self._raw: list[str] = []
        self.rejects = []

    def __len__(self) -> int:
        return len(self._lines) + len(self.rejects)

    def add(self, line: int, raw: str, row: Row, number: int) -> None:
        """One more row."""
        post, profile = row.post or row.profile or {}, row.profile or {}
        for name, cells in self._of_posts:
            cells.append(post.get(name))
        for name, cells in self._of_profiles:
            cells.append(profile.get(name))
        self._lines.append(line)
        self._numbers.append(number)
        self._raw.append(raw if len(raw) <= RAW_LIMIT else cut(raw, len(raw)))

    def chunk(self) -> Chunk:
        """The rows so far, which begin anew."""
        raw = self._raw
        found = Chunk(
            dict(self._columns),
            np.array(self._numbers, np.int64),
            np.array(self._lines, np.int64),
            lambda i: raw[i],
            self.rejects,
            posts=self._posts,
        )
        self._clear()
        return found


def unknown(export: RecordExport, record: Record) -> list[str]:
    """Top-level fields of a record that the reader neither reads nor leaves on purpose."""
    return [name for name in record if name not in export.known] if export.known else []


def kept(export: RecordExport, record: Record) -> str | None:
    """Those fields, and those that are kept all the same, as JSON, for the column `raw`."""
    record = export.fields(record)
    names = unknown(export, record) + [name for name in record if name in export.keeps]
    return shortened({name: record[name] for name in names}) if names else None


def shortened(value: Any) -> str:
    """A value as JSON, or its beginning."""
    text = json.dumps(value, ensure_ascii=False, default=_written)
    return text if len(text) <= RAW_LIMIT else cut(text, len(text))


def _written(value: Any) -> Any:
    """What stands in JSON for an array that is read piece by piece."""
    return list(islice(value, SHOWN)) if isinstance(value, Elements) else f"<{type(value).__name__}>"
