"""Where portals publish identity numbers; and what was kept before they were masked is masked now.

A masked text is marked as read by an older extractor, so that it is indexed anew, and read again when its time comes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from harvester.identity_numbers import IdentityNumbers

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PROVENANCE = ("page_url", "capture")
_COLUMNS = {
    "body": ("name", *_PROVENANCE),
    "meeting": ("title", "place", "url", *_PROVENANCE),
    "agenda_item": ("number", "section", "title", "case_number", *_PROVENANCE),
    "case_file": ("case_number", "title", *_PROVENANCE),
    "document": ("title", "url", "restriction", *_PROVENANCE),
    "document_place": ("title",),
    "imported": ("organization_name", "body", "item_number", "case_number"),
    "download": ("reason",),
    "document_version": ("reason",),
    "text_page": ("text",),
    "source_run": ("reason", "failed"),
    "change": ("before", "after"),
}
_ADDRESSES = frozenset({"url", "page_url", "capture"})
_ROWS = 1000


def upgrade() -> None:
    op.create_table(
        "exposure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_type", sa.String(20), nullable=False),
        sa.Column("record", sa.String(300), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["document_version.id"],
            name="fk_exposure_version_document_version",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_exposure"),
    )
    op.create_index("ix_exposure_version", "exposure", ["version"])
    op.create_index("ix_exposure_record_type_record", "exposure", ["record_type", "record"])
    for table, columns in _COLUMNS.items():
        for column in columns:
            _mask(table, column)


def downgrade() -> None:
    op.drop_table("exposure")


def _mask(table: str, column: str) -> None:
    numbers = IdentityNumbers()
    mask = numbers.mask_url if column in _ADDRESSES else numbers.mask
    connection = op.get_bind()
    # rowid: some of the tables have keys of several columns. JSON is masked as it is written.
    found = sa.table(table, sa.column("rowid"), sa.column(column, sa.Text()))
    query = sa.select(found.c.rowid, found.c[column]).where(found.c[column].is_not(None))
    last = -1
    while True:
        rows = connection.execute(query.where(found.c.rowid > last).order_by(found.c.rowid).limit(_ROWS)).all()
        if not rows:
            return
        last = rows[-1].rowid
        for rowid, text in rows:
            masked = mask(text)
            if masked != text:
                connection.execute(sa.update(found).where(found.c.rowid == rowid).values({column: masked}))
                if table == "text_page":
                    _mark_as_older(connection, rowid)


def _mark_as_older(connection: sa.Connection, page: int) -> None:
    connection.execute(
        sa.text(
            "UPDATE extracted_text SET extractor_version = 'unmasked' "
            "WHERE version = (SELECT version FROM text_page WHERE rowid = :page)"
        ),
        {"page": page},
    )
