"""German."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="de",
    name="German",
    abbreviations="usw etc u.v.m uvm u.ä o.ä u.a.m u.s.w usf dgl",
    titles=(
        "dr prof hr fr frl hl st ing dipl med jur rer nat z.b d.h i.d.r u.a u.u z.t z.zt i.a v.a s.o s.u m.e o.g "
        "u.g bzw bspw ca circa evtl ggf gegebenenfalls inkl exkl einschl zzgl abzgl max min vgl sog nr nrn abb abs "
        "aufl bd bde kap tab anm bem best hrsg jg lt gem mind tel s ziff bsp betr bez dt engl frz geb gest gez "
        "insb insbes jhd lfd od stk verf vs wg zit zw co"
    ),
    labels="abschnitt kapitel abbildung bild tabelle schritt artikel teil anhang paragraph",
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
    common=(
        "einstellungen speichern abbrechen löschen schließen öffnen zurück weiter suche suchen hilfe ja nein seite "
        "seiten datei dateien tage woche wochen jahr jahre neu neue bearbeiten drucken fehler warnung passwort "
        "benutzer drücken lesen prüfen reinigen entfernen wasser tür fenster haus menschen zeit heute morgen gestern "
        "gut schlecht groß klein bitte danke willkommen vor nach ohne immer wieder mehr weniger erste letzte kaufen "
        "bezahlen preis bestellen anmelden abmelden anzeigen ändern auswählen hinzufügen senden bei über unter "
        "zwischen dieser diese dieses jede jeden alle oder wenn weil hier dort kann muss sind wurde wird haben sein "
        "ihre ihren wir sie bevor zuerst gerät ein aus"
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
    more_number_words={"halb": "0.5", "halbe": "0.5", "halben": "0.5", "anderthalb": "1.5", "million": "1000000"},
    months=(
        "januar|jänner|jan februar|feber|feb märz|mär|maerz april|apr mai juni|jun juli|jul august|aug "
        "september|sep|sept oktober|okt november|nov dezember|dez"
    ),
    unit_words=(
        "mm=Millimeter~ cm=Zentimeter~ m=Meter,Metern,Meters km=Kilometer~ inch=Zoll foot=Fuß,Fuss yard=Yard~ "
        "mile=Meile~ g=Gramm kg=Kilogramm,Kilo,Kilos t=Tonne,Tonnen lb=Pfund oz=Unze,Unzen l=Liter,Litern "
        "ml=Milliliter~ s=Sekunde,Sekunden,Sek min=Minute,Minuten,Min h=Stunde,Stunden,Std day=Tag,Tage,Tagen,Tages "
        "week=Woche,Wochen month=Monat,Monate,Monaten,Monats year=Jahr,Jahre,Jahren,Jahres V=Volt W=Watt kW=Kilowatt "
        "bar=Bar acre=Acre~,Morgen ha=Hektar~ Nm=Newtonmeter gallon=Gallone~ A=Ampere"
    ),
    currency_words=(
        "$=Dollar,Dollars,Dollarn EUR=Euro,Euros GBP=Pfund JPY=Yen CNY=Yuan INR=Rupien CZK=Kronen RUB=Rubel "
        "PLN=Zloty,Złoty UAH=Hrywnja TRY=Lira ILS=Schekel CHF=Franken"
    ),
    scale_words=(
        "2=Hundert,hundert 3=Tausend,tausend,Tsd 6=Million,Millionen,Mio 9=Milliarde,Milliarden,Mrd "
        "12=Billion,Billionen"
    ),
    not_symbols="A",
)
