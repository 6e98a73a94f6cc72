"""Addresses of our own pages: the address is the whole state of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from search.backends.base import Filters, Order
from search.question import Question
from search.results import Hit
from search.vocabulary import RecordType

_PARAMETERS: Mapping[str, str] = {
    "organization": "organizations",
    "body": "bodies",
    "kind": "kinds",
    "outcome": "outcomes",
    "language": "languages",
    "party": "parties",
}
"""The parameter of an address for each filter that takes several values."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The address of a result page; changing one thing gives the address of another page."""

    question: Question

    @property
    def q(self) -> str:
        """What was typed."""
        return self.question.query

    @property
    def widen(self) -> bool:
        """Whether other names and spellings are looked for too."""
        return self.question.widen

    @property
    def fold(self) -> bool:
        """Whether only the first hit of each case is shown."""
        return self.question.fold

    @property
    def sort(self) -> str:
        """The order, by its name in an address."""
        return self.question.order.value

    def address(self, path: str = "/sok") -> str:
        """The address of the page, or of another rendering of the same search."""
        question, filters = self.question, self.question.filters
        values = [("q", question.query)]
        values += [(name, value) for name, field in _PARAMETERS.items() for value in getattr(filters, field)]
        values += [
            ("from", filters.date_from.isoformat() if filters.date_from else ""),
            ("to", filters.date_to.isoformat() if filters.date_to else ""),
            ("sort", question.order.value if question.order is not Order.RELEVANCE else ""),
            ("page", str(question.page) if question.page > 1 else ""),
            ("widen", "" if question.widen else "false"),
            ("fold", "true" if question.fold else ""),
        ]
        values += [("year", str(year)) for year in filters.years]
        return f"{path}?" + urlencode([(name, value) for name, value in values if value])

    def to_page(self, page: int) -> str:
        """Another page of the same answer."""
        return Asked(replace(self.question, page=page)).address()

    def widened(self, *, widen: bool) -> str:
        """The same with other names and spellings, or only what was typed."""
        return Asked(replace(self.question, widen=widen, page=1)).address()

    def folded(self, *, fold: bool) -> str:
        """The same with one hit for each case, or with every hit."""
        return Asked(replace(self.question, fold=fold, page=1)).address()

    def with_query(self, q: str) -> str:
        """Another query with the same filters."""
        return Asked(replace(self.question, query=q, page=1)).address()

    def sorted_by(self, sort: str) -> str:
        """The same in another order."""
        return Asked(replace(self.question, order=Order(sort), page=1)).address()

    def narrowed(self, facet: str, value: str) -> str:
        """Only what has this value of a facet."""
        if facet == "year":
            return self._filtered(replace(self.question.filters, years=(int(value),)))
        return self._filtered(_with(self.question.filters, facet, (value,)))

    def without(self, facet: str) -> str:
        """The same without a filter."""
        if facet == "year":
            return self._filtered(replace(self.question.filters, years=()))
        if facet == "period":
            return self._filtered(replace(self.question.filters, date_from=None, date_to=None))
        return self._filtered(_with(self.question.filters, facet, ()))

    def _filtered(self, filters: Filters) -> str:
        return Asked(replace(self.question, filters=filters, page=1)).address()


def _with(filters: Filters, facet: str, values: tuple[str, ...]) -> Filters:
    match facet:
        case "organization":
            return replace(filters, organizations=values)
        case "body":
            return replace(filters, bodies=values)
        case "kind":
            return replace(filters, kinds=values)
        case "outcome":
            return replace(filters, outcomes=values)
        case "party":
            return replace(filters, parties=values)
        case _:
            return replace(filters, languages=values)


def hit_address(hit: Hit, *, q: str = "", widen: bool = True) -> str:
    """Where a hit leads: to the page of a document that its snippet is from, or to the page of another record."""
    match hit.type:
        case RecordType.ITEM:
            return item_address(hit.id)
        case RecordType.RESOLUTION:
            return decision_address(hit.id)
        case RecordType.MEETING:
            return meeting_address(hit.id)
        case _:
            return document_address(hit.id, q=q, page=hit.page, widen=widen)


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


def organization_address(key: str) -> str:
    """The address of an organization."""
    return f"/organisasjon/{quote(key, safe='')}"


def body_address(body_id: str) -> str:
    """The address of a body."""
    return f"/utvalg/{quote(body_id, safe='/')}"


def meeting_address(meeting_id: str) -> str:
    """The address of a meeting."""
    return f"/mote/{quote(meeting_id, safe='/')}"


def item_address(item_id: str) -> str:
    """The address of one item of a meeting, with what became of it."""
    return f"/behandling/{quote(item_id, safe='/')}"


def decision_address(resolution_id: str) -> str:
    """The permanent address of a resolution."""
    return f"/vedtak/{quote(resolution_id, safe='/')}"


def case_address(organization: str, case_number: str) -> str:
    """The address of a case through the bodies, by what people call it."""
    return f"/sak/{quote(organization, safe='')}/{quote(case_number, safe='/')}"


def case_id_address(case_id: str) -> str:
    """The address of one case, where its number does not tell it apart or it has none."""
    return f"/saksgang/{quote(case_id, safe='/')}"


def calendar_address(month: dt.date, organization: str = "", *, as_list: bool = False) -> str:
    """The address of a month of meetings."""
    values = {"organisasjon": organization, "vis": "liste" if as_list else ""}
    given = urlencode({name: value for name, value in values.items() if value})
    return f"/moter/{month:%Y-%m}{'?' if given else ''}{given}"


def coverage_address(source: str) -> str:
    """The address of what is covered of a source, and what is not."""
    return f"/dekning/{quote(source, safe='')}"


def missing_address(about: str) -> str:
    """The address of a report that something about a page is missing or wrong."""
    return "/mangler?" + urlencode({"side": about})
