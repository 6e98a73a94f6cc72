"""The demo as a Digdem portal: two questions by GraphQL, which must be worded as the portal's own program words them.

Names and quirks follow a public program that asks real portals; which values some fields have is not known.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError

from harvester.demo.dataset import (
    DemoBody,
    Published,
    PublishedItem,
    PublishedMeeting,
    PublishedPaper,
    Section,
)
from harvester.demo.exchange import RequestLine, Response, answer, download, page
from harvester.model import DocumentKind, MeetingStatus

_QUESTIONS = {
    "34055a22a1aefd03": "GetYearMeetings",
    "a62a707393140608": "ModalMeeting",
}
"""The questions that are answered, by a hash of their text."""

_OUTDATED = "Digdem har oppdatert, last siden paa nytt"
_TYPES = {
    Section.APPROVAL: "PS",
    Section.POLITICAL: "PS",
    Section.SUPPLEMENTARY: "PS",
    Section.INTERPELLATION: "FO",
    Section.DELEGATED: "DS",
    Section.BRIEFING: "OS",
    Section.REPORT: "RS",
}
_STATUSES = {MeetingStatus.CANCELLED: "Avlyst", MeetingStatus.POSTPONED: "Utsatt"}
_SHELL = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>Digdem</title>
<script src="/assets/index.js"></script></head><body><div id="root"></div></body></html>"""


class _Where(BaseModel):
    id: str = ""
    date_gt: dt.datetime | None = None
    date_lt: dt.datetime | None = None


class _Variables(BaseModel):
    id: str = ""
    where: _Where = _Where()


class _Question(BaseModel):
    query: str
    variables: _Variables


@dataclass(frozen=True, kw_only=True, slots=True)
class DigdemRendering:
    """One tenant of Digdem."""

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The answer to a question, a file, or the empty shell of the program at any other address."""
        match line.path.rstrip("/").split("/")[1:]:
            case ["graphql"] if line.method == "POST":
                return _graphql(line, published)
            case ["api", "doc", key]:
                paper = published.paper(_number(key, "d"))
                return download(paper) if paper else page(_SHELL)
            case ["robots.txt"]:
                return Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nAllow: /\n")
            case _:
                return page(_SHELL)


def _key(number: int, letter: str) -> str:
    """A cuid, as the product has them."""
    return f"cm{letter}{number:022d}"


def _number(key: str, letter: str) -> int:
    digits = key.removeprefix(f"cm{letter}")
    return int(digits) if digits.isascii() and digits.isdigit() else -1


def _graphql(line: RequestLine, published: Published) -> Response:
    if line.header("apollo-require-preflight") is None:
        return _complaint("This operation has been blocked as a potential Cross-Site Request Forgery (CSRF).", 400)
    try:
        question = _Question.model_validate_json(line.body)
    except ValidationError:
        return _complaint("POST body missing, invalid Content-Type, or JSON object has no keys.", 400)
    fingerprint = hashlib.sha256(question.query.encode()).hexdigest()[:16]
    match _QUESTIONS.get(fingerprint):
        case "GetYearMeetings":
            where = question.variables.where
            meetings = [_listed(each) for each in published.meetings if _is_between(_instant(each), where)]
            return answer({"data": {"meetings": meetings}})
        case "ModalMeeting":
            meeting = published.meeting(_number(question.variables.id, "m"))
            return answer({"data": {"meeting": _meeting(meeting, published) if meeting else None}})
        case _:
            return _complaint(_OUTDATED, 200)


def _complaint(message: str, status: int) -> Response:
    content = {"errors": [{"message": message, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}], "data": None}
    return answer(content, status=status)


def _instant(meeting: PublishedMeeting) -> dt.datetime:
    """The local time with a Z, as the product has it."""
    return dt.datetime.combine(meeting.day, meeting.time or dt.time.min, tzinfo=dt.UTC)


def _printed(instant: dt.datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.000Z"


def _is_between(instant: dt.datetime, where: _Where) -> bool:
    after = where.date_gt is None or instant > where.date_gt
    return after and (where.date_lt is None or instant < where.date_lt)


def _typed(name: str, fields: Mapping[str, object]) -> dict[str, object]:
    return {**fields, "__typename": name}


def _commission(body: DemoBody, *, named: bool) -> dict[str, object]:
    key = f"cmb{hashlib.sha256(body.key.encode()).hexdigest()[:22]}"
    return _typed("Commission", {"id": key} | ({"name": body.name} if named else {}))


def _listed(meeting: PublishedMeeting) -> dict[str, object]:
    return _typed(
        "Meeting",
        {
            "id": _key(meeting.key, "m"),
            "date": _printed(_instant(meeting)),
            "endDateTime": None,
            "internalStatus": None,
            "status": _STATUSES.get(meeting.status, "Regulært") if meeting.status else "Regulært",
            "meetingName": None,
            "published": True,
            "commission": _commission(meeting.bodies[0], named=False),
        },
    )


def _meeting(meeting: PublishedMeeting, published: Published) -> dict[str, object]:
    merged = {"id": _key(meeting.key, "a"), "url": None, "archiveId": None, "error": None, "inProgress": False}
    return _typed(
        "Meeting",
        {
            "id": _key(meeting.key, "m"),
            "date": _printed(_instant(meeting)),
            "location": meeting.place,
            "synced": True,
            "mergedPdf": _typed("MergedPdf", merged),
            "commission": _commission(meeting.bodies[0], named=True),
            "documents": [_paper(paper) for paper in meeting.papers],
            "proceedings": [_proceeding(item, published) for item in meeting.items],
            "streams": [],
        },
    )


def _proceeding(item: PublishedItem, published: Published) -> dict[str, object]:
    return _typed(
        "Proceeding",
        {
            "id": _key(item.key, "s"),
            "title": item.title,
            "sequenceNumber": item.number,
            "classified": item.closed,
            "type": _TYPES[item.section],
            "order": None,
            "agendaOrder": None,
            "agendaGroupType": None,
            "decisionProposal": None,
            "documents": [_paper(paper) for paper in item.papers],
            "publicProposalsCount": 0,
            "relatedProceedings": list(_related(item, published)),
        },
    )


def _related(item: PublishedItem, published: Published) -> Iterator[dict[str, object]]:
    for one in published.treatments(item.case) if item.case else ():
        instant = dt.datetime.combine(one.day, dt.time(10), tzinfo=dt.UTC)
        meeting = {"id": _key(one.paper.key, "t"), "date": _printed(instant)}
        yield _typed(
            "Proceeding",
            {
                "id": _key(one.paper.key, "r"),
                "sequenceNumber": _padded(one.number),
                "meeting": _typed("Meeting", meeting | {"commission": _commission(one.body, named=True)}),
                "protocol": _typed("Document", {"id": _key(one.paper.key, "d"), "azureCustomLink": None}),
            },
        )


def _padded(number: str) -> str:
    """``0012/26``, as lines of a case's history have it."""
    sequence, year = number.rsplit(maxsplit=1)[-1].split("/")
    return f"{sequence.zfill(4)}/{year}"


def _paper(paper: PublishedPaper) -> dict[str, object]:
    return _typed(
        "Document",
        {
            "id": _key(paper.key, "d"),
            "title": f"{paper.title} - {paper.restriction}" if paper.restriction else paper.title,
            "type": "Saksframlegg" if paper.kind is DocumentKind.CASE_PAPER else None,
            "azureCustomLink": None,
            "classified": paper.restriction is not None,
            "registrationCode": None,
        },
    )
