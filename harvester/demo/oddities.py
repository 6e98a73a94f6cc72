"""What real life does to tidy records: replaced and withdrawn papers, scans, wrong file types, moved meetings.

Each oddity picks the first paper or meeting that fits, so that it exists for every seed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from harvester.demo.blocks import Block, Content, FileFormat, Heading, Paragraph, ScannedPage
from harvester.demo.bodies import AUSTMARK
from harvester.demo.dataset import (
    DemoItem,
    DemoMeeting,
    DemoOrganization,
    DemoPaper,
    MeetingState,
    PaperVersion,
    Section,
)
from harvester.demo.drafting import Draft, moment
from harvester.demo.words import Words, words
from harvester.model import DocumentKind

REPLACED_ON = dt.date(2026, 5, 22)
CORRECTED_ON = dt.date(2026, 5, 22)
WITHDRAWN_ON = dt.date(2026, 5, 28)
MOVED_ON = dt.date(2026, 5, 29)
_TALLY = re.compile(r"(vedtatt med )(\d+)( mot \d+ stemmer\. Mindretallet)")


def add_oddities(draft: Draft, organization: DemoOrganization) -> None:
    """Work into the records of one county everything odd that happens there."""
    vocabulary = words(organization.language)
    if organization is AUSTMARK:
        _oddities_of_austmark(draft, vocabulary)
    else:
        _oddities_of_vestmark(draft, vocabulary)


def _oddities_of_austmark(draft: Draft, vocabulary: Words) -> None:
    _scan(draft, _attachment(draft, dt.date(2024, 10, 20)), whole=True)
    _as_word(draft, _attachment(draft, dt.date(2025, 1, 10)))
    _varies(draft, _attachment(draft, dt.date(2025, 3, 20)))
    _withdraw(draft, _attachment(draft, dt.date(2025, 5, 1)), dt.date(2025, 6, 2))
    _replace(draft, _paper(draft, DocumentKind.CASE_PAPER, dt.date(2025, 8, 10)), dt.date(2025, 9, 5), vocabulary)
    _attach_twice(draft, _attachment(draft, dt.date(2025, 10, 20)))
    _correct_agenda(draft, "austmark-fu", dt.date(2025, 4, 15), dt.date(2025, 4, 10), vocabulary)
    _publish_late(draft, "austmark-hok", dt.date(2025, 5, 21), dt.date(2025, 8, 4))
    _was_moved(draft, "austmark-fu", dt.date(2025, 9, 9))
    _miscount(draft, "austmark-fta")
    _print_date_in_title(draft, "austmark-er", dt.date(2025, 3, 17), vocabulary)
    _withdraw(draft, _attachment(draft, dt.date(2026, 5, 8)), WITHDRAWN_ON)


def _oddities_of_vestmark(draft: Draft, vocabulary: Words) -> None:
    _scan(draft, _attachment(draft, dt.date(2025, 1, 10)), whole=False)
    _as_word(draft, _attachment(draft, dt.date(2025, 9, 1)))
    _share_between_items(draft, "vestmark-fuv", dt.date(2025, 2, 18))
    _repeat_number(draft, "vestmark-ftv", dt.date(2025, 3, 4))
    _never_publish_minutes(draft, "vestmark-rmf", dt.date(2025, 9, 11))
    _replace(draft, _paper(draft, DocumentKind.CASE_PAPER, dt.date(2026, 5, 1)), REPLACED_ON, vocabulary)
    _correct_agenda(draft, "vestmark-fuv", dt.date(2026, 5, 26), CORRECTED_ON, vocabulary)
    _move(draft, "vestmark-hsm", dt.date(2026, 9, 1), MOVED_ON)


def _paper(draft: Draft, kind: DocumentKind, not_before: dt.date) -> DemoPaper:
    """The first open paper of that kind that was published on that day or later, in an item with a case."""
    with_case = {key for item in draft.items.values() if item.case for key in item.papers}
    return next(
        paper
        for paper in sorted(draft.papers.values(), key=lambda one: (one.versions[0].published, one.key))
        if paper.kind is kind
        and paper.restriction is None
        and paper.key in with_case
        and paper.versions[0].published.date() >= not_before
    )


def _attachment(draft: Draft, not_before: dt.date) -> DemoPaper:
    return _paper(draft, DocumentKind.ATTACHMENT, not_before)


def _meeting(draft: Draft, body: str, day: dt.date) -> DemoMeeting:
    return next(one for one in draft.meetings.values() if body in one.bodies and one.states[0].day == day)


def _meetings_from(draft: Draft, body: str, day: dt.date) -> list[DemoMeeting]:
    found = [one for one in draft.meetings.values() if body in one.bodies and one.states[0].day >= day]
    return sorted(found, key=lambda one: one.states[0].day)


def _items(draft: Draft, meeting: DemoMeeting) -> Iterator[DemoItem]:
    return (item for item in draft.items.values() if item.meeting == meeting.key)


def _of_kind(draft: Draft, meeting: DemoMeeting, kind: DocumentKind) -> DemoPaper:
    return next(draft.papers[key] for key in meeting.papers if draft.papers[key].kind is kind)


def _set_content(draft: Draft, paper: DemoPaper, content: Content) -> None:
    first = replace(paper.versions[0], content=content)
    draft.papers[paper.key] = replace(paper, versions=(first, *paper.versions[1:]))


def _scan(draft: Draft, paper: DemoPaper, *, whole: bool) -> None:
    content = paper.versions[0].content
    lines = [text for block in content.blocks for text in _words_of(block)]
    page = ScannedPage(lines=tuple(line[:70] for line in lines[:30]))
    blocks = (page,) if whole else (*content.blocks, page)
    _set_content(draft, paper, replace(content, blocks=blocks))


def _words_of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text


def _as_word(draft: Draft, paper: DemoPaper) -> None:
    _set_content(draft, paper, replace(paper.versions[0].content, file_format=FileFormat.WORD))


def _varies(draft: Draft, paper: DemoPaper) -> None:
    _set_content(draft, paper, replace(paper.versions[0].content, varies_by_download=True))


def _withdraw(draft: Draft, paper: DemoPaper, day: dt.date) -> None:
    draft.papers[paper.key] = replace(paper, withdrawn=moment(day, 10))


def _replace(draft: Draft, paper: DemoPaper, day: dt.date, vocabulary: Words) -> None:
    content = paper.versions[0].content
    added = (Heading(text=vocabulary.replaced_heading), Paragraph(text=vocabulary.replaced_text))
    version = PaperVersion(published=moment(day, 12), content=replace(content, blocks=(*content.blocks, *added)))
    draft.papers[paper.key] = replace(paper, versions=(*paper.versions, version))


def _attach_twice(draft: Draft, paper: DemoPaper) -> None:
    """The same file under a second id, in every item that has the first."""
    version = paper.versions[0]
    twin = draft.add_paper(paper.kind, paper.title, version.content, version.published)
    for item in list(draft.items.values()):
        if paper.key in item.papers:
            draft.items[item.key] = replace(item, papers=(*item.papers, twin))


def _share_between_items(draft: Draft, body: str, day: dt.date) -> None:
    """One attachment, one id, in two items of the same meeting."""
    for meeting in _meetings_from(draft, body, day):
        items = [item for item in _items(draft, meeting) if item.case]
        shared = [(key, item) for item in items for key in item.papers if _is_attachment(draft.papers[key])]
        if shared and len(items) > 1:
            key, home = shared[0]
            other = next(item for item in items if item is not home)
            draft.items[other.key] = replace(other, papers=(*other.papers, key))
            return


def _is_attachment(paper: DemoPaper) -> bool:
    return paper.kind is DocumentKind.ATTACHMENT and paper.restriction is None


def _repeat_number(draft: Draft, body: str, day: dt.date) -> None:
    """A slip on the page: two items of one section with the same number."""
    for meeting in _meetings_from(draft, body, day):
        political = [item for item in _items(draft, meeting) if item.section is Section.POLITICAL]
        if len(political) > 1:
            draft.items[political[1].key] = replace(political[1], number=political[0].number)
            return


def _correct_agenda(draft: Draft, body: str, day: dt.date, on: dt.date, vocabulary: Words) -> None:
    meeting = _meeting(draft, body, day)
    agenda = _of_kind(draft, meeting, DocumentKind.AGENDA)
    content = agenda.versions[0].content
    title = f"{agenda.title} {vocabulary.corrected}"
    blocks = (Heading(text=title, level=1), Paragraph(text=vocabulary.corrected_text), *content.blocks[1:])
    key = draft.add_paper(agenda.kind, title, replace(content, running_head=title, blocks=blocks), moment(on, 12))
    draft.meetings[meeting.key] = replace(meeting, papers=(*meeting.papers, key))


def _publish_late(draft: Draft, body: str, day: dt.date, on: dt.date) -> None:
    minutes = _of_kind(draft, _meeting(draft, body, day), DocumentKind.MINUTES)
    late = replace(minutes.versions[0], published=moment(on, 14))
    draft.papers[minutes.key] = replace(minutes, versions=(late,))


def _never_publish_minutes(draft: Draft, body: str, day: dt.date) -> None:
    meeting = _meeting(draft, body, day)
    minutes = _of_kind(draft, meeting, DocumentKind.MINUTES)
    del draft.papers[minutes.key]
    draft.meetings[meeting.key] = replace(meeting, papers=tuple(key for key in meeting.papers if key != minutes.key))


def _was_moved(draft: Draft, body: str, day: dt.date) -> None:
    """Announced for the day after, and moved two months before it was held."""
    meeting = _meeting(draft, body, day)
    state = meeting.states[0]
    before = replace(state, day=day + dt.timedelta(days=1))
    after = replace(state, since=moment(day - dt.timedelta(days=60), 9))
    draft.meetings[meeting.key] = replace(meeting, states=(before, after))


def _move(draft: Draft, body: str, day: dt.date, on: dt.date) -> None:
    meeting = _meeting(draft, body, day)
    state = meeting.states[0]
    moved = MeetingState(since=moment(on, 9), day=day + dt.timedelta(days=1), time=state.time, status=state.status)
    draft.meetings[meeting.key] = replace(meeting, states=(state, moved))


def _miscount(draft: Draft, body: str) -> None:
    """In one item the printed tally has two votes more than there are seats, in the minutes and in the extract."""
    for meeting in _meetings_from(draft, body, dt.date.min):
        for item in _items(draft, meeting):
            tallies = (text for paper in _resolutions(draft, item) for text in _sentences(paper) if _TALLY.search(text))
            for right in tallies:
                wrong = _TALLY.sub(lambda match: f"{match[1]}{int(match[2]) + 2}{match[3]}", right)
                _reword(draft, [*item.papers, *meeting.papers], right, wrong)
                return


def _resolutions(draft: Draft, item: DemoItem) -> list[DemoPaper]:
    papers = [draft.papers[key] for key in item.papers if key in draft.papers]
    return [paper for paper in papers if paper.kind is DocumentKind.RESOLUTION]


def _sentences(paper: DemoPaper) -> Iterator[str]:
    return (text for block in paper.versions[0].content.blocks for text in _words_of(block))


def _reword(draft: Draft, keys: list[int], right: str, wrong: str) -> None:
    for key in keys:
        content = draft.papers[key].versions[0].content
        blocks = tuple(
            replace(block, text=wrong) if isinstance(block, Paragraph) and block.text == right else block
            for block in content.blocks
        )
        _set_content(draft, draft.papers[key], replace(content, blocks=blocks))


def _print_date_in_title(draft: Draft, body: str, day: dt.date, vocabulary: Words) -> None:
    agenda = _of_kind(draft, _meeting(draft, body, day), DocumentKind.AGENDA)
    published = agenda.versions[0].published
    draft.papers[agenda.key] = replace(agenda, title=f"{agenda.title} ({vocabulary.published} {published:%d.%m.%Y})")
