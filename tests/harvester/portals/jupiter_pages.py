"""Small pages in Jupiter's markup, and what the adapter reads in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from harvester.config import Source
from harvester.model import OSLO, AgendaItem, Body, Document, Meeting, Window
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind, Parsed

BASE = "http://innsyn.austmark.example"
HEADING = "Fylkestinget, 23.04.2018 10:00"


def source(base_url: str = f"{BASE}/motekalender", bodies: Iterable[Mapping[str, str]] = ()) -> Source:
    """A source on Jupiter."""
    return Source.model_validate(
        {
            "key": "austmark",
            "name": "Austmark",
            "platform": "jupiter",
            "base_url": base_url,
            "organization": {"key": "austmark-fylke", "name": "Austmark fylkeskommune"},
            "bodies": list(bodies),
        }
    )


COUNCILS = source(
    bodies=[
        {"name": "Fylkestinget i Austmark", "code": "FTA"},
        {"name": "Fylkestinget i Vestmark", "code": "FTV", "organization": "vestmark-fylke"},
        {"name": "Komité for kultur og idrett", "code": "KKI"},
    ]
)


def parse(
    html: str,
    kind: PageKind = PageKind.MEETING,
    *,
    url: str = f"{BASE}/motedag?offmoteid=21258",
    of: Source | None = None,
    context: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
    content_type: str = "text/html",
) -> Parsed:
    """What Jupiter reads in ``html``; the window is the year 2018."""
    page = FetchedPage(
        url=url,
        kind=kind,
        status=200,
        content_type=content_type,
        body=html.encode(encoding),
        retrieved_at=dt.datetime(2018, 5, 1, 3, 30, tzinfo=OSLO),
        window=Window(first=dt.date(2018, 1, 1), last=dt.date(2018, 12, 31)),
        context=context or {},
    )
    return portal("jupiter").parse(of or source(), page)


def calendar(html: str, url: str = f"{BASE}/motekalender") -> Parsed:
    """What Jupiter reads in a calendar."""
    return parse(html, PageKind.CALENDAR, url=url)


def table_calendar(cells: str) -> str:
    """The older calendar around ``cells``."""
    return f"<div id='motekalender_table'><table><tr>{cells}</tr></table></div>"


def year_calendar(cells: str) -> str:
    """The newer calendar around ``cells``."""
    return f"<div id='year-calendar'><table><tr>{cells}</tr></table></div>"


def row(number: str = "55/18", case: str = "18/03876-6", title: str = "Ny bru", papers: str = "") -> str:
    """One row of an agenda."""
    return f"<tr><td>{number}</td><td>{case}</td><td style='text-align: left;'>{title}</td><td>{papers}</td></tr>"


def link(key: str, text: str) -> str:
    """One document in the list of an item."""
    return f"<ul><li><a href='/application/getMoteDokument?dokid={key}'>{text}</a></li></ul>"


def agenda(*rows: str, heading: str = HEADING, section: str = "Saker til behandling") -> str:
    """A meeting page with one section."""
    return f"<div><h3>{heading}</h3><h4>{section}</h4> <table>{''.join(rows)}</table></div>"


def meeting(parsed: Parsed) -> Meeting:
    """The one meeting."""
    (found,) = [record for record in parsed.records if isinstance(record, Meeting)]
    return found


def bodies(parsed: Parsed) -> list[Body]:
    """The bodies."""
    return [record for record in parsed.records if isinstance(record, Body)]


def items(parsed: Parsed) -> list[AgendaItem]:
    """The items."""
    return [record for record in parsed.records if isinstance(record, AgendaItem)]


def documents(parsed: Parsed) -> list[Document]:
    """The documents."""
    return [record for record in parsed.records if isinstance(record, Document)]
