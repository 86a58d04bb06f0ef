"""HTML: what is a block, what is a code, what is never touched, and what broken files do."""

import pytest

from consensus.domain import DocumentRules, Task
from consensus.formats.base import Options
from consensus.formats.html import FORMAT
from tests.formats.builders import html as files
from tests.formats.words import become, put, read


def test_blocks_and_codes() -> None:
    parsed = read("html", files.FULL.encode())
    assert [piece.text for piece in parsed.pieces] == [
        "The pump & its parts", 'All about "the pump" in one page', "Start\xa0the <g1>pump</g1>",
        "Press <g1>Start</g1> and wait.<x2/>", "Then see <g3>the next page</g3> © 2026. <x4/>",
        "It is <g5><g6>ready</g6></g5> now.", "All of it is bold.",
        "Use <x1/> or <x2/>, 5 < 6 & 7 > 6, <x3/> is literal.",
        "Keep <x1/> as a name and <x2/> too.", "First point", "Second point", "Inner point", "Name",
        "A cell with <x1/>words", "Save it", "loose words", "in a block", "and after it", "First choice",
        "Second choice",
        "Broken <g1>nesting <x2/>here</g1> and<x3/> there.", "Never closed <x1/>bold",
        "Image <x1/> in a line with <g2>a link</g2>.",
    ]  # fmt: skip
    assert parsed.title == "The pump & its parts"
    assert sorted({left.kind for left in parsed.left}) == ["alt_texts", "sealed", "untranslated"]
    link = next(piece for piece in parsed.pieces if "next page" in piece.text)
    assert [(code.role, code.shown) for code in link.codes] == [("link", "/next?a=1&b=2"), ("comment", "")]


def test_attributes_by_rule() -> None:
    with_alt = {piece.text for piece in read("html", files.FULL.encode(), rules=DocumentRules(alt_texts=True)).pieces}
    without = {piece.text for piece in read("html", files.FULL.encode()).pieces}
    assert with_alt - without == {
        "A pump in the rain", "Type it here", "Your name", "Inside words", "The next page", "It's quoted"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "source", "target", "expected"),
    [
        ("<p>Press it</p>", "Press it", "A & B < C > D", "<p>A &amp; B &lt; C &gt; D</p>"),
        ("<p>Press\n  it</p>", "Press it", "Drück es", "<p>Drück es</p>"),
        ("<p> Press it&copy;\n</p>&eacute;", "Press it©", "Drück ©", "<p> Drück ©\n</p>&eacute;"),
        ("<p>A&nbsp;b</p>", "A\xa0b", "C\xa0d", "<p>C&nbsp;d</p>"),
        ("<p><b>All bold</b></p>", "All bold", "Alles fett", "<p><b>Alles fett</b></p>"),
        (
            "<p>See <a href='x&amp;y'>it</a></p>",
            "See <g1>it</g1>",
            "<g1>Es</g1> sehen",
            "<p><a href='x&amp;y'>Es</a> sehen</p>",
        ),
        ("<p>A &lt;g1&gt; b</p>", "A <x1/> b", "<x1/> c", "<p>&lt;g1&gt; c</p>"),
        ("<img alt='A pump'>", "A pump", 'L\'eau "x"', "<img alt='L&#39;eau &quot;x&quot;'>"),
        ("<p>See <img alt='A pump'> it</p>", "A pump", "Pumpe", "<p>See <img alt='Pumpe'> it</p>"),
    ],
)
def test_how_words_are_written(content: str, source: str, target: str, expected: str) -> None:
    assert become("html", content, {source: target}) == expected


def test_an_attribute_and_the_line_around_it_are_both_written() -> None:
    texts = {"A pump": "Pumpe", "See <x1/> it": "<x1/> sehen"}
    assert become("html", "<p>See <img alt='A pump'> it</p>", texts) == "<p><img alt='Pumpe'> sehen</p>"


def test_what_the_encoding_lacks_is_a_reference() -> None:
    content = "<meta charset=iso-8859-1><p>Größe prüfen</p>".encode("latin-1")
    assert put("html", content, {"Größe prüfen": "Łódź ü"}).content == (
        b"<meta charset=iso-8859-1><p>&#321;\xf3d&#378; \xfc</p>"
    )


def test_damaged_codes_keep_the_source() -> None:
    content = b"<p>See <b>it</b> now</p>"
    written = put("html", content, {"See <g1>it</g1> now": "Sieh es jetzt"})
    assert written.content == content
    assert list(written.left_out.values()) == ["The code <g1> (bold) is missing in the translation."]


def test_extraction_reads_the_words() -> None:
    parsed = FORMAT.read(b"<p>Total:&nbsp;<b>12</b> EUR</p><p>Paid</p>", Options("f", "en", Task.EXTRACT))
    assert parsed.text == "Total:\xa012 EUR\n\nPaid"
