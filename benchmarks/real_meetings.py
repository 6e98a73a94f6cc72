"""A night over 24 whole real meetings: harvested from a Jupiter portal on loopback, read, indexed and found.

The meetings are real ones of one municipality (titles, document ids, texts); the portal, and the PDFs in which the texts are
set, are made here. The data is not part of the project: give the folder that holds ``sample_meetings.tsv``,
``tromso_documents.tsv`` and ``texts/``. Only numbers are printed, because the texts name private persons.

    python -m benchmarks.real_meetings ../shared/real/jupiter
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harvester.clock import clock_from
from harvester.config import Config, OrganizationSettings, Politeness, Source
from harvester.demo.blocks import PlainText, plain_text
from harvester.demo.dataset import (
    Dataset,
    DemoBody,
    DemoCase,
    DemoItem,
    DemoMeeting,
    DemoOrganization,
    DemoPaper,
    MeetingState,
    PaperVersion,
    Section,
)
from harvester.demo.jupiter import CalendarStyle, DocumentAddress, JupiterRendering
from harvester.demo.paper import print_paper
from harvester.demo.server import DemoServer
from harvester.model import OSLO, BodyKind, DocumentKind, Language
from harvester.run import run_harvest
from harvester.store import RunRow, Store, open_store
from search import Search, open_search
from search.index import bring_up_to_date

NOW = dt.datetime(2025, 6, 1, 3, 30, tzinfo=OSLO)
LONG_AGO = dt.datetime(2024, 1, 1, tzinfo=OSLO)
KINDS = {
    "agenda": DocumentKind.AGENDA,
    "minutes": DocumentKind.MINUTES,
    "saksframlegg": DocumentKind.CASE_PAPER,
    "vedtak": DocumentKind.RESOLUTION,
    "attachment": DocumentKind.ATTACHMENT,
}
WORDS_IN_PHRASE = 6
HITS = 100
PLAIN_WORDS = re.compile(r"(?:(?<=\s)[A-Za-zÆØÅæøå]{3,} )+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the sample: a paper in a meeting."""

    date: dt.date
    committee: str
    kind: str
    number: str
    title: str
    key: int
    case: str
    text: str

    @property
    def meeting(self) -> tuple[dt.date, str]:
        """What tells one meeting of the sample from another."""
        return self.date, self.committee


