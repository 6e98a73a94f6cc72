"""The web pages in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.search.web.school_plan import CASE, DECISION, PAGES

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(params=[390, 1280])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a telephone and on a desk, without any script."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, java_script_enabled=False, locale="nb-NO"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted(browser: Browser) -> Iterator[Page]:
    """A page on a desk, with scripts."""
    context = browser.new_context(locale="nb-NO", permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_a_search_from_the_first_word_to_the_original(page: Page, site: str) -> None:
    """Type, narrow, sort, read the page of the hit: without any script."""
    page.goto(site)
    page.get_by_label("Søk etter ord, saksnummer eller adresse").fill("skole vann")
    page.get_by_role("button", name="Søk").click()
    assert page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ") == "1 treff for skole vann"

    page.get_by_role("link", name="Protokoll fra formannskapet").click()
    assert page.url.endswith("/document/import/minutes?q=skole+vann&side=3#side-3")
    assert page.locator("#side-3 mark").all_inner_texts() == ["Skole", "vann"]
    original = page.get_by_role("link", name="side 3 i originalen")
    assert original.get_attribute("href") == "https://innsyn.example.org/minutes.pdf#page=3"


def test_facets_narrow(page: Page, site: str) -> None:
    """Closed on a telephone, open on a desk."""
    page.goto(site + "/sok?q=skole")
    summary = page.get_by_text("Avgrens de 5 treffene")
    if summary.is_visible():
        summary.click()
    page.get_by_role("link", name="Saksliste 1 treff").click()

    assert page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ") == "1 treff for skole"
    assert page.get_by_text("Avgrenset til Saksliste").is_visible()


def test_a_matter_is_found_and_cited(page: Page, plan_site: str) -> None:
    """From the first word to the resolution with its citation, and through the bodies, by links alone."""
    page.goto(plan_site + "/sok?q=skolebruksplan&kind=resolution&sort=date")
    page.get_by_role("link", name="Skolebruksplan 2026 for Lyngvær").first.click()
    assert page.url == plan_site + DECISION
    assert plan_site + DECISION in page.locator("#siter pre").first.inner_text()

    page.get_by_role("link", name="hele saksgangen", exact=True).click()
    assert page.locator(".path h3").all_inner_texts() == [
        "Utvalg for skole",
        "Utvalg for skole",
        "Formannskapet",
        "Kommunestyret",
    ]


def test_nothing_is_wider_than_the_screen(browser: Browser, plan_site: str) -> None:
    """At 400 per cent (320 points) on any page; and none breaks the content policy or asks another host."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, locale="nb-NO")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith(plan_site) else complaints.append(asked.url))
    wide = []
    for address in PAGES:
        page.goto(plan_site + address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    context.close()

    assert wide == []
    assert complaints == []


def test_everything_can_be_reached_by_keyboard(scripted: Page, plan_site: str) -> None:
    """The first stop leads past the menu; a closed part opens by the space bar; a long text can be scrolled to."""
    scripted.goto(plan_site + DECISION)
    scripted.keyboard.press("Tab")
    assert scripted.locator(":focus").inner_text() == "Hopp til innholdet"
    scripted.keyboard.press("Enter")
    assert scripted.url.endswith("#innhold")

    scripted.locator("summary", has_text="BibTeX").focus()
    scripted.keyboard.press("Space")
    assert scripted.get_by_text("@misc{").is_visible()


def test_a_citation_is_copied_by_one_press(scripted: Page, plan_site: str) -> None:
    """The only thing that a script adds."""
    scripted.goto(plan_site + DECISION)
    scripted.get_by_role("button", name="Kopier").first.click()
    scripted.get_by_role("button", name="Kopiert").wait_for()

    copied = scripted.evaluate("navigator.clipboard.readText()")
    assert copied == scripted.locator("#siter pre").first.inner_text()


def test_print_keeps_what_is_said_and_drops_what_is_pressed(scripted: Page, plan_site: str) -> None:
    """Resolution, citation and checksum stay; menu, search and buttons go."""
    scripted.goto(plan_site + DECISION)
    scripted.emulate_media(media="print")

    assert scripted.locator("#siter pre").first.is_visible()
    assert scripted.get_by_text("Kontrollsum for originalen").is_visible()
    assert not scripted.locator(".stops").is_visible()
    assert not scripted.locator("form").first.is_visible()
    assert not scripted.locator(".copy").first.is_visible()


def violations(page: Page) -> list[str]:
    """What axe finds, by its rule and the element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("address", ["/sok?q=skolebruksplan", DECISION, CASE])
def test_axe_finds_nothing_on_the_pages_that_matter_most(scripted: Page, plan_site: str, address: str) -> None:
    """Names, contrast, landmarks, tables."""
    scripted.goto(plan_site + address)

    assert violations(scripted) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_page(browser: Browser, plan_site: str, width: int, scheme: str) -> None:
    """In each width and colour scheme, and in every language."""
    found = {}
    for language in ("nb-NO", "nn-NO", "en-GB"):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
        )
        page = context.new_page()
        for address in (*PAGES, "/nothing", "/varsel?q=skolebruksplan"):
            page.goto(plan_site + address)
            if wrong := violations(page):
                found[language, address] = wrong
        context.close()

    assert found == {}
