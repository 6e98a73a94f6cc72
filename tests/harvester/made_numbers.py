"""Identity numbers that belong to nobody, computed here: their months are raised by 80, as those of the tax office's
test register are, or the date has not come yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def with_controls(nine: str) -> str | None:
    """Nine digits with their two control digits; None where there are none, as the rule wants a 10."""
    first = -sum(int(digit) * weight for digit, weight in zip(nine, _FIRST, strict=True)) % 11
    if first == 10:
        return None
    second = -sum(int(digit) * weight for digit, weight in zip(f"{nine}{first}", _SECOND, strict=True)) % 11
    return None if second == 10 else f"{nine}{first}{second}"


def made_numbers(*, day: int = 1, month: int = 81, year: int = 70) -> Iterator[str]:
    """Numbers of that date, those of the 20th century first."""
    for individual in range(500):
        made = with_controls(f"{day:02}{month:02}{year:02}{individual:03}")
        if made is not None:
            yield made


def made_number(*, day: int = 1, month: int = 81, year: int = 70) -> str:
    """One number of that date."""
    return next(made_numbers(day=day, month=month, year=year))


def unborn_number() -> str:
    """A number without anything added to its month, of somebody who is to be born on the last day of 2039."""
    return next(made for individual in range(500, 750) if (made := with_controls(f"311239{individual}")))


def some_numbers(count: int, *, month: int = 81) -> list[str]:
    """So many different numbers."""
    return list(islice(made_numbers(month=month), count))
