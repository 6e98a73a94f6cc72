"""What a harvest of the demo leaves, in a form that does not depend on the product from which it was harvested."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvester.clock import clock_from
from harvester.demo.drafting import DEMO_START
from harvester.demo.portals import Installation, demo_portals
from harvester.model import OSLO, DocumentKind
from harvester.portals.declaration import Fact
from harvester.run import run_harvest
from harvester.store import RunRow, open_store
from tests.harvester.portals.same_records.demo_cut import FORTNIGHT, demo_cut

SAID_IN_A_CASE = frozenset({DocumentKind.RESOLUTION.value, DocumentKind.MINUTES_EXTRACT.value})
"""One product calls the paper *vedtak*, another *saksprotokoll*."""

OF_A_MEETING = frozenset({DocumentKind.NOTICE.value, DocumentKind.AGENDA.value, DocumentKind.MINUTES.value})
"""Kinds of documents that belong to a meeting and to none of its items."""

Row = Mapping[str, Any]
Key = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Harvest:
    """One night: its run, what the store held after it, and the journal of what changed."""

    run: RunRow
    tables: Mapping[str, tuple[Row, ...]]
    changes: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Nights:
    """The first night, one right after it, and one a fortnight later."""

    first: Harvest
    second: Harvest
    later: Harvest


def three_nights(folder: Path, installations: Mapping[str, Installation]) -> Nights:
    """Harvest the demo's portals with the real spider, three times."""
    minute = dt.timedelta(minutes=1)
    with demo_portals(folder, DEMO_START, dataset=demo_cut(), installations=installations) as portals:
        sources = tuple(source.model_copy(update={"min_meetings": 0}) for source in portals.config.sources)
        config = portals.config.model_copy(update={"sources": sources})
        nights = []
        for moment in (DEMO_START, DEMO_START + minute, DEMO_START + FORTNIGHT):
            portals.move_to(moment)
            run = run_harvest(config, clock=clock_from(moment))
            nights.append(_what_is_left(config.data_directory, run))
    first, second, later = nights
    return Nights(first=first, second=second, later=later)


def _what_is_left(folder: Path, run: RunRow) -> Harvest:
    with open_store(folder, create=False) as store:
        changes = tuple(
            {"type": change.record_type, "id": change.record, "what": change.what.value, "after": change.after}
            for change in store.runs.changes(run.id)
        )
    with closing(sqlite3.connect(folder / "store.sqlite")) as database:
        database.row_factory = sqlite3.Row
        tables = {
            name: tuple(dict(row) for row in database.execute(f"SELECT * FROM {name}"))
            for name in ("body", "meeting", "meeting_body", "agenda_item", "document", "document_place")
        }
        query = "SELECT document, fingerprint FROM document_version ORDER BY id"
        tables["fingerprint"] = tuple(dict(row) for row in database.execute(query))
    return Harvest(run=run, tables=tables, changes=changes)


