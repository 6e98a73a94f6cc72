"""What follows the heading of a treated item: the words with which each archive system begins a treatment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.minutes.text import Flow
from harvester.minutes.words import OWNERS, RECOMMENDATIONS, alternatives

LONGEST_TITLE = 420

_DAY = r"\d{1,2}\. ?\d{1,2}\. ?\d{2,4}"
OWNER = rf"(?:{alternatives(OWNERS)})(?:s|ns| si| sin| sitt| sine)?"
_RECOMMENDATION = alternatives(RECOMMENDATIONS)

TREATMENT = re.compile(
    rf"(?P<table>Behandlet av Møtedato (?:Saknr|Saksnr|Utvalgssak)|Behandla av Møtedato (?:Saknr|Saksnr))"
    rf"|(?P<protocol>Saksprotokoll i (?P<protocol_body>[^\n:]{{3,90}}?) ?- ?(?P<protocol_day>{_DAY})(?: kl:?\.? ?[\d:.]+(?:/[\d:.]+)?| \d\d:\d\d)?)"
    rf"|(?P<treated>(?:har behandlet|behandlet|behandla|hadde) (?:saken|saka)(?: til orientering)? i møtet? (?P<treated_day>{_DAY})(?:,? ?sak (?P<treated_sak>[\d/]+))?)"
    rf"|(?P<elements>(?P<elements_body>[A-ZÆØÅ][\w ,–-]{{2,90}}?)s? (?:behandling|handsaming) av sak (?P<elements_sak>[\w /]{{3,16}}) i møtet? (?:den )?(?P<elements_day>{_DAY}):?)"
    rf"|(?P<dash>(?P<dash_body>[A-ZÆØÅ][\w ,–]{{2,90}}?) - (?P<dash_sak>(?:[A-ZÆØÅ]{{2,4}} )?\d{{1,4}}/\d{{2,4}}) - (?P<dash_day>{_DAY}))"
    rf"|(?P<held>(?:Behandling|Handsaming) i (?P<held_body>[A-ZÆØÅ][\w ,–-]{{2,90}}?) av sak (?P<held_sak>[\w /]{{3,16}}) i møtet? (?:den )?(?P<held_day>{_DAY}):?)"
    rf"|(?P<jupiter>Møtebehandling i (?P<jupiter_body>[^\n:]{{3,110}}?) (?P<jupiter_day>{_DAY}):?)"
)
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


def opener_after(flow: Flow, place: int, limit: int) -> Opener | None:
    """The first opener that can follow a title that begins at a place, before ``limit``."""
    limit = min(limit, place + LONGEST_TITLE)
    treated = TREATMENT.search(flow.flat, place, limit + LONGEST_TITLE)
    section = _section_after(flow, place, limit)
    openers = [match for match in (treated, section) if match and match.start() < limit]
    found = min(openers, key=lambda match: match.start(), default=None)
    return Opener(start=found.start(), certain=found is treated) if found else None


def _section_after(flow: Flow, place: int, limit: int) -> re.Match[str] | None:
    for found in _SECTION.finditer(flow.text, place, limit):
        if not flow.lined or flow.at_line_start(found.start()):
            return found
    return None
