"""French."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="fr",
    name="French",
    abbreviations="etc",
    titles=(
        "m mm mme mlle mlles mmes dr pr mgr st ste sr cf p.ex par.ex env vol chap fig éd p pp nos tél av bd ed réf "
        "tab max min incl excl hab n.b c.-à-d c.à.d resp"
    ),
    labels="section chapitre figure tableau étape article annexe partie",
    denies="pas jamais aucun aucune rien personne nulle ni",
    hints_denial=(
        "sans non ne n in~ im~ ir~ dé~ dis~ peu guère moins plus sauf refus~ manqu~ absen~ empêch~ évit~ interdi~ "
        "seul~ mal mais trop échou~ ignor~ cess~ null~"
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
        "paramètres réglages enregistrer annuler supprimer fermer ouvrir retour suivant rechercher recherche aide oui "
        "non page fichier fichiers jour jours semaine année nouveau nouvelle modifier imprimer erreur avertissement "
        "utilisateur appuyez lire lisez vérifier vérifiez nettoyer nettoyez retirer eau porte fenêtre maison gens "
        "temps aujourd'hui demain hier bon mauvais grand petit merci bienvenue avant après sans toujours encore plus "
        "moins premier dernière acheter payer prix commander afficher ajouter envoyer sur dans avec pour sous entre "
        "cette ces chaque tous toutes ou mais si ici est sont être avoir vous nous votre nos leur qui que aux "
        "appareil"
    ),
    more_number_words={"demi": "0.5", "demie": "0.5", "moitié": "0.5", "million": "1000000", "milliard": "1000000000"},
    months=(
        "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre|oct "
        "novembre|nov décembre|déc"
    ),
    unit_words=(
        "mm=millimèt~ cm=centimèt~ m=mètre,mètres km=kilomèt~ inch=pouce,pouces foot=pied,pieds yard=yard~ "
        "mile=mile,miles,mille~ g=gramme,grammes kg=kilogramme~,kilo,kilos t=tonne,tonnes lb=livre,livres "
        "oz=once,onces l=litre,litres ml=millilit~ s=seconde,secondes min=minute,minutes h=heure,heures "
        "day=jour,jours,journée,journées week=semaine,semaines month=mois year=an,ans,année,années V=volt,volts "
        "W=watt,watts kW=kilowatt~ bar=bars acre=acre~ ha=hectare~ gallon=gallon~ A=ampère~"
    ),
    currency_words=(
        "$=dollar,dollars EUR=euro,euros GBP=livre,livres JPY=yen,yens CNY=yuan,yuans INR=roupies CZK=couronnes "
        "RUB=roubles PLN=zlotys UAH=hryvnias TRY=livres ILS=shekels CHF=francs"
    ),
    scale_words=("3=mille,millier,milliers,k 6=million,millions 9=milliard,milliards,Md,Mds 12=billion,billions"),
    not_symbols="A l t",
)
