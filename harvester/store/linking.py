"""Ties resolutions to items, and items to cases, from everything that the store holds.

Made anew after each run and import, in memory; what is the same stays as it is. The rules are in :mod:`harvester.cases`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select

from harvester.cases.agreement import Account, differences
from harvester.cases.grouping import Entry, Link, group
from harvester.cases.likeness import title_key
from harvester.cases.numbers import case_key
from harvester.cases.ties import Paper, Place, Tie, TieKind, Told, tie
from harvester.model import DocumentKind, Outcome
from harvester.store import decision_tables as tables
from harvester.store import schema
from harvester.store.agendas import Agenda
from harvester.store.batches import BATCH, batches
from harvester.store.database import Database
from harvester.store.documents import State
from harvester.store.minutes import VOTES

_SINGLE = (DocumentKind.MINUTES_EXTRACT, DocumentKind.RESOLUTION)
_RANK = {DocumentKind.MINUTES: 0, DocumentKind.MINUTES_EXTRACT: 1, DocumentKind.RESOLUTION: 2}
"""Minutes are what the body itself approves; an extract is made from them."""
_PORTAL_RANK = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class TieCounts:
    """How many resolutions are tied to an item, and how many could not be."""

    tied: int
    untied: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Resolution:
    """A treatment, or what a portal says, with the tie that was found for it. ``rank`` orders those of one item."""

    id: str
    version: int | None
    position: int | None
    tells: bool
    rank: int
    case_number: str | None
    tie: Tie


class Linking:
    """Brings ``tie`` and ``item_case`` up to date."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self) -> TieCounts:
        """Tie everything, and write what differs from before."""
        with self._database.reading() as connection:
            agenda = Agenda(connection)
            papers = _papers(connection, agenda)
            resolutions = [*papers.resolutions, *_said_by_portals(connection, agenda)]
            ties = _tie_rows(connection, agenda, resolutions)
            cases = _case_rows(connection, agenda, resolutions, papers.links)
        with self._database.writing() as connection:
            _replace(connection, tables.tie, "resolution", ties)
            _replace(connection, tables.item_case, "item", cases)
        tied = sum(resolution.tie.item is not None for resolution in resolutions)
        return TieCounts(tied=tied, untied=len(resolutions) - tied)

    def counts(self) -> TieCounts:
        """How many are tied as it was found last."""
        query = select(func.count(), func.count(tables.tie.c.item))
        with self._database.reading() as connection:
            every, tied = connection.execute(query).one()
        return TieCounts(tied=tied, untied=every - tied)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Papers:
    """What all papers say, and which items the portals put together by them."""

    resolutions: tuple[_Resolution, ...]
    links: tuple[Link, ...]


def _papers(connection: Connection, agenda: Agenda) -> _Papers:
    places = _places(connection, agenda)
    treated = _treatments(connection)
    resolutions: list[_Resolution] = []
    tied: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_readings()):
        paper = _paper(row, agenda, [place for place, _ in places.get(row.document, ())])
        rank = _RANK.get(paper.kind, _PORTAL_RANK)
        for told in treated.get(row.version, ()):
            resolution = _resolution(told, paper, rank)
            resolutions.append(resolution)
            if resolution.tie.item is not None:
                tied[row.document].append(resolution.tie.item)
    return _Papers(resolutions=tuple(resolutions), links=tuple(_links(places, tied)))


def _readings() -> Any:
    """The reading of the newest text of each document, as far as it was taken apart."""
    version, document, imported, reading = (
        schema.document_version,
        schema.document,
        schema.imported,
        tables.minutes_reading,
    )
    newest = (
        select(func.max(version.c.id).label("version"))
        .where(version.c.state == State.READ.value)
        .group_by(version.c.document)
        .subquery()
    )
    return (
        select(
            reading.c.version,
            version.c.document,
            document.c.kind,
            document.c.source,
            func.coalesce(reading.c.body, imported.c.body).label("body"),
            func.coalesce(reading.c.date, imported.c.meeting_date).label("date"),
            imported.c.organization,
        )
        .select_from(reading)
        .join(newest, newest.c.version == reading.c.version)
        .join(version, version.c.id == reading.c.version)
        .join(document, document.c.id == version.c.document)
        .outerjoin(imported, imported.c.document == document.c.id)
        .where(reading.c.split, document.c.removed_at.is_(None))
        .order_by(document.c.id)
    )


