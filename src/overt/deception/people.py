"""People: what a scan knows of every account, and which accounts are comparable.

Comparable are accounts of the same stratum: as active (by powers of two), of the same main language, of about the same
age. What is not known is a stratum of its own, so that nobody is compared by what is missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.deception.group_test import Bools, Ints
from overt.engine import Session
from overt.model.account import PROFILE_FIELDS
from overt.model.hours import Hours

KEY = ["platform", "account_id"]
AGES = (30, 365, 3 * 365)
"""Days that part new, young, settled and old accounts."""
DAY = 86_400_000_000
UNKNOWN = -(1 << 62)


@dataclass(frozen=True)
class Deeds:
    """Deeds of one sort: those of account a stand from `starts[a]` to `starts[a + 1]`; what it did, and how often."""

    starts: Ints
    what: Ints
    n: Ints

    def of(self, group: Ints) -> tuple[Ints, Ints, Ints]:
        """(account, what, n) of the deeds of a group."""
        sizes = self.starts[group + 1] - self.starts[group]
        before = np.cumsum(sizes) - sizes
        rows = np.arange(sizes.sum()) + np.repeat(self.starts[group] - before, sizes)
        return np.repeat(group, sizes), self.what[rows], self.n[rows]


@dataclass(frozen=True)
class People:
    """One row per account, in the order of their keys: platform, account_id, posts, lang, first_post and the fields of
    model/account.py.

    `deeds`: what they did, one row each: account (key), whom (key of the account whose post it passed on, or null),
    domain (of a link, or null), n, and `alone`, how many of these links go to pages that nobody else linked to.
    `labels`: account key -> what a registry says of it, with its source; `machines`: those of them that are listed as
    automated; `lookalikes`: accounts that are not listed and look like one that is; `state_sites`: domains listed as
    state-controlled media.
    """

    table: pa.Table
    hours: Hours
    deeds: pa.Table
    labels: Mapping[int, str] = field(default_factory=dict)
    machines: frozenset[int] = frozenset()
    lookalikes: frozenset[int] = frozenset()
    state_sites: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def column(self, name: str) -> list[object]:
        """A column as plain values."""
        values: list[object] = self.table[name].to_pylist()
        return values

    @cached_property
    def reposts(self) -> Deeds:
        """Whose posts each account passed on."""
        rows = self.deeds.filter(pc.is_valid(self.deeds["whom"]))
        return self._by_account(rows, rows["whom"].to_numpy(), rows["n"].to_numpy())

    @cached_property
    def lone_links(self) -> Deeds:
        """The sites (numbers) to whose pages an account linked to which nobody else did."""
        rows = self.deeds.filter(pc.greater(pc.fill_null(self.deeds["alone"], 0), 0))
        sites = rows["domain"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
        return self._by_account(rows, sites, rows["alone"].to_numpy())

    @cached_property
    def weeks(self) -> Deeds:
        """The hours of the week in which each account posted."""
        order = np.argsort(self.hours.account, kind="stable")
        starts = np.searchsorted(self.hours.account[order], np.arange(len(self) + 1))
        return Deeds(starts, self.hours.hour[order], self.hours.posts[order])

    @cached_property
    def made(self) -> Ints:
        """When each account was made, in microseconds since 1970; UNKNOWN where that is not known."""
        found: Ints = self.table["created_at"].cast(pa.int64()).fill_null(UNKNOWN).to_numpy()
        return found

    def _by_account(self, rows: pa.Table, what: Ints, n: Ints) -> Deeds:
        return Deeds(np.searchsorted(rows["account"].to_numpy(), np.arange(len(self) + 1)), what, n)

    def strata(self) -> Ints:
        """The stratum of every account, counted from 0."""
        activity = np.log2(np.maximum(self.table["posts"].to_numpy(), 1)).astype(np.int64)
        lang = self.table["lang"].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy() + 1
        made = self.table["created_at"].cast(pa.int64())
        age = pc.divide(pc.subtract(self.table["first_post"].cast(pa.int64()), made), DAY)
        days = age.fill_null(-1).to_numpy()
        band = np.where(days < 0, -1, np.searchsorted(np.array(AGES), days))
        platform = self.table["platform"].combine_chunks().dictionary_encode().indices.to_numpy()
        _, stratum = np.unique(np.stack([activity, lang, band, platform]), axis=1, return_inverse=True)
        return np.asarray(stratum, np.int64).ravel()


def people(session: Session, accounts: pa.Table, profiles: pa.Table, hours: Hours) -> People:
    """Everybody, from the stages of a scan. `accounts`: platform, account_id, posts, account (key), sorted by key."""
    posts = session.table("posts")
    counted = posts.group_by(*KEY, "lang").agg(n=posts.count(), first=posts.created_at.min())
    rows = session.fetch(counted).sort_by([("n", "descending"), ("lang", "ascending")])
    per_account = rows.group_by(KEY, use_threads=False).aggregate([("lang", "first"), ("first", "min")])
    per_account = per_account.rename_columns([*KEY, "lang", "first_post"])
    whole = accounts.select(["account", *KEY, "posts"]).join(per_account, KEY, use_threads=False)
    whole = whole.join(profiles.select([*KEY, *PROFILE_FIELDS]), KEY, use_threads=False).sort_by("account")
    return People(whole, hours, _deeds(session))


def _deeds(session: Session) -> pa.Table:
    """Reposts of accounts in the data, and links to sites, each once per account."""
    keys = session.table("accounts").select(*KEY, "account")
    posts, actions = session.table("posts"), session.table("actions")
    passed = posts.filter(posts.repost_of_account.notnull()).select(*KEY, name=posts.repost_of_account)
    by_key = passed.join(keys, KEY).select("platform", "name", actor="account")
    whom = keys.select("platform", name="account_id", whom="account")
    reposts = by_key.join(whom, ["platform", "name"]).select("actor", "whom")
    counted = reposts.group_by("actor", "whom").agg(n=reposts.count())
    links = actions.filter(actions.trace == "domain").join(keys, KEY).select("account", "object", "post")
    pages = actions.filter(actions.trace == "url").join(keys, KEY).select("account", "object", "post")
    lone = pages.group_by("object").agg(users=pages.account.nunique())
    lone = pages.semi_join(lone.filter(lone.users == 1), "object").select("post").distinct().mutate(lone=1)
    links = links.left_join(lone, "post")
    sites = links.group_by("account", "object").agg(n=links.count(), alone=links.lone.count())
    one, other = session.fetch(counted), session.fetch(sites)
    size, more = one.num_rows, other.num_rows
    table = pa.table(
        {
            "account": pa.concat_arrays([_flat(one["actor"]), _flat(other["account"])]),
            "whom": pa.concat_arrays([_flat(one["whom"]), pa.nulls(more, pa.int64())]),
            "domain": pa.concat_arrays([pa.nulls(size, pa.string()), _flat(other["object"]).cast(pa.string())]),
            "n": pa.concat_arrays([_flat(one["n"]), _flat(other["n"])]),
            "alone": pa.concat_arrays([pa.nulls(size, pa.int64()), _flat(other["alone"])]),
        }
    )
    return table.sort_by([("account", "ascending"), ("whom", "ascending"), ("domain", "ascending")])


def _flat(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found.cast(pa.int64()) if pa.types.is_integer(found.type) else found


def controls(size: int, involved: set[int]) -> Bools:
    """Who is comparable: accounts that no edge ties to anybody."""
    found = np.ones(size, np.bool_)
    found[sorted(involved)] = False
    return found
