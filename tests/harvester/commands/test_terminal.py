"""Progress on stderr where there is no terminal: a line now and then, never silence, never a flood."""

from __future__ import annotations

import pytest

from harvester.commands.terminal import HarvestCounter, counter


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_line_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred steps in twenty seconds make three lines, each with how far it has come."""
    clock = Seconds()
    with counter(now=clock) as shown:
        for step in range(100):
            clock.now = step / 5
            shown.show("reading documents", step, 100)

    captured = capsys.readouterr()
    assert captured.err.splitlines() == [f"reading documents: {step} of 100" for step in (25, 50, 75)]
    assert captured.out == ""


def test_sources_are_announced_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """A source's beginning and end are said whenever they come."""
    with counter(now=Seconds()) as shown:
        told = HarvestCounter(shown)
        told.source_began("austmark")
        told.pages("austmark", 1, 10)
        told.source_ended("austmark")

    assert capsys.readouterr().err.splitlines() == ["austmark: harvest begins", "austmark: everything is fetched"]


def test_bars_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal there are bars, which are gone when the work is done."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with counter() as shown:
        told = HarvestCounter(shown)
        told.pages("austmark", 5, 10)
        told.documents("austmark", 1, 2)
        told.reading(1, 2)
        told.source_ended("austmark")

    err = capsys.readouterr().err
    assert "austmark pages" in err
    assert "5/10" in err
    assert "austmark: everything is fetched" in err
