"""Reads: data comes out only through here, as far as the grant goes, and every look is logged, also a refused one."""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from overt.case import policy
from overt.case.cases import case_of
from overt.case.grants import entity, grant_of
from overt.case.people import Person, Who, person_by_id, person_of
from overt.case.pseudonyms import Pseudonyms, pseudonyms_of, tag_of
from overt.case.store import Reading, Record, Store, Writing, canonical, digest
from overt.case.tables import accounts, read_accounts, reads
from overt.errors import InputError, UsageError

UNDER_GRANT, PUBLIC = "grant", "public data of the case"
REFERENCES = ("repost_of_account", "reply_to_account")
"""Columns beside account_id that hold an account of the same platform."""
MOST_ROWS = 5_000_000
MOST_ACCOUNTS = 100_000

Key = tuple[str, str]


@dataclass(frozen=True)
class Query:
    """What a read asks for. accounts: `platform:id` or pseudonyms of the case; none means all that the grant covers."""

    purpose: str
    fields: tuple[str, ...]
    accounts: tuple[str, ...] = ()
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None


@dataclass(frozen=True)
class Result:
    """What a read showed, and the id of its entry."""

    table: pa.Table
    read: str


@dataclass(frozen=True)
class Source:
    """A table of data that is not public, and what is said of where it is from."""

    table: pa.Table
    name: str
    sha256: str


def read(store: Store, who: Who, grant: str, query: Query, source: Source) -> Result:
    """Reads under a grant. The read is in the ledger before anything is returned; a refused one is, too.

    Raises Denied with the policies' names, InputError, UsageError.
    """
    _check(query, source)

    def look(writing: Writing) -> tuple[Person, policy.Answer, Record, list[Key]]:
        row = grant_of(writing, grant)
        person = person_of(writing, who)
        names = pseudonyms_of(writing, row.case)
        keys = _wanted(writing, row, query, names)
        context = {"purpose": query.purpose, "fields": sorted(query.fields),
                   "accounts": sorted(f"{p}:{a}" for p, a in keys) if query.accounts else []}  # fmt: skip
        return person, policy.asked(writing, person, "read_data", entity(writing, row), **context), row, keys

    def work(writing: Writing) -> tuple[Person, policy.Answer, Result]:
        person, found, row, keys = look(writing)
        shown, seen = source.table.slice(0, 0), list(keys) if query.accounts else []
        if found.allowed:
            shown, seen = _shown(row, query, source.table, keys, pseudonyms_of(writing, row.case))
        asked = {"purpose": query.purpose, "fields": list(query.fields), "since": query.since, "until": query.until,
                 "accounts": sorted(tag_of(writing, *key) for key in keys) if query.accounts else [],
                 "source": source.name, "source_sha256": source.sha256}  # fmt: skip
        made = note(writing, person, Look(row.root, row.case, query.purpose, UNDER_GRANT, query.fields, asked),
                    found, shown.num_rows if found.allowed else 0, seen,
                    _digest_of(shown) if found.allowed else None)  # fmt: skip
        return person, found, Result(shown, made)

    person, found, result = store.write(work)
    if not found.allowed:
        raise policy.denied(person, "read data", found)
    return result


@dataclass(frozen=True)
class Look:
    """What is logged of a look, beside its outcome."""

    grant: str | None
    case: str | None
    purpose: str
    basis: str
    fields: Sequence[str]
    query: dict[str, Any]


def note(
    writing: Writing,
    person: Person,
    look: Look,
    found: policy.Answer,
    rows: int,
    seen: Iterable[Key],
    result: str | None = None,
) -> str:
    """Logs a look at data: who, under which grant, what was asked, which fields, how many rows, whose."""
    made = writing.add(
        reads, person.acting, grant=look.grant, case=look.case, purpose=look.purpose, basis=look.basis,
        allowed=found.allowed, policies=list(found.policies), query=canonical(look.query),
        query_digest=digest(look.query), fields=list(look.fields), rows=rows, result_sha256=result,
    )  # fmt: skip
    writing.keep_tags(made, [tag_of(writing, *key) for key in set(seen)])
    return made


def _check(query: Query, source: Source) -> None:
    if not query.fields:
        raise UsageError("a read names its fields", mend="say which: --field")
    missing = [f for f in (*query.fields, "account_id") if f not in source.table.column_names]
    if missing:
        raise InputError(f"has no column {missing[0]}", where=source.name)
    if source.table.num_rows > MOST_ROWS:
        raise InputError(f"has more than {MOST_ROWS:,} rows", where=source.name, mend="split it")
    if len(query.accounts) > MOST_ACCOUNTS:
        raise UsageError(f"a read asks for {MOST_ACCOUNTS:,} accounts at most")


