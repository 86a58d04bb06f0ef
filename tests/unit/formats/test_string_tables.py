"""YAML, .strings and .xcstrings: what is text, how it is written, what stays."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain import Filled
from consensus.errors import DocumentError
from tests.formats.builders import strings as apple
from tests.formats.builders import xcstrings as xcode
from tests.formats.builders import yaml as yamls
from tests.formats.words import become, put, read

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip())


@pytest.mark.parametrize(
    ("content", "source", "target", "expected"),
    [
        ("a: Save it\n", "Save it", "no", 'a: "no"\n'),
        ("a: Save it\n", "Save it", "on", 'a: "on"\n'),
        ("a: Save it\n", "Save it", "1.0", 'a: "1.0"\n'),
        ("a: Save it\n", "Save it", "y", 'a: "y"\n'),
        ("a: Save it\n", "Save it", "2026-01-01", 'a: "2026-01-01"\n'),
        ("a: Save it\n", "Save it", "Taste: drücken", 'a: "Taste: drücken"\n'),
        ("a: Save it\n", "Save it", "am Ende:", 'a: "am Ende:"\n'),
        ("a: Save it\n", "Save it", "eins # zwei", 'a: "eins # zwei"\n'),
        ("a: Save it\n", "Save it", "*Stern", 'a: "*Stern"\n'),
        ("a: Save it\n", "Save it", "&Und", 'a: "&Und"\n'),
        ("a: Save it\n", "Save it", "!Ruf", 'a: "!Ruf"\n'),
        ("a: Save it\n", "Save it", "%Prozent", 'a: "%Prozent"\n'),
        ("a: Save it\n", "Save it", "@Klammer", 'a: "@Klammer"\n'),
        ("a: Save it\n", "Save it", '"Ja"', 'a: "\\"Ja\\""\n'),
        ("a: Save it\n", "Save it", "- Strich", 'a: "- Strich"\n'),
        ("a: Save it # c\n", "Save it", "Jetzt sichern", "a: Jetzt sichern # c\n"),
        ("a: &x !!str Save it\nb: *x\n", "Save it", "Sichern: ja", 'a: &x !!str "Sichern: ja"\nb: *x\n'),
        ("a: 'It''s here'\n", "It's here", "C'est ici", "a: 'C''est ici'\n"),
        ('a: "Save \\u00e4 it"\n', "Save ä it", "Größe 😀", 'a: "Gr\\xF6\\xDFe \\U0001F600"\n'),
        ("a: [Save it, b]\n", "Save it", "eins, zwei", 'a: ["eins, zwei", b]\n'),
        ("a: Save it\n  over there\nb: 1\n", "Save it over there", "Hier", "a: Hier\nb: 1\n"),
        ("a: |-  # c\n  One it\n   two\n\nb: 1\n", "One it\n two", "Eins\nzwei: #",
         "a: |-  # c\n  Eins\n  zwei: #\n\nb: 1\n"),
        ("a: >\n  One it\n  two\n\n  three\n", "One it two\nthree", "Eins\nzwei", "a: >\n  Eins\n\n  zwei\n"),
        ("a: >\n  One it\n  two\n", "One it two", " eins", "a: >\n  eins\n"),
        ("a: |2\n    One it\n  two\n", "One it\ntwo", "Eins\nzwei", "a: |2\n    Eins\n  zwei\n"),
        ("a: Save it\r\nb: |\r\n  One it\r\n  two\r\n", "One it\ntwo", "Eins\nzwei",
         "a: Save it\r\nb: |\r\n  Eins\r\n  zwei\r\n"),
    ],
)  # fmt: skip
def test_yaml_is_written_so_that_it_stays_a_string(content: str, source: str, target: str, expected: str) -> None:
    assert become("yaml", content, {source: target}) == expected


def test_yaml_of_one_language_keeps_its_key_and_single_words_are_text() -> None:
    parsed = read("yaml", b"en:\n  # Of the week.\n  day: day\n  on: off\n")
    assert [(piece.text, piece.place, piece.note) for piece in parsed.pieces] == [("day", "en.day", "Of the week.")]
    assert parsed.warnings == ('The key "en" at its top names the source language and stays; rename it to "de".',)
    assert [left.name for left in read("yaml", b"mode: day\n").left] == ["day"]


def test_yaml_that_refers_to_itself_a_billion_times_is_read_once() -> None:
    bomb = "a: &a some words\n" + "".join(
        f"{c}: &{c} [{', '.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert [piece.text for piece in read("yaml", bomb.encode()).pieces] == ["some words"]


@given(TEXT, st.sampled_from(["a: Some words\n", "a: [Some words]\n", "a: 'Some words'\n", 'a: "Some words"\n',
                              "a: >-\n  Some words\n", "a: |-\n  Some words\n", "- Some words\n"]))  # fmt: skip
def test_yaml_reads_any_text_back(text: str, content: str) -> None:
    written = put("yaml", content.encode(), {"Some words": text}).content.decode()
    loaded = yaml.safe_load(written)
    value = loaded["a"] if isinstance(loaded, dict) else loaded[0]
    value = value[0] if isinstance(value, list) else value
    assert isinstance(value, str)
    assert value.split() == text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").split()


@pytest.mark.parametrize("name", sorted(yamls.rich().keys() - {"full.yaml", "crlf.yml", "bom.yaml", "utf16.yaml"}))
def test_yaml_keeps_its_structure(name: str) -> None:
    content = yamls.rich()[name]
    written = put("yaml", content, {piece.text: f"Ü{piece.text}" for piece in read("yaml", content).pieces}).content

    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(one) for key, one in value.items()}
        return [shape(one) for one in value] if isinstance(value, list) else type(value)

    assert [shape(one) for one in yaml.safe_load_all(content)] == [shape(one) for one in yaml.safe_load_all(written)]


@pytest.mark.parametrize("name", apple.rich())
def test_apple_strings(name: str) -> None:
    found = {piece.place: piece for piece in read("strings", apple.rich()[name]).pieces}
    assert found["save.button"].note == "Shown on the button."
    assert found["quote"].note == "Said once."
    assert found["bare.key"].note == ""
    assert found["quote"].text == 'Say "it" now,\nand \\ wait'
    assert found["unicode"].text == "Größe"
    assert [left.name for left in read("strings", apple.rich()[name]).left] == ["Key alone"]


@pytest.mark.parametrize(
    ("content", "source", "target", "expected"),
    [
        ('"a" = "Save it"; // c\n', "Save it", 'Sag "es" \\', '"a" = "Sag \\"es\\" \\\\"; // c\n'),
        ("a = Save;\n", "Save", "Sichern", "a = Sichern;\n"),
        ("a = Save;\n", "Save", "Jetzt sichern", 'a = "Jetzt sichern";\n'),
        ('"a" = "b c\\nd e";', "b c\nd e", "eins\nzwei", '"a" = "eins\\nzwei";'),
        ('"a" = "Save it";', "Save it", "eins\nzwei", '"a" = "eins zwei";'),
    ],
)
def test_how_apple_strings_are_written(content: str, source: str, target: str, expected: str) -> None:
    assert become("strings", content, {source: target}) == expected


@given(TEXT)
def test_apple_strings_read_any_text_back(text: str) -> None:
    written = put("strings", '"a" = "Some words";'.encode("utf-16"), {"Some words": f"W {text}"}).content
    assert written.startswith(b"\xff\xfe")
    wanted = text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert [piece.text.split() for piece in read("strings", written).pieces] == [f"W {wanted}".split()]


def test_junk_in_apple_strings_is_named() -> None:
    with pytest.raises(DocumentError, match="line 2 is neither"):
        read("strings", b'"a" = "b c";\n<<<<<<< HEAD\n')


def test_a_string_catalogue_is_asked_for_what_it_lacks() -> None:
    parsed = read("xcstrings", xcode.rich()["full.xcstrings"], "pl")
    found = {piece.place: piece for piece in parsed.pieces}
    assert found["files plural few"].text == "%lld files"
    assert found["files plural one"].text == "%lld file"
    assert found["tap device mac"].text == "Click it"
    assert found["greeting"].text == 'Say "hello" to\nall 😀'
    assert sorted(left.kind for left in parsed.left) == ["stale", "untranslated", "varied"]
    german = {piece.place: piece for piece in read("xcstrings", xcode.rich()["full.xcstrings"]).pieces}
    assert german["Done"].filled == Filled("translated", "Fertig")
    assert german["Done"].note == "On the button"
    assert german["Reviewed"].filled is None


@pytest.mark.parametrize("name", xcode.rich())
def test_a_string_catalogue_gets_one_more_language_and_nothing_else(name: str) -> None:
    content = xcode.rich()[name]
    texts = {piece.text: f"Ü{piece.text}" for piece in read("xcstrings", content, "pl").pieces if not piece.codes}
    written = put("xcstrings", content, texts, "pl").content
    before, after = (json.loads(one.decode("utf-8-sig")) for one in (content, written))
    files = after["strings"]["files"]["localizations"].pop("pl")
    assert sorted(files["variations"]["plural"]) == ["few", "many", "one", "other"]
    assert list(after["strings"]["Done"]["localizations"]) == ["de", "fr", "pl"]
    assert after["strings"]["About the pump"]["localizations"].pop("pl") == {
        "stringUnit": {"state": "translated", "value": "ÜAbout the pump"}
    }
    for entry in (*after["strings"].values(), *before["strings"].values()):
        entry.get("localizations", {}).pop("pl", None)
        if not entry.get("localizations", True):
            del entry["localizations"]
    assert after == before
    if name == "full.xcstrings":
        assert '        "pl" : {\n          "stringUnit" : {\n            "state" : "translated",\n' in written.decode()
