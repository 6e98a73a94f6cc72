"""Who voted so: "(2AP, 1MDG, H(16), Rødt)", "3Ap (Navn, Navn)", "Navn Navnesen (AP), …" after a number of votes."""

from __future__ import annotations

import re

from harvester.minutes.names import VOTER, is_party, party_code
from harvester.minutes.records import Member, PartyVotes, Tally
from harvester.minutes.words import NUMBER_WORDS, alternatives

NUMBER = rf"(?:\d{{1,3}}|(?:{alternatives(NUMBER_WORDS)})(?= |$))"
_ABSENT = re.compile(r"[Ii]kk?j?e til ?sted?a?de?s?\b|[Ff]ravær\w*|[Ii]kkje til stades")
_SEPARATOR = re.compile(r"[(),]| og ")
_PARTY_VOTES = re.compile(
    r"^(?P<before>\d{1,3})? ?(?P<party>[A-Za-zÆØÅæøå][\w -]{0,40}?)(?: ?\((?P<inside>[^()]*)\))?$"
)
_NAME = re.compile(rf"^{VOTER}$")
_MEMBER = re.compile(rf"^(?P<name>{VOTER}) ?\((?P<party>[^()]{{1,40}})\)$")


def read_number(text: str) -> int | None:
    """A number of votes in digits or as a word up to fifteen."""
    text = text.strip().casefold()
    return int(text) if text.isdigit() else NUMBER_WORDS.get(text)


def closing(text: str, place: int, limit: int) -> int | None:
    """Where the bracket that opens at a place is closed, None when it is not before ``limit``."""
    depth = 0
    for index in range(place, min(limit, len(text))):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index
    return None


def split_outside(text: str) -> list[str]:
    """The pieces between commas and "og" that stand in no bracket; "By- og landlista" stays one."""
    pieces: list[str] = []
    depth, start = 0, 0
    for found in _SEPARATOR.finditer(text):
        sign = found[0]
        depth += (sign == "(") - (sign == ")")
        if depth > 0 or sign in "()" or (sign == " og " and text[: found.start()].endswith("-")):
            continue
        pieces.append(text[start : found.start()])
        start = found.end()
    pieces.append(text[start:])
    return [piece.strip(" .;") for piece in pieces if piece.strip(" .;")]


def read_parties(text: str, known: frozenset[str]) -> tuple[tuple[PartyVotes, ...], tuple[Member, ...]] | None:
    """Parties with their votes, and voters named with them; None when a piece is neither party nor name."""
    parties: list[PartyVotes] = []
    voters: list[Member] = []
    for piece in _with_split_party(split_outside(_without_casting(text))):
        member = _MEMBER.match(piece)
        if member and is_party(member["party"], known):
            voters.append(Member(name=member["name"], party=party_code(member["party"])))
            continue
        found = _PARTY_VOTES.match(piece)
        if found and is_party(found["party"], known):
            parties.append(_party(found, voters))
            continue
        named = _party_with_name(piece, known)
        if named is not None:
            parties.append(PartyVotes(party=named.party or "", votes=1))
            voters.append(named)
        elif _NAME.match(piece):
            voters.append(Member(name=piece, party=None))
        else:
            return None
    if len(voters) == 1 and len(parties) == 1 and voters[0].party is None:  # "(Navn Navnesen, MDG)"
        return (), (Member(name=voters[0].name, party=parties[0].party),)
    return tuple(parties), tuple(voters)


def _with_split_party(pieces: list[str]) -> list[str]:
    """As in "2AP 1MDG", where a comma was forgotten."""
    return [part for piece in pieces for part in re.split(r" (?=\d{1,2}[A-ZÆØÅ])", piece)]


def _without_casting(text: str) -> str:
    return re.sub(r"\([^()]*dobbel[^()]*\)", " ", text).strip()


def _party(found: re.Match[str], voters: list[Member]) -> PartyVotes:
    """As in "H(16)", "3Ap (Navn, Navn)", "Ap (Etternavn)" or only "Ap"."""
    code = party_code(found["party"]) or found["party"]
    inside = (found["inside"] or "").strip()
    count = int(found["before"]) if found["before"] else None
    if inside.isdigit():
        return PartyVotes(party=code, votes=int(inside))
    names = [name.strip() for name in re.split(r",| og ", inside) if name.strip()]
    voters += [Member(name=name, party=code) for name in names]
    return PartyVotes(party=code, votes=count if count is not None else len(names) or None)


def _party_with_name(piece: str, known: frozenset[str]) -> Member | None:
    """As in "1H Henriksen": a party split in two, its voter by surname."""
    found = re.match(r"^1 ?(?P<party>[A-Za-zÆØÅæøå]{1,8}) (?P<name>[A-ZÆØÅ][\w-]+(?: [A-ZÆØÅ][\w-]+)?)$", piece)
    if found and is_party(found["party"], known):
        return Member(name=found["name"], party=party_code(found["party"]))
    return None


def read_roll(text: str) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """The voters of a roll call and those marked as not present. Names that carry no party are voters too."""
    text = " ".join(text.split())
    marked = _ABSENT.search(text)
    before, after = (text[: marked.start()], text[marked.end() :]) if marked else (text, "")
    return _roll(before), _roll(after)


def _roll(text: str) -> tuple[Member, ...]:
    members: list[Member] = []
    for piece in split_outside(text.strip(" .:;-–")):
        found = _MEMBER.match(piece)
        if found:
            members.append(Member(name=found["name"], party=party_code(found["party"])))
        elif _NAME.match(piece):
            members.append(Member(name=piece, party=None))
    return tuple(members)


def tally(votes: int | None, group: str | None, known: frozenset[str], subject: str | None = None) -> Tally:
    """One side of a vote from its number and what stands in brackets after it."""
    read = read_parties(group, known) if group else None
    parties, voters = read if read is not None else ((), ())
    return Tally(votes=votes, parties=parties, voters=voters, subject=subject)
