"""Which pages of a document a member that sees is shown, and how its text is marked so that both can be compared. Pure.

A picture costs as much as some pages of text, so their number is bounded; pages that only OCR read come first, because
there the picture alone tells a misread character.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf

from consensus.domain import Ask, Document, ModelKind, ModelSpec, Page, Picture, Policy, Task

#: Pages shown in one request, at most, and dots per inch of their pictures.
MOST_PAGES, DPI = 10, 150
_POINTS_PER_INCH = 72
#: Share of a member's context that pictures may fill.
_SHARE = 0.5
#: Pixels on the longer side of a picture, at most: as many as ``formats`` makes.
LONGEST_SIDE = 2200
#: Side of a tile in pixels; tokens for a picture and for each of its tiles, as most hosted models count.
_TILE, _BASE, _A_TILE = 512, 85, 170
#: Pixels to a token, of models that count pixels: fewer than any known one takes.
_PIXELS = 500
#: Parts of names of models that count another, many times higher number: tokens for a picture and each of its tiles.
_COUNT_MORE = (("4o-mini", 2833, 5667),)


def sees(spec: ModelSpec) -> bool:
    """Whether a member is shown pages; one of which nobody knows is not."""
    return spec.vision is True and spec.kind is ModelKind.CHAT


def pictures_of(ask: Ask, spec: ModelSpec) -> tuple[Picture, ...]:
    """What goes along with an ask to a member, still without content; () for one that does not see.

    Pages that OCR read come first, then the others in their order: MOST_PAGES at most, and as many as half of the
    member's context holds; the other half is for the text and the answer.
    """
    if ask.task is not Task.EXTRACT or not sees(spec):
        return ()
    left = spec.context_tokens * _SHARE if spec.context_tokens is not None else inf
    found: list[Picture] = []
    for page in sorted(ask.pages, key=lambda page: (page.source != "ocr", page.number))[:MOST_PAGES]:
        tokens = picture_tokens(page, spec.model)
        left -= tokens
        if left < 0:
            break
        found.append(Picture(page.number, tokens))
    return tuple(sorted(found, key=lambda picture: picture.page))


def page_notes(document: Document, members: Sequence[ModelSpec], policy: Policy) -> tuple[str, ...]:
    """For a person: how many pages members that see are shown, and that nothing can come of it where none does."""
    if document.task is not Task.EXTRACT or not document.pages:
        return ()
    ask = Ask("", document.id, document.task, (document.id,), ("",), ("",), pages=document.pages)
    count, notes = len(document.pages), []
    fewer = {spec.name: len(pictures_of(ask, spec)) for spec in members if sees(spec)}
    for name, some in fewer.items():
        if some < count:
            notes.append(f"{name} is shown {some} of {count} pages in one request, those that OCR read first.")
    read = sum(page.source == "ocr" for page in document.pages)
    if read and policy.documents.scans == "image_vote" and not any(fewer.values()):
        pages = "Its page was" if count == 1 else f"{read} of {count} pages were"
        told = f"{pages} read by OCR, and no member of the panel sees: what stands there alone waits for a person."
        notes.append(f"{told} Name one that sees, with `vision: true` under `members:` where no list says so.")
    return tuple(notes)


def picture_tokens(page: Page, model: str = "") -> int:
    """Tokens that the picture of a page counts for, rather too many than too few. model: by LiteLLM's name."""
    sides = [side * DPI / _POINTS_PER_INCH for side in (page.width, page.height)]
    scale = min(1.0, LONGEST_SIDE / max(*sides, 1.0))
    width, height = (max(1, ceil(side * scale)) for side in sides)
    tiles = ceil(width / _TILE) * ceil(height / _TILE)
    most = max(_BASE + _A_TILE * tiles, ceil(width * height / _PIXELS))
    return max(most, *(base + tile * tiles if part in model else 0 for part, base, tile in _COUNT_MORE))


def with_marks(ask: Ask, fence: str) -> str:
    """The text of the first unit with a line before each page, which no document can forge: it has the fence in it."""
    text, told, last = ask.texts[0], [], 0
    for page in ask.pages:
        read = " read by OCR" if page.source == "ocr" else ""
        told += [text[last : page.start].strip("\f"), f"<page {page.number}{read} {fence}>\n"]
        last = page.start
        told += [text[last : page.end].strip("\f\n"), "\n"]
        last = page.end
    return "".join([*told, text[last:].strip("\f")]).strip()


def within(pages: Sequence[Page], start: int, end: int) -> tuple[Page, ...]:
    """The pages of ``text[start:end]``, their offsets counted from ``start``."""
    return tuple(
        Page(
            one.number,
            one.width,
            one.height,
            max(0, one.start - start),
            min(one.end, end) - start,
            one.source,
        )
        for one in pages
        if one.start < end and start < max(one.end, one.start + 1)
    )
