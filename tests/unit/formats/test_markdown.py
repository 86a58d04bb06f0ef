"""What of a Markdown page is translated, and how a translation is made to fit."""

from collections.abc import Mapping, Sequence

import pytest

from consensus import formats
from consensus.domain import Document, Segment, Task
from consensus.formats import document_from_text, split
from consensus.formats.markdown.blocks import skeleton


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    return formats.rebuild(document, segments, texts).decode("utf-8")


def _read(text: str) -> tuple[Document, tuple[Segment, ...]]:
    document = document_from_text("page.md", text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    return document, split(document)


@pytest.mark.parametrize(
    ("meaning", "text", "expected"),
    [
        ("headings of both kinds", "# One #\n\nTwo\n===\n", [("heading", "One"), ("heading", "Two")]),
        ("a hard-wrapped paragraph is one line", "Some long\n  text here\n", [("paragraph", "Some long text here")]),
        ("sentences apart", "Go up. Go down.\n", [("paragraph", "Go up."), ("paragraph", "Go down.")]),
        ("no end inside brackets", "Stop (see A. Or B.) now. Go.\n", [
            ("paragraph", "Stop (see A. Or B.) now."), ("paragraph", "Go.")]),
        ("no end inside bold", "**Go on. Do it.** Now.\n", [("paragraph", "**Go on. Do it.** Now.")]),
        ("lists, nested", "- a b\n  - c d\n1. e\n", [("list_item", "a b"), ("list_item", "c d"), ("list_item", "e")]),
        ("a quote over two lines", "> one\n> two\n", [("quote", "one two")]),
        ("a lazy line belongs to the quote", "> one\ntwo\n", [("quote", "one two")]),
        ("a list in a quote", "> - one\n", [("list_item", "one")]),
        ("table cells, not numbers, not delimiters", "| A | B |\n|:--|--:|\n| c d | 12 |\n", [
            ("table_cell", "A"), ("table_cell", "B"), ("table_cell", "c d")]),
        ("a table without outer bars, in a quote", "> a | b\n> --|--\n> c | d\n", [
            ("table_cell", "a"), ("table_cell", "b"), ("table_cell", "c"), ("table_cell", "d")]),
        ("an escaped bar stays in its cell", "|a \\| b|c|\n|-|-|\n", [("table_cell", "a \\| b"), ("table_cell", "c")]),
        ("inline marks stay", "Press **Start** or `run x`, see [help](a.md).\n", [
            ("paragraph", "Press **Start** or `run x`, see [help](a.md).")]),
        ("a hard break is kept as a border", "First line  \nsecond line\\\nthird\n", [
            ("paragraph", "First line"), ("paragraph", "second line"), ("paragraph", "third")]),
        ("code, html, rules, links", "```\na\n```\n\n    b\n\n<div>\nhtml\n</div>\n\n---\n\n[x]: /u 'T'\n", []),
        ("front matter", "---\ntitle: A b\n---\n\nText here\n", [("paragraph", "Text here")]),
        ("two rules are not front matter", "---\n\nText here\n\n---\n", [("paragraph", "Text here")]),
        ("nothing to translate", "12.5\n\n`code`\n\n<https://a.example>\n\n{name}\n\n![](a.png)\n\n%s\n", []),
        ("a link with words is text", "[Read on](https://a.example)\n", [("paragraph", "[Read on](https://a.example)")]),
        ("a task list", "- [ ] open it\n", [("list_item", "open it")]),
    ],
)  # fmt: skip
def test_segments(meaning: str, text: str, expected: list[tuple[str, str]]) -> None:
    _, segments = _read(text)
    assert [(s.kind, s.text) for s in segments] == expected, meaning


@pytest.mark.parametrize(
    ("meaning", "text", "translation", "expected"),
    [
        ("line breaks in a heading", "# One\n", "Eins\n\nZwei", "# Eins Zwei\n"),
        ("closing hashes of a heading", "# One\n", "In C #", "# In C \\#\n"),
        ("a bar in a cell", "| a |\n|---|\n", "x | y", "| x \\| y |\n|---|\n"),
        ("an escaped bar in a cell", "| a |\n|---|\n", "x \\| y", "| x \\| y |\n|---|\n"),
        ("a backslash before the bar", "|a|\n|---|\n", "x\\", "|x\\\\|\n|---|\n"),
        ("a heading mark", "One\n", "# Eins", "\\# Eins\n"),
        ("a hashtag is no heading", "One\n", "#eins", "#eins\n"),
        ("a bullet", "One\n", "- Eins", "\\- Eins\n"),
        ("a negative number is no bullet", "One\n", "-5 °C", "-5 °C\n"),
        ("emphasis is no bullet", "One\n", "*Eins* zwei", "*Eins* zwei\n"),
        ("a plus", "One\n", "+ Eins", "\\+ Eins\n"),
        ("a number", "One\n", "1. Eins", "1\\. Eins\n"),
        ("a decimal is no list", "One\n", "1.5 bar", "1.5 bar\n"),
        ("a quote mark", "- One\n", "> Eins", "- \\> Eins\n"),
        ("a rule", "One\n", "***", "\\***\n"),
        ("a fence", "One\n", "```sh", "\\```sh\n"),
        ("a definition", "One\n", "[x]: /u", "\\[x]: /u\n"),
        ("a block of html", "One\n", "<div>Eins</div>", "\\<div>Eins</div>\n"),
        ("inline html stays", "One\n", "<b>Eins</b> zwei", "<b>Eins</b> zwei\n"),
        ("indentation", "One\n", "      Eins", "Eins\n"),
        ("an underline in the next sentence", "One.\nTwo.\n", "===", "One.\n\\===\n"),
        ("a heading cannot be emptied", "One\n===\n", "  ", "One\n===\n"),
    ],
)
def test_a_translation_is_made_to_fit(meaning: str, text: str, translation: str, expected: str) -> None:
    document, segments = _read(text)
    rebuilt = rebuild(document, segments, {segments[-1].id: translation})
    assert rebuilt == expected, meaning
    assert skeleton(rebuilt) == skeleton(text)


def test_hard_wrapping_goes_only_where_the_text_changed() -> None:
    document, segments = _read("One two\nthree. Four\nfive.\n\nSix\nseven.\n")
    texts = {segments[0].id: "Eins zwei drei.", segments[1].id: "Vier fünf."}
    assert rebuild(document, segments, texts) == "Eins zwei drei. Vier fünf.\n\nSix\nseven.\n"


def test_two_texts_harmless_apart_make_no_table_together() -> None:
    document, segments = _read("One here.\nTwo here.\n")
    rebuilt = rebuild(document, segments, {segments[0].id: "a | b", segments[1].id: "--|--"})
    assert skeleton(rebuilt) == skeleton(document.text)
    assert "a" in rebuilt
    assert "One" not in rebuilt


def test_a_paragraph_may_become_shorter_above_a_definition() -> None:
    document, segments = _read("One\ntwo [x]\n\n[x]: /u\n")
    assert rebuild(document, segments, {segments[0].id: "Eins [x]"}) == "Eins [x]\n\n[x]: /u\n"


def test_title_and_neighbours() -> None:
    document, segments = _read("Intro.\n\n# The pump\n\nOne. Two. Three.\n")
    assert document.title == "The pump"
    assert (segments[2].before, segments[2].after) == ("Intro. The pump", "Two. Three.")
    assert document_from_text("notes.md", "No heading", task=Task.TRANSLATE).title == "notes"


def test_context_is_about_two_hundred_characters() -> None:
    _, segments = _read("".join(f"Sentence number {i} is here. " for i in range(40)))
    assert len(segments[20].before) == len(segments[20].after) == 200
    assert segments[20].before.endswith("Sentence number 19 is here.")
    assert segments[20].after.startswith("Sentence number 21 is here.")
