"""Answers that contradict each other are disputed in every language; answers in other words for the same are not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from consensus.check import hard_fact_disputes
from consensus.domain import Candidate, Segment
from consensus.normalize.languages import LANGUAGES

TABLE = yaml.safe_load((Path(__file__).parent / "contradictions.yaml").read_text(encoding="utf-8"))
ROWS = [(lang, *row) for lang, rows in TABLE.items() for row in rows]


def disputes(lang: str, source: str, *texts: str) -> tuple[str, ...]:
    answers = [Candidate("u", f"m{i}", f"f{i}", text) for i, text in enumerate(texts)]
    return hard_fact_disputes(Segment("u", 0, source, 0, len(source)), answers, ("de" if lang == "en" else "en", lang))


@pytest.mark.parametrize(("lang", "source", "one", "other"), ROWS)
def test_a_contradiction_is_a_dispute_in_every_panel(lang: str, source: str, one: str, other: str) -> None:
    for panel in ((one, other, one), (one, other, other), (other, one)):
        found = disputes(lang, source, *panel)
        assert found
        assert "m0" not in " ".join(found)


def test_every_language_has_contradictions() -> None:
    assert set(TABLE) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("lang", "source", "one", "other"),
    [
        ("de", "Close the cover.", "Schließen Sie die Abdeckung.", "Schließen Sie den Deckel."),
        ("de", "Switch the pump on.", "Schalten Sie die Pumpe ein.", "Schalten Sie die Pumpe an."),
        ("de", "The valve is always open.", "Das Ventil ist nie geschlossen.", "Das Ventil ist immer offen."),
        ("de", "It takes two weeks.", "Es dauert zwei Wochen.", "Es dauert vierzehn Tage."),
        ("de", "The buyer pays.", "Der Käufer zahlt.", "Der Erwerber zahlt."),
        ("fr", "Nothing is impossible.", "Rien n'est impossible.", "Tout est possible."),
        ("es", "Remember to save.", "Recuerde guardar su trabajo.", "No olvide guardar su trabajo."),
        ("es", "Keep dry.", "No mojar.", "Mantener seco."),
        ("it", "He missed the train.", "Ha perso il treno.", "Non è riuscito a prendere il treno."),
        ("ru", "Please contact us.", "Не стесняйтесь обращаться к нам.", "Пожалуйста, свяжитесь с нами."),
        ("cs", "We met Mr Weber.", "Potkali jsme Webera.", "Potkali jsme Weberovi."),
        ("en", "Rot und blau.", "It is red and blue.", "It is blue and red."),
        ("en", "Er darf das nicht.", "You must not do that.", "You may not do that."),
        ("en", "Bei Facebook.", "Look at our FB page.", "Look at our Facebook page."),
        ("zh", "It is fast.", "速度很快。", "速度非常快。"),
        ("pl", "Start the device.", "Uruchom urządzenie.", "Włącz urządzenie."),
        ("fi", "It is not allowed.", "Se ei ole sallittua.", "Se on kielletty."),
    ],
)
def test_other_words_for_the_same_are_no_dispute(lang: str, source: str, one: str, other: str) -> None:
    assert disputes(lang, source, one, other) == ()


def test_the_words_are_shown_as_the_answers_write_them() -> None:
    found = disputes("de", "The tenant pays.", "Der Mieter zahlt.", "Der Vermieter zahlt.")
    assert found == ('The answers differ in "Mieter" against "Vermieter".',)
