"""Glossaries: CSV and TBX, and files that want to do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from consensus.errors import PolicyError
from consensus.resources.glossary import read_glossary

TBX2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="c1">
  <langSet xml:lang="de"><tig><term>Pumpe</term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
    <tig><term>Pumpanlage</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="en"><tig><term>pump</term></tig></langSet>
</termEntry>
</body></text></martif>
"""
TBX3 = """<?xml version="1.0" encoding="UTF-8"?>
<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min"><text><body>
<conceptEntry id="c1">
  <langSec xml:lang="en"><termSec><term>shut-off
     valve</term></termSec></langSec>
  <langSec xml:lang="de"><termSec><term>Absperrventil</term></termSec>
    <termSec><term>Hahn</term><min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
  </langSec>
</conceptEntry>
</body></text></tbx>
"""
FRENCH = '<langSet xml:lang="fr"><tig><term>p</term></tig></langSet></termEntry>'
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<tbx>&b;</tbx>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<tbx>&a;</tbx>'


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        read_glossary(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("content", "terms"),
    [
        # the short form
        ("source,target\npump,Pumpe\n", [("pump", "Pumpe", "required")]),
        # columns in any order and case, blank lines, repeated rows, a BOM
        (
            "\ufeffKind,Target,Source\nforbidden, Pumpanlage ,pump\n\nforbidden,Pumpanlage,pump\n",
            [("pump", "Pumpanlage", "forbidden")],
        ),
        # as a German spreadsheet saves it
        ("source;target\r\nflow;Durchfluss, gesamt\r\n", [("flow", "Durchfluss, gesamt", "required")]),
        # a term with a comma in quotes; several targets are alternatives
        (
            'source,target,kind,lang\n"a, b",c,required,de\n"a, b",d,,DE\n',
            [("a, b", "c", "required"), ("a, b", "d", "required")],
        ),
    ],
)
def test_csv(content: str, terms: list[tuple[str, str, str]], tmp_path: Path) -> None:
    assert list(read_glossary(written(tmp_path, "terms.csv", content))) == terms


def test_tbx_version_2_with_the_language_of_the_file_as_source(tmp_path: Path) -> None:
    assert read_glossary(written(tmp_path, "terms.tbx", TBX2)) == (
        ("pump", "Pumpe", "required"),
        ("pump", "Pumpanlage", "forbidden"),
    )


def test_tbx_version_3_in_both_encodings(tmp_path: Path) -> None:
    wanted = (("shut-off valve", "Absperrventil", "required"), ("shut-off valve", "Hahn", "forbidden"))
    assert read_glossary(written(tmp_path, "terms.tbx", TBX3)) == wanted
    assert read_glossary(written(tmp_path, "wide.tbx", TBX3.replace("UTF-8", "UTF-16").encode("utf-16"))) == wanted


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("t.csv", "", "line 1: the first line must name the columns"),
        ("t.csv", "pump,Pumpe\n", "line 1: the first line must name the columns"),
        ("t.csv", "source,target\n", "line 1: holds no terms"),
        ("t.csv", "source,target\n\npump,\n", "line 3: has no target term"),
        ("t.csv", "source,target\n,Pumpe\n", "line 2: has no source term"),
        ("t.csv", "source,target\na,b,c\n", "line 2: has 3 cells, not 2"),
        ("t.csv", "source,target,kind\na,b,never\n", 'line 2: kind "never" is not possible'),
        ("t.csv", 'source,target\na,"b\n', "is not readable as CSV"),
        ("t.csv", b"source,target\npump,F\xf6rderpumpe\n", "line 2: is not UTF-8 at byte 20"),
        (
            "t.csv",
            "source,target,kind\na,b,\nA,B,forbidden\n",
            'line 3: "B" for "A" is forbidden here and required on line 2',
        ),
        ("t.csv", "source,target,lang\na,b,de\na,c,fr\n", "line 3: holds targets in several languages (de, fr)"),
        ("t.tbx", BOMB, "line 1: declares entities"),
        ("t.tbx", OUTSIDE, "line 1: declares entities"),
        ("t.tbx", "<tbx>\n<text>\n</tbx>", "line 3: is not readable as XML"),
        ("t.tbx", "", "is not readable as XML"),
        ("t.tbx", "<html/>", "line 1: is <html>, not TBX"),
        ("t.tbx", TBX2.replace("</termEntry>", FRENCH), "line 1: holds the languages de, en, fr"),
        ("t.tbx", TBX2.replace("de", "en"), "line 1: holds the languages en"),
        ("t.xlsx", "x", '".xlsx" is not a glossary'),
    ],
)
def test_mistakes_have_a_line_and_say_what_to_do(name: str, content: str | bytes, told: str, tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, name, content))
    assert told in problem


def test_every_mistake_is_reported(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "t.csv", "source,target,kind\na,b,x\nc,,\nd,e,\n,f,\n"))
    assert [problem.split(":")[0] for problem in found] == ["line 2", "line 3", "line 5"]


def test_a_missing_file_says_where_the_path_starts(tmp_path: Path) -> None:
    assert problems(tmp_path / "absent.csv") == ("there is no such file; the path starts at the policy's own folder",)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    assert "larger than 5 MB" in problems(written(tmp_path, "t.csv", b"source,target\n" + b"a,b\n" * 1_300_000))[0]
