"""Which pages go to whom, what they count for, and how the text beside them is marked."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from consensus.ask.sizes import sent_text, tokens_in
from consensus.domain import Ask, AskingRules, Document, ModelKind, ModelReply, ModelSpec, Page, Picture, Policy, Task
from consensus.prompt import mend, render
from consensus.prompt.chunks import parts_of
from consensus.prompt.pictures import MOST_PAGES, page_notes, picture_tokens, pictures_of
from consensus.providers.openai.protocol import messages_of

SEES = ModelSpec("sees", "openai/gpt-big", "a", vision=True)
BLIND = replace(SEES, name="blind", vision=False)
ASKING = AskingRules()
TEXTS = ("Invoice RE-77\nTotal: 478.74", "<page 9>\nFreight: 12.50")
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}, "required": ["total"]}
A4 = (595.0, 842.0)


def document(*texts: str, source: str = "ocr") -> Ask:
    """Pages of these texts, as formats join them."""
    text, pages = "\n\f".join(texts), []
    for number, one in enumerate(texts, 1):
        start = pages[-1].end + 2 if pages else 0
        pages.append(Page(number, *A4, start, start + len(one), source if number == 1 else "digital"))
    return Ask("a", "d", Task.EXTRACT, ("d",), (text,), ("",), schema=SCHEMA, pages=tuple(pages))


def test_who_does_not_see_is_asked_as_if_there_were_no_pages() -> None:
    ask = document(*TEXTS)
    plain = replace(ask, pages=())
    unknown = replace(SEES, vision=None)
    base = replace(SEES, kind=ModelKind.COMPLETION)
    for spec in (BLIND, unknown, base):
        assert render(ask, spec, ASKING) == render(plain, spec, ASKING)
    assert all(isinstance(one["content"], str) for one in messages_of(render(ask, BLIND, ASKING)))
    assert render(plain, SEES, ASKING) == replace(render(plain, BLIND, ASKING), spec=SEES)


def test_who_sees_gets_each_page_and_the_text_with_marks_that_a_document_cannot_forge() -> None:
    request = render(document(*TEXTS), SEES, ASKING)
    assert [picture.page for picture in request.pictures] == [1, 2]
    said = request.messages[1]["content"]
    fence = said.partition("<document ")[2].partition(">")[0]
    first, second = f"<page 1 read by OCR {fence}>\nInvoice RE-77\n", f"<page 2 {fence}>\n<page 9>\nFreight: 12.50\n"
    assert first in said
    assert second in said
    assert "pictures of the pages 1, 2" in request.messages[0]["content"]
    assert request.prompt_id.startswith("extract_pages.chat.v1")


def test_pages_that_ocr_read_come_first_where_not_all_can_be_shown() -> None:
    pages = [Page(n, *A4, n, n + 1, "ocr" if n in (3, 40) else "digital") for n in range(1, 51)]
    numbers = [one.page for one in pictures_of(replace(document(*TEXTS), pages=tuple(pages)), SEES)]
    assert len(numbers) == MOST_PAGES
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8, 9, 40]


@pytest.mark.parametrize(
    ("width", "height", "least", "most"),
    [(*A4, 2900, 6000), (72, 72, 85, 300), (14_400, 14_400, 9_000, 12_000), (0, 0, 85, 300)],
)
def test_a_picture_counts_for_more_than_any_known_model_takes(
    width: float, height: float, least: int, most: int
) -> None:
    assert least <= picture_tokens(Page(1, width, height, 0, 1)) <= most


def test_a_model_known_to_count_many_times_more_does() -> None:
    assert picture_tokens(Page(1, *A4, 0, 1), "gpt-4o-mini") >= 36_835


def test_pictures_count_in_the_size_and_in_the_room_of_the_context() -> None:
    ask = document(*TEXTS)
    with_pages, without = render(ask, SEES, ASKING), render(replace(ask, pages=()), SEES, ASKING)
    tokens = sum(picture.tokens for picture in with_pages.pictures)
    assert tokens_in(with_pages) >= tokens_in(without) + tokens
    room = replace(SEES, context_tokens=32_000, max_output_tokens=32_000)
    assert render(ask, room, ASKING).max_tokens < render(ask, replace(room, vision=False), ASKING).max_tokens - tokens


@pytest.mark.parametrize(("context", "pages"), [(4096, []), (12_000, [1]), (32_000, [1, 2])])
def test_a_small_context_is_shown_as_many_pages_as_half_of_it_holds(context: int, pages: list[int]) -> None:
    request = render(document(*TEXTS), replace(SEES, context_tokens=context), ASKING)
    assert [picture.page for picture in request.pictures] == pages
    assert request.max_tokens > 0


def test_a_part_of_a_document_has_its_own_pages() -> None:
    ask = document(*(f"{'word ' * 60}\n" * 60 for _ in range(6)), source="digital")
    parts = parts_of(ask, replace(SEES, context_tokens=16_000, max_output_tokens=500), ASKING)
    assert len(parts) > 1
    for part in parts:
        assert part.pages
        for page in part.pages:
            assert part.texts[0][page.start : page.end].strip("\n\f") in ask.texts[0]
            assert "\f" not in part.texts[0][page.start : page.end].strip("\f")
    assert {page.number for part in parts for page in part.pages} == set(range(1, 7))


def test_a_picture_is_sent_as_a_data_uri_and_kept_as_its_digest() -> None:
    request = render(document(*TEXTS), SEES, ASKING)
    request = replace(request, pictures=tuple(replace(one, content=b"PNG" * 9999) for one in request.pictures))
    system, user = messages_of(request)
    assert isinstance(system["content"], str)
    text, *pictures = user["content"]
    assert text == {"type": "text", "text": request.messages[1]["content"]}
    assert [one["type"] for one in pictures] == ["image_url"] * 2
    assert pictures[0]["image_url"]["url"].startswith("data:image/png;base64,UE5H")
    kept = sent_text(request)
    assert len(kept) < 8000
    assert json.loads(kept)[-1]["pictures"][0] == {"page": 1, "sha256": request.pictures[0].digest}
    other = replace(request, pictures=(replace(request.pictures[0], content=b"other"), *request.pictures[1:]))
    assert sent_text(other) != kept


def test_a_reply_that_is_sent_back_leaves_the_pictures_with_the_first_question() -> None:
    request = replace(render(document(*TEXTS), SEES, ASKING), pictures=(Picture(1, 9, b"x"),))
    again = mend(request, ModelReply("no JSON", "stop", ""))
    assert again is not None
    contents = [message["content"] for message in messages_of(again)]
    assert [isinstance(content, list) for content in contents] == [False, True, False, False]


def test_a_person_is_told_how_many_pages_are_shown_and_that_nobody_sees() -> None:
    pages = tuple(Page(n, *A4, n, n + 1, "ocr") for n in range(1, 15))
    document = Document("d", "scan.pdf", Task.EXTRACT, "pdf", "text", pages=pages)
    policy = Policy(name="t", version=1)
    (shown,) = page_notes(document, [SEES, BLIND], policy)
    assert shown.startswith("sees is shown 10 of 14 pages in one request")
    (nobody,) = page_notes(document, [BLIND], policy)
    assert "14 of 14 pages were read by OCR, and no member of the panel sees" in nobody
    assert page_notes(replace(document, pages=pages[:1]), [SEES], policy) == ()
    assert page_notes(replace(document, pages=()), [BLIND], policy) == ()
    assert page_notes(replace(document, task=Task.TRANSLATE), [BLIND], policy) == ()
