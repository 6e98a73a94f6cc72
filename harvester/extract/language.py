"""The language of a page and of a document, by words that stand in every text of one language and in none of another,
and by the endings that part bokmål and nynorsk.

Left out are words that another language has in another sense: nynorsk gjeld (concerns) is bokmål for debt, English to is Norwegian
for two, and Sami ja (and) is yes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from harvester.model import Language

_WORDS: Mapping[Language, str] = MappingProxyType(
    {
        Language.BOKMAL: """
            en et jeg ikke fra hvor hvordan hvilke hvilken hvilket hva hvem hvorfor hver hvert noe noen være ble blitt
            mye mer flere bare disse uten siden gjøre gjør gjort kommer sammen hjem hun henne dere sine egen selv
            mulig muligheter virksomhet løsning høring høringen opplysninger behandling behandles vurderes foreslås
            anbefales gjennomføres ivaretas økt økning mottatt tidligere ytterligere offentlig tilgjengelig særlig
            betydelig enstemmig vedtatt vedtas møtet utvalget rådmannen kommunedirektøren kommunen innstilling
            tjenester skolen bolig boliger eiendom eiendommen veien gjelder følgende ligger tilrår når også""",
        Language.NYNORSK: """
            eg ikkje frå korleis kva kven kvifor kvar kvart kva noko nokon nokre vere vera òg vart vert blei dei ein
            eit mykje meir fleire berre desse sjølv utan sidan gjere gjer gjort gjev kjem saman heim ho dykk deira eigen
            moglegheiter mogleg verksemd løysing høyring høyringa opplysingar handsaming handsama vurderast auka auke
            tidlegare offentleg tilgjengeleg særleg samrøystes vedteke møtet utvalet rådmannen kommunen tilråding
            tenester skulen bustad bustader eigedom eigedomen vegen følgjande ligg tilrår når hjå difor såleis
            medan enno vidare innstilling""",
        Language.NORTHERN_SAMI: """
            lea leat leai eai dahje maid mii daid dát dán muhto vai leamaš maŋŋel ovdal sámi
            gielda suohkan ášši áššit mearrádus čoahkkin galgá ferte sáhttá oažžut dasa dás maiddái""",
        Language.ENGLISH: """
            the and of are was were that which with this these from have has not been will would their they
            shall between should other such than only into about""",
    }
)
_ENDINGS: Mapping[str, Language] = MappingProxyType(
    {
        **dict.fromkeys(("lig", "lige", "het", "heten", "heter", "ingen", "ende"), Language.BOKMAL),
        **dict.fromkeys(("leg", "heit", "heita", "heiter", "inga", "ingane", "ande"), Language.NYNORSK),
    }
)
_FEWEST = 3
_MARGIN = 1.5  # nynorsk texts quote bokmål and the other way round: the winner must be clearly ahead
_WORD = re.compile(r"[^\W\d_]+")
_SAMI_LETTER = re.compile("[čđŋšŧž]")
_WITH_ENDING = re.compile(rf"[^\W\d_]{{2,}}({'|'.join(_ENDINGS)})")


def _telling_words() -> dict[str, Language]:
    """Each word of the table that stands under one language only."""
    claims = Counter(word for words in _WORDS.values() for word in set(words.split()))
    return {word: language for language, words in _WORDS.items() for word in words.split() if claims[word] == 1}


_LANGUAGE_OF = _telling_words()


def telling_words(text: str) -> Counter[Language]:
    """How many words of a text stand in one language only, by language."""
    counts: Counter[Language] = Counter()
    for word, times in Counter(_WORD.findall(text.lower())).items():
        language = _language_of_word(word)
        if language is not None:
            counts[language] += times
    return counts


@lru_cache(maxsize=1 << 16)
def _language_of_word(word: str) -> Language | None:
    if word in _LANGUAGE_OF:
        return _LANGUAGE_OF[word]
    if _SAMI_LETTER.search(word):
        return Language.NORTHERN_SAMI
    ending = _WITH_ENDING.fullmatch(word)
    return _ENDINGS[ending[1]] if ending else None


def language_of(texts: Iterable[str]) -> Language:
    """The language that the texts of a document are written in, unknown when too little speaks for one."""
    return most_told(sum(map(telling_words, texts), Counter()))


def most_told(counts: Counter[Language]) -> Language:
    """The language that most telling words speak for, unknown when they are few or disagree."""
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _FEWEST:
        return Language.UNKNOWN
    if len(ranked) > 1 and ranked[0][1] < _MARGIN * ranked[1][1]:
        return Language.UNKNOWN
    return ranked[0][0]
