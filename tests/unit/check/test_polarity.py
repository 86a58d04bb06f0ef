"""A denial that is lost or gained is found; a denial in another form, an idiom, a double negation is left alone."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment


def fires(langs: tuple[str, str], source: str, target: str) -> bool:
    segment = Segment("u", 0, source, 0, len(source))
    found = check_segment(segment, [Candidate("u", "m", "f", target)], langs, Policy(name="p", version=1))
    return any(finding.check == "negation" and finding.veto for finding in found)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        # a word that only looks like a weak denial
        (("en", "de"), "Never work under the machine.", "Arbeiten Sie unter der Maschine."),
        (("en", "de"), "The warranty does not cover our batteries.", "Die Garantie deckt unsere Batterien ab."),
        (("de", "en"), "Installieren Sie das Gerät nicht im Freien.", "Install the device outdoors."),
        (("en", "it"), "Do not move the cabinet.", "Spostare l'armadietto."),
        # a weak denial that stands in both
        (("en", "de"), "Never run it without a guard.", "Betreiben Sie es ohne Schutz."),
        (("en", "fr"), "Do not enter without a helmet.", "Entrez sans casque."),
        (("en", "es"), "Only staff must not open it.", "Solo el personal debe abrirlo."),
        (("en", "ru"), "Do not open it, except for cleaning.", "Открывайте его, кроме чистки."),
        (("en", "cs"), "Do not use it if the cable is missing.", "Použijte to, pokud chybí kabel."),
        # its own sentence
        (("en", "de"), "Do not open the lid. Do not touch it.", "Öffnen Sie den Deckel nicht. Berühren Sie ihn."),
        (("en", "pl"), "It is not new. It does not work well.", "To nie jest nowe. To dobrze działa."),
        # by ending or prefix
        (("en", "tr"), "The filter must not be washed.", "Filtre yıkanmalıdır."),
        (("en", "cs"), "We do not deliver on Sundays.", "V neděli doručujeme."),
        (("en", "fi"), "Do not open the valve.", "Avaa venttiili."),
        (("en", "ja"), "The filter must not be washed.", "フィルターは洗ってください。"),
        (("en", "ko"), "Do not open the cover.", "덮개를 여십시오."),
        (("en", "hu"), "The pump does not run.", "A szivattyú jár."),
        (("en", "ar"), "The guarantee does not cover the battery.", "يغطي الضمان البطارية."),
        (("en", "he"), "Do not touch the plate.", "געו בלוח."),
        (("zh", "en"), "本产品不含酒精。", "This product contains alcohol."),
        (("en", "zh"), "The door does not lock.", "门会锁上。"),
        # gained
        (("en", "nl"), "The pump works.", "De pomp werkt niet."),
        (("en", "cs"), "The file exists.", "Soubor neexistuje."),
        (("en", "tr"), "Open the cover.", "Kapağı açmayın."),
        # comparisons
        (("en", "fr"), "Lift no more than 13 kg.", "Soulevez plus de 13 kg."),
    ],
)
def test_a_lost_denial_is_found(langs: tuple[str, str], source: str, target: str) -> None:
    assert fires(langs, source, target)


@pytest.mark.parametrize(
    ("langs", "source", "target"),
    [
        # in another form
        (("en", "de"), "Do not smoke.", "Rauchen verboten."),
        (("en", "fr"), "Page not found", "Page introuvable"),
        (("en", "es"), "It does not have a lid.", "Carece de tapa."),
        (("en", "cs"), "The door is not locked.", "Dveře jsou odemčené bez zámku."),
        (("en", "pl"), "This is not allowed.", "To jest niedozwolone."),
        (("en", "de"), "The weight must not exceed 5 kg.", "Das Gewicht beträgt höchstens 5 kg."),
        (("en", "de"), "You have unsaved changes.", "Sie haben nicht gespeicherte Änderungen."),
        (("en", "th"), "The team hardly noticed it.", "ทีมงานแทบไม่สังเกตเห็น"),
        (("en", "de"), "It was unavoidable.", "Es war nicht zu vermeiden."),
        (("de", "en"), "Die Anlage ist nicht in Betrieb.", "The system is out of operation."),
        # idioms
        (("en", "es"), "Remember to save your work.", "No olvide guardar su trabajo."),
        (("en", "de"), "Remember to save.", "Vergessen Sie nicht zu speichern."),
        (("en", "fr"), "Remember to save.", "N'oubliez pas d'enregistrer."),
        (("en", "ru"), "Please contact us.", "Не стесняйтесь обращаться к нам."),
        (("en", "ja"), "Remember to save.", "忘れずに保存してください。"),
        (("en", "es"), "Keep dry.", "No mojar."),
        (("en", "de"), "Do not get wet.", "Vor Nässe schützen."),
        (("en", "de"), "Deliver by Friday.", "Liefern Sie nicht später als Freitag."),
        (("en", "ru"), "Wait for me to return.", "Ждите, пока я не вернусь."),
        (("en", "cs"), "It is both fast and quiet.", "Je nejen rychlý, ale i tichý."),
        (("en", "es"), "However, it works.", "No obstante, funciona."),
        (("en", "fr"), "Go step by step.", "Avancez pas à pas."),
        (("en", "vi"), "The air is clean.", "Không khí sạch."),
        (("en", "he"), "Send it to the office.", "שלחו אותו אל המשרד."),
        # double negation
        (("en", "fr"), "Nothing is impossible.", "Tout est possible."),
        (("en", "de"), "Never run it without a guard.", "Nur mit Schutz betreiben."),
        # words of Czech that begin as a denial does
        (("en", "cs"), "Recently he carried heavy loads on Sunday.", "Nedávno nesl v neděli těžká břemena."),
        (("en", "cs"), "From the latest newsletter.", "Z nejnovějšího newsletteru."),
        # a question
        (("en", "cs"), "Would it be possible?", "Nebylo by to možné?"),
        # sentences that changed places
        (("en", "de"), "It does not work. Open the lid.", "Öffnen Sie den Deckel. Es geht nicht."),
    ],
)
def test_what_denies_nothing_or_in_another_form_is_left_alone(langs: tuple[str, str], source: str, target: str) -> None:
    assert not fires(langs, source, target)
