"""A harvest that was started by the night does not outlive it."""

from __future__ import annotations

import os
import threading

_STDIN = 0
_KILLED = 137


def end_with_stdin() -> None:
    """From now on the process ends at once when stdin is closed: whoever held its other end has been killed.

    A harvest that goes on alone would keep the data directory from the next night. Ending it so is as safe as killing it.
    """
    threading.Thread(target=_end_when_closed, name="tether", daemon=True).start()


def _end_when_closed() -> None:
    # Not through sys.stdin, whose lock a waiting thread would hold when the interpreter ends.
    while os.read(_STDIN, 1024):
        pass
    os._exit(_KILLED)
