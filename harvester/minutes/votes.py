"""The grammar of votes: unanimous, counted, by party, between proposals, and roll calls by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harvester.minutes.records import Attendance, Evidence, Tally, Vote, VoteMatter
from harvester.minutes.sums import checked
from harvester.minutes.tally import NUMBER, closing, read_number, read_roll, tally
from harvester.minutes.text import Flow, squeezed
from harvester.model import Outcome

_VOTES = r"(?:stemmer|stemme|stemmar|røyster|røyst|stemte)"
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\bkl\.)(?<!nr\.)(?<!Nr\.)(?<!\bpkt\.)(?<!\bjf\.)(?<!\bbl\.)(?<!\ba\.)(?<! \d\.)(?<!m\.fl\.)\s+(?=[A-ZÆØÅ•«\"\d])"
    r"|\s*•\s*|\n\s*\n|(?<=[A-Z]): (?=(?:\d{1,2} )?(?:Tilleggsforslag|Endringsforslag|Forslag|Alternativforslag|Innstilling)\b)"
    r"|(?<=[A-ZÆØÅ\d]) (?=Innstilling(?:en|a)? (?:ble )?(?:enstemmig )?vedtatt)"
    r"|(?<=\)) (?=(?:Innstilling|Forslag|Tilleggsforslag|Alternativ|Endringsforslag|Merknad|Voteringspunkt|Framlegg|Rådmannens)\w*)"
    r"|(?:(?<=vedtatt)|(?<=enstemmig)|(?<= falt)|(?<=stemmer)) (?=(?:Innstilling|Forslag|Tilleggsforslag|Alternativt|Endringsforslag|Merknad|Votering)\w*)"
    r"|(?:(?<=tillegg:)|(?<=tillegget:)|(?<=endring:)|(?<=endringa:))\s+(?=[A-ZÆØÅ«])"
    r"|\s+(?=[Vv]oteringspunkt\b)|\s+(?=Flervalgs votering)|\s+(?=Punkt \d{1,2}: )"
)
_FIRST_SIGN = re.compile(r"[\w«\"“(]")
_UNANIMOUS = re.compile(r"\b(?:[Ee]nstemm?ige?|[Ee]instemm?ige?|[Ss]amrøystes|[Ss]amstemm?ige?|[Uu]ten motstemmer|[Mm]ed akklamasjon)\b|\bENSTEMMIG\b")
_ADOPTED = re.compile(
    r"\b(?:vedtatt|vedteke|vedteken|vedtekne|vedtatte|godkjent|godkjend|godkjende|godtatt|anbefalt|tilrådd|tiltrådt|tiltrer"
    r"|oppnevnt|oppnevnte|oppnemnd|valgt|valt|bifalt|tatt til (?:orientering|etterretning)|Flertallet voterte for|går for|sluttet seg til)\b"
)
_REJECTED = re.compile(r"\b(?:falt|fall|forkastet|forkasta|nedstemt|nedrøysta|avvist|ikke vedtatt|ikkje vedteke|ikkje vedteken)\b")
_SUBJECT = re.compile(
    r"\b(?:[Ii]nnstill?ing\w*|[Ff]orslag\w*|\w*forslag\w*|[Ff]ramlegg\w*|\w+framlegg\w*|[Tt]ilråding\w*|[Tt]ilrådning\w*|[Aa]nbefaling\w*|[Mm]erknad\w*"
    r"|[Uu]ttalelse\w*|[Pp]unkt\w*|[Vv]oteringspunkt\w*|[Pp]rotokoll\w*|[Vv]edtak\w*|[Oo]versendelsesforslag\w*|[Ss]ak\w*)\b"
)
_ELIGIBILITY = re.compile(r"\b(?:in|u)?(?:habil|gild)\b|\bhabilitet")
_PROCEDURE = re.compile(
    r"\blukk\w+|\brealitetsbehandl|\bmotsatte seg debatt|\binnkalling\w*\b.*\bgodkjen|\bsaksliste\w*\b.*\bgodkjen|\bgjenopp\w+"
)
_CASTING = re.compile(r"\bdobbe?lt?(?:stemme|røyst)\w*|\bavgjørende stemme|\bavgjerande røyst", re.IGNORECASE)
_WITH = re.compile(rf"\bmed (?P<first>{NUMBER})(?: {_VOTES})?,? ?mot (?P<second>{NUMBER})(?: {_VOTES})?")
_SIDE = re.compile(
    rf"(?P<number>{NUMBER}) ?(?P<votes>{_VOTES})?(?: (?P<way>for|mot|imot)\b)?(?: \w*forslag\w*)?(?: \d{{1,3}})?(?P<group> ?\()?", re.IGNORECASE
)
_AGAINST_BEFORE = re.compile(r"\b(?:mot|imot|og|,)\s*$|\bmot \w+ $")
_ROLL = re.compile(
    r"\b(?P<way>For|Imot|Mot) (?P<subject>[^.:\n]{3,90}?) (?:stemte|stemde|røysta|røystet)(?: følgende| følgjande)? ?(?P<number>\d{1,3})?:"
)
_ROLL_END = re.compile(r"\.\s|\.$|\n\s*\n|\bDermed\b|\bSlik stemte\b|\bVedtak\b|\bVEDTAK\b|\bInnstilling(?:en|a)? ble\b")
_ROLL_OUTCOME = re.compile(r"\b(?:Dermed|Med dette|Då|Da) (?:ble|vart|blei|er|var) [^.\n]{3,160}")
_CODE = r"\d{0,2} ?[A-ZÆØÅ][A-Za-zÆØÅæøå]{0,12}(?: \d?[A-ZÆØÅ][A-Za-zæøå]{0,8})?(?: ?\([^()]{1,160}\))?"
_BARE_CODES = re.compile(rf",? ?(?P<codes>{_CODE}(?: ?, ?{_CODE}){{0,14}})(?= mot |[:.]?$)")
_BARE_AGAINST = re.compile(rf" mot (?P<codes>{_CODE}(?: ?, ?{_CODE}){{0,14}})[:.]?$")
_RECEIVED = re.compile(rf"(?P<subject>[^,.;()]{{3,160}}?) (?:fikk|fekk|mottok) (?P<number>{NUMBER}) {_VOTES}(?P<group> \()?")
_MINORITY = re.compile(r"Mindretall?et (?:besto av|var|utgjorde|utgjordest av|bestod av) (?P<parties>[^.]{1,300})\.?$")
_CHOICE = re.compile(rf"^(?P<subject>[^:]{{3,160}}?)\.?: (?P<number>{NUMBER}|[Ii]ngen) {_VOTES}(?:, (?P<group>.+))?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """A stretch of text in which votes are told, and what is needed to check them."""

    flow: Flow
    start: int
    end: int
    attendance: Attendance
    strict: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A sentence, and the party names that the paper itself gives its members."""

    sentence: str
    known: frozenset[str]


