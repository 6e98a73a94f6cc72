"""A county with two bodies, their meetings, a case through both, and papers with text: a real store and index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from harvester.config import OrganizationSettings, Source
from harvester.extract import fingerprint
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
    MeetingStatus,
    Outcome,
    Page,
    Provenance,
    Record,
    Resolution,
    Verdict,
    Window,
)
from harvester.store import Moment, SourceCounts, SourceOutcome, Store, Validators, open_store
from harvester.store.runs import Counts
from search.index import bring_up_to_date
from search.publishing import publish

NIGHT = dt.datetime(2026, 11, 24, 3, 30, tzinfo=OSLO)
WINDOW = Window(first=dt.date(2026, 1, 1), last=dt.date(2027, 6, 1))
SOURCE = Source(
    key="austmark",
    name="Austmark",
    platform="jupiter",
    base_url="https://innsyn.example.org/",
    organization=OrganizationSettings(key="austmark", name="Austmark fylkeskommune", number="97"),
)
COUNCIL, EXECUTIVE = "austmark/body.ft", "austmark/body.fu"
CASE_NUMBER = "2025/77"


def provenance() -> Provenance:
    return Provenance(
        source="austmark",
        platform="jupiter",
        page_url="https://innsyn.example.org/møte",
        retrieved_at=NIGHT,
        content_sha256="0" * 64,
    )


def meeting(
    key: str,
    body: str,
    start: dt.datetime,
    *,
    status: MeetingStatus | None = None,
    time_known: bool = True,
    place: str | None = None,
) -> Meeting:
    return Meeting(
        id=f"austmark/meeting.{key}",
        bodies=(body,),
        title="Møte",
        start=start,
        time_known=time_known,
        place=place,
        status=status,
        url=f"https://innsyn.example.org/møte/{key}",
        provenance=provenance(),
    )


def item(key: str, of: str, number: int, title: str) -> AgendaItem:
    return AgendaItem(
        id=f"austmark/item.{key}",
        meeting=f"austmark/meeting.{of}",
        number=f"PS {number}/26",
        sequence=number,
        year=2026,
        position=1,
        section=None,
        kind=ItemKind.POLITICAL,
        title=title,
        case_number=CASE_NUMBER,
        closed=False,
        provenance=provenance(),
    )


def paper(
    key: str, of: str, title: str, *, at_item: str | None = None, kind: DocumentKind = DocumentKind.MINUTES
) -> Document:
    return Document(
        id=f"austmark/document.{key}",
        meeting=f"austmark/meeting.{of}",
        item=f"austmark/item.{at_item}" if at_item else None,
        kind=kind,
        title=title,
        url=f"https://innsyn.example.org/{key}.pdf",
        provenance=provenance(),
    )


def resolution(key: str, of: str, text: str) -> Resolution:
    return Resolution(
        id=f"austmark/resolution.{key}",
        item=f"austmark/item.{of}",
        recommendation="Fylkestinget vedtar skoleskyss til den ene bostedsadressen.",
        resolution=text,
        outcome=Outcome.ADOPTED,
        votes_for=30,
        votes_against=5,
        unanimous=False,
        page_from=0,
        page_to=0,
        sentence=text,
        provenance=provenance(),
    )


def records() -> list[Record]:
    """The county as it is on the first night."""
    return [
        Body(id=COUNCIL, organization="austmark", name="Fylkestinget", kind=BodyKind.COUNCIL, provenance=provenance()),
        Body(
            id=EXECUTIVE,
            organization="austmark",
            name="Fylkesutvalget",
            kind=BodyKind.EXECUTIVE,
            provenance=provenance(),
        ),
        meeting("1", EXECUTIVE, dt.datetime(2026, 10, 20, 9, tzinfo=OSLO), status=MeetingStatus.HELD),
        meeting("2", COUNCIL, dt.datetime(2026, 11, 10, 10, tzinfo=OSLO), place="Fylkeshuset, møterom «Ål»; 2. etasje"),
        meeting("3", COUNCIL, dt.datetime(2026, 12, 8, 10, tzinfo=OSLO), status=MeetingStatus.CANCELLED),
        meeting("4", COUNCIL, dt.datetime(2027, 1, 19, tzinfo=OSLO), time_known=False),
        item("1", "1", 12, "Skoleskyss ved delt bosted"),
        item("2", "2", 41, "Skoleskyss ved delt bosted"),
        paper("1", "1", "Protokoll fra fylkesutvalget"),
        paper("2", "2", "Protokoll fra fylkestinget"),
        resolution("2", "2", "Fylkestinget vedtar skoleskyss til begge bostedsadresser."),
    ]


PAGES = {
    "1": ("Innkalling og saksliste.", "Fylkesutvalget drøftet skoleskyss ved delt bosted."),
    "2": ("Fylkestinget vedtok skoleskyss til begge bostedsadresser.",),
}


def night(
    data: Path, found: Sequence[Record], pages: Mapping[str, Sequence[str]], now: dt.datetime, *, tells: bool = True
) -> None:
    """What a good night leaves behind: records, texts and index, and publications when it ``tells`` readers."""
    with open_store(data) as store:
        store.records.register(SOURCE)
        run = store.runs.begin(now)
        store.runs.begin_source(run, SOURCE, WINDOW, now)
        moment = Moment(run=run, source="austmark", now=now)
        store.records.save(moment, found)
        for key, texts in pages.items():
            read(store, moment, f"austmark/document.{key}", texts)
        end(store, run, Verdict.GOOD, now)
        index(store, data)
        if tells:
            publish(store, now)


def failed_night(data: Path, now: dt.datetime) -> None:
    """A night in which the source did not answer."""
    with open_store(data) as store:
        run = store.runs.begin(now)
        store.runs.begin_source(run, SOURCE, WINDOW, now)
        end(store, run, Verdict.FAILED, now)


def tell(store: Store, data: Path, now: dt.datetime) -> None:
    """Index what is there, and publish it."""
    index(store, data)
    publish(store, now)


def index(store: Store, data: Path) -> None:
    """Tie what belongs together, and index it."""
    store.linking.link()
    bring_up_to_date(store, data)


def read(store: Store, moment: Moment, document: str, texts: Sequence[str]) -> None:
    """A document that was fetched and read."""
    text = ExtractedText(
        pages=tuple(Page(number=number, text=page) for number, page in enumerate(texts, start=1)),
        language=Language.BOKMAL,
        extractor="test",
        extractor_version="1",
    )
    content = "\f".join(texts).encode()
    store.documents.fetched(moment, document, content, "application/pdf", Validators(etag=None, last_modified=None))
    for pending in store.documents.pending():
        store.documents.read(moment, pending.version, text, fingerprint(text, pending.sha256))


def end(store: Store, run: int, verdict: Verdict, now: dt.datetime) -> None:
    """The source and the run are through."""
    counts = SourceCounts(meetings=Counts(), items=Counts(), documents=Counts())
    outcome = SourceOutcome(verdict=verdict, reason="", requests=1, downloads=0, counts=counts, failed=())
    store.runs.end_source(run, "austmark", outcome, now)
    store.runs.end(run, verdict, now)
