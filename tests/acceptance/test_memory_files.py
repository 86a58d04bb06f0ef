"""TMX in and out on the command line, and what an imported memory does to a job."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

HEAD = '<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body>'
PAIR = (
    '<tu changedate="20240102T030405Z"><tuv xml:lang="en-GB"><seg>Safety</seg></tuv>'
    '<tuv xml:lang="de-DE"><seg>Sicher<bpt i="1">&lt;b&gt;</bpt>heit<ept i="1">x</ept>!</seg></tuv></tu>'
)
OTHER = '<tu><tuv xml:lang="en"><seg>Only French</seg></tuv><tuv xml:lang="fr"><seg>Seul</seg></tuv></tu>'
TAIL = "</body></tmx>"
MANUAL = Path(str(files("consensus"))) / "examples" / "manual.md"
LANGS = ("--from", "en", "--to", "de")


def test_a_memory_is_imported_used_and_forgotten(consensus: Callable, tmp_path: Path) -> None:
    (tmp_path / "old.tmx").write_text(HEAD + PAIR + OTHER + TAIL, "utf-8")
    taken = consensus("memory", "import", "old.tmx", *LANGS)
    assert taken.out.strip() == "old.tmx: 1 pair taken. Left out, because they lack one of the two languages: 1."
    again = consensus("memory", "import", "old.tmx", *LANGS, "--json").json
    assert again == {"memory": "old.tmx", "pairs": 1, "left": 1, "replaced": True}
    assert consensus("memory").out.strip() == "old.tmx: 1 pair, en to de"
    how = ("--policy", "translation", *LANGS, "--panel", "recorded", "--json")
    job = consensus("submit", str(MANUAL), *how).json["jobs"][0]
    lines = [json.loads(line) for line in consensus("export", job["id"], "--format", "jsonl").out.splitlines()]
    (safety,) = [line for line in lines if line["source"] == "Safety"]
    assert [(one["value"], one["verification"]) for one in safety["memory"]] == [("Sicherheit!", "imported")]
    assert consensus("memory", "export", *LANGS, "-o", "new.tmx").code == 0
    units = ElementTree.parse(tmp_path / "new.tmx").getroot().findall("body/tu")
    texts = [[seg.text for seg in unit.iter("seg")] for unit in units]
    assert len(texts) == job["totals"]["accepted"]
    assert ["Safety", "Sicherheit"] in texts, "what was verified, not what was imported"
    assert {prop.text for unit in units for prop in unit.findall("prop")} == {"manual.md", "auto"}
    assert consensus("memory", "forget", "old.tmx").out.startswith("old.tmx: 1 pair forgotten.")
    assert consensus("memory", "forget", "old.tmx").code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("source,target\n", "not well-formed XML"),
        ("<html/>", "no TMX file"),
        (HEAD + OTHER + TAIL, "nothing in both en and de"),
        ('<!DOCTYPE t [<!ENTITY a "aa">]>' + HEAD.split("?>")[1] + PAIR + TAIL, "declares entities"),
    ],
)
def test_what_is_no_memory_is_one_line(consensus: Callable, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.tmx").write_text(content, "utf-8")
    ran = consensus("memory", "import", "a.tmx", *LANGS)
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
