"""The demo at the addresses of ePhorte eInnsyn: pages of links, since the product's own markup has not been kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from harvester.demo.dataset import DemoBody, Published, PublishedItem, PublishedMeeting, PublishedPaper, Section
from harvester.demo.exchange import RequestLine, Response, download, page
from harvester.model import DocumentKind

_SORTS = {DocumentKind.RESOLUTION: "Protokoll"}
_NOT_FOUND = Response(status=404, body=b"<html><head><title>404</title></head><body><h1>404</h1></body></html>")
_PAGE = """<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8"><title>{title}</title></head><body>
<p><a href="{root}/Dmb/AllDmb">Utvalg</a></p><h1>{title}</h1><ul>
{entries}
</ul></body></html>"""


@dataclass(frozen=True, kw_only=True, slots=True)
class EphorteRendering:
    """One installation, in an application of its own; the older build has other addresses for documents."""

    application: str = "/eInnsyn"
    is_old: bool = False

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """A page of links, a file, or 404."""
        inside = line.path.removeprefix(self.application).strip("/").casefold().split("/")
        response = None
        match inside:
            case ["dmb"] | ["dmb", "alldmb"]:
                response = self._page("Utvalg", self._board_links(published))
            case ["dmb", "details", key]:
                body = next((body for number, body in _boards(published).items() if number == key), None)
                response = self._page(body.name, self._meeting_links(body, published)) if body else None
            case ["dmb", "dmbmeetingdetail"]:
                meeting = _meeting(line.parameter("MeetingId"), published)
                response = self._page(_heading(meeting), self._paper_links(meeting)) if meeting else None
            case _:
                paper = self._paper(line, inside, published)
                response = download(paper) if paper else None
        return response or _NOT_FOUND

    def _page(self, title: str, links: Iterator[tuple[str, str]]) -> Response:
        entries = (f'<li><a href="{escape(self.application + href)}">{escape(text)}</a></li>' for href, text in links)
        return page(_PAGE.format(title=escape(title), root=self.application, entries="\n".join(entries)))

    def _board_links(self, published: Published) -> Iterator[tuple[str, str]]:
        for key, body in _boards(published).items():
            yield f"/Dmb/Details/{key}?sourceDatabase=EPHORTE", body.name

    def _meeting_links(self, body: DemoBody, published: Published) -> Iterator[tuple[str, str]]:
        for meeting in published.meetings:
            if meeting.bodies[0] == body:
                yield f"/Dmb/DmbMeetingDetail?MeetingId={meeting.key}", f"{meeting.day:%d.%m.%Y}"

    def _paper_links(self, meeting: PublishedMeeting) -> Iterator[tuple[str, str]]:
        for sort in ("MI", "MP"):
            if paper := _of_sort(meeting, sort):
                new = f"/Dmb/ShowDmbDocument?mId={meeting.key}&documentTypeId={sort}"
                yield (f"/Utvalg/ShowUtvalgDocument/{meeting.key}/{sort}" if self.is_old else new), paper.title
        for item in meeting.items:
            for paper in _papers(item):
                yield self._item_paper(item, paper), paper.title

    def _item_paper(self, item: PublishedItem, paper: PublishedPaper) -> str:
        if self.is_old:
            sort = _SORTS.get(paper.kind, "SaksFremlegg")
            return f"/Utvalgsbehandling/ShowUtvalgBehandlingDocument/{_old_number(item, paper)}/{sort}"
        sort = _SORTS.get(paper.kind, "CasesFremlegg")
        query = f"dmbId={item.key}&caseType={sort}&registryEntryId={paper.key}"
        return f"/DmbHandling/ShowDmbHandlingDocument?{query}"

    def _paper(self, line: RequestLine, inside: list[str], published: Published) -> PublishedPaper | None:
        match inside:
            case ["dmb", "showdmbdocument"]:
                return _of_meeting(line.parameter("mId"), line.parameter("documentTypeId") or "", published)
            case ["utvalg", "showutvalgdocument", key, sort]:
                return _of_meeting(key, sort, published)
            case ["dmbhandling", "showdmbhandlingdocument"]:
                return published.paper(_number(line.parameter("registryEntryId")))
            case ["utvalgsbehandling", "showutvalgbehandlingdocument", key, _]:
                items = [item for meeting in published.meetings for item in meeting.items]
                papers = [
                    paper for item in items for paper in _papers(item) if _old_number(item, paper) == _number(key)
                ]
                return papers[0] if papers else None
            case _:
                return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else -1


def _old_number(item: PublishedItem, paper: PublishedPaper) -> int:
    """One for each place in which a paper stands."""
    return item.key % 10_000 * 10_000_000 + paper.key % 10_000_000


def _boards(published: Published) -> dict[str, DemoBody]:
    first = {meeting.bodies[0].key for meeting in published.meetings}
    return {str(number): body for number, body in enumerate(published.bodies, start=1) if body.key in first}


def _meeting(key: str | None, published: Published) -> PublishedMeeting | None:
    return published.meeting(_number(key))


def _heading(meeting: PublishedMeeting) -> str:
    return f"{meeting.bodies[0].name} {meeting.day:%d.%m.%Y}"


def _of_sort(meeting: PublishedMeeting, sort: str) -> PublishedPaper | None:
    """The minutes, or the first of the papers before the meeting: an address has room for one."""
    are_minutes = sort.casefold() == "mp"
    return next((paper for paper in meeting.papers if (paper.kind is DocumentKind.MINUTES) == are_minutes), None)


def _of_meeting(key: str | None, sort: str, published: Published) -> PublishedPaper | None:
    meeting = _meeting(key, published)
    return _of_sort(meeting, sort) if meeting else None


def _papers(item: PublishedItem) -> list[PublishedPaper]:
    """Exempt papers are not named, nor are minutes up for approval."""
    return [paper for paper in item.papers if not paper.restriction and item.section is not Section.APPROVAL]
