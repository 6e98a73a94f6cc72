"""Answers over a real index: what Python, the command line and the web pages all get."""

from __future__ import annotations

import datetime as dt
import html
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvester.store import open_store
from search import Search, open_search
from search.errors import QueryError
from search.notes import NoteKind
from tests.search.archives import DOCUMENTS, Fill, MakeDocument, execute, save, withdraw

Day = dt.date


def ids(search: Search, query: str, **options: object) -> set[str]:
    """What a query finds."""
    result = search.search(query, per_page=100, **options)  # type: ignore[arg-type]  # a test's shorthand
    return {hit.id.removeprefix("import/") for hit in result.hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("skole", {"minutes", "agenda", "county", "undated", "exempt"}),
        ("SKOLENE", {"minutes", "agenda", "county", "undated", "exempt"}),
        ("skole vann", {"minutes"}),
        ("skole gebyr", {"minutes"}),
        ('"delt bosted"', {"agenda"}),
        ('"bosted delt"', set()),
        ('"bydelen vann"', set()),
        ("vann OR fylkestinget", {"minutes", "county"}),
        ("skole -vann -unntatt", {"agenda", "county", "undated"}),
        ("(vann OR bosted) skole", {"minutes", "agenda"}),
        ("byd*", {"minutes"}),
        ("24/18322", {"minutes"}),
        ("2024/18322", {"minutes"}),
        ("saksnr:2024/18322", {"minutes"}),
        ("PS 12/24", {"minutes"}),
        ("utvalg:formannskapet", {"minutes"}),
        ('utvalg:"hovedutvalg for plan"', {"agenda"}),
        ("utvalg:plan OR utvalg:fylkes*", {"agenda", "county"}),
        ("skole -utvalg:plan", {"minutes", "county", "undated", "exempt"}),
        ("kommune:elvdal", {"minutes", "agenda"}),
        ("kommune:5501", {"minutes", "agenda"}),
        ("fylke:granlia type:protokoll", {"county"}),
        ("type:protokoll", {"minutes", "county"}),
        ("type:protokoll OR type:saksliste", {"minutes", "agenda", "county"}),
        ("skole -type:protokoll", {"agenda", "undated", "exempt"}),
        ("dato:2024", {"minutes", "agenda"}),
        ("dato:2023-12-31", {"county"}),
        ("dato:31.03.2024", {"minutes"}),
        ("dato:2024-03..2024-03", {"minutes"}),
        ("dato:..2023", {"county"}),
        ("skole fra:2024-04", {"agenda"}),
        ("skole -dato:2024", {"county", "undated", "exempt"}),
        ("tittel:skole", {"exempt"}),
        ("tittel:protokoll skole", {"minutes", "county"}),
        ("tittel:proto*", {"minutes", "county"}),
        ("Fjosanger", {"county"}),
        ("Fjøsanger", {"county"}),
    ],
)
def test_every_operator_and_field(search: Search, query: str, expected: set[str]) -> None:
    """Incident 6: against a real index, not against the text of a query."""
    assert ids(search, query) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"organization": "5501"}, {"minutes", "agenda"}),
        ({"organization": "Elvdal kommune"}, {"minutes", "agenda"}),
        ({"organization": ["5501", "42"]}, {"minutes", "agenda", "county", "undated", "exempt"}),
        ({"body": "fylkestinget"}, {"county"}),
        ({"kind": "agenda"}, {"agenda"}),
        ({"kind": "saksliste"}, {"agenda"}),
        ({"date_from": "2024-01-01"}, {"minutes", "agenda"}),
        ({"date_from": Day(2024, 3, 31), "date_to": dt.datetime(2024, 3, 31, 23, 0, tzinfo=dt.UTC)}, {"minutes"}),
        ({"date_to": "2023-12-31"}, {"county"}),
        ({"body": "", "kind": None, "organization": []}, {"minutes", "agenda", "county", "undated", "exempt"}),
    ],
)
def test_filters(search: Search, options: dict[str, object], expected: set[str]) -> None:
    """As options; several values mean any of them, an empty one means nothing."""
    assert ids(search, "skole", **options) == expected


def test_filters_make_up_for_words(search: Search) -> None:
    """A query without words finds nothing by itself, and all that its filters let through."""
    assert ids(search, "") == ids(search, "-skole") == set()
    assert ids(search, "", kind="agenda") == {"agenda"}
    assert ids(search, "-vann", kind="minutes") == {"county"}
    assert [note.kind for note in search.search("-skole").notes] == [NoteKind.ONLY_EXCLUDES]
    assert search.search("", kind="agenda").notes == ()


def test_the_hit_names_its_best_page_and_opens_the_original_there(search: Search) -> None:
    """The page where the words stand together, not the first one with one of them."""
    (hit,) = search.search("skole vann").hits

    assert hit.page == 3
    assert hit.url == "https://innsyn.example.org/minutes.pdf#page=3"
    assert hit.snippet == "<mark>Skole</mark> og <mark>vann</mark> på samme side."


