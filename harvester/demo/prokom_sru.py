"""The demo behind Prokom's meeting plugin: boards, their meetings, and the items of a meeting, as JSON.

Only the fields that public programs have read are known, so nothing else is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, answer, download
from harvester.model import DocumentKind

_LINKS = {DocumentKind.CASE_PAPER: "Hoveddokument", DocumentKind.RESOLUTION: "Vedtak"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ProkomSruRendering:
    """One site; ``name_field`` is ``Navn`` or ``Name``, as two programs have seen it."""

    name_field: str = "Navn"

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """An answer, a file, or 404."""
        boards = _boards(published)
        match line.path.strip("/").split("/"):
            case ["api", "utvalg"]:
                return answer([{"Id": key, self.name_field: body.name} for key, body in enumerate(boards, start=1)])
            case ["api", "utvalg", board, "moter"]:
                return answer([_listed(each) for each in _meetings(board, published)])
            case ["api", "utvalg", board, "moter", key, "behandlinger"]:
                found = _meeting(board, key, published)
                return answer(list(_items(found))) if found else _unknown()
            case ["api", "utvalg", board, "moter", key, "dokumenter", number]:
                found = _meeting(board, key, published)
                return _file(found, number) if found else _unknown()
            case _:
                return _unknown()


def _unknown() -> Response:
    return answer({"Message": "No HTTP resource was found that matches the request URI."}, status=404)


def _boards(published: Published) -> list[DemoBody]:
    """The boards in an order that stays: those that some meeting stands first under."""
    first = {meeting.bodies[0].key for meeting in published.meetings}
    return [body for body in published.bodies if body.key in first]


def _meetings(board: str, published: Published) -> list[PublishedMeeting]:
    boards = {str(key): body for key, body in enumerate(_boards(published), start=1)}
    return [each for each in published.meetings if board in boards and each.bodies[0] == boards[board]]


def _meeting(board: str, key: str, published: Published) -> PublishedMeeting | None:
    return next((each for each in _meetings(board, published) if str(each.key) == key), None)


def _shown(meeting: PublishedMeeting) -> list[PublishedItem]:
    return [item for item in meeting.items if not item.closed]


def _papers(item: PublishedItem) -> list[PublishedPaper]:
    """Exempt papers are not named, nor are minutes up for approval."""
    return [paper for paper in item.papers if not paper.restriction and item.section is not Section.APPROVAL]


def _numbered(meeting: PublishedMeeting) -> dict[int, PublishedPaper]:
    """The documents by their numbers; a paper under two items is one."""
    papers = {paper.key: paper for item in _shown(meeting) for paper in _papers(item)}
    return dict(sorted(papers.items()))


def _listed(meeting: PublishedMeeting) -> dict[str, object]:
    time = f"{meeting.time:%H:%M}" if meeting.time else "00:00"
    items = [{"Id": item.key, "Tittel": item.title} for item in _shown(meeting)]
    return {"Id": meeting.key, "Start": f"{meeting.day}T{time}:00", "Behandlinger": items}


def _items(meeting: PublishedMeeting) -> Iterator[dict[str, object]]:
    for item in _shown(meeting):
        papers = [
            {
                "Tittel": paper.title,
                "Dokumenttilknytning": _LINKS.get(paper.kind, "Vedlegg"),
                "Rekkefolge": paper.key % 1_000_000,
            }
            for paper in _papers(item)
        ]
        yield {"Id": item.key, "Tittel": item.title, "Dokumenter": papers}


def _file(meeting: PublishedMeeting, number: str) -> Response:
    for key, paper in _numbered(meeting).items():
        if str(key % 1_000_000) == number:
            return download(paper)
    return _unknown()
