"""The command line of the harvester: arguments in, one call, a result printed."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from harvester import output
from harvester.clock import system_clock
from harvester.config import Config
from harvester.crawl.hosts import host_of
from harvester.demo.portals import demo_portals
from harvester.doctor import examine, source_states
from harvester.errors import ConfigurationError, DocumentError, FetchError, PortalError, SaksgangError
from harvester.extract import ExtractionPool
from harvester.golden import capture_page, parse_saved_page, source_of_page
from harvester.identification import identify
from harvester.imports import ImportListener, import_file
from harvester.minutes import MinutesText, read_minutes
from harvester.model import ExtractedText
from harvester.municipalities import find_row, find_rows
from harvester.options import (
    CommonOptions,
    ConfigOption,
    DataOption,
    JsonOption,
    SourcesOption,
    VerboseOption,
    clock_of,
    configured,
)
from harvester.portals.contract import PageKind
from harvester.portals.plain import to_plain
from harvester.replay import replay_pages
from harvester.report import report_of
from harvester.run import run_harvest
from harvester.store import open_store
from harvester.terminal import counter, harvest_progress
from harvester.tether import end_with_stdin

logger = logging.getLogger(__name__)

app = typer.Typer(
    name="harvester",
    help="Fetch meeting portals, read their documents, and keep them in the store.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def common(
    context: typer.Context, config: ConfigOption = None, data: DataOption = None, *, verbose: VerboseOption = False
) -> None:
    """Fetch meeting portals, read their documents, and keep them in the store.

    Exit codes: 0 good, 1 some source or document failed, 2 wrong use or configuration, 3 nothing could be done.
    """
    context.obj = CommonOptions(config=config, data=data, verbose=verbose)


@app.command()
def run(
    context: typer.Context,
    *,
    source: SourcesOption = None,
    since: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of meetings.")] = None,
    until: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of meetings.")] = None,
    now: Annotated[str | None, typer.Option(hidden=True, help="When the run begins, by its own clock.")] = None,
    tethered: Annotated[bool, typer.Option("--tethered", hidden=True, help="End when stdin is closed.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Harvest the portals: fetch, keep, read.

    Example: harvester run --source austmark --since 2026-01-01
    """
    settings = configured(context, config, data, verbose=verbose)
    clock = clock_of(now)
    if tethered:
        end_with_stdin()
    with harvest_progress() as progress:
        done = run_harvest(
            settings, keys=source or (), since=_day(since), until=_day(until), clock=clock, progress=progress
        )
    with open_store(settings.data_directory, create=False) as store:
        report = report_of(store, done, now=clock())
    output.print_report(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command()
def replay(
    context: typer.Context,
    *,
    source: SourcesOption = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Read the kept pages again with a mended parser, asking nobody, and print what differs.

    Example: harvester replay --source austmark
    """
    settings = configured(context, config, data, verbose=verbose)
    report = replay_pages(settings, keys=source or ())
    output.print_report(report, as_json=as_json)
    raise typer.Exit(report.exit_code)


@app.command()
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


@app.command()
def extract(
    context: typer.Context,
    *,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="Documents: PDF, Word, text, e-mail."),
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Accepted; the result is always JSON.")] = False,  # noqa: ARG001  every command takes it
    verbose: VerboseOption = False,
) -> None:
    """Print the text of documents by page as JSON: an object for one file, a list for several.

    Example: harvester extract protokoll.pdf
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    results = _read(files, settings)
    plain = [output.text_or_error(str(file), results[number]) for number, file in enumerate(files)]
    output.print_json(plain[0] if len(plain) == 1 else plain)
    raise typer.Exit(0 if all(isinstance(result, ExtractedText) for result in results.values()) else 1)


@app.command()
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
    results = _read(files, settings)
    split = {
        str(files[number]): read_minutes(MinutesText.of(result.pages))
        for number, result in sorted(results.items())
        if isinstance(result, ExtractedText)
    }
    output.print_minutes(split, as_json=as_json)
    raise typer.Exit(0 if len(split) == len(files) else 1)


@app.command(name="import")
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
    with counter() as shown, open_store(settings.data_directory) as store:
        listener = ImportListener(
            bad_line=output.print_bad_line, bytes_done=lambda done: shown.show(f"{file.name}, bytes", done, size)
        )
        result = import_file(file, store, system_clock(), listener)
    output.print_import(result, as_json=as_json)
    raise typer.Exit(1 if result.bad else 0)


@app.command()
def sources(
    context: typer.Context,
    *,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="With --available: only what is so named.")
    ] = None,
    available: Annotated[bool, typer.Option("--available", help="List the rows that are ready instead.")] = False,
    add: Annotated[str | None, typer.Option(metavar="KEY", help="Print the ready row KEY for config.yaml.")] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """List what is configured, and how each source did last; or the counties and municipalities whose rows are ready.

    Example: harvester sources --available hamar
    """
    settings = configured(context, config, data, verbose=verbose, needed=not available and add is None)
    if add is not None:
        output.print_row(find_row(add), as_json=as_json)
    elif available:
        output.print_rows(find_rows(name or ""), as_json=as_json)
    elif name is not None:
        raise ConfigurationError(f"sources lists all that are configured; for {name!r} say --available {name}")
    else:
        output.print_sources(source_states(settings), as_json=as_json)


@app.command()
def doctor(
    context: typer.Context,
    *,
    config: ConfigOption = None,
    data: DataOption = None,
    online: Annotated[bool, typer.Option("--online", help="Ask the first page of each source, politely.")] = False,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Look at the configuration, the data directory and every source, and say what is wrong.

    Example: harvester doctor --online
    """
    settings = configured(context, config, data, verbose=verbose)
    healthy = output.print_findings(examine(settings, clock=system_clock, online=online), as_json=as_json)
    raise typer.Exit(0 if healthy else 1)


@app.command()
def detect(
    context: typer.Context,
    *,
    url: Annotated[str, typer.Argument(metavar="URL", help="The meeting calendar, or a page that leads to it.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Name the product behind an address, and print the row for config.yaml.

    Example: harvester detect https://innsyn.example.org/motekalender
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    suggestions = identify(settings, url, clock=system_clock)
    output.print_suggestions(suggestions, as_json=as_json)
    raise typer.Exit(0 if any(suggestion.source for suggestion in suggestions) else 1)


@app.command()
def capture(
    context: typer.Context,
    *,
    source: Annotated[str, typer.Option(metavar="KEY", help="The source whose page it is.")],
    kind: Annotated[PageKind, typer.Option(help="What sort of page it is.")],
    url: Annotated[str, typer.Option(help="The page's address.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to save it.")],
    config: ConfigOption = None,
    data: DataOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Save one page of a portal, fetched by the rules of a harvest, for a new golden test.

    Example: harvester capture --source austmark --kind meeting --url https://innsyn.example.org/motedag?offmoteid=7 --out page.html
    """
    settings = configured(context, config, data, verbose=verbose)
    out.write_bytes(capture_page(settings, settings.source(source), kind=kind, url=url, clock=system_clock))


@app.command()
def unblock(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Argument(metavar="HOST", help="The host, as the doctor names it, or an address on it.")],
    config: ConfigOption = None,
    data: DataOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Let a host that refused us be asked again by the next run, before a day has passed.

    Example: harvester unblock innsyn.example.org
    """
    settings = configured(context, config, data, verbose=verbose)
    name = host_of(host) if "://" in host else host
    with open_store(settings.data_directory, create=False) as store:
        if not store.blocks.lift(name):
            raise ConfigurationError(f"{name} is not left alone; harvester doctor names the hosts that are")
    output.print_text(f"{name} may be asked again")


@app.command()
def demo(
    context: typer.Context,
    *,
    config: ConfigOption = None,
    data: DataOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Serve the fictional counties' portals on this machine until Ctrl-C.

    Example: harvester demo --data demo-data
    """
    settings = configured(context, config, data or Path("demo-data"), verbose=verbose, needed=False)
    with demo_portals(settings.data_directory) as portals:
        for key, server in portals.servers.items():
            output.print_text(f"{key}: {server.url}/motekalender")
        next(iter(portals.servers.values())).wait()


def main() -> NoReturn:
    """``python -m harvester``."""
    run_command(app, name="harvester")


def run_command(program: typer.Typer, *, name: str) -> NoReturn:
    """Run what the command line says and leave with its exit code.

    An error is one sentence on stderr, with ``--json`` also a document on stdout, and a traceback only with ``--verbose``.
    """
    try:
        program(prog_name=name)
    except SaksgangError as error:
        logger.debug("the command was given up", exc_info=True)
        sys.stderr.write(f"{name}: {error}\n")
        if "--json" in sys.argv:
            output.print_json({"error": {"message": str(error)}})
        sys.exit(exit_code(error))
    sys.exit(0)


def exit_code(error: SaksgangError) -> int:
    """1 some source or document failed, 2 wrong use or configuration, 3 nothing could be done."""
    match error:
        case ConfigurationError():
            return 2
        case PortalError() | FetchError() | DocumentError():
            return 1
        case _:
            return 3


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def _read(files: Sequence[Path], settings: Config) -> dict[int, ExtractedText | DocumentError]:
    with ExtractionPool(settings.limits) as pool:
        results = dict(pool.run(enumerate(files)))
    for number, result in results.items():
        if isinstance(result, DocumentError):
            logger.warning("%s: %s", files[number], result)
    return results
