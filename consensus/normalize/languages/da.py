"""Danish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="da",
    name="Danish",
    scripts="latin",
    number_style="comma",
    traits="hours_24 word_before_time dotted_dates ordinal_point fixed_order",
    abbreviations="osv etc o.lign m.m m.v o.l",
    titles=(
        "dr prof hr fr sct skt f.eks fx bl.a d.v.s dvs ca nr kap fig tab bl jf ift evt inkl ekskl pga p.g.a mht "
        "m.h.t vedr tlf stk bilag s art afs maks min red udg bd vha v.h.a f.o.m t.o.m"
    ),
    labels="afsnit kapitel figur tabel trin artikel",
    denies="ikke ej aldrig ingen intet ingenting ingensteds hverken nej ingenlunde",
    hints_denial=(
        "without=uden,~løs,~løst,~løse lack=mangl~,fravær~,fri_for only=kun,bare,udelukkende,alene,først "
        "rare=knap,næppe,sjældent,få except=undtagen,medmindre,bortset,undtag~,udeluk~,ellers "
        "avoid=undgå~,forhindr~,beskyt~,undlad~,forebyg~,hold_væk,afhold~,vogt "
        "stop=stop~,afbryd~,ophør~,annuller~,deaktiver~ refuse=nægt~,afvis~,afslå~ "
        "forbid=forbud~,forbyd~,forbudt,ulovlig~,utilladelig~,uvedkommende fail=mislyk~ "
        "un=umulig~,ugyldig~,ukendt~,unødvendig~,usandsynlig~,uændr~,ubegræns~,usikker~,"
        "uegn~,ubrugt~,ufuldstændig~,utilstrækkelig~,uafhængig~,utilfreds~,ubetalt~,uåbn~,"
        "uklar~,forkert~,uden_opsyn,usædvanlig~,omgående,øjeblikkelig~,uigenkaldelig~,inaktiv~ instead=stedet,snarere "
        "other=anden,andet,andre,anderledes,forskellig~ wrong=forkert~,dårlig~,falsk~ hard=svær~,vanskelig~ "
        "gone=mist~,tabt,væk empty=tom,tomt,nul limit=højst,mindst,maksim~,minim~,senest,op_til doubt=tvivl~ "
        "undone=ubeskyttet,ubeskyttede,uafsluttet,ubesvaret,ubehandlet,usigneret,ulæst"
    ),
    no_denial_pattern=(
        r"\bglem (?:\w+ ){0,2}ikke\b|\btøv (?:\w+ ){0,2}ikke\b|\bikke (?:glemme|tøve|undlade)\b|\bikke (?:kun|"
        r"bare|mindst)\b|\bikke senere end\b|\bintet andet end\b|\beller (?:ej|ikke)\b|\bikke sandt\b|"
        r"\bikke uden\b|\bintet problem\b"
    ),
    everyday=(
        "og at det i en som på er af for med til den har de ikke om et han men var jeg fra ved eller kan også skal "
        "når efter hvis blev"
    ),
    common=(
        "indstillinger gem annuller slet luk åbn tilbage næste søg hjælp ja nej side siden fil filer dag dage uge år "
        "ny nye rediger udskriv fejl advarsel adgangskode bruger tryk læs kontroller rengør vand dør vindue hus "
        "mennesker tid morgen går god dårlig stor lille tak velkommen før efter uden altid igen mere mindre første "
        "sidste køb betal pris vis tilføj send over under mellem hver alle eller men når hvor her er være skal denne "
        "dette også ikke fra til"
    ),
    number_words=(
        "nul en|et|én|ét|første to|anden|andet|begge|dobbelt|dobbelte|par tre|tredje fire|fjerde fem|femte "
        "seks|sjette syv|syvende otte|ottende ni|niende ti|tiende elleve|ellevte|elvte tolv|tolvte|dusin|middag "
        "tretten|trettende fjorten|fjortende femten|femtende seksten|sekstende sytten|syttende atten|attende "
        "nitten|nittende tyve|tyvende|snes tredive|tredivte fyrre|fyrretyve halvtreds|halvtredsindstyve "
        "tres|tresindstyve halvfjerds|halvfjerdsindstyve firs|firsindstyve halvfems|halvfemsindstyve "
        "hundrede|hundred|hundreder|hundredvis tusind|tusinde|tusinder|tusindvis"
    ),
    more_number_words=(
        "0.5=halv,halve,halvt,halvdelen 1.5=halvanden,halvandet 15=kvart,kvarter 30=halvtime 1000000=million,"
        "millioner 1000000000=milliard,milliarder +0=og"
    ),
    months=(
        "januar|jan februar|feb|febr marts|mar april|apr maj juni|jun juli|jul august|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "km/h=km/t,km/t.,kilometer_i_timen mm=millimeter~ cm=centimeter~ m=meter,meters km=kilometer~ "
        "inch=tomme,tommer foot=fod yard=yard~ mile=mil,miles,engelske_mil mg=milligram g=gram kg=kilogram,kilo "
        "t=ton,tons lb=pund oz=ounce,ounces l=liter,liters ml=milliliter s=sekund,sekunder,sek min=minut,minutter "
        "h=time,timer,timers day=dag,dage,dages,døgn week=uge,uger,ugers month=måned,måneder,måneders year=år,års "
        "V=volt W=watt kW=kilowatt kWh=kilowatttimer,kilowatttime bar=bar acre=acre~ ha=hektar gallon=gallon~ "
        "A=ampere Nm=newtonmeter °=grad,grader m2=kvadratmeter m3=kubikmeter"
    ),
    currency_words=(
        "dollar=dollar,dollars EUR=euro pound=pund JPY=yen CNY=yuan rupee=rupees,rupier krone=krone,kroner,kroners "
        "RUB=rubler PLN=zloty UAH=hryvnia lira=lira ILS=shekel franc=franc,schweizerfranc HUF=forint leu=lei KRW=won "
        "THB=baht VND=dong IDR=rupiah"
    ),
    scale_words="2=hundrede 3=tusind,tusinde 6=million,millioner,mio 9=milliard,milliarder,mia 12=billion,billioner",
    not_symbols="A t",
    opposites=(
        "venstre / højre; til tænd~ aktiver~ / fra sluk~ deaktiver~; åbn~ åben åbent åbne / luk lukk~ lukket lukkes; "
        "op opad / ned nedad; øvre øverst~ over ovenfor / nedre nederst~ under nedenfor; før inden / efter; mere "
        "flere / mindre færre; mindst minimum~ minimal~ / højst maksimum~ maksimal~; øg øge~ øges hæv~ / sænk~ "
        "reducer~ mindsk~ formindsk~; ind inde / ud ude; indvendig~ indre intern~ indeni / udvendig~ ydre ekstern~ "
        "udenfor; første først / sidste sidst; start~ begynd~ / stop~ stands~ afslut~ slut~; lås låse låses låst / "
        "lås_op låse_op; tilslut~ forbind~ / frakobl~ afbryd~; tilføj~ indsæt~ monter~ installer~ / fjern~ slet~ "
        "afmonter~ afinstaller~; skub~ tryk~ / træk~; varm~ hed hede / kold~ kølig~; våd~ fugtig~ / tør~; altid / "
        "aldrig; alle alt samtlige / ingen intet ingenting; med_uret / mod_uret; rød~ / grøn~ / blå~ / gul~ / hvid~ / "
        "sort~ / orange~ / brun~ / grå~ / lilla violet~ / lyserød~; plus / minus; nord~ / syd~ / øst~ / vest~; "
        "forreste front~ frem fremad forside~ / bageste bag~ tilbage bagside~; indgang~ input~ indløb~ / udgang~ "
        "output~ udløb~; vekselstrøm~ / jævnstrøm~; positiv~ / negativ~; tillad~ tilladt / forbud~ forbyd~ forbudt; "
        "kredit~ / debet~; brutto~ / netto~; import~ / eksport~; inklusive inkluder~ / eksklusive undtag~; accepter~ "
        "godkend~ / afvis~ afslå~; med / uden; høj~ / lav lave lavt lavere; lang~ længe~ / kort~; stor~ / lille små; "
        "hurtig~ / langsom~; fuld~ / tom tomme tomt; ny nyt nye / gammel gamle gammelt; tidlig~ / sen sent sene; dag "
        "dagen dage / nat natten nætter; morgen~ / aften~ eftermiddag~; dag / morgen / går; sand~ / falsk~; gyldig~ / "
        "ugyldig~; offentlig~ / privat~; vandret~ horisontal~ / lodret~ vertikal~; ankomst~ / afgang~ afrejse~; tung~ "
        "/ let lette; tyk~ / tynd~; bred~ / smal~; stram~ spænd~ / løsn~; vis vise~ vises / skjul~; upload~ / "
        "download~; køb~ / sælg~ solgt~; overskud~ fortjeneste~ / tab tabet underskud~; indtægt~ / udgift~; sikker~ / "
        "farlig~ usikker~; mand mænd mandlig~ / kvind~; lykkedes vellykket / mislykk~ mislykket; bedre bedst~ / værre "
        "dårligere værst~"
    ),
    parties=(
        "køber~ / sælger~; lejer~ / udlejer~; långiver~ / låntager~; licensgiver~ / licenstager~; arbejdsgiver~ / "
        "arbejdstager~ medarbejder~ lønmodtager~; kreditor~ / debitor~ skyldner~; sagsøger~ / sagsøgte~; "
        "forsikringsgiver~ forsikringsselskab~ / forsikringstager~ forsikrede~; afsender~ / modtager~; kunde~ / "
        "leverandør~; ordregiver~ / ordremodtager~; lærer~ / elev~ studerende; læge~ / patient~; forælder~ forældre~ "
        "/ barn~ børn~"
    ),
    duties="skal / kan",
    joins="og eller",
    joins_numbers=True,
    not_numbers=(
        "en et én ét første anden andet begge dobbelt dobbelte par dusin middag hundrede hundred hundreder hundredvis "
        "tusind tusinde tusinder tusindvis kvart halv halve halvt halvdelen og"
    ),
    clock=(
        "-30=halv_HOUR +15=kvart_over_HOUR +15=kvarter_over_HOUR -15=kvart_i_HOUR -15=kvarter_i_HOUR "
        "+M=klokken_MINUTE_over_HOUR +M=MINUTE_minutter_over_HOUR -M=klokken_MINUTE_i_HOUR -M=MINUTE_minutter_i_HOUR "
        "+0=klokken_HOURWORD 0:00=midnat"
    ),
    day_parts=(
        "morning=om_morgenen|morgenen|om_formiddagen|formiddagen|i_morges noon=midt_på_dagen "
        "afternoon=om_eftermiddagen|eftermiddagen|i_eftermiddag evening=om_aftenen|aftenen|i_aften "
        "night=om_natten|natten|i_nat"
    ),
    weekdays=(
        "mandag|mandagen|mandage|mandags tirsdag|tirsdagen|tirsdage|tirsdags onsdag|onsdagen|onsdage|onsdags "
        "torsdag|torsdagen|torsdage|torsdags fredag|fredagen|fredage|fredags lørdag|lørdagen|lørdage|lørdags "
        "søndag|søndagen|søndage|søndags"
    ),
    totals="sum total i_alt ialt subtotal delsum saldo",
    says_yes="ja sandt",
    says_no="nej falsk",
    small_words=(
        "og i er det at en et på som af for med til den har de ikke om han var jeg fra ved eller kan også skal når "
        "hvad noget nogen efter op nu gennem meget mig dig sig ud hvis blev kun igen brug bruges være bliver hver "
        "dag hvor hvordan mere end over under mellem inden uden før alle må lade tage vores deres hende hans os jer "
        "man ham sin sit sine denne dette disse der blive havde ville kunne skulle altid aldrig allerede mod siden "
        "selv bare godt alt først lige åbn luk tryk tænd sluk tænder stilles sæt tag brugeren indstillinger nej ja "
        "hvem hvilken indstillingerne kører kør kørende venligst åbne åbnes åbner lukke lukkes slukke slukket tænde "
        "tændt sprog hjælp mulighed tilgængelig nogle hvornår hvorfor måde uge uger endnu næste sidste selvom mens "
        "køb købe side vælg klik gem gemmes slet slettes angiv opret tilføj brugerens adgangskode kræves kræver "
        "øverst nederst højre venstre tilbage dets været blevet få får gør gøre siger mange flere både dog rigtig "
        "dansk din dit vi du del plus"
    ),
    letters="æøåé",
)
