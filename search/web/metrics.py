"""Numbers for Prometheus, in its text format (version 0.0.4): how each source did last, and what the store holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from harvester.model import Verdict
from harvester.store import SourceRunRow, Store
from search.web.access import SharedStore

router = APIRouter()
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", include_in_schema=False)
def metrics(store: SharedStore) -> PlainTextResponse:
    """What a monitoring system asks for every minute; it names sources, and nobody's query."""
    return PlainTextResponse(metrics_text(store), media_type=_TYPE)


def metrics_text(store: Store) -> str:
    """The numbers of the newest run and of the whole store."""
    return "".join(f"{line}\n" for line in (*_of_store(store), *_of_sources(store)))


def _of_store(store: Store) -> Iterator[str]:
    coverage = store.reading.coverage()
    yield from _gauge("saksgang_meetings", "Meetings that are kept and not removed.", {"": coverage.meetings})
    yield from _gauge("saksgang_documents", "Documents that are kept and not removed.", {"": coverage.documents})
    yield from _gauge("saksgang_pages_needing_ocr", "Pages without text.", {"": coverage.pages_needing_ocr})
    yield from _gauge("saksgang_alarms", "What the operator was told is broken.", {"": len(store.alarms.standing())})
    yield from _gauge(
        "saksgang_exposures", "Places with a national identity number.", {"": len(store.exposures.current())}
    )


def _of_sources(store: Store) -> Iterator[str]:
    sources: Sequence[SourceRunRow] = [source for run in store.runs.latest() for source in run.sources]
    verdicts = {
        f'{{source="{source.source}",verdict="{verdict.value}"}}': float(source.verdict is verdict)
        for source in sources
        for verdict in Verdict
    }
    yield from _gauge("saksgang_source_verdict", "1 for the verdict on each source in the newest run.", verdicts)
    success = {
        _label(source): _seconds(ended)
        for source in sources
        if (ended := store.runs.last_success(source.source)) is not None
    }
    yield from _gauge("saksgang_source_last_success_seconds", "When a source was last harvested with success.", success)
    requests = {_label(source): source.requests for source in sources}
    yield from _gauge("saksgang_source_requests", "Requests to each source in the newest run.", requests)
    failed = {_label(source): len(source.failed) for source in sources}
    yield from _gauge("saksgang_source_failures", "Pages and documents that failed in the newest run.", failed)


def _gauge(name: str, meaning: str, values: Mapping[str, float]) -> Iterator[str]:
    """A number by its labels; keys of sources have no character that a label must escape."""
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} gauge"
    yield from (f"{name}{labels} {value:.15g}" for labels, value in values.items())


def _label(source: SourceRunRow) -> str:
    return f'{{source="{source.source}"}}'


def _seconds(moment: dt.datetime) -> float:
    return moment.timestamp()
