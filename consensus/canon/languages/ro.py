"""Romanian."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="ro",
    name="Romanian",
    denies="nu niciodată nimeni nimic niciun nicio niciunul niciuna niciunui niciunei nicidecum nicăieri nici",
    hints_denial=(
        "fără abia rareori doar numai decât excepția exceptând afara interzis interzisă interzise interzice refuz~ "
        "evit~ împiedic~ lips~ eșu~ eşu~ imposibil~ nevalid~ invalid~ nelegal~ ilegal~ neautorizat~ nepermis~ "
        "nerespectarea neconform~ exclud~ exclus~ înainte ba altfel înceteaz~ respinge respins~ inadecvat~"
    ),
    everyday=(
        "și în de la a cu pe nu că din este o pentru un mai sau se să care au fost cel dar prin sunt după ce ale al "
        "îi înainte fi"
    ),
    number_words=(
        "zero unu|un|una|o|primul|prima|primului|primei|primele|primii|întâi "
        "doi|două|doilea|doua|ambele|ambii|ambelor|dublu|dublă|pereche trei|treilea|treia|triplu|tripla "
        "patru|patrulea|patra cinci|cincilea|cincea șase|şase|șaselea|șasea șapte|şapte|șaptelea|șaptea "
        "opt|optulea|opta nouă|nouălea|noua zece|zecelea|zecea|zecime unsprezece|unsprezecelea "
        "doisprezece|douăsprezece|duzină|amiază|prânz treisprezece paisprezece cincisprezece șaisprezece|şaisprezece "
        "șaptesprezece|şaptesprezece optsprezece nouăsprezece douăzeci treizeci patruzeci cincizeci șaizeci|şaizeci "
        "șaptezeci|şaptezeci optzeci nouăzeci sută|sute|suta|sutele mie|mii|mia|miile"
    ),
    more_number_words={
        "jumătate": "0.5",
        "jumătatea": "0.5",
        "sfert": "0.25",
        "zeci": "10",
        "milion": "1000000",
        "milioane": "1000000",
        "miliard": "1000000000",
        "miliarde": "1000000000",
    },
    months=(
        "ianuarie|ian februarie|feb|febr martie|mar|mart aprilie|apr mai iunie|iun iulie|iul august|aug "
        "septembrie|sep|sept octombrie|oct noiembrie|nov|noi decembrie|dec"
    ),
    unit_words=(
        "mm=milimet~ cm=centimet~ m=metru,metri,metrul,metrului,metrilor km=kilomet~ inch=inch,inci,țol,țoli "
        "foot=picior,picioare yard=yard,yarzi mile=milă,mile mg=miligram~ g=gram,grame,gramul,gramelor "
        "kg=kilogram~,kil,kile t=tonă,tone,tonele,tonelor lb=livră,livre,livrelor oz=uncie,uncii "
        "l=litru,litri,litrul,litrilor ml=mililit~ s=secund~ min=minut,minute,minutul,minutelor,minutului "
        "h=oră,ore,orelor,orele,orei day=zi,zile,zilele,zilelor,zilei week=săptămân~ "
        "month=lună,luni,lunile,lunilor,lunii year=an,ani,anii,anilor,anul,anului V=volt,volți,volţi W=watt,wați,waţi "
        "kW=kilowatt,kilowați,kilowaţi kWh=kilowatt-oră,kilowatt-ore bar=bar,bari acre=acru,acri ha=hectar~ "
        "gallon=galon,galoane A=amper,amperi Nm=newton-metri,newtonmetri °=grad,grade m2=metri_pătrați,metru_pătrat "
        "m3=metri_cubi,metru_cub"
    ),
    currency_words=(
        "$=dolar,dolari,dolarul,dolarului,dolarilor EUR=euro GBP=liră_sterlină,lire_sterline,lirelor_sterline "
        "JPY=yen,yeni CNY=yuan,yuani INR=rupii,rupie kr=coroană,coroane,coroanelor RUB=rublă,ruble,rublelor "
        "PLN=zlot,zloți UAH=grivne TRY=lire,liră ILS=șekel,șekeli CHF=franc,franci,francilor HUF=forint,forinți "
        "RON=leu,lei,leului,leilor KRW=woni THB=bahți"
    ),
    scale_words=(
        "2=sute 3=mie,mii 6=milion,milioane,milioanele,mil 9=miliard,miliarde,miliardele,mld "
        "12=trilion,trilioane,bilion,bilioane"
    ),
    not_symbols="A h",
)
