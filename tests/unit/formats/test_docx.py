"""Word documents: every way in which words stand in them, written back so that nothing else changes."""

import re
from collections.abc import Sequence

import pytest

from consensus.domain import DocumentRules, Task
from consensus.errors import DocumentError
from consensus.formats.base import Options, Parsed, Piece
from consensus.formats.office.docx import FORMAT
from tests.formats.builders import docx, zips
from tests.formats.builders.docx import document, everything, field, p, run, table, text_box

ALL = DocumentRules(comments=True, hidden=True, doc_properties=True, alt_texts=True)
BOLD = "<w:b/>"


NONE = DocumentRules()


def read(content: bytes, rules: DocumentRules = NONE, task: Task = Task.TRANSLATE) -> Parsed:
    return FORMAT.read(content, Options("a.docx", "en", task, rules, "de"))


def texts(content: bytes, rules: DocumentRules = NONE) -> list[str]:
    return [piece.text for piece in read(content, rules).pieces]


def body(content: bytes) -> str:
    return zips.unzipped(content)["word/document.xml"].decode()


def written(content: bytes, *new: str, rules: DocumentRules = NONE) -> str:
    """The body with these texts in place of the first pieces."""
    pieces = read(content, rules).pieces
    result = FORMAT.write(content, {one.locator: text for one, text in zip(pieces, new, strict=False)}, ("en", "de"))
    assert result.left_out == {}
    return body(result.content)


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def words(xml: str) -> str:
    return "".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", xml))


def named(pieces: Sequence[Piece]) -> dict[str, str]:
    return {piece.text: piece.place for piece in pieces}


def test_runs_of_one_format_are_one_and_that_of_most_letters_is_no_code() -> None:
    content = document(
        p(
            run("Press the "),
            run("big", BOLD, ' w:rsidR="00A1"'),
            '<w:proofErr w:type="spellStart"/>',
            run(" red", BOLD + '<w:lang w:val="en-GB"/><w:noProof/>', ' w:rsidR="00B2"'),
            run(" button", '<w:webHidden/><w:lang w:val="de-DE"/>'),
            run(" now.", '<w:rFonts w:hint="eastAsia"/>'),
        )
    )
    assert texts(content) == ["Press the <g1>big red</g1> button now."]
    assert [code.role for code in read(content).pieces[0].codes] == ["bold"]
    assert texts(document(p(run("All of it ", BOLD), run("bold.", BOLD)))) == ["All of it bold."]


def test_what_converters_from_pdf_write_into_words_cuts_no_words() -> None:
    fitted = [
        run(text, f'<w:spacing w:val="{n}"/><w:w w:val="99"/>') for n, text in enumerate(["Inst", "alla", "tion."])
    ]
    assert texts(document(p(*fitted))) == ["Installation."]
    meant = p(run("Press it "), run("slowly", '<w:spacing w:val="40"/>'), run(" now."))
    assert texts(document(meant)) == ["Press it <g1>slowly</g1> now."]


def test_blanks_have_no_format_but_lines_to_fill_in_stay() -> None:
    assert texts(document(p(run("One"), run(" ", BOLD), run("two.")))) == ["One two."]
    assert texts(document(p(run("One", BOLD), run(" "), run("two", BOLD), run(" and many others.")))) == [
        "<g1>One two</g1> and many others."
    ]
    line = p(run("Name:"), run("      ", '<w:u w:val="single"/>'), run("and date."))
    assert texts(document(line)) == ["Name:<x1/>and date."]


@pytest.mark.parametrize(
    ("properties", "role"),
    [
        ("<w:b/>", "bold"),
        ("<w:i/>", "italic"),
        ('<w:u w:val="single"/>', "underline"),
        ("<w:strike/>", "strike"),
        ('<w:vertAlign w:val="superscript"/>', "superscript"),
        ('<w:vertAlign w:val="subscript"/>', "subscript"),
        ('<w:color w:val="FF0000"/>', "colour"),
        ('<w:highlight w:val="yellow"/>', "highlight"),
        ('<w:rFonts w:ascii="Courier New"/>', "font"),
        ('<w:sz w:val="40"/>', "size"),
        ('<w:rStyle w:val="Strong"/>', "bold"),
    ],
)
def test_a_format_is_told_in_words(properties: str, role: str) -> None:
    piece = read(document(p(run("Some words are "), run("other", properties), run(" words.")))).pieces[0]
    assert [code.role for code in piece.codes] == [role]


