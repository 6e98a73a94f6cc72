"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from whoosh.index import open_dir

from search.cli import app, main
from tests.search.archives import DOCUMENTS, MakeDocument, save


def run(*arguments: str | Path) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    code = left.value.code
    assert isinstance(code, int)
    return code


def test_json_is_one_document_on_stdout(library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With the fields that others rely on."""
    assert run("query", "skole", "vann", "--json", "--data", library) == 0

    output = capfd.readouterr()
    answer = json.loads(output.out)
    assert output.err == ""
    assert answer["total"] == 1
    assert (
        answer["hits"][0].items()
        >= {
            "id": "import/minutes",
            "type": "document",
            "document_id": "import/minutes",
            "title": "Protokoll fra formannskapet",
            "snippet": "<mark>Skole</mark> og <mark>vann</mark> på samme side.",
            "page": 3,
            "meeting_date": "2024-03-31",
            "body": "Formannskapet",
            "organization": "5501",
            "item_number": "PS 12/24",
            "case_number": "2024/18322",
            "kind": "minutes",
            "url": "https://innsyn.example.org/minutes.pdf#page=3",
        }.items()
    )
    assert isinstance(answer["hits"][0]["score"], float)
    assert answer["facets"]["body"] == [{"value": "Formannskapet", "label": "Formannskapet", "count": 1}]
    assert set(answer["facets"]) == {"organization", "body", "kind", "year", "outcome", "language"}
    assert answer["understood"] == {"all": [{"word": "skole"}, {"word": "vann"}]}
    assert answer["understood_in_words"] == "skole and vann"


def test_every_option_narrows_or_sorts(library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As in Python."""

    def found(*options: str) -> list[str]:
        assert run("query", "skole", "--json", "--data", library, *options) == 0
        return [hit["document_id"].removeprefix("import/") for hit in json.loads(capfd.readouterr().out)["hits"]]

    assert found("--body", "Fylkestinget") == ["county"]
    assert set(found("--organization", "5501")) == {"minutes", "agenda"}
    assert found("--kind", "agenda") == ["agenda"]
    assert found("--from", "2024-04-01") == ["agenda"]
    assert found("--to", "2023-12-31") == ["county"]
    assert found("--sort", "date", "--limit", "2", "--page", "2") == ["county", "exempt"]
    assert len(found()) == DOCUMENTS


def test_a_pipe_gets_whole_lines_without_colour(library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Title, snippet, one quiet line, and the address on a line of its own, never cut."""
    assert run("query", "gebyr", "--data", library) == 0

    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "1 hit"
    assert lines[2] == " 1. Protokoll fra formannskapet"
    assert lines[3] == "    Vann og avløp: gebyret økes. Sak 24/18322 behandles."
    assert lines[4] == "    minutes · Formannskapet, Elvdal kommune · 2024-03-31 · PS 12/24 · page 2"
    assert lines[5] == "    https://innsyn.example.org/minutes.pdf#page=2"


def test_a_terminal_gets_marked_words(
    library: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bold and yellow, wrapped to a narrow screen, with the address whole."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    assert run("query", "gebyr", "--data", library) == 0

    output = capfd.readouterr().out
    assert "\x1b[1;33mgebyret\x1b[0m" in output
    assert "https://innsyn.example.org/minutes.pdf#page=2" in output


def test_a_title_cannot_drive_the_terminal(
    data: Path, document: MakeDocument, capfd: pytest.CaptureFixture[str]
) -> None:
    """Control characters of a hostile document are blanks."""
    save(data, [document("a", "skole \x1b[2J\x07", title="\x1b]0;eid\x07Tittel")])
    run("index", "--data", data)
    assert run("query", "skole", "--data", data) == 0

    output = capfd.readouterr().out
    assert "\x1b" not in output
    assert "\x07" not in output


def test_no_hits_is_an_answer(library: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, and a sentence where the query was not meant so."""
    assert run("query", "xyzzy", "--data", library) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "0 hits"
    assert run("query", "--data", library, "--", "-skole") == 0
    assert "only says what to leave out" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("query", "skole", "--kind", "roman"), 2, "there is no kind 'roman'"),
        (("query", "skole", "--from", "i-dag"), 2, "is no date"),
        (("query", "skole", "--page", "0"), 2, "page 0"),
        (("query", "skole", "--limit", "101"), 2, "from 1 to 100"),
        (("query", "skole", "--sort", "best"), 2, "best"),
        (("query",), 2, "QUERY"),
        (("serve", "--port", "65536"), 2, "65535"),
        (("query", "skole", "--config", "no-such-file.yaml"), 2, "no-such-file.yaml"),
        (("quarry",), 2, "quarry"),
    ],
)
def test_wrong_use_is_told(
    library: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, message: str
) -> None:
    """Exit code 2 and a sentence on stderr, never a traceback."""
    data = ("--data", str(library)) if arguments[0] == "query" else ()

    assert run(*arguments, *data) == code
    output = capfd.readouterr()
    assert message in output.err
    assert "Traceback" not in output.err
    assert output.out == ""


