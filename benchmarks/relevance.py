"""How well what is meant comes first: real items by words of their titles and of their resolutions, nynorsk by bokmål.

Judgements come from the data: a hit is right when it belongs to the case of the item that the words were taken from.
The meetings are cut in two halves; choices were made on one (``tuned``) and are reported on the other (``held out``).
The real papers are not part of the project; only numbers are printed, because the texts name private persons.

    python -m benchmarks.relevance ../shared/real [--data DIR] [--choices]
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import random
import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from benchmarks.bokmal_queries import BOKMAL
from benchmarks.earlier_decisions import Finders, matters_by_draft, matters_by_title, score
from benchmarks.real_meetings import NOW, read_rows
from benchmarks.ties import JUPITER, jupiter_records, keep_text
from harvester.clock import clock_from
from harvester.config import OrganizationSettings, Source
from harvester.demo.topics_nynorsk import NYNORSK
from harvester.ids import record_id
from harvester.model import (
    AgendaItem,
    Body,
    BodyKind,
    ItemKind,
    Meeting,
    Outcome,
    Provenance,
    Record,
    Resolution,
    oslo_time,
)
from harvester.stopping import Stop
from harvester.store import Moment, Store, open_store
from harvester.taking_apart import take_apart
from search.answering import Answering
from search.backends import base
from search.backends.base import Filters, IndexReader
from search.entries import entry_key
from search.index import OpenIndex, bring_up_to_date, rebuild
from search.language import Analyzer
from search.question import Question
from search.vocabulary import RecordType

WORD = re.compile(r"[^\W\d_]{4,}")
PLACES = ("Havsøy", "Storvik", "Lisjevik")
COUNTY = Source(
    key="vestmark",
    name="Vestmark",
    platform="jupiter",
    base_url="https://vestmark.invalid/",
    organization=OrganizationSettings(key="vestmark", name="Vestmark"),
)
TITLES = Source(
    key="titles",
    name="Titles",
    platform="jupiter",
    base_url="https://titles.invalid/",
    organization=OrganizationSettings(key="titles", name="Titles"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A query and the number of the case that it means, or how its title begins; ``held_out`` tells its half."""

    group: str
    query: str
    case: str
    held_out: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """Mean reciprocal rank at 10, and the share with a right hit among the first five."""

    queries: int
    mrr: float
    success: float

    def __str__(self) -> str:
        return f"{self.mrr:.3f}  {self.success:.3f}  ({self.queries})"


def fill(store: Store, root: Path) -> None:
    """Store the real meetings with all their texts, a nynorsk county, and the titles of some years."""
    rows = read_rows(root / "jupiter")
    for source in (JUPITER, COUNTY, TITLES):
        store.records.register(source)
    store.records.save(Moment(run=1, source=JUPITER.key, now=NOW), jupiter_records(rows))
    for row in {row.key: row for row in rows}.values():
        keep_text(store, JUPITER, record_id(JUPITER.key, row.key), row.text)
    store.records.save(Moment(run=1, source=COUNTY.key, now=NOW), _county())
    store.records.save(Moment(run=1, source=TITLES.key, now=NOW), _titles(root / "jupiter/tromso_documents.tsv"))
    take_apart(store, clock=clock_from(NOW), cpu_seconds=600, stop=Stop())


def _county() -> Iterator[Record]:
    provenance = _provenance(COUNTY)
    body = record_id(COUNTY.key, "body")
    yield Body(id=body, organization=COUNTY.key, name="Fylkestinget", kind=BodyKind.COUNCIL, provenance=provenance)
    for number, topic in enumerate(NYNORSK):
        for year, place in enumerate(PLACES, start=2022):
            values = {"place": place, "road": "57", "gnr": "4", "bnr": "7", "mill": "3,5", "small": "200 000"}
            values |= {"percent": "12", "count": "140", "year": str(year), "next": str(year + 1)}
            meeting = record_id(COUNTY.key, f"{year}-{number}")
            yield _meeting(meeting, body, dt.date(year, 6, 1), "Fylkestinget", provenance)
            yield _item(f"{meeting}.1", meeting, topic.title.format(**values), f"{year}/{number + 1}", provenance)
            yield Resolution(
                id=f"{meeting}.vedtak",
                item=f"{meeting}.1",
                recommendation=None,
                resolution=" ".join(topic.points).format(**values),
                outcome=Outcome.ADOPTED,
                votes_for=None,
                votes_against=None,
                unanimous=None,
                page_from=0,
                page_to=0,
                sentence="Vedtak",
                provenance=provenance,
            )


