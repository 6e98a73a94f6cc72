"""What the demo's two years hold, and how they change from night to night."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from harvester.demo.blocks import Columns, Content, FileFormat, ScannedPage, Table
from harvester.demo.bodies import AUSTMARK, PARTIES, VESTMARK
from harvester.demo.dataset import (
    Dataset,
    DemoMeeting,
    DemoPaper,
    EventKind,
    Published,
    PublishedPaper,
    Section,
    papers_of,
)
from harvester.demo.drafting import DEMO_START, minutes_moment, notice_moment
from harvester.demo.joint import JOINT_DAY
from harvester.demo.municipality import municipality
from harvester.demo.oddities import CORRECTED_ON, MOVED_ON, REPLACED_ON, WITHDRAWN_ON
from harvester.model import BodyKind, DocumentKind, Language, MeetingStatus, Outcome

KEYS = (AUSTMARK.key, VESTMARK.key)
FORTNIGHT = dt.timedelta(days=14)
NIGHT = dt.timedelta(days=1)


def published(dataset: Dataset, moment: dt.datetime = DEMO_START) -> list[Published]:
    return [dataset.as_of(moment, key) for key in KEYS]


def contents(dataset: Dataset) -> Iterator[Content]:
    return (version.content for paper in dataset.papers for version in paper.versions)


def text_of(content: Content) -> str:
    return json.dumps(dataclasses.asdict(content), ensure_ascii=False)


def held_by(dataset: Dataset, body: str) -> list[DemoMeeting]:
    return [meeting for meeting in dataset.meetings if body in meeting.bodies]


def kinds(paper: DemoPaper) -> set[FileFormat]:
    return {version.content.file_format for version in paper.versions}


def test_demo_is_as_large_as_a_small_county(dataset: Dataset) -> None:
    """On its first night there are enough organizations, bodies, meetings, items and papers, over two years."""
    seen = published(dataset)
    meetings = {meeting.key: meeting for one in seen for meeting in one.meetings}
    past = [meeting.day for meeting in meetings.values() if meeting.papers]
    items = {item.key for meeting in meetings.values() for item in meeting.items}
    papers = {paper.key for meeting in meetings.values() for paper in papers_of(meeting)}

    assert len(dataset.organizations) >= 2
    assert len(dataset.bodies) >= 8
    assert len(past) >= 60
    assert max(past) - min(past) >= dt.timedelta(days=600)
    assert len(items) >= 300
    assert len(papers) >= 600


def test_both_written_languages_are_used(dataset: Dataset) -> None:
    """One county writes bokmål, its neighbour nynorsk, in the papers as in the names."""
    languages = {organization.language for organization in dataset.organizations}
    texts = {key: " ".join(text_of(one.content) for one in papers_of_own_meetings(dataset, key)) for key in KEYS}

    assert languages == {Language.BOKMAL, Language.NYNORSK}
    assert "enstemmig vedtatt" in texts["austmark"]
    assert "samrøystes vedteken" in texts["vestmark"]
    assert " ikke " in texts["austmark"]
    assert " ikkje " in texts["vestmark"]


def papers_of_own_meetings(dataset: Dataset, key: str) -> Iterator[PublishedPaper]:
    for meeting in dataset.as_of(DEMO_START, key).meetings:
        if len(meeting.bodies) == 1:
            yield from papers_of(meeting)


def test_topics_are_many(dataset: Dataset) -> None:
    """More than a hundred cases about more than forty different matters."""
    matters = {" ".join(case.title.split()[:2]) for case in dataset.cases}

    assert len(dataset.cases) > 100
    assert len(matters) >= 40


def test_same_seed_gives_the_same_data(dataset: Dataset) -> None:
    """The data depend on the seed and on nothing else."""
    assert municipality() == dataset
    assert municipality(seed=2) != dataset


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_seeds_have_the_same_events(seed: int) -> None:
    """Whatever the seed, the first fortnight has exactly one replaced and one withdrawn paper."""
    kinds_seen = Counter(event.kind for event in municipality(seed).events(DEMO_START, DEMO_START + FORTNIGHT))

    assert kinds_seen[EventKind.PAPER_REPLACED] == 1
    assert kinds_seen[EventKind.PAPER_WITHDRAWN] == 1


def test_every_slot_is_filled(dataset: Dataset) -> None:
    """No text shows the braces of its template."""
    texts = [*(text_of(one)[1:-1] for one in contents(dataset)), *(paper.title for paper in dataset.papers)]
    titles = [case.title for case in dataset.cases] + [item.title or "" for item in dataset.items]
    braces = [text for text in texts + titles for slot in ("place", "mill", "count", "number") if f"{{{slot}}}" in text]

    assert braces == []


def test_parties_are_not_real() -> None:
    """No party of the demo has the name or letters of one that stands for election in Norway."""
    real = {"ap", "h", "sp", "frp", "sv", "krf", "v", "mdg", "r", "inp", "kp", "pp", "nkp", "dem", "fi"}

    assert {code.casefold() for code in PARTIES} & real == set()


def test_keys_are_unique(dataset: Dataset) -> None:
    """No two meetings, items or papers share a key."""
    for records in (dataset.meetings, dataset.items, dataset.papers):
        keys = [record.key for record in records]
        assert len(keys) == len(set(keys))


def test_case_goes_through_three_bodies(dataset: Dataset) -> None:
    """Cases pass from committee to executive to council, each recommending to the next."""
    routes: dict[str, list[str]] = {}
    days = {meeting.key: meeting.states[-1].day for meeting in dataset.meetings}
    for item in sorted(dataset.items, key=lambda one: days[one.meeting]):
        if item.case and len(item.decisions) == 1:
            routes.setdefault(item.case, []).append(item.decisions[0].body)
    bodies = {body.key: body.kind for body in dataset.bodies}
    wanted = [BodyKind.COMMITTEE, BodyKind.EXECUTIVE, BodyKind.COUNCIL]
    through = [route for route in routes.values() if [bodies[key] for key in route] == wanted]

    assert len(through) >= 20


def test_recommendation_is_what_the_body_before_resolved(dataset: Dataset) -> None:
    """A council is given the executive's resolution, and not the officer's first proposal."""
    by_case: dict[str, list[tuple[dt.date, str, str]]] = {}
    days = {meeting.key: meeting.states[-1].day for meeting in dataset.meetings}
    for item in dataset.items:
        if item.case and len(item.decisions) == 1:
            decision = item.decisions[0]
            by_case.setdefault(item.case, []).append((days[item.meeting], decision.recommendation, decision.resolution))
    for steps in by_case.values():
        for before, after in itertools.pairwise(sorted(steps)):
            assert after[1] == before[2]


def test_votes_add_up(dataset: Dataset) -> None:
    """Counted votes are as many as the body has seats; every outcome that a reader must know occurs."""
    sizes = {body.key: body.size for body in dataset.bodies}
    decisions = [decision for item in dataset.items for decision in item.decisions]
    counted = [one for one in decisions if one.votes_for is not None and one.votes_against is not None]

    assert len(counted) > 40
    assert all((one.votes_for or 0) + (one.votes_against or 0) == sizes[one.body] for one in counted)
    assert {one.outcome for one in decisions} == {Outcome.ADOPTED, Outcome.POSTPONED, Outcome.SENT_BACK}
    assert not any(one.unanimous for one in counted)


def test_one_printed_tally_does_not_add_up(dataset: Dataset) -> None:
    """One printed tally has more votes than the council has seats; every other adds up."""
    size = next(body.size for body in dataset.bodies if body.key == "austmark-fta")
    sums: Counter[int] = Counter()
    for meeting in held_by(dataset, "austmark-fta"):
        for paper in dataset.papers:
            if paper.key in meeting.papers and paper.kind is DocumentKind.MINUTES and len(meeting.bodies) == 1:
                tallies = re.findall(r"vedtatt med (\d+) mot (\d+) stemmer\. M", text_of(paper.versions[0].content))
                sums.update(int(one) + int(other) for one, other in tallies)

    assert sums[size + 2] == 1
    assert set(sums) <= {size, size + 2}


def test_voters_are_on_the_attendance_list(dataset: Dataset) -> None:
    """Whoever is named in a roll call, deputies too, stands in the table of those present."""
    checked = 0
    for paper in dataset.papers:
        if paper.kind is not DocumentKind.MINUTES or len(paper.versions[0].content.blocks) < 5:
            continue
        blocks = paper.versions[0].content.blocks
        present = {row[1] for block in blocks if isinstance(block, Table) for row in block.rows if len(row) == 3}
        for block in blocks:
            text = getattr(block, "text", "")
            if "innstillingen stemte" in text or "tilrådinga røysta" in text:
                names = {name.split(" (")[0].strip() for name in text.split(":")[1].rstrip(".").split(", ")}
                assert names <= present
                checked += 1
    assert checked >= 4


def test_joint_meeting_has_a_resolution_from_each_council(dataset: Dataset) -> None:
    """Both councils meet in one meeting that stands in both portals, and each resolves in its own language."""
    meeting = next(one for one in dataset.meetings if len(one.bodies) > 1)
    items = [item for item in dataset.items if item.meeting == meeting.key]
    shown = [one.meeting(meeting.key) for one in published(dataset)]

    assert meeting.states[0].day == JOINT_DAY
    assert {body.split("-")[0] for body in meeting.bodies} == set(KEYS)
    assert all([decision.body for decision in item.decisions] == list(meeting.bodies) for item in items)
    assert items
    assert shown[0] == shown[1]
    assert shown[0] is not None
    assert all([paper.kind for paper in item.papers].count(DocumentKind.RESOLUTION) == 2 for item in shown[0].items)


def test_agenda_is_corrected(dataset: Dataset) -> None:
    """A corrected agenda comes beside the first one, under an id of its own."""
    corrected = [paper for paper in dataset.papers if "(Korrigert)" in paper.title]
    first = {paper.title: paper.key for paper in dataset.papers}

    assert len(corrected) >= 2
    assert all(first[paper.title.removesuffix(" (Korrigert)")] != paper.key for paper in corrected)


def test_paper_is_withdrawn(dataset: Dataset) -> None:
    """A withdrawn paper is there the day before, and gone the day after."""
    paper = next(one for one in dataset.papers if one.withdrawn and one.withdrawn < DEMO_START)
    assert paper.withdrawn is not None

    before = [one.paper(paper.key) for one in published(dataset, paper.withdrawn - NIGHT)]
    after = [one.paper(paper.key) for one in published(dataset, paper.withdrawn + NIGHT)]

    assert any(before)
    assert not any(after)


def test_items_and_papers_are_exempt(dataset: Dataset) -> None:
    """Exempt items have no title and no papers; exempt papers cannot be fetched."""
    closed = [item for item in dataset.items if item.closed]
    restricted = [paper for paper in dataset.papers if paper.restriction]

    assert len(closed) >= 5
    assert all(item.title is None and not item.papers for item in closed)
    assert len(restricted) >= 3
    assert all(one.paper(paper.key) is None for one in published(dataset) for paper in restricted)


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.POSTPONED])
def test_meeting_is_called_off(dataset: Dataset, status: MeetingStatus) -> None:
    """Each county has a meeting that was cancelled and one that was postponed; it was announced as any other."""
    off = [meeting for meeting in dataset.meetings if meeting.states[-1].status is status]

    assert len(off) == 2
    assert all(meeting.states[0].status is None and not meeting.papers for meeting in off)


def test_meeting_has_no_time(dataset: Dataset) -> None:
    """A meeting with papers but without a time of day exists in each county."""
    assert len([meeting for meeting in dataset.meetings if meeting.states[0].time is None and meeting.papers]) == 2


def test_pages_are_scans(dataset: Dataset) -> None:
    """One paper is nothing but a scan, another ends in one."""
    scanned = [one for one in contents(dataset) if any(isinstance(block, ScannedPage) for block in one.blocks)]

    assert sorted(len(one.blocks) > 1 for one in scanned) == [False, True]


def test_file_is_word_behind_a_pdf_link(dataset: Dataset) -> None:
    """Each county has a Word file, and nothing in its record or title tells."""
    word = [paper for paper in dataset.papers if FileFormat.WORD in kinds(paper)]

    assert len(word) == 2
    assert not any("doc" in paper.title for paper in word)


def test_columns_occur(dataset: Dataset) -> None:
    """Attachments and minutes have text in two columns."""
    assert len([one for one in contents(dataset) if any(isinstance(block, Columns) for block in one.blocks)]) > 10


def test_paper_is_attached_twice(dataset: Dataset) -> None:
    """The same file stands under two ids in one item, and one id stands in two items of one meeting."""
    by_key = {paper.key: paper for paper in dataset.papers}
    twins = 0
    for item in dataset.items:
        first = [by_key[key].versions[0].content for key in item.papers if key in by_key]
        twins += len(first) - len(set(first))
    places = Counter((item.meeting, key) for item in dataset.items for key in item.papers)

    assert twins >= 1
    assert max(places.values()) == 2


def test_one_paper_varies(dataset: Dataset) -> None:
    """Exactly one paper differs at each download."""
    assert len([one for one in contents(dataset) if one.varies_by_download]) == 1


def test_case_number_is_no_key(dataset: Dataset) -> None:
    """In each county two cases share one number."""
    numbers = Counter((case.organization, case.number) for case in dataset.cases)
    shared = [organization for (organization, _), count in numbers.items() if count > 1]

    assert sorted(shared) == list(KEYS)


def test_page_repeats_an_item_number(dataset: Dataset) -> None:
    """By a slip, two items of one section of one meeting have the same number."""
    repeated = Counter((item.meeting, item.section, item.number) for item in dataset.items)

    assert sorted(repeated.values())[-2:] == [1, 2]


def test_numbers_restart_in_each_section(dataset: Dataset) -> None:
    """In one meeting the same number stands in several sections, so a number is no key."""
    sections: dict[tuple[int, str], set[Section]] = {}
    for item in dataset.items:
        sections.setdefault((item.meeting, item.number), set()).add(item.section)

    assert any(len(found) >= 2 for found in sections.values())


def test_every_section_occurs(dataset: Dataset) -> None:
    """Each part that an agenda can have is there."""
    assert {item.section for item in dataset.items} == set(Section)


def test_minutes_come_late_or_never(dataset: Dataset) -> None:
    """Minutes are published a week after the meeting; once they come months later, once they never do."""
    delays = []
    for meeting in dataset.meetings:
        minutes = [paper for paper in dataset.papers if paper.key in meeting.papers and paper.kind == "minutes"]
        if meeting.papers:
            delays += [paper.versions[0].published - minutes_moment(meeting.states[-1].day) for paper in minutes]
            assert len(minutes) == 1 or meeting.bodies == ("vestmark-rmf",)
    usual = [delay for delay in delays if abs(delay) <= dt.timedelta(days=2)]

    assert len(delays) - len(usual) == 1
    assert max(delays) > dt.timedelta(days=60)
    assert len([one for one in dataset.meetings if one.papers]) - len(delays) == 1


def test_papers_come_a_week_before(dataset: Dataset) -> None:
    """Nothing of an ordinary meeting is out before its notice, and the agenda comes with it."""
    meeting = held_by(dataset, "austmark-fu")[3]
    day = meeting.states[-1].day
    before = dataset.as_of(notice_moment(day) - dt.timedelta(minutes=1), "austmark").meeting(meeting.key)
    after = dataset.as_of(notice_moment(day), "austmark").meeting(meeting.key)

    assert before is not None
    assert after is not None
    assert before.papers == ()
    assert before.items == ()
    assert [paper.kind for paper in after.papers] == [DocumentKind.AGENDA]
    assert len(after.items) >= 3


def test_nothing_changes_on_the_first_day(dataset: Dataset) -> None:
    """A second night within the first day finds nothing new at all."""
    assert dataset.events(DEMO_START, DEMO_START + dt.timedelta(hours=20)) == ()
    assert published(dataset) == published(dataset, DEMO_START + dt.timedelta(hours=20))


def test_fortnight_brings_each_sort_of_news(dataset: Dataset) -> None:
    """In the first fortnight minutes, a notice, an agenda, a replacement, a withdrawal, on their days."""
    events = dataset.events(DEMO_START, DEMO_START + FORTNIGHT)
    days: dict[EventKind, list[dt.date]] = {}
    for event in events:
        days.setdefault(event.kind, []).append(event.day)
    new = {event.paper_kind for event in events if event.kind is EventKind.PAPER_PUBLISHED}

    assert days[EventKind.PAPER_REPLACED] == [REPLACED_ON]
    assert days[EventKind.PAPER_WITHDRAWN] == [WITHDRAWN_ON]
    assert days[EventKind.MEETING_MOVED] == [MOVED_ON]
    assert CORRECTED_ON in days[EventKind.PAPER_PUBLISHED]
    assert new >= {DocumentKind.MINUTES, DocumentKind.NOTICE, DocumentKind.AGENDA, DocumentKind.RESOLUTION}


def test_events_are_what_changes(dataset: Dataset) -> None:
    """Night by night, the events are exactly the differences between what two portals show."""
    moment = DEMO_START
    while moment < DEMO_START + FORTNIGHT:
        expected = sorted(
            (organization, event.kind, event.key)
            for event in dataset.events(moment, moment + NIGHT)
            for organization in event.organizations
        )
        assert sorted(differences(dataset, moment, moment + NIGHT)) == expected
        moment += NIGHT


def differences(dataset: Dataset, first: dt.datetime, second: dt.datetime) -> Iterator[tuple[str, EventKind, int]]:
    for key in KEYS:
        old, new = dataset.as_of(first, key), dataset.as_of(second, key)
        old_papers = {paper.key: paper.content for meeting in old.meetings for paper in papers_of(meeting)}
        new_papers = {paper.key: paper.content for meeting in new.meetings for paper in papers_of(meeting)}
        yield from ((key, EventKind.PAPER_PUBLISHED, one) for one in new_papers.keys() - old_papers.keys())
        yield from ((key, EventKind.PAPER_WITHDRAWN, one) for one in old_papers.keys() - new_papers.keys())
        for one in old_papers.keys() & new_papers.keys():
            if old_papers[one] != new_papers[one]:
                yield key, EventKind.PAPER_REPLACED, one
        old_items = {item.key for meeting in old.meetings for item in meeting.items}
        new_items = {item.key for meeting in new.meetings for item in meeting.items}
        yield from ((key, EventKind.ITEM_PUBLISHED, one) for one in new_items - old_items)
        before = {meeting.key: (meeting.day, meeting.time) for meeting in old.meetings}
        for meeting in new.meetings:
            if before[meeting.key] != (meeting.day, meeting.time):
                yield key, EventKind.MEETING_MOVED, meeting.key


def test_meeting_is_cancelled_on_a_known_day(dataset: Dataset) -> None:
    """A cancellation is an event on the day that it is announced."""
    meeting = next(one for one in dataset.meetings if one.states[-1].status is MeetingStatus.CANCELLED)
    since = meeting.states[-1].since
    events = dataset.events(since - NIGHT, since)

    assert [event.key for event in events if event.kind is EventKind.MEETING_CANCELLED] == [meeting.key]