def test_without_an_index_nothing_can_be_done(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, with the command that helps; in JSON too when that is asked for."""
    assert run("query", "skole", "--data", data) == 3
    assert "python -m search index" in capfd.readouterr().err
    assert run("query", "skole", "--data", tmp_path / "nowhere", "--json") == 3
    assert "there is no store" in json.loads(capfd.readouterr().out)["error"]["message"]
    assert not (tmp_path / "nowhere").exists()
    assert run("index", "--data", tmp_path / "nowhere") == 3


def test_indexing_reports_what_it_did(data: Path, document: MakeDocument, capfd: pytest.CaptureFixture[str]) -> None:
    """In words, and as JSON."""
    save(data, [document("a", "skole")])

    assert run("index", "--data", data) == 0
    assert (
        capfd.readouterr().out
        == "1 added, 0 updated, 0 deleted; 1 document in the index, and 0 items, resolutions and meetings\n"
    )
    assert run("rebuild", "--data", data, "--json") == 0
    counts = {"added": 1, "updated": 0, "deleted": 0, "documents": 1, "records": 0, "records_changed": 0}
    report = {**counts, "rebuilt": "asked for"}
    assert json.loads(capfd.readouterr().out) == report


def test_other_programs_get_an_index_of_whoosh(
    data: Path, document: MakeDocument, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It goes into a new folder, and never into one that has something in it."""
    save(data, [document("a", "skole"), document("b", "vei")])
    folder = tmp_path / "whoosh"

    assert run("export", folder, "--data", data, "--json") == 0
    assert json.loads(capfd.readouterr().out) == {"folder": str(folder), "entries": 2}
    with open_dir(str(folder)).searcher() as searcher:
        assert searcher.doc_count() == 2
    assert run("export", folder, "--data", data) == 2
    assert "is not empty" in capfd.readouterr().err


def test_the_configuration_names_the_data_directory(
    library: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Where no ``--data`` is given."""
    config = tmp_path / "config.yaml"
    config.write_text(f"data_directory: {library.name}\n", encoding="utf-8")

    assert run("query", "gebyr", "--json", "--config", config) == 0
    assert json.loads(capfd.readouterr().out)["total"] == 1


def test_every_command_has_an_example(capfd: pytest.CaptureFixture[str]) -> None:
    """In its help."""
    for command in app.registered_commands:
        assert command.callback is not None
        assert run(command.callback.__name__, "--help") == 0
        output = capfd.readouterr().out
        assert output.lstrip().startswith(f"Usage: python -m search {command.callback.__name__} ")
        assert "Example: python -m search" in output


def test_it_runs_as_a_module(library: Path) -> None:
    """``python -m search``, with other than UTF-8 habits of the machine."""
    command = [sys.executable, "-m", "search", "query", "gebyr", "--data", str(library)]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii", **_path()})

    assert "økes" in done.stdout.decode()


def test_serving_tells_where_and_nothing_of_what_is_asked(library: Path) -> None:
    """Incident 18: the words that people search for stand in no log."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "search", "serve", "--port", str(port), "--data", str(library), "--verbose"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        with httpx.Client(
            transport=httpx.HTTPTransport(retries=0), base_url=f"http://127.0.0.1:{port}", timeout=60
        ) as client:
            while process.poll() is None:
                try:
                    assert client.get("/sok?q=hemmelig").status_code == 200
                    break
                except httpx.ConnectError:
                    time.sleep(0.05)
            assert client.get("/api/v1/search?q=hemmelig&page=x").status_code == 400
    finally:
        process.terminate()
        output, errors = process.communicate()

    assert f"Serving http://127.0.0.1:{port}" in errors.decode()
    assert "hemmelig" not in (output + errors).decode()


def _path() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "SYSTEMROOT"}}
