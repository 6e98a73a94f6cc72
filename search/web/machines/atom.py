"""Atom documents: RFC 4287, with deleted entries (RFC 6721) and the counts of OpenSearch.

Pure: what stands in a feed comes in, bytes go out. Text that XML cannot carry is replaced.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

MEDIA_TYPE = "application/atom+xml"

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_XML = "http://www.w3.org/XML/1998/namespace"
_UNCARRIABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for _prefix, _namespace in (("", _ATOM), ("at", _TOMBSTONES), ("opensearch", _OPENSEARCH)):
    ET.register_namespace(_prefix, _namespace)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One entry. ``summary`` is HTML when ``is_html``; ``related`` is the original at the source."""

    id: str
    title: str
    updated: dt.datetime
    published: dt.datetime
    address: str
    summary: str
    author: str
    is_html: bool = False
    related: str | None = None
    category: str | None = None
    language: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """An entry that is no more."""

    id: str
    when: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed; ``total`` is how many there are of which the entries are the newest."""

    id: str
    title: str
    updated: dt.datetime
    address: str
    own_address: str
    entries: Sequence[Entry]
    deleted: Sequence[Deleted] = ()
    total: int | None = None


def to_atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = ET.Element(_atom("feed"), {f"{{{_XML}}}lang": "nb"})
    _text(root, _atom("id"), feed.id)
    _text(root, _atom("title"), feed.title)
    _text(root, _atom("updated"), _time(feed.updated))
    _text(ET.SubElement(root, _atom("author")), _atom("name"), "Saksgang")
    _link(root, "self", feed.own_address, MEDIA_TYPE)
    _link(root, "alternate", feed.address, "text/html")
    _text(root, _atom("generator"), "Saksgang")
    if feed.total is not None:
        _text(root, f"{{{_OPENSEARCH}}}totalResults", str(feed.total))
        _text(root, f"{{{_OPENSEARCH}}}startIndex", "1")
        _text(root, f"{{{_OPENSEARCH}}}itemsPerPage", str(len(feed.entries)))
    for entry in feed.entries:
        _add_entry(root, entry)
    for deleted in feed.deleted:
        ET.SubElement(root, f"{{{_TOMBSTONES}}}deleted-entry", {"ref": deleted.id, "when": _time(deleted.when)})
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(root, _atom("entry"), {f"{{{_XML}}}lang": entry.language} if entry.language else {})
    _text(element, _atom("id"), entry.id)
    _text(element, _atom("title"), entry.title)
    _text(element, _atom("updated"), _time(entry.updated))
    _text(element, _atom("published"), _time(entry.published))
    _text(ET.SubElement(element, _atom("author")), _atom("name"), entry.author)
    _link(element, "alternate", entry.address, "text/html")
    if entry.related:
        _link(element, "related", entry.related)
    if entry.category:
        ET.SubElement(element, _atom("category"), {"term": entry.category})
    summary = _text(element, _atom("summary"), entry.summary)
    summary.set("type", "html" if entry.is_html else "text")


def _atom(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, name)
    element.text = _carriable(text)
    return element


def _link(parent: ET.Element, relation: str, address: str, media_type: str | None = None) -> None:
    attributes = {"rel": relation, "href": _carriable(address)}
    ET.SubElement(parent, _atom("link"), attributes | ({"type": media_type} if media_type else {}))


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _carriable(text: str) -> str:
    return _UNCARRIABLE.sub("\ufffd", text)
