"""What commands print: one JSON document, or a table that fits a terminal and a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from harvester.commands import minutes_table, portal_rows
from harvester.errors import DocumentError
from harvester.identification import Suggestion
from harvester.identity_numbers import ALL_MASKED
from harvester.imports import BadLine, ImportResult
from harvester.minutes import Minutes, Whole
from harvester.model import OSLO, ExtractedText, Line, Page
from harvester.monitoring.doctor import Finding, Level, SourceState
from harvester.municipalities import Row
from harvester.report import Report, render, to_json, to_text

_LEVEL_STYLES = {Level.GOOD: "green", Level.WARNING: "yellow", Level.ERROR: "bold red"}


def print_json(content: object, *, indent: int | None = 2) -> None:
    """One JSON document on stdout."""
    print_text(json.dumps(content, ensure_ascii=False, indent=indent, default=str))


def print_text(text: str) -> None:
    """Text on stdout, which others read as UTF-8 whatever the machine's habit is; identity numbers are masked."""
    sys.stdout.buffer.write(ALL_MASKED.mask(text).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def print_report(report: Report, *, as_json: bool) -> None:
    """The report of a run."""
    if as_json:
        print_text(to_json(report))
    elif sys.stdout.isatty():
        Console().print(render(report))
    else:
        print_text(to_text(report).rstrip())


def print_bad_line(bad: BadLine) -> None:
    """A line of an import file that cannot be used, on stderr."""
    Console(stderr=True).print(f"line {bad.number}: {bad.reason}", markup=False, highlight=False, soft_wrap=True)


def print_import(result: ImportResult, *, as_json: bool) -> None:
    """How an import went."""
    if as_json:
        print_json(asdict(result))
    else:
        Console().print(f"{result.kept} documents kept, {result.bad} lines could not be used", highlight=False)


def text_or_error(file: str, result: ExtractedText | DocumentError) -> dict[str, object]:
    """What ``harvester extract`` prints of a file: its text by page, or why there is none."""
    if isinstance(result, DocumentError):
        return {"file": file, "error": str(result)}
    return {
        "file": file,
        "pages": [_page_to_plain(page) for page in result.pages],
        "language": result.language.value,
        "warnings": list(result.warnings),
        "extractor": f"{result.extractor} {result.extractor_version}",
    }


def _page_to_plain(page: Page) -> dict[str, object]:
    """A page; ``lines`` has an entry for each line of ``text``, whose words are not said twice."""
    return {
        "number": page.number,
        "text": page.text,
        "language": page.language.value,
        "needs_ocr": page.needs_ocr,
        "ocr_confidence": page.ocr_confidence,
        "running": page.running,
        "lines": [_line_to_plain(line) for line in page.lines],
    }


def _line_to_plain(line: Line) -> dict[str, object]:
    return {
        "baseline": round(line.baseline, 1),
        "left": round(line.left, 1),
        "size": round(line.size, 1),
        "bold": line.bold,
    }


def print_minutes(papers: Mapping[str, Minutes | Whole | DocumentError], *, as_json: bool) -> None:
    """Papers taken apart, by file: an object or table for one, several for several.

    What cannot be read is an object with the reason, and has no table, as stderr names it already.
    """
    if as_json:
        plain = [_minutes_or_error(file, read) for file, read in papers.items()]
        print_json(plain[0] if len(plain) == 1 else plain)
        return
    for file, read in papers.items():
        if not isinstance(read, DocumentError):
            minutes_table.print_minutes(file, read)


def _minutes_or_error(file: str, read: Minutes | Whole | DocumentError) -> dict[str, object]:
    if isinstance(read, DocumentError):
        return {"file": file, "error": str(read)}
    return minutes_table.to_plain(file, read)


def print_sources(states: Sequence[SourceState], *, as_json: bool) -> None:
    """What is configured, and how each source did last."""
    if as_json:
        print_json([_state_to_plain(state) for state in states])
        return
    if not states:
        Console().print("No source is configured; docs/adding-a-municipality.md shows how.", highlight=False)
        return
    table = _table("Source", "Name", "Platform", "Enabled", "Last run", "Verdict", "Reason")
    for state in states:
        source, last = state.source, state.last
        table.add_row(
            source.key,
            Text(source.name),
            source.platform,
            "yes" if source.enabled else "no",
            f"{last.started.astimezone(OSLO):%Y-%m-%d %H:%M}" if last else "never",
            last.verdict.value if last and last.verdict else "",
            Text(last.reason or "" if last else ""),
        )
    Console().print(table)
    for source in (state.source for state in states):
        if source.robots_permission:
            line = f"{source.key}: robots.txt is overridden by permission: {source.robots_permission}"
            Console().print(Text(line), soft_wrap=True)


def _state_to_plain(state: SourceState) -> dict[str, object]:
    source, last = state.source, state.last
    return {
        "key": source.key,
        "name": source.name,
        "platform": source.platform,
        "base_url": source.base_url,
        "enabled": source.enabled,
        "robots_permission": source.robots_permission,
        "last_run": last.started.astimezone(OSLO).isoformat(timespec="seconds") if last else None,
        "verdict": last.verdict.value if last and last.verdict else None,
        "reason": last.reason if last else None,
    }


def print_rows(rows: Sequence[Row], *, as_json: bool) -> None:
    """The counties and municipalities whose rows are ready."""
    if as_json:
        print_json([portal_rows.row_to_plain(row) for row in rows])
        return
    table = _table("Key", "Name", "From", "To", "Platform")
    for row in rows:
        table.add_row(*(Text(cell) for cell in portal_rows.cells(row)))
    console = Console()
    console.print(table)
    console.print("harvester sources --add KEY prints a row for config.yaml", highlight=False)


def print_row(row: Row, *, as_json: bool) -> None:
    """A ready row to be put into config.yaml."""
    if as_json:
        print_json(portal_rows.row_to_plain(row))
    else:
        print_text(portal_rows.row_to_text(row).rstrip())


def print_suggestions(suggestions: Sequence[Suggestion], *, as_json: bool) -> None:
    """The products that were found behind an address, with rows for config.yaml."""
    if as_json:
        print_json([portal_rows.suggestion_to_plain(suggestion) for suggestion in suggestions])
    else:
        print_text(portal_rows.suggestions_to_text(suggestions).rstrip())


def print_findings(findings: Iterable[Finding], *, as_json: bool) -> bool:
    """What the doctor found, as it is found; gives whether there was no error among it."""
    kept = []
    console = Console()
    for finding in findings:
        kept.append(finding)
        if not as_json:
            label = (f"{finding.level.value:<8}", _LEVEL_STYLES[finding.level])
            console.print(Text.assemble(label, f"{finding.about:<12} {finding.message}"), soft_wrap=True)
    if as_json:
        print_json([asdict(finding) for finding in kept])
    return all(finding.level is not Level.ERROR for finding in kept)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