def read_votes(ballot: Ballot) -> tuple[Vote, ...]:
    """The votes of a stretch in reading order. ``strict`` asks for the subject of the vote in the same sentence,
    for proceedings, where speakers and proposals tell of other decisions.
    """
    rolls, rest = _roll_calls(ballot)
    votes = [*rolls]
    choices: list[tuple[int, Tally, Evidence]] = []
    casting = False
    known = _parties_of(ballot.attendance)
    for start, end in rest:
        for begin, finish in _sentences(ballot.flow, start, end):
            sentence = squeezed(ballot.flow.flat[begin:finish])
            minority = _minority(sentence, known)
            if minority and votes:
                votes[-1] = (votes[-1][0], _with_minority(votes[-1][1], minority))
                continue
            choice = _CHOICE.match(sentence)
            if choice:
                choices.append((begin, _choice(choice, known), ballot.flow.quote(begin, finish)))
                continue
            vote = _read_sentence(Told(sentence=sentence, known=known), ballot.flow.quote(begin, finish), strict=ballot.strict)
            if vote is not None:
                votes.append((begin, replace(vote, casting_vote=True) if casting else vote))
            casting = vote is None and bool(_CASTING.search(sentence))
    if len(choices) > 1:
        votes.append((choices[0][0], _between(choices)))
    return tuple(checked(vote, ballot.attendance) for _, vote in sorted(votes, key=lambda entry: entry[0]))


