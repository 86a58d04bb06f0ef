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
    more_number_words={"half": "0.5", "quarter": "0.25", "zeroth": "0", "million": "1000000", "billion": "1000000000"},
    months=(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept "
        "october|oct november|nov december|dec"
    ),
    unit_words=(
        "mm=millimet~ cm=centimet~ m=metre,metres,meter,meters km=kilomet~ inch=inch,inches foot=foot,feet "
        "yard=yard,yards mile=mile,miles g=gram,grams,gramme,grammes kg=kilo,kilos,kilogram~ t=tonne,tonnes,ton,tons "
        "lb=lb,lbs oz=ounce,ounces l=litre,litres,liter,liters ml=millilit~ s=second,seconds,sec,secs "
        "min=minute,minutes,min,mins h=hour,hours,hr,hrs day=day,days week=week,weeks month=month,months "
        "year=year,years,yr,yrs V=volt,volts W=watt,watts kW=kilowatt,kilowatts bar=bars acre=acre,acres "
        "ha=hectare,hectares Nm=newton-metres gallon=gallon,gallons A=amps,amperes"
    ),
    currency_words=(
        "$=dollar,dollars,bucks EUR=euro,euros GBP=pound,pounds,quid,sterling JPY=yen CNY=yuan,renminbi "
        "INR=rupee,rupees kr=krona,kronor,krone,kroner,crowns CZK=koruna,korunas RUB=rouble,roubles,ruble,rubles "
        "PLN=zloty,zlotys UAH=hryvnia,hryvnias TRY=lira,liras ILS=shekel,shekels CHF=francs MYR=ringgit THB=baht "
        "NGN=naira KRW=won VND=dong IDR=rupiah,rupiahs HUF=forint,forints RON=leu,lei"
    ),
    scale_words=(
        "2=hundred 3=thousand,k,K 5=lakh,lakhs 6=million,millions,mn,mln,mil,M,m 7=crore,crores "
        "9=billion,billions,bn,B 12=trillion,tn"
    ),
    not_symbols="A t",
)
