"""Names: which words are names, when another name stands in place of one, and what markup is called."""

from __future__ import annotations

import pytest

from consensus.check import check_segment, hard_fact_disputes
from consensus.check.markup import NO_MARKUP, scan_markup
from consensus.check.names import another_name, is_heading, names_among
from consensus.domain import Candidate, Policy, Segment


@pytest.mark.parametrize(
    ("word", "replaced", "lang", "another"),
    [
        ("Weber", "Huber", "en", True),
        ("Weber", "huber", "en", False),  # no name
        ("Weber", "Webers", "en", False),
        ("Weber", "Weber's", "en", False),
        ("NATO", "OTAN", "en", True),
        ("UNESCO", "Kultur", "de", False),  # a long abbreviation, spelt out
        ("UNECE", "Europa", "de", False),
        ("NATO", "Europa", "de", True),
        ("Prague", "Прага", "ru", False),
        ("Прага", "Prague", "en", True),
        ("Facebook", "FB", "en", False),
        ("Facebook", "FX", "en", True),  # its letters do not stand in the long name
        ("Facebook", "OK", "en", True),
        ("Ferdinand", "Fred", "en", True),  # neither is an abbreviation
        ("Weber", "Webera", "cs", False),
        ("Weber", "Weberovi", "cs", False),
        ("Webera", "Hubera", "cs", True),
        ("Weber", "Wever", "cs", False),  # one letter apart
        ("Weber", "Wever", "de", True),
        ("Marek", "Marcel", "pl", False),  # three letters of five
        ("Marek", "Matous", "pl", True),
    ],
)
def test_another_name(word: str, replaced: str, lang: str, another: bool) -> None:
    assert another_name(word, replaced, lang) is another


@pytest.mark.parametrize(
    ("prose", "heading"),
    [
        ("Notes About Every Release", True),
        ("Notes About Every", False),  # three words say nothing
        ("Notes About Every cover", True),  # three of four
        ("Notes About every cover", False),
        ("Notes of the Old and New Man: Cars and Cat", False),  # short words do not count
        ("Aaaa Bbbb Cccc Dddd Eeee Ffff Gggg hhhh iiii jjjj", False),  # exactly 70%
        ("Aaaa Bbbb Cccc Dddd Eeee Ffff Gggg Hhhh iiii jjjj", True),
        ("Öffnen Ähren Übung Ärmel", True),
    ],
)
def test_headings(prose: str, heading: bool) -> None:
    assert is_heading(prose) is heading


@pytest.mark.parametrize(
    ("prose", "lang", "names"),
    [
        ("We met Weber.", "en", {"weber"}),
        ("Weber met us.", "en", set()),  # a sentence begins with a capital anyway
        ("We met weber.", "en", set()),
        ("We met M. Weber there.", "en", {"weber"}),
        ("We met him. Weber came.", "en", set()),
        ("Webers, Weber and we", "en", {"weber"}),
        ("We met I and Weber 7.", "en", {"weber"}),
        ("今天Weber来了", "zh", {"weber"}),
        ("今天WEBER来了", "zh", {"weber"}),
    ],
)
def test_which_words_are_names(prose: str, lang: str, names: set[str]) -> None:
    words = frozenset({"weber", "we", "i", "7", "met"})
    assert names_among(words, prose, prose.lower(), lang) == names


