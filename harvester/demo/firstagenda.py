"""The demo as a portal of FirstAgenda Publication: everything in two answers, behind a page that sets a cookie."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper
from harvester.demo.exchange import RequestLine, Response, answer, download, page, redirect
from harvester.model import DocumentKind, oslo_time

_COOKIE = "FirstAgendaAnonymous=demo"
_WELCOME = "/Home/AnonymousAuthentication"
_ZEROS = "00000000-0000-0000-0000-000000000000"
_FIELDS = frozenset({DocumentKind.CASE_PAPER, DocumentKind.RESOLUTION})
_VIEWER = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Vis PDF</title></head>
<body><iframe src="{address}"></iframe></body></html>"""
_MISSING = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Politisk agenda</title></head>
<body><h1>Siden blev ikke fundet</h1></body></html>"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstAgendaRendering:
    """One municipality's portal."""

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """An answer, a file or its viewer; a page with status 200 for anything unknown."""
        path = line.path.casefold().strip("/").split("/")
        if path == ["robots.txt"]:
            return Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nAllow: /\n")
        if path == _WELCOME.casefold().strip("/").split("/"):
            return _welcome(line.parameter("callback") or "/")
        if _COOKIE not in (line.header("Cookie") or ""):
            return redirect(f"{_WELCOME}?callback={quote(_target(line), safe='')}")
        return _answer(path, line, published) or page(_MISSING)


def _answer(path: list[str], line: RequestLine, published: Published) -> Response | None:
    response = None
    match path:
        case ["api", "agenda", "udvalgsliste"]:
            response = answer(_boards(published))
        case ["api", "agenda", "dagsorden", key] if meeting := published.meeting(_number(key)):
            response = answer(_agenda(meeting))
        case ["vis", "pdf", "bilag", key] if paper := published.paper(_number(key)):
            response = _shown(paper, line)
        case ["vis", "pdf", "dagsorden", key] if meeting := published.meeting(_number(key)):
            paper = _publication(meeting)
            response = _shown(paper, line) if paper else None
        case ["api", "v1", "signed", key] if paper := published.paper(_number(key)):
            response = download(paper)
    return response


def _target(line: RequestLine) -> str:
    query = urlencode([(name, value) for name, values in line.query.items() for value in values])
    return f"{line.path}?{query}" if query else line.path


def _welcome(callback: str) -> Response:
    """Sets the cookie and leads back, but to no other host."""
    location = callback if callback.startswith("/") and not callback.startswith("//") else "/"
    return Response(status=302, headers={"Location": location, "Set-Cookie": f"{_COOKIE}; Path=/; HttpOnly"})


def _key(number: int) -> str:
    """A GUID whose last part is the number."""
    return f"5f1a0000-0000-4000-8000-{number:012d}"


def _number(key: str) -> int:
    digits = key.removeprefix(_key(0)[:24])
    return int(digits) if digits.isascii() and digits.isdigit() else -1


def _shown(paper: PublishedPaper, line: RequestLine) -> Response:
    address = f"/api/v1/signed/{_key(paper.key)}?signature=demo"
    wants_file = line.parameter("redirectDirectlyToPdf") == "true"
    return redirect(address) if wants_file else page(_VIEWER.format(address=address))


def _publication(meeting: PublishedMeeting) -> PublishedPaper | None:
    """The minutes as soon as there are any, before that the agenda."""
    papers = [paper for paper in meeting.papers if paper.restriction is None]
    minutes = [paper for paper in papers if paper.kind is DocumentKind.MINUTES]
    return next(iter(minutes or papers), None)


def _board(body: DemoBody) -> dict[str, object]:
    digits = int(hashlib.sha256(body.key.encode()).hexdigest()[:9], 16)
    return {"Id": _key(digits), "Navn": body.name}


def _boards(published: Published) -> dict[str, object]:
    boards = []
    for body in published.bodies:
        meetings = [_moede(each) | {"Id": _key(each.key)} for each in published.meetings if each.bodies[0] == body]
        if meetings:
            boards.append(_board(body) | {"OrganisationId": _ZEROS, "Historisk": False, "Moeder": meetings})
    return {"Udvalg": {"Utvalg 2023-2027": boards, "Utvalg 2019-2023": []}}


def _moede(meeting: PublishedMeeting) -> dict[str, object]:
    start = oslo_time(meeting.day, meeting.time).isoformat()
    paper = _publication(meeting)
    is_held = paper is not None and paper.kind is DocumentKind.MINUTES
    return {
        "Id": _ZEROS,
        "Dato": start,
        "MeetingBeginUtc": start,
        "ReleasedDate": paper.published.isoformat() if paper else None,
        "Sted": meeting.place,
        "Afsluttet": is_held,
        "Navn": "Referat" if is_held else "Dagsorden",
        "IsSupplementaryAgenda": False,
    }


def _agenda(meeting: PublishedMeeting) -> Mapping[str, object]:
    return {
        "Id": _key(meeting.key),
        "Udvalg": _board(meeting.bodies[0]),
        "Moede": _moede(meeting) | {"Moededeltagere": []},
        "TillaegsDagsorden": False,
        "Dagsordenpunkter": [_item(item, meeting) for item in meeting.items],
        "Lydfiler": [],
    }


def _item(item: PublishedItem, meeting: PublishedMeeting) -> dict[str, object]:
    papers = [paper for paper in item.papers if paper.restriction is None]
    case = item.case.number if item.case else None
    fields = [_field(paper.title, _key(paper.key)) for paper in papers if paper.kind in _FIELDS]
    return {
        "Id": _key(item.key),
        "AgendaUid": _key(meeting.key),
        "Number": item.number,
        "Punktnummer": item.number,
        "Navn": item.title,
        "Caption": item.title,
        "SagsNummer": case,
        "CaseNumber": case,
        "IsOpen": not item.closed,
        "Felter": [_field("Tekst", _ZEROS), *fields],
        "Bilag": [
            {"Id": _key(paper.key), "Navn": paper.title, "Order": order, "HarPdfVersion": "true"}
            for order, paper in enumerate(paper for paper in papers if paper.kind not in _FIELDS)
        ],
    }


def _field(name: str, key: str) -> dict[str, object]:
    link = None if key == _ZEROS else f"/Vis/Pdf/bilag/{key}"
    return {"Navn": name, "Html": None if link else "<p>…</p>", "Link": link, "DocumentId": key}
