"""The command line of the harvester: its commands, and how it ends."""

from __future__ import annotations

import logging
import sys
from typing import NoReturn

import typer

from harvester.commands import documents, harvesting, keeping, output, portals
from harvester.commands.options import (
    CommonOptions,
    ConfigOption,
    DataOption,
    VerboseOption,
)
from harvester.errors import ConfigurationError, DocumentError, FetchError, PortalError, SaksgangError

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


for command in (
    harvesting.run,
    harvesting.replay,
    documents.parse,
    documents.extract,
    documents.minutes,
    portals.sources,
    portals.doctor,
    portals.detect,
    portals.capture,
    portals.unblock,
    keeping.backup,
    keeping.restore,
    keeping.erase,
    harvesting.demo,
):
    app.command()(command)
app.command(name="import")(documents.import_)


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
