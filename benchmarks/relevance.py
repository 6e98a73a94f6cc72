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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from benchmarks.bokmal_queries import BOKMAL
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
from search import Search, open_search
from search.backends import base
from search.index import bring_up_to_date, rebuild
from search.similar import SimilarResult
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
RECURRING = 0.6
"""The share of common words from which two titles of different cases are one recurring matter."""


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


def measure(search: Search, asked: Sequence[Judgement], papers: Mapping[str, str]) -> Mapping[tuple[str, bool], Score]:
    """The score of each group and half; ``papers`` are the cases of documents that the portal shows without one."""
    ranks: dict[tuple[str, bool], list[int]] = {}
    for judgement in asked:
        hits = search.search(judgement.query, organization=[JUPITER.key, COUNTY.key]).hits
        right = [
            judgement.case in {hit.case_number, papers.get(hit.id)}
            or (judgement.group == "bokmål for nynorsk" and (hit.item_title or "").startswith(judgement.case))
            for hit in hits
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


Finder = Callable[[str, str], list[str]]
"""From a text and the case that is left out to the titles of what was found, the best first."""


def measure_similar(search: Search, store: Store, root: Path) -> Mapping[str, tuple[Score, Score]]:
    """Earlier decisions beside a plain OR of the title's words: recurring matters, and the case of a draft."""
    items = [item for item in store.decisions.items(store.decisions.item_states()) if item.title and item.case]
    titles = [item for item in items if item.organization == TITLES.key]
    words = {item.id: frozenset(word.casefold() for word in WORD.findall(item.title or "")) for item in titles}
    recurring, plain = [], []
    for item in sorted(titles, key=lambda item: item.id):
        matters = {o.case for o in titles if o.case != item.case and _common(words[item.id], words[o.id]) >= RECURRING}
        if matters:
            found = search.similar(item.title or "", case=item.case, organization=TITLES.key, most=5)
            recurring.append(_rank(matters, [one.hit.case for one in found.decisions]))
            plain.append(_rank(matters, _plain_or(search, item.title or "", TITLES.key, without=item.case)))
    drafts, plain_drafts = [], []
    known = {item.case_number: item for item in items if item.organization == JUPITER.key}
    for row in read_rows(root / "jupiter"):
        if row.kind == "saksframlegg" and row.case in known:
            item = known[row.case]
            body = row.text.replace(row.title, " ")
            drafts.append(_rank({item.case}, _decisions(search.similar(body, organization=JUPITER.key, most=5))))
            plain_drafts.append(_rank({item.case}, _plain_or(search, " ".join(body.split()[:30]), JUPITER.key)))
    return {
        "recurring matters by title": (_score(recurring), _score(plain)),
        "the case of a draft without its title": (_score(drafts), _score(plain_drafts)),
    }


def _decisions(found: SimilarResult) -> list[str | None]:
    return [one.hit.case for one in found.decisions]


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _rank(right: set[str | None], found: Sequence[str | None]) -> int:
    return next((place for place, case in enumerate(found, start=1) if case in right), 0)


def _plain_or(search: Search, text: str, organization: str, without: str | None = None) -> list[str | None]:
    """The cases of the first hits for any of the words."""
    query = " OR ".join(list(dict.fromkeys(WORD.findall(text)))[:60])
    kinds = ["item", "resolution", "case_paper", "minutes_extract"]
    hits = search.search(query, organization=organization, kind=kinds, per_page=20, fold=True, widen=False).hits
    return [hit.case for hit in hits if hit.case != without][:5]


def _as_it_is(tree: base.Tree, _typed: base.Tree, _reader: base.IndexReader) -> base.Tree:
    return tree


def choices() -> Mapping[str, contextlib.AbstractContextManager[object]]:
    """Each choice of the ranking, undone."""
    flat = dict.fromkeys(base.WEIGHTS, 1.0)
    return {
        "as it is": contextlib.nullcontext(),
        "without weights of fields": mock.patch.dict(base.WEIGHTS, flat),
        "title 1.5": mock.patch.dict(base.WEIGHTS, {base.Field.TITLE: 1.5}),
        "title 5": mock.patch.dict(base.WEIGHTS, {base.Field.TITLE: 5.0}),
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
        papers = {record_id(JUPITER.key, row.key): row.case for row in rows if row.case}
        print("group, half: MRR@10, success@5 (queries)")
        for name, changed in (choices() if arguments.choices else {"as it is": contextlib.nullcontext()}).items():
            # An opened index keeps what it has reckoned with other weights.
            with changed, open_search(data) as search:
                _print(name, measure(search, asked, papers))
        with open_search(data) as search:
            for name, (ours, plain) in measure_similar(search, store, arguments.real).items():
                print(f"{name:40} {ours}   plain OR {plain}")
        if arguments.choices:
            even = mock.patch.multiple("search.entries", PRIORS=dict.fromkeys(RecordType, 1.0), PAPER_PRIORS={})
            with even:
                rebuild(store, data)
                with open_search(data) as search:
                    _print("without priors", measure(search, asked, papers))
            rebuild(store, data)


def _print(name: str, scores: Mapping[tuple[str, bool], Score]) -> None:
    print(name)
    for (group, held_out), score in scores.items():
        print(f"  {group:24} {'held out' if held_out else 'tuned':9} {score}")


if __name__ == "__main__":
    main()
