"""The heading of an extract (*saksprotokoll*), which treats one item and has no list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.minutes.consistency import Refusal
from harvester.minutes.head import Opening
from harvester.minutes.headings import Heading
from harvester.minutes.numbers import Numbering, numbering_of
from harvester.minutes.openers import Treatment, opener_after, treatments
from harvester.minutes.records import Found, ItemNumber, Reason
from harvester.minutes.text import Flow, squeezed

_OPENING = 6_000
_CASE = re.compile(r"(?:Arkivsak(?:snr|nr)?|Arkivref)\.?:? ?(?P<case>(?:19|20)?\d{2}/\d{2,6})(?!\d)")
_LABELLED_NUMBER = re.compile(
    r"(?:Saksnr|Saksnummer|Møtesaksnr|Utvalgssak|Utvalssak|Sak)\.?:? (?P<number>(?:[A-ZÆØÅ]{2,4} )?\d{1,4}/\d{2,4})(?![\w/-])"
)
_TABLE_ROW = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4} \d{1,4}/\d{2,4} ")
_ROW_WITHOUT_NUMBER = re.compile(
    r"^(?:[a-zæøå][\w-]*,? ){0,6}\d{1,2} [A-ZÆØÅ][^\d]{2,90} \d{1,2}\.\d{1,2}\.\d{4} (?=\S)"
)
_NAME_OF_PAPER = re.compile(r"^(?:Saksprotokoll|Særutskrift|SAKSPROTOKOLL)\b[\s:–-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class ExtractHeading:
    """What stands before the treatment in an extract."""

    heading: Heading
    body: Found[str] | None
    case_number: str | None


def read_extract_heading(flow: Flow, opening: Opening) -> ExtractHeading | Refusal:
    """Number, title and body of the one item, or why they cannot be told."""
    opener = next((found for found in treatments(flow, 0, _OPENING) if not found.history), None)
    if opener is None:
        return _labelled(flow, opening)
    year = opening.head.date.value.year if opening.head.date else None
    numbering = numbering_of(flow.text, 0, min(len(flow.flat), _OPENING), year)
    number = _number(flow, numbering, opener)
    if number is None:
        return Refusal(reason=Reason.NO_ITEMS, detail="")
    body = flow.found(opener.body, opener.start, opener.end) if opener.body else None
    case = _CASE.search(flow.flat, 0, opener.end)
    start = opener.start
    return ExtractHeading(
        heading=Heading(
            number=number,
            title=_title(flow, start, opening.head.body or body),
            start=0,
            body_start=start,
            strong=True,
            certain=True,
        ),
        body=body,
        case_number=case["case"] if case else None,
    )


def _labelled(flow: Flow, opening: Opening) -> ExtractHeading | Refusal:
    """A paper that tells its number beside a label ("Saksnr. 15/26"), and then title, recommendation, resolution."""
    labelled = _LABELLED_NUMBER.search(flow.flat, 0, _OPENING)
    if labelled is None:
        return Refusal(reason=Reason.NO_ITEMS, detail="")
    year = opening.head.date.value.year if opening.head.date else None
    numbering = numbering_of(flow.text, labelled.start(), labelled.end(), year)
    mention = next(numbering.mentions(flow.text, labelled.start("number"), labelled.end()), None)
    opener = opener_after(flow, labelled.end(), len(flow.flat))
    if mention is None or opener is None:
        return Refusal(reason=Reason.NO_ITEMS, detail="")
    case = _CASE.search(flow.flat, 0, opener.start)
    heading = Heading(
        number=mention.number,
        title=squeezed(flow.flat[labelled.end() : opener.start]).strip(" -–:") or None,
        start=0,
        body_start=opener.start,
        strong=True,
        certain=False,
    )
    return ExtractHeading(heading=heading, body=None, case_number=case["case"] if case else None)


def _number(flow: Flow, numbering: Numbering, opener: Treatment) -> ItemNumber | None:
    """The number in the sentence of the treatment, else the one number that stands before it."""
    if opener.sak:
        return next((mention.number for mention in numbering.mentions(opener.sak)), None)
    before = [mention for mention in numbering.mentions(flow.text, 0, opener.start) if not mention.referred]
    numbers = {mention.number.key for mention in before}
    return before[0].number if len(numbers) == 1 else None


_BODY_WITHOUT_DAY = re.compile(
    r"^\d{1,2} [A-ZÆØÅ][\w, -]{0,60}?(?:utvalget|rådet|styret|skapet|nemnda|tinget|utvalet) (?=[A-ZÆØÅ«])"
)


def _title(flow: Flow, end: int, body: Found[str] | None) -> str | None:
    """What stands between the table of treatments, or the name of the paper, and the treatment."""
    text = flow.flat[:end]
    rows = list(_TABLE_ROW.finditer(text)) if re.search(r"Behandl(?:et|a) av", text) else []
    text = squeezed(text[rows[-1].end() :] if rows else text)
    text = _NAME_OF_PAPER.sub("", text)
    while rows and _ROW_WITHOUT_NUMBER.match(text):
        text = _ROW_WITHOUT_NUMBER.sub("", text)
    text = _BODY_WITHOUT_DAY.sub("", text) if rows else text
    if rows:  # the last name of a body can go on in the next line of its cell
        text = re.sub(r"^(?:[a-zæøå][\w-]*,? )+(?=[A-ZÆØÅ0-9«])", "", text)
    if body and text.casefold().endswith(body.value.casefold()):
        text = text[: -len(body.value)]
    text = text.strip(" -–:")
    return text if 0 < len(text) <= 400 and ":" not in text[:20] else None
