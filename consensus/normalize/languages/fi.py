"""Finnish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="fi",
    name="Finnish",
    scripts="latin",
    number_style="space",
    traits="hours_24 word_before_time dotted_dates ordinal_point declines_names",
    abbreviations="jne ym yms etc",
    titles=(
        "tri prof hra rva esim ts mm ns nk ks vrt n noin nro s ss kpl k kuv taul puh os art mom mk min maks sis ml "
        "lukien huom toim vrk p yo"
    ),
    labels="osa luku kuva taulukko vaihe artikla liite",
    denies=(
        "ei en et emme ette eivät älä älkää älköön älkööt älkäämme eikä enkä etkä emmekä ettekä eivätkä ettei etten "
        "ettemme etteivät älkäätkä eipä muttei jottei"
    ),
    hints_denial=(
        "without=ilman,~matta,~mättä,~ton,~tön,~tonta,~töntä,~ttoman,~ttömän,~ttomia,~ttömiä "
        "lack=puuttu~,puute~,loppunut,vailla,~vapaa only=vain,ainoastaan,pelkästään,vasta,yksinomaan "
        "rare=tuskin,harvoin,vähän "
        "except=paitsi,ellei~,ellen,lukuun_ottamatta,muuten,muutoin,poikkeu~,poissulje~,pois_lukien "
        "avoid=vält~,vältä~,estä~,esty~,suojaa~,suojat~,pidättäydy~,varo,varokaa,varottava,kaukana "
        "stop=lopet~,keskeyt~,peru~,lakka~,vanhentu~ refuse=kieltäyty~,hylkää,hylät~,hylätt~,evätä,evät~,torju~ "
        "forbid=kielle~,kielto~,kiello~,luvato~,luvatta,laito~,kieltä~,asiaton,asiattom~ fail=epäonnistu~ "
        "un=mahdoto~,epä~,tuntemato~,tarpeeto~,rajato~,kelpaamato~,välittömästi,riippumato~,väärä~,virheelli~,"
        "kykenemät~ instead=sijaan,sijasta,vaan other=muu,muut,muita,muun,toinen,eri,erilai~,muualle "
        "wrong=huono~,väärin hard=vaikea~ gone=menet~,kadon~,kado~ empty=tyhjä~,nolla "
        "limit=enintään,vähintään,korkeintaan,viimeistään,enimm~,vähimm~ too=liian doubt=epäil~"
    ),
    no_denial_pattern=(
        r"\b(?:älä|älkää) (?:unohda|unohtako|epäröi|epäröikö|huoli|huolehdi)\w*|\bei (?:vain|ainoastaan|"
        r"pelkästään|missään)\b|\beivät (?:vain|ainoastaan)\b|\b(?:tai|vai) (?:ei|älä)\b|\b(?:ei|eivät|"
        r"en) (?:\w+ )?myöhemmin kuin\b|\beikö niin\b|\beikö\w*|\bei muuta kuin\b"
    ),
    everyday=(
        "ja on ei se että oli hän joka mutta ovat kun myös tai jos sen voi niin kuin sekä ole jotka tämä mukaan vain "
        "kanssa ennen jälkeen"
    ),
    common=(
        "asetukset tallenna peruuta poista sulje avaa takaisin seuraava haku etsi ohje kyllä ei sivu tiedosto "
        "tiedostot päivä päivää viikko vuosi uusi muokkaa tulosta virhe varoitus salasana käyttäjä paina lue tarkista "
        "puhdista vesi ovi ikkuna talo ihmiset aika tänään huomenna eilen hyvä huono iso pieni kiitos tervetuloa "
        "ennen jälkeen ilman aina uudelleen enemmän vähemmän ensimmäinen viimeinen osta maksa hinta näytä lisää "
        "lähetä yli alla välillä joka kaikki tai mutta jos kun missä täällä on olla pitää tämä myös"
    ),
    number_words=(
        "nolla|nollan|nollaa yksi|yhden|yhtä|yhdessä|yhdestä|yhteen|yhdellä|yhdeltä|ensimmäinen|ensimmäisen|"
        "ensimmäistä|ensimmäisessä|ensimmäisenä|kerran "
        "kaksi|kahden|kahta|kahdessa|kahdesta|kahteen|kahdella|kahdelta|toinen|toisen|"
        "toisessa|molemmat|molempien|molempia|pari|kahdesti|kaksinkertainen "
        "kolme|kolmen|kolmea|kolmessa|kolmesta|kolmeen|kolmella|kolmelta|kolmas|kolmannen|kolmatta|kolmannessa|"
        "kolmesti neljä|neljän|neljää|neljässä|neljästä|neljään|neljällä|neljältä|neljäs|neljännen|neljättä "
        "viisi|viiden|viittä|viidessä|viidestä|viiteen|viidellä|viideltä|viides|viidennen "
        "kuusi|kuuden|kuutta|kuudessa|kuudesta|kuuteen|kuudella|kuudelta|kuudes|kuudennen "
        "seitsemän|seitsemää|seitsemässä|seitsemästä|seitsemään|seitsemällä|seitsemältä|seitsemäs "
        "kahdeksan|kahdeksaa|kahdeksassa|kahdeksasta|kahdeksaan|kahdeksalla|kahdeksalta|kahdeksas "
        "yhdeksän|yhdeksää|yhdeksässä|yhdeksästä|yhdeksään|yhdeksällä|yhdeksältä|yhdeksäs "
        "kymmenen|kymmentä|kymmenessä|kymmenestä|kymmeneen|kymmeneltä|kymmenes|kymmeniä|kymmenet "
        "yksitoista|yhdentoista|yhtätoista|yhdestoista "
        "kaksitoista|kahdentoista|kahtatoista|kahdestoista|tusina|tusinan|keskipäivä "
        "kolmetoista|kolmentoista|kolmeatoista neljätoista|neljäntoista|neljäätoista "
        "viisitoista|viidentoista|viittätoista kuusitoista|kuudentoista|kuuttatoista seitsemäntoista|seitsemäätoista "
        "kahdeksantoista|kahdeksaatoista yhdeksäntoista|yhdeksäätoista "
        "kaksikymmentä|kahdenkymmenen|kahtakymmentä|kahdessakymmenessä|kahdeskymmenes kolmekymmentä|kolmenkymmenen "
        "neljäkymmentä|neljänkymmenen viisikymmentä|viidenkymmenen kuusikymmentä|kuudenkymmenen "
        "seitsemänkymmentä|seitsemänkymmenen kahdeksankymmentä|kahdeksankymmenen yhdeksänkymmentä|yhdeksänkymmenen "
        "sata|sadan|sataa|sadassa|sadasta|sataan|satoja|sadat tuhat|tuhannen|tuhatta|tuhanteen|tuhansia|tuhannet"
    ),
    more_number_words=(
        "0.5=puoli,puolen,puolta,puolet 1.5=puolitoista,puolentoista 15=vartti,varttia,vartin 30=puolituntinen "
        "1000000=miljoona,miljoonaa,miljoonan 1000000000=miljardi,miljardia,miljardin"
    ),
    months=(
        "tammikuuta|tammikuu|tammikuun|tammikuussa|tammikuusta|tammikuuhun "
        "helmikuuta|helmikuu|helmikuun|helmikuussa|helmikuusta|helmikuuhun "
        "maaliskuuta|maaliskuu|maaliskuun|maaliskuussa|maaliskuusta|maaliskuuhun "
        "huhtikuuta|huhtikuu|huhtikuun|huhtikuussa|huhtikuusta|huhtikuuhun "
        "toukokuuta|toukokuu|toukokuun|toukokuussa|toukokuusta|toukokuuhun "
        "kesäkuuta|kesäkuu|kesäkuun|kesäkuussa|kesäkuusta|kesäkuuhun "
        "heinäkuuta|heinäkuu|heinäkuun|heinäkuussa|heinäkuusta|heinäkuuhun "
        "elokuuta|elokuu|elokuun|elokuussa|elokuusta|elokuuhun "
        "syyskuuta|syyskuu|syyskuun|syyskuussa|syyskuusta|syyskuuhun "
        "lokakuuta|lokakuu|lokakuun|lokakuussa|lokakuusta|lokakuuhun "
        "marraskuuta|marraskuu|marraskuun|marraskuussa|marraskuusta|marraskuuhun "
        "joulukuuta|joulukuu|joulukuun|joulukuussa|joulukuusta|joulukuuhun"
    ),
    unit_words=(
        "km/h=km/t,kilometriä_tunnissa mm=millimetri~ cm=senttimetri~,sentti,senttiä "
        "m=metri,metriä,metrin,metrissä,metristä,metriin km=kilometri~ inch=tuuma~ foot=jalka,jalkaa,jalan "
        "yard=jaardi~ mile=maili~ mg=milligramma~ g=gramma,grammaa,gramman kg=kilogramma~,kilo,kiloa,kilon,kilot "
        "t=tonni,tonnia,tonnin lb=pauna~,naula,naulaa oz=unssi~ l=litra,litraa,litran,litrassa,litraan,litrasta "
        "ml=millilitra~ s=sekunti~,sekunni~ min=minuut~ h=tunti,tuntia,tunnin,tunnissa,tunnista,tuntiin,tunnit "
        "day=päivä,päivää,päivän,päivässä,päivästä,päivään,vuorokau~ week=viikko,viikkoa,viikon,viikossa,viikosta "
        "month=kuukau~ year=vuosi,vuotta,vuoden,vuodessa,vuodesta,vuoteen,vuotias,vuotiaat V=voltti~,voltin "
        "W=watti,wattia,watin kW=kilowatti,kilowattia,kilowatin kWh=kilowattitunti~,kilowattitunnin "
        "bar=baari,baaria,baarin acre=eekkeri~ ha=hehtaari~ gallon=gallona~ A=ampeeri~ Nm=newtonmetri~ "
        "°=aste,astetta,asteen,asteessa,asteeseen m2=neliömetri~,neliötä m3=kuutiometri~,kuutiota"
    ),
    currency_words=(
        "dollar=dollari~ EUR=euro,euroa,euron,eurolla,eurosta,euroon,eurot,euroja pound=punta,puntaa,punnan,punnalla "
        "JPY=jeni,jeniä,jenin CNY=juan,juania,juanin rupee=rupia,rupiaa,rupian krone=kruunu~ RUB=rupla~ "
        "PLN=zloty,zlotya,zlotyn UAH=hryvnia~ lira=liira~ ILS=sekeli~ franc=frangi~ HUF=forint~ leu=leu,leuta "
        "KRW=won,wonia THB=baht,bahtia VND=dong,dongia"
    ),
    scale_words=(
        "2=sata,sataa 3=tuhat,tuhatta,tuhannen,tuhanteen 6=miljoona,miljoonaa,miljoonan,miljoonaan,milj "
        "9=miljardi,miljardia,miljardin,miljardiin,mrd 12=biljoona,biljoonaa,biljoonan"
    ),
    not_symbols="A t",
    opposites=(
        "vasen vasem~ / oikea~ oike~; päälle kytke~ käynnistä~ / pois sammuta~ katkaise~; avaa avat~ auki avoin~ "
        "avoim~ / sulje~ sulke~ kiinni suljet~; ylös ylöspäin / alas alaspäin; ylempi ylä~ yläpuol~ päällä / alempi "
        "ala~ alapuol~ alla; ennen / jälkeen; enemmän / vähemmän; vähimmäis~ minimi~ vähintään / enimmäis~ maksimi~ "
        "enintään; lisää nosta~ nost~ kasvat~ lisät~ korota~ / vähennä~ laske~ pienennä~ alenna~; sisään / ulos; "
        "sisällä sisä~ / ulkona ulko~; ensimmäi~ ensin / viimei~ lopuksi; aloita~ aloit~ käynnistä~ alka~ alku~ / "
        "pysäytä~ lopeta~ päättä~ pääty~ loppu~; lukitse~ lukit~ / avaa~; liitä~ yhdistä~ kytke~ / irrota~ katkaise~; "
        "lisää~ asenna~ aseta~ / poista~ irrota~; työnnä~ paina~ / vedä~; lämmin~ lämpi~ lämpim~ kuuma~ kuum~ / "
        "kylmä~ kylm~ viileä~; märkä~ märä~ kostea~ / kuiva~; aina / koskaan ikinä; kaikki~ kaikk~ jokai~ / mikään~ "
        "kukaan~ ei_mitään; myötäpäivään / vastapäivään; punai~ / vihreä~ / sini~ / keltai~ / valkoi~ / musta~ mustaa "
        "mustan / oranssi~ / ruskea~ / harmaa~ / violetti~ / vaaleanpunai~; plus~ / miinus~; pohjoi~ / etelä~ / itä~ "
        "idä~ / länsi~ länne~; etu~ eteenpäin edessä / taka~ taaksepäin takana; sisääntulo~ tulo~ sisäänkäyn~ / "
        "ulostulo~ lähtö~ uloskäyn~; vaihtovirta~ / tasavirta~; positiivi~ / negatiivi~; salli~ sallit~ / kiellet~ "
        "kiel~; kredit~ hyvit~ / debet~ veloit~; brutto~ / netto~; tuonti~ / vienti~; mukaan_lukien sisältä~ / "
        "lukuun_ottamatta poislukien; hyväksy~ / hylkä~ hylät~; kanssa / ilman; korkea~ / matala~; pitkä~ pitempi "
        "pidempi / lyhy~; suuri~ suure~ iso~ / pieni~ piene~; nopea~ / hidas~ hitaa~; täysi~ täynnä / tyhjä~; uusi~ "
        "uude~ uutta uuden / vanha~; aikai~ aikaisin / myöhä~; päivä~ / yö~ öinen öisin; aamu~ / ilta~ illa~; tänään "
        "/ huomenna / eilen; tosi totta / epätosi väärä~; voimassa kelvolli~ / mitätön~ virheelli~; julki~ / "
        "yksityi~; vaaka~ / pysty~; saapu~ / lähtö~; raskas~ raskaa~ / kevyt~ kevyen; paksu~ / ohut~ ohue~; leveä~ / "
        "kapea~; kiristä~ / löysää~ avaa~; näytä~ / piilota~; lataa_palvelimeen / lataa; osta~ / myy~; voitto~ / "
        "tappio~; tulo~ / meno~; turvalli~ / vaaralli~; mies~ miehe~ / nainen naisen naista naiset; onnistu~ / "
        "epäonnistu~; parempi~ paras~ / huonompi~ huonoin~"
    ),
    parties=(
        "ostaja~ / myyjä~; vuokralai~ vuokraaja~ / vuokranantaja~; lainanantaja~ / lainanottaja~; lisenssinantaja~ / "
        "lisenssinsaaja~; työnantaja~ / työntekijä~; velkoja~ / velalli~; kantaja~ / vastaaja~; vakuutuksenantaja~ "
        "vakuuttaja~ / vakuutettu~ vakuutetun; lähettäjä~ / vastaanottaja~; asiakas~ asiakkaa~ / toimittaja~; "
        "päämies~ / edustaja~ asiamies~; opettaja~ / oppila~ opiskelija~; lääkäri~ / potila~; vanhem~ / lapsi~ "
        "lapse~"
    ),
    duties="täytyy pitää on_pakko tulee / saa voi",
    joins="ja tai sekä",
    joins_numbers=True,
    not_numbers=(
        "yksi yhden yhtä yhdessä yhdestä yhteen yhdellä ensimmäinen ensimmäisen ensimmäistä ensimmäisessä "
        "ensimmäisenä kerran toinen toisen toisessa molemmat molempien molempia pari kaksinkertainen kuusi kuuden "
        "kuutta kuudessa  kymmeniä kymmenet tusina tusinan keskipäivä sata sadan sataa sadassa sadasta sataan satoja "
        "sadat tuhat tuhannen tuhatta tuhanteen tuhansia tuhannet puoli puolen puolta puolet"
    ),
    clock=(
        "-30=puoli_HOUR +15=varttia_yli_HOUR +15=vartin_yli_HOUR -15=varttia_vaille_HOUR -15=varttia_vailla_HOUR "
        "+M=MINUTE_yli_HOUR -M=MINUTE_vaille_HOUR +0=kello_HOURWORD 0:00=keskiyöllä 12:00=keskipäivällä"
    ),
    day_parts=(
        "am=ap\\. pm=ip\\. morning=aamulla|aamuisin|aamupäivällä|aamuyöllä noon=keskipäivällä afternoon=iltapäivällä "
        "evening=illalla|iltaisin night=yöllä|öisin"
    ),
    weekdays=(
        "maanantai|maanantaina|maanantaihin|maanantaista|maanantaisin|maanantain "
        "tiistai|tiistaina|tiistaihin|tiistaista|tiistaisin|tiistain "
        "keskiviikko|keskiviikkona|keskiviikkoon|keskiviikosta|keskiviikkoisin|keskiviikon "
        "torstai|torstaina|torstaihin|torstaista|torstaisin|torstain "
        "perjantai|perjantaina|perjantaihin|perjantaista|perjantaisin|perjantain "
        "lauantai|lauantaina|lauantaihin|lauantaista|lauantaisin|lauantain "
        "sunnuntai|sunnuntaina|sunnuntaihin|sunnuntaista|sunnuntaisin|sunnuntain"
    ),
    totals="yhteensä summa välisumma saldo loppusumma",
    says_yes="kyllä tosi",
    says_no="ei epätosi",
    small_words=(
        "ja on ei se että en oli hän mutta ovat kuin myös kun niin joka mukaan jo olla tai sen vain jos ole sekä voi "
        "ennen jälkeen kaikki tämä päivä pitää täytyy"
    ),
    letters="äöå",
    kin_consonants="tdnlr kg pvm",
)
