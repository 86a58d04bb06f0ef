"""A scan from the command line: who is shown its page, what is accepted, and what the export says of it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from consensus.testing import LoopbackProvider
from tests.formats.builders.image import page, saved, turned

SCHEMA = {
    "type": "object",
    "properties": {"total": {"type": "number"}, "buyer": {"type": "string"}, "note": {"type": ["string", "null"]}},
    "required": ["total", "buyer", "note"],
}
VALUE = {"total": 478.74, "buyer": "Harbour Books", "note": None}


@pytest.fixture
def submitted(tmp_path: Path, consensus: Callable[..., Any]) -> Callable[..., tuple[Any, LoopbackProvider]]:
    """seeing: for each member whether it sees. What comes back: the object with its evidence, and what was sent."""

    def run(*seeing: bool, content: bytes, name: str, more: str = "") -> tuple[Any, LoopbackProvider]:
        (tmp_path / name).write_bytes(content)
        (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
        with LoopbackProvider() as server:
            members = "".join(
                f"  - {{model: m{n}, family: f{n}, base_url: {server.base_url}, vision: {str(sees).lower()}}}\n"
                for n, sees in enumerate(seeing)
            )
            (tmp_path / "house.yaml").write_text(
                f'name: house\nversion: 1\ntask: extract\nsemantic: "off"\n{more}members:\n{members}'
            )
            how = (name, "--schema", "schema.json", "--policy", "house.yaml", "--from", "en")
            ran = consensus("submit", *how, "--json")
            assert ran.code == 0, ran.err
            job = ran.json[0]["job"] if isinstance(ran.json, list) else ran.json["jobs"][0]["id"]
            out = consensus("export", job, "--with-evidence", "--out", "found.json")
            assert out.code in (0, 1), out.err
            return json.loads((tmp_path / "found.json").read_text()), server

    return run


def sent_to(server: LoopbackProvider, model: str) -> list[Any]:
    return [message["content"] for one in server.requests if one.model == model for message in one.body["messages"]]


def test_one_that_sees_and_two_that_do_not(submitted: Callable[..., Any]) -> None:
    found, server = submitted(True, False, False, content=turned(page()), name="scan.jpg")
    for blind in ("m1", "m2"):
        assert all(isinstance(content, str) for content in sent_to(server, blind))
    system, user = sent_to(server, "m0")
    assert isinstance(system, str)
    text, picture = user
    assert "Total: 478.74" in text["text"]
    head, _, content = picture["image_url"]["url"].partition(",")
    assert (text["type"], picture["type"], head) == ("text", "image_url", "data:image/png;base64")
    png = base64.b64decode(content)
    with Image.open(io.BytesIO(png)) as image:
        assert image.width > image.height, "upright, as its EXIF data say"
        assert not image.getexif()
    assert b"secret" not in png

    assert found["value"] == VALUE
    assert {field["verdict"] for field in found["fields"].values()} == {"accepted"}
    assert {json.dumps(field["saw"]) for field in found["fields"].values()} == {'{"m0": [1]}'}
    assert list(found["job"]["document"]["read_by_ocr"]) == ["1"]
    assert found["job"]["document"]["read_by_ocr"]["1"].startswith(("rapidocr ", "tesseract"))


def test_three_that_read_the_same_text_accept_nothing(submitted: Callable[..., Any]) -> None:
    found, server = submitted(False, False, False, content=saved(page(), "PNG"), name="scan.png")
    assert len(server.requests) == 3
    assert found["value"] == dict.fromkeys(VALUE)
    for field in found["fields"].values():
        assert (field["verdict"], field["rule"]) == ("review", "only_ocr")
        assert field["reason"] == "Only OCR read this page; no member that agrees saw the picture."
        assert "saw" not in field
