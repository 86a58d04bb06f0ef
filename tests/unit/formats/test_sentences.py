"""Where sentences end, in every language with a file: not at abbreviations, ordinals, in marks; but after them too."""

import pytest

from consensus.formats.sentences import sentences
from consensus.formats.spans import Line
from consensus.normalize.languages import LANGUAGES

# "|" stands where a sentence ends.
ENDS = {
    "en": [
        "It costs approx. 5 EUR incl. VAT.| It is good.", "Mr. Smith came.| He left.",
        "See No. 5 and Fig. 3.| Go on.", "It opens at 5 p.m. and closes.| Go on.",
        "Bring tools, oil, etc.| The rest is there.", "It is 5.| The pump runs.", "Did it work?| It did.",
        'He asked "Why?" and left.| Then it ended.', "The fuse is 10 A.| Replace it.",
        "Use an iPhone.| iPads work too.", "Do this.| 2. Mount the pump.| 3. Close it.", "Fig. 3. The pump.",
        "Section 4. Scope of delivery.", "See section 4.| The pump runs.", "Read the article.| Then go on.",
        "Use e.g. Windows, i.e. a PC.| Go on.", "Wait ... then go on.| Stop.", "In Jan. 2024 it ran.| It stopped.",
    ],
    "de": [
        "Am 3. Mai kam Dr. Meier.| Er blieb.", "Er kaufte Bücher usw.| Dann ging er.",
        "Der 2. Weltkrieg endete 1945.| Gut.", "Es sind 5.| Der Motor läuft.",
        "Der Umsatz betrug 5 Mio. Euro.| Gut.", "Nutzen Sie z. B. Windows oder z.B. Öl.| Gut.",
        "Siehe Abb. 3 auf S. 5.| Dann weiter.", "Siehe Kapitel 3.| Danach weiter.", "Kapitel 3. Montage der Pumpe.",
        "Der Preis inkl. MwSt. beträgt 5 Euro.| Gut.", "Im 3. Quartal stieg er ca. 5 %.| Gut.",
        "Ludwig XIV. regierte.| Gut.", "Die Länge beträgt 5 m.| Der Motor läuft.",
        "Gemäß Art. 5 Abs. 2 gilt das.| Gut.", "Tel. 05 12 rufen.| Gut.",
    ],
    "fr": [
        "Voir M. Dupont demain.| Il vient.", "L'art. 5 dit oui.| Le prix est bas.",
        "Mme. Durand et MM. Petit viennent.| Oui.", "Cf. p. 12 et fig. 3.| La suite.",
        "Des pommes, etc.| Le reste est là.", "Il a 5 ans.| Marie en a 6.| Elle rit.", "Le n. º 5 est pris.| Oui.",
        "Env. 5 mètres.| Oui.", "Il en reste 5.| Le moteur tourne.",
    ],
    "es": [
        "El n. º 5 es mejor.| Sí.", "El Sr. García vino.| Se fue.", "Ver pág. 3 y art. 5.| Sigue.",
        "Peras, etc.| El resto sigue.", "Aprox. 5 metros.| Sigue.", "Quedan 5.| El motor gira.",
        "La Dra. Ruiz vive en la avda. 5.| Sigue.",
    ],
    "it": [
        "Vedi pag. 3 del manuale.| Fine.", "Il sig. Rossi e il dott. Bianchi.| Fine.",
        "Mele, pere ecc.| Il resto rimane.", "Secondo l'art. 5 del testo.| Fine.", "Ne restano 5.| Il motore gira.",
        "Ad es. Roma è grande.| Fine.",
    ],
    "nl": [
        "Dhr. Jansen komt.| Hij blijft.", "Zie blz. 3 en afb. 5.| Verder.", "Appels enz.| Dan ging hij.",
        "Het is 5.| De pomp loopt.", "Bijv. Amsterdam is groot.| Verder.", "Ca. 5 meter.| Verder.",
        "Op 3 jan. 2024 liep het.| Verder.",
    ],
    "pl": [
        "W 2023 r. firma rosła.| Koniec.", "Zgodnie z art. 5 ustawy.| Koniec.", "Zapytaj pan. Nowak.| Koniec.",
        "Dnia 3. maja przyszli.| Koniec.", "Gruszki itd.| Potem idziemy.", "Ma 5.| Silnik działa.",
        "Np. Warszawa jest duża.| Koniec.", "Zob. rys. 3 na str. 5.| Koniec.", "Mieszka przy ul. Długiej.| Koniec.",
    ],
    "cs": [
        "Dne 3. května přišel.| Konec.", "Viz obr. 3 na str. 5.| Konec.", "Jablka atd.| Potom šel.",
        "Pan Dr. Novák přišel.| Konec.", "Např. Praha je velká.| Konec.", "Je jich 5.| Motor běží.",
        "Podle čl. 5 odst. 2 platí.| Konec.",
    ],
    "pt": [
        "O Sr. Silva veio.| Saiu.", "O n. º 5 é bom.| Fim.", "Ver pág. 3 e art. 5.| Fim.",
        "Peras, etc.| O resto fica.", "Restam 5.| O motor gira.", "Aprox. 5 metros.| Fim.",
    ],
    "ru": [
        "В 2023 г. компания выросла.| Конец.", "См. рис. 3 на стр. 5.| Конец.", "И т. д.| Потом пошёл.",
        "Живёт на ул. Ленина.| Конец.", "Д-р. Иванов пришёл.| Конец.", "Осталось 5.| Насос работает.",
        "Цена 5 тыс. руб. за штуку.| Конец.", "Длина 5 м.| Насос работает.",
    ],
    "uk": [
        "У 2023 р. компанія зросла.| Кінець.", "Див. рис. 3 на стор. 5.| Кінець.", "І т. д.| Потім пішов.",
        "Живе на вул. Франка.| Кінець.", "Лишилось 5.| Насос працює.",
    ],
    "zh": [
        "他说“好。”的时候。|下一步。", "“走。”他说。|下一步。", "你好。|再见！",
        "「是。」这句话。|下一步。", "“走。”|这是结束。",
    ],
    "ja": [
        "彼は「はい。」と言った。|次へ。", "「はい。」|でも彼は行った。",
        "「止まれ。」という声がした。|次へ。", "「見て。」は命令だ。|次へ。", "押します。|次へ。",
        "「押せ。」|そして彼は行った。",
    ],
    "hi": [
        "डॉ. शर्मा आए।| वह गए।", "कीमत रु. 500 है।| अच्छा।", "श्री. वर्मा और प्रो. सिंह आए।| वह गए।",
        "पृ. 5 देखें।| आगे।",
    ],
    "ar": [
        "د. أحمد جاء.| ثم ذهب.", "انظر ص. 5 من الكتاب.| ثم اذهب.", "تفاح إلخ.| والباقي هنا.",
    ],
    "he": [
        "פרופ. כהן בא.| אחר כך הלך.", "ראה עמ. 5 בספר.| סוף.", "רח. הרצל ארוך.| סוף.",
    ],
    "tr": [
        "Ofis 5. katta.| Gelin.", "Dr. Ali geldi.| Gitti.", "1. Dünya Savaşı bitti.| Gitti.",
        "Elma vb.| Sonra gitti.", "Sayı 5.| Motor çalışıyor.", "Bkz. s. 5 ve şek. 3.| Gitti.",
        "Prof. Kaya ve Av. Can geldi.| Gitti.",
    ],
    "sv": [
        "Dr. Ek kom.| Han gick.", "T.ex. Stockholm är stort.| Bra.", "Se fig. 3 och s. 5.| Bra.",
        "Äpplen osv.| Sedan gick han.", "Det är 5.| Pumpen går.",
    ],
    "da": [
        "Den 3. maj kom hr. Olsen.| Han gik.", "F.eks. København er stor.| Godt.", "Æbler osv.| Så gik han.",
        "Det er 5.| Pumpen kører.",
    ],
    "fi": [
        "Tulin 3. toukokuuta.| Hyvä.", "Esim. Helsinki on suuri.| Hyvä.", "Ks. s. 5 ja kuv. 3.| Hyvä.",
        "Omenat jne.| Sitten lähdin.", "Niitä on 5.| Pumppu käy.",
    ],
    "el": [
        "Ο κ. Παπάς ήρθε.| Έφυγε.", "Βλ. σελ. 5 και εικ. 3.| Τέλος.", "Π.χ. Αθήνα είναι.| Τέλος.",
        "Μήλα κλπ.| Μετά έφυγε.",
    ],
    "ro": [
        "Dl. Popescu a venit.| A plecat.", "Vezi pag. 5 și fig. 3.| Gata.", "Mere etc.| Apoi a plecat.",
        "Au rămas 5.| Pompa merge.",
    ],
    "hu": [
        "2024. június 5-én jött.| Elment.", "Dr. Nagy a 3. emeleten lakik.| Elment.", "Alma stb.| Aztán elment.",
        "A szám 5.| A motor jár.", "Kb. 5 méter.| Elment.",
    ],
    "vi": [
        "TS. Nguyễn ở TP. Hồ Chí Minh.| Sau đó đi.", "Xem tr. 5.| Sau đó đi.",
    ],
    "th": [
        "ดร. สมชาย มา.| จบ.",
    ],
    "id": [
        "Bpk. Budi di Jl. Merdeka.| Selesai.", "Lihat hal. 5 dan gbr. 3.| Selesai.", "Apel dll.| Lalu pergi.",
        "Ada 5.| Pompa jalan.",
    ],
    "ko": [
        '그는 "네." 라고 말했다.| 다음.', "누르십시오.| 다음.",
    ],
}  # fmt: skip
MARKS = [
    "Click ![Save icon](a.png) now.| Go.", "Run `a. B. C` now.| Go.", "Set {a. B} now.| Go.",
    "Use {% if a. B %} now.| Go.", "See [a? B](c.d?e=F. G) now.| Go.", 'See <b title="a. B">it</b> now.| Go.',
    "Let $x_1. Y$ be.| Go.", "Visit https://a.example.| Go.",
    "You have {count, plural, one {a. B} other {c. D}} here.| Go.", "Call %(name)s.| Go.",
    "Write to a.b@c.example.| Go.",
]  # fmt: skip


def _cut(text: str, lang: str) -> str:
    spans = sentences([Line(0, text)], "paragraph", lang)
    return "".join(
        text[span.start : following] + "|" * (following < len(text))
        for span, following in zip(spans, [*(one.start for one in spans[1:]), len(text)], strict=True)
    )


@pytest.mark.parametrize(
    ("lang", "marked"), [(lang, one) for lang, texts in ENDS.items() for one in texts] + [("en", one) for one in MARKS]
)
def test_where_sentences_end(lang: str, marked: str) -> None:
    text = marked.replace("|", "")
    # The blank between two sentences belongs to the first.
    assert _cut(text, lang) == marked.replace("| ", " |")


def test_every_language_is_tried() -> None:
    assert set(ENDS) == set(LANGUAGES)
