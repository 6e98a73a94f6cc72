"""From tokens in the order of the text to postings in the order of the terms: one sort for a whole field.

Tokens with the same terms share a number from the moment they are seen, so that a token costs one look-up and two numbers
in arrays; terms are only told apart when the field is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from operator import itemgetter

import numpy as np

from search.backends.whoosh.arrays import Array, ArrayFileWriter
from search.backends.whoosh.postings import FieldPostingsWriter, Numbers, encoded, ranges
from search.language import Token

_POSITION, _TERMS = itemgetter(0), itemgetter(3)


class _Numbering(dict[tuple[str, ...], int]):
    """A number for each combination of terms, the next one for a new combination."""

    def __missing__(self, terms: tuple[str, ...]) -> int:
        number = self[terms] = len(self)
        return number


class FieldInverter:
    """The tokens of one field of a batch of documents."""

    def __init__(self) -> None:
        self._numbering = _Numbering()
        self._combinations = array("I")
        self._positions = array("I")
        self._run_documents, self._run_bases, self._run_lengths = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        return len(self._combinations)

    def add(self, document: int, position: int, tokens: Sequence[Token]) -> None:
        """Add tokens of a document, whose positions count from this one; documents in rising order."""
        self._combinations.extend(map(self._numbering.__getitem__, map(_TERMS, tokens)))
        self._positions.extend(map(_POSITION, tokens))
        self._run_documents.append(document)
        self._run_bases.append(position)
        self._run_lengths.append(len(tokens))

    def write(self, file: ArrayFileWriter, field: str, documents: int) -> None:
        """Write the field of a segment with so many documents."""
        writer = FieldPostingsWriter(file, field, documents)
        if len(self):
            terms, of_combinations, how_many = self._ranked()
            combinations, lengths = _view(self._combinations), _view(self._run_lengths)
            each = how_many[combinations]
            ranks = of_combinations[ranges((np.cumsum(how_many) - how_many)[combinations], each)]
            order = stable_order(ranks)
            at = np.repeat(_view(self._run_bases), lengths) + _view(self._positions)
            where = np.repeat(_view(self._run_documents), lengths)
            # One occurrence for each term of a token, then in the order of terms; within a term documents stay in order.
            ranks, where, at = (numbers[order] for numbers in (ranks, np.repeat(where, each), np.repeat(at, each)))
            begins = np.ones(len(order), np.bool_)
            begins[1:] = (ranks[1:] != ranks[:-1]) | (where[1:] != where[:-1])
            firsts = np.flatnonzero(begins)
            counts = np.diff(firsts, append=len(order))
            writer.add(terms, np.bincount(ranks[firsts]), where[firsts], counts, at)
        writer.close()

    def _ranked(self) -> tuple[list[bytes], Numbers, Numbers]:
        """The terms in order; the places in it of the terms of all combinations; how many terms each combination has."""
        flat = [encoded(term) for combination in self._numbering for term in combination]
        terms = sorted(set(flat))
        ranks = dict(zip(terms, range(len(terms)), strict=True))
        of_combinations = np.fromiter(map(ranks.__getitem__, flat), np.int64, len(flat))
        return terms, of_combinations, np.fromiter(map(len, self._numbering), np.int64, len(self._numbering))


def stable_order(numbers: Numbers) -> Numbers:
    """The places of the numbers in rising order, equal ones in the order in which they stand.

    Sorting number and place in one 64-bit number takes a third of the time of NumPy's stable sort.
    """
    bits = max(1, len(numbers).bit_length())
    keys = (numbers << bits) | np.arange(len(numbers))
    keys.sort()
    return keys & ((1 << bits) - 1)


def _view(values: array[int]) -> Array:
    return np.frombuffer(values, "u4") if len(values) else np.empty(0, "u4")
