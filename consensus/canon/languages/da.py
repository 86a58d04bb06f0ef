"""Danish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="da",
    name="Danish",
    denies="ikke ej aldrig ingen intet ingenting ingensteds hverken",
    hints_denial=(
        "uden nej knap næppe sjældent undtagen forbud~ forbyd~ forbudt nægte~ nægter undgå~ undgå forhindr~ mangler "
        "mangel manglende mangle mislyk~ umulig~ ugyldig~ ulovlig~ utilladelig~ kun medmindre snarere udelukket "
        "ophør~ undlad undlader undlade afvis~"
    ),
    everyday=(
        "og at det i en som på er af for med til den har de ikke om et han men var jeg fra ved eller kan også skal "
        "når efter hvis blev"
    ),
    number_words=(
        "nul en|et|én|ét|første to|anden|andet|begge|dobbelt|dobbelte|par tre|tredje fire|fjerde fem|femte "
        "seks|sjette syv|syvende otte|ottende ni|niende ti|tiende elleve|ellevte|elvte tolv|tolvte|dusin|middag "
        "tretten|trettende fjorten|fjortende femten|femtende seksten|sekstende sytten|syttende atten|attende "
        "nitten|nittende tyve|tyvende|snes tredive|tredivte fyrre|fyrretyve halvtreds|halvtredsindstyve "
        "tres|tresindstyve halvfjerds|halvfjerdsindstyve firs|firsindstyve halvfems|halvfemsindstyve "
        "hundrede|hundred|hundreder|hundredvis tusind|tusinde|tusinder|tusindvis"
    ),
    more_number_words={
        "og": "+0",
        "halv": "0.5",
        "halve": "0.5",
        "halvt": "0.5",
        "halvdelen": "0.5",
        "kvart": "15",
        "halvanden": "1.5",
        "halvandet": "1.5",
        "million": "1000000",
        "millioner": "1000000",
        "milliard": "1000000000",
        "milliarder": "1000000000",
    },
    months=(
        "januar|jan februar|feb|febr marts|mar april|apr maj juni|jun juli|jul august|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "mm=millimeter~ cm=centimeter~ m=meter,meters km=kilometer~ inch=tomme,tommer foot=fod yard=yard~ "
        "mile=mil,miles,engelske_mil mg=milligram g=gram kg=kilogram,kilo t=ton,tons lb=pund oz=ounce,ounces "
        "l=liter,liters ml=milliliter s=sekund,sekunder,sek min=minut,minutter h=time,timer,timers "
        "day=dag,dage,dages,døgn week=uge,uger,ugers month=måned,måneder,måneders year=år,års V=volt W=watt "
        "kW=kilowatt kWh=kilowatttimer,kilowatttime bar=bar acre=acre~ ha=hektar gallon=gallon~ A=ampere "
        "Nm=newtonmeter °=grad,grader m2=kvadratmeter m3=kubikmeter"
    ),
    currency_words=(
        "dollar=dollar,dollars EUR=euro pound=pund JPY=yen CNY=yuan rupee=rupees,rupier krone=krone,kroner,kroners "
        "RUB=rubler PLN=zloty UAH=hryvnia lira=lira ILS=shekel franc=franc,schweizerfranc HUF=forint leu=lei KRW=won "
        "THB=baht VND=dong IDR=rupiah"
    ),
    scale_words="2=hundrede 3=tusind,tusinde 6=million,millioner,mio 9=milliard,milliarder,mia 12=billion,billioner",
    not_symbols="A h",
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
)
