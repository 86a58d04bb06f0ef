"""Segment checks just at, below and above what they tell by: notes, versions, copies, pairs, lines, keys, terms."""

from __future__ import annotations

import pytest

from consensus.check import check_segment, hard_fact_disputes
from consensus.domain import Candidate, Policy, Segment

ASK = "Close the valve now."


def found(langs: str, source: str, target: str, check: str, *terms: tuple[str, str, str]) -> bool:
    one, other = langs.split("-")
    segment, answer = Segment("u", 0, source, 0, len(source)), Candidate("u", "m", "f", target)
    policy = Policy(name="p", version=1, glossary_terms=terms)
    return any(one.check == check for one in check_segment(segment, [answer], (one, other), policy))


@pytest.mark.parametrize(
    ("langs", "source", "target", "residue"),
    [
        ("en-de", ASK, "Jetzt das Ventil schließen (jetzt das Ventil bitte schließen)", True),
        ("en-de", ASK, "Jetzt das Ventil schließen (Ventilverschlussanweisung sofort jetzt)", False),  # three words
        ("en-de", ASK, "Jetzt das Ventil schließen (ein Ab in zu)", True),  # four words, twelve letters
        ("en-de", ASK, "Jetzt das Ventil schließen (ein Ab zu A)", False),  # eleven
        ("en-de", ASK, "Das ABS (jetzt das Ventil bitte schließen)", False),  # what it stands for
        ("en-de", "Close (now) it all.", "Alles schließen (jetzt das Ventil bitte schließen)", False),
        ("en-de", ASK, "(jetzt das Ventil bitte schließen)", False),
        ("en-de", ASK, "[x] Ventil schließen. (Jetzt)", False),
        ("en-de", ASK, "Ventil schließen. (Jetzt)", True),
        ("en-de", ASK, "Ventil schließen (so: jetzt)", True),
        ("en-de", ASK, "Ventil schließen (jetzt)", False),
        ("en-de", ASK, "Ventil schließen. Anmerkung: sofort.", True),
        ("en-de", "Note: close the valve now.", "Ventil schließen. Anmerkung: sofort.", False),
        ("en-de", "Steps: close the valve now.", "Ventil schließen. Anmerkung: sofort.", False),
        ("en-de", ASK, "Jetzt das Ventil schließen. / Schließen Sie jetzt das Ventil.", True),
        ("en-de", ASK, "Jetzt das Ventil schließen. / Jetzt.", False),  # too short for a version
        ("en-de", "Open / close", "Öffnen Sie es / Schließen Sie es", False),
        ("en-de", "Close.", "Zu. Schließen / Zumachen", False),  # seven letters say too little
        ("en-ja", ASK, "今すぐバルブを閉めてください。／バルブを今すぐ閉じてください。", True),
        ("en-de", ASK, '"Jetzt das Ventil schließen."', True),
        ("en-de", 'Close the "valve" now.', '"Jetzt das Ventil schließen."', False),
        ("en-de", ASK, '"Jetzt" das "Ventil"', False),
        ("en-de", ASK, '"Jetzt das Ventil', False),
        ("en-de", "a", '"a"', True),
        ("en-de", "It is so.", '""', False),
        ("en-fr", ASK, "« Fermez l'arrivée. »", True),  # an apostrophe is no quotation mark
        ("en-de", ASK, "Jetzt das Ventil schließen. Soll ich noch etwas tun?", True),
        ("en-de", ASK, "Können Sie jetzt das Ventil schließen?", False),
        ("en-de", "Close the valve now, and then, when it is cool, open it.", "Ventil zu. Dann auf?", False),
        ("en-de", "Will you close it?", "Schließen Sie es. Ja?", False),
    ],
)
def test_what_a_chat_leaves_around_a_translation(langs: str, source: str, target: str, residue: bool) -> None:
    assert found(langs, source, target, "residue") is residue


