"""The change log: what was replaced, changed or taken away after it was published; what, never why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from harvester.store import Store
from harvester.store.changes import NEWS, ChangeKind, FieldChange, LoggedChange, Value
from search.changes import PageDifference, replaced_text
from search.differences import Change, ComparedPoint, Run
from search.web.access import SharedStore
from search.web.rendering import render, wording_of
from search.web.wording import Wording, local_day, marked

MOST_SHOWN = 20
_MOST_PAGES = 3
"""Changed pages of one document that are shown in the log; more are only counted."""
_MOST_POINTS = 6
_CONTEXT = 12
"""Words that are shown on either side of a change."""
_FIELDS = {
    "title": marked("Tittel"),
    "start": marked("Begynner"),
    "end": marked("Slutter"),
    "place": marked("Sted"),
    "status": marked("Status"),
    "bodies": marked("Utvalg"),
    "number": marked("Saksnummer"),
    "section": marked("Del av sakslista"),
    "case_number": marked("Arkivsak"),
    "position": marked("Plass på sakslista"),
    "closed": marked("Lukket"),
    "restriction": marked("Unntatt fordi"),
    "published": marked("Lagt ut"),
}
_STATUSES = {
    "scheduled": marked("planlagt"),
    "cancelled": marked("avlyst"),
    "postponed": marked("utsatt"),
    "held": marked("holdt"),
}

router = APIRouter()


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownField:
    """A field that changed, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownChange:
    """A line of the log with what it shows; ``more`` is how many changed pages are not shown."""

    change: LoggedChange
    fields: tuple[ShownField, ...]
    pages: tuple[PageDifference, ...]
    more: int


@router.get("/endringer")
def changes(
    request: Request,
    store: SharedStore,
    *,
    organization: Annotated[str, Query(alias="organisasjon")] = "",
    kind: Annotated[ChangeKind | None, Query(alias="slag")] = None,
    before: Annotated[int | None, Query(alias="eldre", ge=1)] = None,
) -> Response:
    """The log, newest first, by day."""
    found = store.changes.between(
        organization=organization or None, kinds=(kind,) if kind else NEWS, before=before, most=MOST_SHOWN + 1
    )
    words = wording_of(request)
    shown = [_shown(store, change, words) for change in found[:MOST_SHOWN]]
    values = {
        "days": [(day, list(lines)) for day, lines in groupby(shown, key=lambda line: local_day(line.change.at))],
        "kinds": NEWS,
        "kind": kind,
        "organization": organization,
        "organizations": {one.organization: one.organization_name for one in store.sources.holdings()},
        "older": found[MOST_SHOWN - 1].number if len(found) > MOST_SHOWN else None,
    }
    return render(request, "changes.html", values)


def _shown(store: Store, change: LoggedChange, words: Wording) -> ShownChange:
    differences = replaced_text(store, change) if change.kind is ChangeKind.REPLACED else None
    pages = [page for page in map(_changed_points, differences or ()) if page.points]
    fields = [field for field in change.fields if field.name in _FIELDS]
    return ShownChange(
        change=change,
        fields=tuple(_in_words(field, words) for field in fields) if change.kind is ChangeKind.CHANGED else (),
        pages=tuple(pages[:_MOST_PAGES]),
        more=max(len(pages) - _MOST_PAGES, 0),
    )


def _in_words(field: FieldChange, words: Wording) -> ShownField:
    return ShownField(
        name=words.text(_FIELDS[field.name]), before=_value(field.before, words), after=_value(field.after, words)
    )


def _value(value: Value, words: Wording) -> str:
    match value:
        case None:
            return ""
        case bool():
            return words.text("ja") if value else words.text("nei")
        case dt.datetime():
            return words.text("%(day)s, kl. %(time)s", day=words.weekday(local_day(value)), time=words.clock(value))
        case tuple():
            return ", ".join(value)
        case _:
            return words.text(_STATUSES.get(str(value), str(value)))


def _changed_points(page: PageDifference) -> PageDifference:
    """A page with only the points that changed, and only some words around each change."""
    changed = [point for point in page.points if _is_changed(point)]
    return replace(page, points=tuple(_excerpt(point) for point in changed[:_MOST_POINTS]))


def _is_changed(point: ComparedPoint) -> bool:
    return any(run.change is not Change.SAME for run in (*(point.before or ()), *(point.after or ())))


def _excerpt(point: ComparedPoint) -> ComparedPoint:
    return replace(
        point,
        before=_shortened(point.before) if point.before else None,
        after=_shortened(point.after) if point.after else None,
    )


def _shortened(runs: Iterable[Run]) -> tuple[Run, ...]:
    return tuple(replace(run, text=_ends(run.text)) if run.change is Change.SAME else run for run in runs)


def _ends(text: str) -> str:
    words = text.split()
    if len(words) <= 2 * _CONTEXT:
        return text
    return " ".join((*words[:_CONTEXT], "…", *words[-_CONTEXT:]))
