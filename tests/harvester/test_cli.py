"""The command line: what each command prints, and with which exit code it leaves."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from harvester.cli import app, main
from harvester.config import Config
from harvester.demo.faults import Fault, FaultKind
from harvester.demo.portals import demo_portals
from harvester.store import open_store
from tests.harvester.crawl.toy import Reply, ToySite

GOLDEN = Path(__file__).parent / "portals" / "golden" / "jupiter"
REAL = Path(__file__).parents[2] / ".." / "shared" / "real" / "pdf"
COMMANDS = (
    "run",
    "replay",
    "parse",
    "extract",
    "import",
    "sources",
    "doctor",
    "detect",
    "capture",
    "unblock",
    "demo",
    "minutes",
    "erase",
    "backup",
    "restore",
)
MEETING = "https://innsyn.example.org/motedag?offmoteid=1"
ONE_MEETING = ("--since", "2026-04-28", "--until", "2026-04-28")
"""A day of the demo's; Austmark's calendar prints days, so that no other meeting is asked for."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Harvester = Callable[..., Answer]


@pytest.fixture
def harvester(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Answer]:
    """Runs a command in an empty directory."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Answer:
        monkeypatch.setattr(sys, "argv", ["harvester", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        captured = capsys.readouterr()
        return Answer(code=int(left.value.code or 0), out=captured.out, err=captured.err)

    return run


def write_config(config: Config, path: Path) -> Path:
    content = config.model_dump(mode="json", exclude_defaults=True) | {"data_directory": "data"}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def test_every_command_is_tested() -> None:
    """The list above is the list of commands."""
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]

    assert sorted(names) == sorted(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(harvester: Harvester, command: str) -> None:
    """Each command shows how it is used, and takes the options that all of them take."""
    answer = harvester(command, "--help")

    assert answer.code == 0
    assert f"Example: harvester {command}" in answer.out
    assert "--config" in answer.out
    assert "--data" in answer.out


@pytest.mark.parametrize(
    "arguments",
    [("unknown",), ("run", "--nothing"), ("parse",), ("extract",), ("import", "missing.jsonl"), ("extract", "no.pdf")],
)
def test_wrong_use(harvester: Harvester, arguments: tuple[str, ...]) -> None:
    """A command line that cannot be meant ends with 2 and says so on stderr."""
    answer = harvester(*arguments)

    assert answer.code == 2
    assert answer.out == ""
    assert answer.err


def test_no_configuration(harvester: Harvester) -> None:
    """Without a config.yaml the next step is told, in a sentence and not a traceback."""
    answer = harvester("run")

    assert answer.code == 2
    assert answer.err.startswith("harvester: there is no configuration config.yaml")
    assert "Traceback" not in answer.err


def test_a_misspelt_key(harvester: Harvester, tmp_path: Path) -> None:
    """Exit 2, with the key, its line and the right one; with --json also as a document on stdout."""
    (tmp_path / "config.yaml").write_text("data_directory: x\nsorces: []\n", encoding="utf-8")
    answer = harvester("sources", "--json")

    assert answer.code == 2
    assert "line 2: unknown key 'sorces'; did you mean 'sources'?" in answer.err
    assert "did you mean 'sources'?" in answer.json["error"]["message"]


def test_nothing_to_harvest(harvester: Harvester, tmp_path: Path) -> None:
    """A configuration without sources has nothing to run."""
    (tmp_path / "config.yaml").write_text("sources: []\n", encoding="utf-8")

    assert harvester("run").code == 2
    assert harvester("run", "--source", "austmark").code == 2
    assert harvester("run", "--now", "yesterday").code == 2


@pytest.mark.parametrize("before", [True, False])
def test_options_stand_before_or_after_the_command(harvester: Harvester, tmp_path: Path, *, before: bool) -> None:
    """--config and --data are taken in both places."""
    other = tmp_path / "other.yaml"
    other.write_text("sources: []\n", encoding="utf-8")
    options = ("--config", other, "--data", tmp_path / "elsewhere")
    answer = harvester(*options, "doctor", "--json") if before else harvester("doctor", "--json", *options)

    assert answer.code == 0
    assert any(str(tmp_path / "elsewhere") in finding["message"] for finding in answer.json)


def test_parse_prints_records(harvester: Harvester) -> None:
    """A saved meeting page as records, requests and skips, each as the contract names them."""
    page = GOLDEN / "meeting_everything.html"
    answer = harvester("parse", "--portal", "jupiter", "--kind", "meeting", "--url", MEETING, page)

    assert answer.code == 0, answer.err
    assert answer.json.keys() == {"records", "requests", "skipped"}
    types = {record["type"] for record in answer.json["records"]}
    assert {"Body", "Meeting", "AgendaItem", "Document"} <= types
    assert all(record["id"].startswith("page/") for record in answer.json["records"])


def test_parse_of_a_calendar(harvester: Harvester) -> None:
    """A saved calendar leads to meeting pages, whatever day it is."""
    page = GOLDEN / "calendar_table.html"
    url = "https://innsyn.example.org/motekalender"
    answer = harvester("parse", "--json", "--portal", "jupiter", "--kind", "calendar", "--url", url, page)

    assert answer.code == 0, answer.err
    assert answer.json["requests"]
    assert {request["kind"] for request in answer.json["requests"]} == {"meeting"}
    assert {request["method"] for request in answer.json["requests"]} == {"GET"}


def test_parse_of_a_login_page(harvester: Harvester) -> None:
    """A page that is not what it should be ends with 1, and says what was expected and what was found."""
    page = GOLDEN / "error_login.html"
    answer = harvester("parse", "--portal", "jupiter", "--kind", "meeting", "--url", MEETING, page)

    assert answer.code == 1
    assert "expected" in answer.err
    assert "found" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("portal", "kind", "url"),
    [("jupitr", "meeting", MEETING), ("jupiter", "moon", MEETING), ("jupiter", "meeting", "page.html")],
)
def test_parse_of_what_is_unknown(harvester: Harvester, portal: str, kind: str, url: str) -> None:
    """Unknown portal, unknown kind, no address: exit 2."""
    answer = harvester("parse", "--portal", portal, "--kind", kind, "--url", url, GOLDEN / "meeting_everything.html")

    assert answer.code == 2


def test_extract_one_file(harvester: Harvester, tmp_path: Path) -> None:
    """An object with pages, languages and warnings; letters stand as they are, and what is not known is said to be so."""
    (tmp_path / "a.txt").write_text("Møtet ble hevet, og saken er ikke ferdig. Hva nå?", encoding="utf-8")
    answer = harvester("extract", "a.txt")

    assert answer.code == 0, answer.err
    assert answer.json["pages"] == [
        {
            "number": 1,
            "text": "Møtet ble hevet, og saken er ikke ferdig. Hva nå?",
            "language": "nb",
            "needs_ocr": False,
            "ocr_confidence": None,
            "running": [],
            "lines": [],
        }
    ]
    assert answer.json["language"] == "nb"
    assert answer.json["warnings"] == []
    assert "Møtet" in answer.out


def test_extract_tells_where_lines_stand_and_what_is_running(harvester: Harvester, tmp_path: Path) -> None:
    """Of a PDF each line has its place and weight, and what is on every page is pointed at in the text."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for word in ("Første", "Andre", "Tredje"):
        canvas.drawString(72, 800, "Eksempel kommune")
        canvas.setFont("Helvetica-Bold", 14)
        canvas.drawString(90, 700, f"{word} sak")
        canvas.showPage()
    canvas.save()
    page = harvester("extract", "a.pdf").json["pages"][1]

    assert page["text"] == "Eksempel kommune\nAndre sak"
    assert page["running"] == [[0, 16]]
    assert page["lines"] == [
        {"baseline": 800.0, "left": 72.0, "size": 12.0, "bold": False},
        {"baseline": 700.0, "left": 90.0, "size": 14.0, "bold": True},
    ]


