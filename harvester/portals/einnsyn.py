"""eInnsyn, the national API of Digitaliseringsdirektoratet, by its OpenAPI description.

``base_url`` is the address of a municipality's *enhet* there, such as ``https://api.einnsyn.no/enhet/enh_01hv…``. A search
for the meetings of the window leads to each meeting, which is asked for with everything that belongs to it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup
from pydantic import ConfigDict, TypeAdapter
from pydantic.alias_generators import to_camel

from harvester.config import Source
from harvester.errors import PageError, PortalError
from harvester.ids import record_id
from harvester.model import (
    OSLO,
    AgendaItem,
    Document,
    DocumentKind,
    ItemKind,
    Language,
    Meeting,
    Record,
    Resolution,
    Window,
    oslo_time,
)
from harvester.portals import terms
from harvester.portals.answers import Answer, Instant, Key, Text, read_answer
from harvester.portals.bodies import read_bodies
from harvester.portals.contract import FetchedPage, PageKind, Parsed, Request, Skip
from harvester.portals.declaration import EVERY_FACT, Basis, Declaration, Fact
from harvester.portals.markup import clean_text, shorten, text_of
from harvester.portals.papers import Sitting, once_each, request_for

_SEARCH_PARAMETERS = frozenset(
    {"administrativEnhet", "entity", "limit", "moetedatoFrom", "moetedatoTo", "sortBy", "sortOrder", "startingAfter"}
)

_PARTS = (
    "utvalgObjekt",
    "moetedokument.dokumentbeskrivelse.dokumentobjekt",
    "moetesak.dokumentbeskrivelse.dokumentobjekt",
    "moetesak.utredning.innstilling",
    "moetesak.utredning.utredningsdokument.dokumentobjekt",
    "moetesak.innstilling",
    "moetesak.vedtak.vedtakstekst",
    "moetesak.vedtak.votering",
    "moetesak.vedtak.vedtaksdokument.dokumentobjekt",
)
"""What a meeting is asked for with; all above in a path comes, too."""

_REDACTED = re.compile(r"[*\s]*\*[*\s]*")

_ITEM_TYPES: Mapping[str, ItemKind] = {
    "politisk": ItemKind.POLITICAL,
    "moete": ItemKind.OTHER,
    "delegert": ItemKind.DELEGATED,
    "interpellasjon": ItemKind.INTERPELLATION,
    "godkjenning": ItemKind.APPROVAL,
    "orientering": ItemKind.BRIEFING,
    "referat": ItemKind.REPORT,
    "annet": ItemKind.OTHER,
}


class Einnsyn:
    """The adapter of the national API."""

    name = "einnsyn"
    declaration = Declaration(
        product="eInnsyn, the national API of Digitaliseringsdirektoratet",
        basis=Basis.SPECIFICATION,
        publishes=EVERY_FACT
        - {Fact.MEETING_ENDS, Fact.MEETING_STATUSES, Fact.ITEM_SECTIONS}
        - {Fact.CASE_NUMBERS, Fact.EXEMPT_DOCUMENTS, Fact.CASE_HISTORY},
        quirks=(
            "Parameters that the API does not know are ignored, so answers are held to the days that were asked for.",
            "Times are in UTC; midnight, there or in Oslo, is no time. A title of nothing but asterisks is exempt.",
            "A document without a dokumentobjekt is not published; one that is a page elsewhere is told and not fetched.",
            "The url of a dokumentobjekt answers with a web page; its file is at dokumentobjekt/…/download.",
        ),
    )

    def start(self, source: Source, window: Window) -> Iterable[Request]:
        """The first page of the meetings of the window, the earliest first."""
        root, enhet = _enhet(source)
        parameters = {
            "entity": "Moetemappe",
            "administrativEnhet": enhet,
            "moetedatoFrom": _utc(oslo_time(window.first, None)),
            "moetedatoTo": _utc(oslo_time(window.last, dt.time(23, 59, 59))),
            "sortBy": "moetedato",
            "sortOrder": "asc",
            "limit": "100",
        }
        yield Request(url=f"{root}/search?{urlencode(parameters)}", kind=PageKind.CALENDAR)

    def parse(self, source: Source, page: FetchedPage) -> Parsed:
        """A search yields requests for meetings and its own next page, a meeting everything else.

        Raises:
            PageError: the answer is not the one that its address promises, or does not keep to what was asked.
        """
        match page.kind:
            case PageKind.CALENDAR:
                return Parsed.of(_read_search(source, page))
            case PageKind.MEETING:
                return Parsed.of(once_each(_read_meeting(source, page)))
            case other:
                raise PageError(page.url, expected="a search or a meeting of eInnsyn", found=f"kind {other}")

    def download(self, source: Source, document: Document) -> Request:  # noqa: ARG002  what every portal is given
        """The request for the file itself.

        Raises:
            PortalError: the document is exempt, so it has no address.
        """
        return request_for(document)


def _enhet(source: Source) -> tuple[str, str]:
    """The root of the API, and the id of the unit whose meetings are asked for."""
    root, found, enhet = source.base_url.rstrip("/").rpartition("/enhet/")
    if not found or not enhet:
        raise PortalError(f"{source.base_url} is no address of a unit such as https://api.einnsyn.no/enhet/enh_…")
    return root, enhet


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


class _Object(Answer):
    model_config = ConfigDict(alias_generator=to_camel)

    id: Key


class _Found(_Object):
    entity: Text
    moetedato: Instant


class _Answers(Answer):
    items: tuple[_Found, ...]
    next: str | None = None


class _Enhet(_Object):
    navn: Text
    navn_nynorsk: Text | None = None
    enhetskode: Text | None = None


class _Objekt(_Object):
    referanse_dokumentfil: str | None = None


class _Beskrivelse(_Object):
    tittel: Text | None = None
    tilknyttet_registrering_som: Text | None = None
    dokumentobjekt: tuple[_Objekt, ...] = ()


class _Moetedokument(_Object):
    moetedokumenttype: Text
    dokumentbeskrivelse: tuple[_Beskrivelse, ...] = ()


class _Tekst(_Object):
    tekst_innhold: str | None = None
    tekst_format: str | None = None


class _Utredning(_Object):
    innstilling: _Tekst | None = None
    utredningsdokument: tuple[_Beskrivelse, ...] = ()


class _Votering(_Object):
    stemme: Text


class _Vedtak(_Object):
    vedtakstekst: _Tekst | None = None
    votering: tuple[_Votering, ...] = ()
    vedtaksdokument: tuple[_Beskrivelse, ...] = ()


class _Moetesak(_Object):
    moetesakstype: Text
    moetesaksaar: int | None = None
    moetesakssekvensnummer: int | None = None
    offentlig_tittel: Text | None = None
    dokumentbeskrivelse: tuple[_Beskrivelse, ...] = ()
    utredning: _Utredning | None = None
    innstilling: _Tekst | None = None
    vedtak: _Vedtak | None = None


class _Moetemappe(_Object):
    offentlig_tittel: Text | None = None
    utvalg: Text | None = None
    utvalg_objekt: _Enhet | Key | None = None
    journalenhet: Key | None = None
    moetedato: Instant
    moetested: Text | None = None
    moetedokument: tuple[_Moetedokument, ...] = ()
    moetesak: tuple[_Moetesak, ...] = ()


_ANSWERS = TypeAdapter(_Answers)
_MOETEMAPPE = TypeAdapter(_Moetemappe)


def _read_search(source: Source, page: FetchedPage) -> Iterator[Request]:
    found = read_answer(page, _ANSWERS)
    asked = dict(parse_qsl(urlsplit(page.url).query))
    root, _ = _enhet(source)
    parts = urlencode([("expand", part) for part in _PARTS])
    for meeting in found.items:
        _must_fit(page, asked, meeting)
        yield Request(url=f"{root}/moetemappe/{meeting.id}?{parts}", kind=PageKind.MEETING)
    if found.next:
        yield Request(url=_next(page, found.next), kind=PageKind.CALENDAR)


def _must_fit(page: FetchedPage, asked: Mapping[str, str], meeting: _Found) -> None:
    """Answers are believed only when they keep to the question."""
    if meeting.entity != asked.get("entity", meeting.entity):
        raise PageError(page.url, expected=asked["entity"], found=shorten(meeting.entity))
    moment = _utc(meeting.moetedato)
    first, last = asked.get("moetedatoFrom", ""), asked.get("moetedatoTo", "9999")
    if not first <= moment <= last:
        raise PageError(page.url, expected=f"meetings from {first} to {last}", found=f"one at {moment}")


def _next(page: FetchedPage, link: str) -> str:
    """The next page, which must be one of the same search."""
    url = urljoin(page.url, link)
    here, there = urlsplit(page.url), urlsplit(url)
    known = {name for name, _ in parse_qsl(there.query)} <= _SEARCH_PARAMETERS
    if (there.netloc, there.path) != (here.netloc, here.path) or not known:
        raise PageError(page.url, expected="a link to the next page of the same search", found=shorten(link))
    return url


def _read_meeting(source: Source, page: FetchedPage) -> Iterator[Record | Skip]:
    found = read_answer(page, _MOETEMAPPE)
    if urlsplit(page.url).path.rpartition("/")[2] != found.id:
        raise PageError(page.url, expected="the meeting of the address", found=f"meeting {found.id}")
    provenance = page.provenance(source)
    name, code = _body(source, page, found)
    bodies = read_bodies(source, provenance, heading=name, codes=[code] if code else [])
    yield from bodies
    start, time_known = _start(found.moetedato)
    names = frozenset(text.casefold() for text in (name, *(body.name for body in bodies)))
    sitting = Sitting(source=source, provenance=provenance, key=found.id, day=start.date(), names=names)
    yield Meeting(
        id=sitting.id,
        bodies=tuple(body.id for body in bodies),
        title=found.offentlig_tittel or name,
        start=start,
        time_known=time_known,
        place=found.moetested or None,
        url=page.url.partition("?")[0],
        provenance=provenance,
    )
    for paper in found.moetedokument:
        yield from _read_meeting_documents(sitting, paper)
    for position, sak in enumerate(found.moetesak, start=1):
        yield from _read_item(sitting, sak, position)


def _body(source: Source, page: FetchedPage, found: _Moetemappe) -> tuple[str, str | None]:
    """Name and code of the body. The API gives the municipality in place of a body that it does not know."""
    enhet = found.utvalg_objekt
    if isinstance(enhet, _Enhet) and enhet.id != found.journalenhet:
        nynorsk = source.organization.language is Language.NYNORSK and enhet.navn_nynorsk
        return nynorsk or enhet.navn, enhet.enhetskode or None
    if not found.utvalg:
        raise PageError(page.url, expected="a body, in utvalgObjekt or utvalg", found="none")
    is_code = any(known.code == found.utvalg for known in source.bodies)
    return found.utvalg, found.utvalg if is_code else None


def _start(moment: dt.datetime) -> tuple[dt.datetime, bool]:
    """The start, and whether its time is known: a day alone is midnight, in UTC or in Oslo."""
    utc = moment.astimezone(dt.UTC)
    if utc.time() == dt.time.min:
        return oslo_time(utc.date(), None), False
    return moment.astimezone(OSLO), moment.time() != dt.time.min


def _read_meeting_documents(sitting: Sitting, paper: _Moetedokument) -> Iterator[Document | Skip]:
    by_type = terms.meeting_document(paper.moetedokumenttype.replace("moete", "møte"))
    for beskrivelse in paper.dokumentbeskrivelse:
        url = _file(sitting, beskrivelse)
        if isinstance(url, Skip):
            yield url
            continue
        document = sitting.paper(key=beskrivelse.id, url=url, title=beskrivelse.tittel or paper.moetedokumenttype)
        known = document.kind is not DocumentKind.OTHER
        yield document if known else dataclasses.replace(document, kind=by_type)


def _read_item(sitting: Sitting, sak: _Moetesak, position: int) -> Iterator[Record | Skip]:
    kind = _ITEM_TYPES.get(sak.moetesakstype)
    if kind is None:
        yield Skip(reason="a type of item that no table explains", what=shorten(sak.moetesakstype))
    exempt = not sak.offentlig_tittel or bool(_REDACTED.fullmatch(sak.offentlig_tittel))
    sequence, year = sak.moetesakssekvensnummer, sak.moetesaksaar
    numbered = sequence is not None and year is not None and 0 < sequence < 10**6 and year < 10**4
    item = AgendaItem(
        id=record_id(sitting.source.key, sak.id),
        meeting=sitting.id,
        number=f"{sequence}/{year}" if numbered else None,
        sequence=sequence if numbered else None,
        year=year if numbered else None,
        position=position,
        section=None,
        kind=kind or ItemKind.OTHER,
        title=None if exempt else sak.offentlig_tittel,
        case_number=None,
        closed=exempt,
        provenance=sitting.provenance,
    )
    yield item
    if sak.vedtak:
        yield from _read_papers(sitting, item, sak.vedtak.vedtaksdokument, DocumentKind.RESOLUTION)
        yield from _read_resolution(item, sak, sak.vedtak)
    if sak.utredning:
        yield from _read_papers(sitting, item, sak.utredning.utredningsdokument, DocumentKind.CASE_PAPER)
    yield from _read_papers(sitting, item, sak.dokumentbeskrivelse, DocumentKind.CASE_PAPER)


def _read_papers(
    sitting: Sitting, item: AgendaItem, papers: Sequence[_Beskrivelse], main: DocumentKind
) -> Iterator[Document | Skip]:
    """Documents of an item; ``main`` is what the main one is there."""
    for beskrivelse in papers:
        url = _file(sitting, beskrivelse)
        if isinstance(url, Skip):
            yield url
            continue
        title = beskrivelse.tittel or item.title or item.number or beskrivelse.id
        document = sitting.item_paper(key=beskrivelse.id, url=url, title=title, item=item)
        is_main = beskrivelse.tilknyttet_registrering_som == "hoveddokument" and not document.history
        untold = is_main and document.kind is DocumentKind.ATTACHMENT
        yield dataclasses.replace(document, kind=main) if untold else document


def _file(sitting: Sitting, paper: _Beskrivelse) -> str | Skip:
    """The address of a document's file, or why there is none. Further files are the same in other formats."""
    files = paper.dokumentobjekt
    if not files:
        return Skip(reason="a document that is named and not published", what=shorten(paper.tittel or paper.id))
    if files[0].referanse_dokumentfil:
        return Skip(reason="a document that is kept elsewhere", what=shorten(files[0].referanse_dokumentfil))
    return f"{_enhet(sitting.source)[0]}/dokumentobjekt/{files[0].id}/download"


def _read_resolution(item: AgendaItem, sak: _Moetesak, vedtak: _Vedtak) -> Iterator[Resolution]:
    """The words, and the votes when they are told; they stand on no page of a document."""
    words = _words(vedtak.vedtakstekst)
    if not words:
        return
    votes = Counter(vote.stemme for vote in vedtak.votering)
    yield Resolution(
        id=f"{item.id}.{vedtak.id}",
        item=item.id,
        recommendation=_words(sak.innstilling) or _words(sak.utredning.innstilling if sak.utredning else None),
        resolution=words,
        outcome=None,
        votes_for=votes["Ja"] if votes else None,
        votes_against=votes["Nei"] if votes else None,
        unanimous=votes.total() == votes["Ja"] if votes else None,
        page_from=0,
        page_to=0,
        sentence=words,
        provenance=item.provenance,
    )


def _words(text: _Tekst | None) -> str | None:
    if text is None or not text.tekst_innhold:
        return None
    is_html = "html" in (text.tekst_format or "").casefold()
    return clean_text(text_of(BeautifulSoup(text.tekst_innhold, "lxml")) if is_html else text.tekst_innhold) or None
