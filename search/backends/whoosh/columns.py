"""What an entry is beside its words: a column for each, read whole.

Numbers are an array with one for each entry. Names, of which there are few or which are read together, are an array with
a place for each entry in a JSON list of the distinct ones. Sections are three numbers each, and an array says where those
of each entry begin.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from search.backends.base import Field, IndexEntry
from search.backends.whoosh.arrays import Array, ArrayFile, ArrayFileWriter

NO_DATE = -(1 << 31)
BETWEEN_NAMES = "\x1f"


class Name(StrEnum):
    """Columns of names."""

    ID = "id"
    STATE = "state"
    ORGANIZATION = "organization_names"
    BODIES = "bodies"
    PARTIES = "parties"
    KIND = "kind"
    OUTCOME = "outcome"
    LANGUAGE = "language"
    CASE = "case"


class Number(StrEnum):
    """Columns of numbers."""

    DATE = "date"
    PRIOR = "prior"
    TEXT_LENGTH = "text_length"
    DECISION_LENGTH = "decision_length"


KINDS = {Number.DATE: "<i4", Number.PRIOR: "<f8", Number.TEXT_LENGTH: "<i4", Number.DECISION_LENGTH: "<i4"}
LENGTHS = {Field.TEXT: Number.TEXT_LENGTH, Field.DECISION: Number.DECISION_LENGTH}
_SECTIONS = "sections"
_FIRST_SECTIONS = "first_sections"
_SECTION = 3


def names_of(entry: IndexEntry) -> dict[Name, str]:
    """An entry's names; several of a kind with a sign between them that stands in no name."""
    organization = entry.organization or entry.organization_name or ""
    return {
        Name.ID: entry.id,
        Name.STATE: entry.state,
        Name.ORGANIZATION: _joined((organization, entry.organization_name or "")),
        Name.BODIES: _joined(dict.fromkeys(entry.bodies)),
        Name.PARTIES: _joined(dict.fromkeys(entry.parties)),
        Name.KIND: entry.kind,
        Name.OUTCOME: entry.outcome or "",
        Name.LANGUAGE: entry.language or "",
        Name.CASE: "" if entry.case is None else f"={entry.case}",
    }


def numbers_of(entry: IndexEntry, lengths: Mapping[Field, int]) -> dict[Number, float]:
    """An entry's numbers."""
    return {
        Number.DATE: day_number(entry.date),
        Number.PRIOR: entry.prior,
        **{LENGTHS[field]: length for field, length in lengths.items()},
    }


def day_number(date: dt.date | None) -> int:
    """A date as the column has it."""
    return NO_DATE if date is None else date.toordinal()


def _joined(names: Iterable[str]) -> str:
    return BETWEEN_NAMES.join(name.replace(BETWEEN_NAMES, " ") for name in names)


class ColumnsWriter:
    """Writes the columns of a segment."""

    def __init__(self, file: ArrayFileWriter) -> None:
        self._file = file

    def names(self, column: Name, names: Sequence[str]) -> None:
        """One name for each entry."""
        places: dict[str, int] = {}
        self.places(column, places, np.array([places.setdefault(name, len(places)) for name in names], np.int64))

    def places(self, column: Name, distinct: Iterable[str], places: Array) -> None:
        """The place of each entry's name among the distinct ones."""
        self._file.add(column, places.astype("<u4"))
        self._file.add(f"{column}.distinct", np.frombuffer(json.dumps(list(distinct)).encode(), "u1"))

    def numbers(self, column: Number, numbers: Sequence[float] | Array) -> None:
        """One number for each entry."""
        self._file.add(column, np.asarray(numbers, KINDS[column]))

    def sections(self, each: Sequence[int] | Array, sections: Array) -> None:
        """How many sections each entry has, and those of all, as rows of numbers."""
        self._file.add(_FIRST_SECTIONS, np.concatenate(([0], np.cumsum(each))).astype("<u4"))
        self._file.add(_SECTIONS, sections.astype("<u4").ravel())


class Columns:
    """Reads the columns of a segment."""

    def __init__(self, file: ArrayFile) -> None:
        self._file = file

    def names(self, column: Name) -> tuple[list[str], Array]:
        """The distinct names, and the place of each entry's name among them."""
        distinct: list[str] = json.loads(self._file.whole(f"{column}.distinct").tobytes())
        return distinct, self._file.whole(column)

    def numbers(self, column: Number) -> Array:
        """The number of each entry."""
        return self._file.whole(column)

    def sections(self) -> tuple[Any, Any]:
        """How many sections each entry has, and those of all, as rows of numbers."""
        each = np.diff(self._file.whole(_FIRST_SECTIONS).astype(np.int64))
        return each, self._file.whole(_SECTIONS).reshape(-1, _SECTION)
