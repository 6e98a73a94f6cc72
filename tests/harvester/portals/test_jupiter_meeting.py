"""The head of Jupiter's meeting page: bodies, time, place and status."""

from __future__ import annotations

import datetime as dt

import pytest

from harvester.errors import PageError
from harvester.ids import text_key
from harvester.model import BodyKind, MeetingStatus
from harvester.portals.planned import BODY_CODES
from tests.harvester.portals.jupiter_pages import BASE, COUNCILS, HEADING, agenda, bodies, meeting, parse, row


def test_body_with_commas_keeps_its_name() -> None:
    """The heading is split at its last comma."""
    parsed = parse(agenda(heading="Komité for samferdsel, miljø og overordnet planlegging, 23.04.2018 10:00"))

    (body,) = bodies(parsed)
    assert body.name == meeting(parsed).title == "Komité for samferdsel, miljø og overordnet planlegging"
    assert body.kind is BodyKind.COMMITTEE


@pytest.mark.parametrize(
    ("printed", "start", "known"),
    [
        ("23.07.2018 23:30", "2018-07-23T21:30:00+00:00", True),
        ("23.01.2018 23:30", "2018-01-23T22:30:00+00:00", True),
        ("28.10.2018 02:30", "2018-10-28T00:30:00+00:00", True),
        ("28.10.2018", "2018-10-27T22:00:00+00:00", False),
        ("01.01.2018 kl. 00.15", "2017-12-31T23:15:00+00:00", True),
    ],
)
def test_times_are_those_of_oslo(printed: str, start: str, known: bool) -> None:
    """Late meetings keep their day in summer and winter and on the night when summer time ends; no time is no time."""
    found = meeting(parse(agenda(heading=f"Fylkestinget, {printed}")))

    assert found.start.astimezone(dt.UTC).isoformat() == start
    assert found.time_known is known
    assert found.end is None


@pytest.mark.parametrize(
    "heading",
    [
        "Fylkestinget 23.04.2018",
        "Fylkestinget, mandag 23. april",
        "Fylkestinget, 31.02.2018",
        "Fylkestinget, 23.04.2018 25:00",
        ", 23.04.2018",
        "",
        "x" * 400 + ", 23.04.2018",
    ],
)
def test_changed_heading_raises(heading: str) -> None:
    """A heading that is no body and day is never a meeting at some other time."""
    with pytest.raises(PageError, match="a first h3 such as"):
        parse(agenda(row(), heading=heading))


@pytest.mark.parametrize(
    ("label", "status"),
    [
        ("<span>Avlyst</span>", MeetingStatus.CANCELLED),
        ("<b><i></i></b><span>UTSETT</span>", MeetingStatus.POSTPONED),
        ("<small>Gjennomført</small>", MeetingStatus.HELD),
        ("<i class='icon'></i>", None),
        ("", None),
    ],
)
def test_status_is_what_the_portal_says(label: str, status: MeetingStatus | None) -> None:
    """A known word in the heading is the status; without one it is unknown, even for a meeting long ago."""
    assert meeting(parse(agenda(heading=f"{HEADING} {label}"))).status is status


@pytest.mark.parametrize("label", ["<b>Lukket</b>", "<b>Avlyst</b> <b>Utsatt</b>"])
def test_unclear_status_is_told_and_not_guessed(label: str) -> None:
    """An unknown label, and two that contradict each other, are left out with their words."""
    parsed = parse(agenda(heading=f"{HEADING} {label}"))

    assert meeting(parsed).status is None
    assert len(parsed.skipped) == 1


