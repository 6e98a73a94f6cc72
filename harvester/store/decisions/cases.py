"""Cases through the bodies, read from the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, select

from harvester.cases.status import ItemFacts, ItemStatus, case_status, item_status
from harvester.model import OSLO
from harvester.store import schema
from harvester.store.decision_tables import item_case, tie
from harvester.store.decisions.items import items_where
from harvester.store.decisions.meetings import meetings_where
from harvester.store.decisions.resolutions import resolutions_where
from harvester.store.decisions.stored import CaseStep, Relative, StoredCase, StoredItem, StoredResolution

NEIGHBOURING = dt.timedelta(days=120)
"""How near to each other the dates of items with one title lie that are probably about the same."""
_RELATIVES = 20


def case_ids(connection: Connection, organization: str, key: str) -> list[str]:
    """The cases of a number, the first treated first."""
    query = select(item_case.c.case_id).where(item_case.c.organization == organization, item_case.c.case_key == key)
    return sorted(set(connection.scalars(query)), key=lambda case: (len(case), case))


def read_case(connection: Connection, case: str, now: dt.datetime) -> StoredCase | None:
    """A case with its steps; None when no item belongs to it."""
    members = select(item_case.c.item).where(item_case.c.case_id == case)
    items = sorted(items_where(connection, schema.agenda_item.c.id.in_(members)), key=_when)
    if not items:
        return None
    reasons = {
        row.item: row.joined_by
        for row in connection.execute(
            select(item_case.c.item, item_case.c.joined_by).where(item_case.c.case_id == case)
        )
    }
    resolutions = _resolutions(connection, items)
    statuses = statuses_of(connection, items, resolutions, now)
    steps = tuple(
        CaseStep(
            item=item,
            resolution=resolutions.get(item.resolution or ""),
            status=statuses[item.id],
            joined_by=reasons.get(item.id, ""),
        )
        for item in items
    )
    first = items[0]
    return StoredCase(
        id=case,
        organization=first.organization or "",
        organization_name=first.organization_name,
        case_number=next((item.case_number for item in items if item.case_number), None),
        title=next((item.title for item in reversed(items) if item.title), None),
        steps=steps,
        status=case_status([step.status for step in steps]),
        relatives=tuple(_relatives(connection, case, items)),
        same_number=_same_number(connection, case),
    )


def statuses_of(
    connection: Connection,
    items: Sequence[StoredItem],
    resolutions: Mapping[str, StoredResolution],
    now: dt.datetime,
) -> Mapping[str, ItemStatus]:
    """How items stand; ``resolutions`` are theirs by id."""
    meetings = {item.meeting for item in items}
    minuted = {
        meeting.id
        for meeting in meetings_where(connection, schema.meeting.c.id.in_(meetings))
        if meeting.minutes is not None
    }
    return {
        item.id: item_status(_facts(item, resolutions.get(item.resolution or ""), item.meeting in minuted), now)
        for item in items
    }


def _facts(item: StoredItem, resolution: StoredResolution | None, has_minutes: bool) -> ItemFacts:
    return ItemFacts(
        start=item.meeting_start,
        time_known=item.meeting_time_known,
        meeting_status=item.meeting_status,
        body_kinds=item.body_kinds,
        outcome=item.outcome,
        treated=resolution is not None,
        sentence=resolution.sentence if resolution else "",
        exempt=item.closed or item.title is None,
        has_minutes=has_minutes,
    )


def _resolutions(connection: Connection, items: Sequence[StoredItem]) -> dict[str, StoredResolution]:
    wanted = [item.resolution for item in items if item.resolution]
    return {found.id: found for found in resolutions_where(connection, tie.c.resolution.in_(wanted))}


def _relatives(connection: Connection, case: str, items: Sequence[StoredItem]) -> Iterator[Relative]:
    """Items of other cases with the same title on a neighbouring day, the nearest first."""
    keys = select(item_case.c.title_key).where(item_case.c.case_id == case, item_case.c.title_key.is_not(None))
    others = select(item_case.c.item).where(item_case.c.title_key.in_(keys), item_case.c.case_id != case)
    days = [item.meeting_date for item in items if item.meeting_date]
    near = []
    for other in items_where(connection, schema.agenda_item.c.id.in_(others)):
        own = other.meeting_date
        apart = min((abs(own - day) for day in days), default=None) if own else None
        if apart is not None and apart <= NEIGHBOURING:
            near.append((apart, other))
    for apart, other in sorted(near, key=lambda pair: (pair[0], pair[1].id))[:_RELATIVES]:
        yield Relative(item=other, reason=f"the same title, {apart.days} days apart")


def _same_number(connection: Connection, case: str) -> tuple[str, ...]:
    own = select(item_case.c.organization, item_case.c.case_key).where(
        item_case.c.case_id == case, item_case.c.case_key.is_not(None)
    )
    found: set[str] = set()
    for organization, key in connection.execute(own.distinct()).all():
        found |= set(case_ids(connection, organization, key))
    return tuple(sorted(found - {case}))


def _when(item: StoredItem) -> tuple[dt.datetime, str, int]:
    return item.meeting_start or dt.datetime.max.replace(tzinfo=OSLO), item.meeting, item.position
