"""Fonts and objects that content streams call by name."""

from __future__ import annotations

from typing import Any

from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.utils import decode_text

from harvester.extract.pdf.fonts import FontLoader, Glyphs
from harvester.extract.pdf.lexical import unescape, unhex
from harvester.extract.pdf.statements import ACTUAL_TEXT


class Resources:
    """What one content stream can call."""

    def __init__(self, dictionary: object, loader: FontLoader, cache: dict[int, Glyphs]) -> None:
        self.dictionary: dict[str, Any] = found if isinstance(found := resolve1(dictionary), dict) else {}
        self.glyphs: dict[bytes, Glyphs] = {}
        self.actual_texts: dict[bytes, str | None] = {}
        self._loader = loader
        self._cache = cache

    def named(self, category: str, name: bytes) -> object:
        """An object by its category and its name with the slash; a reference stays one."""
        group = resolve1(self.dictionary.get(category))
        return group.get(name[1:].decode("latin-1")) if isinstance(group, dict) else None

    def font(self, name: bytes) -> Glyphs:
        """A font, made when it is first used."""
        written = self.named("Font", name)
        number = written.objid if isinstance(written, PDFObjRef) else None
        glyphs = self._cache.get(number) if number is not None else None
        if glyphs is None:
            spec = resolve1(written)
            glyphs = Glyphs(self._loader.get_font(number, spec if isinstance(spec, dict) else {}))
            if number is not None:
                self._cache[number] = glyphs
        self.glyphs[name] = glyphs
        return glyphs

    def actual_text(self, properties: bytes) -> str | None:
        """What a mark with these properties, written out or named, says that its glyphs mean."""
        if properties[:1] == b"/":
            entry = resolve1(self.named("Properties", properties))
            text = resolve1(entry.get("ActualText")) if isinstance(entry, dict) else None
        else:
            written = ACTUAL_TEXT.search(properties)
            if written is None:
                return None
            text = unescape(written["string"]) if written["string"] is not None else unhex(written["digits"])
        if not isinstance(text, bytes):
            return None
        return text[2:].decode("utf-16-be", "replace") if text[:2] == b"\xfe\xff" else decode_text(text)

    def has_actual_text(self, data: bytes) -> bool:
        """Whether the stream ``data`` says anywhere what its glyphs mean."""
        if b"/ActualText" in data:
            return True
        properties = resolve1(self.dictionary.get("Properties"))
        if not isinstance(properties, dict) or b"BDC" not in data:
            return False
        lists = (resolve1(entry) for entry in properties.values())
        return any(isinstance(entry, dict) and "ActualText" in entry for entry in lists)
