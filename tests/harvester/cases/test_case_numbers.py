"""Case numbers that mean one case have one key."""

from __future__ import annotations

import pytest

from harvester.cases.numbers import case_key


@pytest.mark.parametrize("printed", ["2023/1234", "23/1234", "23/01234", "2023/1234-6", " 23/1234 ", "23 / 1234-"])
def test_one_case_has_one_key(printed: str) -> None:
    """Two or four digits of the year, padding, and the part that counts documents make no difference."""
    assert case_key(printed, year=2024) == "2023-1234"


def test_a_short_year_is_in_the_century_of_the_meeting() -> None:
    """A case is never of a later year than the one after its meeting."""
    assert case_key("98/55", year=2001) == "1998-55"
    assert case_key("01/55", year=2001) == "2001-55"


@pytest.mark.parametrize("printed", [None, "", "PS 12/26", "2023", "uten saksnummer", "1/2/3"])
def test_what_is_no_case_number_has_no_key(printed: str | None) -> None:
    """Nothing is made of words, item numbers with a series, or dates."""
    assert case_key(printed, year=2024) is None
