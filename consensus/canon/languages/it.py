"""Italian."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="it",
    name="Italian",
    denies="non mai nessun nessuno nessuna niente nulla né neppure neanche nemmeno",
    hints_denial=(
        "senza no in~ im~ ir~ dis~ s~ poco poca appena salvo tranne evit~ manc~ imped~ viet~ neg~ rifiut~ solo meno "
        "assen~ ma troppo ignor~"
    ),
    everyday=("il di che la un una per non sono con del della è si le i da come anche nel alla dei gli questo in e"),
    number_words=(
        "zero uno|un|una|primo|prima|primi|prime due|secondo|seconda|doppio|entrambi|entrambe|paio tre|terzo|terza "
        "quattro|quarto|quarta cinque|quinto|quinta sei|sesto|sesta sette|settimo|settima otto|ottavo|ottava "
        "nove|nono|nona dieci|decimo|decima|decina|decine undici dodici|dozzina|mezzogiorno tredici quattordici "
        "quindici sedici diciassette diciotto diciannove venti|ventina trenta|trentina quaranta|quarantina "
        "cinquanta|cinquantina sessanta settanta ottanta novanta cento|centinaio|centinaia "
        "mille|mila|migliaio|migliaia"
    ),
    more_number_words={
        "mezzo": "0.5",
        "mezz": "0.5",
        "mezza": "0.5",
        "metà": "0.5",
        "milione": "1000000",
        "miliardo": "1000000000",
        "mezz'ora": "0.5",
        "mezzora": "0.5",
        "quarti": "0.25",
        "duecento": "200",
        "trecento": "300",
        "quattrocento": "400",
        "cinquecento": "500",
        "seicento": "600",
        "settecento": "700",
        "ottocento": "800",
        "novecento": "900",
        "duemila": "2000",
        "tremila": "3000",
        "quattromila": "4000",
        "cinquemila": "5000",
        "diecimila": "10000",
        "ventuno": "21",
        "ventidue": "22",
        "ventitré": "23",
        "ventiquattro": "24",
        "venticinque": "25",
        "ventotto": "28",
        "trentuno": "31",
        "trentadue": "32",
        "trentacinque": "35",
        "quarantacinque": "45",
        "milioni": "1000000",
        "miliardi": "1000000000",
    },
    months=(
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|set|sett ottobre|ott novembre|nov dicembre|dic"
    ),
    unit_words=(
        "‰=per_mille mm=millimetr~ cm=centimetr~ km/h=chilometri_orari,chilometri_all'ora m=metro,metri km=chilometr~ inch=pollice,pollici foot=piede,piedi yard=iard~ "
        "mile=miglio,miglia g=grammo,grammi kg=chilogramm~,chilo,chili t=tonnellata,tonnellate lb=libbra,libbre "
        "oz=oncia,once l=litro,litri ml=millilit~ s=secondo,secondi min=minuto,minuti h=ora,ore day=giorno,giorni "
        "week=settimana,settimane month=mese,mesi year=anno,anni V=volt W=watt kW=chilowatt acre=acri,acro "
        "ha=ettari,ettaro gallon=gallone,galloni A=ampere"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollaro,dollari EUR=euro pound=sterlina,sterline JPY=yen CNY=yuan rupee=rupie krone=corona,corone RUB=rubli PLN=zloty "
        "UAH=grivnie lira=lire ILS=shekel franc=franco,franchi dinar=dinari dirham=dirham HUF=fiorini"
    ),
    scale_words="3=mila,mille 6=milione,milioni,mln 9=miliardo,miliardi,mld",
    not_symbols="A l",
    not_numbers=(
        "uno un una primo prima primi prime secondo seconda doppio entrambi entrambe paio sei quarto quarta decina "
        "decine dozzina mezzogiorno ventina trentina quarantina cinquantina centinaio"
    ),
    clock=(
        "+30=HOUR_e_mezz[ao] +15=HOUR_e_un_quarto -15=HOUR_meno_un_quarto +45=HOUR_e_tre_quarti "
        "-15=un_quarto_all[ae]_HOUR -M=alle_HOUR_meno_MINUTE 12:00=mezzogiorno 0:00=mezzanotte"
    ),
    day_parts=(
        "morning=mattino|mattina|mattine noon=mezzogiorno afternoon=pomeriggio|pomeriggi "
        "evening=sera|stasera|serata night=notte|stanotte"
    ),
    weekdays="lunedì martedì mercoledì giovedì venerdì sabato|sabati domenica|domeniche",
)
