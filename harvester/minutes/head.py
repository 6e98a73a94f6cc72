"""The head of a paper: what it is, which body, where and when. Labels in any order, lines or stream."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from harvester.minutes.attendance import read_attendance
from harvester.minutes.numbers import DATE, read_date, read_times
from harvester.minutes.records import Found, Head
from harvester.minutes.text import Flow, squeezed
from harvester.minutes.words import LABEL_STOPS, LABELS, LIST_HEADINGS, PAPER_KINDS, alternatives
from harvester.model import DocumentKind

_HEAD_LENGTH = 12_000
_LONGEST_VALUE = 160
_KIND = re.compile(rf"(?<![\w-])({alternatives(PAPER_KINDS)})(?![\w-])", re.IGNORECASE)
_LABEL = re.compile(rf"(?<![\w-])(?P<label>{alternatives(map(re.escape, LABELS))}) ?:", re.IGNORECASE)
_COLUMN = re.compile(
    rf"^(?P<label>{alternatives(map(re.escape, LABELS))}) (?P<value>[A-ZÆØÅ\d][^\n]{{1,100}})$",
    re.IGNORECASE | re.MULTILINE,
)
_STOP = re.compile(
    rf"(?<![\w-])(?:(?i:{alternatives(map(re.escape, LABELS))}) ?:|{alternatives(map(re.escape, LABEL_STOPS + LIST_HEADINGS))})"
)
_CLOCK = r"\d{1,2}[:.]\d{2}"
_HELD = re.compile(
    rf"\bDen (?P<date>[^:]{{6,24}}?)(?: kl\.? ?(?P<at>{_CLOCK}))? holdt (?P<body>[A-Za-zÆØÅæøå ,-]{{3,80}}?) (?:fjern)?møte\b"
    rf"(?: i (?P<place>[^:\n]{{3,90}}?),? (?:fra )?kl\.? ?(?P<from>{_CLOCK})(?: til (?:kl\.? ?)?(?P<to>{_CLOCK}))?)?"
)
_TREATED = re.compile(r"(?:behandl(?:et|a)|hadde) (?:saken|saka)(?: til orientering)? i møtet? \d{1,2}\.\d{1,2}\.\d{4}")
_PROTOCOL_OF = re.compile(
    r"(?:Saksprotokoll i |s behandling av sak [^\n]{1,24} i møte den |har behandlet saken i møte )", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What a paper says of itself before its list: its kind, and the head."""

    kind: DocumentKind | None
    head: Head


def read_opening(flow: Flow, body_hint: str | None) -> Opening:
    """Kind and head of a paper."""
    end = min(len(flow.flat), _HEAD_LENGTH)
    kind, kind_end = _read_kind(flow)
    fields = _labelled(flow, end)
    if kind is DocumentKind.MINUTES_EXTRACT and flow.lined:
        fields = {**_columns(flow), **fields}
    held = _HELD.search(flow.flat, 0, min(end, 3000))
    body = (
        fields.get("body")
        or _body_of_sentence(flow, held)
        or _body_after_kind(flow, kind_end)
        or _hinted(flow, body_hint)
    )
    date, start, finish, place = _when_and_where(flow, fields, held)
    head = Head(
        body=body,
        date=date,
        start=start,
        end=finish,
        place=place,
        attendance=read_attendance(flow, end),
    )
    return Opening(kind=kind, head=head)


def _read_kind(flow: Flow) -> tuple[DocumentKind | None, int]:
    opening = flow.flat[:400]
    found = _KIND.search(opening)
    if found is not None and not _is_part_of_title(opening, found):
        kind = PAPER_KINDS[found[1].casefold()]
        return kind, found.end()
    if _PROTOCOL_OF.search(flow.flat[:1500]) or _TREATED.search(flow.flat[:1500]):
        return DocumentKind.MINUTES_EXTRACT, 0
    return None, 0


def _is_part_of_title(opening: str, found: re.Match[str]) -> bool:
    """Whether the word stands in a sentence ("Godkjenning av protokoll"), not as the name of the paper."""
    before = opening[: found.start()].rstrip()
    if before.endswith((" av", " fra", " frå", " til", " og")):
        return True
    return found[1].islower() and before not in {"", "Komplett", "Foreløpig", "Førebels", "Endelig", "Endeleg"}


def _labelled(flow: Flow, end: int) -> dict[str, Found[str]]:
    fields: dict[str, Found[str]] = {}
    for found in _LABEL.finditer(flow.flat, 0, end):
        name = LABELS[found["label"].casefold()]
        if name in fields or (flow.lined and not flow.at_line_start(found.start())):
            continue
        end = _value_end(flow, found.end())
        value = squeezed(flow.flat[found.end() : end]).strip(" .")
        if value:
            fields[name] = Found(value=value, evidence=flow.quote(found.start(), end))
    return fields


