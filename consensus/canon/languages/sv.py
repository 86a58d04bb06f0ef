"""Swedish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="sv",
    name="Swedish",
    denies="inte ej icke aldrig ingen inget inga ingenting ingenstans varken nej ingalunda",
    hints_denial=(
        "without=utan,~lös,~löst,~lösa lack=sakna~,brist~,avsaknad,fri_från,~fri,~fritt only=bara,endast,enbart,"
        "först rare=knappt,knappast,sällan,få except=förutom,utom,såvida,undantag~,undantagen,uteslut~,annars "
        "avoid=undvik~,förhindra~,skydda~,avstå~,förebygg~,håll_borta,akta stop=stopp~,avbryt~,upphör~,avslut~,"
        "inaktiver~,utgått,sluta~ refuse=vägra~,avvis~,avslå~,neka~,avböj~ forbid=förbjud~,förbud~,förbjöd,"
        "otillåt~,olaglig~,obehörig~ fail=misslyck~ un=o~ad,o~at,o~ade,o~bar,o~bart,o~bara,omöjlig~,ogiltig~,"
        "okänd~,onödig~,osannolik~,oförändr~,obegräns~,osäker~,olämplig~,oanvänd~,oförmög~,ofullständig~,"
        "otillräcklig~,oberoende,missnöj~,obetald~,oöppnad~,oklar~,felaktig~,obevakad~,ovanlig~,omedelbar~,"
        "oåterkallelig~,inaktiv~ instead=istället,stället,snarare other=annan,annat,andra,annorlunda,olik~ "
        "wrong=dålig~,falsk~ hard=svår~ gone=förlor~,borta,tappa~ empty=tom,tomt,noll limit=högst,minst,maxim~,"
        "minim~,senast,upp_till doubt=tvivl~"
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
    number_words=(
        "noll ett|en|första|förste två|andra|andre|båda|bägge|dubbel|dubbla|dubbelt|par tre|tredje fyra|fjärde "
        "fem|femte sex|sjätte sju|sjunde åtta|åttonde nio|nionde tio|tionde|tiotal|tiotals elva|elfte "
        "tolv|tolfte|dussin|middag tretton|trettonde fjorton|fjortonde femton|femtonde sexton|sextonde "
        "sjutton|sjuttonde arton|artonde|aderton nitton|nittonde tjugo|tjugonde|tjugotal trettio|trettionde "
        "fyrtio|fyrtionde femtio|femtionde sextio|sextionde sjuttio|sjuttionde åttio|åttionde nittio|nittionde "
        "hundra|hundratals|etthundra tusen|tusentals|ettusen"
    ),
    more_number_words={
        "halv": "0.5",
        "halva": "0.5",
        "halvt": "0.5",
        "hälften": "0.5",
        "kvart": "15",
        "miljon": "1000000",
        "miljoner": "1000000",
        "miljard": "1000000000",
        "miljarder": "1000000000",
    },
    months=(
        "januari|jan februari|feb|febr mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "mm=millimeter~ cm=centimeter~ m=meter,metern,meters km=kilometer~ inch=tum foot=fot yard=yard~ "
        "mile=mile,miles,engelska_mil mg=milligram g=gram kg=kilogram,kilo,kilon t=ton lb=pund oz=uns "
        "l=liter,litern,liters ml=milliliter s=sekund,sekunder,sek min=minut,minuter h=timme,timmar,timmars,tim "
        "day=dag,dagar,dagars,dygn week=vecka,veckor,veckors month=månad,månader,månaders year=år,års V=volt W=watt "
        "kW=kilowatt kWh=kilowattimmar,kilowattimme bar=bar acre=acre~ ha=hektar gallon=gallon~ A=ampere "
        "Nm=newtonmeter °=grad,grader m2=kvadratmeter m3=kubikmeter"
    ),
    currency_words=(
        "$=dollar EUR=euro GBP=pund JPY=yen CNY=yuan INR=rupier kr=krona,kronor,kronors CZK=koruna RUB=rubel "
        "PLN=zloty UAH=hryvnia TRY=lira ILS=shekel CHF=franc,schweizerfranc HUF=forint RON=lei KRW=won THB=baht "
        "VND=dong IDR=rupiah"
    ),
    scale_words=(
        "2=hundra 3=tusen,tkr 6=miljon,miljoner,miljoners,mn,mkr,milj 9=miljard,miljarder,md,mdr 12=biljon,biljoner"
    ),
    not_symbols="A h",
    opposites=(
        "vänster vänstra / höger högra; sätt_på slå_på aktiver~ / stäng_av slå_av inaktiver~ avaktiver~; öppn~ öppet "
        "öppen öppna / stäng~ stängd~ stängt; upp uppåt / ner ned nedåt; övre ovanför överst~ över / nedre undre "
        "nedanför underst~ under; före innan / efter; mer mera fler / mindre färre; minst minimum~ minimal~ / högst "
        "maximum~ maximal~; öka~ höj~ ökar / minska~ sänk~ reducer~; in inne inåt / ut ute utåt; inuti inre "
        "invändig~ intern~ insida~ / utanför yttre utvändig~ extern~ utsida~; första först / sista sist; start~ "
        "börja~ / stopp~ stanna~ sluta~ avsluta~ slut~; lås låsa låser låst~ / lås_upp låsa_upp; anslut~ koppla_in / "
        "koppla_från frånkoppla~; lägg_till tillsätt~ sätt_i montera~ installera~ / ta_bort avlägsna~ demontera~ "
        "avinstallera~ radera~; tryck~ skjut~ / dra drag dras; varm~ het heta hett / kall~ sval~; våt~ blöt~ fuktig~ "
        "/ torr~; alltid / aldrig; alla allt samtliga / ingen inga inget ingenting; medurs / moturs; röd~ rött / "
        "grön~ / blå~ blått / gul~ / vit~ / svart~ / orange~ / brun~ / grå~ grått / lila violett~ / rosa; plus / "
        "minus; norr~ nord~ / söder~ syd~ söd~ / öst~ / väst~; främre fram framåt framsida~ / bakre bak bakåt "
        "baksida~; ingång~ inmatning~ inlopp~ / utgång~ utmatning~ utlopp~; växelström~ växelspänning~ / likström~ "
        "likspänning~; positiv~ / negativ~; tillåt~ tillåts / förbjud~ förbjöd~; kredit~ / debet~ debit~; brutto~ / "
        "netto~; import~ / export~; inklusive inkluder~ / exklusive exkluder~ undantag~; accepter~ godkän~ godta~ / "
        "avvisa~ avslå~ neka~; med / utan; hög~ höga / låg~; lång~ / kort~; stor~ / liten litet lilla små; snabb~ / "
        "långsam~; full~ / tom tomt tomma; ny nytt nya / gammal gamla gammalt; tidig~ / sen sent sena; dag dagen "
        "dagar / natt natten nätter; morgon~ / kväll~ eftermiddag~; idag / imorgon / igår; sann~ sant / falsk~; "
        "giltig~ / ogiltig~; offentlig~ / privat~; horisontell~ vågrät~ / vertikal~ lodrät~; ankomst~ / avgång~ "
        "avresa~; tung~ / lätt~; tjock~ / tunn~; bred~ / smal~; dra_åt / lossa~; visa~ / dölj~; ladda_upp / "
        "ladda_ner; köp köpa köper köpt~ / sälj~ sålt~; vinst~ / förlust~; inkomst~ intäkt~ / utgift~ kostnad~; "
        "säker~ / farlig~ osäker~; man män manlig~ / kvinn~; lyckad~ lyckas lyckades / misslyck~; bättre bäst~ / "
        "sämre sämst~"
    ),
    parties=(
        "köpare~ / säljare~; hyresgäst~ / hyresvärd~; långivare~ / låntagare~; licensgivare~ / licenstagare~; "
        "arbetsgivare~ / arbetstagare~ anställd~; borgenär~ / gäldenär~; kärande~ / svarande~; försäkringsgivare~ / "
        "försäkringstagare~ försäkrad~; avsändare~ / mottagare~; kund~ / leverantör~; uppdragsgivare~ / "
        "uppdragstagare~; lärare~ / elev~ student~; läkare~ / patient~; förälder~ föräldrar~ / barn~"
    ),
    duties="måste ska skall bör / får kan",
    weekdays="måndag~ tisdag~ onsdag~ torsdag~ fredag~ lördag~ söndag~",
    joins="och eller",
)
