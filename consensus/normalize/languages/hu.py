"""Hungarian."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="hu",
    name="Hungarian",
    scripts="latin",
    number_style="space",
    traits=("hours_24 am_is_a_word dotted_dates year_first ordinal_point one_plural_form denies_twice declines_names"),
    abbreviations="stb s.t.b",
    titles=(
        "dr prof ifj id özv szt ún u.n pl kb ca vö ill old o sz szám fej ábra tábl táb köt bek pont tel u út krt "
        "max min incl jún kft mb átl"
    ),
    labels="fejezet ábra táblázat lépés cikk melléklet",
    denies=(
        "nem ne sem se nincs nincsen nincsenek sincs sincsenek soha sohasem semmi semmit senki senkit senkinek sehol "
        "semelyik semmilyen semmiféle tilos nehogy"
    ),
    denies_pattern=r"\begyik sem\b",
    hints_denial=(
        "without=nélkül,nélküli,~talan,~telen,~atlan,~etlen,~tlan,~tlen,~mentes lack=hiány~,hiányz~ "
        "only=csak,csupán,kizárólag,mindössze,pusztán rare=alig,ritkán,kevés "
        "except=kivéve,kivétel~,hacsak,egyébként,különben,máskülönben,kizár~ "
        "avoid=elkerül~,megakadályoz~,megelőz~,óvj~,óva,véd~,tartózkod~,mellőz~,távol,kerülje,kerüljék,kerülni,"
        "kerülendő stop=abbahagy~,megszünt~,töröl~,leáll~,megszakít~ refuse=elutasít~,megtagad~,visszautasít~ "
        "forbid=tilos~,tilt~,tilal~,jogellenes~,illetéktelen~,jogosulatlan~ fail=sikertelen~,kudarc~,meghiúsul~ "
        "un=lehetetlen~,érvénytelen~,ismeretlen~,szükségtelen~,valószínűtlen~,"
        "változatlan~,korlátlan~,alkalmatlan~,képtelen~,hiányos~,elégtelen~,független~,"
        "elégedetlen~,helytelen~,inaktív~,azonnal~,haladéktalan~,szokatlan~ instead=helyett,hanem "
        "other=más,egyéb,eltér~,különböz~ wrong=rossz,hibás,hamis,téves hard=nehéz~ gone=elvesz~,elveszt~,elveszett "
        "empty=üres,nulla limit=legfeljebb,legalább,maxim~,minim~,legkésőbb too=túl doubt=kétel~,kétség~"
    ),
    no_denial_pattern=(
        r"\b(?:ne|nem) (?:felejts\w*|feledje\w*|felejtse\w*|habozz\w*|habozzon\w*|aggódj\w*)|\bel ne felejts\w*|"
        r"\bnem ?csak\b|\bnemcsak\b|\b(?:nem|ne) (?:később|korábban)\b|\bvagy (?:nem|sem|se)\b|"
        r"\bnem más(?:t)?,? mint\b|\bugye\b|\bsem(?:mi)? gond\b|\bnincs (?:gond|mit|baj)\b|"
        r"\bamíg [^,.]{0,40}nem\b|\bnem nélkül\b"
    ),
    everyday=(
        "a az és hogy nem egy van de meg ez csak vagy ha már mint el volt még kell azt lehet akkor ki minden után "
        "amely majd"
    ),
    common=(
        "beállítások mentés mégse törlés bezárás megnyitás vissza következő keresés súgó igen nem oldal fájl fájlok "
        "nap napok hét év új szerkesztés nyomtatás hiba figyelmeztetés jelszó felhasználó nyomja olvassa ellenőrizze "
        "tisztítsa víz ajtó ablak ház emberek idő ma holnap tegnap jó rossz nagy kicsi kérjük köszönjük előtt után "
        "nélkül mindig újra több kevesebb első utolsó vásárlás fizetés ár megjelenítés hozzáadás küldés felett alatt "
        "között minden vagy de ha amikor hol itt van lenni kell ez ezt is"
    ),
    number_words=(
        "nulla|nullát|zéró egy|egyik|első|elsőként|egyet|egyszer|elseje|elsején "
        "kettő|két|kettőt|kettőből|második|mindkét|mindkettő|pár|kétszer|kétszeres|dupla "
        "három|hármat|harmadik|háromszor|háromszoros|hárman négy|négyet|negyedik|négyszer|négyen "
        "öt|ötöt|ötödik|ötször|öten hat|hatot|hatodik|hatszor hét|hetet|hetedik|hétszer nyolc|nyolcat|nyolcadik "
        "kilenc|kilencet|kilencedik tíz|tízet|tizedik|tízszer|tizen tizenegy|tizenegyedik "
        "tizenkettő|tizenkét|tizenkettedik|tucat|dél|délben tizenhárom tizennégy tizenöt tizenhat tizenhét tizennyolc "
        "tizenkilenc húsz|huszon|huszadik|huszat harminc|harmincadik negyven|negyvenedik ötven|ötvenedik hatvan "
        "hetven nyolcvan kilencven száz|századik|százat|százak ezer|ezredik|ezret|ezrek"
    ),
    more_number_words=(
        "0.25=negyed 0.5=fél,felét,fele 1.5=másfél 15=negyedóra,negyedórát 30=félóra,félórát 1000000=millió,milliót "
        "1000000000=milliárd,milliárdot"
    ),
    months=(
        "január|januárjában|januárban|januári|januárig|januártól|jan "
        "február|februárjában|februárban|februári|februárig|februártól|febr "
        "március|márciusában|márciusban|márciusi|márciusig|márciustól|márc "
        "április|áprilisában|áprilisban|áprilisi|áprilisig|áprilistól|ápr "
        "május|májusában|májusban|májusi|májusig|májustól|máj "
        "június|júniusában|júniusban|júniusi|júniusig|júniustól|jún "
        "július|júliusában|júliusban|júliusi|júliusig|júliustól|júl "
        "augusztus|augusztusában|augusztusban|augusztusi|augusztusig|augusztustól|aug "
        "szeptember|szeptemberében|szeptemberben|szeptemberi|szeptemberig|szeptembertől|szept "
        "október|októberében|októberben|októberi|októberig|októbertől|okt "
        "november|novemberében|novemberben|novemberi|novemberig|novembertől|nov "
        "december|decemberében|decemberben|decemberi|decemberig|decembertől|dec"
    ),
    unit_words=(
        "km/h=km/ó,kilométer_per_óra mm=milliméter~ cm=centiméter~,centi "
        "m=méter,métert,méteres,méterre,méterrel,méterig,méternyi,méternél,méterről km=kilométer~ inch=hüvelyk~,coll "
        "foot=láb,lábat yard=yard~ mile=mérföld~ mg=milligramm~ g=gramm~,grammos "
        "kg=kilogramm~,kiló,kilót,kilós,kilóval,kilónál t=tonna,tonnát,tonnás,tonnával,tonnánál lb=font,fontot "
        "oz=uncia,unciát l=liter,litert,literes,literrel,literre,literig,liternyi,liternél ml=milliliter~ "
        "s=másodperc~,mp min=perc,percet,perces,percig,perccel,percen,percre,percenként,percnél,perce,percnyi "
        "h=óra,órát,órás,óráig,órával,órán,órára,óránként,óránál,órája,órányi "
        "day=nap,napot,napos,napig,nappal,napon,napra,naponként,napja,napnál,napi "
        "week=hét,hetet,hetes,hétig,héttel,héten,hétre month=hónap~ "
        "year=év,évet,éves,évig,évvel,éven,évre,évente,éve,évnél V=volt,voltos,voltot W=watt,wattos,wattot "
        "kW=kilowatt,kilowattos,kilowattot kWh=kilowattóra,kilowattórát bar=bar,baros,bart acre=acre,hold ha=hektár~ "
        "gallon=gallon~ A=amper,amperes,ampert Nm=newtonméter~ °=fok,fokos,fokot,fokon,fokra,fokig,foknál,fokkal "
        "m2=négyzetméter~ m3=köbméter~"
    ),
    currency_words=(
        "dollar=dollár~ EUR=euró~,euro pound=angol_font~,font,fontot,fontos,fontba,fontra,fonttal JPY=jen,jent,jenbe "
        "CNY=jüan~ rupee=rúpia,rúpiát krone=korona,koronát,koronás,koronába,koronára,koronával "
        "RUB=rubel,rubelt,rubeles PLN=zloty,złoty UAH=hrivnya,hrivnyát lira=líra,lírát ILS=sékel,sékelt "
        "franc=frank,frankot HUF=forint~,Ft leu=lej,lejt KRW=von,vont THB=baht,bahtot"
    ),
    scale_words=(
        "2=száz 3=ezer,ezret,ezres 6=millió,milliót,milliós 9=milliárd,milliárdot,milliárdos,Mrd,mrd 12=billió,billiót"
    ),
    not_symbols="A",
    opposites=(
        "bal balra baloldal~ / jobb jobbra jobboldal~; bekapcsol~ be / kikapcsol~ ki; nyis~ nyit~ kinyit~ nyitva / "
        "zár~ csuk~ bezár~ zárva; fel felfelé / le lefelé; felső~ fölött felett fent / alsó~ alatt lent; előtt~ "
        "előtte / után~ utána; több~ inkább / kevesebb~ kevésbé; minimum~ minimális~ legalább / maximum~ maximális~ "
        "legfeljebb; növel~ emel~ növek~ / csökken~ csökkent~; be befelé / ki kifelé; belül belső~ benn / kívül "
        "külső~ kinn; első~ először / utolsó~ utoljára; indít~ kezd~ elind~ megkezd~ / állít~ leállít~ befejez~ "
        "megáll~; zárol~ reteszel~ lezár~ / felold~ kireteszel~; csatlakoz~ csatlakoztat~ / leválaszt~; hozzáad~ "
        "behelyez~ telepít~ felszerel~ adjon / eltávolít~ töröl~ kivesz~ leszerel~ távolít~; tol tolja toljon nyomja "
        "nyomjon / húz~; meleg~ forró~ / hideg~ hűvös~; nedves~ vizes~ / száraz~; mindig / soha sohasem; minden~ "
        "összes~ / senki~ semmi~ egyik_sem; óramutató_járásával_megegyező~ / óramutató_járásával_ellentétes~; piros~ "
        "vörös~ / zöld~ / kék~ / sárga~ sárgá~ / fehér~ / fekete~ feketé~ / narancs~ / barna~ barná~ / szürke~ "
        "szürké~ / lila~ / rózsaszín~; plusz~ / mínusz~; észak~ / dél~ / kelet~ / nyugat~; elülső~ előre elöl / "
        "hátsó~ hátra hátul; bemenet~ bejárat~ / kimenet~ kijárat~; váltakozó~ váltó~ / egyen~; pozitív~ / negatív~; "
        "enged~ megenged~ szabad / tilt~ tilos; jóváír~ hitel~ / terhel~; bruttó~ / nettó~; import~ behoz~ / export~ "
        "kivitel~; beleért~ tartalmaz~ / kivéve kizár~; elfogad~ jóváhagy~ / elutasít~; együtt ~val / nélkül~; magas~ "
        "/ alacsony~; hosszú~ / rövid~; nagy~ / kis kicsi~ kisebb~; gyors~ / lassú~ lassan; tele teli / üres~; új új~ "
        "/ régi~; korán korai~ / későn késő~; nap nappal nappali~ / éjszaka~ éjjel~; reggel~ / este~ délután~; ma mai "
        "/ holnap~ / tegnap~; igaz~ / hamis~; érvényes~ / érvénytelen~; nyilvános~ / privát~ magán~; vízszintes~ / "
        "függőleges~; érkez~ / indul~; nehéz~ / könnyű~; vastag~ / vékony~; széles~ / keskeny~; meghúz~ szorít~ / "
        "lazít~; mutat~ megjelenít~ / elrejt~; feltölt~ / letölt~; vásárol~ vesz vesznek vett / elad~ ad_el; "
        "nyereség~ / veszteség~; bevétel~ / kiadás~; biztonságos~ / veszélyes~; férfi~ / nő női nők; siker~ sikerült "
        "/ sikertelen~ kudarc~; jobb~ legjobb~ / rosszabb~ legrosszabb~"
    ),
    parties=(
        "vevő~ vásárló~ / eladó~; bérlő~ / bérbeadó~ főbérlő~; kölcsönadó~ hitelező~ / kölcsönvevő~ adós~ "
        "hitelfelvevő~; licencadó~ / licencvevő~; munkáltató~ munkaadó~ / munkavállaló~ dolgozó~; hitelező~ / adós~; "
        "felperes~ / alperes~; biztosító~ / biztosított~; feladó~ küldő~ / címzett~ fogadó~; ügyfél~ ügyfel~ / "
        "szállító~ beszállító~; megbízó~ / megbízott~; tanár~ / diák~ tanuló~; orvos~ / beteg~ páciens~; szülő~ / "
        "gyerek~ gyermek~"
    ),
    duties="kell köteles / lehet szabad tud",
    joins="és vagy",
    endings=(
        "t ot at et öt ban ben ból ből ra re ról ről nál nél tól től hoz hez höz ig kor szor szer ször as es os ös an "
        "en ön on val vel nak nek ért dik adik edik odik ödik ik jét nyi féle"
    ),
    joins_numbers=True,
    not_numbers=(
        "egy egyik első elsőként egyet egyszer elseje elsején második mindkét mindkettő pár dupla kétszeres "
        "háromszoros hat hét hetet hetedik hatvan tucat dél délben negyed fél felét fele száz századik százat százak "
        "ezer ezredik ezret ezrek tíz tizen huszon"
    ),
    clock=(
        "-30=fél_HOUR(?:kor|tól|től|ig|ra|re)? -15=háromnegyed_HOUR(?:kor|tól|től|ig|ra|re)? "
        "-45=negyed_HOUR(?:kor|tól|től|ig|ra|re)? +0=HOURWORD_órakor +0=HOURWORD_órától 0:00=éjfélkor 12:00=délben"
    ),
    day_parts=(
        "am=de\\. pm=du\\. morning=reggel|reggeli|délelőtt|délelőtti|hajnali|hajnalban noon=délben "
        "afternoon=délután|délutáni evening=este|esti night=éjjel|éjszaka|éjjeli"
    ),
    weekdays=(
        "hétfő|hétfőn|hétfői|hétfőtől|hétfőig|hétfőnként kedd|kedden|keddi|keddtől|keddig "
        "szerda|szerdán|szerdai|szerdától|szerdáig csütörtök|csütörtökön|csütörtöki|csütörtöktől|csütörtökig "
        "péntek|pénteken|pénteki|péntektől|péntekig szombat|szombaton|szombati|szombattól|szombatig "
        "vasárnap|vasárnapi|vasárnaptól|vasárnapig"
    ),
    totals="összesen összeg részösszeg végösszeg egyenleg mindösszesen",
    says_yes="igen igaz",
    says_no="nem hamis",
    small_words="én ne be es le ra se sem is a az",
    letters="áéíóöőúüű",
)
