"""Limits that the operating system holds a process to while it reads one document (not on Windows)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEGABYTE = 1 << 20

if sys.platform == "win32":

    @contextmanager
    def limited(*, cpu_seconds: int, memory_megabytes: int) -> Iterator[None]:  # noqa: ARG001 - same call everywhere
        """No limits: Windows has none that a process can set for itself; the wall-clock limit of the pool holds."""
        yield

else:
    import resource

    @contextmanager
    def limited(*, cpu_seconds: int, memory_megabytes: int) -> Iterator[None]:
        """What is done inside ends by SIGXCPU after that CPU time, and gets no more than that memory beside what it has.

        The system counts CPU time from the start of the process, which reads many documents, so the limit is set from the
        time used so far. Both limits are lifted afterwards: the answer must still be sent.
        """
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used_seconds = int(usage.ru_utime + usage.ru_stime) + 1
        before_cpu, before_memory = resource.getrlimit(resource.RLIMIT_CPU), resource.getrlimit(resource.RLIMIT_AS)
        _set(resource.RLIMIT_CPU, used_seconds + cpu_seconds)
        _set(resource.RLIMIT_AS, _address_space() + memory_megabytes * _MEGABYTE)
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before_memory)
            resource.setrlimit(resource.RLIMIT_CPU, before_cpu)

    def _set(limit: int, value: int) -> None:
        """Lower a soft limit; macOS refuses some values of a limit that it knows in name only."""
        soft, hard = resource.getrlimit(limit)
        for other in (soft, hard):
            if other != resource.RLIM_INFINITY:
                value = min(value, other)
        try:
            resource.setrlimit(limit, (value, hard))
        except (ValueError, OSError):
            return

    def _address_space() -> int:
        """Bytes of address space that the process has now; 0 where the system does not tell."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        except OSError:
            return 0
        return pages * resource.getpagesize()
