"""The demo as the national API: a search that goes on page by page, and objects that are ids until they are expanded."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from harvester.demo.dataset import DemoDecision, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, answer, download, page
from harvester.model import DocumentKind, oslo_time

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Object = dict[str, Json]

ENHET = "enh_01k0demo00000000000000demo"
"""The unit of the organization that a portal shows."""

_LARGEST_LIMIT = 100
_REDACTED = "*****"
_SHELL = "<!doctype html><html lang='nb'><head><title>eInnsyn</title></head><body><div id='__next'></div></body></html>"
_ROBOTS = Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nAllow: /\n")
_TYPES: Mapping[Section, str] = MappingProxyType(
    {
        Section.APPROVAL: "godkjenning",
        Section.POLITICAL: "politisk",
        Section.SUPPLEMENTARY: "politisk",
        Section.INTERPELLATION: "interpellasjon",
        Section.DELEGATED: "delegert",
        Section.BRIEFING: "orientering",
        Section.REPORT: "referat",
    }
)
_DOCUMENT_TYPES = {
    DocumentKind.NOTICE: "innkalling",
    DocumentKind.AGENDA: "saksliste",
    DocumentKind.MINUTES: "protokoll",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class EinnsynRendering:
    """The API as one organization sees it; ``page_size`` is how many it gives at once, whatever is asked for."""

    page_size: int = 7

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The answer at an address. Parameters that are not known are ignored in silence."""
        match line.path.split("/")[1:]:
            case ["robots.txt"]:
                return _ROBOTS
            case ["search"]:
                return self._search(line, published)
            case ["moetemappe", key]:
                meetings = (meeting for meeting in published.meetings if _id("mm", meeting.key) == key)
                return _found(next(map(_moetemappe, meetings), None), line)
            case ["dokumentobjekt", key, "download"]:
                return _download(key, published)
            case ["nb", "dokumentobjekt", _]:
                return page(_SHELL)
        return _error(404, "notFound", "Not found")

    def _search(self, line: RequestLine, published: Published) -> Response:
        limit = line.parameter("limit") or "25"
        if not limit.isdecimal() or not 1 <= int(limit) <= _LARGEST_LIMIT:
            return _error(400, "badRequest", "limit must be between 1 and 100")
        found = [meeting for meeting in published.meetings if _is_asked_for(meeting, line)]
        found.sort(key=lambda meeting: (_moment(meeting), meeting.key), reverse=line.parameter("sortOrder") != "asc")
        begin = _place(found, line.query.get("startingAfter", ()))
        shown = found[begin : begin + min(int(limit), self.page_size)]
        content: Object = {"items": [_expanded(_moetemappe(meeting), ()) for meeting in shown]}
        if begin + len(shown) < len(found):
            last = [_moment(shown[-1]), _id("mm", shown[-1].key)]
            query = {name: values for name, values in line.query.items() if name != "startingAfter"}
            content["next"] = f"/search?{urlencode(query | {'startingAfter': last}, doseq=True)}"
        return answer(content)


def _is_asked_for(meeting: PublishedMeeting, line: RequestLine) -> bool:
    moment = _moment(meeting)
    first, last = line.parameter("moetedatoFrom") or "", line.parameter("moetedatoTo") or "9999"
    entity = line.query.get("entity", ("Moetemappe",))
    return (
        "Moetemappe" in entity and (line.parameter("administrativEnhet") or ENHET) == ENHET and first <= moment <= last
    )


def _place(found: Sequence[PublishedMeeting], cursor: Sequence[str]) -> int:
    """Where a page begins: after the meeting that the cursor names."""
    keys = [_id("mm", meeting.key) for meeting in found]
    return keys.index(cursor[1]) + 1 if len(cursor) > 1 and cursor[1] in keys else 0


def _found(content: Object | None, line: RequestLine) -> Response:
    if content is None:
        return _error(404, "notFound", "Not found")
    return answer(_expanded(content, [path.split(".") for path in line.query.get("expand", ())]))


def _error(status: int, kind: str, message: str) -> Response:
    return answer({"type": kind, "message": message}, status=status)


def _expanded(content: Object, paths: Iterable[Sequence[str]]) -> Object:
    """An object in which only those below the paths are whole; all others are their ids."""
    below: dict[str, list[Sequence[str]]] = {}
    for first, *rest in paths:
        below.setdefault(first, []).extend([rest] if rest else [])
    return {name: _reference(value, below.get(name)) for name, value in content.items()}


