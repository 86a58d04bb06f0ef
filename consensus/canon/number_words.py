"""Number words: what a text says in words that another writes in digits.

Used only to explain a digit that the other side lacks, so it is generous: a word's value and the value of a run of
words both count, and a wrong reading can only keep a check quiet, never raise one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from consensus.canon.numbers import canonical
from consensus.canon.tokens import UNSPACED, base_language, words

# Per language: words for 0..20, then 30, 40 .. 90, then 100 and 1000, each with its forms and ordinals after "|".
_WORDS = {
    "en": "zero|nil one|first|once|single|a|an two|second|twice|both|pair|double|doubled|doubles|doubling|couple "
    "three|third|triple|tripled|trebled|thrice|threefold four|fourth|quadruple|quadrupled|fourfold five|fifth "
    "six|sixth seven|seventh eight|eighth nine|ninth ten|tenth eleven|eleventh twelve|twelfth|dozen|noon|midday "
    "thirteen|thirteenth fourteen|fourteenth fifteen|fifteenth sixteen|sixteenth seventeen|seventeenth "
    "eighteen|eighteenth nineteen|nineteenth twenty|twentieth|twenties|score thirty|thirtieth|thirties "
    "forty|fortieth|forties fifty|fiftieth|fifties sixty|sixtieth|sixties seventy|seventieth|seventies "
    "eighty|eightieth|eighties ninety|ninetieth|nineties hundred|hundreds|hundredth "
    "thousand|thousands|thousandth",
    "de": "null eins|ein|eine|einen|einem|einer|eines|erste|ersten|erster|erstes|erstem|einmal "
    "zwei|zwo|zweite|zweiten|zweiter|zweites|zweitem|beide|beiden|zweimal|doppelt|paar "
    "drei|dritte|dritten|dritter|drittes|dreimal vier|vierte|vierten|vierter|viertes "
    "fünf|fünfte|fünften|fünfter sechs|sechste|sechsten|sechster sieben|siebte|siebten|siebter "
    "acht|achte|achten|achter neun|neunte|neunten zehn|zehnte|zehnten elf|elfte|elften "
    "zwölf|zwölfte|zwölften|dutzend|mittag|mittags dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
    "neunzehn zwanzig|zwanziger dreißig|dreissig|dreißiger vierzig|vierziger fünfzig|fünfziger "
    "sechzig|sechziger siebzig|siebziger achtzig|achtziger neunzig|neunziger "
    "hundert|einhundert|hunderte|hunderten tausend|eintausend|tausende|tausenden",
    "fr": "zéro un|une|premier|première|premiers|premières|1er deux|deuxième|second|seconde|double trois|troisième "
    "quatre|quatrième cinq|cinquième six|sixième sept|septième huit|huitième neuf|neuvième dix|dixième|dizaine "
    "onze|onzième douze|douzième|douzaine|midi treize quatorze quinze|quinzaine seize dix-sept dix-huit "
    "dix-neuf vingt|vingtième|vingtaine|vingts trente|trentaine quarante|quarantaine cinquante|cinquantaine "
    "soixante septante octante|huitante nonante "
    "cent|cents|centaine|centaines mille|millier|milliers",
    "es": "cero uno|un|una|primer|primero|primera|primeros|primeras dos|segundo|segunda|doble|ambos|ambas|par "
    "tres|tercer|tercero|tercera cuatro|cuarto|cuarta cinco|quinto|quinta seis|sexto|sexta "
    "siete|séptimo|séptima ocho|octavo|octava nueve|noveno|novena diez|décimo|décima|decena|decenas once "
    "doce|docena|mediodía trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta "
    "cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento|cientos|centenar|centenares|centenas "
    "mil|miles|millar|millares",
    "it": "zero uno|un|una|primo|prima|primi|prime due|secondo|seconda|doppio|entrambi|entrambe|paio tre|terzo|terza "
    "quattro|quarto|quarta cinque|quinto|quinta sei|sesto|sesta sette|settimo|settima otto|ottavo|ottava "
    "nove|nono|nona dieci|decimo|decima|decina|decine undici dodici|dozzina|mezzogiorno tredici quattordici "
    "quindici sedici diciassette diciotto diciannove venti|ventina trenta|trentina quaranta|quarantina "
    "cinquanta|cinquantina sessanta settanta ottanta novanta cento|centinaio|centinaia "
    "mille|mila|migliaio|migliaia",
    "nl": "nul een|één|eerste twee|tweede|beide|dubbel|paar drie|derde vier|vierde vijf|vijfde zes|zesde "
    "zeven|zevende acht|achtste negen|negende tien|tiende|tientallen|tiental elf|elfde "
    "twaalf|twaalfde|dozijn|middag dertien veertien vijftien zestien zeventien achttien negentien twintig "
    "dertig veertig vijftig zestig zeventig tachtig negentig honderd|honderden duizend|duizenden",
    "pl": "zero "
    "jeden|jedna|jedno|jednego|jednej|jednym|jedną|pierwszy|pierwsza|pierwsze|pierwszego|pierwszej|pierwszym|raz "
    "dwa|dwie|dwóch|dwoma|dwoje|drugi|druga|drugie|drugiego|drugiej|drugim|oba|obie|obu|para|parę|dwukrotnie "
    "trzy|trzech|trzema|troje|trzej|trzeci|trzecia|trzecie|trzeciego|trzeciej "
    "cztery|czterech|czterema|czwarty|czwarta|czwarte|czwartego|czwartej "
    "pięć|pięciu|pięcioma|piąty|piąta|piąte|piątego|piątej sześć|sześciu|szósty|szósta|szóste|szóstego|szóstej "
    "siedem|siedmiu|siódmy|siódma|siódme|siódmego|siódmej osiem|ośmiu|ósmy|ósma|ósme|ósmego|ósmej "
    "dziewięć|dziewięciu|dziewiąty|dziewiąta|dziewiątego "
    "dziesięć|dziesięciu|dziesiąty|dziesiąta|dziesiątego|dziesiątki|dziesiątek jedenaście|jedenastu "
    "dwanaście|dwunastu|tuzin|południe|południa|południu trzynaście|trzynastu czternaście|czternastu "
    "piętnaście|piętnastu szesnaście|szesnastu siedemnaście|siedemnastu osiemnaście|osiemnastu "
    "dziewiętnaście|dziewiętnastu dwadzieścia|dwudziestu trzydzieści|trzydziestu czterdzieści|czterdziestu "
    "pięćdziesiąt|pięćdziesięciu sześćdziesiąt|sześćdziesięciu siedemdziesiąt|siedemdziesięciu "
    "osiemdziesiąt|osiemdziesięciu dziewięćdziesiąt|dziewięćdziesięciu sto|stu|setki|setek "
    "tysiąc|tysiąca|tysiące|tysięcy",
    "cs": "nula|nul jeden|jedna|jedno|jednoho|jedné|jednom|jednou|jedním|jednu|první|prvního|prvním|prvních|poprvé "
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
    "sto|sta|stu|set|stovky|stovek|stě tisíc|tisíce|tisíci|tisíců",
    "pt": "zero um|uma|primeiro|primeira|primeiros|primeiras dois|duas|segundo|segunda|dobro|ambos|ambas|par "
    "três|terceiro|terceira quatro|quarto|quarta cinco|quinto|quinta seis|sexto|sexta sete|sétimo|sétima "
    "oito|oitavo|oitava nove|nono|nona dez|décimo|décima|dezena|dezenas onze doze|dúzia|meio-dia treze "
    "catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte trinta "
    "quarenta cinquenta|cinqüenta sessenta setenta oitenta noventa cem|cento|centos|centena|centenas "
    "mil|milhar|milhares",
    "ru": "ноль|нуль "
    "один|одна|одно|одного|одной|одном|одну|одним|первый|первая|первое|первого|первой|первом|первую|впервые "
    "два|две|двух|двум|двумя|двое|дважды|второй|вторая|второе|второго|втором|вторую|оба|обе|обоих|пара|пару "
    "три|трех|трёх|трем|тремя|трое|третий|третья|третье|третьего|третьей|трижды "
    "четыре|четырех|четырёх|четверо|четвертый|четвёртый|четвертая|четвертого "
    "пять|пяти|пятью|пятый|пятая|пятого|пятой шесть|шести|шестой|шестая|шестого "
    "семь|семи|седьмой|седьмая|седьмого восемь|восьми|восьмой|восьмая|восьмого "
    "девять|девяти|девятый|девятая|девятого десять|десяти|десятый|десятая|десятого|десятки|десятков "
    "одиннадцать|одиннадцати двенадцать|двенадцати|дюжина|полдень тринадцать|тринадцати "
    "четырнадцать|четырнадцати пятнадцать|пятнадцати шестнадцать|шестнадцати семнадцать|семнадцати "
    "восемнадцать|восемнадцати девятнадцать|девятнадцати|девятнадцатый|девятнадцатого "
    "двадцать|двадцати|двадцатый|двадцатого тридцать|тридцати сорок|сорока пятьдесят|пятидесяти "
    "шестьдесят|шестидесяти семьдесят|семидесяти восемьдесят|восьмидесяти девяносто сто|ста|сотни|сотен "
    "тысяча|тысячи|тысяч|тысячу",
    "uk": "нуль один|одна|одне|одного|однієї|одному|одну|одним|перший|перша|перше|першого|першої|першому|вперше "
    "два|дві|двох|двом|двома|двоє|двічі|другий|друга|друге|другого|другої|обидва|обидві|пара|пару "
    "три|трьох|трьом|троє|третій|третя|третє|третього чотири|чотирьох|четверо|четвертий|четверта|четвертого "
    "п'ять|п’ять|п'яти|п’яти|п'ятий|п’ятий|п'ята шість|шести|шостий|шоста|шостого сім|семи|сьомий|сьома|сьомого "
    "вісім|восьми|восьмий|восьма|восьмого дев'ять|дев’ять|дев'яти|дев’яти|дев'ятий|дев’ятий "
    "десять|десяти|десятий|десята|десятого|десятки|десятків одинадцять|одинадцяти "
    "дванадцять|дванадцяти|полудень тринадцять чотирнадцять п'ятнадцять|п’ятнадцять шістнадцять сімнадцять "
    "вісімнадцять дев'ятнадцять|дев’ятнадцять двадцять|двадцяти|двадцятий|двадцятого тридцять|тридцяти "
    "сорок|сорока п'ятдесят|п’ятдесят шістдесят сімдесят вісімдесят дев'яносто|дев’яносто сто|ста|сотні|сотень "
    "тисяча|тисячі|тисяч|тисячу",
    "tr": "sıfır bir|birinci|ilk|tek iki|ikinci|her|çift üç|üçüncü dört|dördüncü beş|beşinci altı|altıncı "
    "yedi|yedinci sekiz|sekizinci dokuz|dokuzuncu on|onuncu onbir oniki|düzine onüç ondört onbeş onaltı onyedi "
    "onsekiz ondokuz yirmi|yirminci otuz kırk elli altmış yetmiş seksen doksan yüz|yüzlerce bin|binlerce",
    "hi": "शून्य एक|पहला|पहली|पहले|प्रथम दो|दूसरा|दूसरी|दूसरे|दोनों|द्वितीय तीन|तीसरा|तीसरी|तीसरे|तीनों "
    "चार|चौथा|चौथी|चौथे पांच|पाँच|पांचवां|पाँचवाँ|पांचवें छह|छः|छठा|छठी|छठे सात|सातवां|सातवें आठ|आठवां|आठवें "
    "नौ|नौवां|नौवें दस|दसवां|दसवें ग्यारह बारह|दर्जन तेरह चौदह पंद्रह|पन्द्रह सोलह सत्रह अठारह उन्नीस बीस तीस "
    "चालीस पचास साठ सत्तर अस्सी नब्बे सौ|सैकड़ों हज़ार|हजार|हजारों|हज़ारों",
    "ar": "صفر واحد|واحدة|أول|الأول|الأولى|أولى|أحد|إحدى اثنان|اثنين|اثنتان|اثنتين|ثاني|الثاني|الثانية|ثانية|كلا "
    "ثلاث|ثلاثة|ثالث|الثالث|الثالثة أربع|أربعة|رابع|الرابع|الرابعة خمس|خمسة|خامس|الخامس|الخامسة "
    "ست|ستة|سادس|السادس|السادسة سبع|سبعة|سابع|السابع|السابعة ثمان|ثماني|ثمانية|ثامن|الثامن|الثامنة "
    "تسع|تسعة|تاسع|التاسع|التاسعة عشر|عشرة|عاشر|العاشر|العشرة أحد-عشر اثنا-عشر ثلاثة-عشر أربعة-عشر خمسة-عشر "
    "ستة-عشر سبعة-عشر ثمانية-عشر تسعة-عشر عشرون|عشرين|العشرين ثلاثون|ثلاثين|الثلاثين أربعون|أربعين خمسون|خمسين "
    "ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين مئة|مائة|المئة|مئات ألف|آلاف|ألفا",
    "he": "אפס אחד|אחת|ראשון|ראשונה|הראשון|הראשונה|יחיד שניים|שתיים|שני|שתי|שנייה|השני|השנייה|שניהם|זוג|פעמיים "
    "שלושה|שלוש|שלישי|שלישית|השלישי ארבעה|ארבע|רביעי|רביעית|הרביעי חמישה|חמש|חמישי|חמישית|החמישי "
    "שישה|שש|שישי|שישית|השישי שבעה|שבע|שביעי|שביעית|השביעי שמונה|שמיני|שמינית|השמיני תשעה|תשע|תשיעי|תשיעית "
    "עשרה|עשר|עשירי|עשירית|העשירי אחד-עשר שנים-עשר|תריסר שלושה-עשר ארבעה-עשר חמישה-עשר שישה-עשר שבעה-עשר "
    "שמונה-עשר תשעה-עשר עשרים|העשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים מאה|מאות אלף|אלפים|אלפי",
}
_VALUES = (*range(21), 30, 40, 50, 60, 70, 80, 90, 100, 1000)
#: Two words, but values of their own.
_EXTRA = {
    "en": {"half": "0.5", "quarter": "0.25", "zeroth": "0", "million": "1000000", "billion": "1000000000"},
    "de": {"halb": "0.5", "halbe": "0.5", "halben": "0.5", "anderthalb": "1.5", "million": "1000000"},
    "fr": {"demi": "0.5", "demie": "0.5", "moitié": "0.5", "million": "1000000", "milliard": "1000000000"},
    "es": {"medio": "0.5", "media": "0.5", "mitad": "0.5", "millón": "1000000"},
    "it": {"mezzo": "0.5", "mezza": "0.5", "metà": "0.5", "milione": "1000000", "miliardo": "1000000000"},
    "nl": {"half": "0.5", "halve": "0.5", "helft": "0.5", "anderhalf": "1.5", "miljoen": "1000000"},
    "pl": {"pół": "0.5", "połowa": "0.5", "półtora": "1.5", "milion": "1000000", "miliard": "1000000000"},
    "cs": {"půl": "0.5", "polovina": "0.5", "polovinu": "0.5", "milion": "1000000", "miliarda": "1000000000"},
    "pt": {"meio": "0.5", "meia": "0.5", "metade": "0.5", "milhão": "1000000", "bilhão": "1000000000"},
    "ru": {"половина": "0.5", "половину": "0.5", "полтора": "1.5", "миллион": "1000000", "миллиард": "1000000000"},
    "uk": {"половина": "0.5", "половину": "0.5", "півтора": "1.5", "мільйон": "1000000", "мільярд": "1000000000"},
    "tr": {"yarım": "0.5", "yarısı": "0.5", "buçuk": "0.5", "milyon": "1000000", "milyar": "1000000000"},
    "hi": {"आधा": "0.5", "आधे": "0.5", "आधी": "0.5", "डेढ़": "1.5", "ढाई": "2.5", "लाख": "100000", "करोड़": "10000000"},
    "ar": {"نصف": "0.5", "ربع": "0.25", "مليون": "1000000", "مليار": "1000000000", "عامين": "2", "يومين": "2"},
    "he": {"חצי": "0.5", "רבע": "0.25", "מיליון": "1000000", "מיליארד": "1000000000", "שנתיים": "2", "יומיים": "2"},
}
#: One-letter conjunctions and prepositions that Arabic and Hebrew write onto the word.
_PREFIXES = frozenset("وبلفבהולמ")
_PREFIXED = re.compile(f"[{''.join(sorted(_PREFIXES))}]")
_ROMAN = re.compile(
    r"\b(?=[MDCLXVIІХ])M{0,3}(?:CM|CD|D?C{0,3})(?:[XХ]C|[XХ]L|L?[XХ]{0,3})(?:[IІ][XХ]|[IІ]V|V?[IІ]{0,3})(?=\b|[ea]\b)"
)
#: Where one may begin, a class of characters first: the engine skips to it.
_ROMAN_LEAD = re.compile(r"[MDCLXVIІХ](?<!\w\w)")
_ROMAN_DIGITS = {"I": 1, "І": 1, "V": 5, "X": 10, "Х": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FRACTION = re.compile(r"[½⅓⅔¼¾⅛]")
_FRACTIONS = {
    "½": ("0.5", "1", "2"),
    "¼": ("0.25", "1", "4"),
    "¾": ("0.75", "3", "4"),
    "⅓": ("1", "3"),
    "⅔": ("2", "3"),
}
_HAN_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两兩萬億壹贰叁肆伍陆柒捌玖拾廿卅半]+")
_HAN = {
    c: v
    for v, cs in enumerate(["〇零", "一壹", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for c in cs
}
_HAN_WORDS = {"正午": "12", "中午": "12", "双": "2", "雙": "2", "半年": "6", "俩": "2"}
#: Two digits in a row before a unit: "六七千" is six or seven thousand.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2}(?=[十百千万亿])")
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_HAN_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


@lru_cache(maxsize=64)
def number_words(lang: str) -> dict[str, int | str]:
    """Word -> value for a base language; {} where we have none."""
    groups = _WORDS.get(lang, "").split()
    table: dict[str, int | str] = {
        word: value for group, value in zip(groups, _VALUES, strict=False) for word in group.split("|")
    }
    if lang in ("de", "nl"):
        table |= _inverted(lang, groups)
    if lang == "cs":
        ones = ["jedna", "dvaa", "třia", "čtyřia", "pěta", "šesta", "sedma", "osma", "devěta"]
        tens = {20: "dvacet", **{(i - 18) * 10: groups[i].split("|")[0] for i in range(21, 28)}}
        table |= {one + word: ten + i for i, one in enumerate(ones, start=1) for ten, word in tens.items()}
    return table | dict(_EXTRA.get(lang, {}))


def _inverted(lang: str, groups: list[str]) -> dict[str, int | str]:
    """German and Dutch compounds: "einundzwanzig", "tweeëntwintig"."""
    ones = {
        "de": "ein zwei drei vier fünf sechs sieben acht neun",
        "nl": "een twee drie vier vijf zes zeven acht negen",
    }
    tens = {20: groups[20], **{(i - 18) * 10: groups[i] for i in range(21, 28)}}
    table: dict[str, int | str] = {}
    for one, word in enumerate(ones[lang].split(), start=1):
        joint = "und" if lang == "de" else ("ën" if word.endswith("e") else "en")
        for ten, forms in tens.items():
            table |= {f"{word}{joint}{form}": ten + one for form in forms.split("|")}
    for word, value in list(zip(ones[lang].split(), range(1, 10), strict=True)):
        table[f"{word}{'hundert' if lang == 'de' else 'honderd'}"] = value * 100
    return table


def _han_value(text: str) -> int:
    """二百五十万 -> 2500000; 二〇二四 -> 2024."""
    if not any(char in _HAN_UNITS or char in _HAN_BIG for char in text):
        return int("".join(str(_HAN[char]) for char in text if char in _HAN) or "0")
    total = section = digit = 0
    for char in text:
        if char in _HAN:
            digit = _HAN[char]
        elif char in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        elif char in _HAN_BIG:
            total = (total + section + digit or 1) * _HAN_BIG[char]
            section = digit = 0
    return total + section + digit


def _han_values(text: str) -> set[str]:
    found = {value for sign, value in _HAN_WORDS.items() if sign in text}
    for run in _HAN_NUMBER.findall(text):
        for either in _ABOUT.findall(run):
            found |= {canonical(str(_han_value(run.replace(either, digit, 1)))) for digit in either}
        if len(run) == 2 and all(char in _HAN for char in run):
            found |= {f"19{_han_value(run):02}", f"20{_han_value(run):02}"}
        if "半" in run:
            found |= {"0.5", "30"}
        found.add(canonical(str(_han_value(run.replace("半", "").replace("廿", "二十").replace("卅", "三十")))))
        if not any(char in _HAN_UNITS or char in _HAN_BIG for char in run):
            found |= {str(_HAN[char]) for char in run if char in _HAN}
    return found


def _continues(current: int, number: int) -> bool:
    """Whether a word for ``number`` goes on with a run whose last two digits are ``current`` so far."""
    if current == 0 or (current % 10 == 0 and number < 10):
        return True
    return (current in (60, 80) and number < 20) or (current < 10 and number >= 10 and number % 10 == 0)


#: Words that make tens or dozens of the number before them.
_TIMES = {
    10: re.compile(
        r"decade|jahrzehnt|décennie|década|decenni|dekad|dziesięcioleci|desetilet|десятилет|десятиліт|"
        r"दशक|عقد|עשור|on yıl",
        re.I,
    ),
    12: re.compile(r"dozen|dutzend|douzaine|docena|dozzin|dozijn|tuzin|tuct|dúzia|дюжин|düzine", re.I),
    100: re.compile(
        r"centur|jahrhundert|siècle|siglo|secol|eeuw|stulec|stolet|século|столет|столітт|शताब्दी|قرن|yüzyıl", re.I
    ),
}


def _bare(text: str) -> str:
    """Lower case in which every letter that a pattern takes for another without regard to case is that letter."""
    return text.casefold().replace("\u0307", "").replace("\u0131", "i")


#: Looking for each stem is far cheaper than trying all of them at every letter; the pattern decides.
_STEMS = {factor: [_bare(stem) for stem in pattern.pattern.split("|")] for factor, pattern in _TIMES.items()}
_BETWEEN_WORDS = re.compile(r"[\s\-–]+|(?<=\w)['’](?=\w)")


def _stripped(lower: str) -> list[str]:
    """The words of a text without the marks around them."""
    lower = lower.replace("quatre-vingt", "huitante-")  # four twenties: the only product French still writes
    if "'" in lower or "’" in lower:
        pieces = _BETWEEN_WORDS.split(lower)
    else:
        pieces = lower.replace("-", " ").replace("–", " ").split()
    return [piece.strip(".,;:!?()[]\"'„“”«»…") for piece in pieces]


def _runs(text: str, table: dict[str, int | str]) -> set[str]:
    """Values of single number words and of runs of them ("two hundred and fifty thousand")."""
    found: set[str] = set()
    total = current = 0
    gap = 9
    spoken = _stripped(text.lower())
    if table.keys().isdisjoint(spoken) and not _PREFIXED.search(text):
        return found
    for word in spoken:
        value = table.get(word)
        if value is None and word[:1] in _PREFIXES:
            value = table.get(word[1:])
        if value is None:
            gap += 1
            if gap > 1:
                total = current = 0
            continue
        gap = 0
        if isinstance(value, str) and "." in value:
            found.add(value)
            continue
        number = int(value)
        found.add(str(number))
        if number >= 1000:
            total, current = total + (current or 1) * number, 0
        elif number == 100:
            current = (current or 1) * 100
        elif _continues(current % 100, number):
            current += number
        else:
            found.add(str(total + current))
            total, current = 0, number
        found.add(str(total + current))
    return found


def roman_values(text: str) -> set[str]:
    """Values of Roman numerals, Cyrillic lookalikes too."""
    found = (_ROMAN.match(text, lead.start()) for lead in _ROMAN_LEAD.finditer(text))
    return {_roman_value(numeral.group()) for numeral in found if numeral}


@lru_cache(maxsize=256)
def _roman_value(numeral: str) -> str:
    digits = [_ROMAN_DIGITS[char] for char in numeral]
    return str(sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits)))


def spoken_values(text: str, lang: str | None, tokens: frozenset[str] | None = None) -> frozenset[str]:
    """Every value the text may say without digits: words and runs of words, Roman numerals, fraction signs.

    tokens: its words in lower case, where they are known.
    """
    tokens = frozenset(words(text)) if tokens is None else tokens
    base = base_language(lang)
    found = roman_values(text)
    for sign in _FRACTION.findall(text):
        found.update(_FRACTIONS.get(sign, ()))
    if base is None or base in UNSPACED:
        found |= _han_values(text)
    if base not in UNSPACED:
        for name in (base,) if base else ("en",):
            found |= _runs(text, number_words(name))
            found |= _compounds(tokens, number_words(name), name)
        if any(value.isdigit() and value != "0" and len(value) < 3 for value in found):
            bare = _bare(text)
            for factor, pattern in _TIMES.items():
                if any(map(bare.__contains__, _STEMS[factor])) and pattern.search(text):
                    found |= {str(int(value) * factor) for value in list(found) if value.isdigit() and len(value) < 3}
    return frozenset(found - {""})


@lru_cache(maxsize=64)
def _heads(lang: str) -> frozenset[str]:
    """The first three letters of every number word: most words of a text do not begin with any."""
    return frozenset(word[:3] for word in number_words(lang))


def _compounds(tokens: frozenset[str], table: dict[str, int | str], lang: str) -> set[str]:
    """Number words at the start of a longer word: "dreitägig", "třídenní", "трёхлетний"."""
    if lang not in ("de", "nl", "cs", "pl", "ru", "uk", "it", "hi"):
        return set()
    found = set()
    heads = _heads(lang)
    for word in tokens:
        if word[:3] not in heads:
            continue
        for length in range(min(len(word) - 1, 16), 2, -1):
            value = table.get(word[:length])
            if value is not None:
                found.add(str(value))
                break
    return found
