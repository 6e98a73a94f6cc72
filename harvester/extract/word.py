"""Word's present format: every text element of the parts of the archive, in order.

Tables, headers, footers, footnotes, text boxes, inserted text and content controls are all text elements; deleted text
and field codes are elements of other names and stay out (ECMA-376 part 1, section 17.3).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from harvester import media
from harvester.config import Limits
from harvester.errors import DocumentError, LimitExceeded
from harvester.extract.reader import MAX_CHARACTERS, Extractor, Reader, Reading, collect
from harvester.model import Page

MEDIA_TYPES = (media.DOCX,)
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main ",
    "http://purl.oclc.org/ooxml/wordprocessingml/main ",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_PARTS = re.compile(r"word/(header\d*|document|footnotes|endnotes|footer\d*)\.xml")
_ORDER = ("header", "document", "footnotes", "endnotes", "footer")
_BREAKS = {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "tr": "\n"}
_BREAKS_IN_CELL = {**_BREAKS, "p": "\t"}  # a row of a table is one line
_MAX_PART = 200_000_000  # bytes unpacked: ten for each character that is kept
_MAX_DEPTH = 500
_CHUNK = 1 << 16


def _read(path: Path, limits: Limits) -> Reading:
    try:
        with zipfile.ZipFile(path) as archive:
            return collect(_pages(archive), limits)
    except (zipfile.BadZipFile, expat.ExpatError, NotImplementedError) as error:
        raise DocumentError(f"damaged: {error}") from error


def _pages(archive: zipfile.ZipFile) -> Iterator[Page]:
    """The pages that Word last saved, where it has marked them; headers stand before, notes and footers after."""
    names = [name for name in archive.namelist() if _PARTS.fullmatch(name)]
    pages = [""]
    for name in sorted(names, key=_part_order):
        with archive.open(name) as part:
            texts = _PartText(name).read(part)
        pages[-1] = "\n".join(filter(None, (pages[-1], texts[0])))
        pages += texts[1:]
    for number, text in enumerate(pages, start=1):
        yield Page(number=number, text=text)


def _part_order(name: str) -> tuple[int, str]:
    kind = next(kind for kind in _ORDER if name.startswith(f"word/{kind}"))
    return _ORDER.index(kind), name


class _PartText:
    """Text of one XML part, by page."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pages: list[list[str]] = [[]]
        self._open = 0
        self._in_text = False
        self._alternatives = 0
        self._cells = 0
        self._characters = 0

    def read(self, part: IO[bytes]) -> list[str]:
        """The text of each page.

        Raises:
            DocumentError: the part declares a document type, the way in for entity bombs and foreign files.
            LimitExceeded: more unpacked bytes, text or nesting than any real document has.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        size = 0
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > _MAX_PART:
                raise LimitExceeded(f"{self._name} unpacks to more than {_MAX_PART:,} bytes")
            parser.Parse(chunk)
        parser.Parse(b"", True)
        return ["".join(page) for page in self._pages]

    def _refuse_doctype(self, *_declaration: object) -> None:
        raise DocumentError(f"{self._name} declares a document type")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self._open += 1
        if self._open > _MAX_DEPTH:
            raise LimitExceeded(f"{self._name} nests too deep")
        if name == _COMPATIBILITY + "Fallback":
            self._alternatives += 1
        local = _local(name)
        if local == "t":
            self._in_text = True
        elif local == "tc":
            self._cells += 1
        elif local == "lastRenderedPageBreak" and not self._alternatives:
            self._pages.append([])

    def _end(self, name: str) -> None:
        self._open -= 1
        if name == _COMPATIBILITY + "Fallback":
            self._alternatives -= 1
        local = _local(name)
        if local == "t":
            self._in_text = False
        elif local in _BREAKS and not self._alternatives:
            self._pages[-1].append((_BREAKS_IN_CELL if self._cells else _BREAKS)[local])
        elif local == "tc":
            self._cells -= 1

    def _text(self, text: str) -> None:
        if not self._in_text or self._alternatives:
            return
        self._characters += len(text)
        if self._characters > MAX_CHARACTERS:
            raise LimitExceeded(f"{self._name} holds more than {MAX_CHARACTERS:,} characters")
        self._pages[-1].append(text)


def _local(name: str) -> str | None:
    """The local name of an element of WordprocessingML, None for another vocabulary."""
    for namespace in _NAMESPACES:
        if name.startswith(namespace):
            return name[len(namespace) :]
    return None


READER = Reader(extractor=Extractor(name="wordprocessingml", version="1"), read=_read)
