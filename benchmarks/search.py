"""What the index costs, beside SQLite FTS5 and tantivy, in one run.

    pip install "saksgang[benchmarks]"
    python -m benchmarks.search [--pages 100000] [--corpus ARCHIVE.jsonl] [--by-page] [--alone]

Seconds and milliseconds are of CPU time, as other work on the machine does not count then. Every question is asked once
before it is measured, and then three times, of which the middle one counts; *not cached* is the first time, without any
cache of ours.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import from_archive, made_up, page_by_page
from benchmarks.engines import Embedded, Engine, Fts5, PlainAnalyzer, Question, Tantivy, texts_of
from benchmarks.questions import CLASSES, Asker
from search.backends.base import IndexEntry
from search.language import default_analyzer

_THREADS = 8
_NIGHT = 1_000
_NIGHTS = 9
console = Console(width=120)


def main() -> None:
    """Build, ask, and print tables."""
    asked = argparse.ArgumentParser(description="the index beside SQLite FTS5 and tantivy")
    asked.add_argument("--pages", type=int, default=100_000)
    asked.add_argument("--corpus", type=Path)
    asked.add_argument("--by-page", action="store_true", help="every page is an entry, as for other engines")
    asked.add_argument("--alone", action="store_true", help="no other engine, and no other way of building")
    options = asked.parse_args()
    entries = collection(options.corpus, options.pages, by_page=options.by_page)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), entries, alone=options.alone)


def collection(archive: Path | None, pages: int, *, by_page: bool) -> list[IndexEntry]:
    """The papers that everything is measured with."""
    entries = from_archive(archive, pages) if archive else made_up(pages)
    return list(page_by_page(entries) if by_page else entries)


def measure(folder: Path, entries: list[IndexEntry], *, alone: bool) -> None:
    """Everything, table by table."""
    size = texts_of(entries)
    pages = sum(len(entry.pages) for entry in entries)
    console.print(f"{len(entries):,} entries, {pages:,} pages, {size / 1e6:.0f} MB of text")
    analyzer = PlainAnalyzer()
    ours = Embedded(folder / "ours", analyzer)
    engines: list[Engine] = [ours]
    if not alone:
        engines += [Fts5(folder / "fts5", PlainAnalyzer()), Tantivy(folder / "tantivy", PlainAnalyzer())]
    print_builds(folder, entries, size, engines, alone=alone)
    ours.texts = {entry.id: entry for entry in entries}
    for engine in engines:
        engine.open()
    questions = Asker(entries, analyzer, ours.reader).questions()
    uncached = Embedded(folder / "ours", analyzer, cached_bytes=0)
    uncached.texts = ours.texts
    print_questions(engines, uncached, questions)
    print_service(folder / "ours", ours, questions)
    print_nights(engines, ours)


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, with those of child processes, and seconds on the clock."""

    processor: float
    clock: float


def cost(action: Callable[[], object]) -> Cost:
    """What an action costs."""
    gc.collect()
    children, own, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.process_time(), time.perf_counter()
    action()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    elsewhere = now.ru_utime + now.ru_stime - children.ru_utime - children.ru_stime
    return Cost(time.process_time() - own + elsewhere, time.perf_counter() - clock)


