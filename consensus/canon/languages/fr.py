"""French."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="fr",
    name="French",
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
    more_number_words={
        "demi": "0.5",
        "demie": "0.5",
        "moitié": "0.5",
        "million": "1000000",
        "milliard": "1000000000",
        "demi-heure": "0.5",
        "demies": "0.5",
        "quart": "0.25",
        "quarts": "0.25",
        "minuit": "12",
        "tiers": "3",
        "trillion": "1000000000000",
        "premier": "1",
    },
    months=(
        "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre|oct "
        "novembre|nov décembre|déc"
    ),
    unit_words=(
        "‰=pour_mille mm=millimèt~ cm=centimèt~ km/h=kilomètres_à_l'heure,kilomètres_par_heure,kilomètres-heure m=mètre,mètres km=kilomèt~ inch=pouce,pouces foot=pied,pieds yard=yard~ "
        "mile=mile,miles,mille~ g=gramme,grammes kg=kilogramme~,kilo,kilos t=tonne,tonnes lb=livre,livres "
        "oz=once,onces l=litre,litres ml=millilit~ s=seconde,secondes min=minute,minutes h=heure,heures "
        "day=jour,jours,journée,journées week=semaine,semaines month=mois year=an,ans,année,années V=volt,volts "
        "W=watt,watts kW=kilowatt~ bar=bars acre=acre~ ha=hectare~ gallon=gallon~ A=ampère~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dollar,dollars EUR=euro,euros pound=livre,livres JPY=yen,yens CNY=yuan,yuans rupee=roupies krone=couronne,couronnes "
        "RUB=roubles PLN=zlotys UAH=hryvnias lira=lires ILS=shekels franc=franc,francs dinar=dinars dirham=dirhams HUF=forints"
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
        "12:00=midi 0:00=minuit +0=à_HOURWORD_heures?(?!_et|_moins)"
    ),
    day_parts="morning=matin|matinée noon=midi afternoon=après-midi evening=soir|soirée night=nuit",
    weekdays=(
        "lundi|lundis mardi|mardis mercredi|mercredis jeudi|jeudis vendredi|vendredis samedi|samedis dimanche|dimanches"
    ),
)
