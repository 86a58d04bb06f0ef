"""Numbers in Chinese signs: 二百五十万, 三成, 七折, 两个半, and those that count things beyond doubt."""

from __future__ import annotations

import re

from consensus.normalize.numbers import canonical

_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千万亿两兩萬億壹贰叁肆伍陆柒捌玖拾廿卅半]+")
_HAN = {
    c: v
    for v, cs in enumerate(["〇零", "一壹", "二贰两兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for c in cs
}
_HAN_WORDS = {
    "正午": "12",
    "中午": "12",
    "双": "2",
    "雙": "2",
    "半年": "6",
    "俩": "2",
    "上半": "1",
    "下半": "2",
    "半日": "12",
    "半月": "15",
}
#: "三成" and "3割" are thirty percent; "七折" is seventy percent of the price, thirty off.
_TENTHS = re.compile(
    r"([一二三四五六七八九])[成割](?:([一二三四五六七八九半])分?)?|([一二三四五六七八九])([一二三四五六七八九])?折"
)
#: A number of two halves: "两个半小时", "三倍半", "二時間半".
_AND_A_HALF = re.compile(
    r"([一二两兩三四五六七八九十]+)(?:[个個倍年天日]|時間|小时|小時|か月)半|([一二三四五六七八九十]+)[点點]([一二三四五六七八九])"
)
#: Two digits in a row before a unit: "六七千" is six or seven thousand.
_ABOUT = re.compile(r"[一二两三四五六七八九]{2}(?=[十百千万亿])")
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_HAN_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


def han_value(text: str) -> int:
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


def _tenths(text: str) -> set[str]:
    """Percentages that are told in tenths."""
    found: set[str] = set()
    for ten, one, rest, rest_one in _TENTHS.findall(text):
        if ten:
            found.add(str(_HAN[ten] * 10 + (5 if one == "半" else _HAN[one] if one else 0)))
        else:
            left = _HAN[rest] * 10 + (_HAN[rest_one] if rest_one else 0)
            found |= {str(left), str(100 - left)}
    return found


def han_values(text: str) -> set[str]:
    """Every value that the Chinese signs of a text may say."""
    found = {value for sign, value in _HAN_WORDS.items() if sign in text}
    if "成" in text or "割" in text or "折" in text:
        found |= _tenths(text)
    for whole, before, after in _AND_A_HALF.findall(text):
        found.add(f"{han_value(whole)}.5" if whole else f"{han_value(before)}.{_HAN[after]}")
    for run in _NUMBER.findall(text):
        for either in _ABOUT.findall(run):
            found |= {canonical(str(han_value(run.replace(either, digit, 1)))) for digit in either}
        if len(run) == 2 and all(char in _HAN for char in run):
            found |= {f"19{han_value(run):02}", f"20{han_value(run):02}"}
        if "半" in run:
            found |= {"0.5", "30"}
        found.add(canonical(str(han_value(run.replace("半", "").replace("廿", "二十").replace("卅", "三十")))))
        if not any(char in _HAN_UNITS or char in _HAN_BIG for char in run):
            found |= {str(_HAN[char]) for char in run if char in _HAN}
    return found


#: Counted things: what stands behind a Chinese or Japanese numeral that counts.
_COUNTED = re.compile(
    r"(?<![〇零一二三四五六七八九十百千万亿两兩萬億第数數几幾多])([二三四五六七八九十两兩][〇零一二三四五六七八九十百]*)"
    r"(?:个|個|名|台|颗|顆|次|天|本|只|隻|条|條|张|張|位|件|种|種|项|項|套|小时|小時|分钟|分鐘|秒|周|週|枚|冊|匹|回|つ|時間|か月|"
    r"人(?!们|生|类|間)|年(?!代|前|级)|日間|章|层|層|页|頁|步)"
)
_NOT_COUNTED = frozenset(("十分", "千万"))


def counted_han(text: str) -> list[tuple[str, str]]:
    """The numbers that count something, each with its value."""
    return [(number, str(han_value(number))) for number in _COUNTED.findall(text) if number not in _NOT_COUNTED]
