"""The log of the nights: one line of JSON when a night begins and one when it ends, for machines that watch."""

from __future__ import annotations

import datetime as dt
import json
import logging
import logging.handlers
from contextlib import closing
from pathlib import Path

from harvester.identity_numbers import ALL_MASKED
from harvester.report import Report

LOG = Path("logs") / "nights.jsonl"
"""In the data directory; with ``.1`` and so on behind it, when it has grown."""
_BYTES = 2_000_000
_OLDER = 5


def note_beginning(data_directory: Path, at: dt.datetime) -> None:
    """Say that a night begins."""
    _write(data_directory, {"event": "night_began", "at": at})


def note_end(data_directory: Path, report: Report) -> None:
    """Say how a night ended: verdicts and counts of each source, and of the index."""
    sources = [
        {
            "key": source.source,
            "verdict": source.verdict,
            "reason": source.reason,
            "requests": source.requests,
            "downloads": source.downloads,
            "failed": len(source.failed),
            **{
                f"{kind}_{name}": getattr(getattr(source.counts, kind), name)
                for kind in ("meetings", "items", "documents")
                for name in ("new", "changed", "unchanged", "missing", "removed")
            },
        }
        for source in report.sources
    ]
    facts = {"event": "night_ended", "at": report.ended, "run": report.run, "verdict": report.verdict}
    told = {"reason": report.reason, "seconds": (report.ended - report.started).total_seconds()}
    indexed = None if report.index is None else report.index.documents
    _write(data_directory, {**facts, **told, "documents_indexed": indexed, "sources": sources})


def _write(data_directory: Path, content: dict[str, object]) -> None:
    path = data_directory / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    with closing(
        logging.handlers.RotatingFileHandler(path, maxBytes=_BYTES, backupCount=_OLDER, encoding="utf-8")
    ) as handler:
        record = logging.LogRecord(__name__, logging.INFO, __file__, 0, ALL_MASKED.mask(line), None, None)
        handler.emit(record)


def _plain(value: object) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)
