"""Another program opens what is written: LibreOffice draws a translated file of each office format."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from consensus.formats.registry import named
from tests.formats.builders import docx, xlsx
from tests.formats.contract import check

#: A slide as LibreOffice itself writes it; the builder's presentations have the parts alone that the format reads.
SLIDE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation><draw:page>
 <draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="5cm"><draw:text-box>
 <text:p>Press the <text:span>green</text:span> button.</text:p></draw:text-box></draw:frame>
</draw:page></office:presentation></office:body></office:document>
"""


def converted(path: Path, to: str) -> Path:
    program = shutil.which("soffice")
    assert program is not None, "LibreOffice is not installed: make office"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", to, "--outdir", str(path.parent), str(path)]
    done = subprocess.run(command, capture_output=True, timeout=240, check=False)
    made = path.with_suffix(f".{to}")
    assert made.exists(), (done.returncode, done.stdout, done.stderr)
    return made


def source(form: str, folder: Path) -> bytes:
    if form != "pptx":
        return next(iter((docx if form == "docx" else xlsx).rich().values()))
    (folder / "slide.fodp").write_text(SLIDE, "utf-8")
    return converted(folder / "slide.fodp", "pptx").read_bytes()


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_libreoffice_draws_what_was_written(form: str, tmp_path: Path) -> None:
    told = check(f"source.{form}", source(form, tmp_path), named(form))
    assert not told.failed
    assert told.pieces
    written = tmp_path / f"written.{form}"
    written.write_bytes(told.written["b"])
    with pypdfium2.PdfDocument(converted(written, "pdf")) as document:
        words = "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    assert "Ü" in words, "the translated words are on its pages"
