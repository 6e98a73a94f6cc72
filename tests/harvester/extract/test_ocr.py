"""Text recognised in pictures, where Tesseract is installed."""

from __future__ import annotations

import stat
from functools import partial
from pathlib import Path

import pytest

from harvester.config import Limits
from harvester.extract import ExtractionPool, extract, fingerprint
from harvester.extract.ocr import Recognizer, find_recognizer, recognize
from harvester.model import ExtractedText, Language
from tests.harvester.extract import made

LINES = (
    "Kommunestyret vedtok samrøystes at skuleskyssen",
    "ikkje vert endra før hausten, og ber om ei ny regulerings-",
    "plan for Bjørkåsen. Kva det kostar, er ikkje kjent.",
)


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    found = find_recognizer()
    if found is None:
        pytest.skip("Tesseract with its Norwegian (nor) is not installed")
    return found


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    path.write_bytes(made.scan_of(LINES, stamp="Dok 24/117"))
    return path


def test_a_scan_is_recognised(scan: Path, recognizer: Recognizer) -> None:
    """Words with æ, ø and å, put together at line ends, beside the stamp."""
    pool = ExtractionPool(Limits(extraction_processes=1), partial(recognize, recognizer=recognizer))
    with pool:
        ((_, result),) = pool.run([("scan", scan)])
    assert isinstance(result, ExtractedText)
    (page,) = result.pages

    assert page.text.split("\n")[0] == "Dok 24/117"
    assert "Kommunestyret vedtok samrøystes" in page.text
    assert "ny reguleringsplan for Bjørkåsen." in page.text
    assert page.ocr_confidence is not None
    assert 0.8 < page.ocr_confidence <= 1
    assert not page.needs_ocr
    assert page.language == Language.NYNORSK
    assert page.lines == ()
    assert result.warnings == ("ocr",)
    assert result.recognizer == recognizer.name


def test_a_picture_is_recognised(tmp_path: Path, recognizer: Recognizer) -> None:
    """A scan that came as an image is recognised as it is."""
    path = tmp_path / "scan"
    made.picture_of(*LINES).save(path, format="PNG")

    result = recognize(path, Limits(), recognizer=recognizer)

    assert "Kommunestyret vedtok samrøystes" in result.pages[0].text
    assert result.warnings == ("ocr",)


def test_text_that_can_be_read_is_left_alone(tmp_path: Path, recognizer: Recognizer) -> None:
    """A page with text is never given to the recogniser: it stays as it was read, with no mark of OCR."""
    path = tmp_path / "paper"
    path.write_bytes(made.stamped_pdf("Formannskapet vedtok budsjettet for 2026"))

    result = recognize(path, Limits(), recognizer=recognizer)

    assert result.pages == extract(path, Limits()).pages
    assert result.warnings == ()


def script(folder: Path, *commands: str) -> Recognizer:
    """A program in the place of Tesseract."""
    program = folder / "tesseract"
    program.write_text("\n".join(["#!/bin/sh", *commands]), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Recognizer(program=str(program), name="script 1")


def saying(folder: Path, *words: tuple[str, int]) -> Recognizer:
    """A program that recognises on every page these words, one a line, each with its confidence per cent."""
    head = [
        "level",
        "page_num",
        "block_num",
        "par_num",
        "line_num",
        "word_num",
        "left",
        "top",
        "width",
        "height",
        "conf",
        "text",
    ]
    rows = [["5", "1", "1", "1", str(n), "1", *"0000", str(sure), word] for n, (word, sure) in enumerate(words)]
    return script(folder, "cat > /dev/null", "cat <<'END'", *map("\t".join, [head, *rows]), "END")


def test_only_so_many_pages_are_recognised(tmp_path: Path) -> None:
    """Pages above the limit stay pictures, and the document says so."""
    path = tmp_path / "two"
    path.write_bytes(made.scan_of([], []))

    result = recognize(path, Limits(ocr_pages=1), recognizer=saying(tmp_path, ("Vedtak", 80), ("Votering", 90)))

    assert [page.text for page in result.pages] == ["Vedtak\nVotering", ""]
    assert [page.ocr_confidence for page in result.pages] == [0.857, None]
    assert result.warnings == ("needs_ocr", "ocr")


def test_specks_are_no_words(tmp_path: Path) -> None:
    """Words that the recogniser does not believe in are left out, and the stamp, which is in the picture too, is said once."""
    path = tmp_path / "scan"
    path.write_bytes(made.scan_of([], stamp="Dok 24/117"))

    found = recognize(path, Limits(), recognizer=saying(tmp_path, ("Dok 24/117", 95), ("|}", 12), ("Vedtak", 90)))
    nothing = recognize(path, Limits(), recognizer=saying(tmp_path, ("Dok 24/117", 95), ("|}", 12)))

    assert found.pages[0].text == "Dok 24/117\nVedtak"
    assert nothing.pages == extract(path, Limits()).pages
    assert nothing.warnings == ("needs_ocr",)


def test_a_recogniser_that_fails_changes_nothing(scan: Path, tmp_path: Path) -> None:
    """When the program ends with an error, the pages are as they were read, and the document is the same."""
    result = recognize(scan, Limits(), recognizer=script(tmp_path, "exit 1"))

    assert result.pages == extract(scan, Limits()).pages
    assert result.warnings == ("needs_ocr",)
    assert fingerprint(result, "0" * 64) == fingerprint(extract(scan, Limits()), "0" * 64)


@pytest.mark.parametrize(
    ("commands", "works"),
    [
        ("echo 'tesseract 5.3.0'; echo nor", True),
        ("echo 'tesseract 5.3.0'; echo eng", False),
        ("exit 127", False),
    ],
)
def test_a_recogniser_must_know_norwegian(
    commands: str, works: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Norwegian, or when it cannot be started, there is none: with another language no æ, ø, å is recognised."""
    script(tmp_path, commands)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    found = find_recognizer()

    assert (found is not None) == works
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert find_recognizer() is None
