"""Exports: all of it, safe to open in a spreadsheet, and changes since a cursor."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

from harvester.model import OSLO
from harvester.store import open_store
from tests.search.archives import Fill, MakeDocument, execute
from tests.search.server import ask, served
from tests.search.web import council

LATER = council.NIGHT + dt.timedelta(days=1)


def lines(address: str) -> list[Any]:
    """The objects of an NDJSON answer."""
    response = ask(address)
    assert response.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines()]


def test_every_hit_is_exported_in_the_order_of_the_search(site: str) -> None:
    """More than one page of hits, and the same fields as the search."""
    hits = ask(site + "/api/v1/search?q=skole&sort=date").json()["hits"]

    assert lines(site + "/api/v1/search.ndjson?q=skole&sort=date&per_page=1&page=2") == hits
    table = list(csv.DictReader(io.StringIO(ask(site + "/api/v1/search.csv?q=skole&sort=date").text)))
    assert [row["document_id"] for row in table] == [hit["document_id"] for hit in hits]
    assert "<mark>" not in table[0]["snippet"]


def test_all_pages_are_there_once(fill: Fill, document: MakeDocument) -> None:
    """Far more hits than a page or a batch holds."""
    data = fill(*(document(str(number), "Skole.") for number in range(210)))
    with served(data) as site:
        exported = [hit["document_id"] for hit in lines(site + "/api/v1/search.ndjson?q=skole")]

    assert len(exported) == len(set(exported)) == 210


def test_no_cell_is_a_formula(fill: Fill, document: MakeDocument) -> None:
    """What a title begins with is shown by a spreadsheet, never run."""
    titles = ["=1+1", "+47 1", "-1", "@SUM(A1)", "\tskole", "Skole = bra"]
    data = fill(*(document(str(number), "Skole.", title=title) for number, title in enumerate(titles)))
    with served(data) as site:
        table = csv.DictReader(io.StringIO(ask(site + "/api/v1/search.csv?q=skole").text, newline=""))
        shown = sorted(row["title"] for row in table)

    assert shown == sorted(["'=1+1", "'+47 1", "'-1", "'@SUM(A1)", "'\tskole", "Skole = bra"])


def test_a_norwegian_spreadsheet_opens_it(site: str) -> None:
    """With semicolons, and a mark that says UTF-8."""
    content = ask(site + "/api/v1/search.csv?q=skole&excel=true").content

    assert content.startswith("\ufeffdocument_id;title;".encode())


def test_a_wrong_question_is_an_error_and_no_empty_file(site: str) -> None:
    """The status says so before the first line."""
    for address in ("/api/v1/search.csv?q=skole&from=i-dag", "/api/v1/search.ndjson?kind=nonsense"):
        assert ask(site + address).status_code == 400


def test_the_whole_export_has_every_kind_of_record(county_site: str) -> None:
    """Meetings, items, documents and resolutions, each with its permanent id; text when it is asked for."""
    changes = lines(county_site + "/api/v1/export.ndjson?text=true")
    kinds = [change["kind"] for change in changes]

    assert {kind: kinds.count(kind) for kind in kinds} == {"document": 2, "meeting": 4, "item": 2, "resolution": 1}
    assert {change["op"] for change in changes} == {"upsert"}
    assert all(change["record"]["id"] == change["id"] for change in changes)
    text = {change["id"]: change["pages"] for change in changes if change["kind"] == "document"}
    assert [page["number"] for page in text["austmark/document.1"]] == [1, 2]


def test_pages_of_the_export_make_the_whole(county_site: str) -> None:
    """The same changes by cursor, a few at a time; the last cursor has nothing more."""
    whole = lines(county_site + "/api/v1/export.ndjson")
    paged: list[Any] = []
    cursor, complete = "", False
    while not complete:
        answer = ask(f"{county_site}/api/v1/export?per_page=4&cursor={cursor}").json()
        paged += answer["data"]
        cursor, complete = answer["next"], answer["complete"]

    assert paged == whole
    assert lines(f"{county_site}/api/v1/export.ndjson?cursor={cursor}") == []
    assert [each["kind"] for each in lines(county_site + "/api/v1/export.ndjson?kind=item&kind=resolution")] == [
        "item", "item", "resolution",
    ]  # fmt: skip


def test_a_cursor_gives_what_has_changed_since(county: Path) -> None:
    """A moved meeting comes again, a withdrawn paper is told as deleted, and nothing else."""
    with served(county) as site:
        cursor = lines(site + "/api/v1/export.ndjson")[-1]["cursor"]
        moved = council.meeting("4", council.COUNCIL, dt.datetime(2027, 1, 20, 9, tzinfo=OSLO))
        with open_store(county) as store:
            execute(store, "UPDATE document SET removed_at = ? WHERE id = ?", (str(LATER), "austmark/document.1"))
        council.night(county, [moved], {}, LATER)
        changes = lines(f"{site}/api/v1/export.ndjson?cursor={cursor}&kind=document&kind=meeting")

    assert {(change["op"], change["id"]) for change in changes} == {
        ("delete", "austmark/document.1"),
        ("upsert", "austmark/meeting.4"),
    }
    assert all((change["record"] is None) == (change["op"] == "delete") for change in changes)


def test_a_cursor_of_somebody_else_is_refused(site: str) -> None:
    """Rather than beginning somewhere."""
    for cursor in ("nonsense!", "bm9uc2Vuc2U", "LTE"):
        answer = ask(f"{site}/api/v1/export?cursor={cursor}")
        assert answer.status_code == 400
        assert "cursor" in answer.json()["error"]["message"]
