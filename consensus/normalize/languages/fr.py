"""French."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="fr",
    name="French",
    scripts="latin",
    number_style="space",
    traits="hours_24 trimesters elides denies_twice fixed_order",
    abbreviations="etc",
    titles=(
        "m mm mme mlle mlles mmes dr pr mgr st ste sr cf p.ex par.ex env vol chap fig éd p pp nos tél av bd ed réf "
        "tab max min incl excl hab n.b c.-à-d c.à.d resp"
    ),
    labels="section chapitre figure tableau étape article annexe partie",
    denies="pas jamais aucun aucune rien personne nulle nul ni non guère nullement aucunement",
    denies_pattern=(
        r"\b(?:ne |n['’])(?:\w+[ '’]){1,3}plus\b|\bn['’](?:a|ont|avait|aura) pu\b|\bne (?:peut|peuvent|saurait|"
        r"sauraient|cesse|cessent)\b(?! \w+ que)"
    ),
    hints_denial=(
        "without=sans lack=manqu~,absen~,dépourvu~,exempt~ only=seul~,uniquement,ne rare=peu,rarement,à_peine "
        "except=sauf,hormis,excepté~,exception~,exclu~,à_moins_que,autrement avoid=évit~,empêch~,protég~,"
        "protection,abst~,garder_de,abri,éloign~,tenir_éloigné stop=cess~,arrêt~,annul~,interromp~,expir~,"
        "désactiv~ refuse=refus~,rejet~,déclin~ forbid=interdi~,défense,défendu~,prohib~,illég~,non_autorisé~ "
        "fail=échou~,échec~ un=in~able,in~ables,in~ible,in~ibles,im~able,im~ible,ir~able,ir~ible,introuvab~,"
        "irréversib~,inexist~,invalid~,incorrect~,inconnu~,inutil~,improbab~,inchangé~,illimité~,insuffisan~,"
        "incapab~,incomplet~,incompatib~,inaccessib~,indisponib~,indépendam~,indépendan~,inadapt~,inexact~,"
        "insatisf~,inutilis~,inactif~,impayé~,irrévoc~,immédiat~,dangereu~,inapplicab~,ininterromp~,malheureu~,"
        "hors instead=plutôt,lieu,mais other=autre~,différent~,différ~,sinon wrong=mauvais~,mal,faux,fausse~,"
        "erroné~ hard=difficil~ gone=perd~ empty=vide~,zéro limit=au_plus,au_moins,maxim~,minim~,jusqu~,"
        "au_plus_tard too=trop doubt=dout~"
    ),
    no_denial_pattern=(
        r"\b(?:n['’]|ne |n’)?(?:oubli\w+|hésit\w+|manqu\w+) (?:surtout )?pas\b|\bne pas (?:oublier|hésiter|"
        r"manquer)\b|\bpas seulement\b|\bnon seulement\b|\bpas plus tard\b|\brien (?:d['’]autre )?que\b|"
        r"\bn['’]est[- ]ce pas\b|\bou (?:non|pas)\b|\bpas de problème\b|\bpersonne (?:physique|morale|concernée|"
        r"responsable|qui|agréée|autorisée|est|à|de|handicapée|âgée)\b|\b(?:une|la|cette|toute|chaque|autre|"
        r"tierce|par|quelque|même|seule|deuxième|première|d['’]une) (?:\w+ )?personne\b|\bpas sans\b|"
        r"\bpas à pas\b|\b(?:un|le|les|des|premiers?|chaque|au|du|de) pas\b|\bnon[- ]\w+"
    ),
    everyday=("le la les des et est dans qui que une pour pas sur plus par au avec il sont ce cette du en un de"),
    number_words=(
        "zéro un|une|premier|première|premiers|premières|1er deux|deuxième|second|seconde|double trois|troisième "
        "quatre|quatrième cinq|cinquième six|sixième sept|septième huit|huitième neuf|neuvième dix|dixième|dizaine "
        "onze|onzième douze|douzième|douzaine|midi treize quatorze quinze|quinzaine seize dix-sept dix-huit dix-neuf "
        "vingt|vingtième|vingtaine|vingts trente|trentaine quarante|quarantaine cinquante|cinquantaine soixante "
        "septante octante|huitante nonante cent|cents|centaine|centaines mille|millier|milliers"
    ),
    common=(
        "paramètres réglages enregistrer annuler supprimer fermer ouvrir retour suivant rechercher recherche aide "
        "oui non page fichier fichiers jour jours semaine année nouveau nouvelle modifier imprimer erreur "
        "avertissement utilisateur appuyez lire lisez vérifier vérifiez nettoyer nettoyez retirer eau porte "
        "fenêtre maison gens temps aujourd'hui demain hier bon mauvais grand petit merci bienvenue avant après "
        "sans toujours encore plus moins premier dernière acheter payer prix commander afficher ajouter envoyer "
        "sur dans avec pour sous entre cette ces chaque tous toutes ou mais si ici est sont être avoir vous nous "
        "votre nos leur qui que aux appareil"
    ),
    more_number_words=(
        "0.25=quart,quarts 0.5=demi,demie,moitié,demi-heure,demies 1=premier 3=tiers 12=minuit 1000000=million "
        "1000000000=milliard 1000000000000=trillion"
    ),
    months=(
        "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre|oct "
        "novembre|nov décembre|déc"
    ),
    unit_words=(
        "‰=pour_mille mm=millimèt~ cm=centimèt~ km/h=kilomètres_à_l'heure,kilomètres_par_heure,kilomètres-heure "
        "m=mètre,mètres km=kilomèt~ inch=pouce,pouces foot=pied,pieds yard=yard~ mile=mile,miles,mille~ g=gramme,"
        "grammes kg=kilogramme~,kilo,kilos t=tonne,tonnes lb=livre,livres oz=once,onces l=litre,litres "
        "ml=millilit~ s=seconde,secondes min=minute,minutes h=heure,heures day=jour,jours,journée,journées "
        "week=semaine,semaines month=mois year=an,ans,année,années V=volt,volts W=watt,watts kW=kilowatt~ "
        "bar=bars acre=acre~ ha=hectare~ gallon=gallon~ A=ampère~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollar,dollars EUR=euro,euros pound=livre,livres JPY=yen,yens CNY=yuan,yuans "
        "rupee=roupies krone=couronne,couronnes RUB=roubles PLN=zlotys UAH=hryvnias lira=lires ILS=shekels "
        "franc=franc,francs dinar=dinars dirham=dirhams HUF=forints"
    ),
    scale_words=("3=mille,millier,milliers,k 6=million,millions 9=milliard,milliards,Md,Mds 12=billion,billions"),
    not_symbols="A l t",
    not_numbers=(
        "un une premier première premiers premières 1er second seconde double dizaine douzaine quinzaine vingtaine "
        "trentaine quarantaine cinquantaine centaine neuf midi"
    ),
    clock=(
        "+30=HOUR_heures?_et_demie? +15=HOUR_heures?_et_quart -15=HOUR_heures?_moins_le_quart "
        "-15=HOUR_heures?_moins_quart -M=HOUR_heures?_moins_MINUTE +30=HOUR_h_et_demie 12:30=midi_et_demie? "
        "0:30=minuit_et_demie? 12:00=midi 0:00=minuit +0=à_HOURWORD_heures?(?!_et|_moins)"
    ),
    day_parts="morning=matin|matinée noon=midi afternoon=après-midi evening=soir|soirée night=nuit",
    opposites=(
        "gauche gauches / droite droites droit; activ~ allum~ marche / désactiv~ éteign~ éteint~ éteindre arrêt; "
        "ouvr~ ouvert~ / ferm~; haut hausse monter montez monte vers_le_haut / bas baisse descendre descendez "
        "descend vers_le_bas; supérieur~ dessus sur / inférieur~ dessous sous; avant / après; plus davantage / "
        "moins; minim~ au_moins / maxim~ au_plus; augment~ accroît accroître élev~ hausser / diminu~ rédui~ baiss~ "
        "abaiss~; dans entrer / hors sortir; intérieur~ interne~ dedans / extérieur~ externe~ dehors; premier "
        "première premiers premières / dernier dernière derniers dernières; démarr~ commenc~ début~ lancer lancez "
        "lancement / arrêt~ stopp~ termin~ fin; verrouill~ / déverrouill~; connect~ branch~ raccord~ / déconnect~ "
        "débranch~; ajout~ insér~ install~ montez monter monté~ / supprim~ retir~ enlev~ désinstall~ démont~; pouss~ "
        "/ tire tirer tirez; chaud~ tiède / froid~ frais fraîche; humide~ mouill~ / sec sèche sèches secs séch~; "
        "toujours / jamais; tous tout toutes toute / aucun aucune rien personne; sens_des_aiguilles "
        "dans_le_sens_horaire sens_horaire / sens_inverse_des_aiguilles sens_antihoraire "
        "sens_contraire_des_aiguilles; rouge~ / vert verte verts vertes / bleu~ / jaune~ / blancer lancez lancement "
        "/ noir~ / orange~ / marron brun~ / gris~ / violet~ / rose roses; plus / moins; nord / sud / est / ouest; "
        "avant / arrière; entrée~ / sortie~; alternatif~ / continu~; positif~ positiv~ / négatif~ négativ~; autoris~ "
        "permet~ permis~ / interdi~ défendu~; crédit~ / débit~; brut brute bruts brutes / net nette nets nettes; "
        "import~ / export~; inclu~ compris~ / exclu~; accept~ / refus~ rejet~; avec / sans; haut haute hauts hautes "
        "élevé~ / bas basse basses faible~; long longue longs longues / court~; grand~ / petit~; rapide~ vite / "
        "lent~; plein~ / vide~; nouveau nouvelle nouveaux nouvelles neuf neuve / ancien~ vieux vieille; tôt / tard; "
        "jour jours / nuit nuits; matin / soir après_midi; aujourd'hui aujourd’hui / demain / hier; vrai~ / faux "
        "fausse~; valide~ valable~ / invalide~; public publics publique~ / privé~; horizontal~ / vertical~; arriv~ / "
        "départ~; lourd~ / léger~ légère~; épais~ / mince~; large~ / étroit~; serr~ resserr~ / desserr~; affich~ "
        "montr~ / masqu~ cach~; télévers~ / télécharg~; achet~ achat~ / vend~ vente~; bénéfice~ gain~ / perte~; "
        "recette~ revenu~ / dépense~; sûr~ / dangereu~; homme~ masculin~ / femme~ féminin~; réussi~ succès / échou~ "
        "échec~; meilleur~ mieux / pire~ pis"
    ),
    parties=(
        "acheteu~ acquéreur~ / vendeu~; locataire~ / bailleur~ propriétaire~; prêteu~ / emprunteu~; concédant~ / "
        "licencié~; employeur~ / employé~ salarié~; créanci~ / débit~; demandeur~ demanderesse~ plaignant~ / "
        "défendeur~ défenderesse~; assureur~ / assuré~; expéditeur~ / destinataire~; client~ / fournisseur~ "
        "prestataire~; mandant~ / mandataire~ agent agents; professeur~ enseignant~ / élève~ étudiant~; médecin~ / "
        "patient~; parent parents / enfant~"
    ),
    duties="doit doivent devez devra devront dois / peut peuvent pouvez pourra pourront peux",
    weekdays=(
        "lundi|lundis mardi|mardis mercredi|mercredis jeudi|jeudis vendredi|vendredis samedi|samedis dimanche|dimanches"
    ),
    joins="et ou",
    totals="total totaux sous-total somme solde montant_total ensemble",
    says_yes="oui vrai",
    says_no="non faux",
    small_words=(
        "de la le et les des en un une que est pour qui dans par plus pas au sur ne se ce il sont avec son du ou "
        "mais comme vous nous elle cette ses aux été être sans sous entre tout tous toute toutes avant après chaque "
        "jour jours fois nouveau nouvelle ouvrez fermez appuyez merci doit doivent peut peuvent si a à où quand très "
        "aussi mai part ni vis fil large co mal"
    ),
    letters="àâæçéèêëîïôœùûüÿ",
    kin_consonants="lx",
)
