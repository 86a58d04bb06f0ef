"""Italian."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="it",
    name="Italian",
    abbreviations="ecc etc",
    titles=(
        "sig sigg sig.ra sig.na sig.ri dott dott.ssa prof prof.ssa ing avv arch geom mons s st p.es es ad.es pag "
        "pagg p pp n nn nr artt fig figg cap capp vol voll tab tel cfr v ed max min incl escl c.a spett gent egr "
        "rif"
    ),
    labels="sezione capitolo figura tabella passo articolo allegato parte",
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
    common=(
        "impostazioni salva salvare annulla annullare elimina chiudi chiudere apri aprire indietro avanti cerca "
        "cercare aiuto sì pagina giorno giorni settimana anno anni nuovo nuova modifica stampa stampare errore avviso "
        "utente premere leggere leggi controllare pulire rimuovere acqua porta finestra casa gente tempo oggi domani "
        "ieri buono cattivo grande piccolo grazie benvenuto prima dopo senza sempre ancora più meno primo ultimo "
        "comprare pagare prezzo ordine mostra aggiungi inviare su tra ogni tutti tutte ma se quando dove qui è sono "
        "essere ha nella nel della delle degli gli questo questa questi anche molto"
    ),
    more_number_words={"mezzo": "0.5", "mezza": "0.5", "metà": "0.5", "milione": "1000000", "miliardo": "1000000000"},
    months=(
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|set|sett ottobre|ott novembre|nov dicembre|dic"
    ),
    unit_words=(
        "mm=millimetr~ cm=centimetr~ m=metro,metri km=chilometr~ inch=pollice,pollici foot=piede,piedi yard=iard~ "
        "mile=miglio,miglia g=grammo,grammi kg=chilogramm~,chilo,chili t=tonnellata,tonnellate lb=libbra,libbre "
        "oz=oncia,once l=litro,litri ml=millilit~ s=secondo,secondi min=minuto,minuti h=ora,ore day=giorno,giorni "
        "week=settimana,settimane month=mese,mesi year=anno,anni V=volt W=watt kW=chilowatt acre=acri,acro "
        "ha=ettari,ettaro gallon=gallone,galloni A=ampere"
    ),
    currency_words=(
        "$=dollaro,dollari EUR=euro GBP=sterlina,sterline JPY=yen CNY=yuan INR=rupie CZK=corone RUB=rubli PLN=zloty "
        "UAH=grivnie TRY=lire ILS=shekel CHF=franchi"
    ),
    scale_words="3=mila,mille 6=milione,milioni,mln 9=miliardo,miliardi,mld",
    not_symbols="A l",
)
