"""One term for a word in all its forms and both written standards."""

from __future__ import annotations

import pytest

from search.language import fold, word_key

PARADIGMS = [
    "brukar brukaren brukarar brukarane bruker brukere brukerne brukernes",
    "skole skolen skoler skolene skule skulen skular skulane",
    "eiendom eiendommen eiendommer eiendommene eigedom eigedomen eigedomar eigedomane",
    "vedta vedtar vedtok vedtatt vedtatte vedtas vedtek vedteke vedtakast",
    "skrive skriver skrev skrevet skriv skreiv skrivast",
    "tilby tilbyr tilbød tilbudt tilbys tilbyd tilbydast",
    "kontrollere kontrollerer kontrollerte kontrollert kontrollerast",
    "kjøpe kjøper kjøpte kjøpt kjøpast",
    "kjenne kjenner kjente kjent kjende kjend",
    "bok boken boka bøker bøkene",
    "lærebok læreboka lærebøker lærebøkene",
    "medlem medlemmer medlemmene medlemene",
    "middel middelet midler midlene midlar midlane",
    "artikkel artikler artikkelen artiklar artiklane",
    "kriterium kriteriet kriterier kriteria",
    "konsekvens konsekvensen konsekvenser konsekvensane",
    "mulig mulige muligere mogleg moglege moglegare",
    "mulighet muligheten muligheter moglegheit moglegheita moglegheiter",
    "stor stort større størst",
    "økonomisk økonomiske",
    "nasjonal nasjonalt nasjonale",
    "tillatelse tillatelsen tillatelser løyve løyvet løyva",
    "bestemmelse bestemmelsene føresegn føresegner føresegnene",
    "anbefale anbefaler tilrå tilrår",
    "løsning løsningen løsninger løysing løysinga løysingar",
    "veiledning rettleiing rettleiinga vegleiing",
    "høring høringen høyring høyringar",
    "uttalelse uttalelser fråsegn fråsegner uttale",
    "hjem hjemmet heim heimen",
    "sykehjem sykehjemmet sjukeheim sjukeheimen sjukeheimar",
    "forvaltningsloven forvaltningslova forvaltingslova",
    "gjennomføre gjennomføres gjennomført gjennomførast",
    "ikke ikkje",
    "hvordan korleis",
    "berekraftig bærekraftig berekraftige",
    "leder lederen ledere leiar leiaren leiarar",
]


@pytest.mark.parametrize("forms", PARADIGMS, ids=lambda forms: forms.split()[0])
def test_all_forms_of_a_word_meet(forms: str) -> None:
    """Inflected forms, bokmål and nynorsk, have one key."""
    keys = {form: word_key(form) for form in forms.split()}

    assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(
    "words",
    [
        "kommune kommunelov",
        "lån lang",
        "viktig viktighet",
        "kontroll kontrollere",
        "takk tak",
        "bygg bygd",
        "for før",
        "val vol",
        "avtale avtalelov",
        "rast rest",
        "samfunnet finne",
        "bekrefter kraft",
        "regjering gjøring",
        "omfattende tilbake",
        "overtredelse tredjedel",
        "systemnivå stevne",
        "workshop håp",
    ],
)
def test_different_words_stay_apart(words: str) -> None:
    """What is near in spelling is not made one word."""
    one, other = words.split()

    assert word_key(one) != word_key(other)


@pytest.mark.parametrize("word", ["kommunelov", "plan- og bygningslov", "offentleglov", "naturmangfoldlov"])
def test_names_of_acts_keep_their_lov(word: str) -> None:
    """Kommuneloven is not kommunen."""
    last = word.rsplit(maxsplit=1)[-1]

    assert word_key(last + "en") == word_key(last + "a")
    assert word_key(last + "en").endswith("lov")


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ÅSANE", "åsane"),
        ("A\u030asane", "åsane"),
        ("Malmö", "malmø"),
        ("Säter", "sæter"),
        ("idé", "ide"),
        ("\ufb01nn", "finn"),
        ("ko\u00admmune", "kommune"),
        ("Straße", "strasse"),
    ],
)
def test_folding_keeps_norwegian_letters(written: str, folded: str) -> None:
    """Case, accents, ligatures and soft hyphens go; æ, ø and å stay."""
    assert fold(written) == folded


def test_a_key_is_bounded() -> None:
    """A run of letters that is no word has a key of ordinary length."""
    assert len(word_key("ø" * 10_000)) <= 64
