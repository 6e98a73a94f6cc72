"""A night's documents read in the pool, some of them hostile, beside what pdfminer.six's default would have taken.

    python -m benchmarks.reading_night FOLDER [--documents 1000] [--hostile 50]

FOLDER holds real PDFs; each is read five times, the rest of the documents are made in the ways in which programs write PDFs. First
the good ones alone are read, and their CPU time, with that of starting and recycling processes, is set beside the default's, which
reads each different file once and is counted as often as the file occurs. Then all are read together.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.extraction import read_default
from harvester.config import Limits
from harvester.extract import ExtractionPool, extract
from harvester.model import ExtractedText
from tests.harvester.extract import hostile, truth

LIMITS = Limits(cpu_seconds=10, wall_seconds=120, memory_megabytes=512, extraction_processes=2)
_TIMES = 5  # that each real file is read


def extract_and_note(path: Path, limits: Limits, *, notes: Path) -> ExtractedText:
    """Read a document, and note how much CPU time the process has taken since it was started."""
    try:
        return extract(path, limits)
    finally:
        (notes / str(os.getpid())).write_text(str(time.process_time()), encoding="ascii")


def good_files(folder: Path, scratch: Path, count: int) -> list[Path]:
    """So many paths to good PDFs, in any order; one path can stand there several times."""
    real = [path for path in sorted(folder.glob("*.pdf")) if b"%PDF-" in path.read_bytes()[:1024]]
    made = []
    for (kind, make), seed in itertools.product(truth.MAKERS.items(), range(3)):
        path = scratch / f"{kind}-{seed}.pdf"
        path.write_bytes(make(truth.Sentences(seed)).content)
        made.append(path)
    files = [*real * _TIMES, *itertools.islice(itertools.cycle(made), max(0, count - _TIMES * len(real)))][:count]
    random.Random(1).shuffle(files)
    return files


def hostile_files(scratch: Path, count: int) -> list[Path]:
    """So many hostile files, of every kind in turn."""
    files = []
    for number, (kind, make) in enumerate(itertools.islice(itertools.cycle(hostile.KINDS.items()), count)):
        path = scratch / f"hostile-{number}-{kind}"
        path.write_bytes(make())
        files.append(path)
    return files


def read_all(files: Sequence[Path]) -> tuple[Mapping[int, bool], int, float]:
    """Which files were read, how many pages, and the CPU seconds of the processes; a killed one's last file is not counted."""
    read: dict[int, bool] = {}
    pages = 0
    with tempfile.TemporaryDirectory() as notes:
        with ExtractionPool(LIMITS, partial(extract_and_note, notes=Path(notes))) as pool:
            for number, result in pool.run(enumerate(files)):
                read[number] = isinstance(result, ExtractedText)
                pages += len(result.pages) if isinstance(result, ExtractedText) else 0
        return read, pages, sum(float(note.read_text(encoding="ascii")) for note in Path(notes).iterdir())


def default_seconds(files: Sequence[Path]) -> float:
    """CPU seconds of pdfminer.six's default for the same files."""
    return sum(_timed(path) * sum(each == path for each in files) for path in set(files))


def _timed(path: Path) -> float:
    start = time.process_time()
    read_default(path)
    return time.process_time() - start


def report(arguments: argparse.Namespace, scratch: Path) -> Iterator[str]:
    good = good_files(arguments.folder, scratch, arguments.documents - arguments.hostile)
    read, pages, seconds = read_all(good)
    yield f"good documents                       {len(good)}, {pages} pages"
    yield f"read                                 {sum(read.values())}"
    yield f"CPU seconds, processes included      {seconds:.1f}"
    usual = default_seconds(good)
    yield f"CPU seconds of the default           {usual:.1f} ({usual / seconds:.1f} times)"
    bad = hostile_files(scratch, arguments.hostile)
    mixed = [*good, *bad]
    random.Random(2).shuffle(mixed)
    read, _, seconds = read_all(mixed)
    among = {path: read[number] for number, path in enumerate(mixed)}
    yield f"with hostile documents               {len(mixed)}, {len(bad)} of them hostile"
    yield f"good ones read                       {sum(among[path] for path in good)} of {len(good)}"
    yield f"hostile ones refused with a reason   {sum(not among[path] for path in bad)}, the others read within limits"
    yield f"CPU seconds                          {seconds:.1f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--hostile", type=int, default=50)
    arguments = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as scratch:
        for line in report(arguments, Path(scratch)):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