def test_the_fields_of_a_hit(search: Search) -> None:
    """What the store knows, and nothing that it does not know."""
    (hit,) = search.search("gebyr").hits

    assert (hit.document_id, hit.title, hit.kind) == ("import/minutes", "Protokoll fra formannskapet", "minutes")
    assert (hit.body, hit.organization, hit.organization_name) == ("Formannskapet", "5501", "Elvdal kommune")
    assert (hit.meeting_date, hit.item_number, hit.case_number) == (Day(2024, 3, 31), "PS 12/24", "2024/18322")
    (exempt,) = search.search("unntatt").hits
    assert (exempt.page, exempt.url, exempt.pieces, exempt.meeting_date, exempt.body) == (None, None, (), None, None)


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://a.no/x.pdf", "https://a.no/x.pdf#page=1"),
        ("https://a.no/x.PDF?y=1#old", "https://a.no/x.PDF?y=1#page=1"),
        ("https://a.no/x", "https://a.no/x"),
        ("javascript:alert(1)//.pdf", None),
        ("file:///etc/passwd.pdf", None),
        ("//a.no/x.pdf", None),
        ("http://[", None),
    ],
)
def test_addresses(fill: Fill, document: MakeDocument, url: str, opened: str | None) -> None:
    """Only a PDF has pages to open at, and only the web's own addresses become links."""
    data = fill(document("a", "skole", url=url))

    with open_search(data) as search:
        assert search.search("skole").hits[0].url == opened


def test_facets_and_totals_are_of_the_whole_answer(search: Search) -> None:
    """On whatever page."""
    result = search.search("skole", per_page=1, page=3)

    assert (result.total, len(result.hits)) == (5, 1)
    assert [(count.value, count.label, count.count) for count in result.facets["organization"]] == [
        ("42", "Granlia fylkeskommune", 3),
        ("5501", "Elvdal kommune", 2),
    ]
    assert {count.value: count.count for count in result.facets["year"]} == {"2024": 2, "2023": 1}


