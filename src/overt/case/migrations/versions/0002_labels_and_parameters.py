"""Changes of labels, and of the parameters of scans, become records of their own."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from overt.case.moment import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes their tables."""
    _record(
        "labels",
        [
            sa.Column("registry", sa.String(64), nullable=False),
            sa.Column("line", sa.Integer(), nullable=False),
            sa.Column("what", sa.String(255), nullable=False),
            sa.Column("label", sa.String(255), nullable=False),
            sa.Column("sha256", sa.String(64), nullable=False),
            sa.Column("entered_at", Moment(), nullable=False),
            sa.Column("late", sa.Boolean(), nullable=False),
            sa.Column("entered_by", sa.Text(), nullable=False),
            sa.Column("name", sa.Text(), nullable=True),
        ],
        ["registry", "sha256", "version"],
        ["root", "actor"],
    )
    _record(
        "parameters",
        [
            sa.Column("case", sa.String(40), nullable=False),
            sa.Column("scan", sa.String(40), nullable=False),
            sa.Column("before", sa.String(40), nullable=False),
            sa.Column("sha256", sa.String(64), nullable=False),
            sa.Column("sha256_before", sa.String(64), nullable=False),
            sa.Column("changes", sa.JSON(), nullable=False),
        ],
        ["case", "scan", "version"],
        ["root", "actor", "case"],
    )


def _record(name: str, columns: list[Any], once: list[str], indexed: list[str]) -> None:
    unique = [["supersedes"], ["entry"], ["root", "version"], once]
    op.create_table(
        name,
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
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *[sa.UniqueConstraint(*some, name=f"uq_{name}_{'_'.join(some)}") for some in unique],
    )
    for column in indexed:
        op.create_index(f"ix_{name}_{column}", name, [column])
