"""A PDF file whose objects are read each when it is asked for.

A :class:`pdfminer.pdfdocument.PDFDocument` in every respect: what is unusual goes to the code of the library itself, so the
worst case is the library's own behaviour.
"""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO, NamedTuple

from pdfminer.pdfdocument import PDFBaseXRef, PDFDocument
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef, PDFStream, decipher_all, int_value, resolve1

from harvester.extract.pdf.lexical import SPACE
from harvester.extract.pdf.objects import parse
from harvester.extract.pdf.streams import stream_data
from harvester.extract.pdf.xref import ScannedXRef, StreamXRef, TableXRef

_HEADER = re.compile(rf"{SPACE}*+(\d++){SPACE}++(\d++){SPACE}++obj\b".encode(), re.VERBOSE)
_TABLE = re.compile(rf"{SPACE}*+xref{SPACE}".encode(), re.VERBOSE)
_STREAM = re.compile(rf"{SPACE}*+stream(?:\r\n|\n|\r)".encode(), re.VERBOSE)
_END_OF_STREAM = re.compile(rf"{SPACE}*+endstream".encode(), re.VERBOSE)
_START = re.compile(rb"startxref\s*(\d{1,10})")
_TAIL = 2048


class _ObjectStream(NamedTuple):
    data: bytes
    numbers: list[int]
    offsets: list[int]


class OnDemandDocument(PDFDocument):
    """A document over the whole bytes of a file."""

    def __init__(self, file: BinaryIO) -> None:
        """Find the cross-references and the root.

        Raises:
            PDFException: the file is no PDF, or needs a password.
        """
        file.seek(0)
        self._data = file.read()
        self._objects: dict[int, object] = {}
        self._object_streams: dict[int, _ObjectStream] = {}
        self._tables_seen: set[int] = set()
        super().__init__(PDFParser(file))

    def find_xref(self, parser: PDFParser) -> int:  # noqa: ARG002 - the library's signature
        """Where the last cross-reference table says that it stands; 0 when nothing does."""
        found = _START.findall(self._data, max(0, len(self._data) - _TAIL))
        return int(found[-1]) if found else 0

    def read_xref_from(  # the library's signature
        self,
        parser: PDFParser,  # noqa: ARG002 - not needed
        start: int,
        xrefs: list[PDFBaseXRef],
    ) -> None:
        """Read the table at ``start`` and those that it names; look for the objects themselves where there is none."""
        try:
            self._read_tables(start, xrefs)
        except (PDFException, ValueError, TypeError, KeyError, zlib.error):
            xrefs.append(ScannedXRef(self, self._data))
            return
        if not any("Root" in xref.get_trailer() for xref in xrefs):
            xrefs.append(ScannedXRef(self, self._data))

    def _read_tables(self, start: int, xrefs: list[PDFBaseXRef]) -> None:
        waiting = [start]
        while waiting:
            position = waiting.pop(0)
            if position in self._tables_seen:
                continue
            self._tables_seen.add(position)
            table = _TABLE.match(self._data, position)
            xref = TableXRef(self, self._data, table.end()) if table else StreamXRef(self._parse_at(position, None))
            xrefs.append(xref)
            links = (xref.get_trailer().get(key) for key in ("XRefStm", "Prev"))
            waiting += [link for link in links if isinstance(link, int)]

    def getobj(self, objid: int) -> object:
        """The object of that number, read when it is first asked for.

        Raises:
            PDFObjectNotFound: there is none.
        """
        if objid in self._objects:
            return self._objects[objid]
        self._objects[objid] = None  # what a reference that leads to itself finds
        try:
            found = self._find(objid)
            if isinstance(found, PDFObjRef):
                found = self.getobj(found.objid)
        except BaseException:
            del self._objects[objid]
            raise
        if isinstance(found, PDFStream) and "Type" not in found.attrs and "Subtype" not in found.attrs:
            del self._objects[objid]  # contents of a page are used once
        else:
            self._objects[objid] = found
        return found

    def _find(self, objid: int) -> object:
        for xref in self.xrefs:
            try:
                stream, position, generation = xref.get_pos(objid)
                if stream is not None:
                    return self._in_stream(stream, position, objid)
                found = self._parse_at(position, objid)
            except (KeyError, PDFSyntaxError):
                continue
            return decipher_all(self.decipher, objid, generation, found) if self.decipher else found
        raise PDFObjectNotFound(objid)

    def _parse_at(self, position: int, objid: int | None) -> object:
        header = _HEADER.match(self._data, position)
        if header is None or (objid is not None and int(header[1]) != objid):
            raise PDFSyntaxError(f"no object {objid} at {position}")
        value, end = parse(self, self._data, header.end())
        stream = _STREAM.match(self._data, end) if isinstance(value, dict) else None
        if stream is None or not isinstance(value, dict):
            return value
        start = stream.end()
        length = resolve1(value.get("Length"))
        if not isinstance(length, int) or length < 0 or not _END_OF_STREAM.match(self._data, start + length):
            found = self._data.find(b"endstream", start)
            length = (found if found >= 0 else len(self._data)) - start
        whole = PDFStream(value, self._data[start : start + length], self.decipher)
        whole.set_objid(int(header[1]), int(header[2]))
        return whole

    def _in_stream(self, number: int, index: int, objid: int) -> object:
        """An object of an object stream; the others in it are not parsed."""
        if number not in self._object_streams:
            self._object_streams[number] = self._open(number)
        data, numbers, offsets = self._object_streams[number]
        if index >= len(numbers) or numbers[index] != objid:
            if objid not in numbers:
                raise PDFSyntaxError("the object is not in its stream")
            index = numbers.index(objid)
        return parse(self, data, offsets[index]).value

    def _open(self, number: int) -> _ObjectStream:
        stream = self.getobj(number)
        if not isinstance(stream, PDFStream):
            raise PDFSyntaxError("no object stream")
        data = stream_data(stream)
        first, count = int_value(stream["First"]), int_value(stream["N"])
        try:
            head = [int(word) for word in data[:first].split()[: 2 * count]]
        except ValueError as error:
            raise PDFSyntaxError("a damaged object stream") from error
        return _ObjectStream(data, head[::2], [first + offset for offset in head[1::2]])
