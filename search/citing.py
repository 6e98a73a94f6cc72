"""A resolution cited so that a reader finds it again: body, item, day, page, case, permanent address and checksum."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass

from babel.dates import format_date

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_BIBTEX = re.compile(r"([&%$#_{}])")
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """What is known of a resolution; what is None is left out, never made up.

    ``paper`` is what kind of paper it was read in ("Protokoll"), ``key`` what a bibliography calls it.
    """

    key: str
    title: str
    body: str | None
    organization: str | None
    number: str | None
    date: dt.date | None
    paper: str | None
    page: int | None
    case_number: str | None
    address: str
    sha256: str | None

    def plain(self) -> str:
        """One line of text."""
        owner = self._owner()
        day = format_date(self.date, "d. MMMM y", locale="nb") if self.date else None
        item = f"Vedtak i sak {self.number}" if self.number else "Vedtak"
        parts = [
            f"{owner}: {self.title}" if owner else self.title,
            _joined(item, day),
            self._place(),
            f"Arkivsak {self.case_number}" if self.case_number else None,
        ]
        text = " ".join(f"{part.rstrip('.')}." for part in parts if part)
        return " ".join(filter(None, (text, self.address, f"(SHA-256: {self.sha256})" if self.sha256 else None)))

    def markdown(self) -> str:
        """A link and a line of text."""
        return f"[{_markdown(self.title)}](<{self.address}>). {_markdown(self._details())}"

    def html(self) -> str:
        """A link within ``cite`` and a line of text."""
        link = f'<cite><a href="{html.escape(self.address)}">{html.escape(self.title, quote=False)}</a></cite>'
        return f"{link}. {html.escape(self._details(), quote=False)}"

    def bibtex(self) -> str:
        """An entry of a bibliography (biblatex: ``@misc``)."""
        item = f"Vedtak i sak {self.number}" if self.number else "Vedtak"
        case = f"arkivsak {self.case_number}" if self.case_number else None
        place = self._place()
        checksum = f"SHA-256: {self.sha256}" if self.sha256 else None
        fields = {
            "author": f"{{{_bibtex(self._owner())}}}" if self._owner() else None,
            "title": _bibtex(self.title),
            "note": _bibtex(_joined(item, case, place[:1].lower() + place[1:] if place else None, checksum)),
            "date": self.date.isoformat() if self.date else None,
            "url": self.address,
        }
        lines = [f"  {name:6} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{_key(self.key)},\n" + ",\n".join(lines) + "\n}"

    def _details(self) -> str:
        day = f"{self.date:%d.%m.%Y}" if self.date else None
        item = f"sak {self.number}" if self.number else None
        page = f"s. {self.page}" if self.page else None
        case = f" Arkivsak {self.case_number}." if self.case_number else ""
        checksum = f" SHA-256: {self.sha256}." if self.sha256 else ""
        return f"{_joined(self.body, self.organization, item, day, page)}.{case}{checksum}"

    def _owner(self) -> str:
        return _joined(self.body, self.organization)

    def _place(self) -> str | None:
        if self.paper is None:
            return None
        return f"{self.paper} s. {self.page}" if self.page else self.paper


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _bibtex(text: str) -> str:
    escaped = _BIBTEX.sub(r"\\\1", text.replace("\\", "\0"))
    for sign, written in _LATEX.items():
        escaped = escaped.replace("\0" if sign == "\\" else sign, written)
    return escaped


def _key(text: str) -> str:
    """Letters, digits and hyphens: what every program takes as a key."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower() or "vedtak"
