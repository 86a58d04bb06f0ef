"""Romanian."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="ro",
    name="Romanian",
    scripts="latin",
    number_style="comma",
    traits=(
        "hours_24 am_is_a_word word_before_time dotted_dates trimesters denies_twice declines_names vowel_changes "
        "fixed_order"
    ),
    abbreviations="etc ș.a ş.a ș.a.m.d ş.a.m.d",
    titles=(
        "dl dna dnul dlui dra dr prof ing av arh conf lect sf gen col nr art alin lit pag p pct fig tab cap vol ex "
        "de.ex cca aprox max min incl excl str bd bl sc ap jud tel mun com ed op cf v resp"
    ),
    labels="secțiunea capitolul figura tabelul pasul articolul anexa",
    denies="nu niciodată nimeni nimic niciun nicio niciunul niciuna niciunui niciunei nicidecum nicăieri nici nimănui",
    denies_pattern=r"\bn-(?:a|am|ai|ar|au|aș|aţi|ați|avea|o|ați)\b|\bne(?:trebui|fiind|având|putând)\w*",
    hints_denial=(
        "without=fără lack=lips~,absen~,duce_lipsă,scutit~ only=doar,numai,decât,exclusiv,abia,singur~ "
        "rare=abia,rareori,puțin,rar "
        "except=excepți~,exceptând,afara,în_afară,exclud~,exclus~,altfel,cu_excepția,dacă_nu "
        "avoid=evit~,împiedic~,protej~,preven~,abțin~,feri~,feriți,departe "
        "stop=încet~,opri~,anul~,întrerup~,dezactiv~ refuse=refuz~,respin~,neg~,declin~ "
        "forbid=interzi~,ilegal~,nelegal~,neautorizat~,nepermis~ fail=eșu~,eşu~,eșec~ "
        "un=in~bil,in~bilă,im~bil,im~bilă,ne~at,ne~ată,ne~ate,ne~ați,ne~it,ne~ită,"
        "inexist~,imposibil~,invalid~,nevalid~,necunoscut~,inutil~,improbabil~,"
        "neschimbat~,nelimitat~,nesigur~,nepotrivit~,neutilizat~,incapabil~,incomplet~,"
        "insuficient~,independent~,nemulțumit~,neplătit~,nedeschis~,neclar~,incorect~,"
        "inactiv~,imediat~,irevocabil~,neobișnuit~,inadecvat~,indisponibil~,incompatibil~,"
        "inaccesibil~,nesupravegheat~,necesar~ instead=loc,ci other=alt,altă,alte,alți,altul,diferit~ "
        "wrong=greșit~,rău,fals~ hard=greu,dificil~ gone=pierd~,pierdut~ empty=gol,goală,zero "
        "limit=cel_mult,cel_puțin,maxim~,minim~,cel_târziu too=prea doubt=îndoi~"
    ),
    no_denial_pattern=(
        r"\bnu (?:uita\w*|ezita\w*|vă faceți griji|pregeta\w*|omite\w*)\b|\bsă nu (?:uit\w+|ezit\w+)\b|"
        r"\bnu (?:doar|numai)\b|\bnu mai (?:târziu|devreme) (?:de|decât)\b|\bnimic altceva\b|\bsau nu\b|"
        r"\bnu-i așa\b|\bpână (?:când )?nu\b|\bnu fără\b|\bn-ai pentru ce\b|\bcu nimic\b"
    ),
    everyday=(
        "și în de la a cu pe nu că din este o pentru un mai sau se să care au fost cel dar prin sunt după ce ale al "
        "îi înainte fi"
    ),
    common=(
        "setări salvează salvare anulare șterge închide deschide înapoi următorul căutare ajutor da nu pagina fișier "
        "fișiere zi zile săptămână an ani nou nouă editare tipărire eroare avertisment parolă utilizator apăsați "
        "citiți verificați curățați apă ușă fereastră casă oameni timp azi mâine ieri bun rău mare mic mulțumim bine "
        "înainte după fără mereu iar mai puțin primul ultimul cumpără preț afișează adaugă trimite peste sub între "
        "fiecare toate sau dar dacă când unde aici este sunt fi are trebuie această acest aceste pentru din care"
    ),
    number_words=(
        "zero unu|un|una|o|primul|prima|primului|primei|primele|primii|întâi "
        "doi|două|doilea|doua|ambele|ambii|ambelor|dublu|dublă|pereche trei|treilea|treia|triplu|tripla "
        "patru|patrulea|patra cinci|cincilea|cincea șase|şase|șaselea|șasea șapte|şapte|șaptelea|șaptea "
        "opt|optulea|opta nouă|nouălea|noua zece|zecelea|zecea|zecime unsprezece|unsprezecelea "
        "doisprezece|douăsprezece|duzină|amiază|prânz treisprezece paisprezece cincisprezece șaisprezece|şaisprezece "
        "șaptesprezece|şaptesprezece optsprezece nouăsprezece douăzeci treizeci patruzeci cincizeci șaizeci|şaizeci "
        "șaptezeci|şaptezeci optzeci nouăzeci sută|sute|suta|sutele mie|mii|mia|miile"
    ),
    more_number_words="0.25=sfert 0.5=jumătate,jumătatea 10=zeci 1000000=milion,milioane 1000000000=miliard,miliarde",
    months=(
        "ianuarie|ian februarie|feb|febr martie|mar|mart aprilie|apr mai iunie|iun iulie|iul august|aug "
        "septembrie|sep|sept octombrie|oct noiembrie|nov|noi decembrie|dec"
    ),
    unit_words=(
        "km/h=km/oră,kilometri_pe_oră mm=milimet~ cm=centimet~ m=metru,metri,metrul,metrului,metrilor km=kilomet~ "
        "inch=inch,inci,țol,țoli foot=picior,picioare yard=yard,yarzi mile=milă,mile mg=miligram~ "
        "g=gram,grame,gramul,gramelor kg=kilogram~,kil,kile t=tonă,tone,tonele,tonelor lb=livră,livre,livrelor "
        "oz=uncie,uncii l=litru,litri,litrul,litrilor ml=mililit~ s=secund~ "
        "min=minut,minute,minutul,minutelor,minutului h=oră,ore,orelor,orele,orei day=zi,zile,zilele,zilelor,zilei "
        "week=săptămân~ month=lună,luni,lunile,lunilor,lunii year=an,ani,anii,anilor,anul,anului V=volt,volți,volţi "
        "W=watt,wați,waţi kW=kilowatt,kilowați,kilowaţi kWh=kilowatt-oră,kilowatt-ore bar=bar,bari acre=acru,acri "
        "ha=hectar~ gallon=galon,galoane A=amper,amperi Nm=newton-metri,newtonmetri °=grad,grade "
        "m2=metri_pătrați,metru_pătrat m3=metri_cubi,metru_cub"
    ),
    currency_words=(
        "dollar=dolar,dolari,dolarul,dolarului,dolarilor EUR=euro pound=liră_sterlină,lire_sterline,lirelor_sterline "
        "JPY=yen,yeni CNY=yuan,yuani rupee=rupii,rupie krone=coroană,coroane,coroanelor RUB=rublă,ruble,rublelor "
        "PLN=zlot,zloți UAH=grivne lira=lire,liră ILS=șekel,șekeli franc=franc,franci,francilor HUF=forint,forinți "
        "leu=leu,lei,leului,leilor KRW=woni THB=bahți"
    ),
    scale_words=(
        "2=sute 3=mie,mii 6=milion,milioane,milioanele,mil 9=miliard,miliarde,miliardele,mld "
        "12=trilion,trilioane,bilion,bilioane"
    ),
    not_symbols="A",
    not_numbers=(
        "unu un una o primul prima primului primei primele primii întâi doilea doua ambele ambii ambelor dublu dublă "
        "pereche treilea treia patrulea patra cincilea nouă noua zeci zecime duzină amiază prânz sută sute suta "
        "sutele mie mii mia miile jumătate jumătatea sfert"
    ),
    clock=(
        "+30=(?:ora|orele)_HOUR_și_jumătate +15=(?:ora|orele)_HOUR_și_un_sfert -15=(?:ora|orele)_HOUR_fără_un_sfert "
        "-M=(?:ora|orele)_HOUR_fără_MINUTE +0=ora_HOURWORD 0:00=miezul_nopții"
    ),
    day_parts=(
        "morning=dimineața|dimineaţa|dimineață noon=prânz|amiază "
        "afternoon=după-amiaza|după-amiază|după_amiaza|după_amiază evening=seara|seară night=noaptea"
    ),
    opposites=(
        "stâng~ / drept~ dreapt~; porn~ aprind~ activ~ / opr~ sting~ dezactiv~; deschi~ deschis~ / închi~; sus urc~ / "
        "jos cobor~; superio~ deasupra / inferio~ dedesubt sub; înainte / după; mai_mult mai_mulți mai_multe / "
        "mai_puțin mai_puțini mai_puține; minim~ cel_puțin / maxim~ cel_mult; crește~ creșt~ măr~ ridic~ / reduc~ "
        "scad~ scăd~ micșor~ cobor~; înăuntru / afară; interior~ intern~ / exterior~ extern~; prim~ întâi / ultim~; "
        "porn~ încep~ start~ / opri~ termin~ încheie~ sfârși~; bloc~ încuia~ / debloc~ descuia~; conect~ / deconect~; "
        "adăug~ introduc~ instal~ mont~ / elimin~ scoat~ îndepărt~ șterg~ dezinstal~ demont~; împing~ apăs~ / trag~; "
        "cald~ fierbin~ / rece~ reci răcoros~; umed~ ud udă / uscat~; întotdeauna mereu / niciodată; toți toate tot "
        "fiecare / nimeni nimic niciun~ nicio; sensul_acelor în_sensul / sensul_invers în_sens_invers; roș~ / verde "
        "verzi / albastr~ / galben~ / alb albă albi albe / negr~ neagr~ / portocali~ / maro / gri / violet mov / roz; "
        "plus / minus; nord~ / sud~ / est estul estic~ / vest~; față frontal~ înainte / spate posterior~ înapoi; "
        "intrar~ intrăr~ / ieșir~; alternativ~ / continu~; pozitiv~ / negativ~; permi~ permis~ autoriz~ / interzi~; "
        "credit~ / debit~; brut~ / net netă nete; import~ / export~; includ~ inclu~ inclusiv / exclu~; accept~ aprob~ "
        "/ respin~ refuz~; cu / fără; înalt~ ridicat~ / scăzut~ joas~; lung~ / scurt~; mare mari / mic mică mici; "
        "repede rapid~ / încet lent~; plin~ / gol goală goale; nou nouă noi / vechi veche; devreme / târziu; zi ziua "
        "zile / noapte noaptea nopți; dimineaț~ / seara seară; azi astăzi / mâine / ieri; adevărat~ / fals~; valabil~ "
        "valid~ / invalid~; public~ / privat~; orizontal~ / vertical~; sosir~ / plecar~; greu grea grele / ușor "
        "ușoară ușoare; gros groasă / subțire; lat lată larg~ / îngust~; strân~ / slăbi~; afiș~ arat~ / ascund~; "
        "încarc~ / descarc~; cumpăr~ / vând~ vinde~ vânzar~; profit~ / pierder~; venit~ / cheltuiel~; sigur~ / "
        "periculos~; bărba~ masculin~ / femei~ feminin~; reuși~ succes~ / eșu~ eșec~; mai_bun~ / mai_rău mai_rea "
        "mai_slab~"
    ),
    parties=(
        "cumpărător~ / vânzător~; chiriaș~ locatar~ / proprietar~ locator~; împrumutător~ creditor~ / împrumutat~ "
        "debitor~; licențiator~ / licențiat~; angajator~ / angajat~ salariat~; creditor~ / debitor~; reclamant~ / "
        "pârât~; asigurător~ / asigurat~; expeditor~ / destinatar~; client~ / furnizor~; mandant~ / mandatar~; "
        "profesor~ / elev~ student~; medic~ doctor~ / pacient~; părin~ / copi~"
    ),
    duties="trebuie / poate pot puteți",
    weekdays=(
        "luni|lunea marți|marţi|marțea miercuri|miercurea joi|joia vineri|vinerea sâmbătă|sâmbăta duminică|duminica"
    ),
    joins="și şi sau",
    totals="total subtotal sumă suma sold",
    says_yes="da adevărat",
    says_no="nu fals",
    small_words=(
        "de și în la cu pe un o nu să care din pentru este sunt mai ca al a ale fi prin ar sau dar că după cum fără "
        "foarte când unde cine până tot toți toate toată nostru între contra alții înainte fiecare zi zile dată nou "
        "nouă trebuie poate pot apăsați deschideți închideți vă rog mulțumim prima ce se el ea ei ele lui lor noi "
        "voi mă te doar încă mereu apoi dacă are au acest această acesta aceasta acestea era fost si sa in pana "
        "vreau am face aici acum azi ieri mâine același niciodată ceva nimic nimeni mult puțin bine rău casa casă "
        "apă parte timp mare două doi trei noastră vostru plus pas ne"
    ),
    letters="ăâîșțşţ",
)
