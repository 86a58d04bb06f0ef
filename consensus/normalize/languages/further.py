"""Languages without word lists: the little that is known of each. One that gets lists gets a file of its own."""

from consensus.normalize.languages.base import Language

FURTHER = (
    Language(
        "af",
        scripts="latin",
        small_words=(
            "die en van in is dat op te nie vir met wat aan om ook as dan maar by deur uit na tot oor of word het "
            "kan moet hierdie hoe nog geen u jou ons hulle hy sy onder tussen sonder elke alle dag dae was sal wees"
        ),
        letters="êëïôéè",
    ),
    Language("arc", traits="right_to_left"),
    Language("az", number_style="comma", traits="one_plural_form"),
    Language(
        "be",
        scripts="cyrillic",
        number_style="space",
        traits="hours_24 fixed_order",
        small_words=(
            "і ў у не на што з па гэта як да за ад то але для пра так усе ён яго яна іх мы вы быў была быць або калі "
            "дзе ўжо яшчэ толькі таксама пры пасля без пад над між кожны дзень можа можна трэба няма ёсць каб які "
            "гэты"
        ),
        letters="іўыэё",
        expected_letters="іў",
        kin_consonants="кчц гжз хш",
    ),
    Language(
        "bg",
        scripts="cyrillic",
        number_style="space",
        traits="hours_24 dotted_dates fixed_order",
        small_words=(
            "и в не на че с по това как от за до то но към така всички той го тя ги ние вие беше бъде или ако когато "
            "къде вече още само също при след без под над между всеки ден може трябва няма има да който този тази са "
            "е се ще все тук там тези онова моля отворете затворете натиснете проверете преди докато вашата вашите"
        ),
        letters="ъ",
        kin_consonants="кчц гжз хш",
    ),
    Language("bn", number_style="point"),
    Language(
        "bs",
        scripts="latin",
        number_style="comma",
        small_words=(
            "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što šta ko gdje kad kada kako samo još "
            "prije poslije nakon uvijek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu "
            "smo ste sam ih ga joj mu nas vas vam bez pod nad između također jer ako dok do pri kroz dan dana "
            "vrijeme uvjeti uslovi lijevo desno ovdje dvije dio mjesto riječ cijeli svijet sistem računar datoteka "
            "postavke korisnik lozinka provjerite promijenite pritisnite otvorite zatvorite očistite tokom sedmica "
            "hiljada općenito zrak hljeb nego ponovo upotrebe"
        ),
        letters="čćđšž",
        kin_consonants="kc gz hz",
    ),
    Language(
        "ca",
        scripts="latin",
        number_style="comma",
        traits="hours_24 trimesters elides fixed_order",
        small_words=(
            "de la que el en i a els es del les per un amb no una seu al com més però o aquest si perquè aquesta "
            "entre quan molt sense sobre també fins hi ha on qui des tot tots tota totes ens ni contra altres abans "
            "és són està estan ser té pot cada dia dies vegada nou nova premeu obriu tanqueu gràcies quin puc vull "
            "tinc fer aquí ara avui ahir demà mateix mai sempre res ningú poc bé mal millor així llibre casa aigua "
            "part temps gran dos dues tres era han"
        ),
        letters="àçéèíïóòúü",
    ),
    Language("ckb", traits="right_to_left"),
    Language("cy", scripts="latin", number_style="point"),
    Language("dv", traits="right_to_left"),
    Language(
        "et",
        scripts="latin",
        number_style="space",
        traits="hours_24",
        small_words=(
            "ja on ei see et oli ta aga kui ka nii mis järgi juba olla või selle ainult kas enne pärast kõik iga "
            "päev peab tuleb seda"
        ),
        letters="äöüõ",
    ),
    Language("eu", scripts="latin", number_style="comma", traits="hours_24 percent_first"),
    Language("fa", scripts="arabic", traits="right_to_left one_plural_form", proclitics="ن?می"),
    Language("fil", scripts="latin", number_style="point"),
    Language("ga", scripts="latin", number_style="point"),
    Language(
        "gl",
        scripts="latin",
        number_style="comma",
        traits="hours_24 trimesters fixed_order",
        small_words=(
            "de a que o e do da en un para con non unha os no se na por máis as dos como pero ao el das seu súa ou "
            "cando moi nos xa eu tamén só polo pola ata iso ela entre despois sen é son está ser ten pode debe foi "
            "cada día días vez novo nova onde cal podo quero teño facer agora hoxe onte mañá mesmo nunca sempre algo "
            "alguén nada ninguén moito pouco ben mal mellor así aínda libro casa auga parte tempo grande dous dúas "
            "tres"
        ),
        letters="áéíñóúüï",
    ),
    Language("gu", number_style="point"),
    Language(
        "hr",
        scripts="latin",
        number_style="comma",
        traits="hours_24 dotted_dates fixed_order",
        small_words=(
            "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što tko gdje kad kada kako samo još "
            "prije poslije nakon uvijek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu "
            "smo ste sam ih ga joj mu nas vas vam bez pod nad između također jer ako dok do pri kroz dan dana "
            "vrijeme uvjeti lijevo desno ovdje dvije dio mjesto riječ cijeli svijet sustav računalo datoteka "
            "postavke korisnik lozinka provjerite promijenite pritisnite otvorite zatvorite očistite tijekom tjedan "
            "tisuća općenito zrak kruh nego ponovno uporabe"
        ),
        letters="čćđšž",
        kin_consonants="kc gz hz",
    ),
    Language("hy", number_style="space"),
    Language("is", scripts="latin", number_style="comma", traits="hours_24"),
    Language("iw", traits="right_to_left"),
    Language("ka", number_style="space", traits="one_plural_form"),
    Language("kk", number_style="space", traits="one_plural_form"),
    Language("km", number_style="point", traits="unspaced"),
    Language("ku", traits="percent_first one_plural_form"),
    Language("lb", scripts="latin", traits="am_is_a_word"),
    Language("lo", traits="unspaced"),
    Language("lt", scripts="latin", number_style="space", traits="hours_24"),
    Language("lv", scripts="latin", number_style="space", traits="hours_24"),
    Language(
        "mk",
        scripts="cyrillic",
        number_style="comma",
        small_words=(
            "и во не на дека со по ова како од за до тоа но кон така сите тој го таа ги ние вие беше биде или ако "
            "кога каде веќе уште само исто при после без под над меѓу секој ден може треба нема има да кој овој оваа "
            "се е ќе"
        ),
        letters="ѓќѕјљњџ",
    ),
    Language("mr", scripts="devanagari", number_style="point"),
    Language(
        "ms",
        scripts="latin",
        number_style="point",
        traits="fixed_order",
        small_words=(
            "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke kerana tersebut boleh ada "
            "mereka lebih kata tahun sudah atau semasa oleh menjadi orang ia telah adalah ialah seperti sebagai "
            "bahawa dapat para harus namun kita dua satu masih hari hanya kepada kami selepas melakukan lalu belum "
            "lain dia kalau banyak menurut anda hingga tak baru beberapa apabila ketika sahaja jalan sekitar secara "
            "dilakukan sementara tapi sangat hal sehingga seorang bagi besar lagi selama antara masa waktu sebuah "
            "jika sampai jadi terhadap tiga serta pun salah setiap sebelum sila adakah wang kereta pejabat muat "
            "turun fail tetapan peranti nombor rosak butang skrin segera cuba pengguna air perlu mesti daripada "
            "kerja hendaklah bisa"
        ),
    ),
    Language("mt", scripts="latin", number_style="point"),
    Language("my", number_style="point", traits="unspaced"),
    Language(
        "nb",
        scripts="latin",
        number_style="space",
        traits="hours_24 word_before_time ordinal_point fixed_order",
        says_yes="ja",
        says_no="nei",
        small_words=(
            "og i er det at en et på som av for med til den har de ikke om han var jeg fra ved eller kan også skal "
            "når hva noe noen etter opp nå gjennom mye meg deg seg ut hvis ble bare igjen bruk brukes være blir hver "
            "dag hvor hvordan kun mer enn over under mellom innen uten før alle må la ta vår deres henne hans oss "
            "dere man ham sin sitt sine denne dette disse der bli hadde ville kunne skulle alltid aldri allerede mot "
            "siden selv godt alt først åpne lukk trykk slå sett brukeren innstillinger nei ja hvem hvilken ei fram "
            "to sju tjue innstillingene kjører kjør kjørende vennligst åpnes åpner lukke lukkes slukke slukket tenne "
            "tent språk hjelp mulighet tilgjengelig hvorfor måte uke uker enda ennå neste siste mens kjøp kjøpe side "
            "velg klikk lagre lagres slett slettes angi opprett legg brukerens passord kreves krever øverst nederst "
            "høyre venstre tilbake dets vært blitt få får gjør gjøre sier mange flere både dog riktig norsk etterpå "
            "din ditt vi du del pluss"
        ),
        letters="æøåéòôó",
    ),
    Language("ne", scripts="devanagari", number_style="point"),
    Language(
        "nn",
        scripts="latin",
        number_style="space",
        traits="hours_24 word_before_time fixed_order",
        says_yes="ja",
        says_no="nei",
        small_words=(
            "og i er det at ein eit ei på som av for med til den har dei ikkje om han var eg frå ved eller kan også "
            "òg skal når kva noko nokon etter opp no gjennom mykje meg deg seg ut viss vart berre igjen bruk brukast "
            "vere vera blir kvar dag korleis meir enn over under mellom utan før alle må la ta vår deira henne hans "
            "oss dykk denne dette desse bli hadde ville kunne skulle alltid aldri allereie mot sidan sjølv kven "
            "innstillingane køyrer køyr ver vennleg opne opnast lukke språk hjelp mogleg tilgjengeleg nokre kvifor "
            "måte veke veker enno neste siste medan vel klikk lagre slett passord krev øvst nedst høgre venstre "
            "tilbake vore vorte får gjer gjere seier mange fleire både rett norsk din ditt vi du del"
        ),
        letters="æøåéòôó",
    ),
    Language(
        "no",
        scripts="latin",
        number_style="space",
        traits="hours_24 word_before_time dotted_dates ordinal_point fixed_order",
        says_yes="ja",
        says_no="nei",
    ),
    Language("ps", traits="right_to_left"),
    Language("sd", traits="right_to_left"),
    Language("si", number_style="point"),
    Language(
        "sk",
        scripts="latin",
        number_style="space",
        traits="hours_24 dotted_dates ordinal_point fixed_order",
        small_words=(
            "a v sa na je že s z o do to k i ako ale po pre by ktoré ktorý ktorá tak sú bolo bol jeho od podľa už "
            "alebo len aby ešte keď pred pri byť bude mať môže musí nie ste som sme čo kde kedy každý každú všetky "
            "všetkých tento táto toto tieto bez pod nad medzi tiež aj vo zo ku ho jej ich vás vám nás nám preto "
            "pretože ak ani až než deň dňa dni dní prosím ďakujeme zariadenie stlačte otvorte zatvorte uistite "
            "použite nastavenia súbor heslo používateľ znova použitím nové nový viac menej dva tri štyri päť ten "
            "dnes včera zajtra vždy nikdy tam tu sem svoj svoje svoju staré starý nič niečo niekto nikto prečo dobre "
            "veľa málo teraz bola boli budú nebude si mi ja ty my on ona oni"
        ),
        letters="áäčďéíĺľňóôŕšťúýž",
        kin_consonants="kc gz hz",
    ),
    Language(
        "sl",
        scripts="latin",
        number_style="comma",
        traits="hours_24 dotted_dates",
        small_words=(
            "in v je se na da za so s z od kot o ne to iz ki ali pa kaj kdo kje ko kdaj kako samo še pred po vedno "
            "vsak vsaka vse ta biti bo bi lahko mora treba ni niso smo ste sem jih ga ji mu nas vas vam brez pod nad "
            "med tudi ker če do pri skozi dan čas pogoji levo desno tukaj dve del kraj beseda svet sistem računalnik "
            "datoteka nastavitve uporabnik geslo"
        ),
        letters="čšž",
        kin_consonants="kc gz hz",
    ),
    Language("sq", scripts="latin", number_style="space"),
    Language(
        "sr",
        scripts="cyrillic",
        number_style="comma",
        traits="hours_24 dotted_dates fixed_order",
        small_words=(
            "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što šta ko gde kad kada kako samo još "
            "pre posle nakon uvek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu smo ste "
            "sam ih ga joj mu nas vas vam bez pod nad između takođe jer ako dok do pri kroz dan dana vreme uslovi "
            "levo desno ovde dve deo mesto reč ceo svet sistem računar datoteka podešavanja korisnik lozinka "
            "proverite promenite pritisnite otvorite zatvorite očistite tokom nedelja hiljada uopšte vazduh hleb "
            "nego ponovo upotrebe"
        ),
        letters="čćđšžјљњћџђ",
        kin_consonants="kc gz hz",
    ),
    Language("sw", scripts="latin", number_style="point"),
    Language("syr", traits="right_to_left"),
    Language("ta", number_style="point"),
    Language("te", number_style="point"),
    Language("tl", number_style="point"),
    Language("ug", traits="right_to_left"),
    Language("ur", scripts="arabic", traits="right_to_left"),
    Language("uz", number_style="space", traits="one_plural_form"),
    Language("yi", scripts="hebrew", traits="right_to_left"),
    Language("yue", scripts="han", number_style="point", traits="unspaced han_numbers"),
)
