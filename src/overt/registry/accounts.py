"""Tables of accounts, batch by batch, as what the matching looks at: platforms in overt's names, handles, sites."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from overt.registry.domains import host_of
from overt.registry.names import fold_handle
from overt.registry.platforms import SITES, id_of, platform_name

BATCH = 32_768
_HOST = r"^[A-Za-z][A-Za-z0-9+.-]*://(?P<host>[A-Za-z0-9.-]+)(?:[:/?#]|$)"
_host = lru_cache(maxsize=200_000)(host_of)
_platform = lru_cache(maxsize=10_000)(platform_name)


@dataclass(frozen=True)
class Batch:
    """Some accounts. stated: platforms as the table has them; platforms: in overt's names, None where none is stated.

    handles: as the table has them, "" where there is none. An account id that is no number stands for a handle where
    the table has no handle: many exports know no other id.
    """

    stated: list[str | None]
    platforms: list[str | None]
    accounts: list[str]
    handles: list[str]
    folded: list[str]
    names: list[str]
    sites: list[str]
    pages: pa.Array

    def hosts(self) -> Iterator[tuple[int, str]]:
        """(row, host) of accounts that are sites, or whose handle proves a domain: Bluesky, Mastodon."""
        for row, site in enumerate(self.sites):
            text = site
            platform = self.platforms[row]
            if not text and platform in SITES:
                text = self.handles[row]
            elif not text and platform == "bluesky":
                text = self.folded[row]
            elif not text and platform == "mastodon":
                text = self.folded[row].rpartition("@")[2] if "@" in self.folded[row] else ""
            if text and "." in text and (host := _host(text)):
                yield row, host

    def profiles(self) -> Iterator[tuple[int, str, str]]:
        """(row, address, host) of the addresses in profiles."""
        hosts = pc.struct_field(pc.extract_regex(self.pages, _HOST), "host").to_pylist()
        for row, (address, host) in enumerate(zip(self.pages.to_pylist(), hosts, strict=True)):
            if address and (found := _host(host) if host else host_of(address)):
                yield row, address, found


def batches(accounts: pa.Table, size: int) -> Iterator[Batch]:
    """The accounts of a table, `size` at a time, in their order."""
    for start in range(0, accounts.num_rows, size):
        yield _batch(accounts.slice(start, size))


def _batch(table: pa.Table) -> Batch:
    stated = _texts(table, "platform")
    platforms = [_platform(p) if p else None for p in stated]
    ids = [a or "" for a in _texts(table, "account_id")]
    given = _texts(table, "handle")
    handles = [h or ("" if _number(p, a) else a) for h, p, a in zip(given, platforms, ids, strict=True)]
    return Batch(
        stated,
        platforms,
        ids,
        handles,
        [fold_handle(h) for h in handles],
        [n or "" for n in _texts(table, "display_name")],
        [s or "" for s in _texts(table, "domain")],
        _column(table, "profile_url"),
    )


def _number(platform: str | None, account: str) -> bool:
    """Whether an account id is an id and nothing that people would call a handle."""
    return account.isdigit() or (platform in ("youtube", "bluesky") and id_of(platform, account) is not None)


def _column(table: pa.Table, name: str) -> pa.Array:
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    found = table[name].combine_chunks()
    found = found.cast(pa.string()) if not pa.types.is_string(found.type) else found
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _texts(table: pa.Table, name: str) -> list[str | None]:
    found: list[str | None] = _column(table, name).to_pylist()
    return found
