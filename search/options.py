"""What may be given beside a query: names, kinds, days and orders as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from harvester.model import DocumentKind
from search.backends.base import Order
from search.errors import QueryError
from search.vocabulary import KINDS

Day = dt.date | str | None
Names = str | Sequence[str] | None


def several(names: Names) -> tuple[str, ...]:
    """The names that were given, none, one or many."""
    given = (names,) if isinstance(names, str) else tuple(names or ())
    return tuple(name.strip() for name in given if name.strip())


def kind_named(name: str) -> str:
    """The kind of document with this name, ours or a Norwegian one.

    Raises:
        QueryError: there is none.
    """
    kinds = tuple(kind.value for kind in DocumentKind)
    found = name if name in kinds else KINDS.get(name.casefold())
    if found is None:
        raise QueryError(f"there is no kind {name!r}; kinds: {', '.join(kinds)}", kinds)
    return str(found)


def day(value: Day, name: str) -> dt.date | None:
    """The date that was given for ``name``.

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


def order_named(sort: str) -> Order:
    """The order with this name.

    Raises:
        QueryError: there is none.
    """
    orders = tuple(order.value for order in Order)
    if sort not in orders:
        raise QueryError(f"there is no order {sort!r}; orders: {', '.join(orders)}", orders)
    return Order(sort)
