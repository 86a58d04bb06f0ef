"""Folding text for comparison: what typography may lose. Digits, signs, marks, units and words all stay."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

#: What ``fold`` leaves in front of a string that begins with the article.
ARTICLE: Final = "the "

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_RULES = "\u2500\u2501\u2e3a\u2e3b"
_WAVES = "\u301c\uff5e\u223c"
_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u05f4\u301d\u301e"
_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc\u05f3\u0060\u00b4"
#: Marks that are not seen: zero width, soft hyphen, direction marks, Arabic tatweel.
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u0640"
_SHAPES = str.maketrans(
    {
        **dict.fromkeys(_DASHES + _RULES, "-"),
        **dict.fromkeys(_WAVES, "~"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_UNSEEN, None),
        "\u066b": ".",
        "\u066c": ",",
        "\u3001": ",",
        "\u3002": ".",
    }
)
_BLANK = re.compile(r"\s\s*")  # not \s+: see tokens.SCRIPT_RUN
#: A dash between spaces is the same dash without them.
_SPACED_DASH = re.compile(r"(?<=\S) - (?=\S)")
#: White space separates only inside figures: "5 30" is not "530", "x -5" is not "x-5", "1. 5" is not "1.5".
_IDLE_BLANK = re.compile(r"(?!(?<=\d) \d|(?<=\d[.,:/+\-]) \d|(?<=\d) [.,:/]\d| [+\-]\d) ")
#: The sign that prolongs a kana; behind anything else it is typed for a dash.
_STRAY_LONG = re.compile(r"(?<![\u3041-\u3096\u30a1-\u30fa\u30fc])\u30fc+")
#: A comma or a full stop behind a word; behind a digit it may be a decimal mark or divide two numbers.
_BLANK_BEFORE = re.compile(r"(?<=[^\W\d]) (?=[,;] )")
_BEHIND_WORD = re.compile(r"(?<=[^\W\d])(?:[,;]+|[:.]+(?= ))")
_LEAD = re.compile(r"^(?:[ ;:'\"]|[.,](?!\d))+")
#: A quote after a digit is feet, inches, minutes or seconds.
_TAIL = re.compile(r"(?:[ .,;:]|(?<!\d)['\"])+$")
_INNER = re.compile(r"(?<!\d)(?<!\d )[,;:.'\"()\[\]!?/\\_\-]+(?! ?\d)")


#: Year, month and day in Chinese or Japanese, with blanks between the figures.
_CJK_DATE = re.compile(r"(?<!\d)\d(?: ?\d){0,3} ?年 ?\d(?: ?\d)? ?月(?: ?\d(?: ?\d)? ?日)?")


def _shape(text: str) -> str:
    pieces: list[str] = []
    for c in text:
        if c.isascii():
            pieces.append(c)
        elif (digit := unicodedata.decimal(c, None)) is not None:  # digits of every script are the same digits
            pieces.append(str(digit))
        else:
            plain = unicodedata.normalize("NFKC", c)
            if plain[:1].isdigit() and pieces and pieces[-1][-1:].isdigit():
                pieces.append("^")  # 10² is not 102, 5½ is not 51/2
            pieces.append(c)
    return _STRAY_LONG.sub("-", unicodedata.normalize("NFKC", "".join(pieces)).translate(_SHAPES))


@lru_cache(maxsize=16384)
def fold_shape(text: str) -> str:
    """NFKC; one kind of dash, quote and digit; one blank for any white space; invisible marks dropped."""
    if not text.isascii():
        text = _shape(text)
        if _CJK_DATE.search(text):  # "2011 年 0 7 月": a scan spaces out what can only be one number
            text = _CJK_DATE.sub(lambda date: "".join(date[0].split()), text)
    elif text.isprintable() and "  " not in text:
        return text  # of ASCII white space only the blank is printable
    return _BLANK.sub(" ", text)


def fold_case(text: str) -> str:
    """Case folded, in any script."""
    return text.casefold()


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """The default for strings: shape, case, white space, punctuation behind words and at the ends.

    White space is dropped between words (models copy "ForCongress" and "For Congress" from one page), never inside
    figures and never behind a leading "the", which a comparison may weigh. Nothing that carries meaning is dropped:
    digits, signs, decimal marks, units, currency and negation stay.
    """
    folded = fold_shape(text).casefold().strip()
    if not folded.isascii():  # the capitals of the Turkish i and ı; ``one_string`` tells the small letters apart
        folded = folded.replace("i\u0307", "i").replace("ı", "i")
    if folded.isalnum():
        return folded
    if " ," in folded or " ;" in folded:
        folded = _BLANK_BEFORE.sub("", folded)
    core = _BEHIND_WORD.sub("", _TAIL.sub("", _LEAD.sub("", folded))) or folded
    article = ARTICLE if core.startswith(ARTICLE) and len(core) > len(ARTICLE) else ""
    return article + _IDLE_BLANK.sub("", _SPACED_DASH.sub("-", core.removeprefix(article)))


@lru_cache(maxsize=16384)
def fold_prose(text: str) -> str:
    """For ``x-compare: text``: as ``fold``, and punctuation that touches no digit does not count either."""
    return fold(_INNER.sub(" ", fold_shape(text)))
