"""The clock as an argument, and the lock."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harvester.clock import clock_from, system_clock
from harvester.errors import BusyError
from harvester.lock import harvest_lock

NOW = dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)


def test_clock_starts_where_it_is_told_and_moves() -> None:
    """A night of the demo begins at its own time, and lasts as long as it lasts."""
    clock = clock_from(NOW)
    first = clock()
    time.sleep(0.01)

    assert NOW <= first < clock()


def test_clock_needs_a_zone() -> None:
    """A naive start is refused rather than guessed."""
    with pytest.raises(ValueError, match="aware"):
        clock_from(NOW.replace(tzinfo=None))
    assert system_clock().tzinfo is dt.UTC


def test_one_harvest_at_a_time(tmp_path: Path) -> None:
    """A second harvest is told which process works there and since when, in Norwegian time."""
    code = (
        "import datetime as dt, sys, pathlib\n"
        "from harvester.lock import harvest_lock\n"
        "now = dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)\n"
        "with harvest_lock(pathlib.Path(sys.argv[1]), now):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with (
            pytest.raises(BusyError, match=rf"process {holder.pid}, since 2026-05-20 03:30"),
            harvest_lock(tmp_path, NOW),
        ):
            pytest.fail("two harvests hold one data directory")
        holder.kill()
    with harvest_lock(tmp_path, NOW):
        pass
