"""The interface in three languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

from harvester.model import Language
from search.notes import Note, NoteKind
from search.web import languages
from search.web.languages import LOCALE, preferred
from search.web.wording import Wording
from tests.search.server import ask

WEB = Path(languages.__file__).parent
METHODS = [("**.py", "python"), ("templates/**", "jinja2")]
KEYWORDS = {"marked": None, "text": None, "_": None, "gettext": None, "ngettext": (1, 2)}
JINJA = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
DAY = dt.date(2026, 6, 17)
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def messages() -> set[str | tuple[str, ...]]:
    """Every text of templates and code that a visitor may see."""
    found = extract_from_dir(WEB, METHODS, {"templates/**": JINJA}, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def catalogue(language: str) -> Catalog:
    """The translations of a language."""
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def translated(language: str) -> Iterator[tuple[str | tuple[str, ...], tuple[str, ...]]]:
    """Each text and what it is in the language."""
    for message in catalogue(language):
        if message.id:
            key = message.id if isinstance(message.id, str) else tuple(message.id)
            yield key, (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    """What stands in the templates and in the code is what stands in the catalogue."""
    known = dict(translated(language))

    assert messages() - set(known) == set()
    assert set(known) - messages() == set()
    assert [message for message, strings in known.items() if not strings or not all(strings)] == []
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", ["nn", "en"])
def test_translations_keep_what_is_put_in(language: str) -> None:
    """Each placeholder and each element of a text is in its translation, once."""
    for message, strings in translated(language):
        original = message if isinstance(message, str) else message[-1]
        for string in strings[-1:]:
            assert sorted(PLACEHOLDER.findall(string)) == sorted(PLACEHOLDER.findall(original)), original
            assert re.findall(r"<[^>]+>", string) == re.findall(r"<[^>]+>", original), original


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", Language.BOKMAL),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.6,en-US;q=0.5", Language.BOKMAL),
        ("nn-NO", Language.NYNORSK),
        ("de,en-GB;q=0.7,nn;q=0.3", Language.ENGLISH),
        ("no", Language.BOKMAL),
        ("en;q=0", Language.BOKMAL),
        ("sv, *;q=0.5", Language.BOKMAL),
        (";;q==,,en;q=abc," * 500, Language.BOKMAL),
    ],
)
def test_the_browser_is_asked(header: str, language: Language) -> None:
    """The language that is wanted most of those that there are."""
    assert preferred(header) is language


def test_the_choice_of_a_visitor_is_kept(site: str) -> None:
    """A link sets the cookie and leads back; the cookie outweighs the browser."""
    answer = ask(site + "/sprak/nn?til=/sok%3Fq%3Dskole")
    cookie = answer.headers["set-cookie"]
    page = BeautifulSoup(ask(site + "/", headers={"cookie": "language=nn", "accept-language": "en"}).text, "lxml")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sok?q=skole")
    assert cookie.startswith("language=nn;")
    assert "HttpOnly" in cookie
    assert page.html is not None
    assert page.html["lang"] == "nn"
    assert [link["href"] for link in page.select(".langs a")] == ["/sprak/nb?til=%2F", "/sprak/en?til=%2F"]


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_way_back_stays_here(site: str, elsewhere: str) -> None:
    """No address elsewhere is ever led to."""
    assert ask(site + "/sprak/en", til=elsewhere).headers["location"] == "/"


def test_dates_and_numbers_have_each_languages_form() -> None:
    """Bokmål and nynorsk share months; English writes them its way, with its own marks in numbers."""
    nb, nn, en = (Wording(language) for language in languages.LANGUAGES)

    assert nb.long_date(DAY) == "17.\u00a0juni\u00a02026"
    assert nn.weekday(DAY).startswith("Onsdag")
    assert en.long_date(DAY) == "17\u00a0June\u00a02026"
    assert nb.number(41206).replace("\u202f", "\u00a0") == "41\u00a0206"
    assert en.number(41206) == "41,206"


def test_remarks_on_a_query_are_in_the_language_of_the_page(site: str) -> None:
    """Each remark has a sentence in every language."""
    assert all(Note(kind, "x", "y").text(language.value) for kind in NoteKind for language in languages.LANGUAGES)
    assert "Ein parentes mangla make" in ask(site + "/sok?q=(skole", headers={"accept-language": "nn"}).text
