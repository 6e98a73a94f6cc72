"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from harvester.store.schema import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=300), nullable=False),
        sa.Column("meeting", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("case_number", sa.String(length=60), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_meeting"), ["meeting"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_source"), ["source"], unique=False)

    op.create_table(
        "body",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_organization"), ["organization"], unique=False)
        batch_op.create_index(batch_op.f("ix_body_source"), ["source"], unique=False)

    op.create_table(
        "case_file",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=False),
        sa.Column("case_number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_file_case_number"), ["case_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_organization"), ["organization"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_file_source"), ["source"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("record_type", sa.String(length=20), nullable=False),
        sa.Column("record", sa.String(length=300), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_record"), ["record"], unique=False)
        batch_op.create_index("ix_change_run_source", ["run", "source"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("meeting", sa.String(length=200), nullable=True),
        sa.Column("item", sa.String(length=300), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("restriction", sa.Text(), nullable=True),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_item"), ["item"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_meeting"), ["meeting"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_source"), ["source"], unique=False)

    op.create_table(
        "host_day",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", "day", name=op.f("pk_host_day")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start", Instant(), nullable=False),
        sa.Column("time_known", sa.Boolean(), nullable=False),
        sa.Column("end", Instant(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("page_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_last_run"), ["last_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_start"), ["start"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.String(length=4), nullable=True),
        sa.Column("organization_number", sa.String(length=9), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
    )
    op.create_table(
        "raw_page",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("retrieved_at", Instant(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=False),
        sa.Column("warc_offset", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("source", "request_key", name=op.f("pk_raw_page")),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
    )
    op.create_table(
        "document_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("meeting", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("last_run", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missing_since", Instant(), nullable=True),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_document_place_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_place")),
        sa.UniqueConstraint("document", "meeting", "item", name=op.f("uq_document_place_document_meeting_item")),
    )
    with op.batch_alter_table("document_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_place_meeting"), ["meeting"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("last_seen", Instant(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_document_version_document_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_version")),
    )
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.create_index("ix_document_version_document_id", ["document", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_version_sha256"), ["sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_version_state"), ["state"], unique=False)

    op.create_table(
        "download",
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("checked_at", Instant(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_download_document_document")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_download")),
    )
    op.create_table(
        "imported",
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=True),
        sa.Column("organization_name", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("meeting_date", sa.Date(), nullable=True),
        sa.Column("item_number", sa.String(length=60), nullable=True),
        sa.Column("case_number", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["document.id"], name=op.f("fk_imported_document_document")),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_imported")),
    )
    op.create_table(
        "meeting_body",
        sa.Column("meeting", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_meeting_body_meeting_meeting")),
        sa.PrimaryKeyConstraint("meeting", "body", name=op.f("pk_meeting_body")),
    )
    with op.batch_alter_table("meeting_body", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_body_body"), ["body"], unique=False)

    op.create_table(
        "source",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("organization", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization"], ["organization.id"], name=op.f("fk_source_organization_organization")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_source")),
    )
    op.create_table(
        "source_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("started", Instant(), nullable=False),
        sa.Column("ended", Instant(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("failed", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.id"], name=op.f("fk_source_run_run_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_run")),
        sa.UniqueConstraint("run", "source", name=op.f("uq_source_run_run_source")),
    )
    with op.batch_alter_table("source_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_run_run"), ["run"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_run_source"), ["source"], unique=False)

    op.create_table(
        "extracted_text",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("extractor", sa.String(length=60), nullable=False),
        sa.Column("extractor_version", sa.String(length=40), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("read_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["document_version.id"],
            name=op.f("fk_extracted_text_version_document_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_extracted_text")),
    )
    op.create_table(
        "text_page",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needs_ocr", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["document_version.id"], name=op.f("fk_text_page_version_document_version"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version", "number", name=op.f("pk_text_page")),
    )


def downgrade() -> None:
    op.drop_table("text_page")
    op.drop_table("extracted_text")
    with op.batch_alter_table("source_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_source_run_source"))
        batch_op.drop_index(batch_op.f("ix_source_run_run"))

    op.drop_table("source_run")
    op.drop_table("source")
    with op.batch_alter_table("meeting_body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_body_body"))

    op.drop_table("meeting_body")
    op.drop_table("imported")
    op.drop_table("download")
    with op.batch_alter_table("document_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_version_state"))
        batch_op.drop_index(batch_op.f("ix_document_version_sha256"))
        batch_op.drop_index("ix_document_version_document_id")

    op.drop_table("document_version")
    with op.batch_alter_table("document_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_place_meeting"))

    op.drop_table("document_place")
    op.drop_table("run")
    op.drop_table("raw_page")
    op.drop_table("organization")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_start"))
        batch_op.drop_index(batch_op.f("ix_meeting_source"))
        batch_op.drop_index(batch_op.f("ix_meeting_last_run"))

    op.drop_table("meeting")
    op.drop_table("host_day")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_source"))
        batch_op.drop_index(batch_op.f("ix_document_meeting"))
        batch_op.drop_index(batch_op.f("ix_document_last_run"))
        batch_op.drop_index(batch_op.f("ix_document_item"))

    op.drop_table("document")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_run_source")
        batch_op.drop_index(batch_op.f("ix_change_record"))

    op.drop_table("change")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_source"))
        batch_op.drop_index(batch_op.f("ix_case_file_organization"))
        batch_op.drop_index(batch_op.f("ix_case_file_last_run"))
        batch_op.drop_index(batch_op.f("ix_case_file_case_number"))

    op.drop_table("case_file")
    with op.batch_alter_table("body", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_body_source"))
        batch_op.drop_index(batch_op.f("ix_body_organization"))
        batch_op.drop_index(batch_op.f("ix_body_last_run"))

    op.drop_table("body")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_item_source"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_meeting"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_last_run"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_case_number"))

    op.drop_table("agenda_item")
