"""The demo as Elements Publikum: JSON behind the header ``Tenant``, and the application's page for everything else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, answer, download, page
from harvester.model import DocumentKind, oslo_time

Json = dict[str, object]

TENANT = "999999980"
"""An organization number that nobody has."""

_DATABASE = "5b1f60d2-0c9a-4a0e-8f6e-2f3c1d7a9b10"
_NO_END = "0001-01-01T00:00:00+00:00"
_EXEMPT = "Offl. § 13"
_SHELL = """<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Elements Publikum</title>
<script type="module" src="/publikum/assets/index.js"></script></head><body><div id="root"></div></body></html>"""
_ROBOTS = Response(content_type="text/plain; charset=utf-8", body=b"User-agent: *\nDisallow:\n")
_TYPES: Mapping[Section, str] = MappingProxyType(
    {
        Section.APPROVAL: "PS",
        Section.POLITICAL: "PS",
        Section.SUPPLEMENTARY: "PS",
        Section.INTERPELLATION: "FO",
        Section.DELEGATED: "DS",
        Section.BRIEFING: "OS",
        Section.REPORT: "RS",
    }
)
_NUMBER = re.compile(r"(\d+)/(\d\d)$", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementsRendering:
    """One tenant."""

    tenant: str = TENANT

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """The answer at an address; the application's page, with status 200, where there is none or no tenant."""
        match line.path.split("/")[1:]:
            case ["robots.txt"]:
                return _ROBOTS
            case ["publikum", *path] if line.header("Tenant") == self.tenant:
                return _answer(path, line, published)
        return page(_SHELL)


def _answer(path: list[str], line: RequestLine, published: Published) -> Response:
    found: object = None
    match path:
        case ["api", "PredefinedQuery", "DmbMeetings"]:
            found = [_row(meeting) for meeting in published.meetings if _is_asked_for(meeting, line)]
        case ["api", "Meetings", key] if meeting := _meeting(key, published):
            found = _meeting_answer(meeting)
        case ["api", "DmbHandlings", "GetByMeetingId", key] if meeting := _meeting(key, published):
            found = [_handling(meeting, item, published, entry=False) for item in _in_order(meeting)]
        case ["api", "DmbHandlings", key]:
            found = next(
                (_handling(*place, published) for place in _places(published) if key == str(place[1].key)), None
            )
        case ["Documents", *address]:
            return _document(address, published)
    return page(_SHELL) if found is None else answer(found)


def _is_asked_for(meeting: PublishedMeeting, line: RequestLine) -> bool:
    """Parameters that are not known are ignored, as they are there."""
    year = line.parameter("year") or str(meeting.day.year)
    first, last = line.parameter("DateFrom"), line.parameter("DateTo")
    day = meeting.day.isoformat()
    return str(meeting.day.year) == year and (first is None or first <= day) and (last is None or day <= last)


def _meeting(key: str, published: Published) -> PublishedMeeting | None:
    return published.meeting(int(key)) if key.isascii() and key.isdigit() else None


def _places(published: Published) -> Iterator[tuple[PublishedMeeting, PublishedItem]]:
    return ((meeting, item) for meeting in published.meetings for item in meeting.items)


def _in_order(meeting: PublishedMeeting) -> list[PublishedItem]:
    return sorted(meeting.items, key=lambda item: item.key)


# Meetings


def _start(meeting: PublishedMeeting) -> str:
    return oslo_time(meeting.day, meeting.time).isoformat()


def _location(meeting: PublishedMeeting) -> tuple[str | None, str | None]:
    """The building and the room."""
    building, _, room = (meeting.place or "").partition(", ")
    return building or None, room or None


def _row(meeting: PublishedMeeting) -> Json:
    location, room = _location(meeting)
    return {
        "Database": _DATABASE,
        "MO_ID": meeting.key,
        "MO_ROM": room,
        "MO_SLUTT": None,
        "MO_START": dt.datetime.combine(meeting.day, meeting.time or dt.time.min).isoformat(),
        "MO_STED": location,
        "Type": 4,
        "UT_ID": _body_id(meeting.bodies[0]),
        "UT_NAVN": _body_name(meeting),
    }


def _meeting_answer(meeting: PublishedMeeting) -> Json:
    location, room = _location(meeting)
    return {
        "DMB": {
            "Description": None,
            "Id": _body_id(meeting.bodies[0]),
            "Name": _body_name(meeting),
            "ShortCode": "/".join(body.code for body in meeting.bodies),
        },
        "Database": _DATABASE,
        "DmbHandlings": None,
        "DmbId": _body_id(meeting.bodies[0]),
        "EndDate": _NO_END,
        "Id": meeting.key,
        "MeetingDocuments": [_meeting_document(meeting, paper) for paper in meeting.papers],
        "MeetingLocation": location,
        "MeetingNumber": 1,
        "MeetingRoom": room,
        "StartDate": _start(meeting),
    }


def _body_name(meeting: PublishedMeeting) -> str:
    """A joint meeting has a body of its own there, named after those that meet."""
    return " og ".join(body.name for body in meeting.bodies)


def _body_id(body: DemoBody) -> int:
    return sum(map(ord, body.key))


