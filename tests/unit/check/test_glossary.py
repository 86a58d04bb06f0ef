"""Glossary terms: found in any inflection, required and forbidden, per language."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment

TERMS = (
    ("valve", "Ventil", "required"),
    ("cover", "Deckel", "forbidden"),
    ("pressure vessel", "tlaková nádoba", "required"),
    ("filter", "滤芯", "required"),
)


def checks(source: str, target: str, terms: tuple[tuple[str, str, str], ...]) -> set[str]:
    policy = Policy(name="p", version=1, glossary_terms=terms)
    answer = Candidate("u", "m", "f", target)
    found = check_segment(Segment("u", 0, source, 0, 0), [answer], ("en", None), policy)
    return {finding.check for finding in found if finding.check.startswith("glossary")}


@pytest.mark.parametrize(
    ("source", "target", "term", "expected"),
    [
        ("Close the valve.", "Das Ventil schließen.", 0, set()),  # the term itself
        ("Close the valves.", "Die Ventile schließen.", 0, set()),  # both inflected
        ("Close the valve.", "Das Druckventil schließen.", 0, set()),  # in a compound
        ("Close the valve.", "Den Hahn schließen.", 0, {"glossary_required"}),
        ("Close the lid.", "Den Hahn schließen.", 0, set()),  # the source does not hold the term
        ("Lift the cover.", "Den Deckel anheben.", 1, {"glossary_forbidden"}),
        ("Lift the cover.", "Die Deckels anheben.", 1, {"glossary_forbidden"}),  # inflected
        ("Lift the cover.", "Die Abdeckung anheben.", 1, set()),  # "deck" inside another word
        ("Lift the lid.", "Den Deckel anheben.", 1, set()),  # forbidden for "cover" alone
        ("Empty the pressure vessel.", "Vyprázdněte tlakovou nádobu.", 2, set()),  # two words, both inflected
        ("Empty the pressure vessel.", "Vyprázdněte kotel.", 2, {"glossary_required"}),
        ("Change the filter.", "更换滤芯。", 3, set()),  # no spaces between words
        ("Change the filter.", "更换过滤器。", 3, {"glossary_required"}),
    ],
)
def test_terms(source: str, target: str, term: int, expected: set[str]) -> None:
    assert checks(source, target, (TERMS[term],)) == expected


def test_several_translations_of_one_term_are_alternatives() -> None:
    terms = (("valve", "Ventil", "required"), ("valve", "Armatur", "required"))
    assert checks("Open the valve.", "Öffnen Sie die Armatur.", terms) == set()
    assert checks("Open the valve.", "Öffnen Sie den Hahn.", terms) == {"glossary_required"}


@pytest.mark.parametrize(
    ("lang", "term", "target"),
    [
        ("de", "Schlauch", "Prüfen Sie alle Schläuche."),
        ("de", "Schlauch", "Den Kühlwasserschlauch wechseln."),
        ("de", "Rad", "Die Räder festziehen."),
        ("de", "Rad", "Das Hinterrad prüfen."),
        ("de", "Öl", "Das Motoröl nachfüllen."),
        ("de", "Maus", "Zwei Mäuse anschließen."),
        ("de", "Gerät", "Die Geräte ausschalten."),
        ("de", "Buch", "Die Bücher bestellen."),
        ("nl", "wiel", "Draai de wielen vast."),
        ("nl", "boom", "Snoei de bomen."),
        ("en", "mouse", "Connect two mice."),
        ("en", "foot", "Level the feet."),
        ("en", "leaf", "Remove the leaves."),
        ("fr", "huile", "Contrôlez le niveau d'huile."),
        ("fr", "journal", "Lire les journaux."),
        ("fr", "tuyau", "Contrôlez les tuyaux."),
        ("es", "voz", "Grabe las voces."),
        ("es", "luz", "Encienda las luces."),
        ("es", "lápiz", "Use dos lápices."),
        ("it", "olio", "Cambiare l'olio."),
        ("it", "albero", "Togliere gli alberi."),
        ("pt", "botão", "Prima os botões."),
        ("pt", "papel", "Retire os papéis."),
        ("ro", "furtun", "Verificați furtunurile."),
        ("ro", "carte", "Citiți cărțile."),
        ("cs", "stůl", "Odneste stoly."),
        ("cs", "kniha", "Přečtěte si knize."),
        ("cs", "okno", "Zavřete šest oken."),
        ("pl", "stół", "Przesuń stoły."),
        ("pl", "ząb", "Sprawdź zęby koła."),
        ("pl", "książka", "Kup pięć książek."),
        ("pl", "okno", "Zamknij sześć okien."),
        ("ru", "окно", "Закройте шесть окон."),
        ("ru", "ручка", "Поверните пять ручек."),
        ("uk", "вікно", "Зачиніть шість вікон."),
        ("uk", "кінь", "Коні на місці."),
        ("el", "σωλήνας", "Ελέγξτε τους σωλήνες."),
        ("tr", "kapak", "Kapağı kapatın."),
        ("tr", "kitap", "Kitabı okuyun."),
        ("fi", "pumppu", "Vaihda pumput."),
        ("fi", "katto", "Puhdista katon reuna."),
        ("fi", "lanka", "Katkaise langat."),
        ("hu", "alma", "Mossa meg az almát."),
        ("hu", "kéz", "Mossa meg a kezeit."),
        ("sv", "bok", "Läs böckerna."),
        ("sv", "fot", "Ställ in fötterna."),
        ("da", "bog", "Læs bøgerne."),
        ("ar", "مضخة", "نظف المضخة."),
        ("ar", "زيت", "غيّر بالزيت الجديد."),
        ("ar", "صمام", "أغلق الصمامات."),
        ("he", "שמן", "בדקו את מפלס השמן."),
        ("he", "משאבה", "נקו את המשאבות."),
        ("hi", "पंखा", "पंखे बंद करें।"),
        ("id", "pompa", "Air dipompa keluar."),
        ("ko", "펌프", "펌프를 청소하십시오."),
        ("ja", "ポンプ", "ポンプを清掃します。"),
        ("de", "Fuß", "Die Füße einstellen."),
        ("de", "Kabel", "Alle Kabeln prüfen."),
        ("de", "Zahn", "Die Zähne des Zahnrads."),
        ("de", "Dichtung", "Die Gummidichtungen ersetzen."),
        ("nl", "stad", "De steden op de kaart."),
        ("fr", "œil", "Protégez l'œil."),
        ("fr", "cheval", "Deux chevaux."),
        ("es", "nuez", "Las nueces."),
        ("it", "amico", "Gli amici."),
        ("pt", "cão", "Os cães."),
        ("pl", "ręka", "W ręce."),
        ("pl", "koło", "Pięć kół."),
        ("cs", "ruka", "V ruce."),
        ("cs", "zámek", "Dva zámky."),
        ("ru", "день", "Пять дней."),
        ("ru", "книга", "Пять книг."),
        ("uk", "стіл", "На столі."),
        ("fi", "kenkä", "Kengät."),
        ("fi", "katu", "Kadulla."),
        ("hu", "tükör", "A tükrök."),
        ("tr", "ağaç", "Ağacı kesin."),
        ("sv", "stad", "Städerna."),
        ("da", "hånd", "Hænderne."),
        ("el", "πόρτα", "Τις πόρτες."),
        ("ar", "مفتاح", "بالمفتاح."),
        ("he", "מפתח", "במפתחות."),
        ("ro", "masă", "Mesele."),
        ("hi", "दरवाज़ा", "दरवाज़े बंद करें।"),
        ("id", "kunci", "Kuncinya hilang."),
        ("en", "tooth", "Brush your teeth."),
    ],
)
def test_an_inflected_required_term_is_found(lang: str, term: str, target: str) -> None:
    assert required(lang, term, target) == set()


@pytest.mark.parametrize(
    ("lang", "term", "target"),
    [
        ("de", "Schlauch", "Prüfen Sie alle Rohre."),
        ("de", "Schlauch", "Prüfen Sie alle Schrauben."),
        ("de", "Rad", "Die Reifen festziehen."),
        ("de", "Rad", "Den Rand prüfen."),
        ("de", "Öl", "Den Alkohol nachfüllen."),
        ("de", "Öl", "Das Fett nachfüllen."),
        ("de", "Maus", "Zwei Zeiger anschließen."),
        ("de", "Gerät", "Die Maschine ausschalten."),
        ("de", "Ventil", "Den Hahn schließen."),
        ("de", "Deckel", "Die Klappe schließen."),
        ("nl", "wiel", "Draai de banden vast."),
        ("nl", "klep", "Sluit de kraan."),
        ("en", "mouse", "Connect two pointers."),
        ("en", "hose", "Check the pipes."),
        ("en", "lid", "Close the cover."),
        ("fr", "huile", "Contrôlez le niveau de graisse."),
        ("fr", "vanne", "Fermez le robinet."),
        ("fr", "tuyau", "Contrôlez les flexibles."),
        ("es", "voz", "Grabe los sonidos."),
        ("es", "luz", "Encienda las lámparas."),
        ("es", "tapa", "Cierre la cubierta."),
        ("it", "olio", "Cambiare il grasso."),
        ("it", "valvola", "Chiudere il rubinetto."),
        ("pt", "botão", "Prima as teclas."),
        ("pt", "tampa", "Feche a cobertura."),
        ("ro", "furtun", "Verificați țevile."),
        ("ro", "carte", "Citiți volumele."),
        ("cs", "stůl", "Odneste desky."),
        ("cs", "ventil", "Zavřete kohout."),
        ("cs", "okno", "Zavřete dveře."),
        ("pl", "stół", "Przesuń biurka."),
        ("pl", "zawór", "Zamknij kurek."),
        ("pl", "okno", "Zamknij drzwi."),
        ("ru", "окно", "Закройте шесть дверей."),
        ("ru", "клапан", "Закройте кран."),
        ("ru", "ручка", "Поверните рычаг."),
        ("uk", "вікно", "Зачиніть двері."),
        ("el", "σωλήνας", "Ελέγξτε τους αγωγούς."),
        ("tr", "kapak", "Örtüyü kapatın."),
        ("tr", "vana", "Musluğu kapatın."),
        ("fi", "pumppu", "Vaihda venttiilit."),
        ("fi", "katto", "Puhdista seinän reuna."),
        ("hu", "szelep", "Zárja el a csapot."),
        ("sv", "bok", "Läs häftena."),
        ("sv", "ventil", "Stäng kranen."),
        ("da", "bog", "Læs hæfterne."),
        ("ar", "مضخة", "نظف المحرك."),
        ("ar", "زيت", "غيّر الماء."),
        ("he", "שמן", "בדקו את מפלס המים."),
        ("hi", "पंखा", "दरवाज़े बंद करें।"),
        ("id", "pompa", "Air dialirkan keluar."),
        ("ko", "펌프", "밸브를 청소하십시오."),
        ("ja", "ポンプ", "バルブを清掃します。"),
        ("de", "Fuß", "Die Hand heben."),
        ("de", "Kabel", "Alle Leitungen prüfen."),
        ("de", "Zahn", "Die Zacken prüfen."),
        ("de", "Dichtung", "Den Ring ersetzen."),
        ("nl", "stad", "De dorpen op de kaart."),
        ("fr", "cheval", "Deux poneys."),
        ("es", "nuez", "Las almendras."),
        ("it", "amico", "I compagni."),
        ("pt", "cão", "Os gatos."),
        ("pl", "ręka", "W dłoni."),
        ("pl", "koło", "Pięć opon."),
        ("cs", "ruka", "V dlani."),
        ("cs", "zámek", "Dvě petlice."),
        ("ru", "день", "Пять ночей."),
        ("ru", "книга", "Пять томов."),
        ("uk", "стіл", "На парті."),
        ("fi", "kenkä", "Saappaat."),
        ("fi", "katu", "Tiellä."),
        ("hu", "tükör", "Az ablakok."),
        ("tr", "ağaç", "Bitkiyi kesin."),
        ("sv", "stad", "Byarna."),
        ("da", "hånd", "Fødderne."),
        ("el", "πόρτα", "Τις θύρες."),
        ("ar", "مفتاح", "بالقفل."),
        ("he", "מפתח", "במנעולים."),
        ("ro", "masă", "Scaunele."),
        ("hi", "दरवाज़ा", "खिड़की बंद करें।"),
        ("id", "kunci", "Gemboknya hilang."),
        ("en", "tooth", "Brush your gums."),
    ],
)
def test_another_word_for_a_required_term_is_refused(lang: str, term: str, target: str) -> None:
    assert required(lang, term, target) == {"glossary_required"}


@pytest.mark.parametrize(
    ("lang", "term", "target", "found"),
    [
        ("de", "Schlauch", "Prüfen Sie die Schläuche.", True),
        ("fr", "huile", "Contrôlez l'huile.", True),
        ("he", "שמן", "בדקו את השמן.", True),
        ("de", "Bar", "Der Bär schläft.", False),
        ("de", "Öl", "Das Motoröl nachfüllen.", False),  # forbidden alone, not in a compound
        ("es", "tapa", "Cierre la etapa.", False),
    ],
)
def test_forbidden_terms(lang: str, term: str, target: str, found: bool) -> None:
    policy = Policy(name="p", version=1, glossary_terms=(("thing", term, "forbidden"),))
    answer = Candidate("u", "m", "f", target)
    problems = check_segment(Segment("u", 0, "the thing", 0, 0), [answer], ("en", lang), policy)
    assert any(problem.check == "glossary_forbidden" for problem in problems) == found


def required(lang: str, term: str, target: str) -> set[str]:
    policy = Policy(name="p", version=1, glossary_terms=(("thing", term, "required"),))
    answer = Candidate("u", "m", "f", target)
    found = check_segment(Segment("u", 0, "the thing", 0, 0), [answer], ("en", lang), policy)
    return {finding.check for finding in found if finding.check.startswith("glossary")}
