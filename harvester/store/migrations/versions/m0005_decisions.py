"""Minutes are taken apart; resolutions are tied to items, and items to cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from harvester.store.schema import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item_case",
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("case_id", sa.String(length=400), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=False),
        sa.Column("case_key", sa.String(length=40), nullable=True),
        sa.Column("case_number", sa.String(length=60), nullable=True),
        sa.Column("joined_by", sa.Text(), nullable=False),
        sa.Column("title_key", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_item_case")),
    )
    with op.batch_alter_table("item_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_case_case_id"), ["case_id"], unique=False)
        batch_op.create_index("ix_item_case_organization_case_key", ["organization", "case_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_case_title_key"), ["title_key"], unique=False)

    op.create_table(
        "resolution",
        sa.Column("id", sa.String(length=400), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("unanimous", sa.Boolean(), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=False),
        sa.Column("page_to", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("capture", sa.Text(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resolution_item"), ["item"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_resolution_source"), ["source"], unique=False)

    op.create_table(
        "tie",
        sa.Column("resolution", sa.String(length=400), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("item", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("differs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("resolution", name=op.f("pk_tie")),
    )
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_item"), ["item"], unique=False)

    op.create_table(
        "minutes_reading",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reader_version", sa.String(length=20), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.Column("text_read_at", Instant(), nullable=False),
        sa.Column("split", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("present_count", sa.Integer(), nullable=True),
        sa.Column("deputy_count", sa.Integer(), nullable=True),
        sa.Column("absent_count", sa.Integer(), nullable=True),
        sa.Column("attendance", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version"],
            ["document_version.id"],
            name=op.f("fk_minutes_reading_version_document_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_minutes_reading")),
    )
    op.create_table(
        "treatment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=300), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("case_number", sa.String(length=60), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=False),
        sa.Column("page_to", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("recommended_by", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("unanimous", sa.Boolean(), nullable=True),
        sa.Column("votes", sa.JSON(), nullable=False),
        sa.Column("exempt", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["document_version.id"], name=op.f("fk_treatment_version_document_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version", "position", name=op.f("pk_treatment")),
    )
    with op.batch_alter_table("treatment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_treatment_id"), ["id"], unique=False)

    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_column("minutes")

    with op.batch_alter_table("treatment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_treatment_id"))

    op.drop_table("treatment")
    op.drop_table("minutes_reading")
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_item"))

    op.drop_table("tie")
    with op.batch_alter_table("resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resolution_source"))
        batch_op.drop_index(batch_op.f("ix_resolution_last_run"))
        batch_op.drop_index(batch_op.f("ix_resolution_item"))

    op.drop_table("resolution")
    with op.batch_alter_table("item_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_case_title_key"))
        batch_op.drop_index("ix_item_case_organization_case_key")
        batch_op.drop_index(batch_op.f("ix_item_case_case_id"))

    op.drop_table("item_case")
