"""Which accounts are listed in a registry, and which only look like one that is.

Only an account id, a handle on its own platform, or a domain that the account is, makes a match. Everything else is
less, and says so: a likeness is a cue of impersonation, a name is a name, a link in a profile is its owner's word.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from overt.errors import UsageError
from overt.registry.accounts import BATCH, Batch, batches
from overt.registry.addresses import named
from overt.registry.domains import above, host_of
from overt.registry.kinds import INDICATOR
from overt.registry.label import Label
from overt.registry.likeness import Likeness
from overt.registry.names import ALIKE, EDITED, HIDDEN, SAME, fold_handle, long_enough
from overt.registry.platforms import HOSTS
from overt.registry.replay import Entry, moment

MATCH, INDICATED, DECLARES, LOOKS_LIKE, NAME_ONLY = "match", "indicator", "declares", "looks like", "name only"
MEANS = {
    MATCH: "the account is the one that the source lists",
    INDICATED: "the account's site stands on a list for people to look at, which is no label",
    DECLARES: "the account names a listed site or account as its own, which nobody has checked",
    LOOKS_LIKE: "the account is not the listed one and looks like it: a cue of impersonation, never of openness",
    NAME_ONLY: "the same name or handle elsewhere: many people share names, and this is neither a match nor a cue",
}
BY_ID, BY_HANDLE, BY_DOMAIN, BY_PROFILE = "account id", "handle", "domain", "own site in its profile"
NO_PLATFORM, ELSEWHERE = "same handle, platform not stated", "same handle, other platform"
OTHER_ID = "same handle, other account id"
HOW = (BY_ID, BY_HANDLE, BY_DOMAIN, BY_PROFILE, HIDDEN, ALIKE, EDITED, OTHER_ID, NO_PLATFORM, ELSEWHERE, SAME)
"""How it was found, the strongest first."""
_RANK = {how: n for n, how in enumerate(HOW)}
MOST = 3
"""Likenesses of one account that are reported, the closest first."""

MATCHES = pa.schema(
    [
        pa.field("platform", pa.string()),
        pa.field("account_id", pa.string()),
        pa.field("label_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("means", pa.string(), nullable=False),
        pa.field("how", pa.string(), nullable=False),
        pa.field("openness", pa.string()),
        pa.field("seen", pa.string()),
        pa.field("listed", pa.string()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("under_appeal", pa.bool_(), nullable=False),
        pa.field("as_of", pa.date32(), nullable=False),
    ]
)
"""seen: what the account has; listed: what the label lists. openness is null for all but matches."""
ADDRESSES = pa.schema([pa.field("address", pa.string(), nullable=False), *list(MATCHES)[2:]])

Hit = tuple[str, str, str, int]
"""How, what the account has, what is listed, the label's place."""


@dataclass(frozen=True)
class Asked:
    """For which day labels have to be valid, and the day as of which the registry is asked."""

    day: datetime.date
    as_of: datetime.date

    @classmethod
    def at(cls, as_of: str | None, on: str | None) -> "Asked":
        """Raises UsageError."""
        when = moment(as_of)
        known = when.date() if when else datetime.datetime.now(datetime.UTC).date()
        day = moment(on)
        return cls(day.date() if day else known, known)


