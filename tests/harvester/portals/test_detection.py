"""Which product is behind an address: by its shape, by the page, by the links on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.portals import PORTALS
from harvester.portals.detection import KNOWN_PRODUCTS, from_address, from_page

REAL = Path(__file__).parents[3] / ".." / "shared" / "real"
PLAIN = "https://www.fjellvik.example/politikk/"

ADDRESSES = [
    ("https://innsyn.fjellvik.example/motekalender", "jupiter", "https://innsyn.fjellvik.example/motekalender"),
    (
        "http://jupiter.fjellvik.example:8080/motekalender/",
        "jupiter",
        "http://jupiter.fjellvik.example:8080/motekalender",
    ),
    ("http://innsyn.fjellvik.example/motedag?offmoteid=7", "jupiter", "http://innsyn.fjellvik.example/motekalender"),
    ("https://fjellvik.example/motekalender/motedag/2007", "jupiter", "https://fjellvik.example/motekalender"),
    ("https://fjellvik.example/application/getDocument?filid=7.0", "jupiter", "https://fjellvik.example/motekalender"),
    (
        "https://fjellvik.example/application/getMoteDokument?dokid=7",
        "jupiter",
        "https://fjellvik.example/motekalender",
    ),
    ("https://fjellvik.digdem.no/motekalender/cm8s", "digdem", "https://fjellvik.digdem.no/motekalender"),
    ("https://fjellvik.innsynsportal.no/motekalender", "innsynsportal", "https://fjellvik.innsynsportal.no/"),
    (
        "https://prod01.elementscloud.no/publikum/920717152/DmbMeeting/7#8",
        "elements",
        "https://prod01.elementscloud.no/publikum/920717152",
    ),
    (
        "https://innsyn.fjellvik.example/publikum/999999999/Dmb",
        "elements",
        "https://innsyn.fjellvik.example/publikum/999999999",
    ),
    (
        "https://opengov.360online.com/Meetings/fjellvik/Boards/Details/7",
        "opengov",
        "https://opengov.360online.com/Meetings/fjellvik",
    ),
    ("http://opengov.cloudapp.net/Meetings/FJELLVIK", "opengov", "https://opengov.360online.com/Meetings/FJELLVIK"),
    (
        "https://innsynpluss.onacos.no/fjellvik",
        "acos_innsyn",
        "https://innsynpluss.onacos.no/fjellvik/moteoversikt/",
    ),
    (
        "https://www.fjellvik.example/innsyn/moteoversikt/",
        "acos_innsyn",
        "https://www.fjellvik.example/innsyn/moteoversikt/",
    ),
    (
        "https://innsyn.onacos.no/fjellvik/mote/wfinnsyn.ashx?response=mote&moteid=7&",
        "acos_classic",
        "https://innsyn.onacos.no/fjellvik/mote/wfinnsyn.ashx",
    ),
    (
        "https://innsyn.fjellvik.example/wfdocument.ashx?journalpostid=7&dokid=8&versjon=5&variant=A",
        "acos_classic",
        "https://innsyn.fjellvik.example/wfinnsyn.ashx",
    ),
    ("https://einnsyn.no/moetemappe?id=7", "einnsyn", "https://api.einnsyn.no/enhet/"),
    ("https://api.einnsyn.no/enhet/enh_7", "einnsyn", "https://api.einnsyn.no/enhet/enh_7"),
    (
        "https://www.bergen.kommune.no/politikk/politiskeutvalg/7/mote/8",
        "bergen",
        "https://www.bergen.kommune.no/politikere-utvalg/api",
    ),
    ("https://sru.fjellvik.example/api/utvalg/7/moter/", "prokom_sru", "https://sru.fjellvik.example"),
    (
        "https://prokomresources.prokomcdn.no/plugins/sru-v2/iframe-app/app.html?url=//fjellvik.example&v=1.01#se:mote",
        "prokom_sru",
        "https://fjellvik.example",
    ),
    ("https://politikk.fjellvik.example/Vis/Pdf/bilag/7", "firstagenda", "https://politikk.fjellvik.example/"),
    (
        "https://einnsyn.fjellvik.example/eInnsyn/Dmb/DmbMeetingDetail?MeetingId=7",
        "ephorte",
        "https://einnsyn.fjellvik.example/eInnsyn",
    ),
]


@pytest.mark.parametrize(("url", "product", "base_url"), ADDRESSES)
def test_the_shape_of_an_address_names_its_product(url: str, product: str, base_url: str) -> None:
    """Any page of a portal leads to the address that stands in config.yaml."""
    found = from_address(url)

    assert found is not None
    assert (found.product, found.base_url) == (product, base_url)
    assert url[:80] in found.seen


@pytest.mark.parametrize(("_url", "product", "base_url"), ADDRESSES)
def test_the_address_that_is_given_is_recognised_itself(_url: str, product: str, base_url: str) -> None:
    """What detection proposes names the same product, except where only the operator knows the rest of it."""
    found = from_address(base_url)

    if product not in {"prokom_sru", "firstagenda", "ephorte"}:
        assert found is not None
        assert found.product == product


@pytest.mark.parametrize(
    "url",
    [
        PLAIN,
        "https://www.fjellvik.example/politikk/motekalender/",
        "https://www.fjellvik.example/motekalender",
        "https://digdem.no.fjellvik.example/",
        "https://prod01.elementscloud.no/publikum/api/PredefinedQuery/DmbMeetings?year=2026",
        "https://prokomresources.prokomcdn.no/plugins/sru-v2/iframe-app/app.html",
        "mailto:post@fjellvik.example",
        "",
    ],
)
def test_no_product_is_guessed(url: str) -> None:
    """A municipality's own page may be called as a product's; a host that begins like a vendor's is not the vendor's."""
    assert from_address(url) is None


def test_every_adapter_can_be_found() -> None:
    """Each product that can be harvested has addresses that are recognised, and a name."""
    assert set(PORTALS) <= set(KNOWN_PRODUCTS)
    assert {product for _, product, _ in ADDRESSES} == set(KNOWN_PRODUCTS)


@pytest.mark.parametrize(
    ("page", "product"),
    [
        ('<div id="motekalender_table"><table></table></div>', "jupiter"),
        ('<div id="year-calendar"><table></table></div>', "jupiter"),
        ('<section><div class="innsyn-overview" data-mode="1"></div></section>', "acos_innsyn"),
        ('<li class="boardLink unpublishedMeeting">x</li>', "opengov"),
    ],
)
def test_a_page_is_known_by_its_markup(page: str, product: str) -> None:
    """On an address that says nothing, what stands on the page does; the address is the page's own."""
    [found] = from_page(PLAIN, page.encode())

    assert (found.product, found.base_url) == (product, PLAIN)