class Comparable:
    """The records of a night by what they tell, with nothing in them that ``told`` leaves out."""

    def __init__(self, harvest: Harvest, told: frozenset[Fact]) -> None:
        self._told = told
        self._tables = harvest.tables
        self._changes = harvest.changes
        self._meetings = {row["id"]: self._meeting_key(row) for row in harvest.tables["meeting"]}
        self._items = {row["id"]: self._item_key(row) for row in harvest.tables["agenda_item"]}
        self._texts = {row["document"]: row["fingerprint"] for row in harvest.tables["fingerprint"]}
        self._documents = {row["id"]: row for row in harvest.tables["document"]}
        places = [row for row in harvest.tables["document_place"] if self._place_key(row)]
        self._standing = Counter(self._said(row) for row in places)

    def bodies(self) -> Counter[Key]:
        """Bodies by name, kind and organization, save those that are only known from another's joint meeting."""
        links = self._tables["meeting_body"]
        first = {link["body"] for link in links if not link["position"]}
        guests = frozenset() if Fact.JOINT_MEETINGS in self._told else {link["body"] for link in links} - first
        rows = [row for row in self._tables["body"] if row["id"] not in guests]
        code = Fact.BODY_CODES in self._told
        return Counter((row["name"], row["kind"], row["organization"], row["code"] if code else None) for row in rows)

    def meetings(self) -> Counter[Key]:
        """Meetings by bodies and start."""
        return Counter(
            (
                *self._meetings[row["id"]],
                bool(row["time_known"]) if Fact.MEETING_TIMES in self._told else None,
                row["place"] if Fact.MEETING_PLACES in self._told else None,
                row["status"] if Fact.MEETING_STATUSES in self._told else None,
            )
            for row in self._tables["meeting"]
            if not self._is_untold(row)
        )

    def items(self) -> Counter[Key]:
        """Items by meeting, number, title, case number and whether they are closed."""
        return Counter(key for key in self._items.values() if key)

    def documents(self) -> Counter[Key]:
        """Documents in each of their places, by meeting, item, kind, title and the fingerprint of their text."""
        found = ((self._place_key(row), self._texts.get(row["document"])) for row in self._tables["document_place"])
        return Counter((*key, text) for key, text in found if key)

    def changes(self) -> Counter[Key]:
        """What the night changed: what happened to which meeting, item or document."""
        found = ((change["what"], self._changed(change)) for change in self._changes)
        return Counter((what, *key) for what, key in found if key)

    def _meeting_key(self, row: Row) -> Key:
        names = {body["id"]: body["name"] for body in self._tables["body"]}
        links = sorted(
            (link for link in self._tables["meeting_body"] if link["meeting"] == row["id"]),
            key=lambda link: int(link["position"]),
        )
        bodies = [names[link["body"]] for link in links]
        start = dt.datetime.fromisoformat(row["start"]).replace(tzinfo=dt.UTC).astimezone(OSLO)
        return (
            tuple(sorted(bodies)) if Fact.JOINT_MEETINGS in self._told else bodies[0],
            f"{start:%Y-%m-%d %H:%M}" if Fact.MEETING_TIMES in self._told else f"{start:%Y-%m-%d}",
        )

    def _is_untold(self, meeting: Row) -> bool:
        """Whether nothing is known of a meeting but its day, where such meetings are not told."""
        is_told = meeting["status"] is not None and Fact.MEETING_STATUSES in self._told
        if Fact.ANNOUNCED_MEETINGS in self._told or is_told:
            return False
        holders = (*self._tables["agenda_item"], *self._tables["document_place"])
        return meeting["id"] not in {row["meeting"] for row in holders}

    def _is_untold_change(self, change: Row) -> bool:
        """Whether a meeting is new only where it was not told when it was announced, or is not told yet."""
        meeting = next(row for row in self._tables["meeting"] if row["id"] == change["id"])
        return change["what"] == "new" or self._is_untold(meeting)

    def _item_key(self, row: Row) -> Key | None:
        if Fact.ITEMS not in self._told or (row["title"] is None and Fact.CLOSED_ITEMS not in self._told):
            return None
        number = (row["sequence"], row["year"]) if row["sequence"] is not None else row["number"]
        return (
            self._meetings[row["meeting"]],
            number if Fact.ITEM_NUMBERS in self._told else None,
            row["title"],
            row["case_number"] if Fact.CASE_NUMBERS in self._told else None,
            bool(row["closed"]) if Fact.CLOSED_ITEMS in self._told else None,
        )

    def _place_key(self, row: Row) -> Key | None:
        document = self._documents[row["document"]]
        if self._is_left_out(row, document):
            return None
        said = row["kind"] in SAID_IN_A_CASE
        title = row["title"] if Fact.RESOLUTION_TITLES in self._told or not said else None
        kind = DocumentKind.MINUTES_EXTRACT.value if said else row["kind"]
        return (
            self._meetings[row["meeting"]],
            self._items.get(row["item"]) if Fact.ITEM_DOCUMENTS in self._told else None,
            kind if Fact.DOCUMENT_KINDS in self._told else None,
            title,
            bool(row["history"]),
            document["restriction"],
        )

    def _is_of_meeting(self, row: Row) -> bool:
        """Whether a document is one of the meeting as a whole; where items are not told, its kind must tell."""
        return not row["item"] if Fact.ITEM_DOCUMENTS in self._told else row["kind"] in OF_A_MEETING

    def _is_left_out(self, row: Row, document: Row) -> bool:
        approved = row["history"] and row["kind"] not in SAID_IN_A_CASE
        said_elsewhere = row["history"] and row["kind"] in SAID_IN_A_CASE
        exempt = document["url"] is None
        return bool(
            Fact.DOCUMENTS not in self._told
            or (self._is_of_meeting(row) and Fact.MEETING_DOCUMENTS not in self._told)
            or (approved and Fact.APPROVED_MINUTES not in self._told)
            or (said_elsewhere and Fact.CASE_HISTORY not in self._told)
            or (exempt and Fact.EXEMPT_DOCUMENTS not in self._told)
        )

    def _changed(self, change: Row) -> Key | None:
        match change["type"]:
            case "meeting" if Fact.ANNOUNCED_MEETINGS not in self._told and self._is_untold_change(change):
                return None
            case "meeting":
                only_status = change["what"] == "changed" and set(change["after"] or {}) == {"status"}
                left_out = only_status and Fact.MEETING_STATUSES not in self._told
                return None if left_out else self._meetings[change["id"]]
            case "agenda_item":
                return self._items[change["id"]]
            case "document":
                return self._home_key(change["id"])
            case _:
                return None

    def _said(self, row: Row) -> Key:
        return (row["title"], self._texts.get(row["document"]))

    def _stands(self, row: Row) -> int:
        """In how many places a document with that title and text stands."""
        return self._standing[self._said(row)]

    def _home_key(self, document: str) -> Key | None:
        """The first place of a document, since each place is named by what it says."""
        rows = [row for row in self._tables["document_place"] if row["document"] == document]
        if Fact.SHARED_DOCUMENTS not in self._told and any(self._stands(row) > 1 for row in rows):
            return None
        keys = sorted((key for row in rows if (key := self._place_key(row))), key=repr)
        return keys[0] if keys else None