def _parties_of(attendance: Attendance) -> frozenset[str]:
    people = (*attendance.present, *attendance.deputies, *attendance.absent)
    return frozenset(person.party for person in people if person.party)


def _minority(sentence: str, known: frozenset[str]) -> Tally | None:
    """ "Mindretallet besto av Sp, V.": who voted against in the vote just told."""
    found = _MINORITY.match(sentence)
    side = tally(None, found["parties"], known) if found else None
    return side if side and (side.parties or side.voters) else None


def _with_minority(vote: Vote, minority: Tally) -> Vote:
    against = vote.votes_against
    if against is None or against.parties or against.voters:
        return vote
    return replace(vote, votes_against=replace(against, parties=minority.parties, voters=minority.voters))


def _sentences(flow: Flow, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = flow.text if flow.lined else flow.flat
    begin = start
    for found in [*_SENTENCE.finditer(text, start, end), None]:
        finish = found.start() if found else end
        first = _FIRST_SIGN.search(text, begin, finish)
        if first is not None:
            yield first.start(), finish
        begin = found.end() if found else end


def _read_sentence(told: Told, evidence: Evidence, *, strict: bool) -> Vote | None:
    sentence = told.sentence
    if len(sentence) > 1500:
        return None
    unanimous = _UNANIMOUS.search(sentence)
    rejected = _REJECTED.search(sentence)
    adopted = _ADOPTED.search(sentence) if not _refusing(sentence, rejected) else None
    received = _received(told)
    if received:
        return Vote(
            matter=VoteMatter.PROPOSAL,
            subject=None,
            outcome=None,
            unanimous=False,
            alternatives=received,
            casting_vote=bool(_CASTING.search(sentence)),
            evidence=evidence,
        )
    ours, theirs = _sides(told, lost=rejected is not None and adopted is None)
    if not (unanimous or ours or theirs or ((adopted or rejected) and _SUBJECT.search(sentence))):
        return None
    if not (unanimous or ours or theirs) and (strict or not re.search(r"\b(?:ble|blei|vart|vert|var|er)\b", sentence)):
        return None
    if strict and not _SUBJECT.search(sentence):
        return None
    matter = _matter(sentence)
    return Vote(
        matter=matter,
        subject=_subject(sentence),
        outcome=_outcome(matter, adopted, rejected, unanimous),
        unanimous=True if unanimous else (False if theirs else None),
        votes_for=ours,
        votes_against=theirs,
        casting_vote=bool(_CASTING.search(sentence)),
        evidence=evidence,
    )


def _refusing(sentence: str, rejected: re.Match[str] | None) -> bool:
    """Whether a word like "ikke vedtatt" stands where "vedtatt" alone would be read as adopted."""
    return rejected is not None and rejected[0].startswith(("ikke", "ikkje"))


def _matter(sentence: str) -> VoteMatter:
    if _ELIGIBILITY.search(sentence):
        return VoteMatter.ELIGIBILITY
    return VoteMatter.PROCEDURE if _PROCEDURE.search(sentence) else VoteMatter.PROPOSAL


def _outcome(
    matter: VoteMatter,
    adopted: re.Match[str] | None,
    rejected: re.Match[str] | None,
    unanimous: re.Match[str] | None,
) -> Outcome | None:
    if matter is VoteMatter.ELIGIBILITY:
        return None
    if adopted and rejected:
        return Outcome.ADOPTED if adopted.start() < rejected.start() else Outcome.REJECTED
    if rejected:
        return Outcome.REJECTED
    return Outcome.ADOPTED if adopted or unanimous else None


def _subject(sentence: str) -> str | None:
    """What was voted over: the words before the verb."""
    verb = re.search(r"\b(?:ble|blei|vart|vert|fikk|fekk|falt|fall|mottok|vedtatt|enstemmig|samrøystes|var|er)\b", sentence)
    words = sentence[: verb.start()] if verb else ""
    words = words.strip(" ,:;-–")
    return words[-300:] or None


def _sides(told: Told, *, lost: bool) -> tuple[Tally | None, Tally | None]:
    """Votes for and against. "med 21 mot 10" and "falt med 6 mot 18" name the proposal's own votes first."""
    sentence = told.sentence
    versus = _WITH.search(sentence)
    if versus:
        return _versus(told, versus)
    ours: Tally | None = None
    theirs: Tally | None = None
    for found in _SIDE.finditer(sentence):
        if not (found["votes"] or (found["group"] and _counts_votes(sentence, found.start()))):
            continue
        number = read_number(found["number"])
        if number is None:
            continue
        side = tally(number, _group(sentence, found), told.known)
        if _is_against(sentence, found, lost=lost):
            theirs = theirs or side
        elif ours is None:
            ours = side
        elif theirs is None and _AGAINST_BEFORE.search(sentence[: found.start()]):
            theirs = side
    return ours, theirs or (_against_by_party(told) if ours else None)


def _against_by_party(told: Told) -> Tally | None:
    """ "falt med 4 stemmer FrP, H mot Ap, SV, V": the other side without its number."""
    found = _BARE_AGAINST.search(told.sentence)
    if found is None:
        return None
    side = tally(None, found["codes"], told.known)
    return side if side.parties else None


def _received(told: Told) -> tuple[Tally, ...]:
    """ "Forslag A mottok 6 stemmer (…) og forslag B mottok 4 stemmer (…)"."""
    found = list(_RECEIVED.finditer(told.sentence))
    if len(found) < 2:
        return ()
    return tuple(
        tally(read_number(one["number"]), _group(told.sentence, one), told.known, re.sub(r"^\W*(?:og|mens) ", "", one["subject"]).strip(" )"))
        for one in found
    )


def _versus(told: Told, versus: re.Match[str]) -> tuple[Tally, Tally]:
    first, second = read_number(versus["first"]), read_number(versus["second"])
    sentence = told.sentence
    opened = re.match(r" ?\(", sentence[versus.end() :])
    group = None
    if opened:
        place = versus.end() + opened.end() - 1
        end = closing(sentence, place, len(sentence))
        group = sentence[place + 1 : end] if end is not None else None
    return tally(first, None, told.known), tally(second, group, told.known)


def _counts_votes(sentence: str, place: int) -> bool:
    """ "voterte for: 7 (Ap, H)", "Enstemmig for 11 (…)", "og 1 (NBT) stemte mot", "fikk 5 (R, KrF)"."""
    before, after = sentence[max(0, place - 24) : place], sentence[place : place + 160]
    return bool(re.search(r"(?:voterte for:?|[Ee]nstemmig for|fikk|fekk|mottok|med) $", before)) or bool(
        re.match(r"\S+ \([^()]*\) (?:stemte|røysta) (?:i?mot|for)", after)
    )


def _group(sentence: str, found: re.Match[str]) -> str | None:
    """What is told of the voters after a number: in brackets, or bare party codes up to "mot" or the end."""
    if found["group"]:
        opened = sentence.index("(", found.end() - 1)
        end = closing(sentence, opened, len(sentence))
        return sentence[opened + 1 : end] if end is not None else sentence[opened + 1 :].rstrip(") .")
    bare = _BARE_CODES.match(sentence, found.end())
    return bare["codes"].strip() if bare else None


def _is_against(sentence: str, found: re.Match[str], *, lost: bool) -> bool:
    way = (found["way"] or "").casefold()
    if way in {"mot", "imot"}:
        return found["group"] is not None or re.match(rf" ?{NUMBER}", sentence[found.end() :]) is None
    if way == "for":
        return bool(lost is False and re.search(r"\bmot $", sentence[: found.start()]))
    tail = sentence[found.end() - 1 :] if found["group"] else sentence[found.end() :]
    if found["group"]:
        end = closing(tail, 0, len(tail))
        tail = tail[end + 1 :] if end is not None else ""
    if re.match(r"\s*(?:stemte|røysta|stemmer|røyster)? ?(?:mot|imot)\b(?! \d)", tail) and not re.match(r"\s*mot [A-ZÆØÅ]", tail):
        return not re.match(rf"\s*mot {NUMBER}", tail)
    return bool(re.search(r"\b(?:mot|imot) (?:\w+ )?$", sentence[: found.start()]))


def _choice(found: re.Match[str], known: frozenset[str]) -> Tally:
    number = 0 if found["number"].casefold() == "ingen" else read_number(found["number"])
    return tally(number, found["group"], known, squeezed(found["subject"]))


def _between(choices: list[tuple[int, Tally, Evidence]]) -> Vote:
    """A vote between proposals ("Flervalgs votering"), which nobody votes against."""
    words = " • ".join(evidence.sentence for _, _, evidence in choices)
    return Vote(
        matter=VoteMatter.PROPOSAL,
        subject=None,
        outcome=None,
        unanimous=None,
        evidence=Evidence(page=choices[0][2].page, sentence=words),
        alternatives=tuple(side for _, side, _ in choices),
    )


def _roll_calls(ballot: Ballot) -> tuple[list[tuple[int, Vote]], list[tuple[int, int]]]:
    """Roll calls, each side of one vote put together, and the stretches of text between them."""
    flow = ballot.flow
    found = list(_ROLL.finditer(flow.flat, ballot.start, ballot.end))
    rest: list[tuple[int, int]] = []
    sides: list[tuple[int, int, str, Tally]] = []
    place = ballot.start
    for index, match in enumerate(found):
        rest.append((place, match.start()))
        limit = found[index + 1].start() if index + 1 < len(found) else ballot.end
        ending = _ROLL_END.search(flow.text, match.end(), limit)
        end = ending.start() if ending else limit
        voters, absent = read_roll(flow.flat[match.end() : end])
        side = Tally(
            votes=int(match["number"]) if match["number"] else None,
            voters=voters,
            absent=absent,
            subject=squeezed(match["subject"]),
        )
        sides.append((match.start(), end, match["way"], side))
        place = end
    rest.append((place, ballot.end))
    return _paired(ballot, sides), [(start, end) for start, end in rest if end > start and not _is_roll_outcome(flow, start, end)]


def _is_roll_outcome(flow: Flow, start: int, end: int) -> bool:
    return bool(re.fullmatch(rf"[.\s]*(?:{_ROLL_OUTCOME.pattern})[.\s]*", flow.flat[start:end]))


def _paired(ballot: Ballot, sides: list[tuple[int, int, str, Tally]]) -> list[tuple[int, Vote]]:
    votes: list[tuple[int, Vote]] = []
    group: list[tuple[int, int, str, Tally]] = []
    for side in sides:
        if group and not _belongs(group, side):
            votes.append(_roll_vote(ballot, group))
            group = []
        group.append(side)
    if group:
        votes.append(_roll_vote(ballot, group))
    return votes


def _belongs(group: list[tuple[int, int, str, Tally]], side: tuple[int, int, str, Tally]) -> bool:
    """Whether a side is of the vote before: the votes against it, or another of several numbered proposals."""
    last = group[-1]
    if side[0] - last[1] > 250:
        return False
    if side[2] in {"Imot", "Mot"}:
        return last[2] == "For" and len(group) == 1
    return last[2] == "For" and side[3].subject != last[3].subject and all(one[3].subject != side[3].subject for one in group)


def _roll_vote(ballot: Ballot, group: list[tuple[int, int, str, Tally]]) -> tuple[int, Vote]:
    flow = ballot.flow
    start, end = group[0][0], group[-1][1]
    told = _ROLL_OUTCOME.search(flow.flat, end, min(len(flow.flat), end + 300, ballot.end + 300))
    sentence = squeezed(told[0]) if told else ""
    ours = [side[3] for side in group if side[2] == "For"]
    theirs = [side[3] for side in group if side[2] != "For"]
    outcome = None
    if told:
        outcome = _outcome(VoteMatter.PROPOSAL, _ADOPTED.search(sentence), _REJECTED.search(sentence), None)
    several = len(ours) > 1
    vote = Vote(
        matter=VoteMatter.PROPOSAL,
        subject=ours[0].subject if ours and not several else None,
        outcome=None if several else outcome,
        unanimous=False if theirs or several else None,
        votes_for=ours[0] if ours and not several else None,
        votes_against=theirs[0] if theirs else None,
        casting_vote=bool(_CASTING.search(flow.flat, start, min(len(flow.flat), end + 300))),
        evidence=flow.quote(start, told.end() if told else end),
        alternatives=tuple(ours) if several else (),
    )
    return start, vote
