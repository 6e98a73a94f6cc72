"""The parts of a treated item: recommendation and whose, proceedings, vote, resolution, and what other bodies did."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harvester.minutes.openers import last_body, treatments
from harvester.minutes.records import ItemNumber, Section, SectionKind
from harvester.minutes.text import Flow
from harvester.minutes.words import FACT_HEADINGS, OWNERS, RECOMMENDATIONS, alternatives

_OWNER = rf"(?P<owner>(?:{alternatives(OWNERS)})(?:s|ns| si| sin| sitt| sine)?)"
_RECOMMENDED = alternatives(RECOMMENDATIONS)
_CAPITAL_RECOMMENDED = alternatives(word[0].upper() + word[1:] for word in RECOMMENDATIONS)
_AFTER_COLON = "(?: til (?:kommunestyret|fylkestinget|bystyret|formannskapet))?"
_DAY = r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}"

_RECOMMENDATION = (
    rf"(?P<recommendation>{_OWNER} (?:(?:{_RECOMMENDED}){_AFTER_COLON}|innstiller til [^\n:]{{3,60}}):"
    rf"|Innstillende vedtak:?|(?:{_CAPITAL_RECOMMENDED}){_AFTER_COLON}:)"
)
_LINE_HEADINGS = {
    SectionKind.PROCEEDINGS: "Møtebehandling|Møtehandsaming|Behandling|Handsaming|Behandling i møtet|Handsaming i møtet"
    "|Behandlinga|Handsaminga|BEHANDLING|HANDSAMING|Saksbehandling i møtet",
    SectionKind.VOTE: "Votering|Voteringer|Voteringar|Avstemming|Avstemning|Avrøysting|Røysting|Avrøystning|VOTERING",
    SectionKind.RESOLUTION: "Vedtak|VEDTAK|Samrøystes vedtak|Enstemmig vedtak|Endelig vedtak|Endeleg vedtak|Fatta vedtak",
    SectionKind.FACTS: alternatives(map(re.escape, FACT_HEADINGS)),
}
_FACTS = rf"(?P<facts>(?:{alternatives(map(re.escape, FACT_HEADINGS))}):)"
_ROLL_CALL = r"(?P<rollcall>(?<![\w,] )\b(?:For|Imot|Mot) [^\n.:]{3,90} (?:stemte|stemde|røysta|røystet)(?: følgende)? ?\d{0,3}:)"
_CLOSING = r"(?P<closing>\[Lagre (?:saksprotokoll|vedtak)\]|\bRett utskrift\b|\bRett utskrift:)"
_BERGEN = (
    r"(?P<adopted>(?:og fatt(?:et|a) følg(?:ende|jande|ande) vedtak|og avg(?:a|av) følg(?:ende|jande) (?:innstilling|uttalelse)):)"
    r"|(?P<debate>[A-ZÆØÅ][\w ,-]{2,80}?s behandling(?=:? (?:Følgende|Ingen|Forslag|Merknad|Votering|Det)))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """The heading of a part: where it stands, what begins there, and whose it is.

    ``body`` and ``day`` are set where a body's treatment begins; ``sak`` when its number is told with it.
    ``after_debate`` marks words that are a heading only when proceedings or a vote stand before them.
    """

    kind: SectionKind | None
    start: int
    end: int
    owner: str | None = None
    body: str | None = None
    day: dt.date | None = None
    sak: str | None = None
    after_debate: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """What is known of the meeting when an item is read: it decides which treatment is this meeting's own."""

    body: str | None
    day: dt.date | None
    number: ItemNumber


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A stretch of an item: from the end of its heading to the next."""

    kind: SectionKind
    owner: str | None
    heading: int
    start: int
    end: int


def read_parts(flow: Flow, start: int, end: int, meeting: Meeting) -> list[Part]:
    """The parts of an item in reading order; those of other bodies' treatments are one part each, of kind EARLIER."""
    marks = _own_marks(list(_marks(flow, start, end, meeting.body)), meeting)
    parts: list[Part] = []
    if not marks:
        parts.append(Part(kind=SectionKind.PROCEEDINGS, owner=None, heading=start, start=start, end=end))
    for place, mark in enumerate(marks):
        if mark.kind is None:
            continue
        stop = marks[place + 1].start if place + 1 < len(marks) else end
        parts.append(
            Part(kind=mark.kind, owner=mark.owner, heading=mark.start, start=mark.end, end=max(mark.end, stop))
        )
    return [part for part in parts if flow.flat[part.start : part.end].strip(" .:")]


def cut_parts(flow: Flow, parts: Sequence[Part], end: int) -> list[Part]:
    """The parts up to a place before which the item turned out to end."""
    kept = [replace(part, end=min(part.end, end)) for part in parts if part.start < end]
    return [part for part in kept if flow.flat[part.start : part.end].strip(" .:")]


