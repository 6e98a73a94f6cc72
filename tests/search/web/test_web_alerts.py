"""Alerts: asked for, confirmed, sent after the night with their reason, and ended with one click."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from harvester.config import Mail, Web
from harvester.mail import Mailer
from harvester.model import OSLO, Record
from harvester.store import Frequency, open_store
from search.alerts import Delivered
from search.service import open_search
from search.web.alerts import Round
from search.web.machines.site import Site
from tests.harvester.made_numbers import made_number
from tests.letterbox import Letterbox, delivering_to, text_of
from tests.search.server import ask, served
from tests.search.web import council

ADDRESS = "https://saksgang.example.org"
READER = "leser@example.org"
DAY = dt.timedelta(days=1)
NIGHT = council.NIGHT  # a Tuesday
NEXT = NIGHT + DAY


@dataclass
class County:
    """A county's pages, and the letters that come from them."""

    data: Path
    mail: Mail
    letterbox: Letterbox
    site: str

    def follow(self, search: str = "q=skoleskyss", often: str = "straks", language: str = "nb") -> None:
        """Subscribe and confirm, as a reader does."""
        assert self.subscribe(search, often, language=language).status_code == 200
        token = link(self.letterbox.letters.pop(), "/varsel/bekreft/")
        assert "Ja, jeg vil ha varselet" in ask(self.site + token).text or language != "nb"
        assert ask(self.site + token, "POST").status_code == 200

    def subscribe(
        self, search: str = "q=skoleskyss", often: str = "straks", address: str = READER, language: str = "nb"
    ) -> httpx.Response:
        return httpx.post(
            f"{self.site}/varsel?{search}",
            data={"epost": address, "ofte": often},
            headers={"Accept-Language": language},
            trust_env=False,
            timeout=60,
        )

    def deliver(self, now: dt.datetime = NEXT) -> Delivered:
        """What the scheduler does after a night."""
        with (
            open_store(self.data) as store,
            open_search(self.data) as search,
            Mailer(self.mail, {}) as mailer,
        ):
            site = Site(address=ADDRESS)
            return Round(search=search, store=store, mailer=mailer, site=site, now=now).deliver()

    def new_minutes(self, key: str = "5", *, now: dt.datetime = NEXT, text: str = "Skoleskyss ble drøftet.") -> None:
        """A night that brings minutes."""
        found = council.paper(key, "2", f"Protokoll {key}")
        council.night(self.data, [found], {key: ("Første side.", text)}, now)


@pytest.fixture
def followed(county: Path) -> Iterator[County]:
    """The county's pages with a mail server."""
    letterbox = Letterbox()
    web = Web(address=ADDRESS)
    with delivering_to(letterbox) as mail, served(county, clock=lambda: NIGHT, mail=mail, web=web) as site:
        yield County(data=county, mail=mail, letterbox=letterbox, site=site)


def link(letter: EmailMessage, path: str) -> str:
    """The path of a link in a letter."""
    found = re.search(rf"{re.escape(ADDRESS)}({re.escape(path)}\S+)", text_of(letter))
    assert found is not None
    return found.group(1)


def test_the_form_says_how_much_to_expect(followed: County) -> None:
    """Hits of the last eight weeks, and the same search as a feed."""
    page = ask(followed.site + "/varsel?q=skoleskyss").text

    assert re.search(r"Regn med (?:rundt|færre enn) \w+ treff i uken", page)
    assert len(re.findall(r'<td class="n">', page)) == 8
    assert 'href="/sok.atom?q=skoleskyss"' in page
    assert "<input" in page


def test_without_a_mail_server_a_feed_is_offered(county_site: str) -> None:
    """No form that cannot work."""
    page = ask(county_site + "/varsel?q=skoleskyss").text

    assert 'name="epost"' not in page
    assert 'href="/sok.atom?q=skoleskyss"' in page
    assert httpx.post(county_site + "/varsel?q=skole", data={"epost": READER}, trust_env=False).status_code == 503


