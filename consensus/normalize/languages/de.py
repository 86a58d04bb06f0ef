"""German."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="de",
    name="German",
    scripts="latin",
    number_style="comma",
    traits="hours_24 am_is_a_word dotted_dates numbers_begin_words ordinal_point",
    abbreviations="usw etc u.v.m uvm u.ä o.ä u.a.m u.s.w usf dgl",
    titles=(
        "dr prof hr fr frl hl st ing dipl med jur rer nat z.b d.h i.d.r u.a u.u z.t z.zt i.a v.a s.o s.u m.e o.g "
        "u.g bzw bspw ca circa evtl ggf gegebenenfalls inkl exkl einschl zzgl abzgl max min vgl sog nr nrn abb abs "
        "aufl bd bde kap tab anm bem best hrsg jg lt gem mind tel s ziff bsp betr bez dt engl frz geb gest gez "
        "insb insbes jhd lfd od stk verf vs wg zit zw co"
    ),
    labels="abschnitt kapitel abbildung bild tabelle schritt artikel teil anhang paragraph",
    denies=(
        "nicht kein keine keinen keinem keiner keines keins nie niemals niemand niemanden niemandem nichts "
        "nirgends nirgendwo weder nein keinerlei keinesfalls keineswegs"
    ),
    hints_denial=(
        "without=ohne,~los,~lose,~losen,~loser,~loses lack=fehl~,mangel~,mangelt,entbehr~,frei_von,~frei,~freie,"
        "~freien only=nur,ausschließlich,lediglich,allein,erst,bloß,nur_noch rare=kaum,selten,wenig,wenige "
        "except=außer,ausgenommen,ausnahme~,es_sei_denn,sofern,ausschluss,ausgeschlossen,ausschließ~,abgesehen "
        "avoid=vermeid~,verhinder~,verhütet,schütz~,unterlass~,unterbleib~,fernhalt~,vorbeug~ stop=stopp~,"
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
    more_number_words=(
        "0.25=viertel 0.5=halb,halbe,halben,halbes,halber,hälfte 0.75=dreiviertel 1.5=anderthalb,eineinhalb,"
        "anderthalben 2.5=zweieinhalb 3.5=dreieinhalb 4=viermal 4.5=viereinhalb 5=fünftel,fünfmal,fünftes "
        "5.5=fünfeinhalb 6=sechsmal,sechstes 6.5=sechseinhalb 7=siebtes 7.5=siebeneinhalb 8=achtes 8.5=achteinhalb "
        "9.5=neuneinhalb 10=zehntel,zehnmal 12=mitternacht 15=viertelstunde 30=halbstündig,halbstündige "
        "45=dreiviertelstunde 1000000=million"
    ),
    months=(
        "januar|jänner|jan februar|feber|feb märz|mär|maerz april|apr mai juni|jun juli|jul august|aug "
        "september|sep|sept oktober|okt november|nov dezember|dez"
    ),
    unit_words=(
        "‰=Promille mm=Millimeter~ cm=Zentimeter~ km/h=Stundenkilometer,Kilometer_pro_Stunde m=Meter,Metern,"
        "Meters km=Kilometer~ inch=Zoll foot=Fuß,Fuss yard=Yard~ mile=Meile~ g=Gramm kg=Kilogramm,Kilo,Kilos "
        "t=Tonne,Tonnen lb=Pfund oz=Unze,Unzen l=Liter,Litern ml=Milliliter~ s=Sekunde,Sekunden,Sek min=Minute,"
        "Minuten,Min h=Stunde,Stunden,Std day=Tag,Tage,Tagen,Tages week=Woche,Wochen month=Monat,Monate,Monaten,"
        "Monats year=Jahr,Jahre,Jahren,Jahres V=Volt W=Watt kW=Kilowatt bar=Bar acre=Acre~,Morgen ha=Hektar~ "
        "Nm=Newtonmeter gallon=Gallone~ A=Ampere"
    ),
    currency_words=(
        "peso=Peso,Pesos dollar=Dollar,Dollars,Dollarn EUR=Euro,Euros pound=Pfund JPY=Yen CNY=Yuan rupee=Rupien "
        "krone=Krone,Kronen RUB=Rubel PLN=Zloty,Złoty UAH=Hrywnja lira=Lira ILS=Schekel franc=Franken,Franc,"
        "Francs dinar=Dinar dirham=Dirham rial=Riyal,Rial HUF=Forint"
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
        "-30+M=MINUTE_nach_halb_HOUR -30-M=MINUTE_vor_halb_HOUR -30=halb_HOUR +15=viertel_nach_HOUR "
        "-15=viertel_vor_HOUR -15=dreiviertel_HOUR -15=drei_viertel_HOUR -45=um_viertel_HOUR "
        "+M=um_MINUTE_nach_HOUR +M=MINUTE_minuten_nach_HOUR -M=um_MINUTE_vor_HOUR -M=MINUTE_minuten_vor_HOUR "
        "+0=HOURWORD_uhr 0:00=mitternacht"
    ),
    day_parts=(
        "morning=morgens|vormittags?|frühmorgens|früh|am_morgen|heute_morgen noon=mittags afternoon=nachmittags? "
        "evening=abends? night=nachts?"
    ),
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
    weekdays=(
        "montag|montags dienstag|dienstags mittwoch|mittwochs donnerstag|donnerstags freitag|freitags "
        "samstag|samstags|sonnabend sonntag|sonntags"
    ),
    joins="und oder",
    totals="summe summen zwischensumme gesamt gesamtsumme gesamtbetrag endsumme total saldo insgesamt übertrag",
    says_yes="ja wahr",
    says_no="nein falsch",
    small_words=(
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
        "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
        "zur bis mehr durch man sein wurde sei prozent hatte kann gegen vom können schon wenn habe seine mark ihre "
        "dann unter wir soll ich eines jahr zwei jeden tag je nie also oft mal"
    ),
    letters="äöüß",
    number_joints="und",
)
