"""Words whose forms meet only by a table: strong verbs, vowel change, comparison."""

from __future__ import annotations

from functools import cache

from search.language.stemmer import stem
from search.language.tables import read_rows

_LONGEST_FORM = 12
_BY_RULE = {
    "te": ("verb", "e er ar es ende ande ast te t tes ts"),
    "de": ("verb", "e er ar es ende ande ast de d des ds"),
    "noun": ("word", " en er ene ens enes ers ar ane"),
    "adjective": ("alone", " t e ere est este are ast aste"),
    "um": ("word", "um umet et er ene ens enes a ar ane"),
    "contracted": ("alone", "e er ene enes ane ar"),
    "contracted_adjective": ("alone", "e ere est este are ast aste"),
}
"""Kinds of the table that only list words: what their forms belong to, and their endings."""


def irregular_stem(word: str) -> str | None:
    """The stem of an irregular form, or of a compound or prefixed verb that ends in one; None for others."""
    forms = _forms()
    found = forms["alone"].get(word) or forms["word"].get(word) or forms["verb"].get(word)
    if found:
        return found
    for length in range(min(_LONGEST_FORM, len(word) - 1), 1, -1):
        ending, head = word[-length:], word[:-length]
        verb = forms["verb"].get(ending) or forms["prefixed"].get(ending)
        particle = _particles().get(head)
        if verb and particle:
            return particle + verb
        noun = forms["word"].get(ending)
        if noun and len(head) >= 2 and len(ending) >= 4:
            return head + noun
    return None


@cache
def _particles() -> dict[str, str]:
    return {form: row[0] for row in read_rows("particles.tsv") for form in " ".join(row).split()}


@cache
def _forms() -> dict[str, dict[str, str]]:
    forms: dict[str, dict[str, str]] = {"alone": {}, "word": {}, "verb": {}, "prefixed": {}}
    for kind, base, text in read_rows("irregular_forms.tsv"):
        for word in text.split():
            if kind in _BY_RULE:
                of = _BY_RULE[kind][0]
                for form in _forms_by_rule(word, kind):
                    forms[of].setdefault(form, stem(word) if of == "verb" else word)
            elif word.startswith("-"):
                forms["prefixed"].setdefault(word[1:], base)
            else:
                for form in _nynorsk_endings(word, kind):
                    forms[kind].setdefault(form, base)
    return forms


def _forms_by_rule(word: str, kind: str) -> list[str]:
    """The forms of a word that inflects like all of its kind."""
    endings = _BY_RULE[kind][1].split(" ")
    match kind:
        case "te" | "de":
            root = word.removesuffix("e")
            return [(_single(root) if ending[:1] in {"t", "d"} else root) + ending for ending in endings]
        case "adjective":
            return [word + ending for ending in endings] + [_single(word) + "t", word + "tt"]
        case "um":
            return [word.removesuffix("um") + ending for ending in endings]
        case "contracted" | "contracted_adjective":
            short = _single(word[:-2]) + word[-1]
            whole = [word + ending for ending in ("", "en", "et", "t", "s")]
            return whole + [short + ending for ending in endings]
        case _:
            return [word + ending for ending in endings]


def _single(root: str) -> str:
    """A doubled letter at the end is written once before a consonant (kjenne: kjente, hammer: hamre)."""
    return root[:-1] if root[-1] == root[-2] else root


def _nynorsk_endings(form: str, kind: str) -> tuple[str, ...]:
    """The form itself and, where only the ending differs, the nynorsk form (skoler: skolar, yngre: yngre)."""
    if kind == "alone":
        return form, form.replace("ere", "are").replace("est", "ast")
    if kind == "word" and form.endswith(("er", "ene")):
        return form, form.removesuffix("er") + "ar" if form.endswith("er") else form.removesuffix("ene") + "ane"
    return (form,)
