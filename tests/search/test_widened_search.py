"""Other names and spellings of what was typed: found after it, said, and left out when that is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Search, open_search
from search.cli import main
from search.notes import NoteKind
from tests.search.archives import make_document, save, update_index
from tests.search.server import ask, served


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents that call the same things by different names; nothing writes to it."""
    data = tmp_path_factory.mktemp("names")
    documents = [
        make_document("long", "Om skoleskyss. " + "Noe annet står her også. " * 60),
        make_document("other", "Saken handler om veier.", "Elevtransport, elevtransport og elevtransport."),
        make_document("excluded", "Elevtransport og budsjett i Fjøsanger."),
        make_document("proposal", "Forslag til årsbudsjett; fylkestinget gjør vedtak til slutt."),
        make_document("recommendation", "Innstilling fra formannskapet."),
        make_document("spread", "Forslag nummer én.", "Vedtak i saken, og en lang vei til målet."),
    ]
    save(data, documents)
    update_index(data)
    return data


@pytest.fixture
def search(archive: Path) -> Iterator[Search]:
    """The search over it."""
    with open_search(archive) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    """Its web pages."""
    with served(archive) as address:
        yield address


def ids(search: Search, query: str, *, widen: bool = True) -> list[str]:
    """What is found, best first."""
    return [hit.id.removeprefix("import/") for hit in search.search(query, widen=widen).hits]


def test_a_domain_term_finds_its_other_names_after_itself(search: Search) -> None:
    """However seldom the typed word stands in its documents, and however often the other name in theirs."""
    found = ids(search, "skoleskyss")

    assert found[0] == "long"
    assert set(found[1:]) == {"other", "excluded"}
    assert ids(search, "skoleskyss", widen=False) == ["long"]


def test_what_was_widened_is_said(search: Search) -> None:
    """Only names that are found, and nothing when there are none or when it was switched off."""
    (note,) = search.search("skoleskyss").notes

    assert (note.kind, note.subject, note.detail) == (NoteKind.OTHER_NAMES, "skoleskyss", "elevtransport")
    assert search.search("skoleskyss").widened
    assert search.search("skoleskyss", widen=False).notes == ()
    assert not search.search("skoleskyss", widen=False).widened
    assert search.search("vei").notes == ()


def test_several_typed_words_may_be_one_name(search: Search) -> None:
    """Each of them anywhere, as typed words are, and the other names as they are."""
    found = ids(search, "forslag til vedtak")

    assert set(found) == {"proposal", "spread", "recommendation"}
    assert found[-1] == "recommendation"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"skoleskyss"', {"long"}),
        ("vei -skoleskyss", {"other", "spread"}),
        ("skoleskyss budsjett", {"excluded"}),
        ("skoleskyss OR innstilling", {"long", "other", "excluded", "recommendation"}),
        ("tittel:skoleskyss", set()),
        ("utvalg:skoleskyss", set()),
        ("skolesky*", {"long"}),
    ],
)
def test_what_is_widened_and_what_is_not(search: Search, query: str, expected: set[str]) -> None:
    """Words are, within any group; quoted, begun and excluded ones are not, nor the name of a body."""
    assert set(ids(search, query)) == expected


def test_page_snippet_and_marks_are_of_the_other_name(search: Search) -> None:
    """In the list, and in the document."""
    hit = next(hit for hit in search.search("skoleskyss").hits if hit.document_id == "import/other")
    view = search.document("import/other", query="skoleskyss", only_found=True)

    assert hit.page == 2
    assert "<mark>Elevtransport</mark>" in hit.snippet
    assert view is not None
    assert dict(view.found) == {2: 3}
    plain = search.document("import/other", query="skoleskyss", widen=False)
    assert plain is not None
    assert dict(plain.found) == {}


def test_the_switch_turns_off_other_spellings_too(search: Search) -> None:
    """Fjosanger is Fjøsanger only when somebody may guess so."""
    assert ids(search, "Fjosanger") == ["excluded"]
    assert search.search("Fjosanger").widened
    assert ids(search, "Fjosanger", widen=False) == []


def test_the_command_line_says_it_and_has_a_switch(archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """``--exact``, as text and as JSON."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit, match="0"):
            main(["query", "skoleskyss", "--data", str(archive), *arguments])
        return capfd.readouterr().out

    assert run().splitlines()[:2] == [
        "Other names of “skoleskyss” were looked for too: elevtransport.",
        "Only what was typed: --exact",
    ]
    assert run("--exact").splitlines()[0] == "1 hit"
    assert json.loads(run("--json"))["notes"] == ["Other names of “skoleskyss” were looked for too: elevtransport."]
    assert json.loads(run("--json", "--exact"))["notes"] == []


def test_the_api_and_the_pages_say_it_and_have_a_switch(site: str) -> None:
    """The link keeps what was typed, and documents that are opened from it are marked the same way."""
    assert ask(f"{site}/api/v1/search", q="skoleskyss").json()["total"] == 3
    assert ask(f"{site}/api/v1/search", q="skoleskyss", widen="false").json()["total"] == 1
    page = ask(f"{site}/sok", q="skoleskyss").text
    assert "Søkte også etter andre navn på «skoleskyss»: elevtransport." in page
    assert '<a href="/sok?q=skoleskyss&amp;widen=false">Søk bare etter det jeg skrev</a>' in page
    exact = ask(f"{site}/sok", q="skoleskyss", widen="false").text
    assert "elevtransport" not in exact.lower()
    assert 'href="/document/import/long?q=skoleskyss&amp;side=1&amp;widen=false#side-1"' in exact
    assert ask(f"{site}/document/import/other", q="skoleskyss", widen="false").text.count("<mark>") == 0
