"""The demo as ACOS Innsyn Pluss: an empty shell, and JSON answers behind a cookie.

Refused without the cookie or the Referer: a redirect to a login. A GET where a POST belongs, and a ``%21`` where a ``!``
belongs, are answered with 405. Names of fields are those that others printed; the whole of an answer is not known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.demo.dataset import Published, PublishedItem, PublishedMeeting, PublishedPaper, papers_of
from harvester.demo.exchange import RequestLine, Response, answer, download, redirect
from harvester.demo.words import words
from harvester.model import DocumentKind

OVERVIEW = "/innsyn/moteoversikt/"

_API = "/api/presentation/v2/nye-innsyn/"
_COOKIE = "ASP.NET_SessionId=demo"
_PAGE_SIZE = 10
_NOT_ALLOWED = Response(status=405, body=b"<h1>405</h1>")
_NOT_FOUND = Response(status=404, body=b"<h1>404</h1>")
_ROBOTS = Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nDisallow:\n")
_LOGIN = Response(
    body=b"<html><head><title>Logg inn</title></head><body><form><input type='password'></form></body></html>"
)
_SHELL = """<!DOCTYPE html>
<html lang="no"><head><meta charset="utf-8"><title>Møteoversikt</title><meta name="robots" content="noindex"></head>
<body><form method="post" action="./" id="aspnetForm"><section class="ac-content-page--innsyn js-application">
<h1>Møteoversikt</h1><div class="innsyn-overview" data-mode="1"></div></section></form></body></html>
"""

Json = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class AcosInnsynRendering:
    """One site."""

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The shell, an answer, or a file."""
        match line.path:
            case "/robots.txt":
                return _ROBOTS
            case "/login":
                return _LOGIN
            case path if path == OVERVIEW:
                return Response(headers={"Set-Cookie": f"{_COOKIE}; path=/; HttpOnly"}, body=_SHELL.encode())
            case path if path.startswith(_API):
                return _api(path.removeprefix(_API), line, published)
        return _NOT_FOUND


def _api(path: str, line: RequestLine, published: Published) -> Response:
    if _COOKIE not in (line.header("Cookie") or "") or OVERVIEW not in (line.header("Referer") or ""):
        return redirect("/login")
    if "%21" in path or (line.method != "POST") != path.startswith("filer/"):
        return _NOT_ALLOWED
    match path.split("/"):
        case ["filer", key]:
            paper = next((one for one in _papers(published) if _identifier("f", one.key) == key), None)
            return download(paper) if paper else _NOT_FOUND
        case ["overviewInit" | "overview"]:
            return _list(json.loads(line.body), published)
    model = _model(path, published)
    return answer({"content": {"model": model}}) if model else _NOT_FOUND


def _model(path: str, published: Published) -> Json | None:
    match path.split("/"):
        case ["mote", key]:
            meeting = next((one for one in published.meetings if _identifier("m", one.key) == key), None)
            return _meeting(meeting, published) if meeting else None
        case ["mote", "saksfremlegg", key]:
            items = (item for meeting in published.meetings for item in meeting.items if not item.closed)
            item = next((one for one in items if _identifier("s", one.key) == key), None)
            return _case(item) if item else None
    return None


def _papers(published: Published) -> Iterator[PublishedPaper]:
    for meeting in published.meetings:
        yield from (paper for paper in papers_of(meeting) if paper.restriction is None)


def _identifier(letter: str, key: int) -> str:
    """Such as ``m-f8f7223d__d641__492d__ba1c__4187bf1a5053-12!qUGVU5``."""
    digest = hashlib.sha256(f"{letter}{key}".encode()).hexdigest()
    guid = "__".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
    return f"{letter}-{guid}-{key}!{digest[-6:].upper()}"


def _list(question: Json, published: Published) -> Response:
    pairs = question["keyValues"]
    values = {pair["key"]: pair["value"] for pair in pairs} if isinstance(pairs, list) else {}
    held = [meeting for meeting in published.meetings if _is_held(meeting)]
    coming = [meeting for meeting in published.meetings if not _is_held(meeting)]
    meetings = held[::-1] if values.get("Dato") == "HeldMeetings" else coming
    number = int(str(values.get("page", "1")))
    shown = meetings[(number - 1) * _PAGE_SIZE : number * _PAGE_SIZE]
    found = {
        "items": [_card(meeting) for meeting in shown],
        "pageCount": -(-len(meetings) // _PAGE_SIZE),
        "totalItemCount": len(meetings),
        "pageNumber": number,
    }
    return answer({"content": {"searchItems": found, "filter": []}})


def _is_held(meeting: PublishedMeeting) -> bool:
    return any(paper.kind is DocumentKind.MINUTES for paper in meeting.papers)


def _card(meeting: PublishedMeeting) -> Json:
    return {
        "title": meeting.bodies[0].name,
        "identifier": _identifier("m", meeting.key),
        "type": 1,
        "properties": {
            "dato": f"{meeting.day:%d.%m.%Y}",
            "tid": f"{meeting.time:%H:%M}" if meeting.time else None,
            "sted": meeting.place,
        },
    }


def _meeting(meeting: PublishedMeeting, published: Published) -> Json:
    exempt = words(published.organization.language).exempt_title
    return {
        "title": f"{meeting.bodies[0].name} {meeting.day:%d.%m.%Y}",
        "UtvalgLenke": {"title": meeting.bodies[0].name},
        "props": {
            "dato": f"{meeting.day:%d.%m.%Y}",
            "tidspunkt": f"{meeting.time:%H:%M}" if meeting.time else None,
            "sted": meeting.place,
        },
        "MEETING_FILES": [_file(paper) for paper in meeting.papers if paper.restriction is None],
        "MEETING_CASES": [
            {
                "title": f"{item.number} {item.title or exempt}",
                "identifier": None if item.closed else _identifier("s", item.key),
            }
            for item in meeting.items
        ],
    }


def _case(item: PublishedItem) -> Json:
    files = [_file(paper) for paper in item.papers if paper.restriction is None]
    return {"title": item.title, "vedleggGruppe": [{"tittel": "Dokumenter", "vedlegg": files}] if files else []}


def _file(paper: PublishedPaper) -> Json:
    address = f"{_API}filer/{_identifier('f', paper.key)}?pid=1"
    return {"title": paper.title, "filtype": "PDF", "filstorrelseFormatted": "80 KB", "fileUrl": address}