@pytest.mark.parametrize(
    ("langs", "source", "target", "kept"),
    [
        ("en-de", "Close the valve and then open it again.", "Jetzt close the valve and then open it.", True),
        ("en-fr", "You must wait for the pump.", "Il faut wait for the pump.", True),
        ("en-fr", "You must wait for the pump.", 'Il faut "wait for the pump".', False),  # a title
        ("en-fr", "You must wait for the pump.", "Il faut wait pompe.", False),
        ("en-ru", "You must wait for it.", "Надо wait for минуту.", True),  # two among other letters
        ("en-ru", "You must wait for it.", "Надо wait минуту.", False),
        ("en-ru", "The Bank of the West is here.", "Bank of the West находится здесь.", False),
        ("de-en", "Sie müssen auf das Signal warten.", "You must auf das Signal warten.", True),
        ("zh-yue", "關閉閥門", "關閉閥門", False),
        ("en-de", "The New Body", "The New Body", False),  # a title
        ("en-de", "The New Body.", "The New Body.", True),  # a sentence
        ("en-de", "Settings", "Settings", True),
        ("en-en", "Settings", "Settings", False),
        ("da-no", "Gem filen.", "Gem filen.", True),
    ],
)
def test_what_stayed_in_the_language_of_the_source(langs: str, source: str, target: str, kept: bool) -> None:
    assert (found(langs, source, target, "copied_run") or found(langs, source, target, "untranslated")) is kept


@pytest.mark.parametrize(
    ("langs", "source", "target", "check", "wrong"),
    [
        ("en-de", "<b>On</b>, <i>Off</i>", "<b>An</b>, <i>Aus</i>", "tags", False),
        ("en-de", "<b>On</b>, <i>Off</i>", "<i>An</i>, <b>Aus</b>", "tags", True),  # a list keeps its order
        ("en-de", "<b>Max</b>, <i>Tom</i>", "<i>Tom</i>, <b>Max</b>", "tags", False),  # they moved with their words
        ("en-de", "<b>Max</b>, <i>Tom</i>", "<i>Max</i>, <b>Tom</b>", "tags", True),
        ("en-ja", "<b>press</b> slowly and firmly now <i>stop</i>", "<i>停止</i>を<b>押す</b>", "tags", False),
        ("en-ja", "<b>press</b> <i>stop</i>", "<i>停止</i><b>押す</b>", "tags", True),
        ("en-ja", "<b>a part</b> of <i>it</i>", "<i>それ</i>の<b>一部</b>", "tags", False),
        ("en-de", "<b>a</b> and <b>c</b>", "<b>c</b> und <b>a</b>", "tags", False),  # one mark
        ("en-de", "<b>On</b> it", "<b></b> An", "tags", True),
        ("en-de", "<b></b> On it", "<b></b> An", "tags", False),
        ("en-de", "One\ntwo", "Eins\nzwei", "lines", False),
        ("en-de", "One\ntwo", "Eins zwei", "lines", True),
        ("en-de", "One\n\ntwo", "Eins\nzwei", "lines", True),
        ("en-de", "One\n", "Eins", "lines", False),
        ("en-de", "A **big** one", "Ein **großes**", "emphasis", False),
        ("en-de", "A **big** one", "Ein großes", "emphasis", True),
        ("en-de", "Press Ctrl+C", "Strg+C drücken", "codes", False),
        ("en-de", "Press Ctrl+C", "Strg+X drücken", "codes", True),
        ("en-de", "Press Ctrl+C and Alt+C", "Strg+C und C", "codes", True),  # the second is lost
        ("en-de", "Press Ctrl+F12", "Strg+F12 drücken", "codes", False),
        ("en-de", "Press Ctrl+F12", "Strg+F2 drücken", "codes", True),
        ("en-de", "Press Ctrl+Delete", "Strg+Entf drücken", "codes", False),  # keys have names of their own
        ("en-de", "Open a.txt and a.txt", "a.txt und a.txt öffnen", "codes", False),
        ("en-de", "Open a.txt and a.txt", "a.txt öffnen", "codes", True),
        (
            "en-pl",
            "{n, plural, one {# file} other {# files}}",
            "{n, plural, one {# plik} other {pliki}}",
            "placeholders",
            True,
        ),
        (
            "en-de",
            "{n, plural, one {a file} other {# files}}",
            "{n, plural, one {Datei} other {# Dateien}}",
            "placeholders",
            False,
        ),
        (
            "en-de",
            "{n, plural, one {a file} other {# files}}",
            "{n, plural, one {Datei} other {Dateien}}",
            "placeholders",
            True,
        ),
        (
            "en-de",
            "{n, plural, one {a file} other {files}}",
            "{n, plural, one {Datei} other {Dateien}}",
            "placeholders",
            False,
        ),
        ("en-de", "{n, plural, =1 {a} other {#}}", "{n, plural, =2 {a} other {#}}", "placeholders", True),
        ("en-de", "{n, plural, one {a} other {#}}", "{n, plural, one {a}}", "placeholders", True),
        ("en-de", "{g, select, he {a} other {b}}", "{g, select, she {a} other {b}}", "placeholders", True),
        (
            "en-ja",
            "{n, selectordinal, one {#st} other {#th}}",
            "{n, selectordinal, other {#番}}",
            "placeholders",
            False,
        ),
        ("en-de", "Hi {a}", "Hallo {a} {b}", "placeholders", True),
        ("en-de", "Hi {a} {b}", "Hallo {a}", "placeholders", True),
        ("en-de", "Hi {a} {b}", "Hallo {b} {a}", "placeholders", False),
        ("en-de", "Hi <x/>", "Hallo <x/> <y/>", "tags", True),
        ("en-de", "Hi <x/> <y/>", "Hallo <x/>", "tags", True),
    ],
)
def test_what_must_come_back_as_it_was(langs: str, source: str, target: str, check: str, wrong: bool) -> None:
    assert found(langs, source, target, check) is wrong


