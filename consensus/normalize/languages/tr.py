"""Turkish."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="tr",
    name="Turkish",
    scripts="latin",
    number_style="comma",
    traits="hours_24 word_before_time dotted_dates ordinal_point percent_first one_plural_form declines_names",
    abbreviations="vb vs vd",
    titles=(
        "dr doç prof av sn yrd öğr gör müh alb gen yzb st bkz örn ör çev haz yay s ss sf sy nr md fık şek tab böl "
        "cilt cad sok mah apt blv tel yy maks min yakl hz ltd"
    ),
    labels="bölüm kısım şekil tablo adım madde ek",
    denies="yok yoktur asla hiçbir hiç hayır yoksa hiçkimse katiyen olmaz",
    denies_pattern=(
        r"\bdeğil\w*|\b\w{2,}(?<!ta)m[ae](?:m[ae]k\w*|z(?:lar|ler|dı|di|sa|se|ken|sınız|siniz|sın|sin|dır|dir|"
        r"lıkla)?|y(?:[ıi]n(?:[ıi]z)?|ac(?:ak|ağ\w*)|ec(?:ek|eğ\w*)|an(?:lar\w*|ın|a|ı)?|en(?:ler\w*|in|e|i)?|"
        r"[ıi]z|[ıi]p|arak|erek|alım|elim)(?:lar|ler|tır|tir|dır|dir|sa|se)?|d[ıi](?:m|n|k|ysa\w*|yse\w*|lar|ler|"
        r"ğ\w+|n[ıi]z)?|m[ıi]ş(?:t[ıi]r?|sa|se|lar|ler)?|mal[ıi](?:d[ıi]r|s[ıi]n[ıi]z|y[ıi]z|y[ıi]m|lar)?|"
        "mel[ıi](?:d[ıi]r|s[ıi]n[ıi]z|y[ıi]z|y[ıi]m|ler)?|s[ıi]n(?:lar|ler)?|m(?:akta|ekte)(?:d[ıi]r)?|m(?:ası|"
        r"esi)\w*)\b|\b\w+m[ıiuü]yor\w*|\b\w{2,}[ae]ma(?:z|d[ıi])\w*"
    ),
    hints_denial=(
        "without=~sız,~siz,~suz,~süz,~sızın,~madan,~meden,~maksızın,~meksizin lack=eksik~,yoksun,mahrum "
        "only=sadece,yalnızca,yalnız,ancak,tek rare=az,nadiren,seyrek,zorlukla except=hariç,dışında,haricinde,"
        "müddetçe,sürece,aksi avoid=kaçın~,engelle~,önle~,koru~,sakın~,uzak~,korun~ stop=durdur~,iptal~,sona_er~,"
        "kesil~,devre_dışı refuse=reddet~,ret,redded~ forbid=yasak~,yasadışı,yetkisiz fail=başarısız~ "
        "un=imkansız~,imkânsız~,geçersiz~,bilinmeyen~,gereksiz~,sınırsız~,yetersiz~,bağımsız~,uygunsuz~,"
        "kullanılmamış instead=yerine,aksine other=başka,farklı~,diğer~ wrong=yanlış~,kötü,hatalı~ hard=zor,güç "
        "gone=kaybol~,kayıp,kaybet~ empty=boş~,sıfır limit=en_fazla,en_az,azami,asgari,en_geç doubt=şüphe~"
    ),
    no_denial_pattern=(
        r"\bunutma\w*|\bçekinme\w*|\btereddüt etme\w*|\bmerak etme\w*|\bdeğil mi\w*|\bsadece [\w ]{1,40} değil\b|"
        r"\byalnızca [\w ]{1,40} değil\b|\bya da değil\b|\bolsun olmasın\b|\byok mu\b|\bolup olma\w*|"
        r"\b(\w{2,})[ıiuü]p \1\w*|\bkuşkusuz\b|\bhiç kuşku\w*|\btamam\w*|\bkaçınılmaz\w*|\bvazgeçilmez\w*|"
        r"\bsonra olma\w*|\binanılmaz\w*|\bne olursa\b|\bpaslanmaz\b|\btaşınmaz\w*|\bvar mı yok mu\b"
    ),
    everyday="ve bir bu için ile da de çok olarak daha gibi olan ne kadar sonra var ancak en her ise",
    common=(
        "ayarlar kaydet iptal sil kapat aç geri ileri ara yardım evet hayır sayfa dosya dosyalar gün hafta yıl "
        "yeni düzenle yazdır hata uyarı şifre kullanıcı basın okuyun kontrol temizleyin çıkarın su kapı pencere "
        "ev insanlar zaman bugün yarın dün iyi kötü büyük küçük lütfen teşekkürler önce sonra her tekrar daha az "
        "ilk son satın ödeme fiyat sipariş göster ekle gönder üzerinde altında arasında tüm veya ama eğer nerede "
        "burada var olan olarak bu şu gibi kadar değil çok"
    ),
    number_words=(
        "sıfır bir|birinci|ilk|tek iki|ikinci|her|çift üç|üçüncü dört|dördüncü beş|beşinci altı|altıncı yedi|yedinci "
        "sekiz|sekizinci dokuz|dokuzuncu on|onuncu onbir oniki|düzine onüç ondört onbeş onaltı onyedi onsekiz "
        "ondokuz yirmi|yirminci otuz kırk elli altmış yetmiş seksen doksan yüz|yüzlerce bin|binlerce"
    ),
    more_number_words=(
        "0.25=çeyrek 0.5=yarım,yarısı,buçuk 2=ikisi 3=üçü 4=dördü,dörde 20=yirmi 1000000=milyon 1000000000=milyar "
        "1000000000000=trilyon"
    ),
    months=(
        "ocak|ocağın|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl "
        "ekim|eki kasım|kas aralık|ara"
    ),
    unit_words=(
        "‰=binde mm=milimetre~ cm=santimetre~,santim m=metre,metredir,metrelik,metreden,metreye km=kilometre~ "
        "inch=inç~ foot=fit,ayak yard=yarda mile=mil mg=miligram g=gram,gramdır,gramlık kg=kilogram~,kilo,kilodur,"
        "kiloluk t=ton,tonluk lb=pound,libre oz=ons l=litre,litredir,litrelik ml=mililitre s=saniye~ min=dakika~,"
        "dk h=saat,saattir,saatlik,saatten,saatte,saate day=gün,gündür,günlük,günde,günden,güne week=hafta~ "
        "month=ay,aydır,aylık,ayda,aydan year=yıl,yıldır,yıllık,yılda,yıldan,sene,yaşında V=volt W=watt "
        "kW=kilowatt bar=bar acre=dönüm ha=hektar gallon=galon A=amper °C=derece"
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
    opposites=(
        "sol sola solda soldaki solundaki solunda soldan / sağ sağa sağda sağdaki sağındaki sağında sağdan; aç açın "
        "açınız açık açılır açmak / kapat~ kapa kapalı kapan~; etkinleştir~ / devre_dışı; yukarı~ / aşağı~; üst~ "
        "üzer~ / alt altta alttaki altında altındaki; önce öncesi önceki evvel / sonra sonrası sonraki; daha_fazla "
        "fazla / daha_az az; en_az asgari minimum~ / en_çok en_fazla azami maksimum~; artır~ arttır~ yükselt~ artar~ "
        "/ azalt~ düşür~ azal~; iç içeri içinde içine dahili / dış dışarı dışında dışına harici; ilk birinci / son "
        "sonuncu; başlat~ başla~ / durdur~ dur bitir~ bit biter sona; kilitle~ / kilidini_aç kilidini; bağla~ takın "
        "tak / bağlantısını_kes ayır~; ekle~ yükle~ kur kurun / çıkar~ kaldır~ sil silin; it itin iter bas basın / "
        "çek çekin; sıcak~ ılık~ / soğuk~ serin~; ıslak~ nemli~ / kuru~; her_zaman daima / asla hiçbir_zaman; tüm "
        "bütün hepsi herkes / hiçbir~ hiç kimse; saat_yönünde / saat_yönünün_tersine saatin_tersi; kırmızı~ / yeşil~ "
        "/ mavi~ / sarı~ / beyaz~ / siyah~ / turuncu~ / kahverengi~ / gri~ / mor mordur / pembe~; artı / eksi; "
        "kuzey~ / güney~ / doğu~ / batı~; ön öne önde öndeki / arka arkada arkadaki arkasında geri geriye; giriş~ "
        "girdi~ / çıkış~ çıktı~; alternatif~ / doğru; pozitif~ artı / negatif~; izin~ / yasak~; alacak~ / borç~; "
        "brüt~ / net; ithal~ / ihra~; dahil dâhil / hariç; kabul~ onayla~ / reddet~ ret; yüksek~ / düşük~; uzun~ / "
        "kısa~; büyük~ / küçük~; hızlı~ / yavaş~; dolu~ / boş~; yeni~ / eski~; erken~ / geç; gündüz~ gün / gece~; "
        "sabah~ / akşam~ öğleden; bugün~ / yarın~ / dün dünkü; doğru~ / yanlış~; geçerli~ / geçersiz~; genel kamu~ / "
        "özel~; yatay~ / dikey~; varış~ / kalkış~; ağır~ / hafif~; kalın~ / ince~; geniş~ / dar; sık sıkın / "
        "gevşet~; göster~ / gizle~; yükle~ / indir~; satın alış~ al / sat satış~; kâr~ / zarar~; gelir~ / gider~; "
        "güvenli~ / tehlikeli~; erkek~ / kadın~; başarılı~ / başarısız~"
    ),
    parties=(
        "alıcı~ / satıcı~; kiracı~ / kiraya_veren ev_sahibi~ kiralayan~; borç_veren~ kredi_veren~ / borç_alan~ "
        "borçlu~; lisans_veren~ / lisans_alan~; işveren~ / işçi~ çalışan~; alacaklı~ / borçlu~; davacı~ / davalı~; "
        "sigortacı~ / sigortalı~; gönderen~ gönderici~ / alıcı~; müşteri~ / tedarikçi~; öğretmen~ / öğrenci~; "
        "doktor~ hekim~ / hasta~"
    ),
    duties="zorunda~ gerekir gereklidir zorunlu~ / olabilir",
    weekdays=(
        "pazartesi|pazartesiden|pazartesiye salı|salıya çarşamba|çarşambaya perşembe|perşembeye cuma|cumaya "
        "cumartesi|cumartesiye pazar"
    ),
    joins="ve veya ya ile",
    totals="toplam ara_toplam genel_toplam bakiye yekün",
    says_yes="evet doğru",
    says_no="hayır yanlış",
    small_words="pay para on at",
    letters="çğıöşüâî",
    kin_consonants="kg pb td",
)
