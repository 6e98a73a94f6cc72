"""The pages on which somebody asks to follow a search, confirms it, and leaves it.

Nothing happens by opening a link, because mail programs and virus scanners open links too: each page has one button.
An address is shown nowhere, and the answer does not tell whether it was known.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from harvester.config import Mail
from harvester.errors import MailError
from harvester.mail import Mailer
from harvester.store import Frequency, Purpose, Store, Subscription
from search.alerts import outages_behind, saved_search, weekly_hits
from search.backends.base import Order
from search.errors import QueryError
from search.question import Question
from search.web.access import Now, SharedSearch, SharedStore
from search.web.addresses import Asked
from search.web.alerts.letters import CONFIRM_PATH, STOP_PATH, confirmation, name_of
from search.web.asked import AskedQuestion
from search.web.forms import form_of_at_most
from search.web.languages import language_of
from search.web.machines.site import Site, ThisSite
from search.web.rendering import render

logger = logging.getLogger(__name__)

PATH = "/varsel"
_LONGEST_FORM = 10_000
_LONGEST_ADDRESS = 254
_FREQUENCIES = {"straks": Frequency.NIGHTLY, "uke": Frequency.WEEKLY}

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


Form = Annotated[Mapping[str, str], Depends(form_of_at_most(_LONGEST_FORM))]


@router.get(PATH)
def ask(request: Request, shared: SharedSearch, store: SharedStore, now: Now, question: AskedQuestion) -> Response:
    """The form, with how much to expect."""
    return _asked(request, shared, store, now, question)


@router.post(PATH)
def begin(
    request: Request,
    shared: SharedSearch,
    store: SharedStore,
    site: ThisSite,
    now: Now,
    *,
    question: AskedQuestion,
    form: Form,
) -> Response:
    """Send the letter that asks for confirmation, to an address that looks like one."""
    address, frequency = form.get("epost", "").strip(), _FREQUENCIES.get(form.get("ofte", "straks"))
    mail = _mail(request)
    if frequency is None:
        raise QueryError("ofte: straks or uke", tuple(_FREQUENCIES))
    if mail is None:
        raise HTTPException(503)
    if not _is_address(address):
        return _asked(request, shared, store, now, question, mistaken=True)
    token = store.subscriptions.request(
        address=address, search=saved_search(question), language=language_of(request), frequency=frequency, now=now
    )
    subscription = store.subscriptions.of_token(token, Purpose.CONFIRM, now) if token else None
    if token and subscription:
        _send(store, mail, site, subscription, token)
    return _told(request, "sent")


@router.get(CONFIRM_PATH + "{token}")
def ask_to_confirm(request: Request, store: SharedStore, now: Now, token: str) -> Response:
    """A button that begins the subscription."""
    subscription = store.subscriptions.of_token(token, Purpose.CONFIRM, now)
    return _told(request, "confirm" if subscription else "unknown", 200 if subscription else 404)


@router.post(CONFIRM_PATH + "{token}")
def confirm(request: Request, store: SharedStore, now: Now, token: str) -> Response:
    """Begin the subscription: what is published from now on is news."""
    begun = store.subscriptions.confirm(token, now, seen=store.publications.newest())
    return _told(request, "confirmed" if begun else "unknown", 200 if begun else 404)


@router.get(STOP_PATH + "{token}")
def ask_to_stop(request: Request, store: SharedStore, now: Now, token: str) -> Response:
    """A button that ends the subscription."""
    known = store.subscriptions.of_token(token, Purpose.UNSUBSCRIBE, now)
    return _told(request, "stop" if known else "stopped")


@router.post(STOP_PATH + "{token}")
def stop(request: Request, store: SharedStore, token: str) -> Response:
    """End the subscription, from the page or with one click in a mail program (RFC 8058)."""
    store.subscriptions.give_up(token)
    return _told(request, "stopped")


def _mail(request: Request) -> Mail | None:
    """The mail server, when letters can say where this site is: that is never taken from a request."""
    mail: Mail | None = request.app.state.mail
    return mail if request.app.state.web.address else None


def _asked(
    request: Request, shared: SharedSearch, store: Store, now: Now, question: Question, *, mistaken: bool = False
) -> Response:
    weeks = weekly_hits(shared, question, now)
    newest = shared.answer(replace(question, order=Order.DATE, page=1, per_page=1)).hits
    values = {
        "asked": Asked(question),
        "name": name_of(question, language_of(request)),
        "weeks": weeks,
        "expected": round(sum(week.hits for week in weeks) / len(weeks)),
        "outages": tuple(outages_behind(store, question, now)),
        "sample": next(iter(newest), None),
        "mistaken": mistaken,
        "can_send": _mail(request) is not None,
    }
    return render(request, "alert.html", values, status=400 if mistaken else 200)


def _told(request: Request, what: str, status: int = 200) -> Response:
    response = render(request, "alert_state.html", {"what": what}, status=status)
    # The address of the page holds the token.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _send(store: Store, mail: Mail, site: Site, subscription: Subscription, token: str) -> None:
    """Send the letter; a request whose letter was not taken is forgotten, so that it can be made again.

    Raises:
        HTTPException: the mail server did not take it.
    """
    try:
        with Mailer(mail) as mailer:
            mailer.send(confirmation(site, subscription, token))
    except MailError as error:
        store.subscriptions.withdraw(subscription.id)
        logger.warning("a confirmation was not sent: %s", error)
        raise HTTPException(503) from None


def _is_address(address: str) -> bool:
    local, at, domain = address.rpartition("@")
    return (
        bool(local and at and "." in domain.strip("."))
        and len(address) <= _LONGEST_ADDRESS
        and address.isprintable()
        and not any(sign in address for sign in ' <>()[],;:"\\')
    )
