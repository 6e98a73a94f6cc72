"""A source says by whose leave robots.txt is not obeyed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("permission", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("source", "permission")
