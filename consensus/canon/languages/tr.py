"""Turkish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="tr",
    name="Turkish",
    denies=(
        "değil değildir yok yoktur asla hiçbir hiç hayır ~maz ~mez ~mıyor ~miyor ~muyor ~müyor ~madı ~medi ~mamış "
        "~memiş ~mayacak ~meyecek ~mamalı ~memeli ~mayın ~meyin ~mamalıdır ~memelidir ~mamıştır ~memiştir ~mazlar "
        "~mezler ~mamalısınız ~memelisiniz"
    ),
    hints_denial=(
        "~sız ~siz ~suz ~süz ~sızca ~maz ~mez ~mıyor ~miyor ~muyor ~müyor ~madı ~medi ~mamış ~memiş ~madan ~meden "
        "~mayan ~meyen ~mayacak ~meyecek ~mamalı ~memeli ~mayın ~meyin ~mama ~meme ~mamak ~memek ~mamalıdır "
        "~memelidir ~mamıştır ~memiştir ~mazlar ~mezler ~mıyorum ~miyorum ~mıyoruz ~miyoruz ~mam ~mem ~madığı "
        "~mediği ~madığını ~mediğini ~mamaktadır ~memektedir ~maması ~memesi ~mayız ~meyiz ~maksızın ~meksizin ne "
        "hariç kaçın~ engelle~ reddet~ yasak~ sadece yalnızca az ama"
    ),
    everyday="ve bir bu için ile da de çok olarak daha gibi olan ne kadar sonra var ancak en her ise",
    number_words=(
        "sıfır bir|birinci|ilk|tek iki|ikinci|her|çift üç|üçüncü dört|dördüncü beş|beşinci altı|altıncı yedi|yedinci "
        "sekiz|sekizinci dokuz|dokuzuncu on|onuncu onbir oniki|düzine onüç ondört onbeş onaltı onyedi onsekiz "
        "ondokuz yirmi|yirminci otuz kırk elli altmış yetmiş seksen doksan yüz|yüzlerce bin|binlerce"
    ),
    more_number_words={
        "yarım": "0.5",
        "yarısı": "0.5",
        "buçuk": "0.5",
        "milyon": "1000000",
        "milyar": "1000000000",
        "çeyrek": "0.25",
        "yirmi": "20",
        "ikisi": "2",
        "üçü": "3",
        "dördü": "4",
        "dörde": "4",
        "trilyon": "1000000000000",
    },
    months=(
        "ocak|ocağın|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl "
        "ekim|eki kasım|kas aralık|ara"
    ),
    unit_words=(
        "‰=binde mm=milimetre~ cm=santimetre~,santim m=metre,metredir,metrelik,metreden,metreye km=kilometre~ inch=inç~ foot=fit,ayak "
        "yard=yarda mile=mil mg=miligram g=gram,gramdır,gramlık kg=kilogram~,kilo,kilodur,kiloluk t=ton,tonluk lb=pound,libre oz=ons "
        "l=litre,litredir,litrelik ml=mililitre s=saniye~ min=dakika~,dk h=saat,saattir,saatlik,saatten,saatte,saate "
        "day=gün,gündür,günlük,günde,günden,güne week=hafta~ month=ay,aydır,aylık,ayda,aydan "
        "year=yıl,yıldır,yıllık,yılda,yıldan,sene,yaşında V=volt W=watt kW=kilowatt bar=bar acre=dönüm ha=hektar "
        "gallon=galon A=amper °C=derece"
    ),
    currency_words=(
        "peso=peso dollar=dolar~ EUR=euro~,avro~ pound=sterlin~ JPY=yen CNY=yuan rupee=rupi RUB=ruble "
        "lira=lira~ ILS=şekel~ franc=frank~ krone=kron,kronluk,krona"
    ),
    scale_words="2=yüz 3=bin 6=milyon,mn 9=milyar,mlr 12=trilyon",
    not_symbols="A",
    not_numbers="bir birinci ilk tek her çift ikinci on yüz bin yüzlerce binlerce düzine altı kırk elli",
    clock=(
        "+30=saat_HOUR_buçuk\\w* +30=HOUR_buçukt[ae]\\w* +15=HOURy?[ıiuü]_çeyrek_geç\\w* "
        "-15=HOURy?[ae]_çeyrek_(?:kala|var)\\w* +M=HOURy?[ıiuü]_MINUTE_geç\\w* -M=HOURy?[ae]_MINUTE_kala "
        "12:00=öğlen 0:00=gece_yarısı"
    ),
    day_parts=(
        "morning=sabah|sabahın|sabahları noon=öğle|öğlen afternoon=öğleden_sonra|ikindi "
        "evening=akşam|akşamı|akşamları night=gece|geceleri"
    ),
    weekdays=(
        "pazartesi|pazartesiden|pazartesiye salı|salıya çarşamba|çarşambaya perşembe|perşembeye cuma|cumaya "
        "cumartesi|cumartesiye pazar"
    ),
)
