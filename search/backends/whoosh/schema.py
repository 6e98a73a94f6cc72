"""What an index holds, in Whoosh's terms: fields of words with positions, and what is stored of an entry."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import whoosh
from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Positions

from search.backends.base import Field

FORMAT = f"3 {sys.byteorder} whoosh {'.'.join(map(str, whoosh.__version__))}"
"""Part of the fingerprint: an index of another format is made anew, never read."""

STORED_NAMES = ("id", "kind")
"""What Whoosh shows of an entry."""


class RawPositions(Positions):  # type: ignore[misc]  # Whoosh has no types
    """Positions as they come from a segment's array."""

    def decode_positions(self, value: bytes) -> list[int]:
        """Called by Whoosh for phrases."""
        positions: list[int] = np.frombuffer(value, np.int64).tolist()
        return positions

    def decode_frequency(self, value: bytes) -> int:
        """Called by Whoosh for weights."""
        return len(value) // 8


class TermsField(FieldType):  # type: ignore[misc]
    """A field whose terms and positions come from our own analyzer; a query names terms."""

    def __init__(self) -> None:
        super().__init__(format=RawPositions(), analyzer=None, scorable=True)


def make_schema() -> Any:
    """The schema of every index."""
    fields = {field.value: TermsField() for field in Field}
    return Schema(**fields, **{name: STORED() for name in STORED_NAMES})