@pytest.mark.parametrize(
    ("text", "links", "urls"),
    [
        ("see [here](a/b)", ["a/b"], []),
        ("see ![here](a/b)", ["!a/b"], []),
        ("![here](a/b)", ["!a/b"], []),
        ("[here](a/b)!", ["a/b"], []),
        ("wow! [here](a/b)", ["a/b"], []),
        ("see [the [inner] label](a)", ["a"], []),
        ("see ![the [inner] label](a)", ["!a"], []),
        ("see [label][name]", ["[name]"], []),
        ("at https://a.org/b(c)", [], ["https://a.org/b(c)"]),
        ("(at https://a.org/b)", [], ["https://a.org/b"]),
        ("(at https://a.org/b).", [], ["https://a.org/b"]),
        ("at www.a.org, or", [], ["www.a.org"]),
    ],
)
def test_links_and_addresses(text: str, links: list[str], urls: list[str]) -> None:
    found = scan_markup(text)
    assert [piece.text for piece in found.links] == links
    assert [piece.text for piece in found.urls] == urls


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("<b>x</b>", [("b", "open", ()), ("b", "close", ())]),
        ("a<br>b", [("br", "empty", ())]),
        ("a<BR>b", [("br", "empty", ())]),
        ("a<x/>b", [("x", "empty", ())]),
        ("<a href='u' ID=\"i\" title='t'>", [("a", "open", ("href=u", "id=i"))]),
        ("&lt;b&gt;x", [("&lt;b", "open", ())]),
        ("[url=u]x[/url]", [("[url", "open", ("=u",)), ("[url", "close", ())]),
        ("[b]x[/b]", [("[b", "open", ()), ("[b", "close", ())]),
        ("[b]x", []),  # nothing closes it, so it is a word in brackets
        ("<0>x</0>", [("0", "open", ()), ("0", "close", ())]),
        ("1 < 2 > 0", []),
    ],
)
def test_tags(text: str, tags: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(tag.name, tag.kind, tag.fixed) for tag in scan_markup(text).tags] == tags


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Open a/b.txt now", ["a/b.txt"]),
        ("Open b.txt", ["b.txt"]),
        ("See /usr/bin for it", ["/usr/bin"]),
        ("See ~/notes for it", ["~/notes"]),
        ("On C:\\Users now", ["C:\\Users"]),
        ("Use --dry-run now", ["--dry-run"]),
        ("Yes and/or no. And so", []),
        ("The end.txtual", []),
    ],
)
def test_names_of_files(text: str, names: list[str]) -> None:
    assert [piece.text for piece in scan_markup(text).names] == names


def test_a_text_without_markup_is_always_the_same_object() -> None:
    for text in ("Close the valve.", "a < b", "5 @ 3 # 2", "[x]", "either/or"):
        assert scan_markup(text) is NO_MARKUP


def found(source: str, target: str, check: str) -> str:
    answer, segment = Candidate("u", "m", "f", target), Segment("u", 0, source, 0, len(source))
    told = check_segment(segment, [answer], ("en", "de"), Policy(name="p", version=1))
    return " ".join(one.message for one in told if one.check == check)


@pytest.mark.parametrize(
    ("source", "target", "shown"),
    [
        ("<b>x</b>", "x", ["<b>", "</b>"]),
        ("x", "<b>x</b>", ["<b>", "</b>"]),
        ("a<br>b", "ab", ["<br"]),
        ("<a href='u'>x</a>", "<a href='v'>x</a>", ["<a href=u>", "<a href=v>"]),
        ("<b>x</b>", "<b>x</b>", []),
    ],
)
def test_the_tags_that_differ_are_shown(source: str, target: str, shown: list[str]) -> None:
    told = found(source, target, "tags")
    assert all(tag in told for tag in shown)
    assert bool(told) is bool(shown)


@pytest.mark.parametrize(
    ("lang", "texts", "disputed"),
    [
        ("zh", ("关闭阀门", "關閉閥門"), True),
        ("zh", ("关闭阀门", "关闭阀门吧"), False),
        ("zh", ("關閉閥門", "關閉閥門吧"), False),
        ("zh", ("人口", "關閉閥門"), False),  # in one of them the scripts do not differ
        ("sr", ("Zatvorite ventil", "Затворите вентил"), True),
        ("sr", ("Zatvorite ventil", "Zatvorite taj ventil"), False),
        ("sr", ("Затворите вентил", "Затворите тај вентил USB"), False),
        ("sr", ("Zatvorite ventil", "Zatvorite ventil Б"), False),
        ("de", ("Ventil", "Вентиль"), False),
    ],
)
def test_answers_in_two_scripts(lang: str, texts: tuple[str, str], disputed: bool) -> None:
    answers = [Candidate("u", f"m{n}", f"f{n}", text) for n, text in enumerate(texts)]
    told = hard_fact_disputes(Segment("u", 0, "Close the valve", 0, 15), answers, ("en", lang))
    assert any("two scripts" in one for one in told) is disputed
