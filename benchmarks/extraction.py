"""Speed and accuracy of ways to read text from PDF, all in one run.

    python -m benchmarks.extraction FOLDER [--rounds 3]

FOLDER holds PDF files. For each file and engine: pages per second of CPU time (median of the rounds, which go through all
engines in turn, so that a busy machine slows all alike) and how many times as fast as pdfminer.six's default that is. Then the
agreement with pypdfium2, and the recall of words and of pairs of neighbouring words on PDFs that are made from known text: here,
statement by statement; and by programs of others, Chromium and WeasyPrint, from web pages.

Engines that are not installed are left out: pypdf and pypdfium2 are Python packages, pdftotext belongs to poppler. For pdftotext the
CPU time of the child process is counted.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer

from harvester.extract.cleaning import clean
from harvester.extract.pdf import fast, library

Engine = Callable[[Path], list[str]]
DEFAULT = "pdfminer.six"
OURS = "saksgang"
FLOOR_OVERALL, FLOOR_MANY_PAGES, FLOOR_ONE_PAGE = 15.0, 10.0, 5.0


def read_default(path: Path) -> list[str]:
    return [
        "".join(item.get_text() for item in page if isinstance(item, LTTextContainer))
        for page in extract_pages(str(path))
    ]


def read_ours(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [clean(page.text) for page in fast.pages(file, set())]


def read_fallback(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [clean(page.text) for page in library.pages(file, set())]


def read_pypdf(path: Path) -> list[str]:
    pypdf = importlib.import_module("pypdf")
    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def read_pypdfium2(path: Path) -> list[str]:
    document = importlib.import_module("pypdfium2").PdfDocument(path)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    # It marks a word that is broken at a line end with a sign that is no character.
    return [text.replace("\ufffe\r\n", "").replace("\ufffe", "") for text in pages]


def read_pdftotext(path: Path) -> list[str]:
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    return run.stdout.decode("utf-8", "replace").split("\f")[:-1]


def engines() -> dict[str, Engine]:
    found: dict[str, Engine] = {DEFAULT: read_default, OURS: read_ours, "fallback": read_fallback}
    if importlib.util.find_spec("pypdf"):
        found["pypdf"] = read_pypdf
    if shutil.which("pdftotext"):
        found["pdftotext"] = read_pdftotext
    if importlib.util.find_spec("pypdfium2"):
        found["pypdfium2"] = read_pypdfium2
    return found


def cpu_seconds() -> float:
    """CPU time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def timed(engine: Engine, path: Path) -> tuple[float, list[str]]:
    """CPU seconds for one reading; short files are read until the clock of the system, which ticks in hundredths, is sure."""
    pages: list[str] = []
    start, count = cpu_seconds(), 0
    while count == 0 or (cpu_seconds() - start < 0.3 and count < 100):
        pages = engine(path)
        count += 1
    return (cpu_seconds() - start) / count, pages