def test_extract_with_ocr_needs_a_recogniser(
    harvester: Harvester, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can recognise text in pictures, --ocr is refused with what to install."""
    (tmp_path / "a.txt").write_text("Tekst", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = harvester("extract", "--ocr", "a.txt")

    assert answer.code == 2
    assert "apt install tesseract-ocr" in answer.err


def test_extract_several_files(harvester: Harvester, tmp_path: Path) -> None:
    """A list in the order of the arguments; one that cannot be read has its reason and makes the exit code 1."""
    (tmp_path / "a.txt").write_text("Første", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.txt").write_text("Tredje", encoding="utf-8")
    answer = harvester("extract", "a.txt", "b.pdf", "c.txt", "--json")

    assert answer.code == 1
    assert [result["file"] for result in answer.json] == ["a.txt", "b.pdf", "c.txt"]
    assert answer.json[1].keys() == {"file", "error"}
    assert answer.json[1]["error"]
    assert answer.json[2]["pages"][0]["text"] == "Tredje"


def test_import_and_import_again(harvester: Harvester, tmp_path: Path) -> None:
    """Good lines are kept without any configuration; the bad one is named with its number, exit 1."""
    lines = ['{"id": "a", "title": "A", "pages": ["Skoleskyss"]}', "{}", '{"id": "b", "title": "B", "pages": []}']
    (tmp_path / "archive.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for _ in range(2):
        answer = harvester("import", "archive.jsonl", "--data", "d", "--json")

        assert answer.code == 1
        assert answer.json == {"kept": 2, "bad": 1}
        assert "line 2: 'id' is missing" in answer.err

    with open_store(tmp_path / "d", create=False) as store:
        assert set(store.reading.states()) == {"import/a", "import/b"}


def test_import_of_good_lines(harvester: Harvester, tmp_path: Path) -> None:
    """Exit 0, and a sentence for a person."""
    (tmp_path / "archive.jsonl").write_text('{"id": "a", "title": "A", "pages": ["x"]}\n', encoding="utf-8")
    answer = harvester("import", "archive.jsonl", "--data", "d")

    assert answer.code == 0
    assert answer.out == "1 documents kept, 0 lines could not be used\n"


def test_a_data_directory_that_is_a_file(harvester: Harvester, tmp_path: Path) -> None:
    """Told as wrong use, not as a traceback."""
    (tmp_path / "d").write_text("", encoding="utf-8")
    (tmp_path / "archive.jsonl").write_text("{}", encoding="utf-8")
    answer = harvester("import", "archive.jsonl", "--data", "d")

    assert answer.code == 2
    assert "d is a file" in answer.err


def test_run_sources_doctor_and_capture(harvester: Harvester, tmp_path: Path) -> None:
    """A portal from its first harvest to a look at its state, all by the command line.

    ``run`` prints the report, ``sources`` the last run, ``doctor`` finds everything in order, ``capture`` saves the page
    as the portal served it.
    """
    with demo_portals(tmp_path / "ports") as portals:
        config = write_config(portals.config, tmp_path / "config.yaml")
        common = ("--config", config)
        now = ("--now", "2026-05-20T03:30:00+02:00")
        never = harvester("sources", "--json", *common)
        ran = harvester("run", "--json", "--source", "austmark", *ONE_MEETING, *now, *common)
        listed = harvester("sources", "--json", *common)
        table = harvester("sources", *common)
        url = f"{portals.servers['austmark'].url}/motekalender"
        captured = harvester(
            "capture", "--source", "austmark", "--kind", "calendar", "--url", url, "--out", "page.html", *common
        )
        online = harvester("doctor", "--online", "--json", *common)
        portals.servers["austmark"].set_faults(Fault(kind=FaultKind.LOGIN_PAGE))
        trouble = harvester("doctor", "--online", "--json", *common)

    assert {source["last_run"] for source in never.json} == {None}
    assert ran.code == 0, ran.err
    assert ran.json["index"] is None
    assert [source["key"] for source in ran.json["sources"]] == ["austmark"]
    assert ran.json["sources"][0]["meetings"]["new"] > 0
    assert next(source["verdict"] for source in listed.json if source["key"] == "austmark") == "good"
    assert "austmark" in table.out
    assert "never" in table.out
    assert captured.code == 0, captured.err
    assert b"motekalender" in (tmp_path / "page.html").read_bytes()
    assert any("answers; its first page leads to" in finding["message"] for finding in online.json)
    assert any("rests on descriptions by third parties" in finding["message"] for finding in online.json)
    assert trouble.code == 1
    assert any(finding["level"] == "error" and finding["about"] == "austmark" for finding in trouble.json)


def test_a_permission_is_shown(harvester: Harvester, tmp_path: Path) -> None:
    """Who permitted what robots.txt forbids is told by sources and doctor; without a permission nothing runs."""
    organization = {"key": "austmark", "name": "Austmark"}
    row = {"key": "austmark", "name": "Austmark", "platform": "jupiter", "base_url": "https://innsyn.example.org/"} | {
        "organization": organization,
        "enabled": False,
    }
    permitted = {"override": True, "permission": "the archivist, 3 May 2026, meetings and papers"}
    config = tmp_path / "config.yaml"
    config.write_text(yaml.safe_dump({"sources": [row | {"robots": permitted}]}), encoding="utf-8")
    table, listed, found = harvester("sources"), harvester("sources", "--json"), harvester("doctor")
    config.write_text(yaml.safe_dump({"sources": [row | {"robots": {"override": True}}]}), encoding="utf-8")
    refused = harvester("run", "--source", "austmark")

    assert "austmark: robots.txt is overridden by permission: the archivist, 3 May 2026" in table.out
    assert listed.json[0]["robots_permission"] == permitted["permission"]
    assert found.code == 0
    assert "robots.txt is overridden by permission: the archivist, 3 May 2026" in found.out
    assert refused.code == 2
    assert "override needs permission" in refused.err


def test_capture_of_a_page_that_is_not_there(harvester: Harvester, tmp_path: Path) -> None:
    """Exit 1 with the portal's answer; nothing is written."""
    with demo_portals(tmp_path / "ports") as portals:
        config = write_config(portals.config, tmp_path / "config.yaml")
        portals.servers["austmark"].set_faults(Fault(kind=FaultKind.BLOCK_PAGE))
        url = f"{portals.servers['austmark'].url}/motekalender"
        arguments = ("--source", "austmark", "--kind", "calendar", "--url", url, "--out", "page.html")
        answer = harvester("capture", *arguments, "--config", config)

    assert answer.code == 1
    assert "403" in answer.err
    assert not (tmp_path / "page.html").exists()


def test_doctor_finds_missing_bytes(harvester: Harvester, tmp_path: Path) -> None:
    """A document whose bytes have vanished from the store is an error, with exit 1."""
    with demo_portals(tmp_path / "ports") as portals:
        config = write_config(portals.config, tmp_path / "config.yaml")
        now = ("--now", "2026-05-20T03:30:00+02:00")
        harvester("run", "--source", "austmark", *ONE_MEETING, *now, "--config", config)
    next(path for path in (tmp_path / "data" / "blobs").rglob("*") if path.is_file()).unlink()
    answer = harvester("doctor", "--json", "--config", config)

    assert answer.code == 1
    assert any("1 documents lack their bytes" in finding["message"] for finding in answer.json)


def test_ready_rows_are_listed_and_printed(harvester: Harvester, tmp_path: Path) -> None:
    """Counties and municipalities are found by name; a row is put into config.yaml as it is printed."""
    listed = harvester("sources", "--available", "Hedmark")
    plain = harvester("sources", "--available", "hedmark", "--json")
    (tmp_path / "config.yaml").write_text("sources:\n", encoding="utf-8")  # as it is while being written
    row = harvester("sources", "--add", "hedmark")
    unknown_address = harvester("sources", "--add", "viken")
    (tmp_path / "config.yaml").write_text("sources:\n" + row.out, encoding="utf-8")
    added = harvester("sources", "--json")

    assert listed.out.splitlines()[1].split() == ["hedmark", "Hedmark", "fylkeskommune", "2019-12-31", "jupiter"]
    assert [(found["key"], found["harvestable"]) for found in plain.json] == [("hedmark", True)]
    assert "# 2019-12-31: merged into innlandet" in row.out
    assert [(source["key"], source["enabled"]) for source in added.json] == [("hedmark", False)]
    assert "# 2023-12-31: split into akershus, buskerud, ostfold" in unknown_address.out
    assert "The address is not known" in unknown_address.out
    assert harvester("sources", "--add", "hedmork").code == 2
    assert harvester("sources", "hedmark").code == 2


def test_detect_by_the_address_alone(harvester: Harvester, tmp_path: Path) -> None:
    """Nobody is asked, no configuration is needed, and what is printed is a configuration."""
    answer = harvester("detect", "https://politiker.fjellvik.no/motedag?offmoteid=7")
    ready = harvester("detect", "https://hamar.digdem.no/motekalender/cm8", "--json")
    (tmp_path / "config.yaml").write_text("sources:\n" + answer.out, encoding="utf-8")
    listed = harvester("sources", "--json")

    assert answer.code == 0
    assert answer.out.startswith("# Jupiter at https://politiker.fjellvik.no/motekalender: the shape of the address ")
    assert [(source["key"], source["platform"]) for source in listed.json] == [("fjellvik", "jupiter")]
    assert ready.json[0]["row"]["key"] == "hamar-digdem"


def test_detect_by_the_page(harvester: Harvester) -> None:
    """A page is fetched and followed to the portals that it links; one that leads nowhere names all products."""
    with ToySite() as site:
        site.routes["/politikk"] = Reply(
            body=b"<a href='https://fjellvik.digdem.no/'>M</a><a href='https://fjellvik.innsynsportal.no/'>G</a>",
            headers={"Content-Type": "text/html"},
        )
        site.routes["/old"] = Reply(status=302, headers={"Location": "/politikk"})
        site.routes["/plain"] = Reply(body=b"<h1>Velkommen</h1>", headers={"Content-Type": "text/html"})
        found, moved, nothing, missing = (
            harvester("detect", site.url.replace("/calendar", path), "--json")
            for path in ("/politikk", "/old", "/plain", "/missing")
        )
        asked = [request.path for request in site.asked]

    assert asked[:2] == ["/robots.txt", "/politikk"]
    assert found.code == 0
    assert [each["product"] for each in found.json] == ["digdem", "innsynsportal"]
    assert (found.json[0]["row"]["key"], found.json[0]["row"]["platform"]) == ("fjellvik", "digdem")
    assert [each["product"] for each in moved.json] == [each["product"] for each in found.json]
    assert nothing.code == missing.code == 1
    assert "jupiter (Jupiter)" in nothing.err
    assert "404" in missing.err


def test_detect_of_what_cannot_be_asked(harvester: Harvester) -> None:
    """No address is wrong use; a real page is not fetched without a contact."""
    assert harvester("detect", "fjellvik").code == 2
    assert "contact" in harvester("detect", "https://www.fjellvik.example/politikk").err


def test_a_host_that_refused_us_is_left_alone_until_it_is_unblocked(harvester: Harvester, tmp_path: Path) -> None:
    """A 403 is told by the report and the doctor; nobody asks again before the operator says so."""
    with demo_portals(tmp_path / "ports") as portals:
        config = write_config(portals.config, tmp_path / "config.yaml")
        server = portals.servers["austmark"]
        url = f"{server.url}/motekalender"
        run = ("run", "--source", "austmark", *ONE_MEETING, "--config", config)
        capture = ("capture", "--source", "austmark", "--kind", "calendar", "--url", url, "--out", "page.html")
        server.set_faults(Fault(kind=FaultKind.BLOCK_PAGE))
        refused = harvester(*run)
        server.set_faults()
        early = harvester(*run, "--json")
        captured = harvester(*capture, "--config", config)
        doctor = harvester("doctor", "--config", config)
        unblocked = harvester("unblock", url, "--config", config)
        again = harvester("unblock", url, "--config", config)
        asked = harvester(*run, "--json")

    host = url.split("/")[2]
    assert f"harvester unblock {host}" in " ".join(refused.out.split())
    assert early.json["sources"][0]["requests"] == 0
    assert early.json["sources"][0]["reason"].startswith(f"blocked: {host} refused us ")
    assert [left["host"] for left in early.json["left_alone"]] == [host]
    assert (captured.code, doctor.code) == (1, 1)
    assert f"harvester unblock {host}" in captured.err
    assert f"harvester unblock {host}" in doctor.out
    assert (unblocked.code, unblocked.out) == (0, f"{host} may be asked again\n")
    assert again.code == 2
    assert asked.code == 0
    assert asked.json["left_alone"] == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")
def test_extract_gives_text_for_every_page_of_real_documents(harvester: Harvester) -> None:
    """Every real PDF comes out with text on all pages; the HTML page that was saved as PDF is refused."""
    files = sorted(path for path in REAL.iterdir() if path.suffix == ".pdf")
    answer = harvester("extract", *files)

    results = {Path(result["file"]).name: result for result in answer.json}
    refused = [name for name, result in results.items() if "error" in result]
    empty = [
        (name, page["number"])
        for name, result in results.items()
        for page in result.get("pages", ())
        if not page["text"].strip() and not page["needs_ocr"]
    ]
    assert len(results) == len(files)
    assert [results[name]["error"] for name in refused] == ["text/html came instead of a document"] * len(refused)
    assert len(refused) == sum(1 for path in files if not path.read_bytes()[:1024].count(b"%PDF"))
    assert empty == []
