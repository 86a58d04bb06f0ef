"""Number words that are written onto each other or onto other words: "harminchat", 이십오만, สองร้อยห้าสิบ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from consensus.normalize.languages import LANGUAGES, language, spellings

#: Sino-Korean numerals as the Chinese signs that mean the same.
_SINO = str.maketrans("영공일이삼사오육륙칠팔구십백천만억", "〇〇一二三四五六六七八九十百千万亿") | {ord("조"): "万亿"}
_COUNTERS = (
    r"[ ]?(?:개|명|번|회|시|분|초|일|월|년|주|도|원|층|차|호|인|장|권|대|살|세|배|건|쪽|곳|줄|병|잔|채|쌍|"
    r"가지|마리|단계|사람|퍼센트|미터|킬로|리터|그램|센티|달러|유로|달|째)"
)
_SINO_NUMBER = re.compile(
    rf"(?<![가-힣])(?:(?=[영공일이삼사오육칠팔구]*[십백천만억조])[일이삼사오육륙칠팔구십백천만억조]{{2,}}|"
    rf"[영공일이삼사오육칠팔구]+(?={_COUNTERS}))"
)
_NATIVE_TENS = {
    "열": 10,
    "스물": 20,
    "스무": 20,
    "서른": 30,
    "마흔": 40,
    "쉰": 50,
    "예순": 60,
    "일흔": 70,
    "여든": 80,
    "아흔": 90,
}
_NATIVE_ONES = {
    word: value
    for value, spellings in enumerate(
        ("하나 한", "둘 두", "셋 세 석", "넷 네 넉", "다섯", "여섯", "일곱", "여덟", "아홉"), start=1
    )
    for word in spellings.split()
}
_NATIVE_NUMBER = re.compile(
    rf"(?<![가-힣])(?P<tens>{'|'.join(_NATIVE_TENS)})?(?P<ones>{'|'.join(_NATIVE_ONES)})?"
    rf"(?=(?![가-힣])|{_COUNTERS}|[은는이을를의로과와만도])"
)


_COUNTED = re.compile(r"[ ]?(?:개|명|번|대|권|가지|마리|사람|시간|달|장|곳|병|잔|상자|쌍)")


def sino_numbers(text: str) -> list[str]:
    """Korean numbers of Chinese origin, in the Chinese signs that mean the same."""
    return [number.translate(_SINO) for number in _SINO_NUMBER.findall(text)]


def native_numbers(text: str, counted: bool = False) -> list[tuple[str, str]]:
    """Korean numbers of the language's own words, 1 to 99, each with its value; only those that count something."""
    found = []
    for match in _NATIVE_NUMBER.finditer(text):
        value = _NATIVE_TENS.get(match["tens"] or "", 0) + _NATIVE_ONES.get(match["ones"] or "", 0)
        if value and not (counted and _COUNTED.match(text, match.end()) is None):
            found.append((match.group(), str(value)))
    return found


def split_numbers(words: Iterable[str], lang: str) -> list[str]:
    """The words, those that are several number words in one as these: "trettiosex" as "trettio", "sex"."""
    pattern = _joined(lang)
    if pattern is None:
        return list(words)
    found: list[str] = []
    for word in words:
        parts = pattern.fullmatch(word)
        found += _part(lang).findall(parts["number"]) if parts else [word]
    return found


@lru_cache(maxsize=64)
def _part(lang: str) -> re.Pattern[str]:
    spoken = language(lang)
    listed = {word for group in spoken.number_words.split() for word in group.split("|")}
    listed |= {word for _, word in spellings(spoken.more_number_words)}
    return re.compile("|".join(sorted(map(re.escape, listed), key=len, reverse=True)))


@lru_cache(maxsize=64)
def _joined(lang: str) -> re.Pattern[str] | None:
    """One word of number words alone, with an ending; None for a language that does not join them."""
    spoken = language(lang)
    if not spoken.joins_numbers:
        return None
    ending = f"(?:{'|'.join(map(re.escape, spoken.endings.split()))})?" if spoken.endings else ""
    return re.compile(rf"(?P<number>(?:{_part(lang).pattern})+){ending}")


#: What stands between the parts of a compound, and Italian tens that lost their last letter.
_BETWEEN = {code: one.number_joints for code, one in LANGUAGES.items() if one.number_joints}
COMPOUNDING = frozenset(_BETWEEN)


@lru_cache(maxsize=8)
def _compound(lang: str) -> re.Pattern[str]:
    return re.compile(rf"{_part(lang).pattern}|{_BETWEEN[lang]}")


@lru_cache(maxsize=4096)
def compound_parts(word: str, lang: str) -> tuple[str, ...]:
    """The number words that a longer one is written of ("dreihundertfünfzig", "trentamila"); () where it is none."""
    if lang not in _BETWEEN or len(word) < 7:
        return ()
    found, at = [], 0
    while part := _compound(lang).match(word, at):
        found.append(_whole(part.group()) if lang == "it" else part.group())
        at = part.end()
    return tuple(found) if at == len(word) and len(found) > 1 else ()


def _whole(part: str) -> str:
    return "venti" if part == "vent" else f"{part}a" if part.endswith("nt") else part


@lru_cache(maxsize=64)
def _unspaced(lang: str) -> re.Pattern[str]:
    """Number words and what stands between them, in a script without blanks."""
    spoken = language(lang)
    return re.compile(rf"{spoken.no_number or '(?!)'}|(?P<word>{_part(lang).pattern})|(?P<other>.)", re.DOTALL)


@lru_cache(maxsize=64)
def no_number(lang: str | None) -> re.Pattern[str] | None:
    """Words of a language in which a number is none ("1회당" is "per trip"); None where nothing is listed."""
    listed = language(lang).no_number
    return re.compile(listed) if listed else None


def cut_numbers(text: str, lang: str) -> list[str]:
    """The number words of a text without blanks; two empty words stand for whatever is between them."""
    found: list[str] = []
    for match in _unspaced(lang).finditer(text):
        if match["word"]:
            found.append(match["word"])
        elif found and found[-1] and match.group() != " ":
            found += ["", ""]
    return found
