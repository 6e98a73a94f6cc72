"""Numbers, days and times as portals print them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.portals.numbers import (
    ItemNumber,
    Moment,
    days_in,
    names_a_document,
    read_case_number,
    read_day,
    read_item_number,
    read_moment,
    read_published,
    read_treatment,
)


@pytest.mark.parametrize(
    ("printed", "meeting_year", "sequence", "year"),
    [
        ("55/21", 2021, 55, 2021),
        ("PS 12/24", 2024, 12, 2024),
        ("FT 93/17", 2017, 93, 2017),
        ("0174/24", 2024, 174, 2024),
        ("001/26", 2026, 1, 2026),
        ("13/11", 2013, 11, 2013),
        ("13/11", 2011, 13, 2011),
        ("13/13", 2013, 13, 2013),
        ("1/2026", 2026, 1, 2026),
        ("PS 1/2026", 2025, 1, 2026),
        ("120/98", 1998, 120, 1998),
        ("7", 2026, 7, None),
        ("5/23", 2024, 5, None),
        ("113/11", 2013, 113, None),
        ("14/25", 2024, None, None),
        ("2013/13", 2013, None, 2013),
        ("2013/11", 2013, 11, 2013),
        ("A", 2026, None, None),
        ("", 2026, None, None),
        ("12345/26", 2026, None, None),
        ("٣/٢٦", 2026, None, None),
    ],
)
def test_item_number_has_the_parts_that_are_certain(
    printed: str, meeting_year: int, sequence: int | None, year: int | None
) -> None:
    """Number first or year first, told by the year of the meeting; what that leaves open stays open."""
    assert read_item_number(printed, meeting_year=meeting_year) == ItemNumber(sequence=sequence, year=year)


@given(st.integers(1, 999), st.integers(2000, 2060))
def test_item_number_of_the_meetings_year_is_read_back(sequence: int, year: int) -> None:
    """Any sequence that is not itself the short year comes back from how it is printed."""
    number = read_item_number(f"{sequence}/{year % 100:02}", meeting_year=year)

    assert number.year == year
    assert number.sequence == sequence


@pytest.mark.parametrize(
    ("printed", "case_number", "of_document"),
    [
        ("21/03876-6", "21/03876", True),
        ("21/03876", "21/03876", False),
        ("2025/9204", "2025/9204", False),
        ("23/17479- 11", "23/17479", True),
        ("20/18948 -13", "20/18948", True),
        ("ukjent", None, False),
        ("", None, False),
        ("21/03876-6, 21/99", None, False),
    ],
)
def test_case_number_loses_the_documents_part(printed: str, case_number: str | None, of_document: bool) -> None:
    """The last part counts documents of the case, also when a table has broken the line before it."""
    assert read_case_number(printed) == case_number
    assert names_a_document(printed) is of_document


@pytest.mark.parametrize(
    ("printed", "day", "time"),
    [
        ("23.04.2018 10:00", dt.date(2018, 4, 23), dt.time(10)),
        ("23.4.2018 kl. 9.05", dt.date(2018, 4, 23), dt.time(9, 5)),
        ("23.04.2018 KL 09:05", dt.date(2018, 4, 23), dt.time(9, 5)),
        ("23.04.18", dt.date(2018, 4, 23), None),
        ("23.04.2018, 10:00", dt.date(2018, 4, 23), dt.time(10)),
    ],
)
def test_moment_is_a_day_and_perhaps_a_time(printed: str, day: dt.date, time: dt.time | None) -> None:
    """Time is None when none is printed, not midnight."""
    assert read_moment(printed) == Moment(day=day, time=time)


@pytest.mark.parametrize(
    "printed", ["", "10:00", "31.02.2018", "23.04.2018 24:00", "23.04.2018 10:00 12:00", "23.04", "23.04.201"]
)
def test_what_is_no_moment_is_none(printed: str) -> None:
    """A day that does not exist is not moved to one that does."""
    assert read_moment(printed) is None


def test_days_are_found_in_text() -> None:
    """Every day with a year, and no piece of a longer number."""
    text = "Fylkestinget 11.06.2018 - 12.06.18, versjon 1.2.2018.3, kl. 10.00, 32.01.2018, 23.04"

    assert days_in(text) == (dt.date(2018, 6, 11), dt.date(2018, 6, 12))
    assert read_day("11.06.2018") == dt.date(2018, 6, 11)
    assert read_day("den 11.06.2018") is None


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Saksliste (publisert 18.03.2025)", dt.date(2025, 3, 18)),
        ("Debatthefte - publisert 07.02.24", dt.date(2024, 2, 7)),
        ("Saksliste 18.03.2025", None),
        ("Saksliste (publisert 18.13.2025)", None),
    ],
)
def test_published_day_needs_the_word(title: str, day: dt.date | None) -> None:
    """The day of the meeting in a title is not the day of publication."""
    assert read_published(title) == day


def test_treatment_has_number_body_and_day() -> None:
    """The body may hold commas; what lacks a part is no treatment."""
    treatment = read_treatment("0032/20, Kultur, idretts- og friluftsutvalget, 13.05.2020")

    assert treatment is not None
    assert (treatment.number, treatment.body) == ("0032/20", "Kultur, idretts- og friluftsutvalget")
    assert treatment.day == dt.date(2020, 5, 13)
    for text in ("0032/20, 13.05.2020", "Kart, plan, 13.05.2020", "0032/20, Kommunestyret", "Vedtak", ""):
        assert read_treatment(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text: str) -> None:
    """Whatever is printed, the answer is a value or None."""
    read_item_number(text, meeting_year=2026)
    read_case_number(text)
    read_moment(text)
    read_published(f"publisert {text}")
    read_treatment(text)
    assert all(isinstance(day, dt.date) for day in days_in(text))
