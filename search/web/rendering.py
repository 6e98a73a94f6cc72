"""Templates to answers, in the visitor's language. Everything that comes from outside is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from harvester.model import Language
from search.cases import counted_votes, headline, is_final, waits
from search.web import addresses, wording
from search.web.languages import language_of
from search.web.wording import Wording, wording_in

TEMPLATES = Path(__file__).parent / "templates"
EXTENSIONS = ("jinja2.ext.i18n",)
_LANGUAGE_LINKS = {Language.BOKMAL: "Bokmål", Language.NYNORSK: "Nynorsk", Language.ENGLISH: "English"}


def render(request: Request, template: str, values: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    """A page in the language of the request."""
    language = language_of(request)
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    others = [
        (other.value, name, f"/sprak/{other.value}?til={quote(here, safe='')}")
        for other, name in _LANGUAGE_LINKS.items()
        if other is not language
    ]
    text = text_in(language, template, {"q": "", "others": others, **values})
    return HTMLResponse(text, status, {"Vary": "Accept-Language, Cookie", "Content-Language": language.value})


def text_in(language: Language, template: str, values: Mapping[str, object]) -> str:
    """What a template makes of the values in a language; plain text when its name ends so."""
    return _environment(language).get_template(template).render(**values)


def wording_of(request: Request) -> Wording:
    """How the answer to a request is worded."""
    return wording_in(language_of(request))


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True, disabled_extensions=("txt",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=EXTENSIONS,
    )
    words = wording_in(language)
    # What the extension for translations adds to an environment is not typed.
    environment.install_gettext_translations(words.texts, newstyle=True)  # type: ignore[attr-defined]  # as said
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(
        amount=words.amount,
        clock=words.clock,
        day=words.day,
        facet=words.facet,
        kind=words.kind,
        local_day=wording.local_day,
        long_date=words.long_date,
        month=words.month,
        number=words.number,
        outcome=words.outcome,
        sentence=wording.sentence,
        tight=wording.tight,
        weekday=words.weekday,
        weekday_name=words.weekday_name,
    )
    environment.globals.update(language=language.value, addresses=addresses)
    environment.filters.update(headline=headline, counted_votes=counted_votes)
    environment.tests.update(final=is_final, waiting=waits)
    return environment
