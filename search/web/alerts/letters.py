"""The letters to those who follow a search: the one that asks whether it was them, and the one with news.

Each is plain text with the same as HTML beside it, says why it came, and can be stopped with one click (RFC 8058).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from harvester.model import Language
from harvester.store import Subscription
from search.alerts import News, followed_question
from search.question import Question
from search.results import Hit
from search.web import addresses
from search.web.addresses import Asked
from search.web.machines.site import Site
from search.web.rendering import text_in
from search.web.wording import wording_in

CONFIRM_PATH = "/varsel/bekreft/"
STOP_PATH = "/varsel/stopp/"
MOST_SHOWN = 25
_LONGEST_NAME = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A hit as a letter shows it.

    ``terms`` are the searched words as they stand in the snippet; those of the query where it was found by its title,
    its body or its number.
    """

    hit: Hit
    address: str
    terms: tuple[str, ...]


def confirmation(site: Site, subscription: Subscription, token: str) -> EmailMessage:
    """Asks the owner of an address whether they want to follow the search."""
    values = {
        "name": name_of(followed_question(subscription.search), subscription.language),
        "confirm": site.absolute(CONFIRM_PATH + token),
        "site": site.address,
        "frequency": subscription.frequency.value,
    }
    message = _message(subscription, "letters/confirmation", values)
    message["Subject"] = wording_in(subscription.language).text("Bekreft varsel fra Saksgang")
    return message


def newsletter(site: Site, subscription: Subscription, news: News, token: str) -> EmailMessage:
    """Tells a subscriber what is new."""
    question = followed_question(subscription.search)
    stop = site.absolute(STOP_PATH + token)
    values = {
        "name": name_of(question, subscription.language),
        "number": len(news.hits),
        "lines": [_line(site, question, hit) for hit in news.hits[:MOST_SHOWN]],
        "left_out": max(0, len(news.hits) - MOST_SHOWN),
        "outages": news.outages,
        "search": site.absolute(Asked(question).address()),
        "stop": stop,
        "frequency": subscription.frequency.value,
    }
    message = _message(subscription, "letters/news", values)
    message["Subject"] = text_in(subscription.language, "letters/subject.txt", values).strip()
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # The same letter, sent again because the answer to the first one was lost, is known by this.
    message["Message-ID"] = f"<{subscription.id}.{subscription.seen}.{news.seen}@{site.host}>"
    return message


def name_of(question: Question, language: Language) -> str:
    """What to call a search: its words, else what it is narrowed to."""
    filters = question.filters
    narrowed = ", ".join((*filters.bodies, *filters.organizations))
    name = question.query or narrowed or wording_in(language).text("alt nytt")
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _line(site: Site, question: Question, hit: Hit) -> Line:
    terms = dict.fromkeys(" ".join(piece.text.split()).casefold() for piece in hit.pieces if piece.marked)
    address = site.absolute(addresses.hit_address(hit, q=question.query, widen=question.widen))
    return Line(hit=hit, address=address, terms=tuple(terms) or tuple(filter(None, (question.query,))))


def _message(subscription: Subscription, template: str, values: Mapping[str, object]) -> EmailMessage:
    message = EmailMessage()
    message["To"] = subscription.address
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_in(subscription.language, f"{template}.txt", values))
    message.add_alternative(text_in(subscription.language, f"{template}.html", values), subtype="html")
    return message
