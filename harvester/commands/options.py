"""The options that every command takes, and the configuration that they name."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from harvester import logs
from harvester.clock import Clock, clock_from, system_clock
from harvester.config import Config, load_config
from harvester.errors import ConfigurationError

DEFAULT_CONFIG = Path("config.yaml")

ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The configuration; config.yaml when not given.")
]
DataOption = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data directory, in place of the configured one.")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Say more on stderr, with tracebacks.")]
SourcesOption = Annotated[
    list[str] | None, typer.Option("--source", metavar="KEY", help="Only this source; may be repeated.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@dataclass(frozen=True, kw_only=True, slots=True)
class CommonOptions:
    """What every command takes, before or after its name."""

    config: Path | None = None
    data: Path | None = None
    verbose: bool = False


def configured(
    context: typer.Context, config: Path | None, data: Path | None, *, verbose: bool, needed: bool = True
) -> Config:
    """The configuration that the options name, those after the command's name before those in front of it.

    A command that can do without one takes the usual values where there is no ``config.yaml``.
    """
    before: CommonOptions = context.obj
    set_up_logging(verbose=verbose or before.verbose)
    path, directory = config or before.config, data or before.data
    if path is None and not needed and not DEFAULT_CONFIG.exists():
        settings = Config(data_directory=directory) if directory else Config()
    else:
        settings = load_config(path or DEFAULT_CONFIG, data_directory=directory)
    if settings.data_directory.is_file():
        raise ConfigurationError(f"{settings.data_directory} is a file; the data need a directory")
    return settings


def set_up_logging(*, verbose: bool) -> None:
    """Log on stderr: warnings, and with ``verbose`` what goes on."""
    logs.set_up_logging(level=logging.INFO if verbose else logging.WARNING)
    if verbose:
        logging.getLogger("harvester").setLevel(logging.DEBUG)


def clock_of(now: str | None) -> Clock:
    """The clock of the hidden option ``--now``, by which a run begins at another time than the machine's.

    Raises:
        ConfigurationError: it is no time with an offset.
    """
    if now is None:
        return system_clock
    try:
        return clock_from(dt.datetime.fromisoformat(now))
    except ValueError as error:
        raise ConfigurationError(
            f"--now {now}: give a time with its offset, such as 2026-05-20T03:30:00+02:00"
        ) from error
