"""Finnish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="fi",
    name="Finnish",
    denies=(
        "ei en et emme ette eivät älä älkää älköön älkööt älkäämme eikä enkä etkä emmekä ettekä eivätkä ettei etten "
        "ettemme etteivät"
    ),
    hints_denial=(
        "ilman tuskin harvoin paitsi ellei ellen elleivät ennen kieltä~ kiellet~ kielto kiellon kiellot kieltäytyy "
        "vältä välttäkää vältettävä välttää estä~ estää puuttu~ puute puutteessa epäonnistu~ mahdoto~ luvato~ laito~ "
        "vain ainoastaan sijaan sijasta muuten muutoin mitään mikään kukaan koskaan lukuun~ tarpeeto~ hylkää hylät~ "
        "evätä evät~"
    ),
    everyday=(
        "ja on ei se että oli hän joka mutta ovat kun myös tai jos sen voi niin kuin sekä ole jotka tämä mukaan vain "
        "kanssa ennen jälkeen"
    ),
    number_words=(
        "nolla|nollan|nollaa yksi|yhden|yhtä|yhdessä|yhdestä|yhteen|yhdellä|ensimmäinen|ensimmäisen|"
        "ensimmäistä|ensimmäisessä|ensimmäisenä|kerran "
        "kaksi|kahden|kahta|kahdessa|kahdesta|kahteen|kahdella|toinen|toisen|toisessa|"
        "molemmat|molempien|molempia|pari|kahdesti|kaksinkertainen "
        "kolme|kolmen|kolmea|kolmessa|kolmesta|kolmeen|kolmella|kolmas|kolmannen|kolmatta|kolmannessa|kolmesti "
        "neljä|neljän|neljää|neljässä|neljästä|neljään|neljällä|neljäs|neljännen|neljättä "
        "viisi|viiden|viittä|viidessä|viidestä|viiteen|viidellä|viides|viidennen "
        "kuusi|kuuden|kuutta|kuudessa|kuudesta|kuuteen|kuudella|kuudes|kuudennen "
        "seitsemän|seitsemää|seitsemässä|seitsemästä|seitsemään|seitsemällä|seitsemäs "
        "kahdeksan|kahdeksaa|kahdeksassa|kahdeksasta|kahdeksaan|kahdeksalla|kahdeksas "
        "yhdeksän|yhdeksää|yhdeksässä|yhdeksästä|yhdeksään|yhdeksällä|yhdeksäs kymmenes|kymmeniä|kymmenet "
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
    more_number_words={
        "kymmenen": "*10",
        "kymmentä": "*10",
        "kymmenessä": "*10",
        "puoli": "0.5",
        "puolen": "0.5",
        "puolta": "0.5",
        "puolet": "0.5",
        "puolitoista": "1.5",
        "puolentoista": "1.5",
        "miljoona": "1000000",
        "miljoonaa": "1000000",
        "miljoonan": "1000000",
        "miljardi": "1000000000",
        "miljardia": "1000000000",
        "miljardin": "1000000000",
    },
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
        "mm=millimetri~ cm=senttimetri~,sentti,senttiä m=metri,metriä,metrin,metrissä,metristä,metriin km=kilometri~ "
        "inch=tuuma~ foot=jalka,jalkaa,jalan yard=jaardi~ mile=maili~ mg=milligramma~ g=gramma,grammaa,gramman "
        "kg=kilogramma~,kilo,kiloa,kilon,kilot t=tonni,tonnia,tonnin lb=pauna~,naula,naulaa oz=unssi~ "
        "l=litra,litraa,litran,litrassa,litraan,litrasta ml=millilitra~ s=sekunti~,sekunni~ min=minuut~ "
        "h=tunti,tuntia,tunnin,tunnissa,tunnista,tuntiin,tunnit "
        "day=päivä,päivää,päivän,päivässä,päivästä,päivään,vuorokau~ week=viikko,viikkoa,viikon,viikossa,viikosta "
        "month=kuukau~ year=vuosi,vuotta,vuoden,vuodessa,vuodesta,vuoteen,vuotias,vuotiaat V=voltti~,voltin "
        "W=watti,wattia,watin kW=kilowatti,kilowattia,kilowatin kWh=kilowattitunti~,kilowattitunnin "
        "bar=baari,baaria,baarin acre=eekkeri~ ha=hehtaari~ gallon=gallona~ A=ampeeri~ Nm=newtonmetri~ "
        "°=aste,astetta,asteen,asteessa,asteeseen m2=neliömetri~,neliötä m3=kuutiometri~,kuutiota"
    ),
    currency_words=(
        "$=dollari~ EUR=euro,euroa,euron,eurolla,eurosta,euroon,eurot,euroja GBP=punta,puntaa,punnan,punnalla "
        "JPY=jeni,jeniä,jenin CNY=juan,juania,juanin INR=rupia,rupiaa,rupian kr=kruunu~ RUB=rupla~ "
        "PLN=zloty,zlotya,zlotyn UAH=hryvnia~ TRY=liira~ ILS=sekeli~ CHF=frangi~ HUF=forint~ RON=leu,leuta "
        "KRW=won,wonia THB=baht,bahtia VND=dong,dongia"
    ),
    scale_words=(
        "2=sata,sataa 3=tuhat,tuhatta,tuhannen,tuhanteen 6=miljoona,miljoonaa,miljoonan,miljoonaan,milj "
        "9=miljardi,miljardia,miljardin,miljardiin,mrd 12=biljoona,biljoonaa,biljoonan"
    ),
    not_symbols="A t",
)