def test_points_and_pairs_have_roles_and_say_what_they_are() -> None:
    codes = {code.role: code for piece in read(everything()).pieces for code in piece.codes}
    assert codes["link"].shown == "https://example.com/b"
    assert codes["field"].shown == "3"
    assert {"footnote", "insertion", "deletion", "equation", "hidden text"} <= codes.keys()
    start, end = codes["bookmark start"], codes["bookmark end"]
    assert (start.partner, start.starts, end.partner, end.starts) == (end.id, True, start.id, False)


def test_edge_points_and_a_pair_around_everything_are_cut_off() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="b"/>'
    content = document(
        p(
            mark,
            "<w:r><w:tab/></w:r>",
            f'<w:hyperlink w:anchor="b">{run("All of it.")}</w:hyperlink>',
            '<w:bookmarkEnd w:id="1"/>',
        )
    )
    assert texts(content) == ["All of it."]
    assert re.search(
        r'Start w:id="1".*<w:tab/>.*<w:hyperlink[^>]*><w:r>.*Alles\..*bookmarkEnd', written(content, "Alles.")
    )


def test_a_field_is_one_point_and_that_of_a_link_keeps_its_words() -> None:
    content = document(
        p(
            run("See "),
            field(" REF a ", run("Table 4")),
            run(" or "),
            field(' HYPERLINK \\l "x"', run("here")),
            run("."),
        )
    )
    assert texts(content) == ["See <x1/> or <g2>here</g2>."]
    assert [code.shown for code in read(content).pieces[0].codes] == ["Table 4", "#x"]
    new = written(content, "<g2>Hier</g2> oder <x1/>.")
    assert words(new) == "Hier oder Table 4."
    assert new.count("<w:fldChar ") == 6
    assert new.index("HYPERLINK") < new.index("Hier") < new.index(" REF a ")
    assert [one.name for one in read(content).left if one.kind == "fields"] == ["Table 4"]


def test_a_field_that_crosses_a_border_is_left_alone_or_stays_at_its_edge() -> None:
    begin, _, end = field("TOC", "|").partition("|")
    contents = document(p(begin, run("First chapter")), p(run("Second chapter")), p(end))
    assert texts(contents) == ["First chapter", "Second chapter"]
    assert written(contents, "Kapitel").index("separate") < written(contents, "Kapitel").index("Kapitel")
    crossing = document(
        p(run("Words "), f'<w:hyperlink w:anchor="a">{begin}{run("inside")}</w:hyperlink>', run(" and after"), end)
    )
    assert texts(crossing) == []
    assert [one.kind for one in read(crossing).left] == ["fields_across", "doc_properties", "doc_properties"]
    middle = document(p(run("Words "), begin, run("in a field that goes on.")), p(end))
    assert texts(middle) == []


def test_tracked_changes_are_read_as_accepted_and_told() -> None:
    old = f'<w:del w:id="2">{run("old").replace("w:t", "w:delText")}</w:del>'
    content = document(p(run("The "), old, f'<w:ins w:id="1">{run("new")}</w:ins>', run(" pump.")))
    assert texts(content) == ["The <x1/><g2>new</g2> pump."]
    assert any("tracked changes" in warning for warning in read(content).warnings)
    assert [one.name for one in read(content).left if one.kind == "deletions"] == ["old"]
    assert not read(document(p(run("The pump.")))).warnings


def test_text_that_word_keeps_twice_is_written_twice() -> None:
    content = document(p(run("Before. "), text_box("In the box"), run(" After it.")))
    pieces = [piece for piece in read(content).pieces if piece.text == "In the box"]
    assert len(pieces) == 2
    assert len({(one.kind, one.codes, one.note, one.limit) for one in pieces}) == 1  # one segment, written to both
    first = read(content).pieces[0]
    changes = {one.locator: "Im Kasten" for one in pieces} | {first.locator: first.text.replace("Before", "Davor")}
    new = body(FORMAT.write(content, changes, ("en", "de")).content)
    assert new.count("Im Kasten") == 2
    assert "In the box" not in new
    assert "Davor." in new


def test_edge_blanks_control_characters_and_marks_of_xml_are_written_so_that_they_come_back() -> None:
    content = document(p(run("Press "), run("it", BOLD), run(" now.")))
    new = written(content, "Drück <g1> A & B <C> \x01</g1> jetzt.")
    assert '<w:t xml:space="preserve"> A &amp; B &lt;C&gt; \ufffd</w:t>' in new


