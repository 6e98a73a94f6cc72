"""Pages about the site itself, the choice of a language, and errors."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from harvester.model import Language
from search.errors import QueryError
from search.web.languages import COOKIE, LANGUAGES
from search.web.rendering import render, wording_of
from search.web.wording import marked

_YEAR_IN_SECONDS = 365 * 24 * 3600
_ERRORS = {
    400: (marked("Dette kan ikke vises"), marked("Adressen ber om noe som ikke finnes.")),
    404: (
        marked("Fant ikke siden"),
        marked("Det som lå her, kan ha fått en annen adresse, eller være borte hos kilden."),
    ),
    405: (marked("Dette kan ikke vises"), marked("Adressen kan bare leses.")),
    413: (marked("Teksten er for lang"), marked("Del den opp, eller lim inn bare den delen som saken gjelder.")),
    429: (marked("Vent litt"), marked("Det kom svært mange forespørsler herfra. Prøv igjen om et minutt.")),
    500: (marked("Noe gikk galt hos oss"), marked("Feilen er skrevet i loggen. Prøv igjen om litt.")),
    503: (marked("Søket er ikke klart"), marked("Indeksen lages eller mangler. Prøv igjen om litt.")),
}

router = APIRouter()


@router.get("/hjelp")
def help_page(request: Request) -> Response:
    """How to search."""
    return render(request, "help.html", {})


@router.get("/om")
def about(request: Request) -> Response:
    """What is kept about visitors, and how to use the pages without eyes, mouse or script."""
    return render(request, "about.html", {})


@router.get("/sprak/{code}")
def choose_language(code: str, til: str = "/") -> Response:
    """Remember a language, and go back.

    Raises:
        QueryError: the interface does not speak it.
    """
    if code not in LANGUAGES:
        raise QueryError(f"there is no language {code!r}", tuple(language.value for language in LANGUAGES))
    # Only back to a page of our own: "//host" and "/\host" are addresses elsewhere.
    back = til if til.startswith("/") and not til.startswith(("//", "/\\")) else "/"
    response = RedirectResponse(back, status_code=303)
    response.set_cookie(COOKIE, Language(code).value, max_age=_YEAR_IN_SECONDS, httponly=True, samesite="lax")
    return response


def error_page(request: Request, status: int, message: str, headers: Mapping[str, str]) -> Response:
    """An error as a page."""
    heading, advice = _ERRORS.get(status, _ERRORS[500])
    words = wording_of(request)
    # The message is for whoever runs the server, or tells which value cannot be meant; it never holds a path there.
    values = {
        "heading": words.text(heading),
        "advice": words.text(advice),
        "detail": message if status == 400 else "",
        "status": status,
    }
    response = render(request, "error.html", values, status=status)
    response.headers.update(headers)
    return response
