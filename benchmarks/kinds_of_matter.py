"""Kinds of matter that come back in every municipality, told by rules on the titles of items.

Written by hand from what councils decide, neither from the terms that a search chooses nor from its tables. With them two
cases are of one kind although their titles share few words, so that counting shared words is no advantage.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

KINDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "licences to serve and sell alcohol": r"bevilling|skjenk|alkohol|ølsalg",
        "leave from an office": r"fritak|permisjon.*\bverv|\buttre(?:r|den|ing)?\b|fritatt",
        "elections of members": r"nyvalg|suppleringsvalg|\bvalg av|oppnevning|styrevalg|meddommer",
        "budget within the year": r"budsjett(?:regulering|justering|endring|kontroll)|tertial|økonomirapport|regulering.*budsjett",
        "plans of areas": r"regulering(?:splan|sendring)?\b.*|planprogram|kommunedelplan|arealplan|områdeplan|planendring",
        "answers to hearings": r"høringssvar|høringsuttal|høringsinnspill|\bNOU\b|uttalelse til",
        "annual reports": r"årsmelding|årsberetning|årsrapport|årsregnskap",
        "grants": r"tilskudd|\bstøtte\b|stipend|kulturmidler|spillemidler",
        "property tax": r"eiendomsskatt|takstnemnd|skattetakst",
        "sick leave and working environment": r"sykefravær|\bHMS|arbeidsmiljø|medarbeiderunders|\bAMU\b",
        "hunting": r"\belg|\bhjort|\w*vald\b|\bjakt|bestandsplan",
        "agreements with developers": r"utbyggingsavtale|rekkefølgekrav|justeringsrett",
        "audits": r"revisjon(?:srapport|splan)?\b|eierskapskontroll|revisor",
        "charges": r"gebyr|egenbetaling|betalingssats|leiepris|takster",
        "meeting plans": r"møteplan|møtekalender|møtedatoer",
        "finance reports": r"finansrapport|finansforvalt|finansreglement|gjeldsforvalt",
        "loans and guarantees": r"garanti|låneopptak|startlån|innlån",
        "names of roads and places": r"navnsetting|(?:adresse|veg|vei|gate|steds)navn",
        "rules and delegation": r"delegering|delegasjon|reglement|vedtekt",
        "fire and preparedness": r"brann|beredskap|risiko- og sårbarhet",
    }.items()
}  # fmt: skip


def kinds_of(title: str) -> frozenset[str]:
    """The kinds of matter that a title tells of."""
    return frozenset(kind for kind, rule in KINDS.items() if rule.search(title))
