"""The words of Norwegian portals, bokmål and nynorsk, and what each means here.

The products share these tables, so a word that one portal taught is known in all. A word that is not here is
reported, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harvester.model import BodyKind, DocumentKind, ItemKind, MeetingStatus

ITEM_SECTIONS: Mapping[str, ItemKind] = {
    "saker til behandling": ItemKind.POLITICAL,
    "saker til handsaming": ItemKind.POLITICAL,
    "politiske saker": ItemKind.POLITICAL,
    "tilleggssaker": ItemKind.POLITICAL,
    "tilleggssaker til behandling": ItemKind.POLITICAL,
    "tilleggssaker til handsaming": ItemKind.POLITICAL,
    "referatsaker": ItemKind.REPORT,
    "referater": ItemKind.REPORT,
    "referat": ItemKind.REPORT,
    "meldinger": ItemKind.REPORT,
    "meldingar": ItemKind.REPORT,
    "meldingssaker": ItemKind.REPORT,
    "orientering": ItemKind.BRIEFING,
    "orienteringer": ItemKind.BRIEFING,
    "orienteringar": ItemKind.BRIEFING,
    "orienteringssaker": ItemKind.BRIEFING,
    "interpellasjoner": ItemKind.INTERPELLATION,
    "interpellasjonar": ItemKind.INTERPELLATION,
    "interpellasjoner og spørsmål": ItemKind.INTERPELLATION,
    "interpellasjonar og spørsmål": ItemKind.INTERPELLATION,
    "spørsmål og interpellasjoner": ItemKind.INTERPELLATION,
    "spørsmål og interpellasjonar": ItemKind.INTERPELLATION,
    "spørsmål": ItemKind.INTERPELLATION,
    "delegerte saker": ItemKind.DELEGATED,
    "delegerte vedtak": ItemKind.DELEGATED,
    "delegasjonssaker": ItemKind.DELEGATED,
    "møteinnkalling": ItemKind.APPROVAL,
    "møteprotokoll": ItemKind.APPROVAL,
    "eventuelt": ItemKind.OTHER,
    "ymse": ItemKind.OTHER,
}
"""Headings of the parts of an agenda."""

ITEM_PREFIXES: Mapping[str, ItemKind] = {
    "ps": ItemKind.POLITICAL,
    "rs": ItemKind.REPORT,
    "os": ItemKind.BRIEFING,
    "ds": ItemKind.DELEGATED,
    "fo": ItemKind.INTERPELLATION,
    "ip": ItemKind.INTERPELLATION,
}
"""Letters before the number of an item, such as ``PS 12/26``."""

_APPROVAL = "godkjenning"
_APPROVED = re.compile(r"godkjenning av (?:.{0,40}\b)?(?:(?:møte)?(?:innkalling|protokoll)|møtebok|saksliste|sakliste)")

DOCUMENT_SECTIONS = frozenset({"møtedokumenter", "møtedokument", "møtedokumenta", "dokumenter", "dokument"})
"""Headings over the documents of the meeting itself."""

PLACE_LABELS = ("sted:", "stad:", "møtested:", "møtestad:")

STATUSES: Mapping[str, MeetingStatus] = {
    "avlyst": MeetingStatus.CANCELLED,
    "møtet er avlyst": MeetingStatus.CANCELLED,
    "kansellert": MeetingStatus.CANCELLED,
    "utsatt": MeetingStatus.POSTPONED,
    "utsett": MeetingStatus.POSTPONED,
    "møtet er utsatt": MeetingStatus.POSTPONED,
    "møtet er utsett": MeetingStatus.POSTPONED,
    "avholdt": MeetingStatus.HELD,
    "gjennomført": MeetingStatus.HELD,
    "halde": MeetingStatus.HELD,
    "planlagt": MeetingStatus.SCHEDULED,
    "under planlegging": MeetingStatus.SCHEDULED,
    "planlagd": MeetingStatus.SCHEDULED,
}

_MEETING_DOCUMENTS: Mapping[str, DocumentKind] = {
    "saksliste": DocumentKind.AGENDA,
    "sakliste": DocumentKind.AGENDA,
    "sakskart": DocumentKind.AGENDA,
    "tilleggssaksliste": DocumentKind.AGENDA,
    "tilleggssakliste": DocumentKind.AGENDA,
    "tilleggssakskart": DocumentKind.AGENDA,
    "møteinnkalling": DocumentKind.NOTICE,
    "innkalling": DocumentKind.NOTICE,
    "tilleggsinnkalling": DocumentKind.NOTICE,
    "protokoll": DocumentKind.MINUTES,
    "møteprotokoll": DocumentKind.MINUTES,
    "møtebok": DocumentKind.MINUTES,
    "saksprotokoll": DocumentKind.MINUTES_EXTRACT,
}

_ITEM_DOCUMENTS: Mapping[str, DocumentKind] = {
    "saksprotokoll": DocumentKind.MINUTES_EXTRACT,
    "saksframlegg": DocumentKind.CASE_PAPER,
    "saksfremlegg": DocumentKind.CASE_PAPER,
    "saksutgreiing": DocumentKind.CASE_PAPER,
}

_RESOLUTION = "vedtak"

_BODY_KINDS: tuple[tuple[re.Pattern[str], BodyKind], ...] = (
    (re.compile(r"^(ungdom|barn|elev)"), BodyKind.ADVISORY),
    (re.compile(r"^(kommunestyret?|fylkestinget?|bystyret?|heradsstyret?)\b"), BodyKind.COUNCIL),
    (re.compile(r"^(formannskap(et)?|fylkesutval(g|get|et)?|byråd(et)?|kommuneråd(et)?)\b"), BodyKind.EXECUTIVE),
    (re.compile(r"^fylkesråd(et)?$"), BodyKind.EXECUTIVE),
    (re.compile(r"utval(g|get|et)?\b|komit[eé](en)?\b"), BodyKind.COMMITTEE),
    (re.compile(r"råd(et)?\b"), BodyKind.ADVISORY),
    (re.compile(r"nemnd(a|i)?\b|styret?\b"), BodyKind.BOARD),
)
"""Looked through in this order, because a council for the elderly of a county is no county council."""

_RESTRICTION = re.compile(
    r"\b(?:unntatte?|unnatek\w*)\s+(?:fr[aå]\s+|etter\s+)?off(?:entlighet|entlegheit|entliglov|entleglov|l?\b)\w*"
    r"|\bu\.\s?off\b\w*|\boffl\.?\s?§|\bikk(?:e|je)\s+offentl[ei]g\b",
    re.IGNORECASE,
)
# fmt: off
_LEGAL_WORDS = frozenset([
    "§", "§§", "jf", "jfr", "jamfør", "etter", "og", "eller", "nr", "ledd", "første", "fyrste", "andre", "annet",
    "tredje", "bokstav", "pkt", "punkt", "off", "offl", "fvl", "koml", "offentlig", "offentleg", "offentlighet",
    "offentlegheit", "offentlighetsloven", "offentlighetslova", "offentleglova", "offentlegloven", "offentliglova",
    "forvaltningsloven", "forvaltningslova", "kommuneloven", "kommunelova", "unntatt", "unntatte", "unnateke",
    "unnateken", "fra", "frå", "ikke", "ikkje",
])
# fmt: on
_WORD = re.compile(r"[^\W_]+|§+")

NOTHING_HERE = ("ingen ", "det er ingen ")
"""How a row begins that only says that there are no rows."""

CHALLENGES = (
    "just a moment",
    "er du et menneske",
    "er du eit menneske",
    "du er et menneske",
    "du er eit menneske",
    "captcha",
    "verify you are human",
    "are you a robot",
    "checking your browser",
    "attention required",
)

LOGINS = ("logg inn", "logge inn", "logg på", "innlogging", "pålogging", "log in", "sign in", "id-porten")


def is_document_section(heading: str) -> bool:
    """Whether the part of a page under ``heading`` holds the documents of the meeting."""
    return heading.casefold() in DOCUMENT_SECTIONS


def item_section(heading: str) -> ItemKind | None:
    """What sort of items stand under ``heading``; None when no table explains it."""
    word = heading.casefold()
    return ItemKind.APPROVAL if _begins(word, _APPROVAL) else ITEM_SECTIONS.get(word)


def approves_minutes(title: str) -> bool:
    """Whether an item of that title approves the notice or earlier minutes; elsewhere its section tells."""
    return _APPROVED.match(title.casefold()) is not None


def item_of_number(number: str, title: str) -> ItemKind:
    """What sort of item bears ``number``, where no heading says it."""
    by_title = item_section(title)
    prefix = number.casefold().partition(" ")[0].rstrip(".")
    return by_title or ITEM_PREFIXES.get(prefix, ItemKind.OTHER)


def meeting_document(title: str) -> DocumentKind:
    """What a document of a whole meeting is, by its title."""
    return _by_beginning(title, _MEETING_DOCUMENTS, DocumentKind.OTHER)


def item_document(title: str, *, item_title: str | None) -> DocumentKind:
    """What a document under an item is, by its title.

    Agendas and minutes found there belong to another meeting, for instance minutes to be approved, so they are
    attachments.
    """
    word = title.casefold()
    if item_title is not None and word == item_title.casefold():
        return DocumentKind.CASE_PAPER
    if word == _RESOLUTION:
        return DocumentKind.RESOLUTION
    return _by_beginning(title, _ITEM_DOCUMENTS, DocumentKind.ATTACHMENT)


def body_kind(name: str) -> BodyKind:
    """What sort of body bears ``name``."""
    word = name.casefold()
    return next((kind for pattern, kind in _BODY_KINDS if pattern.search(word)), BodyKind.OTHER)


def restriction(text: str) -> str | None:
    """The words in ``text`` that say that something is exempt from public access, to its end; None without such."""
    found = _RESTRICTION.search(text)
    return text[found.start() :] if found else None


def is_only_restriction(text: str) -> bool:
    """Whether ``text`` says that something is exempt, where, and nothing else: it is no title."""
    words = _WORD.findall(text.casefold())
    return restriction(text) is not None and all(
        len(word) == 1 or word.isdigit() or word in _LEGAL_WORDS for word in words
    )


def _by_beginning(title: str, table: Mapping[str, DocumentKind], default: DocumentKind) -> DocumentKind:
    word = title.casefold()
    return next((kind for beginning, kind in table.items() if _begins(word, beginning)), default)


def _begins(text: str, word: str) -> bool:
    return text.startswith(word) and not text[len(word) : len(word) + 1].isalpha()
