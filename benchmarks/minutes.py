"""How well minutes are taken apart: real papers, and the demo's, in numbers.

The real papers are not part of the project: give the folder that holds ``jupiter/``, ``pdf/``, ``elements/`` and
``bergen_texts/``. They name private persons, so by default only numbers are printed; ``--read`` prints votes with their
sentences to a terminal, for somebody who compares them with the paper.

    python -m benchmarks.minutes ../shared/real [--read]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harvester.config import Limits
from harvester.demo.municipality import municipality
from harvester.demo.paper import print_paper
from harvester.extract import extract
from harvester.minutes import Minutes, MinutesText, Whole, read_minutes
from harvester.minutes.records import Found, TreatedItem, Vote
from harvester.model import DocumentKind, Outcome, Page

_SAMPLE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One paper: ``group`` for the table, ``meeting`` to tie extracts to minutes, ``kind`` as the source says."""

    group: str
    name: str
    kind: str
    pages: tuple[Page, ...]
    meeting: str | None = None


@dataclass(kw_only=True, slots=True)
class Tally:
    """The counts of one group of papers."""

    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0


def real_papers(root: Path) -> Iterator[Paper]:
    """Every paper of the reference data that is a meeting's list, minutes or extract."""
    with (root / "jupiter/sample_meetings.tsv").open() as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            if row["kind"] in {"minutes", "agenda", "vedtak"}:
                yield Paper(
                    group=f"jupiter {row['kind']}",
                    name=row["dokid"],
                    kind=row["kind"],
                    pages=(Page(number=1, text=_text(root / row["file_under_real"])),),
                    meeting=f"{row['date']} {row['committee']}",
                )
    for file in sorted((root / "pdf").glob("*protokoll*.pdf")):
        yield Paper(group="pdf minutes", name=file.name, kind="minutes", pages=extract(file, Limits()).pages)
    for file in sorted((root / "elements/text_copies").glob("*.txt")):
        kind = "vedtak" if "behandling av sak" in file.read_text() else "other"
        yield Paper(group=f"elements {kind}", name=file.name, kind=kind, pages=(Page(number=1, text=file.read_text()),))
    for folder in ("bergen_texts", "lyngen_texts"):
        yield from _titled(root / folder)


def _titled(folder: Path) -> Iterator[Paper]:
    kinds = {"Protokoll": "minutes", "Saksprotokoll": "vedtak", "Innkalling": "agenda", "Komplett innkalling": "agenda"}
    for file in sorted(folder.glob("*.json")):
        title = json.loads(file.read_text())["tittel"]
        kind = next((kind for word, kind in kinds.items() if title.startswith(word)), None)
        kind = "agenda" if kind is None and "nnkalling" in title else kind or "other"
        group = f"{folder.name.removesuffix('_texts')} {kind}"
        yield Paper(group=group, name=file.name, kind=kind, pages=(Page(number=1, text=_text(file)),))


def _text(file: Path) -> str:
    return json.loads(file.read_text())["tekst"] or ""


