"""Runs, from their first second to their verdict, and what changed in them."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, func, insert, or_, select, update

from harvester.config import Source
from harvester.model import Verdict, Window
from harvester.store import schema
from harvester.store.database import Database
from harvester.store.documents import State
from harvester.store.records import What

KILLED = "the run was ended from outside before it was finished"


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many records of one kind a run saw, by what happened to them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    removed: int = 0
    failed: int = 0

    @property
    def seen(self) -> int:
        """Records that the portal showed in this run."""
        return self.new + self.changed + self.unchanged


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Something that could not be fetched or read, and why."""

    url: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCounts:
    """What a run did with one source, by kind of record."""

    meetings: Counts
    items: Counts
    documents: Counts


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceOutcome:
    """The end of one source in a run."""

    verdict: Verdict
    reason: str
    requests: int
    downloads: int
    counts: SourceCounts
    failed: tuple[Failure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceRunRow:
    """One source in one run, as stored."""

    source: str
    platform: str
    started: dt.datetime
    ended: dt.datetime | None
    verdict: Verdict | None
    reason: str | None
    requests: int
    downloads: int
    counts: SourceCounts
    failed: tuple[Failure, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunRow:
    """One run, as stored; ``ended`` is None while it runs, or after it was killed."""

    id: int
    started: dt.datetime
    ended: dt.datetime | None
    verdict: Verdict | None
    reason: str | None
    process: int
    host: str
    sources: tuple[SourceRunRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeRow:
    """One line of the journal of changes."""

    run: int
    source: str
    record_type: str
    record: str
    what: What
    at: dt.datetime
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class Runs:
    """Writes and reads runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, now: dt.datetime) -> int:
        """A new run's number. Runs that never ended are marked as killed: only one works at a time."""
        with self._database.writing() as connection:
            open_runs = schema.run.c.ended.is_(None), schema.run.c.reason.is_(None)
            connection.execute(update(schema.run).where(*open_runs).values(verdict=Verdict.FAILED.value, reason=KILLED))
            open_sources = schema.source_run.c.ended.is_(None), schema.source_run.c.reason.is_(None)
            connection.execute(
                update(schema.source_run).where(*open_sources).values(verdict=Verdict.FAILED.value, reason=KILLED)
            )
            values = {"started": now, "process": os.getpid(), "host": socket.gethostname()}
            number: int = connection.execute(
                insert(schema.run).values(**values).returning(schema.run.c.id)
            ).scalar_one()
            return number

    def begin_source(self, run: int, source: Source, window: Window, now: dt.datetime) -> None:
        """Say that the run has begun with a source."""
        with self._database.writing() as connection:
            connection.execute(
                insert(schema.source_run).values(
                    run=run,
                    source=source.key,
                    platform=source.platform,
                    started=now,
                    first_day=window.first,
                    last_day=window.last,
                )
            )

    def end_source(self, run: int, source: str, outcome: SourceOutcome, now: dt.datetime) -> None:
        """Say how the run ended with a source."""
        numbers = self._database.identity_numbers
        values = {
            "ended": now,
            "verdict": outcome.verdict.value,
            "reason": numbers.mask(outcome.reason),
            "requests": outcome.requests,
            "downloads": outcome.downloads,
            "counts": _counts_to_json(outcome.counts),
            "failed": [
                {"url": numbers.mask_url(failure.url), "reason": numbers.mask(failure.reason)}
                for failure in outcome.failed
            ],
        }
        table = schema.source_run
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.run == run, table.c.source == source).values(**values))

    def end(self, run: int, verdict: Verdict, now: dt.datetime, *, reason: str | None = None) -> None:
        """Say how the run ended."""
        with self._database.writing() as connection:
            values = {"ended": now, "verdict": verdict.value, "reason": reason}
            connection.execute(update(schema.run).where(schema.run.c.id == run).values(**values))

    def counts(self, run: int, source: str) -> SourceCounts:
        """What the run did with a source so far, from the records and the journal of changes."""
        with self._database.reading() as connection:
            documents = _counts(connection, run, source, schema.document)
            return SourceCounts(
                meetings=_counts(connection, run, source, schema.meeting),
                items=_counts(connection, run, source, schema.agenda_item),
                documents=_with_failures(connection, run, source, documents),
            )

    def usual(self, source: str, *, before: int, runs: int = 5) -> SourceCounts | None:
        """What the last good runs before ``before`` saw: the median of each kind, as unchanged; None without history."""
        table = schema.source_run
        query = (
            select(table.c.counts)
            .where(table.c.source == source, table.c.run < before, table.c.verdict == Verdict.GOOD.value)
            .order_by(table.c.run.desc())
            .limit(runs)
        )
        with self._database.reading() as connection:
            history = [_counts_from_json(counts) for counts in connection.scalars(query)]
        if not history:
            return None
        return SourceCounts(**{kind: Counts(unchanged=_median(history, kind)) for kind in SourceCounts.__slots__})

    def get(self, run: int) -> RunRow | None:
        """A run with its sources."""
        with self._database.reading() as connection:
            row = connection.execute(select(schema.run).where(schema.run.c.id == run)).one_or_none()
            return None if row is None else _run_row(connection, row)

    def latest(self, number: int = 1) -> list[RunRow]:
        """The newest runs, newest first."""
        query = select(schema.run).order_by(schema.run.c.id.desc()).limit(number)
        with self._database.reading() as connection:
            return [_run_row(connection, row) for row in connection.execute(query).all()]

    def last_of_source(self, source: str) -> SourceRunRow | None:
        """The newest run of a source."""
        table = schema.source_run
        query = select(table).where(table.c.source == source).order_by(table.c.run.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else _source_run_row(row)

    def last_window(self, source: str) -> Window | None:
        """The days that the newest run of a source looked at."""
        table = schema.source_run
        query = select(table).where(table.c.source == source).order_by(table.c.run.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else Window(first=row.first_day, last=row.last_day)

    def reconciled(self, source: str, back_days: int) -> dt.datetime | None:
        """When a source was last harvested well so many days back; before it ever was, when its first run began."""
        table = schema.source_run
        well = table.c.verdict.in_([Verdict.GOOD.value, Verdict.QUIET.value])
        query = select(table.c.started, table.c.first_day).where(table.c.source == source, well).order_by(table.c.run)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        whole = [row.started for row in rows if (row.started.date() - row.first_day).days >= back_days]
        begun: list[dt.datetime] = whole[-1:] or [row.started for row in rows[:1]]
        return begun[0] if begun else None

    def last_success(self, source: str) -> dt.datetime | None:
        """When a source was last harvested without failing."""
        table = schema.source_run
        well = table.c.verdict.in_([Verdict.GOOD.value, Verdict.QUIET.value])
        query = select(func.max(table.c.ended)).where(table.c.source == source, well)
        with self._database.reading() as connection:
            ended: dt.datetime | None = connection.scalar(query)
        return ended

    def changes(self, run: int, source: str | None = None) -> list[ChangeRow]:
        """What changed in a run, in the order in which it was noticed."""
        table = schema.change
        query = select(table).where(table.c.run == run).order_by(table.c.id)
        if source is not None:
            query = query.where(table.c.source == source)
        with self._database.reading() as connection:
            return [
                ChangeRow(
                    run=row.run,
                    source=row.source,
                    record_type=row.record_type,
                    record=row.record,
                    what=What(row.what),
                    at=row.at,
                    before=row.before,
                    after=row.after,
                )
                for row in connection.execute(query)
            ]


def _median(history: Sequence[SourceCounts], kind: str) -> int:
    seen: list[int] = sorted(getattr(counts, kind).seen for counts in history)
    return seen[len(seen) // 2]


def _counts(connection: Connection, run: int, source: str, table: Table) -> Counts:
    seen = _count(connection, table, table.c.source == source, table.c.last_run == run)
    change = schema.change
    by_record: dict[str, set[What]] = {}
    query = select(change.c.record, change.c.what).where(
        change.c.run == run, change.c.source == source, change.c.record_type == table.name
    )
    for record, what in connection.execute(query):
        by_record.setdefault(record, set()).add(What(what))
    new = sum(What.NEW in whats for whats in by_record.values())
    altered = {What.CHANGED, What.REPLACED, What.RETURNED}
    changed = sum(bool(whats & altered) and What.NEW not in whats for whats in by_record.values())
    return Counts(
        new=new,
        changed=changed,
        unchanged=max(seen - new - changed, 0),
        missing=sum(What.MISSING in whats for whats in by_record.values()),
        removed=sum(What.REMOVED in whats for whats in by_record.values()),
    )


def _with_failures(connection: Connection, run: int, source: str, counts: Counts) -> Counts:
    document, version, download = schema.document, schema.document_version, schema.download
    seen = document.c.source == source, document.c.last_run == run
    unreadable = select(version.c.document).where(version.c.state == State.FAILED.value, version.c.run == run)
    unfetched = select(download.c.document).where(download.c.failures > 0)
    failed = _count(connection, document, *seen, or_(document.c.id.in_(unreadable), document.c.id.in_(unfetched)))
    return Counts(
        new=counts.new,
        changed=counts.changed,
        unchanged=counts.unchanged,
        missing=counts.missing,
        removed=counts.removed,
        failed=failed,
    )


def _count(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0


def _counts_to_json(counts: SourceCounts) -> dict[str, dict[str, int]]:
    return {
        kind: {name: getattr(getattr(counts, kind), name) for name in Counts.__slots__}
        for kind in SourceCounts.__slots__
    }


def _counts_from_json(content: Mapping[str, Mapping[str, int]] | None) -> SourceCounts:
    known = content or {}
    return SourceCounts(**{kind: Counts(**known.get(kind, {})) for kind in SourceCounts.__slots__})


def _run_row(connection: Connection, row: Row[Any]) -> RunRow:
    sources: Sequence[Row[Any]] = connection.execute(
        select(schema.source_run).where(schema.source_run.c.run == row.id).order_by(schema.source_run.c.id)
    ).all()
    return RunRow(
        id=row.id,
        started=row.started,
        ended=row.ended,
        verdict=Verdict(row.verdict) if row.verdict else None,
        reason=row.reason,
        process=row.process,
        host=row.host,
        sources=tuple(_source_run_row(source) for source in sources),
    )


def _source_run_row(row: Row[Any]) -> SourceRunRow:
    return SourceRunRow(
        source=row.source,
        platform=row.platform,
        started=row.started,
        ended=row.ended,
        verdict=Verdict(row.verdict) if row.verdict else None,
        reason=row.reason,
        requests=row.requests,
        downloads=row.downloads,
        counts=_counts_from_json(row.counts),
        failed=tuple(Failure(**failure) for failure in row.failed or ()),
    )
