"""What is not sent is counted and named; nothing with words is left without a word."""

import pytest

from consensus.domain import DocumentRules, Task
from consensus.formats import document_from_text, left_out, notes, split


def _left(name: str, text: str, rules: DocumentRules = DocumentRules()) -> list[str]:  # noqa: B008
    document = document_from_text(name, text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    return [one.words for one in left_out(document, rules, split(document, rules))]


@pytest.mark.parametrize(
    ("meaning", "name", "text", "expected"),
    [
        ("nothing", "a.md", "# One\n\nTwo words.\n\n```\nsome code\n```\n\n---\n\n[x]: /u\n", []),
        ("HTML", "a.md", "<details><summary>More here</summary></details>\n\n<p>So\nit is</p>\n", ["2 HTML blocks"]),
        ("HTML without words", "a.md", "<br>\n\n<!-- not this -->\n\n<pre>no code</pre>\n", []),
        ("alt", "a.md", '<img src="a" alt="A pump">\n', ["1 alt or title text in HTML"]),
        ("front matter", "a.md", "---\ntitle: The pump\ndescription: >\n  All of it\nlayout: post\n---\nText.\n", [
            "2 entries of front matter (title, description)"]),
        ("TOML", "a.md", '+++\ntitle = "The pump"\nweight = 10\n+++\nText.\n', ["1 entry of front matter (title)"]),
        ("indented prose", "a.md", "Text.\n\n    This is not sent.\n", ["1 block indented as code"]),
        ("titles of links", "a.md", "[a]\n\n[a]: /u 'Some title'\n", ["1 title of a link definition"]),
        ("texts in templates", "a.md", '{% note title="Read this now" %}\n', ["1 text in a template or directive"]),
        ("deep", "a.md", "".join(f"{'  ' * i}- item of it\n" for i in range(120)), ["71 lines nested too deeply"]),
        ("deep quotes", "a.md", ">" * 300 + " words here\n", ["1 line nested too deeply"]),
        ("rows of a table", "a.md", "|a b|\n|---|\n|cd ef|gh ij|\n", ["1 row with more cells than its table's header"]),
        ("a fence out of place", "a.md", "Text here\n     ```sh\n", ["1 block with a code fence out of place"]),
        ("column names", "a.csv", "Name,Size\nred box,big one\n", ["2 column names (Name, Size)"]),
        ("rows of another width", "a.csv", "Name,Text\nred box,one\nblue box,so, it is\nbox,two\n", [
            "2 column names (Name, Text)", "1 row of another width (row 3)"]),
        ("no header: sentences", "a.csv", "It runs.,Es läuft.\nIt stops.,Es hält.\n", []),
        ("no header: numbers", "a.csv", "red box,12\nblue box,13\n", []),
        ("single words", "a.json", '{"a": "active", "b": "EUR", "c": "Save it", "d": "x_1", "e": "true"}', [
            "1 single word that may be a code (active)"]),
        ("half a character", "a.json", '{"a": "some \\ud800 words"}', ["1 string with half a character"]),
    ],
)  # fmt: skip
def test_what_is_left_is_named(meaning: str, name: str, text: str, expected: list[str]) -> None:
    assert _left(name, text) == expected, meaning


def test_a_row_of_another_width_ends_nothing() -> None:
    text = "Name,Text\nred box,one thing\nblue box,so, it is\ngreen box,two things\n"
    document = document_from_text("a.csv", text, task=Task.TRANSLATE)
    assert [s.text for s in split(document)] == ["red box", "one thing", "green box", "two things"]
    with_names = split(document, DocumentRules(csv_header=True))
    assert [s.text for s in with_names][:2] == ["Name", "Text"]


def test_options_let_it_through() -> None:
    text = "---\ntitle: The pump\n---\n<p title='A title'>Words here</p>\n"
    assert len(_left("a.md", text)) == 3
    rules = DocumentRules(front_matter=("title",), html=True, alt_texts=True)
    assert _left("a.md", text, rules) == []
    assert _left("a.md", text, DocumentRules(html=True)) == [
        "1 entry of front matter (title)", "1 alt or title text in HTML"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "One line\nand more. Two.\n", "1 sentence runs over several lines; translated, it comes back on one"),
        ("a.md", "**One  \ntwo** here.\n", "1 of them loses its hard line break"),
        ("a.md", ">\n", "There are no words in it to translate."),
        ("a.md", "<p>Words here</p>\n", "To have it translated, set in the policy: documents: html."),
    ],
)
def test_notes(name: str, text: str, expected: str) -> None:
    document = document_from_text(name, text, task=Task.TRANSLATE)
    assert any(one.startswith(expected) for one in notes(document, DocumentRules(), split(document)))


def test_extraction_leaves_nothing() -> None:
    document = document_from_text("a.md", "<p>Words here</p>\n", task=Task.EXTRACT, schema={"type": "object"})
    assert left_out(document, DocumentRules(), ()) == ()
    assert notes(document, DocumentRules(), ()) == ()
