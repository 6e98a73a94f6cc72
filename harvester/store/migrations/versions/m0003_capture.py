"""Records and raw pages say from which capture of an archive they come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = ("body", "meeting", "agenda_item", "case_file", "document", "raw_page")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("capture", sa.Text(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "capture")
