"""Names of elected members and parties, as they stand in attendance lists and roll calls."""

from __future__ import annotations

import re
import unicodedata

from harvester.minutes.people_words import PARTIES
from harvester.minutes.records import Member

_WORD = r"[A-ZÆØÅÄÖÜÉÁŠČĐŊŦŽ][\w.'’-]{0,30}"
_SMALL = r"(?:av|van|von|de|der|den|del|la|el|al|bin|ben|dos|da)"
NAME = rf"{_WORD}(?: (?:{_SMALL} )?{_WORD}){{1,5}}"
"""Two to six capitalised words. The repeat is bounded, and its parts begin differently, so matching stays linear."""

VOTER = rf"(?:Representant \d{{1,3}}|{NAME})"
"""A name in a list of voters; some papers number their members instead."""

_MEMBER = re.compile(rf"(?P<name>{NAME})(?: ?\((?P<party>[^()]{{1,40}})\))")
_OFFICES = re.compile(r"^(?:Ordfører|Varaordfører|Ordførar|Varaordførar|Byråd|Representant(?:en)?|Leder|Leiar) ")


def party_code(spelling: str | None) -> str | None:
    """The usual code of a party ("Høyre" and "H" are "H"); an unknown spelling stays as printed."""
    if not spelling:
        return None
    spelling = " ".join(spelling.split()).strip(" .,-")
    return PARTIES.get(spelling.casefold(), spelling) or None


def is_party(spelling: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether the spelling is that of a party of the table, or one of those that the paper itself gives its members.

    Single letters are parties only as capitals.
    """
    spelling = " ".join(spelling.split()).strip(" .,-")
    if spelling in known:
        return True
    return spelling.casefold() in PARTIES and (len(spelling) > 1 or spelling.isupper())


def read_members(text: str) -> tuple[Member, ...]:
    """Every "Navn Navnesen (Parti)" of a stretch of text."""
    text = " ".join(text.split())
    return tuple(
        Member(name=_OFFICES.sub("", found["name"]), party=party_code(found["party"]))
        for found in _MEMBER.finditer(text)
    )


_NOTES = re.compile(
    r",? ?\b(?:forlot|gikk|kom|fra|frå|til|møtte)\b[^A-ZÆØÅ]{0,40}|\bi sak(?:ene)? [\d/, og-]{3,40}|\([^()]{1,40}\)|- ?vara\b|\bog\b"
)


def read_whole_list(text: str) -> tuple[Member, ...]:
    """The members of a list, or none when it names somebody in another way than with the party after the name.

    A name of five words or more may be two, the first without a party.
    """
    text = " ".join(text.split())
    members = read_members(text)
    rest = _NOTES.sub(" ", _MEMBER.sub(" ", text))
    if re.search(_WORD, rest) or not all(member.party and is_party(member.party) for member in members):
        return ()
    if any(len(member.name.split()) > 4 for member in members):
        return ()
    return members


def name_key(name: str) -> frozenset[str]:
    """The words of a name without case, hyphens and accents, for comparing forms of one name."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(word for word in re.split(r"[^\w]+", plain) if len(word) > 1 or word.isdigit())


def same_person(one: str, other: str) -> bool:
    """Whether two forms can be of one person: all words of the shorter stand in the longer, at least two of them.

    A surname alone is enough when that is all there is.
    """
    first, second = name_key(one), name_key(other)
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and shorter <= longer and (len(shorter) > 1 or len(first) == 1 or len(second) == 1)
