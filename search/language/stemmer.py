"""The stem in which all forms of a word meet, those of bokmål and those of nynorsk.

Endings are taken off until nothing more goes, as *brukerne* and *brukarane* only meet at *bruk*. What must
not fall together with the plain word keeps a mark of its own: *-lig*, *-het*, *-ing*, verbs in *-ere*. The
names of acts keep their *-lov*.
"""

from __future__ import annotations

from functools import cache

from search.language.tables import read_rows

_VOWELS = frozenset("aeiouyæøå")
_NOT_BEFORE_NING = _VOWELS | {"n"}
_NOT_BEFORE_S = frozenset("aeiouøsn")
_SHORTEST_STEM = 3

_NOUN = ("", "en", "a", "er", "ar", "ene", "ane", "s", "ens", "as", "enes", "anes", "ers", "ars")
_ADJECTIVE = ("", "e", "t", "s", "ere", "are", "st", "ste", "est", "este", "ast", "aste")
_FAMILIES = (
    # ending, its own endings, what they become, letters that must stand before it, and which must not
    ("lig", _ADJECTIVE, "lig", 3, "l"),
    ("ig", _ADJECTIVE, "ig", 3, "i"),
    ("ug", _ADJECTIVE, "ig", 3, "u"),
    ("isk", _ADJECTIVE, "isk", 3, "i"),
    ("som", ("", "t", "me", "mere", "mst", "mste"), "som", 3, "s"),
    ("bar", _ADJECTIVE, "bar", 3, "b"),
    ("het", _NOUN, "het", 3, "h"),
    ("heit", _NOUN, "het", 3, "h"),
    ("els", ("e", "en", "a", "er", "ar", "ene", "ane", "es", "ens", "enes", "anes"), "ing", 3, ""),
    ("els", ("",), "ing", 3, "s"),
    ("ing", _NOUN, "ing", 2, "i"),
)
_DERIVED = {
    ending + inflection: (become, shortest, not_after)
    for ending, inflections, become, shortest, not_after in _FAMILIES
    for inflection in inflections
}
_LONGEST_DERIVED = max(map(len, _DERIVED))

_DROPPED_AFTER = {"ell": 6, "mm": 5, "tr": 5, "vt": 5, "dt": 5, "kn": 5, "sn": 5, "pn": 5}
"""Ends of stems that lose their last letter, and the letters a stem must have for that: sentr-e and sent-er meet."""


def stem(word: str) -> str:
    """The stem of a folded word with bokmål roots; at least three letters of it stay."""
    if len(word) <= _SHORTEST_STEM or word in _endings("unchanged") or not word.isalpha():
        return word
    return _derived(word) or _finish(_without_endings(word))


def _derived(word: str) -> str | None:
    for length in range(min(_LONGEST_DERIVED, len(word) - 2), 1, -1):
        family = _DERIVED.get(word[-length:])
        if family is None:
            continue
        become, shortest, not_after = family
        root = word[:-length]
        if len(root) >= shortest and _has_vowel(root) and root[-1] != not_after:
            return _join(root, become)
    return None


def _join(root: str, ending: str) -> str:
    if ending == "lig":
        return root.rstrip("e") + ending
    if ending == "ing":
        return _ing_root(root) + ending
    return root + ending


def _ing_root(root: str) -> str:
    """Løsning and løysing, passing and tilpasning are the same formation."""
    if len(root) > 3 and root[-1] == "n" and root[-2] not in _NOT_BEFORE_NING and not root.endswith(("bygn", "ledn")):
        root = root[:-1]
    if len(root) > 3 and root[-1] == root[-2] and root[-1] in "dlmnpst":
        root = root[:-1]
    return root


def _without_endings(word: str) -> str:
    for ending in _endings("ere_verb"):
        if word.endswith(ending) and word[: -len(ending)] in _ere_verbs():
            return word[: -len(ending)] + "er"
    if word[-1] == "s" and len(word) > 4 and word[-2] not in _NOT_BEFORE_S:
        word = word[:-1]
    elif len(word) > 5 and word.endswith(_adjectives_in_t()):
        word = word[:-1] + "l" if word.endswith("elt") else word[:-1]
    bare = _strip(word, _endings("inflection"))
    if word[len(bare) :] in _endings("ere_verb"):
        return bare
    return _strip(bare, _endings("second"))


def _strip(word: str, endings: frozenset[str]) -> str:
    for length in range(min(6, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in endings and _has_vowel(word[:-length]):
            return word[:-length]
    return word


def _finish(word: str) -> str:
    """What is left of doubled letters and dropped vowels: artikkel and artikler, teater and teatre."""
    if len(word) <= 4:
        return word
    last, before = word[-1], word[-2]
    if last == "s" and before != "s" and before not in _VOWELS:
        return word[:-1]
    if word.endswith("el") and word[-3] not in _VOWELS and (word[-3] != "d" or word[-4] == "d"):
        return word[:-2].rstrip(word[-3]) + word[-3] + "l"
    shortest = _DROPPED_AFTER.get(word[-3:]) or _DROPPED_AFTER.get(word[-2:])
    return word[:-1] if shortest and len(word) >= shortest else word


def _has_vowel(text: str) -> bool:
    return not _VOWELS.isdisjoint(text)


@cache
def _ere_verbs() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("ere_verbs.txt"))


@cache
def _adjectives_in_t() -> tuple[str, ...]:
    return tuple(_endings("adjective_t"))


@cache
def _endings(kind: str) -> frozenset[str]:
    return frozenset(word for row in read_rows("endings.tsv") if row[0] == kind for word in row[1].split())
