"""The report: what a person reads in ten seconds, and the JSON that outside checks read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from harvester.config import OrganizationSettings, Source
from harvester.model import OSLO, Document, DocumentKind, Meeting, Provenance, Verdict, Window
from harvester.report import IndexCounts, Report, nothing_done, report_of, to_json, to_text, write_report
from harvester.store import (
    Counts,
    Failure,
    Moment,
    SourceCounts,
    SourceOutcome,
    Store,
    open_store,
)

NIGHT = dt.datetime(2026, 5, 20, 3, 30, tzinfo=OSLO)
END = NIGHT + dt.timedelta(minutes=1, seconds=12)
WINDOW = Window(first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


def source(key: str) -> Source:
    organization = OrganizationSettings(key=key, name=key.capitalize())
    return Source(
        key=key, name=key, platform="jupiter", base_url="http://127.0.0.1:1/motekalender", organization=organization
    )


def documents(key: str, *titles: str) -> list[Document]:
    provenance = Provenance(
        source=key, platform="jupiter", page_url="http://127.0.0.1:1/", retrieved_at=NIGHT, content_sha256="0" * 64
    )
    return [
        Document(
            id=f"{key}/document.{number}",
            meeting=None,
            item=None,
            kind=DocumentKind.CASE_PAPER,
            title=title,
            url=f"http://127.0.0.1:1/{number}",
            provenance=provenance,
        )
        for number, title in enumerate(titles)
    ]


def night(
    store: Store,
    *titles: str,
    verdict: Verdict = Verdict.GOOD,
    reason: str = "",
    failed: tuple[Failure, ...] = (),
    failed_documents: int = 0,
) -> Report:
    """A run of one source that really writes its documents."""
    run = store.runs.begin(NIGHT)
    own = source("austmark")
    store.records.register(own)
    store.runs.begin_source(run, own, WINDOW, NIGHT)
    store.records.save(Moment(run=run, source=own.key, now=NIGHT), documents(own.key, *titles))
    counted = store.runs.counts(run, own.key)
    outcome = SourceOutcome(
        verdict=verdict,
        reason=reason,
        requests=20,
        downloads=2,
        counts=SourceCounts(
            meetings=Counts(new=12, changed=1, missing=2, removed=1, unchanged=300),
            items=counted.items,
            documents=Counts(new=counted.documents.new, failed=failed_documents),
        ),
        failed=failed,
    )
    store.runs.end_source(run, own.key, outcome, END)
    store.runs.end(run, verdict, END)
    row = store.runs.get(run)
    assert row is not None
    return report_of(store, row, now=END, index=IndexCounts(added=3, updated=0, deleted=1, documents=631))


def test_the_json_has_the_shape_that_others_rely_on(store: Store) -> None:
    """Keys, verdicts, counts, failures and index stand where the contract says."""
    failure = Failure(url="http://127.0.0.1:1/x", reason="zero bytes")
    report = night(store, "Møteinnkalling", failed=(failure,), failed_documents=1)

    content = json.loads(to_json(report))

    assert content["verdict"] == "good"
    assert content["started"] == "2026-05-20T03:30:00+02:00"
    assert content["ended"] == "2026-05-20T03:31:12+02:00"
    assert content["index"] == {"added": 3, "updated": 0, "deleted": 1, "documents": 631}
    (row,) = content["sources"]
    assert {
        "key",
        "platform",
        "verdict",
        "reason",
        "meetings",
        "items",
        "documents",
        "requests",
        "failed",
    } <= row.keys()
    assert (row["key"], row["platform"], row["verdict"], row["requests"]) == ("austmark", "jupiter", "good", 20)
    assert {name: row["meetings"][name] for name in ("new", "changed", "unchanged", "removed")} == {
        "new": 12,
        "changed": 1,
        "unchanged": 300,
        "removed": 1,
    }
    assert row["failed"] == [{"url": "http://127.0.0.1:1/x", "reason": "zero bytes"}]
    assert content["changes"] == [
        {"what": "new", "type": "document", "id": "austmark/document.0", "name": "Møteinnkalling"}
    ]


def test_without_an_index_the_key_is_null(store: Store) -> None:
    """A harvest alone says so, instead of leaving the key out."""
    run = store.runs.begin(NIGHT)
    store.runs.end(run, Verdict.GOOD, END)
    row = store.runs.get(run)
    assert row is not None

    assert json.loads(to_json(report_of(store, row, now=END)))["index"] is None


def test_the_text_says_it_in_a_few_lines(store: Store) -> None:
    """Verdict first, then a row for each source with signed numbers, changes by name, and the index."""
    text = to_text(night(store, "Skoleskyss", "Ferjetilbud"))

    lines = text.splitlines()
    assert lines[0] == "Run 1: good   2026-05-20 03:30, took 1 min 12 s"
    assert "+12 ~1 ?2 −1 =300" in next(line for line in lines if line.startswith("austmark"))
    assert "New (2)" in lines
    assert "  document  Skoleskyss" in lines
    assert lines[-1] == "Index: +3 −1, 631 documents can be searched"


def test_long_lists_are_cut(store: Store) -> None:
    """A first night with many papers is still read in ten seconds; the rest is counted."""
    text = to_text(night(store, *(f"Sak {number}" for number in range(20))))

    assert "New (20)" in text
    assert "… and 12 more" in text
    assert "Sak 7" in text
    assert "Sak 8" not in text


def test_failures_are_named_with_address_and_reason(store: Store) -> None:
    """Somebody who reads the report knows what to look at (incident 1)."""
    failure = Failure(url="http://127.0.0.1:1/motekalender", reason="blocked: 403 Forbidden")
    text = to_text(night(store, verdict=Verdict.FAILED, reason="its calendar was not served", failed=(failure,)))

    assert "its calendar was not served" in text
    assert "http://127.0.0.1:1/motekalender: blocked: 403 Forbidden" in text


@pytest.mark.parametrize(
    ("verdict", "failed_documents", "code"),
    [
        (Verdict.GOOD, 0, 0),
        (Verdict.QUIET, 0, 0),
        (Verdict.GOOD, 1, 1),
        (Verdict.SUSPICIOUS, 0, 1),
        (Verdict.FAILED, 0, 1),
    ],
)
def test_the_exit_code_tells(store: Store, verdict: Verdict, failed_documents: int, code: int) -> None:
    """0 only when nothing failed and nothing is suspicious: silence is not success."""
    assert night(store, verdict=verdict, failed_documents=failed_documents).exit_code == code


def test_a_night_in_which_nothing_could_be_done() -> None:
    """No run was begun: exit code 3, verdict failed, and the reason is there to read."""
    report = nothing_done("another run holds the data directory", NIGHT)

    assert report.exit_code == 3
    assert json.loads(to_json(report))["verdict"] == "failed"
    assert "another run holds the data directory" in to_text(report)


def test_a_killed_run_is_told_as_killed(store: Store) -> None:
    """A run without an end is reported failed with that reason, and so is the source it was at (incident 2)."""
    run = store.runs.begin(NIGHT)
    store.runs.begin_source(run, source("austmark"), WINDOW, NIGHT)
    row = store.runs.get(run)
    assert row is not None

    report = report_of(store, row, now=END)

    content = json.loads(to_json(report))
    assert (report.verdict, report.exit_code) == (Verdict.FAILED, 1)
    assert "ended from outside" in content["reason"]
    assert content["sources"][0]["verdict"] == "failed"
    assert "ended from outside" in content["sources"][0]["reason"]


def test_a_hostile_title_gives_the_terminal_nothing_to_obey(store: Store) -> None:
    """Escape sequences and marks of writing direction in a portal's words are shown, not obeyed."""
    text = to_text(night(store, "Sak \x1b[2J\x1b]0;owned\x07 [red]x[/red] \u202eabc"))

    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "[red]x[/red]" in text


