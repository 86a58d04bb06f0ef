"""XLIFF: what is sent, what is kept, what is left, and which bytes change."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from consensus.domain import DocumentRules, Limit, Task
from consensus.errors import DocumentError
from consensus.formats.base import Options, Parsed, Piece
from consensus.formats.xliff import FORMAT
from tests.formats.builders import sdlxliff, xliff2, xliff12

VERIFY = DocumentRules(filled="verify")
XLIFF1, SDL, XLIFF2 = xliff12.RICH.encode(), sdlxliff.SDL.encode(), xliff2.RICH.encode()


def read(content: bytes | str, rules: DocumentRules | None = None, langs: tuple[str, str] = ("en", "de")) -> Parsed:
    raw = content.encode() if isinstance(content, str) else content
    return FORMAT.read(raw, Options("a.xlf", langs[0], Task.TRANSLATE, rules or DocumentRules(), langs[1]))


def of(parsed: Parsed, start: str) -> Piece:
    """The piece that begins so."""
    return next(piece for piece in parsed.pieces if piece.text.startswith(start))


def written(content: bytes | str, texts: Mapping[str, str], langs: tuple[str, str] = ("en", "de")) -> str:
    """The file with these texts for the pieces that begin so."""
    raw = content.encode() if isinstance(content, str) else content
    found = read(raw, langs=langs)
    made = FORMAT.write(raw, {of(found, start).locator: text for start, text in texts.items()}, langs)
    assert not made.left_out
    return made.content.decode()


def unit(body: str, attributes: str = "", file: str = 'source-language="en" target-language="de"') -> str:
    """A file of one unit."""
    around = f'<file original="a" datatype="x" {file}><body><trans-unit id="1" {attributes}>{body}</trans-unit>'
    return f"{xliff12.HEAD}{around}</body></file></xliff>"


STATES = [  # state, conf and the like; the translation in the file; what is kept of it, None for nothing
    ('<target state="translated">Zu.</target>', "", "translated"),
    ('<target state="final">Zu.</target>', "", "final"),
    ('<target state="signed-off">Zu.</target>', "", "signed off"),
    ('<target state="new">Zu.</target>', "", None),
    ('<target state="needs-translation">Zu.</target>', "", None),
    ('<target state="needs-review-translation">Zu.</target>', "", None),
    ('<target state="x-odd">Zu.</target>', "", None),
    ("<target>Zu.</target>", "", ""),
    ("<target>Close it.</target>", "", None),
    ('<target state="translated">Close it.</target>', "", "translated"),
    ('<target state="new">Close it.</target>', "", None),
    ('<target state="translated"> \n </target>', "", None),
    ('<target state="translated"/>', "", None),
    ("<target>Zu.</target>", 'approved="yes"', "approved"),
    ('<target state="new">Zu.</target>', 'approved="yes"', "approved"),
    ("<target>Zu.</target>", 'approved="no"', ""),
    ("<target>Zu.</target>", 'translate="no"', "not for translation"),
    ('<alt-trans><target state="final">Zu.</target></alt-trans>', "", None),
]


@pytest.mark.parametrize(("target", "attributes", "kept"), STATES)
def test_what_the_file_says_of_a_translation(target: str, attributes: str, kept: str | None) -> None:
    (piece,) = read(unit(f"<source>Close it.</source>{target}", attributes)).pieces
    assert (piece.filled and piece.filled.state) == kept
    assert piece.filled is None or piece.filled.kept


@pytest.mark.parametrize(
    ("attributes", "stays"), [("", False), ('approved="yes"', True), ('translate="no"', True), ('approved="no"', False)]
)
def test_to_be_verified_is_all_that_is_not_locked(attributes: str, stays: bool) -> None:
    body = '<source>Close it.</source><target state="translated">Zu.</target>'
    (piece,) = read(unit(body, attributes), VERIFY).pieces
    assert piece.filled is not None
    assert piece.filled.kept is stays


def test_states_of_segments() -> None:
    found = read(SDL)
    states = {piece.text: piece.filled and piece.filled.state for piece in found.pieces}
    assert states == {
        "Open <g1>the</g1> valve.": None,
        "Wait.": "translated",
        "Go.<x1/>": None,
        "Close.": None,
        "Stay.": "locked",
        "Never touched.": None,
    }
    assert [code.role for code in of(found, "Open").codes] == ["bold"]
    memoq = {piece.text[:5]: piece.filled and piece.filled.state for piece in read(sdlxliff.MEMOQ).pieces}
    assert memoq == {"Open ": None, "Close": "confirmed", "Keep ": "locked", "Press": None}
    phrase = [piece.filled and piece.filled.state for piece in read(sdlxliff.PHRASE).pieces]
    assert phrase == [None, "confirmed"]


def test_what_is_locked_and_empty_is_counted() -> None:
    kinds = [one.kind for one in read(unit("<source>Close it.</source>", 'translate="no"')).left]
    assert kinds == ["locked"]
    assert [one.kind for one in read(XLIFF1).left] == ["in_codes"]
    assert [one.kind for one in read(XLIFF2).left] == ["locked"], "and the unit that overrides its group is sent"
    assert of(read(XLIFF2), "Read me.")


def test_only_the_target_and_its_state_change_and_no_other_translation() -> None:
    new = written(XLIFF1, {"A <g1>link": "Der <g1>Link</g1> und <x2/><x3/>", "Short": "Kurz"})
    old = XLIFF1.decode()
    assert '<target state="translated">Der <bpt id="1">&lt;a href="x"&gt;</bpt>Link<ept id="1">' in new
    assert '<source>Short words</source><target state="translated">Kurz</target>\n' in new
    assert "<target>Kurzes Wort</target>" in new, "another translation is never read or changed"
    bare = re.sub(r'(?s)<target state="translated">(Der|Kurz).*?</target>', "", new)
    assert bare == old.replace('<target state="needs-translation">Alt</target>', "", 1)
    lasting = written(
        unit('<source>A</source><target state="new" state-qualifier="fuzzy-match">b</target>'), {"A": "c"}
    )
    assert '<target state="translated">c</target>' in lasting


def test_segments_are_written_where_they_are() -> None:
    new = written(SDL, {"Open": "Öffnen Sie <g1>das</g1> Ventil.", "Go.": "Los.<x1/>"})
    assert '<mrk mtype="seg" mid="1">Öffnen Sie <g id="0">das</g> Ventil.</mrk> <mrk mtype="seg" mid="2">Warten' in new
    assert '<sdl:seg id="1" conf="Translated" origin="mt"><sdl:value' in new
    assert '<sdl:seg id="3" conf="Translated" origin="mt" percent="85"/>' in new
    assert '<sdl:seg id="2" conf="Translated" origin="interactive"/>' in new
    assert '<sdl:seg id="4" conf="RejectedTranslation" origin="tm"/>' in new
    assert "state=" not in new
    new = written(SDL, {"Never": "Nie."})
    assert re.search(r'</seg-source><target><mrk mtype="seg"\s+mid="6">Nie.</mrk></target><sdl:seg-defs>', new)


def test_a_target_is_made_of_the_source_s_segments() -> None:
    new = written(XLIFF1, {"One.": "Eins."})
    target = re.search(r"(?s)Eins.*?</target>", new)
    assert target is not None
    assert '<mrk\n        mtype="seg" mid="1">Two <mrk mtype="protected">ACME</mrk>.</mrk> <mrk' in target[0]
    assert '<target><mrk mtype="seg" mid="0">Eins.' in new, "it is not translated as a whole yet"
    both = written(XLIFF1, {"One.": "Eins.", "Two": "Zwei <x1/>."})
    assert '<target state="translated"><mrk mtype="seg" mid="0">Eins.</mrk>' in both
    assert 'mid="2">12</mrk></target>' in both, "what has no letters is copied"


def test_version_2_puts_the_target_after_its_source_and_the_state_on_the_segment() -> None:
    new = written(XLIFF2, {"Press": "Drücken Sie <g1>Start</g1>.", "Wait": "<g2>Es</g2> kommt <x1/>."})
    assert '<segment id="s1" state="translated"><source>Press' in new
    assert '</source><target>Drücken Sie <pc id="1" type="fmt" subType="xlf:b">Start</pc>.</target></segment>' in new
    assert '<target><sc id="3" dataRef="d1"/>Es<ec\n        startRef="3" dataRef="d2"/> kommt' in new
    assert "<ignorable><source> </source></ignorable>" in new
    assert "<source>Press it</source><target>Drück es</target></mtc:match>" in new
    piece = of(read(XLIFF2), "Press")
    assert (piece.limit, piece.note, piece.place) == (Limit(characters=20), "A button.", "title, segment 1")


def test_a_language_that_is_missing_is_named() -> None:
    assert 'target-language="de"><x:body>' in written(xliff12.PREFIXED, {"Close": "Zu."})
    assert '<x:target state="translated">Zu.</x:target></x:trans-unit>' in written(xliff12.PREFIXED, {"Close": "Zu."})
    new = written(xliff2.RICH.replace(' trgLang="de"', ""), {"Press": "<g1>Start</g1>"}, ("en", "fr"))
    assert 'trgLang="fr"' in new


def test_codes_are_told_by_what_they_are() -> None:
    found = read(XLIFF1)
    link = of(found, "A <g1>link")
    assert [(code.kind, code.role, code.shown) for code in link.codes] == [
        ("pair", "link", '<a href="x">'),
        ("point", "placeholder", "%s"),
        ("point", "line break", ""),
    ]
    literal = of(found, "A literal")
    assert literal.text == "A literal <x1/> and <x2/>, and <b>raw</b> & more."
    assert "&lt;x2/&gt; A &lt;g1&gt;" in written(XLIFF1, {"A literal": "<x2/> A <x1/>"})
    crossed = of(found, "Cross")
    halves = {(code.partner, code.starts) for code in crossed.codes if code.partner}
    assert len(halves) == 2, "halves that cross another pair know each other"
    assert of(found, "Blanks").text == "Blanks around"
    assert ">  Drumherum  </target>" in written(XLIFF1, {"Blanks": "Drumherum"})


def test_damaged_codes_are_not_written() -> None:
    piece = of(read(XLIFF1), "A <g1>link")
    made = FORMAT.write(XLIFF1, {piece.locator: "Der Link"}, ("en", "de"))
    assert made.content == XLIFF1
    assert list(made.left_out) == [piece.locator]


def test_languages() -> None:
    one = unit("<source>Close it.</source>")
    two = one.replace("</file>", "</file>" + one[one.index("<file") : one.index("</xliff>")].replace('"de"', '"fr"'))
    assert [(len(read(two).pieces), [left.kind for left in read(two).left])] == [(1, ["other_language"])]
    odd = read(one, langs=("en", "fr"))
    assert (len(odd.pieces), [left.kind for left in odd.left]) == (0, ["other_language"])
    assert list(odd.warnings) == ["It is translated into German, and --to says French: nothing of it is sent."]
    with pytest.raises(DocumentError, match="it is translated from English, and --from says Spanish"):
        read(one, langs=("es", "de"))
    assert len(read(one.replace('"en"', '"en_GB"'), langs=("en-US", "de-AT")).pieces) == 1
    assert not read(one.replace('"de"', '"pt-BR"'), langs=("en", "pt-PT")).pieces


def test_limits_notes_and_places() -> None:
    short = of(read(XLIFF1), "Short")
    assert (short.limit, short.note, short.place) == (Limit(characters=20), "A button.", "t5")
    assert read(unit("<source>A</source>", 'maxwidth="20"')).pieces[0].limit is None, "pixels"
