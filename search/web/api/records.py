"""The records as the API and exports give them: what pages show, with permanent ids and the addresses of the pages."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, computed_field

from harvester.cases.status import Status
from harvester.cases.ties import Difference, TieKind
from harvester.minutes.records import Sum, Tally, Vote
from harvester.model import BodyKind, DocumentKind, ItemKind, Language, MeetingStatus, Outcome
from harvester.store import StoredDocument
from harvester.store.decisions import (
    CaseStep,
    Relative,
    StoredBody,
    StoredCase,
    StoredItem,
    StoredMeeting,
    StoredResolution,
)
from search.hits import original
from search.web import addresses


class _Record(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class OrganizationRecord(_Record):
    """*Kommune* or *fylkeskommune*."""

    id: str
    name: str
    bodies: int = Field(description="How many of its bodies are known")

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.organization_address(self.id)


class BodyRecord(_Record):
    """*Utvalg*: a council, board or committee."""

    id: str
    organization: str
    organization_name: str | None
    name: str
    kind: BodyKind
    code: str | None
    meetings: int
    first_meeting: dt.date | None
    last_meeting: dt.date | None

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.body_address(self.id)

    @classmethod
    def of(cls, body: StoredBody) -> Self:
        """A body as it is given."""
        return cls.model_validate(body)


class MeetingRecord(_Record):
    """*Møte*. ``start`` is midnight in Oslo with ``time_known`` false when only the day is known."""

    id: str
    organization: str | None
    organization_name: str | None
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    title: str
    start: dt.datetime
    time_known: bool
    end: dt.datetime | None
    place: str | None
    status: MeetingStatus | None = Field(description="As the source says; null when it says nothing")
    items: int
    documents: int
    minutes: str | None = Field(description="Id of its minutes")
    url: str = Field(description="Its page at the source")

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.meeting_address(self.id)

    @classmethod
    def of(cls, meeting: StoredMeeting) -> Self:
        """A meeting as it is given."""
        return cls.model_validate(meeting)


class DocumentRecord(_Record):
    """A document, without its text."""

    id: str
    title: str
    kind: DocumentKind
    organization: str | None
    organization_name: str | None
    bodies: tuple[str, ...]
    meeting: str | None
    meeting_date: dt.date | None
    item: str | None
    item_number: str | None
    item_title: str | None
    case_number: str | None
    language: Language
    media_type: str | None
    sha256: str | None
    url: str | None = Field(description="The original")
    restriction: str | None = Field(description="Why there is no original, in the source's words")

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.document_address(self.id)

    @classmethod
    def of(cls, document: StoredDocument) -> Self:
        """A document as it is given; an address that no browser may open is left out."""
        return cls.model_validate(document).model_copy(update={"url": original(document, None)})


class ItemRecord(_Record):
    """*Sak på sakslista*: one case in one meeting. ``title`` is null when it is exempt from public access."""

    id: str
    organization: str | None
    organization_name: str | None
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    meeting: str
    meeting_date: dt.date | None
    number: str | None
    sequence: int | None
    year: int | None
    position: int
    kind: ItemKind
    title: str | None
    case_number: str | None
    case: str | None = Field(description="Id of its case")
    closed: bool
    resolution: str | None = Field(description="Id of its resolution")
    outcome: Outcome | None
    document: str | None = Field(description="Id of the document that it opens in")
    page: int | None
    url: str = Field(description="Its page at the source")

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.item_address(self.id)

    @classmethod
    def of(cls, item: StoredItem) -> Self:
        """An item as it is given."""
        return cls.model_validate(item)


class PartyRecord(_Record):
    """How many of a party voted so; null when only the party is named."""

    party: str
    votes: int | None


class SideRecord(_Record):
    """One side of a vote; ``subject`` is what it was for, in a vote between proposals."""

    votes: int | None
    parties: tuple[PartyRecord, ...]
    subject: str | None


class VoteRecord(_Record):
    """A vote with the sentence that it was read from. The sides of one that does not add up are left out."""

    subject: str | None
    outcome: Outcome | None = Field(description="What became of the proposal")
    unanimous: bool | None
    votes_for: SideRecord | None
    votes_against: SideRecord | None
    alternatives: tuple[SideRecord, ...] = Field(description="The sides of a vote between proposals")
    casting_vote: bool
    total: Sum = Field(description="Whether its numbers agree with each other")
    sentence: str
    page: int

    @classmethod
    def of(cls, vote: Vote) -> Self:
        """A vote as it is given."""
        is_fact = vote.total is not Sum.DOES_NOT_ADD_UP
        return cls(
            subject=vote.subject,
            outcome=vote.outcome if is_fact else None,
            unanimous=vote.unanimous if is_fact else None,
            votes_for=_side(vote.votes_for) if is_fact else None,
            votes_against=_side(vote.votes_against) if is_fact else None,
            alternatives=tuple(SideRecord.model_validate(side) for side in vote.alternatives) if is_fact else (),
            casting_vote=vote.casting_vote,
            total=vote.total,
            sentence=vote.evidence.sentence,
            page=vote.evidence.page,
        )


def _side(tally: Tally | None) -> SideRecord | None:
    return SideRecord.model_validate(tally) if tally else None


class ResolutionRecord(_Record):
    """*Vedtak*, as one paper or the portal itself tells it, with the sentence and page that it was read from."""

    id: str
    organization: str | None
    organization_name: str | None
    bodies: tuple[str, ...]
    body_ids: tuple[str, ...]
    meeting: str | None
    meeting_date: dt.date | None
    item: str | None
    number: str | None
    title: str | None
    case_number: str | None
    case: str | None
    exempt: bool
    closed: bool
    recommendation: str | None
    recommended_by: str | None
    resolution: str | None
    outcome: Outcome | None
    unanimous: bool | None
    votes: tuple[VoteRecord, ...]
    sentence: str
    page: int | None
    page_from: int | None
    page_to: int | None
    document: str | None
    sha256: str | None
    url: str | None
    tie: TieKind | None = Field(description="On what it rests that it belongs to the item")
    tie_evidence: str
    differs: tuple[Difference, ...] = Field(description="In what other papers disagree")

    @computed_field
    def address(self) -> str:
        """Its page here."""
        return addresses.decision_address(self.id)

    @classmethod
    def of(cls, resolution: StoredResolution) -> Self:
        """A resolution as it is given."""
        own = {name: getattr(resolution, name) for name in cls.model_fields if name != "votes"}
        return cls(**own, votes=tuple(VoteRecord.of(vote) for vote in resolution.votes))


class StepRecord(_Record):
    """One treatment of a case."""

    item: ItemRecord
    resolution: ResolutionRecord | None
    status: Status
    evidence: str = Field(description="What the status rests on")
    joined_by: str = Field(description="Why it belongs to the case")

    @classmethod
    def of(cls, step: CaseStep) -> Self:
        """A treatment as it is given."""
        return cls(
            item=ItemRecord.of(step.item),
            resolution=ResolutionRecord.of(step.resolution) if step.resolution else None,
            status=step.status.status,
            evidence=step.status.evidence,
            joined_by=step.joined_by,
        )


class RelativeRecord(_Record):
    """An item that is probably about the same, and why."""

    item: ItemRecord
    reason: str

    @classmethod
    def of(cls, relative: Relative) -> Self:
        """A relative as it is given."""
        return cls(item=ItemRecord.of(relative.item), reason=relative.reason)


class CaseRecord(_Record):
    """*Arkivsak*: one case through the bodies, in order of time."""

    id: str
    organization: str
    organization_name: str | None
    case_number: str | None
    title: str | None
    status: Status
    evidence: str
    steps: tuple[StepRecord, ...]
    relatives: tuple[RelativeRecord, ...]
    same_number: tuple[str, ...] = Field(description="Ids of other cases with the same number")

    @classmethod
    def of(cls, case: StoredCase) -> Self:
        """A case as it is given."""
        return cls(
            id=case.id,
            organization=case.organization,
            organization_name=case.organization_name,
            case_number=case.case_number,
            title=case.title,
            status=case.status.status,
            evidence=case.status.evidence,
            steps=tuple(StepRecord.of(step) for step in case.steps),
            relatives=tuple(RelativeRecord.of(relative) for relative in case.relatives),
            same_number=case.same_number,
        )
