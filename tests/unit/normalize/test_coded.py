"""Coded text: what makes codes unusable, where they stand, and what of a model's spelling can be put right."""

import re
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import Code
from consensus.normalize.code_repair import repaired
from consensus.normalize.coded import damage_of, plain, shape, tokens

CODES = (Code(1, "pair", "bold"), Code(2, "pair", "link"), Code(3, "point", "footnote"))
SOURCE = "Press <g1>Start</g1> and wait until the display shows <g2>READY</g2>.<x3/>"
RIGHT = "Drücken Sie <g1>Start</g1> und warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"
_END = "und warten Sie, bis die Anzeige <g2>READY</g2> zeigt.<x3/>"


@pytest.mark.parametrize(
    "spelt",
    [
        f"Drücken Sie<g1> Start</g1> {_END}",
        f"Drücken Sie <g1> Start</g1> {_END}",
        f"Drücken Sie &lt;g1&gt;Start&lt;/g1&gt; {_END}",
        f"Drücken Sie &amp;lt;g1&amp;gt;Start&#60;/g1&#x3E; {_END}",
        f"Drücken Sie \uff1cg1\uff1eStart\uff1c/g1\uff1e {_END}",
        f"Drücken Sie <G1>Start</G1> {_END}",
        f"Drücken Sie <g 1>Start< /g1> {_END}",
        f"Drücken Sie **<g1>Start</g1>** {_END}",
        f"Drücken Sie **<g1>**Start**</g1>** {_END}",
        f"Drücken Sie `<g1>`Start`</g1>` {_END}",
        f"Drücken Sie <g1 >Start</g1> {_END}",
        f'Drücken Sie <g id="1">Start</g> {_END}',
        f'Drücken Sie <g1 role="bold">Start</g1 > {_END}',
        f"Drücken Sie <g1>Start<g1> {_END}",
        RIGHT.replace("<x3/>", "<x3></x3>"),
        RIGHT.replace("<x3/>", "<x3>"),
        RIGHT.replace("<x3/>", "<X3 />"),
        RIGHT.replace("<x3/>", "<g3/>"),
        RIGHT.replace("<x3/>", "<x/>"),
    ],
)
def test_what_can_be_read_in_one_way_is_put_right(spelt: str) -> None:
    assert repaired(SOURCE, spelt, CODES) == RIGHT


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (RIGHT.replace("<g1>", "").replace("</g1>", ""), "missing"),
        (RIGHT.replace("<x3/>", ""), "missing"),
        (RIGHT.replace("</g1>", ""), "not closed"),
        (RIGHT.replace("<g1>", ""), "never opened"),
        (RIGHT.replace("<g1>Start</g1>", "Start<g1></g1>"), "nothing"),
        (RIGHT.replace("<g1>Start</g1>", "Start <g1> </g1>"), "nothing"),
        (RIGHT + "<x3/>", "2 times"),
        (RIGHT + "<x3>a</x3>", "not in the source"),
        (RIGHT + "<g9>a</g9>", "not in the source"),
        (RIGHT + "&lt;g1&gt;", "not in the source"),
        ("<g1>Start und <g2>READY</g1> zeigt</g2>.<x3/>", "cross"),
        (RIGHT.replace("<g1>Start</g1>", "</g1>Start<g1>"), "before it is opened"),
    ],
)
def test_what_cannot_is_damage_in_one_sentence(target: str, word: str) -> None:
    found = damage_of(SOURCE, repaired(SOURCE, target, CODES), CODES)
    assert re.fullmatch(rf".*{word}.*\.", found)


@pytest.mark.parametrize(
    ("held", "written", "damaged"),
    [
        ("2", "2", False),
        ("2", "3", True),
        ("2", "zwei", True),
        ("1,234.50", "1.234,50", False),
        ("12/31/2025", "31.12.2025", False),
        ("12/31/2025", "2025年12月31日", False),
        ("10:30", "10h30", False),
        ("€5", "5 €", False),
        ("+", "-", True),
        ("+", "+", False),
        ("!", "！", False),
        ("50%", "50 %", False),
        ("F1", "F1", False),
    ],
)
def test_a_pair_without_letters_keeps_what_it_holds(held: str, written: str, damaged: bool) -> None:
    found = damage_of(f"The <g1>{held}</g1> here", f"Das <g1>{written}</g1> hier", CODES[:1])
    assert bool(found) is damaged


def test_a_start_stays_before_its_end() -> None:
    codes = (Code(1, "point", "bookmark", partner=2, starts=True), Code(2, "point", "bookmark", partner=1))
    assert damage_of("<x1/>Red<x2/> fox", "Fuchs <x1/>rot<x2/>", codes) == ""
    assert "before it starts" in damage_of("<x1/>Red<x2/> fox", "<x2/>Rot<x1/> Fuchs", codes)


def test_an_empty_pair_of_the_source_may_stay_empty() -> None:
    assert damage_of("<g1></g1>Red", "<g1></g1>Rot", CODES[:1]) == ""


def test_quotes_go_back_outside_where_the_source_has_them() -> None:
    source = 'Press "<g1>Start</g1>" now'
    right = {
        "Drücken Sie <g1>„Start“</g1> jetzt": "Drücken Sie „<g1>Start</g1>“ jetzt",
        "Drücken Sie <g1> „Start</g1>“ jetzt": "Drücken Sie „<g1>Start</g1>“ jetzt",
        "Appuyez sur <g1>« Start »</g1> ici": "Appuyez sur « <g1>Start</g1> » ici",
    }
    assert {text: repaired(source, text, CODES[:1]) for text in right} == right
    inside = 'Press <g1>"Start"</g1> now'
    assert repaired(inside, "Drücken Sie <g1>„Start“</g1> jetzt", CODES[:1]) == "Drücken Sie <g1>„Start“</g1> jetzt"


