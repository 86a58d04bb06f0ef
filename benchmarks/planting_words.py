"""Errors of words planted in right translations: denial, weekdays, opposites, parties, number words, languages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from babel import Locale
from planting import DENSE, Pair, Planted, Planter, shielded

from consensus.normalize.languages import language
from consensus.normalize.scripts import UNSPACED
from consensus.normalize.tokens import base_language

#: A language with which each is confused: the most alike of those that have texts.
_NEIGHBOURS = (
    "en=de de=nl nl=de fr=it it=es es=pt pt=es pl=cs cs=pl ru=uk uk=ru zh=ja ja=zh hi=ar ar=he he=ar tr=fr ko=ja "
    "sv=da da=sv fi=sv el=ru ro=it hu=de vi=id th=vi id=vi"
)
NEIGHBOURS = dict(entry.split("=") for entry in _NEIGHBOURS.split())
#: What a chat puts before a translation: a sentence and a label in the target language.
_CHATTER = {
    "en": "Here is the translation:|Translation:",
    "de": "Hier ist die Übersetzung:|Übersetzung:",
    "fr": "Voici la traduction :|Traduction :",
    "es": "Aquí está la traducción:|Traducción:",
    "it": "Ecco la traduzione:|Traduzione:",
    "nl": "Hier is de vertaling:|Vertaling:",
    "pl": "Oto tłumaczenie:|Tłumaczenie:",
    "cs": "Zde je překlad:|Překlad:",
    "pt": "Aqui está a tradução:|Tradução:",
    "ru": "Вот перевод:|Перевод:",
    "uk": "Ось переклад:|Переклад:",
    "zh": "以下是翻译：|译文：",
    "ja": "以下が翻訳です：|翻訳：",
    "hi": "यह रहा अनुवाद:|अनुवाद:",
    "ar": "إليك الترجمة:|الترجمة:",
    "he": "הנה התרגום:|תרגום:",
    "tr": "İşte çeviri:|Çeviri:",
    "ko": "다음은 번역입니다:|번역:",
    "sv": "Här är översättningen:|Översättning:",
    "da": "Her er oversættelsen:|Oversættelse:",
    "fi": "Tässä on käännös:|Käännös:",
    "el": "Ορίστε η μετάφραση:|Μετάφραση:",
    "ro": "Iată traducerea:|Traducere:",
    "hu": "Íme a fordítás:|Fordítás:",
    "vi": "Đây là bản dịch:|Bản dịch:",
    "th": "นี่คือคำแปล:|คำแปล:",
    "id": "Berikut terjemahannya:|Terjemahan:",
}


def denial(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """The denial lost, as the text's author wrote it; sentences of up to twelve words of the source apart."""
    if pair.denial_lost:
        yield Planted("negation", "short" if len(pair.source.split()) <= 12 else "long", pair.denial_lost)


def _swap(text: str, span: tuple[int, int], new: str) -> str:
    old = text[span[0] : span[1]]
    return text[: span[0]] + (new[:1].upper() + new[1:] if old[:1].isupper() else new) + text[span[1] :]


#: Last letters of names of days that become others in a sentence (субота, субботу; niedziela, niedzielę).
_INFLECTED = "aаяe"


@lru_cache(maxsize=64)
def _days(lang: str) -> tuple[str, ...]:
    names = Locale.parse(base_language(lang) or "en").days["format"]["wide"].values()
    return tuple(str(name).replace("ʼ", "'") for name in names)


