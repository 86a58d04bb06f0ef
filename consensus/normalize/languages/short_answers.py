"""Words that answer a question by themselves: yes, no, and that a document does not say."""

from __future__ import annotations

from functools import lru_cache

from consensus.normalize.tokens import base_language

#: By language: words for yes and true, then words for no and false.
_ANSWERS = {
    "en": ("yes true y t", "no false n f"),
    "de": ("ja wahr", "nein falsch"),
    "fr": ("oui vrai", "non faux"),
    "es": ("sí si verdadero", "no falso"),
    "it": ("sì si vero", "no falso"),
    "nl": ("ja waar", "nee neen onwaar"),
    "pl": ("tak prawda", "nie fałsz"),
    "cs": ("ano pravda", "ne nepravda"),
    "pt": ("sim verdadeiro", "não nao falso"),
    "ru": ("да истина", "нет ложь"),
    "uk": ("так істина", "ні хибність"),
    "zh": ("是 真", "否 假"),
    "ja": ("はい 真", "いいえ 偽"),
    "hi": ("हाँ हां सत्य", "नहीं असत्य"),
    "ar": ("نعم صحيح", "لا"),
    "he": ("כן", "לא"),
    "tr": ("evet doğru", "hayır yanlış"),
    "ko": ("예 네 참", "아니요 아니오 거짓"),
    "sv": ("ja sant", "nej falskt"),
    "da": ("ja sandt", "nej falsk"),
    "fi": ("kyllä tosi", "ei epätosi"),
    "el": ("ναι αληθές", "όχι ψευδές"),
    "ro": ("da adevărat", "nu fals"),
    "hu": ("igen igaz", "nem hamis"),
    "vi": ("có đúng", "không sai"),
    "th": ("ใช่ จริง", "ไม่ใช่ ไม่ เท็จ"),
    "id": ("ya benar", "tidak salah"),
    "nb": ("ja", "nei"),
}
_ALSO = {"no": "nb", "nn": "nb"}
#: Said of a field about which a document says nothing. "None", "nil" and a dash may stand for 0 and are not here.
_NOT_STATED = (
    "n/a|n.a.|#n/a|not available|not applicable|not stated|not provided|not specified|not given|not found|"
    "not mentioned|unknown|keine angabe|k.a.|k. a.|nicht angegeben|nicht vorhanden|unbekannt|non renseigné|"
    "non précisé|non disponible|inconnu|no disponible|no consta|no especificado|no indicado|non disponibile|"
    "non indicato|non specificato|niet bekend|niet vermeld|onbekend|brak danych|nie podano|neuvedeno|não informado|"
    "não disponível|não consta|не указано|нет данных|не вказано|belirtilmemiş|ej angivet|ikke angivet|ikke oppgitt|"
    "ei ilmoitettu|nincs megadva|không có thông tin|tidak disebutkan|不明|未提供|未注明|該当なし|記載なし|"
    "해당 없음|미기재|غير متوفر|غير محدد|לא צוין"
)
NOT_STATED = frozenset(_NOT_STATED.split("|"))


@lru_cache(maxsize=64)
def short_answers(lang: str | None) -> dict[str, bool]:
    """Lower-case words for yes and no: of a BCP 47 tag's language and English, of all languages where it is unknown.

    A word that says yes in one and no in another of them is left out.
    """
    base = base_language(lang) or ""
    base = _ALSO.get(base, base)
    rows = [_ANSWERS["en"], _ANSWERS.get(base, ("", ""))] if base else list(_ANSWERS.values())
    yes = {word for one, _ in rows for word in one.split()}
    no = {word for _, one in rows for word in one.split()}
    return dict.fromkeys(yes - no, True) | dict.fromkeys(no - yes, False)
