"""What is read of PDFs that another program made from known text: a real browser's print."""

from __future__ import annotations

import io
from pathlib import Path
from statistics import mean

import pytest
from playwright.sync_api import sync_playwright

from harvester.extract.pdf import fast
from tests.harvester.extract import printed, truth

CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")
def test_pages_that_a_browser_printed_are_read() -> None:
    """Of every kind of page nearly all words and their order are read, and on average hardly one is lost."""
    scores: dict[str, tuple[float, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for kind, make in printed.PAGES.items():
            html, text = make(truth.Sentences(21))
            page.set_content(html)
            read = " ".join(each.text for each in fast.pages(io.BytesIO(page.pdf()), set()))
            scores[kind] = truth.recall([text], [read])
        browser.close()

    assert {kind: score for kind, score in scores.items() if score[0] < 0.99 or score[1] < 0.98} == {}
    assert mean(words for words, _ in scores.values()) >= 0.999
    assert mean(pairs for _, pairs in scores.values()) >= 0.995
