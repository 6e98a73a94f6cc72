"""A look at everything that must be in order: configuration, data directory, store, sources."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harvester.clock import Clock
from harvester.config import Config, Source
from harvester.errors import SaksgangError, StoreError
from harvester.extract.ocr import find_recognizer
from harvester.golden import first_page
from harvester.model import Verdict
from harvester.monitoring.health import SILENCE, problems
from harvester.portals import portal
from harvester.store import STORE_FILE, Completeness, Exposure, SourceRunRow, Store, open_store

_GIGABYTE = 1 << 30
_LITTLE_SPACE = 2 * _GIGABYTE
_NAMED = 5


class Level(StrEnum):
    """How bad a finding is."""

    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at."""

    level: Level
    about: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceState:
    """A configured source and its last run, None when it has had none."""

    source: Source
    last: SourceRunRow | None


def source_states(config: Config) -> list[SourceState]:
    """Every configured source and how it did last."""
    if not (config.data_directory / STORE_FILE).exists():
        return [SourceState(source=source, last=None) for source in config.sources]
    with open_store(config.data_directory, create=False) as store:
        return [SourceState(source=source, last=store.runs.last_of_source(source.key)) for source in config.sources]


def examine(config: Config, *, clock: Clock, online: bool = False) -> Iterator[Finding]:
    """Findings as they are made.

    Args:
        config: what is configured.
        clock: the time.
        online: whether to ask the first page of each enabled source, politely.
    """
    yield from _settings(config)
    yield _ocr(config)
    yield from _directory(config.data_directory)
    if (config.data_directory / STORE_FILE).exists():
        yield from _store(config, clock())
    else:
        yield Finding(level=Level.WARNING, about="store", message="there is none yet; the first run makes it")
    if online:
        yield from (_ask(config, source, clock) for source in config.sources if source.enabled)


def _settings(config: Config) -> Iterator[Finding]:
    enabled = [source for source in config.sources if source.enabled]
    if not enabled:
        yield Finding(level=Level.WARNING, about="config", message="no source is enabled, so a night has nothing to do")
    for source in enabled:
        try:
            product = portal(source.platform).declaration
            config.require_contact(source)
        except SaksgangError as error:
            yield Finding(level=Level.ERROR, about=source.key, message=str(error))
        else:
            message = (
                f"{source.platform} at {source.base_url}; what we know of {product.product} rests on {product.basis}"
            )
            yield Finding(level=Level.GOOD, about=source.key, message=message)
    for source in config.sources:
        if source.robots_permission:
            message = f"robots.txt is overridden by permission: {source.robots_permission}"
            yield Finding(level=Level.GOOD, about=source.key, message=message)


def _ocr(config: Config) -> Finding:
    if config.ocr == "off":
        return Finding(level=Level.GOOD, about="ocr", message="off; scanned pages are found by title only")
    recognizer = find_recognizer()
    if recognizer is not None:
        message = f"scanned pages are recognised by {recognizer.name}"
        return Finding(level=Level.GOOD, about="ocr", message=message)
    return Finding(
        level=Level.ERROR if config.ocr == "on" else Level.GOOD,
        about="ocr",
        message="Tesseract with its Norwegian (nor) is not installed; scanned pages are found by title only",
    )


def _directory(folder: Path) -> Iterator[Finding]:
    existing = next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield Finding(level=Level.ERROR, about="data", message=f"{folder} cannot be written")
        return
    free = shutil.disk_usage(existing).free
    level = Level.GOOD if free > _LITTLE_SPACE else Level.WARNING
    yield Finding(level=level, about="data", message=f"{folder}, {free / _GIGABYTE:.1f} GB free")
    if not (folder / "index" / "current").exists():
        yield Finding(level=Level.WARNING, about="index", message="there is none yet; python -m search index makes it")


def _store(config: Config, now: dt.datetime) -> Iterator[Finding]:
    try:
        with open_store(config.data_directory, create=False) as store:
            yield from _bytes(store)
            yield from _last_run(store)
            yield from (_completeness(each) for each in store.completeness.by_source().values())
            for source in config.sources:
                if source.enabled:
                    yield _last_success(store, source, now)
            for block in store.blocks.standing(now):
                yield Finding(level=Level.ERROR, about="host", message=str(block))
            for problem in problems(store, config, now):
                yield Finding(level=Level.ERROR, about="health", message=str(problem))
            yield from map(_exposed, store.exposures.current())
    except StoreError as error:
        yield Finding(level=Level.ERROR, about="store", message=str(error))


def _bytes(store: Store) -> Iterator[Finding]:
    damage = store.damage()
    if damage:
        yield Finding(level=Level.ERROR, about="store", message=f"the database is damaged: {damage}")
    missing = [sha256 for sha256 in store.documents.hashes() if not store.blobs.has(sha256)]
    if missing:
        named = ", ".join(sha256[:12] for sha256 in missing[:_NAMED])
        yield Finding(level=Level.ERROR, about="store", message=f"{len(missing)} documents lack their bytes: {named} …")
    waiting = len(store.documents.pending())
    if waiting:
        yield Finding(
            level=Level.WARNING, about="store", message=f"{waiting} documents wait to be read by the next run"
        )
    if not damage and not missing:
        yield Finding(level=Level.GOOD, about="store", message=f"sound, {store.reading.coverage().documents} documents")


def _completeness(held: Completeness) -> Finding:
    """What is held of what a source lists; what minutes treat beyond the agenda is no fault."""
    is_whole = not (held.items.missing or held.documents.missing or held.texts.missing)
    return Finding(level=Level.GOOD if is_whole else Level.WARNING, about="held", message=str(held))


def _last_run(store: Store) -> Iterator[Finding]:
    for run in store.runs.latest():
        if run.ended is None:
            message = (
                f"run {run.id} has no end: it is at work (process {run.process}), or was killed and will be made up for"
            )
            yield Finding(level=Level.WARNING, about="last run", message=message)
        else:
            level = Level.GOOD if run.verdict in {Verdict.GOOD, Verdict.QUIET} else Level.WARNING
            verdict = run.verdict.value if run.verdict else "without a verdict"
            yield Finding(
                level=level, about="last run", message=f"run {run.id}, {run.ended:%Y-%m-%d %H:%M} UTC: {verdict}"
            )


def _exposed(place: Exposure) -> Finding:
    message = f"{place} carries a national identity number; it is masked here, ask the portal's owner to withdraw it"
    return Finding(level=Level.WARNING, about="privacy", message=message)


def _last_success(store: Store, source: Source, now: dt.datetime) -> Finding:
    succeeded = store.runs.last_success(source.key)
    if succeeded is None:
        return Finding(level=Level.WARNING, about=source.key, message="has never been harvested with success")
    late = now - succeeded > SILENCE
    message = f"last harvested with success {succeeded:%Y-%m-%d %H:%M} UTC"
    return Finding(level=Level.ERROR if late else Level.GOOD, about=source.key, message=message)


def _ask(config: Config, source: Source, clock: Clock) -> Finding:
    try:
        parsed = first_page(config, source, clock=clock)
    except SaksgangError as error:
        return Finding(level=Level.ERROR, about=source.key, message=str(error))
    message = f"answers; its first page leads to {len(parsed.requests)} pages"
    return Finding(level=Level.GOOD, about=source.key, message=message)
