"""Italian."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="it",
    name="Italian",
    scripts="latin",
    number_style="comma",
    traits="hours_24 trimesters numbers_begin_words elides denies_twice fixed_order",
    abbreviations="ecc etc",
    titles=(
        "sig sigg sig.ra sig.na sig.ri dott dott.ssa prof prof.ssa ing avv arch geom mons s st p.es es ad.es pag "
        "pagg p pp n nn nr artt fig figg cap capp vol voll tab tel cfr v ed max min incl escl c.a spett gent egr "
        "rif"
    ),
    labels="sezione capitolo figura tabella passo articolo allegato parte",
    denies="non mai nessun nessuno nessuna niente nulla né neppure neanche nemmeno no",
    hints_denial=(
        "without=senza lack=manc~,assen~,esaurit~,priv~,assenza,esente only=solo,soltanto,solamente,unicamente,"
        "esclusivamente rare=appena,poco,poca,pochi,raramente except=salvo,tranne,eccetto,eccezione,esclu~,"
        "a_meno_che avoid=evit~,imped~,protegg~,protezione,prevenire,astener~,lontano,riparo,tenere_lontano "
        "stop=smett~,cess~,ferm~,annull~,interromp~,scadut~,disattiv~ refuse=rifiut~,respin~,neg~,declin~ "
        "forbid=viet~,divieto,proib~,illegal~,illecit~ fail=fallit~,fallir~ un=in~bile,in~bili,im~bile,im~bili,"
        "ir~bile,ir~bili,inesist~,irreversib~,invalid~,scorrett~,errat~,sconosciut~,inutil~,improbabil~,"
        "illimitat~,insufficient~,incapac~,incomplet~,incompatib~,inaccessib~,indisponib~,indipenden~,inadatt~,"
        "inesatt~,inattiv~,irrevocabil~,immediat~,insolit~,inalterat~,impropri~ instead=invece,bensì,anziché,"
        "piuttosto other=altr~,divers~,altrimenti,contrario wrong=mal,male,fals~,sbagliat~ hard=difficil~ "
        "gone=pers~,perd~ empty=vuot~,zero limit=massim~,minim~,almeno,al_più too=troppo doubt=dubit~,dubbi~"
    ),
    no_denial_pattern=(
        r"\bnon (?:dimentic\w+|esit\w+|manc\w+|scord\w+|preoccup\w+|trascur\w+)\b|\bnon (?:solo|soltanto|"
        r"solamente)\b|\bnon (?:più tardi|oltre) (?:di|del|che|il|le|la)\b|\bnon (?:oltre|appena)\b|"
        r"\bnient['’]altro che\b|\bnon altro che\b|\bo (?:no|meno)\b|\bfinché non\b|\ba meno che non\b|"
        r"\bdi niente\b|\bnon è vero\b|\bnon senza\b|\bse non\b"
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
        "cercare aiuto sì pagina giorno giorni settimana anno anni nuovo nuova modifica stampa stampare errore "
        "avviso utente premere leggere leggi controllare pulire rimuovere acqua porta finestra casa gente tempo "
        "oggi domani ieri buono cattivo grande piccolo grazie benvenuto prima dopo senza sempre ancora più meno "
        "primo ultimo comprare pagare prezzo ordine mostra aggiungi inviare su tra ogni tutti tutte ma se quando "
        "dove qui è sono essere ha nella nel della delle degli gli questo questa questi anche molto"
    ),
    more_number_words=(
        "0.25=quarti 0.5=mezzo,mezz,mezza,metà,mezz'ora,mezzora 21=ventuno 22=ventidue 23=ventitré 24=ventiquattro "
        "25=venticinque 28=ventotto 31=trentuno 32=trentadue 35=trentacinque 45=quarantacinque 200=duecento "
        "300=trecento 400=quattrocento 500=cinquecento 600=seicento 700=settecento 800=ottocento 900=novecento "
        "2000=duemila 3000=tremila 4000=quattromila 5000=cinquemila 10000=diecimila 1000000=milione,milioni "
        "1000000000=miliardo,miliardi"
    ),
    months=(
        "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago "
        "settembre|set|sett ottobre|ott novembre|nov dicembre|dic"
    ),
    unit_words=(
        "‰=per_mille mm=millimetr~ cm=centimetr~ km/h=chilometri_orari,chilometri_all'ora m=metro,metri "
        "km=chilometr~ inch=pollice,pollici foot=piede,piedi yard=iard~ mile=miglio,miglia g=grammo,grammi "
        "kg=chilogramm~,chilo,chili t=tonnellata,tonnellate lb=libbra,libbre oz=oncia,once l=litro,litri "
        "ml=millilit~ s=secondo,secondi min=minuto,minuti h=ora,ore day=giorno,giorni week=settimana,settimane "
        "month=mese,mesi year=anno,anni V=volt W=watt kW=chilowatt acre=acri,acro ha=ettari,ettaro gallon=gallone,"
        "galloni A=ampere"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollaro,dollari EUR=euro pound=sterlina,sterline JPY=yen CNY=yuan rupee=rupie "
        "krone=corona,corone RUB=rubli PLN=zloty UAH=grivnie lira=lire ILS=shekel franc=franco,franchi "
        "dinar=dinari dirham=dirham HUF=fiorini"
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
    opposites=(
        "sinistra sinistro sinistre sinistri / destr~; accend~ acces~ attiv~ / spegn~ spent~ spegnero nera neri nere "
        "disattiv~; apr~ apert~ / chiud~ chius~; su alto verso_l'alto / giù basso verso_il_basso; superior~ sopra / "
        "inferior~ sotto; prima / dopo; più maggior~ / meno minor~; minim~ almeno / massim~ al_massimo; aument~ "
        "increment~ alz~ / ridu~ ridott~ diminu~ abbass~; dentro intern~ / fuori estern~; prim~ / ultim~; avvia~ "
        "avvio inizi~ cominci~ / arrest~ ferm~ termin~ fine interromp~; blocc~ / sblocc~; colleg~ conne~ / scolleg~ "
        "disconne~; aggiung~ aggiunt~ inser~ install~ mont~ / rimuov~ rimoss~ togli~ elimin~ disinstall~ smont~; "
        "spin~ premer~ / tir~; cald~ / fredd~ fresc~; umid~ bagnat~ / asciutt~ secc~; sempre / mai; tutti tutte "
        "tutto tutta / nessun~ niente nulla; in_senso_orario senso_orario / in_senso_antiorario senso_antiorario; "
        "rosso rossa rossi rosse / verde verdi / blu azzurr~ / giall~ / bianc~ / nero nera neri nere / arancion~ / "
        "marron~ / grigi~ / viola / rosa; nord / sud / est / ovest; anterior~ davanti avanti frontale / posterior~ "
        "dietro indietro retro; ingress~ entrata / uscit~; alternata / continua; positiv~ / negativ~; consent~ "
        "permess~ permett~ autorizz~ / viet~ proib~; accredit~ credit~ / addebit~ debit~; lordo lorda lordi lorde / "
        "nett~; import~ / esport~; inclu~ compres~ / esclu~; accett~ approv~ / rifiut~ respin~; con / senza; alto "
        "alta alti alte elevat~ / basso bassa bassi basse; lung~ / cort~ brev~; grand~ / piccol~; veloc~ rapid~ / "
        "lent~; pien~ / vuot~; nuov~ / vecchi~; presto / tardi; giorno giorni / notte notti; mattin~ / sera "
        "pomeriggio; oggi / domani / ieri; vero vera veri vere / fals~; valid~ / invalid~ non_valido; pubblic~ / "
        "privat~; orizzontal~ / vertical~; arriv~ / partenz~; pesant~ / legger~; spess~ / sottil~; larg~ / strett~; "
        "string~ serr~ / allent~; mostr~ visualizz~ / nascond~; caric~ / scaric~; acquist~ compr~ / vend~; profitt~ "
        "guadagn~ utile / perdit~; entrate ricav~ / uscite spes~; sicur~ / pericolos~; uomo uomini maschi~ / donna "
        "donne femmin~; riuscit~ success~ / fallit~ insuccess~; miglior~ meglio / peggior~ peggio"
    ),
    parties=(
        "acquirent~ comprator~ / venditor~ venditric~; inquilin~ conduttor~ locatari~ / locator~ proprietari~; "
        "prestator~ mutuant~ / mutuatari~; licenziante / licenziatari~; datore_di_lavoro datori_di_lavoro / "
        "dipendent~ lavorator~; creditor~ / debitor~; attore attrice ricorrent~ / convenut~; assicurator~ / "
        "assicurat~; mittent~ / destinatari~; client~ / fornitor~; mandant~ preponent~ / mandatari~ agent~; "
        "insegnant~ professor~ / alunn~ student~; medic~ / pazient~; genitor~ / figli~ bambin~"
    ),
    duties="deve devono dovrà dovranno devi / può possono potrà potranno puoi",
    weekdays="lunedì martedì mercoledì giovedì venerdì sabato|sabati domenica|domeniche",
    joins="e ed o oppure",
    totals="totale totali subtotale somma saldo complessivo",
    says_yes="sì si vero",
    says_no="no falso",
    small_words=(
        "di e il la che in un per non una è del si da le con i gli al ha nel alla della delle dei dal come più ma "
        "anche sono o lo se ci questo questa quando molto senza sopra tra fra dove chi fino tutto tutti tutta tutte "
        "nostro durante contro altri prima dopo ogni giorno giorni volta nuovo nuova deve devono essere può possono "
        "usare premere aprire chiudere favore grazie sul sulla nella nei degli ai agli su sua suo loro lei lui mi ti "
        "vi a qui solo ancora sempre poi quale posso voglio ho fare adesso oggi ieri domani stesso stessa mai "
        "qualcosa niente nessuno poco bene male meglio così libro casa acqua parte tempo grande hanno sia siano era "
        "erano noi voi essi due tre allo dello uno gran via alle en"
    ),
    letters="àèéìíòóùú",
    number_joints="vent|trent|quarant|cinquant|sessant|settant|ottant|novant",
)
