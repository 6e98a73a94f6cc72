"""Commands that fetch: run, replay, demo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from harvester.commands import output
from harvester.commands.options import (
    ConfigOption,
    DataOption,
    JsonOption,
    SourcesOption,
    VerboseOption,
    clock_of,
    configured,
)
from harvester.commands.terminal import harvest_progress
from harvester.demo.portals import demo_portals
from harvester.replay import replay_pages
from harvester.report import report_of
from harvester.run import run_harvest
from harvester.store import open_store
from harvester.tether import end_with_stdin


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


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None
