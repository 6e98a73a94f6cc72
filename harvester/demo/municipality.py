"""The fictional county and its neighbour: two years of meetings, decided by dice that always fall alike."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from harvester.demo.blocks import Block
from harvester.demo.bodies import BODIES, ORGANIZATIONS, PLACES, Member, attendance
from harvester.demo.dataset import (
    Dataset,
    DemoItem,
    DemoMeeting,
    DemoOrganization,
    MeetingState,
    Section,
)
from harvester.demo.debate import Debate, Motion, Sitting, approve, hold_debate
from harvester.demo.drafting import Draft, announced, minutes_moment, moment, notice_moment
from harvester.demo.joint import joint_meeting
from harvester.demo.oddities import add_oddities
from harvester.demo.plan import Plan, PlannedCase, PlannedMeeting, dice, growing, plan
from harvester.demo.words import Words
from harvester.demo.writing import ItemLine, Writer, day_text
from harvester.model import BodyKind, DocumentKind

_FIRST_PAPER = {"austmark": 2027025, "vestmark": 2001577216}
_PLACE = {"austmark": "Fylkeshuset, Storsalen", "vestmark": "Fylkeshuset i Havsøy, møterom Tindane"}
LONG_MEETING = dt.date(2025, 12, 9)
"""The budget meeting whose minutes hold every speech."""
_SUPPLEMENTED = (dt.date(2025, 6, 17), dt.date(2025, 12, 2))
"""Council meetings for which one more case comes late."""
_LONG_DEBATE_ROUNDS = 15


def municipality(seed: int = 1) -> Dataset:
    """Both counties from the first meeting to the last; the same seed gives the same to the byte."""
    planned = plan(seed)
    drafts = []
    for organization in ORGANIZATIONS:
        clerk = _Clerk.of(organization, planned, seed)
        clerk.work()
        add_oddities(clerk.draft, organization)
        drafts.append(clerk.draft)
    drafts.append(joint_meeting(seed))
    return Dataset(
        organizations=ORGANIZATIONS,
        bodies=BODIES,
        meetings=tuple(one for draft in drafts for one in draft.meetings.values()),
        cases=tuple(one for draft in drafts for one in draft.cases.values()),
        items=tuple(one for draft in drafts for one in draft.items.values()),
        papers=tuple(one for draft in drafts for one in draft.papers.values()),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """An item as the agenda prints it, with the papers that are out before the meeting and those that come after."""

    line: ItemLine
    case: str | None = None
    papers: tuple[int, ...] = ()


@dataclass(kw_only=True)
class _Clerk:
    """Goes through one county's meetings in order of time and registers what each leaves behind."""

    organization: DemoOrganization
    plan: Plan
    seed: int
    writer: Writer
    draft: Draft
    sequence: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    last_debate: dict[str, tuple[str, Debate]] = field(default_factory=dict)
    case_papers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    last_minutes: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, organization: DemoOrganization, planned: Plan, seed: int) -> _Clerk:
        first = _FIRST_PAPER[organization.key]
        draft = Draft(
            paper_keys=growing(first, dice(seed, organization.key, "papers")),
            item_keys=growing(first // 1000, dice(seed, organization.key, "items")),
        )
        return cls(
            organization=organization, plan=planned, seed=seed, writer=Writer(organization=organization), draft=draft
        )

    @property
    def words(self) -> Words:
        return self.writer.words

    def work(self) -> None:
        mine = [one for one in self.plan.meetings if one.bodies[0].organization == self.organization.key]
        for meeting in sorted(mine, key=lambda one: (one.day, one.key)):
            self._register(meeting)

    def _register(self, meeting: PlannedMeeting) -> None:
        states = [MeetingState(since=announced(meeting.day), day=meeting.day, time=meeting.time)]
        papers: tuple[int, ...] = ()
        if meeting.fate:
            since = moment(meeting.day - dt.timedelta(days=4), 15)
            states.append(MeetingState(since=since, day=meeting.day, time=meeting.time, status=meeting.fate))
        else:
            papers = self._hold(meeting)
        rng = dice(self.seed, meeting.key, "place")
        self.draft.meetings[meeting.key] = DemoMeeting(
            key=meeting.key,
            bodies=tuple(body.key for body in meeting.bodies),
            place=self._place(meeting) if rng.random() < 0.9 else None,
            states=tuple(states),
            papers=papers,
        )

    def _place(self, meeting: PlannedMeeting) -> str:
        if meeting.bodies[0].kind is BodyKind.ADVISORY:
            return "Teams"
        return _PLACE[self.organization.key]

    def _hold(self, meeting: PlannedMeeting) -> tuple[int, ...]:
        present = {body.key: attendance(body, dice(self.seed, meeting.key, body.key)) for body in meeting.bodies}
        entries = [*self._decided(meeting, present), *self._noted(meeting)]
        for entry in entries:
            key = next(self.draft.item_keys)
            self.draft.items[key] = DemoItem(
                key=key,
                meeting=meeting.key,
                section=entry.line.section,
                number=entry.line.number,
                title=None if entry.line.closed else entry.line.title,
                published=_supplement(meeting)
                if entry.line.section is Section.SUPPLEMENTARY
                else notice_moment(meeting.day),
                case=entry.case,
                closed=entry.line.closed,
                papers=entry.papers,
                decisions=tuple(debate.decision for debate in entry.line.debates),
            )
        return self._meeting_papers(meeting, present, [entry.line for entry in entries])

    def _meeting_papers(
        self, meeting: PlannedMeeting, present: dict[str, tuple[Member, ...]], lines: list[ItemLine]
    ) -> tuple[int, ...]:
        place = self._place(meeting)
        out = notice_moment(meeting.day)
        papers = []
        if meeting.bodies[0].kind is BodyKind.COUNCIL:
            title = self._title(self.words.notice, meeting)
            papers.append(
                self.draft.add_paper(DocumentKind.NOTICE, title, self.writer.notice(title, meeting, place), out)
            )
        first = [line for line in lines if line.section is not Section.SUPPLEMENTARY]
        papers.append(self._agenda(self.words.agenda, meeting, first, out))
        if len(first) < len(lines):
            added = [line for line in lines if line not in first]
            papers.append(self._agenda(self.words.supplementary_agenda, meeting, added, _supplement(meeting)))
        title = self._title(self.words.minutes, meeting)
        rng = dice(self.seed, meeting.key, "minutes")
        content = self.writer.minutes(
            title, meeting, place, present=present, lines=lines, extra=self._extra(meeting), rng=rng
        )
        minutes = self.draft.add_paper(DocumentKind.MINUTES, title, content, minutes_moment(meeting.day))
        for body in meeting.bodies:
            self.last_minutes[body.key] = minutes
        return (*papers, minutes)

    def _title(self, word: str, meeting: PlannedMeeting) -> str:
        return f"{word} {meeting.title} {day_text(meeting.day)}"

    def _agenda(self, word: str, meeting: PlannedMeeting, lines: list[ItemLine], out: dt.datetime) -> int:
        title = self._title(word, meeting)
        content = self.writer.agenda(title, meeting, self._place(meeting), lines)
        return self.draft.add_paper(DocumentKind.AGENDA, title, content, out)

    def _extra(self, meeting: PlannedMeeting) -> tuple[Block, ...]:
        if meeting.bodies[0].kind is not BodyKind.COUNCIL:
            return ()
        rng = dice(self.seed, meeting.key, "extra")
        sentences = self._sentences(meeting)
        blocks = self.writer.question_hour(sentences, rng)
        if meeting.day == LONG_MEETING:
            blocks += self.writer.general_debate(sentences, _LONG_DEBATE_ROUNDS, rng)
        return blocks

    def _sentences(self, meeting: PlannedMeeting) -> list[str]:
        """What can be said in the hall: facts and views of cases that are known by then, and of the next few."""
        home = meeting.bodies[0].organization
        cases = [one for one in self.plan.cases if one.case.organization == home]
        known = sum(min(one.meetings) <= meeting.key for one in cases)
        return [one.fill(text) for one in cases[: known + 5] for text in (*one.topic.facts, *one.topic.assessment)]

    def _decided(self, meeting: PlannedMeeting, present: dict[str, tuple[Member, ...]]) -> Iterator[_Entry]:
        yield self._approval(meeting, present)
        waiting = [one for one in self.plan.cases if meeting.key in one.meetings and not self._put_off(one)]
        for planned in waiting:
            late = planned is waiting[-1] and meeting.day in _SUPPLEMENTED
            section = Section.SUPPLEMENTARY if late else Section.POLITICAL
            yield self._political(planned, meeting, present, section)
        rng = dice(self.seed, meeting.key, "exempt")
        if rng.random() < 0.14:
            yield self._exempt(meeting, rng)

    def _put_off(self, planned: PlannedCase) -> bool:
        last = self.last_debate.get(planned.case.key)
        return last is not None and last[1].ends_here

    def _number(self, meeting: PlannedMeeting, series: str = "") -> str:
        place = (meeting.bodies[0].key, series, meeting.day.year)
        self.sequence[place] += 1
        prefix = series if self.words.number_prefix else ""
        return f"{prefix or self.words.number_prefix}{self.sequence[place]}/{meeting.day:%y}"

    def _approval(self, meeting: PlannedMeeting, present: dict[str, tuple[Member, ...]]) -> _Entry:
        body = meeting.bodies[0]
        motion = Motion(recommended_by=self.words.recommendation, points=self.words.approval_points, proposal="")
        line = ItemLine(
            section=Section.APPROVAL,
            number=self._number(meeting),
            case_number="",
            title=self.words.approval,
            bodies=(body,),
            debates=(approve(self._sitting(meeting, present, "approval"), motion),),
        )
        before = self.last_minutes.get(body.key)
        return _Entry(line=line, papers=(before,) if before else ())

    def _political(
        self,
        planned: PlannedCase,
        meeting: PlannedMeeting,
        present: dict[str, tuple[Member, ...]],
        section: Section,
    ) -> _Entry:
        body = meeting.bodies[0]
        key = planned.case.key
        debate = hold_debate(self._sitting(meeting, present, key), self._motion(planned))
        line = ItemLine(
            section=section,
            number=self._number(meeting),
            case_number=planned.case.number,
            title=planned.case.title,
            bodies=(body,),
            debates=(debate,),
        )
        papers = self._case_papers(planned, meeting)
        resolution = self.draft.add_paper(
            DocumentKind.RESOLUTION,
            self.words.resolution,
            self.writer.resolution(line, meeting, body, debate),
            minutes_moment(meeting.day),
        )
        self.last_debate[key] = (body.name, debate)
        return _Entry(line=line, case=key, papers=(papers[0], resolution, *papers[1:]))

    def _sitting(self, meeting: PlannedMeeting, present: dict[str, tuple[Member, ...]], purpose: str) -> Sitting:
        body = meeting.bodies[0]
        return Sitting(
            body=body, present=present[body.key], words=self.words, rng=dice(self.seed, meeting.key, purpose)
        )

    def _motion(self, planned: PlannedCase) -> Motion:
        proposal = planned.fill(planned.topic.proposal)
        before = self.last_debate.get(planned.case.key)
        if before is None:
            points = tuple(planned.fill(point) for point in planned.topic.points)
            return Motion(recommended_by=self.words.recommendation, points=points, proposal=proposal)
        recommended_by = self.words.later_recommendation.format(body=before[0])
        return Motion(recommended_by=recommended_by, points=before[1].points, proposal=proposal)

    def _case_papers(self, planned: PlannedCase, meeting: PlannedMeeting) -> tuple[int, ...]:
        """The case paper and its attachments: written for the first body, and laid before each later one."""
        key = planned.case.key
        if key in self.case_papers:
            return self.case_papers[key]
        rng = dice(self.seed, key, "papers")
        out = notice_moment(meeting.day)
        stops = [one for wanted in planned.meetings for one in self.plan.meetings if one.key == wanted]
        case_paper = self.writer.case_paper(planned, stops, rng)
        papers = [self.draft.add_paper(DocumentKind.CASE_PAPER, planned.case.title, case_paper, out)]
        for number, template in enumerate(planned.topic.attachments, 1):
            title = planned.fill(template)
            papers.append(
                self.draft.add_paper(
                    DocumentKind.ATTACHMENT,
                    f"{self.words.attachment} {number} {title}",
                    self.writer.attachment(title, planned, rng),
                    out,
                    restriction=self.words.exempt_paper if rng.random() < 0.06 else None,
                )
            )
        self.draft.cases[key] = planned.case
        self.case_papers[key] = tuple(papers)
        return self.case_papers[key]

    def _exempt(self, meeting: PlannedMeeting, rng: random.Random) -> _Entry:
        line = ItemLine(
            section=Section.POLITICAL,
            number=self._number(meeting),
            case_number=f"{meeting.day:%y}/{rng.randint(90000, 99000)}",
            title=self.words.exempt_title,
            closed=True,
        )
        return _Entry(line=line)

    def _noted(self, meeting: PlannedMeeting) -> Iterator[_Entry]:
        rng = dice(self.seed, meeting.key, "noted")
        place = rng.choice(PLACES[self.organization.key])
        if meeting.time is None:
            return
        if meeting.bodies[0].kind is BodyKind.COUNCIL:
            title = self.words.interpellation.format(number=rng.randint(2, 30), party="Byk", place=place)
            yield self._note(meeting, Section.INTERPELLATION, "IP ", title, rng)
        if meeting.bodies[0].kind is BodyKind.EXECUTIVE:
            yield self._note(meeting, Section.DELEGATED, "DS ", self.words.delegated, rng)
        yield self._note(meeting, Section.BRIEFING, "OS ", rng.choice(self.words.briefing).format(place=place), rng)
        for title in rng.sample(self.words.report, 1):
            yield self._note(meeting, Section.REPORT, "RS ", title.format(place=place), rng)

    def _note(self, meeting: PlannedMeeting, section: Section, series: str, title: str, rng: random.Random) -> _Entry:
        line = ItemLine(section=section, number=self._number(meeting, series), case_number="", title=title)
        if section is not Section.REPORT:
            return _Entry(line=line)
        paper = self.writer.letter(title, rng.sample(self._sentences(meeting), 4))
        key = self.draft.add_paper(DocumentKind.CASE_PAPER, title, paper, notice_moment(meeting.day))
        return _Entry(line=line, papers=(key,))


def _supplement(meeting: PlannedMeeting) -> dt.datetime:
    return notice_moment(meeting.day) + dt.timedelta(days=4)
