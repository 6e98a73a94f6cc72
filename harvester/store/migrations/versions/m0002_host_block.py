"""Hosts that refused us are remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from harvester.store.schema import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_block",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_block")),
    )


def downgrade() -> None:
    op.drop_table("host_block")
