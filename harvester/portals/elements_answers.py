"""What Elements Publikum answers, field by field; see :mod:`harvester.portals.elements`."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, NaiveDatetime, TypeAdapter
from pydantic.alias_generators import to_pascal

from harvester.portals.answers import Answer, Instant, Key, Text

_Small = Annotated[int, Field(ge=-(10**6), le=10**6)]


class _Object(Answer):
    model_config = ConfigDict(alias_generator=to_pascal)


class Row(Answer):
    """A meeting in the list of a year."""

    id: int = Field(alias="MO_ID")
    start: NaiveDatetime = Field(alias="MO_START")
    body: Text | None = Field(alias="UT_NAVN")
    place: Text | None = Field(alias="MO_STED", default=None)
    room: Text | None = Field(alias="MO_ROM", default=None)


class BodyAnswer(_Object):
    """The body (*DMB*) of a meeting."""

    name: Text
    short_code: Text | None


class MeetingDocument(_Object):
    """A document of a meeting as a whole."""

    id: int
    meeting_id: int
    dmb_document_type_id: Key
    is_restricted: bool
    title: Text | None
    title_restricted: Text | None = None


class MeetingAnswer(_Object):
    """A meeting."""

    id: int
    database: Key
    body: BodyAnswer = Field(alias="DMB")
    start_date: Instant
    end_date: Instant | None
    meeting_location: Text | None
    meeting_room: Text | None
    meeting_documents: tuple[MeetingDocument, ...]


class Description(_Object):
    """A document of a journal entry."""

    id: int
    document_title: Text | None
    is_published: bool


class EntryDocument(_Object):
    """How a document stands in its journal entry."""

    document_description: Description
    is_main_document: bool


class RegistryEntry(_Object):
    """The journal entry (*journalpost*) of an item."""

    id: int
    title: Text | None
    pursuant: Text | None = None
    documents: tuple[EntryDocument, ...]


class CaseAnswer(_Object):
    """The case of an item."""

    case_number: Text


class Handling(_Object):
    """The treatment of a case in one meeting: an item."""

    id: int
    meeting_id: int
    database: Key
    meeting_case_type_id: Text
    sequence_number: _Small
    year: _Small
    sort_order: _Small
    title: Text | None
    access_code: JsonValue
    pursuant: Text | None = None
    protocol_published: bool
    protocol_restricted: bool
    case: CaseAnswer | None
    registry_entry: RegistryEntry | None
    additional_dmb_handlings: tuple[Handling, ...]

    @property
    def number(self) -> str | None:
        """``PS 48/2026``, as people read it; None before it has one."""
        known = self.sequence_number > 0 and self.year > 0
        return f"{self.meeting_case_type_id} {self.sequence_number}/{self.year}" if known else None

    @property
    def label(self) -> str:
        """What to call it in a remark."""
        return self.title or self.number or str(self.id)


ROWS = TypeAdapter(tuple[Row, ...])
MEETING = TypeAdapter(MeetingAnswer)
HANDLING = TypeAdapter(Handling)
HANDLINGS = TypeAdapter(tuple[Handling, ...])
