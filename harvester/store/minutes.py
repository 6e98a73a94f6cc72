"""What :mod:`harvester.minutes` read in papers, version by version."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select, update

from harvester.minutes import Minutes, Sum, Whole
from harvester.minutes.records import Attendance, Found, Head, ItemNumber, T, TreatedItem, Vote, VoteMatter
from harvester.model import DocumentKind
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.decision_tables import minutes_reading, treatment
from harvester.store.documents import State

MEETING_PAPERS = (
    DocumentKind.MINUTES,
    DocumentKind.MINUTES_EXTRACT,
    DocumentKind.RESOLUTION,
    DocumentKind.AGENDA,
    DocumentKind.NOTICE,
)
"""The kinds of document that are taken apart."""

VOTES = TypeAdapter(tuple[Vote, ...])
_ATTENDANCE = TypeAdapter(Attendance)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnreadMinutes:
    """A version that waits to be taken apart.

    ``text_read_at`` is when its text was read; ``body`` is the name of the meeting's only body, if it is known.
    """

    version: int
    document: str
    text_read_at: dt.datetime
    body: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperCounts:
    """How many papers are in the store: taken apart, whole by a reader's decision, and waiting to be looked at."""

    split: int
    whole: int
    waiting: int


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesCounts:
    """What a run did with meeting papers: taken apart, whole by the reader's decision, left for the next run; and how
    many resolutions of all that are stored are tied to an item of an agenda.
    """

    split: int
    whole: int
    left: int
    tied: int
    untied: int


