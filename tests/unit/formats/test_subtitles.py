"""SRT and WebVTT: cues, times, marks and limits."""

import pytest

from consensus.domain import Limit
from tests.formats.builders import srt, vtt
from tests.formats.words import become, read


def test_cues_places_and_limits() -> None:
    pieces = read("srt", srt.FULL.encode()).pieces
    assert [piece.text for piece in pieces] == [
        "Press the button,\nand wait.", "All in italics.", "Above, with <g1>bold</g1> words & <g2>red</g2> ones.",
        "- Who is there?\n- <x1/>Nobody.", "I <3 you, <x1/>literally<x2/>.", "No blank line before it", "The end",
    ]  # fmt: skip
    assert pieces[0].place == "cue 1 00:00:01"
    assert pieces[0].limit == Limit(lines=2, line_characters=42, seconds=1.5, soft=True)
    assert [left.name for left in read("srt", srt.FULL.encode()).left] == ["Some words between."]


def test_what_a_source_has_is_allowed() -> None:
    content = f"1\n00:00:01,000 --> 00:00:02,000\n{'word ' * 12}\na\nb\n"
    assert read("srt", content.encode()).pieces[0].limit == Limit(lines=3, line_characters=60, seconds=1.0, soft=True)


def test_webvtt_marks_are_codes_and_blocks_stay() -> None:
    pieces = read("vtt", vtt.FULL.encode()).pieces
    assert [piece.text for piece in pieces] == [
        "Press the button,\nand wait.", "All of it & more <now>.",
        "One <g1>yellow</g1> word, <g2><g3>two</g3> others</g2> and <g4>ein</g4> more.",
        "<g1>word</g1> <x2/><g3>by word</g3>", "Hard\xa0blank, <g1>base<g2>reading</g2></g1>, <x3/> stays",
        "Never closed",
    ]  # fmt: skip
    assert pieces[2].place == "cue 3 01:00:06"
    assert [left.name for left in read("vtt", vtt.FULL.encode()).left] == ["Words outside."]


@pytest.mark.parametrize(
    ("name", "cue", "source", "target", "expected"),
    [
        (
            "srt",
            "Press it.\nNow.",
            "Press it.\nNow.",
            "Drück es.\n\nJetzt --> sofort.",
            "Drück es.\nJetzt \u2010-> sofort.",
        ),
        ("srt", "Press it.", "Press it.", "Drück\nes.", "Drück es."),
        ("srt", "<i>Press it.</i>", "Press it.", "Drück es.", "<i>Drück es.</i>"),
        ("srt", "{\\an8}Press <b>it</b>.", "Press <g1>it</g1>.", "<g1>Es</g1> drücken.", "{\\an8}<b>Es</b> drücken."),
        ("vtt", "Press &amp; go", "Press & go", "A & B < C --> D", "A &amp; B &lt; C -\u2010&gt; D"),
        ("vtt", "Press&nbsp;it", "Press\xa0it", "Drück\xa0es", "Drück&nbsp;es"),
        ("vtt", "<v Bob>Press it", "Press it", "Drück es", "<v Bob>Drück es"),
        ("vtt", "A &lt;g1&gt; b", "A <x1/> b", "<x1/> und", "&lt;g1&gt; und"),
    ],
)
def test_how_a_cue_is_written(name: str, cue: str, source: str, target: str, expected: str) -> None:
    head = "WEBVTT\n\n" if name == "vtt" else "1\n"
    around = f"{head}00:00:01.000 --> 00:00:02.000 line:1\n%s\n\n00:00:03.000 --> 00:00:04.000\n12\n"
    written = become(name, around % cue, {source: target})
    assert written in (around % expected, around % expected.replace("-\u2010&gt;", "\u2010-&gt;"))
    assert become(name, (around % cue).replace("\n", "\r\n"), {source: target}) == written.replace("\n", "\r\n")
