"""An extraction from a PDF as a user has it: page and box in every form of export, marked copies, and the layout kept
as long as its document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from consensus import bootstrap
from consensus.bootstrap import Service
from consensus.errors import UsageError
from consensus.export.verifier.reading import Refused
from consensus.export.verifier.units import _check_places
from consensus.service.jobs.retention import Retention
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings
from tests.formats.builders import pdf as made

pytest.importorskip("pypdfium2")
TEXT = {"type": ["string", "null"]}
SCHEMA = {"type": "object", "properties": {"number": TEXT, "vendor": TEXT, "note": TEXT}}
VALUE = {"number": "INV-1042", "vendor": "Hartmann Maschinenbau GmbH", "note": None}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    built = bootstrap.build(Settings.read().at(tmp_path / "home"))
    yield built
    built.close()


async def job(service: Service, folder: Path, content: bytes, name: str = "a.pdf") -> str:
    """Extracted from by three recorded members that agree."""
    from consensus.native.pdf import read

    (folder / name).write_bytes(content)
    text = read(content, {})["text"] if name.endswith(".pdf") else content.decode()
    line = {"id": "i", "text": text, "schema": SCHEMA, "outputs": dict.fromkeys(("gpt-4o", "claude", "mistral"), VALUE)}
    (folder / "rec.jsonl").write_text(json.dumps(line) + "\n")
    panel = [f"recorded:{folder}/rec.jsonl#{name}" for name in ("gpt-4o", "claude", "mistral")]
    request = SubmitRequest((folder / name,), "extraction", schema=SCHEMA, panel=panel)
    return (await service.jobs.submit(request))[0].job.id


async def test_every_form_names_page_and_box(service: Service, tmp_path: Path) -> None:
    made_job = await job(service, tmp_path, made.pdf([made.text(60, 60, "Terms"), made.invoice()]))
    fields = json.loads(service.jobs.export(made_job, "evidence").content)["fields"]
    (place,) = fields["number"]["places"]
    assert (place["place"], place["page"], fields["number"]["ambiguous"]) == ("page 2", 2, False)
    (box,) = place["boxes"]
    assert (box["page"], round(box["x0"]), round(box["y1"])) == (2, 161, 100)
    lines = service.jobs.export(made_job, "jsonl").content.decode().splitlines()
    assert [one["places"] for one in map(json.loads, lines) if one["path"] == "number"] == [[place]]
    assert ",page 2\r\n" in service.jobs.export(made_job, "csv").content.decode()
    assert "page 2, line" in service.jobs.export(made_job, "html").content.decode()
    marked = service.jobs.export(made_job, "pdf").content
    assert marked.startswith(b"%PDF-")
    assert marked == service.jobs.export(made_job, "pdf").content


async def test_a_document_without_pages_has_no_marked_copy(service: Service, tmp_path: Path) -> None:
    made_job = await job(service, tmp_path, b"Invoice INV-1042 of Hartmann Maschinenbau GmbH", "a.txt")
    with pytest.raises(UsageError, match="only fields taken from a PDF"):
        service.jobs.export(made_job, "pdf")


async def test_the_layout_goes_with_the_last_job_and_without_it_pages_are_told_to_be_gone(
    service: Service, tmp_path: Path
) -> None:
    content = made.pdf([made.invoice()])
    first = await job(service, tmp_path, content)
    second = await job(service, tmp_path, content)
    document = service.outside.store.job(first).document
    assert document.layout
    kept = {document.blob, document.layout}

    def files() -> set[str]:
        return {path.name for path in (tmp_path / "home" / "blobs").glob("??/*")}

    retention = Retention(service.outside)
    retention.remove([retention.named(first)], "me")
    assert kept <= files()
    (tmp_path / "home" / "blobs" / document.layout[:2] / document.layout).write_bytes(b"another")
    exported = service.jobs.export(second, "evidence")
    assert "no value has a page or a box" in exported.notice
    assert "boxes" not in json.loads(exported.content)["fields"]["number"]["places"][0]
    retention.remove([retention.named(second)], "me")
    assert not kept & files()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": 9, "end": 3}, "no stretch"),
        ({"start": "1"}, "no stretch"),
        ({"boxes": [{"page": 3, "x0": 1, "y0": 1, "x1": 2, "y1": 2}]}, "page 3 of 2"),
        ({"boxes": [{"page": 1, "x0": 5, "y0": 1, "x1": 2, "y1": 2}]}, "a box that is none"),
        ({"boxes": [{"page": 1, "x0": True, "y0": 1, "x1": 2}]}, "a box that is none"),
        ({"page": 2}, "another page"),
        ({"boxes": 5}, "no list"),
    ],
    ids=str,
)
def test_a_place_that_cannot_be_is_refused(change: dict[str, object], told: str) -> None:
    box = {"page": 1, "x0": 1.0, "y0": 1.0, "x1": 2.0, "y1": 2.0}
    place = {"start": 1, "end": 5, "line": 1, "column": 2, "place": "page 1", "page": 1, "boxes": [box]}
    unit = {"document": {"pages": 2}, "places": [place]}
    _check_places(unit, "line 1")
    with pytest.raises(Refused, match=told):
        _check_places({**unit, "places": [place | change]}, "line 1")
