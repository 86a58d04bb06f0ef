"""Units, currencies, percent signs and scale words around a number, by language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.normalize.languages import language, spellings
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language
from consensus.normalize.unit_words import CURRENCY_CODES, CURRENCY_GROUPS, CURRENCY_SIGNS, DOLLARS, SYMBOLS

#: Abbreviations that mean a scale beside money but a unit, or nothing, elsewhere.
MONEY_SCALES = frozenset(("m", "M", "B", "mil"))

_PERCENT = (
    r"%|％|٪|﹪|pct\b|per ?cent\b|Prozents?\b|pour cent\b|por ?ciento\b|por ?cento\b|per ?cento\b|"
    r"procent(?!punt|enhe|point|poeng|n\w+ bod)\w*|procento\b|prosent(?!poeng|tiyks)\w*|процент(?!н\w+ пункт)\w*|"
    r"в[іи]дсотк(?!ов\w+ пункт)\w*|प्रतिशत|फीसदी|फ़ीसदी|في المئة|في المائة|بالمئة|بالمائة|אחוזים|אחוז|パーセント|"
    r"퍼센트(?!포인트)|프로(?![가-힣])|τοις εκατόν?|τα εκατό|la sută|százalék(?!pont)\w*|phần trăm|เปอร์เซ็นต์|persen\b|"
    r"percent[aá]\b|"
    r"posto\b|درصد|на сто\b|yüzde"
)
PERCENT_BEFORE = ("百分之", "百分之 ", "%", "٪", "yüzde ", "Yüzde ", "ร้อยละ ", "ร้อยละ", "อัตราร้อยละ ")
PERCENT_WORD = re.compile(f"{_PERCENT}|百分|成|割|折|ร้อยละ", re.IGNORECASE)

_EDGE_SYMBOL = r"(?![A-Za-z0-9\u00aa-\u024f\u0400-\u04ff/'’]|-[A-Za-z])"


class After(NamedTuple):
    """What follows a number: scale as a power of ten, percent, unit, currencies; end of what was read."""

    end: int
    scale: int = 0
    scale_word: str = ""
    percent: bool = False
    unit: str = ""
    currency: frozenset[str] = frozenset()


def _alternatives(words: list[str]) -> str:
    return "|".join(
        re.escape(s[:-1]) + r"\w*" if s.endswith("~") else re.escape(s) for s in sorted(words, key=len, reverse=True)
    )


def _table(line: str) -> dict[str, str]:
    """Spelling -> meaning, from entries ``meaning=spelling,spelling``."""
    return {spelling: meaning for meaning, spelling in spellings(line)}


_ALL_SYMBOLS = _table(SYMBOLS)
#: Sign or code -> the currencies it may mean.
_CURRENCIES: dict[str, frozenset[str]] = {
    **{code: frozenset((code,)) for code in CURRENCY_CODES.split()},
    **{sign: frozenset(codes.split("+")) for sign, codes in _table(CURRENCY_SIGNS).items()},
    "$": frozenset(DOLLARS.split()),
}


_GROUPS = {name: frozenset(codes.split("+")) for name, codes in spellings(CURRENCY_GROUPS)}


class Grammar(NamedTuple):
    """How one language writes what stands around a number: a compiled pattern and the meaning of each spelling."""

    after: re.Pattern[str]
    words: dict[str, str]
    stems: tuple[tuple[str, str], ...]
    money: dict[str, frozenset[str]]
    money_stems: tuple[tuple[str, frozenset[str]], ...]
    scales: dict[str, int]
    anywhere: re.Pattern[str]


_BLANK = "[ \u00a0\u202f\u2009]"
_SIGNS = r"US\$|NT\$|C\$|A\$|S\$|HK\$|R\$|[$€£¥₽₴₹₺₪₩₫₱₦฿₸₾]"
_CODES = _alternatives([code for code in _CURRENCIES if code.isalpha()])
_NO_CURRENCY: frozenset[str] = frozenset()
_CURRENCY_ENDS = frozenset(spelling[-1] for spelling in _CURRENCIES)


@lru_cache(maxsize=64)
def grammar(lang: str | None) -> Grammar:
    """The grammar of a language; symbols and codes alone where we have no words for it."""
    base, spoken = base_language(lang) or "", language(lang)
    symbols = {s: u for s, u in _ALL_SYMBOLS.items() if s not in spoken.not_symbols.split()}
    units, money = _table(spoken.unit_words), _table(spoken.currency_words)
    scales = {word: int(power) for word, power in _table(spoken.scale_words).items()}
    meaning = {word: _GROUPS.get(name) or _CURRENCIES[name] for word, name in money.items()}
    return Grammar(
        re.compile(_scale_pattern(scales, base) + _after_pattern(list(symbols), list(units), list(money), base)),
        symbols | {word.lower(): name for word, name in units.items() if word[-1] != "~"},
        tuple((word[:-1].lower(), name) for word, name in units.items() if word[-1] == "~"),
        {word.lower(): codes for word, codes in meaning.items() if word[-1] != "~"},
        tuple((word[:-1].lower(), codes) for word, codes in meaning.items() if word[-1] == "~"),
        scales,
        _anywhere(list(money), base),
    )


def _edge(base: str) -> str:
    """Where a word ends; nowhere in particular in scripts without spaces."""
    if base in UNSPACED:
        return ""
    endings = language(base).endings
    return rf"(?:(?![^\W\d_])|(?=(?:{_alternatives(endings.split())})(?!\w)))" if endings else r"(?!\w)"


def _scale_pattern(scales: dict[str, int], base: str) -> str:
    if not scales:
        return r"(?P<scale>(?!))?"
    long = [name for name in scales if len(name) > 4 and " " not in name]
    edge = "" if base == "ko" else _edge(base)  # 만 and 억 stand in front of counters and further digits
    spelt = rf"(?:{_alternatives(list(scales))}){edge}" + (rf"|(?:{_alternatives(long)})\w+" if long else "")
    if base in ("zh", "ja"):  # a kilogram is no thousand grams
        spelt = re.sub("([|:])千(?=[|)])", r"\1千(?![克米瓦卡帕赫伏])", spelt)
    about = "[多余餘几幾]?" if base == "zh" else ""
    return rf"(?P<scale>{_BLANK}?-?{about}(?:{spelt})\.?)?"


def _after_pattern(symbols: list[str], units: list[str], money: list[str], base: str) -> str:
    edge = _EDGE_SYMBOL.replace("|-[A-Za-z]", "") if language(base).endings else _EDGE_SYMBOL  # "15 km-nél"
    unit = rf"(?P<symbol>{_alternatives(symbols)}){edge}"
    if units:
        unit += rf"|(?P<word>{_alternatives(units)}){_edge(base)}"
    amount = rf"(?P<sign>{_SIGNS})|(?P<code>{_CODES})(?![A-Za-z0-9_\u00aa-\u052f\u1e00-\u1fff])"
    if money:
        maker = (
            r"U\.?S\.?[ -]|amerikan\w* |американск\w+ |australian |canadian |swiss |czech |swedish |danish |norwegian "
        )
        amount += rf"|(?:{maker})?(?P<money>{_alternatives(money)}){_edge(base)}"
    joint = "[多余餘几幾来個个]?" if base == "zh" else r"[-‑]?(?:de |d['’]|di )?"
    return rf"{_BLANK}?(?:(?P<percent>{_PERCENT})|{_BLANK}?{joint}(?:{amount}|{unit}))?"


def _anywhere(money: list[str], base: str) -> re.Pattern[str]:
    names = [_SIGNS, rf"(?<!\w)(?:{_CODES})(?!\w)"]
    if money:
        start = "" if base in UNSPACED else r"(?<![^\W\d_])"
        names.append(rf"{start}(?:{_alternatives(money)}){_edge(base)}")
    return re.compile("|".join(names), re.IGNORECASE)


#: Units that measure the same thing, each with how many base units it is.
_MEASURES = (
    "length mm=0.001 cm=0.01 dm=0.1 m=1 km=1000 inch=0.0254 foot=0.3048 yard=0.9144 mile=1609.3",
    "mass mg=0.000001 g=0.001 kg=1 t=1000 lb=0.4536 oz=0.02835",
    "volume ml=0.001 cl=0.01 dl=0.1 l=1 hl=100 gallon=3.785",
    "area cm2=0.0001 m2=1 ha=10000 km2=1000000 acre=4046.9",
    "speed km/h=1 mph=1.6093 m/s=3.6",
    "pressure mbar=0.001 hPa=0.001 kPa=0.01 psi=0.06895 bar=1 MPa=10",
    "time s=1 min=60 h=3600 day=86400 week=604800 month=2629746 year=31556952",
)
_BASE = {
    unit: (measure, float(factor))
    for measure, *units in (line.split() for line in _MEASURES)
    for unit, factor in (entry.split("=") for entry in units)
}


#: How far people round when they convert.
_TOLERANCE = 0.05


def same_measure(one: str, unit: str, other: str, other_unit: str) -> bool:
    """Whether two values in two units are the same measure, within 5% (people round when they convert)."""
    if {unit, other_unit} == {"°C", "°F"}:
        celsius, fahrenheit = (float(one), float(other)) if unit == "°C" else (float(other), float(one))
        exact = celsius * 1.8 + 32
        return abs(exact - fahrenheit) <= max(_TOLERANCE * abs(exact), 1.5)
    left, right = _BASE.get(unit), _BASE.get(other_unit)
    if left is None or right is None or left[0] != right[0]:
        return False
    a, b = float(one) * left[1], float(other) * right[1]
    return abs(a - b) <= _TOLERANCE * max(a, b)


def read_after(text: str, end: int, rules: Grammar) -> After:
    """What follows the number that ends at ``end``."""
    match = rules.after.match(text, end)
    if match is None or match.end() == end:
        return After(end)
    kind = match.lastgroup  # of what stands behind the scale, the one that there is
    if kind is None:
        return After(match.end())
    scale_word = (match["scale"] or "").strip(" \u00a0\u202f\u2009-.多余餘几幾")
    unit, currency = "", _NO_CURRENCY
    if kind == "symbol":
        unit = rules.words[match[kind]]
    elif kind == "word":
        unit = _meaning(match[kind].lower(), rules.words, rules.stems) or ""
    elif kind in ("sign", "code"):
        currency = _CURRENCIES[match[kind]]
    elif kind == "money":
        currency = currency_of(match[kind], rules)
    return After(match.end(), _power(scale_word, rules.scales), scale_word, kind == "percent", unit, currency)


def units_named(lower: str, tokens: frozenset[str], rules: Grammar) -> set[str]:
    """The units that a text in lower case names, with a number or without."""
    words = {part for token in tokens for part in re.split("['’]", token)}
    found = {rules.words[word] for word in words if word in rules.words}
    found |= {unit for stem, unit in rules.stems if any(word.startswith(stem) for word in words)}
    return found | {unit for word, unit in rules.words.items() if word[0] > "\u3000" and word in lower}


def _power(word: str, scales: dict[str, int]) -> int:
    """The power of ten of a scale word, also where it begins a compound ("34bilionového")."""
    if not word or word in scales:
        return scales.get(word, 0)
    return max(((len(name), power) for name, power in scales.items() if word.startswith(name)), default=(0, 0))[1]


def _meaning(word: str, exact: dict[str, str], stems: tuple[tuple[str, str], ...]) -> str | None:
    return exact.get(word) or next((name for stem, name in stems if word.startswith(stem)), None)


def currency_of(spelling: str, rules: Grammar) -> frozenset[str]:
    """The currencies that a sign, code or word may mean; empty when it is none."""
    spelling = spelling.strip(". ")
    if spelling in _CURRENCIES:
        return _CURRENCIES[spelling]
    word = spelling.lower()
    found = rules.money.get(word) or next((m for stem, m in rules.money_stems if word.startswith(stem)), None)
    return found or _CURRENCIES.get(spelling.upper(), frozenset())


def currency_before(text: str, start: int) -> frozenset[str]:
    """The currencies that the sign or code before a number may mean; empty when there is none."""
    window = text[max(0, start - 6) : start].rstrip(" \u00a0\u202f-−–.")
    if not window or window[-1] not in _CURRENCY_ENDS:
        return _NO_CURRENCY
    last = window.split()[-1]
    if not last[-1].isalpha():
        last = next((last[-size:] for size in (3, 2) if last[-size:] in _CURRENCIES), last[-1])
    return _CURRENCIES.get(last, _NO_CURRENCY)


def is_currency(code: str) -> bool:
    """Whether letters in front of an amount are a currency: "Rp" in Rp500.000."""
    return code in _CURRENCIES


def currencies_in(text: str, rules: Grammar) -> frozenset[str]:
    """All currencies that a text may name anywhere."""
    found: set[str] = set()
    for match in rules.anywhere.finditer(text):
        found |= currency_of(match.group(), rules)
    return frozenset(found)
