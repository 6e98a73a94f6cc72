"""Addresses of our own pages: the address is the whole state of a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from search.backends.base import Order


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a result page shows, as its address says it; changing one thing gives the address of another page."""

    q: str = ""
    organization: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    date_from: str = ""
    date_to: str = ""
    sort: str = Order.RELEVANCE.value
    page: int = 1
    widen: bool = True

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the words narrows the answer."""
        return bool(self.organization or self.body or self.kind or self.date_from or self.date_to)

    def address(self) -> str:
        """The address of the page."""
        values: list[tuple[str, str]] = [
            ("q", self.q),
            *(("organization", name) for name in self.organization),
            *(("body", name) for name in self.body),
            *(("kind", name) for name in self.kind),
            ("from", self.date_from),
            ("to", self.date_to),
            ("sort", self.sort if self.sort != Order.RELEVANCE else ""),
            ("page", str(self.page) if self.page > 1 else ""),
            ("widen", "" if self.widen else "false"),
        ]
        return "/sok?" + urlencode([(name, value) for name, value in values if value])

    def to_page(self, page: int) -> str:
        """Another page of the same answer."""
        return replace(self, page=page).address()

    def widened(self, *, widen: bool) -> str:
        """The same with other names and spellings, or only what was typed."""
        return replace(self, widen=widen, page=1).address()

    def with_query(self, q: str) -> str:
        """Another query with the same filters."""
        return replace(self, q=q, page=1).address()

    def sorted_by(self, sort: str) -> str:
        """The same in another order."""
        return replace(self, sort=sort, page=1).address()

    def narrowed(self, facet: str, value: str) -> str:
        """Only what has this value of a facet."""
        match facet:
            case "organization":
                return replace(self, organization=(value,), page=1).address()
            case "body":
                return replace(self, body=(value,), page=1).address()
            case "kind":
                return replace(self, kind=(value,), page=1).address()
            case _:
                first, last = dt.date(int(value), 1, 1), dt.date(int(value), 12, 31)
                return replace(self, date_from=first.isoformat(), date_to=last.isoformat(), page=1).address()

    def without(self, facet: str) -> str:
        """The same without a filter."""
        match facet:
            case "organization":
                return replace(self, organization=(), page=1).address()
            case "body":
                return replace(self, body=(), page=1).address()
            case "kind":
                return replace(self, kind=(), page=1).address()
            case _:
                return replace(self, date_from="", date_to="", page=1).address()


def document_address(
    document_id: str, *, q: str = "", page: int | None = None, whole: bool = False, widen: bool = True
) -> str:
    """The address of a document, at a page."""
    values = {
        "q": q,
        "side": str(page) if page else "",
        "alle": "1" if whole else "",
        "widen": "" if widen else "false",
    }
    given = urlencode({name: value for name, value in values.items() if value})
    fragment = f"#side-{page}" if page else ""
    return f"/document/{quote(document_id, safe='/')}{'?' if given else ''}{given}{fragment}"