@pytest.mark.parametrize(
    ("paragraphs", "place"),
    [
        ("<p>Sted: Fylkeshuset, Storsalen</p>", "Fylkeshuset, Storsalen"),
        ("<p><b>Stad:</b> Havsund</p>", "Havsund"),
        ("<p>Sted:</p><p>Møtet er åpent</p>", None),
        ("<p>Sted: <br>Møtet er åpent</p>", None),
        ("<p>Velkommen<br/>Sted: Rådhuset<br/>Kontakt: post</p>", "Rådhuset"),
        ("<p>Stedet er ikke bestemt</p>", None),
        ("", None),
    ],
)
def test_place_is_what_stands_on_its_line(paragraphs: str, place: str | None) -> None:
    """An empty place stays unknown; the next sentence is no place."""
    assert meeting(parse(f"<h3>{HEADING}</h3>{paragraphs}<h4>Referatsaker</h4>")).place == place


def test_joint_meeting_of_known_bodies_by_heading() -> None:
    """Two county councils in one heading are two bodies, each of its own organization."""
    parsed = parse(agenda(heading="Fylkestinget i Austmark og Fylkestinget i Vestmark, 23.04.2018"), of=COUNCILS)

    assert [(body.id, body.organization) for body in bodies(parsed)] == [
        ("austmark/fta", "austmark-fylke"),
        ("austmark/ftv", "vestmark-fylke"),
    ]
    assert meeting(parsed).bodies == ("austmark/fta", "austmark/ftv")
    assert meeting(parsed).title == "Fylkestinget i Austmark og Fylkestinget i Vestmark"


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("Komité for kultur og idrett", ["austmark/kki"]),
        ("Komité for kultur og idrett og Fylkestinget i Vestmark", ["austmark/kki", "austmark/ftv"]),
        ("Utvalg for plan og miljø", ["austmark/utvalg-for-plan-og-miljø"]),
        ("Fylkestinget i Austmark og gjester", ["austmark/fylkestinget-i-austmark-og-gjester"]),
        ("???", [f"austmark/{text_key('???')}"]),
    ],
)
def test_og_parts_only_names_that_are_known(heading: str, ids: list[str]) -> None:
    """A name with *og* in it stays one body."""
    parsed = parse(agenda(heading=f"{heading}, 23.04.2018"), of=COUNCILS)

    assert [body.id for body in bodies(parsed)] == ids


@pytest.mark.parametrize(
    ("codes", "ids"),
    [
        ("FTA,FTV", ["austmark/fta", "austmark/ftv"]),
        ("FTV", ["austmark/ftv"]),
        ("ELD", ["austmark/eld"]),
        ("FTA,ELD", ["austmark/fellesmøte"]),
        ("", ["austmark/fellesmøte"]),
    ],
)
def test_codes_of_the_calendar_name_the_bodies(codes: str, ids: list[str]) -> None:
    """Codes that the configuration knows are the bodies; one unknown code belongs to the heading; two tell nothing."""
    parsed = parse(agenda(heading="Fellesmøte, 23.04.2018"), of=COUNCILS, context={BODY_CODES: codes})

    assert [body.id for body in bodies(parsed)] == ids
    assert meeting(parsed).bodies == tuple(ids)


def test_meeting_without_a_number_in_its_address_raises() -> None:
    """Without the portal's own key there is no id, and none is made up."""
    with pytest.raises(PageError, match="the number of a meeting"):
        parse(agenda(row()), url=f"{BASE}/motedag?dato=2018-04-23")


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("utf-8-sig", "text/html"),
        ("utf-16", "text/html"),
        ("cp1252", "text/html; charset=ISO-8859-1"),
        ("cp1252", "text/html"),
        ("cp1252", "text/html; charset=zlib_codec"),
        ("iso8859-15", "text/html; charset=iso-8859-15"),
    ],
)
def test_norwegian_letters_survive_wrong_headers(encoding: str, content_type: str) -> None:
    """Headers are often wrong, so bytes that are UTF-8 are read as such, and others as Windows reads them."""
    html = agenda(heading="Komité for miljø – Ålesund, 23.04.2018".replace("–", "-"))

    assert meeting(parse(html, encoding=encoding, content_type=content_type)).title == "Komité for miljø - Ålesund"
