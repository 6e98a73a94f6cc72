"""The web pages, without a browser."""

from __future__ import annotations

import html.parser
import json
import logging
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from search.question import Question
from search.web.addresses import Asked, document_address
from search.web.application import create_app
from tests.search.archives import MakeDocument, save, update_index
from tests.search.server import ask, served

PAGES = ["/", "/sok?q=skole", "/sok?q=xyzzy", "/sok", "/document/import/minutes?q=skole", "/hjelp", "/nothing"]


def soup(site: str, address: str, status: int = 200) -> BeautifulSoup:
    """A page, parsed."""
    response = ask(site + address)
    assert response.status_code == status
    return BeautifulSoup(response.text, "lxml")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    """The texts of what is selected, with single blanks."""
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


@pytest.mark.parametrize("address", ["/", "/api/v1/search?q=skole", "/healthz", "/nothing"])
def test_the_head_of_an_answer_can_be_had_alone(site: str, address: str) -> None:
    """As monitors and link checkers ask: the status and headers that GET has, and no content."""
    whole, head = ask(site + address), ask(site + address, "HEAD")

    assert head.status_code == whole.status_code
    assert head.headers["content-type"] == whole.headers["content-type"]
    assert head.content == b""


def test_the_front_page_says_what_there_is(site: str) -> None:
    """Before the first word: numbers, the latest documents, examples."""
    page = soup(site, "/")

    assert words(page, "h1") == ["Hva er vedtatt?"]
    assert "5 dokumenter og 6 sider med tekst" in " ".join(words(page, "section .lead"))
    assert words(page, ".hit h3")[0].startswith("Saksliste")


def test_a_query_on_the_front_page_leads_to_its_results(site: str) -> None:
    """Whatever else stands in the address goes with it."""
    answer = ask(f"{site}/", q="skole", sort="date")

    assert answer.status_code == 307
    assert answer.headers["location"] == "/sok?q=skole&sort=date"


def test_results_show_hits_that_lead_to_the_page(site: str) -> None:
    """The title leads to our copy of the page, the quiet line to the original at it."""
    page = soup(site, "/sok?q=skole+vann")
    hit = page.select_one(".hit")

    assert words(page, "h1") == ["1 treff for skole vann"]
    assert hit is not None
    assert [a["href"] for a in hit.select("a")] == [
        "/document/import/minutes?q=skole+vann&side=3#side-3",
        "https://innsyn.example.org/minutes.pdf#page=3",
    ]
    assert words(page, ".hit mark") == ["Skole", "vann"]
    assert "31. mars 2024" in words(page, ".meta")[0]


def test_facets_are_links_that_narrow(site: str) -> None:
    """Following one gives as many hits as it promised, and a link that takes it away again."""
    page = soup(site, "/sok?q=skole")
    links = {" ".join(link.get_text(" ").split()): link["href"] for link in page.select(".facets a")}
    assert set(links) >= {"Protokoll 2 treff", "Elvdal kommune 2 treff", "Fylkestinget 1 treff", "2024 2 treff"}

    for text, address in links.items():
        narrowed = soup(site, str(address))
        promised = re.search(r"(\d+) treff$", text)
        assert promised is not None
        assert words(narrowed, "h1") == [f"{promised[1]} treff for skole"]
        (removal,) = narrowed.select(".read a")
        assert words(soup(site, str(removal["href"])), "h1") == ["5 treff for skole"]


def test_sorting_and_paging_are_links(site: str) -> None:
    """The address is the whole state."""
    page = soup(site, "/sok?q=skole&sort=date")

    assert [link.get("href") for link in page.select(".tools a")] == [
        "/sok?q=skole",
        "/sok?q=skole&sort=date",
        "/sok?q=skole&sort=date&fold=true",
        "/varsel?q=skole&sort=date",
        "/sok.atom?q=skole&sort=date",
        "/api/v1/search.csv?q=skole&sort=date",
    ]
    assert words(page, ".tools [aria-current]") == ["Nyeste møte først"]
    assert words(page, ".pages .note") == ["Viser treff 1–5 av 5"]


def test_many_results_come_in_pages(data: Path, document: MakeDocument) -> None:
    """Ten at a time, with links to those before and after."""
    save(data, [document(f"d{number}", "skole") for number in range(95)])
    update_index(data)
    with served(data) as site:
        page = soup(site, "/sok?q=skole&page=5")
        last = soup(site, "/sok?q=skole&page=10")
        beyond = soup(site, "/sok?q=skole&page=11")

    assert words(page, ".pages li") == [
        "Forrige side",
        *(f"Side {n}".replace("Side 5", "Side 5") for n in range(3, 8)),
        "Neste side",
    ]
    assert words(last, ".pages .note") == ["Viser treff 91–95 av 95"]
    assert "Neste side" not in words(last, ".pages li")
    assert "Denne siden er tom" in " ".join(words(beyond, "main p"))


def test_a_document_is_shown_by_page(site: str) -> None:
    """With marks, the pages that are left out, what it belongs to, and the original."""
    page = soup(site, "/document/import/minutes?q=skole")

    assert words(page, "article h2") == ["Side 1", "Side 3"]
    assert words(page, ".gap") == ["Side 2 har ingen treff."]
    assert words(page, "article mark") == ["Skolene", "Skole"]
    assert page.select_one("#side-3") is not None
    assert "PS 12/24" in words(page, ".facts dd")
    assert "https://innsyn.example.org/minutes.pdf#page=3" in [a["href"] for a in page.select("article a")]

    whole = soup(site, "/document/import/minutes?q=skole&alle=1")
    assert words(whole, "article h2") == ["Side 1", "Side 2", "Side 3"]
    assert (
        words(soup(site, "/document/import/exempt"), "main .note")[-1]
        == "Dokumentet har ingen tekst som kan vises her."
    )


