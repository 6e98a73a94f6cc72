"""Documents as records: what a link's text, or a text without a link, says in its place on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvester.config import Source
from harvester.errors import PortalError
from harvester.ids import record_id, text_key
from harvester.model import AgendaItem, Document, DocumentKind, ItemKind, Provenance, Record
from harvester.portals import terms
from harvester.portals.contract import PageKind, Request, Skip
from harvester.portals.markup import shorten
from harvester.portals.numbers import days_in, read_published, read_treatment


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """The meeting of a page, as far as the documents on the page depend on it.

    ``names`` are the casefolded names of its bodies, ``day`` is its day: they tell the meeting's own line in the
    history of a case from those of others.
    """

    source: Source
    provenance: Provenance
    key: str
    day: dt.date
    names: frozenset[str]

    @property
    def id(self) -> str:
        """The id of the meeting."""
        return record_id(self.source.key, self.key)

    def paper(self, *, key: str, url: str, title: str) -> Document:
        """A document of the meeting as a whole."""
        return self._document(key=key, url=url, title=title, item=None, kind=terms.meeting_document(title))

    def item_paper(self, *, key: str, url: str, title: str, item: AgendaItem) -> Document:
        """A document under an item.

        A line such as ``0174/24, Kommunestyret, 18.12.2024`` is what that meeting said. When it is this very meeting,
        the line names the resolution. Minutes of another day, put up for approval, belong to that day's meeting, too.
        """
        treatment = read_treatment(title)
        if treatment is not None:
            history = treatment.day != self.day or treatment.body.casefold() not in self.names
            kind = DocumentKind.MINUTES_EXTRACT if history else DocumentKind.RESOLUTION
        else:
            history = item.kind is ItemKind.APPROVAL and self._is_of_another_day(title)
            kind = terms.item_document(title, item_title=item.title)
        return self._document(key=key, url=url, title=title, item=item.id, kind=kind, history=history)

    def exempt_paper(self, *, title: str, item: str | None) -> Document | None:
        """A document that is named without a link because it is exempt; None when no word says so."""
        restriction = terms.restriction(title)
        if restriction is None:
            return None
        return Document(
            id=f"{item or self.id}.{text_key(title)}",
            meeting=self.id,
            item=item,
            kind=terms.item_document(title, item_title=None) if item else terms.meeting_document(title),
            title=title,
            url=None,
            published=read_published(title),
            restriction=restriction,
            provenance=self.provenance,
        )

    def _is_of_another_day(self, title: str) -> bool:
        days = days_in(title)
        return terms.meeting_document(title) is DocumentKind.MINUTES and bool(days) and self.day not in days

    def _document(
        self, *, key: str, url: str, title: str, item: str | None, kind: DocumentKind, history: bool = False
    ) -> Document:
        return Document(
            id=record_id(self.source.key, key),
            meeting=self.id,
            item=item,
            kind=kind,
            title=title,
            url=url,
            published=read_published(title),
            history=history,
            provenance=self.provenance,
        )


def loose_paper(source: Source, provenance: Provenance, *, key: str, url: str, title: str, item: str) -> Document:
    """A document under an item of which nothing but its id is known, not even the meeting."""
    return Document(
        id=record_id(source.key, key),
        meeting=None,
        item=item,
        kind=terms.item_document(title, item_title=None),
        title=title,
        url=url,
        published=read_published(title),
        provenance=provenance,
    )


def request_for(document: Document) -> Request:
    """The request for a file that is had by its address alone.

    Raises:
        PortalError: the document is exempt, so it has no address.
    """
    if document.url is None:
        raise PortalError(f"{document.id} is exempt from public access and has no address")
    return Request(url=document.url, kind=PageKind.DOCUMENT)


def once_each(found: Iterable[Record | Skip]) -> Iterator[Record | Skip]:
    """``found`` without records that stand in the same place twice.

    A document keeps one record for each place, which is the meeting or one of its items. Two exempt documents with the
    same words may be two documents, so the second is not dropped in silence.
    """
    seen: set[tuple[object, ...]] = set()
    for each in found:
        match each:
            case Skip():
                yield each
                continue
            case Document():
                place: tuple[object, ...] = (Document, each.id, each.item)
            case _:
                place = (type(each), each.id)
        if place not in seen:
            yield each
        elif isinstance(each, Document) and each.url is None:
            yield Skip(reason="an exempt document that cannot be told from another", what=shorten(each.title))
        seen.add(place)
