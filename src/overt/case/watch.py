"""The watch: what was asked for and declined may appear anyway. Every scan that is imported is searched for it.

Accounts are matched by id, by handle (the same, with hidden or look-alike letters, or one letter apart), by display
name, and by the sites that they link to. A match opens a case by itself. It says that something looks like what was
asked for, not that it is: the case is unconfirmed like every other one, and people look at it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from overt.case import cases
from overt.case.cases import Opening
from overt.case.store import SYSTEM, Acting, Reading, Record, Writing
from overt.case.tables import accounts, hits, links, watches
from overt.errors import UsageError
from overt.registry.domains import above, host_of
from overt.registry.likeness import Likeness
from overt.registry.names import fold_handle, long_enough
from overt.registry.platforms import platform_name

BATCH = 32_768
MOST = 200
"""Names, handles or indicators of one watch."""
BY_ID, BY_HANDLE, ELSEWHERE, BY_SITE = "account id", "same handle", "same handle, other platform", "site"


@dataclass(frozen=True)
class Terms:
    """What to look for. handles: (platform or None, handle); indicators: sites, addresses, account ids."""

    names: tuple[str, ...] = ()
    handles: tuple[tuple[str | None, str], ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """An account of a scan. sites: addresses and domains that it linked to, as far as the scan kept them."""

    platform: str
    account_id: str
    handle: str | None = None
    display_name: str | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """An account that looks like what a watch looks for."""

    watch: Record
    account: Seen
    how: str
    seen: str
    listed: str


def begin(writing: Writing, acting: Acting, request: str, terms: Terms) -> str:
    """Begins to watch for what a request asked for. Raises UsageError."""
    if not (terms.names or terms.handles or terms.indicators):
        raise UsageError("a watch looks for something", mend="name a handle, a name or an indicator")
    for some in (terms.names, terms.handles, terms.indicators):
        if len(some) > MOST:
            raise UsageError(f"a watch looks for {MOST} names at most")
    handles = [[platform_name(p) if p else None, h.strip().removeprefix("@")] for p, h in terms.handles]
    found: dict[str, Any] = {"names": list(terms.names), "handles": handles, "indicators": list(terms.indicators)}
    return writing.add(watches, acting, request=request, **found)


class Lookout:
    """Every watch of a database, ready for the accounts of a scan."""

    def __init__(self, held: Sequence[Record]) -> None:
        self._handles = [(w, p, h) for w in held for p, h in w.handles]
        self._names = [(w, n) for w in held for n in w.names]
        self._ids: dict[str, list[tuple[Record, str]]] = {}
        self._sites: dict[str, list[tuple[Record, str]]] = {}
        for watch, indicator in ((w, i) for w in held for i in w.indicators):
            host = host_of(indicator) if "." in indicator else None
            if host:
                self._sites.setdefault(host, []).append((watch, indicator))
            else:
                self._ids.setdefault(indicator.rpartition(":")[2], []).append((watch, indicator))
        self._likeness = Likeness([h for _, _, h in self._handles], [n for _, n in self._names])
        self._folded: dict[str, list[int]] = {}
        for place, (_, _, handle) in enumerate(self._handles):
            self._folded.setdefault(fold_handle(handle), []).append(place)

    def hits(self, seen: Iterable[Seen]) -> Iterator[Hit]:
        """The accounts that look like something that is watched for, once for each watch."""
        source = iter(seen)
        while batch := list(islice(source, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: list[Seen]) -> Iterator[Hit]:
        told: set[tuple[str, str, str]] = set()
        for hit in (*self._same(batch), *self._alike(batch)):
            key = (hit.watch.root, hit.account.platform, hit.account.account_id)
            if key not in told:
                told.add(key)
                yield hit

    def _same(self, batch: list[Seen]) -> Iterator[Hit]:
        for account in batch:
            for watch, known in self._ids.get(account.account_id, ()):
                platform, colon, _ = known.rpartition(":")
                if not colon or platform_name(platform) == _platform(account):
                    yield Hit(watch, account, BY_ID, account.account_id, known)
            handle = account.handle or account.account_id
            for place in self._folded.get(fold_handle(handle), ()):
                watch, platform, listed = self._handles[place]
                here = platform is None or platform == _platform(account)
                if here or long_enough(handle):
                    yield Hit(watch, account, BY_HANDLE if here else ELSEWHERE, handle, listed)
            for site in account.sites:
                host = host_of(site)
                for watch, known in [w for d in above(host) for w in self._sites.get(d, ())] if host else ():
                    yield Hit(watch, account, BY_SITE, site[:500], known)

    def _alike(self, batch: list[Seen]) -> Iterator[Hit]:
        handles = [a.handle or ("" if a.account_id.isdigit() else a.account_id) for a in batch]
        for row, place, how in self._likeness.handles(handles) if self._handles else ():
            watch, _, listed = self._handles[place]
            yield Hit(watch, batch[row], how, handles[row], listed)
        names = [a.display_name or "" for a in batch]
        for row, place, how in self._likeness.names(names) if self._names else ():
            watch, listed = self._names[place]
            yield Hit(watch, batch[row], how, names[row], listed)


def _platform(account: Seen) -> str | None:
    return platform_name(account.platform)


def lookout(reading: Reading) -> Lookout:
    """Every watch that stands."""
    return Lookout(reading.all(watches))


def notice(writing: Writing, found: Iterable[Hit], scan: str | None = None) -> list[str]:
    """Opens a case for each watch that has new hits, or adds them to the open one. Returns the cases."""
    touched: dict[str, str] = {}
    for hit in found:
        account = hit.account
        known = {"watch": hit.watch.root, "platform": account.platform, "account_id": account.account_id}
        if writing.first(hits, withdrawn=True, **known) is not None:
            continue
        case = touched.get(hit.watch.root) or _case(writing, hit.watch)
        touched[hit.watch.root] = case
        writing.add(hits, SYSTEM, case=case, how=hit.how, seen=hit.seen, listed=hit.listed, **known)
        about = {"network": "", "part": "watched for", "p": None}
        who = {"handle": (account.handle or "")[:255] or None, "display_name": account.display_name}
        writing.add(accounts, SYSTEM, case=case, platform=account.platform, account_id=account.account_id,
                    **who, **about)  # fmt: skip
        if scan is not None:
            cases.link(writing, SYSTEM, case, scan, "seen in")
    return sorted(touched.values())


def _case(writing: Writing, watch: Record) -> str:
    linked = [row.one for row in writing.all(links, other=watch.request, kind="what was asked for")]
    for case in linked:
        if writing.get(case, withdrawn=True).status == cases.OPEN:
            return str(case)
    title = f"What {watch.request} asked for may have appeared"
    made = cases.begin(
        writing, SYSTEM, Opening(title, origin=cases.WATCH), because="a watch found an account in a scan"
    )
    cases.link(writing, SYSTEM, made, watch.request, "what was asked for")
    return made
