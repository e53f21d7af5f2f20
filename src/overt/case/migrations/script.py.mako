"""${message}."""

import sqlalchemy as sa
from alembic import op

import overt.case.moment

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Brings the tables to this version."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Nothing is ever taken back: records would be lost."""
    raise NotImplementedError("a database of cases is not taken back to an older version")
