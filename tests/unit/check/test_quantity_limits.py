"""Units, percent, money and fractions of two texts: each difference alone, and what excuses it."""

from __future__ import annotations

import pytest

from consensus.check import check_segment, hard_fact_disputes
from consensus.domain import Candidate, Policy, Segment


def found(langs: str, source: str, target: str) -> set[str]:
    one, other = langs.split("-")
    segment, answer = Segment("u", 0, source, 0, len(source)), Candidate("u", "m", "f", target)
    return {one.check for one in check_segment(segment, [answer], (one, other), Policy(name="p", version=1))}


@pytest.mark.parametrize(
    ("langs", "source", "target", "check", "wrong"),
    [
        ("en-de", "It takes 30 m.", "Es dauert 30 min.", "units", False),  # minutes in a recipe
        ("de-en", "Es sind 30 m.", "It takes 30 min.", "units", True),
        ("en-de", "It is 30 cm.", "Es sind 30 min.", "units", True),
        ("en-de", "It is 30 °C.", "Es sind 30°.", "units", False),
        ("en-de", "It is 30 °C.", "Es sind 30 °F.", "units", True),
        ("en-de", "It is 30 kg.", "Es sind 30.", "units", True),
        ("en-de", "It is 30 kg.", "Es sind 30 Säcke.", "units", False),  # a word may say it
        ("en-de", "It is 30 kg.", "Es sind 30", "units", True),
        ("en-de", "It is 30 kg heavy.", "Es sind 30, schwer.", "units", True),
        ("en-de", "It takes 30 min.", "Es dauert 30.", "units", False),  # time is often left out
        ("en-de", "It is 30 kg and 40 kg.", "Es sind 30 und 40 kg.", "units", False),  # the unit stands once
        ("en-de", "It is 5 km long.", "Es sind 5 Meilen.", "units", True),
        ("en-de", "It rose by 5%.", "Es stieg um 5%.", "percent", False),
        ("en-de", "It rose by 5%.", "Es stieg um 5.", "percent", True),
        ("en-de", "It rose by 5.", "Es stieg um 5%.", "percent", True),
        ("en-de", "It rose by 5%.", "Es stieg um 5 Prozent.", "percent", False),
        ("en-de", "It is -5.", "Es sind 5.", "signs", True),
        ("en-de", "It is -5.", "Es sind minus 5.", "signs", False),
        ("en-de", "It is 5.", "Es sind -5.", "signs", True),
        ("en-de", "It costs $5.", "Es kostet 5 $.", "currency", False),
        ("en-de", "It costs $5.", "Es kostet 5 €.", "currency", True),
        ("en-de", "It costs $5.", "Es kostet 5.", "currency", True),
        ("en-de", "It costs $5.", "Es kostet 5 Dollar.", "currency", False),
        ("en-de", "It costs $5 and $6.", "Es kostet 5 und 6 $.", "currency", False),
        ("en-de", "It costs $5.", "Es sind 5 kg.", "currency", False),  # that is another unit
        ("en-de", "Use 2½ cups.", "2½ Tassen.", "numbers", False),
        ("en-de", "Use 2½ cups.", "2,5 Tassen.", "numbers", False),
        ("en-de", "Use 2 1/2 cups.", "2,5 Tassen.", "numbers", False),
        ("en-de", "Use 3/4 cup.", "0,75 Tassen.", "numbers", False),
        ("en-de", "Use 0/4 cup.", "0/4 Tassen.", "numbers", False),
        ("en-de", "It takes half an hour.", "Es dauert 30 Minuten.", "numbers", False),
        ("en-de", "It takes a quarter of an hour.", "Es dauert 15 Minuten.", "numbers", False),
        ("de-en", "Es dauert eine Dreiviertelstunde.", "It takes 45 minutes.", "numbers", False),
        ("en-zh", "It takes 2.5 hours.", "需要2个半小时。", "numbers", False),
        ("en-zh", "It takes 2.5 years.", "需要2年半。", "numbers", False),
        ("en-zh", "It has 12,000 parts.", "有1万2千个零件。", "numbers", False),
        ("en-zh", "It has 13,000 parts.", "有1万2千个零件。", "numbers", True),
        ("en-zh", "It has 120 million parts.", "有1.2亿个零件。", "numbers", False),
        ("en-zh", "It has 120 million parts.", "有1.2万个零件。", "numbers", True),
        ("en-ja", "30% off", "3割引", "numbers", False),
        ("en-ja", "40% off", "3割引", "numbers", True),
        ("en-de", "It has 1.5 million.", "Es sind 1,5 Millionen.", "numbers", False),
        ("en-de", "It has 1.5 million.", "Es sind 1500000.", "numbers", False),
        ("en-de", "It has 1.5 million.", "Es sind 1,5 Milliarden.", "numbers", True),
        ("en-de", "It costs 5k $.", "Es kostet 5000 $.", "numbers", False),
        ("en-de", "At 24:00.", "Um 24:00 Uhr.", "numbers", False),
        ("en-de", "Open 24/7.", "Rund um die Uhr.", "numbers", False),
    ],
)
def test_each_difference_alone(langs: str, source: str, target: str, check: str, wrong: bool) -> None:
    assert (check in found(langs, source, target)) is wrong


@pytest.mark.parametrize(
    ("lang", "one", "other", "said"),
    [
        ("de", "Es sind 5 kg.", "Es sind 6 kg.", '"5 kg" against "6 kg"'),
        ("de", "Es sind 5 kg.", "Es sind 5 kg und 6 kg.", "is not in all of them"),
        ("de", "Code X200.", "Code X300.", '"X200" against "X300"'),
        ("de", "Code X200.", "Der Code.", ""),
        ("de", "Hallo {a}.", "Hallo {b}.", 'placeholders: "{a}"'),
        ("de", "Hallo {a}.", "Hallo {a}!", ""),
        ("de", "Hallo {a}.", "Hallo du.", "placeholders"),
        ("de", "Es ist nicht so.", "Es ist so.", '"nicht"'),
        ("de", "Es ist NICHT so.", "Es ist so.", '"NICHT"'),
        ("zh", "先红后蓝", "先蓝后红", 'the order of "红", "蓝"'),
        ("de", "Zuerst eins, später noch zwei.", "Zuerst zwei, später noch eins.", 'the order of "eins", "zwei"'),
    ],
)
def test_what_two_answers_differ_in_is_said(lang: str, one: str, other: str, said: str) -> None:
    answers = [Candidate("u", "m0", "f0", one), Candidate("u", "m1", "f1", other)]
    source = "Tom, dann Ann: X200 X300 {a} 5 kg." if lang == "en" else "Tom, then Ann: X200 X300 {a} 5 kg."
    langs = ("de" if lang == "en" else "en", lang)
    told = " ".join(hard_fact_disputes(Segment("u", 0, source, 0, len(source)), answers, langs))
    assert said in told
    assert bool(told) is bool(said)
