"""What is new to somebody who follows a search, and whether they can rely on hearing of everything.

Nothing is sent here. What is news was published for the first time since the subscriber was told last, is found by the
search, and stands in a document that the subscriber has not been told of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from harvester.identity_numbers import ALL_MASKED
from harvester.model import OSLO, Verdict
from harvester.store import Frequency, SourceHoldings, Store, Subscription
from search.backends.base import Order
from search.errors import QueryError
from search.publishing import published_key
from search.question import MOST_PER_PAGE, Question
from search.results import Hit
from search.service import Search
from search.vocabulary import RecordType

WEEKS = 8
BROKEN_AFTER = dt.timedelta(days=3)
"""A source that is tried and does not answer for so long is told of."""
_WELL = (Verdict.GOOD, Verdict.QUIET)
_QUESTION = TypeAdapter(Question)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """A source that has not been harvested for long, although it was tried."""

    source: str
    organization_name: str
    since: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """How much a search finds in the meetings of a week, by its number in the year."""

    number: int
    hits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What a subscriber is told: ``hits``, newest meeting first, and the ``outages`` behind the search.

    ``records`` are what counts as told with it; ``untold`` are the outages that were not told before.
    """

    hits: tuple[Hit, ...]
    records: tuple[str, ...]
    outages: tuple[Outage, ...]
    untold: tuple[Outage, ...]
    seen: int

    def __bool__(self) -> bool:
        return bool(self.hits or self.untold)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """How many subscribers were written to, had no news, and could not be written to."""

    sent: int = 0
    nothing_new: int = 0
    failed: int = 0


def saved_search(question: Question) -> str:
    """A question as it is kept: what is asked for, and not which part of the answer was looked at.

    Raises:
        QueryError: it asks for a national identity number, which is kept nowhere.
    """
    query = " ".join(question.query.split())
    if ALL_MASKED.are_in(query):
        raise QueryError("a national identity number is masked in everything, and cannot be followed")
    asked = Question(query=query, filters=question.filters, widen=question.widen)
    return _QUESTION.dump_json(asked, exclude_defaults=True).decode()


def followed_question(search: str) -> Question:
    """The question that was saved, asked for its newest answers.

    Raises:
        QueryError: it was saved by another version of the program, which knew something that this one does not.
    """
    try:
        asked = _QUESTION.validate_json(search)
    except ValidationError as error:
        raise QueryError("the saved search cannot be asked any more") from error
    return replace(asked, order=Order.DATE, per_page=MOST_PER_PAGE)


def weekly_hits(search: Search, question: Question, now: dt.datetime) -> tuple[Week, ...]:
    """How much the search finds in the meetings of each of the last weeks, the oldest first, this week last."""
    today = now.astimezone(OSLO).date()
    monday = today - dt.timedelta(days=today.weekday())
    weeks = []
    for first in (monday - dt.timedelta(weeks=back) for back in reversed(range(WEEKS))):
        days = replace(question.filters, date_from=first, date_to=first + dt.timedelta(days=6))
        found = search.answer(replace(question, filters=days, page=1, per_page=1))
        weeks.append(Week(number=first.isocalendar().week, hits=found.total))
    return tuple(weeks)


def is_due(subscription: Subscription, now: dt.datetime) -> bool:
    """Whether it is time to look for news: after every night, or once a week from Monday on."""
    if subscription.frequency is Frequency.NIGHTLY or subscription.checked is None:
        return True
    today = now.astimezone(OSLO).date()
    monday = today - dt.timedelta(days=today.weekday())
    return subscription.checked.astimezone(OSLO).date() < monday


def look_for_news(search: Search, store: Store, subscription: Subscription, now: dt.datetime) -> News:
    """What to tell a subscriber.

    Raises:
        QueryError: the saved search cannot be asked any more.
        IndexUnusable: the index cannot be searched.
    """
    question = followed_question(subscription.search)
    seen = store.publications.newest()
    published = [published_key(publication) for publication in store.publications.new_since(subscription.seen)]
    hits = tuple(_all_hits(search, question, frozenset(published))) if published else ()
    told = store.subscriptions.announced(subscription.id, {name for hit in hits for name in _names(hit)})
    fresh = tuple(hit for hit in hits if told.isdisjoint(_names(hit)))
    outages = tuple(outages_behind(store, question, now))
    known = store.subscriptions.told_of_outage(subscription.id)
    return News(
        hits=_without_wrappings(fresh),
        records=tuple(dict.fromkeys(name for hit in fresh for name in _names(hit))),
        outages=outages,
        untold=tuple(outage for outage in outages if known.get(outage.source) != outage.since),
        seen=seen,
    )


def outages_behind(store: Store, question: Question, now: dt.datetime) -> Iterator[Outage]:
    """The sources behind a search that have been tried in vain for long.

    One that is no longer tried, because it was taken out of the configuration, is not broken.
    """
    wanted = {name.casefold() for name in question.filters.organizations}
    for holdings in store.sources.holdings():
        names = {holdings.organization.casefold(), holdings.organization_name.casefold()}
        outage = _outage(store, holdings, now) if not wanted or names & wanted else None
        if outage is not None:
            yield outage


def _outage(store: Store, holdings: SourceHoldings, now: dt.datetime) -> Outage | None:
    last = store.runs.last_of_source(holdings.key)
    if last is None or last.verdict in _WELL or now - last.started > BROKEN_AFTER:
        return None
    since = store.runs.last_success(holdings.key)
    if since is None or now - since < BROKEN_AFTER:
        return None
    return Outage(source=holdings.key, organization_name=holdings.organization_name, since=since)


def _all_hits(search: Search, question: Question, published: frozenset[str]) -> Iterator[Hit]:
    page = 1
    while hits := search.answer(replace(question, page=page), among=published).hits:
        yield from hits
        page += 1


def _names(hit: Hit) -> tuple[str, ...]:
    """What must not be told of twice: the hit itself, and the document that it opens."""
    return (hit.key,) if hit.document_id is None else tuple({hit.key: None, hit.document_id: None})


def _without_wrappings(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The decisions themselves, without the papers and the agenda items that are only about the same."""
    decided = {hit.item for hit in hits if hit.type is RecordType.RESOLUTION}
    items = [hit for hit in hits if hit.type is not RecordType.ITEM or hit.item not in decided]
    opened = {hit.document_id for hit in items if hit.type is not RecordType.DOCUMENT}
    return tuple(hit for hit in items if hit.type is not RecordType.DOCUMENT or hit.document_id not in opened)
