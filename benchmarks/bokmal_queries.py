"""What somebody who writes bokmål asks for when they mean matters of the nynorsk demo county, by how the titles begin.

Written by hand from the matters, none of them from the rules or the tables of the search.
"""

from __future__ import annotations

from collections.abc import Mapping

BOKMAL: Mapping[str, tuple[str, ...]] = {
    "Skuleskyss med båt i ": ("skoleskyss båt", "rutetider skoleskyssen evalueres"),
    "Ferjetilbodet Havsøy-": ("fergetilbudet rutetabell nattferge", "fergetilbud utvides avgang natt"),
    "Rassikring av fylkesveg ": ("rassikring fylkesvei", "skredsikring av fylkesveien"),
    "Havbruk - søknad om utvida lokalitet ved ": ("søknad utvidet lokalitet havbruk", "oppdrett utvidelse av lokalitet"),
    "Detaljregulering for Neset bustadfelt i ": ("detaljregulering boligfelt uttalelse", "boligfeltet på Neset"),
    "Kollektivtakstar og ungdomskort frå ": ("kollektivtakster ungdomskort", "takster for kollektivtransport"),
    "Vindkraft på Høgeheia i ": ("vindkraft uttalelse melding utredningsprogram", "vindkraftverk høring"),
    "Delegeringsreglement for Vestmark - endringar ": ("delegeringsreglement endringer", "endring i reglement for delegering"),
    "Skulestruktur - vidaregåande opplæring i ": ("skolestruktur videregående opplæring", "videregående skoler struktur"),
    "Opplæringstilbodet skuleåret ": ("opplæringstilbud skoleåret naturbruk", "opplæringstilbudet maritime fag"),
    "Tilskot til museum og kystkultur i ": ("tilskudd museum kystkultur", "tilskudd til museet"),
    "Barnehagelærarutdanning på deltid i ": ("barnehagelærerutdanning deltid", "desentralisert studium barnehagelærere"),
    "Breiband til øyane ved ": ("bredbånd til øyene", "utbygging av bredbånd"),
    "Næringsfond - søknad om tilskot til lokalt slakteri i ": ("næringsfond tilskudd slakteri", "søknad tilskudd lokalt slakteri"),
    "Vassforvaltning - kalking og anadrom fisk i elvane ved ": ("vannforvaltning kalking elvene", "anadrom fisk elver"),
    "Tilsyn og eigarmelding - Vestmark Kystfart AS ": ("tilsyn eiermelding", "eierskapsmelding selskap"),
    "Forvaltningsrevisjon - vedlikehald av ferjekaier i ": ("forvaltningsrevisjon vedlikehold fergekaier", "vedlikehold av fergekai"),
    "Årsmelding for kontrollutvalet, lagd fram ": ("årsmelding kontrollutvalget", "kontrollutvalgets årsmelding"),
    "Universell utforming av ferjekaia i ": ("universell utforming fergekaien", "tilgjengelig fergekai"),
    "Fråsegn om TT-ordninga for tilrettelagd transport i ": ("TT-ordningen tilrettelagt transport", "uttalelse om TT-ordningen"),
    "Klimaplan med tiltak - elektriske hurtigbåtar i ruta til ": ("klimaplan elektriske hurtigbåter", "hurtigbåter på strøm"),
    "Beredskap og straumbrot - oppfølging etter stormen i ": ("beredskap strømbrudd storm", "strømbrudd oppfølging etter uværet"),
}  # fmt: skip
