"""What the scheduler does for readers after the harvest: it publishes, and writes to those who follow a search."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from harvester.config import Config, Mail, Web
from harvester.model import Language
from harvester.store import Frequency, Store, open_store
from scheduler import tell_readers
from search.alerts import saved_search
from search.cli import main
from search.publishing import publish
from search.question import Question
from tests.letterbox import Letterbox, delivering_to, text_of
from tests.search.web import council

NEXT = council.NIGHT + dt.timedelta(days=1)
WEB = Web(address="https://saksgang.example.org")


def follow(store: Store) -> None:
    """Somebody follows a search, and has been told of everything."""
    token = store.subscriptions.request(
        address="leser@example.org",
        search=saved_search(Question.read("skoleskyss")),
        language=Language.BOKMAL,
        frequency=Frequency.NIGHTLY,
        now=council.NIGHT,
    )
    assert token is not None
    assert store.subscriptions.confirm(token, council.NIGHT, seen=store.publications.newest()) is not None


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A county with a follower; new minutes have been indexed and not been told of."""
    council.night(tmp_path, council.records(), dict(council.PAGES), council.NIGHT)
    with open_store(tmp_path) as store:
        follow(store)
    found = council.paper("5", "2", "Ny protokoll")
    council.night(tmp_path, [found], {"5": ("Skoleskyss ble drøftet.",)}, NEXT, tells=False)
    return tmp_path


def test_the_followers_of_a_search_are_written_to(data: Path) -> None:
    """After the night the paper is published, and the letter links to the site's own address."""
    letterbox = Letterbox()
    with delivering_to(letterbox) as mail, open_store(data) as store:
        before = store.publications.newest()
        tell_readers(store, Config(data_directory=data, mail=mail, web=WEB), NEXT)
        assert store.publications.newest() > before

    (letter,) = letterbox.letters
    assert letter["Subject"] == "1 nytt treff for skoleskyss"
    assert "https://saksgang.example.org/document/austmark/document.5" in text_of(letter)


def test_a_mail_server_that_is_away_spoils_no_night(data: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is said in the log, and the letter is written after the next night."""
    away = Mail.model_validate({"host": "127.0.0.1", "port": 1, "encryption": "none", "from": "a@example.org"})
    letterbox = Letterbox()
    with open_store(data) as store:
        tell_readers(store, Config(data_directory=data, mail=away, web=WEB), NEXT)
        assert "nobody could be alerted" in caplog.text
        with delivering_to(letterbox) as mail:
            tell_readers(store, Config(data_directory=data, mail=mail, web=WEB), NEXT)

    assert len(letterbox.letters) == 1


def test_the_command_line_counts_and_sends(data: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Counts without addresses; --send writes at once, and needs to know through which server."""
    config = tmp_path / "settings.yaml"
    options = ["alerts", "--json", "--data", str(data), "--config", str(config)]
    config.write_text("sources: []", encoding="utf-8")
    assert answer(options, capfd)["subscriptions"] == {"confirmed": 1, "unconfirmed": 0, "weekly": 0}
    assert "web: address:" in answer([*options, "--send"], capfd)["error"]["message"]
    with open_store(data) as store:
        publish(store, NEXT)

    letterbox = Letterbox()
    with delivering_to(letterbox) as mail:
        server = mail.model_dump(mode="json", by_alias=True)
        config.write_text(json.dumps({"mail": server, "web": {"address": WEB.address}}), encoding="utf-8")
        printed = answer([*options, "--send"], capfd)

    assert printed["delivered"] == {"sent": 1, "nothing_new": 0, "failed": 0}
    assert len(letterbox.letters) == 1


def answer(options: list[str], capfd: pytest.CaptureFixture[str]) -> Any:
    """What a command prints."""
    with pytest.raises(SystemExit):
        main(options)
    return json.loads(capfd.readouterr().out)
