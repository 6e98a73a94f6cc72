"""The papers as blocks: agenda, case paper, attachment, resolution and minutes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harvester.demo.blocks import Block, Columns, Content, Heading, PageBreak, Paragraph, Table
from harvester.demo.bodies import PARTIES, Member
from harvester.demo.dataset import DemoBody, DemoOrganization, Section
from harvester.demo.debate import Debate, numbered
from harvester.demo.plan import PlannedCase, PlannedMeeting
from harvester.demo.prose import passages
from harvester.demo.words import Words, words
from harvester.model import BodyKind


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemLine:
    """One line of an agenda, and what came of it when the meeting has been held."""

    section: Section
    number: str
    case_number: str
    title: str
    closed: bool = False
    debates: tuple[Debate, ...] = ()
    bodies: tuple[DemoBody, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """Writes the papers of one organization in its own language."""

    organization: DemoOrganization

    @property
    def words(self) -> Words:
        """The words of its language."""
        return words(self.organization.language)

    def agenda(self, heading: str, meeting: PlannedMeeting, place: str | None, lines: Sequence[ItemLine]) -> Content:
        """The list of items that is sent out a week before; ``heading`` is what the secretary calls the paper."""
        blocks = (
            Heading(text=heading, level=1),
            self._meeting_table(meeting, place),
            Heading(text=self.words.items_to_treat),
            self._list_of(lines),
        )
        return self._content(heading, blocks)

    def notice(self, heading: str, meeting: PlannedMeeting, place: str | None) -> Content:
        """The letter that calls a council together."""
        blocks: list[Block] = [Heading(text=heading, level=1), self._meeting_table(meeting, place)]
        blocks += [Paragraph(text=text) for text in self.words.notice_text]
        return self._content(heading, tuple(blocks))

    def case_paper(self, planned: PlannedCase, stops: Sequence[PlannedMeeting], rng: random.Random) -> Content:
        """The officer's paper: recommendation, facts, assessment, consequences."""
        title = planned.case.title
        blocks: list[Block] = [
            Heading(text=self.words.case_paper, level=3),
            self._case_table(planned, rng),
            Heading(text=title, level=1),
            Table(
                rows=(
                    (self.words.treated_by, self.words.date),
                    *((stop.title, day_text(stop.day)) for stop in stops),
                ),
                widths=(0.75, 0.25),
            ),
            *self._motion(self.words.recommendation, planned.topic.points, planned),
            Heading(text=self.words.background),
            Paragraph(text=planned.fill(planned.topic.facts[0])),
            Heading(text=self.words.facts),
            *(Paragraph(text=planned.fill(fact)) for fact in planned.topic.facts[1:]),
            *(Paragraph(text=text) for text in self._loose(planned, rng)),
            *self._consequences(planned, rng),
            Heading(text=self.words.assessment),
            *(Paragraph(text=planned.fill(thought)) for thought in planned.topic.assessment),
            *self._attachment_list(planned),
            Paragraph(text=f"{self.organization.seat}, {day_text(stops[0].day - dt.timedelta(days=11))}"),
            Paragraph(text=self.words.signed),
        ]
        return self._content(title, tuple(blocks))

    def attachment(self, title: str, planned: PlannedCase, rng: random.Random) -> Content:
        """What is attached to a case paper: tables, a summary in two columns, loose facts; one to five pages."""
        topic = planned.topic
        text = [planned.fill(sentence) for sentence in (*topic.facts, *topic.assessment)]
        blocks: list[Block] = [Heading(text=title, level=1), Paragraph(text=planned.case.title, bold=True)]
        if rng.random() < 0.3:
            blocks.append(
                Columns(
                    blocks=tuple(
                        Paragraph(text=sentence)
                        for sentence in (*text, *self._loose(planned, rng), *self._loose(planned, rng))
                    )
                )
            )
        else:
            blocks += [Paragraph(text=sentence) for sentence in text]
        for chapter in range(rng.choices((1, 2, 5, 9), (16, 4, 1, 1))[0]):
            blocks += [Heading(text=f"{chapter + 1} {title}"), self._cost_table(rng)]
            blocks += self._consequences(planned, rng)
        return self._content(f"{self.words.attachment}: {title}", tuple(blocks))

    def resolution(self, line: ItemLine, meeting: PlannedMeeting, body: DemoBody, debate: Debate) -> Content:
        """What one body said about one item, as an extract of its minutes."""
        blocks = (
            Heading(text=self.words.extract, level=3),
            Table(
                rows=(
                    (self.words.body, body.name),
                    (self.words.case_number, line.case_number),
                    (self.words.date, day_text(meeting.day)),
                    (self.words.item_number, line.number),
                ),
                widths=(0.3, 0.7),
                ruled=False,
            ),
            Heading(text=line.title, level=1),
            *self._debate(debate),
        )
        return self._content(f"{self.words.extract} {line.number}", blocks)

    def minutes(
        self,
        title: str,
        meeting: PlannedMeeting,
        place: str | None,
        *,
        present: Mapping[str, Sequence[Member]],
        lines: Sequence[ItemLine],
        extra: Sequence[Block],
        rng: random.Random,
    ) -> Content:
        """The minutes of a whole meeting."""
        blocks: list[Block] = [Heading(text=title, level=1), self._meeting_table(meeting, place)]
        for body in meeting.bodies:
            blocks += self._attendance(body, present[body.key])
        blocks += [
            Heading(text=self.words.remarks),
            Paragraph(text=rng.choice(self.words.remarks_text)),
            Heading(text=self.words.items_to_treat),
            self._list_of(lines),
        ]
        for line in lines:
            blocks += self._treatment(line, meeting)
        closing = self.words.closing.format(time=f"{rng.randint(12, 16)}.{rng.choice(('05', '20', '45'))}")
        blocks += [*extra, Paragraph(text=closing)]
        return self._content(title, tuple(blocks))

    def question_hour(self, sentences: Sequence[str], rng: random.Random) -> tuple[Block, ...]:
        """The questions of a council meeting, set in two columns."""
        blocks: list[Heading | Paragraph] = []
        for number, sentence in enumerate(rng.sample(sentences, 4), 1):
            blocks += [
                Paragraph(text=f"Representant {rng.randint(1, 30)}, {number}", bold=True),
                Paragraph(text=sentence),
            ]
        return (Heading(text=self.words.question_hour), Columns(blocks=tuple(blocks)))

    def general_debate(self, sentences: Sequence[str], rounds: int, rng: random.Random) -> tuple[Block, ...]:
        """Speech after speech: what makes the minutes of a budget meeting long."""
        blocks: list[Block] = [PageBreak(), Heading(text=self.words.debate)]
        for round_number in range(rounds):
            for seat in rng.sample(range(1, 32), 20):
                blocks += [
                    Paragraph(text=f"Representant {seat}", bold=True),
                    Paragraph(text=" ".join(rng.sample(sentences, 5 + round_number % 3))),
                ]
        return tuple(blocks)

    def letter(self, title: str, paragraphs: Sequence[str]) -> Content:
        """A letter, a report that a body takes note of, or any short paper."""
        blocks: list[Block] = [Heading(text=title, level=1)]
        blocks += [Paragraph(text=paragraph) for paragraph in paragraphs]
        return self._content(title, tuple(blocks))

    def _content(self, running_head: str, blocks: tuple[Block, ...]) -> Content:
        return Content(
            sender=self.organization.name, running_head=running_head, blocks=blocks, page_word=self.words.page
        )

    def _meeting_table(self, meeting: PlannedMeeting, place: str | None) -> Table:
        rows = [
            (f"{self.words.body}:", meeting.title),
            (f"{self.words.place}:", place or ""),
            (f"{self.words.date}:", day_text(meeting.day)),
        ]
        if meeting.time:
            end = (dt.datetime.combine(meeting.day, meeting.time) + dt.timedelta(hours=4, minutes=20)).time()
            rows.append((f"{self.words.time}:", f"{meeting.time:%H:%M} - {end:%H:%M}"))
        return Table(rows=tuple(rows), widths=(0.25, 0.75), ruled=False)

    def _list_of(self, lines: Sequence[ItemLine]) -> Table:
        head = (self.words.item_number, self.words.case_number, self.words.title, self.words.closed)
        rows = [(line.number, line.case_number, line.title, "X" if line.closed else "") for line in lines]
        return Table(rows=(head, *rows), widths=(0.14, 0.18, 0.56, 0.12))

    def _attendance(self, body: DemoBody, present: Sequence[Member]) -> list[Block]:
        rows = [(self.words.role, self.words.member, self.words.party)]
        for member in present:
            role = self.words.leader if member.number == 1 else self.words.ordinary
            if member.replaces:
                role = self.words.substitute.format(number=member.replaces)
            rows.append((role, f"Representant {member.number}", f"{PARTIES[member.party]} ({member.party})"))
        absent = ", ".join(f"Representant {member.replaces}" for member in present if member.replaces) or "-"
        return [
            Heading(text=f"{self.words.attendance} - {body.name}"),
            Table(rows=tuple(rows), widths=(0.45, 0.27, 0.28)),
            Paragraph(text=f"{self.words.absent}: {absent}"),
            Paragraph(text=f"{self.words.administration}: {self.words.administration_present}."),
        ]

    def _treatment(self, line: ItemLine, meeting: PlannedMeeting) -> list[Block]:
        blocks: list[Block] = [Heading(text=f"{line.number} {line.title}", level=2)]
        for body, debate in zip(line.bodies, line.debates, strict=True):
            form = self.words.treatment_of.get(body.kind, self.words.treatment_of[BodyKind.COUNCIL])
            head = form.format(
                extract=self.words.extract, body=body.name, number=line.number, date=day_text(meeting.day)
            )
            blocks += [Paragraph(text=head, bold=True), *self._debate(debate)]
        if not line.debates:
            blocks.append(Paragraph(text=self.words.exempt_title if line.closed else self.words.noted))
        return blocks

    def _debate(self, debate: Debate) -> list[Block]:
        return [
            Heading(text=debate.motion.recommended_by, level=3),
            *(Paragraph(text=point) for point in numbered(debate.motion.points)),
            Heading(text=self.words.treatment, level=3),
            *(Paragraph(text=sentence) for sentence in debate.discussion),
            Heading(text=self.words.voting, level=3),
            *(Paragraph(text=sentence) for sentence in debate.voting),
            Heading(text=self.words.decision, level=3),
            *(Paragraph(text=point) for point in debate.resolution),
        ]

    def _motion(self, heading: str, points: Sequence[str], planned: PlannedCase) -> list[Block]:
        filled = tuple(planned.fill(point) for point in points)
        return [Heading(text=heading), *(Paragraph(text=point) for point in numbered(filled))]

    def _case_table(self, planned: PlannedCase, rng: random.Random) -> Table:
        rows = (
            (f"{self.words.case_number}:", f"{planned.case.number}-{rng.randint(1, 9)}"),
            (f"{self.words.officer}:", rng.choice(self.words.officers)),
        )
        return Table(rows=rows, widths=(0.3, 0.7), ruled=False)

    def _consequences(self, planned: PlannedCase, rng: random.Random) -> list[Block]:
        table = passages(self.organization.language)
        blocks: list[Block] = []
        for heading in rng.sample(sorted(table), 4):
            sentences = rng.sample(table[heading], min(3, len(table[heading])))
            blocks += [Heading(text=heading), Paragraph(text=" ".join(planned.fill(one) for one in sentences))]
            if heading.startswith("Økonomiske"):
                blocks.append(self._cost_table(rng))
        return blocks

    def _loose(self, planned: PlannedCase, rng: random.Random) -> list[str]:
        sentences = [one for passage in passages(self.organization.language).values() for one in passage]
        return [planned.fill(one) for one in rng.sample(sentences, 2)]

    def _cost_table(self, rng: random.Random) -> Table:
        first = rng.randint(2025, 2027)
        years = tuple(str(first + offset) for offset in range(3))
        amounts = [[rng.randint(5, 400) * 100 for _ in years] for _ in self.words.costs[1:-1]]
        rows = [
            (name, *(thousands(one) for one in row)) for name, row in zip(self.words.costs[1:-1], amounts, strict=True)
        ]
        total = tuple(thousands(sum(column)) for column in zip(*amounts, strict=True))
        return Table(
            rows=((f"{self.words.costs[0]} (1 000 kr)", *years), *rows, (self.words.costs[-1], *total)),
            widths=(0.4, 0.2, 0.2, 0.2),
        )

    def _attachment_list(self, planned: PlannedCase) -> list[Block]:
        if not planned.topic.attachments:
            return []
        titles = (planned.fill(title) for title in planned.topic.attachments)
        return [
            Heading(text=self.words.attachments),
            *(Paragraph(text=f"{number} {title}") for number, title in enumerate(titles, 1)),
        ]


def thousands(number: int) -> str:
    """A number with the thin grouping that Norwegian tables use."""
    return f"{number:,}".replace(",", " ")


def day_text(day: dt.date) -> str:
    """A day as Norwegian papers print it."""
    return f"{day:%d.%m.%Y}"
