"""Commands for what is kept: backup, restore, erase."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from harvester import backup as backups
from harvester.clock import system_clock
from harvester.commands import output
from harvester.commands.options import ConfigOption, DataOption, JsonOption, VerboseOption, configured
from harvester.erasure import Erasure
from harvester.erasure import erase as erase_for_good


def backup(
    context: typer.Context,
    *,
    destination: Annotated[Path, typer.Argument(metavar="DEST", file_okay=False, help="A folder on another disk.")],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make a consistent copy of the store, the documents and the kept pages while everything runs.

    The second backup into the same folder copies what is new, and removes what was erased. The index is left out.

    Example: harvester backup /mnt/backup/saksgang
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    done = backups.back_up(settings.data_directory, destination, system_clock())
    if as_json:
        output.print_json({"copied": done.copied, "removed": done.removed, **_told(done.manifest)})
    else:
        held = f"{done.manifest.documents} documents of {done.manifest.meetings} meetings"
        output.print_text(f"{held}; {done.copied} files with bytes were new, {done.removed} were removed")


def restore(
    context: typer.Context,
    *,
    source: Annotated[
        Path, typer.Argument(metavar="SRC", exists=True, file_okay=False, help="The folder of a backup.")
    ],
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make a data directory, which must be new or empty, from a backup; every checksum and count is compared.

    Example: harvester restore /mnt/backup/saksgang --data restored
    """
    settings = configured(context, config, data, verbose=verbose, needed=False)
    manifest = backups.restore(source, settings.data_directory)
    if as_json:
        output.print_json(_told(manifest))
    else:
        held = f"{manifest.documents} documents of {manifest.meetings} meetings"
        output.print_text(f"{held} as of {manifest.made:%Y-%m-%d %H:%M}. Now run: python -m search rebuild")


def erase(
    context: typer.Context,
    *,
    document: Annotated[str, typer.Argument(metavar="ID", help="The document, as the search names it.")],
    reason: Annotated[
        str, typer.Option(metavar="WORDS", help="Why; it is kept, so it must not repeat what is erased.")
    ],
    version: Annotated[int | None, typer.Option(metavar="N", help="Only this version of the document.")] = None,
    passage: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Only this passage, in this document and wherever its source has it."),
    ] = None,
    config: ConfigOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Erase a document, a version or a passage for good: texts, bytes, kept pages, reports.

    The index is made anew at its next update (python -m search index). What was erased is never kept again, whatever the
    portal shows; the reason and the date stay. Backups made before still hold it.

    Example: harvester erase austmark/4711 --reason "court order of 2026-03-02"
    """
    settings = configured(context, config, data, verbose=verbose)
    wanted = Erasure(document=document, reason=reason, version=version, passage=passage)
    done = erase_for_good(settings, wanted, system_clock())
    if as_json:
        output.print_json(asdict(done))
    else:
        output.print_text(
            f"erased: {done.versions} versions, {done.blobs} files with their bytes; {done.raw_files} files of kept pages "
            "were rewritten. Now run: python -m search index"
        )


def _told(manifest: backups.Manifest) -> dict[str, object]:
    return manifest.model_dump(mode="json", exclude={"files"})
