"""The page on which the answers of a field stand, with a box around each, for a reviewer."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from consensus import bootstrap
from consensus.service.jobs.service import SubmitRequest
from consensus.settings import Settings


@pytest.fixture
async def service(tmp_path: Path):
    opened = bootstrap.build(Settings.read({}).at(tmp_path / "home"))
    for request in bootstrap.demo_requests("recorded")["recorded"]:
        if any(Path(str(path)).name == "purchase.pdf" for path in request.paths):
            assert isinstance(request, SubmitRequest)
            await opened.jobs.submit(request)
    yield opened
    opened.close()


def _blue(picture: Image.Image) -> list[tuple[int, int]]:
    """Where the colour of the boxes is."""
    pixels = picture.convert("RGB").load()
    return [(x, y) for x in range(picture.width) for y in range(picture.height) if pixels[x, y] == (20, 60, 160)]


async def test_the_page_of_a_field_shows_where_its_answers_stand(service) -> None:
    view = service.queue.next("reviewer")
    assert view.field is not None
    found = [letter for letter in view.letters if letter.in_document]
    assert [letter.stands for letter in found] == [("page 1",)] * len(found)
    picture = service.queue.pages.of(view)
    assert picture.words.startswith("Page 1 of 1.")
    missing = [letter.letter for letter in view.letters if not letter.in_document]
    assert [f"{letter} was not found." in picture.words for letter in missing] == [True] * len(missing)
    shown = Image.open(io.BytesIO(picture.png))
    assert shown.format == "PNG"
    assert shown.width <= 1100
    assert len(_blue(shown)) > 200, "the box is drawn"
    assert service.queue.pages.of(view) is picture, "it is made once"


async def test_a_page_without_answers_on_it_is_shown_as_it_is_and_a_lost_file_is_said(service) -> None:
    view = service.queue.next("reviewer")
    nowhere = tuple(replace(letter, letter=f"{letter.letter}9", in_document=()) for letter in view.letters)
    bare = service.queue.pages.of(replace(view, letters=nowhere))
    assert not _blue(Image.open(io.BytesIO(bare.png)))
    blobs = service.settings.home / "blobs"
    blobs.rename(blobs.with_name("elsewhere"))
    fresh = bootstrap.build(service.settings)
    try:
        again = fresh.queue.open("reviewer", view.item.id)
        lost = fresh.queue.pages.of(again)
        assert lost.png == b""
        assert "no longer stored" in lost.words
        shutil.rmtree(blobs, ignore_errors=True)
        blobs.with_name("elsewhere").rename(blobs)
        assert fresh.queue.pages.of(again).png, "what failed is tried again"
    finally:
        fresh.close()


async def test_other_answers_of_the_same_item_have_boxes_of_their_own(service) -> None:
    view = service.queue.next("reviewer")
    before = service.queue.pages.of(view)
    start = service.outside.store.job(view.item.job_id).document.text.index("Harbour Office")
    elsewhere = tuple(replace(letter, in_document=((start, start + 7),)) for letter in view.letters)
    after = service.queue.pages.of(replace(view, letters=elsewhere))
    assert after.png != before.png
    assert "not found" not in after.words


async def test_a_translation_has_no_page_picture(service) -> None:
    view = service.queue.next("reviewer")
    assert service.queue.pages.of(replace(view, field=None)) is None
