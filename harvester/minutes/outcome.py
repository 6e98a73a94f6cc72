"""How a body ended its treatment of an item, read from the words of its resolution and its votes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.minutes.records import Found, Sum, Vote, VoteMatter
from harvester.minutes.text import Flow
from harvester.model import Outcome

_WORDS: tuple[tuple[Outcome, re.Pattern[str]], ...] = (
    (
        Outcome.POSTPONED,
        re.compile(
            r"\b(?:[Ss]ak(?:en|a)?(?: [\d/]+)?|[Bb]ehandling(?:en|a)?(?: av saken)?)(?: (?:ble|blir|blei|vart|vert|bes|vedtas))? (?:å )?"
            r"(?:utsettes|utsatt|utsett|utsetjast|utsettast)\b|\b(?:utsette|utsetje) (?:saken|saka|sak)\b|\bble ikke behandlet\b"
            r"|\bvart ikkje handsama\b"
        ),
    ),
    (
        Outcome.SENT_BACK,
        re.compile(
            r"\b(?:[Ss]aken|[Ss]aka)(?: (?:ble|blir|blei|vart|vert))? (?:(?:send(?:es|t|ast)?|vist|vises|visast) (?:til ?)?(?:tilbake|attende)"
            r"|tilbakesend(?:es|t))|\btilbakesend(?:es|t)\b"
        ),
    ),
    (
        Outcome.WITHDRAWN,
        re.compile(
            r"\b(?:[Ss]ak(?:en|a)?(?: [\d/]+)?|[Ff]orslaget|[Ii]nnstilling(?:en|a))(?: (?:ble|blir|blei|vart|vert))? "
            r"(?:(?:er )?trukket|trekkes|trekt|trekkjast|trukke)(?: fra (?:saks)?(?:kart|list)\w*| tilbake)?\b"
        ),
    ),
)
_NOTED = re.compile(
    r"\b(?:tas|takast|tatt|tek|teken|tekne|tar|tok) (?:[^.\n]{0,200} )?til (?:orientering|etterretning|etterretting|vitande|vitende)\W*$"
    r"|\btil (?:orientering|etterretning|vitande)\W*$"
)
_SENTENCE = re.compile(r"(?<=[.!])\s+(?=[A-ZÆØÅ\d«])|\s+(?=\d{1,2}\. [A-ZÆØÅ])|\s+(?=[•-] )")
_REJECTED = re.compile(
    r"\b(?:[Ff]orslaget|[Ii]nnbyggerforslaget|[Rr]epresentantforslaget|[Ii]nterpellasjonen|[Ii]nnstilling(?:en|a))[^.\n]{0,60} "
    r"(?:falt|fall|avvises|avvist|avvist|ble ikke vedtatt|vart ikkje vedteke)\b|[Dd]et ble ikke fattet vedtak"
)
_NOTHING = re.compile(r"(?:Det var ingen|Ingen |Ingenting|Det vart ikkje fatta|Det ble ikke fattet)")
_LONGEST_SHORT = 400


def read_outcome(
    flow: Flow, resolution: tuple[int, int] | None, proceedings: tuple[int, int] | None, votes: Sequence[Vote]
) -> Found[Outcome] | None:
    """The outcome, or None when neither resolution nor votes tell it.

    A resolution that does several things is adopted; only one that does nothing else postpones, sends back or notes.
    """
    told = _told(flow, resolution)
    if told is not None:
        return told
    if resolution is not None and flow.flat[slice(*resolution)].strip(" .:-–"):
        return _resolved(flow, resolution, votes)
    lost = [vote for vote in votes if _counts(vote, Outcome.REJECTED)]
    if lost and not any(_counts(vote, Outcome.ADOPTED) for vote in votes):
        return Found(value=Outcome.REJECTED, evidence=lost[-1].evidence)
    return _told(flow, proceedings)


def _resolved(flow: Flow, resolution: tuple[int, int], votes: Sequence[Vote]) -> Found[Outcome] | None:
    """What a resolution in words of its own amounts to; the sentence of the vote that carried it is the evidence."""
    start, end = resolution
    if _NOTHING.match(flow.flat[start : start + 80].lstrip(" .:\n")):
        return None
    carried = next((vote for vote in votes if _counts(vote, Outcome.ADOPTED)), None)
    if carried is not None:
        return Found(value=Outcome.ADOPTED, evidence=carried.evidence)
    refused = _REJECTED.search(flow.flat, start, end)
    if refused is not None:
        return flow.found(Outcome.REJECTED, refused.start(), refused.end())
    return Found(value=Outcome.ADOPTED, evidence=flow.quote(start, end))


def _counts(vote: Vote, outcome: Outcome) -> bool:
    return vote.matter is VoteMatter.PROPOSAL and vote.outcome is outcome and vote.total is not Sum.DOES_NOT_ADD_UP


def _told(flow: Flow, stretch: tuple[int, int] | None) -> Found[Outcome] | None:
    if stretch is None:
        return None
    start, end = stretch
    for outcome, pattern in _WORDS:
        found = pattern.search(flow.flat, start, min(end, start + _LONGEST_SHORT))
        if found is not None:
            return flow.found(outcome, found.start(), found.end())
    sentences = [one for one in _SENTENCE.split(flow.flat[start : min(end, start + 4000)]) if len(one.split()) > 2]
    if sentences and all(_NOTED.search(one) for one in sentences):
        return Found(value=Outcome.NOTED, evidence=flow.quote(start, end))
    return None
