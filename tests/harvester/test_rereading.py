"""Reading again at the end of a run: older readings, and scans."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harvester.config import Config, Limits
from harvester.errors import ConfigurationError
from harvester.extract import extract
from harvester.model import ExtractedText
from harvester.rereading import read_again, require_recognizer
from harvester.stopping import Stop
from harvester.store import Store, Validators, open_store
from tests.harvester.extract import made
from tests.harvester.store.store_samples import NIGHT, SOURCE, document, item, meeting, moment

LIMITS = Limits(extraction_processes=1)
NEVER_READ = "Slik leste en eldre utgave"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with two documents that an older extractor has read: a text, and a scan that came last."""
    with open_store(tmp_path / "data") as opened:
        opened.records.register(SOURCE)
        for key, content in (("1", made.stamped_pdf("Vedtak om skoleskyss")), ("2", made.scan_of([]))):
            path = tmp_path / key
            path.write_bytes(content)
            opened.records.save(moment(1), [meeting(), item(), document(key)])
            validators = Validators(etag=None, last_modified=None)
            opened.documents.fetched(moment(1), f"austmark/document.{key}", content, "application/pdf", validators)
            (pending,) = opened.documents.pending()
            opened.documents.read(moment(1), pending.version, older(extract(path, LIMITS)), key)
        yield opened


def older(text: ExtractedText) -> ExtractedText:
    """What an older version of the program read."""
    pages = tuple(replace(page, text=NEVER_READ if page.text else "") for page in text.pages)
    return replace(text, pages=pages, extractor_version="0")


def texts(store: Store) -> dict[str, str]:
    """What the store has of each document."""
    found = ((key, store.reading.document(f"austmark/document.{key}")) for key in "12")
    return {key: store.reading.pages(each.version or 0)[0].text for key, each in found if each is not None}


def config(tmp_path: Path, **values: object) -> Config:
    return Config.model_validate({"data_directory": tmp_path / "data", "limits": LIMITS, "ocr": "off", **values})


@pytest.fixture
def recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the place of Tesseract that sees the same word everywhere."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    table = "page_num\tblock_num\tpar_num\tline_num\tconf\ttext\n1\t1\t1\t1\t90\tGjenkjent"
    script = f"#!/bin/sh\ncase $1 in --*) echo 'tesseract 5'; echo nor; exit;; esac\ncat > /dev/null\necho '{table}'\n"
    program.write_text(script, encoding="ascii")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_documents_are_read_again_and_scans_recognised(store: Store, tmp_path: Path, recogniser: None) -> None:
    """What an older extractor read is read by today's, then the scan's text is looked for; then there is nothing left."""
    read_again(store, config(tmp_path, ocr="auto"), clock=lambda: NIGHT, stop=Stop())

    assert texts(store) == {"1": "Vedtak om skoleskyss", "2": "Gjenkjent"}
    assert store.rereading.unrecognized() == []
    states = store.reading.states()
    read_again(store, config(tmp_path, ocr="auto"), clock=lambda: NIGHT, stop=Stop())
    assert store.reading.states() == states


def test_no_time_is_no_work(store: Store, tmp_path: Path, recogniser: None) -> None:
    """When a budget is nothing, or the run is asked to end, everything stays as it was."""
    stopped = Stop()
    stopped.request()
    nothing = LIMITS.model_copy(update={"rereading_seconds": 0, "ocr_seconds": 0})

    read_again(store, config(tmp_path, ocr="auto", limits=nothing), clock=lambda: NIGHT, stop=Stop())
    read_again(store, config(tmp_path, ocr="auto"), clock=lambda: NIGHT, stop=stopped)

    assert texts(store) == {"1": NEVER_READ, "2": ""}


def test_bytes_that_are_gone_are_no_work_either(store: Store, tmp_path: Path) -> None:
    """A document whose bytes are not in the store keeps its text, and is not marked as tried."""
    for pending in store.rereading.outdated(()):
        store.blobs.remove(pending.sha256)

    read_again(store, config(tmp_path), clock=lambda: NIGHT, stop=Stop())

    assert texts(store) == {"1": NEVER_READ, "2": ""}
    assert len(store.rereading.outdated(("saksgang-pdf 2",))) == 2


def test_ocr_that_must_be_and_cannot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration that demands OCR is refused where nothing is installed, with what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ConfigurationError, match="apt install tesseract-ocr"):
        require_recognizer(config(tmp_path, ocr="on"))
    require_recognizer(config(tmp_path, ocr="auto"))
