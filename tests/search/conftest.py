"""Archives to search in: a real store, filled as an import fills it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

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


def withdraw(data: Path, document_id: str) -> None:
    """Mark a document as removed, as a night does when its source has let it go."""
    with open_store(data) as store:
        execute(store, "UPDATE document SET removed_at = ? WHERE id = ?", (NOW.isoformat(), document_id))


def execute(store: Store, statement: str, values: tuple[str, ...]) -> None:
    """Change the store as nothing else in it does."""
    with store._database.writing() as connection:
        connection.exec_driver_sql(statement, values)


@pytest.fixture
def document() -> MakeDocument:
    """Makes documents."""
    return make_document


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory with an empty store."""
    directory = tmp_path / "data"
    with open_store(directory):
        pass
    return directory


@pytest.fixture
def fill(data: Path) -> Fill:
    """Imports documents and brings the index up to date; gives the data directory."""

    def filled(*documents: ImportedDocument) -> Path:
        save(data, documents)
        with open_store(data) as store:
            bring_up_to_date(store, data)
        return data

    return filled
