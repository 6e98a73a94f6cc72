"""The languages of the interface: the visitor's choice, else what the browser asks for, else bokmål.

The texts stand in bokmål in the templates; ``locale/`` has those of the other languages, read once when first needed.
"""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from fastapi import Request

from harvester.model import Language

LANGUAGES = (Language.BOKMAL, Language.NYNORSK, Language.ENGLISH)
COOKIE = "language"
"""The only cookie there is: one of the languages' codes, set when a visitor chooses."""

LOCALE = Path(__file__).parent / "locale"
_ASKED = {"nb": Language.BOKMAL, "no": Language.BOKMAL, "nn": Language.NYNORSK, "en": Language.ENGLISH}


@cache
def translations(language: Language) -> NullTranslations:
    """What turns the bokmål of the templates into a language."""
    if language is Language.BOKMAL:
        return NullTranslations()
    path = LOCALE / language.value / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language.value))
    compiled.seek(0)
    return Translations(compiled)


def language_of(request: Request) -> Language:
    """The language to answer a request in."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return Language(chosen)
    return preferred(request.headers.get("accept-language", ""))


def preferred(header: str) -> Language:
    """The first language of an ``Accept-Language`` header (RFC 9110, 12.5.4) that there is; bokmål when there is none."""
    asked = []
    for part in header.split(",")[:20]:
        name, _, parameters = part.partition(";")
        language = _ASKED.get(name.strip().lower().partition("-")[0])
        weight = _weight(parameters)
        if language and weight > 0:
            asked.append((weight, language))
    return max(asked, key=lambda pair: pair[0])[1] if asked else Language.BOKMAL


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
