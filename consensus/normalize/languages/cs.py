"""Czech."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="cs",
    name="Czech",
    scripts="latin",
    number_style="space",
    traits="hours_24 dotted_dates numbers_begin_words ordinal_point denies_twice declines_names fixed_order",
    abbreviations="atd apod etc",
    titles=(
        "p pí sl dr prof doc ing mgr mga bc judr mudr phdr rndr paeddr phmr ph.d csc sv gen plk kpt např tj tzn "
        "tzv mj resp ev popř příp cca č čl odst písm obr tab str s kap tel ul nám tř max min srov viz vyd hl st "
        "roč čp zn"
    ),
    labels="oddíl kapitola obrázek tabulka krok článek příloha část",
    denies=(
        "ne není nejsou nebyl nebyla nebylo nebyli nemá nemám nemáme nemáte nemají nemůže nemůžu nemohou "
        "nemůžete nesmí nesmějí nesmíte nebude nebudou nebudeme nechci nechce neví nevím nemusí nemusíte neručí "
        "nenese nezná nikdy nikdo nikoho nikomu nic ničeho žádný žádná žádné žádného žádnou žádných žádným nikde "
        "nikoli nikoliv ani nelze"
    ),
    denies_pattern=(
        r"\bnenech\w*|\bnej(?:sem|si|sme|ste|sou|de|dou|dete|edná|ednají|ezdí|ezděte|í)\b|\bne(?!j|bo\b|be|chť|chej|cha|chá|"
        r"chte|zbyt|dávn|dalek|ustál|závis|přetrž|omez|díln|děl[eií]\b|děln|hod|mocn|moci|moc\b|movit|nadál|prodl|"
        r"rv|ut|rez\b|sen|sou\b|su\b|se\b|sl|st\b|seme|sete|věst|tě[rř]|gat|on\b|úplat|úprosn|smírn|sčet|uvěř|úsp|"
        r"klid|štěst|zavin|hledě|dostat[ek]|oprav|wsl|uro|přít|přát|ht|smysl|ill|al|aut|o[nf]|řest)\w{2,}(?:[tl]|"
        "la|lo|li|ly|te|me|š|í|jí|uje|ují|uj|[aeá]j|[ptdv]e|[hdsž]ou|u|vá|há|dá|bá|zá|rá|je|ne|ře|en|ena|eno|eny|"
        r"eni|án|ána|áno|ány|áni|ano|ana|uta|uto|ut)\b"
    ),
    hints_denial=(
        "without=bez lack=chyb~,postrád~,nedostat~,absen~,prost only=jen,pouze,jenom,až,výhradně rare=málo,sotva,"
        "zřídka,stěží except=kromě,mimo,ledaže,vyjma,výjimk~,s_výjimkou,vylouč~,vyluč~,jinak avoid=zabrán~,"
        "zabraň~,vyhn~,vyhýb~,předejít,zamez~,chraň~,chrán~,vyvaruj~ stop=přesta~,zruš~,ukonč~,vyprš~,zastav~ "
        "refuse=odmít~,zamít~ forbid=zákaz~,zakáz~,zakaz~,nezákonn~,neoprávněn~,nepovolan~,nedovolen~ fail=selh~,"
        "neúspě~ un=nemožn~,neplatn~,neznám~,nepotřebn~,nezbytn~,nepravděpodobn~,nezměněn~,neomezen~,nebezpečn~,"
        "nevhodn~,nepoužit~,neschop~,neúpln~,nedostateč~,nezávisl~,nespokojen~,nezaplacen~,nejasn~,nesprávn~,"
        "neaktivn~,nedostupn~,neprodleně,neodvolateln~,neobvykl~,nepřípustn~,nekompatibiln~,nečitel~,ne~ý,ne~é,"
        "ne~ého,ne~ých,ne~ost,ne~ná,ne~ní,ne~ně instead=místo,nýbrž other=jin~,odlišn~,různ~,rozdíl~ "
        "wrong=špatn~,chybn~,falešn~ hard=těžk~,obtížn~ gone=ztrat~,ztrac~ empty=prázdn~,nula limit=nejvýše,"
        "nejméně,maxim~,minim~,alespoň,nejpozději too=příliš doubt=pochyb~"
    ),
    no_denial_pattern=(
        r"\bnejen\w*|\bnetrval\w* dlouho\b|\bna nic\b|\bnemo(?:hu|žu|hl\w*) (?:\w+ )?dočkat\b|\bnezapom\w+|"
        r"\bneváhe\w+|\bneváhá\w+|\bnebojte\b|\bdokud ne\w+|\bnež ne\w+|\bnic jiného než\b|\b(?:nebo|či) (?:ne|"
        r"nikoli)\b|\bže ne\b|\bne bez\b|\bne že by\b|\bnemluvě\b"
    ),
    everyday="a se v na je že to s z do o i jako za by pro ve k po které jsou byl ale od si při nebo",
    common=(
        "nastavení uložit zrušit smazat zavřít otevřít zpět další hledat nápověda ano stránka soubor soubory den "
        "dny týden rok nový nová upravit tisk chyba varování heslo uživatel stiskněte přečtěte zkontrolujte "
        "vyčistěte odstraňte voda dveře okno dům lidé čas dnes zítra včera dobrý špatný velký malý prosím "
        "děkujeme vítejte před po bez vždy znovu více méně první poslední koupit zaplatit cena objednat zobrazit "
        "přidat odeslat nad pod mezi každý všechny nebo ale pokud když kde zde jsou být má musí tento tato které "
        "jeho jen podle"
    ),
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
    more_number_words=(
        "0.25=čtvrt,čtvrtina 0.5=půl,polovina,polovinu,poloviny,polovině 1.5=půldruhé,půldruhého 2=dvoje 3=troje "
        "4=čtvero 5=patero 9=deváté 10=desáté 11=jedenácté 12=dvanácté,půlnoc 15=čtvrthodina,čtvrthodinu,čtvrthodiny "
        "30=půlhodina,půlhodiny,půlhodinu 200=dvěstě 1000000=milion,milionů 1000000000=miliarda,miliardy"
    ),
    months=(
        "ledna|leden|lednu|lednem|led února|únor|únoru|únorem|úno března|březen|březnu|březnem|bře "
        "dubna|duben|dubnu|dubnem|dub května|květen|květnu|květnem|kvě června|červen|červnu|červnem "
        "července|červenec|červenci|červencem srpna|srpen|srpnu|srpnem|srp září října|říjen|říjnu|říjnem|říj "
        "listopadu|listopad|listopadem|lis prosince|prosinec|prosinci|prosincem|pro"
    ),
    unit_words=(
        "‰=promil~ mm=milimetr~ cm=centimetr~ km/h=kilometrů_za_hodinu m=metr,metry,metru,metrů,metrech "
        "km=kilometr~ inch=palec,palce,palců,palcový~ foot=stopa,stopy,stop,stopách yard=yard~ mile=míle,mil,mílí,"
        "mílích g=gram,gramy,gramu,gramů kg=kilogram~,kilo,kil t=tuna,tuny,tun lb=libra,libry,liber oz=unce,uncí "
        "l=litr,litry,litru,litrů ml=mililitr~ s=sekund~ min=minut~ h=hodin~ day=den,dny,dní,dne,dnech,dnů,dni "
        "week=týden,týdny,týdnů,týdne,týdnech month=měsíc~ year=rok,roky,roku,roků,let,letech,lety,léta V=volt~ "
        "W=watt~ kW=kilowatt~ bar=barů,bary,baru acre=akr~ ha=hektar~ gallon=galon~ A=ampér~"
    ),
    currency_words=(
        "peso=peso,pesos dollar=dolar~ EUR=euro,eur,eura pound=libra,libry,liber JPY=jenů,jeny CNY=jüan~,juan~ "
        "rupee=rupií,rupie krone=korun~ RUB=rubl~ PLN=zlot~ UAH=hřiv~ lira=lir,liry ILS=šekel~ franc=frank~"
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
    opposites=(
        "vlev~ lev~ / vprav~ prav~; zap~ / vyp~; otev~ otevř~ / zavř~ zavír~ uzav~ uzavř~; nahoru vzhůru / dolů; "
        "horní~ nahoře nad výše / dolní~ spodní~ dole pod níže; před / po; více víc větší~ / méně míň menší~; "
        "nejméně minim~ alespoň aspoň / nejvýše maxim~ nejvíce; zvýš~ zvyš~ zvětš~ / sniž~ sníž~ zmenš~; dovnitř / "
        "ven; uvnitř vnitřn~ interní~ / vně venku vnějš~ externí~; prvn~ nejprve / posledn~; spus~ spouš~ zahaj~ "
        "zač~ start~ / zastav~ ukonč~ konč~ skonč~ konec; zamk~ zamyk~ uzamk~ / odemk~ odemyk~; připoj~ / odpoj~; "
        "přid~ vlož~ nainstal~ namont~ / odstraň~ odstran~ odeb~ odeber~ smaž~ vyjm~ odinstal~ demont~; zatlač~ "
        "tlač~ stiskn~ / zatáh~ tah~ táhn~; tepl~ hork~ / studen~ chladn~; mokr~ vlhk~ / such~; vždy vždycky stále / "
        "nikdy; všech~ všich~ vše každ~ / žádn~ nikdo nic nikoho; ve_směru_hodinových doprava / "
        "proti_směru_hodinových doleva; červen~ / zelen~ / modr~ / žlut~ / bíl~ / čern~ / oranžov~ / hněd~ / šed~ / "
        "fialov~ / růžov~; plus~ / minus~ mínus~; sever~ / jižní~ jih~ / východ~ / západ~; přední~ vpřed dopředu / "
        "zadní~ vzad dozadu; vstup~ / výstup~; střídav~ / stejnosměr~; kladn~ pozitivn~ / záporn~ negativn~; povol~ "
        "dovol~ / zakáz~ zakaz~; připsá~ kredit~ / odepsá~ debet~; hrub~ brutto / čist~ netto; dov~ import~ / vývoz~ "
        "vyváž~ export~; včetně zahrn~ / vyjma kromě vylouč~; přij~ přijm~ souhlas~ schvál~ / odmít~ zamít~; s / "
        "bez; vysok~ vyšš~ / nízk~ nižš~; dlouh~ delš~ / krátk~ kratš~; velk~ / mal~; rychl~ / pomal~; pln~ / "
        "prázdn~; nový nová nové nového novou / starý stará staré starého starou; brzy dřív~ časn~ / pozd~; den dne "
        "dní denní~ / noc noci noční~; ráno ranní~ / večer~ odpoledne; dnes / zítra / včera; pravd~ / nepravd~; "
        "platn~ / neplatn~; veřejn~ / soukrom~; vodorovn~ / svisl~; příjezd~ přílet~ příchod~ / odjezd~ odlet~ "
        "odchod~; těžk~ / lehk~; tlust~ siln~ / tenk~ slab~; širok~ / úzk~; utáhn~ dotáhn~ / povol~ uvoln~; zobraz~ "
        "/ skrý~ skryj~; nahraj~ nahr~ / stáhn~ stah~; koup~ kupu~ / prod~; zisk~ / ztrát~; příjm~ výnos~ / výdaj~ "
        "náklad~; bezpečn~ / nebezpečn~; muž~ / žen~; úspě~ / neúspě~ selh~; lepš~ nejlepš~ / horš~ nejhorš~"
    ),
    parties=(
        "kupujíc~ / prodávajíc~ prodejc~; nájemc~ nájemník~ / pronajímatel~; věřitel~ zapůjčitel~ / dlužník~ "
        "vydlužitel~; poskytovatel~ / nabyvatel~; zaměstnavatel~ / zaměstnan~; žalobc~ / žalovan~; pojistitel~ "
        "pojišťovn~ / pojištěn~ pojistník~; odesílatel~ odesilatel~ / příjemc~ adresát~; zákazník~ zákazníc~ klient~ "
        "/ dodavatel~; příkazc~ zmocnitel~ / příkazník~ zmocněn~; učitel~ / žák~ student~; lékař~ / pacient~; rodič~ "
        "/ dít~ dět~"
    ),
    duties="musí musejí musíte / může mohou můžete smí smějí smíte",
    weekdays=(
        "pondělí|pondělky|pondělek úterý|úterky středa|středu|středy|středě|středou "
        "čtvrtek|čtvrtku|čtvrtky|čtvrtkem pátek|pátku|pátky|pátkem sobota|sobotu|soboty|sobotě|sobotou "
        "neděle|neděli|nedělí|neděl"
    ),
    joins="a i nebo či",
    totals="celkem součet mezisoučet suma zůstatek úhrnem",
    says_yes="ano pravda",
    says_no="ne nepravda",
    small_words=(
        "a v se na je že s z o do to k i jako ale po pro by které který která tak jsou bylo byl jeho od podle už "
        "nebo jen aby ještě když před při být bude mít může musí není jste jsem jsme co kde kdy jak každý každou "
        "všechny všech tento tato toto tyto bez pod nad mezi také ve ze ke ho jej její jejich vás vám nás nám proto "
        "protože pokud ani až než den dne dny dnů prosím děkujeme zařízení stiskněte otevřete zavřete ujistěte "
        "použijte nastavení soubor heslo uživatel znovu použitím nové nový více méně dva tři čtyři pět ten dní ta "
        "pomoc metra sama sám mi já jo tu ti my on ona oni jsi byla byli budou bych nebude něco někdo nic nikdo proč "
        "dobře hodně málo teď dnes včera zítra vždy nikdy tam tady sem svůj své svou staré starý ty svoje ne no"
    ),
    letters="áčďéěíňóřšťúůýž",
    kin_consonants="kc gz hz",
)