def test_notes_are_in_the_language_of_the_page(site: str) -> None:
    """Also when nothing was found."""
    assert "Søket sier bare hva som ikke skal være med" in " ".join(words(soup(site, "/sok?q=-skole"), ".note"))
    assert words(soup(site, "/sok?q=skole+xyzzy"), "tbody tr") == ["skole 5", "xyzzy 0"]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(site: str, address: str) -> None:
    """One heading, a language, a title, labels, no script, no style in the markup, and the same strict headers."""
    response = ask(site + address)
    page = BeautifulSoup(response.text, "lxml")

    assert len(page.select("h1")) == 1
    assert page.html is not None
    assert page.html["lang"] == "nb"
    assert page.title is not None
    assert page.title.get_text().endswith(" – Saksgang")
    assert not page.select("script:not([type='application/ld+json']), style, [style], iframe, object, img[src^='http']")
    assert not [tag for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    for field in page.select("input"):
        assert page.select_one(f"label[for='{field['id']}']") is not None
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    _Balanced().feed(response.text)


class _Balanced(html.parser.HTMLParser):
    """Fails on an element that is not closed where it should be."""

    VOID = frozenset({"meta", "link", "input", "br", "path", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.opened.pop() == tag


def test_hostile_text_is_only_text(data: Path, document: MakeDocument) -> None:
    """Incident 8: markup in titles, names, addresses, text and query is shown, never run."""
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    save(
        data,
        [
            document(
                'a/..%2f"<b>', f"skole {evil}", title=evil, body=evil, organization=evil, item_number=evil,
                case_number=evil, url="javascript:alert(1)",
            )
        ],
    )  # fmt: skip
    update_index(data)
    with served(data) as site:
        results = ask(site + "/sok", q=f"skole {evil}")
        found = ask(site + "/sok", q="skole")
        link = BeautifulSoup(found.text, "lxml").select_one(".hit h3 a")
        assert link is not None
        shown = ask(site + str(link["href"]))

    for response in (results, found, shown):
        page = BeautifulSoup(response.text, "lxml")
        assert response.status_code == 200
        assert not page.select("script:not([type='application/ld+json']), img")
        assert all(json.loads(data.get_text()) for data in page.select("script"))
        assert "javascript:" not in str([link.get("href") for link in page.select("a")])
    assert "<script>alert(1)</script>" in BeautifulSoup(shown.text, "lxml").select("h1")[0].get_text()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/document/import/nothing", 404),
        ("/document/../../etc/passwd", 404),
        ("/static/../application.py", 404),
        ("/sok?q=skole&page=0", 400),
        ("/sok?q=skole&page=x", 400),
        ("/sok?q=skole&sort=best", 400),
        ("/sok?q=skole&from=i-dag", 400),
        ("/document/import/minutes?side=0", 400),
    ],
)
def test_errors_are_pages(site: str, address: str, status: int) -> None:
    """In the same hand, with a way on and the same headers."""
    response = ask(site + address)
    page = BeautifulSoup(response.text, "lxml")

    assert response.status_code == status
    assert len(page.select("h1")) == 1
    assert page.select_one("main a[href='/']") is not None
    assert "content-security-policy" in response.headers


def test_before_the_first_night_there_is_a_page(tmp_path: Path, data: Path, document: MakeDocument) -> None:
    """A server may be started before there is a store or an index; afterwards it need not be started again."""
    with served(tmp_path / "nowhere") as site:
        assert words(soup(site, "/", 503), "h1") == ["Søket er ikke klart"]
        assert ask(site + "/healthz").status_code == 503
        assert ask(site + "/hjelp").status_code == 200
    with served(data) as site:
        assert ask(site + "/sok?q=skole").status_code == 503
        save(data, [document("a", "skole")])
        update_index(data)
        assert words(soup(site, "/sok?q=skole"), "h1") == ["1 treff for skole"]
        save(data, [document("b", "skole")])
        update_index(data)
        assert words(soup(site, "/sok?q=skole"), "h1") == ["2 treff for skole"]


def test_what_people_search_for_is_not_logged(
    site: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Incident 18: neither words nor addresses with words, in good times and in bad."""
    with caplog.at_level(logging.DEBUG, logger="search"), caplog.at_level(logging.DEBUG, logger="uvicorn"):
        for address in ("/sok?q=hemmelig", "/api/v1/search?q=hemmelig", "/sok?q=hemmelig&page=x"):
            ask(site + address)

    # The test's own client may log what it asks.
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    output = capfd.readouterr()
    assert "hemmelig" not in " ".join(ours) + output.out + output.err


def test_addresses_come_back(tmp_path: Path) -> None:
    """Whatever a name holds; ids have slashes, which stay."""
    question = Question.read("å&b=c", organization=("a b",), kind=("minutes", "agenda"), date_from="2024-01-01", page=3)

    assert Asked(question).address() == (
        "/sok?q=%C3%A5%26b%3Dc&organization=a+b&kind=minutes&kind=agenda&from=2024-01-01&page=3"
    )
    assert document_address("x/a b?#%", q="å", page=2) == "/document/x/a%20b%3F%23%25?q=%C3%A5&side=2#side-2"
    assert create_app(tmp_path).openapi_url == "/api/openapi.json"