def test_a_page_leads_to_its_portals() -> None:
    """Links, frames and scripts are followed by their addresses; each portal is named once, in the order of the page."""
    page = """<a href="/om">Om</a><a href="mailto:x@y">x</a><a href="http://[">x</a>
      <a href="https://fjellvik.digdem.no/motekalender">Møter</a> <a href="https://fjellvik.digdem.no/">igjen</a>
      <iframe src="https://prokomresources.prokomcdn.no/plugins/sru-v2/iframe-app/app.html?url=//sru.fjellvik.example"></iframe>
      <a href="/innsyn/moteoversikt/">Ny</a>"""
    found = from_page(PLAIN, page.encode())

    assert [(each.product, each.base_url) for each in found] == [
        ("digdem", "https://fjellvik.digdem.no/motekalender"),
        ("prokom_sru", "https://sru.fjellvik.example"),
        ("acos_innsyn", "https://www.fjellvik.example/innsyn/moteoversikt/"),
    ]
    assert found[0].seen == "a link on the page: https://fjellvik.digdem.no/motekalender"


def test_where_a_page_was_found_counts() -> None:
    """A municipality's address that leads on to its portal is known by where it leads."""
    [found] = from_page("https://fjellvik.digdem.no/motekalender", b"<div id='root'></div>")

    assert found.product == "digdem"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00\x01",
        b"<div>" * 20000,
        b"<a href='http://x" + b"/" * 1_000_000 + b"'>x</a>",
        b"<a href='http://x" + b"/a" * 900 + b"/innsyn/moteoversik'>x</a>" * 50,
        b"%PDF-1.7",
        b'{"meetings": []}',
    ],
    ids=lambda body: repr(body[:12]),
)
def test_hostile_and_foreign_pages_are_no_portals(body: bytes) -> None:
    """Nothing, noise, a pit of tags and endless addresses end soon, and with nothing."""
    assert from_page(PLAIN, body) == ()


def test_what_is_shown_cannot_steer_a_terminal() -> None:
    """Control signs and great length of a foreign address do not reach the screen."""
    address = "https://fjellvik.digdem.no/\x1b[2J" + "a" * 500
    [found] = from_page(PLAIN, f'<a href="{address}">x</a>'.encode())

    assert found.seen.isprintable()
    assert len(found.seen) < 200


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages are not here")
@pytest.mark.parametrize(
    ("folder", "product"),
    [("acos_nye_innsyn", "acos_innsyn"), ("acos_classic", "acos_classic"), ("opengov", "opengov")],
)
def test_real_pages_are_recognised(folder: str, product: str) -> None:
    """Whole pages that portals served are known by their markup alone."""
    pages = sorted((REAL / folder).glob("*page*.html")) or sorted((REAL / folder).glob("*.html"))

    assert pages
    assert {page.name: {found.product for found in from_page(PLAIN, page.read_bytes())} for page in pages} == {
        page.name: {product} for page in pages
    }
