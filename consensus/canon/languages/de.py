"""German."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="de",
    name="German",
    denies=(
        "nicht kein keine keinen keinem keiner keines keins nie niemals niemand niemanden niemandem nichts "
        "nirgends nirgendwo weder nein keinerlei keinesfalls keineswegs"
    ),
    hints_denial=(
        "without=ohne,~los,~lose,~losen,~loser,~loses lack=fehl~,mangel~,mangelt,entbehr~,frei_von,~frei,~freie,"
        "~freien only=nur,ausschließlich,lediglich,allein,erst,bloß,nur_noch rare=kaum,selten,wenig,wenige "
        "except=außer,ausgenommen,ausnahme~,es_sei_denn,sofern,ausschluss,ausgeschlossen,ausschließ~,abgesehen "
        "avoid=vermeid~,verhinder~,verhütet,schütz~,schutz,unterlass~,unterbleib~,fernhalt~,vorbeug~ stop=stopp~,"
        "abbrech~,abgebrochen,beend~,einstell~,eingestellt,abgelaufen,deaktivier~,storniert~ refuse=weiger~,"
        "verweiger~,ablehn~,abgelehnt~,lehnt,abweis~ forbid=verboten~,verbot,verbiet~,untersag~,unzulässig~,"
        "unbefugt~,unerlaubt~,illegal~,rechtswidrig~ fail=fehlgeschlagen~,fehlschlag~,scheiter~,gescheitert~,"
        "misslung~,misslingt,erfolglos~ un=nichtig~,un~bar,un~bare,un~baren,un~barer,un~bares,un~lich,un~liche,"
        "un~lichen,un~licher,un~liches,unmöglich~,ungültig~,unbekannt~,unnötig~,unwahrscheinlich~,unverändert~,"
        "unbegrenzt~,unsicher~,ungeeignet~,ungenutzt~,unfähig~,unvollständig~,unzureichend~,unpassend~,"
        "unabhängig~,unzufrieden~,unbezahlt~,ungeöffnet~,unklar~,unberührt~,ungelesen~,unbeaufsichtigt~,"
        "ungewöhnlich~,inaktiv~,inkompatibel~,unterschiedlich~,unverzüglich,unwiderruflich~,unleserlich~,"
        "unbenutzt~,unrichtig~,außerstande instead=statt,anstatt,anstelle,stattdessen,sondern other=andere,"
        "anderen,anderer,anderes,anderem,anders,verschieden~,abweich~,sonst wrong=falsch~,schlecht~,fehlerhaft~ "
        "hard=schwer,schwierig~ gone=verlor~,verlier~,weg empty=leer~,null limit=höchstens,mindestens,maximal~,"
        "minimal~,höchstmaß,höchstens,bis_zu,spätestens doubt=zweifel~,bezweifel~"
    ),
    no_denial_pattern=(
        r"\bnicht (?:nur|zuletzt|selten|umhin|unüblich|ungewöhnlich|unbedingt nötig)\b|\b(?:vergessen|vergiss|"
        r"vergesst|zögern|scheuen|versäumen|säumen) (?:sie |sich )*(?:(?:bitte|daher|also) )?nicht\b|"
        r"\bnicht (?:zu )?(?:vergessen|vergisst|zögern|versäumen|scheuen)\b|\b(?:zögere|zögert|scheue|"
        r"vergiss) nicht\b|\bkeine (?:sorge|ursache|scheu)\b|\bnicht (?:später|früher) als\b|"
        r"\bnichts (?:anderes als|als)\b|\bob (?:[\w ]{1,30} )?oder nicht\b|\boder nicht\b|\bkein problem\b|"
        r"\bkein zweifel\b|\bnicht wahr\b|\b(?:nicht|nie) ohne\b"
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
    opposites=(
        "links linke~ / rechts rechte rechten rechter rechtes rechtem; ein an einschalt~ eingeschaltet~ "
        "einzuschalten anschalt~ angeschaltet~ aktivier~ / aus ab ausschalt~ ausgeschaltet~ auszuschalten abschalt~ "
        "abgeschaltet~ abzuschalten deaktivier~; öffn~ offen~ geöffnet~ / schließ~ schliess~ geschlossen~ "
        "verschließ~ verschlossen~; hoch hinauf aufwärts herauf rauf nach_oben / runter hinunter abwärts herunter "
        "nach_unten; oben obere~ oberste~ oberhalb über / unten untere~ unterste~ unterhalb unter; vor bevor vorher "
        "/ nach nachdem nachher; mehr / weniger; mindest~ wenigstens minimal~ minimum / höchst~ maximal~ maximum; "
        "erhöh~ steiger~ anheb~ steig~ erhöht~ gesteigert~ / senk~ verringer~ reduzier~ vermindern vermindert~ "
        "gesenkt~ sink~ absenk~; in hinein herein / hinaus heraus; innen innere~ innerhalb intern~ drinnen / außen "
        "äußere~ außerhalb extern~ draußen; erst erste~ zuerst / letzt~ zuletzt; start~ gestartet~ beginn~ anfang~ "
        "begonnen~ / stopp~ gestoppt~ beend~ endet enden ende anhalten; verriegel~ sperr~ gesperrt~ / entriegel~ "
        "entsperr~; anschließ~ angeschlossen~ verbind~ verbunden~ / trenn~ getrennt~ abtrenn~; hinzu hinzufüg~ "
        "hinzugefügt~ einsetz~ eingesetzt~ einleg~ einbau~ eingebaut~ montier~ / entfern~ lösch~ gelöscht~ "
        "herausnehm~ ausbau~ ausgebaut~ demontier~; drück~ gedrückt~ schieb~ / zieh~ gezogen~; warm~ wärm~ heiß~ / "
        "kalt~ kälter~ kühl~; nass~ feucht~ / trocken~ trockn~; immer stets / nie niemals; alle aller allen alles "
        "sämtlich~ / kein~ niemand~ nichts; im_uhrzeigersinn / gegen_den_uhrzeigersinn entgegen_dem_uhrzeigersinn; "
        "rot rote~ / grün grüne~ / blau~ / gelb~ / weiß weiße~ / schwarz~ / orange~ / braun~ / grau~ / violett~ lila "
        "/ rosa; plus~ / minus~; nord~ / süd~ / ost osten östlich~ ostseite / west~; vorn vorne vordere~ vorwärts / "
        "hinten hintere~ rückwärts; eingang~ eingäng~ eintritt~ / ausgang~ ausgäng~ austritt~; eingabe~ / ausgabe~; "
        "wechselstrom~ wechselspannung~ / gleichstrom~ gleichspannung~; positiv~ / negativ~; erlaub~ gestatte~ "
        "zulässig~ zugelassen~ / verbot~ verbiet~ untersag~ unzulässig~; gutschrift~ gutgeschrieben~ / lastschrift~ "
        "belastung~ belastet~; brutto~ / netto~; import~ einfuhr~ einführ~ / export~ ausfuhr~ ausführ~; "
        "einschließlich inklusive enthalten enthält / ausschließlich exklusive ausgenommen ausgeschlossen; annehm~ "
        "annahme angenommen~ akzeptier~ nimmt / ablehn~ abgelehnt~ lehnt zurückweis~; mit / ohne; hoch hohe~ höher~ "
        "/ niedrig~ tief tiefe tiefer~; lang lange langer langes langen länger~ / kurz~ kürzer~; groß~ größer~ / "
        "klein~; schnell~ / langsam~; voll volle~ / leer~; neu neue~ / alt alte alten altes alter älter~; früh~ / "
        "spät~; tag tage tagsüber tags / nacht nächte nachts; morgens vormittag~ / abends abend nachmittag~; heute / "
        "morgen / gestern; wahr wahre~ richtig~ / falsch~; gültig~ / ungültig~; öffentlich~ / privat~; waagerecht~ "
        "waagrecht~ horizontal~ / senkrecht~ vertikal~; ankunft ankommen ankommt / abfahrt abflug abreise; schwer~ / "
        "leicht~; dick~ / dünn~; breit~ weit / schmal~ eng enge~; festzieh~ anzieh~ fest / lösen löst locker~ "
        "gelöst~; anzeig~ einblend~ angezeigt~ / ausblend~ verberg~ verborgen~ ausgeblendet~; hochlad~ hochgeladen~ "
        "/ herunterlad~ heruntergeladen~; kauf kaufen kauft gekauft~ / verkauf~; gewinn~ / verlust~; einnahme~ / "
        "ausgabe ausgaben; sicher sichere~ / gefährlich~ unsicher~; mann männer männlich~ / frau frauen weiblich~; "
        "erfolg~ gelang~ / fehlgeschlagen~ misserfolg~ gescheitert~; besser~ beste~ / schlechter~ schlechteste~ "
        "schlimm~; autorisiert~ zugelassen~ befugt~ / beliebig~ unbefugt~"
    ),
    parties=(
        "käufer~ / verkäufer~; mieter~ / vermieter~; pächter~ / verpächter~; darlehensgeber~ kreditgeber~ / "
        "darlehensnehmer~ kreditnehmer~; lizenzgeber~ / lizenznehmer~; arbeitgeber~ / arbeitnehmer~; auftraggeber~ "
        "besteller~ / auftragnehmer~; gläubiger~ / schuldner~; kläger~ / beklagte~; versicherer~ / versicherte~ "
        "versicherungsnehmer~; absender~ / empfänger~; kunde~ kundin~ / lieferant~ anbieter~; leasinggeber~ / "
        "leasingnehmer~; lehrer~ / schüler~; arzt~ ärzt~ / patient~; eltern~ / kind kinder kindern kindes; "
        "vollmachtgeber~ / bevollmächtigte~"
    ),
    duties="muss müssen musst müsst soll sollen / darf dürfen kann können",
    weekdays="montag~|mo dienstag~|di mittwoch~|mi donnerstag~|do freitag~|fr samstag~|sonnabend~|sa sonntag~",
    joins="und oder",
)
