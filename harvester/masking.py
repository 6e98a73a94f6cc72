"""Records and texts without identity numbers, as they are kept and shown.

Ids and keys stay (:mod:`harvester.ids` has masked them); addresses are masked as addresses, everything else as text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from harvester.identity_numbers import IdentityNumbers
from harvester.model import ExtractedText, Record

_REFERENCES = frozenset({"id", "meeting", "item", "organization", "case", "bodies"})
_ADDRESSES = frozenset({"url", "page_url", "capture"})
_R = TypeVar("_R", bound=Record)


def masked_record(numbers: IdentityNumbers, record: _R) -> tuple[_R, tuple[str, ...]]:
    """The record without identity numbers, and the fields that carried one."""
    own = _masked_fields(numbers, record)
    provenance = _masked_fields(numbers, record.provenance)
    if not own and not provenance:
        return record, ()
    return replace(record, **own, provenance=replace(record.provenance, **provenance)), (*own, *provenance)


def masked_text(numbers: IdentityNumbers, text: ExtractedText) -> tuple[ExtractedText, tuple[int, ...]]:
    """The text without identity numbers, character for character in its place, and the pages that carried one."""
    pages = tuple(replace(page, text=numbers.mask(page.text)) for page in text.pages)
    found = tuple(new.number for new, old in zip(pages, text.pages, strict=True) if new.text != old.text)
    return (replace(text, pages=pages) if found else text), found


def masked_values(numbers: IdentityNumbers, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a row without identity numbers; their names tell addresses from texts."""
    return {name: _masked(numbers, name, value) for name, value in values.items()}


def _masked_fields(numbers: IdentityNumbers, record: Any) -> dict[str, Any]:
    names = (field.name for field in fields(record) if field.name not in _REFERENCES)
    before = {name: value for name in names if isinstance(value := getattr(record, name), str)}
    return {name: after for name, value in before.items() if (after := _masked(numbers, name, value)) != value}


def _masked(numbers: IdentityNumbers, name: str, value: Any) -> Any:
    if not isinstance(value, str) or isinstance(value, StrEnum):
        return value
    return numbers.mask_url(value) if name in _ADDRESSES else numbers.mask(value)
