"""Pictures of documents: upright, bare, within limits, and one line for whatever is none."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

import pytest
from PIL import Image

from consensus.domain import DocumentRules, Task
from consensus.domain.file import File
from consensus.errors import DocumentError
from consensus.formats import ocr, page_png, read_document
from consensus.formats.base import Options
from consensus.formats.image import FORMAT
from consensus.native import pictures
from tests.formats.builders.image import hostile, many_pages, page, rich, saved, turned

RICH, HOSTILE = rich(), hostile()


@pytest.mark.parametrize("name", RICH)
def test_every_page_of_every_kind_of_file_is_upright_and_bare(name: str) -> None:
    found = list(pictures.pages(RICH[name], "image", 150))
    assert [one.number for one in found] == ([1, 2] if "two" in name else [1])
    for one in found:
        with Image.open(io.BytesIO(pictures.png(one.image))) as drawn:
            assert drawn.format == "PNG"
            assert drawn.width > drawn.height, "wide, as it was drawn"
            assert not drawn.getexif()
            assert set(drawn.info) <= {"transparency"}
            grey = drawn.convert("L")
            assert grey.getpixel((3, 3)) > 200, "paper"
            assert min(grey.tobytes()) < 60, "ink"
    assert FORMAT.sniff(RICH[name][:64])


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_is_one_line(name: str) -> None:
    began = time.monotonic()
    for work in (
        lambda: FORMAT.read(HOSTILE[name], Options(name, "en")),
        lambda: page_png(HOSTILE[name], "image", 1, where=name),
    ):
        with pytest.raises(DocumentError) as told:
            work()
        assert told.value.where == name
        assert "\n" not in str(told.value)
        assert told.value.do
    assert time.monotonic() - began < 120, "within the deadline of its child, however busy the machine"


def test_more_pixels_or_pages_than_may_be_are_refused_before_they_are_read() -> None:
    with pytest.raises(DocumentError, match="50 megapixels"):
        page_png(HOSTILE["bomb.png"], "image", 1)
    with pytest.raises(DocumentError, match="more than 100 pages"):
        page_png(many_pages(101), "image", 1)


def test_a_picture_is_as_fine_as_asked_for_and_never_finer_than_it_was() -> None:
    content = saved(page(size=(1200, 800)), "PNG", dpi=(300, 300))
    sizes = []
    for dpi in (72, 150, 600):
        with Image.open(io.BytesIO(page_png(content, "image", 1, dpi))) as drawn:
            sizes.append(drawn.size)
    assert sizes == [(288, 192), (600, 400), (1200, 800)]
    huge = saved(Image.new("L", (6000, 3000), 255), "PNG", dpi=(150, 150))
    with Image.open(io.BytesIO(page_png(huge, "image", 1))) as drawn:
        assert max(drawn.size) == pictures.LONGEST_SIDE


def test_a_picture_too_large_to_be_sent_is_made_smaller() -> None:
    noise = Image.effect_noise((2000, 2000), 200).convert("RGB")
    assert len(pictures.png(noise)) <= pictures.LARGEST_PNG


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(DocumentError, match="no such page"):
        page_png(RICH["plain.png"], "image", 2)


@pytest.mark.parametrize(
    ("dpi", "points"), [((300, 300), (288, 192)), ((1, 1), (842, 561)), ((9999, 9999), (842, 561))]
)
def test_the_size_of_a_page_is_that_of_a_resolution_that_can_be(dpi: tuple[int, int], points: Sequence[int]) -> None:
    (found,) = pictures.pages(saved(page(size=(1200, 800)), "PNG", dpi=dpi), "image", 150)
    assert (round(found.width), round(found.height)) == pytest.approx(points, abs=1)


def test_an_image_is_not_translated() -> None:
    file = File("scan.png", RICH["plain.png"])
    with pytest.raises(DocumentError, match="cannot be translated"):
        read_document(file, task=Task.TRANSLATE, source_lang="en", target_lang="de")


def test_a_policy_without_ocr_says_so() -> None:
    with pytest.raises(DocumentError, match="ocr: off"):
        FORMAT.read(RICH["plain.png"], Options("scan.png", "en", Task.EXTRACT, DocumentRules(ocr="off")))


@pytest.mark.parametrize(("here", "lang", "told"), [((), "en", "consensus-verifier[ocr]"), (("r",), "ru", "Russian")])
def test_no_engine_for_it_is_one_line_that_says_what_to_install(
    here: tuple[str, ...], lang: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda package: object() if here else None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError) as refused:
        FORMAT.read(turned(page()), Options("scan.jpg", lang))
    assert told in str(refused.value)


@pytest.mark.parametrize("lang", ["de", "pl", "zh", "ja", "en-GB", "id", "ms", "is", None])
def test_languages_that_the_weights_of_rapidocr_read(lang: str | None) -> None:
    assert ocr.reads(ocr.Reader("rapidocr", ""), lang)


@pytest.mark.parametrize("lang", ["ru", "uk", "el", "ar", "he", "hi", "th", "ko", "vi", "sr", "xx"])
def test_languages_that_they_do_not(lang: str) -> None:
    assert not ocr.reads(ocr.Reader("rapidocr", ""), lang)
