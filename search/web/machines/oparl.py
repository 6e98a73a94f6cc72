"""The records in the shape of OParl 1.1, the standard of the German-speaking countries for municipal records.

A municipality or county is a ``Body``, its *utvalg* are ``Organization``, an *arkivsak* is a ``Paper`` and its treatment
in a meeting a ``Consultation``. Property names and types are those of https://schema.oparl.org/1.1/; what OParl has no
word for stands under the prefix ``no:``. What is not known is left out, never invented: persons and electoral terms are
empty lists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from harvester.model import OSLO, BodyKind, DocumentKind, MeetingStatus
from harvester.store import Publication, StoredDocument
from harvester.store.decisions import MeetingPage, StoredBody, StoredCase, StoredItem, StoredMeeting, StoredResolution
from search.hits import original
from search.web import addresses
from search.web.machines.site import Site

VERSION = "https://schema.oparl.org/1.1/"
ROOT = "/oparl/v1.1"
_CLASSIFICATIONS: Mapping[BodyKind, str] = {
    BodyKind.COUNCIL: "Parlament",
    BodyKind.EXECUTIVE: "Hauptausschuss",
    BodyKind.COMMITTEE: "Ausschuss",
    BodyKind.BOARD: "Verwaltungsrat",
    BodyKind.ADVISORY: "Beirat",
    BodyKind.OTHER: "Sonstiges",
}
_STATES: Mapping[MeetingStatus, str] = {
    MeetingStatus.SCHEDULED: "terminiert",
    MeetingStatus.HELD: "durchgeführt",
}

Thing = dict[str, object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Oparl:
    """Makes the objects of one site."""

    site: Site

    def address(self, kind: str, key: str = "", *, part: str = "") -> str:
        """The permanent address of an object, which is its id."""
        return self.site.absolute("/".join(filter(None, (ROOT, kind, quote(key, safe="/"), part))))

    def system(self) -> Thing:
        """Where a client begins."""
        return {
            "id": self.address("system"),
            "type": f"{VERSION}System",
            "oparlVersion": VERSION,
            "name": "Saksgang",
            "body": self.address("bodies"),
            "website": self.site.absolute("/"),
        }

    def body(self, key: str, name: str) -> Thing:
        """A municipality or county."""
        return {
            "id": self.address("body", key),
            "type": f"{VERSION}Body",
            "system": self.address("system"),
            "name": name,
            "organization": self.address("body", key, part="organizations"),
            "person": self.address("body", key, part="persons"),
            "meeting": self.address("body", key, part="meetings"),
            "paper": self.address("body", key, part="papers"),
            "legislativeTerm": [],
            "web": self.site.absolute(addresses.organization_address(key)),
        }

    def organization(self, body: StoredBody) -> Thing:
        """A council, board or committee."""
        return _present(
            {
                "id": self.address("organization", body.id),
                "type": f"{VERSION}Organization",
                "body": self.address("body", body.organization),
                "name": body.name,
                "shortName": body.code,
                "organizationType": "Gremium",
                "classification": _CLASSIFICATIONS[body.kind],
                "meeting": self.address("organization", body.id, part="meetings"),
                "web": self.site.absolute(addresses.body_address(body.id)),
            }
        )

    def meeting(self, page: MeetingPage, resolutions: Mapping[str, StoredResolution]) -> Thing:
        """A meeting with its agenda and papers; ``resolutions`` by id."""
        files = {document.id: self.file(document) for document in page.documents}
        own = [document for document in page.documents if document.item is None]
        minutes = next((one for one in own if one.kind is DocumentKind.MINUTES), None)
        notice = next((one for one in own if one.kind is DocumentKind.NOTICE), None)
        chosen = {document.id for document in (minutes, notice) if document}
        return _present(
            {
                **self.meeting_head(page.meeting),
                "invitation": files[notice.id] if notice else None,
                "resultsProtocol": files[minutes.id] if minutes else None,
                "auxiliaryFile": [files[document.id] for document in own if document.id not in chosen] or None,
                "agendaItem": [
                    self.agenda_item(
                        item,
                        resolutions.get(item.resolution or ""),
                        [files[document.id] for document in page.documents if document.item == item.id],
                    )
                    for item in page.items
                ],
            }
        )

    def meeting_head(self, meeting: StoredMeeting) -> Thing:
        """A meeting without what is on its agenda."""
        return _present(
            {
                "id": self.address("meeting", meeting.id),
                "type": f"{VERSION}Meeting",
                "name": ", ".join(meeting.bodies) or meeting.title,
                "meetingState": _STATES.get(meeting.status) if meeting.status else None,
                "cancelled": meeting.status is MeetingStatus.CANCELLED,
                "start": _time(meeting.start),
                "end": _time(meeting.end) if meeting.end else None,
                "location": self.location(meeting) if meeting.place else None,
                "organization": [self.address("organization", body) for body in meeting.body_ids],
                "web": self.site.absolute(addresses.meeting_address(meeting.id)),
                "no:timeKnown": meeting.time_known,
                "no:source": meeting.url,
            }
        )

    def location(self, meeting: StoredMeeting) -> Thing:
        """Where a meeting is held, in the source's words."""
        return _present(
            {
                "id": self.address("location", meeting.id),
                "type": f"{VERSION}Location",
                "description": meeting.place,
                "meetings": [self.address("meeting", meeting.id)],
            }
        )

    def agenda_item(self, item: StoredItem, resolution: StoredResolution | None, files: Sequence[Thing] = ()) -> Thing:
        """An item of an agenda with what was resolved in it."""
        return _present(
            {
                "id": self.address("agendaitem", item.id),
                "type": f"{VERSION}AgendaItem",
                "meeting": self.address("meeting", item.meeting),
                "number": item.number,
                "order": item.position,
                "name": item.title,
                "public": not item.closed,
                "consultation": self.address("consultation", item.id) if item.case else None,
                "result": item.outcome.value if item.outcome else None,
                "resolutionText": resolution.resolution if resolution else None,
                "auxiliaryFile": list(files) or None,
                "web": self.site.absolute(addresses.item_address(item.id)),
            }
        )

    def paper(self, case: StoredCase) -> Thing:
        """A case with its treatment in every meeting."""
        return _present(
            {
                "id": self.address("paper", case.id),
                "type": f"{VERSION}Paper",
                "body": self.address("body", case.organization),
                "name": case.title,
                "reference": case.case_number,
                "consultation": [self.consultation(step.item) for step in case.steps],
                "no:status": case.status.status.value,
            }
        )

    def consultation(self, item: StoredItem) -> Thing:
        """The treatment of a case in one meeting."""
        return _present(
            {
                "id": self.address("consultation", item.id),
                "type": f"{VERSION}Consultation",
                "paper": self.address("paper", item.case) if item.case else None,
                "agendaItem": self.address("agendaitem", item.id),
                "meeting": self.address("meeting", item.meeting),
                "organization": [self.address("organization", body) for body in item.body_ids],
                "authoritative": BodyKind.COUNCIL in item.body_kinds,
            }
        )

    def file(self, document: StoredDocument) -> Thing:
        """A document; ``accessUrl`` is the original, our own page where there is none."""
        page = self.site.absolute(addresses.document_address(document.id))
        return _present(
            {
                "id": self.address("file", document.id),
                "type": f"{VERSION}File",
                "name": document.title,
                "mimeType": document.media_type,
                "accessUrl": original(document, None) or page,
                "meeting": [self.address("meeting", document.meeting)] if document.meeting else None,
                "agendaItem": [self.address("agendaitem", document.item)] if document.item else None,
                "web": page,
                "no:sha256Checksum": document.sha256,
            }
        )

    def dated(self, thing: Thing, publication: Publication | None) -> Thing:
        """An object with when it was made and changed, as far as that is known."""
        return thing if publication is None else self.changed(thing, publication.published, publication.updated)

    def changed(self, thing: Thing, created: dt.datetime, modified: dt.datetime) -> Thing:
        """An object with when it was made and changed."""
        return {**thing, "created": _time(created), "modified": _time(modified)}

    def deleted(self, kind: str, publication: Publication) -> Thing:
        """What is left of an object that is gone."""
        name = kind[0].upper() + kind[1:]
        gone: Thing = {"id": self.address(kind.lower(), publication.id), "type": f"{VERSION}{name}", "deleted": True}
        return self.dated(gone, publication)


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(OSLO).isoformat(timespec="seconds")


def _present(values: Thing) -> Thing:
    return {name: value for name, value in values.items() if value is not None}
