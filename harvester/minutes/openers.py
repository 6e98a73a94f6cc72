"""What follows the heading of a treated item: the words with which each archive system begins a treatment."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from harvester.minutes.numbers import DATE, read_date
from harvester.minutes.text import Flow, squeezed
from harvester.minutes.words import OWNERS, RECOMMENDATIONS, alternatives

LONGEST_TITLE = 420

_DAY = r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}"
OWNER = rf"(?:{alternatives(OWNERS)})(?:s|ns| si| sin| sitt| sine)?"
_RECOMMENDATION = alternatives(RECOMMENDATIONS)

_BODY = r"[A-ZÆØÅ][\w ,–-]{2,90}?"
_TABLE = r"(?P<table>Behandl(?:et|a)~av~Møtedato~(?:Saknr|Saksnr|Utvalgssak))"
_TREATED = (
    r"(?P<treated>(?:har~behandlet|behandlet|behandla|hadde)~(?:saken|saka)(?:~til~orientering)?~i~møtet?~"
    rf"(?P<treated_day>{_DAY})(?:,?~?sak~(?P<treated_sak>[\d/]+))?)"
)
_BY_NAME = (
    rf"(?P<protocol>Saksprotokoll~i~(?P<protocol_body>[^\n:]{{3,90}}?)~?-~?(?P<protocol_day>{_DAY})"
    r"(?: kl:?\.? ?[\d:.]+(?:/[\d:.]+)?| \d\d:\d\d)?)"
    rf"|(?P<elements>(?P<elements_body>{_BODY})s?~(?:behandling|handsaming)~av~sak~(?P<elements_sak>[\w /]{{3,16}})"
    rf"~i~møtet?~(?:den~)?(?P<elements_day>{_DAY}):?)"
    rf"|(?P<dash>(?P<dash_body>{_BODY}) - (?P<dash_sak>(?:[A-ZÆØÅ]{{2,4}} )?\d{{1,4}}/\d{{2,4}}) - (?P<dash_day>{_DAY}))"
    rf"|(?P<held>(?:Behandling|Handsaming)~i~(?P<held_body>{_BODY})~av~sak~(?P<held_sak>[\w /]{{3,16}})"
    rf"~i~møtet?~(?:den~)?(?P<held_day>{_DAY}):?)"
    rf"|(?P<jupiter>Møtebehandling~i~(?P<jupiter_body>[^\n:]{{3,110}}?)~(?P<jupiter_day>{_DAY}):?)"
)
_IN_STREAM = re.compile(f"{_TABLE}|{_TREATED}|{_BY_NAME}".replace("~", " "))
_IN_LINES = re.compile(f"^(?:{_TABLE}|{_BY_NAME})|{_TREATED}".replace("~", "[ \\n]"), re.MULTILINE)
_NAMES = ("protocol", "treated", "elements", "dash", "held", "jupiter")
_LAST_BODY = re.compile(r"(?:Utvalg(?:et)? for|Komité(?:en)? for|Råd(?:et)? for|[A-ZÆØÅ])[\w,-]*(?: [a-zæøå,-]+){0,7}$")
_SECTION = re.compile(
    rf"(?:{OWNER} )?(?:[Ii]nnstilling|[Ff]orslag|[Tt]ilråding|[Ff]ramlegg)(?: til (?:vedtak|innstilling|kommunestyret))?:"
    rf"|{OWNER} (?:{_RECOMMENDATION})\b|Innstillende vedtak|Saksframlegg|SAKSFRAMLEGG"
    r"|(?:Tilråding|Innstilling|Forslag til vedtak) (?:fra|frå|av) [A-ZÆØÅa-zæøå][^\n.:]{2,80}(?:\n|$)"
    r"|(?:Møtebehandling|Møtehandsaming|Behandling|Handsaming|Votering|Vedtak|Saksopplysninger|Saksopplysningar)(?:\n|:| *$)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opener:
    """Where the treatment of an item begins, and so where its title ends. ``certain``: it can begin nothing else."""

    start: int
    certain: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment:
    """Words that begin a body's treatment of the item: which body, on which day, under which number, as far as told.

    ``history`` for the table of all treatments, which names no one of them.
    """

    start: int
    end: int
    history: bool
    body: str | None
    day: dt.date | None
    sak: str | None


def treatments(flow: Flow, start: int, end: int) -> Iterator[Treatment]:
    """The treatments that begin in a stretch; in lines, each at the beginning of one."""
    pattern = _IN_LINES if flow.lined else _IN_STREAM
    for found in pattern.finditer(flow.text, start, end):
        if found["table"]:
            yield Treatment(start=found.start(), end=found.end(), history=True, body=None, day=None, sak=None)
        else:
            yield _treatment(flow, found, start)


def _treatment(flow: Flow, found: re.Match[str], start: int) -> Treatment:
    name = next(group for group in _NAMES if found[group])
    dated = DATE.search(found[f"{name}_day"])
    begin = found.start()
    if name == "treated":
        body = body_before(flow, begin, start)
        begin -= len(body) + 1 if body else 0
    else:
        body = squeezed(found[f"{name}_body"])
        if not flow.lined and name in {"elements", "dash"}:  # in a stream the title runs into the body's name
            body = last_body(body) or body
            begin = found.end(f"{name}_body") - len(body)
    return Treatment(
        start=begin,
        end=found.end(),
        history=False,
        body=body,
        day=read_date(dated) if dated else None,
        sak=found[f"{name}_sak"] if f"{name}_sak" in found.re.groupindex else None,
    )


def last_body(text: str) -> str | None:
    """The body's name at the end of a text that runs into it, as a stream of words does."""
    found = _LAST_BODY.search(text)
    return found[0] if found else None


def body_before(flow: Flow, place: int, start: int) -> str | None:
    """As in "Utvalg for miljø og byutvikling | behandlet saken i møtet": the name that the sentence begins with."""
    return last_body(flow.flat[max(start, place - 90) : place].rstrip())


def opener_after(flow: Flow, place: int, limit: int) -> Opener | None:
    """The first opener that can follow a title that begins at a place, before ``limit``."""
    limit = min(limit, place + LONGEST_TITLE)
    treated = next(treatments(flow, place, limit + LONGEST_TITLE), None)
    section = _section_after(flow, place, limit)
    if treated is not None and treated.start < limit and (section is None or treated.start <= section.start()):
        return Opener(start=treated.start, certain=True)
    return Opener(start=section.start(), certain=False) if section else None


def _section_after(flow: Flow, place: int, limit: int) -> re.Match[str] | None:
    for found in _SECTION.finditer(flow.text, place, limit):
        if not flow.lined or flow.at_line_start(found.start()):
            return found
    return None
