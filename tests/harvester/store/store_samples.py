"""Small records for the tests of the store."""

from __future__ import annotations

import datetime as dt

from harvester.config import OrganizationSettings, Source
from harvester.model import (
    OSLO,
    AgendaItem,
    Body,
    BodyKind,
    Document,
    DocumentKind,
    ExtractedText,
    ItemKind,
    Language,
    Meeting,
    Page,
    Provenance,
    Window,
)
from harvester.store import Moment

NIGHT = dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO)
WINDOW = Window(first=dt.date(2026, 2, 1), last=dt.date(2026, 11, 1))
SOURCE = Source(
    key="austmark",
    name="Austmark",
    platform="jupiter",
    base_url="http://127.0.0.1:1/motekalender",
    organization=OrganizationSettings(key="austmark", name="Austmark fylkeskommune", number="97"),
)


def moment(run: int, *, hours: float = 0) -> Moment:
    return Moment(run=run, source=SOURCE.key, now=NIGHT + dt.timedelta(hours=hours))


def provenance(page_url: str = "http://127.0.0.1:1/motedag?offmoteid=1", sha256: str = "0" * 64) -> Provenance:
    return Provenance(
        source=SOURCE.key, platform=SOURCE.platform, page_url=page_url, retrieved_at=NIGHT, content_sha256=sha256
    )


def body(key: str = "ft", name: str = "Fylkestinget") -> Body:
    return Body(
        id=f"austmark/body.{key}",
        organization="austmark",
        name=name,
        kind=BodyKind.COUNCIL,
        provenance=provenance(),
    )


def meeting(
    key: str = "1",
    *,
    start: dt.datetime | None = None,
    title: str = "Fylkestinget",
    bodies: tuple[str, ...] = ("austmark/body.ft",),
) -> Meeting:
    return Meeting(
        id=f"austmark/meeting.{key}",
        bodies=bodies,
        title=title,
        start=start or dt.datetime(2026, 6, 10, 10, 0, tzinfo=OSLO),
        time_known=True,
        url="http://127.0.0.1:1/motedag?offmoteid=1",
        provenance=provenance(),
    )


def item(key: str = "1", *, of: str = "1", title: str | None = "Skoleskyss", position: int = 1) -> AgendaItem:
    return AgendaItem(
        id=f"austmark/item.{of}.{key}",
        meeting=f"austmark/meeting.{of}",
        number=f"PS {key}/26",
        sequence=int(key),
        year=2026,
        position=position,
        section=None,
        kind=ItemKind.POLITICAL,
        title=title,
        case_number="2025/77",
        closed=title is None,
        provenance=provenance(),
    )


def document(
    key: str = "1",
    *,
    of: str = "1",
    at_item: str | None = "1",
    title: str = "Saksframlegg",
    history: bool = False,
) -> Document:
    return Document(
        id=f"austmark/document.{key}",
        meeting=f"austmark/meeting.{of}",
        item=f"austmark/item.{of}.{at_item}" if at_item else None,
        kind=DocumentKind.CASE_PAPER,
        title=title,
        url=f"http://127.0.0.1:1/dok?dokid={key}",
        history=history,
        provenance=provenance(),
    )


def text(*pages: str, language: Language = Language.BOKMAL) -> ExtractedText:
    return ExtractedText(
        pages=tuple(Page(number=number, text=page) for number, page in enumerate(pages, start=1)),
        language=language,
        extractor="test",
        extractor_version="1",
    )
