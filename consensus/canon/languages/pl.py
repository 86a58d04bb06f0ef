"""Polish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="pl",
    name="Polish",
    denies="nie nigdy nikt nikogo nic żaden żadna żadne żadnego żadnej żadnych nigdzie ani brak",
    hints_denial=(
        "bez nie~ mało ledwo rzadko oprócz unik~ odm~ zapobie~ zakaz~ zabron~ tylko lecz wyklucz~ pozbawi~ brak~ "
        "braku poza bynajmniej ale"
    ),
    everyday="w i na z się nie do to jest że o jak po ale przez od za dla który są przy oraz tym być",
    number_words=(
        "zero "
        "jeden|jedna|jedno|jednego|jednej|jednym|jedną|pierwszy|pierwsza|pierwsze|pierwszego|pierwszej|pierwszym|raz "
        "dwa|dwie|dwóch|dwoma|dwoje|drugi|druga|drugie|drugiego|drugiej|drugim|oba|obie|obu|para|parę|dwukrotnie "
        "trzy|trzech|trzema|troje|trzej|trzeci|trzecia|trzecie|trzeciego|trzeciej "
        "cztery|czterech|czterema|czwarty|czwarta|czwarte|czwartego|czwartej "
        "pięć|pięciu|pięcioma|piąty|piąta|piąte|piątego|piątej sześć|sześciu|szósty|szósta|szóste|szóstego|szóstej "
        "siedem|siedmiu|siódmy|siódma|siódme|siódmego|siódmej osiem|ośmiu|ósmy|ósma|ósme|ósmego|ósmej "
        "dziewięć|dziewięciu|dziewiąty|dziewiąta|dziewiątego "
        "dziesięć|dziesięciu|dziesiąty|dziesiąta|dziesiątego|dziesiątki|dziesiątek jedenaście|jedenastu "
        "dwanaście|dwunastu|tuzin|południe|południa|południu trzynaście|trzynastu czternaście|czternastu "
        "piętnaście|piętnastu szesnaście|szesnastu siedemnaście|siedemnastu osiemnaście|osiemnastu "
        "dziewiętnaście|dziewiętnastu dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu "
        "pięćdziesiąt|pięćdziesięciu sześćdziesiąt|sześćdziesięciu siedemdziesiąt|siedemdziesięciu "
        "osiemdziesiąt|osiemdziesięciu dziewięćdziesiąt|dziewięćdziesięciu sto|stu|setki|setek "
        "tysiąc|tysiąca|tysiące|tysięcy"
    ),
    more_number_words={
        "pół": "0.5",
        "połowa": "0.5",
        "półtora": "1.5",
        "milion": "1000000",
        "miliard": "1000000000",
        "połowę": "0.5",
        "połowy": "0.5",
        "ćwierć": "0.25",
        "kwadrans": "0.25",
        "półtorej": "1.5",
        "pół-torej": "1.5",
        "dwaj": "2",
        "dwojga": "2",
        "trojga": "3",
        "czterej": "4",
        "czworo": "4",
        "czworga": "4",
        "pięcioro": "5",
        "pięciorga": "5",
        "sześcioro": "6",
        "siedmioro": "7",
        "ośmioro": "8",
        "dziewięcioro": "9",
        "dziesięcioro": "10",
        "dwieście": "200",
        "dwustu": "200",
        "trzysta": "300",
        "trzystu": "300",
        "czterysta": "400",
        "pięćset": "500",
        "pięciuset": "500",
        "sześćset": "600",
        "siedemset": "700",
        "osiemset": "800",
        "dziewięćset": "900",
        "dziewiątej": "9",
        "dziesiątej": "10",
        "jedenasta": "11",
        "jedenastej": "11",
        "dwunasta": "12",
        "dwunastej": "12",
        "północ": "12",
        "dziewiąte": "9",
        "trzykrotnie": "3",
        "trzykroć": "3",
    },
    months=(
        "stycznia|styczeń|styczniu|sty lutego|luty|lutym|lut marca|marzec|marcu|mar kwietnia|kwiecień|kwietniu|kwi "
        "maja|maj|maju czerwca|czerwiec|czerwcu|cze lipca|lipiec|lipcu|lip sierpnia|sierpień|sierpniu|sie "
        "września|wrzesień|wrześniu|wrz października|październik|październiku|paź listopada|listopad|listopadzie|lis "
        "grudnia|grudzień|grudniu|gru"
    ),
    unit_words=(
        "‰=promil~ mm=milimetr~ cm=centymetr~ km/h=kilometrów_na_godzinę m=metr,metry,metra,metrów,metrach,metrami km=kilometr~ "
        "inch=cal,cale,cali,cala,calowy~ foot=stopa,stopy,stóp yard=jard~ mile=mila,mile,mil,mili "
        "g=gram,gramy,grama,gramów kg=kilogram~,kilo t=tona,tony,ton lb=funt~ oz=uncj~ l=litr,litry,litra,litrów "
        "ml=mililitr~ s=sekund~ min=minut~ h=godzin~ day=dzień,dni,dnia,dniach,dniami week=tydzień,tygodni~ "
        "month=miesiąc~,miesięcy year=rok,roku,lat,lata,latach,latami V=wolt~ W=wat,waty,watów kW=kilowat~ acre=akr~ "
        "ha=hektar~ gallon=galon~ A=amper~"
    ),
    currency_words=(
        "peso=peso dollar=dolar~ EUR=euro pound=funt~ JPY=jen,jenów,jeny CNY=juan~ rupee=rupii,rupie krone=koron~ RUB=rubl~ "
        "PLN=złoty~,złote,złotych UAH=hrywien,hrywny lira=lir,liry ILS=szekli franc=frank~"
    ),
    scale_words=(
        "3=tys,tysiąc,tysiące,tysięcy,tysiąca 6=mln,milion,miliony,milionów,miliona,milionach "
        "9=mld,miliard,miliardy,miliardów,miliarda 12=bln,bilion,bilionów"
    ),
    not_symbols="A",
    not_numbers=(
        "jeden jedna jedno jednego jednej jednym jedną pierwszy pierwsza pierwsze pierwszego pierwszej pierwszym "
        "raz drugi druga drugie drugiego drugiej drugim oba obie obu para parę tuzin południe południa południu "
        "dziesiątki dziesiątek"
    ),
    clock=(
        "-30=wpół_do_HOUR -30=w_pół_do_HOUR +15=kwadrans_po_HOUR -15=za_kwadrans_HOUR -15=kwadrans_do_HOUR "
        "-15=kwadrans_przed_HOUR -M=za_MINUTE_HOUR +M=MINUTE_po_HOUR 12:00=w_południe 0:00=północ 0:00=o_północy"
    ),
    day_parts=(
        "morning=rano|ranem|rana|przed_południem afternoon=po_południu|popołudniu|popołudnie "
        "evening=wieczorem|wieczór|wieczora night=w_nocy|nocą|noc"
    ),
    weekdays=(
        "poniedziałek|poniedziałku|poniedziałki|poniedziałkiem wtorek|wtorku|wtorki|wtorkiem "
        "środa|środę|środy|środzie|środą|śród czwartek|czwartku|czwartki|czwartkiem piątek|piątku|piątki|piątkiem "
        "sobota|sobotę|soboty|sobocie|sobotą|sobót niedziela|niedzielę|niedzieli|niedziele|niedzielą|niedziel"
    ),
)
