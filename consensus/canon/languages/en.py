"""English."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="en",
    name="English",
    denies="not cannot never n't nobody nothing nowhere neither dont cant wont doesnt didnt isnt",
    hints_denial=(
        "no none nor without non~ un~ in~ im~ ir~ dis~ ~less hardly barely scarcely rarely seldom lack~ fail~ refus~ "
        "deny~ denied denies prevent~ avoid~ except unless instead rather cannot only few little but too absent "
        "absence poor~ bad~ worse worst hard difficult~ ceas~ end ended wrong~ reluct~ begrudg~ hate~ hates hating "
        "doubt~ lost lose loses losing loss reject~ declin~ oppos~ against else otherwise unlike under away out "
        "below illegal~ criminal~ weak~ over neither stop~ prohibit~ forbid~ forbidden beyond far ain't nope "
        "anything anyone any yet least miss~ ban bann~ without elimin~ forc~ exclud~ zero nil free least until"
    ),
    everyday=(
        "the of and to in is that it for was with are this have from by be which not at as his they or an were i you "
        "we he she have had do can will would but so if my your there"
    ),
    number_words=(
        "zero|nil one|first|once|single|a|an two|second|twice|both|pair|double|doubled|doubles|doubling|couple "
        "three|third|triple|tripled|trebled|thrice|threefold four|fourth|quadruple|quadrupled|fourfold five|fifth "
        "six|sixth seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth|dozen|noon|midday "
        "thirteen|thirteenth fourteen|fourteenth fifteen|fifteenth sixteen|sixteenth seventeen|seventeenth "
        "eighteen|eighteenth nineteen|nineteenth twenty|twentieth|twenties|score thirty|thirtieth|thirties "
        "forty|fortieth|forties fifty|fiftieth|fifties sixty|sixtieth|sixties seventy|seventieth|seventies "
        "eighty|eightieth|eighties ninety|ninetieth|nineties hundred|hundreds|hundredth thousand|thousands|thousandth"
    ),
    more_number_words={
        "half": "0.5",
        "quarter": "0.25",
        "zeroth": "0",
        "million": "1000000",
        "billion": "1000000000",
        "halves": "0.5",
        "quarters": "0.25",
        "half-hour": "0.5",
        "midnight": "12",
        "trillion": "1000000000000",
    },
    months=(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
        "october|oct november|nov december|dec"
    ),
    unit_words=(
        "‰=per_mille,permille,per_mil mm=millimet~ cm=centimet~ km/h=kilometres_per_hour,kilometers_per_hour,kilometres_an_hour,kilometers_an_hour mph=miles_per_hour,miles_an_hour m=metre,metres,meter,meters km=kilomet~ inch=inch,inches foot=foot,feet "
        "yard=yard,yards mile=mile,miles g=gram,grams,gramme,grammes kg=kilo,kilos,kilogram~ t=tonne,tonnes,ton,tons "
        "lb=lb,lbs oz=ounce,ounces l=litre,litres,liter,liters ml=millilit~ s=second,seconds,sec,secs "
        "min=minute,minutes,min,mins h=hour,hours,hr,hrs day=day,days week=week,weeks month=month,months "
        "year=year,years,yr,yrs V=volt,volts W=watt,watts kW=kilowatt,kilowatts bar=bars acre=acre,acres "
        "ha=hectare,hectares Nm=newton-metres gallon=gallon,gallons A=amps,amperes"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollar,dollars,bucks EUR=euro,euros pound=pound,pounds,quid,sterling JPY=yen CNY=yuan,renminbi "
        "rupee=rupee,rupees krone=crowns,krona,kronor,krone,kroner,koruna,korunas,krónur RUB=rouble,roubles,ruble,rubles PLN=zloty,zlotys "
        "UAH=hryvnia,hryvnias lira=lira,liras ILS=shekel,shekels franc=franc,francs dinar=dinar,dinars dirham=dirham,dirhams rial=riyal,riyals,rial,rials HUF=forint,forints leu=leu,lei MYR=ringgit THB=baht NGN=naira KRW=won"
    ),
    scale_words=(
        "2=hundred 3=thousand,k,K 5=lakh,lakhs 12=lakh_crore 6=million,millions,mn,mln,mil,M,m 7=crore,crores "
        "9=billion,billions,bn,B 12=trillion,tn"
    ),
    not_symbols="A t",
    not_numbers=(
        "a an one first once single second score pair couple double doubled doubles doubling noon midday dozen "
        "both quarter twenties thirties forties fifties sixties seventies eighties nineties nil"
    ),
    clock=(
        "+30=half_past_HOUR +15=quarter_past_HOUR +15=quarter_after_HOUR -15=quarter_to_HOUR -15=quarter_till_HOUR "
        "+M=MINUTE_past_HOUR +M=MINUTE_minutes_past_HOUR -M=MINUTE_minutes_to_HOUR +0=HOURWORD_o'clock "
        "+0=HOURWORD_o’clock 12:00=noon 12:00=midday 0:00=midnight"
    ),
    day_parts=(
        "morning=morning|mornings noon=noon|midday afternoon=afternoon|afternoons evening=evening|evenings|tonight "
        "night=night|nights"
    ),
    weekdays=(
        "monday|mondays tuesday|tuesdays wednesday|wednesdays thursday|thursdays friday|fridays saturday|saturdays "
        "sunday|sundays"
    ),
)
