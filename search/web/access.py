"""The search that all requests share, opened when the first one comes."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from harvester.errors import StoreError
from search.errors import IndexUnusable
from search.service import Search, open_search

logger = logging.getLogger(__name__)


class SearchAccess:
    """Opens the search when it is needed, so that a server may be started before the first night."""

    def __init__(self, data_directory: Path) -> None:
        self._data_directory = data_directory
        self._lock = Lock()
        self._search: Search | None = None

    def get(self) -> Search:
        """The search.

        Raises:
            StoreError: there is no store yet.
            IndexUnusable: there is no index yet, or it cannot be searched.
        """
        with self._lock:
            if self._search is None:
                self._search = open_search(self._data_directory)
            return self._search

    def prepare(self) -> None:
        """Open it and read what the first answer needs, so that nobody waits for that; later if there is no index yet."""
        try:
            self.get().latest(1)
        except (StoreError, IndexUnusable) as error:
            logger.warning("%s", error)

    def close(self) -> None:
        """Close it, if it was opened."""
        with self._lock:
            if self._search is not None:
                self._search.close()
                self._search = None


def _search_of(request: Request) -> Search:
    access: SearchAccess = request.app.state.access
    return access.get()


SharedSearch = Annotated[Search, Depends(_search_of)]
