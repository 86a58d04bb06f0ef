"""The page on which the answers of a field stand, with a box around each, for a reviewer."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from consensus import bootstrap
from consensus.domain.job import QueueFilter
from consensus.service.jobs.service import SubmitRequest
from consensus.service.review import page_pictures
from consensus.service.review.record import ZOOMS, PageLook
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


def _with_places(view, service, *words: str):
    """The view with an answer at each of these words of its document."""
    text = service.outside.store.job(view.item.job_id).document.text
    spans = [((text.index(word), text.index(word) + len(word)),) for word in words]
    one = view.letters[0]
    letters = [replace(one, letter="AB"[n], in_document=span) for n, span in enumerate(spans)]
    return replace(view, letters=tuple(letters))


async def test_one_place_after_the_other(service) -> None:
    view = _with_places(service.queue.next("reviewer"), service, "Harbour Office", "EUR")
    pages = service.queue.pages
    whole = pages.of(view)
    first, second, third = (pages.of(view, PageLook(place=place)) for place in (1, 2, 3))
    assert (whole.place, whole.places, first.place, second.place) == (0, 2, 1, 2)
    assert [one.words.partition(".")[0] for one in (whole, first, second)] == [
        *("Page 1 of 1", "Place 1 of 2", "Place 2 of 2")
    ]
    assert len({whole.png, first.png, second.png}) == 3, "the page is turned to each"
    assert third.png == second.png, "there is no third"
    assert all(_blue(Image.open(io.BytesIO(one.png))) for one in (first, second))


async def test_nearer_and_farther(service) -> None:
    view = _with_places(service.queue.next("reviewer"), service, "Harbour Office")
    pages = service.queue.pages
    whole, lines, near = (pages.of(view, PageLook(zoom=zoom)) for zoom in range(ZOOMS))
    sizes = [Image.open(io.BytesIO(one.png)).size for one in (whole, lines, near)]
    assert sizes[0][1] > sizes[0][0], "a page upright"
    assert sizes[0][1] / sizes[0][0] > 1.5 * sizes[1][1] / sizes[1][0], "lines of it"
    assert sizes[2][1] / sizes[2][0] > 1.2 * sizes[1][1] / sizes[1][0], "half of each line, hence larger"
    assert (whole.wide, lines.wide, near.wide) == (False, False, False)
    nowhere = replace(view, letters=tuple(replace(one, in_document=()) for one in view.letters))
    assert [pages.of(nowhere, PageLook(zoom=zoom)).wide for zoom in range(ZOOMS)] == [False, False, True]


async def test_a_page_that_is_not_there_is_not_shown(service) -> None:
    view = service.queue.next("reviewer")
    assert service.queue.pages.of(view, PageLook(page=7)) is None


async def test_the_next_documents_page_is_made_in_advance(service, monkeypatch) -> None:
    drawn = []
    made = page_pictures.pictures_of

    def counted(document, blobs):
        drawn.append(document.name)
        return made(document, blobs)

    monkeypatch.setattr(page_pictures, "pictures_of", counted)
    view = service.queue.next("reviewer")

    service.queue.release(view)

    def beside(job_id: str):
        return service.queue.records.prepare(replace(view, item=replace(view.item, job_id=job_id)), QueueFilter())

    beside("another").join(60)
    assert drawn == ["purchase.pdf"]
    assert beside("another") is None, "once an item"
    assert service.queue.pages.of(service.queue.next("reviewer")).png
    assert drawn == ["purchase.pdf"], "it is shown as it was made"


async def test_the_picture_of_the_next_field_is_made_while_this_one_is_decided(service, monkeypatch) -> None:
    view, drawn, marked = service.queue.next("reviewer"), [], page_pictures._marked

    def counted(*given):
        drawn.append(given[1])
        return marked(*given)

    monkeypatch.setattr(page_pictures, "_marked", counted)
    service.queue.records.prepare(view, QueueFilter()).join(60)
    assert len(drawn) == 1
    following = service.queue.documents.step(view)
    assert service.queue.pages.of(following).png
    assert len(drawn) == 1, "it is shown as it was made"
