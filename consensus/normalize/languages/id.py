"""Indonesian."""

from consensus.normalize.languages.base import Language

LANGUAGE = Language(
    code="id",
    name="Indonesian",
    scripts="latin",
    number_style="comma",
    traits="hours_24 word_before_time fixed_order",
    abbreviations="dll dsb dst dkk",
    titles=(
        "dr drs dra prof ir hj h kh sdr sdri bpk ibu yth tn ny nn st no hlm hal gbr tab bab ps pasal jl gg kec kab "
        "kel mis msl a.n u.p d.a dgn yg kl max maks min termasuk tgl telp vol ed pt cv"
    ),
    labels="bagian gambar tabel langkah lampiran",
    denies=("tidak bukan jangan belum tak takkan bukanlah janganlah tidaklah tiada enggak nggak tidaknya dilarang"),
    hints_denial=(
        "without=tanpa,nir~ lack=kurang,ketiadaan,hilang,bebas only=hanya,saja,semata,cuma rare=jarang,hampir,sedikit "
        "except=kecuali,selain,pengecualian,mengecualikan,dikecualikan,jika_tidak "
        "avoid=mencegah,pencegahan,menghindari,hindari,hindarkan,lindungi,jauhkan,melindungi,menjauh "
        "stop=berhenti,hentikan,batal,dibatalkan,batalkan,nonaktif~,dinonaktifkan "
        "refuse=menolak,ditolak,penolakan,tolak forbid=dilarang,larangan,melarang,terlarang,ilegal "
        "fail=gagal,kegagalan un=mustahil,ketidak~,non,enggan,segera,independen,salah instead=melainkan,alih "
        "other=lain,berbeda,lainnya wrong=salah,buruk hard=sulit,sukar gone=hilang,kehilangan empty=kosong,nihil,nol "
        "limit=maksimum,maksimal,minimum,minimal,paling_lambat,paling_banyak,setidaknya too=terlalu doubt=ragu"
    ),
    no_denial_pattern=(
        r"\b(?:jangan|tidak|tak) (?:\w+ )?(?:lupa|ragu|sungkan|segan|khawatir)\w*|\b(?:tidak|bukan) (?:hanya|saja|"
        r"cuma|sekadar)\b|\btidak lebih lambat\b|\batau (?:tidak|belum|bukan)\b|\b(?:tidak|tak) lain\b|"
        r"\bbukan(?:kah)?\?|\btidak apa\b|\btidak tanpa\b|\bmau tidak mau\b"
    ),
    everyday=(
        "yang dan di dari untuk dengan pada ini itu dalam tidak akan adalah ke oleh sebagai juga karena atau lebih "
        "telah dapat anda harus saat bisa setelah sebelum jika"
    ),
    common=(
        "pengaturan simpan batal hapus tutup buka kembali berikutnya cari bantuan ya tidak halaman berkas hari minggu "
        "tahun baru sunting cetak kesalahan peringatan sandi pengguna tekan baca periksa bersihkan air pintu jendela "
        "rumah orang waktu besok kemarin baik buruk besar kecil silakan terima kasih sebelum sesudah setelah tanpa "
        "selalu lagi lebih kurang pertama terakhir beli bayar harga tampilkan tambah kirim atas bawah antara setiap "
        "semua atau tetapi jika ketika mana sini adalah ada harus ini itu juga yang untuk dengan"
    ),
    number_words=(
        "nol|kosong satu|pertama|kesatu|sebuah|seorang|sekali dua|kedua|ganda|sepasang|keduanya tiga|ketiga "
        "empat|keempat lima|kelima enam|keenam tujuh|ketujuh delapan|kedelapan sembilan|kesembilan sepuluh|kesepuluh "
        "sebelas|kesebelas dua-belas|selusin|lusin tiga-belas empat-belas lima-belas enam-belas tujuh-belas "
        "delapan-belas sembilan-belas dua-puluh tiga-puluh empat-puluh lima-puluh enam-puluh tujuh-puluh "
        "delapan-puluh sembilan-puluh ratus|seratus|ratusan ribu|seribu|ribuan"
    ),
    more_number_words=(
        "0.25=seperempat 0.5=setengah,separuh 1000000=juta,sejuta 1000000000=miliar,semiliar +10=belas *10=puluh"
    ),
    months=(
        "januari|jan februari|feb|pebruari maret|mar april|apr mei juni|jun juli|jul agustus|agu|ags|agt "
        "september|sep|sept oktober|okt november|nov|nopember desember|des"
    ),
    unit_words=(
        "km/h=km/jam,kilometer_per_jam mm=milimeter cm=sentimeter,senti m=meter km=kilometer inch=inci foot=kaki "
        "yard=yard mile=mil mg=miligram g=gram kg=kilogram,kilo t=ton lb=pon oz=ons l=liter ml=mililiter s=detik "
        "min=menit h=jam day=hari week=minggu,pekan month=bulan year=tahun V=volt W=watt kW=kilowatt kWh=kilowatt-jam "
        "bar=bar acre=ekar ha=hektar,hektare gallon=galon A=ampere Nm=newton-meter,newton_meter °=derajat "
        "°C=derajat_Celsius,derajat_celsius m2=meter_persegi km2=kilometer_persegi m3=meter_kubik"
    ),
    currency_words=(
        "IDR=rupiah dollar=dolar,dolar_AS EUR=euro pound=pound,poundsterling JPY=yen CNY=yuan rupee=rupee "
        "krone=krona,krone CZK=koruna RUB=rubel PLN=zloty UAH=hryvnia lira=lira ILS=shekel franc=franc HUF=forint "
        "leu=leu KRW=won THB=baht VND=dong MYR=ringgit SGD=dolar_Singapura"
    ),
    scale_words="2=ratus 3=ribu,rb 6=juta,jt 9=miliar,milyar 12=triliun",
    not_symbols="A",
    not_numbers=(
        "kosong satu pertama kesatu sebuah seorang sekali kedua ganda sepasang keduanya selusin lusin ratus seratus "
        "ratusan ribu seribu ribuan setengah separuh seperempat"
    ),
    clock=(
        "11:00=jam_sebelas 11:00=pukul_sebelas 12:00=jam_dua_belas 12:00=pukul_dua_belas -30=jam_setengah_HOUR "
        "-30=pukul_setengah_HOUR +15=jam_HOUR_lewat_seperempat +15=pukul_HOUR_lewat_seperempat "
        "-15=jam_HOUR_kurang_seperempat -15=pukul_HOUR_kurang_seperempat +M=jam_HOUR_lewat_MINUTE "
        "+M=pukul_HOUR_lewat_MINUTE -M=jam_HOUR_kurang_MINUTE -M=pukul_HOUR_kurang_MINUTE "
        "+0=jam_HOURWORD(?!_belas|_puluh|_lewat|_kurang) +0=pukul_HOURWORD(?!_belas|_puluh|_lewat|_kurang) "
        "0:00=tengah_malam 12:00=tengah_hari"
    ),
    day_parts="morning=pagi|dini_hari noon=siang afternoon=sore evening=malam",
    opposites=(
        "kiri / kanan; hidupkan nyalakan menyala aktif~ mengaktifkan / matikan mati nonaktif~ menonaktifkan; buka "
        "bukalah terbuka membuka dibuka / tutup tutuplah tertutup menutup ditutup; naik naikkan / turun turunkan; "
        "atas / bawah; sebelum / sesudah setelah; lebih / kurang; minimum minimal setidaknya / maksimum maksimal "
        "paling_banyak; tingkatkan naikkan meningkat~ tambah~ / kurangi turunkan menurun~ mengurangi; masuk / keluar; "
        "dalam internal / luar eksternal; pertama / terakhir; mulai mulailah memulai / berhenti hentikan selesai "
        "akhiri berakhir; kunci mengunci terkunci / buka_kunci; sambungkan hubungkan / putuskan lepaskan; tambahkan "
        "masukkan pasang instal / hapus lepas lepaskan keluarkan; dorong tekan / tarik; panas hangat / dingin sejuk; "
        "basah lembap lembab / kering; selalu / tidak_pernah; semua seluruh setiap / tidak_ada; searah_jarum_jam / "
        "berlawanan_arah_jarum_jam berlawanan_jarum_jam; merah / hijau / biru / kuning / putih / hitam / oranye "
        "jingga / cokelat coklat / abu / ungu / merah_muda; plus / minus; utara / selatan / timur / barat; depan maju "
        "/ belakang mundur; masukan input / keluaran output; ac bolak / dc searah; positif / negatif; izinkan "
        "mengizinkan diizinkan diperbolehkan / larang melarang dilarang; kredit / debit; bruto kotor / neto bersih; "
        "impor mengimpor / ekspor mengekspor; termasuk / tidak_termasuk kecuali; terima menerima diterima setujui / "
        "tolak menolak ditolak; dengan / tanpa; tinggi / rendah; panjang / pendek; besar / kecil; cepat / lambat "
        "perlahan; penuh / kosong; baru / lama; awal / lambat; siang / malam; pagi / sore malam; hari_ini / besok / "
        "kemarin; benar / salah; sah valid / tidak_sah; publik umum / pribadi; mendatar horizontal / tegak vertikal; "
        "kedatangan tiba / keberangkatan berangkat; berat / ringan; tebal / tipis; lebar / sempit; kencangkan / "
        "kendurkan longgarkan; tampilkan / sembunyikan; unggah mengunggah / unduh mengunduh; beli membeli pembelian / "
        "jual menjual penjualan; laba untung keuntungan / rugi kerugian; pendapatan pemasukan / pengeluaran biaya; "
        "aman / berbahaya; pria lelaki / wanita perempuan; berhasil sukses / gagal"
    ),
    parties=(
        "pembeli / penjual; penyewa / pemilik pemberi_sewa; pemberi_pinjaman kreditur / peminjam debitur; "
        "pemberi_lisensi / penerima_lisensi; pemberi_kerja majikan / karyawan pekerja pegawai; kreditur kreditor / "
        "debitur debitor; penggugat / tergugat; penanggung / tertanggung; pengirim / penerima; pelanggan / pemasok; "
        "pemberi_kuasa prinsipal / penerima_kuasa agen; guru / murid siswa; dokter / pasien; orang_tua / anak"
    ),
    duties="harus wajib / boleh dapat bisa",
    weekdays="senin selasa rabu kamis jumat|jum'at sabtu minggu",
    joins="dan atau",
    totals="total jumlah subtotal saldo",
    says_yes="ya benar",
    says_no="tidak salah",
    small_words=(
        "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena tersebut bisa ada mereka "
        "lebih kata tahun sudah atau saat oleh menjadi orang ia telah adalah seperti sebagai bahwa dapat para harus "
        "namun kita dua satu masih hari hanya mengatakan kepada kami setelah melakukan lalu belum lain dia kalau "
        "terjadi banyak menurut anda hingga tak baru beberapa ketika saja jalan sekitar secara dilakukan sementara "
        "tapi sangat hal sehingga seorang bagi besar lagi selama antara waktu sebuah jika sampai jadi terhadap tiga "
        "serta pun salah setiap sebelum silakan apakah uang mobil kantor unduh berkas pengaturan perangkat nomor "
        "rusak tombol layar segera mencoba pengguna air boleh turun kereta muat"
    ),
)
