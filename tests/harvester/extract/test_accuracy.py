"""What is read of PDFs whose text is known."""

from __future__ import annotations

import io
from pathlib import Path
from statistics import mean

import pytest
from pypdfium2 import PdfDocument

from harvester.extract.cleaning import clean
from harvester.extract.pdf import fast, library
from harvester.model import Page
from tests.harvester.extract import truth

SEEDS = (11, 12)


def texts(pages: list[Page]) -> list[str]:
    return [clean(page.text) for page in pages]


@pytest.mark.parametrize("kind", truth.MAKERS)
def test_known_text_is_read(kind: str) -> None:
    """However a program wrote the page, its words and their order are read."""
    for seed in SEEDS:
        made = truth.MAKERS[kind](truth.Sentences(seed))

        words, pairs = truth.recall(made.pages, texts(list(fast.pages(io.BytesIO(made.content), set()))))

        assert words >= 0.99, (kind, seed)
        assert pairs >= 0.98, (kind, seed)


def test_known_text_is_read_on_average() -> None:
    """Over all kinds hardly a word is lost or out of order."""
    scores = []
    for make in truth.MAKERS.values():
        made = make(truth.Sentences(13))
        scores.append(truth.recall(made.pages, texts(list(fast.pages(io.BytesIO(made.content), set())))))

    assert mean(words for words, _ in scores) >= 0.999
    assert mean(pairs for _, pairs in scores) >= 0.995


@pytest.mark.parametrize("kind", truth.MAKERS)
def test_the_fallback_reads_known_text_too(kind: str) -> None:
    """The library's own reader gives the same words where it has to step in."""
    made = truth.MAKERS[kind](truth.Sentences(14))

    words, pairs = truth.recall(made.pages, texts(list(library.pages(io.BytesIO(made.content), set()))))

    assert words >= 0.99
    assert pairs >= 0.98


def test_no_word_is_invented() -> None:
    """What is read holds no words that the page does not have."""
    for make in truth.MAKERS.values():
        made = make(truth.Sentences(15))
        read = texts(list(fast.pages(io.BytesIO(made.content), set())))

        words, _ = truth.recall(read, made.pages)

        assert words >= 0.99, make.__name__


def test_real_files_agree_with_another_engine(real_pdfs: list[Path]) -> None:
    """On the first pages of real files nearly all words and their order are those that a viewer's engine finds."""
    ours: list[str] = []
    theirs: list[str] = []
    for path in real_pdfs:
        document = PdfDocument(path)
        with path.open("rb") as file:
            for number, page in zip(range(min(8, len(document))), fast.pages(file, set()), strict=False):
                ours.append(truth.plain_letters(clean(page.text)))
                found = document[number].get_textpage().get_text_range()
                theirs.append(truth.plain_letters(found.replace("\ufffe\r\n", "").replace("\ufffe", "")))
        document.close()

    words, pairs = truth.recall(theirs, ours)

    assert words >= 0.998
    assert pairs >= 0.985
