"""The words of a verdict: adopted or rejected, unanimous, over what, by whose casting vote."""

from __future__ import annotations

import re

from harvester.minutes.records import VoteMatter
from harvester.model import Outcome

UNANIMOUS = re.compile(
    r"\b(?:[Ee]nstemm?ige?|[Ee]instemm?ige?|[Ss]amrøystes|[Ss]amstemm?ige?|[Uu]ten motstemmer|[Mm]ed akklamasjon)\b|\bENSTEMMIG\b"
)
ADOPTED = re.compile(
    r"\b(?:vedtatt|vedteke|vedteken|vedtekne|vedtatte|godkjent|godkjend|godkjende|godtatt|anbefalt|tilrådd|tiltrådt|tiltrer"
    r"|oppnevnt|oppnevnte|oppnemnd|valgt|valt|bifalt|tatt til (?:orientering|etterretning)|Flertallet voterte for|går for|sluttet seg til)\b"
)
REJECTED = re.compile(
    r"\b(?:falt|fall|forkastet|forkasta|nedstemt|nedrøysta|avvist|ikke vedtatt|ikkje vedteke|ikkje vedteken)\b"
)
SUBJECT = re.compile(
    r"\b(?:[Ii]nnstill?ing\w*|[Ff]orslag\w*|\w*forslag\w*|[Ff]ramlegg\w*|\w+framlegg\w*|[Tt]ilråding\w*|[Tt]ilrådning\w*|[Aa]nbefaling\w*|[Mm]erknad\w*"
    r"|[Uu]ttalelse\w*|[Pp]unkt\w*|[Vv]oteringspunkt\w*|[Pp]rotokoll\w*|[Vv]edtak\w*|[Oo]versendelsesforslag\w*|[Ss]ak\w*)\b"
)
_ELIGIBILITY = re.compile(r"\b(?:in|u)?(?:habil|gild)\b|\bhabilitet")
_PROCEDURE = re.compile(
    r"\blukk\w+|\brealitetsbehandl|\bmotsatte seg debatt|\binnkalling\w*\b.*\bgodkjen|\bsaksliste\w*\b.*\bgodkjen|\bgjenopp\w+"
)
CASTING = re.compile(r"\bdobbe?lt?(?:stemme|røyst)\w*|\bavgjørende stemme|\bavgjerande røyst", re.IGNORECASE)


def read_matter(sentence: str) -> VoteMatter:
    """What was voted over."""
    if _ELIGIBILITY.search(sentence):
        return VoteMatter.ELIGIBILITY
    return VoteMatter.PROCEDURE if _PROCEDURE.search(sentence) else VoteMatter.PROPOSAL


def read_verdict(sentence: str) -> Outcome | None:
    """Whether the proposal was adopted or rejected. Of both words the first counts: "vedtatt … som dermed falt"."""
    rejected = REJECTED.search(sentence)
    adopted = adopted_word(sentence)
    if adopted and rejected:
        return Outcome.ADOPTED if adopted.start() < rejected.start() else Outcome.REJECTED
    if rejected:
        return Outcome.REJECTED
    return Outcome.ADOPTED if adopted or UNANIMOUS.search(sentence) else None


def adopted_word(sentence: str) -> re.Match[str] | None:
    """The word that says adopted, unless it is denied."""
    rejected = REJECTED.search(sentence)
    if rejected is not None and rejected[0].startswith(("ikke", "ikkje")):
        return None
    return ADOPTED.search(sentence)