def _own_marks(marks: list[Mark], meeting: Meeting) -> list[Mark]:
    """The marks with every treatment by another body, or on another day, as one EARLIER part."""
    kept: list[Mark] = []
    foreign = False
    for mark in marks:
        if mark.day is not None:
            foreign = not _is_own(mark, meeting)
            kind = SectionKind.EARLIER if foreign else mark.kind
            kept.append(Mark(kind=kind, start=mark.start, end=mark.end, owner=mark.body if foreign else None))
            continue
        if foreign and mark.kind is None:
            foreign = False
        if not foreign or (mark.kind is SectionKind.RECOMMENDATION and mark.owner):
            kept.append(mark)
    return kept


def _is_own(mark: Mark, meeting: Meeting) -> bool:
    if meeting.day is not None and mark.day != meeting.day:
        return False
    if mark.sak is not None and re.search(r"\d+/\d+", mark.sak):
        first, last = (int(half) for half in re.findall(r"\d+", mark.sak)[:2])
        return (first, last % 100) == (meeting.number.sequence, meeting.number.year % 100) or (last, first % 100) == (
            meeting.number.sequence,
            meeting.number.year % 100,
        )
    return mark.body is None or meeting.body is None or bool(_words(mark.body) & _words(meeting.body))


def _words(body: str) -> set[str]:
    """The words of a body's name that tell it from others, without definite endings."""
    return {
        re.sub(r"(?:et|en|a|s)$", "", word)
        for word in re.findall(r"\w+", body.casefold())
        if word not in {"utvalg", "utvalget", "for", "og", "kommune", "i", "råd"}
    }


def _marks(flow: Flow, start: int, end: int, body: str | None) -> Iterator[Mark]:
    found = [
        *_treatment_marks(flow, start, end),
        *_phrase_marks(flow, start, end),
        *(_line_marks(flow, start, end) if flow.lined else _stream_marks(flow, start, end)),
        *_resolutions_of(flow, start, end, body),
    ]
    last = start
    debated = voting = False
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < last or (mark.after_debate and not debated):
            continue
        if mark.kind is SectionKind.VOTE and mark.start == mark.end and voting:
            continue  # a roll call in the vote that its heading has opened
        yield mark
        last = mark.end
        voting = mark.kind is SectionKind.VOTE
        debated = debated or mark.kind in (SectionKind.PROCEEDINGS, SectionKind.VOTE)


def _treatment_marks(flow: Flow, start: int, end: int) -> Iterator[Mark]:
    for found in treatments(flow, start, end):
        kind = SectionKind.HISTORY if found.history else SectionKind.PROCEEDINGS
        yield Mark(kind=kind, start=found.start, end=found.end, body=found.body, day=found.day, sak=found.sak)


def _phrase_marks(flow: Flow, start: int, end: int) -> Iterator[Mark]:
    """Headings that are told by their words, in lines only where a line begins."""
    for found in _PHRASES.finditer(flow.text, start, end):
        if found.lastgroup == "closing":
            yield Mark(kind=None, start=found.start(), end=found.end())
        elif found["adopted"]:
            yield Mark(kind=SectionKind.RESOLUTION, start=found.start(), end=found.end())
        elif found["rollcall"]:
            yield Mark(kind=SectionKind.VOTE, start=found.start(), end=found.start())
        elif found["recommendation"] and _VOTES_FOLLOW.match(flow.flat, found.end()):
            continue  # "Innstilling: 8 stemmer" is a choice of a vote between proposals
        elif not flow.lined or flow.at_line_start(found.start()):
            kind = _kind_of(found)
            yield Mark(kind=kind, start=_heading_start(found), end=found.end(), owner=_owner(found))


_PHRASES = re.compile(f"{_RECOMMENDATION}|{_FACTS}|{_BERGEN}|{_CLOSING}|{_ROLL_CALL}")

_VOTES_FOLLOW = re.compile(r"\s*(?:\d{1,3}|[Ii]ngen) (?:stemme|røyst)")


def _heading_start(found: re.Match[str]) -> int:
    """Where a heading begins: "Fjellvær bystyres behandling" at the body's name, not at a name that runs into it."""
    if not found["debate"]:
        return found.start()
    body = last_body(found["debate"].removesuffix("s behandling"))
    return found.end() - len(body + "s behandling") if body else found.start()


def _kind_of(found: re.Match[str]) -> SectionKind:
    if found["recommendation"]:
        return SectionKind.RECOMMENDATION
    return SectionKind.FACTS if found["facts"] else SectionKind.PROCEEDINGS


