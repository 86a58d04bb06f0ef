"""Marks that Markdown dialects add: out of the text that models see, and byte for byte in what comes back."""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus import formats
from consensus.domain import Document, DocumentRules, Segment, Task
from consensus.formats import damaged, document_from_text, split, unfit
from consensus.formats.markdown.blocks import skeleton

# Every text, what of it is sent, and nothing else may change.
DIALECTS = [
    ("alert", "> [!WARNING]\n> Never open it.\n", ["Never open it."]),
    ("callout with a title", "> [!tip]- Read this\n> Then go.\n", ["Read this", "Then go."]),
    ("image in a sentence", "Click ![Save icon](save.png) to go on. Stop!\n", [
        "Click ![Save icon](save.png) to go on.", "Stop!"]),
    ("two images", "![One here](a.png) ![Two here](b.png)\n", ["![One here](a.png) ![Two here](b.png)"]),
    ("badges on lines of their own", "[![CI run](a.svg)](b)\n![Docs here](c.svg)\nText here.\n", [
        "[![CI run](a.svg)](b)", "![Docs here](c.svg)", "Text here."]),
    ("reference links",
        "See [the manual][man], [parts list][] and [Notes].\n\n[man]: m.md\n[parts list]: p.md\n[notes]: n\n", [
        "See [the manual][man], [parts list][parts list] and [Notes][Notes]."]),
    ("no reference", "Set [x] to 1 and [ ] to 0 here.\n", ["Set [x] to 1 and [ ] to 0 here."]),
    ("TOML front matter", "+++\ntitle = \"Pump\"\nweight = 10\n+++\n\nText here.\n", ["Text here."]),
    ("YAML front matter", "---\ntitle: The pump\n---\n\nText here.\n", ["Text here."]),
    ("admonition", "!!! note \"Keep dry\"\n\n    Keep it dry.\n\n    - one thing\n\nAfter it.\n", [
        "Keep dry", "Keep it dry.", "one thing", "After it."]),
    ("admonition right below a paragraph", "Text here.\n??? danger\n    Never open it.\n",
        ["Text here.", "Never open it."]),
    ("tabs", "=== \"Linux box\"\n\n    Press it.\n\n=== \"Windows\"\n\n    Hold it.\n", [
        "Linux box", "Press it.", "Windows", "Hold it."]),
    ("admonition in a list", "- One item\n\n    !!! tip\n\n        Do it.\n", ["One item", "Do it."]),
    ("directive", ":::tip Good to know\nRead it twice.\n:::\n", ["Good to know", "Read it twice."]),
    ("directive with brackets", ":::note[Good to know]{.x #y}\n\nRead it.\n\n:::\n", ["Good to know", "Read it."]),
    ("nested directives", "::::info\nOuter text.\n:::tip\nInner text.\n:::\n::::\n", ["Outer text.", "Inner text."]),
    ("directive of MyST", ":::{note} A title\n:class: wide\n\nBody text.\n:::\n", ["A title", "Body text."]),
    ("code of MyST", ":::{code-block} python\nprint(\"Hello there\")\n:::\nText here.\n", ["Text here."]),
    ("directive of Pandoc", "::: {.warning #w}\nBody text.\n:::\n", ["Body text."]),
    ("block of PyMdown", "/// note | Some title\nBody text.\n///\n", ["Some title", "Body text."]),
    ("modules of MDX",
        "import A from './a';\nimport {\n  B,\n} from 'b';\n\nexport const c = {\n  d: 1,\n};\n\nText here.\n", [
        "Text here."]),
    ("prose that begins with import", "import duties rise.\n\nexport of goods falls.\n", [
        "import duties rise.", "export of goods falls."]),
    ("a tag over several lines", "<Image\n  src={a}\n  alt=\"x\"\n/>\n\nText here.\n", ["Text here."]),
    ("tags on lines of their own", "Text here.\n<Since v=\"3\" />\nMore here.\n", ["Text here.", "More here."]),
    ("Liquid", "{% include a.html %}\nText here.\n{% endif %}\n", ["Text here."]),
    ("code of Liquid", "{% highlight ruby %}\nputs \"Hello there\"\n{% endhighlight %}\nText here.\n", ["Text here."]),
    ("shortcodes of Hugo", "{{< note >}}\nText here.\n{{< /note >}}\n", ["Text here."]),
    ("formulas", "$$\nx = y\n$$\n\nLet $x_1. Y$ be given. Go.\n\n$a$\n", ["Let $x_1. Y$ be given.", "Go."]),
    ("formulas of LaTeX", "\\[\nx\n\\]\n\n\\begin{align}\na &= b\n\\end{align}\nText here.\n", ["Text here."]),
    ("prices are no formula", "It costs $5 here. You pay $6 there.\n", ["It costs $5 here.", "You pay $6 there."]),
    ("attributes of a heading", "## The pump {#pump .big}\n", ["The pump"]),
    ("attributes of a paragraph", "Text here.\n{: .lead #x }\n\n{ .grid }\n", ["Text here."]),
    ("attributes of a link stay with it", "[Start it](a.md){ .button } now.\n", ["[Start it](a.md){ .button } now."]),
    ("tasks", "- [ ] Check the oil\n- [x] Close it\n", ["Check the oil", "Close it"]),
    ("definitions", "The term\n: Its meaning\n    goes on.\n\n    More of it.\n: Another one.\n", [
        "The term", "Its meaning goes on.", "More of it.", "Another one."]),
    ("footnotes", "Text[^1] here.\n\n[^1]: A note.\n[^b]:\n    Below it.\n\n    More.\n", [
        "Text[^1] here.", "A note.", "Below it.", "More."]),
    ("a footnote of one word", "[^1]: Word\n", ["Word"]),
    ("abbreviations", "*[HTML]: Markup Language\n", ["Markup Language"]),
    ("table of contents, snippets, targets", "[TOC]\n\n--8<-- \"a.md\"\n\n(label)=\n\nText here.\n", ["Text here."]),
    ("a comment before words", "<!-- md:version 5 --> This option does\nwhat it says.\n",
        ["This option does what it says."]),
    ("a definition with any address", "[Demo link][d] here.\n\n[d]: javascript:alert$.next(\"x\")\n",
        ["[Demo link][d] here."]),
    ("all in a quote", "> !!! note \"Keep dry\"\n>\n>     Keep it.\n>\n> - [ ] Do it\n",
        ["Keep dry", "Keep it.", "Do it"]),
    ("CRLF", "> [!NOTE]\r\n> Text here.\r\n\r\n:::tip Go on\r\nMore of it.\r\n:::\r\n",
        ["Text here.", "Go on", "More of it."]),
]  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{2,}")


