"""One contract, every back end."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.backends.analysis import BEGINNING, END
from search.backends.base import (
    And,
    AnyOf,
    Everything,
    FacetCount,
    Field,
    Filters,
    IndexBackend,
    IndexEntry,
    Near,
    Not,
    Or,
    Order,
    Phrase,
    Preferred,
    Prefix,
    Recency,
    Request,
    Weighted,
    leaves,
)
from search.backends.memory import MemoryBackend
from search.language import default_analyzer
from tests.search.entries import ask, entry, found, make_whoosh, phrase, term


@pytest.fixture(params=["memory", "whoosh"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> IndexBackend:
    """Each back end in turn, empty."""
    return MemoryBackend(default_analyzer()) if request.param == "memory" else make_whoosh(tmp_path / "index")


def test_words_on_different_pages_match_together(backend: IndexBackend) -> None:
    """A document is one entry, however many pages it has."""
    backend.write([entry("both", "skole", "barnehage"), entry("one", "skole", "skole")])

    assert found(backend, And((term("skole"), term("barnehage")))) == ["both"]


def test_the_best_page_has_most_of_the_words(backend: IndexBackend) -> None:
    """The page where the words stand together wins over one that has a single word often; of equal ones the first."""
    pages = ["skole skole skole skole", "barnehage", "skole og barnehage", "barnehage og skole"]
    backend.write([entry("a", *pages)])

    (match,) = ask(backend, And((term("skole"), term("barnehage")))).matches

    assert (match.page, match.offset) == (3, 0)


def test_a_document_without_text_is_found_by_its_title(backend: IndexBackend) -> None:
    """An exempt or unreadable document has a title, a number and a meeting, and no page."""
    backend.write(
        [entry("a", title="Unntatt offentlighet", numbers=("PS 4/26", "2026/112"), bodies=("Formannskapet",))]
    )

    assert found(backend, term("unntatt")) == ["a"]
    assert found(backend, term("2026/112")) == ["a"]
    assert found(backend, term("formannskapet")) == ["a"]
    assert ask(backend, term("unntatt")).matches[0].page is None


def test_a_phrase_stands_together_on_one_page(backend: IndexBackend) -> None:
    """Words that are apart, turned round, or on either side of the end of a page are no phrase."""
    backend.write(
        [
            entry("phrase", "møtet om delt bosted ble hevet"),
            entry("apart", "delt skyss og bosted"),
            entry("turned", "bosted delt"),
            entry("pages", "delt", "bosted"),
            entry("title", title="Delt bosted"),
            entry("title and text", "bosted", title="Delt"),
        ]
    )

    assert set(found(backend, phrase("delt bosted"))) == {"phrase", "title"}


def test_a_field_is_looked_in_alone(backend: IndexBackend) -> None:
    """A leaf may name the fields it means."""
    backend.write([entry("body", bodies=("Planutvalget",)), entry("text", "planutvalget")])

    assert found(backend, term("planutvalget", Field.BODY)) == ["body"]
    assert found(backend, term("planutvalget", Field.TEXT)) == ["text"]


def test_the_operators(backend: IndexBackend) -> None:
    """And, or, not, a beginning and everything."""
    backend.write([entry("a", "vann"), entry("b", "avløp"), entry("c", "vann og avløp"), entry("d", "vei")])
    vann, avlop = term("vann"), term("avløp")

    assert set(found(backend, Or((vann, avlop)))) == {"a", "b", "c"}
    assert found(backend, And((vann, Not(avlop)))) == ["a"]
    assert set(found(backend, Not(vann))) == {"b", "d"}
    assert set(found(backend, Prefix("v"))) == {"a", "c", "d"}
    assert set(found(backend, Everything())) == {"a", "b", "c", "d"}
    assert leaves(And((vann, Not(avlop), Or((vann, Prefix("v")))))) == (vann, Prefix("v"))


def test_what_is_preferred_comes_first(backend: IndexBackend) -> None:
    """In its own order, with scores above all that only fits the other; several names count as one word."""
    backend.write(
        [
            entry("little", "skole " + "ord " * 50),
            entry("much", "skole skole"),
            entry("other", "barnehage barnehage barnehage"),
            entry("third", "fritidshjem"),
            entry("none", "vei"),
        ]
    )
    names = AnyOf((term("barnehage"), term("fritidshjem")))

    answer = ask(backend, Preferred(term("skole"), names))

    assert [match.id for match in answer.matches] == ["much", "little", "other", "third"]
    scores = [match.score for match in answer.matches]
    assert scores == sorted(set(scores), reverse=True)
    with backend.reader() as reader:
        assert reader.count(names) == 2
        assert reader.pages("other", names)[0].occurrences == 3


def test_a_weight_multiplies_the_score_of_a_clause(backend: IndexBackend) -> None:
    """Of one clause among others, too; what is found stays the same."""
    backend.write([entry("a", "skole vei"), entry("b", "vei vei vann"), entry("c", "vann")])
    plain = {match.id: match.score for match in ask(backend, Or((term("skole"), term("vei")))).matches}
    vei = {match.id: match.score for match in ask(backend, term("vei")).matches}

    answer = ask(backend, Or((term("skole"), Weighted(term("vei"), 3.0))))

    expected = {key: pytest.approx(score + 2 * vei[key], abs=1e-5) for key, score in plain.items()}
    assert {match.id: match.score for match in answer.matches} == expected
    assert leaves(Weighted(term("vei"), 3.0)) == (term("vei"),)


def test_a_whole_title_can_be_asked_for(backend: IndexBackend) -> None:
    """With the signs that stand before and after each title; of several titles any one counts."""
    backend.write(
        [
            entry("whole", title="Ny skole"),
            entry("second", titles=("Saksframlegg", "Nye skoler")),
            entry("longer", title="Ny skole i sentrum"),
            entry("apart", titles=("Ny", "skole")),
        ]
    )
    whole = Phrase(((BEGINNING,), *phrase("ny skole").places, (END,)), fields=(Field.TITLE,))

    assert set(found(backend, whole)) == {"whole", "second"}
    assert set(found(backend, phrase("ny skole"))) == {"whole", "second", "longer"}


def test_near_is_within_so_many_words_in_either_order(backend: IndexBackend) -> None:
    """In one field; a phrase counts from its nearer end, and alternatives each count."""
    backend.write(
        [
            entry("next", "skole skyss"),
            entry("turned", "skyss til skole"),
            entry("far", "skole en to tre skyss"),
            entry("phrase", "delt bosted og skyss"),
            entry("fields", "skyss", title="skole"),
        ]
    )

    assert found(backend, Near(term("skole"), term("skyss"), 1)) == ["next"]
    assert set(found(backend, Near(term("skole"), term("skyss"), 2))) == {"next", "turned"}
    assert set(found(backend, Near(term("skyss"), term("skole"), 4))) == {"next", "turned", "far"}
    assert found(backend, Near(phrase("delt bosted"), term("skyss"), 2)) == ["phrase"]
    assert found(backend, Near(term("skyss"), phrase("delt bosted"), 1)) == []
    either = AnyOf((phrase("delt bosted"), term("skole")))
    assert set(found(backend, Near(either, term("skyss"), 2))) == {"next", "turned", "phrase"}
    assert found(backend, Near(term("skole"), term("skole"), 9)) == []


def test_a_group_that_is_not_whole_adds_nothing(backend: IndexBackend) -> None:
    """A word counts for the score only where all of its group is found."""
    backend.write([entry("a", "vei vann"), entry("b", "skole vann")])

    matches = ask(backend, Or((And((term("skole"), term("barnehage"))), term("vann")))).matches

    assert len({match.score for match in matches}) == 1


def test_filters(backend: IndexBackend) -> None:
    """Each filter, alone and together; a joint meeting has two bodies; an undated document is in no period."""
    backend.write(
        [
            entry("a", organization="5501", organization_name="Elvdal kommune", bodies=("Formannskapet",)),
            entry("b", organization_name="Granlia", bodies=("Rådet", "Fylkestinget"), date=dt.date(2024, 3, 1)),
            entry("c", kind="agenda", bodies=("Fylkestinget",), date=dt.date(2024, 4, 30)),
        ]
    )

    def passes(**filters: object) -> set[str]:
        return set(found(backend, Everything(), filters=Filters(**filters)))  # type: ignore[arg-type]

    assert passes(organizations=("5501",)) == passes(organizations=("elvdal KOMMUNE",)) == {"a"}
    assert passes(organizations=("Granlia",)) == {"b"}
    assert passes(organizations=("elvdal",)) == set()
    assert passes(bodies=("fylkestinget",)) == {"b", "c"}
    assert passes(bodies=("Rådet", "Formannskapet")) == {"a", "b"}
    assert passes(kinds=("agenda",)) == {"c"}
    assert passes(date_from=dt.date(2024, 3, 1)) == {"b", "c"}
    assert passes(date_to=dt.date(2024, 3, 1)) == {"b"}
    assert passes(date_to=dt.date(2024, 3, 1), kinds=("agenda",)) == set()


def test_filters_of_decisions(backend: IndexBackend) -> None:
    """Outcome, language, party, case and year; a value that an entry does not have is no value that could be asked for."""
    backend.write(
        [
            entry("a", kind="resolution", outcome="adopted", language="nn", parties=("Ap", "H"), case="x/2024/1"),
            entry("b", kind="item", outcome="postponed", language="nb", case="x/2024/10", date=dt.date(2024, 3, 1)),
            entry("c", parties=("h",), date=dt.date(2023, 12, 31)),
        ]
    )

    def passes(**filters: object) -> set[str]:
        return set(found(backend, Everything(), filters=Filters(**filters)))  # type: ignore[arg-type]

    assert passes(outcomes=("adopted", "rejected")) == passes(languages=("nn",)) == {"a"}
    assert passes(parties=("h",)) == passes(parties=("H",)) == {"a", "c"}
    assert passes(cases=("x/2024/1",)) == {"a"}
    assert passes(years=(2024, 1999)) == {"b"}
    assert passes(outcomes=("",)) == passes(cases=("",)) == passes(parties=("",)) == set()
    with backend.reader() as reader:
        assert reader.known("party") == ("Ap", "H", "h")
        assert reader.known("outcome") == ("adopted", "postponed")


def test_entries_of_a_case_are_folded(backend: IndexBackend) -> None:
    """The best one stands for the case, says how many more there are, and no page of the answer shows it again."""
    backend.write(
        [
            entry("a", "skole", case="1"),
            entry("b", "skole skole skole", case="1"),
            entry("c", "skole skole", case="2"),
            entry("d", "skole"),
            entry("e", "skole"),
            entry("f", "vei", case="1"),
        ]
    )

    answer = ask(backend, term("skole"), fold=True)

    assert [(match.id, match.folded) for match in answer.matches] == [("b", 1), ("c", 0), ("d", 0), ("e", 0)]
    assert answer.total == 4
    assert answer.facets["kind"] == (FacetCount(value="minutes", label="minutes", count=5),)
    pages = [ask(backend, term("skole"), fold=True, offset=offset, limit=1).matches for offset in range(5)]
    assert tuple(itertools.chain(*pages)) == answer.matches


def test_what_an_entry_is_and_how_new_it_is_counts_for_its_score(backend: IndexBackend) -> None:
    """Otherwise equal ones are ordered by their priors, or by their dates when the request says so."""
    backend.write(
        [
            entry("attachment", "skole", prior=0.8, date=dt.date(2024, 3, 1)),
            entry("decision", "skole", prior=1.2, date=dt.date(2020, 3, 1)),
            entry("other", "skole", date=dt.date(2022, 3, 1)),
            entry("undated", "skole"),
        ]
    )
    strong = Recency(day=dt.date(2024, 3, 1), half_life=365, weight=3)

    assert found(backend, term("skole")) == ["decision", "other", "undated", "attachment"]
    assert found(backend, term("skole"), recency=strong) == ["attachment", "other", "decision", "undated"]


def test_a_decision_is_a_field_of_its_own(backend: IndexBackend) -> None:
    """The words of what was decided weigh more than those of the text, the less the longer they are."""
    backend.write(
        [
            entry("text", "skolen bygges"),
            entry("short", decision="skolen bygges"),
            entry("long", decision="skolen bygges " + "ord " * 40),
        ]
    )

    assert found(backend, term("skolen")) == ["short", "text", "long"]
    assert found(backend, term("skolen", Field.DECISION)) == ["short", "long"]


def test_how_many_entries_have_a_term(backend: IndexBackend) -> None:
    """In one field; removed entries do not count, and a term that nobody wrote is in none."""
    backend.write([entry("a", "skole skole", title="vei"), entry("b", "skole"), entry("c", "skole")])
    backend.write([], removed=["c"])
    (skole,), (vei,) = term("skole").alternatives, term("vei").alternatives

    with backend.reader() as reader:
        assert reader.size == 2
        assert reader.frequency([skole, vei, "xyzzy"]) == {skole: 2, vei: 0, "xyzzy": 0}
        assert reader.frequency([vei], Field.TITLE) == {vei: 1}


def test_facets_count_everything_that_was_found(backend: IndexBackend) -> None:
    """Not only the page that is shown; an organization is counted by key and shown by name."""
    backend.write(
        [
            entry("a", "skole", organization="5501", organization_name="Elvdal", date=dt.date(2024, 1, 2)),
            entry("b", "skole", organization="5501", organization_name="Elvdal", bodies=("A", "B")),
            entry("c", "skole", bodies=("B",), kind="agenda", date=dt.date(2023, 1, 2)),
            entry("d", "vei", bodies=("C",)),
        ]
    )

    facets = ask(backend, term("skole"), limit=1).facets

    assert facets["organization"] == (FacetCount(value="5501", label="Elvdal", count=2),)
    assert [(count.value, count.count) for count in facets["body"]] == [("B", 2), ("A", 1)]
    assert [(count.value, count.count) for count in facets["kind"]] == [("minutes", 2), ("agenda", 1)]
    assert [(count.value, count.count) for count in facets["year"]] == [("2023", 1), ("2024", 1)]
    with backend.reader() as reader:
        assert reader.known("body") == ("A", "B", "C")


def test_writing_a_document_again_replaces_it(backend: IndexBackend) -> None:
    """Incident 11: an id stands once, in one batch and in several; removed ones are gone."""
    backend.write([entry("a", "gammel"), entry("b", "gammel")])
    backend.write([entry("a", "feil"), entry("a", "ny")], removed=["b", "unknown"])

    assert found(backend, Everything()) == ["a"]
    assert found(backend, term("ny")) == ["a"]
    assert found(backend, term("gammel")) == found(backend, term("feil")) == []
    with backend.reader() as reader:
        assert reader.states() == {"a": "state of a"}


def test_a_reader_sees_one_moment(backend: IndexBackend) -> None:
    """Whatever is written meanwhile."""
    backend.write([entry("a", "skole")])
    with backend.reader() as reader:
        backend.write([entry("b", "skole")], removed=["a"])

        assert [match.id for match in reader.search(Request(tree=term("skole"))).matches] == ["a"]
        assert reader.count(term("skole")) == 1
    assert found(backend, term("skole")) == ["b"]


def test_a_batch_that_fails_leaves_the_index_as_it_was(backend: IndexBackend) -> None:
    """All at once or not at all."""
    backend.write([entry("a", "skole")])

    def broken() -> Iterator[IndexEntry]:
        yield entry("b", "skole")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        backend.write(broken(), removed=["a"])
    assert found(backend, term("skole")) == ["a"]
    backend.write([entry("c", "skole")])
    assert set(found(backend, term("skole"))) == {"a", "c"}


def test_equal_documents_are_sorted_by_date_then_id(backend: IndexBackend) -> None:
    """Newest first, undated last."""
    days = {"d": None, "c": 5, "b": 5, "a": 9}
    dated = {key: dt.date(2024, 1, day) if day else None for key, day in days.items()}
    backend.write([entry(key, "skole", date=day) for key, day in dated.items()])

    assert found(backend, term("skole")) == found(backend, term("skole"), order=Order.DATE) == ["a", "b", "c", "d"]


def test_an_empty_index_answers(backend: IndexBackend) -> None:
    """Nothing is found in it, and nothing fails."""
    for tree in (term("skole"), phrase("en skole"), Prefix("s"), Not(term("skole")), Everything()):
        assert ask(backend, tree).total == 0
    backend.write([])
    assert ask(backend, Everything()).total == 0


def test_a_long_page_is_shown_from_the_right_part(backend: IndexBackend) -> None:
    """Incident 10: a book that came as one page has sections; the hit's section begins at a word."""
    text = "ord " * 30_000 + "nål " + "ord " * 30_000
    backend.write([entry("a", text)])

    (match,) = ask(backend, term("nål")).matches

    assert match.page == 1
    assert 0 <= text.index("nål") - match.offset <= 20_000
    assert text[match.offset - 1 : match.offset + 1].count(" ") == 1
