"""What a chat leaves around a translation: an announcement, a note, a second version, quotes, a question back.

Told by structure first: a clause, a bracket, a slash or a question that nothing in the source answers; then by words,
in whatever language the chat speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from consensus.check.base import Check, CheckId, Pair, Problem, quoted
from consensus.check.facts import Reading, read
from consensus.domain import Severity
from consensus.normalize.languages import LANGUAGES
from consensus.normalize.tokens import base_language

#: Beginnings of the words for "translation" and "translated".
_TRANSLATION = (
    "translat|übersetz|traduc|traduk|tradu[ií]t|traduis|traduç|traduz|tradott|vertaling|vertaald|tłumacz|"
    "przekład|překlad|přelož|preklad|prelož|perevod|перевод|перевед|переклад|перекла[лв]|превод|превед|"
    "пераклад|prijevod|prevod|prevedeno|traduse|tradus[aă]?|fordít|käännös|käännetty|översätt|oversæt|overset|"
    "tõlge|tõlgi|tulkojum|vertim|μετάφρασ|μεταφρασ|çeviri|tercüme|tərcümə|ترجم|תרגום|תרגמ|अनुवाद|翻訳|訳文|"
    "和訳|英訳|翻译|译文|翻譯|譯文|번역|bản dịch|dịch sang|คำแปล|แปลเป็น|terjemah|salin sa|tafsiri|itzulpen|"
    "traducci|অনুবাদ|மொழிபெயர்|თარგმან|թարգման"
)
#: Words by which a chat begins, whole words in scripts that have blanks.
_ANNOUNCES = (
    "here is|here's|here are|here you|below is|sure|certainly|of course|absolutely|gladly|happy to|answer|"
    "output|response|assistant|hier ist|hier die|hier der|hier:|hier sind|natürlich|gerne|gern|"
    "selbstverständlich|antwort|voici|bien sûr|certainement|avec plaisir|réponse|aquí está|aquí tiene|"
    "aquí tienes|aquí va|claro|por supuesto|respuesta|ecco|certo|certamente|volentieri|risposta|aqui está|"
    "aqui vai|com certeza|resposta|hier is|hierbij|natuurlijk|uiteraard|antwoord|oto|oczywiście|jasne|"
    "odpowiedź|tady je|zde je|samozřejmě|jistě|odpověď|tu je|samozrejme|odpoveď|вот|конечно|разумеется|ответ|"
    "ось|звичайно|звісно|відповідь|ето|разбира се|отговор|evo|ovo je|naravno|odgovor|iată|desigur|răspuns|íme|"
    "természetesen|válasz|tässä on|tässä|tietysti|vastaus|här är|här kommer|självklart|naturligtvis|svar|"
    "her er|her kommer|selvfølgelig|naturligvis|εδώ είναι|ορίστε|φυσικά|βεβαίως|απάντηση|işte|tabii|elbette|"
    "cevap|yanıt|إليك|إليكم|بالطبع|بالتأكيد|الجواب|הנה|כמובן|בטח|תשובה|यह रहा|ज़रूर|जरूर|बेशक|उत्तर|đây là|"
    "dưới đây|sau đây|tất nhiên|chắc chắn|dĩ nhiên|trả lời|berikut|ini dia|tentu|tentu saja|baik|baiklah|"
    "jawaban"
)
#: The same in scripts without blanks.
_ANNOUNCES_UNSPACED = (
    "以下|如下|下面是|好的|当然|當然|没问题|沒問題|回答|もちろん|はい|承知|こちら|かしこまり|다음은|다음과|"
    "여기|물론|알겠|นี่คือ|ต่อไปนี้|แน่นอน|ได้เลย|คำตอบ"
)
#: Words of notes on a translation, and of other versions of it.
_NOTES = (
    r"\bnote\b|\bnotes\b|translator|explanation|literal|alternativ|\bor:|\bformal\b|\binformal\b|anmerkung|"
    r"hinweis|wörtlich|\boder:|\bn\.? ?d\.? ?t\b|remarque|littéral|\bou:|\bou :|\bnota\b|letteral|opmerking|"
    r"letterlijk|uwaga|przyp|dosłown|pozn\b|poznámka|poznámk|doslov|примеч|\bприм\b|дословн|буквальн|приміт|"
    r"дослівн|бележк|napomen|notă|megjegyz|szó szerint|huom|kirjaimell|\banm\b|anmärkning|bemærkning|merknad|"
    r"bokstav|ordret|ordagrant|σημείωσ|κυριολεκτικ|\bnot:|çevirmen|kelimesi kelimesine|ملاحظة|حرفي|הערה|מילולי|"
    r"टिप्पणी|नोट|शाब्दिक|译注|注[:：]|备注|直译|譯註|備註|直譯|訳注|備考|直訳|補足|역주|참고|직역|ghi chú|"
    r"lưu ý|chú thích|nghĩa đen|หมายเหตุ|ตามตัวอักษร|catatan|harfiah|secara harfiah"
)
_STRONG = re.compile(_TRANSLATION)
_WEAK = re.compile(rf"\b(?:{_ANNOUNCES})(?!\w)|{_ANNOUNCES_UNSPACED}")
_NOTE = re.compile(f"{_NOTES}|{_TRANSLATION}")
#: A first clause: up to a colon, an exclamation mark or the end of a line, marks of emphasis and headings around it.
_LEAD = re.compile(r"[\s*_#>\"'“„«「(\[]*([^:：!！\n]{1,90}?)\s?[*_]{0,2}([:：!！\n])(?![\d/])[*_]{0,2}\s*(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"'”»)]|$)|[。！？।؟]+")
_PAUSE = re.compile("[.,:;!?…–—，。！？；：、،؟।]+")
_CLOSED = tuple(")）]］】")
_LAST_BRACKET = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]{1,400})[)）\]］】][.。!！]?\s*$")
_NOTE_SENTENCE = re.compile(r"[.!?。！？]\s*([^.!?。！？:：]{1,40})[:：]")
_COLONS, _EXCLAMATIONS = re.compile("[:：]"), re.compile("[!！]")
_LEAD_MARKS = {":": _COLONS, "：": _COLONS, "!": _EXCLAMATIONS, "！": _EXCLAMATIONS, "\n": _COLONS}
_BRACKETS = re.compile("[(（\\[［【]")
_LONGEST_ANNOUNCEMENT = 50
#: Sources that begin as a chat does.
_SPOKEN = re.compile(rf"\b(?:{_ANNOUNCES}|ok|okay|well|yes|yeah|oh|hey)(?!\w)|{_ANNOUNCES_UNSPACED}")
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", "‘": "’", "‚": "‘", "”": "”"}
_QUOTE = re.compile("[\"“”„«»「」『』‘‚'’]")
_CHAT = re.compile(
    r"\s*(?:(?:sure|certainly|of course|okay|ok|absolutely)[!,.]? "
    r"(?:here|the translation|i(?:'ll| will| can) (?:help|translate))|"
    r"as an ai\b|i(?:'m| am)? (?:sorry|apologi[sz]e),? (?:but )?(?:i|as)\b|"
    r"i(?: cannot|(?: can|can't|can’t| am| won't)(?: not| unable to|'t)?) (?:translate|assist|help you|"
    r"help with|provide|fulfil|comply)|(?:user|assistant|system)\s*:)",
    re.IGNORECASE,
)
_MAY_LEAVE = re.compile(r"[`<\[#\n]")
_LEFTOVER = re.compile(
    r"```|<\|(?:im_start|im_end|endoftext|eot_id|assistant|user|system|end)\|>|\[/?INST\]|<<SYS>>|</?s>|"
    r"###\s*(?:Response|Instruction|Input)|<start_of_turn>|<end_of_turn>|\[(?:source|target) text\]",
    re.IGNORECASE,
)
_ASKS = ("?", "？", "؟")
_CLOSINGS = ("let me know if", "let me know whether", "hope this helps", "hope that helps")


class ResidueCheck(Check):
    """One finding for the first piece of a chat that stands around the translation."""

    ids = (CheckId("residue", "Words of a chat or prompt stand in the translation.", "veto"),)

    def find(self, pair: Pair) -> Iterable[Problem]:
        source, target = pair.source, pair.target
        text = target.text
        span = _mark(source.text, text) or _announced(source, target) or _noted(source, target)
        if span is None and ("/" in text or "／" in text):
            span = _twice(source, target)
        if span is None and text[:1] in _QUOTES:
            span = _wrapped(source.text, text)
        span = span or _asked(source, target)
        if span:
            piece = target.text[span[0] : span[1]].strip()
            yield Problem("residue", Severity.MAJOR, f"{quoted([piece])} is not part of the translation.", None, span)


def _mark(source: str, target: str) -> tuple[int, int] | None:
    """The refusal or preamble of a chat at the beginning, or a mark of a chat or prompt anywhere."""
    found = _chat(target)
    return found.span() if found and not _chat(source) else None


def _chat(text: str) -> re.Match[str] | None:
    return _CHAT.match(text) or (_LEFTOVER.search(text) if _MAY_LEAVE.search(text) else None)


def _announced(source: Reading, target: Reading) -> tuple[int, int] | None:
    """A first clause that speaks of a translation, names the language, or announces an answer."""
    head = target.text[:100]
    if ":" not in head and "：" not in head and "!" not in head and "！" not in head and "\n" not in head:
        return None
    lead = _LEAD.match(target.text)
    if not lead:
        return None
    clause, end = lead.group(1).lower(), lead.group(2)
    marks = _LEAD_MARKS[end]
    if end != "\n" and len(marks.findall(source.text)) >= len(marks.findall(target.text)):
        return None
    if _STRONG.search(clause):
        return None if _STRONG.search(source.lower) else lead.span()
    if end == "\n":
        return None
    if read(target.text[lead.end() :], target.lang).weight < 0.5 * source.weight:
        return None
    if end in ":：" and len(clause.split()) <= 3 and _names_language(clause, (source.lang, target.lang)):
        return lead.span()
    short = len(clause.split()) <= 8 and read(clause, target.lang).weight <= _LONGEST_ANNOUNCEMENT
    return lead.span() if short and _WEAK.search(clause) and not _SPOKEN.search(source.lower[:60]) else None


def _names_language(clause: str, langs: tuple[str | None, ...]) -> bool:
    """Whether a clause is a language: "German", "DE", "auf Deutsch", "magyarul"."""
    words = clause.strip("*_ ()").split()
    names = [name for lang in langs for name in _names(lang)]
    return any(words[-1:] == [name] or (len(name) > 4 and words[-1].startswith(name[:5])) for name in names if words)


@lru_cache(maxsize=64)
def _names(lang: str | None) -> frozenset[str]:
    """The names of a language in English and in itself, and its code, in lower case."""
    base = base_language(lang)
    if base is None:
        return frozenset()
    from babel import Locale, UnknownLocaleError

    known = {LANGUAGES[base].name.lower()} if base in LANGUAGES else set()
    try:
        locale = Locale.parse(base)
        known |= {str(locale.get_display_name(base)).lower(), str(locale.get_display_name("en")).lower()}
    except (UnknownLocaleError, ValueError):
        pass
    return frozenset(known | {base, str(lang).lower()})


def _noted(source: Reading, target: Reading) -> tuple[int, int] | None:
    """A last bracket or sentence that comments on the translation, or a bracket that is a sentence of its own."""
    text = target.text
    if text[-3:].rstrip(" .。!！\n")[-1:] in _CLOSED and not _BRACKETS.search(source.text):
        bracket = _LAST_BRACKET.search(text)
        if bracket:
            inside, before = bracket.group(1).lower(), text[: bracket.start()].rstrip()
            long = len(inside.split()) >= 4 and read(inside, target.lang).weight >= max(12, 0.6 * source.weight)
            acronym = before.split()[-1].isupper() if before.split() else False  # and in the brackets what it means
            if (long and not acronym) or before[-1:] in tuple(".!?。！？") or ":" in inside or _NOTE.search(inside):
                return bracket.span() if before and not text.startswith("[") else None
    if ":" in text or "：" in text:
        note = _NOTE_SENTENCE.search(text)
        if note and _NOTE.search(note.group(1).lower() + ":") and not _NOTE.search(source.text.lower()):
            more = len(_COLONS.findall(text)) > len(_COLONS.findall(source.text))
            return (note.start(1), len(text)) if more else None
    return None


def _twice(source: Reading, target: Reading) -> tuple[int, int] | None:
    """Two versions with a slash between them, each as long as a translation."""
    text = target.text
    slash = " / " if " / " in text else "／" if "／" in text else ""
    if not slash or text.count(slash) <= source.text.count("/") + source.text.count("／"):
        return None
    parts = text.split(slash)
    if all(read(part, target.lang).weight >= 0.7 * source.weight for part in parts) and source.weight >= 8:
        return len(parts[0]), len(text)
    return None


def _wrapped(source: str, target: str) -> tuple[int, int] | None:
    """Quotation marks around the whole where the source has none."""
    text = target.strip()
    close = _QUOTES.get(text[:1])
    if close is None or len(text) < 3 or text[-1] not in close or _QUOTE.search(source):
        return None
    return None if _QUOTE.search(re.sub(r"(?<=\w)['’](?=\w)", "", text[1:-1])) else (0, len(target))


def _asked(source: Reading, target: Reading) -> tuple[int, int] | None:
    """A question or an offer behind the translation."""
    text, lower = target.text, target.lower
    for closing in _CLOSINGS:
        if closing in lower and closing not in source.lower:
            return lower.find(closing), len(text)
    if (text[-1:] not in _ASKS and text.rstrip()[-1:] not in _ASKS) or re.search("[?？؟;]", source.text):
        return None
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if len(ends) > max(1, len(_PAUSE.findall(source.text.strip()))):  # one long sentence may well become two
        return ends[-2], len(text)
    return None