def _titles(file: Path) -> Iterator[Record]:
    """The titles of all case papers, each an item of a meeting of its day."""
    provenance = _provenance(TITLES)
    body = record_id(TITLES.key, "body")
    yield Body(id=body, organization=TITLES.key, name="Kommunestyret", kind=BodyKind.COUNCIL, provenance=provenance)
    days = set()
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            day = row["meetings_assigned"][:10] or row["own_date"]
            if row["doc_type"] != "case_presentation" or not row["arkivsak"] or not day:
                continue
            meeting = record_id(TITLES.key, day)
            if day not in days:
                days.add(day)
                yield _meeting(meeting, body, dt.date.fromisoformat(day), "Kommunestyret", provenance)
            case = row["arkivsak"].split("-")[0]
            yield _item(f"{meeting}.{row['dokid']}", meeting, " ".join(row["title"].split()), case, provenance)


def _provenance(source: Source) -> Provenance:
    return Provenance(
        source=source.key, platform="jupiter", page_url=source.base_url, retrieved_at=NOW, content_sha256="0" * 64
    )


def _meeting(key: str, body: str, day: dt.date, title: str, provenance: Provenance) -> Meeting:
    start = oslo_time(day, dt.time(9))
    return Meeting(
        id=key,
        bodies=(body,),
        title=title,
        start=start,
        time_known=True,
        url=provenance.page_url,
        provenance=provenance,
    )


def _item(key: str, meeting: str, title: str, case: str, provenance: Provenance) -> AgendaItem:
    return AgendaItem(
        id=key,
        meeting=meeting,
        number="1/24",
        sequence=1,
        year=2024,
        position=1,
        section=None,
        kind=ItemKind.POLITICAL,
        title=title,
        case_number=case,
        closed=False,
        provenance=provenance,
    )


def judgements(store: Store) -> list[Judgement]:
    """Three words of each title, four of each resolution, and the bokmål queries."""
    found = []
    items = sorted(store.decisions.items(store.decisions.item_states()), key=lambda item: item.id)
    for item in items:
        if item.organization != JUPITER.key or not item.case_number:
            continue
        held_out = zlib.crc32(item.meeting.encode()) % 2 == 1
        if item.title:
            found.append(Judgement(group="a whole title", query=item.title, case=item.case_number, held_out=held_out))
        if words := _some_words(item.title or "", 3, item.id):
            found.append(Judgement(group="words of a title", query=words, case=item.case_number, held_out=held_out))
        resolution = store.decisions.resolution(item.resolution) if item.resolution else None
        if resolution and (words := _some_words(resolution.resolution or "", 4, item.id)):
            found.append(
                Judgement(group="words of a resolution", query=words, case=item.case_number, held_out=held_out)
            )
    topics = {topic.title.partition("{")[0]: number for number, topic in enumerate(NYNORSK)}
    for number, (start, queries) in enumerate(BOKMAL.items()):
        cases = {
            item.case for item in items if item.organization == COUNTY.key and (item.title or "").startswith(start)
        }
        if start not in topics or not cases:
            raise ValueError(f"no topic begins with {start!r}")
        # Any place and year of the topic is right.
        found += [
            Judgement(group="bokmål for nynorsk", query=query, case=start, held_out=number % 2 == 1)
            for query in queries
        ]
    return found


