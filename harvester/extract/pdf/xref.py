"""Cross-reference tables: where each object of a file stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from pdfminer.pdfdocument import PDFBaseXRef, PDFNoValidXRef, PDFXRefStream
from pdfminer.pdfexceptions import PDFKeyError
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.pdftypes import PDFStream, int_value, list_value
from pdfminer.psparser import LIT

from harvester.extract.pdf.lexical import SPACE
from harvester.extract.pdf.objects import parse
from harvester.extract.pdf.streams import stream_data

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

MAX_OBJECTS = 500_000
"""Most objects that are looked through one by one."""

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])[ \r\n]{2}")
_ENTRY_SIZE = 20
_SECTION = re.compile(rf"{SPACE}*+(\d+)\ +(\d+)\ *(?:\r\n|\n|\r)".encode(), re.VERBOSE)
_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+obj\b")

Position = tuple[int | None, int, int]
"""Number of the object stream or None, position in the file or index in that stream, generation."""


class TableXRef(PDFBaseXRef):
    """A table in the plain form, of which an entry is read when it is asked for."""

    def __init__(self, document: PDFDocument, data: bytes, position: int) -> None:
        """Read where the sections of the table at ``position`` stand, and its trailer.

        Raises:
            PDFSyntaxError: it is not in the plain form.
        """
        self._data = data
        self._sections: list[tuple[int, int, int]] = []
        while section := _SECTION.match(data, position):
            first, count = int(section[1]), int(section[2])
            position = section.end()
            if count and not (self._entry(position, 0) and self._entry(position, count - 1)):
                raise PDFSyntaxError("entries of another size")
            self._sections.append((first, count, position))
            position += _ENTRY_SIZE * count
        start = data.find(b"trailer", position, position + 20)
        if start < 0:
            raise PDFSyntaxError("no trailer")
        trailer = parse(document, data, start + len(b"trailer")).value
        if not isinstance(trailer, dict):
            raise PDFSyntaxError("the trailer is no dictionary")
        self._trailer: dict[str, Any] = trailer

    def _entry(self, start: int, index: int) -> re.Match[bytes] | None:
        return _ENTRY.match(self._data, start + _ENTRY_SIZE * index)

    def get_trailer(self) -> dict[str, Any]:
        """The dictionary that names the root of the document."""
        return self._trailer

    def get_objids(self) -> Iterator[int]:
        """Numbers of the objects in use."""
        for first, count, start in self._sections:
            for index in range(count):
                entry = self._entry(start, index)
                if entry is not None and entry[3] == b"n":
                    yield first + index

    def get_pos(self, objid: int) -> Position:
        """Where an object stands.

        Raises:
            PDFKeyError: not in this table.
        """
        for first, count, start in self._sections:
            if first <= objid < first + count:
                entry = self._entry(start, objid - first)
                if entry is not None and entry[3] == b"n":
                    return None, int(entry[1]), int(entry[2])
        raise PDFKeyError(objid)


class StreamXRef(PDFXRefStream):
    """A table that is the data of a stream."""

    def __init__(self, stream: object) -> None:
        """Unpack the table.

        Raises:
            PDFNoValidXRef: it is none.
        """
        super().__init__()
        if not isinstance(stream, PDFStream) or stream.get("Type") is not LIT("XRef"):
            raise PDFNoValidXRef("not a cross-reference stream")
        index = list_value(stream.get("Index", [0, stream["Size"]]))
        self.ranges = [
            (int_value(first), int_value(count)) for first, count in zip(index[::2], index[1::2], strict=False)
        ]
        widths = [int_value(width) for width in list_value(stream["W"])]
        if len(widths) != 3 or not all(0 <= width <= 8 for width in widths):
            raise PDFNoValidXRef("fields of impossible widths")
        self.fl1, self.fl2, self.fl3 = widths
        self.entlen = sum(widths)
        self.data = stream_data(stream)
        self.trailer = stream.attrs

    def get_objids(self) -> Iterator[int]:
        """Numbers of the objects in use, as many as are worth looking at."""
        return islice(super().get_objids(), MAX_OBJECTS)


class ScannedXRef(PDFBaseXRef):
    """For a file whose tables are missing or wrong: objects found by looking for their headers.

    The last object of a number wins, as it does when a file is changed by appending.
    """

    def __init__(self, document: PDFDocument, data: bytes) -> None:
        """Look through ``data``, for at most :data:`MAX_OBJECTS` objects."""
        self._offsets = {
            int(header[1]): (None, header.start(), int(header[2]))
            for header in islice(_OBJECT.finditer(data), MAX_OBJECTS)
        }
        self._trailer = self._find_trailer(document, data)

    def _find_trailer(self, document: PDFDocument, data: bytes) -> dict[str, Any]:
        start = len(data)
        while (start := data.rfind(b"trailer", 0, start)) >= 0:
            try:
                trailer = parse(document, data, start + len(b"trailer")).value
            except PDFSyntaxError:
                continue
            if isinstance(trailer, dict) and "Root" in trailer:
                return trailer
        return {}

    def get_trailer(self) -> dict[str, Any]:
        """The last trailer that names a root; empty when there is none."""
        return self._trailer

    def get_objids(self) -> Iterator[int]:
        """Numbers of the objects found."""
        return iter(self._offsets)

    def get_pos(self, objid: int) -> Position:
        """Where an object stands.

        Raises:
            PDFKeyError: it was not found.
        """
        if objid not in self._offsets:
            raise PDFKeyError(objid)
        return self._offsets[objid]