@pytest.mark.parametrize("sort", ["relevance", "date"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_put_together_are_the_whole_answer(search: Search, sort: str, size: int) -> None:
    """Incident 5: nothing twice, nothing left out, one total."""
    whole = search.search("skole", sort=sort, per_page=100)
    parts = [search.search("skole", sort=sort, per_page=size, page=page) for page in range(1, 7)]

    assert list(itertools.chain(*(part.hits for part in parts))) == list(whole.hits)
    assert {part.total for part in parts} == {5}


def test_sorted_by_date_is_newest_first_and_undated_last(search: Search) -> None:
    """By the day of the meeting."""
    hits = search.search("skole", sort="date").hits

    assert [hit.meeting_date for hit in hits] == [Day(2024, 4, 1), Day(2024, 3, 31), Day(2023, 12, 31), None, None]


def test_the_date_filter_is_what_looking_at_every_document_gives(search: Search, library: Path) -> None:
    """Incident 4: a filter that lets everything through, or nothing, gives the wrong days."""
    with open_store(library) as store:
        documents = list(store.reading.documents(store.reading.states()))
    days = [Day(2023, 12, 30) + dt.timedelta(days=number) for number in range(0, 96, 5)]
    for first, last in itertools.combinations(days, 2):
        expected = {one.id for one in documents if one.meeting_date and first <= one.meeting_date <= last}
        result = search.search("", date_from=first, date_to=last, per_page=100)
        assert {hit.document_id for hit in result.hits} == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"page": 0}, "page 0"),
        ({"per_page": 0}, "0 hits"),
        ({"per_page": 101}, "from 1 to 100"),
        ({"sort": "best"}, "relevance, date"),
        ({"kind": "roman"}, "case_paper"),
        ({"date_from": "2024-13-01"}, "from: '2024-13-01' is no date"),
        ({"date_to": "i dag"}, "to: 'i dag' is no date"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(search: Search, options: dict[str, object], message: str) -> None:
    """Incident 9: with what could have been meant."""
    with pytest.raises(QueryError, match=re.escape(message)):
        search.search("skole", **options)  # type: ignore[arg-type]  # wrong on purpose


def test_a_filter_that_nothing_has_is_explained(search: Search) -> None:
    """With the nearest name; a known one that finds nothing is not."""
    notes = search.search("skole", organization="Elvdal", body="Fylkesting").notes

    assert [(note.kind, note.subject) for note in notes] == [
        (NoteKind.UNKNOWN_ORGANIZATION, "Elvdal"),
        (NoteKind.UNKNOWN_BODY, "Fylkesting"),
    ]
    assert "Fylkestinget" in notes[1].detail
    assert search.search("xyzzy", organization="5501").notes == ()


def test_a_word_that_is_spelt_without_its_letters_is_widened_and_said(search: Search) -> None:
    """Fjosanger finds Fjøsanger; a word that is there is taken as it is."""
    result = search.search("Fjosanger")

    assert [(note.kind, note.subject, note.detail) for note in result.notes] == [
        (NoteKind.WIDENED, "Fjosanger", "fjøsanger")
    ]
    assert "<mark>Fjøsanger</mark>" in result.hits[0].snippet
    assert search.search("Fjøsanger").notes == ()


def test_nothing_found_says_what_each_word_gives_alone(search: Search) -> None:
    """So that the one word that is wrong can be seen."""
    assert search.search("skole xyzzy").alone == (("skole", 5), ("xyzzy", 0))
    assert search.search("xyzzy").alone == ()


def test_text_is_escaped_once(fill: Fill, document: MakeDocument) -> None:
    """Incident 8: markup in a document is text."""
    text = "<script>alert('skole')</script> &amp; <mark>vei</mark>"
    data = fill(document("a", text))

    with open_search(data) as search:
        snippet = search.search("skole").hits[0].snippet

    assert snippet == html.escape(text).replace("skole", "<mark>skole</mark>")


def test_a_withdrawn_document_is_no_error(library: Path) -> None:
    """Incident 16: gone from the store since the index was made, it is left out and that is said."""
    with open_search(library) as search:
        withdraw(library, "import/agenda")

        result = search.search("bosted OR fylkestinget")

        assert [hit.document_id for hit in result.hits] == ["import/county"]
        assert [note.kind for note in result.notes] == [NoteKind.WITHDRAWN]
        assert search.document("import/agenda") is None


def test_a_text_that_changed_since_is_shown_as_it_is_now(library: Path, document: MakeDocument) -> None:
    """The index is a cache: a page that is no more there has no snippet, and nothing fails."""
    with open_search(library) as search:
        save(library, [document("minutes", "Kort.")])

        (hit,) = search.search("gebyr").hits

        assert (hit.page, hit.snippet) == (None, "")


def test_reading_asks_nobody(search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """Incident 32: no portal is asked when something is searched or shown."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert search.search("skole").total == 5
    assert search.document("import/minutes", query="skole") is not None


def test_a_document_is_shown_by_page(search: Search) -> None:
    """With its words marked; pages without them are left out when there are others."""
    whole, found = search.document("import/minutes"), search.document("import/minutes", query="skole", only_found=True)

    assert whole is not None
    assert found is not None
    assert [page.number for page in whole.pages] == [1, 2, 3]
    assert dict(found.found) == {1: 1, 3: 1}
    assert [page.number for page in found.pages] == [1, 3]
    assert [piece.text for page in found.pages for piece in page.pieces if piece.marked] == ["Skolene", "Skole"]
    assert search.document("import/none") is None


def test_a_long_document_is_shown_in_groups_of_pages(fill: Fill, document: MakeDocument) -> None:
    """A link to a page opens the group that it is in."""
    data = fill(document("a", *(f"side {number}" for number in range(1, 121))))

    with open_search(data) as search:
        view = search.document("import/a", first=77, most=50)

    assert view is not None
    assert [page.number for page in view.pages] == list(range(51, 101))
    assert [(group[0], group[-1]) for group in view.groups] == [(1, 50), (51, 100), (101, 120)]


def test_the_front_page_has_the_latest_meetings(search: Search) -> None:
    """Newest first."""
    assert [hit.document_id for hit in search.latest(2)] == ["import/agenda", "import/minutes"]
    assert search.coverage().documents == 5


def test_a_long_book_as_one_page(fill: Fill, document: MakeDocument) -> None:
    """Incident 10: it does not keep others out, and the snippet shows the place."""
    data = fill(document("book", "ord " * 60_000 + "nålen " + "ord " * 60_000), document("small", "nålen"))

    with open_search(data) as search:
        snippets = {hit.document_id: hit.snippet for hit in search.search("nålen").hits}

    assert "<mark>nålen</mark>" in snippets["import/book"]
    assert len(snippets["import/book"]) < 400
    assert snippets["import/small"] == "<mark>nålen</mark>"


def test_a_missing_version_of_text_is_no_error(library: Path) -> None:
    """A document whose text was lost is still found by what the index knows."""
    with open_store(library) as store:
        execute(store, "DELETE FROM text_page WHERE version = (SELECT min(id) FROM document_version)", ())
    with open_search(library) as search:
        assert search.search("gebyr").hits[0].snippet == ""


SIGNS = ["skole", "-", "(", ")", '"', "*", ":", "OR", "dato:", "2024", "«"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=60) | st.lists(st.sampled_from(SIGNS), max_size=9).map(" ".join))
def test_whatever_is_typed_gets_an_answer(search: Search, query: str) -> None:
    """Incident 7: hits, or a sentence why not; all there is only for a word that all have."""
    result = search.search(query)
    assert result.total < DOCUMENTS or "skole" in query
    assert result.total or result.notes or result.leaves or "dato" in query