def test_what_reads_as_a_code_is_itself_a_code() -> None:
    content = docx.rich()["literal_codes"]
    piece = read(content).pieces[0]
    assert piece.text == "Type <x1/> or <x2/> here<g3> bold</g3>"
    assert [code.shown for code in piece.codes] == ["<g1>", "<x2/>", ""]
    assert words(written(content, "<x2/> oder <x1/><g3> fett</g3>")) == "&lt;x2/&gt; oder &lt;g1&gt; fett"


@pytest.mark.parametrize("mark", ["bookmark", "commentRange", "perm"])
def test_an_end_never_stands_before_its_start(mark: str) -> None:
    start, end = f'<w:{mark}Start w:id="7"/>', f'<w:{mark}End w:id="7"/>'
    content = document(p(run("A "), start, run("marked"), end, run(" word.")))
    new = written(content, "Ein <x2/>markiertes<x1/> Wort.")
    assert new.index(start) < new.index("markiertes") < new.index(end)
    in_field = document(p(run("A "), start, field("PAGE", run("3") + end), run(" word.")))
    new = written(in_field, "Wort <x2/> ein <x1/>.")
    assert new.index(start) < new.index(end)


@pytest.mark.parametrize(
    "damaged",
    ["Start <g1>jetzt.", "Start jetzt.", "<g1>Start</g1> <g1>jetzt</g1>.", "<g9>Start</g9> jetzt.", "</g1>S<g1>."],
)
def test_damaged_codes_keep_the_source_and_are_told(damaged: str) -> None:
    content = document(p(run("Press "), run("Start", BOLD), run(" now.")))
    piece = read(content).pieces[0]
    result = FORMAT.write(content, {piece.locator: damaged}, ("en", "de"))
    assert list(result.left_out) == [piece.locator]
    assert result.content == content


def test_tables_sections_notes_and_lists_have_kinds_and_places() -> None:
    pieces = read(everything(), ALL).pieces
    places = named(pieces)
    assert places["Works well"] == "table 1, row 2, column 2"
    assert places["Pump works"] == "header of section 1"
    assert places["Not long."] == "footnote 1"
    assert places["Is this right?"] == "comment 1"
    assert places["Sales of pumps"] == "chart 1"
    kinds = {piece.text: piece.kind for piece in pieces}
    assert kinds["Before you start"] == "heading"  # by its style's name, whatever the id
    assert kinds["One item"] == "list_item"
    assert kinds["Pump"] == "table_cell"
    assert read(everything()).title == "The pump"


def test_spans_count_as_columns_and_nested_tables_on_their_own() -> None:
    first = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(run("Wide"))}</w:tc>'
    last = f"<w:tc>{p(run('Last'))}{table(['Inner'])}{p()}</w:tc>"
    wide = f"<w:tbl><w:tr>{first}{last}</w:tr></w:tbl>"
    assert named(read(document(wide)).pieces) == {
        "Wide": "table 1, row 1, column 1",
        "Last": "table 1, row 1, column 3",
        "Inner": "table 2, row 1, column 1",
    }


@pytest.mark.parametrize(
    ("rules", "text", "kind"),
    [
        ({"headers": False}, "Pump works", "headers"),
        ({"notes": False}, "Not long.", "notes"),
        ({"comments": True}, "Is this right?", "comments"),
        ({"alt_texts": True}, "A pump on a table", "alt_texts"),
        ({"doc_properties": True}, "The pump manual", "doc_properties"),
        ({"hidden": True}, "Shown<g1> secret</g1> again.", "hidden"),
    ],
)
def test_rules_let_parts_through_or_leave_them_counted(rules: dict[str, bool], text: str, kind: str) -> None:
    turned = DocumentRules(**rules)
    on = turned if next(iter(rules.values())) else DocumentRules()
    off = DocumentRules() if next(iter(rules.values())) else turned
    assert text in [piece.text for piece in read(everything(), on).pieces]
    assert text not in [piece.text for piece in read(everything(), off).pieces]
    assert kind in {one.kind for one in read(everything(), off).left}
    assert kind not in {one.kind for one in read(everything(), on).left}