def _paper(row: Row[Any], agenda: Agenda, places: Sequence[Place]) -> Paper:
    organization = agenda.organizations.get(row.source, row.organization)
    kind = DocumentKind(row.kind)
    return Paper(
        kind=kind,
        body=row.body,
        day=row.date,
        single=kind in _SINGLE,
        places=tuple(places),
        elsewhere=tuple(agenda.by_day.get((organization, row.date), ())),
    )


def _resolution(row: Row[Any], paper: Paper, rank: int) -> _Resolution:
    told = Told(
        printed=row.number,
        prefix=row.prefix,
        sequence=row.sequence,
        year=row.year,
        title=row.title,
        case_key=case_key(row.case_number, year=row.year),
    )
    return _Resolution(
        id=row.id,
        version=row.version,
        position=row.position,
        tells=row.tells,
        rank=rank,
        case_number=row.case_number,
        tie=tie(told, paper),
    )


def _treatments(connection: Connection) -> Mapping[int, Sequence[Row[Any]]]:
    table = tables.treatment
    query = select(
        table.c.version,
        table.c.position,
        table.c.id,
        table.c.number,
        table.c.prefix,
        table.c.sequence,
        table.c.year,
        table.c.title,
        table.c.case_number,
        (table.c.resolution.is_not(None) | table.c.outcome.is_not(None)).label("tells"),
    ).order_by(table.c.version, table.c.position)
    found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.version].append(row)
    return found


def _places(connection: Connection, agenda: Agenda) -> Mapping[str, Sequence[tuple[Place, str]]]:
    """Where the portals show each meeting paper, with its title there."""
    table = schema.document_place
    query = select(table).where(table.c.removed_at.is_(None)).order_by(table.c.document, table.c.history, table.c.id)
    found: defaultdict[str, list[tuple[Place, str]]] = defaultdict(list)
    for row in connection.execute(query):
        sitting = agenda.sittings.get(row.meeting)
        if sitting is not None:
            place = Place(sitting=sitting, item=row.item or None, history=row.history)
            if DocumentKind(row.kind) in _SINGLE or not row.history:
                found[row.document].append((place, row.title))
    return found


def _links(places: Mapping[str, Sequence[tuple[Place, str]]], tied: Mapping[str, Sequence[str]]) -> Iterator[Link]:
    """Items whose history the portal shows, with the items that the papers in it are about."""
    for document, shown in places.items():
        history = [(place.item, title) for place, title in shown if place.history and place.item]
        own = [place.item for place, _ in shown if not place.history and place.item] if history else []
        homes = [*own, *tied.get(document, ()), *(item for item, _ in history[:1])] if history else []
        for item, title in history:
            if homes[0] != item:
                yield Link(one=item, other=homes[0], evidence=f"the portal shows “{title}” in the item's history")


def _said_by_portals(connection: Connection, agenda: Agenda) -> Iterator[_Resolution]:
    table = tables.resolution
    query = select(table.c.id, table.c.item).where(table.c.removed_at.is_(None)).order_by(table.c.id)
    for key, item in connection.execute(query):
        known = item in agenda.items
        evidence = "the portal itself states it for the item" if known else "the portal does not show its item any more"
        yield _Resolution(
            id=key,
            version=None,
            position=None,
            tells=True,
            rank=_PORTAL_RANK,
            case_number=None,
            tie=Tie(item=item if known else None, kind=TieKind.PORTAL if known else None, evidence=evidence),
        )


def _tie_rows(connection: Connection, agenda: Agenda, resolutions: Sequence[_Resolution]) -> dict[str, dict[str, Any]]:
    of_item: defaultdict[str, list[_Resolution]] = defaultdict(list)
    for resolution in resolutions:
        of_item[resolution.tie.item or resolution.id].append(resolution)
    best = {key: min(group, key=_preference) for key, group in of_item.items()}
    # Councils that meet together each resolve for themselves, which is no disagreement.
    several = [group for key, group in of_item.items() if len(group) > 1 and not agenda.is_joint(key)]
    differs = dict(_disagreements(connection, several, best))
    preferred = {resolution.id for resolution in best.values()}
    return {
        resolution.id: {
            "resolution": resolution.id,
            "version": resolution.version,
            "position": resolution.position,
            "item": resolution.tie.item,
            "kind": resolution.tie.kind.value if resolution.tie.kind else None,
            "evidence": resolution.tie.evidence,
            "preferred": resolution.id in preferred,
            "differs": differs.get(resolution.id, []),
        }
        for resolution in resolutions
    }