def _wanted(reading: Reading, grant: Record, query: Query, names: Pseudonyms | None) -> list[Key]:
    """The accounts that are asked for, pseudonyms resolved; those of the grant, or of its case, where none are."""
    rows = reading.all(accounts, case=grant.case)
    of_case = list(dict.fromkeys((r.platform, r.account_id) for r in rows))
    granted = [_key(a) for a in grant.accounts] or of_case
    if not query.accounts:
        return granted
    known = {names.of(*key): key for key in dict.fromkeys((*granted, *of_case))} if names else {}
    found = []
    for account in query.accounts:
        if account.startswith("acct-"):
            if account not in known:
                raise UsageError(f"{account[:40]} is no account of the case")
            found.append(known[account])
        else:
            found.append(_key(account))
    outside = [key for key in found if not grant.accounts and key not in set(of_case)]
    if outside:
        raise UsageError("an account is asked for that is not one of the case", mend="ask for a grant that names it")
    return found


def _key(account: str) -> Key:
    platform, colon, id = account.partition(":")
    if not colon:
        raise UsageError(f"{account[:60]} names no platform", mend="write it as tiktok:7012345678901234567")
    return platform, id


def _shown(
    grant: Record, query: Query, table: pa.Table, keys: list[Key], names: Pseudonyms | None
) -> tuple[pa.Table, list[Key]]:
    """The rows and columns that may be shown, and whose they are."""
    chosen = _rows(table, keys)
    lower = max((t for t in (grant.data_from, query.since) if t), default=None)
    upper = min((t for t in (grant.data_to, query.until) if t), default=None)
    if lower or upper:
        if "created_at" not in table.column_names:
            raise UsageError(
                "the grant covers a period, and the data says no time", mend="a column created_at is needed"
            )
        for bound, compare in ((lower, pc.greater_equal), (upper, pc.less)):
            if bound is not None:
                when = chosen["created_at"].cast(pa.timestamp("us", tz="UTC"))
                chosen = chosen.filter(compare(when, pa.scalar(bound, pa.timestamp("us", tz="UTC"))))
    platforms = _platforms(chosen)
    seen = list(dict.fromkeys(zip(platforms, chosen["account_id"].cast(pa.string()).to_pylist(), strict=True)))
    shown = chosen.select(list(dict.fromkeys(query.fields)))
    if not grant.identified:
        if names is None:
            raise UsageError("the key of the case was destroyed when it was closed")
        for column in ("account_id", *REFERENCES):
            if column in shown.column_names:
                ids = shown[column].cast(pa.string()).to_pylist()
                given = [None if a is None else names.of(p, a) for p, a in zip(platforms, ids, strict=True)]
                shown = shown.set_column(shown.column_names.index(column), column, pa.array(given, pa.string()))
    return shown, seen


def _platforms(table: pa.Table) -> list[str]:
    if "platform" not in table.column_names:
        return [""] * table.num_rows
    return [p or "" for p in table["platform"].cast(pa.string()).to_pylist()]


def _rows(table: pa.Table, keys: list[Key]) -> pa.Table:
    wanted = set(keys)
    ids = table["account_id"].cast(pa.string()).to_pylist()
    mask = [key in wanted for key in zip(_platforms(table), ids, strict=True)]
    return table.filter(pa.array(mask, pa.bool_()))


def _digest_of(table: pa.Table) -> str:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def looks(reading: Reading, who: Who, account: str | None = None, case: str | None = None) -> list[dict[str, Any]]:
    """Who looked at an account's data, or at a case's, and why: every look, also those that were refused.

    Raises Denied, UsageError.
    """
    policy.allowed(reading, who, "view_reads", policy.database())
    where: list[Any] = []
    if account is not None:
        tag = tag_of(reading, *_key(account))
        where.append(reads.c.id.in_(select(read_accounts.c.read).where(read_accounts.c.tag == tag)))
    if case is not None:
        where.append(reads.c.case == case_of(reading, case).root)
    return [_told(reading, row) for row in reading.all(reads, *where)]


def _told(reading: Reading, row: Record) -> dict[str, Any]:
    grant = reading.get(row.grant, withdrawn=True) if row.grant else None
    return {
        "at": row.at, "who": person_by_id(reading, row.actor).name, "role": row.role, "allowed": row.allowed,
        "purpose": row.purpose, "why": grant.necessity if grant else row.basis, "grant": row.grant, "case": row.case,
        "fields": list(row.fields), "rows": row.rows, "policies": list(row.policies), "query_digest": row.query_digest,
        "read": row.root, "entry": row.entry,
    }  # fmt: skip
