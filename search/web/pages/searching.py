"""The search: the front page and the results."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from harvester.model import Language
from harvester.store import Store
from harvester.store.decisions import StoredCase
from search.backends.base import FacetCount
from search.results import SearchResult
from search.understanding import in_words
from search.web.access import Now, SharedSearch, SharedStore
from search.web.addresses import Asked
from search.web.asked import AskedQuestion
from search.web.pages.latest import latest_decisions
from search.web.pages.meetings import coming_meetings
from search.web.rendering import render, wording_of
from search.web.wording import FACET_NAMES, Wording, sentence

MOST_FACETS = 12
LATEST = 6

router = APIRouter()


@router.get("/")
def front(request: Request, shared: SharedSearch, store: SharedStore, now: Now) -> Response:
    """The page to begin with: what there is, before the first word; with a query, the way to its results."""
    if "q" in request.query_params:
        return RedirectResponse(f"/sok?{request.url.query}", status_code=307)
    decisions = latest_decisions(shared, LATEST)
    values = {
        "coverage": shared.coverage(),
        "decided": bool(decisions),
        "latest": decisions or shared.latest(LATEST),
        "coming": coming_meetings(store, now)[:LATEST],
    }
    return render(request, "front.html", values)


@router.get("/sok")
def results(request: Request, shared: SharedSearch, store: SharedStore, now: Now, question: AskedQuestion) -> Response:
    """What was found."""
    result = shared.answer(question)
    asked = Asked(question)
    words = wording_of(request)
    values = {
        "asked": asked,
        "result": result,
        "notes": [note.text(words.language.value) for note in result.notes],
        "understood": _understood(result, words.language),
        "cases": _cases(store, result, now) if question.fold else {},
        "chosen": _chosen(asked, result, words),
        "facets": _facets(asked, result, words),
        "coverage": None if result.total else shared.coverage(),
        "sources": () if result.total else store.sources.holdings(),
    }
    return render(request, "results.html", values)


def _cases(store: Store, result: SearchResult, now: dt.datetime) -> dict[str, StoredCase]:
    """The cases of the hits that went through several bodies."""
    found = {
        hit.case: store.decisions.case(hit.case, now)
        for hit in result.hits
        if hit.case and hit.folded and hit.case_number
    }
    return {key: case for key, case in found.items() if case and len(case.steps) > 1}


def _understood(result: SearchResult, language: Language) -> str:
    """How the query was read, where that is more than its words one after the other."""
    if result.understood is None:
        return ""
    plain = in_words(result.understood, "en").casefold() == " and ".join(result.query.casefold().split())
    return "" if plain else in_words(result.understood, language.value)


def _chosen(asked: Asked, result: SearchResult, words: Wording) -> list[tuple[str, str]]:
    """The filters that are set, each with the address without it."""
    filters = asked.question.filters
    labels = {count.value.casefold(): count.label for count in result.facets["organization"]}
    chosen = [(labels.get(name.casefold(), name), asked.without("organization")) for name in filters.organizations]
    chosen += [(name, asked.without("body")) for name in filters.bodies]
    chosen += [(words.kind(name), asked.without("kind")) for name in filters.kinds]
    chosen += [(words.outcome(name), asked.without("outcome")) for name in filters.outcomes]
    chosen += [(words.language_name(name), asked.without("language")) for name in filters.languages]
    chosen += [(name, asked.without("party")) for name in filters.parties]
    chosen += [(str(year), asked.without("year")) for year in filters.years]
    if filters.date_from or filters.date_to:
        chosen.append((_period(filters.date_from, filters.date_to, words), asked.without("period")))
    return chosen


def _period(first: dt.date | None, last: dt.date | None, words: Wording) -> str:
    if first and last and (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31)):
        return words.text("møter i %(year)s", year=first.year)
    if first and last:
        return words.text("møter fra %(first)s til %(last)s", first=words.long_date(first), last=words.long_date(last))
    if first:
        return words.text("møter fra %(first)s", first=words.long_date(first))
    return words.text("møter til %(last)s", last=words.long_date(last)) if last else ""


def _facets(asked: Asked, result: SearchResult, words: Wording) -> list[tuple[str, list[tuple[FacetCount, str, str]]]]:
    """The values of each facet that could narrow the answer, each with label and address."""
    facets = []
    for facet in FACET_NAMES:
        counts = list(result.facets.get(facet, ()))
        if facet == "year":
            counts.sort(key=lambda count: count.value, reverse=True)
        values = [
            (count, _label(facet, count, words), asked.narrowed(facet, count.value)) for count in counts[:MOST_FACETS]
        ]
        if len(values) > 1:
            facets.append((facet, values))
    return facets


def _label(facet: str, count: FacetCount, words: Wording) -> str:
    match facet:
        case "kind":
            return words.kind(count.value)
        case "outcome":
            return sentence(words.outcome(count.value))
        case "language":
            return sentence(words.language_name(count.value))
        case _:
            return count.label
