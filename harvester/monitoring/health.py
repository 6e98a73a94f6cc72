"""What is broken, as one sentence each with what to try: sources, whole products, hosts, the disk.

A source that is not harvested any more is not broken, and one that a whole product takes down with it is told once, as
the product. What was read anew from kept pages, imported or indexed counts for nothing: only a run that asked the
portal tells whether it is well.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvester.config import Config, Source
from harvester.model import OSLO, Verdict
from harvester.store import SourceRunRow, Store

SILENCE = dt.timedelta(hours=36)
"""So long without a success is more than one night that went wrong."""
_MEGABYTE = 1 << 20
_ADVICE = {
    "blocked": "the host refuses us: write to the portal's owner, then harvester unblock HOST",
    "login": "the page asks for a login: has the portal moved?",
    "changed": "the page is not what the adapter knows: look at it in a browser, and save it with harvester capture",
    "down": "the portal does not answer: wait a night, then ask its owner",
    "robots": "robots.txt asks us to stay away: ask the portal's owner for permission",
    "throttled": "the portal asks us to slow down: raise pause_seconds of the source",
    "stopped": "the host's budget of requests was used up, or the disk is full: harvester doctor says which",
}
_LOOK = "look at the portal in a browser: has it been redesigned, or moved?"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something broken. ``key`` names it as long as it is; ``advice`` is what to try; ``covers`` are the keys of what is
    broken with it and is not told by itself.
    """

    key: str
    reason: str
    advice: str
    covers: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """The whole of it."""
        return f"{self.reason}. What to try: {self.advice}"


def problems(store: Store, config: Config, now: dt.datetime) -> tuple[Problem, ...]:
    """Everything that is broken now, the widest first."""
    rows = [(source, store.runs.last_of_source(source.key)) for source in _harvested(config, now)]
    products = list(_products(rows))
    covered = frozenset[str]().union(*(product.covers for product in products))
    sources = (
        problem
        for source, row in rows
        if _key(source.key) not in covered and (problem := _source(store, source, row, now)) is not None
    )
    return (*_disk(config), *products, *sources)


def _harvested(config: Config, now: dt.datetime) -> Iterator[Source]:
    """The sources that should be well: neither switched off nor of an organization that has gone."""
    today = now.astimezone(OSLO).date()
    for source in config.sources:
        ended = source.organization.valid_to
        if source.enabled and source.archive is None and (ended is None or ended >= today):
            yield source


def _products(rows: Sequence[tuple[Source, SourceRunRow | None]]) -> Iterator[Problem]:
    by_product: defaultdict[str, list[SourceRunRow]] = defaultdict(list)
    for source, row in rows:
        if row is not None:
            by_product[source.platform].append(row)
    for platform, runs in sorted(by_product.items()):
        failed = [run for run in runs if run.verdict is Verdict.FAILED]
        if len(runs) > 1 and len(failed) == len(runs):
            reason = f"all {len(runs)} sources of the product {platform} fail: {failed[0].reason}"
            advice = "the product has changed, or refuses us everywhere: look at one of its portals in a browser"
            covers = frozenset(_key(run.source) for run in runs)
            yield Problem(key=f"platform {platform}", reason=reason, advice=advice, covers=covers)


def _key(source: str) -> str:
    return f"source {source}"


def _source(store: Store, source: Source, row: SourceRunRow | None, now: dt.datetime) -> Problem | None:
    if row is None:
        return None
    key = _key(source.key)
    if not store.presence.known_meetings(source.key):
        reason = f"{source.name} was harvested and has never given a meeting"
        return Problem(key=key, reason=reason, advice="is base_url the address of the calendar? harvester detect looks")
    if row.verdict in {Verdict.FAILED, Verdict.SUSPICIOUS}:
        reason = f"{source.name} is {row.verdict.value}: {row.reason}"
        return Problem(key=key, reason=reason, advice=_advice(row))
    succeeded = store.runs.last_success(source.key)
    if succeeded is None or now - succeeded > SILENCE:
        since = f"{succeeded.astimezone(OSLO):%Y-%m-%d %H:%M}" if succeeded else "ever"
        reason = f"{source.name} was not harvested with success since {since}"
        return Problem(key=key, reason=reason, advice="does the night run at all? harvester doctor says")
    return None


def _advice(row: SourceRunRow) -> str:
    word = (row.reason or "").partition(":")[0]
    return _ADVICE.get(word, _LOOK)


def _disk(config: Config) -> Iterator[Problem]:
    free = shutil.disk_usage(config.data_directory).free // _MEGABYTE
    if free < config.limits.free_megabytes:
        reason = (
            f"the disk is nearly full: {free} MB are free, and nothing is fetched below {config.limits.free_megabytes}"
        )
        yield Problem(key="disk", reason=reason, advice="make room, or move the data directory to a larger disk")
