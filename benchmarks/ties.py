"""How well resolutions are tied to items and items to cases: real meetings of two portal products, in numbers.

The Jupiter meetings are stored as their portal shows them, and their minutes and extracts are taken apart and tied; the
source says which number each extract has, so that ties can be judged. Of the Elements tenant the portal's answers for
whole meetings are stored, with the extract whose text is at hand. ``--data`` counts the ties of an existing data
directory, such as the demo's. Only numbers are printed, because the texts name private persons.

    python -m benchmarks.ties ../shared/real
    python -m benchmarks.ties --data DIR
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.real_meetings import KINDS, NOW, Row, read_rows
from harvester.clock import clock_from
from harvester.config import OrganizationSettings, Source
from harvester.extract import fingerprint
from harvester.ids import record_id, text_key
from harvester.model import (
    AgendaItem,
    Body,
    BodyKind,
    Document,
    DocumentKind,
    ExtractedText,
    ItemKind,
    Language,
    Meeting,
    Page,
    Provenance,
    Record,
    Window,
    oslo_time,
)
from harvester.portals import portal
from harvester.portals.contract import FetchedPage, PageKind
from harvester.portals.numbers import read_item_number
from harvester.stopping import Stop
from harvester.store import Moment, Store, Validators, open_store
from harvester.taking_apart import take_apart

_YEAR = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
_CPU_SECONDS = 600.0
_ELEMENTS_PAGES = (
    ("Meetings", PageKind.MEETING),
    ("DmbHandlings/GetByMeetingId", PageKind.MEETING),
    ("DmbHandlings", PageKind.ITEM),
)


def _source(key: str, base_url: str) -> Source:
    organization = OrganizationSettings(key=key, name=key)
    return Source(key=key, name=key, platform=key, base_url=base_url, organization=organization)


JUPITER = _source("jupiter", "https://jupiter.invalid/motekalender")
ELEMENTS = _source("elements", "https://elements.invalid/publikum/999999980_PROD-999999980/")
_PROVENANCE = Provenance(
    source=JUPITER.key, platform="jupiter", page_url=JUPITER.base_url, retrieved_at=NOW, content_sha256="0" * 64
)


def jupiter_records(rows: Iterable[Row]) -> Iterator[Record]:
    """Meetings, items and papers as a Jupiter portal shows them."""
    meetings: defaultdict[tuple[dt.date, str], list[Row]] = defaultdict(list)
    for row in rows:
        meetings[row.meeting].append(row)
    for (day, committee), own in sorted(meetings.items()):
        meeting = record_id(JUPITER.key, f"{day:%Y%m%d}", text_key(committee))
        body = record_id(JUPITER.key, "body", text_key(committee))
        yield Body(id=body, organization=JUPITER.key, name=committee, kind=BodyKind.OTHER, provenance=_PROVENANCE)
        yield Meeting(
            id=meeting,
            bodies=(body,),
            title=committee,
            start=oslo_time(day, dt.time(9)),
            time_known=True,
            url=JUPITER.base_url,
            provenance=_PROVENANCE,
        )
        yield from _items(own, meeting, day)
        yield from _papers(own, meeting)


def _items(own: list[Row], meeting: str, day: dt.date) -> Iterator[AgendaItem]:
    papers = {row.case: row for row in own if row.kind == "saksframlegg" and row.case}
    for position, number in enumerate(dict.fromkeys(row.number for row in own if row.number), start=1):
        parts = read_item_number(number, meeting_year=day.year)
        case = next((row.case for row in own if row.number == number and row.case), None)
        yield AgendaItem(
            id=_item_id(meeting, number),
            meeting=meeting,
            number=number,
            sequence=parts.sequence,
            year=parts.year,
            position=position,
            section=None,
            kind=ItemKind.POLITICAL,
            title=papers[case].title if case in papers else None,
            case_number=case,
            closed=False,
            provenance=_PROVENANCE,
        )


def _papers(own: list[Row], meeting: str) -> Iterator[Document]:
    for row in own:
        yield Document(
            id=record_id(JUPITER.key, row.key),
            meeting=meeting,
            item=_item_id(meeting, row.number) if row.number else None,
            kind=KINDS.get(row.kind, DocumentKind.RESOLUTION),
            title=row.title,
            url=JUPITER.base_url,
            provenance=_PROVENANCE,
        )


def _item_id(meeting: str, number: str) -> str:
    return f"{meeting}.{number.replace('/', '-')}"


def elements_records(root: Path) -> Iterator[tuple[Record, ...]]:
    """What the adapter makes of the answers of whole meetings."""
    adapter = portal("elements")
    for path, kind in _ELEMENTS_PAGES:
        for file in sorted((root / "elements/derived_api" / path).glob("*.json")):
            page = FetchedPage(
                url=f"https://elements.invalid/publikum/api/{path}/{file.stem}",
                kind=kind,
                status=200,
                content_type="application/json",
                body=file.read_bytes(),
                retrieved_at=NOW,
                window=_YEAR,
            )
            yield adapter.parse(ELEMENTS, page).records


def fill(store: Store, root: Path) -> dict[str, str]:
    """Store everything of both products; gives the number of the item of each extract, as the source says."""
    rows = read_rows(root / "jupiter")
    for source in (JUPITER, ELEMENTS):
        store.records.register(source)
    store.records.save(Moment(run=1, source=JUPITER.key, now=NOW), jupiter_records(rows))
    for row in {row.key: row for row in rows if row.kind in {"agenda", "minutes", "vedtak", "history"}}.values():
        keep_text(store, JUPITER, record_id(JUPITER.key, row.key), row.text)
    for records in elements_records(root):
        store.records.save(Moment(run=1, source=ELEMENTS.key, now=NOW), records)
    for file in (root / "elements/text_copies").glob("*.txt"):
        document = record_id(ELEMENTS.key, "minutes-extract", file.stem)
        if store.reading.document(document) is not None:
            keep_text(store, ELEMENTS, document, file.read_text(encoding="utf-8"))
    return {record_id(JUPITER.key, row.key): row.number for row in rows if row.kind == "vedtak"}


def keep_text(store: Store, source: Source, document: str, text: str) -> None:
    """Store a text as if it had been downloaded and read."""
    moment = Moment(run=1, source=source.key, now=NOW)
    nothing = Validators(etag=None, last_modified=None)
    store.documents.fetched(moment, document, document.encode(), "text/plain", nothing)
    for pending in store.documents.pending():
        page = Page(number=1, text=text)
        read = ExtractedText(pages=(page,), language=Language.BOKMAL, extractor="benchmark", extractor_version="1")
        store.documents.read(moment, pending.version, read, fingerprint(read, pending.sha256))


def count(store: Store, expected: dict[str, str]) -> Counter[str]:
    """What is tied and how; extracts against the numbers of the source; papers on one item against each other."""
    counts: Counter[str] = Counter()
    decisions = store.decisions
    preferred = list(decisions.resolutions(decisions.resolution_states()))
    others = [statement.resolution for one in preferred for statement in one.also_said_in]
    for resolution in (*preferred, *decisions.resolutions(others)):
        counts[f"tied by {resolution.tie}" if resolution.tie else "not tied"] += 1
        counts["whose votes do not add up"] += not resolution.adds_up
        number = expected.get(resolution.document or "")
        item = decisions.item(resolution.item) if resolution.item and number else None
        if number:
            counts["extracts judged"] += 1
            counts["extracts at the right item"] += item is not None and item.number == number
        if not resolution.preferred:
            counts["beside the preferred one"] += 1
            counts["that disagree with it"] += bool(resolution.differs)
    return counts


def cases(store: Store) -> Counter[str]:
    """How items come together in cases."""
    decisions = store.decisions
    counts: Counter[str] = Counter()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for item in decisions.items(decisions.item_states()):
        counts["items"] += 1
        counts["items with a resolution"] += item.resolution is not None
        if item.case:
            found[item.case].add(item.bodies[0] if item.bodies else "")
    counts["cases"] = len(found)
    counts["cases before several bodies"] = sum(len(bodies) > 1 for bodies in found.values())
    return counts


def main() -> None:
    """Print the numbers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real", type=Path, nargs="?", help="folder with the real papers")
    parser.add_argument("--data", type=Path, help="an existing data directory")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_store(arguments.data or Path(folder)) as store:
        expected = fill(store, arguments.real) if arguments.real else {}
        began = time.perf_counter()
        read = take_apart(store, clock=clock_from(NOW), cpu_seconds=_CPU_SECONDS, stop=Stop())
        print(f"papers: {read}; {time.perf_counter() - began:.1f} s")
        for counts in (count(store, expected), cases(store)):
            for name, number in counts.items():
                print(f"{name:34} {number}")
        for reason, number in Counter(_kind_of_reason(one.tie_evidence) for one in store.decisions.untied()).items():
            print(f"not tied, as {reason}: {number}")


def _kind_of_reason(evidence: str) -> str:
    """The reason without numbers, names and days."""
    return " ".join(word for word in evidence.split() if word.isalpha() and word.islower())


if __name__ == "__main__":
    main()
