"""What is covered of each source, and what is known to be missing: facts for the page and the API, without blame."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice

from harvester.model import Verdict
from harvester.store import MinutesByYear, SourceHoldings, Store
from harvester.store.decisions import NumberGap, StoredMeeting, StoredResolution

FRESH = dt.timedelta(hours=36)
"""A source that was fetched this recently counts as fetched in the last night, however long the night was."""
MOST_UNTIED = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceCoverage:
    """A source with how its last nights went.

    ``last_success`` is when it was last harvested without failing, ``is_fresh`` whether that was in the last night.
    ``new_documents`` are those of the last run; None when it did not succeed.
    """

    holdings: SourceHoldings
    last_success: dt.datetime | None
    is_fresh: bool
    new_documents: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class MinutesOfBody:
    """A body's meetings with published minutes of all that were held, for each of the years of the table."""

    body: str
    name: str
    years: tuple[MinutesByYear | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceDetail:
    """Everything that is known of what is missing in a source.

    ``usual_days`` is how many days after a meeting its minutes usually come. ``untied`` are resolutions that could not
    be tied to an item of an agenda, the newest ones.
    """

    coverage: SourceCoverage
    years: tuple[int, ...]
    minutes: tuple[MinutesOfBody, ...]
    usual_days: int | None
    without_minutes: tuple[StoredMeeting, ...]
    gaps: tuple[NumberGap, ...]
    untied: tuple[StoredResolution, ...]


def sources_covered(store: Store, now: dt.datetime) -> tuple[SourceCoverage, ...]:
    """Every source, by name."""
    return tuple(_covered(store, holdings, now) for holdings in store.sources.holdings())


def source_detail(store: Store, key: str, now: dt.datetime) -> SourceDetail | None:
    """One source in detail; None when there is no such source."""
    holdings = next((one for one in store.sources.holdings() if one.key == key), None)
    if holdings is None:
        return None
    by_year = store.sources.minutes_by_year(key, now)
    years = tuple(sorted({one.year for one in by_year}, reverse=True))
    return SourceDetail(
        coverage=_covered(store, holdings, now),
        years=years,
        minutes=_by_body(by_year, years),
        usual_days=store.sources.usual_days_to_minutes(key),
        without_minutes=store.decisions.meetings_without_minutes(now, organization=holdings.organization),
        gaps=store.decisions.number_gaps(holdings.organization),
        untied=tuple(islice(store.decisions.untied(holdings.organization), MOST_UNTIED)),
    )


def _covered(store: Store, holdings: SourceHoldings, now: dt.datetime) -> SourceCoverage:
    last_success = store.runs.last_success(holdings.key)
    last = store.runs.last_of_source(holdings.key)
    succeeded = last is not None and last.verdict in {Verdict.GOOD, Verdict.QUIET}
    return SourceCoverage(
        holdings=holdings,
        last_success=last_success,
        is_fresh=last_success is not None and now - last_success < FRESH,
        new_documents=last.counts.documents.new if last is not None and succeeded else None,
    )


def _by_body(by_year: tuple[MinutesByYear, ...], years: tuple[int, ...]) -> tuple[MinutesOfBody, ...]:
    names = {one.body: one.body_name for one in by_year}
    found = {(one.body, one.year): one for one in by_year}
    return tuple(
        MinutesOfBody(body=body, name=name, years=tuple(found.get((body, year)) for year in years))
        for body, name in names.items()
    )
