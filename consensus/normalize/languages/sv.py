"""Swedish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="sv",
    name="Swedish",
    scripts="latin",
    number_style="space",
    traits="hours_24 word_before_time fixed_order",
    abbreviations="osv etc m.m o.d o.dyl",
    titles=(
        "dr prof hr fr st bl.a blaa t.ex tex d.v.s dvs s.k sk fr.o.m t.o.m f.d f.n m.a.o p.g.a pga t.v i.o.m e.d "
        "ev ca resp inkl exkl nr fig bil kap avd jfr jmf ang max st.f tel sid tab bl forts vol uppl red"
    ),
    labels="avsnitt kapitel figur tabell steg artikel bilaga",
    denies="inte ej icke aldrig ingen inget inga ingenting ingenstans varken nej ingalunda",
    hints_denial=(
        "without=utan,~lös,~löst,~lösa lack=sakna~,brist~,avsaknad,fri_från only=bara,endast,enbart,först "
        "rare=knappt,knappast,sällan,få except=förutom,utom,såvida,undantag~,undantagen,uteslut~,annars "
        "avoid=undvik~,förhindra~,skydda~,avstå~,förebygg~,håll_borta,akta "
        "stop=stopp~,avbryt~,upphör~,avslut~,inaktiver~,sluta~ refuse=vägra~,avvis~,avslå~,neka~,avböj~ "
        "forbid=förbjud~,förbud~,förbjöd,otillåt~,olaglig~,obehörig~ fail=misslyck~ "
        "un=omöjlig~,ogiltig~,okänd~,onödig~,osannolik~,oförändr~,obegräns~,osäker~,"
        "olämplig~,oanvänd~,oförmög~,ofullständig~,otillräcklig~,oberoende,missnöj~,"
        "obetald~,oöppnad~,oklar~,felaktig~,obevakad~,ovanlig~,omedelbar~,oåterkallelig~,inaktiv~,oåtkomlig~ "
        "instead=istället,stället,snarare other=annan,annat,andra,annorlunda,olik~ wrong=dålig~,falsk~ hard=svår~ "
        "gone=förlor~,borta,tappa~ empty=tom,tomt,noll limit=högst,minst,maxim~,minim~,senast,upp_till doubt=tvivl~ "
        "undone=oskyddad~,oskyddat,obehandla~,oskada~,oavslutad~,obesvara~,oläst~,osignera~"
    ),
    no_denial_pattern=(
        r"\b(?:glöm|tveka|missa) (?:\w+ ){0,2}inte\b|\binte (?:glömma|tveka|missa)\b|\binte (?:bara|endast|"
        r"minst)\b|\binte senare än\b|\b(?:inget|ingenting) annat än\b|\beller inte\b|\binte sant\b|"
        r"\binga problem\b|\binte utan\b"
    ),
    everyday=(
        "och att det i en som på är av för med till den har de inte om ett han men var jag från vid eller kan också "
        "ska när"
    ),
    common=(
        "inställningar spara avbryt radera stäng öppna tillbaka nästa sök hjälp ja nej sida sidan fil filer dag dagar "
        "vecka år ny nya redigera skriv fel varning lösenord användare tryck läs kontrollera rengör vatten dörr "
        "fönster hus människor tid idag imorgon igår bra dålig stor liten tack välkommen före efter utan alltid igen "
        "mer mindre första sista köp betala pris visa lägg skicka över under mellan varje alla eller men när var här "
        "är vara måste denna detta också inte från till"
    ),
    number_words=(
        "noll ett|en|första|förste två|andra|andre|båda|bägge|dubbel|dubbla|dubbelt|par tre|tredje fyra|fjärde "
        "fem|femte sex|sjätte sju|sjunde åtta|åttonde nio|nionde tio|tionde|tiotal|tiotals elva|elfte "
        "tolv|tolfte|dussin|middag tretton|trettonde fjorton|fjortonde femton|femtonde sexton|sextonde "
        "sjutton|sjuttonde arton|artonde|aderton nitton|nittonde tjugo|tjugonde|tjugotal trettio|trettionde "
        "fyrtio|fyrtionde femtio|femtionde sextio|sextionde sjuttio|sjuttionde åttio|åttionde nittio|nittionde "
        "hundra|hundratals|etthundra tusen|tusentals|ettusen"
    ),
    more_number_words=(
        "0.5=halv,halva,halvt,hälften 15=kvart 30=halvtimme,halvtimmen 1000000=miljon,miljoner 1000000000=miljard,"
        "miljarder"
    ),
    months=(
        "januari|jan februari|feb|febr mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "km/h=km/tim,kilometer_i_timmen mm=millimeter~ cm=centimeter~ m=meter,metern,meters km=kilometer~ inch=tum "
        "foot=fot yard=yard~ mile=mile,miles,engelska_mil mg=milligram g=gram kg=kilogram,kilo,kilon t=ton lb=pund "
        "oz=uns l=liter,litern,liters ml=milliliter s=sekund,sekunder,sek min=minut,minuter "
        "h=timme,timmar,timmars,tim day=dag,dagar,dagars,dygn week=vecka,veckor,veckors month=månad,månader,månaders "
        "year=år,års V=volt W=watt kW=kilowatt kWh=kilowattimmar,kilowattimme bar=bar acre=acre~ ha=hektar "
        "gallon=gallon~ A=ampere Nm=newtonmeter °=grad,grader m2=kvadratmeter m3=kubikmeter"
    ),
    currency_words=(
        "dollar=dollar EUR=euro pound=pund JPY=yen CNY=yuan rupee=rupier krone=krona,kronor,kronors RUB=rubel "
        "PLN=zloty UAH=hryvnia lira=lira ILS=shekel franc=franc,schweizerfranc HUF=forint leu=lei KRW=won THB=baht "
        "VND=dong IDR=rupiah"
    ),
    scale_words=(
        "2=hundra 3=tusen,tkr 6=miljon,miljoner,miljoners,mn,mkr,milj 9=miljard,miljarder,md,mdr 12=biljon,biljoner"
    ),
    not_symbols="A",
    opposites=(
        "vänster vänstra / höger högra; sätt_på slå_på aktiver~ / stäng_av slå_av inaktiver~ avaktiver~; öppn~ öppet "
        "öppen öppna / stäng~ stängd~ stängt; upp uppåt / ner ned nedåt; övre ovanför överst~ över / nedre undre "
        "nedanför underst~ under; före innan / efter; mer mera fler / mindre färre; minst minimum~ minimal~ / högst "
        "maximum~ maximal~; öka~ höj~ ökar / minska~ sänk~ reducer~; in inne inåt / ut ute utåt; inuti inre invändig~ "
        "intern~ insida~ / utanför yttre utvändig~ extern~ utsida~; första först / sista sist; start~ börja~ / stopp~ "
        "stanna~ sluta~ avsluta~ slut~; lås låsa låser låst~ / lås_upp låsa_upp; anslut~ koppla_in / koppla_från "
        "frånkoppla~; lägg_till tillsätt~ sätt_i montera~ installera~ / ta_bort avlägsna~ demontera~ avinstallera~ "
        "radera~; tryck~ skjut~ / dra drag dras; varm~ het heta hett / kall~ sval~; våt~ blöt~ fuktig~ / torr~; "
        "alltid / aldrig; alla allt samtliga / ingen inga inget ingenting; medurs / moturs; röd~ rött / grön~ / blå~ "
        "blått / gul~ / vit~ / svart~ / orange~ / brun~ / grå~ grått / lila violett~ / rosa; plus / minus; norr~ "
        "nord~ / söder~ syd~ söd~ / öst~ / väst~; främre fram framåt framsida~ / bakre bak bakåt baksida~; ingång~ "
        "inmatning~ inlopp~ / utgång~ utmatning~ utlopp~; växelström~ växelspänning~ / likström~ likspänning~; "
        "positiv~ / negativ~; tillåt~ tillåts / förbjud~ förbjöd~; kredit~ / debet~ debit~; brutto~ / netto~; import~ "
        "/ export~; inklusive inkluder~ / exklusive exkluder~ undantag~; accepter~ godkän~ godta~ / avvisa~ avslå~ "
        "neka~; med / utan; hög~ höga / låg~; lång~ / kort~; stor~ / liten litet lilla små; snabb~ / långsam~; full~ "
        "/ tom tomt tomma; ny nytt nya / gammal gamla gammalt; tidig~ / sen sent sena; dag dagen dagar / natt natten "
        "nätter; morgon~ / kväll~ eftermiddag~; idag / imorgon / igår; sann~ sant / falsk~; giltig~ / ogiltig~; "
        "offentlig~ / privat~; horisontell~ vågrät~ / vertikal~ lodrät~; ankomst~ / avgång~ avresa~; tung~ / lätt~; "
        "tjock~ / tunn~; bred~ / smal~; dra_åt / lossa~; visa~ / dölj~; ladda_upp / ladda_ner; köp köpa köper köpt~ / "
        "sälj~ sålt~; vinst~ / förlust~; inkomst~ intäkt~ / utgift~ kostnad~; säker~ / farlig~ osäker~; man män "
        "manlig~ / kvinn~; lyckad~ lyckas lyckades / misslyck~; bättre bäst~ / sämre sämst~"
    ),
    parties=(
        "köpare~ / säljare~; hyresgäst~ / hyresvärd~; långivare~ / låntagare~; licensgivare~ / licenstagare~; "
        "arbetsgivare~ / arbetstagare~ anställd~; borgenär~ / gäldenär~; kärande~ / svarande~; försäkringsgivare~ / "
        "försäkringstagare~ försäkrad~; avsändare~ / mottagare~; kund~ / leverantör~; uppdragsgivare~ / "
        "uppdragstagare~; lärare~ / elev~ student~; läkare~ / patient~; förälder~ föräldrar~ / barn~"
    ),
    duties="måste ska skall bör / får kan",
    joins="och eller",
    joins_numbers=True,
    not_numbers=(
        "ett en första förste andra andre båda bägge dubbel dubbla dubbelt par tiotal tiotals dussin middag hundra "
        "hundratals etthundra tusen tusentals ettusen tjugotal kvart halv halva halvt hälften"
    ),
    clock=(
        "-30=halv_HOUR +15=kvart_över_HOUR -15=kvart_i_HOUR +M=klockan_MINUTE_över_HOUR +M=MINUTE_minuter_över_HOUR "
        "-M=klockan_MINUTE_i_HOUR -M=MINUTE_minuter_i_HOUR +0=klockan_HOURWORD 0:00=midnatt"
    ),
    day_parts=(
        "am=fm|f\\.m\\. pm=em|e\\.m\\. morning=på_morgonen|morgonen|på_förmiddagen|förmiddagen|i_morse|imorse "
        "noon=mitt_på_dagen afternoon=på_eftermiddagen|eftermiddagen evening=på_kvällen|kvällen|i_kväll|ikväll "
        "night=på_natten|natten|i_natt|inatt"
    ),
    weekdays=(
        "måndag|måndagen|måndagar|måndags tisdag|tisdagen|tisdagar|tisdags onsdag|onsdagen|onsdagar|onsdags "
        "torsdag|torsdagen|torsdagar|torsdags fredag|fredagen|fredagar|fredags lördag|lördagen|lördagar|lördags "
        "söndag|söndagen|söndagar|söndags"
    ),
    totals="summa totalt total delsumma saldo",
    says_yes="ja sant",
    says_no="nej falskt",
    small_words=(
        "och i är det att en ett på som av för med till den har de inte om han var jag från vid eller kan också ska "
        "skall när vad något någon några efter upp nu genom mycket mig dig sig ut blev bara igen använd används vara "
        "blir varje dag hur endast mer än över under mellan inom utan före innan alla måste låt ta vår deras henne "
        "hans oss er man honom sin sitt sina denna detta dessa där bli hade ville kunde skulle alltid aldrig redan "
        "mot sedan själv allt först öppna stäng tryck slå sätt användaren inställningar nej ja vem vilken två sju "
        "tjugo hon dem inställningarna kör startar vänligen öppnar stänga släcka tända språk hjälp möjlighet "
        "tillgänglig varför vecka veckor ännu nästa senaste medan köp sida välj klicka spara radera ange skapa lägg "
        "lösenord krävs kräver överst nederst höger vänster tillbaka dess varit blivit få får gör göra säger många "
        "flera både dock riktig svensk din ditt vi du del plus in het per går når last"
    ),
    letters="åäöé",
)
