"""Words that answer a question by themselves: yes, no, and that a document does not say."""

from __future__ import annotations

from functools import lru_cache

from consensus.normalize.languages import ALL, Language
from consensus.normalize.tokens import base_language

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
    rows = [ALL["en"], ALL.get(base, Language(""))] if base else list(ALL.values())
    yes = {word for one in rows for word in one.says_yes.split()}
    no = {word for one in rows for word in one.says_no.split()}
    return dict.fromkeys(yes - no, True) | dict.fromkeys(no - yes, False)
