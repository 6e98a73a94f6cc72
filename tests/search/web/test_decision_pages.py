"""Meetings, resolutions and cases as pages: what the minutes say, with evidence, and nothing that they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from harvester.config import RobotsSettings
from harvester.store import open_store
from tests.harvester.store.store_samples import SOURCE
from tests.search.server import ask, served
from tests.search.web.school_plan import CASE, DECISION, EVIL, PAGES


def soup(site: str, address: str, status: int = 200, **headers: str) -> BeautifulSoup:
    """A page, parsed."""
    response = ask(site + address, headers=headers)
    assert response.status_code == status
    return BeautifulSoup(response.text, "lxml")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    """The texts of what is selected, with single blanks."""
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


def test_a_resolution_stands_beside_its_recommendation(plan_site: str) -> None:
    """What was added is marked as new, in words too; the evidence is the page."""
    page = soup(plan_site, DECISION)

    assert words(page, "h1") == ["Skolebruksplan 2026 for Lyngvær"]
    assert words(page, ".compare ins") == ["nytt: Rammen økes til 40 millioner kroner."]
    assert words(page, ".col .record")[0] == "Planen vedtas. Rammen økes til 40 millioner kroner."
    assert "/document/austmark/m4-minutes?side=1#side-1" in [a["href"] for a in page.select("main a")]
    paper = soup(plan_site, "/document/austmark/m4-minutes")
    assert [a["href"] for a in paper.select("#side-1 > .note a")] == [DECISION]


def test_a_vote_that_does_not_add_up_is_never_told_as_fact(plan_site: str) -> None:
    """Its sentence is quoted instead, and no number of it stands in our own words."""
    page = soup(plan_site, DECISION)
    (votes,) = page.select("section[aria-labelledby=stemmer]")

    assert "Stemmetallene går ikke opp." in votes.get_text()
    assert not votes.select("table, svg")
    assert words(page, ".lead strong") == ["Vedtatt"]


def test_votes_are_ticks_beside_their_numbers(plan_site: str) -> None:
    """One tick a vote, hidden from assistive technology; the numbers and parties are text."""
    page = soup(plan_site, "/vedtak/austmark/m9-minutes.ps-16-2026")

    assert words(page, ".lead strong") == ["Vedtatt 27 mot 8"]
    assert [path["d"] for path in page.select(".lead svg path")] == ["M0 8H189", "M196 12.5H252"]
    assert page.select(".lead svg")[0]["aria-hidden"] == "true"
    assert words(page, "section[aria-labelledby=stemmer] tbody tr") == ["For 27 AP 15, H 12", "Mot 8 FRP 8"]


def test_a_citation_leads_back(plan_site: str) -> None:
    """Four forms, each with the permanent address and the checksum of the paper."""
    forms = words(soup(plan_site, DECISION), "#siter pre")

    assert len(forms) == 4
    assert all(plan_site + DECISION in form for form in forms)
    assert all("SHA-256" in form for form in forms)
    assert "Kommunestyret, Austmark fylkeskommune: Skolebruksplan 2026 for Lyngvær. Vedtak i sak PS 12/26" in forms[0]


def test_a_case_is_followed_through_three_bodies(plan_site: str) -> None:
    """In order of time: put off, recommended, carried on, adopted; the end is marked, and so is the wait."""
    page = soup(plan_site, CASE)

    assert words(page, ".path h3") == ["Utvalg for skole", "Utvalg for skole", "Formannskapet", "Kommunestyret"]
    assert words(page, ".path .what b") == ["Utsatt enstemmig", "Vedtatt mot 2 stemmer", "Vedtatt enstemmig", "Vedtatt"]
    assert [step.get("class") for step in page.select(".path > li")] == [["wait"], None, None, ["end"]]
    assert "etter 4 behandlinger i 3 utvalg" in words(page, ".lead")[0]


def test_a_meeting_lists_its_items_with_outcomes(plan_site: str) -> None:
    """Each leads to what was resolved; one that nothing is known of leads to its papers; the next meeting is linked."""
    held = soup(plan_site, "/mote/austmark/m4")
    late = soup(plan_site, "/mote/austmark/m5")

    assert [a["href"] for a in held.select(".items h3 a")] == [DECISION]
    assert "Vedtatt" in words(held, ".items .meta")[0]
    assert "Neste: 7. april 2026" in words(held, ".tools a")
    assert "Utfallet er ikke oppgitt" in words(late, ".items .meta")[0]
    assert "Ikke funnet hos kilden" in words(late, ".facts dd")


def test_what_is_exempt_has_no_title(plan_site: str) -> None:
    """In the list of items and on the item's own page."""
    assert words(soup(plan_site, "/mote/austmark/m7"), ".items h3")[0] == "Tittelen er unntatt offentlighet"
    assert words(soup(plan_site, "/behandling/austmark/m7.20"), "h1") == ["Tittelen er unntatt offentlighet"]


