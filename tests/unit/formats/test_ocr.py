"""Reading pictures: with the weights that are installed and nothing else, every word with its place."""

from __future__ import annotations

import io
import os
import socket
import stat
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from consensus.domain import DocumentRules, Task
from consensus.errors import DocumentError
from consensus.formats import ocr
from consensus.formats.base import Options
from consensus.formats.image import FORMAT as IMAGE
from consensus.formats.layout import boxes, unpack
from consensus.formats.ocr import READ_SCRIPTS
from consensus.native import ocr as native
from tests.formats.builders.image import INVOICE, page, saved

EXTRACT = Options("scan.png", "en", Task.EXTRACT)
#: What tesseract prints for two words, one of them misread, and for a smudge.
TABLE = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    "1\t1\t0\t0\t0\t0\t0\t0\t640\t420\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t40\t225\t80\t30\t96.1\tTotal:\n"
    '5\t1\t1\t1\t1\t2\t130\t225\t90\t30\t91.0\t473.74"\n'
    "5\t1\t1\t1\t1\t3\t300\t225\t4\t30\t11.0\t|\n"
)

#: Letters of scripts that are read, and of languages that are not.
_READ = {"latin": "äöüßéèêçñõøåłąęčřşğőűț", "kana": "あアカ", "han": "东市价"}
_UNREAD = {"ru": "жщы", "el": "έήίώ", "he": "אב", "ar": "ابت", "hi": "कख", "th": "กข", "ko": "가나", "vi": "ộ"}


@pytest.fixture(scope="module")
def weights() -> Path:
    found = find_spec("rapidocr")
    assert found is not None, "make install brings it"
    assert found.origin is not None
    return Path(found.origin).parent / "models"


@pytest.fixture(scope="module")
def read() -> Mapping[str, Any]:
    head = {"format": "image", "dpi": 150, "pages": None, "engine": "rapidocr", "again": "", "languages": ""}
    before = socket.socket.connect

    def refuse(*_: Any) -> None:
        raise AssertionError("it wants the network")

    socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
    try:
        return native.read(saved(page(), "PNG", dpi=(150, 150)), head)
    finally:
        socket.socket.connect = before  # type: ignore[method-assign]


def test_rapidocr_reads_a_page_without_the_network(read: Mapping[str, Any], weights: Path) -> None:
    assert read["text"].split() == " ".join(INVOICE).split()
    found = {one.suffix for one in weights.iterdir() if one.is_file()}
    assert found <= {".onnx", ".py", ""}, "nothing came beside them"


def test_every_word_stands_where_it_was_drawn(read: Mapping[str, Any]) -> None:
    places = {read["text"][start:end]: sides for start, end, _, *sides in read["words"]}
    assert set(places) == set(read["text"].split())
    left, top, right, bottom = (side * 150 / 72 for side in places["478.74"])
    assert (left, right) == pytest.approx((125, 225), abs=25)
    assert (top, bottom) == pytest.approx((222, 258), abs=15)
    assert places["Total:"][2] <= places["478.74"][0]


def test_the_weights_hold_the_letters_of_the_languages_that_are_said_to_be_read(weights: Path) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    (model,) = weights.glob("*_rec_*.onnx")
    told = onnxruntime.InferenceSession(str(model)).get_modelmeta().custom_metadata_map["character"]
    known = set(told)
    for name, letters in _READ.items():
        assert name in READ_SCRIPTS
        assert set(letters) <= known
    for lang, letters in _UNREAD.items():
        assert not set(letters) & known
        assert not ocr.reads(ocr.Reader("rapidocr", ""), lang)


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of this name that prints TABLE and notes how it was asked."""
    program = tmp_path / "tesseract"
    (tmp_path / "table.tsv").write_text(TABLE, "utf-8")
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\ncat > /dev/null\ncat {tmp_path}/table.tsv\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return tmp_path


def test_tesseract_is_asked_where_the_extra_is_missing(tesseract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda package: None)
    found = IMAGE.read(saved(page(), "PNG", dpi=(150, 150)), EXTRACT._replace(lang="ru"))
    assert found.text == 'Total: 473.74"', "a word that nobody could read is left out"
    assert (tesseract / "asked").read_text().split() == ["stdin", "stdout", "-l", "rus", "tsv"]
    assert [(one.source, one.read_by) for one in found.pages] == [("ocr", "tesseract")]
    (box,) = boxes(unpack(found.layout), 7, 14)
    assert (box.page, round(box.x0), round(box.y1)) == (1, 62, 122)


def test_tesseract_that_fails_is_one_line(tesseract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda package: None)
    (tesseract / "tesseract").write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(DocumentError, match="tesseract"):
        IMAGE.read(saved(page(), "PNG"), EXTRACT)


def test_two_engines_read_where_the_policy_asks_for_it(tesseract: Path) -> None:
    rules = DocumentRules(scans="two_readers")
    found = IMAGE.read(saved(page(), "PNG", dpi=(150, 150)), EXTRACT._replace(rules=rules))
    assert "Total: 478.74" in found.text
    assert [one.again for one in found.pages] == ['Total: 473.74"']


def test_a_scanned_pdf_is_read_page_by_page() -> None:
    pdf = pytest.importorskip("consensus.formats.pdf").FORMAT
    file = io.BytesIO()
    page().save(file, "PDF", resolution=150, save_all=True, append_images=[Image.new("RGB", (640, 420), "white")])
    found = pdf.read(file.getvalue(), EXTRACT)
    assert "Total: 478.74" in found.text
    assert [one.source for one in found.pages] == ["ocr", "ocr"]
    assert found.pages[0].read_by.startswith("rapidocr")
    assert any("Page 2 is a picture and no text was found in it." in one for one in found.warnings)
    at = found.text.index("478.74")
    (box,) = boxes(unpack(found.layout), at, at + 6)
    assert (box.x0 * 150 / 72, box.y0 * 150 / 72) == pytest.approx((125, 222), abs=25)