class Index:
    """Labels by everything that they are listed under."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = list(entries)
        self.ids: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.handles: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        self.anywhere: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.domains: dict[str, list[int]] = defaultdict(list)
        self.lists: dict[str, list[int]] = defaultdict(list)
        self.names: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(self.entries):
            self._add(n, entry.label)

    def _add(self, n: int, label: Label) -> None:
        for platform, values in label.ids.items():
            for value in values:
                self.ids[platform, value].append(n)
        for platform, values in label.handles.items():
            for value in values:
                self.handles[platform, fold_handle(value)].append((n, value))
                self.anywhere[fold_handle(value)].append((n, value))
        for domain in label.domains:
            (self.lists if label.kind == INDICATOR else self.domains)[domain].append(n)
        if label.kind != INDICATOR:
            for name in dict.fromkeys(x for x in (label.name, *label.other_names) if x):
                self.names[name].append(n)

    def site(self, host: str) -> list[tuple[str, int]]:
        """(domain, label) of the closest listed domain that covers a host, and of the closest one on a list of
        indicators: that somebody has a part of a site on a list does not make the site less of what it is openly.
        """
        return [
            (domain, n)
            for held in (self.domains, self.lists)
            for domain in [next((d for d in above(host) if d in held), None)]
            if domain
            for n in held[domain]
        ]

    def order(self, n: int) -> tuple[bool, str]:
        """Labels before indicators, by id."""
        return self.entries[n].label.kind == INDICATOR, self.entries[n].id

    def likeness(self) -> tuple[Likeness, list[str], list[str]]:
        """What looks like the listed handles and names, and these in their order."""
        handles, names = sorted(self.anywhere), sorted(self.names)
        return Likeness(handles, names), handles, names


def match(entries: Sequence[Entry], accounts: pa.Table, asked: Asked) -> pa.Table:
    """A row per account and label (MATCHES), in the order of the accounts, the strongest first.

    `accounts`: account_id and, as far as they are known, platform, handle, display_name, profile_url and domain (of an
    account that is a site). Raises UsageError where there is no account_id.
    """
    if "account_id" not in accounts.column_names:
        raise UsageError("a table of accounts needs a column account_id")
    index = Index(entries)
    looks, handles, names = index.likeness()
    tables = []
    for batch in batches(accounts, BATCH):
        found: dict[int, list[Hit]] = defaultdict(list)
        _listed(index, batch, found)
        for row, name, how in looks.handles(batch.handles):
            its_own = {h[3] for h in found[row] if h[0] in (BY_HANDLE, OTHER_ID, NO_PLATFORM, ELSEWHERE)}
            for n, value in index.anywhere[handles[name]]:
                if n not in its_own:  # a label's handles are often alike among themselves
                    found[row].append((how, batch.handles[row], value, n))
        for row, name, how in looks.names(batch.names):
            for n in index.names[names[name]]:
                found[row].append((how, batch.names[row], names[name], n))
        tables.append(_table(index, batch, found, asked))
    return pa.concat_tables(tables) if tables else MATCHES.empty_table()


def _listed(index: Index, batch: Batch, found: dict[int, list[Hit]]) -> None:
    """Everything that is found by equality."""
    for row, (platform, account, handle) in enumerate(zip(batch.platforms, batch.accounts, batch.handles, strict=True)):
        hits: list[Hit] = []
        if platform and account:
            hits += [(BY_ID, account, account, n) for n in index.ids.get((platform, account), ())]
        if handle:
            folded = batch.folded[row]
            on = index.handles.get((platform, folded), ()) if platform else ()
            hits += [
                (OTHER_ID if _other(index.entries[n].label, platform, account) else BY_HANDLE, handle, value, n)
                for n, value in on
            ]
            if not on and folded in index.anywhere and long_enough(folded):
                how = ELSEWHERE if platform else NO_PLATFORM
                hits += [(how, handle, value, n) for n, value in index.anywhere[folded]]
        if hits:
            found[row] += hits
    for row, host in batch.hosts():
        found[row] += [(BY_DOMAIN, host, domain, n) for domain, n in index.site(host)]
    for row, address, host in batch.profiles():
        found[row] += _declared(index, address, host)
    for row in [r for r, hits in found.items() if not hits]:
        del found[row]


def _other(label: Label, platform: str | None, account: str | None) -> bool:
    """Whether the label knows the ids of all its accounts there, and this is none: a handle may change hands."""
    known = label.ids.get(platform or "", ())
    complete = len(known) >= len(label.handles.get(platform or "", ()))
    return bool(account and account.isdigit() and known and complete and account not in known)


def _declared(index: Index, address: str, host: str) -> list[Hit]:
    sites = [(d, n) for d, n in index.site(host) if index.entries[n].label.kind != INDICATOR]
    if sites:
        return [(BY_PROFILE, address, domain, n) for domain, n in sites]
    there = named(address) if any(domain in HOSTS for domain in above(host)) else None
    if there is None:
        return []
    hits: list[Hit] = []
    if there.handle:
        by_handle = index.handles.get((there.platform, fold_handle(there.handle)), ())
        hits += [(BY_PROFILE, address, value, n) for n, value in by_handle]
    if there.account_id:
        hits += [
            (BY_PROFILE, address, there.account_id, n) for n in index.ids.get((there.platform, there.account_id), ())
        ]
    return hits


def meaning(how: str, kind: str) -> str:
    """What it means (MEANS) that a label of that kind was found in that way."""
    if kind == INDICATOR and how in (BY_ID, BY_HANDLE, BY_DOMAIN):
        return INDICATED
    if how in (BY_ID, BY_HANDLE, BY_DOMAIN):
        return MATCH
    if how == BY_PROFILE:
        return DECLARES
    return LOOKS_LIKE if how in (HIDDEN, ALIKE, EDITED) else NAME_ONLY


def _table(index: Index, batch: Batch, found: dict[int, list[Hit]], asked: Asked) -> pa.Table:
    rows: list[tuple[object, ...]] = []
    for row in sorted(found):
        hits = sorted(found[row], key=lambda h: (_RANK[h[0]], *index.order(h[3])))
        kept: dict[int, Hit] = {}
        for hit in hits:
            kept.setdefault(hit[3], hit)
        sure = any(meaning(h[0], index.entries[h[3]].label.kind) == MATCH for h in kept.values())
        weak = 0
        for how, seen, listed, n in kept.values():
            means = meaning(how, index.entries[n].label.kind)
            if means not in (MATCH, INDICATED):
                weak += 1
                if sure or weak > MOST:
                    continue
            rows.append((batch.stated[row], batch.accounts[row], *_about(index, n, means, how, seen, listed, asked)))
    return _columns(rows, MATCHES)


def _about(index: Index, n: int, means: str, how: str, seen: str, listed: str, asked: Asked) -> tuple[object, ...]:
    entry = index.entries[n]
    openness = entry.label.openness if means == MATCH else None
    title = entry.label.source.title
    return entry.id, entry.label.kind, means, how, openness, seen, listed, title, entry.appeal is not None, asked.as_of


def _columns(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def match_addresses(entries: Sequence[Entry], addresses: Sequence[str | None], asked: Asked) -> pa.Table:
    """A row per distinct address and label that covers its host (ADDRESSES). Addresses of nobody's have none."""
    index = Index(entries)
    rows = []
    for address in dict.fromkeys(a for a in addresses if a):
        host = host_of(address)
        for domain, n in sorted(index.site(host) if host else [], key=lambda pair: index.order(pair[1])):
            means = meaning(BY_DOMAIN, index.entries[n].label.kind)
            rows.append((address, *_about(index, n, means, BY_DOMAIN, host or "", domain, asked)))
    return _columns(rows, ADDRESSES)
