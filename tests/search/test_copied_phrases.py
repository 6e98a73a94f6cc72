"""Phrases that are copied from a document, with words in them that take several places there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import Search, open_search
from search.understanding import as_data, in_words
from tests.search.archives import make_document, save, update_index

SENTENCES = {
    "mail": "Svaret sendes som e-post til søkeren.",
    "place": "Det ble avtalt med Sør-Trøndelag fylke at fergen går.",
    "date": "Protokollen fra møtet 12. juni 2024 er godkjent.",
    "number": "Saken er behandlet i F-sak 166/16 den 19.12.16. og sendt videre.",
    "suspended": "Planen for barne- og ungdomsskolen på Nord-Hitra gjelder.",
    "whole": "Svaret sendes som epost til naboen.",
}


TITLES = ("Plan for IKT-strategi i skolen", "E-post fra kommunen", "Protokoll fra møtet 12. juni 2024")


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The search over documents of one sentence."""
    data = tmp_path_factory.mktemp("sentences")
    documents = [make_document(name, sentence) for name, sentence in SENTENCES.items()]
    titled = [make_document(f"title {number}", "Vedlagt.", title=title) for number, title in enumerate(TITLES)]
    longer = [make_document(title, f"{title}. " * 9, title=f"{title} og {title}") for title in TITLES]
    save(data, [*documents, *titled, *longer])
    update_index(data)
    with open_search(data) as opened:
        yield opened


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("sign", ["", "="])
def test_a_copied_sentence_finds_its_document(search: Search, name: str, sign: str) -> None:
    """Hyphens and written dates between other words take as many places in the phrase as in the document."""
    found = search.search(f'{sign}"{SENTENCES[name].rstrip(".")}"')

    assert [hit.document_id for hit in found.hits] == [f"import/{name}"]


def test_the_other_spelling_is_found_and_all_of_it_is_marked(search: Search) -> None:
    """*E-post* and *epost* between other words are one, unless the phrase is meant as it is typed."""
    either, typed = search.search('"som e-post til"'), search.search('="som e-post til"')

    assert {hit.document_id for hit in either.hits} == {"import/mail", "import/whole"}
    assert {piece.text for hit in either.hits for piece in hit.pieces if piece.marked} == {
        "som e-post til",
        "som epost til",
    }
    assert [hit.document_id for hit in typed.hits] == ["import/mail"]


def test_it_is_understood_as_the_one_phrase_that_was_typed(search: Search) -> None:
    """The two spellings are no alternatives that somebody asked for."""
    understood = search.search('"som e-post til"').understood

    assert understood is not None
    assert in_words(understood) == "«som e-post til»"
    assert as_data(understood) == {"phrase": "som e-post til"}


@pytest.mark.parametrize("number", range(len(TITLES)))
def test_exactly_the_title_that_was_typed_comes_first(search: Search, number: int) -> None:
    """Also with a hyphen or a written date in it, before what has the same words more often."""
    hits = search.search(TITLES[number]).hits

    assert len(hits) > 1
    assert hits[0].title == TITLES[number]
