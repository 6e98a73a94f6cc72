"""What all requests share: the store and the search over it, opened when the first request comes, and the time."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from harvester.clock import Clock
from harvester.errors import StoreError
from harvester.store import Store, open_store
from search.errors import IndexUnusable
from search.service import Search

logger = logging.getLogger(__name__)


class SearchAccess:
    """Opens store and search when they are needed, so that a server may be started before the first night."""

    def __init__(self, data_directory: Path, clock: Clock) -> None:
        self._data_directory = data_directory
        self._lock = Lock()
        self._store: Store | None = None
        self._search: Search | None = None
        self.clock = clock

    def store(self) -> Store:
        """The store that the search is over.

        Raises:
            StoreError: there is no store yet.
        """
        with self._lock:
            return self._opened_store()

    def search(self) -> Search:
        """The search.

        Raises:
            StoreError: there is no store yet.
            IndexUnusable: there is no index yet, or it cannot be searched.
        """
        with self._lock:
            if self._search is None:
                self._search = Search(self._opened_store(), self._data_directory)
            return self._search

    def prepare(self) -> None:
        """Open them and read what the first answer needs, so that nobody waits for that; later if there is no index yet."""
        try:
            self.search().latest(1)
        except (StoreError, IndexUnusable) as error:
            logger.warning("%s", error)

    def close(self) -> None:
        """Close what was opened."""
        with self._lock:
            opened = self._search or self._store
            if opened is not None:
                opened.close()
            self._search = self._store = None

    def _opened_store(self) -> Store:
        if self._store is None:
            self._store = open_store(self._data_directory, create=False)
        return self._store


def _search_of(request: Request) -> Search:
    access: SearchAccess = request.app.state.access
    return access.search()


def _store_of(request: Request) -> Store:
    access: SearchAccess = request.app.state.access
    return access.store()


def _now(request: Request) -> dt.datetime:
    access: SearchAccess = request.app.state.access
    return access.clock()


SharedSearch = Annotated[Search, Depends(_search_of)]
SharedStore = Annotated[Store, Depends(_store_of)]
Now = Annotated[dt.datetime, Depends(_now)]
"""The moment of the request, in the demo that of the demo."""
