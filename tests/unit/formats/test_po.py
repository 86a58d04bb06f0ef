"""PO: header, encodings, plurals, fuzzy entries, wrapping, what is kept."""

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import Filled
from consensus.errors import DocumentError
from tests.formats.builders import po as files
from tests.formats.words import become, put, read

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = HEADER + 'msgid "Save it"\nmsgstr ""\n'


def test_what_is_asked_and_what_is_kept() -> None:
    found = {(piece.text, piece.place): piece for piece in read("po", files.FULL.encode()).pieces}
    assert not any("Project-Id-Version" in text or "Gone" in text for text, _ in found)
    assert found["Open", "noun"].filled == Filled("translated", "Öffnung")
    assert found["Open", "verb"].filled is None
    assert found["New words", "menu"].filled is None, "fuzzy is asked"
    press = found["Press %s now.", "src/pump.c:12 src/pump.c:40"]
    assert press.note == "Said by the pump itself.\nIn two lines.\nc-format"
    assert found["New words", "menu"].note == "Context: menu"
    assert [left.kind for left in read("po", files.FULL.encode()).left] == ["obsolete", "obsolete"]


def test_a_fuzzy_mark_goes_only_where_its_text_was_replaced() -> None:
    written = become("po", files.FULL, {"Press %s again.": "Drücken Sie %s noch einmal."})
    assert '\n#, c-format\nmsgid "Press %s again."\nmsgstr "Drücken Sie %s noch einmal."\n' in written
    assert '#, fuzzy\n#| msgctxt "menu"\n#| msgid "Old words"\nmsgctxt "menu"' in written
    both = become("po", files.FULL, {"Press %s again.": "A %s", "New words": "Neue Wörter"})
    assert '\n\nmsgctxt "menu"\nmsgid "New words"\nmsgstr "Neue Wörter"\n' in both
    assert "#~ msgid" in both
    assert "fuzzy" not in both


@pytest.mark.parametrize(
    ("target", "header", "sources", "written"),
    [
        ("de", "nplurals=2; plural=(n != 1);", ["one file", "%d files"], 2),
        ("ja", "nplurals=1; plural=0;", ["%d files"], 1),
        ("pl", "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
         ["one file", "%d files", "%d files"], 3),
        # 21, 31 and so on have the form of one, and "one file" would be wrong of them
        ("ru", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
         ["%d files", "%d files", "%d files"], 3),
        ("pl", "nplurals=INTEGER; plural=EXPRESSION;", ["one file", "%d files", "%d files"], 3),
        ("pl", "nplurals=99; plural=n;", ["one file", "%d files", "%d files"], 3),
        ("de", "nplurals=2; plural=1/0;", ["one file", "%d files"], 2),
    ],
)  # fmt: skip
def test_plurals_have_the_forms_of_the_target_language(
    target: str, header: str, sources: list[str], written: int
) -> None:
    text = f'msgid ""\nmsgstr "Plural-Forms: {header}\\n"\n\nmsgid "one file"\nmsgid_plural "%d files"\n'
    text += 'msgstr[0] ""\nmsgstr[1] ""\n\nmsgid "More"\nmsgstr ""\n'
    parsed = read("po", text.encode(), target)
    assert [piece.text for piece in parsed.pieces] == [*sources, "More"]
    assert len({piece.note for piece in parsed.pieces}) == len(sources) + 1, "each says for which numbers"
    if "nplurals=3" not in header and target == "pl":
        assert "set it to nplurals=3" in " ".join(parsed.warnings)
    result = become("po", text, {one: f"<{one}>" for one in sources}, target)
    assert f'msgstr[{written - 1}] "<' in result
    assert f"msgstr[{max(2, written)}]" not in result


def test_forms_that_are_not_written_leave_no_gap() -> None:
    text = 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\n'
    pieces = read("po", text.encode(), "pl").pieces
    from consensus.formats.po import FORMAT

    result = FORMAT.write(text.encode(), {pieces[2].locator: "%d plików"}, ("en", "pl")).content.decode()
    assert result.endswith('msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] "%d plików"\n')


def test_a_text_that_the_encoding_lacks_keeps_its_source_and_says_so() -> None:
    content = files.CYRILLIC.encode("cp1250")
    assert put("po", content, {"Größe prüfen": "Zmierz łódź"}).content.decode("cp1250").endswith('"Zmierz łódź"\n')
    written = put("po", content, {"Größe prüfen": "Проверить"})
    assert written.content == content
    assert list(written.left_out.values()) == ['The file is written in CP1250, which has no "П".']


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Content-Type: text/plain; charset=CHARSET", "charset=CHARSET; it comes back as UTF-8"),
        ("Language: fr_FR", "says that it is in fr_FR, the target language is de"),
        ("Language: de_AT", ""),
    ],
)
def test_what_a_header_says_otherwise_is_told(header: str, words: str) -> None:
    text = f'msgid ""\nmsgstr "{header}\\n"\n\nmsgid "Save it"\nmsgstr ""\n'
    told = " ".join(read("po", text.encode()).warnings)
    assert words in told
    assert bool(words) == bool(told)


def test_long_texts_are_wrapped_only_where_the_file_wraps() -> None:
    long = "Sehr lange Wörter, " * 12
    wrapped = become("po", ONE, {"Save it": long})
    assert max(map(len, wrapped.splitlines())) <= 80
    assert polib.pofile(wrapped)[0].msgstr == long.strip()
    unwrapped = ONE + f'\nmsgid "{"Long words " * 20}"\nmsgstr ""\n'
    assert f'msgstr "{long.strip()}"' in become("po", unwrapped, {"Save it": long})
    lines = become("po", HEADER + 'msgid "a b\\nc d\\n"\nmsgstr ""\n', {"a b\nc d": "eins\nzwei"})
    assert lines.endswith('msgstr ""\n"eins\\n"\n"zwei\\n"\n'), "the line break at the end stays"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip()))
def test_any_text_is_read_back(text: str) -> None:
    written = put("po", ONE.encode(), {"Save it": text})
    filled = read("po", written.content).pieces[0].filled
    assert filled is not None
    assert filled.target == polib.pofile(written.content.decode())[0].msgstr.strip()


@pytest.mark.parametrize("name", sorted(files.rich().keys() - {"apart.po"}))
def test_polib_reads_what_was_written(name: str) -> None:
    content = files.rich()[name]
    texts = {piece.text: 'Zwei "W" \\ n' for piece in read("po", content).pieces if not piece.codes}
    written = put("po", content, texts).content
    encoding = "cp1250" if "cp1250" in name else "utf-8-sig"
    told = polib.pofile(written.decode(encoding))
    assert {entry.msgid for entry in polib.pofile(content.decode(encoding))} == {entry.msgid for entry in told}
    assert 'Zwei "W" \\ n' in [entry.msgstr.strip() for entry in told]


def test_a_line_out_of_place_is_named() -> None:
    with pytest.raises(DocumentError, match="line 3"):
        read("po", b'msgid "a b"\nmsgstr ""\nSome words\n')
