"""The sentences that votes are told in, bokmål and nynorsk, and whether they add up."""

from __future__ import annotations

import pytest

from harvester.minutes import Minutes, Sum, read_minutes
from harvester.minutes.records import Misfit, Tally, Vote, VoteMatter
from harvester.model import Outcome
from tests.harvester.minutes.minutes_summary import text_of

HEAD = """Møteprotokoll
Utvalg: Formannskapet
Dato: 01.02.2024
{attendance}
Saksliste
1/24 En sak om veger
1/24 En sak om veger
Behandling
Saken ble drøftet.
Votering
{voting}
Vedtak
Vegen bygges.
"""
PRESENT = """Følgende medlemmer møtte:
Ada Fjell Ordfører AP
Bo Elv Medlem SP
Cato Bakken Medlem H
Følgende medlemmer møtte ikke:
Eli Vik Medlem SV
Følgende varamedlemmer møtte:
Dina Haug Eli Vik SV
Følgende fra administrasjonen møtte:
Kommunedirektøren, tlf. 12 34 56 78, epost navn@example.org"""


def votes_in(voting: str, attendance: str = "") -> tuple[Vote, ...]:
    """The votes of a paper that tells them so."""
    result = read_minutes(text_of(HEAD.format(voting=voting, attendance=attendance)))
    assert isinstance(result, Minutes)
    return result.items[0].votes


def side(tally: Tally | None) -> str | None:
    """A side as "5 AP2 SV", "5 Navn"."""
    if tally is None:
        return None
    parties = [f"{party.party}{party.votes or ''}" for party in tally.parties]
    return " ".join([str(tally.votes), *parties, *(voter.name for voter in tally.voters)])


@pytest.mark.parametrize(
    ("sentence", "outcome", "votes_for", "votes_against"),
    [
        ("Innstillingen ble vedtatt med 21 mot 10 stemmer.", Outcome.ADOPTED, "21", "10"),
        ("Tilrådinga vart vedteken med 21 mot 10 røyster.", Outcome.ADOPTED, "21", "10"),
        ("Forslaget falt med 10 mot 21 stemmer.", Outcome.REJECTED, "10", "21"),
        ("Framlegget frå Sp fall med 3 mot 8 røyster.", Outcome.REJECTED, "3", "8"),
        ("Forslaget falt, med 6 stemmer, mot 18 for forslaget fra Sp.", Outcome.REJECTED, "6", "18"),
        ("Innstillingen ble vedtatt mot 3 stemmer (FrP, Rødt).", Outcome.ADOPTED, None, "3 FRP R"),
        ("Innstillingen ble vedtatt mot en stemme.", Outcome.ADOPTED, None, "1"),
        ("Forslaget ble vedtatt med seks stemmer for, og tre stemmer mot.", Outcome.ADOPTED, "6", "3"),
        ("Forslaget falt med 23 stemmer mot (Ap, SV) og 20 stemmer for (H, FrP).", Outcome.REJECTED, "20 H FRP", "23 AP SV"),
        ("Forslaget ble vedtatt med 7 stemmer for (2AP, 4H, 1SV) og 3 stemmer mot (3FrP).", Outcome.ADOPTED, "7 AP2 H4 SV1", "3 FRP3"),
        ("Forslaget fikk 32 stemmer (A, SV, H(16)) og var dermed falt.", Outcome.REJECTED, "32 AP SV H16", None),
        ("Forslaget ble vedtatt med 35 stemmer (H, FrP).", Outcome.ADOPTED, "35 H FRP", None),
        ("Innstilling falt med 2 stemmer Rødt, SV mot Ap, H", Outcome.REJECTED, "2 R SV", "None AP H"),
        ("Voteringspunkt A Flertallet voterte for: 7 (Ap, H) og 4 (FrP, V) stemte mot", Outcome.ADOPTED, "7 AP H", "4 FRP V"),
        ("Innstillinga ble vedtatt med 5 stemmer mot 1 stemme (Ann-Siri Vik, By- og Landlista)", Outcome.ADOPTED, "5", "1 Ann-Siri Vik"),
        ("Forslaget ble vedtatt med 5 stemmer for (Ap (2), SV og Rødt) mot 4 stemmer for motforslaget (H, V).", Outcome.ADOPTED, "5 AP2 SV R", "4 H V"),
        ("Innstillingen ble ikke vedtatt, 4 stemmer for og 5 stemmer mot.", Outcome.REJECTED, "4", "5"),
    ],
)  # fmt: skip
def test_counted_votes(sentence: str, outcome: Outcome, votes_for: str | None, votes_against: str | None) -> None:
    """Numbers and parties stand on the side that the sentence puts them on, and add up."""
    (vote,) = votes_in(sentence)

    assert (vote.outcome, side(vote.votes_for), side(vote.votes_against)) == (outcome, votes_for, votes_against)
    assert vote.total is Sum.ADDS_UP
    assert sentence.rstrip(".") in vote.evidence.sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Innstillingen ble enstemmig vedtatt.",
        "Innstillingen ble vedtatt enstemmig",
        "Enstemmig vedtatt.",
        "Tilrådinga vart samrøystes vedteken.",
        "Innstillingen punkt 1-2 ble tiltrådt enstemmig.",
        "Et enstemmig formannskap går for forslaget",
    ],
)
def test_unanimous_votes(sentence: str) -> None:
    """Unanimous is told in many words; there is nothing to add up."""
    (vote,) = votes_in(sentence)

    assert (vote.unanimous, vote.outcome, vote.total) == (True, Outcome.ADOPTED, Sum.NOTHING_TO_ADD)


