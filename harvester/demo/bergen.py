"""The demo behind a search for items like Bergen's: a year's items in pages, each with its board and meeting."""

from __future__ import annotations

from dataclasses import dataclass

from harvester.demo.dataset import Published, PublishedItem, PublishedMeeting
from harvester.demo.exchange import RequestLine, Response, answer

_API = "/politikere-utvalg/api"


@dataclass(frozen=True, kw_only=True, slots=True)
class BergenRendering:
    """The portal.

    ``keys_with_colons`` are those of its older archive, which its answer for one meeting cannot take. A page holds
    ``most_rows`` items, however many are asked for.
    """

    keys_with_colons: bool = False
    most_rows: int = 150

    def __call__(self, line: RequestLine, published: Published) -> Response:
        """Items by year, a failure for a meeting with a colon in its key, or 404."""
        if line.path == f"{_API}/agendapunkter":
            return self._search(line, published)
        if line.path.startswith(f"{_API}/moter/") and ":" in line.path:
            return answer({"message": "Internal server error"}, status=500)
        return answer({"message": "Not found"}, status=404)

    def _search(self, line: RequestLine, published: Published) -> Response:
        year, start, rows = (line.parameter(name) or "" for name in ("year", "start", "rows"))
        if not (year.isdecimal() and start.isdecimal() and rows.isdecimal()):
            return answer({"message": "Bad request"}, status=400)
        found = [
            self._item(item, meeting)
            for meeting in published.meetings
            if meeting.day.year == int(year)
            for item in meeting.items
            if not item.closed
        ]
        return answer({"items": found[int(start) : int(start) + min(int(rows), self.most_rows)]})

    def _item(self, item: PublishedItem, meeting: PublishedMeeting) -> dict[str, object]:
        body = meeting.bodies[0]
        return {
            "tittel": item.title,
            "beskrivelse": None,
            "utvalgId": body.code.lower(),
            "utvalgsNavn": body.name,
            "moteId": f"1008:{meeting.key}" if self.keys_with_colons else str(meeting.key),
            "kildeId": f"{item.key}:agendapunkt:bksak" if self.keys_with_colons else str(item.key),
            "moteDato": meeting.day.isoformat(),
            "saksnr": item.case.number if item.case else None,
            "kildesystem": "bksak" if self.keys_with_colons else "bk360",
        }
