"""From the columns of a file to the posts table: a chunk at a time, bad rows set aside with a reason."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.model.post import ID_TRACE_PREFIX, posts_schema
from overt.sources.aliases import KIND_WORDS
from overt.sources.base import FIELD_LIMIT, Chunk, Column, Mask, Reject
from overt.sources.columns import MADE, Made, Plan, cells_of
from overt.sources.ids import Problems, ids
from overt.sources.lists import from_texts, lists, text_hashtags, text_mentions, text_urls
from overt.sources.media import media
from overt.sources.profiles import Profiles, profiles
from overt.sources.times import Resolution, TimeReader
from overt.sources.values import counts, each_distinct, flags, is_text, texts, typed

REFERENCES = ("repost_of", "repost_of_account", "reply_to", "reply_to_account", "quote_of", "sound_id")
COUNTS = ("likes", "shares", "comments", "views")
_REPOST = re.compile(r"RT @(\w{1,64})(?=[:\s])")
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass
class Canonical:
    """Turns chunks of one file into posts. Holds what has to be known over the whole file."""

    plan: Plan
    times: TimeReader
    file: int
    id_traces: list[str]
    resolution: Resolution = field(default_factory=Resolution)
    platforms: set[str] = field(default_factory=set)
    naive: bool = False
    profiles: Profiles = field(default_factory=Profiles)

    def accounts(self, chunk: Chunk) -> list[Reject]:
        """Takes the profiles of rows that are accounts; gives those that cannot be read."""
        if not len(chunk):
            return list(chunk.rejects)
        problems = too_long(chunk)
        chunk = replace(chunk, columns={name: typed(column) for name, column in chunk.columns.items()})
        names, wrong = ids(chunk.columns[self.plan.fields["account_id"]], self.plan.fields["account_id"])
        problems = {**wrong, **problems}
        for i in np.flatnonzero(names.is_null().to_numpy(zero_copy_only=False)).tolist():
            problems.setdefault(i, "no account id")
        good = np.ones(len(chunk), np.bool_)
        good[list(problems)] = False
        platforms = self._platform(self._getter(chunk)("platform"), len(chunk))
        self.profiles.add(profiles(self.plan, chunk, platforms, names, good, self.times))
        rejects = [Reject(int(chunk.lines[i]), problems[i], chunk.raw(i)) for i in sorted(problems)]
        return sorted([*chunk.rejects, *rejects], key=lambda r: r.line)

    def posts(self, chunk: Chunk) -> tuple[pa.RecordBatch, list[Reject]]:
        """The readable rows as posts, and the rows of the chunk that are not."""
        size = len(chunk)
        if not size:
            return pa.RecordBatch.from_pylist([], schema=posts_schema(self.id_traces)), list(chunk.rejects)
        problems = too_long(chunk)
        chunk = replace(chunk, columns={name: typed(column) for name, column in chunk.columns.items()})
        chunk.columns.update({MADE + name: _made(made, chunk) for name, made in self.plan.made.items()})
        columns = self._columns(chunk, problems)
        good = np.ones(size, np.bool_)
        good[list(problems)] = False
        batch = pa.RecordBatch.from_pydict(columns, schema=posts_schema(self.id_traces))
        if self.plan.profile:
            told = profiles(self.plan, chunk, columns["platform"], columns["account_id"], good, self.times)
            self.profiles.add(told)
        if problems:
            batch = batch.filter(pa.array(good))
        self.platforms.update(v for v in batch.column("platform").unique().to_pylist())
        self.resolution.add(self._wall[good])
        rejects = [Reject(int(chunk.lines[i]), problems[i], chunk.raw(i)) for i in sorted(problems)]
        return batch, sorted([*chunk.rejects, *rejects], key=lambda r: r.line)

    def _columns(self, chunk: Chunk, problems: Problems) -> dict[str, pa.Array]:
        size = len(chunk)
        get = self._getter(chunk)
        out: dict[str, pa.Array] = {}

        def fit(name: str, column: str) -> pa.StringArray:
            found, wrong = ids(chunk.columns[column], column.lstrip(MADE))
            for i, reason in wrong.items():
                problems.setdefault(i, reason)
            return found

        def reference(name: str) -> pa.StringArray:
            place = self.plan.place(name)
            return fit(name, place) if place in chunk.columns else pa.nulls(size, pa.string())

        out["account_id"] = reference("account_id")
        for i in np.flatnonzero(out["account_id"].is_null().to_numpy(zero_copy_only=False)).tolist():
            problems.setdefault(i, "no account id")
        self._times(get("created_at"), size, out, problems)
        out["post_id"] = reference("post_id")
        for name in REFERENCES:
            out[name] = reference(name)
        for name in self.id_traces:
            column = self.plan.traces.get(name)
            out[ID_TRACE_PREFIX + name] = fit(name, column) if column in chunk.columns else pa.nulls(size, pa.string())
        for name, trace in self.plan.copies.items():
            out[name] = out[ID_TRACE_PREFIX + trace]
        out["platform"] = self._platform(get("platform"), size)
        self._contents(get, size, out)
        out["kind"] = self._kind(get, out, size)
        effects, raw = get("effects"), get("raw")
        out["effects"] = pa.nulls(size, pa.list_(pa.string())) if effects is None else lists(effects, "")
        out["raw"] = pa.nulls(size, pa.string()) if raw is None else texts(raw)
        out["file"] = pa.array(np.full(size, self.file, np.int32))
        out["row"] = pa.array(chunk.rows)
        return out

    def _getter(self, chunk: Chunk) -> "Callable[[str], Column | None]":
        return lambda name: chunk.columns.get(self.plan.place(name))

    def _times(self, column: Column, size: int, out: dict[str, pa.Array], problems: Problems) -> None:
        found = self.times.read([None] * size if column is None else column, size)
        self.naive = self.naive or found.naive
        self._wall = found.wall
        for i, reason in found.bad.items():
            problems.setdefault(i, reason)
            found.utc[i] = 0
        out["created_at"] = pa.array(found.utc).cast(pa.timestamp("us", tz="UTC"))

    def _platform(self, column: Column | None, size: int) -> pa.StringArray:
        if column is None:
            return pa.repeat(pa.scalar(self.plan.platform, pa.string()), size)
        found = pc.utf8_trim_whitespace(texts(column))
        return pc.if_else(pc.fill_null(pc.equal(found, ""), True), self.plan.platform, found)

    def _contents(self, get: "Callable[[str], Column | None]", size: int, out: dict[str, pa.Array]) -> None:
        """Text and what hangs on it."""
        none = pa.nulls(size, pa.string())
        text = get("text")
        out["text"] = none if text is None else texts(text)
        lang = get("lang")
        out["lang"] = none if lang is None else _trimmed(texts(lang))
        for name, strip, marks, extract in (
            ("urls", "", ("://",), text_urls),
            ("hashtags", "#＃", ("#", "＃"), text_hashtags),
            ("mentions", "@＠", ("@", "＠"), text_mentions),
        ):
            column = get(name)
            if column is not None:
                out[name] = lists(column, strip)
            elif text is None:
                out[name] = pa.nulls(size, pa.list_(pa.string()))
            else:
                out[name] = from_texts(out["text"], marks, extract)
        client = get("client")
        out["client"] = none if client is None else _client(texts(client))
        out["media"] = media(get("media"), size)
        for name in COUNTS:
            column = get(name)
            out[name] = pa.nulls(size, pa.int64()) if column is None else counts(column)
        out["collected_at"] = self._collected(get("collected_at"), size)

    def _collected(self, column: Column | None, size: int) -> pa.Array:
        stamp = pa.timestamp("us", tz="UTC")
        if column is None:
            return pa.nulls(size, stamp)
        found = self.times.read(column, size)
        mask = np.zeros(size, np.bool_)
        mask[list(found.bad)] = True
        return pa.array(found.utc, mask=mask).cast(stamp)

    def _kind(self, get: "Callable[[str], Column | None]", out: dict[str, pa.Array], size: int) -> pa.StringArray:
        """post, repost, quote, reply or comment: a word, else a flag, else a reference, else "RT @name:"."""
        said = (set(self.plan.fields) | set(self.plan.made)) & {"kind", "is_repost", "repost_of", "repost_of_account"}
        repost = _flag(get("is_repost"), size) | _present(out["repost_of"]) | _present(out["repost_of_account"])
        if not said - {"repost_of_account"} or bool(repost.any()):
            marked, accounts = _marked(out["text"])
            repost = repost if said else repost | marked
            fill = repost & marked & ~_present(out["repost_of_account"])
            if fill.any():
                out["repost_of_account"] = pc.if_else(pa.array(fill), accounts, out["repost_of_account"])
        quote = _flag(get("is_quote"), size) | _present(out["quote_of"])
        reply = _flag(get("is_reply"), size) | _present(out["reply_to"]) | _present(out["reply_to_account"])
        place = np.select([repost, quote, reply], [1, 2, 3], 0)
        inferred = pa.array(["post", "repost", "quote", "reply"]).take(pa.array(place))
        words = get("kind")
        if words is None:
            return inferred
        return pc.coalesce(each_distinct(texts(words), _stated, pa.string()), inferred)


def _made(made: Made, chunk: Chunk) -> list[Any]:
    """A column made of others, row by row."""
    cells = [cells_of(chunk.columns[c]) if c else [None] * len(chunk) for c in made.columns]
    return [made.make(*row) for row in zip(*cells, strict=True)]


def _stated(word: str | None) -> str | None:
    """The kind that a word names; "message" or "tweet" leave it open."""
    kind = KIND_WORDS.get(word.strip().lower()) if word else None
    return None if kind == "post" else kind


def too_long(chunk: Chunk) -> Problems:
    """Rows with a field beyond FIELD_LIMIT. The field itself is emptied, so that nothing large travels on."""
    problems: Problems = {}
    if chunk.bounded:
        return problems
    for name, column in chunk.columns.items():
        if isinstance(column, list):
            long = [i for i, v in enumerate(column) if _size(v) > FIELD_LIMIT]
        elif (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)) and is_text(column.type.value_type):
            sizes = pc.fill_null(pc.binary_length(column.flatten()), 0)
            if (pc.max(sizes).as_py() or 0) <= FIELD_LIMIT:
                continue
            long = pc.list_parent_indices(column).filter(pc.greater(sizes, FIELD_LIMIT)).to_pylist()
        elif is_text(column.type) or pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
            sizes = pc.binary_length(column)
            if (pc.max(sizes).as_py() or 0) <= FIELD_LIMIT:
                continue
            long = pc.indices_nonzero(pc.fill_null(pc.greater(sizes, FIELD_LIMIT), False)).to_pylist()
        else:
            continue
        for i in long:
            problems.setdefault(i, f"{name} holds more than {FIELD_LIMIT:,} characters")
    return problems


def _size(value: object) -> int:
    return len(value) if isinstance(value, str) else len(repr(value)) if isinstance(value, list | dict) else 0


def _present(column: pa.Array) -> Mask:
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def _flag(column: Column | None, size: int) -> Mask:
    if column is None:
        return np.zeros(size, np.bool_)
    return np.asarray(flags(column).fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _trimmed(column: pa.StringArray) -> pa.StringArray:
    found = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def _client(column: pa.StringArray) -> pa.StringArray:
    """Client names; X wraps them into a link."""
    if not pc.any(pc.match_substring(column, "<")).as_py():
        return _trimmed(column)
    return _trimmed(each_distinct(column, lambda v: v and html.unescape(_TAG.sub("", v)), pa.string()))


def _marked(text: pa.StringArray) -> tuple[Mask, pa.StringArray]:
    """Which texts begin with "RT @name", and the name."""
    starts = pc.fill_null(pc.starts_with(text, "RT @"), False).to_numpy(zero_copy_only=False)
    if not starts.any():
        return starts, pa.nulls(len(text), pa.string())
    names: list[str | None] = [None] * len(text)
    for i in np.flatnonzero(starts).tolist():
        if m := _REPOST.match(text[i].as_py()):
            names[i] = m[1]
    found = pa.array(names, pa.string())
    return _present(found), found
