"""Scales that a document states once for its figures: "(in thousands)", "TEUR", "百万円"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

#: For each power of ten, how documents state it; each a regular expression, matched without regard to case.
_STATED: Final = {
    3: (
        r"\bin thousands?\b|\bthousands of\b|[$€£]\s?(?:in )?0?00['’]?s\b|\(\s?['’]?000['’]?s?\s?\)|[$€£]\s?['’]000\b",
        r"\bin tausend\b|\bin tsd\b|\b(?:TEUR|TCHF|TUSD|T€)(?!\w)",
        r"\ben milliers\b|\bk€(?!\w)|\bk ?EUR\b",
        r"\ben miles\b|\bmiles de\b",
        r"\bin migliaia\b|\bmigliaia di\b",
        r"\bin duizenden\b|\b[x×] ?1[.,]000\b",
        r"\bw tys\b|\bw tysiącach\b|\btys\. (?:zł|PLN|EUR)",
        r"\bv tis\b|\bv tisících\b|\btis\. (?:Kč|CZK|EUR)",
        r"\bem milhares\b|\bmilhares de\b",
        r"\bтыс\.? (?:руб|долл|евро)|\bв тысячах\b",
        r"\bтис\.? (?:грн|дол|євро)|\b[ву] тисячах\b",
        r"单位[:：]?\s?千元|單位[:：]?\s?千元|[（(]?千元[)）]?|单位[:：]?\s?千",
        r"千円|単位[:：]?\s?千",
        r"천\s?원|단위[:：]?\s?천",
        r"हज़ार में|हजार में|₹ ?हज़ार",
        r"بالآلاف|بآلاف|آلاف (?:ال)?\w+",
        r"\bב?אלפי (?:ש\"ח|ש״ח|שקל|דולר|יורו|₪)",
        r"\bbin (?:TL|türk|₺|euro|dolar)",
        r"\b(?:i )?tkr\b|\bi tusental\b|\bksek\b",
        r"\b(?:i )?t\.?kr\b|\bi tusinde\b",
        r"\btuhansina\b|\b1 ?000 (?:€|euroa|eur)(?!\w)",
        r"\bσε χιλιάδες\b|\bχιλ\. ευρώ",
        r"\bmii (?:de )?(?:lei|RON|euro)\b|\bîn mii\b",
        r"\bezer (?:Ft|forint|HUF|euró)|\beFt\b",
        r"\bnghìn đồng\b|\bngàn đồng\b",
        r"พันบาท",
        r"\bdalam ribuan\b|\bribuan (?:rupiah|rp)",
    ),
    4: (r"万元|萬元|万円|만\s?원",),
    6: (
        r"\bin millions?\b|\bmillions of (?!people|users|customers)|[$€£]\s?(?:m|mm|mn|millions?)\b(?! *\d)",
        r"\bin mio\b|\bin millionen\b|\bmio\. ?(?:€|EUR|CHF|USD)|\bMEUR\b|\bM€(?!\w)",
        r"\ben millions\b",
        r"\ben millones\b|\bmillones de\b",
        r"\bin milioni\b|\bmilioni di\b",
        r"\bin miljoenen\b|\bw mln\b|\bv mil\. (?:Kč|CZK)|\bem milhões\b",
        r"\bмлн\.? (?:руб|долл|евро)|\bмлн\.? (?:грн|дол|євро)|\b[ву] мільйонах\b|\bв миллионах\b",
        r"百万元|百萬元|百万円|백만\s?원",
        r"بالملايين|\bב?מיליוני (?:ש\"ח|ש״ח|שקל|דולר|יורו|₪)",
        r"\bmilyon (?:TL|türk|₺)|\bi mkr\b|\bmkr\b|\bmio\.? ?kr\b|\bmiljoonina\b|\bσε εκατομμύρια\b",
        r"\bmilioane (?:de )?(?:lei|RON|euro)\b|\bmillió (?:Ft|forint)|\btriệu đồng\b|ล้านบาท|\bdalam jutaan\b",
    ),
    8: (r"亿元|億元|億円|억\s?원",),
    9: (r"\bin billions\b|\bin mrd\b|\bin milliarden\b|\ben milliards\b|\btỷ đồng\b|십억\s?원",),
}
#: A figure right before such words is their own amount ("12 thousands of", "5 Mio. EUR"), no scale of others.
_OWN_AMOUNT: Final = re.compile(r"[\d½][ \u00a0\u202f-]{0,2}$")


#: One of these stands in every text that states a scale; to look for them is far quicker than to match.
_ANY_CUE: Final = (
    "thousand|000|tausend|tsd|teur|tchf|tusd|t€|milliers|k€|k eur|keur|miles|migliaia|duizend|tys|tis|milhar|тыс|тис|"
    "千|천|万|萬|만|हज|آلاف|لاف|אלפי|bin t|bin ₺|bin e|bin d|tkr|t.kr|tusen|ksek|tusind|tuhan|χιλ|mii|ezer|eft|nghìn|"
    "ngàn|พัน|ribu|million|mio|meur|m€|$m|€m|£m|$ m|€ m|£ m|millones|milioni|miljoen|mln|mil.|milhões|млн|мільйон|百|"
    "백|ملاي|מיליונ|milyon|mkr|miljoon|εκατομ|milioane|millió|triệu|ล้าน|juta|1,000|1.000|1 000|亿|億|억|billion|mrd|"
    "milliard|tỷ"
)
_CUES: Final = tuple(_ANY_CUE.split("|"))


@lru_cache(maxsize=1)
def _patterns() -> dict[int, re.Pattern[str]]:
    return {power: re.compile("|".join(spellings), re.IGNORECASE) for power, spellings in _STATED.items()}


@lru_cache(maxsize=16)
def stated_scales(text: str) -> dict[int, str]:
    """The scales that a text states for its figures: power of ten -> the words that state it. Mostly empty."""
    lower = text.casefold()
    if not any(map(lower.__contains__, _CUES)):
        return {}
    found: dict[int, str] = {}
    for power, pattern in _patterns().items():
        for match in pattern.finditer(text):
            if not _OWN_AMOUNT.search(text, max(0, match.start() - 4), match.start()):
                found[power] = match[0].strip()
                break
    return found
