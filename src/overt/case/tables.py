"""The tables of the case file. Nothing in them is changed or deleted: a correction is a new version of a record.

A record is a chain of versions with one `root`: version 0 is what was entered first, the last version is what stands,
unless it is `withdrawn`. UNIQUE(root, version) is what keeps two people from correcting the same version at once, and
the unique keys below are what keeps a record from being entered twice. Each version has a leaf in the ledger (`entry`):
the columns named in `clear` stand in it as they are, all others as salted commitments.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from overt.case.moment import Moment

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ALWAYS_CLEAR = ("id", "root", "version", "supersedes", "withdrawn", "role")
"""Columns that every leaf says as they are."""


def _id(name: str, *, null: bool = False, index: bool = False) -> Column[str]:
    return Column(name, String(40), nullable=null, index=index)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _word(name: str, *, null: bool = False, index: bool = False) -> Column[str]:
    return Column(name, String(255), nullable=null, index=index)


def _list(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def _record(
    name: str,
    prefix: str,
    clear: Sequence[str],
    *columns: Any,
    once: Sequence[str] = (),
    hashed: Sequence[str] = (),
) -> Table:
    """A table of records. once: the columns that no two records may have in common; hashed: long columns, of which the
    leaf commits to the SHA-256 only.
    """
    table = Table(
        name,
        METADATA,
        Column("id", String(40), primary_key=True),
        Column("root", String(40), nullable=False, index=True),
        Column("version", Integer, nullable=False),
        Column("supersedes", String(40), nullable=True, unique=True),
        Column("withdrawn", Boolean, nullable=False),
        Column("at", Moment, nullable=False),
        Column("actor", String(40), nullable=False, index=True),
        Column("role", String(20), nullable=True),
        Column("because", Text, nullable=True),
        Column("entry", String(64), nullable=False, unique=True),
        *columns,
        UniqueConstraint("root", "version"),
        info={"prefix": prefix, "clear": frozenset((*ALWAYS_CLEAR, *clear)), "hashed": frozenset(hashed)},
    )
    if once:
        table.append_constraint(UniqueConstraint(*once, "version"))
    return table


people = _record("people", "person", (), _word("name"), _list("markets"), _word("team", null=True),
                 _word("region", null=True), once=("name",))  # fmt: skip
identities = _record("identities", "identity", ("person",), _id("person", index=True), _word("issuer"),
                     _word("subject"), once=("issuer", "subject"))  # fmt: skip
same_people = _record("same_people", "same", ("one", "other"), _id("one", index=True), _id("other", index=True),
                      once=("one", "other"))  # fmt: skip
roles = _record("roles", "role", ("person", "given"), _id("person", index=True), _word("given"),
                once=("person", "given"))  # fmt: skip

cases = _record("cases", "case", ("status", "origin", "nonpublic"), _text("title"), _word("status"), _word("origin"),
                Column("nonpublic", Boolean, nullable=False), _word("region", null=True))  # fmt: skip
links = _record("links", "link", ("one", "other", "kind"), _id("one", index=True), _id("other", index=True),
                _word("kind"), once=("one", "other", "kind"))  # fmt: skip
scans = _record("scans", "scan", ("case", "findings_sha256", "overt"), _id("case", index=True),
                Column("findings_sha256", String(64), nullable=False, index=True), _word("overt"), _list("run"),
                _list("files"), once=("case", "findings_sha256"), hashed=("run",))  # fmt: skip
networks = _record("networks", "network", ("case", "scan", "name", "found"), _id("case", index=True),
                   _id("scan", null=True), _word("name"), _word("found"), _text("summary"), _list("facts"),
                   once=("case", "scan", "name"), hashed=("facts",))  # fmt: skip
accounts = _record("accounts", "account", ("case", "network"), _id("case", index=True), _id("network"),
                   _word("platform"), _word("account_id"), _word("handle", null=True), _text("display_name", null=True),
                   _word("part"), Column("p", Float), once=("case", "network", "platform", "account_id"))  # fmt: skip
evidence = _record("evidence", "evidence", ("case", "kind", "sha256", "size"), _id("case", index=True),
                   _word("kind"), _text("title"), Column("sha256", String(64), nullable=False, index=True),
                   Column("size", Integer, nullable=False), _word("media_type"), _text("source", null=True),
                   _text("tool", null=True), Column("captured_at", Moment, nullable=True), _list("facts"))  # fmt: skip
hypotheses = _record("hypotheses", "hypothesis", ("case", "network", "standing"), _id("case", index=True),
                     _id("network", null=True), _text("statement"), Column("alternative", Boolean, nullable=False),
                     _word("standing"))  # fmt: skip
judgements = _record("judgements", "judgement", ("case", "about", "person", "verdict"), _id("case", index=True),
                     _id("about", index=True), _id("person"), _word("verdict"), _word("confidence"),
                     once=("about", "person"))  # fmt: skip
comments = _record("comments", "comment", ("case",), _id("case", index=True), _id("about"), _text("text"))
tags = _record("tags", "tag", ("case",), _id("case", index=True), _word("tag"), once=("case", "tag"))
received = _record("received", "received", ("case", "kind"), _id("case", index=True), _word("kind"), _list("body"),
                   hashed=("body",))  # fmt: skip

proposals = _record("proposals", "proposal", ("case", "about", "question", "round"), _id("case", null=True, index=True),
                    _id("about", index=True), _word("question"), Column("round", Integer, nullable=False),
                    _list("terms"), once=("about", "question", "round"))  # fmt: skip
votes = _record("votes", "vote", ("proposal", "person", "agrees"), _id("proposal", index=True), _id("person"),
                Column("agrees", Boolean, nullable=False), once=("proposal", "person"))  # fmt: skip
decisions = _record("decisions", "decision", ("proposal", "about", "question", "outcome", "votes"),
                    _id("proposal", index=True), _id("about", index=True), _word("question"), _word("outcome"),
                    _list("votes"), once=("proposal",))  # fmt: skip
appeals = _record("appeals", "appeal", ("case", "about"), _id("case", index=True), _id("about"), _text("appellant"),
                  _text("grounds"))  # fmt: skip
disclosures = _record("disclosures", "disclosure", ("about", "decision", "kind", "sha256"), _id("about", index=True),
                      _id("decision"), _word("kind"), Column("sha256", String(64), nullable=False))  # fmt: skip

requests = _record(
    "requests", "request", ("channel", "ask", "consideration", "decision", "disclose_on"),
    Column("received_at", Moment, nullable=False),
    _word("channel"), _text("sender"), _text("principal"), _word("principal_kind", null=True),
    _word("principal_country", null=True), _word("state_link", null=True), _word("confidence", null=True),
    _text("relationship", null=True), _list("ask"), _list("conceals"), _list("target_audience"),
    _word("consideration"), _text("legal_basis", null=True), _list("policy_refs"), _text("text"),
    Column("disclose_on", Moment, nullable=False), _word("decision"),
    Column("decided_at", Moment, nullable=True))  # fmt: skip
reviews = _record("reviews", "review", ("request", "person", "decision", "outside"), _id("request", index=True),
                  _id("person"), _word("decision"), Column("outside", Boolean, nullable=False),
                  once=("request", "person"))  # fmt: skip
watches = _record("watches", "watch", ("request",), _id("request", index=True), _list("names"), _list("handles"),
                  _list("indicators"), once=("request",))  # fmt: skip
hits = _record("hits", "hit", ("watch", "case", "how"), _id("watch", index=True), _id("case", index=True),
               _word("platform"), _word("account_id"), _word("how"), _text("seen"), _text("listed"),
               once=("watch", "platform", "account_id"))  # fmt: skip

grants = _record(
    "grants", "grant", ("case", "purpose", "starts", "ends", "emergency", "identified", "region"),
    _id("case", index=True), _word("purpose"), _list("fields"), _list("accounts"),
    Column("data_from", Moment, nullable=True), Column("data_to", Moment, nullable=True), _word("region"),
    _text("necessity"), _text("proportionality", null=True), _text("measures", null=True),
    Column("starts", Moment, nullable=False), Column("ends", Moment, nullable=False), _word("modality"),
    Column("identified", Boolean, nullable=False), Column("emergency", Boolean, nullable=False),
    Column("review_due", Moment, nullable=True))  # fmt: skip
signatures = _record("signatures", "signature", ("grant", "kind"), _id("grant", index=True), _word("kind"),
                     once=("grant", "kind"))  # fmt: skip
reads = _record("reads", "read", ("grant", "case", "allowed", "policies", "basis", "query_digest", "rows", "fields"),
                _id("grant", null=True, index=True), _id("case", null=True, index=True), _word("purpose"),
                _word("basis"), Column("allowed", Boolean, nullable=False), _list("policies"), _list("query"),
                Column("query_digest", String(64), nullable=False), _list("fields"),
                Column("rows", Integer, nullable=False),
                Column("result_sha256", String(64), nullable=True))  # fmt: skip
policies = _record("policies", "policy", ("name", "sha256"), _word("name"), _text("text"),
                   Column("sha256", String(64), nullable=False), once=("name",), hashed=("text",))  # fmt: skip
labels = _record(
    "labels", "label", ("registry", "line", "what", "label", "sha256", "entered_at", "late"),
    Column("registry", String(64), nullable=False), Column("line", Integer, nullable=False), _word("what"),
    _word("label"), Column("sha256", String(64), nullable=False), Column("entered_at", Moment, nullable=False),
    Column("late", Boolean, nullable=False), _text("entered_by"), _text("name", null=True),
    once=("registry", "sha256"))  # fmt: skip
"""What was entered into a registry of labels; the registry itself is a file of its own."""
parameters = _record("parameters", "parameters", ("case", "scan", "before", "sha256", "sha256_before"),
                     _id("case", index=True), _id("scan"), _id("before"),
                     Column("sha256", String(64), nullable=False),
                     Column("sha256_before", String(64), nullable=False), _list("changes"),
                     once=("case", "scan"))  # fmt: skip
"""That a scan of a case was made with other parameters than the scan that came before it."""

read_accounts = Table(
    "read_accounts",
    METADATA,
    Column("read", String(40), ForeignKey("reads.id"), primary_key=True),
    Column("tag", String(64), primary_key=True),
    Index("ix_read_accounts_tag", "tag"),
)
"""Whose data a read showed. tag: keyed hash of the account, so that the list of reads is no list of accounts."""
blobs = Table(
    "blobs",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""The bytes of evidence, once each."""
case_keys = Table(
    "case_keys",
    METADATA,
    Column("case", String(40), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
"""Keys of pseudonyms. The only rows that are ever deleted: closing a case destroys its key."""
secrets = Table(
    "secrets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
"""Keys of the whole database, such as the one that tags accounts in the list of reads."""

RECORDS: dict[str, Table] = {t.name: t for t in METADATA.sorted_tables if "prefix" in t.info}
PREFIXES: dict[str, Table] = {t.info["prefix"]: t for t in RECORDS.values()}
