"""How names, dates and numbers are written in each language of the interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations

from babel.dates import format_date
from babel.numbers import format_decimal

from harvester.model import OSLO, Language
from search.web.languages import translations

SPACE = "\u00a0"
"""Between parts that must stay on one line: 17. juni, side 23, 41 206."""


def marked(text: str) -> str:
    """The text itself; the word tells the tool that gathers texts to translate."""
    return text


KIND_NAMES: Mapping[str, str] = {
    "notice": marked("Innkalling"),
    "agenda": marked("Saksliste"),
    "case_paper": marked("Saksframlegg"),
    "minutes": marked("Protokoll"),
    "minutes_extract": marked("Saksprotokoll"),
    "resolution": marked("Vedtak"),
    "attachment": marked("Vedlegg"),
    "other": marked("Annet dokument"),
    "item": marked("Sak"),
    "meeting": marked("Møte"),
}
OUTCOME_NAMES: Mapping[str, str] = {
    "adopted": marked("vedtatt"),
    "rejected": marked("ikke vedtatt"),
    "postponed": marked("utsatt"),
    "sent_back": marked("sendt tilbake"),
    "noted": marked("tatt til orientering"),
    "withdrawn": marked("trukket"),
}
LANGUAGE_NAMES: Mapping[str, str] = {
    "nb": marked("bokmål"),
    "nn": marked("nynorsk"),
    "se": marked("nordsamisk"),
    "en": marked("engelsk"),
    "und": marked("ukjent språk"),
}
FACET_NAMES: Mapping[str, str] = {
    "kind": marked("Type"),
    "outcome": marked("Utfall"),
    "organization": marked("Organisasjon"),
    "body": marked("Utvalg"),
    "year": marked("År"),
    "language": marked("Språk"),
}
_LOCALES = {Language.BOKMAL: "nb_NO", Language.NYNORSK: "nn_NO", Language.ENGLISH: "en_GB"}
_DATE = {Language.ENGLISH: "d MMMM y"}
_DAY = {Language.ENGLISH: "d MMMM"}
_WEEKDAY = {Language.ENGLISH: "EEEE d MMMM y"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Writes for people in one language; local times, never those of UTC."""

    language: Language

    @property
    def texts(self) -> NullTranslations:
        """The translations."""
        return translations(self.language)

    def text(self, message: str, **values: object) -> str:
        """A text in the language, with its placeholders filled."""
        translated = self.texts.gettext(message)
        return translated % values if values else translated

    def long_date(self, date: dt.date) -> str:
        """17. juni 2026."""
        return self._date(date, _DATE.get(self.language, "d. MMMM y"))

    def day(self, date: dt.date) -> str:
        """17. juni."""
        return self._date(date, _DAY.get(self.language, "d. MMMM"))

    def weekday(self, date: dt.date) -> str:
        """Onsdag 17. juni 2026, with a capital."""
        text = format_date(date, _WEEKDAY.get(self.language, "EEEE d. MMMM y"), locale=_LOCALES[self.language])
        weekday, _, rest = text.partition(" ")
        return f"{weekday.capitalize()} {tight(rest)}"

    def weekday_name(self, date: dt.date) -> str:
        """Onsdag, with a capital."""
        return format_date(date, "EEEE", locale=_LOCALES[self.language]).capitalize()

    def month(self, date: dt.date) -> str:
        """Juni 2026, as within a sentence."""
        return self._date(date, "LLLL y")

    def clock(self, moment: dt.datetime) -> str:
        """09.00 in Oslo."""
        local = moment.astimezone(OSLO)
        return f"{local:%H:%M}" if self.language is Language.ENGLISH else f"{local:%H.%M}"

    def number(self, value: int) -> str:
        """41 206."""
        return format_decimal(value, locale=_LOCALES[self.language])

    def amount(self, value: float) -> str:
        """0,3: with one decimal where it has any."""
        return format_decimal(value, "#,##0.#", locale=_LOCALES[self.language])

    def kind(self, value: str) -> str:
        """What a kind of hit is called; the value itself when it is new."""
        return self.text(KIND_NAMES.get(value, value))

    def outcome(self, value: str) -> str:
        """An outcome in the source's word."""
        return self.text(OUTCOME_NAMES.get(value, value))

    def language_name(self, value: str) -> str:
        """What a language is called."""
        return self.text(LANGUAGE_NAMES.get(value, value))

    def facet(self, name: str) -> str:
        """The heading of a facet."""
        return self.text(FACET_NAMES.get(name, name))

    def _date(self, date: dt.date, pattern: str) -> str:
        return tight(format_date(date, pattern, locale=_LOCALES[self.language]))


def tight(text: str) -> str:
    """A short text that stays on one line: sak 41/26, side 23."""
    return text.replace(" ", SPACE)


def local_day(moment: dt.datetime) -> dt.date:
    """The day in Oslo."""
    return moment.astimezone(OSLO).date()


def sentence(text: str) -> str:
    """With a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


@cache
def wording_in(language: Language) -> Wording:
    """How a language writes."""
    return Wording(language)
