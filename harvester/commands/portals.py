"""Commands for whoever adds and looks after sources: sources, doctor, detect, capture, unblock."""

from __future__ import annotations

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
from harvester.crawl.hosts import host_of
from harvester.errors import ConfigurationError
from harvester.golden import capture_page
from harvester.identification import identify
from harvester.monitoring.doctor import examine, source_states
from harvester.municipalities import find_row, find_rows
from harvester.portals.contract import PageKind
from harvester.store import open_store


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
    # Ready rows are for a configuration that is being written, so it is not looked at.
    if add is not None:
        output.print_row(find_row(add), as_json=as_json)
    elif available:
        output.print_rows(find_rows(name or ""), as_json=as_json)
    elif name is not None:
        raise ConfigurationError(f"sources lists all that are configured; for {name!r} say --available {name}")
    else:
        settings = configured(context, config, data, verbose=verbose)
        output.print_sources(source_states(settings), as_json=as_json)


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