def _preference(resolution: _Resolution) -> tuple[bool, int, str]:
    return not resolution.tells, resolution.rank, resolution.id


def _disagreements(
    connection: Connection, several: Sequence[Sequence[_Resolution]], best: Mapping[str, _Resolution]
) -> Iterator[tuple[str, list[str]]]:
    """In what each paper differs from the preferred one of its item."""
    for batch in batches(several, BATCH // 4):
        accounts = _accounts(connection, [resolution for group in batch for resolution in group])
        for resolutions in batch:
            chosen = best[resolutions[0].tie.item or ""]
            for resolution in resolutions:
                if resolution is not chosen and resolution.id in accounts and chosen.id in accounts:
                    found = differences(accounts[chosen.id], accounts[resolution.id])
                    yield resolution.id, [difference.value for difference in found]


def _accounts(connection: Connection, resolutions: Sequence[_Resolution]) -> dict[str, Account]:
    treatment, said = tables.treatment, tables.resolution
    versions = {resolution.id: resolution.version for resolution in resolutions}
    found = {}
    query = select(treatment).where(treatment.c.id.in_(versions))
    for row in connection.execute(query):
        if versions[row.id] == row.version:
            found[row.id] = Account(
                resolution=row.resolution,
                outcome=Outcome(row.outcome) if row.outcome else None,
                unanimous=row.unanimous,
                votes=VOTES.validate_python(row.votes),
            )
    for row in connection.execute(select(said).where(said.c.id.in_(versions))):
        found[row.id] = Account(
            resolution=row.resolution,
            outcome=Outcome(row.outcome) if row.outcome else None,
            unanimous=row.unanimous,
            votes=(),
        )
    return found


def _case_rows(
    connection: Connection, agenda: Agenda, resolutions: Iterable[_Resolution], links: Sequence[Link]
) -> dict[str, dict[str, Any]]:
    printed = _printed_numbers(resolutions)
    entries = [_entry(agenda, item, printed.get(item)) for item in agenda.items]
    cases = group(entries, links, _case_titles(connection))
    return {
        entry.item: {
            "item": entry.item,
            "case_id": cases[entry.item].case,
            "organization": entry.organization,
            "case_key": entry.case_key,
            "case_number": entry.case_number,
            "joined_by": cases[entry.item].joined_by,
            "title_key": title_key(entry.title),
        }
        for entry in entries
    }


def _printed_numbers(resolutions: Iterable[_Resolution]) -> dict[str, str]:
    """Case numbers that papers print, by item; the better paper's counts."""
    found: dict[str, str] = {}
    for resolution in sorted(resolutions, key=_preference):
        if resolution.tie.item and resolution.case_number:
            found.setdefault(resolution.tie.item, resolution.case_number)
    return found


def _entry(agenda: Agenda, item: str, by_paper: str | None) -> Entry:
    known = agenda.items[item]
    sitting = agenda.sittings.get(known.meeting)
    year = sitting.day.year if sitting else known.listed.year or dt.date.max.year
    number = known.case_number or by_paper
    key = case_key(number, year=year)
    source = "on the agenda" if known.case_number else "in its minutes"
    return Entry(
        item=item,
        organization=agenda.organization(item),
        day=sitting.day if sitting else None,
        title=known.listed.title,
        case_key=key,
        case_number=number,
        number_from=f"case number {number} {source}" if key else "",
    )


def _case_titles(connection: Connection) -> dict[tuple[str, str], list[str]]:
    table = schema.case_file
    query = (
        select(table.c.organization, table.c.case_number, table.c.title, table.c.retrieved_at)
        .where(table.c.title.is_not(None), table.c.removed_at.is_(None))
        .order_by(table.c.id)
    )
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for organization, number, title, retrieved_at in connection.execute(query):
        key = case_key(number, year=retrieved_at.year)
        if key and title not in found[organization, key]:
            found[organization, key].append(title)
    return found


def _replace(connection: Connection, table: Table, key: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Make a table hold these rows, by writing what differs."""
    before = {row[key]: dict(row) for row in connection.execute(select(table)).mappings()}
    stale = [each for each in before if rows.get(each) != before[each]]
    for batch in batches(stale):
        connection.execute(delete(table).where(table.c[key].in_(batch)))
    fresh = [row for each, row in rows.items() if before.get(each) != row]
    for batch in batches(fresh):
        connection.execute(insert(table), batch)
