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
    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"
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
        """The remark as a sentence, in English, bokmål or nynorsk."""
        return _SENTENCES[self.kind][language].format(subject=self.subject, detail=self.detail)


_SENTENCES: Mapping[NoteKind, Mapping[str, str]] = {
    NoteKind.EMPTY: {
        "en": "There is no word to search for.",
        "nb": "Skriv minst ett ord å søke etter.",
        "nn": "Skriv minst eitt ord å søkje etter.",
    },
    NoteKind.ONLY_EXCLUDES: {
        "en": "The query only says what to leave out, which would find nearly everything. Add a word that must be there.",
        "nb": "Søket sier bare hva som ikke skal være med, og ville funnet nesten alt. Legg til et ord som skal være med.",
        "nn": "Søket seier berre kva som ikkje skal vere med, og ville ha funne nesten alt. Legg til eit ord som skal vere med.",
    },
    NoteKind.QUOTE_CLOSED: {
        "en": "A quotation mark had no partner; the phrase was read to the end.",
        "nb": "Et anførselstegn manglet sitt par. Uttrykket er lest til slutten.",
        "nn": "Eit hermeteikn mangla make. Uttrykket er lese til slutten.",
    },
    NoteKind.PARENTHESIS_MENDED: {
        "en": "A parenthesis had no partner and was mended.",
        "nb": "En parentes manglet sin make og er rettet.",
        "nn": "Ein parentes mangla make og er retta.",
    },
    NoteKind.TOO_DEEP: {
        "en": "Parentheses within more than {detail} others were ignored.",
        "nb": "Parenteser inne i mer enn {detail} andre er sett bort fra.",
        "nn": "Parentesar inne i meir enn {detail} andre er sett bort frå.",
    },
    NoteKind.OPERATOR_IGNORED: {
        "en": "{subject} had nothing to work on and was ignored.",
        "nb": "{subject} hadde ingenting å virke på og er sett bort fra.",
        "nn": "{subject} hadde ingenting å verke på og er sett bort frå.",
    },
    NoteKind.UNKNOWN_FIELD: {
        "en": "There is no field “{subject}”; its words were searched for everywhere. Fields: {detail}.",
        "nb": "Feltet «{subject}» finnes ikke. Ordene er søkt etter overalt. Felter: {detail}.",
        "nn": "Feltet «{subject}» finst ikkje. Orda er søkte etter overalt. Felt: {detail}.",
    },
    NoteKind.UNKNOWN_KIND: {
        "en": "“{subject}” is no kind of hit; it was searched for as a word. Kinds: {detail}.",
        "nb": "«{subject}» er ikke en type treff. Det er søkt etter som ord. Typer: {detail}.",
        "nn": "«{subject}» er ikkje ein type treff. Det er søkt etter som ord. Typar: {detail}.",
    },
    NoteKind.UNKNOWN_OUTCOME: {
        "en": "“{subject}” is no outcome; it was searched for as a word. Outcomes: {detail}.",
        "nb": "«{subject}» er ikke et utfall. Det er søkt etter som ord. Utfall: {detail}.",
        "nn": "«{subject}» er ikkje eit utfall. Det er søkt etter som ord. Utfall: {detail}.",
    },
    NoteKind.UNKNOWN_LANGUAGE: {
        "en": "“{subject}” is no language of the texts; it was searched for as a word. Languages: {detail}.",
        "nb": "«{subject}» er ikke et språk i tekstene. Det er søkt etter som ord. Språk: {detail}.",
        "nn": "«{subject}» er ikkje eit språk i tekstane. Det er søkt etter som ord. Språk: {detail}.",
    },
    NoteKind.NO_DATE: {
        "en": "“{subject}” is no date; it was searched for as words. Dates: 2024, 2024-03, 2024-03-05, 2024-03..2024-06.",
        "nb": "«{subject}» er ikke en dato. Det er søkt etter som ord. Datoer: 2024, 2024-03, 05.03.2024, 2024-03..2024-06.",
        "nn": "«{subject}» er ikkje ein dato. Det er søkt etter som ord. Datoar: 2024, 2024-03, 05.03.2024, 2024-03..2024-06.",
    },
    NoteKind.TOO_LONG: {
        "en": "The query is too long; its first {detail} characters were read.",
        "nb": "Søket er for langt. De første {detail} tegnene er lest.",
        "nn": "Søket er for langt. Dei første {detail} teikna er lesne.",
    },
    NoteKind.TOO_MANY_WORDS: {
        "en": "The query has too many words; its first {detail} were searched for.",
        "nb": "Søket har for mange ord. Det er søkt etter de første {detail}.",
        "nn": "Søket har for mange ord. Det er søkt etter dei første {detail}.",
    },
    NoteKind.DATES_TURNED: {
        "en": "The period {subject} ended before it began and was turned round.",
        "nb": "Perioden {subject} sluttet før den begynte og er snudd.",
        "nn": "Perioden {subject} slutta før han byrja og er snudd.",
    },
    NoteKind.PREFIX_TOO_SHORT: {
        "en": "“{subject}” is too short to search for words that begin so; it was searched for as a word.",
        "nb": "«{subject}» er for kort til å søke etter ord som begynner slik. Det er søkt etter som ord.",
        "nn": "«{subject}» er for kort til å søkje etter ord som byrjar slik. Det er søkt etter som ord.",
    },
    NoteKind.WIDENED: {
        "en": "No document has “{subject}”; found instead: {detail}.",
        "nb": "Ingen dokumenter har «{subject}». Søkte i stedet etter {detail}.",
        "nn": "Ingen dokument har «{subject}». Søkte i staden etter {detail}.",
    },
    NoteKind.OTHER_NAMES: {
        "en": "Other names of “{subject}” were looked for too: {detail}.",
        "nb": "Søkte også etter andre navn på «{subject}»: {detail}.",
        "nn": "Søkte også etter andre namn på «{subject}»: {detail}.",
    },
    NoteKind.LITERAL_BOUNDED: {
        "en": "More documents have these words than can be read; “{subject}” was looked for in the best {detail} of them.",
        "nb": "Flere dokumenter har disse ordene enn det går an å lese. «{subject}» er søkt etter i de {detail} beste.",
        "nn": "Fleire dokument har desse orda enn det går an å lese. «{subject}» er søkt etter i dei {detail} beste.",
    },
    NoteKind.NEAR_IGNORED: {
        "en": "{subject} works between words, phrases and groups with OR; both sides were searched for without it.",
        "nb": "{subject} virker mellom ord, uttrykk og grupper med OR. Begge sider er søkt etter uten det.",
        "nn": "{subject} verkar mellom ord, uttrykk og grupper med OR. Begge sider er søkte etter utan det.",
    },
    NoteKind.UNKNOWN_ORGANIZATION: {
        "en": "There are no documents of “{subject}”. Near: {detail}.",
        "nb": "Det er ingen dokumenter fra «{subject}». Liknende: {detail}.",
        "nn": "Det er ingen dokument frå «{subject}». Liknande: {detail}.",
    },
    NoteKind.UNKNOWN_BODY: {
        "en": "There are no documents of the body “{subject}”. Near: {detail}.",
        "nb": "Det er ingen dokumenter fra utvalget «{subject}». Liknende: {detail}.",
        "nn": "Det er ingen dokument frå utvalet «{subject}». Liknande: {detail}.",
    },
    NoteKind.WITHDRAWN: {
        "en": "{subject} of these documents went away after the index was made; they are counted and not shown.",
        "nb": "{subject} av dokumentene er borte siden indeksen ble laget. De er talt med, men vises ikke.",
        "nn": "{subject} av dokumenta er borte sidan indeksen vart laga. Dei er talde med, men blir ikkje viste.",
    },
}
