"""Archives to search in: a real store, filled as an import fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from harvester.extract import fingerprint
from harvester.model import DocumentKind, ExtractedText, Language, Page
from harvester.store import ImportedDocument, Store, open_store
from search.index import bring_up_to_date

NOW = dt.datetime(2026, 11, 24, 3, 30, tzinfo=dt.UTC)

MakeDocument = Callable[..., ImportedDocument]
Fill = Callable[..., Path]


def make_document(key: str, *pages: str, title: str = "Uten navn", **others: object) -> ImportedDocument:
    """A document with these pages."""
    text = ExtractedText(
        pages=tuple(Page(number=number, text=page) for number, page in enumerate(pages, start=1)),
        language=Language.BOKMAL,
        extractor="test",
        extractor_version="1",
    )
    values: dict[str, object] = {"kind": DocumentKind.MINUTES, "url": f"https://innsyn.example.org/{key}.pdf"}
    mark = fingerprint(text, key)
    return ImportedDocument(id=key, title=title, text=text, fingerprint=mark, **(values | others))  # type: ignore[arg-type]  # a test's shorthand


def save(data: Path, documents: Iterable[ImportedDocument]) -> None:
    """Import documents."""
    with open_store(data) as store:
        store.imports.save(documents, "test.jsonl", NOW)


def update_index(data: Path) -> None:
    """Bring the index up to date."""
    with open_store(data) as store:
        bring_up_to_date(store, data)


def withdraw(data: Path, document_id: str) -> None:
    """Mark a document as removed, as a night does when its source has let it go."""
    with open_store(data) as store:
        execute(store, "UPDATE document SET removed_at = ? WHERE id = ?", (NOW.isoformat(), document_id))


def execute(store: Store, statement: str, values: tuple[str, ...]) -> None:
    """Change the store as nothing else in it does."""
    with store._database.writing() as connection:
        connection.exec_driver_sql(statement, values)


DOCUMENTS = 5


def library_documents() -> list[ImportedDocument]:
    """Two organizations, three meetings, a document without a date and one without text."""
    elvdal = {"organization": "5501", "organization_name": "Elvdal kommune"}
    granlia = {"organization": "42", "organization_name": "Granlia fylkeskommune"}
    return [
        make_document(
            "minutes",
            "Protokoll. Skolene i bydelen.",
            "Vann og avløp: gebyret økes. Sak 24/18322 behandles.",
            "Skole og vann på samme side.",
            title="Protokoll fra formannskapet",
            body="Formannskapet",
            meeting_date=dt.date(2024, 3, 31),
            item_number="PS 12/24",
            case_number="2024/18322",
            **elvdal,
        ),
        make_document(
            "agenda",
            "Saksliste. Delt bosted og skyss til skole.",
            title="Saksliste",
            kind=DocumentKind.AGENDA,
            body="Hovedutvalg for plan",
            meeting_date=dt.date(2024, 4, 1),
            **elvdal,
        ),
        make_document(
            "county",
            "Fylkestinget vedtok planen for Fjøsanger skole.",
            title="Protokoll fra fylkestinget",
            body="Fylkestinget",
            meeting_date=dt.date(2023, 12, 31),
            **granlia,
        ),
        make_document("undated", "Skole uten dato.", title="Notat", kind=DocumentKind.OTHER, **granlia),
        make_document("exempt", title="Unntatt: skole", kind=DocumentKind.ATTACHMENT, url=None, **granlia),
    ]