def _owner(found: re.Match[str]) -> str | None:
    """The owner in the form of the table: "Rådmannens" and "Rådmannen si" are "Rådmannen"."""
    if not found["owner"]:
        return None
    return max((owner for owner in OWNERS if found["owner"].startswith(owner)), key=len)


_LINE = {
    kind: re.compile(rf"^(?:[A-ZÆØÅ]{{2,4}}- ?\d+/\d+ )?(?:{words}) ?:?[ \t]*$|^(?:{words}):", re.MULTILINE)
    for kind, words in _LINE_HEADINGS.items()
}
_STREAM = re.compile(
    r"(?P<proceedings>\b(?:Møtebehandling|Møtehandsaming)(?! i )|\b(?:Behandling|Handsaming|BEHANDLING|HANDSAMING):)"
    r"|(?P<vote>\bVotering(?:er|ar)?(?= [A-ZÆØÅ•\d]|:|\b$)|\b(?:Avstemming|Avstemning|Avrøysting|Røysting):)"
    r"|(?P<resolution>\b(?:[A-ZÆØÅ]{2,4}- ?\d+/\d+ )?(?:Vedtak|VEDTAK):)"
)


_RECOMMENDATION_LINE = re.compile(
    rf"^(?:{_OWNER} (?:{_RECOMMENDED}){_AFTER_COLON}|(?:{_CAPITAL_RECOMMENDED})"
    r"(?: (?:fra|frå|av) (?P<from>[^\n.:]{2,80}))?)[ \t]*$",
    re.MULTILINE,
)


_PROPOSAL_LINE = re.compile(
    r"^(?:[\w-]*forslag|[\w-]*framlegg|[Ff]orslag|[Ff]ramlegg)(?: \d{1,2})? (?:fra|frå|fremmet av|fremma av|fremsatt av|framsett av|foreslått av) "
    r"[^\n:]{2,100}:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def _line_marks(flow: Flow, start: int, end: int) -> Iterator[Mark]:
    for found in _PROPOSAL_LINE.finditer(flow.text, start, end):
        if flow.at_line_start(found.start()):
            yield Mark(kind=SectionKind.PROCEEDINGS, start=found.start(), end=found.start())
    for found in _RECOMMENDATION_LINE.finditer(flow.text, start, end):
        if flow.at_line_start(found.start()):
            owner = found["from"][0].upper() + found["from"][1:] if found["from"] else _owner(found)
            yield Mark(kind=SectionKind.RECOMMENDATION, start=found.start(), end=found.end(), owner=owner)
    for kind, pattern in _LINE.items():
        for found in pattern.finditer(flow.text, start, end):
            if flow.at_line_start(found.start()):
                yield Mark(kind=kind, start=found.start(), end=found.end())


def _stream_marks(flow: Flow, start: int, end: int) -> Iterator[Mark]:
    for found in _STREAM.finditer(flow.flat, start, end):
        yield Mark(kind=SectionKind(found.lastgroup or ""), start=found.start(), end=found.end())


def _resolutions_of(flow: Flow, start: int, end: int, body: str | None) -> Iterator[Mark]:
    """As in "Helse- og velferdsutvalgets vedtak": the body's own name in the genitive, perhaps with a page number inside."""
    if not body:
        return
    words = r"(?: \d{1,3})? ".join(re.escape(word) for word in body.split())
    for found in re.finditer(
        rf"{words}s?'? (?:(?P<number>\d{{1,3}}) )?vedtak\b(?! (?:av|i|om|fra|frå|datert)\b):?", flow.flat[start:end]
    ):
        place = start + found.start()
        if not flow.lined or flow.at_line_start(place):
            yield Mark(kind=SectionKind.RESOLUTION, start=place, end=start + found.end(), after_debate=True)


def has_marks(flow: Flow, start: int, end: int) -> bool:
    """Whether a stretch has headings of parts."""
    return any(True for _ in _marks(flow, start, end, None))


_PAGE_BEFORE = re.compile(r"^\d{1,3} (?=[A-ZÆØÅ]|1\. )")
_PAGE_AFTER = re.compile(r"(?<=[.)»]) \d{1,3}$")


def text_of(flow: Flow, part: Part) -> str:
    """The text of a part; in a stream without the number of a page that began or ended there."""
    text = flow.text[part.start : part.end].strip(" :\n")
    return text if flow.lined else _PAGE_AFTER.sub("", _PAGE_BEFORE.sub("", text))


def section_of(flow: Flow, part: Part) -> Section:
    """A part as it is handed out."""
    last = max(part.start, part.start + len(flow.flat[part.start : part.end].rstrip()) - 1)
    return Section(
        kind=part.kind,
        owner=part.owner,
        text=text_of(flow, part),
        page_from=flow.page(part.heading),
        page_to=flow.page(last),
        evidence=flow.quote(part.heading, part.end),
    )
