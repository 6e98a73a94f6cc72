"""Items, resolutions and meetings as hits: of a county whose council decided a case after its executive."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import Search, open_search
from search.cli import main
from search.errors import QueryError
from search.question import Question
from search.results import Hit, to_json
from search.vocabulary import RecordType
from tests.search.server import ask, served
from tests.search.web.council import CASE_NUMBER, NIGHT

TODAY = NIGHT.date()
DRAFT = "Skoleskyss for barn med delt bosted\n\nFylkestinget skal ta stilling til skoleskyss i 2027.\n"


@pytest.fixture(scope="module")
def search(county_master: Path) -> Iterator[Search]:
    """The search over it."""
    with open_search(county_master) as opened:
        yield opened


def keys(search: Search, query: str, **options: object) -> set[str]:
    """The keys of all hits, without what they have in common."""
    found = search.search(query, per_page=100, **options)  # type: ignore[arg-type]  # a test's shorthand
    assert found.total == len(found.hits)
    return {hit.key.replace("austmark/", "") for hit in found.hits}


def only(search: Search, query: str, **options: object) -> Hit:
    """The one hit that there is."""
    (hit,) = search.search(query, **options).hits  # type: ignore[arg-type]  # a test's shorthand
    return hit


def test_every_type_of_record_is_a_hit_of_its_own(search: Search) -> None:
    """Papers keep their ids; the others can be told from them, and by their type."""
    found = keys(search, "skoleskyss")

    assert found == {
        "document.1",
        "document.2",
        "item:item.1",
        "item:item.2",
        "resolution:resolution.2",
    }
    assert keys(search, "møte", kind="meeting") == {f"meeting:meeting.{number}" for number in range(1, 5)}


@pytest.mark.parametrize(
    ("query", "options", "expected"),
    [
        ("skoleskyss type:sak", {}, {"item:item.1", "item:item.2"}),
        ("skoleskyss", {"kind": "vedtak"}, {"resolution:resolution.2"}),
        ("skoleskyss utfall:vedtatt", {}, {"item:item.2", "resolution:resolution.2"}),
        ("skoleskyss", {"outcome": "adopted", "kind": "item"}, {"item:item.2"}),
        ("sak:2025/77 type:sak", {}, {"item:item.1", "item:item.2"}),
        ("utvalg:fylkestinget begge", {}, {"document.2", "resolution:resolution.2"}),
        ("år:2027", {}, {"meeting:meeting.4"}),
        ("", {"year": 2027}, {"meeting:meeting.4"}),
        ("", {"year": ["2026", "2027"], "kind": "møte"}, {f"meeting:meeting.{number}" for number in range(1, 5)}),
        ("bostedsadresser -type:vedtak", {}, {"document.2"}),
    ],
)
def test_filters_and_fields_narrow_every_type(
    search: Search, query: str, options: dict[str, object], expected: set[str]
) -> None:
    """As in the text of a query and as options."""
    assert keys(search, query, **options) == expected


def test_a_resolution_tells_what_it_is_and_what_it_belongs_to(search: Search) -> None:
    """With the text of the resolution, marked; the portal itself said it, so there is no paper to open."""
    hit = only(search, "bostedsadresser", kind="resolution")

    assert (hit.type, hit.kind, hit.id) == (RecordType.RESOLUTION, "resolution", "austmark/resolution.2")
    assert (hit.outcome, hit.item, hit.meeting) == ("adopted", "austmark/item.2", "austmark/meeting.2")
    assert (hit.item_number, hit.case_number) == ("PS 41/26", CASE_NUMBER)
    assert hit.snippet == "Fylkestinget vedtar skoleskyss til begge <mark>bostedsadresser</mark>."
    assert hit.document_id is None


def test_hits_of_a_case_can_be_folded(search: Search) -> None:
    """The best one stays and says how many are behind it; what belongs to no case stands alone."""
    folded = search.search("skoleskyss", fold=True)
    one_by_one = [search.search("skoleskyss", fold=True, per_page=1, page=page) for page in range(1, folded.total + 2)]

    assert folded.total == 3
    assert sorted(hit.folded for hit in folded.hits) == [0, 0, 2]
    assert [hit.key for page in one_by_one for hit in page.hits] == [hit.key for hit in folded.hits]
    assert folded.facets == search.search("skoleskyss").facets


def test_an_exact_title_comes_first(search: Search) -> None:
    """Before longer titles and before texts with the same words, but for what has been decided of it."""
    hits = search.search("skoleskyss ved delt bosted").hits

    assert {hit.title for hit in hits[:3]} == {"Skoleskyss ved delt bosted"}
    assert len(hits) > 3


def test_earlier_decisions(search: Search) -> None:
    """With the resolution in place of the item, and the words for which it was found; each case once."""
    found = search.similar(DRAFT, body="fylkestinget")

    first = found.decisions[0]
    assert first.hit.key == "resolution:austmark/resolution.2"
    assert first.same_body
    assert {"delt", "bosted"} <= set(found.words)
    assert {"skoleskyss", "delt"} <= {word.casefold() for word in first.shared}
    assert len({one.hit.case for one in found.decisions}) == found.total == len(found.decisions)


def test_earlier_decisions_are_earlier_and_of_other_cases(search: Search) -> None:
    """Not of the day itself, nor later; the papers of meetings are left when no other case has it."""
    case = search.similar(DRAFT).decisions[0].hit.case

    assert search.similar(DRAFT, before=dt.date(2026, 10, 20)).total == 0
    assert search.similar(DRAFT, before=dt.date(2026, 10, 21)).total == 1
    others = search.similar(DRAFT, case=case, organization="austmark").decisions
    assert {one.hit.kind for one in others} == {"minutes"}
    assert search.similar("xyzzy 2026").words == search.similar("").words == ()


def test_many_queries_at_once(search: Search) -> None:
    """Each with its count and best hits; one that is too long is shortened and does not keep the others from their answers."""
    rows = search.batch(["skoleskyss", "finnesikke", "x" * 1001], TODAY, kind="item")

    assert [row.total for row in rows] == [2, 0, 0]
    assert [hit.type for hit in rows[0].hits] == [RecordType.ITEM, RecordType.ITEM]
    assert "first 1000 characters" in rows[2].notes[0]


def test_how_many_hits_a_week_to_expect(search: Search) -> None:
    """From the meetings of the last year, or of as much of it as there is."""
    since_new_year = (TODAY - dt.date(2026, 1, 1)) / dt.timedelta(weeks=1)

    assert search.expected_weekly(Question.read("skoleskyss"), TODAY) == round(5 / since_new_year, 2)
    assert search.expected_weekly(Question.read(kind="meeting"), TODAY) == round(2 / since_new_year, 2)
    assert search.expected_weekly(Question.read("skoleskyss"), dt.date(2020, 1, 1)) is None


def run(*arguments: object) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_earlier_decisions_on_the_command_line(
    county_master: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A title as words, a draft as a file; as JSON and in words."""
    draft = tmp_path / "draft.txt"
    draft.write_text(DRAFT, encoding="utf-8")

    assert run("similar", "--file", draft, "--body", "Fylkestinget", "--json", "--data", county_master) == 0
    answer = json.loads(capfd.readouterr().out)
    assert answer["decisions"][0]["id"] == "austmark/resolution.2"
    assert run("similar", "Skoleskyss", "ved delt bosted", "--data", county_master) == 0
    assert "shares " in capfd.readouterr().out
    assert run("similar", "--file", tmp_path / "none.txt", "--data", county_master) == 2


