"""The counts of a facet: values are told apart once, and counting is two sums over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from search.backends.base import FacetCount
from search.backends.whoosh.columns import BETWEEN_NAMES
from search.backends.whoosh.postings import Numbers


class Facet:
    """The values in a column, and which of them stand in each of its names."""

    def __init__(self, facet: str, names: Sequence[str]) -> None:
        found = [(value, place) for place, name in enumerate(names) for value in dict.fromkeys(_values(facet, name))]
        pairs = sorted({pair for pair, _ in found})
        numbers = {pair: number for number, pair in enumerate(pairs)}
        self._labels = [label for _, label in pairs]
        self._values = list(dict.fromkeys(value for value, _ in pairs))
        of_values = {value: number for number, value in enumerate(self._values)}
        self._value_of_pair = np.array([of_values[value] for value, _ in pairs], np.int64)
        self._name_of_entry = np.array([place for _, place in found], np.int64)
        self._pair_of_entry = np.array([numbers[pair] for pair, _ in found], np.int64)
        self._names = len(names)

    def count(self, places: Numbers) -> tuple[FacetCount, ...]:
        """How often each value stands in the names at these places, the most frequent first."""
        in_names = np.bincount(places, minlength=self._names)[self._name_of_entry]
        in_pairs = np.bincount(self._pair_of_entry, in_names, len(self._labels))
        if len(self._values) == len(self._labels):
            values = pairs = np.flatnonzero(in_pairs)
            counts = in_pairs[values]
        else:
            # Pairs are in order, so the first one of a value that is there has the first of its labels.
            present = np.flatnonzero(in_pairs)
            values, firsts = np.unique(self._value_of_pair[present], return_index=True)
            pairs = present[firsts]
            counts = np.bincount(self._value_of_pair, in_pairs, len(self._values))[values]
        order = np.argsort(-counts, kind="stable")
        shown = zip(values[order].tolist(), pairs[order].tolist(), counts[order].astype(np.int64).tolist(), strict=True)
        return tuple(
            FacetCount(value=self._values[value], label=self._labels[pair], count=count) for value, pair, count in shown
        )


def _values(facet: str, name: str) -> Iterable[tuple[str, str]]:
    """The values in a column's name, each with its label; none in an empty one."""
    parts = name.split(BETWEEN_NAMES)
    if facet == "organization":
        key, label = parts
        return [(key, label or key)] if key else []
    return [(part, part) for part in parts if part]
