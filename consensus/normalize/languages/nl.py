"""Dutch."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="nl",
    name="Dutch",
    scripts="latin",
    number_style="comma",
    traits="hours_24 numbers_begin_words vowel_changes",
    abbreviations="enz etc e.d",
    titles=(
        "dhr mr mevr mw dr prof ir ing drs ds st jhr bijv bv d.w.z d.m.v i.p.v i.v.m o.a m.b.t m.n t.a.v t.o.v "
        "z.g.n vgl ca circa nr nrs afb fig blz p pp hfst tel incl excl max min resp vlg zgn evt ong jl b.v vs dl "
        "bldz"
    ),
    labels="sectie hoofdstuk figuur afbeelding tabel stap artikel bijlage deel",
    denies="niet geen nooit niemand niets nergens noch nee geenszins niks",
    hints_denial=(
        "without=zonder,~loos,~loze lack=ontbre~,gebrek~,mis,mist,vrij_van,~vrij only=alleen,enkel,slechts,"
        "uitsluitend,pas rare=nauwelijks,zelden,weinig except=behalve,tenzij,uitgezonderd,uitzondering~,"
        "uitgesloten,uitsluit~,anders avoid=vermijd~,voorkom~,bescherm~,onthoud~,weghoud~,uit_de_buurt,belet~ "
        "stop=stop~,staak~,annule~,beëindig~,verlopen,uitgeschakeld,uitschakel~,afbrek~ refuse=weiger~,afwijz~,"
        "afgewezen,ontken~ forbid=verbod~,verbied~,verboden,illega~,onbevoegd~,ongeoorloofd~ fail=mislukt~,"
        "mislukk~ un=on~d,on~de,on~baar,on~bare,onmogelijk~,ongeldig~,onbekend~,onnodig~,onwaarschijnlijk~,"
        "ongewijzigd~,onbeperkt~,onveilig~,ongeschikt~,ongebruikt~,onvolledig~,onvoldoende,onafhankelijk~,"
        "ontevreden~,onbetaald~,ongeopend~,onduidelijk~,onjuist~,inactief~,onbeheerd~,ongewoon~,onmiddellijk~,"
        "onherroepelijk~ instead=in_plaats,maar other=ander,andere,anderen,anders,verschil~ wrong=fout~,"
        "verkeerd~,slecht~ hard=moeilijk~,lastig gone=verlor~,verlies~,kwijt empty=leeg,lege,nul limit=maximaal,"
        "maximale,maximum,hoogstens,minstens,minimaal,ten_minste,uiterlijk,hooguit,tot_en_met doubt=twijfel~"
    ),
    no_denial_pattern=(
        r"\bniet (?:alleen|enkel|slechts)\b|\b(?:vergeet|aarzel|twijfel|verzuim) (?:\w+ ){0,2}niet\b|"
        r"\bniet (?:te )?(?:vergeten|aarzelen|verzuimen)\b|\bvergeet niet\b|\bniet later dan\b|"
        r"\bniets anders dan\b|\bof niet\b|\bal dan niet\b|\bgeen (?:probleem|twijfel|zorgen)\b|\bniet zonder\b|"
        r"\bnietwaar\b|\bmaak (?:u|je) geen\b"
    ),
    everyday=("de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar naar uit worden"),
    number_words=(
        "nul een|één|eerste twee|tweede|beide|dubbel|paar drie|derde vier|vierde vijf|vijfde zes|zesde zeven|zevende "
        "acht|achtste negen|negende tien|tiende|tientallen|tiental elf|elfde twaalf|twaalfde|dozijn|middag dertien "
        "veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig "
        "tachtig negentig honderd|honderden duizend|duizenden"
    ),
    common=(
        "instellingen opslaan annuleren verwijderen sluiten openen terug volgende zoeken ja nee pagina bestand "
        "bestanden dag dagen jaar jaren nieuw nieuwe bewerken afdrukken fout waarschuwing wachtwoord gebruiker "
        "druk lees lezen controleer schoonmaken water deur raam huis mensen tijd vandaag morgen gisteren goed "
        "slecht groot klein bedankt welkom voor na zonder altijd opnieuw meer minder eerste laatste kopen betalen "
        "prijs bestellen weergeven toevoegen verzenden over onder tussen elke alle maar als wanneer waar hier "
        "zijn wordt worden hebben kan moet deze dit die u uw wij niet ook week open man"
    ),
    more_number_words=(
        "0.25=kwart 0.5=half,halve,helft 0.75=driekwart 1.5=anderhalf,anderhalve 2=tweemaal 2.5=tweeënhalf 3=driemaal "
        "3.5=drieënhalf 12=middernacht 15=kwartier 30=halfuur 1000000=miljoen 1000000000=miljard"
    ),
    months=(
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "‰=promille mm=millimeter~ cm=centimeter~ km/h=kilometer_per_uur m=meter,meters km=kilometer~ inch=inch,"
        "duim foot=voet yard=yard~ mile=mijl,mijlen g=gram kg=kilogram,kilo t=ton lb=pond oz=ons l=liter,liters "
        "ml=milliliter~ s=seconde,seconden min=minuut,minuten h=uur,uren day=dag,dagen week=week,weken "
        "month=maand,maanden year=jaar,jaren V=volt W=watt kW=kilowatt acre=acre~ ha=hectare~ gallon=gallon~ "
        "A=ampère"
    ),
    currency_words=(
        "peso=peso dollar=dollar EUR=euro pound=pond JPY=yen CNY=yuan rupee=roepie krone=kroon,kronen RUB=roebel "
        "PLN=zloty UAH=hryvnia lira=lira ILS=sjekel franc=frank,franken"
    ),
    scale_words="3=duizend 6=miljoen,mln 9=miljard,mld,mrd 12=biljoen",
    not_symbols="A t",
    not_numbers="een één eerste beide dubbel paar middag dozijn tiental tientallen acht achtste",
    clock=(
        "-30+M=MINUTE_over_half_HOUR -30-M=MINUTE_voor_half_HOUR -30=half_HOUR +15=kwart_over_HOUR "
        "-15=kwart_voor_HOUR +M=om_MINUTE_over_HOUR -M=om_MINUTE_voor_HOUR +M=MINUTE_minuten_over_HOUR "
        "-M=MINUTE_minuten_voor_HOUR +0=HOURWORD_uur_precies 0:00=middernacht"
    ),
    day_parts=(
        "morning='s_morgens|’s_morgens|'s_ochtends|’s_ochtends|ochtend|vanochtend|vanmorgen|voormiddag "
        "noon='s_middags_om_twaalf afternoon='s_middags|’s_middags|middag|vanmiddag|namiddag "
        "evening='s_avonds|’s_avonds|avond|vanavond night='s_nachts|’s_nachts|nacht|vannacht"
    ),
    opposites=(
        "links linker~ linkse / rechts rechter~ rechtse; aan in inschakel~ ingeschakeld~ activeer~ activer~ / uit "
        "uitschakel~ uitgeschakeld~ deactiveer~ deactiver~; open~ opent / sluit~ gesloten dicht; omhoog naar_boven / "
        "omlaag naar_beneden; boven bovenste bovenkant / onder onderste onderkant beneden; voor voordat / na nadat; "
        "meer / minder; minimaal minimale minimum minstens tenminste ten_minste / maximaal maximale maximum "
        "hoogstens ten_hoogste; verhog~ verhoog~ stijg~ vermeerder~ / verlag~ verlaag~ daal~ dalen verminder~; in "
        "binnen intern~ / uit buiten extern~; eerst~ / laatst~; start~ begin~ begon~ / stop~ eindig~ einde "
        "beëindig~; vergrendel~ / ontgrendel~; verbind~ verbonden aansluit~ aangesloten / ontkoppel~ loskoppel~ "
        "losgekoppeld; toevoeg~ toegevoegd~ plaats~ installeer~ installer~ monteer~ / verwijder~ demonteer~; duw~ "
        "druk~ / trek~; warm~ heet hete / koud~ koel~; nat natte vochtig~ / droog~ droge; altijd / nooit; alle "
        "allemaal alles iedereen / geen niemand niets; met_de_klok_mee rechtsom / tegen_de_klok_in linksom; rood "
        "rode / groen~ / blauw~ / geel gele / wit witte / zwart~ / oranje / bruin~ / grijs grijze / paars~ violet~ / "
        "roze; plus / minus min; noord~ / zuid~ / oost~ / west~; voorste voorkant vooruit vooraan / achterste "
        "achterkant achteruit achteraan; ingang~ invoer~ / uitgang~ uitvoer~; wisselstroom~ / gelijkstroom~; "
        "positie~ / negatie~; toegestaan toestaan / verbod~ verbied~; krediet credit~ / debet debit~; bruto~ / "
        "netto~; import~ invoer~ / export~ uitvoer~; inclusief / exclusief; accepteer~ accepter~ aanvaard~ / weiger~ "
        "afwijz~ afgewezen; met / zonder; hoog hoge hoger / laag lage lager; lang lange langer / kort korte korter; "
        "groot grote groter~ / klein~; snel~ / langzaam langzame langzamer traag; vol volle / leeg lege; nieuw~ / "
        "oud oude; vroeg~ / laat late later; dag dagen / nacht nachten; ochtend~ morgens / avond~ middag~; vandaag / "
        "morgen / gisteren; waar juist~ / onwaar onjuist~; geldig~ / ongeldig~; openbaar openbare publiek~ / privé~; "
        "horizonta~ / vertica~; aankomst~ / vertrek~; zwaar zware / licht lichte; dik dikke / dun dunne; breed brede "
        "/ smal smalle; aandraai~ vastdraai~ vast / losdraai~ los; toon~ tonen weergeven / verberg~; upload~ / "
        "download~; koop~ kocht / verkoop~ verkocht; winst~ / verlies~; inkomsten / uitgaven; veilig~ / gevaarlijk~ "
        "onveilig~; man mannen mannelijk~ / vrouw~; gelukt geslaagd~ succes~ / mislukt~; beter~ beste / slechter~ "
        "slechtste"
    ),
    parties=(
        "koper~ / verkoper~; huurder~ / verhuurder~; kredietgever~ leninggever~ uitlener~ / kredietnemer~ "
        "leningnemer~ lener~; licentiegever~ / licentienemer~; werkgever~ / werknemer~; schuldeiser~ / schuldenaar "
        "schuldenaren; eiser~ / gedaagde~ verweerder~; verzekeraar~ / verzekerde~ verzekeringnemer~; afzender~ / "
        "ontvanger~ geadresseerde~; klant~ / leverancier~; opdrachtgever~ / opdrachtnemer~; leraar leraren docent~ / "
        "leerling~; arts~ dokter~ / patiënt~; ouder~ / kind kinderen"
    ),
    duties="moet moeten / mag mogen kan kunnen",
    weekdays=(
        "maandag|maandags dinsdag|dinsdags woensdag|woensdags donderdag|donderdags vrijdag|vrijdags "
        "zaterdag|zaterdags zondag|zondags"
    ),
    joins="en of",
    totals="totaal totalen subtotaal som saldo eindtotaal totaalbedrag",
    says_yes="ja waar",
    says_no="nee neen onwaar",
    small_words=(
        "de het een van en in is dat op te zijn voor met die niet aan er om ook als dan maar bij door uit naar tot "
        "over of wordt worden heeft hebben kan kunnen moet moeten deze dit wat waar wie hoe al nog geen u uw wij zij "
        "hij je jij onder tussen zonder na elke alle dag dagen was waren want wil mag staan den der des af po per "
        "last lift los les"
    ),
    letters="áéèëïíóöüú",
    number_joints="en|ën",
)
