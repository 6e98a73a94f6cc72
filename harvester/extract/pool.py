"""Documents read in processes of their own, which are stopped when a document asks for too much.

Every document is hostile until it has been read: real ones loop, unpack to gigabytes, and bring down the process. So each
is read in a child with limits on CPU time, memory and wall-clock time, and the others go on.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from harvester.config import Limits
from harvester.errors import DocumentError, LimitExceeded
from harvester.extract.process_limits import limited
from harvester.extract.reading import extract
from harvester.model import ExtractedText

logger = logging.getLogger(__name__)

K = TypeVar("K")
Read = Callable[[Path, Limits], ExtractedText]
_DOCUMENTS_PER_PROCESS = 200  # then a new one: fonts and character maps are kept by the libraries
_AHEAD = 2  # documents handed out per process, so that none waits and few are held


class ExtractionPool:
    """Reads documents in child processes. A context manager; leaving it ends the processes.

    ``read`` is what a child does with a document: a function at the top of a module, or a partial of one.

    ::

        with ExtractionPool(limits) as pool:
            for key, result in pool.run([("a", Path("a.pdf")), ("b", Path("b.docx"))]):
                ...
    """

    def __init__(self, limits: Limits, read: Read = extract) -> None:
        self._limits = limits
        self._read = read
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        self._pool = ProcessPool(
            max_workers=self._limits.extraction_processes,
            max_tasks=_DOCUMENTS_PER_PROCESS,
            initializer=logging.disable,  # libraries complain about every broken file; the answer tells what matters
            context=_process_context(),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            if kind is None:
                pool.close()
            else:
                pool.stop()
            pool.join()

    def run(self, jobs: Iterable[tuple[K, Path]]) -> Generator[tuple[K, ExtractedText | DocumentError]]:
        """Read documents; the results come as they are ready, each with the key that its job had.

        Jobs are taken from ``jobs`` as processes become free, so there may be any number of them.
        A document that cannot be read gives a :class:`DocumentError` that tells why, and :class:`LimitExceeded` when it
        went over a limit of time, memory or output.

        Raises:
            RuntimeError: outside of the ``with`` block, or when no process can be started.
        """
        if self._pool is None:
            raise RuntimeError("an ExtractionPool is used in a with block")
        waiting: dict[Future[ExtractedText | DocumentError], K] = {}
        source = iter(jobs)
        try:
            while True:
                self._hand_out(self._pool, source, waiting)
                if not waiting:
                    return
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in [future for future in waiting if future in done]:
                    yield waiting.pop(future), self._result(future)
        finally:
            for future in waiting:
                future.cancel()

    def _hand_out(
        self,
        pool: ProcessPool,
        source: Iterator[tuple[K, Path]],
        waiting: dict[Future[ExtractedText | DocumentError], K],
    ) -> None:
        while len(waiting) < _AHEAD * self._limits.extraction_processes:
            job = next(source, None)
            if job is None:
                return
            key, path = job
            future = pool.schedule(_read, args=(path, self._limits, self._read), timeout=self._limits.wall_seconds)
            waiting[future] = key

    def _result(self, future: Future[ExtractedText | DocumentError]) -> ExtractedText | DocumentError:
        try:
            return future.result()
        except TimeoutError:
            return LimitExceeded(f"reading took more than {self._limits.wall_seconds} s")
        except ProcessExpired as error:
            return self._death(error.exitcode)

    def _death(self, code: int) -> DocumentError:
        """Why a process ended that was reading."""
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        if name == "SIGXCPU":
            return LimitExceeded(f"reading took more than {self._limits.cpu_seconds} s of CPU time")
        if name == "SIGKILL":
            return LimitExceeded("the system ended the process that read it, most likely for its memory")
        return DocumentError(f"reading it ended the process ({name})")


def _read(path: Path, limits: Limits, read: Read) -> ExtractedText | DocumentError:
    """What a child does. Errors are returned, so that they come back as they are."""
    try:
        with limited(cpu_seconds=limits.cpu_seconds, memory_megabytes=limits.memory_megabytes):
            return read(path, limits)
    except DocumentError as error:
        # What led to it holds on to all that was read so far.
        error.__cause__ = error.__context__ = None
        return error.with_traceback(None)


def _process_context() -> BaseContext:
    """Processes that are safe to start beside threads: forked from a server that has the libraries loaded, or spawned."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context
