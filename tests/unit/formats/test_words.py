"""What is text, what is a code; where a sentence ends."""

import pytest

from consensus.formats.sentences import sentences
from consensus.formats.spans import Line
from consensus.formats.words import has_letters, is_cell_text, is_string_text


@pytest.mark.parametrize(
    ("text", "letters", "cell", "string"),
    [
        ("Close the valve.", True, True, True),
        ("Save", True, True, True),
        ("blue", True, True, False),  # a cell of words; in JSON more likely a member of an enumeration
        ("größe", True, True, True),
        ("保存", True, True, True),
        ("N/A", True, False, False),
        ("EUR", True, False, False),
        ("WARNING", True, True, False),
        ("order_id", True, False, False),
        ("SKU-12", True, False, False),
        ("40 l/min", True, False, False),
        ("true", True, False, False),
        ("en-US", True, False, False),
        ("12.50", False, False, False),
        ("{name}", False, False, False),
        ("%s: %d", False, False, False),
        ("Hello %s", True, True, True),
        ("50% of it", True, True, True),
        ("https://a.example/Some-words", False, False, False),
        ("see https://a.example", True, True, True),
        ("a.b@c.example", False, False, False),
        ("`some code`", False, False, False),
        ("![A drawing](a.png)", True, True, True),
        ("![](drawing.png)", False, False, False),
        ("<br> &nbsp;", False, False, False),
    ],
)
def test_words(text: str, letters: bool, cell: bool, string: bool) -> None:
    assert (has_letters(text), is_cell_text(text), is_string_text(text)) == (letters, cell, string)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "See Dr. Smith. Then go.", ["See Dr. Smith.", "Then go."]),
        ("de", "Siehe Abb. 3. Dann weiter.", ["Siehe Abb. 3.", "Dann weiter."]),
        ("de-AT", "Das ist z. B. gut. Ja.", ["Das ist z. B. gut.", "Ja."]),
        ("zh", "你好。再见！", ["你好。", "再见！"]),
        ("xx", "One here. Two here.", ["One here.", "Two here."]),
        (None, "One here. Two here.", ["One here.", "Two here."]),
        ("en", "Set {a. B} here. Go.", ["Set {a. B} here.", "Go."]),
        ("en", "Use `a. B` here. Go.", ["Use `a. B` here.", "Go."]),
        ("en", "A stray ) here. Go.", ["A stray ) here.", "Go."]),
        ("en", "It weighs 3. 4. 5. Go on.", ["It weighs 3. 4. 5.", "Go on."]),
    ],
)
def test_sentences(lang: str | None, text: str, expected: list[str]) -> None:
    spans = sentences([Line(10, text)], "paragraph", lang)
    assert [span.text for span in spans] == expected
    assert [text[span.start - 10 : span.end - 10] for span in spans] == expected


def test_a_paragraph_of_a_hundred_thousand_characters_is_split_quickly_and_fully() -> None:
    text = "Close the valve (slowly) now. " * 3500
    assert {span.text for span in sentences([Line(0, text)], "paragraph", "en")} == {"Close the valve (slowly) now."}


def test_a_bracket_never_closed_does_not_swallow_the_page() -> None:
    spans = sentences([Line(0, "( " + "Close the valve now. " * 500)], "paragraph", "en")
    assert len(spans) > 100
