"""Turkish."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="tr",
    name="Turkish",
    abbreviations="vb vs vd",
    titles=(
        "dr doç prof av sn yrd öğr gör müh alb gen yzb st bkz örn ör çev haz yay s ss sf sy nr md fık şek tab böl "
        "cilt cad sok mah apt blv tel yy maks min yakl hz ltd"
    ),
    labels="bölüm kısım şekil tablo adım madde ek",
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
    common=(
        "ayarlar kaydet iptal sil kapat aç geri ileri ara yardım evet hayır sayfa dosya dosyalar gün hafta yıl yeni "
        "düzenle yazdır hata uyarı şifre kullanıcı basın okuyun kontrol temizleyin çıkarın su kapı pencere ev "
        "insanlar zaman bugün yarın dün iyi kötü büyük küçük lütfen teşekkürler önce sonra her tekrar daha az ilk son "
        "satın ödeme fiyat sipariş göster ekle gönder üzerinde altında arasında tüm veya ama eğer nerede burada var "
        "olan olarak bu şu gibi kadar değil çok"
    ),
    number_words=(
        "sıfır bir|birinci|ilk|tek iki|ikinci|her|çift üç|üçüncü dört|dördüncü beş|beşinci altı|altıncı yedi|yedinci "
        "sekiz|sekizinci dokuz|dokuzuncu on|onuncu onbir oniki|düzine onüç ondört onbeş onaltı onyedi onsekiz "
        "ondokuz yirmi|yirminci otuz kırk elli altmış yetmiş seksen doksan yüz|yüzlerce bin|binlerce"
    ),
    more_number_words={"yarım": "0.5", "yarısı": "0.5", "buçuk": "0.5", "milyon": "1000000", "milyar": "1000000000"},
    months=(
        "ocak|ocağın|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl "
        "ekim|eki kasım|kas aralık|ara"
    ),
    unit_words=(
        "mm=milimetre~ cm=santimetre~,santim m=metre,metrelik,metreden,metreye km=kilometre~ inch=inç~ foot=fit,ayak "
        "yard=yarda mile=mil mg=miligram g=gram,gramlık kg=kilogram~,kilo,kiloluk t=ton,tonluk lb=pound,libre oz=ons "
        "l=litre,litrelik ml=mililitre s=saniye~ min=dakika~,dk h=saat,saatlik,saatten,saatte,saate "
        "day=gün,günlük,günde,günden,güne week=hafta~ month=ay,aylık,ayda,aydan "
        "year=yıl,yıllık,yılda,yıldan,sene,yaşında V=volt W=watt kW=kilowatt bar=bar acre=dönüm ha=hektar "
        "gallon=galon A=amper °C=derece"
    ),
    currency_words=(
        "$=dolar,dolarlık,dolara EUR=euro,avro GBP=sterlin JPY=yen CNY=yuan INR=rupi RUB=ruble "
        "TRY=lira,liralık,liraya ILS=şekel CHF=frank"
    ),
    scale_words="2=yüz 3=bin 6=milyon,mn 9=milyar,mlr 12=trilyon",
    not_symbols="A",
)
