"""Where leaves stand: document and position of each occurrence as one number, in rising order."""

from __future__ import annotations

from functools import reduce

import numpy as np

from search.backends.base import MOST_EXPANSIONS, AnyOf, Field, Leaf, Near, Phrase, Prefix, Term
from search.backends.whoosh.postings import NO_NUMBERS, Flags, Numbers, Postings
from search.backends.whoosh.snapshot import Lists, Snapshot

FAR = 1 << 32
"""Document times this, plus position; no document has so many positions."""
_FEW = 16
"""Looking so few documents up in a list costs less than looking at the whole list."""


class Candidates:
    """Documents that alone are looked at."""

    def __init__(self, documents: Numbers, size: int) -> None:
        self.documents = documents
        self._size = size
        self._flags: Flags | None = None

    def places(self, first: int, postings: Postings) -> Numbers:
        """The places of the postings in these documents."""
        numbers = postings.documents
        if len(self.documents) <= _FEW and postings.is_one_term:
            wanted = self.documents - first
            places = np.searchsorted(numbers, wanted)
            inside = np.minimum(places, len(numbers) - 1)
            return np.asarray(inside[numbers[inside] == wanted], np.int64)
        if self._flags is None:
            self._flags = np.zeros(self._size, np.bool_)
            self._flags[self.documents] = True
        return np.flatnonzero(self._flags[numbers.astype(np.int64) + first])


class Occurrences:
    """Looks leaves up in a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def lists(self, leaf: Term | Prefix, field: Field) -> Lists:
        """The postings of all terms that a leaf stands for."""
        if isinstance(leaf, Term):
            return self.any_of(field, leaf.alternatives)
        last = self._snapshot.last_of(leaf.prefix, leaf.fields, MOST_EXPANSIONS)
        if last is None:
            return self.any_of(field, leaf.alternatives)
        others = tuple(term for term in leaf.alternatives if not (term.startswith(leaf.prefix) and term <= last))
        return self._snapshot.lists_between(field, leaf.prefix, last) + self.any_of(field, others)

    def any_of(self, field: Field, terms: tuple[str, ...]) -> Lists:
        """The postings of these terms."""
        return [found for term in dict.fromkeys(terms) for found in self._snapshot.lists(field, term)]

    def keys(self, leaf: Leaf, field: Field, among: Candidates | None = None) -> Numbers:
        """Every occurrence, twice where two alternatives stand; a phrase and words near each other by their first place."""
        match leaf:
            case AnyOf(leaves):
                return np.concatenate([NO_NUMBERS, *(self.keys(one, field, among) for one in leaves)])
            case Phrase():
                return self._phrase(leaf, field, among)
            case Near():
                return self._near(leaf, field, among)
            case Term() | Prefix():
                return np.concatenate([NO_NUMBERS, *_keys(self.lists(leaf, field), among)])

    def _phrase(self, leaf: Phrase, field: Field, among: Candidates | None) -> Numbers:
        places = [self.any_of(field, terms) for terms in leaf.places]
        if not all(places):
            return NO_NUMBERS
        if among is None:
            among = Candidates(_in_all(places, self._snapshot.size), self._snapshot.size)
        by_length = sorted(range(len(places)), key=lambda place: sum(len(found) for _, found in places[place]))
        keys = None
        for place in by_length:
            here = _in_order(_keys(places[place], among)) - place
            keys = here if keys is None else _common(keys, here)
            if not len(keys):
                break
            if len(keys) < len(among.documents):
                among = Candidates(np.unique(keys + place) // FAR, self._snapshot.size)
        return NO_NUMBERS if keys is None else keys

    def _near(self, leaf: Near, field: Field, among: Candidates | None) -> Numbers:
        right = self._places(leaf.right, field, among)
        found = []
        for lefts, longer in self._places(leaf.left, field, among):
            near = np.zeros(len(lefts), np.bool_)
            for rights, right_longer in right:
                near |= _any_between(rights, lefts + longer + 1, lefts + longer + leaf.within)
                near |= _any_between(rights, lefts - leaf.within - right_longer, lefts - 1 - right_longer)
            found.append(np.stack((lefts[near], np.full(int(near.sum()), longer, np.int64))))
        # Names of different length may begin at one place; each is an occurrence, but the same one is not two.
        keys: Numbers = np.unique(np.concatenate(found, axis=1), axis=1)[0]
        return keys

    def _places(self, leaf: Leaf, field: Field, among: Candidates | None) -> list[tuple[Numbers, int]]:
        """The first positions, in order and with their documents, by how many more words an occurrence has."""
        if isinstance(leaf, AnyOf):
            return [places for one in leaf.leaves for places in self._places(one, field, among)]
        longer = len(leaf.places) - 1 if isinstance(leaf, Phrase) else 0
        return [(_in_order([self.keys(leaf, field, among)]), longer)]


def _keys(lists: Lists, among: Candidates | None) -> list[Numbers]:
    keys = []
    for first, postings in lists:
        documents, counts = postings.documents, postings.counts()
        places = None if among is None else among.places(first, postings)
        if places is not None:
            if not len(places):
                continue
            documents, counts = documents[places], counts[places]
        starts = (documents.astype(np.int64) + first) * FAR
        keys.append(np.repeat(starts, counts) + postings.positions(places))
    return keys


def _in_order(keys: list[Numbers]) -> Numbers:
    """The keys in order, each once. One term's are already; those of alternatives are not, and may share positions."""
    joined = np.concatenate([NO_NUMBERS, *keys])
    return joined if np.all(joined[1:] > joined[:-1]) else np.unique(joined)


def _in_all(places: list[Lists], size: int) -> Numbers:
    """The documents that have one of the lists of each place."""
    flags = []
    for lists in places:
        here = np.zeros(size, np.bool_)
        for first, postings in lists:
            here[postings.documents.astype(np.int64) + first] = True
        flags.append(here)
    return np.flatnonzero(reduce(np.logical_and, flags))


def _any_between(numbers: Numbers, firsts: Numbers, lasts: Numbers) -> Flags:
    """For each range whether one of the numbers, which are in order, is in it."""
    return np.asarray(np.searchsorted(numbers, lasts, "right") > np.searchsorted(numbers, firsts), np.bool_)


def _common(few: Numbers, many: Numbers) -> Numbers:
    """The numbers that stand in both, which are in order."""
    if not len(many):
        return few[:0]
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return np.asarray(few[many[places] == few], np.int64)
