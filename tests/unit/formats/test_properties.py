""".properties: encodings, escapes, continued lines, apostrophes of MessageFormat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.builders import properties as files
from tests.formats.words import become, put, read


def test_values_keys_and_notes() -> None:
    found = {piece.place: piece for piece in read("properties", files.FULL.encode()).pieces}
    assert found["save.button"].text == "Save it now"
    assert found["save.button"].note == "Shown on the button."
    assert found["save.other"].note == ""
    assert found["cancel"].text == "Cancel the job, please, at once"
    assert found["pair"].text == "Smile 😀 now"
    assert found["unicode"].text == "Größe prüfen"
    assert found["key with blanks"].text == "Some more words"
    assert found["path"].text == "C:\\Temp\\Some words"
    assert found["format"].text == "It's {0} of {1,number} files."
    assert [left.name for left in read("properties", files.FULL.encode()).left] == ["UTF-8"]


@pytest.mark.parametrize(
    ("content", "source", "target", "expected"),
    [
        ("a=Save it\n", "Save it", "Größe 😀", "a=Gr\\u00F6\\u00DFe \\uD83D\\uDE00\n"),
        ("a=Save it\n# ä\n", "Save it", "Größe 😀", "a=Größe 😀\n# ä\n"),
        ("a : Save it\r\n", "Save it", "Eins\nzwei", "a : Eins zwei\r\n"),
        ("a=Save it\\n\\\n   now", "Save it\nnow", "Eins\nzwei", "a=Eins\\nzwei"),
        ("a = \\\n  Save it\n", "Save it", "Eins", "a = \\\n  Eins\n"),
        ("a=Save it\n", "Save it", "C:\\x = !#", "a=C:\\\\x = !#\n"),
        ("a=Delete {0} now\n", "Delete {0} now", "L'élément {0}", "a=L''\\u00E9l\\u00E9ment {0}\n"),
        ("a=It''s {0} now\n", "It's {0} now", "C'est {0}", "a=C''est {0}\n"),
        ("a=Delete it\n", "Delete it", "L'objet", "a=L'objet\n"),
        ("a=Can't delete {0}\n", "Can't delete {0}", "L'objet {0}", "a=L'objet {0}\n"),
        ("a=It''s {0} now\nb='{'{0}'}' is here\n", "'{'{0}'}' is here", "'{'{0}'}' d'ici",
         "a=It''s {0} now\nb='{'{0}'}' d''ici\n"),
        ("a=Save <g1> it\n", "Save <x1/> it", "<x1/> hier", "a=<g1> hier\n"),
    ],
)  # fmt: skip
def test_how_a_value_is_written(content: str, source: str, target: str, expected: str) -> None:
    assert become("properties", content, {source: target}) == expected


def test_latin_1_stays_and_holds_the_rest_as_escapes() -> None:
    content = "a=Save it\nb=Größe prüfen\n".encode("latin-1")
    assert put("properties", content, {"Save it": "Łódź äh"}).content == (
        b"a=\\u0141\xf3d\\u017A \xe4h\nb=Gr\xf6\xdfe pr\xfcfen\n"
    )


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.booleans())
def test_any_text_is_read_back(text: str, ascii_only: bool) -> None:
    content = "a=Some words\n" + ("" if ascii_only else "#ä\n")
    written = put("properties", content.encode(), {"Some words": f"Wort {text} Wort"}).content
    assert [" ".join(piece.text.split()) for piece in read("properties", written).pieces] == [
        " ".join(f"Wort {text} Wort".split())
    ]