def rebuild(document: Document, segments: Sequence[Segment], texts: Mapping[str, str]) -> str:
    return formats.rebuild(document, segments, texts).decode("utf-8")


@pytest.mark.parametrize(("meaning", "text", "sent"), DIALECTS, ids=[one[0] for one in DIALECTS])
def test_marks_stay_and_words_are_sent(meaning: str, text: str, sent: list[str]) -> None:
    document = document_from_text("a.md", text, task=Task.TRANSLATE, source_lang="en", target_lang="de")
    segments = split(document)
    assert [segment.text for segment in segments] == sent
    assert rebuild(document, segments, {s.id: s.text for s in segments}) == text
    marked = rebuild(document, segments, {s.id: f"QQ {s.text}" for s in segments})
    assert skeleton(marked) == skeleton(text)
    assert not damaged(document, segments, {s.id: f"QQ {s.text}" for s in segments})
    assert marked.count("QQ ") == len(segments)
    bare = _bare(marked.replace("QQ ", ""))
    assert bare == _bare(text)


def _bare(text: str) -> str:
    """Without what differs on purpose: line wrapping, and labels that are written out once their text is another."""
    return "".join(re.sub(r"\[\]|\[(?:parts list|Notes)\](?=[^\[:(]|$)", "", text).split())


@pytest.mark.parametrize(
    ("meaning", "source", "translation"),
    [
        ("an image becomes a link", "Click ![icon](a.png) now.", "Klick [icon](a.png) jetzt."),
        ("a label is translated", "See [the manual][man].", "Siehe [das Handbuch][Hand]."),
        ("a reference is dropped", "See [the manual][man].", "Siehe das Handbuch."),
        ("an attribute list is dropped", "[Go](a){ .button } now.", "[Los](a) jetzt."),
        ("an image is added", "Click now.", "Klick ![jetzt](b.png)."),
    ],
)
def test_damage_is_told(meaning: str, source: str, translation: str) -> None:
    document = document_from_text("a.md", f"{source}\n\n[man]: m.md\n", task=Task.TRANSLATE)
    (segment,) = split(document)
    assert damaged(document, [segment], {segment.id: translation})[segment.id].endswith("."), meaning


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("See [the manual][man] and ![icon](a.png).", "![Symbol](a.png) und [das Handbuch][man] ansehen."),
        ("It runs[^1] at $x$ :smile:.", ":smile: Bei $x$ läuft es[^1]."),
        ("Use `![x][y]` here.", "Hier `![x][y]` nutzen."),
        ("It costs $5 and $6.", "Es kostet 5 $ und 6 $."),
    ],
)
def test_moved_marks_are_no_damage(source: str, translation: str) -> None:
    document = document_from_text("a.md", f"{source}\n\n[man]: m.md\n", task=Task.TRANSLATE)
    (segment,) = split(document)
    assert not damaged(document, [segment], {segment.id: translation})


