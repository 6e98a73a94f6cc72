"""When two versions of a document are the same to a reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvester.config import Limits
from harvester.extract import extract, fingerprint
from harvester.model import ExtractedText, Language, Page
from tests.harvester.extract import made


def text(*pages: str, needs_ocr: bool = False, warnings: tuple[str, ...] = ()) -> ExtractedText:
    return ExtractedText(
        pages=tuple(Page(number=number, text=page, needs_ocr=needs_ocr) for number, page in enumerate(pages, start=1)),
        language=Language.UNKNOWN,
        extractor="test",
        extractor_version="1",
        warnings=warnings,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vedtak:\nja", "Vedtak:   ja\n"),
        ("m\u00f8te p\u00e5 \u00c5s", "m\u00f8te pa\u030a A\u030as"),
        ("kommune-\nstyret", "kommunestyret"),
        ("kommune\u00adstyret", "kommunestyret"),
        ("e-post", "e\u2011post"),
    ],
)
def test_what_a_reader_does_not_see_makes_no_difference(one: str, other: str) -> None:
    """White space, composition of letters and hyphenation change no fingerprint, nor do other bytes."""
    assert fingerprint(text(one), "a" * 64) == fingerprint(text(other), "b" * 64)


def test_words_and_pages_make_a_difference() -> None:
    """A changed word, a moved word and a new page are seen."""
    prints = {
        fingerprint(text(*pages), "a" * 64)
        for pages in [("ja", "nei"), ("ja nei",), ("ja nei", ""), ("nei", "ja"), ("ja", "nei", "x"), ("jan ei",)]
    }

    assert len(prints) == 6


def test_scans_are_told_apart_by_their_bytes() -> None:
    """Where a page is a picture, has no text at all or was cut off, the bytes decide, for nothing else can."""
    for document in (text(""), text("Side 1 av 1", needs_ocr=True), text("a", warnings=("truncated",))):
        assert fingerprint(document, "a" * 64) == fingerprint(document, "a" * 64)
        assert fingerprint(document, "a" * 64) != fingerprint(document, "b" * 64)


def test_a_pdf_made_anew_is_the_same(tmp_path: Path) -> None:
    """A PDF with another identifier and date inside has other bytes and the same fingerprint."""
    content = made.stamped_pdf("Formannskapet har vedtatt budsjettet")
    one, other = tmp_path / "1", tmp_path / "2"
    one.write_bytes(content)
    other.write_bytes(content.replace(b"D:2020", b"D:2031"))

    assert content != other.read_bytes()
    assert fingerprint(extract(one, Limits()), "a" * 64) == fingerprint(extract(other, Limits()), "b" * 64)
