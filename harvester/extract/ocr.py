"""Text in pictures, recognised by Tesseract: a program of its own that is used when it is installed.

Only pages that have no text but a picture that covers them are given to it. What it recognises stands beside what can be
read, never in place of it, and says how sure it is.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from harvester import media
from harvester.config import Limits
from harvester.extract.cleaning import clean
from harvester.extract.images import MEDIA_TYPES as PICTURES
from harvester.extract.page_images import DPI, rendered
from harvester.extract.pdf.paragraphs import written_out
from harvester.extract.pdf.runs import Run
from harvester.extract.reader import Caution
from harvester.extract.reading import described, extract
from harvester.model import ExtractedText, Page

logger = logging.getLogger(__name__)

LANGUAGE = "nor"
"""Tesseract's name of what it must know: bokmål and nynorsk in one. Without it no æ, ø and å are recognised."""

PAGE_SECONDS = 60
"""Longest time for one page; a usual one takes one to three seconds."""

_LEAST_CONFIDENCE = 30.0  # per cent: words below are specks and ornaments


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognizer:
    """An installed Tesseract that knows Norwegian."""

    program: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Recognized:
    """Text of a picture, and how sure the recogniser is of its words on average, from 0 to 1."""

    text: str
    confidence: float


def find_recognizer() -> Recognizer | None:
    """What is installed, None when Tesseract or its Norwegian is not."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        version = _run([program, "--version"]).split(b"\n")[0].decode("ascii", "replace").strip()
        languages = _run([program, "--list-langs"]).decode("ascii", "replace").split()
    except (OSError, subprocess.SubprocessError) as error:
        logger.warning("%s is installed and does not work: %s", program, error)
        return None
    return Recognizer(program=program, name=f"{version} {LANGUAGE}") if LANGUAGE in languages else None


def recognize(path: Path, limits: Limits, *, recognizer: Recognizer) -> ExtractedText:
    """A document with the text of its pictures, where a page is only a picture.

    A page on which nothing more is recognised still needs OCR, as do those above ``ocr_pages``.

    Raises:
        DocumentError: the document cannot be read, see :func:`harvester.extract.extract`.
    """
    text = extract(path, limits)
    wanted = list(islice((page.number for page in text.pages if page.needs_ocr), limits.ocr_pages))
    found = dict(_recognized(path, wanted, recognizer))
    pages, language = described([_with_recognized(page, found) for page in text.pages])
    warnings = [warning for warning in text.warnings if warning != Caution.NEEDS_OCR]
    if any(page.needs_ocr for page in pages):
        warnings.append(Caution.NEEDS_OCR)
    if any(page.ocr_confidence is not None for page in pages):
        warnings.append(Caution.OCR)
    return replace(text, pages=pages, language=language, warnings=tuple(warnings), recognizer=recognizer.name)


def _with_recognized(page: Page, found: Mapping[int, Recognized]) -> Page:
    recognized = found.get(page.number)
    if recognized is None:
        return page
    written = page.text.split("\n") if page.text else []  # such as a stamp, which is in the picture of the page, too
    more = [line for line in recognized.text.split("\n") if line not in written]
    if not more:
        return page
    return replace(
        page,
        text="\n".join([*written, *more]),
        needs_ocr=False,
        ocr_confidence=recognized.confidence,
        lines=(),
    )


def _recognized(path: Path, numbers: Iterable[int], recognizer: Recognizer) -> Iterator[tuple[int, Recognized]]:
    if media.file_media_type(path) in PICTURES:
        pictures: Iterator[tuple[int, str, bytes | None]] = ((number, str(path), None) for number in numbers)
    else:
        pictures = ((number, "stdin", picture) for number, picture in rendered(path, numbers))
    for number, name, content in pictures:
        try:
            recognized = _read_table(_run(_command(recognizer, name), content))
        except subprocess.SubprocessError as error:
            logger.debug("page %d is not recognised: %r", number, error)
            continue
        if recognized is not None:
            yield number, recognized


def _command(recognizer: Recognizer, picture: str) -> list[str]:
    resolution = ["--dpi", str(DPI)] if picture == "stdin" else []
    return [recognizer.program, picture, "stdout", "-l", LANGUAGE, *resolution, "tsv"]


def _run(command: list[str], content: bytes | None = None) -> bytes:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # documents are read side by side already
    return subprocess.run(  # noqa: S603 - the program was found on the PATH, its arguments are ours
        command, input=content, capture_output=True, check=True, timeout=PAGE_SECONDS, env=environment
    ).stdout


def _read_table(table: bytes) -> Recognized | None:
    """Tesseract's table of words as lines of text; None when it is sure of none."""
    words = csv.DictReader(io.StringIO(table.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    sure, letters = 0.0, 0
    for word in words:
        text, confidence = clean(word["text"] or ""), float(word["conf"])
        if text and confidence >= _LEAST_CONFIDENCE:
            lines[tuple(word[part] for part in ("page_num", "block_num", "par_num", "line_num"))].append(text)
            sure += confidence * len(text)
            letters += len(text)
    if not letters:
        return None
    text, _ = written_out([Run(0.0, 0.0, 0.0, 0.0, False, " ".join(line)) for line in lines.values()])
    return Recognized(text=text, confidence=round(sure / letters / 100, 3))