def test_a_label_is_written_out_only_where_its_words_changed() -> None:
    text = "Use [React] and [parts list][] now.\n\n[react]: r\n[parts list]: p\n"
    document = document_from_text("a.md", text, task=Task.TRANSLATE)
    (segment,) = split(document)
    new = "Nutze jetzt [React][React] und [Teileliste][parts list]."
    assert rebuild(document, [segment], {segment.id: new}).startswith(
        "Nutze jetzt [React] und [Teileliste][parts list]."
    )


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ('!!! note "Keep dry"\n', 'Das "Gerät" hier', "!!! note \"Das 'Gerät' hier\"\n"),
        (":::note[Keep dry]\nText.\n:::\n", "Trocken] halten", ":::note[Trocken\\] halten]\nText.\n:::\n"),
    ],
)
def test_a_title_cannot_end_early(text: str, title: str, expected: str) -> None:
    document = document_from_text("a.md", text, task=Task.TRANSLATE)
    segments = split(document)
    assert rebuild(document, segments, {segments[0].id: title}) == expected


def test_what_cannot_be_written_back_keeps_the_source_and_is_told() -> None:
    document = document_from_text("a.md", "One here\n===\n", task=Task.TRANSLATE)
    (segment,) = split(document)
    assert rebuild(document, [segment], {segment.id: "  "}) == document.text
    assert list(unfit(document, [segment], {segment.id: "  "})) == [segment.id]
    assert not unfit(document, [segment], {segment.id: "Eins"})


def test_html_words_and_attributes_by_policy() -> None:
    text = (
        '<details><summary>More <b>about</b> it</summary>\n<!-- not this -->\n<img src="a.png" alt="A red pump">\n'
        "<pre>no code here</pre>\n</details>\n\n> <p>Quoted text</p>\n"
    )
    document = document_from_text("a.md", text, task=Task.TRANSLATE)
    segments = split(document, DocumentRules(html=True, alt_texts=True))
    assert [(s.kind, s.text) for s in segments] == [("html", "More <b>about</b> it"), ("attribute", "A red pump")]
    new = {segments[0].id: "Mehr <b>dazu</b>, a < b", segments[1].id: 'Eine "rote" Pumpe'}
    rebuilt = rebuild(document, segments, new)
    assert "<summary>Mehr <b>dazu</b>, a &lt; b</summary>" in rebuilt
    assert 'alt="Eine &quot;rote&quot; Pumpe"' in rebuilt
    assert "<pre>no code here</pre>" in rebuilt
    assert rebuild(document, segments, {segments[0].id: "Mehr <p>dazu</p>"}) == text  # tags of its own do not fit


@pytest.mark.parametrize(
    ("front", "new", "expected"),
    [
        ("title: The pump", "Die Pumpe", "title: Die Pumpe"),
        ("title: The pump", "Pumpe: neu", 'title: "Pumpe: neu"'),
        ("title: The pump", "Yes", 'title: "Yes"'),
        ("title: 'The pump'", "Die 'Pumpe'", "title: 'Die ''Pumpe'''"),
        ('title: "The pump"', 'Die "Pumpe"', 'title: "Die \\"Pumpe\\""'),
    ],
)
def test_front_matter_by_policy(front: str, new: str, expected: str) -> None:
    document = document_from_text("a.md", f"---\n{front}\nlayout: post\n---\nText here.\n", task=Task.TRANSLATE)
    segments = split(document, DocumentRules(front_matter=("title", "layout")))
    assert [s.text for s in segments] == ["The pump", "Text here."]
    rebuilt = rebuild(document, segments, {segments[0].id: new})
    assert rebuilt == f"---\n{expected}\nlayout: post\n---\nText here.\n"


BLOCKS = st.lists(st.sampled_from([one[1] for one in DIALECTS]), min_size=1, max_size=5).map("\n".join)
HOSTILE = st.sampled_from(
    ["!!! x", ":::", "[!NOTE]", "[ ] a", "{: .x}", "$$", "{% x %}", "import a from 'b'", ": b", "[^1]: c", '"', "]"]
)  # fmt: skip


@given(text=BLOCKS, hostile=st.lists(HOSTILE, min_size=1, max_size=4), indent=st.sampled_from(["", "> ", "  "]))
def test_no_translation_changes_the_marks_of_dialects(text: str, hostile: list[str], indent: str) -> None:
    written = "".join(f"{indent}{line}" for line in text.splitlines(keepends=True))
    document = document_from_text("a.md", written, task=Task.TRANSLATE)
    segments = split(document)
    assert rebuild(document, segments, {s.id: s.text for s in segments}) == written
    texts = {s.id: hostile[s.index % len(hostile)] for s in segments}
    assert skeleton(rebuild(document, segments, texts)) == skeleton(written)
    harmless = {s.id: _WORD.sub("wort", s.text) for s in segments if s.text.isascii() and "[" not in s.text}
    assert skeleton(rebuild(document, segments, harmless)) == skeleton(written)