def weekdays(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """Two other days of the week, with the ending of the one that stood there."""
    bare = shielded(pair.target)
    names = _days(pair.langs[1])
    edge = "" if base_language(pair.langs[1]) in DENSE else r"(?!\w)"
    for name in names:
        inflected = name[-1] in _INFLECTED
        stem, ending = (name[:-1], "([aаяeęuую])") if inflected else (name, "()")
        match = re.search(re.escape(stem) + ending + edge, bare, re.IGNORECASE)
        if match is None or len(stem) < 2:
            continue
        alike = [other for other in names if other != name and inflected and other[-1] == name[-1]]
        others = alike if len(alike) > 1 else [one for one in names if one != name]
        for new in chance.sample(others, 2):
            day = new[:-1] + match[1] if others is alike else new
            yield Planted("weekdays", "another", _swap(pair.target, match.span(), day))
        return


def _words(pair: Pair, pattern: str) -> re.Match[str] | None:
    """The first match of a whole word in the target's prose that belongs to no name of a day."""
    bare = shielded(pair.target)
    days = [m.span() for name in _days(pair.langs[1]) for m in re.finditer(re.escape(name), bare, re.IGNORECASE)]
    dense = base_language(pair.langs[1]) in UNSPACED
    whole = pattern if dense else rf"{_WORD_START}{pattern}(?![\w{_MARKS}])"
    found = re.finditer(whole, bare, re.IGNORECASE)
    return next((m for m in found if not any(a < m.end() and m.start() < b for a, b in days)), None)


#: Vowel signs, which are no letters to a regular expression.
_MARKS = r"\u0900-\u0963\u064b-\u0652"
#: A word's first letter, behind an article or preposition that Hebrew and Arabic write onto it too.
_WORD_START = rf"(?:(?<![\w{_MARKS}])|(?<=\b[הבלמ])|(?<=\bال))"


@lru_cache(maxsize=64)
def _numerals(lang: str) -> tuple[list[str], ...]:
    """The words for 2 to 12, each with its forms."""
    return tuple(group.split("|") for group in language(lang).number_words.split()[2:13])


def number_words(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A number word from two to twelve changed to two others, in the form of the same place in the list."""
    groups = _numerals(pair.langs[1])
    for group in groups:
        for place, word in enumerate(group):
            if match := _words(pair, re.escape(word)):
                for other in chance.sample([one for one in groups if one is not group], 2):
                    new = other[min(place, len(other) - 1)].replace("_", " ")
                    yield Planted("number words", "another", _swap(pair.target, match.span(), new))
                return


@lru_cache(maxsize=64)
def _groups(lang: str, field: str) -> tuple[tuple[list[str], list[str]], ...]:
    """Words that exclude each other: the forms of one side and of another."""
    found = []
    for group in str(getattr(language(lang), field, "")).split(";"):
        sides = [[word.replace("_", " ") for word in side.split()] for side in group.split("/")]
        found += [(one, other) for one in sides for other in sides if one is not other]
    return tuple(found)


def _exclusive(pair: Pair, field: str) -> Iterator[Planted]:
    """A word changed to the one that it excludes, in the form of the same place in the list, endings kept."""
    for one, other in _groups(pair.langs[1], field):
        for place, form in enumerate(one):
            ending = r"(\w*)" if form.endswith("~") else "()"
            elided = "(?<!['’])" if len(form) < 4 else ""  # s'est is no east
            match = _words(pair, elided + re.escape(form.rstrip("~")) + ending)
            if match and len(form) > 1:
                new = other[min(place, len(other) - 1)]
                new = new.rstrip("~") + (match[1] if new.endswith("~") else "")
                yield Planted(field, form, _swap(pair.target, *_with_article(pair, match.span(), new)))
                return


def _with_article(pair: Pair, span: tuple[int, int], new: str) -> tuple[tuple[int, int], str]:
    """The place and the word, with a French or Italian article unfolded before a consonant: l'acheteur, le vendeur."""
    article = {"fr": "le ", "it": "il "}.get(base_language(pair.langs[1]) or "")
    elided = re.search(r"(?<!\w)[lL]['’]$", pair.target[: span[0]])
    if article and elided and new[0] not in "aàeéèêhioóuAEIOUH":
        return (elided.start(), span[1]), article + new
    return span, new


def opposites(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A word changed to its opposite, where the language file lists both."""
    yield from _exclusive(pair, "opposites")


def parties(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """A party of a contract changed to the other one, where the language file lists both."""
    yield from _exclusive(pair, "parties")


def untranslated(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """The source itself."""
    yield Planted("untranslated", "all of it", pair.source)


def residue(pair: Pair, chance: random.Random) -> Iterator[Planted]:
    """What a chat adds: an opening sentence or a label, in the target language or in English."""
    own = _CHATTER.get(base_language(pair.langs[1]) or "", _CHATTER["en"]).split("|")
    yield Planted("residue", "added", f"{chance.choice([*own, *own, 'Sure! Here is the translation:'])} {pair.target}")


def last_sentence(pair: Pair, others: Sequence[Pair], chance: random.Random) -> tuple[Pair, Planted]:
    """Two sentences of which the second, at most nine words, is left in the source language."""
    short = [other for other in others if len(other.source.split()) <= 9 and other.langs == pair.langs]
    other = chance.choice([one for one in short if one is not pair] or [pair])
    blank = "" if base_language(pair.langs[1]) in ("zh", "ja") else " "
    both = Pair(f"{pair.source} {other.source}", f"{pair.target}{blank}{other.target}", "", pair.langs)
    return both, Planted("last sentence", "left in the source language", f"{pair.target} {other.source}")


def other_language(lang: str, texts: Mapping[str, Sequence[Pair]]) -> Sequence[Pair]:
    """The right pairs of a neighbour language, given out for this one; none where the neighbour has no texts."""
    theirs = texts.get(NEIGHBOURS.get(base_language(lang) or "", ""), ())
    return [pair._replace(langs=(pair.langs[0], lang)) for pair in theirs if pair.langs[0] != lang]


WORDS: tuple[Planter, ...] = (denial, weekdays, number_words, opposites, parties, untranslated, residue)