def test_a_document_about_codes_keeps_what_it_says_of_them() -> None:
    source = "Write &lt;g1&gt; for <g1>bold</g1>"
    assert repaired(source, "Schreib &lt;g1&gt; für <g1>fett</g1>", CODES[:1]) == (
        "Schreib &lt;g1&gt; für <g1>fett</g1>"
    )
    assert damage_of(source, "Schreib &lt;g1&gt; für <g1>fett</g1>", CODES[:1]) == ""


def test_shapes_differ_where_codes_stand_otherwise() -> None:
    placements = [
        RIGHT,
        RIGHT.replace("<g1>Start</g1> und", "<g1>Start und</g1>"),
        RIGHT.replace("Drücken Sie <g1>Start</g1>", "<g1>Drücken</g1> Sie Start"),
        RIGHT.replace("g1", "g9").replace("g2", "g1").replace("g9", "g2"),
        "<x3/>" + RIGHT.replace("<x3/>", ""),
    ]
    assert len({shape(one) for one in placements}) == len(placements)
    assert shape("a <x1/><x2/>") != shape("a <x2/><x1/>")
    assert shape("<g1>die</g1> Uhr und die Zeit") != shape("die Uhr und <g1>die</g1> Zeit")
    assert shape("<g1>Start </g1>und zeigt<x2/>.") == shape("<g1>Start</g1> und zeigt.<x2/>")
    assert shape("按<g1>开始</g1>键") != shape("按<g1>开始键</g1>")


WORDS = st.sampled_from(["Press", "now", "die", "按下", "jetzt", "12", "wait,", "“so”", "Ω"])
SPELLINGS: list[Callable[[str], str]] = [
    lambda mark: mark,
    lambda mark: mark.replace("<", "&lt;").replace(">", "&gt;"),
    lambda mark: mark.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
    lambda mark: mark.replace("<", "\uff1c").replace(">", "\uff1e"),
    lambda mark: mark.upper(),
    lambda mark: re.sub(r"([gx])", r"\1 ", mark),
    lambda mark: mark.replace("<", "< "),
    lambda mark: re.sub(r"([gx])(\d+)", r'\1 id="\2"', mark),
    lambda mark: re.sub(r"<x(\d+)/>", r"<x\1></x\1>", mark),
]


@st.composite
def coded(draw: st.DrawFn) -> tuple[str, tuple[Code, ...]]:
    parts: list[str] = []
    codes: list[Code] = []
    for _ in range(draw(st.integers(1, 5))):
        number = len(codes) + 1
        words = " ".join(draw(st.lists(WORDS, min_size=1, max_size=3)))
        if draw(st.booleans()):
            codes.append(Code(number, "pair", "bold"))
            parts.append(f"<g{number}>{words}</g{number}>")
        elif draw(st.booleans()):
            codes.append(Code(number, "point", "field"))
            parts.append(f"{words} <x{number}/>")
        else:
            parts.append(words)
    return " ".join(parts), tuple(codes)


@given(coded())
def test_a_source_is_its_own_right_answer(one: tuple[str, tuple[Code, ...]]) -> None:
    source, codes = one
    assert repaired(source, source, codes) == source
    assert damage_of(source, source, codes) == ""


@given(coded(), st.sampled_from(SPELLINGS), st.randoms(use_true_random=False))
def test_any_spelling_of_codes_in_any_order_is_read(
    one: tuple[str, tuple[Code, ...]], spelling: Callable[[str], str], random: Random
) -> None:
    source, codes = one
    parts = re.split(r"(?<=>) | (?=<)", source)
    random.shuffle(parts)
    right = " ".join(parts)
    spelt = "".join(spelling(token.text) if token.code else token.text for token in tokens(right))
    assert repaired(source, spelt, codes) == right
    assert damage_of(source, right, codes) == ""


@given(coded(), st.data())
def test_a_mark_more_or_less_is_always_damage(one: tuple[str, tuple[Code, ...]], data: st.DataObject) -> None:
    source, codes = one
    marks = [token for token in tokens(source) if token.code]
    if not marks:
        return
    mark = data.draw(st.sampled_from(marks))
    less = source[: mark.start] + source[mark.start + len(mark.text) :]
    more = source[: mark.start] + mark.text + "a" + source[mark.start :]
    for target in (less, more):
        assert damage_of(source, repaired(source, target, codes), codes)


@given(st.text(alphabet="<>/gx12 &lt;a*\uff1c\uff1e", max_size=60))
def test_a_text_without_codes_is_never_touched(text: str) -> None:
    assert repaired(text, text, ()) == text
    assert plain(text, ()) == text
    assert damage_of(text, "", ()) == ""


PIECES = st.sampled_from(
    [
        "<g1>",
        "</g1>",
        "<g2>",
        "</g2>",
        "<x3/>",
        "<x3>",
        "</x3>",
        "&lt;g1&gt;",
        "<G2>",
        " ",
        "“",
        "**",
        "Wort",
        "und",
        ".",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_repairing_changes_no_word_and_is_done_at_once(target: str) -> None:
    once = repaired(SOURCE, target, CODES)
    assert repaired(SOURCE, once, CODES) == once
    letters = [re.findall("Wort|und", text) for text in (target, once)]
    assert letters[0] == letters[1]