class MinutesReadings:
    """Keeps one reading of each version; a newer reader's, or one of a newer text, takes its place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unread(self, reader_version: str, limit: int) -> list[UnreadMinutes]:
        """Versions that this reader has not taken apart as their text is now, newest first."""
        version, link = schema.document_version, schema.meeting_body
        body = (
            select(func.min(schema.body.c.name))
            .where(schema.body.c.id == link.c.body, link.c.meeting == schema.document.c.meeting)
            .having(func.count() == 1)
        )
        imported = select(schema.imported.c.body).where(schema.imported.c.document == schema.document.c.id)
        query = _unread(
            reader_version,
            version.c.id,
            version.c.document,
            schema.extracted_text.c.read_at,
            func.coalesce(body.scalar_subquery(), imported.scalar_subquery()).label("body"),
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(version.c.id.desc()).limit(limit)).all()
        return [
            UnreadMinutes(version=row.id, document=row.document, text_read_at=row.read_at, body=row.body)
            for row in rows
        ]

    def save(self, paper: UnreadMinutes, reading: Minutes | Whole, reader_version: str, now: dt.datetime) -> None:
        """Keep what was read in a version, whole or split."""
        with self._database.writing() as connection:
            for table in (treatment, minutes_reading):
                connection.execute(delete(table).where(table.c.version == paper.version))
            if not _is_there(connection, paper.version):
                return
            connection.execute(insert(minutes_reading).values(**_reading_row(paper, reading, reader_version, now)))
            rows = _treatment_rows(paper, reading.items) if isinstance(reading, Minutes) else []
            if rows:
                connection.execute(insert(treatment), rows)

    def counts(self, reader_version: str) -> PaperCounts:
        """How far the papers have been taken apart."""
        by_split = select(minutes_reading.c.split, func.count()).group_by(minutes_reading.c.split)
        with self._database.reading() as connection:
            numbers: dict[bool, int] = {row[0]: row[1] for row in connection.execute(by_split)}
            waiting = connection.scalar(_unread(reader_version, func.count())) or 0
        return PaperCounts(split=numbers.get(True, 0), whole=numbers.get(False, 0), waiting=waiting)

    def note(self, run: int, counts: MinutesCounts) -> None:
        """Keep what a run did with meeting papers."""
        table = schema.run
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.id == run).values(minutes=asdict(counts)))

    def of_run(self, run: int) -> MinutesCounts | None:
        """What a run did with meeting papers; None when it did not come so far."""
        with self._database.reading() as connection:
            stored = connection.scalar(select(schema.run.c.minutes).where(schema.run.c.id == run))
        return None if stored is None else MinutesCounts(**stored)

    def attendance(self, version: int) -> Attendance | None:
        """Who was there according to a version of minutes; None when it was not taken apart."""
        query = select(minutes_reading.c.attendance).where(minutes_reading.c.version == version)
        with self._database.reading() as connection:
            stored = connection.scalar(query)
        return None if stored is None else _ATTENDANCE.validate_python(stored)


def _unread(reader_version: str, *columns: ColumnElement[Any]) -> Select[Any]:
    version, document, text = schema.document_version, schema.document, schema.extracted_text
    return (
        select(*columns)
        .select_from(version)
        .join(document, document.c.id == version.c.document)
        .join(text, text.c.version == version.c.id)
        .outerjoin(minutes_reading, minutes_reading.c.version == version.c.id)
        .where(
            version.c.state == State.READ.value,
            document.c.kind.in_([kind.value for kind in MEETING_PAPERS]),
            or_(
                minutes_reading.c.version.is_(None),
                minutes_reading.c.reader_version != reader_version,
                minutes_reading.c.text_read_at != text.c.read_at,
            ),
        )
    )


def _is_there(connection: Connection, version: int) -> bool:
    query = select(schema.document_version.c.id).where(schema.document_version.c.id == version)
    return connection.scalar(query) is not None


def _reading_row(
    paper: UnreadMinutes, reading: Minutes | Whole, reader_version: str, now: dt.datetime
) -> dict[str, Any]:
    is_whole = isinstance(reading, Whole)
    return {
        "version": paper.version,
        "reader_version": reader_version,
        "read_at": now,
        "text_read_at": paper.text_read_at,
        "split": not is_whole,
        "reason": reading.reason.name.casefold() if isinstance(reading, Whole) else None,
        "detail": reading.detail or None if isinstance(reading, Whole) else None,
        "kind": reading.kind.value if reading.kind else None,
        "listed": len(reading.listed),
        **_head_row(reading.head),
    }


def _head_row(head: Head | None) -> dict[str, Any]:
    if head is None:
        return {}
    attendance = head.attendance
    return {
        "body": _value(head.body),
        "date": _value(head.date),
        "start": _value(head.start),
        "end": _value(head.end),
        "place": _value(head.place),
        "present_count": _value(attendance.present_count),
        "deputy_count": _value(attendance.deputy_count),
        "absent_count": _value(attendance.absent_count),
        "attendance": _ATTENDANCE.dump_python(attendance, mode="json"),
    }


def _treatment_rows(paper: UnreadMinutes, items: Iterable[TreatedItem]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for position, item in enumerate(items, start=1):
        key = f"{paper.document}.{_number_key(item.number)}"
        if key in taken:
            key = f"{key}~{position}"
        taken.add(key)
        rows.append({"version": paper.version, "position": position, "id": key, **_treatment_row(item)})
    return rows


def _number_key(number: ItemNumber) -> str:
    """``ps-12-2026``: the same for a number however it is padded."""
    parts = (number.prefix.casefold() if number.prefix else None, str(number.sequence), str(number.year))
    return "-".join(part for part in parts if part)


def _treatment_row(item: TreatedItem) -> dict[str, Any]:
    evidence = (item.outcome or item.resolution or item).evidence
    row: dict[str, Any] = {
        "number": item.number.text,
        "prefix": item.number.prefix,
        "sequence": item.number.sequence,
        "year": item.number.year,
        "title": item.title,
        "case_number": item.case_number,
        "page_from": item.page_from,
        "page_to": item.page_to,
        "recommendation": _value(item.recommendation),
        "recommended_by": item.recommended_by,
        "resolution": _value(item.resolution),
        "outcome": item.outcome.value.value if item.outcome else None,
        "unanimous": unanimous(item.votes),
        "votes": VOTES.dump_python(item.votes, mode="json"),
        "exempt": item.exempt is not None,
        "closed": item.closed is not None,
        "listed": item.listed,
        "page": evidence.page,
        "sentence": evidence.sentence,
    }
    content = json.dumps(row, ensure_ascii=False, sort_keys=True)
    return {**row, "content_sha256": hashlib.sha256(content.encode()).hexdigest()}


def unanimous(votes: Iterable[Vote]) -> bool | None:
    """Whether every vote on a proposal was unanimous; None without a vote that tells. One that does not add up does not."""
    told = [vote for vote in votes if vote.matter is VoteMatter.PROPOSAL and vote.total is not Sum.DOES_NOT_ADD_UP]
    if any(_was_contested(vote) for vote in told):
        return False
    return True if told and all(vote.unanimous for vote in told) else None


def _was_contested(vote: Vote) -> bool:
    against = vote.votes_against
    return vote.unanimous is False or bool(vote.alternatives) or bool(against and (against.votes or against.parties))


def _value(found: Found[T] | None) -> T | None:
    return None if found is None else found.value