def test_an_item_with_a_resolution_leads_to_it(plan_site: str) -> None:
    """One address for what was decided."""
    answer = ask(plan_site + "/behandling/austmark/m4.12")

    assert (answer.status_code, answer.headers["location"]) == (307, DECISION)


def test_the_calendar_tells_what_is_off(plan_site: str) -> None:
    """A cancelled meeting stands where it stood, as cancelled; a day without a time has none."""
    sheet = soup(plan_site, "/moter/2026-04")
    listed = words(soup(plan_site, "/moter/2026-04?vis=liste"), "main .plain li")

    assert words(sheet, ".month b") == ["Avlyst"]
    assert listed[1] == "Tirsdag 28. april 2026, kl. 10.00 Avlyst Utvalg for skole , Austmark fylkeskommune"
    assert listed[2].endswith("Klokkeslett er ikke oppgitt.")
    assert [a["href"] for a in sheet.select(".tools a[rel]")] == ["/moter/2026-03", "/moter/2026-05"]
    assert words(soup(plan_site, "/moter"), "h1") == ["Møter i april 2026"]
    assert ask(plan_site + "/moter/i-dag").status_code == 400


def test_a_body_shows_what_comes_and_its_years(plan_site: str) -> None:
    """Coming meetings in a column of their own, held ones with their minutes."""
    page = soup(plan_site, "/utvalg/austmark/body.ks")

    assert words(page, "aside time") == ["Onsdag 13. mai 2026, kl. 10.00"]
    assert len(page.select("section[aria-labelledby=moter] li a[href^='/document/']")) == 2
    assert page.select("link[rel=alternate]")[0]["href"] == "/utvalg/austmark/body.ks.atom"


def test_coverage_names_gaps_without_blame(plan_site: str) -> None:
    """Numbers that were not found, meetings whose minutes were not, and minutes of all that were held."""
    page = soup(plan_site, "/dekning/austmark")
    text = " ".join(words(page, "main"))

    assert "PS 13/26" in text
    assert "Utvalg for skole 17. mars 2026" in text
    assert "2 av 2" in words(page, "tbody td")
    for blame in ("forsinket", "skjult", "fjernet", "!"):
        assert blame not in text


def test_a_permission_stands_where_the_source_is(county: Path) -> None:
    """Who permitted what robots.txt forbids is told on the source's page, escaped."""
    robots = RobotsSettings(override=True, permission="Arkivaren <3. mars>")
    with open_store(county) as store:
        store.records.register(SOURCE.model_copy(update={"robots": robots}))
    with served(county) as address:
        page = soup(address, f"/dekning/{SOURCE.key}")

    assert "Hentes med tillatelse: Arkivaren <3. mars>" in words(page, "main p")


def test_a_report_is_filled_in(plan_site: str) -> None:
    """With the page that it is about, to the contact of the configuration; never with an address elsewhere."""
    page = soup(plan_site, "/mangler?side=/mote/austmark/m4")
    elsewhere = soup(plan_site, "/mangler?side=//evil.example/")

    assert f"{plan_site}/mote/austmark/m4" in page.select("textarea")[0].get_text()
    assert str(page.select("a[href^=mailto]")[0]["href"]).startswith("mailto:drift%40saksgang.example?subject=")
    assert "evil" not in elsewhere.get_text()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_speaks_every_language(plan_site: str, address: str, language: str) -> None:
    """One heading, the language named, labels for fields, quick and small."""
    response = ask(plan_site + address, headers={"accept-language": language})
    page = BeautifulSoup(response.text, "lxml")

    assert response.status_code == 200
    assert len(page.select("h1")) == 1
    assert page.html is not None
    assert page.html["lang"] == language
    assert len(response.content) < 60_000
    for field in page.select("input, textarea"):
        assert page.select_one(f"label[for='{field['id']}']") is not None


@pytest.mark.parametrize(
    "address", ["/mote/x", "/vedtak/x", "/sak/austmark/99", "/saksgang/x", "/utvalg/x", "/organisasjon/x", "/dekning/x"]
)
def test_what_is_not_there_is_not_found(plan_site: str, address: str) -> None:
    """A page that says so."""
    assert words(soup(plan_site, address, 404), "h1") == ["Fant ikke siden"]