@pytest.mark.parametrize(
    ("lang", "term", "target", "wrong"),
    [
        # A forbidden word is the word with an ending: two letters behind a short one, five behind others.
        ("de", "Rad", "Das Rad", True),
        ("de", "Rad", "Die Rades", True),
        ("de", "Rad", "Die Radler", False),
        ("de", "Buch", "Die Buchen", True),
        ("de", "Buch", "Die Buchung", False),
        ("de", "Hebel", "Die Hebeln", True),
        ("de", "Hebel", "Die Hebebühnen", False),
        ("de", "Hebel", "Die Hebelarms", True),
        ("de", "Deckeln", "Die Deckel", True),
        ("de", "Schlauch", "Die Schläuche", True),
        ("de", "Schlauch", "Die Schläuchende", False),
        ("fr", "huile", "L'huile", True),
        ("fr", "huile", "La tuile", False),
        ("he", "שמן", "השמן", True),
        ("ar", "زيت", "بالزيت", True),
    ],
)
def test_a_forbidden_term_and_its_endings(lang: str, term: str, target: str, wrong: bool) -> None:
    assert found(f"en-{lang}", "The thing.", target, "glossary_forbidden", ("thing", term, "forbidden")) is wrong


@pytest.mark.parametrize(
    ("lang", "term", "target", "wrong"),
    [
        ("de", "Rad", "Das Hinterrad", False),  # three letters in front of it
        ("de", "Rad", "Der Grad", True),
        ("de", "Rad", "Das Hinterrades", False),
        ("de", "Rad", "Das Hinterradler", True),
        ("de", "Öl", "Das Motoröl", False),
        ("en", "foot", "The feet", False),
        ("de", "Foot", "Die feet", True),  # no vowel changes so in German
        ("en", "mouse", "Two mice", False),
        ("es", "voz", "Las voces", False),
        ("en", "valve", "The lever", True),
        ("en", "valve", "The vessel", True),
        ("de", "Ventil", "Die Ventilatorenflügel", False),
    ],
)
def test_a_required_term_in_another_form(lang: str, term: str, target: str, wrong: bool) -> None:
    start = "de" if lang == "en" else "en"
    assert found(f"{start}-{lang}", "The thing.", target, "glossary_required", ("thing", term, "required")) is wrong


@pytest.mark.parametrize(
    ("lang", "one", "other", "disputed"),
    [
        ("en", "Do not open it.", "Open it.", True),
        ("en", "Open it.", "Do not open it.", True),
        ("en", "Do not open it.", "Never open it.", False),
        ("en", "Do not open it.", "Do not ever open it.", False),
        ("es", "No abra nada.", "No abra nunca nada.", False),  # two words that deny once
        ("en", "Red comes first and blue last.", "Blue comes first and red last.", True),
        ("en", "It is red and blue.", "It is blue and red.", False),
        ("en", "It is red, green and blue.", "It is blue, green and red.", False),
        ("zh", "不要打开阀门。", "打开阀门。", True),
        ("zh", "请勿打开阀门。", "不要打开阀门。", False),
        ("ko", "밸브를 열지 마십시오.", "밸브를 여십시오.", True),
        ("de", "Das Ventil nicht öffnen.", "Das Ventil öffnen.", True),
        ("de", "Herr Weber kommt.", "Herr Huber kommt.", False),  # neither stands in the source
    ],
)
def test_two_answers_that_deny_or_exchange(lang: str, one: str, other: str, disputed: bool) -> None:
    answers = [Candidate("u", "m0", "f0", one), Candidate("u", "m1", "f1", other)]
    source = "Der Satz." if lang == "en" else "The sentence."
    told = hard_fact_disputes(Segment("u", 0, source, 0, len(source)), answers, ("de" if lang == "en" else "en", lang))
    assert bool(told) is disputed
