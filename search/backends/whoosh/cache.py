"""What leaves found, for as long as memory is given for it: the next question often has a word of the last."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from threading import Lock

from search.backends.base import Leaf
from search.backends.whoosh.found import Found


class LeafCache:
    """The leaves that were asked for last. May be used by several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._found: OrderedDict[Leaf, Found] = OrderedDict()
        self._lock = Lock()

    def get(self, leaf: Leaf) -> Found | None:
        """What a leaf found; None when it is not known any more. What was typed does not matter."""
        key = replace(leaf, word="")
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def keep(self, leaf: Leaf, found: Found) -> None:
        """Remember what a leaf found, and forget the oldest when there is too much."""
        key = replace(leaf, word="")
        with self._lock:
            if key in self._found:
                return
            self._found[key] = found
            self._bytes += _bytes(found)
            while self._bytes > self._most_bytes:
                _, oldest = self._found.popitem(last=False)
                self._bytes -= _bytes(oldest)


def _bytes(found: Found) -> int:
    return found.documents.nbytes + found.scores.nbytes + 1000