def print_builds(folder: Path, entries: list[IndexEntry], size: int, engines: Sequence[Engine], *, alone: bool) -> None:
    """How fast an index is made, and how large it is."""
    table = Table("built by", "CPU s", "MB/CPU s", "MB/s", "index/text", title="Building")

    def row(name: str, engine: Engine, some: list[IndexEntry], text: int) -> None:
        spent = cost(lambda: engine.build(some))
        speeds = (f"{text / 1e6 / seconds:.1f}" for seconds in (spent.processor, spent.clock))
        table.add_row(name, f"{spent.processor:.1f}", *speeds, f"{engine.size() / text:.2f}")

    for engine in engines:
        row(engine.name, engine, entries, size)
    if not alone:
        row("saksgang, two processes", Embedded(folder / "both", PlainAnalyzer(), processes=2), entries, size)
        some = entries[: max(1, len(entries) // 20)]
        row("saksgang, Norwegian, a 20th", Embedded(folder / "norwegian", default_analyzer()), some, texts_of(some))
    console.print(table)


def print_questions(engines: Sequence[Engine], uncached: Embedded, questions: dict[str, list[Question]]) -> None:
    """Median and 95th percentile of each class."""
    table = Table("CPU ms, p50/p95", *(engine.name for engine in engines), "saksgang, not cached", title="Asking")
    for kind in CLASSES:
        cells = []
        for engine in engines:
            actions = [engine.asking(question) for question in questions[kind]]
            for action in actions:
                action()
            cells.append(percentiles([statistics.median(processor_ms(action) for _ in range(3)) for action in actions]))
        uncached.open()
        uncached.asking(questions["rare"][0])()
        cells.append(percentiles([processor_ms(uncached.asking(question)) for question in questions[kind]]))
        table.add_row(kind, *cells)
    console.print(table)


def print_service(folder: Path, ours: Embedded, questions: dict[str, list[Question]]) -> None:
    """Opening, memory, and threads that share a reader."""
    table = Table("searching", "", title="Serving")
    opened = cost(ours.open)
    first = cost(ours.asking(questions["common"][0]))
    table.add_row(
        "opening, CPU ms; the first question then", f"{opened.processor * 1e3:.0f}; {first.processor * 1e3:.0f}"
    )
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        table.add_row(
            "memory of a process that asks all questions, MB", f"{pool.submit(memory, folder, questions).result():.0f}"
        )
    everything = [ours.asking(question) for kind in CLASSES if kind != "snippets" for question in questions[kind]]
    one, one_clock = asked_by(1, everything)
    many, many_clock = asked_by(_THREADS, everything)
    table.add_row("one thread, p95 of CPU ms and of ms on the clock", f"{p95(one):.2f}; {p95(one_clock):.2f}")
    table.add_row(f"{_THREADS} threads, the same", f"{p95(many):.2f}; {p95(many_clock):.2f}")
    console.print(table)


def memory(folder: Path, questions: dict[str, list[Question]]) -> float:
    """The greatest size of a process that only searches."""
    ours = Embedded(folder, PlainAnalyzer())
    ours.open()
    for kind in CLASSES:
        for question in questions[kind]:
            ours.reader.search(ours.request(question))
    # Not ru_maxrss, which a child has from its parent.
    (peak,) = (line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if "VmHWM" in line)
    return int(peak.split()[1]) / 1024


def asked_by(threads: int, actions: Sequence[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """What each question costs, in CPU time of its thread and on the clock, when so many threads ask in turn."""
    processor: list[float] = []
    clock: list[float] = []

    def ask(seed: int) -> None:
        for action in random.Random(seed).sample(list(actions), len(actions)):
            before, started = time.thread_time(), time.perf_counter()
            action()
            processor.append((time.thread_time() - before) * 1e3)
            clock.append((time.perf_counter() - started) * 1e3)

    workers = [threading.Thread(target=ask, args=(seed,)) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return processor, clock


def print_nights(engines: Sequence[Engine], ours: Embedded) -> None:
    """What it costs to add a night's pages to what is there, and to keep the segments few."""
    table = Table("a night of 1,000 pages", "CPU s", title="Growing")
    nights = [list(made_up(_NIGHT, seed)) for seed in range(2, 2 + _NIGHTS)]
    for engine in engines:
        if engine is not ours:
            table.add_row(engine.name, f"{cost(lambda engine=engine: engine.add(nights[0])).processor:.2f}")  # type: ignore[misc]
    spent = [cost(lambda night=night: ours.add(night)).processor for night in nights]  # type: ignore[misc]
    least = statistics.median(sorted(spent)[: _NIGHTS // 2])
    table.add_row("saksgang, without merging", f"{least:.2f}")
    table.add_row(f"saksgang, mean of {_NIGHTS} nights with merging", f"{statistics.mean(spent):.2f}")
    console.print(table)


def processor_ms(action: Callable[[], object]) -> float:
    """CPU milliseconds, of all threads."""
    before = time.process_time()
    action()
    return (time.process_time() - before) * 1e3


def percentiles(values: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    return f"{statistics.median(values):.2f}/{p95(values):.2f}"


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    main()
