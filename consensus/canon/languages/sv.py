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
        "dollar=dollar EUR=euro pound=pund JPY=yen CNY=yuan rupee=rupier krone=krona,kronor,kronors RUB=rubel "
        "PLN=zloty UAH=hryvnia lira=lira ILS=shekel franc=franc,schweizerfranc HUF=forint leu=lei KRW=won THB=baht "
        "VND=dong IDR=rupiah"
    ),
    scale_words=(
        "2=hundra 3=tusen,tkr 6=miljon,miljoner,miljoners,mn,mkr,milj 9=miljard,miljarder,md,mdr 12=biljon,biljoner"
    ),
    not_symbols="A h",
    joins_numbers=True,
    not_numbers=(
        "ett en första förste andra andre båda bägge dubbel dubbla dubbelt par tiotal tiotals dussin middag hundra "
        "hundratals etthundra tusen tusentals ettusen tjugotal kvart halv halva halvt hälften"
    ),
    clock=(
        "-30=halv_HOUR +15=kvart_över_HOUR -15=kvart_i_HOUR +M=klockan_MINUTE_över_HOUR +M=MINUTE_minuter_över_HOUR "
        "-M=klockan_MINUTE_i_HOUR -M=MINUTE_minuter_i_HOUR +0=klockan_HOURWORD 0:00=midnatt"
    ),
    day_parts=(
        "am=fm|f\\.m\\. pm=em|e\\.m\\. morning=på_morgonen|morgonen|på_förmiddagen|förmiddagen|i_morse|imorse "
        "noon=mitt_på_dagen afternoon=på_eftermiddagen|eftermiddagen evening=på_kvällen|kvällen|i_kväll|ikväll "
        "night=på_natten|natten|i_natt|inatt"
    ),
    weekdays=(
        "måndag|måndagen|måndagar|måndags tisdag|tisdagen|tisdagar|tisdags onsdag|onsdagen|onsdagar|onsdags "
        "torsdag|torsdagen|torsdagar|torsdags fredag|fredagen|fredagar|fredags lördag|lördagen|lördagar|lördags "
        "söndag|söndagen|söndagar|söndags"
    ),
)