def test_files_of_each_night_and_of_the_latest(store: Store, tmp_path: Path) -> None:
    """Each run keeps its own two files; latest is the newest; nothing half-written stays behind."""
    first = write_report(night(store, "A"), tmp_path)
    second = write_report(night(store, "A", "B"), tmp_path)

    folder = tmp_path / "reports"
    assert (first.name, second.name) == ("run-000001.txt", "run-000002.txt")
    assert {path.name for path in folder.iterdir()} == {
        "run-000001.txt",
        "run-000001.json",
        "run-000002.txt",
        "run-000002.json",
        "latest.txt",
        "latest.json",
    }
    assert (folder / "latest.txt").read_text(encoding="utf-8") == second.read_text(encoding="utf-8")
    assert json.loads((folder / "latest.json").read_text(encoding="utf-8"))["run"] == 2


def test_a_changed_meeting_is_named_with_its_day(store: Store) -> None:
    """A moved meeting is told by its body and its day."""
    run = store.runs.begin(NIGHT)
    own = source("austmark")
    store.records.register(own)
    store.runs.begin_source(run, own, WINDOW, NIGHT)
    meeting = Meeting(
        id="austmark/meeting.1",
        bodies=(),
        title="Fylkestinget",
        start=dt.datetime(2026, 6, 10, 23, 30, tzinfo=OSLO),
        time_known=True,
        url="http://127.0.0.1:1/",
        provenance=documents("austmark", "x")[0].provenance,
    )
    store.records.save(Moment(run=run, source=own.key, now=NIGHT), [meeting])
    row = store.runs.get(run)
    assert row is not None

    assert "  meeting  Fylkestinget, 2026-06-10" in to_text(report_of(store, row, now=END)).splitlines()