def _reference(value: Json, paths: list[Sequence[str]] | None) -> Json:
    match value:
        case dict():
            return value["id"] if paths is None else _expanded(value, paths)
        case list():
            return [_reference(each, paths) for each in value]
        case _:
            return value


def _id(prefix: str, *keys: object) -> str:
    """An id of the API's form: a prefix and 26 letters and figures."""
    return f"{prefix}_01{hashlib.sha256(repr(keys).encode()).hexdigest()[:24]}"


def _moment(meeting: PublishedMeeting) -> str:
    return oslo_time(meeting.day, meeting.time).astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


# Objects


def _moetemappe(meeting: PublishedMeeting) -> Object:
    name = " og ".join(body.name for body in meeting.bodies)
    return {
        "id": _id("mm", meeting.key),
        "entity": "Moetemappe",
        "offentligTittel": f"{name} {meeting.day:%d.%m.%Y}",
        "moetenummer": str(meeting.key),
        "utvalg": name,
        "utvalgObjekt": {
            "id": _id("enh", name),
            "entity": "Enhet",
            "navn": name,
            "enhetskode": "/".join(body.code for body in meeting.bodies),
            "enhetstype": "UTVALG",
            "parent": ENHET,
        },
        "moetedato": _moment(meeting),
        **({"moetested": meeting.place} if meeting.place else {}),
        "moetedokument": [_moetedokument(paper) for paper in meeting.papers],
        "moetesak": [_moetesak(item) for item in meeting.items],
        "journalenhet": ENHET,
    }


def _moetedokument(paper: PublishedPaper) -> Object:
    return {
        "id": _id("mdok", paper.key),
        "entity": "Moetedokument",
        "offentligTittel": paper.title,
        "moetedokumenttype": _DOCUMENT_TYPES[paper.kind],
        "dokumentbeskrivelse": [_dokumentbeskrivelse(paper, is_main=True)],
    }


def _moetesak(item: PublishedItem) -> Object:
    sequence, _, year = item.number.rpartition(" ")[2].partition("/")
    said = [paper for paper in item.papers if paper.kind is DocumentKind.RESOLUTION]
    others = [paper for paper in item.papers if paper.kind is not DocumentKind.RESOLUTION]
    return {
        "id": _id("ms", item.key),
        "entity": "Moetesak",
        "offentligTittel": _REDACTED if item.title is None else item.title,
        "moetesakstype": _TYPES[item.section],
        "moetesaksaar": 2000 + int(year),
        "moetesakssekvensnummer": int(sequence),
        "dokumentbeskrivelse": [
            _dokumentbeskrivelse(paper, is_main=paper.kind is DocumentKind.CASE_PAPER) for paper in others
        ],
        **({"vedtak": _vedtak(item, item.decisions[0], said)} if said and item.decisions else {}),
    }


def _vedtak(item: PublishedItem, decision: DemoDecision, said: Sequence[PublishedPaper]) -> Object:
    return {
        "id": _id("ved", item.key),
        "entity": "Vedtak",
        "vedtakstekst": {
            "id": _id("msb", item.key),
            "entity": "Moetesaksbeskrivelse",
            "tekstInnhold": f"<p>{decision.resolution}</p>",
            "tekstFormat": "text/html",
        },
        "votering": [
            {"id": _id("vot", item.key, vote, number), "entity": "Votering", "stemme": vote}
            for vote, votes in (("Ja", decision.votes_for), ("Nei", decision.votes_against))
            for number in range(votes or 0)
        ],
        "vedtaksdokument": [_dokumentbeskrivelse(paper, is_main=True) for paper in said],
    }


def _dokumentbeskrivelse(paper: PublishedPaper, *, is_main: bool) -> Object:
    """An exempt document has no ``dokumentobjekt``."""
    objekt = _id("do", paper.key)
    objects: list[Json] = [
        {
            "id": objekt,
            "entity": "Dokumentobjekt",
            "format": "PDF",
            "url": f"https://einnsyn.no/nb/dokumentobjekt/{objekt}",
        }
    ]
    return {
        "id": _id("db", paper.key),
        "entity": "Dokumentbeskrivelse",
        "tittel": paper.title,
        "dokumentnummer": 1,
        "tilknyttetRegistreringSom": "hoveddokument" if is_main else "vedlegg",
        "dokumentobjekt": objects if paper.restriction is None else [],
    }


def _download(key: str, published: Published) -> Response:
    for meeting in published.meetings:
        for paper in (*meeting.papers, *(paper for item in meeting.items for paper in item.papers)):
            if _id("do", paper.key) == key and paper.restriction is None:
                return download(paper)
    return _error(404, "notFound", "Not found")
