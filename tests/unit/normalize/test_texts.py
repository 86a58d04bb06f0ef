"""Units, placeholders, negation, tokens: the shared reading of texts."""

from __future__ import annotations

import pytest

from consensus.normalize.negation import denials, hints, sentences
from consensus.normalize.placeholders import scan_placeholders
from consensus.normalize.scripts import scripts_of
from consensus.normalize.tokens import ascii_digits, base_language, blank, squash, words
from consensus.normalize.units import currencies_in, currency_before, grammar, read_after, same_measure


@pytest.mark.parametrize(
    ("text", "lang", "unit"),
    [
        ("5 mm deep", "en", "mm"),
        ("5mm", "de", "mm"),
        ("5 Nm", None, "Nm"),
        ("5 °C", "cs", "°C"),
        ("5-inch pipe", "en", "inch"),
        ("5 Zoll", "de", "inch"),
        ("5公里", "zh", "km"),
        ("5 měsíců", "cs", "month"),  # not "m"
        ("5 mal", "de", ""),
        ("5 V", "cs", ""),  # also the Czech word "v"
        ("5 in total", "en", ""),
    ],
)
def test_units(text: str, lang: str | None, unit: str) -> None:
    assert read_after(text, 1, grammar(lang)).unit == unit


@pytest.mark.parametrize(
    ("text", "lang", "scale"),
    [("5 million", "en", 6), ("5 Mrd. Euro", "de", 9), ("5亿", "zh", 8), ("5 lakh", "en", 5), ("5bilionový", "cs", 12)],
)
def test_scales(text: str, lang: str, scale: int) -> None:
    assert read_after(text, 1, grammar(lang)).scale == scale


def test_currencies() -> None:
    assert currency_before("US$ 5", 4) == {"USD"}
    assert "CAD" in currency_before("$5", 1)
    assert read_after("5 Kč", 1, grammar("cs")).currency == {"CZK"}
    assert {"EUR", "GBP"} <= currencies_in("zehn Euro und 5 Pfund", grammar("de"))
    assert "SEK" in read_after("5 Kronen", 1, grammar("de")).currency  # the word does not say whose


def test_same_measure() -> None:
    assert same_measure("27", "mile", "43", "km")
    assert same_measure("100", "°C", "212", "°F")
    assert same_measure("175", "°C", "350", "°F")
    assert not same_measure("200", "°C", "350", "°F")
    assert not same_measure("27", "mile", "27", "km")
    assert not same_measure("5", "mm", "5", "kg")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%s of %1$s, %d%%", ["%s", "%1$s", "%d", "%%"]),
        ("%(name)s and {x} and {0:.2f} and {}", ["%(name)s", "{x}", "{0:.2f}", "{}"]),
        ("{{user}} ${total} %{count} %NAME%", ["{{user}}", "${total}", "%{count}", "%NAME%"]),
        ("{% if x %}", ["{% if x %}"]),
        ("{d, date, short}", ["{d, date, short}"]),
        ("100 % sure, 50% off, 20%discount", []),
        ("a { b } c", []),
        ("See $t(nav.home), @:menu.open or @:(menu.open)", ["$t(nav.home)", "@:menu.open", "@:(menu.open)"]),
        ("<%= user.name %> <?php echo $x; ?> {{#if a}}", ["<%= user.name %>", "<?php echo $x; ?>", "{{#if a}}"]),
        ("[FIRST_NAME] [[user]] [^1]", ["[FIRST_NAME]", "[[user]]", "[^1]"]),
        ("[API](a.html) and [1] and [sic]", []),
        ("&brandShortName; &amp; &eacute; AT&T; Q&As;", ["&brandShortName;"]),
        ("Page %1 of %2, %L3", ["%1", "%2", "%L3"]),
        ('{ $user } uses { -brand } or {-brand(case: "of")}', ["{$user}", "{-brand}", "{-brand}"]),
        ("{0,number,#.##} of {1,10:N2}", ["{0,number,#.##}", "{1,10:N2}"]),
        ("#{total} @@name@@ __COUNT__ __first_name__ $URL$ #NAME#", None),
        ("do __not__ open, A_B and #tag", []),
        ("the :attribute field, at 12:30, note: this", [":attribute"]),
        ("$a \\cdot b$ and \\(x\\) and $x$", ["$a\\cdotb$", "\\(x\\)", "$x$"]),
        ("$5 and $10, $5-$6, US$ 5, 5$ or 6$", []),
        ("One\\nTwo", ["\\n"]),
    ],
)
def test_placeholders(text: str, found: list[str] | None) -> None:
    """found: None where each word of the text is a placeholder."""
    assert [item.text for item in scan_placeholders(text).plain] == (text.split() if found is None else found)


