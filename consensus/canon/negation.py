"""Negation by language: cues that deny a sentence, and weaker ones that may say the same in other words.

Comparing is by strength: a text that denies outright against one without even a weak cue differ in a hard fact; a weak
cue on either side leaves it open ("not difficult", "without", "unless", "lack", an antonym with a prefix).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from consensus.canon.tokens import base_language

# Per language: words that deny outright. "~" at the start or end takes any further letters.
_STRONG = {
    "en": "not cannot never n't nobody nothing nowhere neither dont cant wont doesnt didnt isnt",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand niemandem nichts nirgends nirgendwo weder",
    "fr": "pas jamais aucun aucune rien personne nulle ni",
    "es": "no nunca jamás nadie nada ningún ninguno ninguna ni tampoco",
    "it": "non mai nessun nessuno nessuna niente nulla né neppure neanche nemmeno",
    "nl": "niet geen nooit niemand niets nergens noch",
    "pl": "nie nigdy nikt nikogo nic żaden żadna żadne żadnego żadnej żadnych nigdzie ani brak",
    "cs": "ne není nejsou nebyl nebyla nebylo nebyli nemá nemají nemůže nesmí nikdy nikdo nikoho nic ničeho žádný "
    "žádná žádné žádného žádnou žádných nikde nikoli nikoliv ani nelze nebude nebudou nemám nemáme nejsem "
    "nejste nechci neví nevím nebudou nesmějí nemusíte nemusí neplatí neobsahuje neobsahují nepodporuje "
    "nepodporují nefunguje nepoužívejte nepoužívat neotvírejte neotevírejte nezapínejte nevypínejte "
    "nevystavujte nedotýkejte nedoporučuje nedovoluje neumožňuje neexistuje neexistují neodpovídá nezaplatí "
    "neručí nenese nebyli nemohl nemohla nemohou nemusí nemáte nemůžete nemůžu nechce",
    "pt": "não nunca jamais ninguém nada nenhum nenhuma nem tampouco",
    "ru": "не ни нет никогда никто никого ничего ничто нельзя никакой никакая никакого никаких нигде",
    "uk": "не ні немає нема ніколи ніхто нікого нічого ніщо не можна жоден жодна жодного жодної ніде",
    "tr": "değil değildir yok yoktur asla hiçbir hiç hayır",
    "hi": "नहीं मत कभी-नहीं कोई-नहीं",
    "ar": "لا لم لن ليس ليست ليسوا لسنا لست غير ولا ولم ولن وليس فلا فلم ألا",
    "he": "לא אין אינו אינה אינם אינן איננו אל מעולם שלא ולא שאין ואין אף",
}
# Words and parts of words that may carry the same denial.
_WEAK = {
    "en": "no none nor without non~ un~ in~ im~ ir~ dis~ ~less hardly barely scarcely rarely seldom lack~ fail~ "
    "refus~ deny~ denied denies prevent~ avoid~ except unless instead rather cannot only few little but too "
    "absent absence poor~ bad~ worse worst hard difficult~ ceas~ end ended wrong~ reluct~ begrudg~ hate~ hates "
    "hating doubt~ lost lose loses losing loss reject~ declin~ oppos~ against else otherwise unlike under away "
    "out below illegal~ criminal~ weak~ over neither stop~ prohibit~ forbid~ forbidden beyond far ain't nope "
    "anything anyone any yet least miss~ ban bann~ without elimin~ forc~ exclud~ zero nil free least until",
    "de": "ohne un~ nein kaum selten statt anstatt außer weigert verweiger~ vermeid~ fehl~ mangel~ verbiet~ verbot~ "
    "verhinder~ ~los ~lose ~losen ~loser ~frei ~freie nur sondern wenig wenige miss~ ausgeschlossen bevor "
    "ablehn~ abgelehnt erst bloß aber lehnt",
    "fr": "sans non ne n in~ im~ ir~ dé~ dis~ peu guère moins plus sauf refus~ manqu~ absen~ empêch~ évit~ interdi~ "
    "seul~ mal mais trop échou~ ignor~ cess~ null~",
    "es": "sin in~ im~ ir~ des~ dis~ poco poca apenas salvo excepto evit~ falt~ carec~ impid~ imped~ prohib~ neg~ "
    "rechaz~ solo sólo sino menos ausen~ dej~ fracas~ pero demasiado",
    "it": "senza no in~ im~ ir~ dis~ s~ poco poca appena salvo tranne evit~ manc~ imped~ viet~ neg~ rifiut~ solo meno "
    "assen~ ma troppo ignor~",
    "nl": "zonder on~ nee nauwelijks zelden behalve weiger~ vermijd~ voorkom~ ontbre~ gebrek~ verbod~ verbied~ ~loos "
    "~loze alleen maar weinig mis~ te enkel~",
    "pl": "bez nie~ mało ledwo rzadko oprócz unik~ odm~ zapobie~ zakaz~ zabron~ tylko lecz wyklucz~ pozbawi~ brak~ "
    "braku poza bynajmniej ale",
    "cs": "bez ne~ málo sotva zřídka kromě vyh~ odmít~ zabrán~ zákaz~ zakáz~ jen pouze chyb~ ni~ mimo postrád~ ale "
    "příliš nedostat~ kéž zbavi~ jedno",
    "pt": "sem in~ im~ ir~ des~ dis~ pouco pouca apenas salvo exceto evit~ falt~ imped~ proib~ neg~ recus~ só senão "
    "menos ausen~ mas demais",
    "ru": "без не~ бес~ без~ мало едва редко кроме отказ~ избег~ избеж~ предотвра~ запрещ~ запрет~ только лишь "
    "отсутств~ лиш~ ни~ вместо вряд но слишком",
    "uk": "без не~ бес~ без~ мало ледь рідко крім відмов~ уник~ запобі~ заборон~ тільки лише відсутн~ позбав~ ні~ "
    "замість навряд але занадто",
    "tr": "~sız ~siz ~suz ~süz ~sızca ~maz ~mez ~mıyor ~miyor ~muyor ~müyor ~madı ~medi ~mamış ~memiş ~madan ~meden "
    "~mayan ~meyen ~mayacak ~meyecek ~mamalı ~memeli ~mayın ~meyin ~mama ~meme ~mamak ~memek ~mamalıdır "
    "~memelidir ~mamıştır ~memiştir ~mazlar ~mezler ~mıyorum ~miyorum ~mıyoruz ~miyoruz ~mam ~mem ~madığı "
    "~mediği ~madığını ~mediğini ~mamaktadır ~memektedir ~maması ~memesi ~mayız ~meyiz ~maksızın ~meksizin ne "
    "hariç kaçın~ engelle~ reddet~ yasak~ sadece yalnızca az ama",
    "hi": "बिना न ना नही अ~ गैर~ कम इनकार रोक~ सिवाय अलावा केवल बजाय अभाव वंचित लेकिन निषेध मना",
    "ar": "بدون دون عدم بلا ما نادرا إلا سوى رفض~ منع~ تجنب~ فقط قلما لكن بل يمنع خال~ فشل~ وغير بغير يرفض ممنوع كلا "
    "ليسا الا",
    "he": "בלי ללא מבלי חוסר בלתי אי לבד רק נמנע~ סירב~ אסור למנוע מלבד כמעט אלא אבל היעדר ואל נטול",
}
_TR_STRONG = (
    "~maz ~mez ~mıyor ~miyor ~muyor ~müyor ~madı ~medi ~mamış ~memiş ~mayacak ~meyecek ~mamalı ~memeli ~mayın ~meyin "
    "~mamalıdır ~memelidir ~mamıştır ~memiştir ~mazlar ~mezler ~mamalısınız ~memelisiniz"
)

#: Chinese and Japanese: denial by characters, with the compounds in which they deny nothing taken out first.
_INNOCENT = {
    "zh": re.compile(
        r"不同|不仅|不僅|不但|不过|不過|不断|不斷|不久|不管|不论|不論|不得不|不错|不少|不禁|不由|不只|不光|差不多|了不起|不妨|"
        r"不约而同|不如|不满|不良|无论|無論|非常|除非|并非不|是否|能否|与否|否则|无疑|毫无疑问|未来|未來|别人|別人|特别|特別|分别|分別|区别|"
        r"区別|级别|性别|别墅|个别|别的|类别|识别|告别|别名|非洲|莫斯科|好不容易|没错|沒錯|没关系|沒關係|没准|没想到|不是.{0,12}就是|要不|对不起|對不起|不知不觉|不动产|不锈钢|不可思议|没问题|不一样|不客气|"
        r"不好意思|无限|无线|無線|无数|无穷|南非|莫名|沉没|淹没|埋没|出没|是不是|能不能|会不会|有没有|可不可以|要不要|好不好|不了了之|不一|不时|不時|不惜|不愧|不幸|不安|不明|不平"
    ),
    "ja": re.compile(
        r"かもしれない|かもしれません|に違いない|なければならない|なければなりません|なくてはならない|ざるを得ない|いけない|"
        r"少ない|すくない|つまらない|とんでもない|さりげない|せわしない|危ない|あぶない|汚い|きたない|必ず|まず|みず|わず|はず|ずつ|思わず|いずれ|ずっと|ください|"
        r"下さい|ませんか|じゃないか|ではないか|無料|無線|未来|非常|不動産|無限|世の中|ながら|なら|じゃない\?|ないと"
    ),
}
_STRONG_CJK = {
    "zh": re.compile(
        r"(?<!是)不(?:得|会|會|能|可|应|應|该|該|要|许|許|允许|允許|准|必|需|是|再|存在|支持|含|包|予|构成|構成|适用|適用|承担|承擔|负责|負責|知道|"
        r"同意|接受|建议|建議|推荐|提供|愿意|想|喜欢|喜歡|推薦|属于|屬於|影响|影響|保证|保證|符合|使用|在|用|做|具备)|[并從从决決绝絕]不|没有|沒有|没能|沒能|没法|"
        r"无法|無法|[从從尚]未|未(?:能|曾|经|經|必|被)|勿|[绝絕]非|[並并]非|禁止|毫[无無]|无权|無權|无需|無需"
    ),
    "ja": re.compile(r"ない|ません|なかった|なく|ず[、。にとぬ]|できぬ|なし|なき|禁止|不可|まい"),
}
_WEAK_CJK = {
    "zh": re.compile(
        r"不|没|沒|无|無|未|非|勿|莫|否|免|除|缺|失|拒|难|難|只|仅|少|禁|避|别|別|反|绝|防|止|但|弃|缺乏|而是"
    ),
    "ja": re.compile(
        r"な[いくかけしき]|ん|ず|ぬ|無|不|非|未|欠|だけ|のみ|しか|禁|拒|避|除|防|まい|否|逃|失|難|止|嫌|反"
    ),
}


class Denial(NamedTuple):
    """The word by which a text denies outright, and where it stands."""

    cue: str
    start: int


class _Cues(NamedTuple):
    strong: frozenset[str]
    strong_part: re.Pattern[str] | None
    weak: frozenset[str]
    weak_part: re.Pattern[str] | None


def _split(cues: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    whole = frozenset(cue for cue in cues.split() if "~" not in cue)
    parts = [
        rf"\b{re.escape(cue[:-1])}\w{{2}}" if cue.endswith("~") else rf"\w{{2}}{re.escape(cue[1:])}\b"
        for cue in cues.split()
        if "~" in cue
    ]
    return whole, re.compile("|".join(parts)) if parts else None


@lru_cache(maxsize=64)
def _cues(base: str) -> _Cues | None:
    if base not in _STRONG:
        return None
    strong = _STRONG[base] + (f" {_TR_STRONG}" if base == "tr" else "")
    return _Cues(*_split(strong), *_split(_WEAK[base]))


def claims_negation(lang: str | None) -> bool:
    """Whether we know how a language denies."""
    base = base_language(lang) or ""
    return base in _STRONG or base in _STRONG_CJK


def denial(lower: str, tokens: frozenset[str], lang: str | None) -> Denial | None:
    """The word that denies outright, or None. lower: the text in lower case. tokens: its words, in lower case."""
    base = base_language(lang) or ""
    if base in _STRONG_CJK:
        if not _WEAK_CJK[base].search(lower) or not _STRONG_CJK[base].search(lower):
            return None
        strong = _STRONG_CJK[base].search(_INNOCENT[base].sub(_blanked, lower))
        return Denial(strong.group(), strong.start()) if strong else None
    cues = _cues(base)
    if cues is None:
        return None
    hits = tokens & cues.strong
    if hits:
        cue = min(hits)
        return Denial(cue, lower.find(cue))
    part = _SHORT_NOT.search(lower) if base == "en" else cues.strong_part and cues.strong_part.search(lower)
    if not part:
        return None
    start = next((at + 1 for at in range(part.start() - 1, -1, -1) if not lower[at].isalpha()), 0)
    return Denial(lower[start : part.end()], start)


def hints_denial(lower: str, tokens: frozenset[str], lang: str | None) -> bool:
    """Whether a text may deny in other words: a preposition, a prefix, a verb of refusing or lacking."""
    base = base_language(lang) or ""
    if base in _WEAK_CJK:
        return _WEAK_CJK[base].search(lower) is not None
    cues = _cues(base)
    if cues is None:
        return True
    return bool(tokens & cues.weak) or (cues.weak_part is not None and cues.weak_part.search(lower) is not None)


_SHORT_NOT = re.compile(r"n['’]t\b")


def _blanked(innocent: re.Match[str]) -> str:
    return " " * len(innocent.group())
