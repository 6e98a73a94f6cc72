"""A treated item of a paper and the item of the agenda that it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from harvester.cases.ties import Listed, Paper, Place, Sitting, TieKind, Told, tie
from harvester.model import DocumentKind

DAY = dt.date(2026, 3, 12)
SCHOOL = Listed(
    id="s/ps-12", number="PS 12/26", sequence=12, year=2026, title="Skolebruksplan 2026", case_key="2025-77"
)
ROAD = Listed(id="s/ps-13", number="PS 13/26", sequence=13, year=2026, title="Ny gangvei", case_key="2025-80")
LETTER = Listed(id="s/rs-12", number="RS 12/26", sequence=12, year=2026, title="Brev fra naboer", case_key=None)
COUNCIL = Sitting(day=DAY, bodies=("Kommunestyret",), items=(SCHOOL, ROAD, LETTER))
TOLD = Told(printed="PS 12/26", prefix="PS", sequence=12, year=2026, title="Skolebruksplan 2026", case_key="2025-77")


def minutes(
    *places: Place, body: str | None = "Kommunestyret", day: dt.date | None = DAY, elsewhere: tuple[Sitting, ...] = ()
) -> Paper:
    """Minutes with this head."""
    return Paper(kind=DocumentKind.MINUTES, body=body, day=day, single=False, places=places, elsewhere=elsewhere)


def extract(*places: Place, day: dt.date | None = DAY, elsewhere: tuple[Sitting, ...] = ()) -> Paper:
    """An extract of minutes in these places."""
    return Paper(
        kind=DocumentKind.MINUTES_EXTRACT,
        body="Kommunestyret",
        day=day,
        single=True,
        places=places,
        elsewhere=elsewhere,
    )


def at(sitting: Sitting = COUNCIL, *, item: str | None = None, history: bool = False) -> Place:
    """A place in a meeting."""
    return Place(sitting=sitting, item=item, history=history)


def test_minutes_are_tied_by_number_in_their_meeting() -> None:
    """The evidence names number, body and day."""
    found = tie(TOLD, minutes(at()))

    assert (found.item, found.kind) == (SCHOOL.id, TieKind.NUMBER)
    assert found.evidence == "number PS 12/26 in Kommunestyret's meeting 2026-03-12"


def test_series_are_told_apart() -> None:
    """PS 12/26 and RS 12/26 are two items; a number without a series is the one whose case or title is told."""
    assert tie(replace(TOLD, prefix="RS", title=LETTER.title, case_key=None), minutes(at())).item == LETTER.id
    assert tie(replace(TOLD, prefix=None), minutes(at())).item == SCHOOL.id


def test_a_number_that_several_items_have_is_not_guessed() -> None:
    """Without case and title nothing tells two items of one number apart."""
    found = tie(replace(TOLD, prefix=None, title=None, case_key=None), minutes(at()))

    assert found.item is None
    assert found.evidence == "2 items of Kommunestyret 2026-03-12 have the number PS 12/26"


def test_a_title_alone_never_ties() -> None:
    """The same title under another number and another case is another item."""
    found = tie(replace(TOLD, sequence=99, printed="PS 99/26", case_key="2024-1"), minutes(at()))

    assert (found.item, found.kind) == (None, None)
    assert found.evidence == "the portal lists no item PS 99/26 in Kommunestyret's meeting 2026-03-12"


def test_a_number_is_not_believed_when_case_and_title_are_others() -> None:
    """Agendas are numbered anew after they are sent out; then the number leads to the wrong item."""
    found = tie(replace(TOLD, title="Budsjett for havna", case_key="2026-5"), minutes(at()))

    assert found.item is None
    assert "another case and title" in found.evidence


def test_the_case_ties_where_the_portal_prints_another_number() -> None:
    """One item of the meeting has the case, its title agrees, and nothing else has the number."""
    misprinted = replace(SCHOOL, number="PS 11/26", sequence=11)
    sitting = replace(COUNCIL, items=(misprinted, ROAD))
    found = tie(TOLD, minutes(at(sitting)))

    assert (found.item, found.kind) == (SCHOOL.id, TieKind.CASE_NUMBER)
    assert found.evidence.endswith("where the portal prints PS 11/26")


def test_minutes_put_up_for_approval_belong_to_their_own_meeting() -> None:
    """Under the next meeting's agenda, too, they tell of the meeting of their own day."""
    later = Sitting(day=dt.date(2026, 4, 9), bodies=("Kommunestyret",), items=(replace(SCHOOL, id="s/later"),))
    found = tie(TOLD, minutes(at(later), elsewhere=(COUNCIL,)))

    assert found.item == SCHOOL.id


