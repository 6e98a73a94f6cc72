"""What a page yielded as plain values: the shape that ``harvester parse`` prints and that saved pages are held to."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum

from harvester.model import Record
from harvester.portals.contract import Parsed

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]


def to_plain(parsed: Parsed) -> dict[str, Plain]:
    """``parsed`` as JSON knows it: records with their type, times in ISO 8601 with the offset of Oslo."""
    return {
        "records": [_record(record) for record in parsed.records],
        "requests": [
            {"url": request.url, "kind": request.kind.value, "method": request.method} for request in parsed.requests
        ],
        "skipped": [{"reason": skip.reason, "what": skip.what} for skip in parsed.skipped],
    }


def _record(record: Record) -> dict[str, Plain]:
    fields = dataclasses.asdict(record)
    # Only records that were read in an archive have a capture to name.
    if record.provenance.capture is None:
        del fields["provenance"]["capture"]
    return {"type": type(record).__name__} | {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> Plain:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | float() | str():
            return value
        case dt.date():
            return value.isoformat()
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
        case tuple() | list():
            return [_plain(part) for part in value]
        case _:
            raise TypeError(f"a record holds a value without a plain form: {value!r}")
