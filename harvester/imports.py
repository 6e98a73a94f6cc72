"""Import files: documents that come from elsewhere, such as an old archive or another system's export.

One JSON object a line (JSON Lines, UTF-8). Required are ``id``, ``title`` and ``pages``, a list of texts, one for each
page; ``organization``, ``organization_name``, ``body``, ``meeting_date`` (2024-03-05), ``item_number``, ``case_number``,
``kind``, ``url`` and ``language`` are optional. A file may be larger than memory. A line that cannot be used is named
and the others are kept.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from harvester.errors import ConfigurationError
from harvester.extract import fingerprint
from harvester.extract.cleaning import clean
from harvester.extract.language import language_of
from harvester.model import DocumentKind, ExtractedText, Language, Page
from harvester.store import ImportedDocument, Store

_BATCH = 500
_LONGEST_LINE = 64 * 1024 * 1024
_EXTRACTOR = "import"
_EXTRACTOR_VERSION = "1"


@dataclass(frozen=True, kw_only=True, slots=True)
class BadLine:
    """A line that could not be used; ``number`` counts from 1."""

    number: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportResult:
    """How many lines of a file were kept in the store, and how many could not be."""

    kept: int
    bad: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportListener:
    """Who is told while a file is imported: of bad lines as they are met, and of bytes as they are done with."""

    bad_line: Callable[[BadLine], None]
    bytes_done: Callable[[int], None]


def _snake_case(value: object) -> object:
    if not isinstance(value, str):
        return value
    return value.strip().casefold().replace(" ", "_").replace("-", "_") or None


def _none_when_blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: object) -> object:
    # A bare number would be taken for seconds since 1970.
    if value is not None and not isinstance(value, str):
        raise ValueError("must be a day written as 2024-03-05")
    return _none_when_blank(value)


_Stripped = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Optional = Annotated[str | None, StringConstraints(strip_whitespace=True), BeforeValidator(_none_when_blank)]


class _Line(BaseModel):
    """One line as it must be. Keys that are not known are refused: a misspelt one would be lost without a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Stripped
    title: _Stripped
    pages: tuple[str, ...]
    organization: _Optional = None
    organization_name: _Optional = None
    body: _Optional = None
    meeting_date: Annotated[dt.date | None, BeforeValidator(_day)] = None
    item_number: _Optional = None
    case_number: _Optional = None
    kind: Annotated[DocumentKind | None, BeforeValidator(_snake_case)] = None
    url: Annotated[str | None, Field(pattern=r"^https?://\S+$"), BeforeValidator(_none_when_blank)] = None
    language: Annotated[Language | None, BeforeValidator(_none_when_blank)] = None


def import_file(path: Path, store: Store, now: dt.datetime, listener: ImportListener) -> ImportResult:
    """Keep the documents of an import file, in batches that are kept whole or not at all.

    Running it again, or running it after it was killed half-way, leaves what running it once would have left.

    Raises:
        ConfigurationError: the file cannot be read.
    """
    kept = bad = 0
    try:
        with path.open("rb") as file:
            lines = _documents(file)
            while batch := list(islice(lines, _BATCH)):
                documents = [entry for entry in batch if isinstance(entry, ImportedDocument)]
                store.imports.save(documents, path.name, now)
                for entry in batch:
                    if isinstance(entry, BadLine):
                        listener.bad_line(entry)
                kept += len(documents)
                bad += len(batch) - len(documents)
                listener.bytes_done(file.tell())
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    return ImportResult(kept=kept, bad=bad)


def read_line(line: bytes) -> ImportedDocument:
    """The document of one line.

    Raises:
        ValueError: the line cannot be used; why is said in words.
    """
    try:
        content = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos}") from error
    except RecursionError as error:
        raise ValueError("not JSON: nested too deep") from error
    try:
        return _document(_Line.model_validate(content))
    except ValidationError as error:
        raise ValueError("; ".join(_explain(detail) for detail in error.errors())) from error


def _documents(file: BinaryIO) -> Iterator[ImportedDocument | BadLine]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if not line.endswith(b"\n") and len(line) == _LONGEST_LINE:
            _skip_rest_of_line(file)
            yield BadLine(number=number, reason=f"longer than {_LONGEST_LINE // 1024 // 1024} MB")
        elif line.strip():
            try:
                yield read_line(line)
            except ValueError as error:
                yield BadLine(number=number, reason=str(error))


def _skip_rest_of_line(file: BinaryIO) -> None:
    while rest := file.readline(_LONGEST_LINE):
        if rest.endswith(b"\n"):
            return


def _document(line: _Line) -> ImportedDocument:
    pages = tuple(Page(number=number, text=clean(page)) for number, page in enumerate(line.pages, start=1))
    text = ExtractedText(
        pages=pages,
        language=line.language or language_of(page.text for page in pages),
        extractor=_EXTRACTOR,
        extractor_version=_EXTRACTOR_VERSION,
    )
    return ImportedDocument(
        id=line.id,
        title=clean(line.title),
        text=text,
        fingerprint=fingerprint(text, hashlib.sha256(line.id.encode()).hexdigest()),
        kind=line.kind or DocumentKind.OTHER,
        url=line.url,
        organization=line.organization,
        organization_name=line.organization_name,
        body=line.body,
        meeting_date=line.meeting_date,
        item_number=line.item_number,
        case_number=line.case_number,
    )


def _explain(detail: Any) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "missing":
            return f"{place!r} is missing"
        case "extra_forbidden":
            return f"unknown key {place!r}; known: {', '.join(sorted(_Line.model_fields))}"
        case "model_type":
            return "not a JSON object"
        case _:
            return f"{place}: {detail['msg']}"
