"""What tells close languages apart: which small words each has, and which letters.

One table and not one file a language, since a word counts only where the neighbours have none like it, and because
several neighbours have no data of their own. A word that two languages share stands in both rows.
"""

from __future__ import annotations

from functools import lru_cache

#: Languages that can be taken for each other.
GROUPS = (
    ("da", "nb", "nn", "sv"),
    ("cs", "sk", "pl"),
    ("hr", "sr", "bs", "sl"),
    ("es", "pt", "gl", "ca", "it"),
    ("it", "ro"),
    ("fr", "ca", "it"),
    ("id", "ms"),
    ("ru", "uk", "be", "bg"),
    ("sr", "mk", "bg"),
    ("nl", "de", "af"),
    ("fi", "et"),
)
_ALSO = {"no": "nb"}

#: Small and everyday words, far more than a text needs, so that a word missing from a row is missing there for sure.
_WORDS = {
    "da": (
        "og i er det at en et på som af for med til den har de ikke om han var jeg fra ved eller kan også skal "
        "når hvad noget nogen efter op nu gennem meget mig dig sig ud hvis blev kun igen brug bruges være bliver "
        "hver dag hvor hvordan mere end over under mellem inden uden før alle må lade tage vores deres hende hans "
        "os jer man ham sin sit sine denne dette disse der blive havde ville kunne skulle altid aldrig allerede "
        "mod siden selv bare godt alt først lige åbn luk tryk tænd sluk tænder stilles sæt tag brugeren "
        "indstillinger nej ja hvem hvilken indstillingerne kører kør kørende venligst åbne åbnes åbner lukke "
        "lukkes slukke slukket tænde tændt sprog hjælp mulighed tilgængelig nogle hvornår hvorfor måde uge uger "
        "endnu næste sidste selvom mens køb købe side vælg klik gem gemmes slet slettes angiv opret tilføj "
        "brugerens adgangskode kræves kræver øverst nederst højre venstre tilbage dets været blevet få får gør "
        "gøre siger mange flere både dog rigtig dansk din dit vi du del plus"
    ),
    "nb": (
        "og i er det at en et på som av for med til den har de ikke om han var jeg fra ved eller kan også skal "
        "når hva noe noen etter opp nå gjennom mye meg deg seg ut hvis ble bare igjen bruk brukes være blir hver "
        "dag hvor hvordan kun mer enn over under mellom innen uten før alle må la ta vår deres henne hans oss "
        "dere man ham sin sitt sine denne dette disse der bli hadde ville kunne skulle alltid aldri allerede mot "
        "siden selv godt alt først åpne lukk trykk slå sett brukeren innstillinger nei ja hvem hvilken ei fram to "
        "sju tjue innstillingene kjører kjør kjørende vennligst åpnes åpner lukke lukkes slukke slukket tenne "
        "tent språk hjelp mulighet tilgjengelig hvorfor måte uke uker enda ennå neste siste mens kjøp kjøpe side "
        "velg klikk lagre lagres slett slettes angi opprett legg brukerens passord kreves krever øverst nederst "
        "høyre venstre tilbake dets vært blitt få får gjør gjøre sier mange flere både dog riktig norsk etterpå "
        "din ditt vi du del pluss"
    ),
    "nn": (
        "og i er det at ein eit ei på som av for med til den har dei ikkje om han var eg frå ved eller kan også "
        "òg skal når kva noko nokon etter opp no gjennom mykje meg deg seg ut viss vart berre igjen bruk brukast "
        "vere vera blir kvar dag korleis meir enn over under mellom utan før alle må la ta vår deira henne hans "
        "oss dykk denne dette desse bli hadde ville kunne skulle alltid aldri allereie mot sidan sjølv kven "
        "innstillingane køyrer køyr ver vennleg opne opnast lukke språk hjelp mogleg tilgjengeleg nokre kvifor "
        "måte veke veker enno neste siste medan vel klikk lagre slett passord krev øvst nedst høgre venstre "
        "tilbake vore vorte får gjer gjere seier mange fleire både rett norsk din ditt vi du del"
    ),
    "sv": (
        "och i är det att en ett på som av för med till den har de inte om han var jag från vid eller kan också "
        "ska skall när vad något någon några efter upp nu genom mycket mig dig sig ut blev bara igen använd "
        "används vara blir varje dag hur endast mer än över under mellan inom utan före innan alla måste låt ta "
        "vår deras henne hans oss er man honom sin sitt sina denna detta dessa där bli hade ville kunde skulle "
        "alltid aldrig redan mot sedan själv allt först öppna stäng tryck slå sätt användaren inställningar nej "
        "ja vem vilken två sju tjugo hon dem inställningarna kör startar vänligen öppnar stänga släcka tända "
        "språk hjälp möjlighet tillgänglig varför vecka veckor ännu nästa senaste medan köp sida välj klicka "
        "spara radera ange skapa lägg lösenord krävs kräver överst nederst höger vänster tillbaka dess varit "
        "blivit få får gör göra säger många flera både dock riktig svensk din ditt vi du del plus in het per går "
        "når last"
    ),
    "cs": (
        "a v se na je že s z o do to k i jako ale po pro by které který která tak jsou bylo byl jeho od podle už "
        "nebo jen aby ještě když před při být bude mít může musí není jste jsem jsme co kde kdy jak každý každou "
        "všechny všech tento tato toto tyto bez pod nad mezi také ve ze ke ho jej její jejich vás vám nás nám "
        "proto protože pokud ani až než den dne dny dnů prosím děkujeme zařízení stiskněte otevřete zavřete "
        "ujistěte použijte nastavení soubor heslo uživatel znovu použitím nové nový více méně dva tři čtyři pět "
        "ten dní ta pomoc metra sama sám mi já jo tu ti my on ona oni jsi byla byli budou bych nebude něco někdo "
        "nic nikdo proč dobře hodně málo teď dnes včera zítra vždy nikdy tam tady sem svůj své svou staré starý "
        "ty svoje ne no"
    ),
    "sk": (
        "a v sa na je že s z o do to k i ako ale po pre by ktoré ktorý ktorá tak sú bolo bol jeho od podľa už "
        "alebo len aby ešte keď pred pri byť bude mať môže musí nie ste som sme čo kde kedy každý každú všetky "
        "všetkých tento táto toto tieto bez pod nad medzi tiež aj vo zo ku ho jej ich vás vám nás nám preto "
        "pretože ak ani až než deň dňa dni dní prosím ďakujeme zariadenie stlačte otvorte zatvorte uistite "
        "použite nastavenia súbor heslo používateľ znova použitím nové nový viac menej dva tri štyri päť ten dnes "
        "včera zajtra vždy nikdy tam tu sem svoj svoje svoju staré starý nič niečo niekto nikto prečo dobre veľa "
        "málo teraz bola boli budú nebude si mi ja ty my on ona oni"
    ),
    "pl": (
        "i w się na jest że z do to jak ale po dla by które który która tak są było był jego od lub tylko aby "
        "jeszcze gdy przed przy być będzie mieć może musi nie co gdzie kiedy każdy wszystkie ten ta te bez pod "
        "nad między także we ze ich was nas dlatego ponieważ jeśli ani aż niż dzień dni proszę dziękujemy "
        "urządzenie naciśnij otwórz zamknij użyj ustawienia chyba teraz minut"
    ),
    "hr": (
        "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što tko gdje kad kada kako samo još "
        "prije poslije nakon uvijek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu "
        "smo ste sam ih ga joj mu nas vas vam bez pod nad između također jer ako dok do pri kroz dan dana vrijeme "
        "uvjeti lijevo desno ovdje dvije dio mjesto riječ cijeli svijet sustav računalo datoteka postavke "
        "korisnik lozinka provjerite promijenite pritisnite otvorite zatvorite očistite tijekom tjedan "
        "tisuća općenito zrak kruh nego ponovno uporabe"
    ),
    "sr": (
        "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što šta ko gde kad kada kako samo još "
        "pre posle nakon uvek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu smo ste "
        "sam ih ga joj mu nas vas vam bez pod nad između takođe jer ako dok do pri kroz dan dana vreme uslovi "
        "levo desno ovde dve deo mesto reč ceo svet sistem računar datoteka podešavanja korisnik lozinka "
        "proverite promenite pritisnite otvorite zatvorite očistite tokom nedelja hiljada uopšte vazduh "
        "hleb nego ponovo upotrebe"
    ),
    "bs": (
        "i u je se na da za su s od kao o ne to iz koji koja koje ili ali što šta ko gdje kad kada kako samo još "
        "prije poslije nakon uvijek svaki svaka sve ovaj ova ovo taj biti bude će bi može mora treba nije nisu "
        "smo ste sam ih ga joj mu nas vas vam bez pod nad između također jer ako dok do pri kroz dan dana vrijeme "
        "uvjeti uslovi lijevo desno ovdje dvije dio mjesto riječ cijeli svijet sistem računar datoteka postavke "
        "korisnik lozinka provjerite promijenite pritisnite otvorite zatvorite očistite tokom sedmica "
        "hiljada općenito zrak hljeb nego ponovo upotrebe"
    ),
    "sl": (
        "in v je se na da za so s z od kot o ne to iz ki ali pa kaj kdo kje ko kdaj kako samo še pred po vedno "
        "vsak vsaka vse ta biti bo bi lahko mora treba ni niso smo ste sem jih ga ji mu nas vas vam brez pod nad "
        "med tudi ker če do pri skozi dan čas pogoji levo desno tukaj dve del kraj beseda svet sistem računalnik "
        "datoteka nastavitve uporabnik geslo"
    ),
    "es": (
        "de la que el en y a los se del las por un para con no una su al lo como más pero sus le ya o este sí "
        "porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo todos toda todas nos "
        "durante uno ni contra otros ese eso ante ellos e esto antes algunos qué unos yo otro otra es son está "
        "están ser tiene puede debe usted ha han fue si cada día días vez nuevo nueva limpiar pulse abra cierre "
        "favor gracias usar use mi tu os dónde cuándo cómo cuál puedo quiero tengo hacer ahora hoy ayer mañana "
        "mismo misma nunca siempre algo alguien nada nadie mucho mucha poco bien mal mejor así aún libro casa "
        "agua parte tiempo gran les había fueron sea sean cual ella ellas nuestro nuestra sólo solo dos tres "
        "prima libre"
    ),
    "pt": (
        "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
        "quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo aos seus quem nas me esse "
        "eles você essa num nem suas meu às minha numa pelos elas qual lhe deles essas esses pelas este dele é "
        "são está estão ser tem pode deve foi cada dia dias vez novo nova prima pressione abra feche favor "
        "obrigado usar use antes todos toda todas todo te tu onde posso quero tenho fazer agora hoje ontem amanhã "
        "mesma nunca sempre algo alguém nada ninguém muita pouco bem mal melhor assim ainda livro casa água parte "
        "tempo grande foram seja sejam havia vocês nossa nosso dois duas três sobre sob desde contra cujo ter ver "
        "lhes volta buscar"
    ),
    "gl": (
        "de a que o e do da en un para con non unha os no se na por máis as dos como pero ao el das seu súa ou "
        "cando moi nos xa eu tamén só polo pola ata iso ela entre despois sen é son está ser ten pode debe foi "
        "cada día días vez novo nova onde cal podo quero teño facer agora hoxe onte mañá mesmo nunca sempre algo "
        "alguén nada ninguén moito pouco ben mal mellor así aínda libro casa auga parte tempo grande dous dúas "
        "tres"
    ),
    "ca": (
        "de la que el en i a els es del les per un amb no una seu al com més però o aquest si perquè aquesta "
        "entre quan molt sense sobre també fins hi ha on qui des tot tots tota totes ens ni contra altres abans "
        "és són està estan ser té pot cada dia dies vegada nou nova premeu obriu tanqueu gràcies quin puc vull "
        "tinc fer aquí ara avui ahir demà mateix mai sempre res ningú poc bé mal millor així llibre casa aigua "
        "part temps gran dos dues tres era han"
    ),
    "it": (
        "di e il la che in un per non una è del si da le con i gli al ha nel alla della delle dei dal come più ma "
        "anche sono o lo se ci questo questa quando molto senza sopra tra fra dove chi fino tutto tutti tutta "
        "tutte nostro durante contro altri prima dopo ogni giorno giorni volta nuovo nuova deve devono essere può "
        "possono usare premere aprire chiudere favore grazie sul sulla nella nei degli ai agli su sua suo loro "
        "lei lui mi ti vi a qui solo ancora sempre poi quale posso voglio ho fare adesso oggi ieri domani stesso "
        "stessa mai qualcosa niente nessuno poco bene male meglio così libro casa acqua parte tempo grande hanno "
        "sia siano era erano noi voi essi due tre allo dello uno gran via alle en"
    ),
    "ro": (
        "de și în la cu pe un o nu să care din pentru este sunt mai ca al a ale fi prin ar sau dar că după cum "
        "fără foarte când unde cine până tot toți toate toată nostru între contra alții înainte fiecare zi zile "
        "dată nou nouă trebuie poate pot apăsați deschideți închideți vă rog mulțumim prima ce se el ea ei ele "
        "lui lor noi voi mă te doar încă mereu apoi dacă are au acest această acesta aceasta acestea era fost si "
        "sa in pana vreau am face aici acum azi ieri mâine același niciodată ceva nimic nimeni mult puțin bine "
        "rău casa casă apă parte timp mare două doi trei noastră vostru plus pas ne"
    ),
    "fr": (
        "de la le et les des en un une que est pour qui dans par plus pas au sur ne se ce il sont avec son du ou "
        "mais comme vous nous elle cette ses aux été être sans sous entre tout tous toute toutes avant après "
        "chaque jour jours fois nouveau nouvelle ouvrez fermez appuyez merci doit doivent peut peuvent si a à où "
        "quand très aussi mai part ni vis fil large co mal"
    ),
    "id": (
        "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena tersebut bisa ada mereka "
        "lebih kata tahun sudah atau saat oleh menjadi orang ia telah adalah seperti sebagai bahwa dapat para "
        "harus namun kita dua satu masih hari hanya mengatakan kepada kami setelah melakukan lalu belum lain dia "
        "kalau terjadi banyak menurut anda hingga tak baru beberapa ketika saja jalan sekitar secara dilakukan "
        "sementara tapi sangat hal sehingga seorang bagi besar lagi selama antara waktu sebuah jika sampai jadi "
        "terhadap tiga serta pun salah setiap sebelum silakan apakah uang mobil kantor unduh berkas pengaturan "
        "perangkat nomor rusak tombol layar segera mencoba pengguna air boleh turun kereta muat"
    ),
    "ms": (
        "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke kerana tersebut boleh ada "
        "mereka lebih kata tahun sudah atau semasa oleh menjadi orang ia telah adalah ialah seperti sebagai "
        "bahawa dapat para harus namun kita dua satu masih hari hanya kepada kami selepas melakukan lalu belum "
        "lain dia kalau banyak menurut anda hingga tak baru beberapa apabila ketika sahaja jalan sekitar secara "
        "dilakukan sementara tapi sangat hal sehingga seorang bagi besar lagi selama antara masa waktu sebuah "
        "jika sampai jadi terhadap tiga serta pun salah setiap sebelum sila adakah wang kereta pejabat muat turun "
        "fail tetapan peranti nombor rosak butang skrin segera cuba pengguna air perlu mesti daripada kerja "
        "hendaklah bisa"
    ),
    "ru": (
        "и в не на что с по это как из у к за от то но для о так все он его она их мы вы был была быть или если "
        "когда где уже еще только также при до после без под над между каждый день дня может можно нужно нет есть "
        "чтобы который которая этот эта вот там тут здесь перед пока ваш ваша ваши пожалуйста откройте закройте "
        "нажмите проверьте та"
    ),
    "uk": (
        "і й в у не на що з по це як із до за від то але для про так усі він його вона їх ми ви був була бути або "
        "якщо коли де вже ще тільки також при після без під над між кожен день дня може можна потрібно немає є "
        "щоб який яка цей ця та ось там тут перед поки ваш ваша ваші ласка відкрийте закрийте натисніть перевірте"
    ),
    "be": (
        "і ў у не на што з па гэта як да за ад то але для пра так усе ён яго яна іх мы вы быў была быць або калі "
        "дзе ўжо яшчэ толькі таксама пры пасля без пад над між кожны дзень можа можна трэба няма ёсць каб які "
        "гэты"
    ),
    "bg": (
        "и в не на че с по това как от за до то но към така всички той го тя ги ние вие беше бъде или ако когато "
        "къде вече още само също при след без под над между всеки ден може трябва няма има да който този тази са "
        "е се ще все тук там тези онова моля отворете затворете натиснете проверете преди докато вашата вашите"
    ),
    "mk": (
        "и во не на дека со по ова како од за до тоа но кон така сите тој го таа ги ние вие беше биде или ако "
        "кога каде веќе уште само исто при после без под над меѓу секој ден може треба нема има да кој овој оваа "
        "се е ќе"
    ),
    "nl": (
        "de het een van en in is dat op te zijn voor met die niet aan er om ook als dan maar bij door uit naar "
        "tot over of wordt worden heeft hebben kan kunnen moet moeten deze dit wat waar wie hoe al nog geen u uw "
        "wij zij hij je jij onder tussen zonder na elke alle dag dagen was waren want wil mag staan den der des "
        "af po per last lift los les"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
        "er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber "
        "vor zur bis mehr durch man sein wurde sei prozent hatte kann gegen vom können schon wenn habe seine mark "
        "ihre dann unter wir soll ich eines jahr zwei jeden tag je nie also oft mal"
    ),
    "af": (
        "die en van in is dat op te nie vir met wat aan om ook as dan maar by deur uit na tot oor of word het kan "
        "moet hierdie hoe nog geen u jou ons hulle hy sy onder tussen sonder elke alle dag dae was sal wees"
    ),
    "fi": (
        "ja on ei se että en oli hän mutta ovat kuin myös kun niin joka mukaan jo olla tai sen vain jos ole sekä "
        "voi ennen jälkeen kaikki tämä päivä pitää täytyy"
    ),
    "et": (
        "ja on ei see et oli ta aga kui ka nii mis järgi juba olla või selle ainult kas enne pärast kõik iga päev "
        "peab tuleb seda"
    ),
    "en": (
        "on no me over her am time end due non real era man face side stop mark met air care son war at all an as "
        "so see also us in be he we do"
    ),
    "hu": "én ne be es le ra se sem is a az",
    "vi": "la van do",
    "tr": "pay para on at",
}
#: Letters beyond a to z, or beyond those that all languages in Cyrillic share.
_LETTERS = {
    "da": "æøåé", "nb": "æøåéòôó", "nn": "æøåéòôó", "sv": "åäöé", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž",
    "pl": "ąćęłńóśźż", "hr": "čćđšž", "sr": "čćđšžјљњћџђ", "bs": "čćđšž", "sl": "čšž", "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõúü", "gl": "áéíñóúüï", "ca": "àçéèíïóòúü", "it": "àèéìíòóùú", "ro": "ăâîșțşţ",
    "fr": "àâæçéèêëîïôœùûüÿ", "ru": "ъыэё", "uk": "іїєґ", "be": "іўыэё", "bg": "ъ", "mk": "ѓќѕјљњџ",
    "nl": "áéèëïíóöüú", "de": "äöüß", "af": "êëïôéè", "fi": "äöå", "et": "äöüõ", "hu": "áéíóöőúüű", "tr": "çğıöşüâî",
    "en": "éèïö", "vi": "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
}  # fmt: skip


def group_of(code: str) -> tuple[str, ...]:
    """The close languages of one, without itself."""
    code = _ALSO.get(code, code)
    found = [other for group in GROUPS if code in group for other in group if other != code]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def small_words(code: str) -> frozenset[str]:
    """The small words of a language; none where it has no row. Serbian has each in both of its scripts."""
    words = _WORDS.get(_ALSO.get(code, code), "").split()
    if code == "sr":
        words += [_cyrillic(word) for word in words]
    return frozenset(words)


def _cyrillic(word: str) -> str:
    for two, one in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        word = word.replace(two, one)
    return word.translate(str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"))


def letters_of(code: str) -> frozenset[str]:
    """Letters beyond the common ones; none where it has no row."""
    return frozenset(_LETTERS.get(_ALSO.get(code, code), ""))