def test_nobody_is_written_to_before_they_confirm(followed: County) -> None:
    """Opening the link is not enough: mail programs open links too."""
    followed.subscribe()
    (letter,) = followed.letterbox.letters
    assert letter["To"] == READER
    ask(followed.site + link(letter, "/varsel/bekreft/"))
    followed.new_minutes()

    assert followed.deliver() == Delivered()


def test_news_says_which_term_which_snippet_and_which_page(followed: County) -> None:
    """In plain text and in HTML, with a link to the page here."""
    followed.follow()
    followed.new_minutes()
    assert followed.deliver() == Delivered(sent=1)

    (letter,) = followed.letterbox.letters
    text = text_of(letter)
    assert letter["Subject"] == "1 nytt treff for skoleskyss"
    assert "Protokoll, Fylkestinget, Austmark fylkeskommune, møte 10.\u00a0november\u00a02026, side 2" in text
    assert "«Skoleskyss ble drøftet.»" in text
    assert "Treff på: skoleskyss" in text
    assert ask(followed.site + link(letter, "/document/")).status_code == 200
    assert "<mark" in text_of(letter, "html")


def test_a_decision_is_told_rather_than_the_paper_it_stands_in(followed: County) -> None:
    """The link leads to the decision."""
    followed.follow("q=delt+bosted")
    extra: list[Record] = [
        council.meeting("6", council.COUNCIL, dt.datetime(2026, 11, 20, 9, tzinfo=OSLO)),
        council.item("6", "6", 50, "Skyss ved delt bosted"),
        council.resolution("6", "6", "Fylkestinget vedtar skyss ved delt bosted."),
    ]
    council.night(followed.data, extra, {}, NEXT)
    followed.deliver()

    (letter,) = followed.letterbox.letters
    assert letter["Subject"] == "1 nytt treff for delt bosted"
    assert ask(followed.site + link(letter, "/vedtak/")).status_code == 200


def test_what_is_found_by_its_body_says_for_which_word(followed: County) -> None:
    """Also where no searched word stands in a text."""
    followed.follow("q=fylkestinget")
    extra: list[Record] = [
        council.meeting("6", council.COUNCIL, dt.datetime(2027, 2, 20, 9, tzinfo=OSLO)),
        council.item("6", "6", 50, "Skyss"),
    ]
    council.night(followed.data, extra, {}, NEXT)
    followed.deliver()

    (letter,) = followed.letterbox.letters
    assert text_of(letter).count("Treff på: fylkestinget") == 2  # the meeting and its item
    assert text_of(letter, "html").count("Treff på: fylkestinget") == 2


def test_nothing_is_told_twice(followed: County) -> None:
    """Not the same paper again, not when it changes, and not what was there before the subscription."""
    followed.follow()
    assert followed.deliver() == Delivered(nothing_new=1)
    followed.new_minutes()
    assert followed.deliver() == Delivered(sent=1)
    followed.new_minutes(text="Skoleskyss ble drøftet, og rettet.", now=NEXT + DAY)

    assert followed.deliver(NEXT + DAY) == Delivered(nothing_new=1)


def test_a_letter_that_was_not_taken_is_sent_the_next_night(followed: County) -> None:
    """What was told is noted when the server has taken it."""
    followed.follow()
    followed.new_minutes()
    followed.letterbox.closed = True
    assert followed.deliver() == Delivered(failed=1)
    followed.letterbox.closed = False

    assert followed.deliver(NEXT + DAY) == Delivered(sent=1)


def test_weekly_comes_from_monday_on(followed: County) -> None:
    """Everything of the week at once; a missed Monday is made up for."""
    followed.follow(often="uke")
    followed.new_minutes("5")
    followed.new_minutes("6")
    with open_store(followed.data) as store:
        assert store.subscriptions.confirmed()[0].frequency is Frequency.WEEKLY
    assert followed.deliver(NIGHT + 5 * DAY) == Delivered()  # Sunday
    assert followed.deliver(NIGHT + 7 * DAY) == Delivered(sent=1)  # the Tuesday after
    assert followed.deliver(NIGHT + 8 * DAY) == Delivered()

    assert followed.letterbox.letters[0]["Subject"] == "2 nye treff for skoleskyss"


