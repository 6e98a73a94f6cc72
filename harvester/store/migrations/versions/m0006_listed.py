"""Meetings and items say whether they are known from a list alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = ("meeting", "agenda_item")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "listed")
