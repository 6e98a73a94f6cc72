"""A question as it is put: the query with everything that stands beside it, read from what people write.

The command line, the web pages, the API and Python all make a :class:`Question`, so that they cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypedDict, Unpack

from harvester.minutes.names import party_code
from harvester.model import Language, Outcome
from search.backends.base import Filters, Order
from search.errors import QueryError
from search.vocabulary import KIND_VALUES, KINDS, LANGUAGES, OUTCOMES

MOST_PER_PAGE = 100

Day = dt.date | str | None
Names = str | Sequence[str] | None


class Options(TypedDict, total=False):
    """What may be given beside a query, as people write it; what is None or empty asks for nothing.

    ``organization`` is a key or a name, ``body`` the name of a body, ``kind``, ``outcome`` and ``language`` one of ours
    or a Norwegian word for it, ``party`` a party that the votes name, ``year`` that of the meeting; each of them one or
    several. ``date_from`` and ``date_to`` are the first and the last day of the meeting that count, dates or
    ``2024-03-05``. ``sort`` is ``relevance`` or ``date``, newest first; ``page`` counts from 1, and ``per_page`` is at
    most 100. ``widen`` looks for other names of what was typed too, and for other spellings of what nothing has; the
    notes say which. ``fold`` shows only the first hit of each case, and then ``total`` counts cases.
    """

    organization: Names
    body: Names
    kind: Names
    outcome: Names
    language: Names
    party: Names
    year: int | Names
    date_from: Day
    date_to: Day
    sort: str
    page: int
    per_page: int
    widen: bool
    fold: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A query, what narrows it, and which part of the answer is wanted in which order."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    page: int = 1
    per_page: int = 10
    widen: bool = True
    fold: bool = False

    def __post_init__(self) -> None:
        """Refuse a page that cannot be shown.

        Raises:
            QueryError: there is no such page, or it would be too long.
        """
        if self.page < 1:
            raise QueryError(f"page {self.page} does not exist; the first one is 1")
        if not 1 <= self.per_page <= MOST_PER_PAGE:
            raise QueryError(f"{self.per_page} hits a page cannot be shown; from 1 to {MOST_PER_PAGE}")

    @classmethod
    def read(cls, query: str = "", **options: Unpack[Options]) -> Self:
        """The question that is meant by a query and :class:`Options`.

        Raises:
            QueryError: a value cannot be meant.
        """
        return cls(
            query=query,
            filters=Filters(
                organizations=_several(options.get("organization")),
                bodies=_several(options.get("body")),
                kinds=tuple(_choice(name, "kind", KIND_VALUES, KINDS) for name in _several(options.get("kind"))),
                outcomes=tuple(
                    _choice(name, "outcome", tuple(Outcome), OUTCOMES) for name in _several(options.get("outcome"))
                ),
                languages=tuple(
                    _choice(name, "language", tuple(Language), LANGUAGES) for name in _several(options.get("language"))
                ),
                parties=tuple(party_code(name) or name for name in _several(options.get("party"))),
                years=tuple(map(_year, _several(options.get("year")))),
                date_from=day(options.get("date_from"), "from"),
                date_to=day(options.get("date_to"), "to"),
            ),
            order=_order_named(options.get("sort", Order.RELEVANCE)),
            page=options.get("page", 1),
            per_page=options.get("per_page", 10),
            widen=options.get("widen", True),
            fold=options.get("fold", False),
        )


def _several(names: int | Names) -> tuple[str, ...]:
    """The names that were given, none, one or many."""
    given = (str(names),) if isinstance(names, str | int) else tuple(names or ())
    return tuple(name.strip() for name in given if name.strip())


def _choice(name: str, what: str, values: Sequence[str], names: Mapping[str, str]) -> str:
    """The value with this name, ours or a Norwegian one."""
    found = name if name in values else names.get(name.casefold())
    if found is None:
        raise QueryError(f"there is no {what} {name!r}; {what}s: {', '.join(values)}", tuple(map(str, values)))
    return str(found)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise QueryError(f"year: {text!r} is no year such as 2024")
    return int(text)


def day(value: Day, name: str) -> dt.date | None:
    """The date that was given for ``name``; None for nothing.

    Raises:
        QueryError: it is no date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise QueryError(f"{name}: {value!r} is no date such as 2024-03-05") from error


def _order_named(sort: str) -> Order:
    orders = tuple(order.value for order in Order)
    if sort not in orders:
        raise QueryError(f"there is no order {sort!r}; orders: {', '.join(orders)}", orders)
    return Order(sort)
