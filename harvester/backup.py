"""Copies of the data directory that are consistent while everything runs, and the way back.

The database is copied by SQLite's own backup, page by page, while others write; then the bytes that the copy names, and
the raw pages. Documents are stored by content, so a second backup into the same folder copies what is new and removes
what has been erased. The index is not copied: it is made from the store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from harvester.errors import ConfigurationError, StoreError
from harvester.store import STORE_FILE, open_store
from harvester.store.copying import copy_database

_MANIFEST = "backup.json"
_BLOBS = "blobs"
_WHOLE_FOLDERS = ("raw", "reports")
_ATTEMPTS = 3
_CHUNK = 1 << 20


class Manifest(BaseModel):
    """What a backup holds, written last: a folder without it is no backup.

    ``files`` are SHA-256 by path of everything but the documents' bytes, which have theirs as names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    made: dt.datetime
    meetings: int
    documents: int
    pages: int
    blobs: int
    files: dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class BackupResult:
    """How many documents' bytes were new in a backup, how many were removed from it, and what it holds now."""

    copied: int
    removed: int
    manifest: Manifest


def back_up(data_directory: Path, destination: Path, now: dt.datetime) -> BackupResult:
    """Bring a backup up to date, or make the first one.

    Raises:
        ConfigurationError: the destination is something else than a backup, or lies within the data directory.
        StoreError: there is no store, or the copy is not sound.
    """
    _check_destination(data_directory, destination)
    destination.mkdir(parents=True, exist_ok=True)
    # Without its manifest a backup that is broken off is not taken for one.
    (destination / _MANIFEST).unlink(missing_ok=True)
    for _ in range(_ATTEMPTS):
        copy_database(data_directory / STORE_FILE, destination / STORE_FILE)
        with open_store(destination, create=False) as copy:
            wanted = frozenset(copy.documents.hashes())
            coverage = copy.reading.coverage()
        copied, missing = _copy_blobs(data_directory / _BLOBS, destination / _BLOBS, wanted)
        # Bytes of a version that said nothing new may go between the two; then a newer copy does not name them.
        if not missing:
            break
    else:
        raise StoreError(f"{len(missing)} documents lack their bytes in {data_directory}; harvester doctor names them")
    removed = _remove_blobs(destination / _BLOBS, wanted)
    for name in _WHOLE_FOLDERS:
        _mirror(data_directory / name, destination / name)
    manifest = Manifest(
        made=now,
        meetings=coverage.meetings,
        documents=coverage.documents,
        pages=coverage.pages,
        blobs=len(wanted),
        files=dict(_checksums(destination)),
    )
    _write_durably(destination / _MANIFEST, manifest.model_dump_json(indent=2).encode())
    return BackupResult(copied=copied, removed=removed, manifest=manifest)


def restore(source: Path, data_directory: Path) -> Manifest:
    """Make a data directory from a backup, and compare every checksum and count.

    Raises:
        ConfigurationError: the source is no backup, or the data directory is not empty.
        StoreError: the backup is damaged; nothing usable is left behind.
    """
    manifest = _read_manifest(source)
    if data_directory.exists() and any(data_directory.iterdir()):
        raise ConfigurationError(f"{data_directory} is not empty; give a new directory with --data DIR")
    beside = data_directory.with_name(f"{data_directory.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(source, beside, ignore=shutil.ignore_patterns(_MANIFEST, "*-wal", "*-shm"))
    try:
        verify(beside, manifest)
    except StoreError:
        shutil.rmtree(beside)
        raise
    if data_directory.exists():
        data_directory.rmdir()
    beside.replace(data_directory)
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """Compare a folder with what a manifest says of it.

    Raises:
        StoreError: a file is missing or another, or the store holds other numbers.
    """
    found = dict(_checksums(folder))
    wrong = sorted(name for name, sha256 in manifest.files.items() if found.get(name) != sha256)
    if wrong:
        raise StoreError(f"the backup is damaged: {', '.join(wrong[:_ATTEMPTS])}")
    with open_store(folder, create=False) as store:
        hashes = store.documents.hashes()
        coverage = store.reading.coverage()
    damaged = [sha256 for sha256 in hashes if _sha256(_blob(folder / _BLOBS, sha256)) != sha256]
    counted = (coverage.meetings, coverage.documents, coverage.pages, len(hashes))
    if damaged or counted != (manifest.meetings, manifest.documents, manifest.pages, manifest.blobs):
        raise StoreError(f"the backup is damaged: {len(damaged)} documents are not what they were, or are missing")


def _check_destination(data_directory: Path, destination: Path) -> None:
    if destination.resolve().is_relative_to(data_directory.resolve()):
        raise ConfigurationError("a backup within the data directory is lost with it; give a folder elsewhere")
    if destination.exists() and any(destination.iterdir()):
        known = {_MANIFEST, STORE_FILE, f"{STORE_FILE}.tmp", _BLOBS, *_WHOLE_FOLDERS}
        strange = sorted(path.name for path in destination.iterdir() if path.name not in known)
        if strange:
            raise ConfigurationError(f"{destination} holds {strange[0]}, which is no part of a backup")


def _copy_blobs(source: Path, destination: Path, wanted: Iterable[str]) -> tuple[int, list[str]]:
    """Copy what is not there yet; gives how many were, and which the source lacks."""
    copied, missing = 0, []
    for sha256 in sorted(wanted):
        target = _blob(destination, sha256)
        if target.exists():
            continue
        try:
            _copy(_blob(source, sha256), target)
        except FileNotFoundError:
            missing.append(sha256)
            continue
        if _sha256(target) != sha256:
            target.unlink()
            raise StoreError(f"{_blob(source, sha256)} is damaged; remove it, and the next night fetches it again")
        copied += 1
    return copied, missing


def _remove_blobs(folder: Path, wanted: frozenset[str]) -> int:
    unwanted = [path for path in folder.rglob("*") if path.is_file() and path.name not in wanted]
    for path in unwanted:
        path.unlink()
    return len(unwanted)


def _mirror(source: Path, destination: Path) -> None:
    """Make the files of a folder the same as those of another; a file that grows meanwhile is taken as it is."""
    names = {path.name for path in source.glob("*") if path.is_file() and path.suffix != ".tmp"}
    for name in sorted(names):
        before, after = source / name, destination / name
        if not after.exists() or _stamp(before) != _stamp(after):
            _copy(before, after)
    for path in destination.glob("*"):
        if path.name not in names:
            path.unlink()


def _stamp(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _copy(source: Path, destination: Path) -> None:
    destination.parent.mkdir(parents=True, exist_ok=True)
    beside = destination.with_name(f"{destination.name}.tmp")
    shutil.copy2(source, beside)
    _sync(beside)
    beside.replace(destination)


def _checksums(folder: Path) -> Iterator[tuple[str, str]]:
    for path in [folder / STORE_FILE, *(path for name in _WHOLE_FOLDERS for path in sorted((folder / name).glob("*")))]:
        checksum = _sha256(path)
        if checksum is not None:
            yield str(path.relative_to(folder)), checksum


def _sha256(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def _blob(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256[2:4] / sha256


def _read_manifest(source: Path) -> Manifest:
    try:
        return Manifest.model_validate_json((source / _MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise ConfigurationError(f"{source} is no backup, or one that was broken off: it has no {_MANIFEST}") from error
    except ValidationError as error:
        raise StoreError(f"{source / _MANIFEST} is damaged") from error


def _write_durably(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.tmp")
    beside.write_bytes(content)
    _sync(beside)
    beside.replace(path)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