def test_unanimous_with_a_number() -> None:
    """The number is kept."""
    (vote,) = votes_in("Innstillingen ble enstemmig vedtatt med ti stemmer for.")

    assert (vote.unanimous, side(vote.votes_for), vote.total) == (True, "10", Sum.ADDS_UP)


def test_the_parties_of_the_minority_in_a_sentence_of_their_own() -> None:
    """They belong to the votes against of the vote before."""
    (vote,) = votes_in("Innstillingen ble vedtatt med 8 mot 3 stemmer. Mindretallet besto av Sp, V.")

    assert side(vote.votes_against) == "3 SP V"


def test_a_vote_on_eligibility_is_no_outcome_of_the_item() -> None:
    """Who is found disqualified is not adopted or rejected."""
    eligible, vote = votes_in("Ada Fjell (Ap) ble enstemmig funnet inhabil. Innstillingen ble enstemmig vedtatt.")

    assert (eligible.matter, eligible.outcome) == (VoteMatter.ELIGIBILITY, None)
    assert vote.matter is VoteMatter.PROPOSAL


def test_a_choice_between_proposals_has_alternatives() -> None:
    """Nobody votes against when two proposals are set against each other."""
    (vote,) = votes_in("Vegs forslag mottok 6 stemmer (4Ap, 2SV) og Bros forslag mottok 4 stemmer (4H).")

    assert [side(one) for one in vote.alternatives] == ["6 AP4 SV2", "4 H4"]
    assert (vote.votes_for, vote.votes_against, vote.outcome) == (None, None, None)


def test_a_list_of_alternatives() -> None:
    """The voting system's own print: bullets with votes, parties and names."""
    (vote,) = votes_in(
        "Flervalgs votering: Forslag mot innstilling • Innstilling: 3 stemmer, 2Ap (Ada Fjell, Bo Elv), 1H (Cato Bakken)"
        " • Endring av innstillingen.: 1 stemme, 1SV (Dina Haug)"
    )

    assert [side(one) for one in vote.alternatives] == ["3 AP2 H1 Ada Fjell Bo Elv Cato Bakken", "1 SV1 Dina Haug"]
    assert vote.total is Sum.ADDS_UP


def test_a_roll_call_has_both_sides_in_one_vote() -> None:
    """The sides "For forslaget stemte" and "Imot forslaget stemte" are one vote, with what became of it."""
    (vote,) = votes_in(
        "For forslaget stemte 3: Ada Fjell (AP), Bo Elv (SP), Dina\nHaug (SV).\n"
        "Imot forslaget stemte 1: Cato Bakken (H).\nDermed ble forslaget vedtatt.",
        PRESENT,
    )

    assert side(vote.votes_for) == "3 Ada Fjell Bo Elv Dina Haug"
    assert side(vote.votes_against) == "1 Cato Bakken"
    assert (vote.outcome, vote.total) == (Outcome.ADOPTED, Sum.ADDS_UP)


