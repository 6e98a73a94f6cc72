"""Fixtures of the search's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.store import ImportedDocument
from search import Search, open_search
from tests.search.archives import Fill, MakeDocument, library_documents, make_document, save, update_index
from tests.search.server import served
from tests.search.web import council


@pytest.fixture
def document() -> MakeDocument:
    """Makes documents."""
    return make_document


@pytest.fixture
def data(empty_data: Path, tmp_path: Path) -> Path:
    """A data directory with an empty store."""
    return Path(shutil.copytree(empty_data, tmp_path / "data"))


@pytest.fixture
def fill(data: Path) -> Fill:
    """Imports documents and brings the index up to date; gives the data directory."""

    def filled(*documents: ImportedDocument) -> Path:
        save(data, documents)
        update_index(data)
        return data

    return filled


@pytest.fixture(scope="session")
def library_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that each test gets a copy of."""
    data = tmp_path_factory.mktemp("library")
    save(data, library_documents())
    update_index(data)
    return data


@pytest.fixture
def library(library_master: Path, tmp_path: Path) -> Path:
    """A data directory with a few documents of two organizations, and their index."""
    return Path(shutil.copytree(library_master, tmp_path / "library"))


@pytest.fixture(scope="session")
def site(library_master: Path) -> Iterator[str]:
    """The library's web pages."""
    with served(library_master) as address:
        yield address


@pytest.fixture(scope="session")
def county_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a county after a night; a test that writes gets a copy of it."""
    data = tmp_path_factory.mktemp("county")
    council.night(data, council.records(), council.PAGES, council.NIGHT)
    return data


@pytest.fixture
def search(library: Path) -> Iterator[Search]:
    """The search over the library."""
    with open_search(library) as opened:
        yield opened
