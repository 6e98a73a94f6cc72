"""What readers have been told, and who follows a search by e-mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from harvester.store.schema import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _publications()
    _subscriptions()
    for table, what, length, when in (("announcement", "record", 300, "at"), ("outage_notice", "source", 60, "since")):
        op.create_table(
            table,
            sa.Column("subscription", sa.Integer(), nullable=False),
            sa.Column(what, sa.String(length=length), nullable=False),
            sa.Column(when, Instant(), nullable=False),
            sa.ForeignKeyConstraint(
                ["subscription"],
                ["subscription.id"],
                name=op.f(f"fk_{table}_subscription_subscription"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("subscription", what, name=op.f(f"pk_{table}")),
        )


def _publications() -> None:
    op.create_table(
        "publication",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published", Instant(), nullable=False),
        sa.Column("updated", Instant(), nullable=False),
        sa.Column("deleted", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "record", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_number"), "publication", ["number"])
    op.create_index(op.f("ix_publication_first_number"), "publication", ["first_number"])
    op.create_table(
        "publication_topic",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("record", sa.String(length=300), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("kind", "record", "topic", name=op.f("pk_publication_topic")),
    )
    op.create_index("ix_publication_topic_topic", "publication_topic", ["topic"])


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("frequency", sa.String(length=10), nullable=False),
        sa.Column("requested", Instant(), nullable=False),
        sa.Column("confirmed", Instant(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("checked", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("address", "search", name=op.f("uq_subscription_address_search")),
    )
    op.create_table(
        "subscription_token",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("subscription", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"],
            ["subscription.id"],
            name=op.f("fk_subscription_token_subscription_subscription"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_subscription_token")),
    )
    op.create_index(op.f("ix_subscription_token_subscription"), "subscription_token", ["subscription"])


def downgrade() -> None:
    for table in (
        "outage_notice", "announcement", "subscription_token", "subscription", "publication_topic", "publication"
    ):  # fmt: skip
        op.drop_table(table)
