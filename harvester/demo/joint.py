"""The meeting that both county councils hold together, with one resolution from each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from harvester.demo.bodies import AUSTMARK, BODIES, ORGANIZATIONS, attendance
from harvester.demo.dataset import DemoCase, DemoItem, DemoMeeting, DemoOrganization, MeetingState, Section
from harvester.demo.debate import Debate, Motion, Sitting, hold_debate
from harvester.demo.drafting import Draft, announced, minutes_moment, notice_moment
from harvester.demo.plan import PlannedMeeting, dice, growing
from harvester.demo.words import words
from harvester.demo.writing import ItemLine, Writer, day_text
from harvester.model import BodyKind, DocumentKind, Language

JOINT_DAY = dt.date(2026, 2, 11)
_PLACE = "Kvernberg kulturhus"
_COUNCILS = tuple(body for body in BODIES if body.kind is BodyKind.COUNCIL)
_MEETING = PlannedMeeting(key=29001, bodies=_COUNCILS, day=JOINT_DAY, time=dt.time(11))


@dataclass(frozen=True, kw_only=True, slots=True)
class _SharedCase:
    """A case of both counties: the council of each has its own recommendation in its own language."""

    number: str
    title: str
    points: dict[Language, tuple[str, ...]]
    proposals: dict[Language, str]


_CASES = (
    _SharedCase(
        number="26/00101",
        title="Felles utredning om fast vegsamband mellom Austmark og Vestmark",
        points={
            Language.BOKMAL: (
                "Fylkestinget i Austmark slutter seg til at det utredes et fast vegsamband over Langvatnet.",
                "Austmark dekker halvparten av utredningskostnaden, begrenset til 3,5 millioner kroner.",
            ),
            Language.NYNORSK: (
                "Fylkestinget i Vestmark sluttar seg til at det blir greidd ut eit fast vegsamband over Langvatnet.",
                "Vestmark dekkjer halvparten av kostnaden med utgreiinga, avgrensa til 3,5 millionar kroner.",
            ),
        },
        proposals={
            Language.BOKMAL: "Utredningen skal også omfatte forbedret ferjetilbud som alternativ.",
            Language.NYNORSK: "Utgreiinga skal òg omfatte betre ferjetilbod som alternativ.",
        },
    ),
    _SharedCase(
        number="26/00102",
        title="Felles uttalelse om statlige midler til skredsikring av fylkesveger",
        points={
            Language.BOKMAL: ("Fylkestinget i Austmark ber staten om forutsigbare midler til skredsikring.",),
            Language.NYNORSK: ("Fylkestinget i Vestmark bed staten om føreseielege midlar til rassikring.",),
        },
        proposals={
            Language.BOKMAL: "Uttalelsen oversendes også samferdselsministeren.",
            Language.NYNORSK: "Fråsegna blir òg send til samferdsleministeren.",
        },
    ),
)
_FACTS = (
    "De to fylkeskommunene har siden 2019 samarbeidet om ruter og ferjer over Langvatnet. Vegsambandet er av stor betydning for arbeidsmarkedet på begge sider.",
    "Saken behandles i fellesmøte. Hvert fylkesting stemmer for seg, og det føres ett vedtak for hvert.",
)


def joint_meeting(seed: int) -> Draft:
    """The records of the joint meeting; they stand in both counties' portals under the same keys."""
    draft = Draft(
        paper_keys=growing(2099001, dice(seed, "joint", "papers")),
        item_keys=growing(90001, dice(seed, "joint", "items")),
    )
    writer = Writer(organization=AUSTMARK)
    present = {body.key: attendance(body, dice(seed, "joint", body.key)) for body in _COUNCILS}
    lines = []
    for index, shared in enumerate(_CASES, 1):
        debates = tuple(_debate(seed, shared, organization) for organization in ORGANIZATIONS)
        line = ItemLine(
            section=Section.POLITICAL,
            number=f"FM {index}/{JOINT_DAY:%y}",
            case_number=shared.number,
            title=shared.title,
            bodies=_COUNCILS,
            debates=debates,
        )
        lines.append(line)
        _add_item(draft, shared, line)
    out, after = notice_moment(JOINT_DAY), minutes_moment(JOINT_DAY)
    title = f"{writer.words.agenda} {_MEETING.title} {day_text(JOINT_DAY)}"
    agenda = draft.add_paper(DocumentKind.AGENDA, title, writer.agenda(title, _MEETING, _PLACE, lines), out)
    title = f"{writer.words.minutes} {_MEETING.title} {day_text(JOINT_DAY)}"
    content = writer.minutes(
        title, _MEETING, _PLACE, present=present, lines=lines, extra=(), rng=dice(seed, "joint", "minutes")
    )
    minutes = draft.add_paper(DocumentKind.MINUTES, title, content, after)
    draft.meetings[_MEETING.key] = DemoMeeting(
        key=_MEETING.key,
        bodies=tuple(body.key for body in _COUNCILS),
        place=_PLACE,
        states=(MeetingState(since=announced(JOINT_DAY), day=JOINT_DAY, time=_MEETING.time),),
        papers=(agenda, minutes),
    )
    return draft


def _debate(seed: int, shared: _SharedCase, organization: DemoOrganization) -> Debate:
    body = next(one for one in _COUNCILS if one.organization == organization.key)
    vocabulary = words(organization.language)
    motion = Motion(
        recommended_by=vocabulary.recommendation,
        points=shared.points[organization.language],
        proposal=shared.proposals[organization.language],
    )
    sitting = Sitting(
        body=body,
        present=attendance(body, dice(seed, "joint", body.key)),
        words=vocabulary,
        rng=dice(seed, "joint", shared.number, body.key),
    )
    return hold_debate(sitting, motion)


def _add_item(draft: Draft, shared: _SharedCase, line: ItemLine) -> None:
    case = DemoCase(key=f"joint-{shared.number}", organization=AUSTMARK.key, number=shared.number, title=shared.title)
    draft.cases[case.key] = case
    out, after = notice_moment(JOINT_DAY), minutes_moment(JOINT_DAY)
    content = Writer(organization=AUSTMARK).letter(shared.title, _FACTS)
    papers = [draft.add_paper(DocumentKind.CASE_PAPER, shared.title, content, out)]
    for organization, body, debate in zip(ORGANIZATIONS, _COUNCILS, line.debates, strict=True):
        writer = Writer(organization=organization)
        resolution = writer.resolution(line, _MEETING, body, debate)
        papers.append(draft.add_paper(DocumentKind.RESOLUTION, writer.words.resolution, resolution, after))
    key = next(draft.item_keys)
    draft.items[key] = DemoItem(
        key=key,
        meeting=_MEETING.key,
        section=Section.POLITICAL,
        number=line.number,
        title=line.title,
        published=out,
        case=case.key,
        papers=tuple(papers),
        decisions=tuple(debate.decision for debate in line.debates),
    )
