"""The tables of the case file, as they were first."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from overt.case.moment import Moment
from overt.ledger import METADATA as LEDGER

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KINDS: dict[str, Any] = {
    "id": sa.String(40),
    "digest": sa.String(64),
    "word": sa.String(255),
    "text": sa.Text(),
    "flag": sa.Boolean(),
    "number": sa.Integer(),
    "real": sa.Float(),
    "moment": Moment(),
    "json": sa.JSON(),
}
RECORDS: dict[str, tuple[str, str]] = {
    "accounts": (
        "case id indexed, network id, platform word, account_id word, handle word?, display_name text?, part "
        "word, p real?",
        "case network platform account_id",
    ),
    "appeals": (
        "case id indexed, about id, appellant text, grounds text",
        "",
    ),
    "cases": (
        "title text, status word, origin word, nonpublic flag, region word?",
        "",
    ),
    "comments": (
        "case id indexed, about id, text text",
        "",
    ),
    "decisions": (
        "proposal id indexed, about id indexed, question word, outcome word, votes json",
        "proposal",
    ),
    "disclosures": (
        "about id indexed, decision id, kind word, sha256 digest",
        "",
    ),
    "evidence": (
        "case id indexed, kind word, title text, sha256 digest indexed, size number, media_type word, source "
        "text?, tool text?, captured_at moment?, facts json",
        "",
    ),
    "grants": (
        "case id indexed, purpose word, fields json, accounts json, data_from moment?, data_to moment?, "
        "region word, necessity text, proportionality text?, measures text?, starts moment, ends moment, "
        "modality word, identified flag, emergency flag, review_due moment?",
        "",
    ),
    "hits": (
        "watch id indexed, case id indexed, platform word, account_id word, how word, seen text, listed text",
        "watch platform account_id",
    ),
    "hypotheses": (
        "case id indexed, network id?, statement text, alternative flag, standing word",
        "",
    ),
    "identities": (
        "person id indexed, issuer word, subject word",
        "issuer subject",
    ),
    "judgements": (
        "case id indexed, about id indexed, person id, verdict word, confidence word",
        "about person",
    ),
    "links": (
        "one id indexed, other id indexed, kind word",
        "one other kind",
    ),
    "networks": (
        "case id indexed, scan id?, name word, found word, summary text, facts json",
        "case scan name",
    ),
    "people": (
        "name word, markets json, team word?, region word?",
        "name",
    ),
    "policies": (
        "name word, text text, sha256 digest",
        "name",
    ),
    "proposals": (
        "case id? indexed, about id indexed, question word, round number, terms json",
        "about question round",
    ),
    "reads": (
        "grant id? indexed, case id? indexed, purpose word, basis word, allowed flag, policies json, query "
        "json, query_digest digest, fields json, rows number, result_sha256 digest?",
        "",
    ),
    "received": (
        "case id indexed, kind word, body json",
        "",
    ),
    "requests": (
        "received_at moment, channel word, sender text, principal text, principal_kind word?, "
        "principal_country word?, state_link word?, confidence word?, relationship text?, ask json, conceals "
        "json, target_audience json, consideration word, legal_basis text?, policy_refs json, text text, "
        "disclose_on moment, decision word, decided_at moment?",
        "",
    ),
    "reviews": (
        "request id indexed, person id, decision word, outside flag",
        "request person",
    ),
    "roles": (
        "person id indexed, given word",
        "person given",
    ),
    "same_people": (
        "one id indexed, other id indexed",
        "one other",
    ),
    "scans": (
        "case id indexed, findings_sha256 digest indexed, overt word, run json, files json",
        "case findings_sha256",
    ),
    "signatures": (
        "grant id indexed, kind word",
        "grant kind",
    ),
    "tags": (
        "case id indexed, tag word",
        "case tag",
    ),
    "votes": (
        "proposal id indexed, person id, agrees flag",
        "proposal person",
    ),
    "watches": (
        "request id indexed, names json, handles json, indicators json",
        "request",
    ),
}
"""Columns (`?`: may be missing; `indexed`), and those that no two records may have in common."""


def upgrade() -> None:
    """Makes them, and those of the ledger, which share the database."""
    for name, (columns, once) in RECORDS.items():
        _record(name, columns.split(", "), once.split())
    op.create_table(
        "read_accounts",
        sa.Column("read", sa.String(40), sa.ForeignKey("reads.id", name="fk_read_accounts_read"), primary_key=True),
        sa.Column("tag", sa.String(64), primary_key=True),
        sa.PrimaryKeyConstraint("read", "tag", name="pk_read_accounts"),
    )
    op.create_index("ix_read_accounts_tag", "read_accounts", ["tag"])
    _keys("blobs", sa.Column("sha256", sa.String(64)), "data")
    _keys("case_keys", sa.Column("case", sa.String(40)), "key")
    _keys("secrets", sa.Column("name", sa.String(40)), "key")
    LEDGER.create_all(op.get_bind())


def _record(name: str, columns: list[str], once: list[str]) -> None:
    made: list[Any] = [
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("root", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.String(40), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("role", sa.String(20), nullable=True),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("entry", sa.String(64), nullable=False),
    ]
    indexed = ["root", "actor"]
    for column in columns:
        words = column.split()
        made.append(sa.Column(words[0], KINDS[words[1].rstrip("?")], nullable=words[1].endswith("?")))
        indexed += [words[0]] if "indexed" in words else []
    unique = [["supersedes"], ["entry"], ["root", "version"], *([[*once, "version"]] if once else [])]
    op.create_table(
        name,
        *made,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *[sa.UniqueConstraint(*some, name=f"uq_{name}_{'_'.join(some)}") for some in unique],
    )
    for column in indexed:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _keys(name: str, key: "sa.Column[str]", held: str) -> None:
    pk = sa.PrimaryKeyConstraint(key.name, name=f"pk_{name}")
    op.create_table(name, key, sa.Column(held, sa.LargeBinary(), nullable=False), pk)


def downgrade() -> None:
    """Nothing is ever taken back: records would be lost."""
    raise NotImplementedError("a database of cases is not taken back to an older version")
