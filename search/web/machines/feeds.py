"""Atom feeds of a search, a body, an organization and a case: the address of the page, with ``.atom`` after it.

An entry is updated when what is shown of the record changed, and at no other time. What can no longer be found stands as
a deleted entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from fastapi import APIRouter, HTTPException, Request, Response

from harvester.store import Publication, PublishedKind, Store
from search.backends.base import Order
from search.publishing import body_topic, case_topic, organization_topic, published_key
from search.question import Question
from search.results import Hit
from search.service import Search
from search.web import addresses
from search.web.access import Now, SharedSearch, SharedStore
from search.web.addresses import Asked
from search.web.asked import AskedQuestion
from search.web.machines.atom import MEDIA_TYPE, Deleted, Feed, to_atom
from search.web.machines.conditional import conditional
from search.web.machines.entries import entries_of, entry_of_hit
from search.web.machines.site import Site, ThisSite

MOST_ENTRIES = 50
_NEWEST = 5_000
"""Among so many of the latest changes a search's feed looks for what it finds, before older ones."""
_TOPIC_KINDS = (PublishedKind.DOCUMENT, PublishedKind.MEETING, PublishedKind.RESOLUTION)
_NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""When a feed was updated in which nothing has ever stood."""

router = APIRouter(include_in_schema=False)


@router.get("/sok.atom")
def of_search(
    request: Request, shared: SharedSearch, store: SharedStore, site: ThisSite, question: AskedQuestion
) -> Response:
    """What a search finds, newest to us first."""
    asked = Asked(replace(question, order=Order.RELEVANCE, page=1))
    found = newest_hits(shared, store, question)
    entries = [entry_of_hit(site, hit, publication, question.query) for hit, publication in found.shown]
    feed = Feed(
        id=site.tag("search", asked.address("").lstrip("?")),
        title=f"Saksgang: {question.query}" if question.query else "Saksgang",
        updated=_NEVER,
        address=site.absolute(asked.address()),
        own_address=site.absolute(asked.address("/sok.atom")),
        entries=sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True),
        deleted=_deleted(site, store.publications.latest(MOST_ENTRIES, deleted=True)),
        total=found.total,
    )
    return _answer(request, feed)


@router.get("/utvalg/{body_id:path}.atom")
def of_body(request: Request, store: SharedStore, site: ThisSite, body_id: str) -> Response:
    """Meetings, documents and resolutions of a body."""
    body = store.decisions.body(body_id)
    if body is None:
        raise HTTPException(404)
    title = f"{body.name}, {body.organization_name or body.organization}"
    return _topic(request, store, site, title, addresses.body_address(body_id), body_topic(body_id))


@router.get("/organisasjon/{key}.atom")
def of_organization(request: Request, store: SharedStore, site: ThisSite, key: str) -> Response:
    """Meetings, documents and resolutions of an organization."""
    bodies = store.decisions.bodies(key)
    if not bodies:
        raise HTTPException(404)
    title = bodies[0].organization_name or key
    return _topic(request, store, site, title, addresses.organization_address(key), organization_topic(key))


@router.get("/sak/{organization}/{number:path}.atom")
def of_case(
    request: Request, store: SharedStore, site: ThisSite, now: Now, *, organization: str, number: str
) -> Response:
    """Documents and resolutions of a case."""
    cases = store.decisions.cases(organization, number, now)
    if not cases:
        raise HTTPException(404)
    title = ", ".join(filter(None, (cases[0].title, number, cases[0].organization_name)))
    address = addresses.case_address(organization, number)
    return _topic(request, store, site, title, address, *(case_topic(case.id) for case in cases))


@dataclass(frozen=True, kw_only=True, slots=True)
class NewestHits:
    """What a search finds that was published last, each with how it was, and how much it finds in all."""

    shown: tuple[tuple[Hit, Publication], ...]
    total: int


def newest_hits(shared: Search, store: Store, question: Question) -> NewestHits:
    """What a search finds that was published last, filled up with the newest meetings'."""
    newest = replace(question, order=Order.DATE, page=1, per_page=MOST_ENTRIES)
    latest = {
        published_key(publication): publication for publication in store.publications.latest(_NEWEST, deleted=False)
    }
    among = shared.answer(newest, among=frozenset(latest)).hits
    everything = shared.answer(newest if len(among) < MOST_ENTRIES else replace(newest, per_page=1))
    found = (*among, *everything.hits)
    known = latest | _published(store, [hit for hit in found if hit.key not in latest])
    hits = {hit.key: hit for hit in found if hit.key in known}
    ranked = sorted(hits, key=lambda key: known[key].number, reverse=True)[:MOST_ENTRIES]
    return NewestHits(shown=tuple((hits[key], known[key]) for key in ranked), total=everything.total)


def _published(store: Store, hits: Iterable[Hit]) -> dict[str, Publication]:
    ids: dict[PublishedKind, list[str]] = {kind: [] for kind in PublishedKind}
    for hit in hits:
        ids[PublishedKind(hit.type.value)].append(hit.id)
    found = (store.publications.of(kind, wanted).values() for kind, wanted in ids.items())
    return {published_key(publication): publication for publication in chain.from_iterable(found)}


def _topic(request: Request, store: Store, site: Site, title: str, address: str, *topics: str) -> Response:
    found: dict[tuple[PublishedKind, str], Publication] = {}
    for topic in topics:
        for publication in store.publications.latest(MOST_ENTRIES, topic=topic, kinds=_TOPIC_KINDS):
            found[publication.kind, publication.id] = publication
    latest = sorted(found.values(), key=lambda publication: publication.number, reverse=True)[:MOST_ENTRIES]
    feed = Feed(
        id=site.tag("feed", address.lstrip("/")),
        title=title,
        updated=_NEVER,
        address=site.absolute(address),
        own_address=site.absolute(f"{address}.atom"),
        entries=entries_of(store, site, [publication for publication in latest if publication.deleted is None]),
        deleted=_deleted(site, [publication for publication in latest if publication.deleted is not None]),
    )
    return _answer(request, feed)


def _answer(request: Request, feed: Feed) -> Response:
    moments = [*(entry.updated for entry in feed.entries), *(deleted.when for deleted in feed.deleted)]
    updated = max(moments, default=feed.updated)
    return conditional(request, to_atom(replace(feed, updated=updated)), MEDIA_TYPE, modified=updated)


def _deleted(site: Site, publications: Iterable[Publication]) -> list[Deleted]:
    return [
        Deleted(id=site.tag(publication.kind, publication.id), when=publication.deleted)
        for publication in publications
        if publication.deleted is not None
    ]
