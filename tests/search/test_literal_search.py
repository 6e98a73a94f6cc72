"""Phrases as they are typed, and words near each other, over a real index and store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Search, literal, open_search
from search.notes import NoteKind
from tests.search.archives import make_document, save, update_index


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with the same words in other forms; nothing writes to it."""
    data = tmp_path_factory.mktemp("forms")
    documents = [
        make_document("form", "Skolene skal bestå.", "Skolen skal bestå, og barneskolen."),
        make_document("other", "Skolene skal bestå, barneskolen også."),
        make_document("broken", "Vedtaket gjelder kommune-\nstyret og   delt\nbosted."),
        make_document("forms", "Kommunestyrets vedtak om delte bosteder."),
        make_document("title", "Ingenting.", title="Skolen i dalen"),
        make_document("sign", "Etter offl. § 13 og kosten/baten."),
    ]
    save(data, documents)
    update_index(data)
    return data


@pytest.fixture
def search(archive: Path) -> Iterator[Search]:
    """The search over it."""
    with open_search(archive) as opened:
        yield opened


def ids(search: Search, query: str) -> set[str]:
    """What is found."""
    return {hit.id.removeprefix("import/") for hit in search.search(query).hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('="skolen"', {"form", "title"}),
        ('="SKOLEN"', {"form", "title"}),
        ('="skole"', set()),
        ('tittel:="skolen"', {"title"}),
        ('="skolen skal bestå"', {"form"}),
        ('skal -="skolen"', {"other"}),
        ('="delt bosted"', {"broken"}),
        ('="kommunestyret"', {"broken"}),
        ('="§ 13"', {"sign"}),
        ('="kosten/baten"', {"sign"}),
        ('="skolen" OR ="kommunestyrets"', {"form", "title", "forms"}),
        ("delt nær/1 bosted", {"broken", "forms"}),
        ("vedtak nær/4 bosted", {"forms"}),
        ("(kommunestyret OR skolen) nær/2 (bestå OR gjelder)", {"form", "other", "broken"}),
    ],
)
def test_forms_and_nearness(search: Search, query: str, expected: set[str]) -> None:
    """No stems, no parts of words; line ends are blanks, or nothing within a broken word."""
    assert ids(search, query) == expected


def test_page_and_marks_are_of_the_typed_form(search: Search) -> None:
    """The index would have chosen the first page, where another form stands."""
    (hit,) = search.search('="skolen" bestå').hits
    view = search.document("import/form", query='="skolen"', only_found=True)

    assert hit.page == 2
    assert hit.snippet == "<mark>Skolen</mark> skal <mark>bestå</mark>, og barneskolen."
    assert view is not None
    assert dict(view.found) == {2: 1}


def test_words_are_marked_only_near_each_other(search: Search) -> None:
    """Both of them, and neither where it stands alone."""
    view = search.document("import/forms", query="vedtak nær/2 delt")

    assert view is not None
    assert [piece.text for page in view.pages for piece in page.pieces if piece.marked] == ["vedtak", "delte"]


def test_only_so_many_documents_are_read(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a word in every document costs is bounded, and that is said."""
    monkeypatch.setattr(literal, "MOST_CANDIDATES", 1)

    result = search.search('="skolen"')

    assert result.total <= 1
    assert [note.kind for note in result.notes] == [NoteKind.LITERAL_BOUNDED]
