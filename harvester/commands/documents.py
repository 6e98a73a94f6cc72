"""Commands that read files: parse, extract, minutes, import."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from harvester.clock import system_clock
from harvester.commands import output
from harvester.commands.options import (
    ConfigOption,
    DataOption,
    JsonOption,
    VerboseOption,
    configured,
)
from harvester.commands.terminal import counter
from harvester.config import Config
from harvester.errors import DocumentError
from harvester.extract import ExtractionPool
from harvester.golden import parse_saved_page, source_of_page
from harvester.imports import ImportListener, import_file
from harvester.masking import masked_text
from harvester.minutes import MinutesText, read_minutes
from harvester.model import ExtractedText
from harvester.portals.contract import PageKind
from harvester.portals.plain import to_plain
from harvester.rereading import installed_recognizer, recognizing_pool
from harvester.stopping import Stop
from harvester.store import open_store
from harvester.taking_apart import take_apart

logger = logging.getLogger(__name__)


def parse(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The saved page.")],
    portal: Annotated[str, typer.Option(metavar="NAME", help="The portal product, such as jupiter.")],
    kind: Annotated[PageKind, typer.Option(help="What sort of page it is.")],
    url: Annotated[str, typer.Option(help="The address from which it was saved.")],
    source: Annotated[str | None, typer.Option(metavar="KEY", help="Read it as a page of this source.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Accepted; the result is always JSON.")] = False,  # noqa: ARG001  every command takes it
    verbose: VerboseOption = False,
) -> None:
    """Print the records of one saved page as JSON, for building adapters.

    Example: harvester parse --portal jupiter --kind meeting --url https://innsyn.example.org/motedag?offmoteid=7 page.html
    """
    settings = configured(context, config, data, verbose=verbose, needed=source is not None)
    own = settings.source(source) if source else source_of_page(url, portal)
    as_that_product = own.model_copy(update={"platform": portal})
    output.print_json(to_plain(parse_saved_page(file, source=as_that_product, kind=kind, url=url)))


def extract(
    context: typer.Context,
    *,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="Documents: PDF, Word, text, e-mail."),
    ],
    ocr: Annotated[bool, typer.Option("--ocr", help="Recognise the text of scanned pages, with Tesseract.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Accepted; the result is always JSON.")] = False,  # noqa: ARG001  every command takes it
    verbose: VerboseOption = False,
) -> None:
    """Print the text of documents by page as JSON: an object for one file, a list for several.

    Beside its text each page has its language, the characters that are running heads or page numbers, and the place, size
    and weight of each line, in points. A scanned page has no text, or with --ocr what is recognised in it.

    Example: harvester extract protokoll.pdf
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    pool = recognizing_pool(settings.limits, installed_recognizer()) if ocr else ExtractionPool(settings.limits)
    results = _read(files, pool, settings)
    plain = [output.text_or_error(str(file), results[number]) for number, file in enumerate(files)]
    output.print_json(plain[0] if len(plain) == 1 else plain, indent=None)
    raise typer.Exit(0 if all(isinstance(result, ExtractedText) for result in results.values()) else 1)


def minutes(
    context: typer.Context,
    *,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="Minutes, notices or minutes extracts."),
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Take minutes apart: the items of each paper with page, outcome and votes, or why it stays whole.

    Example: harvester minutes protokoll.pdf
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    results = _read(files, ExtractionPool(settings.limits), settings)
    papers = {
        str(files[number]): result if isinstance(result, DocumentError) else read_minutes(MinutesText.of(result.pages))
        for number, result in sorted(results.items())
    }
    output.print_minutes(papers, as_json=as_json)
    raise typer.Exit(1 if any(isinstance(read, DocumentError) for read in papers.values()) else 0)


def import_(
    context: typer.Context,
    *,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", exists=True, dir_okay=False, help="One JSON object a line.")
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Keep documents from elsewhere: an old archive, another system's export.

    One JSON object a line. Required: id, title, pages (a list of texts, one a page; "harvester extract" makes it from a
    file). Optional: organization, organization_name, body, meeting_date (2024-03-05), item_number, case_number, kind,
    url, language. The document is found as import/<id>. Lines that cannot be used are named, the others kept; importing a
    file again changes nothing. Afterwards: python -m search index

    Example: harvester import archive.jsonl
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    size = file.stat().st_size
    numbers = settings.identity_numbers
    with counter() as shown, open_store(settings.data_directory, identity_numbers=numbers) as store:
        listener = ImportListener(
            bad_line=output.print_bad_line, bytes_done=lambda done: shown.show(f"{file.name}, bytes", done, size)
        )
        result = import_file(file, store, system_clock(), listener)
        take_apart(store, clock=system_clock, cpu_seconds=settings.limits.minutes_cpu_seconds, stop=Stop())
    output.print_import(result, as_json=as_json)
    raise typer.Exit(1 if result.bad else 0)


def _read(files: Sequence[Path], pool: ExtractionPool, settings: Config) -> dict[int, ExtractedText | DocumentError]:
    with pool:
        results = dict(pool.run(enumerate(files)))
    for number, result in results.items():
        if isinstance(result, DocumentError):
            logger.warning("%s: %s", files[number], result)
        else:
            results[number], _ = masked_text(settings.identity_numbers, result)
    return results
