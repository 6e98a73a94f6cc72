"""A case that goes through three bodies, with the minutes in which they tell what they resolved; all of it made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from harvester.extract import fingerprint
from harvester.model import (
    OSLO,
    AgendaItem,
    Body,
    BodyKind,
    Document,
    DocumentKind,
    ItemKind,
    Meeting,
    MeetingStatus,
    Record,
)
from harvester.stopping import Stop
from harvester.store import MinutesCounts, Store, Validators
from harvester.taking_apart import take_apart
from tests.harvester.store.store_samples import NIGHT, SOURCE, moment, provenance, text

CASE = "25/00077"
TITLE = "Skolebruksplan 2026 for Lyngvær"
NOW = dt.datetime(2026, 4, 20, 3, 30, tzinfo=OSLO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Treated:
    """One item in minutes: what was recommended, how it was voted, what was resolved."""

    number: str
    title: str = TITLE
    case_number: str = CASE
    recommendation: str = "Planen vedtas."
    voting: str = "Innstillingen ble enstemmig vedtatt."
    resolution: str = "Planen vedtas."


def body(key: str, name: str, kind: BodyKind) -> Body:
    """A body of the municipality."""
    return Body(id=f"austmark/body.{key}", organization="austmark", name=name, kind=kind, provenance=provenance())


COMMITTEE = body("sk", "Utvalg for skole", BodyKind.COMMITTEE)
EXECUTIVE = body("fs", "Formannskapet", BodyKind.EXECUTIVE)
COUNCIL = body("ks", "Kommunestyret", BodyKind.COUNCIL)


def meeting(key: str, of: Body, day: dt.date, *, status: MeetingStatus | None = None) -> Meeting:
    """A meeting of one body at ten o'clock."""
    return Meeting(
        id=f"austmark/{key}",
        bodies=(of.id,),
        title=of.name,
        start=dt.datetime.combine(day, dt.time(10), tzinfo=OSLO),
        time_known=True,
        status=status,
        url=f"http://127.0.0.1:1/motedag?offmoteid={key}",
        provenance=provenance(),
    )


def item(of: str, number: str, *, title: str | None = TITLE, case_number: str | None = CASE) -> AgendaItem:
    """An item of the agenda of a meeting."""
    sequence = int(number.rsplit(maxsplit=1)[-1].split("/", maxsplit=1)[0])
    return AgendaItem(
        id=f"austmark/{of}.{sequence}",
        meeting=f"austmark/{of}",
        number=number,
        sequence=sequence,
        year=2026,
        position=sequence,
        section=None,
        kind=ItemKind.POLITICAL,
        title=title,
        case_number=case_number,
        closed=title is None,
        provenance=provenance(),
    )


def paper(
    key: str, of: str | None, kind: DocumentKind, *, at_item: str | None = None, history: bool = False
) -> Document:
    """A paper of a meeting, or of one of its items."""
    return Document(
        id=f"austmark/{key}",
        meeting=f"austmark/{of}" if of else None,
        item=f"austmark/{of}.{at_item}" if at_item else None,
        kind=kind,
        title=f"{kind.value} {key}",
        url=f"http://127.0.0.1:1/dok?dokid={key}",
        history=history,
        provenance=provenance(),
    )


def minutes_of(of: Body, day: dt.date, *treated: Treated) -> str:
    """Minutes as a secretary writes them, on one page."""
    head = f"Lyngvær kommune\nMøteprotokoll\nUtvalg: {of.name}\nMøtested: Rådhuset\nDato: {day:%d.%m.%Y}\nTid: 10:00\n"
    listed = "".join(f"{each.number} {each.case_number} {each.title}\n" for each in treated)
    parts = (
        f"{each.number} {each.title}\nInnstilling:\n{each.recommendation}\nBehandling:\n{each.voting}\n"
        f"Vedtak:\n{each.resolution}\n"
        for each in treated
    )
    return f"{head}Sakliste\nSak nr. Arkivsak Sakstittel\n{listed}{''.join(parts)}"


def extract_of(of: Body, day: dt.date, treated: Treated) -> str:
    """The extract of the minutes for one item."""
    number = treated.number.split()[-1].replace("/26", "/2026")
    return (
        f"{of.name.removesuffix('et')}s behandling av sak {number} i møte den {day:%d.%m.%Y}:\n{treated.title}\n"
        f"Innstilling:\n{treated.recommendation}\nBehandling:\n{treated.voting}\nVedtak:\n{treated.resolution}\n"
    )


def save(store: Store, *records: Record, run: int = 1) -> None:
    """Keep records as those of one page."""
    store.records.save(moment(run), records)


def keep(store: Store, document: str, *pages: str, run: int = 1) -> None:
    """Keep the pages as the newest text of a document."""
    at = moment(run)
    nothing = Validators(etag=None, last_modified=None)
    store.documents.fetched(at, f"austmark/{document}", "\f".join(pages).encode(), "text/plain", nothing)
    for pending in store.documents.pending():
        read = text(*pages)
        store.documents.read(at, pending.version, read, fingerprint(read, pending.sha256))


def take_all_apart(store: Store) -> MinutesCounts:
    """Take every paper apart and tie what it says."""
    return take_apart(store, clock=lambda: NIGHT, cpu_seconds=60, stop=Stop())


def three_bodies(store: Store) -> None:
    """The school plan: put off by the committee, recommended by it, carried on, and adopted otherwise by the council."""
    store.records.register(SOURCE)
    first, second = dt.date(2026, 2, 3), dt.date(2026, 3, 3)
    third, last = dt.date(2026, 3, 10), dt.date(2026, 3, 24)
    put_off = Treated(
        number="PS 4/26", voting="Saken ble enstemmig vedtatt utsatt.", resolution="Saken utsettes til neste møte."
    )
    contested = Treated(number="PS 9/26", voting="Innstillingen ble vedtatt mot 2 stemmer (FrP).")
    unanimous = Treated(number="PS 11/26")
    changed = Treated(
        number="PS 12/26",
        voting="For forslaget stemte 5: Kari Nordmann (AP), Ola Nordmann (H).\nDermed ble forslaget vedtatt.",
        resolution="Planen vedtas. Rammen økes til 40 millioner kroner.",
    )
    steps = (
        ("m1", COMMITTEE, first, put_off),
        ("m2", COMMITTEE, second, contested),
        ("m3", EXECUTIVE, third, unanimous),
        ("m4", COUNCIL, last, changed),
    )
    save(store, COMMITTEE, EXECUTIVE, COUNCIL)
    for key, of, day, treated in steps:
        save(
            store,
            meeting(key, of, day),
            item(key, treated.number),
            paper(f"{key}-minutes", key, DocumentKind.MINUTES),
        )
        keep(store, f"{key}-minutes", minutes_of(of, day, treated))
