"""What people type, and how it is read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.backends.base import (
    And,
    Everything,
    Field,
    Filters,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Tree,
    Within,
    leaves,
)
from search.notes import Note, NoteKind
from search.query import LONGEST_QUERY, MOST_LEAVES, parse


def read(text: str) -> Tree | None:
    """The tree of a query that nothing has to be said about."""
    parsed = parse(text)
    assert parsed.notes == ()
    return parsed.tree


def shown(tree: Tree | None) -> object:
    """A tree in the words that were typed."""
    match tree:
        case And(clauses):
            return ("and", *map(shown, clauses))
        case Or(clauses):
            return ("or", *map(shown, clauses))
        case Not(clause):
            return ("not", shown(clause))
        case Term() | Phrase() | Prefix() | Near():
            return tree.word
        case _:
            return tree


def noted(text: str) -> list[NoteKind]:
    """What is said about a query."""
    return [note.kind for note in parse(text).notes]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("skole", "skole"),
        ("skole vei", ("and", "skole", "vei")),
        ("skole AND vei", ("and", "skole", "vei")),
        ("skole OG vei", ("and", "skole", "vei")),
        ("skole OR vei", ("or", "skole", "vei")),
        ("skole ELLER vei", ("or", "skole", "vei")),
        ("a b OR c d", ("or", ("and", "a", "b"), ("and", "c", "d"))),
        ("(a OR b) c", ("and", ("or", "a", "b"), "c")),
        ("a -b", ("and", "a", ("not", "b"))),
        ("a NOT b", ("and", "a", ("not", "b"))),
        ("a IKKE b", ("and", "a", ("not", "b"))),
        ('a -"b c"', ("and", "a", ("not", "b c"))),
        ("a -(b c)", ("and", "a", ("not", ("and", "b", "c")))),
        ("a --b", ("and", "a", ("not", "b"))),
        ('"a b" c', ("and", "a b", "c")),
        ("«a b»", "a b"),
        ("skole or vei", ("and", "skole", "or", "vei")),
        ("PS 12/24 skole", ("and", "PS 12/24", "skole")),
        ("gnr. 12 bnr. 3 skole", ("and", "gnr. 12 bnr. 3", "skole")),
        ("møtet 12. juni 2024", ("and", "møtet", "12. juni 2024")),
        ("a nær/5 b c", ("and", "a nær/5 b", "c")),
        ("skole nær/5 12 bruk", ("and", "skole nær/5 12", "bruk")),
        ("a -b near/12 c", ("and", "a", ("not", "b near/12 c"))),
        ('(a OR "b c") NEAR/3 del*', "(a OR b c) NEAR/3 del*"),
        ("skole vei 2024", ("and", "skole", "vei", "2024")),
    ],
)
def test_operators(text: str, tree: object) -> None:
    """Words, phrases, alternatives, exclusions and parentheses; small letters are words."""
    assert shown(read(text)) == tree


def test_a_quoted_word_and_a_number_stay_whole() -> None:
    """A phrase has a place for each word; a number of a case or an item is one thing."""
    phrase = read('"delt bosted"')

    assert isinstance(phrase, Phrase)
    assert len(phrase.places) == 2
    assert isinstance(read("2024/18322"), Term)


def test_a_literal_phrase() -> None:
    """An equals sign before the quotation mark; elsewhere it is only a sign."""
    literal, titled, plain = read('="delte bosteder"'), read('tittel:="skole"'), read('"delt bosted"')

    assert isinstance(literal, Phrase)
    assert isinstance(titled, Phrase)
    assert isinstance(plain, Phrase)
    assert (literal.literal, titled.literal, plain.literal) == (True, True, False)
    assert titled.fields == (Field.TITLE,)
    assert isinstance(read("=skole"), Term)


def test_words_joined_by_a_sign_stand_together() -> None:
    """Incident 7: 14:30 and kosten/baten are no fields and no syntax."""
    assert isinstance(read("14:30"), Term | Phrase)
    assert isinstance(read("kosten/baten"), Phrase)


@pytest.mark.parametrize("name", ["utvalg", "utval", "body", "Utvalg"])
def test_names_of_a_field(name: str) -> None:
    """Bokmål, nynorsk and English, in any case."""
    tree = read(f"{name}:formannskapet")

    assert isinstance(tree, Term)
    assert tree.fields == (Field.BODY,)


def test_fields_take_phrases_and_beginnings() -> None:
    """What follows the colon is read as elsewhere."""
    phrase, beginning = read('kommune:"nordre land"'), read("tittel:regulerings*")

    assert isinstance(phrase, Phrase)
    assert phrase.fields == (Field.ORGANIZATION,)
    assert isinstance(beginning, Prefix)
    assert (beginning.prefix, beginning.fields) == ("regulerings", (Field.TITLE,))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("dato:2024", "2024-01-01", "2024-12-31"),
        ("date:2024-02", "2024-02-01", "2024-02-29"),
        ("dato:2024-3-5", "2024-03-05", "2024-03-05"),
        ("dato:05.03.2024", "2024-03-05", "2024-03-05"),
        ("dato:03.2024", "2024-03-01", "2024-03-31"),
        ("dato:2024-03..2024-06", "2024-03-01", "2024-06-30"),
        ("dato:01.03.2024..15.03.2024", "2024-03-01", "2024-03-15"),
        ("dato:2024..", "2024-01-01", None),
        ("dato:..2024", None, "2024-12-31"),
        ("fra:2024-03", "2024-03-01", None),
        ("til:2024-03", None, "2024-03-31"),
        ("år:2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_dates(text: str, first: str | None, last: str | None) -> None:
    """Years, months, days and ranges that may be open, with the days that count."""
    filters = Filters(
        date_from=dt.date.fromisoformat(first) if first else None, date_to=dt.date.fromisoformat(last) if last else None
    )

    assert read(text) == Within(filters)


@pytest.mark.parametrize(
    "text", ["dato:2024-13", "dato:0000", "dato:31.02.2024", "dato:i-dag", "dato:..", "dato:2024..x", "dato:0.2024"]
)
def test_what_is_no_date_is_words(text: str) -> None:
    """A date that no calendar has is searched for, and said; it never lets everything through."""
    parsed = parse(text)

    assert NoteKind.NO_DATE in [note.kind for note in parsed.notes]
    assert not isinstance(parsed.tree, Within)


def test_a_period_that_ends_before_it_begins_is_turned() -> None:
    """Both ends count, whichever was typed first."""
    parsed = parse("dato:2024..2023")

    assert parsed.tree == Within(Filters(date_from=dt.date(2023, 1, 1), date_to=dt.date(2024, 12, 31)))
    assert [note.kind for note in parsed.notes] == [NoteKind.DATES_TURNED]


def test_kinds() -> None:
    """By their Norwegian names; a filter may be excluded too."""
    assert read("type:protokoll") == Within(Filters(kinds=("minutes",)))
    assert shown(read("skole -type:vedlegg")) == ("and", "skole", ("not", Within(Filters(kinds=("attachment",)))))
    assert read("type:vedtak") == Within(Filters(kinds=("resolution",)))
    assert read("type:sak OR type:møte") == Or((Within(Filters(kinds=("item",))), Within(Filters(kinds=("meeting",)))))
    assert noted("type:roman") == [NoteKind.UNKNOWN_KIND]


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("utfall:utsatt", Filters(outcomes=("postponed",))),
        ("resultat:utsett", Filters(outcomes=("postponed",))),
        ("outcome:Postponed", Filters(outcomes=("postponed",))),
        ("parti:Høyre", Filters(parties=("H",))),
        ("party:h", Filters(parties=("H",))),
        ("parti:Bygdelista", Filters(parties=("BL",))),
        ("parti:Ukjentlista", Filters(parties=("Ukjentlista",))),
        ("språk:nynorsk", Filters(languages=("nn",))),
        ("målform:nb", Filters(languages=("nb",))),
    ],
)
def test_fields_with_a_closed_list(text: str, filters: Filters) -> None:
    """Outcomes, parties and languages by the names that people have for them."""
    assert read(text) == Within(filters)


def test_a_value_that_a_field_does_not_have_is_a_word_and_said() -> None:
    """With the values that it has."""
    assert noted("utfall:vunnet") == [NoteKind.UNKNOWN_OUTCOME]
    assert noted("språk:klingon") == [NoteKind.UNKNOWN_LANGUAGE]
    assert shown(parse("utfall:vunnet").tree) == "vunnet"


def test_a_case_by_its_number_or_its_title() -> None:
    """What stands after sak: may be either."""
    tree = read("sak:skolebruksplan")

    assert isinstance(tree, Term)
    assert tree.fields == (Field.NUMBER, Field.TITLE)


def test_an_unknown_field_is_words_and_said() -> None:
    """Incident 9: what would be ignored is never ignored in silence."""
    parsed = parse("ordfører:hansen")

    assert shown(parsed.tree) == ("and", "ordfører", "hansen")
    assert [(note.kind, note.subject) for note in parsed.notes] == [(NoteKind.UNKNOWN_FIELD, "ordfører")]


@pytest.mark.parametrize(
    ("text", "tree", "note"),
    [
        ('skole "delt bosted', ("and", "skole", "delt bosted"), NoteKind.QUOTE_CLOSED),
        ("(skole", "skole", NoteKind.PARENTHESIS_MENDED),
        ("skole) vei", ("and", "skole", "vei"), NoteKind.PARENTHESIS_MENDED),
        ("OR skole", "skole", NoteKind.OPERATOR_IGNORED),
        ("skole OR", "skole", NoteKind.OPERATOR_IGNORED),
        ("skole NOT", "skole", NoteKind.OPERATOR_IGNORED),
        ("(skole OR) vei", ("and", "skole", "vei"), NoteKind.OPERATOR_IGNORED),
        ("skole nær/5", "skole", NoteKind.OPERATOR_IGNORED),
        ("skole nær/5 (a b)", ("and", "skole", ("and", "a", "b")), NoteKind.NEAR_IGNORED),
        ("skole nær/5 tittel:vei", ("and", "skole", "vei"), NoteKind.NEAR_IGNORED),
        ('skole nær/5 ="a"', ("and", "skole", "a"), NoteKind.NEAR_IGNORED),
        ("sk* vei", ("and", "sk", "vei"), NoteKind.PREFIX_TOO_SHORT),
        ("(" * 30 + "skole" + ")" * 30 + " vei", ("and", "skole", "vei"), NoteKind.TOO_DEEP),
    ],
)
def test_what_cannot_be_meant_is_mended_and_said(text: str, tree: object, note: NoteKind) -> None:
    """A slip of the finger costs a sentence, not an answer."""
    parsed = parse(text)

    assert shown(parsed.tree) == tree
    assert note in [one.kind for one in parsed.notes]


@pytest.mark.parametrize("text", ["", "   ", '"', '""', "()", "-", "*", "OR", "!?", "(((", "\x00\u200b", "- -"])
def test_nothing_is_nothing(text: str) -> None:
    """A query without words has no tree and says so."""
    parsed = parse(text)

    assert parsed.tree is None
    assert not parsed.bounded
    assert NoteKind.EMPTY in [note.kind for note in parsed.notes]


@pytest.mark.parametrize(
    "text", ["-skole", "NOT skole", "-skole -vei", "skole OR -vei", "-(skole OR vei)", "-dato:2024"]
)
def test_a_query_that_only_excludes_is_explained(text: str) -> None:
    """It would find nearly everything, by accident."""
    parsed = parse(text)

    assert not parsed.bounded
    assert [note.kind for note in parsed.notes] == [NoteKind.ONLY_EXCLUDES]


def test_limits() -> None:
    """What is as long as may be is read as it is."""
    words = " ".join(f"a{number}" for number in range(MOST_LEAVES))
    for text in ("x" * LONGEST_QUERY, words, f"{words} {words}", "-" * 999 + "a"):
        parsed = parse(text)
        assert parsed.text == text
        assert not {NoteKind.TOO_LONG, NoteKind.TOO_MANY_WORDS} & {note.kind for note in parsed.notes}
    parse("(" * 499 + "a" + ")" * 500)


def test_a_long_text_is_read_to_the_last_whole_word() -> None:
    """It is said how much was read; a single word that is too long is cut."""
    parsed = parse("skole " * 200)

    assert parsed.text == " ".join(["skole"] * 166)
    assert [(note.kind, note.detail) for note in parsed.notes] == [(NoteKind.TOO_LONG, "1000")]
    assert parse("x" * (LONGEST_QUERY + 1)).text == "x" * LONGEST_QUERY


@pytest.mark.parametrize("between", [" ", " OR ", " -", " (", ' "b" ', " nær/5 "])
def test_of_many_words_the_first_are_searched_for(between: str) -> None:
    """It is said once, whatever stands between the words."""
    parsed = parse(between.join(f"a{number}" for number in range(MOST_LEAVES + 3)))

    assert parsed.bounded
    assert parsed.tree is not None
    assert len(leaves(parsed.tree)) <= MOST_LEAVES
    assert [note.detail for note in parsed.notes if note.kind is NoteKind.TOO_MANY_WORDS] == [str(MOST_LEAVES)]


def test_every_note_is_a_sentence_in_both_languages() -> None:
    """None is forgotten, and every placeholder is filled."""
    for kind in NoteKind:
        for language in ("en", "nb"):
            text = Note(kind, "SUBJECT", "DETAIL").text(language)
            assert text.endswith(".")
            assert "{" not in text


def finds_everything(tree: Tree) -> bool:
    """Whether an entry that has no word, no date and no kind would fit."""
    match tree:
        case And(clauses):
            return all(map(finds_everything, clauses))
        case Or(clauses):
            return any(map(finds_everything, clauses))
        case Not(clause):
            return not finds_everything(clause)
        case Everything():
            return True
        case _:
            return False


SIGNS = [*'()"«*:|&%\\ §', "<b>", "..", "\x00", "\u202e", "\ud800", " - "]
WORDS = "skole æ nær/5 = OR NOT IKKE AND utvalg: dato: type: fra: 2024 2024-13 24/18322 PS gnr. 12"
pieces = st.sampled_from(SIGNS) | st.sampled_from([f"{word}{end}" for word in WORDS.split(" ") for end in (" ", "")])


@given(st.lists(pieces, max_size=40).map("".join) | st.text(max_size=200))
def test_no_query_fails_or_finds_everything(text: str) -> None:
    """Incident 7: whatever is typed is read, or explained."""
    parsed = parse(text)
    assert not parsed.bounded or (parsed.tree is not None and not finds_everything(parsed.tree))