def _some_words(text: str, count: int, seed: str) -> str:
    words = list(dict.fromkeys(WORD.findall(text)))
    return " ".join(random.Random(seed).sample(words, count)) if len(words) >= count else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What tells whether an entry of the index is right: the number of its case, and the title of its item."""

    case_number: str | None
    title: str


def known_entries(store: Store, papers: Mapping[str, str]) -> Mapping[str, Entry]:
    """All entries that may be right; ``papers`` are the cases of documents that the portal shows without one."""
    found = {
        paper.id: Entry(case_number=papers.get(paper.id, paper.case_number), title=paper.item_title or "")
        for paper in store.reading.documents(store.reading.states())
    }
    for item in store.decisions.items(store.decisions.item_states()):
        found[entry_key(RecordType.ITEM, item.id)] = Entry(case_number=item.case_number, title=item.title or "")
    for one in store.decisions.resolutions(store.decisions.resolution_states()):
        found[entry_key(RecordType.RESOLUTION, one.id)] = Entry(case_number=one.case_number, title=one.title or "")
    return found


def measure(
    answering: Answering, asked: Sequence[Judgement], known: Mapping[str, Entry]
) -> Mapping[tuple[str, bool], Score]:
    """The score of each group and half."""
    ranks: dict[tuple[str, bool], list[int]] = {}
    for judgement in asked:
        filters = Filters(organizations=(JUPITER.key, COUNTY.key))
        matches = answering.matches(Question(query=judgement.query, filters=filters))
        found = [known.get(match.id, Entry(case_number=None, title="")) for match in matches]
        right = [
            entry.title.startswith(judgement.case)
            if judgement.group == "bokmål for nynorsk"
            else entry.case_number == judgement.case
            for entry in found
        ]
        rank = right.index(True) + 1 if True in right else 0
        ranks.setdefault((judgement.group, judgement.held_out), []).append(rank)
    return {key: _score(found) for key, found in sorted(ranks.items())}


def _score(ranks: Sequence[int]) -> Score:
    return Score(
        queries=len(ranks),
        mrr=sum(1 / rank for rank in ranks if rank) / len(ranks),
        success=sum(1 <= rank <= 5 for rank in ranks) / len(ranks),
    )


def measure_earlier(reader: IndexReader, store: Store, analyzer: Analyzer, root: Path) -> None:
    """Print how well earlier decisions are found, beside any of the words."""
    every = store.decisions.items(store.decisions.item_states())
    items = sorted((item for item in every if item.title and item.case), key=lambda item: item.id)
    drafts = {row.case: row.text for row in read_rows(root / "jupiter") if row.kind == "saksframlegg" and row.case}
    matters = [
        *matters_by_title([item for item in items if item.organization == TITLES.key]),
        *matters_by_draft([item for item in items if item.organization == JUPITER.key], drafts),
    ]
    ways = Finders(reader, store, analyzer).ways()
    print("earlier decisions, half, way: MRR@5, success@5, right of the first five (queries)")
    for group, held_out in sorted({(matter.group, matter.held_out) for matter in matters}):
        half = [matter for matter in matters if (matter.group, matter.held_out) == (group, held_out)]
        for way, find in ways.items():
            print(f"  {group:46} {_half(held_out):9} {way:18} {score(half, find)}", flush=True)


def _as_it_is(tree: base.Tree, *_others: object) -> base.Tree:
    return tree


def choices() -> Mapping[str, contextlib.AbstractContextManager[object]]:
    """Each choice of the ranking, undone."""
    flat = dict.fromkeys(base.WEIGHTS, 1.0)
    return {
        "as it is": contextlib.nullcontext(),
        "without weights of fields": mock.patch.dict(base.WEIGHTS, flat),
        "title 3": mock.patch.dict(base.WEIGHTS, {base.Field.TITLE: 3.0}),
        "title 8": mock.patch.dict(base.WEIGHTS, {base.Field.TITLE: 8.0}),
        "resolution 1": mock.patch.dict(base.WEIGHTS, {base.Field.DECISION: 1.0}),
        "resolution 3": mock.patch.dict(base.WEIGHTS, {base.Field.DECISION: 3.0}),
        "without exact titles first": mock.patch("search.answering.exact_first", _as_it_is),
        "without recency": mock.patch("search.answering.recency", return_value=None),
    }


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real", type=Path, help="folder with the real papers")
    parser.add_argument("--data", type=Path, help="keep what is stored in this folder, or use what is there")
    parser.add_argument("--choices", action="store_true", help="measure each choice of the ranking undone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(arguments.data or Path(folder)) as store:
        data = arguments.data or Path(folder)
        if not store.reading.states():
            fill(store, arguments.real)
        print(bring_up_to_date(store, data))
        asked = judgements(store)
        rows = read_rows(arguments.real / "jupiter")
        known = known_entries(store, {record_id(JUPITER.key, row.key): row.case for row in rows if row.case})
        print("group, half: MRR@10, success@5 (queries)")
        for name, changed in (choices() if arguments.choices else {"as it is": contextlib.nullcontext()}).items():
            with changed:
                _print_measured(name, store, data, asked, known)
        with contextlib.closing(OpenIndex(data)) as index, index.reader() as reader:
            measure_earlier(reader, store, index.analyzer, arguments.real)
        if arguments.choices:
            with mock.patch.multiple("search.entries", PRIORS=dict.fromkeys(RecordType, 1.0), PAPER_PRIORS={}):
                rebuild(store, data)
                _print_measured("without priors", store, data, asked, known)
            if arguments.data:
                rebuild(store, data)


def _print_measured(
    name: str, store: Store, data: Path, asked: Sequence[Judgement], known: Mapping[str, Entry]
) -> None:
    print(name)
    # An opened index keeps what it has reckoned with other weights.
    with contextlib.closing(OpenIndex(data)) as index, index.reader() as reader:
        scores = measure(Answering(reader, store, index.analyzer), asked, known)
    for (group, held_out), found in scores.items():
        print(f"  {group:24} {_half(held_out):9} {found}", flush=True)


def _half(held_out: bool) -> str:  # the one thing it is about
    return "held out" if held_out else "tuned"


if __name__ == "__main__":
    main()
