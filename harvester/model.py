"""The records of Norwegian political meetings.

Records are flat, frozen and refer to each other by id, because one meeting is spread over a calendar page,
a meeting page and several item pages. Ids are made by :mod:`harvester.ids` from the portal's own keys.
Times are aware; what a portal does not say is ``None`` and stays so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
"""The zone in which every Norwegian portal prints its times."""


class Language(StrEnum):
    """Målform or language of a text."""

    BOKMAL = "nb"
    NYNORSK = "nn"
    NORTHERN_SAMI = "se"
    ENGLISH = "en"
    UNKNOWN = "und"


class BodyKind(StrEnum):
    """What sort of *utvalg* a body is."""

    COUNCIL = "council"
    EXECUTIVE = "executive"
    COMMITTEE = "committee"
    BOARD = "board"
    ADVISORY = "advisory"
    OTHER = "other"


class MeetingStatus(StrEnum):
    """Status of a meeting as the portal publishes it, never computed from the clock."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    HELD = "held"


class ItemKind(StrEnum):
    """What sort of *sak* stands on an agenda."""

    POLITICAL = "political"
    DELEGATED = "delegated"
    BRIEFING = "briefing"
    REPORT = "report"
    INTERPELLATION = "interpellation"
    APPROVAL = "approval"
    OTHER = "other"


class DocumentKind(StrEnum):
    """What a document is in the life of a meeting or a case."""

    NOTICE = "notice"
    AGENDA = "agenda"
    CASE_PAPER = "case_paper"
    MINUTES = "minutes"
    MINUTES_EXTRACT = "minutes_extract"
    RESOLUTION = "resolution"
    ATTACHMENT = "attachment"
    OTHER = "other"


class Outcome(StrEnum):
    """How a body ended its treatment of an item."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    SENT_BACK = "sent_back"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the operator should think of one source after a run."""

    GOOD = "good"
    QUIET = "quiet"
    SUSPICIOUS = "suspicious"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Where a record was read: shown with everything that is shown.

    ``capture`` is set when it was read in an archive: the file and record, or the address of the memento.
    """

    source: str
    platform: str
    page_url: str
    retrieved_at: dt.datetime
    content_sha256: str
    capture: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Organization:
    """*Kommune* or *fylkeskommune*.

    ``number`` is the official kommunenummer (4 digits) or fylkesnummer (2 digits),
    ``organization_number`` the one of Enhetsregisteret (9 digits).
    """

    id: str
    name: str
    number: str | None = None
    organization_number: str | None = None
    language: Language = Language.BOKMAL
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    successor: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """*Utvalg*: a council, board or committee that holds meetings."""

    id: str
    organization: str
    name: str
    kind: BodyKind
    code: str | None = None
    provenance: Provenance = field(compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """*Møte*, of one body or, when two councils meet together, of several.

    ``start`` is midnight in Oslo with ``time_known`` false when the portal gives a day and no time.
    A ``listed`` one is as a list of meetings shows it, perhaps without its bodies; its own page, which is asked for,
    says more, and what that page said is never overwritten by the list.
    """

    id: str
    bodies: tuple[str, ...]
    title: str
    start: dt.datetime
    time_known: bool
    end: dt.datetime | None = None
    place: str | None = None
    status: MeetingStatus | None = None
    url: str
    listed: bool = False
    provenance: Provenance = field(compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaItem:
    """*Sak på sakslista* (møtesak): one case in one meeting.

    ``number`` is as people write it ("PS 12/26"); ``sequence`` and ``year`` are its parts when they are certain.
    ``title`` is None when it is exempt from public access. A ``listed`` one is as the agenda shows it; a page of its own,
    which is asked for, says more.
    """

    id: str
    meeting: str
    number: str | None
    sequence: int | None
    year: int | None
    position: int
    section: str | None
    kind: ItemKind
    title: str | None
    case_number: str | None
    closed: bool
    listed: bool = False
    provenance: Provenance = field(compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """*Arkivsak*. The case number is an attribute: one number can stand for two cases of an organization."""

    id: str
    organization: str
    case_number: str
    title: str | None
    provenance: Provenance = field(compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """*Dokument*: a paper that belongs to a meeting, and perhaps to one of its items.

    ``restriction`` is the portal's own words when the document is exempt; such a document has no ``url``.
    One document can stand in several places: a paper is attached in each board's meeting, and a later meeting lists
    what an earlier board said. Each place yields a record with the same id; ``history`` tells that it is named here as
    the case's treatment in *another* meeting, so the store keeps the place and does not move the document.
    """

    id: str
    meeting: str | None
    item: str | None
    kind: DocumentKind
    title: str
    url: str | None
    published: dt.date | None = None
    restriction: str | None = None
    history: bool = False
    provenance: Provenance = field(compare=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentVersion:
    """The bytes of a document as they were at one time.

    ``fingerprint`` is a hash of the normalised text, None until the version has been read.
    """

    id: int
    document: str
    sha256: str
    media_type: str
    size: int
    fetched_at: dt.datetime
    first_seen: dt.datetime
    last_seen: dt.datetime
    fingerprint: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """Where one line of a page stands, in points from the page's left edge and bottom as it is read.

    ``size`` is the largest font size in it. A line that was put together again at a hyphen stands where it begins.
    """

    baseline: float
    left: float
    size: float
    bold: bool


Span = tuple[int, int]
"""Characters of a text: the first, and the one after the last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of a read document; ``number`` counts from 1.

    ``lines`` tells where each line of ``text`` stands, in order, and is empty where the format does not say.
    ``running`` are the running heads, running feet and page numbers in ``text``. ``ocr_confidence``, from 0 to 1, is set
    when all or part of the text was recognised in a picture.
    """

    number: int
    text: str
    needs_ocr: bool = False
    language: Language = Language.UNKNOWN
    ocr_confidence: float | None = None
    running: tuple[Span, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractedText:
    """The text of one document version, page by page, and what read it.

    ``recognizer`` is what looked for text in the pictures of pages that are nothing else, None when nothing did.
    """

    pages: tuple[Page, ...]
    language: Language
    extractor: str
    extractor_version: str
    warnings: tuple[str, ...] = ()
    recognizer: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """*Vedtak*: what a body resolved in an item, with the sentence and pages that it was read from.

    The pages are 0 when the portal itself says it, and no document was read.
    """

    id: str
    item: str
    recommendation: str | None
    resolution: str
    outcome: Outcome | None
    votes_for: int | None
    votes_against: int | None
    unanimous: bool | None
    page_from: int
    page_to: int
    sentence: str
    provenance: Provenance = field(compare=False)


Record = Body | Meeting | AgendaItem | Case | Document | Resolution
"""What a portal page can yield. Organizations come from the configuration."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The days that a run looks at, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether ``day`` lies inside."""
        return self.first <= day <= self.last


def oslo_time(day: dt.date, time: dt.time | None) -> dt.datetime:
    """The aware time of a meeting printed by a portal; midnight when no time is printed.

    An hour that summer time repeats is taken as its first pass, as portals print no offset.
    """
    return dt.datetime.combine(day, time or dt.time.min, tzinfo=OSLO)
