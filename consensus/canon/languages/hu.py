"""Hungarian."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="hu",
    name="Hungarian",
    denies=(
        "nem ne sem se nincs nincsen nincsenek sincs sincsenek soha sohasem semmi semmit senki senkit sehol semelyik "
        "semmilyen semmiféle"
    ),
    hints_denial=(
        "nélkül nélküli tilos tilt~ tilal~ ritkán alig kivéve kivételével csak csupán kizár~ kizárt elutasít~ "
        "megtagad~ elkerül~ kerülje kerüljék kerülni megakadályoz~ megelőz~ hiány~ hiány lehetetlen~ érvénytelen~ "
        "illetéktelen~ jogosulatlan~ helyett mielőtt előtt máskülönben különben sikertelen~ képtelen~ mellőz~"
    ),
    everyday=(
        "a az és hogy nem is egy van de meg ez csak vagy ha már mint el volt még kell azt lehet akkor ki minden után "
        "amely majd"
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
    more_number_words={
        "fél": "0.5",
        "felét": "0.5",
        "fele": "0.5",
        "negyed": "0.25",
        "másfél": "1.5",
        "millió": "1000000",
        "milliót": "1000000",
        "milliárd": "1000000000",
        "milliárdot": "1000000000",
    },
    months=(
        "január|januárban|januári|januárig|januártól|jan február|februárban|februári|februárig|februártól|febr "
        "március|márciusban|márciusi|márciusig|márciustól|márc április|áprilisban|áprilisi|áprilisig|áprilistól|ápr "
        "május|májusban|májusi|májusig|májustól|máj június|júniusban|júniusi|júniusig|júniustól|jún "
        "július|júliusban|júliusi|júliusig|júliustól|júl "
        "augusztus|augusztusban|augusztusi|augusztusig|augusztustól|aug "
        "szeptember|szeptemberben|szeptemberi|szeptemberig|szeptembertől|szept "
        "október|októberben|októberi|októberig|októbertől|okt "
        "november|novemberben|novemberi|novemberig|novembertől|nov "
        "december|decemberben|decemberi|decemberig|decembertől|dec"
    ),
    unit_words=(
        "mm=milliméter~ cm=centiméter~,centi "
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
        "$=dollár~ EUR=euró~,euro GBP=angol_font~,font,fontot,fontos,fontba,fontra,fonttal JPY=jen,jent,jenbe "
        "CNY=jüan~ INR=rúpia,rúpiát kr=korona,koronát,koronás,koronába,koronára,koronával RUB=rubel,rubelt,rubeles "
        "PLN=zloty,złoty UAH=hrivnya,hrivnyát TRY=líra,lírát ILS=sékel,sékelt CHF=frank,frankot HUF=forint~,Ft "
        "RON=lej,lejt KRW=von,vont THB=baht,bahtot"
    ),
    scale_words=(
        "2=száz 3=ezer,ezret,ezres 6=millió,milliót,milliós 9=milliárd,milliárdot,milliárdos,Mrd,mrd 12=billió,billiót"
    ),
    not_symbols="A",
)