def _columns(flow: Flow) -> dict[str, Found[str]]:
    """Labels in a column of their own, without colons, as extracts have them."""
    fields: dict[str, Found[str]] = {}
    for found in _COLUMN.finditer(flow.text, 0, 800):
        name = LABELS[found["label"].casefold()]
        quote = flow.quote(found.start(), found.end())
        fields.setdefault(name, Found(value=squeezed(found["value"]), evidence=quote))
    return fields


def _value_end(flow: Flow, start: int) -> int:
    """Where a label's value ends: at the next label, and in lines at the end of its line.

    In a stream a value that no label follows soon cannot be told from running text, so there is none.
    """
    stop = _STOP.search(flow.flat, start, start + _LONGEST_VALUE)
    if flow.lined:
        line_end = flow.line_end(start)
        return min(line_end, stop.start()) if stop else line_end
    return stop.start() if stop else start


def _body_of_sentence(flow: Flow, held: re.Match[str] | None) -> Found[str] | None:
    if held is None:
        return None
    name = held["body"]
    return Found(value=name[0].upper() + name[1:], evidence=flow.quote(held.start(), held.end()))


def _body_after_kind(flow: Flow, start: int) -> Found[str] | None:
    """As in "Møteprotokoll Formannskapet Dato: …": the name between the kind of paper and the first label."""
    if not start:
        return None
    stop = _STOP.search(flow.flat, start, start + _LONGEST_VALUE)
    held = _HELD.search(flow.flat, start, start + 3 * _LONGEST_VALUE)
    end = min((found.start() for found in (stop, held) if found), default=0)
    name = squeezed(flow.flat[start:end]).strip(" -:")
    if not 3 <= len(name) <= 100 or DATE.search(name):
        return None
    return Found(value=name, evidence=flow.quote(start, end))


def _hinted(flow: Flow, hint: str | None) -> Found[str] | None:
    """The body that the caller knows, if the paper names it."""
    if not hint:
        return None
    place = flow.flat.casefold().find(hint.casefold())
    return flow.found(hint, place, place + len(hint)) if place >= 0 else None


def _when_and_where(
    flow: Flow, fields: dict[str, Found[str]], held: re.Match[str] | None
) -> tuple[Found[dt.date] | None, Found[dt.time] | None, Found[dt.time] | None, Found[str] | None]:
    if held is not None and "date" not in fields:
        return _from_sentence(flow, held)
    printed = fields.get("date")
    found = DATE.search(printed.value) if printed else None
    day = read_date(found) if found else None
    date = Found(value=day, evidence=printed.evidence) if printed and day else _date_of_treatment(flow)
    times = fields.get("time")
    if times is None and printed is not None and found is not None:
        times = Found(value=printed.value[found.end() :], evidence=printed.evidence)
    start, finish = read_times(times.value) if times else (None, None)
    return (
        date,
        Found(value=start, evidence=times.evidence) if times and start else None,
        Found(value=finish, evidence=times.evidence) if times and finish else None,
        fields.get("place"),
    )


def _from_sentence(
    flow: Flow, held: re.Match[str]
) -> tuple[Found[dt.date] | None, Found[dt.time] | None, Found[dt.time] | None, Found[str] | None]:
    """As in "Den 6. mars 2024 holdt bystyret møte i … fra kl. 09.00 til kl. 21.01."."""
    dated = DATE.search(held["date"])
    day = read_date(dated) if dated else None
    start = read_times(held["from"] or held["at"] or "")[0]
    finish = read_times(held["to"] or "")[0]
    place = squeezed(held["place"]) if held["place"] else None

    quote = flow.quote(held.start(), held.end())
    return (
        Found(value=day, evidence=quote) if day else None,
        Found(value=start, evidence=quote) if start else None,
        Found(value=finish, evidence=quote) if finish else None,
        Found(value=place, evidence=quote) if place else None,
    )


def _date_of_treatment(flow: Flow) -> Found[dt.date] | None:
    """An extract has no head; its day stands where it tells who treated the case."""
    opener = _PROTOCOL_OF.search(flow.flat, 0, 1500) or _TREATED.search(flow.flat, 0, 1500)
    found = DATE.search(flow.flat, opener.start(), opener.end() + 120) if opener else None
    day = read_date(found) if found else None
    return flow.found(day, found.start(), found.end()) if found and day else None
