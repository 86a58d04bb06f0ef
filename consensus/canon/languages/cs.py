"""Czech."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="cs",
    name="Czech",
    denies=(
        "ne není nejsou nebyl nebyla nebylo nebyli nemá nemají nemůže nesmí nikdy nikdo nikoho nic ničeho žádný "
        "žádná žádné žádného žádnou žádných nikde nikoli nikoliv ani nelze nebude nebudou nemám nemáme nejsem nejste "
        "nechci neví nevím nebudou nesmějí nemusíte nemusí neplatí neobsahuje neobsahují nepodporuje nepodporují "
        "nefunguje nepoužívejte nepoužívat neotvírejte neotevírejte nezapínejte nevypínejte nevystavujte nedotýkejte "
        "nedoporučuje nedovoluje neumožňuje neexistuje neexistují neodpovídá nezaplatí neručí nenese nebyli nemohl "
        "nemohla nemohou nemusí nemáte nemůžete nemůžu nechce"
    ),
    hints_denial=(
        "bez ne~ málo sotva zřídka kromě vyh~ odmít~ zabrán~ zákaz~ zakáz~ jen pouze chyb~ ni~ mimo postrád~ ale "
        "příliš nedostat~ kéž zbavi~ jedno"
    ),
    everyday="a se v na je že to s z do o i jako za by pro ve k po které jsou byl ale od si při nebo",
    number_words=(
        "nula|nul jeden|jedna|jedno|jednoho|jedné|jednom|jednou|jedním|jednu|první|prvního|prvním|prvních|poprvé "
        "dva|dvě|dvou|dvěma|dvakrát|dvojí|dvojice|druhý|druhá|druhé|druhého|druhém|druhou|druhým|oba|obě|obou|pár "
        "tři|tří|třem|třemi|třech|třikrát|trojice|třetí|třetího|třetím "
        "čtyři|čtyř|čtyřem|čtyřmi|čtyřech|čtyřikrát|čtvrtý|čtvrtá|čtvrté|čtvrtého "
        "pět|pěti|pětice|pátý|pátá|páté|pátého šest|šesti|šestý|šestá|šesté|šestého "
        "sedm|sedmi|sedmý|sedmá|sedmé|sedmého osm|osmi|osmý|osmá|osmé|osmého "
        "devět|devíti|devátý|devátá|deváté|devátého deset|deseti|desátý|desátá|desáté|desítky|desítek "
        "jedenáct|jedenácti|jedenáctý|jedenácté dvanáct|dvanácti|dvanáctý|tucet|poledne|polednem "
        "třináct|třinácti|třináctý čtrnáct|čtrnácti patnáct|patnácti šestnáct|šestnácti sedmnáct|sedmnácti "
        "osmnáct|osmnácti|osmnáctý devatenáct|devatenácti|devatenáctý|devatenáctého "
        "dvacet|dvaceti|dvacátý|dvacátá|dvacátého|dvacátém|dvacátých třicet|třiceti|třicátý|třicátých "
        "čtyřicet|čtyřiceti|čtyřicátých padesát|padesáti|padesátých šedesát|šedesáti|šedesátých "
        "sedmdesát|sedmdesáti|sedmdesátých osmdesát|osmdesáti|osmdesátých devadesát|devadesáti|devadesátých "
        "sto|sta|stu|set|stovky|stovek|stě tisíc|tisíce|tisíci|tisíců"
    ),
    more_number_words={
        "půl": "0.5",
        "polovina": "0.5",
        "polovinu": "0.5",
        "milion": "1000000",
        "miliarda": "1000000000",
        "půlhodina": "0.5",
        "půlhodiny": "0.5",
        "půlhodinu": "0.5",
        "poloviny": "0.5",
        "polovině": "0.5",
        "čtvrt": "0.25",
        "čtvrtina": "0.25",
        "čtvrthodina": "0.25",
        "čtvrthodinu": "0.25",
        "půldruhé": "1.5",
        "půldruhého": "1.5",
        "dvoje": "2",
        "troje": "3",
        "čtvero": "4",
        "patero": "5",
        "dvěstě": "200",
        "jedenácté": "11",
        "dvanácté": "12",
        "deváté": "9",
        "desáté": "10",
        "milionů": "1000000",
        "miliardy": "1000000000",
        "půlnoc": "12",
    },
    months=(
        "ledna|leden|lednu|lednem|led února|únor|únoru|únorem|úno března|březen|březnu|březnem|bře "
        "dubna|duben|dubnu|dubnem|dub května|květen|květnu|květnem|kvě června|červen|červnu|červnem "
        "července|červenec|červenci|červencem srpna|srpen|srpnu|srpnem|srp září října|říjen|říjnu|říjnem|říj "
        "listopadu|listopad|listopadem|lis prosince|prosinec|prosinci|prosincem|pro"
    ),
    unit_words=(
        "‰=promil~ mm=milimetr~ cm=centimetr~ km/h=kilometrů_za_hodinu m=metr,metry,metru,metrů,metrech km=kilometr~ inch=palec,palce,palců,palcový~ "
        "foot=stopa,stopy,stop,stopách yard=yard~ mile=míle,mil,mílí,mílích g=gram,gramy,gramu,gramů "
        "kg=kilogram~,kilo,kil t=tuna,tuny,tun lb=libra,libry,liber oz=unce,uncí l=litr,litry,litru,litrů "
        "ml=mililitr~ s=sekund~ min=minut~ h=hodin~ day=den,dny,dní,dne,dnech,dnů,dni "
        "week=týden,týdny,týdnů,týdne,týdnech month=měsíc~ year=rok,roky,roku,roků,let,letech,lety,léta V=volt~ "
        "W=watt~ kW=kilowatt~ bar=barů,bary,baru acre=akr~ ha=hektar~ gallon=galon~ A=ampér~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dolar~ EUR=euro,eur,eura pound=libra,libry,liber JPY=jenů,jeny CNY=jüan~,juan~ rupee=rupií,rupie krone=korun~ "
        "RUB=rubl~ PLN=zlot~ UAH=hřiv~ lira=lir,liry ILS=šekel~ franc=frank~"
    ),
    scale_words=(
        "2=set 3=tis,tisíc,tisíce,tisíci,tisíců "
        "6=mil,mio,milion,miliony,milionu,milionů,milióny,miliónů,milión,milionech "
        "9=mld,miliarda,miliardy,miliard,miliardu 12=bilion,biliony,bilionu,bilionů"
    ),
    not_symbols="A V t",
    not_numbers=(
        "jeden jedna jedno jednoho jedné jednom jednou jedním jednu první prvního prvním prvních poprvé druhý "
        "druhá druhé druhého druhém druhou druhým pár tucet poledne polednem desítky desítek sto sta stu set "
        "dvacátých třicátých"
    ),
    clock=(
        "-30=půl_HOUR -45=čtvrt_na_HOUR -15=tři_?čtvrtě_na_HOUR -15=třičtvrtě_na_HOUR -15=tři_čtvrtě_na_HOUR "
        "+0=v_HOURWORD_hodin 12:00=v_poledne 0:00=půlnoc 0:00=o_půlnoci"
    ),
    day_parts=(
        "morning=ráno|dopoledne|zrána noon=v_poledne afternoon=odpoledne|odp. evening=večer|večera|navečer "
        "night=v_noci|noc"
    ),
    weekdays=(
        "pondělí|pondělky|pondělek úterý|úterky středa|středu|středy|středě|středou "
        "čtvrtek|čtvrtku|čtvrtky|čtvrtkem pátek|pátku|pátky|pátkem sobota|sobotu|soboty|sobotě|sobotou "
        "neděle|neděli|nedělí|neděl"
    ),
)
