"""Segments as Whoosh itself sees them: with this codec, which stands in every index, its own reader and searcher work.

They show terms and documents and answer queries through Whoosh's matchers, slowly. Nothing of the search uses them: they
are there for whoever wants to look into an index with Whoosh's tools.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.base import Codec, PerDocumentReader, TermsReader
from whoosh.matching import ListMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo, TermNotFound

from search.backends.base import Field
from search.backends.whoosh.columns import LENGTHS, Name
from search.backends.whoosh.schema import STORED_NAMES
from search.backends.whoosh.segment import OpenSegment, SealedSegment


class ArrayCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads segments; they are written by :mod:`search.backends.whoosh.writing` alone."""

    def terms_reader(self, storage: Any, segment: SealedSegment) -> ArrayTermsReader:
        """Called by Whoosh to open a segment."""
        return ArrayTermsReader(segment.open(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: SealedSegment) -> ArrayDocumentReader:
        """Called by Whoosh to open a segment."""
        return ArrayDocumentReader(segment.open(Path(storage.folder)))


class ArrayTermsReader(TermsReader):  # type: ignore[misc]
    """The terms of a segment."""

    def __init__(self, segment: OpenSegment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The names of the fields."""
        return [field.value for field in sorted(Field)]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Every term."""
        for field in sorted(Field):
            yield from ((field.value, term) for term in self._segment.fields[field].terms())

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on."""
        return (term for term in self.terms() if term >= (field, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Every term, and what is known of it."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The terms from this one on, and what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(field, prefix))

    def frequency(self, field: str, term: bytes) -> float:
        """How often a term stands anywhere."""
        return float(self.term_info(field, term).weight()) if (field, term) in self else 0.0

    def doc_frequency(self, field: str, term: bytes) -> int:
        """How many documents have a term."""
        return int(self.term_info(field, term).doc_frequency()) if (field, term) in self else 0

    def term_info(self, field: str, term: bytes) -> TermInfo:
        """What is known of a term.

        Raises:
            TermNotFound: nobody wrote it.
        """
        place = self._find(field, term)
        if place is None:
            raise TermNotFound(f"no term {field}:{term!r}")
        postings = self._segment.fields[Field(field)].postings(place, place + 1)
        counts = postings.counts()
        return TermInfo(
            weight=float(counts.sum()),
            df=len(postings),
            minlength=1,
            maxlength=1 << 30,
            maxweight=float(counts.max()),
            minid=int(postings.documents[0]),
            maxid=int(postings.documents[-1]),
        )

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> PositionsMatcher:
        """The documents of a term.

        Raises:
            TermNotFound: nobody wrote it.
        """
        info = self.term_info(field, term)
        place = self._find(field, term)
        assert place is not None
        postings = self._segment.fields[Field(field)].postings(place, place + 1)
        counts = postings.counts().astype(np.int64)
        positions = np.split(postings.positions(), np.cumsum(counts)[:-1])
        return PositionsMatcher(
            postings.documents.tolist(),
            counts.astype(np.float64).tolist(),
            [part.tobytes() for part in positions],
            format_,
            scorer=scorer,
            term=(field, term),
            terminfo=info,
        )

    def close(self) -> None:
        """The mapped file goes with its last user."""

    def _find(self, field: str, term: bytes) -> int | None:
        return self._segment.fields[Field(field)].find(term) if field in set(Field) else None


class PositionsMatcher(ListMatcher):  # type: ignore[misc]
    """Whoosh's matcher over lists, which can also say where the term stands."""

    def spans(self) -> list[Span]:
        """Called by Whoosh for phrases."""
        return [Span(position) for position in self.value_as("positions")]


class ArrayDocumentReader(PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment."""

    def __init__(self, segment: OpenSegment) -> None:
        self._segment = segment

    def close(self) -> None:
        """The mapped file goes with its last user."""

    def doc_count(self) -> int:
        """How many documents count."""
        return self._segment.size - len(self._segment.removed)

    def doc_count_all(self) -> int:
        """How many documents there are, removed ones too."""
        return self._segment.size

    def has_deletions(self) -> bool:
        """Whether some were removed."""
        return bool(self._segment.removed)

    def is_deleted(self, document: int) -> bool:
        """Whether one was removed."""
        return bool(self._segment.segment.is_deleted(document))

    def deleted_docs(self) -> set[int]:
        """Those that were removed."""
        return set(self._segment.removed)

    def has_column(self, _name: str) -> bool:
        """Whoosh can read none of our columns."""
        return False

    def doc_field_length(self, document: int, field: str, default: int = 0) -> int:
        """The number of tokens of a document in a field, where that counts."""
        return int(self._lengths(field)[document]) if field in LENGTHS else default

    def field_length(self, field: str) -> int:
        """The number of tokens in all."""
        return int(self._lengths(field).sum()) if field in LENGTHS else 0

    def min_field_length(self, field: str) -> int:
        """The number of tokens of the shortest."""
        return int(self._lengths(field).min()) if field in LENGTHS else 0

    def max_field_length(self, field: str) -> int:
        """The number of tokens of the longest."""
        return int(self._lengths(field).max()) if field in LENGTHS else 0

    def stored_fields(self, document: int) -> dict[str, str]:
        """What is shown of a document."""
        return {name: self._name(Name(name), document) for name in STORED_NAMES}

    def _lengths(self, field: str) -> Any:
        return self._segment.columns.numbers(LENGTHS[Field(field)])

    def _name(self, column: Name, document: int) -> str:
        distinct, places = self._segment.columns.names(column)
        return distinct[int(places[document])]
