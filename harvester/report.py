"""The report of a run: what a person reads in ten seconds, and the same as JSON."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from harvester.model import OSLO, Verdict
from harvester.store import (
    KILLED,
    Block,
    ChangeRow,
    Completeness,
    Counts,
    Exposure,
    Failure,
    MinutesCounts,
    RunRow,
    SourceRunRow,
    Store,
    What,
)

REPORTS = "reports"
"""Folder of the reports in the data directory."""

_TEXT_WIDTH = 120
_LINES_A_GROUP = 8
_CHANGES_IN_JSON = 1000
_STYLES: Mapping[Verdict, str] = {
    Verdict.GOOD: "bold green",
    Verdict.QUIET: "green",
    Verdict.SUSPICIOUS: "bold yellow",
    Verdict.FAILED: "bold red",
}
_SIGNS = (
    ("+", "new"),
    ("~", "changed"),
    ("?", "missing"),
    ("−", "removed"),
    ("=", "unchanged"),
    ("!", "failed"),
)
_GROUPS: Sequence[tuple[What, frozenset[str]]] = (
    # Items come with their meetings and are not named again when they are new or gone.
    (What.REPLACED, frozenset({"document"})),
    (What.REMOVED, frozenset({"meeting", "document"})),
    (What.MISSING, frozenset({"meeting", "document"})),
    (What.RETURNED, frozenset({"meeting", "document"})),
    (What.CHANGED, frozenset({"meeting", "agenda_item", "document"})),
    (What.NEW, frozenset({"meeting", "document"})),
)
_PLAIN_WORDS: Mapping[str, str] = {"agenda_item": "item", "case_file": "case"}


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexCounts:
    """What bringing the index up to date did, and how many documents it holds now."""

    added: int
    updated: int
    deleted: int
    documents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One thing that a run changed; ``name`` is its id when it has no title that may be shown."""

    what: What
    record_type: str
    record: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One run as it is told. ``run`` is None when none was begun; ``reason`` says why the run as a whole went wrong.

    ``left_alone`` are the hosts that are not to be asked now, as they refused us; ``exposures`` are the places in which
    portals publish national identity numbers, which are masked here.
    """

    run: int | None
    verdict: Verdict
    reason: str | None
    started: dt.datetime
    ended: dt.datetime
    sources: tuple[SourceRunRow, ...]
    changes: tuple[Change, ...]
    index: IndexCounts | None
    minutes: MinutesCounts | None = None
    completeness: tuple[Completeness, ...] = ()
    left_alone: tuple[Block, ...] = ()
    exposures: tuple[Exposure, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 good, 1 some source or document failed, 3 nothing could be done."""
        if self.verdict is Verdict.FAILED and not self.sources:
            return 3
        documents_failed = any(source.counts.documents.failed for source in self.sources)
        return 1 if documents_failed or self.verdict in {Verdict.SUSPICIOUS, Verdict.FAILED} else 0


def report_of(store: Store, run: RunRow, *, now: dt.datetime, index: IndexCounts | None = None) -> Report:
    """The report of a stored run; one that was killed is told as such, ended ``now``."""
    changes = _once_each(store.runs.changes(run.id))
    names = store.names.of(changes)
    unfinished = run.ended is None
    return Report(
        run=run.id,
        verdict=Verdict.FAILED if unfinished else run.verdict or Verdict.FAILED,
        reason=run.reason or (KILLED if unfinished else None),
        started=run.started,
        ended=run.ended or max(now, run.started),
        sources=run.sources,
        changes=tuple(
            Change(
                what=change.what,
                record_type=change.record_type,
                record=change.record,
                name=names.get((change.record_type, change.record), change.record),
            )
            for change in changes
        ),
        index=index,
        minutes=store.minutes.of_run(run.id),
        completeness=_completeness(store, run),
        left_alone=store.blocks.standing(now),
        exposures=store.exposures.current(),
    )


