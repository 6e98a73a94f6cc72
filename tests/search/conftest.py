"""Archives to search in: a real store, filled as an import fills it."""

from __future__ import annotations

import datetime as dt
import shutil
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


@pytest.fixture(scope="session")
def library_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that each test gets a copy of."""
    data = tmp_path_factory.mktemp("library")
    save(data, _library())
    with open_store(data) as store:
        bring_up_to_date(store, data)
    return data


@pytest.fixture
def library(library_master: Path, tmp_path: Path) -> Path:
    """A data directory with a few documents of two organizations, and their index."""
    return Path(shutil.copytree(library_master, tmp_path / "library"))


DOCUMENTS = 5


def _library() -> list[ImportedDocument]:
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
