"""Dutch."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="nl",
    name="Dutch",
    denies="niet geen nooit niemand niets nergens noch",
    hints_denial=(
        "zonder on~ nee nauwelijks zelden behalve weiger~ vermijd~ voorkom~ ontbre~ gebrek~ verbod~ verbied~ ~loos "
        "~loze alleen maar weinig mis~ te enkel~"
    ),
    everyday=("de het een van en in is dat op te zijn met voor niet aan er om ook als bij maar naar uit worden"),
    number_words=(
        "nul een|één|eerste twee|tweede|beide|dubbel|paar drie|derde vier|vierde vijf|vijfde zes|zesde zeven|zevende "
        "acht|achtste negen|negende tien|tiende|tientallen|tiental elf|elfde twaalf|twaalfde|dozijn|middag dertien "
        "veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig "
        "tachtig negentig honderd|honderden duizend|duizenden"
    ),
    more_number_words={
        "half": "0.5",
        "halve": "0.5",
        "helft": "0.5",
        "anderhalf": "1.5",
        "miljoen": "1000000",
        "halfuur": "0.5",
        "kwart": "0.25",
        "kwartier": "0.25",
        "driekwart": "0.75",
        "anderhalve": "1.5",
        "tweeënhalf": "2.5",
        "drieënhalf": "3.5",
        "miljard": "1000000000",
        "middernacht": "12",
        "tweemaal": "2",
        "driemaal": "3",
    },
    months=(
        "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept "
        "oktober|okt november|nov december|dec"
    ),
    unit_words=(
        "‰=promille mm=millimeter~ cm=centimeter~ km/h=kilometer_per_uur m=meter,meters km=kilometer~ inch=inch,duim foot=voet yard=yard~ "
        "mile=mijl,mijlen g=gram kg=kilogram,kilo t=ton lb=pond oz=ons l=liter,liters ml=milliliter~ "
        "s=seconde,seconden min=minuut,minuten h=uur,uren day=dag,dagen week=week,weken month=maand,maanden "
        "year=jaar,jaren V=volt W=watt kW=kilowatt acre=acre~ ha=hectare~ gallon=gallon~ A=ampère"
    ),
    currency_words=(
        "peso=peso dollar=dollar EUR=euro pound=pond JPY=yen CNY=yuan rupee=roepie krone=kroon,kronen RUB=roebel PLN=zloty UAH=hryvnia lira=lira "
        "ILS=sjekel franc=frank,franken"
    ),
    scale_words="3=duizend 6=miljoen,mln 9=miljard,mld,mrd 12=biljoen",
    not_symbols="A t",
    not_numbers="een één eerste beide dubbel paar middag dozijn tiental tientallen acht achtste",
    clock=(
        "-30=half_HOUR +15=kwart_over_HOUR -15=kwart_voor_HOUR +M=om_MINUTE_over_HOUR -M=om_MINUTE_voor_HOUR "
        "+M=MINUTE_minuten_over_HOUR -M=MINUTE_minuten_voor_HOUR +0=HOURWORD_uur_precies 0:00=middernacht"
    ),
    day_parts=(
        "morning='s_morgens|’s_morgens|'s_ochtends|’s_ochtends|ochtend|vanochtend|vanmorgen|voormiddag "
        "noon='s_middags_om_twaalf afternoon='s_middags|’s_middags|middag|vanmiddag|namiddag "
        "evening='s_avonds|’s_avonds|avond|vanavond night='s_nachts|’s_nachts|nacht|vannacht"
    ),
    weekdays=(
        "maandag|maandags dinsdag|dinsdags woensdag|woensdags donderdag|donderdags vrijdag|vrijdags "
        "zaterdag|zaterdags zondag|zondags"
    ),
)
