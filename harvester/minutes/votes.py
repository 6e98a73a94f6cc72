"""The grammar of votes: unanimous, counted, by party, between proposals, and roll calls by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from harvester.minutes.records import Attendance, Evidence, Tally, Vote, VoteMatter
from harvester.minutes.roll_calls import read_roll_calls
from harvester.minutes.sums import checked
from harvester.minutes.tally import NUMBER, closing, read_number, tally
from harvester.minutes.text import Flow, squeezed
from harvester.minutes.verdict import CASTING, REJECTED, SUBJECT, UNANIMOUS, adopted_word, read_matter, read_verdict

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
_PASSIVE = re.compile(r"\b(?:ble|blei|vart|vert|var|er)\b")
_FIRST_SIGN = re.compile(r"[\w«\"“(]")
_WITH = re.compile(rf"\bmed (?P<first>{NUMBER})(?: {_VOTES})?,? ?mot (?P<second>{NUMBER})(?: {_VOTES})?")
_SIDE = re.compile(
    rf"(?P<number>{NUMBER}) ?(?P<votes>{_VOTES})?(?: (?P<way>for|mot|imot)\b)?(?: \w*forslag\w*)?(?: \d{{1,3}})?(?P<group> ?\()?",
    re.IGNORECASE,
)
_AGAINST_BEFORE = re.compile(r"\b(?:mot|imot|og|,)\s*$|\bmot \w+ $")
_CODE = r"\d{0,2} ?[A-ZÆØÅ][A-Za-zÆØÅæøå]{0,12}(?: \d?[A-ZÆØÅ][A-Za-zæøå]{0,8})?(?: ?\([^()]{1,160}\))?"
_BARE_CODES = re.compile(rf",? ?(?P<codes>{_CODE}(?: ?, ?{_CODE}){{0,14}})(?= mot |[:.]?$)")
_BARE_AGAINST = re.compile(rf" mot (?P<codes>{_CODE}(?: ?, ?{_CODE}){{0,14}})[:.]?$")
_RECEIVED = re.compile(
    rf"(?P<subject>[^,.;()]{{3,160}}?) (?:fikk|fekk|mottok) (?P<number>{NUMBER}) {_VOTES}(?P<group> \()?"
)
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
    rolls, rest = read_roll_calls(ballot.flow, ballot.start, ballot.end)
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
            vote = _read_sentence(
                Told(sentence=sentence, known=known), ballot.flow.quote(begin, finish), strict=ballot.strict
            )
            if vote is not None:
                votes.append((begin, replace(vote, casting_vote=True) if casting else vote))
            casting = vote is None and bool(CASTING.search(sentence))
    if len(choices) > 1:
        votes.append((choices[0][0], _between(choices)))
    return tuple(checked(vote, ballot.attendance) for _, vote in sorted(votes, key=lambda entry: entry[0]))


def _parties_of(attendance: Attendance) -> frozenset[str]:
    members = {member.party for member in (*attendance.present, *attendance.absent)}
    return frozenset(party for party in members | {deputy.party for deputy in attendance.deputies} if party)


def _minority(sentence: str, known: frozenset[str]) -> Tally | None:
    """As in "Mindretallet besto av Sp, V.": who voted against in the vote just told."""
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
    unanimous = UNANIMOUS.search(sentence)
    verdict = read_verdict(sentence)
    received = _received(told)
    if received:
        return Vote(
            matter=VoteMatter.PROPOSAL,
            subject=None,
            outcome=None,
            unanimous=False,
            alternatives=received,
            casting_vote=bool(CASTING.search(sentence)),
            evidence=evidence,
        )
    ours, theirs = _sides(told)
    if not _is_vote(sentence, counted=bool(unanimous or ours or theirs), strict=strict):
        return None
    matter = read_matter(sentence)
    return Vote(
        matter=matter,
        subject=_subject(sentence),
        outcome=None if matter is VoteMatter.ELIGIBILITY else verdict,
        unanimous=True if unanimous else (False if theirs else None),
        votes_for=ours,
        votes_against=theirs,
        casting_vote=bool(CASTING.search(sentence)),
        evidence=evidence,
    )


def _is_vote(sentence: str, *, counted: bool, strict: bool) -> bool:
    """Whether a sentence tells of a vote. Without numbers and "enstemmig" it must say what became of what."""
    about_proposal = SUBJECT.search(sentence) is not None
    if counted:
        return about_proposal or not strict
    decided = adopted_word(sentence) or REJECTED.search(sentence)
    return bool(decided) and about_proposal and not strict and _PASSIVE.search(sentence) is not None


def _subject(sentence: str) -> str | None:
    """What was voted over: the words before the verb."""
    verb = re.search(
        r"\b(?:ble|blei|vart|vert|fikk|fekk|falt|fall|mottok|vedtatt|enstemmig|samrøystes|var|er)\b", sentence
    )
    words = sentence[: verb.start()] if verb else ""
    words = words.strip(" ,:;-–")
    return words[-300:] or None


def _sides(told: Told) -> tuple[Tally | None, Tally | None]:
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
        if _is_against(sentence, found):
            theirs = theirs or side
        elif ours is None:
            ours = side
        elif theirs is None and _AGAINST_BEFORE.search(sentence[: found.start()]):
            theirs = side
    return ours, theirs or (_against_by_party(told) if ours else None)


def _against_by_party(told: Told) -> Tally | None:
    """As in "falt med 4 stemmer FrP, H mot Ap, SV, V": the other side without its number."""
    found = _BARE_AGAINST.search(told.sentence)
    if found is None:
        return None
    side = tally(None, found["codes"], told.known)
    return side if side.parties else None


def _received(told: Told) -> tuple[Tally, ...]:
    """As in "Forslag A mottok 6 stemmer (…) og forslag B mottok 4 stemmer (…)"."""
    found = list(_RECEIVED.finditer(told.sentence))
    if len(found) < 2:
        return ()
    return tuple(
        tally(
            read_number(one["number"]),
            _group(told.sentence, one),
            told.known,
            re.sub(r"^\W*(?:og|mens) ", "", one["subject"]).strip(" )"),
        )
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
    """As in "voterte for: 7 (Ap, H)", "Enstemmig for 11 (…)", "og 1 (NBT) stemte mot", "fikk 5 (R, KrF)"."""
    before, after = sentence[max(0, place - 24) : place], sentence[place : place + 160]
    return bool(re.search(r"(?:voterte for:?|[Ee]nstemmig for|fikk|fekk|mottok|med) $", before)) or bool(
        re.match(r"\S+ \([^()]*\) (?:stemte|røysta) (?:i?mot|for)", after)
    )


def _group(sentence: str, found: re.Match[str]) -> str | None:
    """What is told of the voters after a number: in brackets, or bare party codes up to "mot" or the end."""
    if found["group"]:
        opened = sentence.index("(", found.end() - 1)
        end = closing(sentence, opened, len(sentence))
        # A bracket that the sentence does not close, as in "14 stemmer (SV. MDG, R)", tells of some voters only.
        return sentence[opened + 1 : end] if end is not None else None
    bare = _BARE_CODES.match(sentence, found.end())
    return bare["codes"].strip() if bare else None


def _is_against(sentence: str, found: re.Match[str]) -> bool:
    way = (found["way"] or "").casefold()
    if way in {"mot", "imot"}:
        return found["group"] is not None or re.match(rf" ?{NUMBER}", sentence[found.end() :]) is None
    if way == "for":
        return re.search(r"\bmot $", sentence[: found.start()]) is not None
    tail = sentence[found.end() - 1 :] if found["group"] else sentence[found.end() :]
    if found["group"]:
        end = closing(tail, 0, len(tail))
        tail = tail[end + 1 :] if end is not None else ""
    if re.match(r"\s*(?:stemte|røysta|stemmer|røyster)? ?(?:mot|imot)\b(?! \d)", tail) and not re.match(
        r"\s*mot [A-ZÆØÅ]", tail
    ):
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