def test_earlier_decisions_come_with_reasons(plan_site: str) -> None:
    """The chosen body's first, each with its outcome, the words that were shared, and the way to its citation."""
    answer = ask(
        plan_site + "/vedtatt-for", "POST", form={"tekst": "Skolebruksplan for Lyngvær", "utvalg": "austmark/body.ks"}
    )
    page = BeautifulSoup(answer.text, "lxml")

    assert answer.status_code == 200
    assert page.select("#tekst")[0].get_text() == "Skolebruksplan for Lyngvær"
    assert words(page, "section[aria-labelledby=eget] h2") == ["Kommunestyret"]
    assert page.select("section[aria-labelledby=eget] h3 a")[0]["href"] == DECISION
    assert words(page, ".why")[0].startswith("Funnet fordi begge har")
    assert f"{DECISION}#siter" in [a["href"] for a in page.select(".meta a")]


def test_a_list_is_answered_line_by_line(plan_site: str) -> None:
    """Counts with links to each search, also as CSV; a list that is too long is refused."""
    form = {"sok": "skolebruksplan\nbrannstasjon\nfinnesikke\n"}
    page = BeautifulSoup(ask(plan_site + "/flere-sok", "POST", form=form).text, "lxml")
    csv = ask(plan_site + "/flere-sok.csv", "POST", form=form)
    long = ask(plan_site + "/flere-sok", "POST", form={"sok": "\n".join(map(str, range(501)))})

    assert [a["href"] for a in page.select("tbody th a")] == [
        "/sok?q=skolebruksplan",
        "/sok?q=brannstasjon",
        "/sok?q=finnesikke",
    ]
    assert words(page, "tbody tr:last-child td")[0] == "0"
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.text.splitlines()[-1].startswith("finnesikke,0,")
    assert long.status_code == 400


def test_the_front_page_is_useful_before_the_first_word(plan_site: str) -> None:
    """The latest resolutions and the coming meetings."""
    page = soup(plan_site, "/")

    assert words(page, "section[aria-labelledby=siste] h2") == ["Siste vedtak"]
    assert "Kommuneplan" in words(page, ".hit h3")[0]
    assert words(page, "aside time")[-1] == "Onsdag 13. mai 2026, kl. 10.00"


def test_resolutions_items_and_meetings_are_found(plan_site: str) -> None:
    """Each leads to its own page and says what it is; filters by outcome are links."""
    page = soup(plan_site, "/sok?q=skolebruksplan")
    leads = {str(link["href"]).split("/")[1] for link in page.select(".hit h3 a")}
    narrowed = next(a["href"] for a in page.select("#f-outcome + ul a") if "Utsatt" in a.get_text())

    assert {"vedtak", "behandling"} <= leads
    assert words(soup(plan_site, str(narrowed)), ".read strong") == ["utsatt"]


def test_the_log_tells_what_changed(plan_site: str) -> None:
    """A replaced paper with its new words, a moved meeting with both days; a filter is a link."""
    page = soup(plan_site, "/endringer")

    assert words(page, ".hit .meta b") == ["Endret", "Erstattet"]
    assert words(page, ".diff ins") == ["nytt: brannstasjon i Lyngvær."]
    assert words(page, ".why del") == ["fjernet: Tirsdag 12. mai 2026, kl. 10.00"]
    assert words(soup(plan_site, "/endringer?slag=replaced&organisasjon=austmark"), ".hit .meta b") == ["Erstattet"]
    assert words(soup(plan_site, "/document/austmark/m5-paper"), "section[aria-labelledby=versjoner] tbody th") == [
        "2, gjelder nå",
        "1",
    ]


def test_a_meeting_tells_what_was_changed_in_it(plan_site: str) -> None:
    """Beside the meeting, with the day."""
    facts = words(soup(plan_site, "/mote/austmark/m7"), ".facts dd")

    assert any(fact.startswith("Endret") for fact in facts)


def test_a_folded_hit_shows_the_path_of_its_case(plan_site: str) -> None:
    """One hit for the case, with the bodies that it went through, and the way back to every hit."""
    page = soup(plan_site, "/sok?q=skolebruksplan&fold=true")

    assert words(page, ".hit .mini li a") == ["Utvalg for skole", "Utvalg for skole", "Formannskapet", "Kommunestyret"]
    assert "/sok?q=skolebruksplan" in [a["href"] for a in page.select(".tools a")]


@pytest.mark.parametrize("address", ["/mote/austmark/m7", "/behandling/austmark/m7.21", "/sok?q=alert"])
def test_a_hostile_title_is_only_a_title(plan_site: str, address: str) -> None:
    """Markup of a source is shown, never run."""
    page = soup(plan_site, address)

    assert not page.select("main img, main script")
    assert EVIL in page.get_text()