def test_one_click_ends_it(followed: County) -> None:
    """The headers of RFC 8058, whose request needs no page; afterwards the address is gone."""
    followed.follow()
    followed.new_minutes()
    followed.deliver()
    letter = followed.letterbox.letters[0]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert text_of(letter).rstrip().endswith(letter["List-Unsubscribe"].strip("<>"))
    address = letter["List-Unsubscribe"].strip("<>").replace(ADDRESS, followed.site)
    ask(address)  # a virus scanner

    response = httpx.post(address, data={"List-Unsubscribe": "One-Click"}, trust_env=False, timeout=60)

    assert response.status_code == 200
    with open_store(followed.data) as store:
        assert store.subscriptions.counts().confirmed == 0


def test_a_source_that_does_not_answer_is_told_once(followed: County) -> None:
    """With since when; and it is no news the next night, but stands in the next letter."""
    followed.follow()
    for day in range(1, 5):
        council.failed_night(followed.data, NIGHT + day * DAY)
    assert followed.deliver(NIGHT + 2 * DAY) == Delivered(nothing_new=1)
    assert followed.deliver(NIGHT + 4 * DAY) == Delivered(sent=1)
    assert followed.deliver(NIGHT + 5 * DAY) == Delivered(nothing_new=1)

    (letter,) = followed.letterbox.letters
    assert letter["Subject"] == "En kilde for skoleskyss svarer ikke"
    assert "Austmark fylkeskommune er ikke hentet siden 24.\u00a0november\u00a02026." in text_of(letter)


def test_the_answer_does_not_tell_who_follows_what(followed: County) -> None:
    """The same page for an address that is known, and no second letter."""
    first = followed.subscribe()
    second = followed.subscribe()

    assert first.text == second.text
    assert len(followed.letterbox.letters) == 1
    assert READER not in first.text


def test_what_is_no_address_is_sent_no_letter(followed: County) -> None:
    """The form comes back and says so."""
    wrong = ["", "leser", "leser@", "@example.org", "a@b", "a b@example.org", "a@example.org\nBcc: b@example.org"]
    for address in wrong:
        response = followed.subscribe(address=address)
        assert response.status_code == 400, address
        assert "Dette ser ikke ut som en e-postadresse." in response.text

    assert followed.letterbox.letters == []


def test_an_identity_number_is_kept_in_no_search(followed: County) -> None:
    """It is masked in every document, so nothing would be found; and it must not lie here."""
    response = followed.subscribe(f"q={made_number()}")

    assert response.status_code == 400
    with open_store(followed.data) as store:
        assert store.subscriptions.counts().unconfirmed == 0


def test_links_that_are_none_of_ours_do_nothing(followed: County) -> None:
    """And tell nothing about who subscribes."""
    assert ask(followed.site + "/varsel/bekreft/guess", "POST").status_code == 404
    assert "Varselet er stoppet" in ask(followed.site + "/varsel/stopp/guess", "POST").text


def test_a_server_that_takes_no_letter_is_told(followed: County) -> None:
    """The request is forgotten, so that it can be made again."""
    followed.letterbox.closed = True
    assert followed.subscribe().status_code == 503
    followed.letterbox.closed = False

    assert followed.subscribe().status_code == 200
    assert len(followed.letterbox.letters) == 1


def test_neither_address_nor_search_is_logged(followed: County, caplog: pytest.LogCaptureFixture) -> None:
    """Not even when something goes wrong."""
    with caplog.at_level(logging.DEBUG):
        followed.follow("q=hemmelighet")
        followed.letterbox.closed = True
        followed.new_minutes(text="En hemmelighet.")
        followed.deliver()

    assert "subscription 1 was not told" in caplog.text
    own = [
        record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore", "mail"))
    ]
    assert not [line for line in own if "hemmelighet" in line or READER in line]


def test_letters_are_in_the_subscribers_language(followed: County) -> None:
    """The language in which the search was followed."""
    followed.follow(language="nn")
    with open_store(followed.data) as store:
        assert store.subscriptions.confirmed()[0].language.value == "nn"
