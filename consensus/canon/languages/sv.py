"""Swedish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="sv",
    name="Swedish",
    denies="inte ej icke aldrig ingen inget inga ingenting ingenstans varken",
    hints_denial=(
        "utan nej knappt knappast sällan förutom förbjud~ förbud~ förbjöd vägra~ undvik~ förhindra~ saknar saknas "
        "saknade avsaknad brist misslyck~ omöjlig~ ogiltig~ otillåten otillåtet otillåtna olaglig~ bara endast såvida "
        "istället snarare utesluten uteslutet upphör avstå avstår"
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
)
