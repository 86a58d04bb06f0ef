"""Android's string resources: escapes, placeholders, plurals of the target language."""

from __future__ import annotations

import pytest

from consensus.domain import Task
from consensus.formats.android import FORMAT
from consensus.formats.base import Options, Parsed
from tests.formats.builders.android import RICH

CONTENT = RICH.encode()


def read(content: bytes, target: str = "de") -> Parsed:
    return FORMAT.read(content, Options("strings.xml", "en", Task.TRANSLATE, target_lang=target))


def test_what_a_translator_sees() -> None:
    pieces = {piece.place: piece for piece in read(CONTENT).pieces}
    assert pieces["welcome"].text == "Don't be late, <x1/>!"
    assert [(code.role, code.shown) for code in pieces["welcome"].codes] == [("placeholder", "%1$s")]
    assert pieces["welcome"].note == "Shown at the start"
    assert pieces["bold"].text == "Press <g1>Start</g1> and\nwait for <g2>READY</g2> & go."
    assert pieces["link"].codes[0].shown == "https://example.org"
    assert pieces["quoted"].text == "Two  blanks"
    assert pieces["cdata"].text == "Tap <b>here</b> now"
    assert {"key", "reference"}.isdisjoint(pieces)
    assert [left.name for left in read(CONTENT).left] == ["key"]
    assert pieces["files, one"].note == "plural form “one”"


@pytest.mark.parametrize(
    ("new", "written"),
    [
        ('L\'eau "bleue"', r"L\'eau \"bleue\""),
        ("a\\b\n<c> & d", r"a\\b\n&lt;c&gt; &amp; d"),
        ("@home", r"\@home"),
        ("two  blanks", r"two\u0020 blanks"),
    ],
)
def test_what_is_written_is_escaped_and_read_back(new: str, written: str) -> None:
    content = b'<resources><string name="a">Some words</string></resources>'
    (piece,) = read(content).pieces
    out = FORMAT.write(content, {piece.locator: new}, ("en", "fr")).content
    assert out == f'<resources><string name="a">{written}</string></resources>'.encode()
    assert read(out, "fr").pieces[0].text == new


def test_plurals_have_the_forms_of_the_target_language() -> None:
    pieces = {piece.place: piece for piece in read(CONTENT, "pl").pieces}
    assert {"files, one", "files, few", "files, many", "files, other"} <= pieces.keys()
    assert pieces["files, few"].text == "%d files"
    texts = {pieces[f"files, {form}"].locator: f"%d {form}" for form in ("one", "few", "many", "other")}
    out = FORMAT.write(CONTENT, texts, ("en", "pl")).content.decode()
    assert '<item quantity="one">%d one</item>' in out
    assert (
        '        <item quantity="other">%d other</item>\n        <item quantity="few">%d few</item>\n'
        '        <item quantity="many">%d many</item>\n    </plurals>'
    ) in out


def test_damaged_codes_leave_the_source() -> None:
    welcome = next(piece for piece in read(CONTENT).pieces if piece.place == "welcome")
    written = FORMAT.write(CONTENT, {welcome.locator: "Kommen Sie pünktlich!"}, ("en", "de"))
    assert list(written.left_out) == [welcome.locator]
    assert written.content == CONTENT
