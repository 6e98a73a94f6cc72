"""Words whose forms meet only by a table: strong verbs, vowel change, comparison."""

from __future__ import annotations

from functools import cache

from search.language.stemmer import stem
from search.language.tables import read_rows

_LONGEST_FORM = 10


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
        if kind in {"te", "de"}:
            for infinitive in text.split():
                for form in _weak_forms(infinitive, kind):
                    forms["verb"].setdefault(form, stem(infinitive))
            continue
        for form in text.split():
            if form.startswith("-"):
                forms["prefixed"].setdefault(form[1:], base)
            else:
                for spelling in _nynorsk_endings(form, kind):
                    forms[kind].setdefault(spelling, base)
    return forms


def _weak_forms(infinitive: str, past: str) -> list[str]:
    root = infinitive.removesuffix("e")
    if root[-1] == root[-2]:
        root = root[:-1]
    endings = ("te", "t", "tes", "ts") if past == "te" else ("de", "d", "des", "ds")
    return [root + ending for ending in endings]


def _nynorsk_endings(form: str, kind: str) -> tuple[str, ...]:
    """The form itself and, where only the ending differs, the nynorsk form (skoler: skolar, yngre: yngre)."""
    if kind == "alone":
        return form, form.replace("ere", "are").replace("est", "ast")
    if kind == "word" and form.endswith(("er", "ene")):
        return form, form.removesuffix("er") + "ar" if form.endswith("er") else form.removesuffix("ene") + "ane"
    return (form,)
