"""Answers as text: coloured and wrapped on a terminal, one line a thing in a pipe."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from harvester.store import SubscriptionCounts
from search.alerts import Delivered
from search.backends.base import Term
from search.batch import BatchRow, row_to_json
from search.index import IndexReport
from search.results import Hit, SearchResult
from search.similar import SimilarResult, similar_to_json
from search.understanding import in_words

_HIT = "bold yellow"
_QUIET = "dim"
_INDENT = 4


def use_utf8() -> None:
    """Whatever the machine's habit is, others read our output as UTF-8; a lone surrogate in a text is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def print_json(content: object) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def print_result(result: SearchResult) -> None:
    """An answer, with its notes."""
    console = Console(highlight=False)
    for other in result.suggestions:
        _print(console, Text(f"Did you mean: {visible(other.query)} ({_hits(other.total)})", style="italic"))
    if not isinstance(result.understood, Term | None):
        _print(console, Text(visible(f"Understood as: {in_words(result.understood)}"), style=_QUIET))
    for note in result.notes:
        _print(console, Text(visible(note.text()), style="italic"))
    if result.widened:
        _print(console, Text("Only what was typed: --exact", style=_QUIET))
    _print(console, Text(_count(result), style="bold"))
    first = (result.page - 1) * result.per_page + 1
    for number, hit in enumerate(result.hits, start=first):
        console.print()
        _print_hit(console, number, hit)
    if result.page * result.per_page < result.total:
        console.print()
        _print(console, Text(f"More: --page {result.page + 1}", style=_QUIET))


def print_similar(result: SimilarResult, *, as_json: bool) -> None:
    """Earlier decisions, each with the words for which it was found."""
    if as_json:
        print_json(similar_to_json(result))
        return
    console = Console(highlight=False)
    _print(console, Text(visible(f"Looked for: {', '.join(result.words) or 'nothing'}"), style=_QUIET))
    _print(console, Text(_counted(result.total, "earlier decision"), style="bold"))
    for number, one in enumerate(result.decisions, start=1):
        console.print()
        _print_hit(console, number, one.hit)
        why = f"{'same body · ' if one.same_body else ''}shares {', '.join(one.shared)}"
        _print(console, Text(visible(why), style=_QUIET), indent=_INDENT)


def print_batch(rows: Sequence[BatchRow], *, as_json: bool) -> None:
    """What each query finds: one line with counts, and its best hits."""
    if as_json:
        print_json([row_to_json(row) for row in rows])
        return
    console = Console(highlight=False)
    for row in rows:
        weekly = "" if row.expected_weekly is None else f", {row.expected_weekly:g} a week"
        _print(console, Text(visible(f"{row.query}: {_hits(row.total)}{weekly}"), style="bold"))
        for note in row.notes:
            _print(console, Text(visible(note), style="italic"), indent=_INDENT)
        for hit in row.hits:
            _print(console, Text(visible(f"{hit.heading} · {_quiet_line(hit)}"), style=_QUIET), indent=_INDENT)


def print_export(folder: Path, entries: int, *, as_json: bool) -> None:
    """What was written for other programs."""
    if as_json:
        print_json({"folder": str(folder), "entries": entries})
    else:
        sys.stdout.write(f"{entries} documents, items, resolutions and meetings in {folder}\n")


def print_report(report: IndexReport, *, as_json: bool) -> None:
    """What was done to the index."""
    counts = {
        "added": report.added,
        "updated": report.updated,
        "deleted": report.deleted,
        "documents": report.documents,
        "records": report.records,
        "records_changed": report.records_changed,
    }
    if as_json:
        print_json({**counts, "rebuilt": report.rebuilt})
        return
    if report.rebuilt:
        sys.stdout.write(f"A new index was made: {report.rebuilt}\n")
    sys.stdout.write(
        f"{report.added} added, {report.updated} updated, {report.deleted} deleted; "
        f"{_documents(report.documents)} in the index, and {report.records} items, resolutions and meetings\n"
    )


def visible(text: str) -> str:
    """Text without control characters, which could drive a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _count(result: SearchResult) -> str:
    pages = -(-result.total // result.per_page)
    place = f", page {result.page} of {pages}" if pages > 1 else ""
    return (_counted(result.total, "case") if result.folded else _hits(result.total)) + place


def _hits(count: int) -> str:
    return _counted(count, "hit")


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}s"


def _documents(count: int) -> str:
    return _counted(count, "document")


def _print_hit(console: Console, number: int, hit: Hit) -> None:
    title = Text(f"{number:>2}. ")
    title.append(visible(hit.heading), style="bold")
    _print(console, title)
    snippet = Text()
    for piece in hit.pieces:
        snippet.append(visible(piece.text), style=_HIT if piece.marked else "")
    if snippet:
        _print(console, snippet, indent=_INDENT)
    _print(console, Text(visible(_quiet_line(hit)), style=_QUIET), indent=_INDENT)
    if hit.url:
        # Never wrapped or shortened: a broken address is worse than a long line.
        console.print(Text(" " * _INDENT + visible(hit.url), style=f"{_QUIET} underline"), soft_wrap=True)


def _quiet_line(hit: Hit) -> str:
    place = ", ".join(name for name in (hit.body, hit.organization_name) if name)
    parts = (
        hit.kind.replace("_", " "),
        hit.outcome.replace("_", " ") if hit.outcome else "",
        place,
        hit.meeting_date.isoformat() if hit.meeting_date else "",
        hit.item_number or hit.case_number or "",
        f"page {hit.page}" if hit.page else "no text",
        hit.restriction or "",
        f"{_counted(hit.folded, 'more hit')} of the case" if hit.folded else "",
    )
    return " · ".join(part for part in parts if part)


def _print(console: Console, text: Text, indent: int = 0) -> None:
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        console.print(Text(" " * indent) + text, soft_wrap=True)


def print_alerts(counts: SubscriptionCounts, delivered: Delivered | None, *, as_json: bool) -> None:
    """How many searches are followed, and what was sent."""
    sent = {} if delivered is None else {"delivered": asdict(delivered)}
    if as_json:
        print_json({"subscriptions": asdict(counts), **sent})
        return
    console = Console(highlight=False)
    console.print(
        f"{counts.confirmed} followed, {counts.weekly} of them weekly; {counts.unconfirmed} not confirmed yet"
    )
    if delivered is not None:
        console.print(f"{delivered.sent} sent, {delivered.nothing_new} without news, {delivered.failed} failed")
