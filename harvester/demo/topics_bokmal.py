"""The topics of Austmark, in bokmål: economy, schools, culture, control; those about transport stand beside."""

from __future__ import annotations

from harvester.demo.topics import (
    ALL_THREE,
    COMMITTEE,
    COMMITTEE_EXECUTIVE,
    CONTROL,
    CONTROL_COUNCIL,
    EXECUTIVE,
    EXECUTIVE_COUNCIL,
    Area,
    Topic,
)
from harvester.demo.topics_bokmal_transport import TRANSPORT

BOKMAL = (
    *TRANSPORT,
    Topic(
        title="Årsbudsjett {next} og økonomiplan for de neste fire årene",
        area=Area.GENERAL,
        route=EXECUTIVE_COUNCIL,
        months=(12,),
        facts=(
            "Forslaget til årsbudsjett for {next} har et netto driftsresultat på {percent} prosent av brutto driftsinntekter. Det regionale handlingsrommet er mindre enn i {year}.",
            "Frie inntekter er anslått ut fra regjeringens forslag til statsbudsjett. Renteutgiftene øker med {mill} millioner kroner.",
            "Investeringene er på 640 millioner kroner i perioden, hvorav 310 millioner går til nye skolebygg og 205 millioner til fylkesveger.",
        ),
        assessment=(
            "Driften må tilpasses varig lavere inntekter. Det foreslås innsparinger på alle sektorer, med minst kutt i lærernes tid med elevene.",
            "Bruk av disposisjonsfondet kan bare utsette tilpasningen.",
        ),
        points=(
            "Årsbudsjett for {next} vedtas slik det går fram av budsjettskjemaene.",
            "Økonomiplanen legges til grunn for det videre arbeidet.",
            "Fylkestinget godkjenner et låneopptak på {mill} millioner kroner til investeringer.",
            "Fylkesutvalget får fullmakt til å fordele rammen for lønnsoppgjøret.",
        ),
        proposal="Rammen for kollektivtrafikk økes med 12 millioner kroner, dekket av disposisjonsfondet.",
        attachments=("Fylkesdirektørens budsjettforslag", "Budsjettskjemaer", "Gebyrregulativ"),
    ),
    Topic(
        title="Økonomirapport etter andre tertial {year}",
        area=Area.GENERAL,
        route=EXECUTIVE_COUNCIL,
        months=(9,),
        facts=(
            "Rapporten viser et forventet mindreforbruk på {mill} millioner kroner ved årets slutt.",
            "Sykefraværet er {percent} prosent. Kollektivtrafikken har et merforbruk som skyldes prisstigning på drivstoff.",
        ),
        assessment=("Sektorene må holde igjen i ansettelser ut året.",),
        points=("Økonomirapporten tas til orientering.", "Budsjettendringene i tabell 2 vedtas."),
        proposal="Mindreforbruket settes av til vedlikehold av fylkesveger.",
        attachments=("Tabeller til økonomirapport",),
    ),
    Topic(
        title="Årsregnskap og årsberetning for året som gikk, framlagt {year}",
        area=Area.GENERAL,
        route=EXECUTIVE_COUNCIL,
        months=(6,),
        facts=(
            "Regnskapet er gjort opp med et netto driftsresultat på {percent} prosent. Disposisjonsfondet er på {count} millioner kroner.",
            "Revisor har avgitt beretning uten forbehold. Kontrollutvalget har behandlet regnskapet.",
        ),
        assessment=("Resultatet er bedre enn budsjettert, men gjelda øker raskere enn inntektene.",),
        points=(
            "Årsregnskapet godkjennes.",
            "Mindreforbruket på {mill} millioner kroner avsettes til disposisjonsfondet.",
        ),
        proposal="Halvparten av mindreforbruket settes av til et klimafond.",
        attachments=("Årsregnskap", "Revisors beretning"),
    ),
    Topic(
        title="Vern av kulturminner ved Gamle {place} sag - søknad om tilskudd",
        area=Area.EDUCATION,
        route=COMMITTEE_EXECUTIVE,
        facts=(
            "Stiftelsen som eier anlegget, søker om {small} kroner til istandsetting av sagas tak og vannhjul. Anlegget er fra 1870-årene og har regional verneverdi.",
            "Kulturminnene brukes i undervisningen av {count} elever hvert år.",
        ),
        assessment=(
            "Tiltaket er i tråd med fylkeskommunens strategi for kulturminner, og arbeidet utføres etter antikvariske prinsipper.",
        ),
        points=(
            "Det gis et tilskudd på {small} kroner til istandsetting.",
            "Tilskuddet bortfaller dersom arbeidet ikke er i gang innen to år.",
        ),
        proposal="Tilskuddet økes til det dobbelte.",
        attachments=("Søknad med kostnadsoverslag",),
    ),
    Topic(
        title="Høring - ny modell for kompetanseutvikling i barnehagene i {place} og nabokommunene",
        area=Area.EDUCATION,
        route=COMMITTEE,
        facts=(
            "Departementet har sendt forslag til endringer i ordningen for kompetanseutvikling i barnehagene på høring. Fylkeskommunen er høringspart fordi fagskolen tilbyr videreutdanning til barnehageansatte.",
            "I {place} mangler {percent} prosent av de ansatte i barnehagene formell utdanning.",
        ),
        assessment=("Fylkesdirektøren støtter forslaget, men peker på at små kommuner må få dekket vikarutgifter.",),
        points=(
            "Høringsuttalelsen vedtas slik den er lagt fram.",
            "Fagskolens tilbud til barnehageansatte utvides fra høsten {next}.",
        ),
        proposal="Uttalelsen skal be om en bindende norm for pedagogtetthet.",
        attachments=("Høringsbrev", "Utkast til høringsuttalelse"),
    ),
    Topic(
        title="Delegasjonsreglement - revisjon {year}",
        area=Area.GENERAL,
        route=EXECUTIVE_COUNCIL,
        months=(9, 2),
        facts=(
            "Delegasjonsreglementet skal gjennomgås hvert år. Endringene gjelder økonomisaker, klagesaker og rett til å avgi høringsuttalelser.",
        ),
        assessment=(
            "Prinsipielle saker må fortsatt avgjøres av folkevalgte. Grensen mellom drift og investering er gjort tydeligere.",
        ),
        points=(
            "Delegasjonsreglementet vedtas med de endringer som går fram av vedlegget.",
            "Reglementet gjelder fra den første i neste måned.",
        ),
        proposal="Fylkesdirektørens fullmakt i lønnssaker begrenses.",
        attachments=("Delegasjonsreglement med endringer",),
    ),
    Topic(
        title="Skolebruksplan - framtidig struktur for de videregående skolene i {place}",
        area=Area.EDUCATION,
        route=ALL_THREE,
        facts=(
            "Elevtallet i regionen ventes å falle med {percent} prosent fram mot 2040. Skolen i {place} har {count} elever og ledig kapasitet.",
            "Bygningsmassen har et vedlikeholdsetterslep på {mill} millioner kroner.",
            "Elevrådet og de tillitsvalgte har uttalt seg mot nedlegging.",
        ),
        assessment=(
            "Færre og større fagmiljøer gir bredere tilbud, men lengre reisevei for elevene.",
            "Fylkesdirektøren tilrår at skolen videreføres med færre utdanningsprogrammer.",
        ),
        points=(
            "Den videregående skolen i {place} videreføres.",
            "Utdanningsprogrammet restaurant- og matfag flyttes fra skoleåret {next}.",
        ),
        proposal="Alle utdanningsprogrammer ved skolen videreføres uendret.",
        attachments=("Høringsuttalelser", "Elevtallsprognose"),
    ),
    Topic(
        title="Tilbudsstruktur for videregående opplæring i {place} skoleåret {next}",
        area=Area.EDUCATION,
        route=COMMITTEE_EXECUTIVE,
        facts=(
            "Søkertallene viser en økning til yrkesfag på {percent} prosent. {count} søkere står uten læreplass.",
            "Alle med ungdomsrett har fått tilbud om plass, og {percent} prosent har fått sitt førstevalg.",
        ),
        assessment=("Det er behov for flere klasser innen helse- og oppvekstfag og elektro.",),
        points=(
            "Det opprettes en ny klasse i helse- og oppvekstfag.",
            "Tilbudet i bygg- og anleggsteknikk justeres etter søkertallene.",
        ),
        proposal="Det opprettes også en ny klasse i naturbruk.",
        attachments=("Klasseoversikt",),
    ),
    Topic(
        title="Tannhelsetilbudet i {place} - lokalisering av ny klinikk",
        area=Area.EDUCATION,
        route=COMMITTEE_EXECUTIVE,
        facts=(
            "Leieavtalen for klinikken i {place} går ut neste år. Klinikken har {count} pasienter under tilsyn.",
            "Tre lokaler er vurdert. Leiekostnaden varierer mellom {small} kroner og det dobbelte i året.",
        ),
        assessment=("Lokalet i sentrum er best for pasientene fordi det ligger nær holdeplassen.",),
        points=(
            "Ny klinikk legges til sentrum av {place}.",
            "Fylkesdirektøren får fullmakt til å inngå leieavtale for ti år.",
        ),
        proposal="Saken utsettes til samlokalisering med helsehuset er vurdert.",
    ),
    Topic(
        title="Tildeling av spillemidler til idrettsanlegg i {place} {year}",
        area=Area.EDUCATION,
        route=COMMITTEE,
        facts=(
            "Det er søkt om midler til {count} ordinære anlegg. Rammen er på {mill} millioner kroner.",
            "I {place} gjelder søknadene kunstgressbane, klatrevegg og rehabilitering av svømmehall.",
        ),
        assessment=("Svømmeopplæringen tilsier at svømmehallen prioriteres først.",),
        points=("Spillemidlene fordeles i samsvar med vedlagte prioritering.",),
        proposal="Turveier prioriteres foran kunstgressbaner.",
        attachments=("Prioritert liste",),
    ),
    Topic(
        title="Bibliotektjenesten i {place} - avvikling av bokbussen",
        area=Area.EDUCATION,
        route=ALL_THREE,
        facts=(
            "Bokbussen er 19 år gammel og må skiftes ut. En ny buss koster {mill} millioner kroner.",
            "Utlånet fra bussen har falt med {percent} prosent på fem år. I {place} har bussen {count} holdeplasser.",
        ),
        assessment=("Et digitalt tilbud og pakker til skolene kan erstatte noe av tilbudet, men ikke møteplassen.",),
        points=(
            "Bokbussen avvikles når dagens buss er utrangert.",
            "Kommunene tilbys et prosjekt for meråpne bibliotek.",
        ),
        proposal="Bokbussen videreføres, og ny buss anskaffes i {next}.",
        attachments=("Statistikk over utlån",),
    ),
    Topic(
        title="Grønn omstilling i næringslivet - tilskudd til næringshage i {place}",
        area=Area.GENERAL,
        route=EXECUTIVE,
        facts=(
            "Næringshagen søker om {small} kroner til et program for sirkulær økonomi. Programmet omfatter {count} bedrifter.",
            "Prosjektet er finansiert med {percent} prosent egenandel fra bedriftene.",
        ),
        assessment=("Prosjektet svarer til målene i det regionale utviklingsprogrammet.",),
        points=("Næringshagen i {place} gis et tilskudd på {small} kroner.", "Tilskuddet utbetales etter rapport."),
        proposal="Det gis halvparten av omsøkt beløp.",
        attachments=("Søknad",),
    ),
    Topic(
        title="Bredbånd i spredtbygde strøk - fordeling av midler til {place}",
        area=Area.GENERAL,
        route=EXECUTIVE,
        facts=(
            "Staten har tildelt {mill} millioner kroner til utbygging av bredbånd. {count} husstander mangler tilbud om 100 Mbit/s.",
        ),
        assessment=("Felles utlysning gir flere tilbydere og lavere pris.",),
        points=("Midlene fordeles etter tabellen i saksframlegget.",),
        proposal="Husstander med elever i videregående skole prioriteres.",
    ),
    Topic(
        title="Selskapskontroll av Austmark Buss og Bane AS, {year}",
        area=Area.GENERAL,
        route=CONTROL_COUNCIL,
        facts=(
            "Kontrollutvalget bestilte selskapskontrollen i {year}. Revisjonen har undersøkt eierstyring, anskaffelser og åpenhet.",
            "Rapporten viser {count} avvik, de fleste i dokumentasjonen av anskaffelser under terskelverdi.",
        ),
        assessment=("Sekretariatet mener at rapporten gir et godt grunnlag for læring.",),
        points=(
            "Rapporten tas til etterretning.",
            "Fylkestinget ber om at anbefalingene følges opp innen seks måneder.",
        ),
        proposal="Det holdes åpen høring i kontrollutvalget.",
        attachments=("Rapport fra selskapskontrollen",),
    ),
    Topic(
        title="Forvaltningsrevisjon - spesialundervisning ved skolen i {place}",
        area=Area.EDUCATION,
        route=CONTROL_COUNCIL,
        facts=(
            "Revisjonen har gjennomgått {count} enkeltvedtak. I {percent} prosent av sakene manglet den sakkyndige vurderingen.",
        ),
        assessment=("Fylkesdirektøren har sluttet seg til konklusjonene og har lagt fram en plan.",),
        points=("Forvaltningsrevisjonsrapporten tas til orientering.", "Kontrollutvalget følger opp saken om ett år."),
        proposal="Rapporten sendes hovedutvalget til uttalelse.",
        attachments=("Forvaltningsrevisjonsrapport",),
    ),
    Topic(
        title="Møteplan og årsplan for kontrollutvalget {next}",
        area=Area.GENERAL,
        route=CONTROL,
        facts=("Utvalget skal ha minst fire møter i året. Planen tar hensyn til fylkestingets møter.",),
        assessment=("Utvalgets ressurser bør rettes mot områder med høy risiko.",),
        points=("Årsplanen for {next} vedtas.",),
        proposal="Møtene legges til skolene.",
    ),
    Topic(
        title="Salg av eiendom - tidligere fylkesbygg i {place}, gnr. {gnr} bnr. {bnr}",
        area=Area.GENERAL,
        route=EXECUTIVE_COUNCIL,
        facts=(
            "Bygget har stått tomt siden tannklinikken flyttet ut. Takst er {mill} millioner kroner.",
            "Eiendommen gnr. {gnr} bnr. {bnr} er regulert til offentlig formål.",
        ),
        assessment=("Fylkeskommunen har ikke lenger behov for bygget. Kommunen har forkjøpsrett.",),
        points=(
            "Eiendommen legges ut for salg i det åpne markedet.",
            "Salgssummen avsettes til investeringer i skolebygg.",
        ),
        proposal="Eiendommen overdras vederlagsfritt til kommunen.",
        attachments=("Takstdokument",),
    ),
    Topic(
        title="Mobbeombudets årsmelding {year}",
        area=Area.EDUCATION,
        route=COMMITTEE,
        months=(2, 4),
        facts=(
            "Ombudet fikk {count} henvendelser i løpet av året. Flest gjaldt trygt og godt skolemiljø i grunnskolen.",
        ),
        assessment=("Årsmeldingen viser at barn og unge i liten grad blir hørt før vedtak fattes.",),
        points=("Årsmeldingen tas til orientering.",),
        proposal="Ombudet inviteres til dialogmøte hvert halvår.",
        attachments=("Årsmelding",),
    ),
)
