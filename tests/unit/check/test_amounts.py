"""What stands around a number, by pairs: an equal amount passes however it is written, another one is found."""

from __future__ import annotations

import pytest

from consensus.check import check_segment
from consensus.domain import Candidate, Policy, Segment

FACTS = {"numbers", "signs", "percent", "units", "currency", "locale"}


def found(langs: str, source: str, target: str) -> set[str]:
    one, other = langs.split("-")
    answer = Candidate("u", "m", "f", target)
    findings = check_segment(Segment("u", 0, source, 0, 0), [answer], (one, other), Policy(name="p", version=1))
    return {finding.check for finding in findings} & FACTS


@pytest.mark.parametrize(
    ("langs", "source", "right", "wrong"),
    [
        # A half behind the word that is counted.
        ("zh-en", "需要3个半小时。", "It takes 3.5 hours.", "It takes 4 hours."),
        ("zh-en", "保修2年半。", "The warranty is 2.5 years.", "The warranty is 3 years."),
        ("zh-en", "需要3個半小時。", "It takes 3.5 hours.", "It takes 4.5 hours."),
        ("ja-en", "3時間半かかります。", "It takes 3.5 hours.", "It takes 4 hours."),
        ("ko-en", "3시간 반이 걸립니다.", "It takes 3.5 hours.", "It takes 4 hours."),
        # Fractions: the upper figure is smaller than the lower one.
        (
            "en-de",
            "Use a 3/4 inch hose.",
            "Einen Schlauch von 0,75 Zoll verwenden.",
            "Einen Schlauch von 3 Zoll verwenden.",
        ),
        ("en-de", "Use 2 1/2 cups.", "2,5 Tassen verwenden.", "2 Tassen verwenden."),
        ("en-fr", "It is 1/2 full.", "Il est plein à 0,5.", "Il est plein à 0,2."),
        ("en-de", "It is in 4/4 time.", "Es steht im 4/4-Takt.", "Es steht im 3/4-Takt."),
        ("en-de", "See sheet 5/4.", "Siehe Blatt 5/4.", "Siehe Blatt 5/8."),
        # Several figures with scale words are one number.
        ("en-de", "It has 1 million 200 thousand users.", "Es hat 1.200.000 Nutzer.", "Es hat 1.000.000 Nutzer."),
        ("en-de", "It costs 5 lakh 20 thousand rupees.", "Es kostet 520.000 Rupien.", "Es kostet 500.000 Rupien."),
        ("de-en", "Es hat 2 Millionen 300 Tausend Nutzer.", "It has 2,300,000 users.", "It has 2,000,300 users."),
        ("zh-en", "有1亿2500万人。", "There are 125,000,000 people.", "There are 100,000,000 people."),
        ("ja-en", "2万3千500人がいます。", "There are 23,500 people.", "There are 23,000 people."),
        ("ja-en", "1億2000万3000人がいます。", "There are 120,003,000 people.", "There are 120,000,000 people."),
        ("ko-en", "3만 5천 명이 있습니다.", "There are 35,000 people.", "There are 30,000 people."),
        ("zh-en", "价格是3万2千元。", "The price is 32,000 yuan.", "The price is 30,000 yuan."),
        # A tenth and a discount.
        ("ja-en", "3割5分です。", "It is 35%.", "It is 30%."),
        ("zh-en", "打7折。", "It is 30% off.", "It is 70% more and 20% off."),
        ("zh-en", "打85折。", "It is 15% off.", "It is 85 and 25% off."),
    ],
)
def test_an_amount(langs: str, source: str, right: str, wrong: str) -> None:
    assert found(langs, source, right) == set()
    assert found(langs, source, wrong)


@pytest.mark.parametrize(
    ("langs", "source", "target", "expected"),
    [
        # Units: another one, one that is dropped, one that is told as a word.
        ("en-de", "It weighs 5 kg.", "Es wiegt 5 kg.", set()),
        ("en-de", "It weighs 5 kg.", "Es wiegt 5 g.", {"units"}),
        ("en-de", "It weighs 5 kg.", "Es wiegt 5.", {"units"}),
        ("en-de", "It weighs 5 kg.", "Es wiegt 5, mehr nicht.", {"units"}),
        ("en-de", "It weighs 5 kg.", "Es wiegt 5 Kilo.", set()),
        ("en-de", "They weigh 5 kg and 7 kg.", "Sie wiegen 5 und 7 kg.", set()),
        ("en-de", "It takes 5 min.", "Es dauert 5.", set()),
        ("en-de", "Wait 30 m.", "30 min warten.", set()),
        ("de-en", "Nach 30 m anhalten.", "Stop after 30 min.", {"units"}),
        ("en-de", "Walk 30 km.", "30 min gehen.", {"units"}),
        ("en-de", "Heat to 20 °C.", "Auf 20 ° erhitzen.", set()),
        ("en-de", "Heat to 20 °.", "Auf 20 °C erhitzen.", set()),
        ("en-de", "Heat to 20 °C.", "Auf 20 °F erhitzen.", {"units"}),
        ("en-de", "Turn it by 20 °.", "Um 20 mm drehen.", {"units"}),
        ("en-de", "Move it by 20 mm.", "Um 20 ° bewegen.", {"units"}),
        ("en-fr", "The hose is 25 mm wide.", "Le tuyau a 25 cm de large.", {"units"}),
        # Percent.
        ("en-de", "It rose by 5%.", "Es stieg um 5 Prozent.", set()),
        ("en-fr", "It rose by 5%.", "Il a augmenté de 5 %.", set()),
        ("en-de", "Humidity: 5%", "Feuchte: 5", {"percent"}),
        ("en-de", "Value: 5", "Wert: 5 %", {"percent"}),
        # Currency.
        ("en-de", "It costs €5.", "Es kostet 5 €.", set()),
        ("en-de", "It costs €5.", "Es kostet 5 $.", {"currency"}),
        ("en-de", "It costs $5 million.", "Es kostet 5 Millionen $.", set()),
        ("en-de", "It costs €5 million.", "Es kostet 5 Millionen $.", {"currency"}),
        ("en-de", "It costs €5.", "Es kostet 5.", {"currency"}),
        ("en-de", "They cost €5 and €7.", "Sie kosten 5 und 7 €.", set()),
        ("ja-en", "価格は5万円です。", "The price is ¥50,000.", set()),
        ("ja-en", "価格は5万円です。", "The price is €50,000.", {"currency"}),
        # Signs.
        ("en-de", "It is -5 °C.", "Es sind -5 °C.", set()),
        ("en-de", "It is -5 °C.", "Es sind minus 5 °C.", set()),
        ("en-de", "It is -5 °C.", "Es sind 5 °C.", {"signs"}),
        ("en-de", "It is 5 °C.", "Es sind -5 °C.", {"signs"}),
        ("en-es", "It is -5 °C.", "Hay 5 °C bajo cero.", set()),
        ("en-ru", "It is -5 °C.", "Сейчас 5 °C мороза, минус.", set()),
        # Another locale's separators, in an amount; a version stays as it is.
        ("en-de", "The weight is 2.5 kg.", "Das Gewicht ist 2.5 kg.", {"locale"}),
        ("en-de", "The weight is 2.5 kg.", "Das Gewicht ist 2,5 kg.", set()),
        ("en-de", "Use version 2.5 of it.", "Version 2.5 davon verwenden.", set()),
        ("en-de", "See section 2.5 for it.", "Siehe Abschnitt 2.5 dazu.", set()),
    ],
)
def test_what_stands_around_a_number(langs: str, source: str, target: str, expected: set[str]) -> None:
    assert found(langs, source, target) == expected
