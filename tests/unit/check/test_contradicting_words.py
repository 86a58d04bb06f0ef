"""Two answers side by side: where a word excludes the other's the panel is in dispute, in other words it is not."""

from __future__ import annotations

import pytest

from consensus.check import hard_fact_disputes
from consensus.domain import Candidate, Segment


def kinds(langs: str, source: str, one: str, other: str) -> list[str]:
    source_lang, target_lang = langs.split("-")
    found = hard_fact_disputes(
        Segment("u", 0, source, 0, len(source)),
        [Candidate("u", "m0", "f0", one), Candidate("u", "m1", "f1", other)],
        (source_lang, target_lang),
    )
    return list(found)


@pytest.mark.parametrize(
    ("langs", "source", "one", "other", "told"),
    [
        # The words are shown as they are written, at the beginning too; where a capital has another length, as read.
        ("en-de", "Left is on.", "Links ist an.", "Rechts ist an.", ('"Links"', '"Rechts"')),
        ("en-tr", "İstanbul: open", "İstanbul: kapı açık", "İstanbul: kapı kapalı", ('"açık"', '"kapalı"')),
        # A denial of one side.
        ("en-de", "Do not open it.", "Öffnen Sie es nicht.", "Öffnen Sie es.", ('"nicht"',)),
        ("en-de", "Do not open it.", "Öffnen Sie es.", "Öffnen Sie es NICHT.", ('"NICHT"',)),
        ("en-fr", "It does not leak.", "Il ne fuit pas.", "Il fuit.", ("negation",)),
        ("en-ru", "It does not work.", "Он не работает.", "Он работает.", ('"не"',)),
        ("en-ko", "It does not open.", "문이 열리지 않습니다.", "문이 열립니다.", ("negation",)),
        ("en-zh", "It does not work.", "设备不工作。", "设备工作。", ("negation",)),
        # Two places exchanged: numbers, names, words of one class.
        ("de-en", "Erst 5, dann 7.", "First 5, then 7.", "First 7, then 5.", ('"5"', '"7"')),
        ("de-en", "Heute ruft Anna Bert an.", "Today Anna calls Bert.", "Today Bert calls Anna.", ('"Anna"', '"Bert"')),
        ("de-en", "Anna ruft Bert.", "Anna calls Bert.", "Bert calls Anna.", ('"Anna"', '"Bert"')),
        (
            "de-en",
            "Rot links, Blau rechts.",
            "Red is on the one and blue on the other side.",
            "Blue is on the one and red on the other side.",
            ("order",),
        ),
        # Another name at the same place.
        ("de-en", "Wir trafen Weber.", "We met Weber.", "We met Huber.", ('"Weber"', '"Huber"')),
        ("de-en", "Wir trafen Weber.", "We met Huber.", "We met Weber.", ('"Huber"', '"Weber"')),
        ("en-de", "We met Weber.", "Wir trafen Weber.", "Wir trafen Huber.", ('"Weber"', '"Huber"')),
        # A stretch of four words is still aligned.
        (
            "de-en",
            "Der Käufer zahlt die Kosten.",
            "All of it the buyer has to pay.",
            "All of it the seller alone must pay.",
            ('"buyer"', '"seller"'),
        ),
    ],
)
def test_a_dispute(langs: str, source: str, one: str, other: str, told: tuple[str, ...]) -> None:
    forth, back = kinds(langs, source, one, other), kinds(langs, source, other, one)
    assert all(word in " ".join(forth) for word in told)
    assert all(word in " ".join(back) for word in told)


@pytest.mark.parametrize(
    ("langs", "source", "one", "other"),
    [
        # Lists may be given in another order.
        ("de-en", "Rot und Blau.", "Use red and blue.", "Use blue and red."),
        ("de-en", "Rot, Grün und Blau.", "Use red, green and blue.", "Use blue, green and red."),
        ("en-fr", "Red or blue.", "Rouge ou bleu.", "Bleu ou rouge."),
        ("de-en", "Anna und Bert kommen.", "Anna and Bert come.", "Bert and Anna come."),
        ("en-de", "Anna and Bert come.", "Anna und Bert kommen.", "Bert und Anna kommen."),
        ("de-en", "Es ist heute schön.", "It is nice today.", "Today it is nice."),
        # A denial that is excused: the opposite, or the same denial in another form.
        ("en-de", "It is never closed.", "Es ist nie geschlossen.", "Es ist immer offen."),
        ("en-de", "It is impossible.", "Es ist unmöglich.", "Es ist nicht möglich."),
        ("en-fr", "It is impossible.", "C'est impossible.", "Ce n'est pas possible."),
        ("de-en", "Es ist ungültig.", "It is invalid.", "It is not valid."),
        ("en-cs", "Nobody knows.", "Nikdo nic neví.", "Nikdo neví."),
        ("en-es", "I see nobody.", "No veo a nadie.", "A nadie veo."),
        ("de-en", "Das darf man nicht.", "You must not do it.", "You may not do it."),
        # Measures in other words.
        ("de-en", "In vierzehn Tagen.", "In two weeks.", "In fourteen days."),
        ("en-de", "A dozen eggs.", "Ein Dutzend Eier.", "Zwölf Eier."),
        # A name in another spelling, or declined.
        ("en-cs", "We met Weber.", "Potkali jsme Webera.", "Potkali jsme Weberovi."),
        ("en-ru", "We met Anna.", "Мы встретили Анну.", "Мы встретили Анну там."),
    ],
)
def test_no_dispute(langs: str, source: str, one: str, other: str) -> None:
    assert kinds(langs, source, one, other) == []
    assert kinds(langs, source, other, one) == []
