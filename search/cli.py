"""The command line of the search: arguments in, one call, a result printed."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn, Protocol

import typer

from harvester.clock import system_clock
from harvester.commands.options import DEFAULT_CONFIG, ConfigOption, DataOption, JsonOption, VerboseOption
from harvester.commands.terminal import counter
from harvester.config import Config, load_config
from harvester.errors import ConfigurationError, DocumentError, SaksgangError
from harvester.logs import set_up_logging
from harvester.model import OSLO
from harvester.store import Store, open_store
from search import terminal
from search.backends.base import Order
from search.batch import read_queries, to_csv
from search.errors import QueryError
from search.index import IndexReport, Progress, bring_up_to_date, write_for_whoosh
from search.index import rebuild as rebuild_index
from search.publishing import publish
from search.question import Question, day
from search.results import to_json
from search.service import open_search

logger = logging.getLogger(__name__)

NamesOption = list[str] | None
ExactOption = Annotated[bool, typer.Option("--exact", help="Only what was typed: no other names or spellings.")]


class IndexWork(Protocol):
    """Both ways to make an index."""

    def __call__(self, store: Store, data_directory: Path, progress: Progress, /) -> IndexReport: ...


app = typer.Typer(
    name="search",
    help="Search the documents that the harvester has stored.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def index(
    *, config: ConfigOption = None, data: DataOption = None, as_json: JsonOption = False, verbose: VerboseOption = False
) -> None:
    """Bring the index up to date with the store, and tell feeds and exports: what is new, changed and gone.

    Example: python -m search index --data demo-data
    """
    terminal.print_report(_index(bring_up_to_date, _data(config, data, verbose=verbose)), as_json=as_json)


@app.command()
def rebuild(
    *, config: ConfigOption = None, data: DataOption = None, as_json: JsonOption = False, verbose: VerboseOption = False
) -> None:
    """Make a new index beside the one that is there, and put it in its place when it is finished.

    Example: python -m search rebuild --data demo-data
    """
    terminal.print_report(_index(rebuild_index, _data(config, data, verbose=verbose)), as_json=as_json)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", file_okay=False, help="A new folder for it.")],
    *,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Write all that is searched as an index in the format of Whoosh itself, for other programs.

    Example: python -m search export whoosh-index --data demo-data
    """
    directory = _data(config, data, verbose=verbose)
    with counter() as shown, open_store(directory, create=False) as store:
        number = write_for_whoosh(store, folder, lambda done, total: shown.show("entries", done, total))
    terminal.print_export(folder, number, as_json=as_json)


