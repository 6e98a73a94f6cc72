"""The web pages in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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
PAGES = ["/", "/sok?q=skole", "/sok?q=skole+xyzzy", "/document/import/minutes?q=skole", "/hjelp", "/nothing"]

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
    """A page on a telephone and on a desk."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, java_script_enabled=False)
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


def test_nothing_is_wider_than_the_screen(page: Page, site: str) -> None:
    """And nothing on any page breaks the content policy."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    for address in PAGES:
        page.goto(site + address)
        box = page.locator("body").bounding_box()
        assert box is not None
        assert page.viewport_size is not None
        for element in page.locator("main *:visible").all():
            inside = element.bounding_box()
            assert inside is None or inside["x"] + inside["width"] <= page.viewport_size["width"] + 1
    assert complaints == []
