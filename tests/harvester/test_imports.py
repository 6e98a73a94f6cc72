"""Import files: good lines are kept, bad ones named, and a second import changes nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.errors import ConfigurationError
from harvester.imports import BadLine, ImportListener, ImportResult, import_file, read_line
from harvester.model import DocumentKind, Language
from harvester.store import Store, open_store

NOW = dt.datetime(2026, 5, 20, 1, 30, tzinfo=dt.UTC)


class Heard:
    """What an import said while it ran."""

    def __init__(self) -> None:
        self.bad: list[BadLine] = []
        self.bytes: list[int] = []

    def listener(self) -> ImportListener:
        return ImportListener(bad_line=self.bad.append, bytes_done=self.bytes.append)


@pytest.fixture
def store(empty_data: Path, tmp_path: Path) -> Iterator[Store]:
    with open_store(shutil.copytree(empty_data, tmp_path / "data")) as opened:
        yield opened


def line(**values: object) -> bytes:
    return json.dumps({"id": "a-1", "title": "Skoleskyss", "pages": ["Side én", "Side to"]} | values).encode()


def run(store: Store, folder: Path, *lines: bytes) -> tuple[ImportResult, Heard]:
    path = folder / "archive.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    heard = Heard()
    return import_file(path, store, NOW, heard.listener()), heard


def title_or_reason(content: bytes) -> str:
    try:
        return read_line(content).title
    except ValueError as error:
        return str(error)


def test_a_whole_line_is_found_again(store: Store, tmp_path: Path) -> None:
    """Every field of a line comes out of the store, under the id import/<id>."""
    full = line(
        organization="austmark",
        organization_name="Austmark fylkeskommune",
        body="Hovedutvalg for samferdsel",
        meeting_date="2024-03-05",
        item_number="PS 12/24",
        case_number="2023/1234",
        kind="case_paper",
        url="https://example.org/a.pdf",
        language="nb",
    )

    result, _ = run(store, tmp_path, full)

    document = store.reading.document("import/a-1")
    assert result == ImportResult(kept=1, bad=0)
    assert document is not None
    assert document.version is not None
    assert document.title == "Skoleskyss"
    assert document.organization == "austmark"
    assert document.organization_name == "Austmark fylkeskommune"
    assert document.bodies == ("Hovedutvalg for samferdsel",)
    assert document.meeting_date == dt.date(2024, 3, 5)
    assert document.item_number == "PS 12/24"
    assert document.case_number == "2023/1234"
    assert document.kind is DocumentKind.CASE_PAPER
    assert document.url == "https://example.org/a.pdf"
    assert document.language is Language.BOKMAL
    assert [(page.number, page.text) for page in store.reading.pages(document.version)] == [
        (1, "Side én"),
        (2, "Side to"),
    ]


def test_what_a_line_does_not_say_stays_unknown(store: Store, tmp_path: Path) -> None:
    """Three words make a document; nothing is invented for the rest (incident 24)."""
    run(store, tmp_path, line(body=None, case_number="", kind=None, meeting_date=" "))

    document = store.reading.document("import/a-1")
    assert document is not None
    assert document.bodies == ()
    assert document.organization is None
    assert document.meeting_date is None
    assert document.case_number is None
    assert document.url is None
    assert document.language is Language.UNKNOWN
    assert document.kind is DocumentKind.OTHER


BAD = {
    "not JSON": (b'{"id": "x", ', "not JSON"),
    "no object": (b"[1, 2]", "not a JSON object"),
    "no title": (b'{"id": "x", "pages": []}', "'title' is missing"),
    "nothing at all": (b"{}", "'id' is missing; 'title' is missing; 'pages' is missing"),
    "blank id": (line(id="  "), "id: "),
    "pages are no list": (line(pages="text"), "pages: "),
    "a page is no text": (line(pages=["one", 2]), "pages.1: "),
    "misspelt key": (line(meting_date="2024-03-05"), "unknown key 'meting_date'"),
    "impossible day": (line(meeting_date="2024-02-30"), "meeting_date: "),
    "day as a number": (line(meeting_date=20240305), "must be a day written as 2024-03-05"),
    "unknown kind": (line(kind="møtebok"), "'minutes'"),
    "unknown language": (line(language="xx"), "language: "),
    "address with a script": (line(url="javascript:alert(1)"), "url: "),
    "half a character": (b'{"id": "x", "title": "\\ud800", "pages": []}', "title: "),
    "latin-1": ('{"id": "x", "title": "Møte", "pages": []}'.encode("latin-1"), "not UTF-8 at byte 23"),
    "nested too deep": (b"[" * 200_000, "nested too deep"),
    "endless number": (b'{"id": ' + b"9" * 5000 + b"}", "4300 digits"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_named_and_the_others_are_kept(store: Store, tmp_path: Path, content: bytes, reason: str) -> None:
    """Line 2 is at fault, and is told with its number and reason; lines 1 and 4 are in the store."""
    result, heard = run(store, tmp_path, line(id="one"), content, b"", line(id="four"))

    assert result == ImportResult(kept=2, bad=1)
    assert [bad.number for bad in heard.bad] == [2]
    assert reason in heard.bad[0].reason
    assert set(store.reading.states()) == {"import/one", "import/four"}


def test_a_second_import_changes_nothing(store: Store, tmp_path: Path) -> None:
    """The same file again leaves every document in the same state, so nothing is indexed again (incident 11)."""
    lines = [line(id=f"d{number}", pages=[f"Tekst {number}"]) for number in range(7)]
    run(store, tmp_path, *lines)
    before = store.reading.states()

    run(store, tmp_path, *lines)

    assert store.reading.states() == before


def test_a_corrected_line_replaces_the_document(store: Store, tmp_path: Path) -> None:
    """Other words under the same id: one document, with the new words and another state."""
    run(store, tmp_path, line(pages=["Første"]))
    before = store.reading.states()

    run(store, tmp_path, line(pages=["Rettet"]))

    document = store.reading.document("import/a-1")
    assert document is not None
    assert document.version is not None
    assert store.reading.states() != before
    assert [page.text for page in store.reading.pages(document.version)] == ["Rettet"]


def test_the_same_id_twice_in_a_file_is_one_document(store: Store, tmp_path: Path) -> None:
    """The later line holds."""
    run(store, tmp_path, line(pages=["Første"]), line(pages=["Andre"]))

    document = store.reading.document("import/a-1")
    assert document is not None
    assert document.version is not None
    assert [page.text for page in store.reading.pages(document.version)] == ["Andre"]


def test_batches_and_progress(store: Store, tmp_path: Path) -> None:
    """More lines than a batch holds: all are kept, and progress ends at the size of the file."""
    lines = [line(id=f"d{number}") for number in range(1203)]

    result, heard = run(store, tmp_path, *lines)

    assert result == ImportResult(kept=1203, bad=0)
    assert len(heard.bytes) == 3
    assert heard.bytes == sorted(heard.bytes)
    assert heard.bytes[-1] == (tmp_path / "archive.jsonl").stat().st_size


def test_an_endless_line_is_skipped_without_holding_it(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line over the limit is named, and the one after it is read from its beginning."""
    monkeypatch.setattr("harvester.imports._LONGEST_LINE", 2000)

    result, heard = run(store, tmp_path, line(pages=["x" * 9000]), line(id="after"))

    assert result == ImportResult(kept=1, bad=1)
    assert heard.bad[0].number == 1
    assert heard.bad[0].reason.startswith("longer than")
    assert set(store.reading.states()) == {"import/after"}


def test_no_file(store: Store, tmp_path: Path) -> None:
    """A file that is not there is a matter of the command line."""
    with pytest.raises(ConfigurationError, match=r"nowhere\.jsonl"):
        import_file(tmp_path / "nowhere.jsonl", store, NOW, Heard().listener())


def test_text_is_stored_composed_and_without_control_characters() -> None:
    """Å as two characters becomes one, or a search would not find it; control characters go."""
    document = read_line(line(title="A\u030asane\x00", pages=["bla\u030a\x07tt"]))

    assert document.title == "Åsane"
    assert document.text.pages[0].text == "blått"


@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_reason(content: bytes) -> None:
    """Whatever stands on a line, reading it either works or says why not, and nothing else."""
    assert title_or_reason(content)


@given(
    content=st.dictionaries(
        st.sampled_from(["id", "title", "pages", "body", "kind", "meeting_date", "url", "language"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda part: st.lists(part, max_size=3)),
    )
)
def test_any_object_is_a_document_or_a_reason(content: dict[str, object]) -> None:
    """The same for lines that are well-formed JSON with anything under the right keys."""
    assert title_or_reason(json.dumps(content).encode())