def test_every_rule_writes_to_its_place() -> None:
    pieces = read(everything(), ALL).pieces
    changes = {one.locator: re.sub(r"(^|>)([^<]*[^\W\d_])", r"\1Ü\2", one.text, count=1) for one in pieces}
    result = FORMAT.write(everything(), changes, ("en", "de"))
    again = read(result.content, ALL).pieces
    assert [one.text for one in again] == [changes[one.locator] for one in pieces]
    core = zips.unzipped(result.content)["docProps/core.xml"].decode()
    assert "<dc:title>ÜThe pump manual</dc:title>" in core


def test_hidden_words_by_style_are_hidden() -> None:
    content = document(p(run("Shown"), run(" secret", '<w:rStyle w:val="Geheim"/>'), run(" again.")))
    assert texts(content) == ["Shown<x1/> again."]
    assert "secret" not in read(content, task=Task.EXTRACT).text


def test_locators_do_not_depend_on_rules_or_language() -> None:
    def places(rules: DocumentRules, lang: str) -> dict[str, str]:
        pieces = FORMAT.read(everything(), Options("a", lang, Task.TRANSLATE, rules)).pieces
        return {one.locator: one.text for one in pieces if not one.locator.startswith("word/document.xml#9")}

    few, many = places(DocumentRules(), "en"), places(ALL, "fr")
    assert few.items() <= many.items()


def test_form_controls_whose_words_are_put_in_again_are_left() -> None:
    bound = control('<w:dataBinding w:xpath="/a"/>', run("Bound title"))
    free = control("<w:text/>", run("free text"))
    content = document(p(run("See "), bound, run(" and "), free, run(" here.")))
    assert texts(content) == ["See <x1/> and <g2>free text</g2> here."]
    assert [one.name for one in read(content).left if one.kind == "controls"] == ["Bound title"]
    around = document(control("<w:dropDownList/>", p(run("Choose one"))))
    assert texts(around) == []
    assert [one.name for one in read(around).left if one.kind == "controls"] == ["Choose one"]


def test_hyphens_of_words_own_stay_such() -> None:
    hyphen = "<w:r><w:noBreakHyphen/></w:r>"
    content = document(p(run("A T"), hyphen, run("shirt")))
    assert texts(content) == ["A T\u2011shirt"]
    assert "<w:noBreakHyphen/>" in written(content, "Ein T\u2011Shirt")
    assert "<w:noBreakHyphen/>" not in written(document(p(run("A shirt"))), "Ein T\u2011Shirt")


def test_macros_and_pictures_stay_byte_for_byte() -> None:
    before = zips.unzipped(everything())
    piece = read(everything()).pieces[0]
    after = zips.unzipped(FORMAT.write(everything(), {piece.locator: "Die Pumpe"}, ("en", "de")).content)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    assert list(before) == list(after)


def test_iso_strict_other_prefixes_pretty_printing_and_utf_16_read_the_same() -> None:
    found = {name: [piece.text for piece in read(content).pieces] for name, content in docx.rich().items()}
    assert found["strict"] == ["Press <g1>Start</g1> now."]
    assert found["other_prefix"] == found["utf_16"] == ["Press it now.", "Then <g1>stop</g1>."]
    assert found["pretty"] == ["Some words here."]
    for name in ("strict", "other_prefix", "utf_16"):
        content = docx.rich()[name]
        pieces = read(content).pieces
        result = FORMAT.write(content, {pieces[-1].locator: "<g1>Neu</g1> beginnen."}, ("en", "de")).content
        assert read(result).pieces[-1].text == "<g1>Neu</g1> beginnen."


def test_for_extraction_the_words_come_in_reading_order_and_rows_stay_rows() -> None:
    text = read(everything(), task=Task.EXTRACT).text
    assert "Pump   Works well\n" in text
    assert "Then go to our page or see Table 4 below." in text
    assert "A marked word with new text." in text
    assert text.count("In the box") == 1
    assert "secret" not in text
    assert text.index("Pump works") < text.index("Before you start") < text.index("Page 3 of the book")


@pytest.mark.parametrize("content", docx.hostile().values(), ids=docx.hostile())
@pytest.mark.parametrize("task", Task)
def test_what_cannot_be_read_is_one_line(content: bytes, task: Task) -> None:
    with pytest.raises(DocumentError) as raised:
        read(content, task=task)
    assert "\n" not in str(raised.value)
    assert raised.value.do