def _once_each(changes: Sequence[ChangeRow]) -> list[ChangeRow]:
    """Without what happened to records in the run in which they were new, which is no news."""
    new = {(change.record_type, change.record) for change in changes if change.what is What.NEW}
    return [change for change in changes if change.what is What.NEW or (change.record_type, change.record) not in new]


def _completeness(store: Store, run: RunRow) -> tuple[Completeness, ...]:
    """Of the sources of a run, what is held of what they list."""
    held = store.completeness.by_source()
    return tuple(held[source.source] for source in run.sources if source.source in held)


def nothing_done(reason: str, now: dt.datetime) -> Report:
    """The report of a night in which no run was begun."""
    return Report(
        run=None, verdict=Verdict.FAILED, reason=reason, started=now, ended=now, sources=(), changes=(), index=None
    )


def to_json(report: Report) -> str:
    """One JSON document, in the shape that ``--json`` prints and that is kept beside the text."""
    content: dict[str, object] = {
        "verdict": report.verdict.value,
        "started": _oslo(report.started),
        "ended": _oslo(report.ended),
        "run": report.run,
        "reason": report.reason,
        "sources": [_source_to_json(source) for source in report.sources],
        "left_alone": [
            {"host": block.host, "since": _oslo(block.since), "until": _oslo(block.until), "reason": block.reason}
            for block in report.left_alone
        ],
        "identity_numbers": [
            {
                "type": _PLAIN_WORDS.get(each.record_type, each.record_type),
                "id": each.record,
                "part": each.part,
                "page": each.page,
                "url": each.url,
            }
            for each in report.exposures
        ],
        "minutes": None if report.minutes is None else asdict(report.minutes),
        "completeness": [asdict(each) for each in report.completeness],
        "index": None if report.index is None else _fields(report.index),
        "changes": [
            {
                "what": change.what.value,
                "type": _PLAIN_WORDS.get(change.record_type, change.record_type),
                "id": change.record,
                "name": change.name,
            }
            for change in report.changes[:_CHANGES_IN_JSON]
        ],
        "changes_left_out": max(len(report.changes) - _CHANGES_IN_JSON, 0),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def to_text(report: Report) -> str:
    """The report as plain text, for a file or a pipe."""
    page = io.StringIO()
    console = Console(file=page, width=_TEXT_WIDTH, no_color=True, force_terminal=False)
    console.print(render(report))
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"


def render(report: Report) -> RenderableType:
    """The report for a terminal: verdict, a row for each source, what changed by name, failures, the index."""
    parts: list[RenderableType] = [_headline(report)]
    if report.reason:
        parts.append(_plain(report.reason, style="red"))
    if report.sources:
        parts += [_table(report.sources), Text("  ".join(f"{sign} {word}" for sign, word in _SIGNS), style="dim")]
    parts += _changes(report.changes)
    parts += _failures(report.sources)
    parts += _group("Held of what is listed", [_plain(f"  {each}") for each in report.completeness])
    parts += _group("Left alone", [_plain(f"  {block}") for block in report.left_alone])
    parts += _group("Published with a national identity number", [_plain(f"  {each}") for each in report.exposures])
    if report.minutes is not None:
        parts += [Text(), _minutes_line(report.minutes)]
    if report.index is not None:
        parts += [Text(), _index_line(report.index)]
    return Group(*parts)


def write_report(report: Report, data_directory: Path) -> Path:
    """Keep the report in ``reports`` as text and JSON, also as ``latest``; gives the text's path."""
    folder = data_directory / REPORTS
    folder.mkdir(parents=True, exist_ok=True)
    names = ["latest"] if report.run is None else [f"run-{report.run:06d}", "latest"]
    for name in names:
        _write_whole(folder / f"{name}.json", to_json(report) + "\n")
        _write_whole(folder / f"{name}.txt", to_text(report))
    return folder / f"{names[0]}.txt"


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _source_to_json(source: SourceRunRow) -> dict[str, object]:
    verdict, reason = _outcome(source)
    return {
        "key": source.source,
        "platform": source.platform,
        "verdict": verdict.value,
        "reason": reason,
        "meetings": _fields(source.counts.meetings),
        "items": _fields(source.counts.items),
        "documents": _fields(source.counts.documents),
        "requests": source.requests,
        "downloads": source.downloads,
        "failed": [{"url": failure.url, "reason": failure.reason} for failure in source.failed],
    }


def _fields(counts: Counts | IndexCounts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in type(counts).__slots__}


def _outcome(source: SourceRunRow) -> tuple[Verdict, str]:
    if source.verdict is None:
        return Verdict.FAILED, source.reason or KILLED
    return source.verdict, source.reason or ""


def _oslo(moment: dt.datetime) -> str:
    return moment.astimezone(OSLO).isoformat(timespec="seconds")


def _headline(report: Report) -> Text:
    title = "Night" if report.run is None else f"Run {report.run}"
    start = report.started.astimezone(OSLO)
    return Text.assemble(
        (f"{title}: ", "bold"),
        (report.verdict.value, _STYLES[report.verdict]),
        f"   {start:%Y-%m-%d %H:%M}, took {_duration(report.ended - report.started)}",
    )


def _duration(span: dt.timedelta) -> str:
    seconds = round(span.total_seconds())
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"


def _table(sources: Sequence[SourceRunRow]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Source", "Verdict", "Meetings", "Items", "Documents"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Requests", justify="right", no_wrap=True)
    table.add_column("Reason", overflow="fold")
    for source in sources:
        verdict, reason = _outcome(source)
        table.add_row(
            source.source,
            Text(verdict.value, style=_STYLES[verdict]),
            _signed(source.counts.meetings),
            _signed(source.counts.items),
            _signed(source.counts.documents),
            str(source.requests),
            _plain(reason),
        )
    return table


def _signed(counts: Counts) -> str:
    return " ".join(f"{sign}{getattr(counts, name)}" for sign, name in _SIGNS if getattr(counts, name)) or "0"


def _changes(changes: Sequence[Change]) -> Iterator[RenderableType]:
    for what, record_types in _GROUPS:
        named = [change for change in changes if change.what is what and change.record_type in record_types]
        lines = [
            _plain(f"  {_PLAIN_WORDS.get(change.record_type, change.record_type)}  {change.name}") for change in named
        ]
        yield from _group(what.value.capitalize(), lines)


def _failures(sources: Sequence[SourceRunRow]) -> Iterator[RenderableType]:
    failures: list[tuple[str, Failure]] = [(source.source, failure) for source in sources for failure in source.failed]
    yield from _group("Failed", [_plain(f"  {key}  {failure.url}: {failure.reason}") for key, failure in failures])


def _group(heading: str, lines: Sequence[Text]) -> Iterator[RenderableType]:
    if not lines:
        return
    yield Text()
    yield Text(f"{heading} ({len(lines)})", style="bold")
    yield from lines[:_LINES_A_GROUP]
    if len(lines) > _LINES_A_GROUP:
        yield Text(f"  … and {len(lines) - _LINES_A_GROUP} more", style="dim")


def _minutes_line(minutes: MinutesCounts) -> Text:
    """What was done with meeting papers, in a sentence."""
    words = f"Meeting papers: {minutes.split} taken apart, {minutes.whole} stay whole"
    if minutes.left:
        words += f", {minutes.left} left for the next run"
    return _plain(f"{words}; {minutes.tied} resolutions tied to items, {minutes.untied} not")


def _index_line(index: IndexCounts) -> Text:
    signs = (("+", index.added), ("~", index.updated), ("−", index.deleted))
    done = " ".join(f"{sign}{number}" for sign, number in signs if number) or "nothing new"
    return Text(f"Index: {done}, {index.documents} documents can be searched")


def _plain(text: str, *, style: str = "") -> Text:
    """Text of a portal, in which a terminal finds nothing to obey."""
    return Text("".join(letter if letter.isprintable() else "\ufffd" for letter in text), style=style)
