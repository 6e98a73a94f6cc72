"""Many searches at once: how much each finds, and its best hits; and how much a search can be expected to find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search.answering import Answering
from search.backends.base import IndexReader
from search.errors import QueryError
from search.question import Question
from search.results import Hit, hit_to_json
from search.spreadsheets import csv_lines

MOST_QUERIES = 500
BEST_HITS = 3
_A_YEAR = dt.timedelta(weeks=52)
_COLUMNS = ("query", "total", "expected_weekly", "title", "kind", "body", "organization_name", "meeting_date", "url")


@dataclass(frozen=True, kw_only=True, slots=True)
class BatchRow:
    """The answer to one of many queries.

    Attributes:
        hits: the best ones.
        expected_weekly: how many hits a week of meetings has brought in the last year; None when nothing is dated.
        notes: what is told of how the query was read.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    expected_weekly: float | None
    notes: tuple[str, ...]


def read_queries(text: str) -> tuple[str, ...]:
    """The queries of a list, one a line, each once.

    Raises:
        QueryError: there are more than are answered at once.
    """
    queries = tuple(dict.fromkeys(line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()))
    if len(queries) > MOST_QUERIES:
        raise QueryError(f"the list has {len(queries)} queries; at most {MOST_QUERIES} are answered at once")
    return queries


def answer_all(
    answering: Answering, reader: IndexReader, queries: Iterable[str], question: Question, today: dt.date
) -> Iterator[BatchRow]:
    """Each query asked as the question is."""
    for query in queries:
        asked = replace(question, query=query, page=1, per_page=BEST_HITS)
        found = answering.answer(asked)
        yield BatchRow(
            query=query,
            total=found.total,
            hits=found.hits,
            expected_weekly=expected_weekly(answering, reader, asked, today),
            notes=tuple(note.text() for note in found.notes),
        )


def expected_weekly(answering: Answering, reader: IndexReader, question: Question, today: dt.date) -> float | None:
    """How many hits a week the meetings of the last year had, or of as much of it as is known.

    None when the index has nothing of that time. Days that the question itself asks for do not count.
    """
    years = [int(year) for year in reader.known("year")]
    if not years or min(years) > today.year:
        return None
    first = max(today - _A_YEAR, dt.date(min(years), 1, 1))
    days = replace(question.filters, years=(), date_from=first, date_to=today)
    weeks = max((today - first) / dt.timedelta(weeks=1), 1.0)
    return round(answering.total(replace(question, filters=days)) / weeks, 2)


def row_to_json(row: BatchRow) -> dict[str, object]:
    """A row as the command line and the API print it."""
    return {
        "query": row.query,
        "total": row.total,
        "expected_weekly": row.expected_weekly,
        "hits": [hit_to_json(hit) for hit in row.hits],
        "notes": list(row.notes),
    }


def to_csv(rows: Iterable[BatchRow]) -> str:
    """Rows as CSV (RFC 4180), one line for each hit, and one for a query without any."""
    return "".join(csv_lines(_COLUMNS, _cells(rows)))


def _cells(rows: Iterable[BatchRow]) -> Iterator[list[object]]:
    for row in rows:
        for hit in row.hits or (None,):
            shown = hit_to_json(hit) if hit else {}
            counts = {"query": row.query, "total": row.total, "expected_weekly": row.expected_weekly}
            yield [(shown | counts).get(column) for column in _COLUMNS]