@pytest.mark.parametrize("body", ["Kommunestyre", "Kommunestyret i Austmark kommune"])
def test_a_paper_without_a_place_is_tied_by_body_and_day(body: str) -> None:
    """Imported minutes name their body and day; endings and the municipality's name make no difference."""
    assert tie(TOLD, minutes(body=body, elsewhere=(COUNCIL,))).item == SCHOOL.id


def test_of_two_bodies_the_one_of_that_very_name_is_meant() -> None:
    """``Utvalg for skole`` is not ``Utvalg for skole og kultur`` of the same day."""
    own = Sitting(day=DAY, bodies=("Utvalg for skole",), items=(replace(SCHOOL, id="s/own"),))
    other = Sitting(day=DAY, bodies=("Utvalg for skole og kultur",), items=(replace(SCHOOL, id="s/other"),))

    assert tie(TOLD, minutes(body="Utvalg for skole", elsewhere=(other, own))).item == "s/own"


@pytest.mark.parametrize(
    ("body", "day", "why"),
    [
        ("Formannskapet", DAY, "no meeting of Formannskapet on 2026-03-12 is known"),
        ("Kommunestyret", dt.date(2026, 3, 13), "no meeting of Kommunestyret on 2026-03-13 is known"),
        (None, None, "the paper does not say of which day it is"),
    ],
)
def test_without_body_and_day_nothing_is_tied(body: str | None, day: dt.date | None, why: str) -> None:
    """And the reason is said."""
    found = tie(TOLD, minutes(body=body, day=day, elsewhere=(COUNCIL,)))

    assert (found.item, found.evidence) == (None, why)


def test_an_extract_is_of_the_item_under_which_it_lies() -> None:
    """A resolution that the portal names as the item's is a link of its own."""
    lying = extract(at(item=SCHOOL.id))
    named = replace(lying, kind=DocumentKind.RESOLUTION)

    assert (tie(TOLD, lying).item, tie(TOLD, lying).kind) == (SCHOOL.id, TieKind.PAPER)
    assert (tie(TOLD, named).item, tie(TOLD, named).kind) == (SCHOOL.id, TieKind.PORTAL)


def test_an_extract_of_an_earlier_body_is_not_of_the_item_under_which_it_lies() -> None:
    """Attached to the council's item, it tells of the committee's own item of its own day."""
    committee = Sitting(
        day=dt.date(2026, 2, 3),
        bodies=("Kommunestyret",),
        items=(replace(SCHOOL, id="s/committee", number="PS 4/26", sequence=4),),
    )
    told = replace(TOLD, printed="PS 4/26", sequence=4)
    attached = extract(at(item=SCHOOL.id), day=committee.day, elsewhere=(committee,))
    in_history = extract(at(item=SCHOOL.id, history=True), day=committee.day)

    assert tie(told, attached).item == "s/committee"
    assert tie(told, in_history).item is None


def test_a_number_whose_year_is_not_certain_is_compared_as_printed() -> None:
    """``13/11`` can be item 13 of 2011 or item 11 of 2013; the paper knows which."""
    listed = Listed(id="s/old", number="13/11", sequence=None, year=None, title="Skolebruksplan", case_key=None)
    sitting = Sitting(day=dt.date(2013, 3, 1), bodies=("Fylkestinget",), items=(listed,))
    told = Told(printed="13/11", prefix=None, sequence=11, year=2013, title="Skolebruksplan", case_key=None)

    assert tie(told, minutes(at(sitting), day=sitting.day)).item == "s/old"
    assert tie(replace(told, sequence=12), minutes(at(sitting), day=sitting.day)).item is None