def demo_papers() -> Iterator[Paper]:
    """The papers of the demo, printed as PDF or Word and read again."""
    kinds = {
        DocumentKind.MINUTES: "minutes",
        DocumentKind.AGENDA: "agenda",
        DocumentKind.RESOLUTION: "vedtak",
        DocumentKind.CASE_PAPER: "other",
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper"
        for paper in municipality(1).papers:
            if paper.kind in kinds and paper.versions:
                file.write_bytes(print_paper(paper.versions[-1].content))
                pages = extract(file, Limits()).pages
                if any(page.text for page in pages):
                    kind = kinds[paper.kind]
                    yield Paper(group=f"demo {kind}", name=str(paper.key), kind=kind, pages=pages)


def measure(papers: Iterable[Paper]) -> tuple[dict[str, Tally], list[tuple[Paper, Minutes]]]:
    """Read every paper, count what came of it."""
    table: dict[str, Tally] = {}
    split: list[tuple[Paper, Minutes]] = []
    for paper in papers:
        tally = table.setdefault(paper.group, Tally())
        started = time.perf_counter()
        result = read_minutes(MinutesText.of(paper.pages))
        seconds = time.perf_counter() - started
        tally.seconds += seconds
        tally.slowest = max(tally.slowest, seconds)
        tally.counts["papers"] += 1
        if isinstance(result, Whole):
            tally.reasons[result.reason.name] += 1
            continue
        split.append((paper, result))
        tally.counts["split"] += 1
        _count(tally.counts, result)
    return table, split


def _count(counts: Counter[str], minutes: Minutes) -> None:
    found = sum(1 for item in minutes.items if item.listed) + len(minutes.folded)
    counts["listed"] += len(minutes.listed)
    counts["found"] += found
    counts["items"] += len(minutes.items)
    counts["added"] += sum(1 for item in minutes.items if not item.listed) if minutes.listed else 0
    for item in minutes.items:
        counts["resolutions"] += item.resolution is not None
        counts["outcomes"] += item.outcome is not None
        counts["titles"] += item.title is not None
        for vote in item.votes:
            counts["votes"] += 1
            counts[vote.total.value] += 1
            counts["roll calls"] += _names_voters(vote)


def _names_voters(vote: Vote) -> bool:
    return any(side.voters for side in (vote.votes_for, vote.votes_against, *vote.alternatives) if side)


def confirmed(split: list[tuple[Paper, Minutes]]) -> Counter[str]:
    """Minutes against extracts: the portal publishes each item's extract too, which must tell the same."""
    minutes = {
        (paper.meeting, item.number.key): item
        for paper, result in split
        if paper.kind == "minutes" and paper.meeting
        for item in result.items
    }
    counts: Counter[str] = Counter()
    for paper, result in split:
        if paper.kind != "vedtak" or not paper.meeting:
            continue
        extract_item = result.items[0]
        item = minutes.get((paper.meeting, extract_item.number.key))
        if item is None:
            counts["extract without item"] += 1
            continue
        counts["compared"] += 1
        counts["same resolution"] += _same(item.resolution, extract_item.resolution)
        counts["same outcome"] += _value(item.outcome) == _value(extract_item.outcome)
        counts["same votes"] += _votes(item) == _votes(extract_item)
        counts["same title"] += _plain(item.title) == _plain(extract_item.title)
    return counts


def _value(found: Found[Outcome] | None) -> Outcome | None:
    return found.value if found else None


def _plain(text: str | None) -> str:
    """Words without what the two papers number or break differently: pages, line ends, points and letters of lists."""
    return "".join(re.findall(r"[^\W\d_]{2,}", (text or "").casefold()))


def _same(one: Found[str] | None, other: Found[str] | None) -> bool:
    first, second = (_plain(found.value if found else None) for found in (one, other))
    return first == second or (len(second) > 30 and first.startswith(second) and len(first) - len(second) < 80)


def _votes(item: TreatedItem) -> list[tuple[object, ...]]:
    return [
        (vote.outcome, vote.unanimous, *(side and side.votes for side in (vote.votes_for, vote.votes_against)))
        for vote in item.votes
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("real", type=Path, nargs="?", help="folder with the real papers")
    parser.add_argument("--read", action="store_true", help=f"print {_SAMPLE} random votes with their sentences")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    papers = [*(real_papers(arguments.real) if arguments.real else ()), *demo_papers()]
    table, split = measure(papers)
    for group, tally in sorted(table.items()):
        numbers = " ".join(f"{name} {count}" for name, count in tally.counts.items())
        print(f"{group}: {numbers}; {tally.seconds:.1f} s, slowest {tally.slowest:.2f} s")
        if tally.reasons:
            print("    whole: " + ", ".join(f"{reason} {count}" for reason, count in tally.reasons.items()))
    print("minutes against extracts: " + " ".join(f"{name} {count}" for name, count in confirmed(split).items()))
    if arguments.read:
        read_sample(split, arguments.seed)


def read_sample(split: list[tuple[Paper, Minutes]], seed: int) -> None:
    """Votes as read, beside the sentences that they were read from."""
    votes = [(paper, item, vote) for paper, minutes in split for item in minutes.items for vote in item.votes]
    for paper, item, vote in random.Random(seed).sample(votes, min(_SAMPLE, len(votes))):
        sides = {"for": vote.votes_for, "against": vote.votes_against}
        told = {name: (side.votes, [party.party for party in side.parties]) for name, side in sides.items() if side}
        print(
            f"{paper.name} {item.number.text} p. {vote.evidence.page}: {vote.matter} {vote.outcome} {vote.total} {told}"
        )
        print(f"    unanimous {vote.unanimous} alternatives {len(vote.alternatives)} | {vote.evidence.sentence}")


if __name__ == "__main__":
    main()
