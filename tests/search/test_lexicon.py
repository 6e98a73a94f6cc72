"""The lexicon that an index is built with, and how it grows with the documents."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from harvester.store import open_store
from search.errors import IndexDamaged, IndexOutdated, IndexUnusable
from search.generations import Generations
from search.index import IndexReport, bring_up_to_date, rebuild
from search.language import CompoundSplitter, Lexicon, count_words, seed_splitter
from search.lexicon import FEWEST_DOCUMENTS, MOST_DOCUMENTS, is_outgrown, read_lexicon
from search.service import open_search
from tests.search.archives import make_document, save

TAUGHT = ("Knarvika hadde et torvstrø og flere torvstrø.", "Ei gjarstue er ei gjarstue.")
"""Words that the shipped lexicon does not have."""
COMPOUND = "Vedtak om torvstrøgjarstue."


def write(data: Path, numbers: Iterable[int]) -> None:
    """Import documents that teach two words; the first one has a compound of them."""
    save(data, [make_document(f"d{number}", COMPOUND if not number else TAUGHT[number % 2]) for number in numbers])


def update(data: Path) -> IndexReport:
    """Bring the index up to date."""
    with open_store(data) as store:
        return bring_up_to_date(store, data)


def finds_the_part(data: Path) -> bool:
    """Whether the compound is found by its last part."""
    with open_search(data) as search:
        return bool(search.search("vedtak gjarstue", widen=False).total)


def version(data: Path) -> str:
    """Which lexicon the index has."""
    return read_lexicon(Generations(data).current()).counts.version


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data whose index was built with as many documents as teach a lexicon."""
    data = tmp_path_factory.mktemp("grown")
    write(data, range(FEWEST_DOCUMENTS))
    update(data)
    return data


@pytest.fixture
def grown(master: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(master, tmp_path / "grown"))


def test_an_index_knows_the_compounds_of_its_own_documents(grown: Path) -> None:
    """When the index is built, the words of the documents are words that compounds are made of."""
    assert finds_the_part(grown)
    assert version(grown) != seed_splitter().counts.version


def test_documents_that_come_later_meet_the_lexicon_of_the_index(grown: Path) -> None:
    """Nothing changes for the documents that are there, and the new ones are read as they were."""
    before = version(grown)
    save(grown, [make_document(f"new{number}", "Et kvernstø og et kvernstø.") for number in range(9)])
    save(grown, [make_document("late", "Samtale om torvstrøgjarstue og kvernstøgjarstue.")])

    report = update(grown)

    assert (report.added, report.rebuilt, version(grown)) == (10, None, before)
    with open_search(grown) as search:
        assert search.search("samtale gjarstue", widen=False).total == 1
        assert search.search("samtale kvernstø", widen=False).total == 0


def test_words_that_came_later_count_from_the_next_index_on(grown: Path) -> None:
    """A rebuild learns them."""
    save(grown, [make_document(f"new{number}", "Et kvernstø og et kvernstø.") for number in range(9)])
    save(grown, [make_document("late", "Samtale om kvernstøgjarstue.")])

    with open_store(grown) as store:
        rebuild(store, grown)

    with open_search(grown) as search:
        assert search.search("samtale kvernstø", widen=False).total == 1


def test_an_outgrown_lexicon_makes_a_new_index(data: Path) -> None:
    """An index that began with a few documents has the shipped lexicon, until there are enough to learn from."""
    write(data, range(3))
    update(data)
    young = (finds_the_part(data), version(data))
    write(data, range(3, 5 * FEWEST_DOCUMENTS))

    report = update(data)

    assert young == (False, seed_splitter().counts.version)
    assert "outgrown" in str(report.rebuilt)
    assert finds_the_part(data)


@pytest.mark.parametrize(
    ("taught", "documents", "outgrown"),
    [
        (0, 999, False),
        (0, 1_000, True),
        (900, 1_799, False),
        (900, 1_800, True),
        (MOST_DOCUMENTS, 10 * MOST_DOCUMENTS, False),
    ],
)
def test_a_lexicon_is_outgrown_when_the_documents_have_doubled(taught: int, documents: int, *, outgrown: bool) -> None:
    """So that building costs no more than twice what it must; what knows the most it can is never outgrown."""
    splitter = CompoundSplitter(count_words(Lexicon(documents={"bane": 40}, corpus=taught)))

    assert is_outgrown(splitter, documents) == outgrown


@pytest.mark.parametrize(
    ("content", "error"), [(b"", IndexDamaged), (b"[0,{},{},{},{},{}]", IndexOutdated), (None, IndexDamaged)]
)
def test_an_index_without_its_lexicon_is_made_anew(
    grown: Path, content: bytes | None, error: type[IndexUnusable]
) -> None:
    """Read with other words it would find other things; it is not searched, and not removed because of that."""
    path = Generations(grown).current() / "lexicon.json"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)

    with pytest.raises(error):
        open_search(grown)
    assert update(grown).rebuilt
    assert finds_the_part(grown)