def test_two_roll_calls_are_two_votes() -> None:
    """A new "For" after an "Imot" begins another vote."""
    first, second = votes_in(
        "For forslaget stemte 1: Ada Fjell (AP).\nImot forslaget stemte 1: Bo Elv (SP).\n"
        "For innstillingen stemte 2: Ada Fjell (AP), Bo Elv (SP)."
    )

    assert side(first.votes_against) == "1 Bo Elv"
    assert side(second.votes_for) == "2 Ada Fjell Bo Elv"


@pytest.mark.parametrize(
    ("voting", "misfit"),
    [
        ("For forslaget stemte 3: Ada Fjell (AP), Bo Elv (SP).", Misfit.NAMES),
        ("For forslaget stemte 2: Ada Fjell (AP), Ada Fjell (AP).", Misfit.NAMES),
        ("For forslaget stemte 1: Ada Fjell (AP).\nImot forslaget stemte 1: Ada Fjell (AP).", Misfit.BOTH_SIDES),
        ("For forslaget stemte 2: Ada Fjell (AP), Finn Lie (H).", Misfit.NOT_PRESENT),
        ("For forslaget stemte 1: Ada Fjell (AP). Ikke til stede: Ada Fjell (AP).", Misfit.MARKED_ABSENT),
        ("Forslaget ble vedtatt med 3 stemmer (2Ap, 2SV).", Misfit.PARTIES),
        ("Forslaget ble vedtatt med 1 stemme (Ap, SV).", Misfit.MORE_PARTIES_THAN_VOTES),
        ("Forslaget ble vedtatt med 4 mot 3 stemmer.", Misfit.MORE_VOTES_THAN_MEMBERS),
        ("Forslaget ble vedtatt med 1 mot 3 stemmer.", Misfit.MAJORITY),
        ("Forslaget ble vedtatt med 2 mot 2 stemmer.", Misfit.MAJORITY),
        ("Forslaget falt med 3 mot 1 stemmer.", Misfit.MAJORITY),
        ("Forslaget ble enstemmig vedtatt mot 1 stemme.", Misfit.NOT_UNANIMOUS),
    ],
)
def test_a_vote_that_does_not_add_up_is_kept_and_marked(voting: str, misfit: Misfit) -> None:
    """It stays in the result with the reason, and is told from those that may be shown as fact."""
    (vote,) = votes_in(voting, PRESENT)

    assert vote.total is Sum.DOES_NOT_ADD_UP
    assert misfit in vote.misfits


def test_the_casting_vote_makes_a_tie_a_majority() -> None:
    """The chair's second vote decides, whether the proposal's number counts it or not."""
    (tie,) = votes_in("Utvalgslederens dobbeltstemme avgjorde. Forslaget ble vedtatt med 2 mot 2 stemmer.", PRESENT)
    (counted,) = votes_in(
        "Forslaget falt med 3 stemmer mot (2AP (møteleders dobbeltstemme), 1SP) og 2 stemmer for (1H, 1SV).", PRESENT
    )

    assert (tie.casting_vote, tie.total) == (True, Sum.ADDS_UP)
    assert (counted.casting_vote, counted.total) == (True, Sum.ADDS_UP)


def test_what_a_speaker_tells_is_no_vote() -> None:
    """Without a heading for the vote, only a sentence about a proposal of this item counts."""
    text = HEAD.replace("Votering\n", "").format(voting="Laget har enstemmig bedt om vegen.", attendance="")
    result = read_minutes(text_of(text))

    assert isinstance(result, Minutes)
    assert result.items[0].votes == ()


def test_contact_details_are_not_read() -> None:
    """Members are name and party; telephone numbers and addresses of the head are nowhere in what is read of it."""
    result = read_minutes(text_of(HEAD.format(voting="Enstemmig vedtatt.", attendance=PRESENT)))

    assert isinstance(result, Minutes)
    assert [member.name for member in result.head.attendance.present] == ["Ada Fjell", "Bo Elv", "Cato Bakken"]
    assert "12 34 56 78" not in repr(result)
    assert "example.org" not in repr(result)
