"""Files as OpenGov lists them, on the page of a meeting and in the fragment of an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bs4 import Tag

from harvester.model import AgendaItem, Document, DocumentKind
from harvester.portals.contract import Skip
from harvester.portals.markup import absolute_address, at_most_one, attribute, shorten, text_of
from harvester.portals.papers import Sitting

_FILE_KEY = re.compile(r"/file/details/(\d{1,20})(?:\.\w{1,10})?/?$", re.ASCII | re.IGNORECASE)
_CATEGORIES = {"saksfremlegg/innstilling": DocumentKind.CASE_PAPER, "vedtak": DocumentKind.RESOLUTION}
"""Categories of the archive that tell what a document is when its title does not; the others are letters and notes."""


def address_of(page_url: str, part: Tag) -> str | None:
    """Where the only link of an entry leads; None without a link."""
    link = at_most_one(part, "a[href]", url=page_url)
    return absolute_address(page_url, attribute(link, "href")) if link else None


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """An entry in a list of files; without a key when it leads to none."""

    key: str | None
    url: str | None
    title: str
    category: str

    def kind(self, by_title: DocumentKind) -> DocumentKind:
        """What the file is; its title says more than its category, when it says anything."""
        said_nothing = by_title is DocumentKind.ATTACHMENT
        return _CATEGORIES.get(self.category.casefold(), by_title) if said_nothing else by_title


def read_file(page_url: str, entry: Tag) -> File:
    """An entry, whether it leads to a file or not."""
    name = at_most_one(entry, ".fileNameDetail, .xfileName", url=page_url)
    category = at_most_one(entry, ".fileDocumentCategory", url=page_url)
    url = address_of(page_url, entry)
    key = _FILE_KEY.search(urlsplit(url or "").path)
    return File(
        key=key.group(1) if key else None,
        url=url if key else None,
        title=(text_of(name) if name else "") or attribute(entry, "title"),
        category=text_of(category) if category else "",
    )


def read_papers(sitting: Sitting, files: Iterable[File], *, item: AgendaItem | None) -> Iterator[Document | Skip]:
    """The documents of a meeting, or of one of its items."""
    for file in files:
        if not file.key or not file.url:
            yield sitting.exempt_paper(title=file.title, item=item.id if item else None) or without_link(file)
        elif item is None:
            yield sitting.paper(key=file.key, url=file.url, title=file.title)
        else:
            paper = sitting.item_paper(key=file.key, url=file.url, title=file.title, item=item)
            yield replace(paper, kind=file.kind(paper.kind))


def without_link(file: File) -> Skip:
    """What to tell of an entry that leads to no file."""
    return Skip(reason="a document without a link", what=shorten(file.title))
