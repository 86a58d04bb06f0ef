"""What the document says of a value on which all agree: whether it stands there, and in which other way it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from consensus.domain import ExtractionRules
from consensus.locate.boxes import crossed_instead
from consensus.locate.dates import Order, only_ambiguous
from consensus.locate.figures import only_bracketed, readings, stands_plainly
from consensus.locate.values import stands
from consensus.normalize.languages import LANGUAGES
from consensus.normalize.scales import stated_scales
from consensus.normalize.tokens import words
from consensus.normalize.units import is_currency
from consensus.normalize.values import parse_date
from consensus.normalize.written_dates import date_order
from consensus.schema import Leaf

#: Words by which a field asks for a value that the document does not print: counted, summed up, converted, classed.
_DERIVED: Final = re.compile(
    r"\b(comput\w*|calculat\w*|deriv\w*|infer\w*|count(ed)?|number of|how many|sum of|summed|average|"
    r"mean of|minus|difference (of|between)|convert\w*|normali[sz]\w*|expressed (as|in)|annuali[sz]ed|classif\w*|"
    r"berechn\w*|ermittel\w*|anzahl|summe (der|aller)|durchschnitt\w*|umgerechnet|calcul\w*|nombre de|somme d\w+|"
    r"moyenne|n[uú]mero de|suma de|promedio|cantidad de|numero di|somma d\w+|calcolat\w*|media d\w+|aantal|som van|"
    r"bereken\w*|gemiddeld\w*|liczba|suma|oblicz\w*|średni\w*|počet|součet|vypoč\w*|soma d\w+|"
    r"количество|сумма|рассчит\w*|среднее|кількість)\b|计算|計算|合计|数量|平均|개수|합계|계산",
    re.IGNORECASE,
)
#: Words by which a field settles the sign that it wants, whatever the document prints.
_SIGNED: Final = re.compile(
    r"\b(positive|negative|absolute|unsigned|without (the )?sign|minus sign|magnitude|positiv\w*|negativ\w*|"
    r"absolut\w*|ohne vorzeichen|positif|négatif|sans signe|sin signo|senza segno|positief|dodatni\w*|ujemn\w*)\b",
    re.IGNORECASE,
)
_SCALED: Final = re.compile(
    r"thousand|million|billion|\bk\b|000s|tausend|\bmio\b|\bmrd\b|\bteur\b|millier|milliard|miles|millones|migliaia|"
    r"milion|duizend|miljoen|tysi|tys\.|tis[ií]c|milh|тыс|млн|тис|千|万|百万|億|亿|천|만|آلاف|ألف|אלפי|מיליון|"
    r"as (printed|shown|stated|reported|written)|wie (gedruckt|angegeben)|scale|per (share|unit)|je (aktie|stück)|"
    r"par action|por acción|percent|ratio|%",
    re.IGNORECASE,
)
_CURRENCY: Final = re.compile(r"\b[A-Z]{3}\b|[$€£¥₪₹₺₽]")
#: Words that stand for a missing value: where the document does not have them, somebody made them up.
_WORDS_FOR_NONE: Final = (
    "n/a n.a. na nil none null nan nothing unknown unspecified tbd tba undefined missing empty blank - -- — – ? "
    "k.a. keine unbekannt entfällt leer néant inconnu aucun aucune ninguno ninguna desconocido nessuno "
    "sconosciuto n.d. nd s/d s.d. geen onbekend nvt n.v.t. brak nieznany nie žádné žádný neznámý neuvedeno "
    "nenhum desconhecido нет неизвестно немає невідомо 无 無 なし 不明 未知 없음 미상 कोई_नहीं لا_يوجد غير_معروف "
    "אין לא_ידוע yok bilinmiyor ingen inget okänd ukendt intet ei tuntematon κανένα άγνωστο niciunul necunoscut "
    "nincs ismeretlen không không_rõ ไม่มี tidak_ada not_available not_applicable not_specified not_found "
    "not_provided not_stated not_given not_mentioned not_known no_value keine_angabe nicht_angegeben "
    "nicht_verfügbar nicht_bekannt non_spécifié non_disponible non_indiqué no_especificado no_disponible "
    "non_specificato non_disponibile niet_vermeld nie_podano não_informado не_указано не_указан не_вказано"
)
_NO_VALUE: Final = frozenset(word.replace("_", " ") for word in _WORDS_FOR_NONE.split())
_CONTAINERS: Final = (list, dict)
_MAY_BE_DAYS: Final = frozenset({"date", "date-time", "string", "any"})
_WORDLESS: Final = frozenset({"boolean", "enum", "time"})
#: Formats of which the source holds another spelling as a rule.
_OTHER_SPELLING: Final = frozenset({"duration", "byte", "regex", "time"})
#: Tokens with figures in a longer text than this are prose, not values.
_MOST_TOKENS: Final = 12
_EDGES: Final = "()[]{}<>,;:.!?\"'“”‘’„«»*#|"
_MONEY: Final = re.compile(r"^[$€£¥₪₹₺₽]+|[$€£¥₪₹₺₽%‰°]+$")
_CAPITALS: Final = re.compile(r"[A-Z]{2,5}")
_URL: Final = re.compile(r"(?:https?|ftp)://(?:www\.)?([^\s]+?)/?")


class Doubt(NamedTuple):
    """Why the document does not bear a value out. gate: its name in a policy."""

    gate: str
    sentence: str


class Source(NamedTuple):
    """The document as gates see it. lang: its BCP 47 tag, None when unknown."""

    text: str
    lang: str | None
    rules: ExtractionRules

    def order(self, text: str) -> Order | None:
        """The order of numeric dates by the language, declared or heard."""
        said = date_order(self.lang)
        return "dmy" if said == "dmy" else "mdy" if said == "mdy" else _order_of(text)


def doubts(value: Any, leaf: Leaf, source: Source) -> Iterator[Doubt]:
    """What in the document speaks against a value on which all agree, by gates in force. Pure."""
    text, _, rules = source
    gates = rules.gates
    schema = leaf.schema
    asked = _asked(schema.get("title", ""), schema.get("description", ""))
    if ("unlocated" in gates or "unlocated_text" in gates) and not asked.derived:
        missing = _missing(value, leaf, text, asked, every="unlocated_text" in gates)
        if missing is not None:
            yield missing
    kind = leaf.kind
    if isinstance(value, str) and kind in _MAY_BE_DAYS and "ambiguous_date" in gates:
        day = parse_date(value[:10])
        if day is not None and only_ambiguous(text, day, _declared(leaf, rules), source.order):
            yield Doubt("ambiguous_date", f"The document writes {value[:10]} in digits that may be another day.")
    if asked.unscaled and kind in ("number", "integer", "money") and "scale" in gates:
        stated = next(iter(stated_scales(text).values()), None)
        if stated is not None and stands_plainly(text, value):
            yield Doubt("scale", f"The document says “{stated}”, and the field asks for whole units.")
    if kind in ("enum", "boolean") and "checkbox" in gates:
        labels = tuple(one for one in schema.get("enum", ()) if isinstance(one, str))
        if (other := crossed_instead(text, value, labels, leaf.name)) is not None:
            yield Doubt("checkbox", f"In the document the box at “{other}” is crossed.")


def _declared(leaf: Leaf, rules: ExtractionRules) -> Order | None:
    """The order of numeric dates that the schema or the policy declares."""
    order: Order | Literal["iso"] = leaf.options.get("order", rules.date_order)
    return None if order == "iso" else order


class _Asked(NamedTuple):
    """What a field's own words ask for. derived: a value that need not stand. unscaled: whole units of a currency."""

    derived: bool
    signed: bool
    unscaled: bool


