"""What was erased must stay erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("words", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(32), nullable=True),
        sa.Column("digest", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
    )
    op.create_index("ix_erasure_source", "erasure", ["source"])
    op.create_index("ix_erasure_document_sha256", "erasure", ["document", "sha256"])


def downgrade() -> None:
    op.drop_table("erasure")
