"""The tables of what readers are told, and of those who asked to be told by e-mail; see :mod:`harvester.store.schema`."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from harvester.store.schema import Instant, metadata

publication = Table(
    "publication",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("record", String(300), primary_key=True),
    Column("state", String(64), nullable=False),
    Column("content", String(64), nullable=False),
    Column("number", Integer, nullable=False, index=True),
    Column("first_number", Integer, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("published", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("deleted", Instant),
)

publication_topic = Table(
    "publication_topic",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("record", String(300), primary_key=True),
    Column("topic", String(300), primary_key=True),
    Index("ix_publication_topic_topic", "topic"),
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", String(254), nullable=False),
    Column("search", Text, nullable=False),
    Column("language", String(3), nullable=False),
    Column("frequency", String(10), nullable=False),
    Column("requested", Instant, nullable=False),
    Column("confirmed", Instant),
    Column("seen", Integer, nullable=False),
    Column("checked", Instant),
    UniqueConstraint("address", "search"),
)

subscription_token = Table(
    "subscription_token",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("subscription", Integer, ForeignKey("subscription.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("purpose", String(12), nullable=False),
)

announcement = Table(
    "announcement",
    metadata,
    Column("subscription", Integer, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True),
    Column("record", String(300), primary_key=True),
    Column("at", Instant, nullable=False),
)

outage_notice = Table(
    "outage_notice",
    metadata,
    Column("subscription", Integer, ForeignKey("subscription.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String(60), primary_key=True),
    Column("since", Instant, nullable=False),
)
