"""A municipality whose school plan goes through three bodies, with meetings that come, are off, or have no minutes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from harvester.config import Contact
from harvester.model import OSLO, DocumentKind, MeetingStatus
from harvester.store import Store, open_store
from tests.harvester.store.decision_samples import (
    COMMITTEE,
    COUNCIL,
    NOW,
    Treated,
    item,
    keep,
    meeting,
    minutes_of,
    paper,
    save,
    take_all_apart,
    three_bodies,
)
from tests.search.archives import update_index

DECISION = "/vedtak/austmark/m4-minutes.ps-12-2026"
CASE = "/sak/austmark/25/00077"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CONTACT = Contact(name="Redaksjonen", address="drift@saksgang.example")

PAGES = (
    "/",
    "/sok?q=skolebruksplan",
    "/sok?q=skolebruksplan+finnesikke",
    "/document/austmark/m4-minutes?q=planen",
    "/moter",
    "/moter/2026-03?vis=liste",
    "/moter/2026-04?organisasjon=austmark",
    "/mote/austmark/m4",
    "/mote/austmark/m6",
    "/mote/austmark/m7",
    "/utvalg/austmark/body.ks",
    "/organisasjon/austmark",
    "/behandling/austmark/m5.14",
    "/behandling/austmark/m7.20",
    "/behandling/austmark/m7.21",
    DECISION,
    "/vedtak/austmark/m9-minutes.ps-16-2026",
    CASE,
    "/vedtatt-for",
    "/flere-sok",
    "/endringer",
    "/dekning",
    "/dekning/austmark",
    "/mangler?side=/mote/austmark/m4",
    "/hjelp",
    "/om",
)
"""Every page, and those that look otherwise in another state."""

__all__ = ["CASE", "CONTACT", "DECISION", "EVIL", "NOW", "PAGES", "fill"]


def fill(data: Path) -> None:
    """Keep it all, take the minutes apart, and index what they say."""
    with open_store(data) as store:
        three_bodies(store)
        late = meeting("m5", COMMITTEE, dt.date(2026, 3, 17))
        save(store, late, item("m5", "PS 14/26", title="Ny brannstasjon", case_number="26/00012"))
        save(store, paper("m5-paper", "m5", DocumentKind.CASE_PAPER, at_item="14"))
        keep(store, "m5-paper", "Rådmannen legger fram saken om ny brannstasjon.")
        off = meeting("m6", COMMITTEE, dt.date(2026, 4, 28), status=MeetingStatus.CANCELLED)
        coming = meeting("m7", COUNCIL, dt.date(2026, 5, 12))
        untimed = dataclasses.replace(
            meeting("m8", COMMITTEE, dt.date(2026, 4, 30)),
            start=dt.datetime(2026, 4, 30, tzinfo=OSLO),
            time_known=False,
        )
        exempt = item("m7", "PS 20/26", title=None, case_number=None)
        save(store, off, coming, untimed, exempt, item("m7", "PS 21/26", title=EVIL, case_number=EVIL))
        counted = Treated(
            number="PS 16/26",
            title="Kommuneplan",
            case_number="26/00013",
            voting="Innstillingen ble vedtatt med 27 stemmer for (15AP, 12H) og 8 stemmer mot (8FrP).",
        )
        day = dt.date(2026, 4, 7)
        save(store, meeting("m9", COUNCIL, day), item("m9", "PS 16/26", title="Kommuneplan", case_number="26/00013"))
        save(store, paper("m9-minutes", "m9", DocumentKind.MINUTES))
        keep(store, "m9-minutes", minutes_of(COUNCIL, day, counted))
        take_all_apart(store)
        _second_night(store)
    update_index(data)


def _second_night(store: Store) -> None:
    """A paper is replaced, and a meeting is moved."""
    keep(store, "m5-paper", "Rådmannen legger fram saken om ny brannstasjon i Lyngvær.", run=2)
    save(store, meeting("m7", COUNCIL, dt.date(2026, 5, 13)), run=2)
