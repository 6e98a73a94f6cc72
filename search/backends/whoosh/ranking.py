"""The order of what was found: as much of it as is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search.backends.base import Order, Request
from search.backends.whoosh.columns import Name
from search.backends.whoosh.found import Found
from search.backends.whoosh.postings import Numbers
from search.backends.whoosh.snapshot import Scores, Snapshot

_DECIMALS = 1e6


@dataclass(frozen=True, slots=True)
class Ranked:
    """The documents that are shown, in order, with scores and how many more of its case each stands for."""

    total: int
    documents: Numbers
    scores: Scores
    folded: Numbers


def rank(snapshot: Snapshot, found: Found, request: Request) -> Ranked:
    """What a request shows of what was found."""
    rounded = np.rint(found.scores * _DECIMALS)
    # Score and place in one number, which no two documents share: one selection does what three sorts would.
    keys = -snapshot.order_by_date[found.documents]
    if request.order is Order.RELEVANCE:
        keys += rounded.astype(np.int64) * snapshot.size
    shown = slice(request.offset, request.offset + request.limit)
    if request.fold:
        places, sizes = _folded(snapshot, found.documents, np.argsort(-keys))
        total = len(places)
        places, sizes = places[shown], sizes[shown]
    else:
        total = len(found)
        places = _highest(keys, shown.stop)[shown]
        sizes = np.ones(len(places), np.int64)
    return Ranked(total, found.documents[places], rounded[places] / _DECIMALS, sizes - 1)


def _highest(keys: Numbers, most: int) -> Numbers:
    """The places of the highest keys, highest first."""
    if most < len(keys):
        least = np.partition(keys, len(keys) - most - 1)[len(keys) - most - 1]
        places = np.flatnonzero(keys > least)
        return places[np.argsort(-keys[places])]
    return np.argsort(-keys)


def _folded(snapshot: Snapshot, documents: Numbers, order: Numbers) -> tuple[Numbers, Numbers]:
    """The places of the first document of each case, in order, and how many of the documents its case has."""
    names, places = snapshot.names(Name.CASE)
    alone = names.index("") if "" in names else -1
    cases = places[documents]
    groups = np.where(cases == alone, len(names) + documents, cases)[order]
    _, firsts, sizes = np.unique(groups, return_index=True, return_counts=True)
    by_first = np.argsort(firsts)
    return order[firsts[by_first]], sizes[by_first]