@lru_cache(maxsize=4096)
def _asked(title: str, description: str) -> _Asked:
    said = f"{title} {description}"
    named = any(is_currency(found) for found in _CURRENCY.findall(said)) or bool(_currency_words() & set(words(said)))
    unscaled = named and not _SCALED.search(said)
    return _Asked(bool(_DERIVED.search(said)), bool(_SIGNED.search(said)), unscaled)


@lru_cache(maxsize=1)
def _currency_words() -> frozenset[str]:
    return frozenset(
        spelling.rstrip("~")
        for one in LANGUAGES.values()
        for entry in one.currency_words.split()
        for spelling in entry.partition("=")[2].split(",")
    )


def _missing(value: Any, leaf: Leaf, text: str, asked: _Asked, *, every: bool) -> Doubt | None:
    if leaf.kind in _WORDLESS or leaf.schema.get("format") in _OTHER_SPELLING or "const" in leaf.schema:
        return None
    for one in _scalars(value) if isinstance(value, _CONTAINERS) else (value,):
        if isinstance(one, str):
            plain = one.strip()
            gate = None if not plain or stands(text, plain) else _gate_of_text(text, plain, every)
            if gate is not None:
                return Doubt(gate, f"“{_short(one)}” stands nowhere in the document.")
        elif stands(text, one):
            if leaf.kind != "integer" and not asked.signed and only_bracketed(text, one):
                return Doubt("unlocated", f"The document has {one} in brackets, as a negative amount is written.")
        elif not (isinstance(one, bool) or (asked.signed and stands(text, -one))):
            return Doubt("unlocated", f"{one} stands nowhere in the document.")
    return None


def _scalars(value: Any) -> Iterator[str | int | float]:
    if isinstance(value, list):
        for one in value:
            yield from _scalars(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _scalars(one)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield value


@lru_cache(maxsize=16384)
def _gate_of_text(text: str, plain: str, every: bool) -> str | None:
    """The gate that a string fails that stands nowhere; None where it is words that need not."""
    if plain.casefold() in _NO_VALUE or parse_date(plain[:10]) is not None:
        return "unlocated"
    tokens = plain.split()
    if len(tokens) == 1:
        if (address := _URL.fullmatch(plain)) is not None and stands(text, address[1]):
            return None
        if _MONEY.search(plain) and _token_stands(text, plain) and any(c.isdigit() for c in plain):
            return None
        if any(c.isdigit() for c in plain) or any(c in "@/\\_" for c in plain) or _CAPITALS.fullmatch(plain):
            return "unlocated"
    elif len(tokens) <= _MOST_TOKENS and not all(_token_stands(text, token) for token in tokens):
        return "unlocated"
    return "unlocated_text" if every else None


def _token_stands(text: str, token: str) -> bool:
    """A token without a figure is a word; one with a figure stands as written or as the number it is."""
    token = token.strip(_EDGES)
    if not any(c.isdigit() for c in token):
        return True
    if stands(text, token):
        return True
    bare = _MONEY.sub("", token)
    return any(stands(text, float(number)) for number in readings(bare))


@lru_cache(maxsize=4)
def _order_of(text: str) -> Order | None:
    """The order of dates by the language of a text: the day first but in English, the month first in the US."""
    if _US_ADDRESS.search(text):
        return "mdy"
    tokens = set(words(text[:20_000]))
    heard = {code: len(tokens & set(one.everyday.split())) for code, one in LANGUAGES.items()}
    best = max(heard, key=lambda code: (heard[code], code == "en"))
    return "dmy" if heard[best] >= 4 and heard[best] > heard["en"] else None


_US_ADDRESS: Final = re.compile(r",? [A-Z]{2},? \d{5}(?:-\d{4})?\b(?!\d)")


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."
