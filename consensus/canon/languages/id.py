"""Indonesian."""

from consensus.canon.languages.base import Language

LANGUAGE = Language(
    code="id",
    name="Indonesian",
    denies="tidak bukan jangan belum tak takkan bukanlah janganlah tidaklah tiada enggak nggak",
    hints_denial=(
        "tanpa kurang jarang hanya kecuali menolak ditolak penolakan dilarang larangan melarang mencegah pencegahan "
        "menghindari hindari hindarkan gagal nihil non enggan mustahil selain sebelum ketidak~ terlarang kehilangan "
        "pengecualian mengecualikan dikecualikan berhenti hentikan batal dibatalkan nonaktif~ dinonaktifkan alih "
        "sulit"
    ),
    everyday=(
        "yang dan di dari untuk dengan pada ini itu dalam tidak akan adalah ke oleh sebagai juga karena atau lebih "
        "telah dapat anda harus saat bisa setelah sebelum jika"
    ),
    number_words=(
        "nol|kosong satu|pertama|kesatu|sebuah|seorang|sekali dua|kedua|ganda|sepasang|keduanya tiga|ketiga "
        "empat|keempat lima|kelima enam|keenam tujuh|ketujuh delapan|kedelapan sembilan|kesembilan sepuluh|kesepuluh "
        "sebelas|kesebelas dua-belas|selusin|lusin tiga-belas empat-belas lima-belas enam-belas tujuh-belas "
        "delapan-belas sembilan-belas dua-puluh tiga-puluh empat-puluh lima-puluh enam-puluh tujuh-puluh "
        "delapan-puluh sembilan-puluh ratus|seratus|ratusan ribu|seribu|ribuan"
    ),
    more_number_words={
        "belas": "+10",
        "puluh": "*10",
        "setengah": "0.5",
        "separuh": "0.5",
        "seperempat": "0.25",
        "juta": "1000000",
        "sejuta": "1000000",
        "miliar": "1000000000",
        "semiliar": "1000000000",
    },
    months=(
        "januari|jan februari|feb|pebruari maret|mar april|apr mei juni|jun juli|jul agustus|agu|ags|agt "
        "september|sep|sept oktober|okt november|nov|nopember desember|des"
    ),
    unit_words=(
        "mm=milimeter cm=sentimeter,senti m=meter km=kilometer inch=inci foot=kaki yard=yard mile=mil mg=miligram "
        "g=gram kg=kilogram,kilo t=ton lb=pon oz=ons l=liter ml=mililiter s=detik min=menit h=jam day=hari "
        "week=minggu,pekan month=bulan year=tahun V=volt W=watt kW=kilowatt kWh=kilowatt-jam bar=bar acre=ekar "
        "ha=hektar,hektare gallon=galon A=ampere Nm=newton-meter,newton_meter °=derajat "
        "°C=derajat_Celsius,derajat_celsius m2=meter_persegi km2=kilometer_persegi m3=meter_kubik"
    ),
    currency_words=(
        "IDR=rupiah $=dolar,dolar_AS EUR=euro GBP=pound,poundsterling JPY=yen CNY=yuan INR=rupee kr=krona,krone "
        "CZK=koruna RUB=rubel PLN=zloty UAH=hryvnia TRY=lira ILS=shekel CHF=franc HUF=forint RON=leu KRW=won THB=baht "
        "VND=dong MYR=ringgit SGD=dolar_Singapura"
    ),
    scale_words="2=ratus 3=ribu,rb 6=juta,jt 9=miliar,milyar 12=triliun",
    not_symbols="A h",
)
