"""What a segment holds: five fields of terms, and columns for whatever is not looked up by a word."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from typing import Any

import whoosh
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence

from search.backends.base import Field
from search.backends.whoosh.columns import NameColumn, NumberColumn, RealColumn

NO_DATE = -(1 << 31)
BETWEEN_NAMES = "\x1f"

FORMAT = f"3 {sys.byteorder} whoosh {'.'.join(map(str, whoosh.__version__))}"
"""Part of the fingerprint: an index of another format is made anew, never read."""


class Column(StrEnum):
    """The values of a document; Whoosh has one name space for fields and columns."""

    ID = "value_id"
    STATE = "value_state"
    ORGANIZATION = "value_organization"
    BODIES = "value_bodies"
    KIND = "value_kind"
    OUTCOME = "value_outcome"
    LANGUAGE = "value_language"
    PARTIES = "value_parties"
    CASE = "value_case"
    PRIOR = "value_prior"
    DATE = "value_date"
    TEXT_LENGTH = "value_text_length"
    DECISION_LENGTH = "value_decision_length"
    SECTIONS = "value_sections"


class TermsField(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose terms and positions come from our own analyzer."""

    def __init__(self) -> None:
        super().__init__(format=Existence(), analyzer=None)


def make_schema() -> Any:
    """The schema of every index."""
    terms = {field.value: TermsField() for field in Field}
    columns = {
        Column.ID: NameColumn(),
        Column.STATE: NameColumn(),
        Column.ORGANIZATION: NameColumn(),  # key and name: filters compare both, facets count by key
        Column.BODIES: NameColumn(),  # several at a joint meeting
        Column.KIND: NameColumn(),
        Column.DATE: NumberColumn(NO_DATE),  # local days: Whoosh drops time zones
        Column.OUTCOME: NameColumn(),
        Column.LANGUAGE: NameColumn(),
        Column.PARTIES: NameColumn(),
        Column.CASE: NameColumn(),
        Column.PRIOR: RealColumn(),
        Column.TEXT_LENGTH: NumberColumn(0),
        Column.DECISION_LENGTH: NumberColumn(0),
        Column.SECTIONS: VarBytesColumn(),
    }
    return Schema(**terms, **{name.value: COLUMN(column) for name, column in columns.items()})


def day_number(date: dt.date | None) -> int:
    """A date as the column has it."""
    return NO_DATE if date is None else date.toordinal()
