"""The topics of Austmark about roads, ferries, land and water, in bokmål."""

from __future__ import annotations

from harvester.demo.topics import (
    ADVICE,
    ALL_THREE,
    COMMITTEE,
    COMMITTEE_EXECUTIVE,
    Area,
    Topic,
)

TRANSPORT = (
    Topic(
        title="Skoleskyss i {place} - praktisering av retten til skyss ved særlig farlig skolevei",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Elever på 2.-10. trinn har rett til gratis skoleskyss når veien mellom hjem og skole er mer enn fire kilometer, og uten hensyn til avstanden når skoleveien er særlig farlig.",
            "I {place} får {count} elever skyss etter vedtak om særlig farlig skolevei. Fv. {road} er uten gang- og sykkelvei på den aktuelle strekningen, og årsdøgntrafikken er økende.",
            "Utgiftene til skoleskyssen i kommunen var {mill} millioner kroner i {year}, en økning på {percent} prosent fra året før.",
        ),
        assessment=(
            "Retten til skoleskyss er individuell og kan ikke avvises av økonomiske grunner. Fylkesdirektøren mener likevel at felles retningslinjer gir likere behandling av foreldre og elever.",
            "Et rimelig alternativ til varig skyss er å utbedre krysningspunktene langs fv. {road}.",
        ),
        points=(
            "Retningslinjene for skoleskyss ved særlig farlig skolevei i {place} vedtas.",
            "Fylkeskommunen vurderer tiltak langs fv. {road} i neste handlingsprogram for fylkesveger.",
            "Ordningen evalueres innen utgangen av {next}.",
        ),
        proposal="Elever på 1.-4. trinn skal få skyss når avstanden er mer enn to kilometer.",
        attachments=("Retningslinjer for skoleskyss", "Kart over skoleveier i {place}"),
    ),
    Topic(
        title="Ferjetilbudet over Langvatnet - anbud for perioden {next} og framover, sambandet ved {place}",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Dagens kontrakt for ferjesambandet går ut om to år. Sambandet fraktet {count} personbilenheter per uke i {year}.",
            "Kravet om nullutslipp gjør det nødvendig å bygge ladeanlegg på begge ferjekaiene. Kostnaden er beregnet til {mill} millioner kroner.",
            "Rutetabellen har i dag 17 avganger på hverdager. Siste avgang fra {place} er klokken 23.10.",
        ),
        assessment=(
            "Et åpent anbud med krav om elektrisk drift gir lavest kostnad over kontraktsperioden.",
            "En reduksjon av kveldstilbudet vil særlig ramme skiftarbeidere og ungdom.",
        ),
        points=(
            "Ferjesambandet lyses ut med krav om nullutslipp og en kontraktstid på ti år.",
            "Frekvensen på dagens nivå videreføres, også kveld og helg.",
        ),
        proposal="Det skal innføres gratis ferje for gående og syklende fra anbudsstart.",
        attachments=("Trafikktall ferje", "Kostnadsoverslag ladeanlegg"),
    ),
    Topic(
        title="Uttalelse til detaljregulering for Nordre Åsgrenda, gnr. {gnr} bnr. {bnr} i {place} kommune",
        area=Area.TRANSPORT,
        route=COMMITTEE,
        facts=(
            "{place} kommune har lagt forslag til detaljregulering for gnr. {gnr} bnr. {bnr} ut til offentlig ettersyn. Planen åpner for {count} boenheter og en barnehage med fire avdelinger.",
            "Planområdet har adkomst fra fv. {road}. Om lag {percent} prosent av arealet er dyrka mark.",
            "Kulturminner fra jernalderen er registrert i planområdets nordre del og er automatisk fredet.",
        ),
        assessment=(
            "Planen er i strid med regional plan for areal og transport når det gjelder omdisponering av dyrka mark.",
            "Byggegrensen mot fylkesveg må være minst 15 meter, og frisikten i krysset må sikres i bestemmelsene.",
        ),
        points=(
            "Det fremmes innsigelse til planforslaget for gnr. {gnr} bnr. {bnr} av hensyn til jordvernet.",
            "Rekkefølgekrav om gang- og sykkelvei langs fv. {road} må tas inn i planbestemmelsene.",
        ),
        proposal="Det fremmes ikke innsigelse til planforslaget.",
        attachments=("Planforslag med bestemmelser", "Arkeologisk registreringsrapport"),
    ),
    Topic(
        title="Kollektivtakster fra nyttår {next}",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        months=(12,),
        facts=(
            "Takstene på buss har stått uendret i to år. Kostnadsindeksen har i samme tid økt med {percent} prosent.",
            "En enkeltbillett for voksne koster 42 kroner i en sone. Månedskort for ungdom koster 399 kroner.",
        ),
        assessment=(
            "En økning lik prisveksten gir {mill} millioner kroner i inntekter. Høyere økning kan gi færre reisende.",
        ),
        points=(
            "Takstene økes i gjennomsnitt med {percent} prosent fra 1. januar.",
            "Prisen på ungdomskort holdes uendret.",
        ),
        proposal="Takstene holdes uendret, og inntektstapet dekkes av disposisjonsfondet.",
        attachments=("Takstregulativ",),
    ),
    Topic(
        title="Vindkraft på Storkollen i {place} - høring av konsesjonssøknad",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Et kraftselskap søker om konsesjon for {count} vindturbiner på Storkollen. Årsproduksjonen er beregnet til 310 GWh.",
            "Planområdet ligger i et leveområde for villrein og er mye brukt til friluftsliv. Reindriftsnæringen har uttalt seg imot.",
            "Naturmangfold, støy og landskap er utredet i konsekvensutredningen. Nærmeste hyttefelt ligger 1,4 kilometer unna.",
        ),
        assessment=(
            "Kraftbehovet i regionen er stort, og nettet har kapasitet. De negative virkningene for villrein er likevel vesentlige.",
            "Fylkesdirektøren mener at turbinene nærmest trekkveien må tas ut av planen.",
        ),
        points=(
            "Fylkeskommunen rår til at konsesjon gis på vilkår av at de sju østligste turbinene tas ut.",
            "Det må stilles vilkår om avbøtende tiltak for villrein og friluftsliv.",
        ),
        proposal="Fylkeskommunen går imot at det gis konsesjon til vindkraft på Storkollen.",
        attachments=("Konsesjonssøknad - sammendrag", "Merknader fra høringen", "Støysonekart"),
    ),
    Topic(
        title="Fylkesvei {road} gjennom {place} - utbedring og gang- og sykkelvei",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Fv. {road} har på denne strekningen dårlig bæreevne, smal skulder og flere ulykker med personskade de siste ti årene.",
            "Prosjektet er kostnadsberegnet til {mill} millioner kroner. Strekningen er {percent} kilometer lang.",
            "Grunnerverv berører {count} eiendommer. Asfaltering kan tidligst starte sommeren {next}.",
        ),
        assessment=(
            "Utbedringen er høyt prioritert i transportplanen, og gir bedre trafikksikkerhet for barn og unge.",
        ),
        points=(
            "Prosjektet gjennomføres innenfor en ramme på {mill} millioner kroner.",
            "Fartsgrensen settes ned til 50 km/t gjennom tettstedet i anleggsperioden.",
        ),
        proposal="Det bygges fortau på begge sider av vegen.",
        attachments=("Tegningshefte", "Kostnadsoverslag"),
    ),
    Topic(
        title="Søknad om løyve til persontransport i {place}",
        area=Area.TRANSPORT,
        route=COMMITTEE,
        facts=(
            "Et selskap søker om løyve for rutegående persontransport. Ruta er på {count} kilometer og har tolv stoppesteder.",
            "Dagens operatør har uttalt at et nytt tilbud vil svekke grunnlaget for den offentlige ruta.",
        ),
        assessment=("Vilkårene i yrkestransportloven er oppfylt. Konkurransen med rute {road} er begrenset.",),
        points=("Selskapet gis løyve for fem år.", "Løyvet gjelder ikke lokale reiser innenfor {place}."),
        proposal="Søknaden avslås av hensyn til det offentlige rutetilbudet.",
    ),
    Topic(
        title="Regional plan for vannforvaltning - tiltak i vassdrag ved {place}",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Miljømålene er ikke nådd i {count} vannforekomster. Avrenning fra landbruk og spredte avløp er de viktigste årsakene.",
            "Kalking og fisketrapper er blant tiltakene. Kostnadene er {mill} millioner kroner fordelt på seks år.",
        ),
        assessment=("Kommunene må følge opp tilsyn med avløp. Kantsoner langs elva bør bevares.",),
        points=("Tiltaksprogrammet for {place} vedtas.", "Kommunene bes prioritere tilsyn med spredte avløp."),
        proposal="Tiltakene må finansieres fullt ut av staten.",
        attachments=("Tiltakstabell",),
    ),
    Topic(
        title="Eldrerådets innspill om kollektivtilbudet for eldre i {place}",
        area=Area.TRANSPORT,
        route=ADVICE,
        facts=(
            "Rådet har fått henvendelser om at holdeplasser i {place} mangler leskur og benker. Aldersvennlig transport gjør det mulig å bo lenger hjemme.",
            "{percent} prosent av innbyggerne i kommunen er over 67 år.",
        ),
        assessment=("Eldrerådet ser med uro på lange avstander til nærmeste holdeplass.",),
        points=("Eldrerådet ber om at bestillingstransporten utvides til også å gjelde helg.",),
        proposal="Rådet ber om gratis honnørbillett utenom rushtiden.",
    ),
    Topic(
        title="Universell utforming av holdeplasser og skyssbåt ved {place}",
        area=Area.TRANSPORT,
        route=(*ADVICE, *COMMITTEE),
        facts=(
            "Bare {percent} prosent av holdeplassene er universelt utformet. Kravene følger av likestillings- og diskrimineringsloven.",
        ),
        assessment=("Arbeidet bør samordnes med utbedringen av fv. {road}.",),
        points=("Holdeplassene i {place} prioriteres.", "Det settes av {small} kroner årlig."),
        proposal="Det settes en frist for alle holdeplasser i {next}.",
    ),
    Topic(
        title="Klima- og energistrategi - handlingsdel for {place} og omland",
        area=Area.TRANSPORT,
        route=ALL_THREE,
        facts=(
            "Klimagassutslippene i fylket er redusert med {percent} prosent siden 2009. Veitrafikk utgjør den største delen.",
            "Flom og skred er de viktigste konsekvensene av et våtere klima i {place}.",
        ),
        assessment=("Tiltakene må være målbare, og fylkeskommunen bør gå foran med egne bygg og kjøretøy.",),
        points=("Handlingsdelen vedtas.", "Utslipp fra egen virksomhet skal halveres innen 2030."),
        proposal="Strategien suppleres med et mål om redusert flyreisevirksomhet.",
        attachments=("Klimabudsjett",),
    ),
    Topic(
        title="Utsatt vedlikehold av bruer - {place} bru og fv. {road}",
        area=Area.TRANSPORT,
        route=COMMITTEE_EXECUTIVE,
        facts=(
            "Spesialinspeksjonen viser skader på bærende konstruksjoner. Brua er nå stengt for kjøretøy over 3,5 tonn.",
            "Omkjøringen for tungtransport er {count} kilometer. Tømmernæringen er særlig berørt.",
        ),
        assessment=("Ny bru er rimeligere enn rehabilitering over en levetid på hundre år.",),
        points=(
            "Ny bru prosjekteres med oppstart i {next}.",
            "Midlertidig bru settes opp dersom kostnaden er under {mill} millioner kroner.",
        ),
        proposal="Rehabilitering av dagens bru utredes på nytt.",
        attachments=("Inspeksjonsrapport",),
    ),
)
