"""Pages say their language and how surely they were recognised; texts say who looked at their pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("text_page", sa.Column("language", sa.String(length=3), nullable=False, server_default="und"))
    op.add_column("text_page", sa.Column("ocr_confidence", sa.Float(), nullable=True))
    op.add_column("extracted_text", sa.Column("recognizer", sa.String(length=60), nullable=True))
    op.add_column("extracted_text", sa.Column("tried_by", sa.String(length=101), nullable=True))


def downgrade() -> None:
    op.drop_column("extracted_text", "tried_by")
    op.drop_column("extracted_text", "recognizer")
    op.drop_column("text_page", "ocr_confidence")
    op.drop_column("text_page", "language")
