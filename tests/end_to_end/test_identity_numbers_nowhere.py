"""Identity numbers that a portal publishes are found in nothing that the system shows, indexes, exports or logs."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from harvester.clock import clock_from
from harvester.commands.output import print_text
from harvester.imports import ImportListener, import_file
from harvester.logs import MaskingFormatter
from harvester.monitoring.doctor import Level, examine
from harvester.report import Report, report_of, to_text, write_report
from harvester.run import run_harvest
from harvester.store import STORE_FILE, open_store
from search.index import bring_up_to_date
from tests.harvester.crawl.toy import (
    START,
    Reply,
    ToyMeeting,
    ToySite,
    document,
    find_toy,
    page,
    toy_config,
    toy_source,
)
from tests.harvester.made_numbers import some_numbers
from tests.search.server import ask, served

IN_TITLE, IN_KEY, IN_TEXT, ACROSS_LINES, IN_LOST, IN_IMPORT, IN_IMPORT_KEY, IN_REMARK, IN_TROUBLE = some_numbers(9)
NUMBERS = (IN_TITLE, IN_KEY, IN_TEXT, ACROSS_LINES, IN_LOST, IN_IMPORT, IN_IMPORT_KEY, IN_REMARK, IN_TROUBLE)
WRITTEN = re.compile("|".join(rf"{number[:6]}[^0-9a-zA-Z]{{0,6}}{number[6:]}" for number in NUMBERS))
NOT_SHOWN = frozenset({"raw_page"})  # what the portal was asked, for the next conditional request


@dataclass(frozen=True, kw_only=True)
class Night:
    """What a night over the planted portal left."""

    data: Path
    report: Report
    log: str


def planted(site: ToySite) -> None:
    """A portal with numbers in a title, a file name, a text, a missing file, an odd row and a page that breaks."""
    site.meetings(
        ToyMeeting(id="1", title=f"Klagenemnda, {IN_TITLE}", documents=["a", f"Klage_{IN_KEY}.pdf", f"tapt-{IN_LOST}"]),
        ToyMeeting(id="2", documents=[], trouble=f"no such person: {IN_TROUBLE}"),
    )
    calendar = {"meetings": ["/meeting/1", "/meeting/2"], "odd": [f"rad {IN_REMARK}"]}
    site.routes["/calendar"] = page(calendar)
    text = f"Klagar er fødd {IN_TEXT[:6]} {IN_TEXT[6:]}, og {ACROSS_LINES[:6]}\n{ACROSS_LINES[6:]} skuleskyss"
    site.routes["/document/a"] = document(text)
    site.routes[f"/document/tapt-{IN_LOST}"] = Reply(status=404)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    data = tmp_path_factory.mktemp("planted") / "data"
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(MaskingFormatter("%(message)s"))
    logging.getLogger("harvester").addHandler(handler)
    with ToySite() as site:
        planted(site)
        config = toy_config(data, toy_source(site.url))
        run = run_harvest(config, clock=clock_from(START), portal=find_toy)
    line = {"id": f"arkiv-{IN_IMPORT_KEY}", "title": f"Notat om {IN_IMPORT}", "pages": [f"Gjeld {IN_IMPORT}."]}
    (data / "import.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with open_store(data) as store:
        listener = ImportListener(bad_line=lambda _bad: None, bytes_done=lambda _done: None)
        import_file(data / "import.jsonl", store, START, listener)
        bring_up_to_date(store, data)
        report = report_of(store, run, now=START)
        write_report(report, data)
    (data / "import.jsonl").unlink()
    logging.getLogger("harvester").removeHandler(handler)
    return Night(data=data, report=report, log=kept.getvalue())


def test_no_row_of_the_store_carries_one(night: Night) -> None:
    """Titles, texts, addresses, ids, reasons and the journal: no table that anything is shown from."""
    database = sqlite3.connect(night.data / STORE_FILE)
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    leaks = [
        (table, row)
        for table in tables
        if table not in NOT_SHOWN
        for row in database.execute(f'SELECT * FROM "{table}"')
        if WRITTEN.search("\x1f".join(str(value) for value in row))
    ]
    texts = database.execute("SELECT count(*) FROM text_page WHERE text LIKE '%•••••%'").fetchone()[0]
    database.close()

    assert leaks == []
    assert texts == 3


def test_no_file_of_index_and_reports_carries_one(night: Night) -> None:
    """The index holds no such word, and the reports name none; the bytes of the portal stay in blobs and raw pages."""
    files = [path for folder in ("index", "reports") for path in (night.data / folder).rglob("*") if path.is_file()]

    assert files
    assert [path for path in files if WRITTEN.search(path.read_bytes().decode("latin-1"))] == []


def test_no_page_and_no_answer_carries_one(night: Night) -> None:
    """The web pages and the API find nothing for the number, and show the paper without it."""
    with served(night.data) as address:
        search = f"{address}/api/v1/search"
        found = ask(search, q="skuleskyss").json()
        answers = [
            ask(search, q="skuleskyss OR klagenemnda OR notat OR klagar").text,
            ask(address, q="skuleskyss").text,
        ]
        numbers = [ask(search, q=number).json()["total"] for number in NUMBERS]

    assert found["total"] >= 1
    assert numbers == [0] * len(NUMBERS)
    assert [answer for answer in answers if WRITTEN.search(answer)] == []


def test_no_line_of_the_log_carries_one(night: Night) -> None:
    """The remark and the traceback of the broken page were logged, with the numbers masked."""
    assert "no such person: •••••••••••" in night.log
    assert WRITTEN.search(night.log) is None


def test_the_operator_is_told_where_and_not_which(night: Night) -> None:
    """Report and doctor name the page of each document and the field of each record that carries one."""
    told = {(each.record_type, each.part, each.page) for each in night.report.exposures}
    doctored = [
        finding.message
        for finding in examine(toy_config(night.data), clock=clock_from(START))
        if finding.about == "privacy" and finding.level is Level.WARNING
    ]

    assert {("meeting", "title", None), ("document", "page", 1)} <= told
    assert {("document", "title", None), ("document", "url", None)} <= told
    assert len(doctored) == len(night.report.exposures)
    assert WRITTEN.search("\n".join([*doctored, to_text(night.report)])) is None
    assert "page 1 of document toy/a" in "\n".join(doctored)


def test_two_papers_that_differ_in_the_number_alone_stay_two(night: Night) -> None:
    """The masked key of a paper keeps some digits of a hash, too few to guess the number from."""
    with open_store(night.data) as store:
        keys = [key for key in store.reading.states() if "klage" in key]

    [key] = keys
    assert re.fullmatch(r"toy/klage-x{11}\.pdf~[0-9a-f]{4}", key)


def test_what_commands_print_is_masked(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Whatever a command of the harvester prints, such as the records of a saved page."""
    print_text(f"Klage frå {IN_TITLE}")

    assert capfdbinary.readouterr().out.decode() == "Klage frå •••••••••••\n"
