"""Documents with scores, in rising order, and what can be done with them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search.backends.whoosh.postings import NO_NUMBERS, Flags, Numbers
from search.backends.whoosh.snapshot import Scores

_MUCH_LONGER = 16
"""A list that is so many times longer than another is looked into; others are spread over all documents."""


@dataclass(frozen=True, slots=True)
class Found:
    """Documents in rising order, each with its score."""

    documents: Numbers
    scores: Scores

    def __len__(self) -> int:
        return len(self.documents)

    def only(self, kept: Flags) -> Found:
        """Some of them."""
        return Found(self.documents[kept], self.scores[kept])

    def flags(self, size: int) -> Flags:
        """Which of so many documents these are."""
        flags = np.zeros(size, np.bool_)
        flags[self.documents] = True
        return flags


NOTHING = Found(NO_NUMBERS, np.empty(0))


def unscored(documents: Numbers) -> Found:
    """Documents that are all equally good."""
    return Found(documents, np.zeros(len(documents)))


def summed(documents: Numbers, values: Scores, size: int) -> Found:
    """The sum of the values of each document, in rising order; documents may stand several times, in any order."""
    if len(documents) < 2 or bool(np.all(documents[1:] > documents[:-1])):
        return Found(documents, values)
    flags = np.zeros(size, np.bool_)
    flags[documents] = True
    present = np.flatnonzero(flags)
    return Found(present, np.asarray(np.bincount(documents, values, size)[present], np.float64))


def both(left: Found, right: Found, size: int) -> Found:
    """The documents of both, with the sums of their scores."""
    few, many = sorted((left, right), key=len)
    if not len(few):
        return NOTHING
    if len(few) * _MUCH_LONGER < len(many):
        places = np.minimum(np.searchsorted(many.documents, few.documents), len(many) - 1)
        shared = many.documents[places] == few.documents
        return Found(few.documents[shared], few.scores[shared] + many.scores[places[shared]])
    shared = many.flags(size)[few.documents]
    documents = few.documents[shared]
    spread = np.empty(size)
    spread[many.documents] = many.scores
    return Found(documents, few.scores[shared] + spread[documents])


def either(parts: Sequence[Found], size: int) -> Found:
    """The documents of any, with the sums of their scores."""
    if len(parts) == 1:
        return parts[0]
    documents = np.concatenate([part.documents for part in parts])
    return summed(documents, np.concatenate([part.scores for part in parts]), size)


def preferred(first: Found, then: Found, size: int) -> Found:
    """What is in the first, raised above all that is only in the other."""
    highest = then.scores.max(initial=0.0)
    others = then.only(~first.flags(size)[then.documents])
    return either((Found(first.documents, first.scores + highest), others), size)