def test_icu_arguments_are_read_with_balanced_braces() -> None:
    found = scan_placeholders("{n, plural, =0 {none} one {# file by {who}} other {# files}} for {name}")
    (argument,) = found.icu
    assert (argument.name, argument.kind, argument.closed) == ("n", "plural", True)
    assert [case for case, _ in argument.cases] == ["=0", "one", "other"]
    assert found.nested == {"{who}"}
    assert [item.text for item in found.plain] == ["{name}"]
    assert not scan_placeholders("{n, plural, one {# file").icu[0].closed


@pytest.mark.parametrize(
    ("text", "lang", "cue"),
    [
        ("It does not run.", "en", "not"),
        ("It doesn’t run.", "en", "doesn’t"),
        ("Das ist nicht so.", "de", "nicht"),
        ("这不是水。", "zh", "不是"),
        ("两者不同。", "zh", None),  # "different" denies nothing
        ("かもしれない。", "ja", None),
        ("Çalışmaz.", "tr", "çalışmaz"),
        ("It works without water.", "en", None),
        ("knot", "en", None),
    ],
)
def test_denials(text: str, lang: str, cue: str | None) -> None:
    lower = text.lower()
    found = denials(lower, frozenset(words(text)), lang)
    assert (found[0].cue if found else None) == cue
    for denial in found:
        assert lower[denial.start : denial.end] == denial.cue


def test_hints_of_denial_are_listed_words_by_kind() -> None:
    def kinds(text: str, lang: str) -> list[str]:
        lower = text.lower()
        return [hint.kind for hint in hints(lower, denials(lower, frozenset(words(text)), lang), lang)]

    assert kinds("without water", "en") == ["without"]
    assert kinds("an unlikely case", "en") == ["un"]
    assert kinds("Do not forget it.", "en") == ["idiom"]
    assert kinds("under our install, until", "en") == []  # prefixes of anything are no denial
    assert kinds("unsere Batterien", "de") == []
    assert kinds("anything", "xx") == []


def test_sentences_end_neither_after_an_abbreviation_nor_after_an_ordinal() -> None:
    text = "we close at 5 p.m. on the 6. floor. do not enter! why?"
    assert [text[start:end].strip() for start, end in sentences(text)] == [
        "we close at 5 p.m. on the 6. floor.",
        "do not enter!",
        "why?",
    ]


def test_tokens() -> None:
    assert ascii_digits("٣٫٥ ５０％ ५") == "3\u23965 50% 5"
    assert len(ascii_digits("１２３ä")) == 4
    assert words("Don't l'eau मई कीमत") == ["don't", "l'eau", "मई", "कीमत"]
    assert squash("X-200 Ａ") == "x200a"
    assert blank("abcdef", [(1, 3), (2, 4)]) == "a   ef"
    assert (base_language("en-GB"), base_language("und"), base_language(None)) == ("en", None, None)
    assert (scripts_of("ja"), scripts_of("sr-Latn"), scripts_of("xx")) == (("kana", "han"), ("latin",), ())
