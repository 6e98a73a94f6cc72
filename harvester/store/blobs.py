"""Documents' bytes, addressed by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from harvester.errors import StoreError


class Blobs:
    """A folder of immutable files, local by default, elsewhere by URL.

    A blob is written beside and renamed, so it is there whole or not at all.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The files and where they begin; most commands need no blob, and do not wait for the library."""
        import fsspec  # noqa: PLC0415  # as said

        files, root = fsspec.core.url_to_fs(self._url)
        return files, root

    @property
    def _files(self) -> Any:
        return self._opened[0]

    @property
    def _root(self) -> str:
        return self._opened[1]

    @property
    def _is_local(self) -> bool:
        return "file" in self._files.protocol

    def put(self, content: bytes) -> str:
        """Store ``content`` once and give its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._path(sha256)
        if not self._files.exists(target):
            self._files.makedirs(target.rsplit("/", 1)[0], exist_ok=True)
            beside = f"{target}.{uuid.uuid4().hex}.tmp"
            with self._files.open(beside, "wb") as file:
                file.write(content)
                file.flush()
                # The database will name these bytes; a power loss must not leave it with a name and no bytes.
                if self._is_local:
                    os.fsync(file.fileno())
            self._files.mv(beside, target)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes.

        Raises:
            StoreError: there is no such blob.
        """
        try:
            content: bytes = self._files.cat_file(self._path(sha256))
        except FileNotFoundError as error:
            raise StoreError(f"the document {sha256} is missing from the store") from error
        return content

    def has(self, sha256: str) -> bool:
        """Whether the blob is there."""
        return bool(self._files.exists(self._path(sha256)))

    def remove(self, sha256: str) -> None:
        """Forget the blob, if it is there."""
        if self.has(sha256):
            self._files.rm_file(self._path(sha256))

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        """A local file with the bytes, for libraries that read files.

        Raises:
            StoreError: there is no such blob.
        """
        if self._is_local:
            path = Path(self._path(sha256))
            if not path.exists():
                raise StoreError(f"the document {sha256} is missing from the store")
            yield path
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / sha256
            copy.write_bytes(self.get(sha256))
            yield copy

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"
