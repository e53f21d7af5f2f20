"""One word looked up: whatever a person types, a handle, an id, an address, a domain, a name or a label id."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from overt.errors import UsageError
from overt.registry.addresses import named
from overt.registry.domains import host_of
from overt.registry.match import (
    BY_DOMAIN,
    BY_HANDLE,
    BY_ID,
    ELSEWHERE,
    MATCH,
    NO_PLATFORM,
    Asked,
    Index,
    match,
    meaning,
)
from overt.registry.names import fold_handle, loose
from overt.registry.platforms import platform_name
from overt.registry.replay import Entry

BY_LABEL, BY_NAME = "label id", "name"
MAX_WORD = 2_000


@dataclass(frozen=True)
class Found:
    """A label, how what was typed led to it, what it lists for it, and on which platform, if any.

    means: as in match.MEANS; a label that was asked for by its id or its name means "match".
    """

    entry: Entry
    means: str
    how: str
    listed: str
    platform: str | None = None


def lookup(
    listed: Sequence[Entry], everything: dict[str, Entry], what: str, platform: str | None, asked: Asked
) -> list[Found]:
    """What is listed under `what`, and, where nothing is, what looks like it. Raises UsageError.

    `everything`: withdrawn labels, too, which are found by their ids only.
    """
    word = what.strip()
    if not word or len(word) > MAX_WORD:
        raise UsageError(f"there is nothing to look up in {what[:40]!r}")
    if entry := everything.get(word):
        return [Found(entry, MATCH, BY_LABEL, entry.id)]
    where = platform_name(platform) if platform else None
    index = Index(listed)
    found = [*_accounts(index, word, where), *_sites(index, word), *_called(listed, word, where)]
    first = list({f.entry.id: f for f in reversed(found)}.values())[::-1]
    return first or _alike(listed, word, where, asked)


def _accounts(index: Index, word: str, where: str | None) -> list[Found]:
    there = named(word)
    if there:
        handle, number, where = there.handle or "", there.account_id or "", there.platform
    else:
        handle = number = word
    entries, folded = index.entries, fold_handle(handle)
    by_id = [
        Found(entries[n], MATCH, BY_ID, value, p)
        for (p, value), labels in index.ids.items()
        if value == number and where in (None, p)
        for n in labels
    ]
    by_handle = [
        Found(entries[n], MATCH, BY_HANDLE, value, p)
        for (p, name), labels in index.handles.items()
        if folded and name == folded and where in (None, p)
        for n, value in labels
    ]
    return [*by_id, *by_handle]


def _sites(index: Index, word: str) -> list[Found]:
    host = host_of(word) if "." in word else None
    sites = index.site(host) if host else []
    return [Found(index.entries[n], meaning(BY_DOMAIN, index.entries[n].label.kind), BY_DOMAIN, d) for d, n in sites]


def _called(listed: Sequence[Entry], word: str, where: str | None) -> list[Found]:
    plain = loose(word)
    if where or not plain:
        return []
    return [
        Found(e, MATCH, BY_NAME, name)
        for e in listed
        for name in (e.label.name, *e.label.other_names)
        if name and loose(name) == plain
    ]


def _alike(listed: Sequence[Entry], word: str, where: str | None, asked: Asked) -> list[Found]:
    row: dict[str, Any] = {"account_id": ["0"], "platform": [where], "handle": [word], "display_name": [word]}
    by_id = {e.id: e for e in listed}
    return [
        Found(by_id[r["label_id"]], r["means"], r["how"], r["listed"])
        for r in match(listed, pa.table(row), asked).to_pylist()
        if r["how"] not in (NO_PLATFORM, ELSEWHERE) or where
    ]
