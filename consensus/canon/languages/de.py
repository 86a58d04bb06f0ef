"""German."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="de",
    name="German",
    denies=(
        "nicht kein keine keinen keinem keiner keines nie niemals niemand niemandem nichts nirgends nirgendwo weder"
    ),
    hints_denial=(
        "ohne un~ nein kaum selten statt anstatt außer weigert verweiger~ vermeid~ fehl~ mangel~ verbiet~ verbot~ "
        "verhinder~ ~los ~lose ~losen ~loser ~frei ~freie nur sondern wenig wenige miss~ ausgeschlossen bevor "
        "ablehn~ abgelehnt erst bloß aber lehnt"
    ),
    everyday=(
        "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus er hat "
        "dass sie"
    ),
    number_words=(
        "null eins|ein|eine|einen|einem|einer|eines|erste|ersten|erster|erstes|erstem|einmal "
        "zwei|zwo|zweite|zweiten|zweiter|zweites|zweitem|beide|beiden|zweimal|doppelt|paar "
        "drei|dritte|dritten|dritter|drittes|dreimal vier|vierte|vierten|vierter|viertes fünf|fünfte|fünften|fünfter "
        "sechs|sechste|sechsten|sechster sieben|siebte|siebten|siebter acht|achte|achten|achter neun|neunte|neunten "
        "zehn|zehnte|zehnten elf|elfte|elften zwölf|zwölfte|zwölften|dutzend|mittag|mittags dreizehn vierzehn "
        "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig|zwanziger dreißig|dreissig|dreißiger vierzig|vierziger "
        "fünfzig|fünfziger sechzig|sechziger siebzig|siebziger achtzig|achtziger neunzig|neunziger "
        "hundert|einhundert|hunderte|hunderten tausend|eintausend|tausende|tausenden"
    ),
    more_number_words={
        "halb": "0.5",
        "halbe": "0.5",
        "halben": "0.5",
        "anderthalb": "1.5",
        "million": "1000000",
        "halbes": "0.5",
        "halber": "0.5",
        "hälfte": "0.5",
        "viertel": "0.25",
        "dreiviertel": "0.75",
        "eineinhalb": "1.5",
        "anderthalben": "1.5",
        "zweieinhalb": "2.5",
        "dreieinhalb": "3.5",
        "viereinhalb": "4.5",
        "fünfeinhalb": "5.5",
        "sechseinhalb": "6.5",
        "siebeneinhalb": "7.5",
        "achteinhalb": "8.5",
        "neuneinhalb": "9.5",
        "halbstündig": "0.5",
        "viertelstunde": "0.25",
        "dreiviertelstunde": "0.75",
        "fünftel": "5",
        "zehntel": "10",
        "mitternacht": "12",
        "viermal": "4",
        "fünfmal": "5",
        "sechsmal": "6",
        "zehnmal": "10",
        "sechstes": "6",
        "fünftes": "5",
        "siebtes": "7",
        "achtes": "8",
    },
    months=(
        "januar|jänner|jan februar|feber|feb märz|mär|maerz april|apr mai juni|jun juli|jul august|aug "
        "september|sep|sept oktober|okt november|nov dezember|dez"
    ),
    unit_words=(
        "‰=Promille mm=Millimeter~ cm=Zentimeter~ km/h=Stundenkilometer,Kilometer_pro_Stunde m=Meter,Metern,Meters km=Kilometer~ inch=Zoll foot=Fuß,Fuss yard=Yard~ "
        "mile=Meile~ g=Gramm kg=Kilogramm,Kilo,Kilos t=Tonne,Tonnen lb=Pfund oz=Unze,Unzen l=Liter,Litern "
        "ml=Milliliter~ s=Sekunde,Sekunden,Sek min=Minute,Minuten,Min h=Stunde,Stunden,Std day=Tag,Tage,Tagen,Tages "
        "week=Woche,Wochen month=Monat,Monate,Monaten,Monats year=Jahr,Jahre,Jahren,Jahres V=Volt W=Watt kW=Kilowatt "
        "bar=Bar acre=Acre~,Morgen ha=Hektar~ Nm=Newtonmeter gallon=Gallone~ A=Ampere"
    ),
    currency_words=(
        "peso=Peso,Pesos dollar=Dollar,Dollars,Dollarn EUR=Euro,Euros pound=Pfund JPY=Yen CNY=Yuan rupee=Rupien krone=Krone,Kronen RUB=Rubel "
        "PLN=Zloty,Złoty UAH=Hrywnja lira=Lira ILS=Schekel franc=Franken,Franc,Francs dinar=Dinar dirham=Dirham rial=Riyal,Rial HUF=Forint"
    ),
    scale_words=(
        "2=Hundert,hundert 3=Tausend,tausend,Tsd 6=Million,Millionen,Mio 9=Milliarde,Milliarden,Mrd "
        "12=Billion,Billionen"
    ),
    not_symbols="A",
    not_numbers=(
        "ein eine einen einem einer eines eins erste ersten erster erstes erstem einmal paar beide beiden doppelt "
        "mittag mittags dutzend achte achten achter zwanziger dreißiger vierziger fünfziger sechziger siebziger "
        "achtziger neunziger"
    ),
    clock=(
        "-30=halb_HOUR +15=viertel_nach_HOUR -15=viertel_vor_HOUR -15=dreiviertel_HOUR -15=drei_viertel_HOUR "
        "-45=um_viertel_HOUR +M=um_MINUTE_nach_HOUR +M=MINUTE_minuten_nach_HOUR -M=um_MINUTE_vor_HOUR "
        "-M=MINUTE_minuten_vor_HOUR +0=HOURWORD_uhr 0:00=mitternacht"
    ),
    day_parts=(
        "morning=morgens|vormittags?|frühmorgens|früh|am_morgen|heute_morgen noon=mittags afternoon=nachmittags? "
        "evening=abends? night=nachts?"
    ),
    weekdays=(
        "montag|montags dienstag|dienstags mittwoch|mittwochs donnerstag|donnerstags freitag|freitags "
        "samstag|samstags|sonnabend sonntag|sonntags"
    ),
)