def test_many_queries_on_the_command_line(
    county_master: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As CSV that no spreadsheet takes for formulas, as JSON, and in words."""
    queries = tmp_path / "queries.txt"
    queries.write_text("skoleskyss\n\n-skole\nskoleskyss\n", encoding="utf-8")

    assert run("batch", queries, "--csv", "--data", county_master) == 0
    rows = list(csv.DictReader(io.StringIO(capfd.readouterr().out)))
    assert [(row["query"], row["total"]) for row in rows] == [("skoleskyss", "5")] * 3 + [("'-skole", "0")]
    assert run("batch", queries, "--json", "--data", county_master) == 0
    assert [row["total"] for row in json.loads(capfd.readouterr().out)] == [5, 0]
    assert run("batch", queries, "--data", county_master) == 0
    assert capfd.readouterr().out.startswith("skoleskyss: 5 hits")
    queries.write_text("\n".join(map(str, range(501))), encoding="utf-8")
    assert run("batch", queries, "--data", county_master) == 2


def test_the_same_answer_everywhere(county_master: Path, search: Search, capfd: pytest.CaptureFixture[str]) -> None:
    """By the command line, the API and Python."""
    query, options = "(skoleskyss OR møte) -utvalg:fylkesutvalget", {"kind": ["item", "meeting", "minutes"]}
    question = Question.read(query, year=2026, fold=True, **options)  # type: ignore[arg-type]  # as said
    weekly = search.expected_weekly(question, TODAY)
    expected = to_json(search.answer(question), expected_weekly=weekly)

    kinds = [part for kind in options["kind"] for part in ("--kind", kind)]
    assert run("query", query, "--year", 2026, "--fold", *kinds, "--json", "--data", county_master) == 0
    assert json.loads(capfd.readouterr().out) == expected
    with served(county_master) as address:
        parameters = "".join(f"&kind={kind}" for kind in options["kind"])
        asked = "(skoleskyss%20OR%20m%C3%B8te)%20-utvalg:fylkesutvalget"
        answer = ask(f"{address}/api/v1/search?q={asked}&year=2026&fold=true{parameters}")
    assert answer.json() == expected


@pytest.mark.parametrize("options", [{"outcome": "vunnet"}, {"year": "i fjor"}, {"language": "klingon"}])
def test_a_filter_that_cannot_be_meant_is_refused(search: Search, options: dict[str, str]) -> None:
    """With what could have stood there."""
    with pytest.raises(QueryError):
        search.search("skole", **options)  # type: ignore[arg-type]  # as said
