"""The tables of what was read in minutes and of what belongs together; see :mod:`harvester.store.schema`.

``minutes_reading`` and ``treatment`` are what one version of a paper says; ``resolution`` is what a portal itself says.
``tie`` and ``item_case`` are made from all of it anew after each run, and hold nothing that cannot be made again.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, Time

from harvester.store.schema import Instant, metadata, record_columns

minutes_reading = Table(
    "minutes_reading",
    metadata,
    Column("version", Integer, ForeignKey("document_version.id", ondelete="CASCADE"), primary_key=True),
    Column("reader_version", String(20), nullable=False),
    Column("read_at", Instant, nullable=False),
    # when the text that was taken apart had been read: another text of the version has another time
    Column("text_read_at", Instant, nullable=False),
    Column("split", Boolean, nullable=False),
    # why the paper stays whole
    Column("reason", String(30)),
    Column("detail", Text),
    Column("kind", String(20)),
    Column("body", Text),
    Column("date", Date),
    Column("start", Time),
    Column("end", Time),
    Column("place", Text),
    Column("listed", Integer, nullable=False),
    Column("present_count", Integer),
    Column("deputy_count", Integer),
    Column("absent_count", Integer),
    Column("attendance", JSON),
)

treatment = Table(
    "treatment",
    metadata,
    Column("version", Integer, ForeignKey("document_version.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    # of the document and the item's number, so that it stays when the paper gets a new version
    Column("id", String(300), nullable=False, index=True),
    Column("number", String(60), nullable=False),
    Column("prefix", String(10)),
    Column("sequence", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text),
    Column("case_number", String(60)),
    Column("page_from", Integer, nullable=False),
    Column("page_to", Integer, nullable=False),
    Column("recommendation", Text),
    Column("recommended_by", Text),
    Column("resolution", Text),
    Column("outcome", String(20)),
    Column("unanimous", Boolean),
    Column("votes", JSON, nullable=False),
    Column("exempt", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("listed", Boolean, nullable=False),
    Column("page", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("content_sha256", String(64), nullable=False),
)

resolution = Table(
    "resolution",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("item", String(300), nullable=False, index=True),
    Column("recommendation", Text),
    Column("resolution", Text, nullable=False),
    Column("outcome", String(20)),
    Column("votes_for", Integer),
    Column("votes_against", Integer),
    Column("unanimous", Boolean),
    Column("page_from", Integer, nullable=False),
    Column("page_to", Integer, nullable=False),
    Column("sentence", Text, nullable=False),
    *record_columns(),
)

tie = Table(
    "tie",
    metadata,
    # the id of a treatment or of a portal's resolution
    Column("resolution", String(400), primary_key=True),
    # of the treatment; None when a portal itself says it
    Column("version", Integer),
    Column("position", Integer),
    # None when it could not be told; then the evidence says why not
    Column("item", String(300), index=True),
    Column("kind", String(20)),
    Column("evidence", Text, nullable=False),
    Column("preferred", Boolean, nullable=False),
    Column("differs", JSON, nullable=False),
)

item_case = Table(
    "item_case",
    metadata,
    Column("item", String(300), primary_key=True),
    Column("case_id", String(400), nullable=False, index=True),
    Column("organization", String(60), nullable=False),
    Column("case_key", String(40)),
    Column("case_number", String(60)),
    Column("joined_by", Text, nullable=False),
    Column("title_key", String(32), index=True),
    Index("ix_item_case_organization_case_key", "organization", "case_key"),
)
