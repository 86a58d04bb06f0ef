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
        "$=dollar,dollars EUR=euro GBP=pund JPY=yen CNY=yuan INR=rupees,rupier kr=krone,kroner,kroners CZK=koruna "
        "RUB=rubler PLN=zloty UAH=hryvnia TRY=lira ILS=shekel CHF=franc,schweizerfranc HUF=forint RON=lei KRW=won "
        "THB=baht VND=dong IDR=rupiah"
    ),
    scale_words="2=hundrede 3=tusind,tusinde 6=million,millioner,mio 9=milliard,milliarder,mia 12=billion,billioner",
    not_symbols="A h",
)