@app.command()
def query(
    words: Annotated[
        list[str], typer.Argument(metavar="QUERY", help='Words, "phrases", OR, -not, utvalg:, dato:, type:, kommune:.')
    ],
    *,
    organization: Annotated[NamesOption, typer.Option(metavar="NAME", help="Only this one; may be repeated.")] = None,
    body: Annotated[NamesOption, typer.Option(metavar="NAME", help="Only this body; may be repeated.")] = None,
    kind: Annotated[
        NamesOption,
        typer.Option(metavar="KIND", help="item, resolution, meeting, minutes, case_paper …; may be repeated."),
    ] = None,
    outcome: Annotated[
        NamesOption, typer.Option(metavar="OUTCOME", help="adopted, rejected, postponed …; may be repeated.")
    ] = None,
    party: Annotated[
        NamesOption, typer.Option(metavar="PARTY", help="A party that the votes name; may be repeated.")
    ] = None,
    language: Annotated[NamesOption, typer.Option(metavar="LANGUAGE", help="nb or nn; may be repeated.")] = None,
    year: Annotated[NamesOption, typer.Option(metavar="YEAR", help="Year of the meeting; may be repeated.")] = None,
    date_from: Annotated[str, typer.Option("--from", metavar="DATE", help="First day of meetings.")] = "",
    date_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day of meetings.")] = "",
    sort: Annotated[Order, typer.Option(help="Best first, or newest first.")] = Order.RELEVANCE,
    page: Annotated[int, typer.Option(help="Which page of hits.")] = 1,
    limit: Annotated[int, typer.Option("--limit", "--per-page", help="How many hits a page, at most 100.")] = 10,
    exact: ExactOption = False,
    fold: Annotated[bool, typer.Option("--fold", help="Only the first hit of each case.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find documents, items of agendas, resolutions and meetings.

    A query that begins with a minus comes after two of them: python -m search query -- -utsatt skole

    Example: python -m search query 'skoleskyss "delt bosted" -utsatt utvalg:fylkestinget dato:2024-03..2024-06' --sort date

    Example: python -m search query 'skolebruksplan utfall:utsatt' --kind resolution --fold
    """
    question = Question.read(
        " ".join(words),
        organization=organization,
        body=body,
        kind=kind,
        outcome=outcome,
        party=party,
        language=language,
        year=year,
        date_from=date_from,
        date_to=date_to,
        sort=sort,
        page=page,
        per_page=limit,
        widen=not exact,
        fold=fold,
    )
    directory = _data(config, data, verbose=verbose)
    with open_search(directory) as search:
        result = search.answer(question)
        if as_json:
            weekly = search.expected_weekly(question, _today(directory))
            terminal.print_json(to_json(result, expected_weekly=weekly))
        else:
            terminal.print_result(result)


@app.command()
def similar(
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The title of a case, or a text.")] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", exists=True, dir_okay=False, help="A draft: PDF, Word, OpenDocument, text …"),
    ] = None,
    body: Annotated[
        str, typer.Option(metavar="NAME", help="The body that will decide; its decisions come first.")
    ] = "",
    organization: Annotated[str, typer.Option(metavar="NAME", help="Only decisions of this one.")] = "",
    before: Annotated[str, typer.Option(metavar="DATE", help="Only decisions of meetings before this day.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many decisions.")] = 10,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Find what was decided before in cases like one, with the words for which each was found.

    Example: python -m search similar "Skolebruksplan for Elvdal" --body Kommunestyret

    Example: python -m search similar --file saksframlegg.docx --before 2026-01-01
    """
    directory = _data(config, data, verbose=verbose)
    draft = " ".join(text or ()) if file is None else _text_of(file)
    with open_search(directory) as search:
        found = search.similar(
            draft,
            body=body or None,
            organization=organization or None,
            before=day(before, "before"),
            most=limit,
        )
        terminal.print_similar(found, as_json=as_json)


@app.command()
def batch(
    file: Annotated[
        typer.FileText, typer.Argument(metavar="FILE", encoding="utf-8", help="Queries, one a line; - for stdin.")
    ],
    *,
    organization: Annotated[NamesOption, typer.Option(metavar="NAME", help="Only this one; may be repeated.")] = None,
    body: Annotated[NamesOption, typer.Option(metavar="NAME", help="Only this body; may be repeated.")] = None,
    date_from: Annotated[str, typer.Option("--from", metavar="DATE", help="First day of meetings.")] = "",
    date_to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day of meetings.")] = "",
    exact: ExactOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV on stdout, one line a hit.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Ask many queries at once: how much each finds, how much a week, and its best hits.

    Example: python -m search batch addresses.txt --csv > hits.csv

    Example: echo "skoleskyss" | python -m search batch - --from 2024-01-01
    """
    queries = read_queries(file.read())
    with open_search(_data(config, data, verbose=verbose)) as search:
        rows = search.batch(
            queries,
            system_clock().astimezone(OSLO).date(),
            organization=organization,
            body=body,
            date_from=date_from,
            date_to=date_to,
            widen=not exact,
        )
        if as_csv:
            sys.stdout.write(to_csv(rows))
        else:
            terminal.print_batch(rows, as_json=as_json)


@app.command()
def serve(
    *,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    config: ConfigOption = None,
    data: DataOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Serve the web pages and the JSON API until Ctrl-C.

    Example: python -m search serve --data demo-data --port 8000
    """
    # The other commands do not wait for the web framework.
    import uvicorn  # noqa: PLC0415  # as said

    from harvester.demo.nights import clock_of  # noqa: PLC0415  # as said
    from search.web import create_app  # noqa: PLC0415  # as said

    settings = _settings(config, data, verbose=verbose)
    made = create_app(
        settings.data_directory,
        clock=clock_of(settings.data_directory),
        contact=settings.contact,
        web=settings.web,
        mail=settings.mail,
    )
    sys.stderr.write(f"Serving http://{host}:{port} until Ctrl-C\n")
    # No access log: it would keep what people search for.
    uvicorn.run(made, host=host, port=port, access_log=False, log_config=None, server_header=False)


@app.command()
def alerts(
    *,
    send: Annotated[bool, typer.Option("--send", help="Write now to everybody who has news.")] = False,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Count the searches that are followed by e-mail; with --send, look for news at once, as after a night.

    Example: python -m search alerts --json
    """
    # The other commands do not wait for the web framework.
    from harvester.demo.nights import clock_of  # noqa: PLC0415  # as said
    from search.web.alerts import send_alerts  # noqa: PLC0415  # as said

    settings = _settings(config, data, verbose=verbose)
    with open_store(settings.data_directory, create=False) as store:
        delivered = send_alerts(store, settings, clock_of(settings.data_directory)()) if send else None
        terminal.print_alerts(store.subscriptions.counts(), delivered, as_json=as_json)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code; an error is one sentence on stderr, and JSON where that is asked for."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    terminal.use_utf8()
    try:
        app(args=given, prog_name="python -m search")
    except SaksgangError as error:
        logger.debug("the command was given up", exc_info=True)
        sys.stderr.write(f"search: {error}\n")
        if "--json" in given:
            terminal.print_json({"error": {"message": str(error)}})
        sys.exit(2 if isinstance(error, ConfigurationError | QueryError) else 3)
    sys.exit(0)


def _index(work: IndexWork, directory: Path) -> IndexReport:
    # The other commands do not wait for the demo.
    from harvester.demo.nights import clock_of  # noqa: PLC0415  # as said

    with counter() as shown, open_store(directory, create=False) as store:
        done = work(store, directory, lambda done, total: shown.show("indexing documents", done, total))
        publish(store, clock_of(directory)())
        return done


def _today(directory: Path) -> dt.date:
    # Text on a terminal does not wait for the demo.
    from harvester.demo.nights import clock_of  # noqa: PLC0415  # as said

    return clock_of(directory)().astimezone(OSLO).date()


def _text_of(file: Path) -> str:
    """The text of a draft, read as the documents of portals are.

    Raises:
        DocumentError: it cannot be read.
    """
    # The other commands do not wait for the document libraries.
    from harvester.extract import ExtractionPool  # noqa: PLC0415  # as said

    with ExtractionPool(Config().limits) as pool:
        [(_, read)] = pool.run([(0, file)])
    if isinstance(read, DocumentError):
        raise read
    return "\n".join(page.text for page in read.pages)


def _data(config: Path | None, data: Path | None, *, verbose: bool) -> Path:
    """The data directory: the one that is named, or the one of the configuration."""
    if config is None and data is not None:
        set_up_logging(level=logging.DEBUG if verbose else logging.WARNING)
        return data
    return _settings(config, data, verbose=verbose).data_directory


def _settings(config: Path | None, data: Path | None, *, verbose: bool) -> Config:
    """The configuration, with the data directory that is named; the usual values where there is no configuration."""
    set_up_logging(level=logging.DEBUG if verbose else logging.WARNING)
    if config is None and not DEFAULT_CONFIG.exists():
        return Config() if data is None else Config(data_directory=data)
    return load_config(config or DEFAULT_CONFIG, data_directory=data)
