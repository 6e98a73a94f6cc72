"""What a person is told about how a query was read, in the languages that are spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class NoteKind(StrEnum):
    """Something that is worth saying, with the placeholders of its sentence."""

    EMPTY = "empty"
    ONLY_EXCLUDES = "only_excludes"
    QUOTE_CLOSED = "quote_closed"
    PARENTHESIS_MENDED = "parenthesis_mended"
    TOO_DEEP = "too_deep"
    OPERATOR_IGNORED = "operator_ignored"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_OUTCOME = "unknown_outcome"
    UNKNOWN_LANGUAGE = "unknown_language"
    NO_DATE = "no_date"
    DATES_TURNED = "dates_turned"
    PREFIX_TOO_SHORT = "prefix_too_short"
    WIDENED = "widened"
    OTHER_NAMES = "other_names"
    LITERAL_BOUNDED = "literal_bounded"
    NEAR_IGNORED = "near_ignored"
    UNKNOWN_ORGANIZATION = "unknown_organization"
    UNKNOWN_BODY = "unknown_body"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Note:
    """One remark: ``subject`` is the person's own words, ``detail`` what is said of them."""

    kind: NoteKind
    subject: str = ""
    detail: str = ""

    def text(self, language: str = "en") -> str:
        """The remark as a sentence, in English or bokmål."""
        return _SENTENCES[self.kind][language].format(subject=self.subject, detail=self.detail)


_SENTENCES: Mapping[NoteKind, Mapping[str, str]] = {
    NoteKind.EMPTY: {
        "en": "There is no word to search for.",
        "nb": "Skriv minst ett ord å søke etter.",
    },
    NoteKind.ONLY_EXCLUDES: {
        "en": "The query only says what to leave out, which would find nearly everything. Add a word that must be there.",
        "nb": "Søket sier bare hva som ikke skal være med, og ville funnet nesten alt. Legg til et ord som skal være med.",
    },
    NoteKind.QUOTE_CLOSED: {
        "en": "A quotation mark had no partner; the phrase was read to the end.",
        "nb": "Et anførselstegn manglet sitt par. Uttrykket er lest til slutten.",
    },
    NoteKind.PARENTHESIS_MENDED: {
        "en": "A parenthesis had no partner and was mended.",
        "nb": "En parentes manglet sin make og er rettet.",
    },
    NoteKind.TOO_DEEP: {
        "en": "Parentheses within more than {detail} others were ignored.",
        "nb": "Parenteser inne i mer enn {detail} andre er sett bort fra.",
    },
    NoteKind.OPERATOR_IGNORED: {
        "en": "{subject} had nothing to work on and was ignored.",
        "nb": "{subject} hadde ingenting å virke på og er sett bort fra.",
    },
    NoteKind.UNKNOWN_FIELD: {
        "en": "There is no field “{subject}”; its words were searched for everywhere. Fields: {detail}.",
        "nb": "Feltet «{subject}» finnes ikke. Ordene er søkt etter overalt. Felter: {detail}.",
    },
    NoteKind.UNKNOWN_KIND: {
        "en": "“{subject}” is no kind of hit; it was searched for as a word. Kinds: {detail}.",
        "nb": "«{subject}» er ikke en type treff. Det er søkt etter som ord. Typer: {detail}.",
    },
    NoteKind.UNKNOWN_OUTCOME: {
        "en": "“{subject}” is no outcome; it was searched for as a word. Outcomes: {detail}.",
        "nb": "«{subject}» er ikke et utfall. Det er søkt etter som ord. Utfall: {detail}.",
    },
    NoteKind.UNKNOWN_LANGUAGE: {
        "en": "“{subject}” is no language of the texts; it was searched for as a word. Languages: {detail}.",
        "nb": "«{subject}» er ikke et språk i tekstene. Det er søkt etter som ord. Språk: {detail}.",
    },
    NoteKind.NO_DATE: {
        "en": "“{subject}” is no date; it was searched for as words. Dates: 2024, 2024-03, 2024-03-05, 2024-03..2024-06.",
        "nb": "«{subject}» er ikke en dato. Det er søkt etter som ord. Datoer: 2024, 2024-03, 05.03.2024, 2024-03..2024-06.",
    },
    NoteKind.DATES_TURNED: {
        "en": "The period {subject} ended before it began and was turned round.",
        "nb": "Perioden {subject} sluttet før den begynte og er snudd.",
    },
    NoteKind.PREFIX_TOO_SHORT: {
        "en": "“{subject}” is too short to search for words that begin so; it was searched for as a word.",
        "nb": "«{subject}» er for kort til å søke etter ord som begynner slik. Det er søkt etter som ord.",
    },
    NoteKind.WIDENED: {
        "en": "No document has “{subject}”; found instead: {detail}.",
        "nb": "Ingen dokumenter har «{subject}». Søkte i stedet etter {detail}.",
    },
    NoteKind.OTHER_NAMES: {
        "en": "Other names of “{subject}” were looked for too: {detail}.",
        "nb": "Søkte også etter andre navn på «{subject}»: {detail}.",
    },
    NoteKind.LITERAL_BOUNDED: {
        "en": "More documents have these words than can be read; “{subject}” was looked for in the best {detail} of them.",
        "nb": "Flere dokumenter har disse ordene enn det går an å lese. «{subject}» er søkt etter i de {detail} beste.",
    },
    NoteKind.NEAR_IGNORED: {
        "en": "{subject} works between words, phrases and groups with OR; both sides were searched for without it.",
        "nb": "{subject} virker mellom ord, uttrykk og grupper med OR. Begge sider er søkt etter uten det.",
    },
    NoteKind.UNKNOWN_ORGANIZATION: {
        "en": "There are no documents of “{subject}”. Near: {detail}.",
        "nb": "Det er ingen dokumenter fra «{subject}». Liknende: {detail}.",
    },
    NoteKind.UNKNOWN_BODY: {
        "en": "There are no documents of the body “{subject}”. Near: {detail}.",
        "nb": "Det er ingen dokumenter fra utvalget «{subject}». Liknende: {detail}.",
    },
    NoteKind.WITHDRAWN: {
        "en": "{subject} of these documents went away after the index was made; they are counted and not shown.",
        "nb": "{subject} av dokumentene er borte siden indeksen ble laget. De er talt med, men vises ikke.",
    },
}