def read_rows(folder: Path) -> list[Row]:
    """The lines of the sample with their texts."""
    with (folder / "tromso_documents.tsv").open(encoding="utf-8", newline="") as file:
        cases = {row["dokid"]: row["arkivsak"] for row in csv.DictReader(file, delimiter="\t")}
    rows = []
    with (folder / "sample_meetings.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            record = json.loads((folder.parent / row["file_under_real"]).read_text(encoding="utf-8"))
            rows.append(
                Row(
                    date=dt.date.fromisoformat(row["date"]),
                    committee=row["committee"].capitalize(),
                    kind=row["kind"],
                    number=row["sak_no"],
                    title=" ".join(row["title"].split()),
                    key=int(row["dokid"]),
                    case=cases[row["dokid"]].split("-")[0],
                    text=record["tekst"],
                )
            )
    return rows


def data_set(rows: Sequence[Row]) -> Dataset:
    """The sample as a data set that a portal can be rendered from. History lines are drawn by the rendering."""
    papers = {row.key: _paper(row) for row in rows if row.kind != "history"}
    bodies = {name: _body(name) for name in sorted({row.committee for row in rows})}
    keys = {meeting: 200700000 + n for n, meeting in enumerate(sorted({row.meeting for row in rows}))}
    meetings, items = [], []
    for meeting, key in keys.items():
        own = [row for row in rows if row.meeting == meeting and row.kind != "history"]
        listed = list(_items(own, key, first_key=key * 1000))
        in_items = {paper for item in listed for paper in item.papers}
        items += listed
        meetings.append(
            DemoMeeting(
                key=key,
                bodies=(bodies[meeting[1]].key,),
                place=None,
                states=(MeetingState(since=LONG_AGO, day=meeting[0], time=dt.time(9)),),
                papers=tuple(dict.fromkeys(row.key for row in own if row.key not in in_items)),
            )
        )
    numbers = sorted({row.case for row in rows if row.case})
    return Dataset(
        organizations=(
            DemoOrganization(key="sample", name="The sample", number="0000", language=Language.BOKMAL, seat=""),
        ),
        bodies=tuple(bodies.values()),
        meetings=tuple(meetings),
        cases=tuple(DemoCase(key=one, organization="sample", number=one, title=one) for one in numbers),
        items=tuple(items),
        papers=tuple(papers.values()),
    )


def _paper(row: Row) -> DemoPaper:
    version = PaperVersion(published=LONG_AGO, content=plain_text(row.text))
    return DemoPaper(key=row.key, kind=KINDS[row.kind], title=row.title, versions=(version,))


def _body(name: str) -> DemoBody:
    code = re.sub(r"[^a-zæøå]", "", name.lower())[:12].upper()
    return DemoBody(key=code, organization="sample", name=name, code=code, kind=BodyKind.OTHER, size=0)


def _items(rows: Sequence[Row], meeting: int, *, first_key: int) -> Iterator[DemoItem]:
    """An item for each number; a case paper belongs to the item whose resolution has its case number."""
    numbers = dict.fromkeys(row.number for row in rows if row.number)
    cases = {row.case: row.number for row in rows if row.kind == "vedtak" and row.case}
    for position, number in enumerate(numbers):
        papers = [row for row in rows if number in {row.number, cases.get(row.case) if not row.number else None}]
        case_papers = [row for row in papers if row.kind == "saksframlegg"]
        yield DemoItem(
            key=first_key + position,
            meeting=meeting,
            section=Section.POLITICAL,
            number=number,
            title=case_papers[0].title if case_papers else f"Sak {number}",
            published=LONG_AGO,
            case=next((row.case for row in papers if row.case and row.number == number), None),
            papers=tuple(dict.fromkeys(row.key for row in papers)),
        )


def night(folder: Path, data_directory: Path, *, sample: int | None = None) -> Mapping[str, object]:
    """Run the night twice and look every document up; gives the numbers to print."""
    rows = read_rows(folder)
    data = data_set(rows)
    render = JupiterRendering(calendar=CalendarStyle.YEAR, address=DocumentAddress.DOKID)
    for paper in data.papers:
        print_paper(paper.versions[0].content)
    with DemoServer(data, organization="sample", render=render, moment=NOW) as server:
        config = Config(data_directory=data_directory, sources=(_source(server, data),))
        began = time.perf_counter()
        first = run_harvest(config, clock=clock_from(NOW))
        harvested = time.perf_counter() - began
        asked = len(server.requests)
        second = run_harvest(config, clock=clock_from(NOW + dt.timedelta(hours=1)))
        asked_again = len(server.requests) - asked
    with open_store(data_directory) as store:
        began = time.perf_counter()
        index = bring_up_to_date(store, data_directory)
        indexed = time.perf_counter() - began
        stored = _stored(store, data)
    counts = first.sources[0].counts
    return {
        "verdict": first.verdict,
        "meetings": f"{counts.meetings.seen} of {len(data.meetings)}",
        "items": f"{counts.items.seen} of {len(data.items)}",
        "documents": f"{counts.documents.seen} of {len(data.papers)}",
        "documents that failed": counts.documents.failed,
        "places in which they stand": _places(rows),
        **stored,
        "harvest and reading, seconds": f"{harvested:.1f}",
        "index, seconds": f"{indexed:.1f} ({index.documents} documents)",
        "found by a phrase of its own text": _found(data_directory, data, sample),
        "requests, first night": asked,
        "requests, second night": asked_again,
        "downloads, second night": _downloads(second),
    }


def _source(server: DemoServer, data: Dataset) -> Source:
    return Source(
        key="sample",
        name="The sample",
        platform="jupiter",
        base_url=f"{server.url}/motekalender",
        organization=OrganizationSettings(key="sample", name="The sample"),
        look_back_days=1000,
        politeness=Politeness(pause_seconds=0, requests_per_day=100_000),
        min_meetings=len(data.meetings),
    )


def _places(rows: Sequence[Row]) -> int:
    return len({(row.meeting, row.number, row.key, row.kind == "history") for row in rows})


def _downloads(run: RunRow) -> int:
    return sum(source.downloads for source in run.sources)


def _stored(store: Store, data: Dataset) -> Mapping[str, object]:
    documents = list(store.reading.documents(f"sample/{paper.key}" for paper in data.papers))
    pages = [store.reading.pages(one.version) for one in documents if one.version is not None]
    empty = sum(not _text(paper).strip() for paper in data.papers)
    return {
        "documents stored once each": len({one.id for one in documents}),
        "documents read": f"{len(pages)}, {sum(map(len, pages))} pages",
        "texts that are empty in the sample": empty,
    }


def _found(data_directory: Path, data: Dataset, sample: int | None) -> str:
    chosen = random.Random(1)
    every = {f"sample/{paper.key}": _phrase(_text(paper), chosen) for paper in data.papers[:sample]}
    phrases = {key: phrase for key, phrase in every.items() if phrase}
    with open_search(data=str(data_directory)) as search:
        found = sum(_finds(search, phrase, key) for key, phrase in phrases.items())
    short = sum(len(phrase.split()) < WORDS_IN_PHRASE for phrase in phrases.values())
    wordless = len(every) - len(phrases)
    return (
        f"{found} of {len(phrases)} ({short} by fewer than {WORDS_IN_PHRASE} words, having no more in a row; "
        f"{wordless} more have no word at all)"
    )


def _text(paper: DemoPaper) -> str:
    return " ".join(block.text for block in paper.versions[0].content.blocks if isinstance(block, PlainText))


def _phrase(text: str, chosen: random.Random) -> str:
    """Up to six plain words that stand in a row, from anywhere in the text; empty when it has none."""
    runs = [match.group().split() for match in PLAIN_WORDS.finditer(f" {' '.join(text.split())} ")]
    longest = max(map(len, runs), default=0)
    if not longest:
        return ""
    words = chosen.choice([run for run in runs if len(run) >= min(longest, WORDS_IN_PHRASE)])
    start = chosen.randrange(max(len(words) - WORDS_IN_PHRASE, 0) + 1)
    return " ".join(words[start : start + WORDS_IN_PHRASE])


def _finds(search: Search, phrase: str, key: str) -> bool:
    """Whether the document is among the hits, however many share the phrase."""
    page, total = 1, 1
    while (page - 1) * HITS < total:
        answer = search.search(f'"{phrase}"', page=page, per_page=HITS)
        if any(hit.document_id == key for hit in answer.hits):
            return True
        page, total = page + 1, answer.total
    return False


def main() -> None:
    """Print the numbers as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with sample_meetings.tsv")
    parser.add_argument("--data", type=Path, help="keep what is stored in this folder")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, value in night(arguments.folder, arguments.data or Path(folder)).items():
            print(f"{name:36} {value}")


if __name__ == "__main__":
    main()
