"""Which operations are one: the same name, shared indicators, the same counts, or a person's judgement.

Every join has its reason, in words. A person's judgement goes first: what a person says is not one is not joined
directly by any other reason.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from overt.disclosure.audit.entries import Entry
from overt.disclosure.exchange import documents
from overt.errors import InputError

KNOWN_AS: tuple[tuple[str, ...], ...] = (
    ("spamouflage", "dragonbridge", "spamouflage dragon", "storm-1376", "taizi flood"),
    ("doppelganger", "doppelgänger", "rrn", "recent reliable news", "storm-1099", "ruza flood"),
)
"""Names that published reports give the same operation ("also known as"). A person may say otherwise."""
SAME, DIFFERENT = "same", "different"
LEAST_SHARED = 2
"""Indicators that two operations have to share, unless one of them has no others."""
DISTINCT = 100
"""Two counts that are as large as this agree for one operation, though two of its reports name different origins."""
MOST_HOLDERS = 8
"""An indicator that more operations hold than this tells nothing of any one of them."""


@dataclass(frozen=True)
class Judgement:
    """What a person says of two names or ids: that they are the same, or different. `by` and `why` are theirs."""

    one: str
    other: str
    verdict: str
    by: str
    why: str


@dataclass(frozen=True)
class Join:
    """Two entries (their places) that are one operation, and why."""

    one: int
    other: int
    why: str


def judgements(path: Path) -> tuple[Judgement, ...]:
    """A person's table: one, other, verdict (same or different), by, why. Raises InputError where it is none."""
    text = documents.text_of(documents.read_bytes(path)).lstrip("\ufeff")
    found = []
    try:
        for place, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
            cells = {(k or "").strip().lower(): v.strip() for k, v in row.items() if isinstance(v, str)}
            made = Judgement(*(cells.get(name, "") for name in ("one", "other", "verdict", "by", "why")))
            if made.verdict not in (SAME, DIFFERENT) or not all((made.one, made.other, made.by, made.why)):
                mend = "its columns are one, other, verdict (same or different), by and why; none is empty"
                raise InputError("is no judgement", where=f"{path.name}:{place}", mend=mend)
            found.append(made)
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=path.name, mend="check that the file is whole") from error
    return tuple(found)


def joins(entries: Sequence[Entry], judged: Sequence[Judgement] = ()) -> list[Join]:
    """Every pair of entries that are one operation, with why. Each reason is told once for a pair."""
    names = [_names(entry) for entry in entries]
    known = [{*held, entry.operation.id.lower()} for held, entry in zip(names, entries, strict=True)]
    apart = {pair for each in judged if each.verdict == DIFFERENT for pair in _pairs(known, each)}
    told: dict[tuple[int, int], str] = {}
    for each in judged:
        if each.verdict == SAME:
            for pair in _pairs(known, each):
                told.setdefault(pair, f"{each.by} says so: {each.why}")
    for one, other, why in (*_named(names), *_linked(entries), *_sharing(entries), *_counted(entries)):
        told.setdefault((min(one, other), max(one, other)), why)
    return [Join(one, other, why) for (one, other), why in sorted(told.items()) if (one, other) not in apart]


def groups(number: int, found: Sequence[Join]) -> list[list[int]]:
    """The entries by operation, each group and the list in order of places."""
    root = list(range(number))

    def top(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for join in found:
        one, other = sorted((top(join.one), top(join.other)))
        root[other] = one
    held: dict[int, list[int]] = defaultdict(list)
    for place in range(number):
        held[top(place)].append(place)
    return list(held.values())


def _names(entry: Entry) -> set[str]:
    """The proper names of an operation, each as the first of its row of KNOWN_AS. A title is no proper name."""
    told = {_plain(alias) for alias in entry.operation.aliases}
    title = _plain(entry.operation.name or "")
    told |= {name for row in KNOWN_AS for name in row if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title)}
    return {_first(name) for name in told if name}


def _first(name: str) -> str:
    return next((row[0] for row in KNOWN_AS if name in row), name)


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .\"'“”")


def _pairs(known: list[set[str]], each: Judgement) -> set[tuple[int, int]]:
    one = [i for i, held in enumerate(known) if {_plain(each.one), _first(_plain(each.one))} & held]
    other = [i for i, held in enumerate(known) if {_plain(each.other), _first(_plain(each.other))} & held]
    return {(min(a, b), max(a, b)) for a in one for b in other if a != b}


def _named(names: list[set[str]]) -> Iterator[tuple[int, int, str]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for place, held in enumerate(names):
        for name in held:
            holders[name].append(place)
    for name, held_by in sorted(holders.items()):
        yield from ((held_by[0], other, f"both are called {name.title()}") for other in held_by[1:])


def _linked(entries: Sequence[Entry]) -> Iterator[tuple[int, int, str]]:
    """A list of reports links to the file of each."""
    files: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        files[Path(entry.file).name].append(place)
    for place, entry in enumerate(entries):
        for link in entry.links:
            name = unquote(Path(urlsplit(link).path).name) if link.startswith("http") else ""
            yield from (
                (other, place, f"{entry.source} links to {name}")
                for other in files.get(name, ())[:MOST_HOLDERS]
                if name
            )


def _sharing(entries: Sequence[Entry]) -> Iterator[tuple[int, int, str]]:
    own = [{_value(v) for v in entry.operation.indicators} for entry in entries]
    holders: dict[str, list[int]] = defaultdict(list)
    for place, values in enumerate(own):
        for value in values:
            holders[value].append(place)
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for value, held_by in holders.items():
        if 1 < len(held_by) <= MOST_HOLDERS:
            for at, one in enumerate(held_by):
                for other in held_by[at + 1 :]:
                    shared[one, other].append(value)
    for (one, other), both in sorted(shared.items()):
        if len(both) >= min(LEAST_SHARED, len(own[one]), len(own[other])):
            yield one, other, f"they share {len(both):,} indicators, such as {min(both)}"


def _counted(entries: Sequence[Entry]) -> Iterator[tuple[int, int, str]]:
    """The same reporter, a place in common and the same three counts, or two of which one is above a hundred."""
    held: dict[tuple[str, frozenset[tuple[str, int]]], list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        told = entry.operation
        counts = frozenset(
            {(c.what, c.number) for c in told.surfaces if not c.about and not c.what.endswith(" removed")}
            | {(f"followers of {c.what}", c.number) for c in told.followers if not c.about}
        )
        if len(counts) > 2 or (len(counts) == 2 and max(n for _, n in counts) > 100):
            held[told.reporter.lower(), counts].append(place)
    for (_, counts), found in sorted(held.items(), key=lambda item: item[1]):
        for at, one in enumerate(found):
            for other in found[at + 1 : at + 1 + MOST_HOLDERS]:
                mine, yours = entries[one].origins, entries[other].origins
                distinct = sum(n >= DISTINCT for _, n in counts) > 1
                if mine & yours or not mine or not yours or distinct:
                    yield one, other, f"{entries[one].operation.reporter} states the same {len(counts)} counts of both"


def _value(text: str) -> str:
    plain = re.sub(r"^https?://(?:www\.|m\.)?", "", text.strip().lower())
    return plain.rstrip("/")
