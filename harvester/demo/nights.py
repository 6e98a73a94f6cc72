"""The demo's time: it begins with the first night, and goes on as real time does."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from harvester.clock import Clock, system_clock
from harvester.demo.drafting import DEMO_START
from harvester.errors import ConfigurationError

CLOCK_FILE = "demo-clock.json"


def demo_clock(data_directory: Path, *, move_days: int = 0, real: Clock = system_clock) -> Clock:
    """The demo's clock, of which ``demo-clock.json`` remembers how far it is from real time.

    A second night right after the first is minutes later in the demo, too.

    Args:
        data_directory: where the demo is kept.
        move_days: days by which the clock is moved on first.
        real: the machine's time.

    Raises:
        ConfigurationError: the file is there and is not what was written.
    """
    path = data_directory / CLOCK_FILE
    ahead = _remembered(path) if path.exists() else DEMO_START - real()
    ahead += dt.timedelta(days=move_days)
    data_directory.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps({"seconds_ahead": ahead.total_seconds()}), encoding="utf-8")
    beside.replace(path)
    return lambda: real() + ahead


def clock_of(data_directory: Path, *, real: Clock = system_clock) -> Clock:
    """The clock that goes with a data directory: the demo's for a demo, else the machine's.

    Raises:
        ConfigurationError: the demo's file is there and is not what was written.
    """
    path = data_directory / CLOCK_FILE
    if not path.exists():
        return real
    ahead = _remembered(path)
    return lambda: real() + ahead


def _remembered(path: Path) -> dt.timedelta:
    try:
        return dt.timedelta(seconds=float(json.loads(path.read_text(encoding="utf-8"))["seconds_ahead"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError) as error:
        raise ConfigurationError(f"{path} is not what the demo wrote: {error}; remove it") from error