class Measured:
    """Times and texts of all engines and files."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[str, str], float] = {}
        self.pages: dict[tuple[str, str], list[str]] = {}

    def measure(self, files: Sequence[Path], found: dict[str, Engine], rounds: int) -> None:
        samples: dict[tuple[str, str], list[float]] = {}
        for _ in range(rounds):
            for path in files:
                for name, engine in found.items():
                    seconds, self.pages[path.name, name] = timed(engine, path)
                    samples.setdefault((path.name, name), []).append(seconds)
        self.seconds = {key: statistics.median(values) for key, values in samples.items()}

    def ratio(self, file: str, engine: str) -> float:
        return self.seconds[file, DEFAULT] / self.seconds[file, engine]

    def total(self, engine: str) -> float:
        return sum(seconds for (_, name), seconds in self.seconds.items() if name == engine)


def print_speed(measured: Measured, files: Sequence[Path], found: dict[str, Engine]) -> bool:
    """The table of speeds. Gives whether our own engine is above its floors."""
    names = list(found)
    print(f"{'pages per CPU second (times the default)':44}" + "".join(f"{name:>20}" for name in names))
    good = True
    for path in files:
        pages = len(measured.pages[path.name, OURS])
        cells = [
            f"{pages / measured.seconds[path.name, name]:.1f} ({measured.ratio(path.name, name):.1f})" for name in names
        ]
        print(f"{path.name[:36]:37}{pages:>4} p " + "".join(f"{cell:>20}" for cell in cells))
        good &= measured.ratio(path.name, OURS) >= (FLOOR_MANY_PAGES if pages > 1 else FLOOR_ONE_PAGE)
    pages = sum(len(measured.pages[path.name, OURS]) for path in files)
    cells = [
        f"{pages / measured.total(name):.1f} ({measured.total(DEFAULT) / measured.total(name):.1f})" for name in names
    ]
    print(f"{'all':37}{pages:>4} p " + "".join(f"{cell:>20}" for cell in cells))
    return good and measured.total(DEFAULT) / measured.total(OURS) >= FLOOR_OVERALL


def print_agreement(measured: Measured, files: Sequence[Path], found: dict[str, Engine], truth: Any) -> None:
    reference = "pypdfium2"
    if reference not in found:
        return
    names = [name for name in found if name != reference]
    print("\nagreement with pypdfium2: words / pairs of words")
    rows = [(path.name, [path.name]) for path in files] + [("all", [path.name for path in files])]
    for title, chosen in rows:
        cells = []
        for name in names:
            # pypdfium2 gives ligatures and composed letters as the file has them.
            true = [truth.plain_letters(page) for file in chosen for page in measured.pages[file, reference]]
            read = [truth.plain_letters(page) for file in chosen for page in measured.pages[file, name]]
            cells.append("{:.4f} / {:.4f}".format(*truth.recall(true, read)))
        print(f"{title[:36]:44}" + "".join(f"{cell:>20}" for cell in cells))


def made_files(truth: Any, seeds: int) -> Iterator[tuple[str, bytes, list[str]]]:
    """Kind, content and text by page of the files that are made statement by statement."""
    for kind, make in truth.MAKERS.items():
        for seed in range(seeds):
            made = make(truth.Sentences(seed))
            yield kind, made.content, made.pages


def printed_files(pages: dict[str, tuple[str, str]], folder: Path) -> Iterator[tuple[str, bytes, list[str]]]:
    """Kind, content and text of web pages, as Chromium prints and as WeasyPrint sets them, where they are installed."""
    chromium = shutil.which("chromium")
    weasyprint = importlib.import_module("weasyprint") if importlib.util.find_spec("weasyprint") else None
    for kind, (html, text) in pages.items():
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(html, encoding="utf-8")
        if chromium:
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            command = [chromium, *options, f"--print-to-pdf={target}", source.as_uri()]
            subprocess.run(command, capture_output=True, check=True)
            yield f"{kind}, Chromium", target.read_bytes(), [text]
        if weasyprint:
            yield f"{kind}, WeasyPrint", weasyprint.HTML(string=html).write_pdf(), [text]


def print_recall(
    title: str, files: Iterable[tuple[str, bytes, list[str]]], found: dict[str, Engine], truth: Any, *, paged: bool
) -> None:
    """Mean and worst recall of each engine; where pages are not told apart, of the whole file."""
    print(f"\nrecall on {title}: words / pairs of words")
    scores: dict[str, list[tuple[float, float, str]]] = {name: [] for name in found}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.pdf"
        for kind, content, true in files:
            path.write_bytes(content)
            for name, engine in found.items():
                read = _attempt(engine, path)
                scores[name].append((*truth.recall(true, read if paged else [" ".join(read)]), kind))
    for name, rows in scores.items():
        words, pairs = statistics.mean(row[0] for row in rows), statistics.mean(row[1] for row in rows)
        worst = min(rows, key=lambda row: row[1])
        print(f"{name:16}mean {words:.4f} / {pairs:.4f}   worst {worst[0]:.4f} / {worst[1]:.4f} ({worst[2]})")


def _attempt(engine: Engine, path: Path) -> list[str]:
    """What an engine reads; nothing when it raises, which some do on some files."""
    try:
        return engine(path)
    except Exception as error:  # noqa: BLE001 - the engines of others may raise anything
        print(f"{engine.__name__}: {error!r}", file=sys.stderr)
        return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=3, help="files made of each kind")
    arguments = parser.parse_args()
    logging.disable()
    files = [path for path in sorted(arguments.folder.glob("*.pdf")) if b"%PDF-" in path.read_bytes()[:1024]]
    truth = importlib.import_module("tests.harvester.extract.truth")
    found = engines()
    measured = Measured()
    measured.measure(files, found, arguments.rounds)
    good = print_speed(measured, files, found)
    print_agreement(measured, files, found, truth)
    print_recall("made files", made_files(truth, arguments.seeds), found, truth, paged=True)
    printed = importlib.import_module("tests.harvester.extract.printed")
    pages = {kind: make(truth.Sentences(1)) for kind, make in printed.PAGES.items()}
    with tempfile.TemporaryDirectory() as folder:
        print_recall("printed web pages", printed_files(pages, Path(folder)), found, truth, paged=False)
    print("\nspeed:", "above every floor" if good else "BELOW A FLOOR")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