def _meeting_document(meeting: PublishedMeeting, paper: PublishedPaper) -> Json:
    return {
        "DmbDocumentTypeId": "MP" if paper.kind is DocumentKind.MINUTES else "MI",
        "Id": paper.key,
        "IsRestricted": False,
        "MeetingId": meeting.key,
        "StatusId": "G",
        "Title": f"{paper.title} ",
        "TitleRestricted": f"{paper.title} ",
    }


# Items


def _handling(meeting: PublishedMeeting, item: PublishedItem, published: Published, *, entry: bool = True) -> Json:
    first, *others = _said(meeting, item)
    elsewhere = [place for place in _places(published) if item.case and place[1].case == item.case and place[1] != item]
    additional = [_treatment(meeting, item, said) for said in others]
    additional += [_treatment(*place, said) for place in elsewhere for said in _said(*place)]
    return _treatment(meeting, item, first) | {
        "AdditionalDmbHandlings": additional,
        "RegistryEntry": _registry_entry(item) if entry else None,
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """What a body said in an item: a number of its own, and the paper when there is one."""

    key: int
    body: DemoBody
    paper: PublishedPaper | None


def _said(meeting: PublishedMeeting, item: PublishedItem) -> list[_Said]:
    """One for the item, and one for each further body that made a resolution of its own in it."""
    papers = [paper for paper in item.papers if paper.kind is DocumentKind.RESOLUTION]
    first = _Said(key=item.key, body=meeting.bodies[0], paper=papers[0] if papers else None)
    others = zip(meeting.bodies[1:], papers[1:], strict=False)
    return [first, *(_Said(key=paper.key, body=body, paper=paper) for body, paper in others)]


def _treatment(meeting: PublishedMeeting, item: PublishedItem, said: _Said) -> Json:
    printed = _NUMBER.search(item.number)
    location, room = _location(meeting)
    return {
        "AccessCode": "U" if item.closed else None,
        "AdditionalDmbHandlings": [],
        "Case": {"CaseNumber": item.case.number} if item.case else None,
        "CaseWorker": None,
        "Database": _DATABASE,
        "Dmb": {
            "Description": None,
            "Id": _body_id(said.body),
            "Name": said.body.name,
            "ShortCode": said.body.code,
        },
        "Id": said.key,
        "MatchedFields": None,
        "Meeting": {
            "DMB": None,
            "Database": None,
            "DmbHandlings": None,
            "DmbId": _body_id(said.body),
            "EndDate": _NO_END,
            "Id": meeting.key,
            "MeetingDocuments": [],
            "MeetingLocation": location,
            "MeetingNumber": 1,
            "MeetingRoom": room,
            "StartDate": _start(meeting),
        },
        "MeetingCaseTypeId": _TYPES[item.section],
        "MeetingId": meeting.key,
        "ProtocolPublished": said.paper is not None,
        "ProtocolRestricted": said.paper is not None and said.paper.restriction is not None,
        "Pursuant": _EXEMPT if item.closed else None,
        "RegistryEntry": None,
        "SequenceNumber": int(printed.group(1)) if printed else 0,
        "SortOrder": 1 + _in_order(meeting).index(item),
        "Title": item.title,
        "Year": 2000 + int(printed.group(2)) if printed else 0,
    }


def _entry_papers(item: PublishedItem) -> list[PublishedPaper]:
    """What the journal entry holds: the case paper first. Minutes that are approved are not filed there."""
    left_out = {DocumentKind.RESOLUTION, DocumentKind.MINUTES}
    papers = [paper for paper in item.papers if paper.kind not in left_out]
    return sorted(papers, key=lambda paper: paper.kind is not DocumentKind.CASE_PAPER)


def _registry_entry(item: PublishedItem) -> Json | None:
    papers = _entry_papers(item)
    if not papers:
        return None
    return {
        "AccessCode": None,
        "AccessCodeId": None,
        "Case": None,
        "Database": _DATABASE,
        "DocumentNumber": 1,
        "Documents": [
            {
                "DocumentDescription": _description(paper),
                "DocumentLinkTypeId": "V" if position else "SF",
                "IsMainDocument": position == 0,
            }
            for position, paper in enumerate(papers)
        ],
        "Id": papers[0].key,
        "IsPublished": True,
        "Pursuant": None,
        "RegistryEntryType": "Saksframlegg/innstilling",
        "RegistryEntryTypeId": "S",
        "Title": papers[0].title if papers[0].restriction is None else None,
    }


def _description(paper: PublishedPaper) -> Json:
    shown = paper.restriction is None
    return {
        "AccessCodeId": None,
        "DocumentTitle": paper.title if shown else None,
        "FileFormatId": "RA-PDF" if shown else None,
        "Id": paper.key if shown else 0,
        "IsPublicVariantAvailable": False,
        "IsPublished": shown,
    }


# Documents


def _document(address: list[str], published: Published) -> Response:
    """404 for a document that is not there any more, the application's page for a wrong address."""
    match address:
        case ["ShowMeetingDocument", _, _, "MI" | "MP", key] | ["ShowDocument", _, _, key] if key.isdecimal():
            paper = published.paper(int(key))
        case ["ShowDmbHandlingDocument", _, key, "Protokoll"]:
            said = (one for place in _places(published) for one in _said(*place))
            paper = next((one.paper for one in said if str(one.key) == key), None)
        case _:
            return page(_SHELL)
    return Response(status=404) if paper is None else download(paper)
