"""Small words at which the content of a pair does not begin or end by itself, and the roles of codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Words of roles that only show words otherwise.
_SHOWN = """
bold italic italics underline underlined colour color font format style size highlight highlighted emphasis strong
caps small smallcaps shadow outline spacing strikethrough strike red green blue black grey gray white and with
formatting shading background character run b i u em span
"""
FORMATS = frozenset(_SHOWN.split())
#: Roles of points that belong to the place where they stand; others, such as fields, may be words of the sentence.
POINTS_OF_A_PLACE = ("note", "reference", "comment", "break", "tab", "bookmark", "anchor", "mark", "citation")


def _table(rows: str) -> Mapping[str, frozenset[str]]:
    lines = (line.split(":") for line in rows.strip().splitlines())
    return MappingProxyType({code.strip(): frozenset(words.split()) for code, words in lines})


#: Words that join two parts of a sentence, by language.
CONJUNCTIONS = _table("""
ar: و أو ثم لكن
bg: и или но
ca: i o però
cs: a nebo ale
da: og eller men
de: und oder aber bis wenn bevor
el: και ή αλλά
en: and or but until when before
es: y e o u pero hasta cuando
et: ja või
eu: eta edo
fi: ja tai mutta
fr: et ou mais
hr: i ili ali
hu: és vagy de
id: dan atau tetapi
it: e ed o ma
lt: ir arba
lv: un vai
nb: og eller men
nl: en of maar
no: og eller men
pl: i oraz lub albo ale
pt: e ou mas
ro: și şi sau dar
ru: и или но а
sk: a alebo ale
sl: in ali
sr: и или i ili
sv: och eller men
tr: ve veya ama
uk: і й та або але
vi: và hoặc
""")
#: Words that stand before another one and end no group of words, by language.
ARTICLES = _table("""
ca: el els les un una
da: en et den det de
de: der die das den dem des ein eine einen einem einer eines
el: ο η το οι τα τον την του της των
en: the a an
es: el los las un una unos unas
fr: le la les un une des du de
hu: a az egy
it: il lo gli le un una uno di
nl: de een
pt: os as um uma
""")
