"""Who was there: members, those absent, and deputies with whom they met for. Only names, parties and offices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harvester.minutes.names import NAME, VOTER, party_code, read_members, read_whole_list
from harvester.minutes.people_words import (
    ABSENT_HEADINGS,
    ATTENDANCE_ENDS,
    DEPUTY_HEADINGS,
    FUNCTIONS,
    PARTIES,
    PRESENT_HEADINGS,
)
from harvester.minutes.records import Attendance, Deputy, Found, Member
from harvester.minutes.text import Flow
from harvester.minutes.words import LIST_HEADINGS, alternatives

_HEADINGS = {
    **dict.fromkeys(ATTENDANCE_ENDS, "end"),
    **dict.fromkeys(PRESENT_HEADINGS, "present"),
    **dict.fromkeys(ABSENT_HEADINGS, "absent"),
    **dict.fromkeys(DEPUTY_HEADINGS, "deputies"),
}
_HEADING = re.compile(rf"(?<![\w-])({alternatives(map(re.escape, _HEADINGS))})(?![\w-])")
_LIST = re.compile(alternatives(map(re.escape, LIST_HEADINGS)))
_PARTY = alternatives(re.escape(name) for name in PARTIES)
_ROW = re.compile(
    rf"^(?P<name>{NAME}) (?P<function>{alternatives(FUNCTIONS)})(?:\.| ) ?(?P<party>{_PARTY})(?: (?P<for>{NAME}))?$",
    re.IGNORECASE,
)
_ROW_BY_FUNCTION = re.compile(
    rf"^(?P<function>{alternatives(FUNCTIONS)})(?: for (?P<for>[Rr]epresentant \d{{1,3}}|{NAME}))? (?P<name>{VOTER}) "
    r"(?P<party>[A-ZÆØÅ][\w-]{0,30}(?: [\w-]{1,20}){0,3}?)(?: \((?P<code>[A-ZÆØÅ]\w{0,5})\))?$"
)
_DEPUTY_ROW = re.compile(rf"^(?P<names>{NAME}) (?P<party>{_PARTY})$", re.IGNORECASE)
_MET_FOR = re.compile(
    rf"(?P<name>{NAME})(?: \((?P<party>[^()]{{1,40}})\))?,? for (?P<other>{NAME})(?: \((?P<other_party>[^()]{{1,40}})\))?"
)
_TABLE_HEAD = re.compile(r"^(?:Navn|Namn)\b.*$|^varamedlemmer:?$", re.IGNORECASE)
_GROUP = re.compile(r"(?P<party>[A-ZÆØÅ][A-ZÆØÅ -]{2,40}) \((?P<count>\d{1,2})\) ")


def read_attendance(flow: Flow, end: int) -> Attendance:
    """The lists of the head, as far as they can be taken apart into persons."""
    parts: dict[str, list[tuple[int, int]]] = {"present": [], "absent": [], "deputies": [], "end": []}
    for kind, start, stop in _parts(flow, end):
        parts[kind].append((start, stop))
    present = _members(flow, parts["present"])
    absent = _members(flow, parts["absent"])
    deputies = tuple(deputy for part in parts["deputies"] for deputy in _deputies(flow, part, absent))
    return Attendance(
        present=present,
        deputies=deputies,
        absent=absent,
        present_count=_count(flow, parts["present"], len(present)),
        deputy_count=_count(flow, parts["deputies"], len(deputies)),
        absent_count=_count(flow, parts["absent"], len(absent)),
        complete=bool(present)
        and not any(_is_roll_call(flow, part) for part in parts["present"])
        and _has_all(flow, parts["deputies"], deputies),
    )


def _is_roll_call(flow: Flow, part: tuple[int, int]) -> bool:
    """Whether only those are listed who answered at the start ("Til stede under opprop")."""
    return flow.flat[max(0, part[0] - 12) : part[0]].endswith("opprop")


def _has_all(flow: Flow, parts: Sequence[tuple[int, int]], deputies: tuple[Deputy, ...]) -> bool:
    """Whether no deputy was lost: as many as there is "for" in running text, and one at least where there are names."""
    text = " ".join(flow.flat[start:end] for start, end in parts)
    paired = sum(1 for deputy in deputies if deputy.met_for)
    return text.count(" for ") <= paired and (bool(deputies) or re.search(NAME, text) is None)


def _parts(flow: Flow, end: int) -> Iterator[tuple[str, int, int]]:
    listed = _LIST.search(flow.flat, 0, end)
    end = listed.start() if listed else min(end, 4000)
    marks = [
        found for found in _HEADING.finditer(flow.flat, 0, end) if not flow.lined or flow.at_line_start(found.start())
    ]
    for place, found in enumerate(marks):
        stop = marks[place + 1].start() if place + 1 < len(marks) else end
        yield _HEADINGS[found[1]], found.end(), stop


def _count(flow: Flow, parts: Sequence[tuple[int, int]], count: int) -> Found[int] | None:
    """A count with the heading of its list; the list itself can hold contact details, which are never kept."""
    if not count:
        return None
    start = parts[0][0]
    begin = flow.text.rfind("\n", 0, start) + 1 if flow.lined else max(0, start - 60)
    return Found(value=count, evidence=flow.quote(begin, start))


def _lines(flow: Flow, part: tuple[int, int]) -> list[str]:
    rows = [line.strip(" :") for line in flow.text[part[0] : part[1]].split("\n")]
    return [row for row in rows if row and not _TABLE_HEAD.match(row)]


def _members(flow: Flow, parts: Sequence[tuple[int, int]]) -> tuple[Member, ...]:
    """Everybody in the lists of one kind, nobody when one of them cannot be taken apart."""
    lists = [_members_of(flow, part) for part in parts]
    return tuple(member for members in lists for member in members) if all(lists) else ()


def _members_of(flow: Flow, part: tuple[int, int]) -> tuple[Member, ...]:
    if flow.lined:
        rows = [_member_of_row(row) for row in _lines(flow, part)]
        if any(rows):
            return tuple(row for row in rows if row)
    text = flow.flat[part[0] : part[1]]
    return _grouped(text) or read_whole_list(text)


def _member_of_row(row: str) -> Member | None:
    found = _ROW.match(row)
    if found:
        return Member(name=found["name"], party=party_code(found["party"]))
    found = _ROW_BY_FUNCTION.match(row)
    return Member(name=found["name"], party=found["code"] or party_code(found["party"])) if found else None


def _grouped(text: str) -> tuple[Member, ...]:
    """As in "HØYRE (18) Navn, Navn – vara ARBEIDERPARTIET (13) …": one list a party."""
    marks = list(_GROUP.finditer(text))
    members: list[Member] = []
    for place, found in enumerate(marks):
        stop = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        names = re.findall(NAME, text[found.end() : stop])
        members += [Member(name=name, party=party_code(found["party"])) for name in names]
    return tuple(members)


def _deputies(flow: Flow, part: tuple[int, int], absent: tuple[Member, ...]) -> tuple[Deputy, ...]:
    if flow.lined:
        rows = [_deputy_of_row(row, absent) for row in _lines(flow, part)]
        if any(rows):
            return tuple(row for row in rows if row)
    text = re.sub(r"\bvaramedlemmer:|(?<=\D) \d{1,2} (?=[A-ZÆØÅ])", " ; ", flow.flat[part[0] : part[1]])
    text = " ".join(text.split())
    deputies = [
        Deputy(name=found["name"], party=party_code(found["party"] or found["other_party"]), met_for=found["other"])
        for found in _MET_FOR.finditer(text)
    ]
    alone = read_members(_MET_FOR.sub(" ", text))
    return (*deputies, *(Deputy(name=member.name, party=member.party, met_for=None) for member in alone))


def _deputy_of_row(row: str, absent: tuple[Member, ...]) -> Deputy | None:
    """As in "Navn Navnesen Annen Annensen SP": where the one name ends is known when the other is listed as absent."""
    whole = _ROW.match(row)
    if whole:
        return Deputy(name=whole["name"], party=party_code(whole["party"]), met_for=whole["for"])
    found = _DEPUTY_ROW.match(row)
    if found is None:
        return None
    names = found["names"]
    for member in absent:
        if names.endswith(" " + member.name):
            return Deputy(
                name=names.removesuffix(" " + member.name), party=party_code(found["party"]), met_for=member.name
            )
    return Deputy(name=names, party=party_code(found["party"]), met_for=None)
