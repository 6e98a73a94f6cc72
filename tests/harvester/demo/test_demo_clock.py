"""The demo's time goes on between nights as real time does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harvester.demo.drafting import DEMO_START
from harvester.demo.nights import CLOCK_FILE, clock_of, demo_clock
from harvester.errors import ConfigurationError

TODAY = dt.datetime(2031, 1, 1, 12, 0, tzinfo=dt.UTC)


def test_the_first_night_is_at_the_demo_s_start(tmp_path: Path) -> None:
    """Whatever day it is."""
    assert demo_clock(tmp_path / "new", real=lambda: TODAY)() == DEMO_START


def test_a_second_night_is_as_much_later_as_in_real_life(tmp_path: Path) -> None:
    """Five minutes later are five minutes later, and the clock goes on while a night works."""
    demo_clock(tmp_path, real=lambda: TODAY)
    times = iter([TODAY + dt.timedelta(minutes=5), TODAY + dt.timedelta(minutes=6)])
    clock = demo_clock(tmp_path, real=lambda: next(times))

    assert clock() - DEMO_START == dt.timedelta(minutes=5)
    assert clock() - DEMO_START == dt.timedelta(minutes=6)


def test_days_that_are_skipped_stay_skipped(tmp_path: Path) -> None:
    """--demo-days moves the clock once, and the next night starts from there."""
    demo_clock(tmp_path, real=lambda: TODAY)
    demo_clock(tmp_path, move_days=3, real=lambda: TODAY)

    assert demo_clock(tmp_path, real=lambda: TODAY)() - DEMO_START == dt.timedelta(days=3)


@pytest.mark.parametrize("content", ["", "[]", '{"seconds_ahead": "soon"}', '{"seconds_ahead": 1e300}', "{}"])
def test_a_file_of_somebody_else(tmp_path: Path, content: str) -> None:
    """What the demo did not write is named and left alone."""
    (tmp_path / CLOCK_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=CLOCK_FILE):
        demo_clock(tmp_path)

    assert (tmp_path / CLOCK_FILE).read_text(encoding="utf-8") == content


def test_a_data_directory_has_the_clock_of_its_demo(tmp_path: Path) -> None:
    """Pages over a demo tell its time, and every other data directory has the machine's."""
    assert clock_of(tmp_path, real=lambda: TODAY)() == TODAY

    demo_clock(tmp_path, real=lambda: TODAY)
    assert clock_of(tmp_path, real=lambda: TODAY)() == DEMO_START
